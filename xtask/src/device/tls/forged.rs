//! A practice end that proves nothing: it agrees on keys with the device, as anybody can, and then leaves out what it does
//! not have. No TLS library would be this server, so its few messages are written here (RFC 8446 sections 4 and 7.1).

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;

use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::digest::{SHA256, digest};
use ring::error::Unspecified;
use ring::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use ring::hmac;
use ring::rand::SystemRandom;

use super::Seen;

/// What is left out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::device) enum Forged {
    /// Certificate and CertificateVerify.
    NoCertificate,
    /// CertificateVerify: the certificate is the practice's own, which everybody knows.
    NoSignature,
    /// Everything: a record comes whose content is nothing, not even its kind.
    EmptyRecord,
}

/// Speaks with one device, and counts what comes after its Finished.
pub(super) fn answer(mut device: TcpStream, forged: Forged, certificate: &[u8]) -> io::Result<Seen> {
    device.set_nodelay(true)?;
    let (_, hello) = record(&mut device)?.ok_or(io::ErrorKind::UnexpectedEof)?;
    let (session, share) = client_hello(&hello).ok_or(io::ErrorKind::InvalidData)?;
    let random = SystemRandom::new();
    let own = EphemeralPrivateKey::generate(&ECDH_P256, &random).map_err(failed)?;
    let public = own.compute_public_key().map_err(failed)?;
    let mut transcript = hello.clone();
    let hello = server_hello(session, public.as_ref());
    device.write_all(&framed(22, &hello))?;
    transcript.extend(&hello);

    let peer = UnparsedPublicKey::new(&ECDH_P256, share);
    let secret = agree_ephemeral(own, &peer, handshake_secret).map_err(failed)?;
    let secret = expand(&secret, "s hs traffic", digest(&SHA256, &transcript).as_ref(), 32)?;
    let traffic = Prk::new_less_safe(HKDF_SHA256, &secret);
    let key =
        LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &expand(&traffic, "key", &[], 16)?).map_err(failed)?);
    let nonce = expand(&traffic, "iv", &[], 12)?;
    let nonce = Nonce::try_assume_unique_for_key(&nonce).map_err(failed)?;

    let mut flight = Vec::new();
    if forged != Forged::EmptyRecord {
        // EncryptedExtensions, of which there are none.
        flight.extend(sized(8, 3, &[0, 0]));
        if forged == Forged::NoSignature {
            let entry = [counted(3, certificate), vec![0, 0]].concat();
            flight.extend(sized(11, 3, &[vec![0], counted(3, &entry)].concat()));
        }
        transcript.extend(&flight);
        let finished = hmac::Key::new(hmac::HMAC_SHA256, &expand(&traffic, "finished", &[], 32)?);
        let finished = hmac::sign(&finished, digest(&SHA256, &transcript).as_ref());
        flight.extend(sized(20, 3, finished.as_ref()));
        flight.push(22);
    }
    let length = u16::try_from(flight.len() + 16).map_err(io::Error::other)?.to_be_bytes();
    let header = [23, 3, 3, length[0], length[1]];
    key.seal_in_place_append_tag(nonce, Aad::from(header), &mut flight).map_err(failed)?;
    device.write_all(&[&header[..], &flight].concat())?;

    let mut seen = Seen::default();
    while let Ok(Some((kind, _))) = record(&mut device) {
        // The first encrypted one is Finished.
        if kind == 23 && core::mem::replace(&mut seen.established, true) {
            seen.requests += 1;
            // No record: so that a device which has gone on does not wait for its reply.
            device.write_all(&[0; 5])?;
        }
    }
    Ok(seen)
}

/// The next record and its kind.
fn record(device: &mut TcpStream) -> io::Result<Option<(u8, Vec<u8>)>> {
    let mut header = [0; 5];
    if device.read(&mut header[..1])? == 0 {
        return Ok(None);
    }
    device.read_exact(&mut header[1..])?;
    let mut record = vec![0; usize::from(u16::from_be_bytes([header[3], header[4]]))];
    device.read_exact(&mut record)?;
    Ok(Some((header[0], record)))
}

/// The session identifier of a ClientHello, and its share of P-256.
fn client_hello(hello: &[u8]) -> Option<(&[u8], &[u8])> {
    // Type, length, version, random.
    let mut rest = hello.get(4 + 2 + 32..)?;
    let session = take(&mut rest, 1)?;
    let (_suites, _compression) = (take(&mut rest, 2)?, take(&mut rest, 1)?);
    let mut extensions = take(&mut rest, 2)?;
    while !extensions.is_empty() {
        let kind = extensions.split_off(..2)?;
        let mut extension = take(&mut extensions, 2)?;
        if kind == [0, 51] {
            let mut shares = take(&mut extension, 2)?;
            while !shares.is_empty() {
                let group = shares.split_off(..2)?;
                let share = take(&mut shares, 2)?;
                if group == [0, 23] {
                    return Some((session, share));
                }
            }
        }
    }
    None
}

/// The next piece, after its length of so many bytes.
fn take<'o>(bytes: &mut &'o [u8], of: usize) -> Option<&'o [u8]> {
    let length = bytes.split_off(..of)?.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
    bytes.split_off(..length)
}

/// A ServerHello of TLS 1.3 with TLS_AES_128_GCM_SHA256.
fn server_hello(session: &[u8], share: &[u8]) -> Vec<u8> {
    let share = [&[0, 23][..], &counted(2, share)].concat();
    let extensions = [&[0, 43][..], &counted(2, &[3, 4]), &[0, 51], &counted(2, &share)].concat();
    let random = digest(&SHA256, share.as_ref());
    let hello =
        [&[3, 3][..], random.as_ref(), &counted(1, session), &[0x13, 0x01, 0], &counted(2, &extensions)];
    sized(2, 3, &hello.concat())
}

fn handshake_secret(shared: &[u8]) -> Prk {
    let early = Salt::new(HKDF_SHA256, &[0; 32]).extract(&[0; 32]);
    let derived = expand(&early, "derived", digest(&SHA256, &[]).as_ref(), 32).unwrap_or_default();
    Salt::new(HKDF_SHA256, &derived).extract(shared)
}

fn failed(_: Unspecified) -> io::Error {
    io::Error::other("a primitive of the forged practice end failed")
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// HKDF-Expand-Label.
fn expand(secret: &Prk, label: &str, context: &[u8], length: usize) -> io::Result<Vec<u8>> {
    let label = [b"tls13 ", label.as_bytes()].concat();
    let before = u16::try_from(length).map_err(io::Error::other)?.to_be_bytes();
    let (label, context) = (counted(1, &label), counted(1, context));
    let mut out = vec![0; length];
    secret
        .expand(&[&before, &label, &context], Length(length))
        .and_then(|okm| okm.fill(&mut out))
        .map_err(failed)?;
    Ok(out)
}

/// Bytes after their length of so many bytes.
fn counted(of: usize, bytes: &[u8]) -> Vec<u8> {
    let length = bytes.len().to_be_bytes();
    [&length[length.len() - of..], bytes].concat()
}

/// The same after a kind.
fn sized(kind: u8, of: usize, bytes: &[u8]) -> Vec<u8> {
    [&[kind][..], &counted(of, bytes)].concat()
}

/// A record that is not encrypted.
fn framed(kind: u8, bytes: &[u8]) -> Vec<u8> {
    [&[kind, 3, 3][..], &counted(2, bytes)].concat()
}
