//! What the device brings to the client.

use core::fmt;

use embassy_time::Instant;
use emis_core::client::Platform;
use emis_core::profile::OpenProfile;
use emis_core::profile::SoftwareKeys;
use emis_core::random::Random;
use emis_core::time::{Clock, Time};

/// Embassy's clock. Its time driver has to be one that runs on while the chip sleeps, such as a real-time counter.
#[derive(Clone, Copy, Debug)]
pub struct Ticks;

impl Clock for Ticks {
    fn now(&self) -> Time {
        Time::from_millis(Instant::now().as_millis())
    }
}

/// A device with a generator of true random numbers, and with its validation keys in memory. One with a secure element
/// names that as its `Keys`.
pub struct Board<R> {
    generator: R,
}

impl<R: Random> Board<R> {
    /// A device with this generator.
    pub const fn new(generator: R) -> Self {
        Self { generator }
    }
}

impl<R: Random> Platform for Board<R> {
    type Clock = Ticks;
    type Random = R;
    type Keys = SoftwareKeys;
    type Profile = OpenProfile;

    fn clock(&self) -> &Ticks {
        &Ticks
    }

    fn random(&mut self) -> &mut R {
        &mut self.generator
    }
}

impl<R> fmt::Debug for Board<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Board").finish_non_exhaustive()
    }
}
