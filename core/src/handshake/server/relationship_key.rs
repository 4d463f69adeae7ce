//! The relationship's share in a session's keys.

use core::fmt;

use crate::crypto::Secret;
use crate::error::ErrorCode;
use crate::random::{Random, RandomError};
use crate::types::PatientRelationshipKey;

/// The relationship's share in a session's keys.
#[derive(Debug)]
pub enum RelationshipKey<'k> {
    /// A patient session: the key of the relationship that it names.
    Known(&'k PatientRelationshipKey),
    /// A patient session with a relationship that does not exist, or does not belong to this application and practice:
    /// random bytes, so that the work is the same and no client can have the key.
    Unknown(Secret<32>),
    /// An application session, which has none.
    Application,
}

impl RelationshipKey<'_> {
    /// Draws the random bytes of [`RelationshipKey::Unknown`].
    ///
    /// # Errors
    /// [`RandomError`] if the source has none to give.
    pub fn unknown(random: &mut impl Random) -> Result<Self, RandomError> {
        let mut key = Secret::zero();
        random.fill(key.expose_mut())?;
        Ok(Self::Unknown(key))
    }
}

/// A patient session was given no relationship key, or an application session one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongRelationshipKey;

impl WrongRelationshipKey {
    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        ErrorCode::WrongRelationshipKey
    }
}

impl fmt::Display for WrongRelationshipKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a relationship key is for a patient session, and a patient session needs one")
    }
}

impl core::error::Error for WrongRelationshipKey {}
