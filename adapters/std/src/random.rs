//! The operating system's randomness.
//!
//! Easy to get wrong: there is no buffer and no generator of our own in between, because a process that forks, or a
//! copied virtual machine, must not repeat a nonce.

use emis_core::random::{Random, RandomError};

/// The operating system's random generator, called each time.
///
/// Soon after a machine's start it may block until the generator has been seeded.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsRandom;

impl Random for OsRandom {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomError> {
        getrandom::fill(out).map_err(|_| RandomError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // HS-2
    #[test]
    fn fills_the_whole_and_never_twice_the_same() {
        let (mut first, mut second) = ([0; 257], [0; 257]);
        OsRandom.fill(&mut first).unwrap();
        OsRandom.fill(&mut second).unwrap();
        assert_ne!(first, second);
        // Sixteen zero bytes in a row at the end come up by chance once in 2^128.
        assert_ne!(first[241..], [0; 16]);
        assert_eq!(OsRandom.fill(&mut []), Ok(()));
    }
}
