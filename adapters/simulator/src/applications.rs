//! The third-party applications of the practices, and their keys.
//!
//! They come from the seed, so a run can be repeated. So they are not secret, which a practice end for tests and
//! demonstrations does not need.

use std::sync::OnceLock;

use emis_core::crypto::Secret;
use emis_core::error::InvalidValue;
use emis_core::handshake;
use emis_core::profile::SoftwareKeys;
use emis_core::types::ApplicationId;

use crate::world::Mix;

/// How many there are: one for all users, and another to test that applications cannot use each other's relationships.
const COUNT: u64 = 2;

/// An application, as it is provisioned at both ends.
#[derive(Debug)]
pub struct Application {
    id: ApplicationId,
    client_pre_shared_key: [u8; 32],
    server_pre_shared_key: [u8; 32],
    /// It takes 20,000 iterations to derive them, which most tests need for one application only.
    keys: OnceLock<SoftwareKeys>,
}

impl Application {
    fn generate(seed: u64, number: u64) -> Result<Self, InvalidValue> {
        let mut mix = Mix::new(seed, &[11, number]);
        let mut key = || core::array::from_fn(|_| mix.number().to_be_bytes()[0]);
        let (client_pre_shared_key, server_pre_shared_key) = (key(), key());
        let id = ApplicationId::parse(&mix.guid())?;
        Ok(Self { id, client_pre_shared_key, server_pre_shared_key, keys: OnceLock::new() })
    }

    /// All of a world's applications. The first is the one that the simulator prints.
    pub(crate) fn all(seed: u64) -> Result<Vec<Self>, InvalidValue> {
        (0..COUNT).map(|number| Self::generate(seed, number)).collect()
    }

    /// Its identifier.
    #[must_use]
    pub fn id(&self) -> &ApplicationId {
        &self.id
    }

    /// `PSK_c`.
    #[must_use]
    pub fn client_pre_shared_key(&self) -> &[u8] {
        &self.client_pre_shared_key
    }

    /// `PSK_s`.
    #[must_use]
    pub fn server_pre_shared_key(&self) -> &[u8] {
        &self.server_pre_shared_key
    }

    /// The validation keys, derived when they are first asked for.
    #[must_use]
    pub fn keys(&self) -> &SoftwareKeys {
        self.keys.get_or_init(|| {
            SoftwareKeys::derive(&self.client_pre_shared_key, &self.server_pre_shared_key, &self.id)
                // Keys of 32 bytes are never refused.
                .unwrap_or_else(|_| SoftwareKeys::from_validation_keys(Secret::zero(), Secret::zero()))
        })
    }

    /// The application with its keys, as a client is provisioned with it.
    #[must_use]
    pub fn to_core(&self) -> handshake::Application<SoftwareKeys> {
        let keys = self.keys();
        let (client, server) = (keys.client_validation_key(), keys.server_validation_key());
        let keys = SoftwareKeys::from_validation_keys(client.clone_secret(), server.clone_secret());
        handshake::Application { id: self.id, keys }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // APP-7: one pair serves one application, and no other environment.
    #[test]
    fn no_two_applications_share_a_key() {
        let mut keys = Vec::new();
        for seed in 0..3 {
            for application in Application::all(seed).unwrap() {
                keys.push(application.client_pre_shared_key);
                keys.push(application.server_pre_shared_key);
            }
        }
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!((keys.len(), count), (12, 12));
    }
}
