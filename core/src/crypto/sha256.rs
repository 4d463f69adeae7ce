//! SHA-256 fed in pieces, on the compression function of the `sha2` crate.
//!
//! That crate's own hash cannot begin with a state that a key has led to, which is what HMAC needs. So there is this one
//! for everything, held against that one in the tests.

use sha2::block_api::compress256;
use zeroize::Zeroize;

use super::Hash;

/// The initial state (FIPS 180-4, 5.3.3).
pub(super) const INITIAL: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

pub(super) const BLOCK: usize = 64;

/// A hash on its way. It wipes itself, since it may have been fed a secret.
pub struct Sha256 {
    pub(super) state: [u32; 8],
    pub(super) block: [u8; BLOCK],
    filled: usize,
    pub(super) total: u64,
}

impl Sha256 {
    /// A hash that has been fed one block, which led to this state.
    #[inline(never)]
    pub(super) fn after_block(state: [u32; 8]) -> Self {
        Self { state, block: [0; BLOCK], filled: 0, total: BLOCK as u64 }
    }

    pub(super) fn feed(&mut self, mut part: &[u8]) {
        self.total = self.total.wrapping_add(part.len() as u64);
        while !part.is_empty() {
            // What is no longer than a block always goes through the block, where `HmacKey` finds it.
            if self.filled == 0 && part.len() > BLOCK {
                let (blocks, rest) = part.as_chunks::<BLOCK>();
                compress256(&mut self.state, blocks);
                part = rest;
            }
            let (head, rest) = part.split_at_checked(BLOCK - self.filled).unwrap_or((part, &[]));
            self.block.iter_mut().skip(self.filled).zip(head).for_each(|(place, b)| *place = *b);
            self.filled += head.len();
            part = rest;
            if self.filled == BLOCK {
                compress256(&mut self.state, core::slice::from_ref(&self.block));
                self.filled = 0;
            }
        }
    }

    /// Takes the padding: a one bit, zeros, and the length of the whole in bits.
    pub(super) fn pad(&mut self) {
        self.block.iter_mut().skip(self.filled).for_each(|place| *place = 0);
        if let Some(place) = self.block.get_mut(self.filled) {
            *place = 0x80;
        }
        if self.filled >= BLOCK - 8 {
            compress256(&mut self.state, core::slice::from_ref(&self.block));
            self.block = [0; BLOCK];
        }
        if let Some(place) = self.block.last_chunk_mut() {
            *place = self.total.wrapping_mul(8).to_be_bytes();
        }
        compress256(&mut self.state, core::slice::from_ref(&self.block));
    }
}

impl Hash for Sha256 {
    #[inline(never)]
    fn new() -> Self {
        Self { state: INITIAL, block: [0; BLOCK], filled: 0, total: 0 }
    }

    fn update(&mut self, octets: &[u8]) {
        self.feed(octets);
    }

    fn finish(mut self) -> [u8; 32] {
        self.pad();
        octets(&self.state)
    }
}

impl Drop for Sha256 {
    fn drop(&mut self) {
        // KS-3
        self.state.zeroize();
        self.block.zeroize();
    }
}

impl core::fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Sha256(redacted)")
    }
}

/// A state as the first 32 of the octets.
pub(super) fn put(octets: &mut [u8], state: &[u32; 8]) {
    for (place, word) in octets.as_chunks_mut::<4>().0.iter_mut().zip(state) {
        *place = word.to_be_bytes();
    }
}

/// A state as octets.
pub(super) fn octets(state: &[u32; 8]) -> [u8; 32] {
    let mut octets = [0; 32];
    put(&mut octets, state);
    octets
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::Digest;

    #[test]
    fn equals_the_sha2_crate_for_every_length_and_split() {
        let data: [u8; 300] = core::array::from_fn(|i| u8::try_from(i % 251).unwrap().wrapping_mul(31));
        for length in 0..data.len() {
            let expected: [u8; 32] = sha2::Sha256::digest(&data[..length]).into();
            for split in [0, 1, 8, 55, 56, 63, 64, 65, 128, length] {
                let (a, b) = data[..length].split_at(split.min(length));
                let mut hash = Sha256::new();
                hash.update(a);
                hash.update(b);
                assert_eq!(hash.finish(), expected, "{length} {split}");
            }
        }
    }
}
