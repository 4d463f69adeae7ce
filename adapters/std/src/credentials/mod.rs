//! What a device must store between sessions, in one TOML file that other users cannot read.
//!
//! Easy to get wrong: save a change with [`Credentials::save`] before you make the call that it is for. Before
//! ResetAccountLinkageKey both keys are stored, and a pair from a registration reply is stored before the first session
//! with it (protocol.md section 4); what is only in memory is lost when the power fails.
//!
//! ```toml
//! application_id = "3f1c7a54-0d4e-4b7c-9a55-6a2f2a1b9c01"
//! endpoint = "https://practice.example/emis"
//!
//! # Either these, derived once from the pre-shared keys, 32 bytes each ...
//! [validation_keys]
//! client = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
//! server = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
//!
//! # ... or the pre-shared keys themselves, 16 to 128 bytes each.
//! # [pre_shared_keys]
//!
//! [[relationship]]
//! # The application's own name for the patient, by which the relationship is found again:
//! label = "customer-0042"
//! ods_code = "A12345"
//! patient_relationship_id = "7d3e9f"
//! patient_relationship_key = "kept-as-the-registration-reply-gave-it"
//! # The key after a reset, kept until its outcome is known:
//! # pending_key = "..."
//! # pending_session = "..."
//! # Whether both keys have been refused since:
//! # needs_registration = true
//! ```
//!
//! [`Credentials::application`] and [`Relationship::to_core`] give what the core needs; [`Relationship::of`] takes a
//! registration reply:
//!
//! ```no_run
//! use emis_core::handshake::SessionOptions;
//! use emis_core::profile::Version;
//! use emis_core::types::OdsCode;
//! use emis_std::credentials::Credentials;
//!
//! let credentials = Credentials::load("/var/lib/kiosk/credentials.toml")?;
//! let application = credentials.application()?;
//! let ods_code = OdsCode::parse("A12345")?;
//! // A practice has many patients: a relationship is found by the label that it was stored with.
//! if let Some(patient) = credentials.find(ods_code.as_str(), "customer-0042") {
//!     let relationship = patient.to_core()?;
//!     let begin = SessionOptions::negotiated(ods_code, Version::V2_1).for_patient(&relationship);
//!     # let _ = (&application, begin);
//! }
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! On Unix a file with permissions for its group or others is refused. Elsewhere the caller has to protect the file.

mod convert;
mod error;
mod file;
mod kept;
mod relationship;
mod secret;
mod text;

use core::fmt;

pub use error::{CredentialsError, Invalid, Problem};
pub use kept::CredentialsFile;
pub use relationship::Relationship;
pub use secret::Secret;

/// An application's identity, keys and endpoint, and its patients.
#[derive(Clone)]
pub struct Credentials {
    application_id: String,
    endpoint: String,
    keys: Keys,
    relationships: Vec<Relationship>,
}

/// The pair of keys of one application and environment (protocol.md section 1).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Keys {
    /// The pre-shared keys, 16 to 128 bytes each: the validation keys are still to be derived.
    PreShared(KeyPair),
    /// The validation keys `V_c` and `V_s`, 32 bytes each.
    Validation(KeyPair),
}

/// A client's and a server's key.
#[derive(Clone, Debug)]
pub struct KeyPair {
    client: Secret,
    server: Secret,
}

impl KeyPair {
    /// The client's key.
    #[must_use]
    pub fn client(&self) -> &[u8] {
        self.client.as_bytes()
    }

    /// The server's key.
    #[must_use]
    pub fn server(&self) -> &[u8] {
        self.server.as_bytes()
    }
}

impl Keys {
    /// The pre-shared keys.
    ///
    /// # Errors
    /// [`Invalid`] if one does not have 16 to 128 bytes.
    pub fn pre_shared(client: Secret, server: Secret) -> Result<Self, Invalid> {
        let right = |key: &Secret| (16..=128).contains(&key.as_bytes().len());
        Invalid::unless(right(&client), "pre_shared_keys.client", "16 to 128 bytes in base64")?;
        Invalid::unless(right(&server), "pre_shared_keys.server", "16 to 128 bytes in base64")?;
        Ok(Self::PreShared(KeyPair { client, server }))
    }

    /// The validation keys.
    ///
    /// # Errors
    /// [`Invalid`] if one does not have 32 bytes.
    pub fn validation(client: Secret, server: Secret) -> Result<Self, Invalid> {
        Invalid::unless(client.as_bytes().len() == 32, "validation_keys.client", "32 bytes in base64")?;
        Invalid::unless(server.as_bytes().len() == 32, "validation_keys.server", "32 bytes in base64")?;
        Ok(Self::Validation(KeyPair { client, server }))
    }
}

impl Credentials {
    /// Credentials without patients.
    ///
    /// # Errors
    /// [`Invalid`] if `application_id` is not a UUID in lower-case text, or `endpoint` does not have 1 to 2048 visible
    /// ASCII characters. The transport checks the rest of the endpoint.
    pub fn new(application_id: &str, endpoint: &str, keys: Keys) -> Result<Self, Invalid> {
        Invalid::unless(is_uuid(application_id), "application_id", "a UUID in lower-case text")?;
        let visible = endpoint.bytes().all(|byte| byte.is_ascii_graphic());
        let right = visible && (1..=2048).contains(&endpoint.len());
        Invalid::unless(right, "endpoint", "1 to 2048 visible ASCII characters")?;
        Ok(Self {
            application_id: application_id.to_owned(),
            endpoint: endpoint.to_owned(),
            keys,
            relationships: Vec::new(),
        })
    }

    /// The ApplicationId: a UUID in lower-case text.
    #[must_use]
    pub fn application_id(&self) -> &str {
        &self.application_id
    }

    /// The practices' endpoint.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The application's keys.
    #[must_use]
    pub const fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Replaces the keys, for example pre-shared keys by the validation keys derived from them.
    pub fn set_keys(&mut self, keys: Keys) {
        self.keys = keys;
    }

    /// The application's patients, in the file's order.
    #[must_use]
    pub fn relationships(&self) -> &[Relationship] {
        &self.relationships
    }

    /// The relationship of this practice that was stored with this label.
    #[must_use]
    pub fn find(&self, ods_code: &str, label: &str) -> Option<&Relationship> {
        self.relationships.iter().find(|known| known.ods_code() == ods_code && known.label() == Some(label))
    }

    /// Adds a relationship, or replaces the one with the same practice and id, or the same practice and label.
    pub fn set_relationship(&mut self, relationship: Relationship) {
        self.relationships.retain(|known| known.is_same(&relationship) || !known.has_label_of(&relationship));
        match self.relationships.iter_mut().find(|known| known.is_same(&relationship)) {
            Some(known) => *known = relationship,
            None => self.relationships.push(relationship),
        }
    }

    /// Removes the relationship of this practice and id; false if there is none.
    pub fn remove_relationship(&mut self, ods_code: &str, patient_relationship_id: &str) -> bool {
        let before = self.relationships.len();
        self.relationships.retain(|known| {
            known.ods_code() != ods_code || known.patient_relationship_id() != patient_relationship_id
        });
        self.relationships.len() < before
    }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        })
}

/// Shows no key, and no endpoint, because it may contain a password.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("application_id", &self.application_id)
            .field("relationships", &self.relationships.len())
            .finish_non_exhaustive()
    }
}
