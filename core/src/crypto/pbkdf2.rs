//! PBKDF2-HMAC-SHA-256 that can be done in steps, so that a watchdog or a screen can breathe.
//!
//! The `pbkdf2` crate can only be run to its end; this is the same function for one block of 32 octets (tested
//! against that crate), on the two hash states of HMAC that do not change from one iteration to the next. An
//! iteration is then exactly two compressions, which is the least that it can be.

use core::num::NonZeroU32;

use sha2::block_api::compress256;
use zeroize::Zeroize;

use super::hmac::{HmacKey, padded};
use super::sha256::{octets, put};
use super::{MacKey, Secret, Stretch};

/// A running PBKDF2. See the module.
pub struct Pbkdf2 {
    key: HmacKey,
    /// The last `U` as the block that the next compression takes: 32 octets, then the padding of a message of 96.
    block: [u8; 64],
    sum: [u32; 8],
    left: u32,
}

impl Stretch for Pbkdf2 {
    #[inline(never)]
    fn start(password: &[&[u8]], salt: &[u8], iterations: NonZeroU32) -> Self {
        let key = HmacKey::of(password);
        let mut first = key.mac(&[salt, &1u32.to_be_bytes()]);
        let mut block = padded();
        block.iter_mut().zip(first).for_each(|(place, b)| *place = b);
        let mut sum = [0; 8];
        for (word, octets) in sum.iter_mut().zip(first.as_chunks::<4>().0) {
            *word = u32::from_be_bytes(*octets);
        }
        first.zeroize();
        Self { key, block, sum, left: iterations.get() - 1 }
    }

    fn step(&mut self, budget: u32) -> u32 {
        for _ in 0..budget.max(1).min(self.left) {
            let mut state = self.key.inner;
            compress256(&mut state, core::slice::from_ref(&self.block));
            put(&mut self.block, &state);
            state = self.key.outer;
            compress256(&mut state, core::slice::from_ref(&self.block));
            put(&mut self.block, &state);
            self.sum.iter_mut().zip(state).for_each(|(sum, word)| *sum ^= word);
            self.left -= 1;
        }
        self.left
    }

    fn finish(mut self) -> Secret<32> {
        while self.left > 0 {
            self.step(self.left);
        }
        Secret::new(octets(&self.sum))
    }
}

impl Drop for Pbkdf2 {
    fn drop(&mut self) {
        // KS-3
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
    use sha2::Sha256;

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
