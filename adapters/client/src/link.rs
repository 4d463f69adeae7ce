//! The link between a patient and a practice: what a registration gives, and where it is stored.

use core::fmt;

use emis_core::types::{OdsCode, PatientRelationshipKey, Relationship, SessionId};
use emis_std::credentials::{self, CredentialsError, CredentialsFile, Invalid, Secret};

/// A patient's link with a practice, under a label of the application's.
pub struct Link {
    label: String,
    ods_code: OdsCode,
    relationship: Relationship,
    pending: Option<PendingKey>,
}

/// The key that is right if a reset has been carried out, and the session in which the reset was sent.
pub struct PendingKey {
    /// The key.
    pub key: PatientRelationshipKey,
    /// The session, where it is known.
    pub session: Option<SessionId>,
    /// Whether both keys have been refused since. A refusal is not authenticated, so both stay; if they stay refused, the
    /// patient has to register again.
    pub needs_registration: bool,
}

impl PendingKey {
    /// Explicitly clones it.
    fn clone_secret(&self) -> Self {
        Self { key: self.key.clone_secret(), ..*self }
    }
}

/// Explicitly clones a relationship.
pub(crate) fn clone_relationship(relationship: &Relationship) -> Relationship {
    Relationship { id: relationship.id, key: relationship.key.clone_secret() }
}

impl Link {
    /// A link from a registration. The application chooses the label, such as a customer number. It should not be the
    /// patient's name.
    pub fn new(label: impl Into<String>, ods_code: OdsCode, relationship: Relationship) -> Self {
        Self { label: label.into(), ods_code, relationship, pending: None }
    }

    /// The application's label for it.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The practice.
    #[must_use]
    pub fn ods_code(&self) -> OdsCode {
        self.ods_code
    }

    /// The relationship, as a session is begun with it.
    #[must_use]
    pub fn relationship(&self) -> &Relationship {
        &self.relationship
    }

    /// The key of a reset whose outcome is not known.
    #[must_use]
    pub fn pending(&self) -> Option<&PendingKey> {
        self.pending.as_ref()
    }

    /// The same link with the key of a reset that is about to be sent.
    #[must_use]
    pub fn with_pending(self, pending: PendingKey) -> Self {
        Self { pending: Some(pending), ..self }
    }

    /// The same link after both keys have been refused.
    #[must_use]
    pub(crate) fn in_need_of_registration(mut self) -> Self {
        if let Some(pending) = &mut self.pending {
            pending.needs_registration = true;
        }
        self
    }

    /// The relationship as it is if the reset took place.
    pub(crate) fn with_key(&self, pending: &PendingKey) -> Relationship {
        Relationship { id: self.relationship.id, key: pending.key.clone_secret() }
    }

    /// The same link after a reset that took place: the pending key is the key.
    #[must_use]
    pub(crate) fn accept_pending(mut self) -> Self {
        if let Some(pending) = self.pending.take() {
            self.relationship.key = pending.key;
        }
        self
    }

    /// The same link after a reset that did not take place.
    #[must_use]
    pub(crate) fn drop_pending(mut self) -> Self {
        self.pending = None;
        self
    }

    /// Explicitly clones the link, with its keys.
    #[must_use]
    pub fn clone_secret(&self) -> Self {
        Self {
            label: self.label.clone(),
            ods_code: self.ods_code,
            relationship: clone_relationship(&self.relationship),
            pending: self.pending.as_ref().map(PendingKey::clone_secret),
        }
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").field("ods_code", &self.ods_code).finish_non_exhaustive()
    }
}

impl fmt::Debug for PendingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PendingKey(redacted)")
    }
}

/// Where links are stored.
pub trait LinkStore {
    /// Why a link could not be stored or found.
    type Error: core::error::Error + Send + Sync + 'static;

    /// Stores a link, replacing the one with the same practice and label. When this returns, the link survives a loss
    /// of power: a registration's key is sent once, and without it the patient needs another letter.
    ///
    /// # Errors
    /// Why it could not be stored; what was there before is still there.
    fn save(&mut self, link: &Link) -> Result<(), Self::Error>;

    /// The link of this practice and label.
    ///
    /// # Errors
    /// Why it could not be looked up.
    fn load(&self, ods_code: OdsCode, label: &str) -> Result<Option<Link>, Self::Error>;
}

impl<S: LinkStore + ?Sized> LinkStore for &mut S {
    type Error = S::Error;

    fn save(&mut self, link: &Link) -> Result<(), Self::Error> {
        (**self).save(link)
    }

    fn load(&self, ods_code: OdsCode, label: &str) -> Result<Option<Link>, Self::Error> {
        (**self).load(ods_code, label)
    }
}

/// Why a link could not be stored in a credentials file, or found there.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum FileError {
    /// The file cannot be read or written.
    File(CredentialsError),
    /// A value breaks a rule of the file: a label has 1 to 128 printable ASCII characters.
    Invalid(Invalid),
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(error) => error.fmt(f),
            Self::Invalid(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for FileError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::File(error) => Some(error),
            Self::Invalid(error) => Some(error),
        }
    }
}

impl LinkStore for CredentialsFile {
    type Error = FileError;

    fn save(&mut self, link: &Link) -> Result<(), FileError> {
        let stored = credentials::Relationship::of(link.ods_code, &link.relationship);
        let mut stored = stored.with_label(&link.label).map_err(FileError::Invalid)?;
        if let Some(pending) = &link.pending {
            stored.set_pending_key(Secret::from(pending.key.expose())).map_err(FileError::Invalid)?;
            if let Some(session) = pending.session {
                let session = session.text();
                let session = core::str::from_utf8(&session).unwrap_or_default();
                stored.set_pending_session(session).map_err(FileError::Invalid)?;
            }
            if pending.needs_registration {
                stored.set_needs_registration();
            }
        }
        self.set_relationship(stored).map_err(FileError::File)
    }

    fn load(&self, ods_code: OdsCode, label: &str) -> Result<Option<Link>, FileError> {
        let Some(stored) = self.credentials().find(ods_code.as_str(), label) else { return Ok(None) };
        let relationship = stored.to_core().map_err(FileError::Invalid)?;
        let pending = stored.pending_to_core().map_err(FileError::Invalid)?;
        let session = stored.pending_session().and_then(|session| SessionId::parse(session).ok());
        let needs_registration = stored.needs_registration();
        let pending = pending.map(|key| PendingKey { key, session, needs_registration });
        Ok(Some(Link { label: label.to_owned(), ods_code, relationship, pending }))
    }
}

/// Links in memory only, for tests and tools: they are gone when the program ends.
impl LinkStore for Vec<Link> {
    type Error = core::convert::Infallible;

    fn save(&mut self, link: &Link) -> Result<(), Self::Error> {
        self.retain(|known| known.ods_code != link.ods_code || known.label != link.label);
        self.push(link.clone_secret());
        Ok(())
    }

    fn load(&self, ods_code: OdsCode, label: &str) -> Result<Option<Link>, Self::Error> {
        let found = self.iter().find(|known| known.ods_code == ods_code && known.label == label);
        Ok(found.map(Link::clone_secret))
    }
}
