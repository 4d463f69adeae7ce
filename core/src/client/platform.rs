//! What the device brings to the client.

use core::fmt;
use core::marker::PhantomData;

use crate::crypto::ValidationKeys;
use crate::profile::{OpenProfile, Profile};
use crate::random::Random;
use crate::time::Clock;

/// A device's clock and randomness, and which keys and which profile its client works with.
///
/// `emis-std` has one for operating systems, `StdPlatform`. A device implements it in a few lines, or puts its clock and
/// its randomness together as [`Parts`]:
///
/// ```
/// use emis_core::client::Platform;
/// use emis_core::profile::{OpenProfile, SoftwareKeys};
/// use emis_core::random::Random;
/// use emis_core::time::{Clock, Time};
///
/// struct Board<R> {
///     ticks: Ticks,
///     generator: R,
/// }
///
/// struct Ticks;
///
/// impl Clock for Ticks {
///     fn now(&self) -> Time {
///         Time::from_millis(0) // read a counter that runs while the device sleeps
///     }
/// }
///
/// impl<R: Random> Platform for Board<R> {
///     type Clock = Ticks;
///     type Random = R;
///     type Keys = SoftwareKeys;
///     type Profile = OpenProfile;
///
///     fn clock(&self) -> &Ticks {
///         &self.ticks
///     }
///
///     fn random(&mut self) -> &mut R {
///         &mut self.generator
///     }
/// }
/// ```
pub trait Platform {
    /// The clock by which sessions grow old.
    type Clock: Clock;
    /// The source of nonces and ephemeral keys.
    type Random: Random;
    /// What holds the application's validation keys.
    type Keys: ValidationKeys;
    /// The profile that is spoken.
    type Profile: Profile;

    /// The clock. It is the same one for the whole life of a session.
    fn clock(&self) -> &Self::Clock;

    /// The randomness.
    fn random(&mut self) -> &mut Self::Random;
}

impl<X: Platform + ?Sized> Platform for &mut X {
    type Clock = X::Clock;
    type Random = X::Random;
    type Keys = X::Keys;
    type Profile = X::Profile;

    fn clock(&self) -> &Self::Clock {
        (**self).clock()
    }

    fn random(&mut self) -> &mut Self::Random {
        (**self).random()
    }
}

/// A [`Platform`] of a clock and a randomness, for any keys and any profile.
pub struct Parts<C, R, K, P: Profile = OpenProfile> {
    clock: C,
    random: R,
    keys: PhantomData<fn() -> K>,
    profile: PhantomData<fn() -> P>,
}

impl<C: Clock, R: Random, K: ValidationKeys> Parts<C, R, K> {
    /// A platform of the open profile.
    pub const fn new(clock: C, random: R) -> Self {
        Self::with_profile(clock, random)
    }
}

impl<C: Clock, R: Random, K: ValidationKeys, P: Profile> Parts<C, R, K, P> {
    /// A platform of any profile.
    pub const fn with_profile(clock: C, random: R) -> Self {
        Self { clock, random, keys: PhantomData, profile: PhantomData }
    }
}

impl<C: Clock, R: Random, K: ValidationKeys, P: Profile> Platform for Parts<C, R, K, P> {
    type Clock = C;
    type Random = R;
    type Keys = K;
    type Profile = P;

    fn clock(&self) -> &C {
        &self.clock
    }

    fn random(&mut self) -> &mut R {
        &mut self.random
    }
}

impl<C, R, K, P: Profile> fmt::Debug for Parts<C, R, K, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A source of randomness may have its state in it.
        f.debug_struct("Parts").finish_non_exhaustive()
    }
}
