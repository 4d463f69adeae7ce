//! One patient at one practice, as the application knows them.
//!
//! Easy to get wrong: a pending key is not the newer key. Until the outcome of the reset is known, either may be right;
//! the next session shows which (protocol.md section 4, "Reset").

use core::fmt;

use super::{Invalid, Secret};

const KEY_RULE: &str = "16 to 128 characters of 0x21 to 0x7E";
const LABEL_RULE: &str = "1 to 128 printable ASCII characters";
const SESSION_RULE: &str = "32 lower-case hexadecimal digits";

/// A PatientRelationshipId with its key (protocol.md section 1), and the key of a reset whose outcome is not known.
#[derive(Clone)]
pub struct Relationship {
    ods_code: String,
    patient_relationship_id: String,
    key: Secret,
    pending_key: Option<Secret>,
    pending_session: Option<String>,
    needs_registration: bool,
    label: Option<String>,
}

impl Relationship {
    /// A relationship as a registration reply gives it.
    ///
    /// # Errors
    /// [`Invalid`] unless `ods_code` has 3 to 10 characters of `A-Z 0-9`, the id 1 to 64 of `A-Z a-z 0-9 -`, and the
    /// key 16 to 128 bytes of 0x21 to 0x7E.
    pub fn new(ods_code: &str, patient_relationship_id: &str, key: Secret) -> Result<Self, Invalid> {
        let practice = (3..=10).contains(&ods_code.len())
            && ods_code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        Invalid::unless(practice, "ods_code", "3 to 10 characters of A-Z 0-9")?;
        let id = (1..=64).contains(&patient_relationship_id.len())
            && patient_relationship_id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        Invalid::unless(id, "patient_relationship_id", "1 to 64 characters of A-Z a-z 0-9 -")?;
        Invalid::unless(is_key(&key), "patient_relationship_key", KEY_RULE)?;
        Ok(Self {
            ods_code: ods_code.to_owned(),
            patient_relationship_id: patient_relationship_id.to_owned(),
            key,
            pending_key: None,
            pending_session: None,
            needs_registration: false,
            label: None,
        })
    }

    /// From values that the core has validated: they cannot break a rule here.
    pub(super) fn from_validated(ods_code: &str, patient_relationship_id: &str, key: Secret) -> Self {
        Self {
            ods_code: ods_code.to_owned(),
            patient_relationship_id: patient_relationship_id.to_owned(),
            key,
            pending_key: None,
            pending_session: None,
            needs_registration: false,
            label: None,
        }
    }

    /// The same with the application's own name for it, by which it is found again ([`Credentials::find`]). It should
    /// not be the patient's name.
    ///
    /// [`Credentials::find`]: super::Credentials::find
    ///
    /// # Errors
    /// [`Invalid`] unless it has 1 to 128 printable ASCII characters.
    pub fn with_label(mut self, label: &str) -> Result<Self, Invalid> {
        let printable = label.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        Invalid::unless(printable && (1..=128).contains(&label.len()), "label", LABEL_RULE)?;
        self.label = Some(label.to_owned());
        Ok(self)
    }

    /// The application's own name for it.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        self.label.as_deref()
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

    /// The PatientRelationshipKey: 16 to 128 bytes of 0x21 to 0x7E.
    #[must_use]
    pub fn patient_relationship_key(&self) -> &[u8] {
        self.key.as_bytes()
    }

    /// The key that is right if the reset has been carried out.
    #[must_use]
    pub fn pending_key(&self) -> Option<&[u8]> {
        self.pending_key.as_ref().map(Secret::as_bytes)
    }

    /// Stores the next key beside the present one, before ResetAccountLinkageKey is sent.
    ///
    /// # Errors
    /// [`Invalid`] unless it has 16 to 128 bytes of 0x21 to 0x7E; nothing is changed then.
    pub fn set_pending_key(&mut self, key: Secret) -> Result<(), Invalid> {
        Invalid::unless(is_key(&key), "pending_key", KEY_RULE)?;
        self.pending_key = Some(key);
        Ok(())
    }

    /// The session in which the reset was sent: the next session names it as replaced.
    #[must_use]
    pub fn pending_session(&self) -> Option<&str> {
        self.pending_session.as_deref()
    }

    /// Stores the session in which the reset is sent.
    ///
    /// # Errors
    /// [`Invalid`] unless it has 32 lower-case hexadecimal digits; nothing is changed then.
    pub fn set_pending_session(&mut self, session: &str) -> Result<(), Invalid> {
        let digits = session.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        Invalid::unless(digits && session.len() == 32, "pending_session", SESSION_RULE)?;
        self.pending_session = Some(session.to_owned());
        Ok(())
    }

    /// Whether both keys have been refused, so that the patient has to register again if they stay refused.
    #[must_use]
    pub fn needs_registration(&self) -> bool {
        self.needs_registration
    }

    /// Stores that both keys have been refused. Keep both all the same: a refusal is not authenticated.
    pub fn set_needs_registration(&mut self) {
        self.needs_registration = true;
    }

    /// The reset was carried out: the pending key becomes the key. False if there is none.
    pub fn accept_pending_key(&mut self) -> bool {
        self.pending_session = None;
        self.needs_registration = false;
        self.pending_key.take().map(|key| self.key = key).is_some()
    }

    /// The reset was not carried out and never will be: the pending key is removed. False if there is none.
    pub fn drop_pending_key(&mut self) -> bool {
        self.pending_session = None;
        self.needs_registration = false;
        self.pending_key.take().is_some()
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.ods_code == other.ods_code && self.patient_relationship_id == other.patient_relationship_id
    }

    /// Whether it is found by the other's label too.
    pub(super) fn has_label_of(&self, other: &Self) -> bool {
        self.ods_code == other.ods_code && self.label.is_some() && self.label == other.label
    }
}

fn is_key(key: &Secret) -> bool {
    let bytes = key.as_bytes();
    (16..=128).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_graphic)
}

/// Shows no id, because it identifies a patient.
impl fmt::Debug for Relationship {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Relationship")
            .field("ods_code", &self.ods_code)
            .field("has_pending_key", &self.pending_key.is_some())
            .finish_non_exhaustive()
    }
}
