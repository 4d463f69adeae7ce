//! What a device must remember between sessions, in one TOML file that nobody else may read.
//!
//! The one thing that a reader would get wrong: [`Credentials::save`] must have returned before the call that the
//! change is for is made. Before ResetAccountLinkageKey both keys are stored, and a pair from a registration reply
//! is stored before the first session with it (protocol.md section 4); what is only in memory is lost at the worst
//! moment.
//!
//! ```toml
//! application_id = "3f1c7a54-0d4e-4b7c-9a55-6a2f2a1b9c01"
//! endpoint = "https://practice.example/emis"
//!
//! # Either these, derived once from the pre-shared keys, 32 octets each ...
//! [validation_keys]
//! client = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
//! server = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
//!
//! # ... or the pre-shared keys themselves, 16 to 128 octets each.
//! # [pre_shared_keys]
//!
//! [[relationship]]
//! ods_code = "A12345"
//! patient_relationship_id = "7d3e9f"
//! patient_relationship_key = "kept-as-the-registration-reply-gave-it"
//! # The key after a reset that is on its way, kept until the outcome is known:
//! # pending_key = "..."
//! ```
//!
//! What the core wants of it comes from [`Credentials::application`] and [`Relationship::to_core`]; what a registration
//! reply gives goes back by [`Relationship::of`]:
//!
//! ```no_run
//! use emis_core::handshake::Begin;
//! use emis_core::profile::Version;
//! use emis_core::types::OdsCode;
//! use emis_std::credentials::Credentials;
//!
//! let credentials = Credentials::load("/var/lib/kiosk/credentials.toml")?;
//! let application = credentials.application()?;
//! let ods_code = OdsCode::parse("A12345")?;
//! let patient = credentials.relationships().iter().find(|known| known.ods_code() == ods_code.as_str());
//! if let Some(patient) = patient {
//!     let relationship = patient.to_core()?;
//!     let begin = Begin::at_highest(ods_code, Version::V2_1).for_patient(&relationship);
//!     # let _ = (&application, begin);
//! }
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! On Unix a file that its group or others can touch is refused. Elsewhere the file's protection is the caller's.

mod convert;
mod error;
mod file;
mod relationship;
mod secret;
mod text;

use core::fmt;

pub use error::{CredentialsError, Invalid, Problem};
pub use relationship::Relationship;
pub use secret::Secret;

/// An application's identity, its keys, where it calls, and the patients that it knows.
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
    /// The pre-shared keys, 16 to 128 octets each: the validation keys are still to be derived.
    PreShared(KeyPair),
    /// The validation keys `V_c` and `V_s`, 32 octets each.
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
    /// [`Invalid`] if one has not 16 to 128 octets.
    pub fn pre_shared(client: Secret, server: Secret) -> Result<Self, Invalid> {
        let right = |key: &Secret| (16..=128).contains(&key.as_bytes().len());
        Invalid::unless(right(&client), "pre_shared_keys.client", "16 to 128 octets in base64")?;
        Invalid::unless(right(&server), "pre_shared_keys.server", "16 to 128 octets in base64")?;
        Ok(Self::PreShared(KeyPair { client, server }))
    }

    /// The validation keys.
    ///
    /// # Errors
    /// [`Invalid`] if one has not 32 octets.
    pub fn validation(client: Secret, server: Secret) -> Result<Self, Invalid> {
        Invalid::unless(client.as_bytes().len() == 32, "validation_keys.client", "32 octets in base64")?;
        Invalid::unless(server.as_bytes().len() == 32, "validation_keys.server", "32 octets in base64")?;
        Ok(Self::Validation(KeyPair { client, server }))
    }
}

impl Credentials {
    /// Credentials that know no patient yet.
    ///
    /// # Errors
    /// [`Invalid`] if `application_id` is no UUID in lower-case text, or `endpoint` has not 1 to 2048 visible ASCII
    /// characters. What the endpoint means is its transport's affair.
    pub fn new(application_id: &str, endpoint: &str, keys: Keys) -> Result<Self, Invalid> {
        Invalid::unless(is_uuid(application_id), "application_id", "a UUID in lower-case text")?;
        let visible = endpoint.bytes().all(|octet| octet.is_ascii_graphic());
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

    /// Where the practices are reached.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The application's keys.
    #[must_use]
    pub const fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Exchanges the keys, such as pre-shared ones for the validation keys derived from them.
    pub fn set_keys(&mut self, keys: Keys) {
        self.keys = keys;
    }

    /// The patients that the application knows, in the file's order.
    #[must_use]
    pub fn relationships(&self) -> &[Relationship] {
        &self.relationships
    }

    /// Adds a relationship, or puts it in the place of the one with the same practice and id.
    pub fn set_relationship(&mut self, relationship: Relationship) {
        match self.relationships.iter_mut().find(|known| known.is_same(&relationship)) {
            Some(known) => *known = relationship,
            None => self.relationships.push(relationship),
        }
    }

    /// Forgets the relationship of this practice and id; false if there is none.
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
        && text.bytes().enumerate().all(|(at, octet)| match at {
            8 | 13 | 18 | 23 => octet == b'-',
            _ => matches!(octet, b'0'..=b'9' | b'a'..=b'f'),
        })
}

/// Shows no key and no endpoint, which some people put a password into.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("application_id", &self.application_id)
            .field("relationships", &self.relationships.len())
            .finish_non_exhaustive()
    }
}
