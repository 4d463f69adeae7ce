//! Randomness and time that are the same every time.

use emis_core::client::Clock;
use emis_core::random::{Random, RandomError};
use emis_core::time::Time;

/// Bytes that anybody can guess: for measuring only.
#[derive(Debug)]
pub struct Guessable(pub u64);

impl Random for Guessable {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomError> {
        for byte in out {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = self.0.to_be_bytes()[0];
        }
        Ok(())
    }
}

/// A clock that stands still.
#[derive(Debug)]
pub struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> Time {
        Time::from_millis(0)
    }
}
