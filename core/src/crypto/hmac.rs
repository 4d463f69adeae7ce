//! HMAC-SHA-256 under a key that is used again and again: the two hash states that the key leads to are reckoned once,
//! and kept instead of the key.
//!
//! A session makes two MACs a call for its whole life, and PBKDF2 makes two an iteration; the `hmac` crate would
//! compress the key's two pads anew each time. What comes out is held against that crate in the tests.

use sha2::block_api::compress256;
use sha2::{Digest, Sha256};
use zeroize::Zeroize;

use super::{MacKey, RunningMac};

/// SHA-256's initial state (FIPS 180-4, 5.3.3).
const INITIAL: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

const BLOCK: usize = 64;

/// The two hash states of an HMAC key. They are as secret as the key, and wiped when dropped.
pub struct HmacKey {
    pub(super) inner: [u32; 8],
    pub(super) outer: [u32; 8],
}

impl HmacKey {
    /// The states of a key that is the concatenation of the parts, of any length.
    pub(super) fn of(parts: &[&[u8]]) -> Self {
        let mut key = [0u8; BLOCK];
        let length = parts.iter().fold(0usize, |n, part| n.saturating_add(part.len()));
        if length > key.len() {
            let mut hash = Sha256::new();
            for part in parts {
                hash.update(part);
            }
            let mut digest: [u8; 32] = hash.finalize().into();
            key.iter_mut().zip(digest).for_each(|(place, b)| *place = b);
            digest.zeroize();
        } else {
            key.iter_mut().zip(parts.iter().copied().flatten()).for_each(|(place, b)| *place = *b);
        }
        let state = |pad: u8| {
            let mut block = key.map(|b| b ^ pad);
            let mut state = INITIAL;
            compress256(&mut state, core::slice::from_ref(&block));
            block.zeroize();
            state
        };
        let states = Self { inner: state(0x36), outer: state(0x5c) };
        key.zeroize();
        states
    }

    /// The outer hash of an inner one.
    pub(super) fn outer_of(&self, inner: &[u32; 8]) -> [u32; 8] {
        let mut block = padded();
        put(&mut block, inner);
        let mut state = self.outer;
        compress256(&mut state, core::slice::from_ref(&block));
        state
    }
}

impl MacKey for HmacKey {
    type Running = RunningHmac;

    fn new(key: &[u8]) -> Self {
        Self::of(&[key])
    }

    fn duplicate(&self) -> Self {
        Self { inner: self.inner, outer: self.outer }
    }

    #[inline]
    fn start(&self) -> RunningHmac {
        RunningHmac {
            inner: Inner { state: self.inner, block: [0; BLOCK], filled: 0, total: BLOCK as u64 },
            key: self.duplicate(),
        }
    }

    #[inline]
    fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut inner = Inner { state: self.inner, block: [0; BLOCK], filled: 0, total: BLOCK as u64 };
        for part in parts {
            inner.update(part);
        }
        octets(&self.outer_of(inner.finish()))
    }
}

/// The inner hash, on its way.
struct Inner {
    state: [u32; 8],
    block: [u8; BLOCK],
    filled: usize,
    total: u64,
}

impl Inner {
    #[inline]
    fn update(&mut self, mut part: &[u8]) {
        self.total = self.total.wrapping_add(part.len() as u64);
        if self.filled > 0 {
            let (head, rest) = part.split_at_checked(BLOCK - self.filled).unwrap_or((part, &[]));
            self.block.iter_mut().skip(self.filled).zip(head).for_each(|(place, b)| *place = *b);
            self.filled += head.len();
            part = rest;
            if self.filled == BLOCK {
                compress256(&mut self.state, core::slice::from_ref(&self.block));
                self.filled = 0;
            }
        }
        if self.filled == 0 {
            let (blocks, rest) = part.as_chunks::<BLOCK>();
            compress256(&mut self.state, blocks);
            self.block.iter_mut().zip(rest).for_each(|(place, b)| *place = *b);
            self.filled = rest.len();
        }
    }

    /// The padding: a one bit, zeros, and the length of pad and message in bits.
    #[inline]
    fn finish(&mut self) -> &[u32; 8] {
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
        &self.state
    }
}

/// An HMAC that is fed in pieces, for messages that are never in memory as a whole.
pub struct RunningHmac {
    inner: Inner,
    key: HmacKey,
}

impl RunningMac for RunningHmac {
    fn update(&mut self, octets: &[u8]) {
        self.inner.update(octets);
    }

    fn finish(mut self) -> [u8; 32] {
        octets(&self.key.outer_of(self.inner.finish()))
    }
}

impl Drop for RunningHmac {
    fn drop(&mut self) {
        self.inner.state.zeroize();
    }
}

impl core::fmt::Debug for RunningHmac {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("RunningHmac(redacted)")
    }
}

impl Drop for HmacKey {
    fn drop(&mut self) {
        // KS-3
        self.inner.zeroize();
        self.outer.zeroize();
    }
}

impl core::fmt::Debug for HmacKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("HmacKey(redacted)")
    }
}

/// The padding of a message whose last block has 32 octets of content: 64 octets of key pad, and 32.
pub(super) const fn padded() -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    block[32] = 0x80;
    // 96 octets are 768 bits.
    block[62] = 3;
    block
}

/// A state as the first 32 octets of a block.
pub(super) fn put(block: &mut [u8; BLOCK], state: &[u32; 8]) {
    for (place, word) in block.chunks_exact_mut(4).zip(state) {
        place.copy_from_slice(&word.to_be_bytes());
    }
}

/// A state as octets.
pub(super) fn octets(state: &[u32; 8]) -> [u8; 32] {
    let mut octets = [0; 32];
    for (place, word) in octets.chunks_exact_mut(4).zip(state) {
        place.copy_from_slice(&word.to_be_bytes());
    }
    octets
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::hmac::{Hmac, KeyInit, Mac};

    #[test]
    fn equals_the_hmac_crate_for_every_length_and_split() {
        let data: [u8; 300] = core::array::from_fn(|i| u8::try_from(i % 251).unwrap().wrapping_mul(31));
        for key_length in [0, 1, 32, 63, 64, 65, 128, 200] {
            let key = &data[..key_length];
            let states = HmacKey::new(key);
            for length in 0..data.len() {
                let mut expected = Hmac::<Sha256>::new_from_slice(key).unwrap();
                expected.update(&data[..length]);
                let expected: [u8; 32] = expected.finalize().into_bytes().into();
                for split in [0, 1, 8, 55, 56, 63, 64, 65, 128, length] {
                    let (a, b) = data[..length].split_at(split.min(length));
                    let (b, c) = b.split_at(b.len() / 2);
                    assert_eq!(states.mac(&[a, b, c]), expected, "{key_length} {length} {split}");
                    let mut running = states.start();
                    [a, b, c].iter().for_each(|piece| running.update(piece));
                    assert_eq!(running.finish(), expected, "{key_length} {length} {split}");
                }
            }
        }
    }
}
