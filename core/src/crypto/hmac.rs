//! HMAC-SHA-256 under a key that is used again and again: the two hash states that the key leads to are reckoned once,
//! and kept instead of the key.
//!
//! A session makes two MACs a call for its whole life, and PBKDF2 makes two an iteration; the `hmac` crate would
//! compress the key's two pads anew each time. What comes out is held against that crate in the tests.

use sha2::block_api::compress256;
use zeroize::Zeroize;

use super::sha256::{BLOCK, INITIAL, Sha256, octets, put};
use super::{Hash, MacKey, RunningMac};

/// The two hash states of an HMAC key. They are as secret as the key, and wiped when dropped.
pub struct HmacKey {
    pub(super) inner: [u32; 8],
    pub(super) outer: [u32; 8],
}

impl HmacKey {
    /// The states of a key that is the concatenation of the parts, of any length.
    pub(super) fn of(parts: &[&[u8]]) -> Self {
        const INNER_PAD: u8 = 0x36;
        const OUTER_PAD: u8 = 0x5c;
        let mut hash = Sha256::new();
        parts.iter().for_each(|part| hash.feed(part));
        // A key that is no longer than a block stands there as it is, a longer one gives way to its hash.
        if hash.total > BLOCK as u64 {
            hash.pad();
            hash.block = [0; BLOCK];
            put(&mut hash.block, &hash.state);
        }
        let key = &mut hash.block;
        let mut states = Self { inner: INITIAL, outer: INITIAL };
        for (state, pad) in [(&mut states.inner, INNER_PAD), (&mut states.outer, INNER_PAD ^ OUTER_PAD)] {
            key.iter_mut().for_each(|b| *b ^= pad);
            compress256(state, core::slice::from_ref(key));
        }
        states
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

    fn start(&self) -> RunningHmac {
        RunningHmac { inner: Sha256::after_block(self.inner), outer: self.outer }
    }
}

/// An HMAC that is fed in pieces, for messages that are never in memory as a whole.
pub struct RunningHmac {
    inner: Sha256,
    outer: [u32; 8],
}

impl RunningMac for RunningHmac {
    fn update(&mut self, octets: &[u8]) {
        self.inner.feed(octets);
    }

    fn finish(mut self) -> [u8; 32] {
        self.inner.pad();
        let mut inner = octets(&self.inner.state);
        let mut outer = Sha256::after_block(self.outer);
        outer.feed(&inner);
        // KS-3: it may be a key that is reckoned.
        inner.zeroize();
        outer.finish()
    }
}

impl Drop for RunningHmac {
    fn drop(&mut self) {
        // KS-3
        self.outer.zeroize();
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

#[cfg(test)]
mod tests {
    use super::*;
    use ::hmac::{Hmac, KeyInit, Mac};
    use sha2::Sha256;

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
