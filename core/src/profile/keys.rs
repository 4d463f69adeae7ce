//! Validation keys that software holds: derived from the pre-shared keys as the profile says, and kept in memory.

use core::fmt;
use core::marker::PhantomData;
use core::num::NonZeroU32;

use super::schedule::{Fields, labels};
use super::{OpenProfile, Profile};
use crate::crypto::{Crypto, KeyUnavailable, Mac, Secret, ValidationKeys};
use crate::error::{InvalidValue, Rule};
use crate::random::{Random, RandomError};
use crate::types::ApplicationId;

/// The bounds of a pre-shared key, in bytes (protocol.md section 1).
pub const PRE_SHARED_KEY_LENGTH: core::ops::RangeInclusive<usize> = 16..=128;

/// Validation keys in memory, wiped when dropped.
pub struct SoftwareKeys<P: Profile = OpenProfile> {
    client: Secret<32>,
    server: Secret<32>,
    profile: PhantomData<fn() -> P>,
}

impl<P: Profile> SoftwareKeys<P> {
    /// Derives the keys from the pre-shared keys. This takes 20,000 iterations of PBKDF2: do it once and keep the result
    /// (protocol.md section 1: devices are provisioned with the validation keys).
    ///
    /// # Errors
    /// [`InvalidValue`] if a pre-shared key is not 16 to 128 bytes long.
    pub fn derive(
        client_pre_shared_key: &[u8],
        server_pre_shared_key: &[u8],
        application: &ApplicationId,
    ) -> Result<Self, InvalidValue> {
        for key in [client_pre_shared_key, server_pre_shared_key] {
            if !PRE_SHARED_KEY_LENGTH.contains(&key.len()) {
                return Err(InvalidValue::new(Rule::PreSharedKey));
            }
        }
        let derive = |key: &[u8], label: &'static str| {
            let mut salt = [0; 128];
            let mut writer = Fields::new(&mut salt);
            writer.put(label.as_bytes());
            writer.put(application.as_str().as_bytes());
            let length = writer.length();
            let salt = salt.get(..length).unwrap_or_default();
            let iterations = NonZeroU32::new(P::VALIDATION_ITERATIONS).unwrap_or(NonZeroU32::MIN);
            P::Crypto::pbkdf2(key, salt, iterations)
        };
        Ok(Self::from_validation_keys(
            derive(client_pre_shared_key, labels::<P>().client_validation),
            derive(server_pre_shared_key, labels::<P>().server_validation),
        ))
    }

    /// Takes validation keys that were derived before.
    #[must_use]
    pub fn from_validation_keys(client: Secret<32>, server: Secret<32>) -> Self {
        Self { client, server, profile: PhantomData }
    }

    /// `V_c`, for provisioning a device.
    #[must_use]
    pub fn client_validation_key(&self) -> &Secret<32> {
        &self.client
    }

    /// `V_s`, for provisioning a device.
    #[must_use]
    pub fn server_validation_key(&self) -> &Secret<32> {
        &self.server
    }

    fn mac(key: &Secret<32>, data: &[u8]) -> Secret<32> {
        Secret::new(<P::Crypto as Crypto>::Mac::of(key.expose(), &[data]))
    }
}

impl<P: Profile> ValidationKeys for SoftwareKeys<P> {
    fn client_mac(&self, data: &[u8]) -> Result<Secret<32>, KeyUnavailable> {
        Ok(Self::mac(&self.client, data))
    }

    fn server_mac(&self, data: &[u8]) -> Result<Secret<32>, KeyUnavailable> {
        Ok(Self::mac(&self.server, data))
    }
}

impl<P: Profile> fmt::Debug for SoftwareKeys<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SoftwareKeys(redacted)")
    }
}

/// Random validation keys, for an ApplicationId that the server does not know. The work is the same, and they verify
/// no MAC, because they are drawn anew.
#[derive(Debug)]
pub struct DummyKeys<P: Profile = OpenProfile>(SoftwareKeys<P>);

impl<P: Profile> DummyKeys<P> {
    /// Draws the keys.
    ///
    /// # Errors
    /// [`RandomError`] if the source has none to give.
    pub fn random(random: &mut impl Random) -> Result<Self, RandomError> {
        let (mut client, mut server) = (Secret::zero(), Secret::zero());
        random.fill(client.expose_mut())?;
        random.fill(server.expose_mut())?;
        Ok(Self(SoftwareKeys::from_validation_keys(client, server)))
    }
}

impl<P: Profile> ValidationKeys for DummyKeys<P> {
    fn client_mac(&self, data: &[u8]) -> Result<Secret<32>, KeyUnavailable> {
        self.0.client_mac(data)
    }

    fn server_mac(&self, data: &[u8]) -> Result<Secret<32>, KeyUnavailable> {
        self.0.server_mac(data)
    }
}
