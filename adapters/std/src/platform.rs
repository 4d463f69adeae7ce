//! What an operating system brings to the client, in one piece.

use core::fmt;
use core::marker::PhantomData;

use emis_core::client::Platform;
use emis_core::crypto::ValidationKeys;
use emis_core::profile::{OpenProfile, Profile, SoftwareKeys};

use crate::{MonotonicClock, OsRandom};

/// The operating system's clock and randomness, for a client of the open profile with keys in memory unless it says
/// otherwise.
///
/// ```
/// use emis_core::client::Client;
/// use emis_core::transport::Transport;
/// use emis_std::StdPlatform;
///
/// type Kiosk<'b, T> = Client<'b, T, StdPlatform>;
/// # fn new<'b, T: Transport>(
/// #     application: emis_core::handshake::Application<emis_core::profile::SoftwareKeys>,
/// #     transport: T,
/// #     request: &'b mut [u8],
/// #     reply: &'b mut [u8],
/// # ) -> Kiosk<'b, T> {
/// Client::new(application, transport, StdPlatform::new(), request, reply)
/// # }
/// ```
pub struct StdPlatform<K = SoftwareKeys, P: Profile = OpenProfile> {
    clock: MonotonicClock,
    random: OsRandom,
    keys: PhantomData<fn() -> K>,
    profile: PhantomData<fn() -> P>,
}

impl<K: ValidationKeys> StdPlatform<K> {
    /// A platform of the open profile, for any keys.
    #[must_use]
    pub const fn new() -> Self {
        Self::with_profile()
    }
}

impl<K: ValidationKeys, P: Profile> StdPlatform<K, P> {
    /// A platform of any profile, for any keys.
    #[must_use]
    pub const fn with_profile() -> Self {
        Self { clock: MonotonicClock::new(), random: OsRandom, keys: PhantomData, profile: PhantomData }
    }
}

impl<K: ValidationKeys, P: Profile> Default for StdPlatform<K, P> {
    fn default() -> Self {
        Self::with_profile()
    }
}

impl<K: ValidationKeys, P: Profile> Platform for StdPlatform<K, P> {
    type Clock = MonotonicClock;
    type Random = OsRandom;
    type Keys = K;
    type Profile = P;

    fn clock(&self) -> &MonotonicClock {
        &self.clock
    }

    fn random(&mut self) -> &mut OsRandom {
        &mut self.random
    }
}

impl<K, P: Profile> fmt::Debug for StdPlatform<K, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StdPlatform").finish_non_exhaustive()
    }
}
