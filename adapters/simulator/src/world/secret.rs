//! Keys that are handed to a person or an application, and the random texts they are made of.
//!
//! The bytes come from the caller, who decides whether they are truly random; the world's generator must never make a
//! relationship's key.

use serde::{Deserialize, Serialize};

/// The caller's source of random bytes: fills the whole slice.
pub type Bytes<'a> = &'a mut dyn FnMut(&mut [u8]);

/// A key that does not print itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wraps a key.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The key itself.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether `other` is this key, in a time that depends on its length only.
    #[must_use]
    pub fn is(&self, other: &str) -> bool {
        let (a, b) = (self.0.as_bytes(), other.as_bytes());
        a.len() == b.len() && core::hint::black_box(a.iter().zip(b).fold(0, |d, (x, y)| d | (x ^ y))) == 0
    }
}

impl core::fmt::Debug for Secret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Secret(..)")
    }
}

const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64 for addresses (RFC 4648 section 5), without padding.
pub(crate) fn base64_url(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0u32, |g, o| (g << 8) | u32::from(*o)) << (8 * (3 - chunk.len()));
        for sextet in 0..=chunk.len() {
            let index = (group >> (18 - 6 * sextet)) & 63;
            text.push(char::from(URL_SAFE[usize::try_from(index).unwrap_or(0)]));
        }
    }
    text
}

/// Sixteen bytes as the 36 characters of a version 4 guid.
pub(crate) fn guid(mut bytes: [u8; 16]) -> String {
    use core::fmt::Write as _;
    bytes[6] = bytes[6] & 0x0F | 0x40;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let mut text = String::with_capacity(36);
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// A fresh PatientRelationshipId.
pub(crate) fn fresh_id(random: Bytes<'_>) -> String {
    let mut bytes = [0; 16];
    random(&mut bytes);
    guid(bytes)
}

// PS-4
/// A fresh key of 256 random bits in 43 characters.
pub(crate) fn fresh_key(random: Bytes<'_>) -> Secret {
    let mut bytes = [0; 32];
    random(&mut bytes);
    Secret(base64_url(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    // PS-4
    #[test]
    fn texts_have_their_form() {
        assert_eq!(base64_url(b"fo"), "Zm8");
        assert_eq!(base64_url(b"foob"), "Zm9vYg");
        assert_eq!(base64_url(&[0xFB, 0xFF, 0xFE]), "-__-");
        assert_eq!(guid([0xFF; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        let key = fresh_key(&mut |out| out.fill(7));
        assert_eq!(key.reveal().len(), 43);
        assert!(key.reveal().bytes().all(|b| (0x21..=0x7E).contains(&b)));
    }

    #[test]
    fn a_secret_keeps_quiet() {
        let key = Secret::new("abc");
        assert_eq!(format!("{key:?}"), "Secret(..)");
        assert!(key.is("abc") && !key.is("abd") && !key.is("ab"));
    }
}
