//! The operating system's randomness, for everything that nobody may guess.
//!
//! The world's seed never reaches what is drawn here: two runs of one seed have the same people and other session keys.

use core::time::Duration;

use emis_core::random::{Random, RandomError};

/// Fills the whole slice. While the operating system has no randomness to give, it waits: a server that went on would
/// give out keys that can be guessed.
pub(super) fn fill(out: &mut [u8]) {
    while getrandom::fill(out).is_err() {
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// The same for the core.
#[derive(Debug)]
pub(super) struct OsRandom;

impl Random for OsRandom {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomError> {
        fill(out);
        Ok(())
    }
}
