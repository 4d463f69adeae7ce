//! PBKDF2-HMAC-SHA-256 in steps, so that a watchdog can be fed and a screen redrawn between them.
//!
//! The `pbkdf2` crate can only be run to its end. This computes the same function for one block of 32 bytes, on the two
//! hash states that an HMAC key leads to and that do not change from one iteration to the next. An iteration is then
//! exactly two compressions, which is the least that it can be.

use core::num::NonZeroU32;
use core::slice;

use hmac::{Hmac, KeyInit, Mac};
use sha2::block_api::compress256;
use sha2::{Digest, Sha256};
use zeroize::Zeroize;

use super::{Pbkdf2, Secret};

/// The initial state of SHA-256 (FIPS 180-4, 5.3.3), which the `sha2` crate keeps to itself.
const INITIAL: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// The second half of each block: the padding of a message of 96 bytes, which are the key's pad and the last `U`.
const PADDING: [u8; 32] = {
    let mut padding = [0; 32];
    padding[0] = 0x80;
    // 96 bytes are 768 bits.
    padding[30] = 3;
    padding
};

/// A PBKDF2 between two steps. See the module.
pub struct SteppedPbkdf2 {
    /// The hash states after the inner and the outer pad of the key (RFC 2104).
    inner: [u32; 8],
    outer: [u32; 8],
    /// The last `U` as the block that the next compression takes.
    block: [u8; 64],
    sum: [u32; 8],
    left: u32,
}

impl Pbkdf2 for SteppedPbkdf2 {
    fn start(password: &[&[u8]], salt: &[u8], iterations: NonZeroU32) -> Self {
        let mut key = block_key(password);
        let mut first = Hmac::<Sha256>::new(key.expose().into())
            .chain_update(salt)
            .chain_update([0, 0, 0, 1])
            .finalize()
            .into_bytes();
        let (inner_pad, outer_pad) = (0x36, 0x5c);
        let mut run = Self {
            inner: key_state(&mut key, inner_pad),
            // The key has the inner pad on it now.
            outer: key_state(&mut key, inner_pad ^ outer_pad),
            block: [0; 64],
            sum: [0; 8],
            left: iterations.get() - 1,
        };
        for (word, bytes) in run.sum.iter_mut().zip(first.as_chunks().0) {
            *word = u32::from_be_bytes(*bytes);
        }
        first.zeroize();
        run.block
            .as_chunks_mut()
            .0
            .iter_mut()
            .zip([[0; 32], PADDING])
            .for_each(|(half, bytes)| *half = bytes);
        put(&mut run.block, &run.sum);
        run
    }

    fn step(&mut self, budget: u32) -> u32 {
        let now = budget.max(1).min(self.left);
        let mut state = [0; 8];
        for _ in 0..now {
            for key in [&self.inner, &self.outer] {
                state = *key;
                compress256(&mut state, slice::from_ref(&self.block));
                put(&mut self.block, &state);
            }
            self.sum.iter_mut().zip(state).for_each(|(sum, word)| *sum ^= word);
        }
        state.zeroize();
        self.left -= now;
        self.left
    }

    fn finish(mut self) -> Secret<32> {
        self.step(self.left);
        let mut key = Secret::zero();
        put(key.expose_mut(), &self.sum);
        key
    }
}

/// The password as HMAC takes it (RFC 2104): filled up with zeros to a block, or its hash if it is longer than that.
fn block_key(password: &[&[u8]]) -> Secret<64> {
    let mut key = Secret::zero();
    let length = password.iter().fold(0usize, |length, part| length.saturating_add(part.len()));
    if length <= key.expose().len() {
        let bytes = password.iter().copied().flatten();
        key.expose_mut().iter_mut().zip(bytes).for_each(|(place, b)| *place = *b);
    } else {
        let mut hash = password.iter().fold(Sha256::new(), Digest::chain_update).finalize();
        key.expose_mut().iter_mut().zip(&hash).for_each(|(place, b)| *place = *b);
        hash.zeroize();
    }
    key
}

/// Puts a pad on the key, and gives the hash state that it leads to.
fn key_state(key: &mut Secret<64>, pad: u8) -> [u32; 8] {
    key.expose_mut().iter_mut().for_each(|b| *b ^= pad);
    let mut state = INITIAL;
    compress256(&mut state, slice::from_ref(key.expose()));
    state
}

/// Writes a state into the first 32 bytes.
fn put(bytes: &mut [u8], state: &[u32; 8]) {
    for (place, word) in bytes.as_chunks_mut().0.iter_mut().zip(state) {
        *place = word.to_be_bytes();
    }
}

impl Drop for SteppedPbkdf2 {
    fn drop(&mut self) {
        // KS-3
        self.inner.zeroize();
        self.outer.zeroize();
        self.block.zeroize();
        self.sum.zeroize();
    }
}

impl core::fmt::Debug for SteppedPbkdf2 {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("SteppedPbkdf2").field("left", &self.left).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_the_pbkdf2_crate_for_every_length_and_step() {
        let bytes: [u8; 200] = core::array::from_fn(|i| u8::try_from(i).unwrap().wrapping_mul(37));
        for length in (0..200).step_by(7).chain([63, 64, 65, 128]) {
            for iterations in [1, 2, 3, 10] {
                let (password, salt) = (&bytes[..length], &bytes[length / 2..length]);
                let expected: [u8; 32] =
                    ::pbkdf2::pbkdf2_hmac_array::<Sha256, 32>(password, salt, iterations);
                let (a, b) = password.split_at(length / 3);
                for budget in [0, 1, 2, 100] {
                    let mut run = SteppedPbkdf2::start(&[a, b], salt, NonZeroU32::new(iterations).unwrap());
                    run.step(budget);
                    assert_eq!(run.finish().expose(), &expected, "{length} {iterations} {budget}");
                }
            }
        }
    }

    #[test]
    fn steps_say_what_is_left() {
        let mut run = SteppedPbkdf2::start(&[b"password"], b"salt", NonZeroU32::new(10).unwrap());
        assert_eq!(run.step(4), 5);
        assert_eq!(run.step(4), 1);
        assert_eq!(run.step(4), 0);
        assert_eq!(run.step(4), 0);
        let expected: [u8; 32] = ::pbkdf2::pbkdf2_hmac_array::<Sha256, 32>(b"password", b"salt", 10);
        assert_eq!(run.finish().expose(), &expected);
    }
}
