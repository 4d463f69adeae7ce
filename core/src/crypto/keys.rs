//! The validation keys: what proves which application it is, on both sides.
//!
//! They are used only as HMAC-SHA-256 keys, so whatever can compute an HMAC without giving its key away (a TPM, a
//! PKCS#11 token, a secure element) can hold them: implement [`ValidationKeys`] for it.

use core::fmt;
use core::marker::PhantomData;
use core::num::NonZeroU32;

use super::{Crypto, MacKey, Secret, Stretch};
use crate::error::{InvalidValue, Rule};
use crate::profile::{OpenProfile, Profile, schedule};
use crate::types::ApplicationId;

/// The bounds of a pre-shared key, in octets (protocol.md section 1).
pub const PRE_SHARED_KEY_LENGTH: core::ops::RangeInclusive<usize> = 16..=128;

/// The two validation keys, of which only HMACs can be had.
pub trait ValidationKeys {
    /// HMAC-SHA-256 under the client validation key `V_c`.
    ///
    /// # Errors
    /// [`KeyUnavailable`] if what holds the key does not answer.
    fn client_mac(&self, data: &[u8]) -> Result<Secret<32>, KeyUnavailable>;

    /// HMAC-SHA-256 under the server validation key `V_s`.
    ///
    /// # Errors
    /// [`KeyUnavailable`] if what holds the key does not answer.
    fn server_mac(&self, data: &[u8]) -> Result<Secret<32>, KeyUnavailable>;
}

impl<K: ValidationKeys + ?Sized> ValidationKeys for &K {
    fn client_mac(&self, data: &[u8]) -> Result<Secret<32>, KeyUnavailable> {
        (**self).client_mac(data)
    }

    fn server_mac(&self, data: &[u8]) -> Result<Secret<32>, KeyUnavailable> {
        (**self).server_mac(data)
    }
}

/// What holds the validation keys did not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUnavailable;

impl fmt::Display for KeyUnavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the validation keys cannot be used: check the token or secure element that holds them")
    }
}

impl core::error::Error for KeyUnavailable {}

/// Validation keys in memory, wiped when dropped.
pub struct SoftwareKeys<P: Profile = OpenProfile> {
    client: Secret<32>,
    server: Secret<32>,
    profile: PhantomData<fn() -> P>,
}

impl<P: Profile> SoftwareKeys<P> {
    /// Derives them from the pre-shared keys. This takes 20,000 iterations of PBKDF2: do it once and keep the result
    /// (protocol.md section 1: devices are provisioned with the validation keys).
    ///
    /// # Errors
    /// [`InvalidValue`] if a pre-shared key is not 16 to 128 octets long.
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
            let mut writer = schedule::Fields::new(&mut salt);
            writer.put(label.as_bytes());
            writer.put(application.as_str().as_bytes());
            let length = writer.length();
            let salt = salt.get(..length).unwrap_or_default();
            let iterations = NonZeroU32::new(P::VALIDATION_ITERATIONS).unwrap_or(NonZeroU32::MIN);
            <P::Crypto as Crypto>::Pbkdf2::start(&[key], salt, iterations).finish()
        };
        Ok(Self::from_validation_keys(
            derive(client_pre_shared_key, P::LABELS.client_validation),
            derive(server_pre_shared_key, P::LABELS.server_validation),
        ))
    }

    /// From validation keys that were derived before.
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
        Secret::new(<P::Crypto as Crypto>::MacKey::new(key.expose()).mac(&[data]))
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

/// Keys for an ApplicationId that the server does not know: the work is the same, and no one can have made a MAC
/// that they verify, because they are drawn anew.
#[derive(Debug)]
pub struct DummyKeys<P: Profile = OpenProfile>(SoftwareKeys<P>);

impl<P: Profile> DummyKeys<P> {
    /// Draws them.
    ///
    /// # Errors
    /// [`RandomError`](crate::random::RandomError) if the source has none to give.
    pub fn random(random: &mut impl crate::random::Random) -> Result<Self, crate::random::RandomError> {
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
