//! Randomness out of a seed that the host gives: **for this test alone**.
//!
//! Easy to get wrong: the seed is enough to compute every key of the session. A device draws from its own generator, and
//! from nothing else: see the chapter on randomness in the chip's manual.

use emis_core::crypto::{Crypto, Hash as _, RustCrypto};
use emis_core::random::{Random, RandomError};

/// What a program that draws from it says first.
pub const WARNING: &str =
    "WARNING: randomness comes from a seed in visit.txt, which serves a test and nothing else";

/// SHA-256 of the seed and a counter.
pub struct HostSeeded {
    seed: [u8; 32],
    drawn: u32,
}

impl HostSeeded {
    pub fn new(seed: [u8; 32]) -> Self {
        Self { seed, drawn: 0 }
    }

    /// Another one, of which this one's bytes say nothing: the same ones must not be drawn twice.
    #[cfg(feature = "tls")]
    pub fn another(&mut self) -> Result<Self, RandomError> {
        let mut seed = [0; 32];
        self.fill(&mut seed)?;
        Ok(Self::new(seed))
    }
}

impl Random for HostSeeded {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomError> {
        for chunk in out.chunks_mut(32) {
            self.drawn = self.drawn.checked_add(1).ok_or(RandomError)?;
            let mut hash = <RustCrypto as Crypto>::Sha256::new();
            hash.update(&self.seed);
            hash.update(&self.drawn.to_be_bytes());
            chunk.iter_mut().zip(hash.finalize()).for_each(|(to, byte)| *to = byte);
        }
        Ok(())
    }
}
