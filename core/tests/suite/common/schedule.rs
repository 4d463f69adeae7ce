//! The key schedule of protocol.md section 3 and the chain of section 4, written once more from the page, over the
//! messages' own bytes. It shares no code with the core.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

pub fn t(fields: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::new();
    for field in fields {
        out.extend(u32::try_from(field.len()).unwrap().to_be_bytes());
        out.extend(*field);
    }
    out
}

pub fn hmac(key: &[u8], data: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(data);
    mac.finalize().into_bytes().into()
}

pub fn sha256(data: &[u8]) -> [u8; 32] {
    Sha256::digest(data).into()
}

pub fn pbkdf2(password: &[u8], salt: &[u8], iterations: u32) -> [u8; 32] {
    pbkdf2::pbkdf2_hmac_array::<Sha256, 32>(password, salt, iterations)
}

fn expand(prk: &[u8; 32], info: &str) -> [u8; 32] {
    hmac(prk, &[info.as_bytes(), &[1]].concat())
}

pub fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0u32, |w, b| w << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            let six = (word >> (18 - 6 * i)) & 63;
            out.push(if i > chunk.len() { '=' } else { char::from(ALPHABET[six as usize]) });
        }
    }
    out
}

pub fn unbase64(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let (mut word, mut bits) = (0u32, 0);
    for c in text.bytes().filter(|c| *c != b'=') {
        let six = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            _ => 63,
        };
        word = word << 6 | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from(word >> bits & 0xFF).unwrap());
        }
    }
    out
}

/// The text of the one element of this name; empty if it is not there.
pub fn element<'a>(message: &'a str, name: &str) -> &'a str {
    let Some((_, rest)) = message.split_once(&format!("<{name}>")) else { return "" };
    rest.split_once(&format!("</{name}>")).unwrap().0
}

/// `H_c` of a BeginSession's Body.
pub fn client_hash(hello: &str) -> [u8; 32] {
    let text = |name| element(hello, name).as_bytes();
    let binary = |name| unbase64(element(hello, name));
    sha256(&t(&[
        b"emis-ps/1 begin session",
        text("Profile"),
        text("ApplicationId"),
        text("OdsCode"),
        text("SchemaVersion"),
        text("PatientRelationshipId"),
        text("ReplacesSessionId"),
        &binary("ClientNonce"),
        &binary("ClientPublicKey"),
    ]))
}

pub fn client_validation(v_c: &[u8; 32], hello: &str) -> [u8; 32] {
    hmac(v_c, &t(&[b"emis-ps/1 client hello", &client_hash(hello)]))
}

/// `H_s` of both Bodies.
pub fn server_hash(hello: &str, reply: &str) -> [u8; 32] {
    let text = |name| element(reply, name).as_bytes();
    let binary = |name| unbase64(element(reply, name));
    sha256(&t(&[
        b"emis-ps/1 begin session response",
        &client_hash(hello),
        &unbase64(element(hello, "ClientValidation")),
        text("SessionId"),
        &binary("ServerNonce"),
        &binary("ServerPublicKey"),
        text("Iterations"),
        text("IdleTimeoutSeconds"),
        text("FirstCallSeconds"),
        text("PracticeVersion"),
    ]))
}

/// All that follows from the key agreement.
#[derive(Debug)]
pub struct Derived {
    pub server_validation: [u8; 32],
    pub request_key: [u8; 32],
    pub response_key: [u8; 32],
    pub hash: [u8; 32],
    pub next_key: [u8; 32],
}

/// `HS`.
fn handshake_secret(v_c: &[u8; 32], v_s: &[u8; 32], z: &[u8; 32], h_s: &[u8; 32]) -> [u8; 32] {
    let a_c = hmac(v_c, &t(&[b"emis-ps/1 client agreement", h_s]));
    let a_s = hmac(v_s, &t(&[b"emis-ps/1 server agreement", h_s]));
    hmac(h_s, &[&z[..], &a_c, &a_s].concat())
}

/// ServerValidation alone.
pub fn server_validation(v_c: &[u8; 32], v_s: &[u8; 32], z: &[u8; 32], hello: &str, reply: &str) -> [u8; 32] {
    expand(&handshake_secret(v_c, v_s, z, &server_hash(hello, reply)), "emis-ps/1 server validation")
}

pub fn derive(
    v_c: &[u8; 32],
    v_s: &[u8; 32],
    z: &[u8; 32],
    relationship_key: &[u8],
    hello: &str,
    reply: &str,
) -> Derived {
    let h_s = server_hash(hello, reply);
    let hs = handshake_secret(v_c, v_s, z, &h_s);
    let ss = expand(&hs, "emis-ps/1 session secret");
    let iterations = element(reply, "Iterations").parse().unwrap();
    let m = pbkdf2(&[&ss[..], relationship_key].concat(), &h_s, iterations);
    Derived {
        server_validation: expand(&hs, "emis-ps/1 server validation"),
        request_key: expand(&m, "emis-ps/1 request key"),
        response_key: expand(&m, "emis-ps/1 response key"),
        hash: expand(&m, "emis-ps/1 session hash"),
        next_key: expand(&m, "emis-ps/1 next relationship key"),
    }
}

/// `SHA-256(previous || HMAC(key, be64(k) || body))`.
pub fn link(previous: &[u8; 32], key: &[u8; 32], k: u64, body: &str) -> [u8; 32] {
    sha256(&[&previous[..], &hmac(key, &[&k.to_be_bytes(), body.as_bytes()].concat())].concat())
}

/// The shared secret of a private scalar and a point.
pub fn agree(private: &[u8; 32], public: &[u8]) -> [u8; 32] {
    let secret = p256::SecretKey::from_slice(private).unwrap();
    let public = p256::PublicKey::from_sec1_bytes(public).unwrap();
    let shared = secret.diffie_hellman(&public);
    shared.raw_secret_bytes().as_slice().try_into().unwrap()
}

/// The public half, uncompressed.
pub fn public_key(private: &[u8; 32]) -> Vec<u8> {
    use p256::elliptic_curve::sec1::ToSec1Point;
    let secret = p256::SecretKey::from_slice(private).unwrap();
    secret.public_key().to_sec1_point(false).as_bytes().to_vec()
}
