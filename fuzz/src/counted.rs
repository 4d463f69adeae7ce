//! The null profile with a chain that counts: its MAC is no secret, but every byte of a Body goes into it, and what is
//! compared has to be the same. So it is seen whether both ways to read a reply hash the same bytes.

use emis_core::crypto::{Crypto, Hash, Mac, Secret};
use emis_core::profile::{Labels, OpenProfile, Profile, SOAP_NAMESPACE};

use crate::null::{NullPair, NullPbkdf2};

/// The profile.
#[derive(Debug)]
pub(crate) struct Counted;

impl Profile for Counted {
    type Crypto = CountedCrypto;
    const LABELS: Labels = OpenProfile::LABELS;
}

/// Its cryptography.
#[derive(Debug)]
pub(crate) struct CountedCrypto;

impl Crypto for CountedCrypto {
    type Sha256 = Count;
    type Mac = CountMac;
    type KeyPair = NullPair;
    type Pbkdf2 = NullPbkdf2;

    fn hkdf_extract(_: &[u8; 32], _: &[&[u8]]) -> Secret<32> {
        Secret::zero()
    }

    fn hkdf_expand(_: &Secret<32>, _: &[u8]) -> Secret<32> {
        Secret::zero()
    }

    fn equal(one: &[u8; 32], other: &[u8; 32]) -> bool {
        one == other
    }
}

/// FNV-1a.
pub(crate) struct Count(u64);

impl Count {
    fn begin() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }

    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    fn end(&self) -> [u8; 32] {
        let mut out = [0; 32];
        out[..8].copy_from_slice(&self.0.to_be_bytes());
        out
    }
}

impl Hash for Count {
    fn new() -> Self {
        Self::begin()
    }

    fn update(&mut self, bytes: &[u8]) {
        self.add(bytes);
    }

    fn finalize(self) -> [u8; 32] {
        self.end()
    }
}

/// The same under any key.
pub(crate) struct CountMac(Count);

impl Mac for CountMac {
    fn new(_: &[u8]) -> Self {
        Self(Count::begin())
    }

    fn clone_secret(&self) -> Self {
        Self(Count(self.0.0))
    }

    fn update(&mut self, bytes: &[u8]) {
        self.0.add(bytes);
    }

    fn finalize(self) -> [u8; 32] {
        self.0.end()
    }
}

/// The reply with this Body to a session's first request, with the SessionHash that it has to have, and with white space
/// where it counts for nothing.
pub(crate) fn reply(request: &[u8], body: &[u8]) -> Vec<u8> {
    let request = core::str::from_utf8(request).expect("our own message");
    let asked = between(request, "<s:Body>", "</s:Body>");
    let first = Counted::link(&[0; 32], &Secret::zero(), 1, asked.as_bytes());
    let hash = base64(&Counted::link(&first, &Secret::zero(), 1, body));
    let head = format!(
        "<s:Envelope xmlns:s=\"{SOAP_NAMESPACE}\">\r\n<s:Header> <Session xmlns=\"urn:emis-ps:1\"><SessionId>{}</SessionId>\
         <Sequence>1</Sequence><SessionHash>{hash}</SessionHash></Session>\n</s:Header>\t<s:Body>",
        between(request, "<SessionId>", "</SessionId>"),
    );
    [head.as_bytes(), body, b"</s:Body> \n</s:Envelope>\n "].concat()
}

fn between<'t>(text: &'t str, before: &str, behind: &str) -> &'t str {
    let (_, rest) = text.split_once(before).expect("our own message");
    rest.split_once(behind).expect("our own message").0
}

fn base64(bytes: &[u8; 32]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = (0..43).map(|place| {
        let bits = (0..6).map(|bit| 6 * place + bit);
        let value = bits.fold(0, |value, bit| {
            let byte = bytes.get(bit / 8).copied().unwrap_or(0);
            value << 1 | usize::from(byte >> (7 - bit % 8) & 1)
        });
        char::from(DIGITS[value])
    });
    digits.chain(['=']).collect()
}
