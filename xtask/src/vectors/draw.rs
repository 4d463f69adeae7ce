//! Randomness that is the same every time: bytes made of a label, and bytes handed out one after the other.
//!
//! What a vector calls random is drawn here, so that the files are the same on every machine.

use emis_core::crypto::{Crypto, Hash};
use emis_core::profile::{OpenProfile, Profile};
use emis_core::random::{Random, RandomError};

use crate::Done;

type Sha256 = <<OpenProfile as Profile>::Crypto as Crypto>::Sha256;

pub(super) fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize()
}

/// `length` bytes that depend on the label alone.
pub(super) fn bytes(label: &str, length: usize) -> Vec<u8> {
    let blocks = (0u32..).flat_map(|block| sha256(&[b"vector ", label.as_bytes(), &block.to_be_bytes()]));
    blocks.take(length).collect()
}

/// 32 of them. They make a private scalar too: a hash is zero or not below the group's order once in 2^32 times, and
/// core would then say so.
pub(super) fn bytes32(label: &str) -> [u8; 32] {
    sha256(&[b"vector ", label.as_bytes()])
}

/// A session's name: 32 hexadecimal digits.
pub(super) fn session_id(label: &str) -> String {
    hex(&bytes(label, 16))
}

/// Hands out bytes in their order, and gives no other.
pub(super) struct Given(Vec<u8>);

impl Given {
    pub(super) fn new(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    /// All of it has been drawn.
    pub(super) fn end(self, whose: &str) -> Done {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(format!("{whose} has bytes that core did not draw").into())
        }
    }
}

impl Random for Given {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomError> {
        if self.0.len() < out.len() {
            return Err(RandomError);
        }
        let drawn: Vec<u8> = self.0.drain(..out.len()).collect();
        out.copy_from_slice(&drawn);
        Ok(())
    }
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|b| [b >> 4, b & 15]).filter_map(|d| char::from_digit(d.into(), 16)).collect()
}
