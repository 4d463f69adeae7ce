//! The operating system's randomness, for everything that must be unpredictable.
//!
//! It is independent of the world's seed: two runs of one seed have the same people and different session keys.

use core::time::Duration;

use emis_core::random::{Random, RandomError};

/// Fills the whole slice. If the operating system has no randomness, it waits, because the server must not give out
/// predictable keys.
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
