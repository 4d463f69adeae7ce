//! Conversions between the file's types and the core's.
//!
//! Easy to get wrong: the validation keys are derived from pre-shared keys each time, which takes 20,000 iterations.
//! Derive them once and store them with [`Credentials::set_keys`]; the pre-shared keys then need not be on the device
//! (protocol.md section 1).

use emis_core::crypto::Secret as Wiped;
use emis_core::handshake::Application;
use emis_core::profile::{OpenProfile, Profile, SoftwareKeys};
use emis_core::types::{self, ApplicationId, OdsCode, PatientRelationshipId, PatientRelationshipKey};

use super::{Credentials, Invalid, KeyPair, Keys, Relationship, Secret};

impl Credentials {
    /// The application, for sessions of the open profile.
    ///
    /// ```
    /// use emis_std::credentials::{Credentials, Keys, Secret};
    ///
    /// let keys = Keys::pre_shared(Secret::new(vec![7; 32]), Secret::new(vec![8; 32]))?;
    /// let id = "3f1c7a54-0d4e-4b7c-9a55-6a2f2a1b9c01";
    /// let mut credentials = Credentials::new(id, "https://practice.example/emis", keys)?;
    /// let application = credentials.application()?;
    /// assert_eq!(application.id.as_str(), id);
    ///
    /// // From now on without the pre-shared keys.
    /// credentials.set_keys(Keys::from(&application.keys));
    /// let again = credentials.application()?;
    /// assert!(again.keys.client_validation_key() == application.keys.client_validation_key());
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Invalid`], which names the member. Values that this module has read or created are always valid.
    pub fn application(&self) -> Result<Application<SoftwareKeys>, Invalid> {
        self.application_of::<OpenProfile>()
    }

    /// The application, for sessions of any profile.
    ///
    /// # Errors
    /// As for [`Credentials::application`].
    pub fn application_of<P: Profile>(&self) -> Result<Application<SoftwareKeys<P>>, Invalid> {
        let id = ApplicationId::parse(self.application_id())
            .map_err(|error| Invalid::new("application_id", error.rule()))?;
        let keys = match self.keys() {
            Keys::PreShared(pair) => SoftwareKeys::derive(pair.client(), pair.server(), &id)
                .map_err(|error| Invalid::new("pre_shared_keys", error.rule()))?,
            Keys::Validation(pair) => SoftwareKeys::from_validation_keys(
                validation_key(pair.client(), "validation_keys.client")?,
                validation_key(pair.server(), "validation_keys.server")?,
            ),
        };
        Ok(Application { id, keys })
    }
}

fn validation_key(bytes: &[u8], member: &'static str) -> Result<Wiped<32>, Invalid> {
    let mut key = Wiped::zero();
    if bytes.len() != 32 {
        return Err(Invalid::new(member, "32 bytes in base64"));
    }
    key.expose_mut().copy_from_slice(bytes);
    Ok(key)
}

/// The validation keys, for a file without the pre-shared keys.
impl<P: Profile> From<&SoftwareKeys<P>> for Keys {
    fn from(keys: &SoftwareKeys<P>) -> Self {
        let copy = |key: &Wiped<32>| Secret::from(&key.expose()[..]);
        Self::Validation(KeyPair {
            client: copy(keys.client_validation_key()),
            server: copy(keys.server_validation_key()),
        })
    }
}

impl Relationship {
    /// The relationship of a registration reply, to be stored.
    ///
    /// ```
    /// use emis_core::types::{self, OdsCode, PatientRelationshipId, PatientRelationshipKey};
    /// use emis_std::credentials::Relationship;
    ///
    /// let told = types::Relationship {
    ///     id: PatientRelationshipId::parse("7d3e9f")?,
    ///     key: PatientRelationshipKey::parse("as-the-registration-reply-gave-it")?,
    /// };
    /// let kept = Relationship::of(OdsCode::parse("A12345")?, &told);
    /// assert_eq!(kept.to_core()?.id, told.id);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(ods_code: OdsCode, relationship: &types::Relationship) -> Self {
        Self::from_validated(
            ods_code.as_str(),
            relationship.id.as_str(),
            Secret::from(relationship.key.expose()),
        )
    }

    /// The relationship, for a patient session; the pending key is left out.
    ///
    /// # Errors
    /// [`Invalid`], which names the member. Values that this module has read or created are always valid.
    pub fn to_core(&self) -> Result<types::Relationship, Invalid> {
        let id = PatientRelationshipId::parse(self.patient_relationship_id())
            .map_err(|error| Invalid::new("patient_relationship_id", error.rule()))?;
        let key = relationship_key(self.patient_relationship_key(), "patient_relationship_key")?;
        Ok(types::Relationship { id, key })
    }

    /// The pending key as core has it.
    ///
    /// # Errors
    /// [`Invalid`], as for [`Relationship::to_core`].
    pub fn pending_to_core(&self) -> Result<Option<PatientRelationshipKey>, Invalid> {
        self.pending_key().map(|key| relationship_key(key, "pending_key")).transpose()
    }
}

fn relationship_key(bytes: &[u8], member: &'static str) -> Result<PatientRelationshipKey, Invalid> {
    let invalid = |rule| Invalid::new(member, rule);
    let key = core::str::from_utf8(bytes).map_err(|_| invalid("16 to 128 characters of 0x21 to 0x7E"))?;
    PatientRelationshipKey::parse(key).map_err(|error| invalid(error.rule()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "3f1c7a54-0d4e-4b7c-9a55-6a2f2a1b9c01";

    #[test]
    fn both_ways_of_keeping_keys_give_the_same_application() {
        let (client, server) = (Secret::new(vec![1; 16]), Secret::new(vec![2; 128]));
        let keys = Keys::pre_shared(client, server).unwrap();
        let mut credentials = Credentials::new(ID, "https://x.example/", keys).unwrap();
        let first = credentials.application().unwrap();
        credentials.set_keys(Keys::from(&first.keys));
        assert!(matches!(credentials.keys(), Keys::Validation(_)));
        let second = credentials.application().unwrap();
        assert_eq!(first.id, second.id);
        assert!(first.keys.client_validation_key() == second.keys.client_validation_key());
        assert!(first.keys.server_validation_key() == second.keys.server_validation_key());
        assert!(first.keys.client_validation_key() != first.keys.server_validation_key());
    }

    #[test]
    fn a_relationship_comes_back_as_it_went() {
        let told = types::Relationship {
            id: PatientRelationshipId::parse("p-1").unwrap(),
            key: PatientRelationshipKey::parse("hunter2hunter2\"\\!").unwrap(),
        };
        let kept = Relationship::of(OdsCode::parse("A12345").unwrap(), &told);
        assert_eq!(kept.ods_code(), "A12345");
        let back = kept.to_core().unwrap();
        assert_eq!((back.id, back.key.expose()), (told.id, told.key.expose()));
    }

    #[test]
    fn errors_name_the_member_and_not_its_value() {
        let error = validation_key(b"hunter2", "validation_keys.server").unwrap_err();
        assert_eq!(error.to_string(), "validation_keys.server must be 32 bytes in base64");
    }
}
