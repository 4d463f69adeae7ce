//! What can be wrong with a message's fields: for a server, the fault to answer; for a client, why a response cannot be
//! decoded.
//!
//! A [`Problem`] may name an element as the peer spelt it, so it lives only as long as the message; a [`DecodeError`] names
//! only elements of the catalogue.

use core::fmt;

use crate::error::ErrorCode;
use crate::profile::Version;

/// What is wrong with a message's fields. Of a request, it is the fault to answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Problem<'a> {
    /// What is wrong.
    pub kind: ProblemKind,
    name: Name<'a>,
}

/// The local name of an element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name<'a> {
    /// The catalogue's spelling.
    Known(&'static str),
    /// The peer's spelling.
    Peer(&'a str),
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// It is required, and absent or empty.
    Missing,
    /// It does not hold what its type allows, or occurs twice.
    Invalid,
    /// The element is not known.
    Unknown,
    /// It is of a later version than the session's.
    Version(Version),
}

impl<'a> Problem<'a> {
    /// The local name of the element. Of a request it may be the peer's own text.
    #[must_use]
    pub fn field(&self) -> &'a str {
        match self.name {
            Name::Known(name) | Name::Peer(name) => name,
        }
    }

    /// A problem at an element of the catalogue.
    pub(crate) fn known(kind: ProblemKind, name: &'static str) -> Self {
        Self { kind, name: Name::Known(name) }
    }

    /// A problem at an element that the peer named.
    pub(crate) fn peer(kind: ProblemKind, name: &'a str) -> Self {
        Self { kind, name: Name::Peer(name) }
    }
}

impl fmt::Debug for Problem<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The field's name may be the peer's bytes.
        write!(f, "{:?}", self.kind)
    }
}

/// What is wrong with the fields that were given for a request by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldsErrorKind {
    /// The field is required, and absent or empty.
    Missing,
    /// The field does not hold what its type allows.
    Invalid,
    /// The element has a field that the catalogue does not have, or one field twice.
    Unknown,
}

/// A response cannot be decoded, because it breaks the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// What is wrong.
    pub kind: DecodeErrorKind,
    /// The element of the catalogue at which it was found, where it is one.
    pub field: Option<&'static str>,
}

/// What is wrong with a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeErrorKind {
    /// The Body is not well-formed XML of the profile.
    Malformed,
    /// The Body is another operation's.
    UnexpectedElement,
    /// A required field is absent or empty.
    Missing,
    /// A field does not hold what its type allows, or occurs twice; or there is an element of another namespace.
    Invalid,
    /// A piece of it is longer than the buffer through which it is streamed.
    TooLong,
}

impl DecodeError {
    pub(crate) const MALFORMED: Self = Self { kind: DecodeErrorKind::Malformed, field: None };

    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self.kind {
            DecodeErrorKind::Malformed => ErrorCode::ResponseMalformed,
            DecodeErrorKind::UnexpectedElement => ErrorCode::UnexpectedResponse,
            DecodeErrorKind::Missing => ErrorCode::ResponseFieldMissing,
            DecodeErrorKind::Invalid => ErrorCode::ResponseFieldInvalid,
            DecodeErrorKind::TooLong => ErrorCode::PieceTooLong,
        }
    }

    /// Whether it is the operation's response all the same. What is not may have been a fault.
    pub(crate) fn is_response(&self) -> bool {
        !matches!(self.kind, DecodeErrorKind::Malformed | DecodeErrorKind::UnexpectedElement)
    }
}

impl From<Problem<'_>> for DecodeError {
    fn from(problem: Problem<'_>) -> Self {
        let kind = match problem.kind {
            ProblemKind::Missing => DecodeErrorKind::Missing,
            _ => DecodeErrorKind::Invalid,
        };
        // An error has no bytes of a message.
        let field = match problem.name {
            Name::Known(name) => Some(name),
            Name::Peer(_) => None,
        };
        Self { kind, field }
    }
}

#[cfg(feature = "alloc")]
impl From<DecodeError> for Problem<'_> {
    fn from(error: DecodeError) -> Self {
        let kind = match error.kind {
            DecodeErrorKind::Missing => ProblemKind::Missing,
            _ => ProblemKind::Invalid,
        };
        match error.field {
            Some(name) => Problem::known(kind, name),
            None => Problem::peer(kind, ""),
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            DecodeErrorKind::Malformed => "the response is not well-formed XML of the profile",
            DecodeErrorKind::UnexpectedElement => "the response is another operation's",
            DecodeErrorKind::Missing => "a field of the response is missing",
            DecodeErrorKind::Invalid => "a field of the response is not valid",
            DecodeErrorKind::TooLong => "a piece of the response is longer than the buffer",
        })?;
        match self.field {
            Some(field) => write!(f, " ({field})"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for DecodeError {}
