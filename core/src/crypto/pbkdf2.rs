//! PBKDF2-HMAC-SHA-256 that can be done in steps, so that a watchdog or a screen can breathe.
//!
//! The `pbkdf2` crate can only be run to its end; this is the same function for one block of 32 octets (tested
//! against that crate), on the two hash states of HMAC that do not change from one iteration to the next. An
//! iteration is then exactly two compressions, which is the least that it can be.

use core::num::NonZeroU32;

use sha2::block_api::compress256;
use sha2::{Digest, Sha256};
use zeroize::Zeroize;

use super::{Secret, Stretch};

/// SHA-256's initial state (FIPS 180-4, 5.3.3).
const INITIAL: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// A running PBKDF2. See the module.
pub struct Pbkdf2 {
    inner: [u32; 8],
    outer: [u32; 8],
    /// The last `U` as the block that the next compression takes: 32 octets, then the padding of a message of 96.
    block: [u8; 64],
    sum: [u32; 8],
    left: u32,
}

/// The padding of a message whose last block has 32 octets of content: 64 octets of key pad, and 32.
const fn padded() -> [u8; 64] {
    let mut block = [0; 64];
    block[32] = 0x80;
    // 96 octets are 768 bits.
    block[62] = 3;
    block
}

fn put(block: &mut [u8; 64], state: &[u32; 8]) {
    for (place, word) in block.chunks_exact_mut(4).zip(state) {
        place.copy_from_slice(&word.to_be_bytes());
    }
}

fn words(octets: [u8; 32]) -> [u32; 8] {
    let mut words = [0; 8];
    for (word, octets) in words.iter_mut().zip(octets.chunks_exact(4)) {
        *word = octets.iter().fold(0, |word, b| word << 8 | u32::from(*b));
    }
    words
}

impl Pbkdf2 {
    /// One HMAC of the 32 octets in the block, into the block.
    fn iterate(&mut self) -> [u32; 8] {
        let mut state = self.inner;
        compress256(&mut state, core::slice::from_ref(&self.block));
        put(&mut self.block, &state);
        state = self.outer;
        compress256(&mut state, core::slice::from_ref(&self.block));
        put(&mut self.block, &state);
        state
    }
}

impl Stretch for Pbkdf2 {
    fn start(password: &[&[u8]], salt: &[u8], iterations: NonZeroU32) -> Self {
        let mut key = [0u8; 64];
        let length = password.iter().fold(0usize, |n, part| n.saturating_add(part.len()));
        if length > key.len() {
            let mut hash = Sha256::new();
            password.iter().for_each(|part| hash.update(part));
            let mut digest: [u8; 32] = hash.finalize().into();
            key.iter_mut().zip(digest).for_each(|(place, b)| *place = b);
            digest.zeroize();
        } else {
            key.iter_mut().zip(password.iter().copied().flatten()).for_each(|(place, b)| *place = *b);
        }
        let mut pad = key.map(|b| b ^ 0x36);
        let mut inner = INITIAL;
        compress256(&mut inner, core::slice::from_ref(&pad));
        // The first HMAC is of the salt and the block's number, of any length, so the hash is fed its whole message.
        let mut hash = Sha256::new();
        hash.update(pad);
        hash.update(salt);
        hash.update(1u32.to_be_bytes());
        let mut digest: [u8; 32] = hash.finalize().into();
        pad = key.map(|b| b ^ 0x5c);
        let mut outer = INITIAL;
        compress256(&mut outer, core::slice::from_ref(&pad));
        let mut block = padded();
        put(&mut block, &words(digest));
        let mut sum = outer;
        compress256(&mut sum, core::slice::from_ref(&block));
        put(&mut block, &sum);
        key.zeroize();
        pad.zeroize();
        digest.zeroize();
        Self { inner, outer, block, sum, left: iterations.get() - 1 }
    }

    fn step(&mut self, budget: u32) -> u32 {
        for _ in 0..budget.max(1).min(self.left) {
            let state = self.iterate();
            self.sum.iter_mut().zip(state).for_each(|(sum, word)| *sum ^= word);
            self.left -= 1;
        }
        self.left
    }

    fn finish(mut self) -> Secret<32> {
        while self.left > 0 {
            self.step(self.left);
        }
        let mut secret = Secret::zero();
        for (place, word) in secret.expose_mut().chunks_exact_mut(4).zip(self.sum) {
            place.copy_from_slice(&word.to_be_bytes());
        }
        secret
    }
}

impl Drop for Pbkdf2 {
    fn drop(&mut self) {
        self.inner.zeroize();
        self.outer.zeroize();
        self.block.zeroize();
        self.sum.zeroize();
    }
}

impl core::fmt::Debug for Pbkdf2 {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Pbkdf2").field("left", &self.left).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_the_pbkdf2_crate_for_every_length_and_step() {
        let octets: [u8; 200] = core::array::from_fn(|i| u8::try_from(i).unwrap().wrapping_mul(37));
        for length in (0..200).step_by(7).chain([63, 64, 65, 128]) {
            for iterations in [1, 2, 3, 10] {
                let (password, salt) = (&octets[..length], &octets[length / 2..length]);
                let expected: [u8; 32] =
                    ::pbkdf2::pbkdf2_hmac_array::<Sha256, 32>(password, salt, iterations);
                let (a, b) = password.split_at(length / 3);
                for budget in [0, 1, 2, 100] {
                    let mut run = Pbkdf2::start(&[a, b], salt, NonZeroU32::new(iterations).unwrap());
                    run.step(budget);
                    assert_eq!(run.finish().expose(), &expected, "{length} {iterations} {budget}");
                }
            }
        }
    }

    #[test]
    fn steps_say_what_is_left() {
        let mut run = Pbkdf2::start(&[b"password"], b"salt", NonZeroU32::new(10).unwrap());
        assert_eq!(run.step(4), 5);
        assert_eq!(run.step(4), 1);
        assert_eq!(run.step(4), 0);
        assert_eq!(run.step(4), 0);
        let expected: [u8; 32] = ::pbkdf2::pbkdf2_hmac_array::<Sha256, 32>(b"password", b"salt", 10);
        assert_eq!(run.finish().expose(), &expected);
    }
}
