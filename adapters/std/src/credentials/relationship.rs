//! One patient at one practice, as the application knows them.
//!
//! The one thing that a reader would get wrong: a pending key is not the newer key. Until the outcome of the reset
//! is known both may be right, and only the next session tells (protocol.md section 4, "Reset").

use core::fmt;

use super::{Invalid, Secret};

const KEY_RULE: &str = "16 to 128 characters of 0x21 to 0x7E";

/// A PatientRelationshipId with its key (protocol.md section 1), and the key of a reset that is on its way.
#[derive(Clone)]
pub struct Relationship {
    ods_code: String,
    patient_relationship_id: String,
    key: Secret,
    pending_key: Option<Secret>,
}

impl Relationship {
    /// A relationship as a registration reply gives it.
    ///
    /// # Errors
    /// [`Invalid`] if `ods_code` has not 3 to 10 characters of `A-Z 0-9`, the id not 1 to 64 of `A-Z a-z 0-9 -`, or
    /// the key not 16 to 128 octets of 0x21 to 0x7E.
    pub fn new(ods_code: &str, patient_relationship_id: &str, key: Secret) -> Result<Self, Invalid> {
        let practice = (3..=10).contains(&ods_code.len())
            && ods_code.bytes().all(|octet| octet.is_ascii_uppercase() || octet.is_ascii_digit());
        Invalid::unless(practice, "ods_code", "3 to 10 characters of A-Z 0-9")?;
        let id = (1..=64).contains(&patient_relationship_id.len())
            && patient_relationship_id.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-');
        Invalid::unless(id, "patient_relationship_id", "1 to 64 characters of A-Z a-z 0-9 -")?;
        Invalid::unless(is_key(&key), "patient_relationship_key", KEY_RULE)?;
        Ok(Self {
            ods_code: ods_code.to_owned(),
            patient_relationship_id: patient_relationship_id.to_owned(),
            key,
            pending_key: None,
        })
    }

    /// From values that the core has judged already: nothing of them can break a rule here.
    pub(super) fn from_judged(ods_code: &str, patient_relationship_id: &str, key: Secret) -> Self {
        Self {
            ods_code: ods_code.to_owned(),
            patient_relationship_id: patient_relationship_id.to_owned(),
            key,
            pending_key: None,
        }
    }

    /// The practice: 3 to 10 characters of `A-Z 0-9`.
    #[must_use]
    pub fn ods_code(&self) -> &str {
        &self.ods_code
    }

    /// The PatientRelationshipId: 1 to 64 characters of `A-Z a-z 0-9 -`.
    #[must_use]
    pub fn patient_relationship_id(&self) -> &str {
        &self.patient_relationship_id
    }

    /// The PatientRelationshipKey: 16 to 128 octets of 0x21 to 0x7E.
    #[must_use]
    pub fn patient_relationship_key(&self) -> &[u8] {
        self.key.as_bytes()
    }

    /// The key that holds if the reset on its way has been carried out.
    #[must_use]
    pub fn pending_key(&self) -> Option<&[u8]> {
        self.pending_key.as_ref().map(Secret::as_bytes)
    }

    /// Keeps the next key beside the present one, before ResetAccountLinkageKey is sent.
    ///
    /// # Errors
    /// [`Invalid`] if it has not 16 to 128 octets of 0x21 to 0x7E; nothing is changed then.
    pub fn set_pending_key(&mut self, key: Secret) -> Result<(), Invalid> {
        Invalid::unless(is_key(&key), "pending_key", KEY_RULE)?;
        self.pending_key = Some(key);
        Ok(())
    }

    /// The reset was carried out: the pending key is the key. False if there is none.
    pub fn accept_pending_key(&mut self) -> bool {
        self.pending_key.take().map(|key| self.key = key).is_some()
    }

    /// The reset was not carried out and never will be: the pending key is forgotten. False if there is none.
    pub fn drop_pending_key(&mut self) -> bool {
        self.pending_key.take().is_some()
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.ods_code == other.ods_code && self.patient_relationship_id == other.patient_relationship_id
    }
}

fn is_key(key: &Secret) -> bool {
    let octets = key.as_bytes();
    (16..=128).contains(&octets.len()) && octets.iter().all(u8::is_ascii_graphic)
}

/// Shows no id: it stands for a patient.
impl fmt::Debug for Relationship {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Relationship")
            .field("ods_code", &self.ods_code)
            .field("has_pending_key", &self.pending_key.is_some())
            .finish_non_exhaustive()
    }
}
