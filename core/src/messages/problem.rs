//! What can be wrong with a message's fields: for a server, the fault to answer; for a client, why a response cannot be
//! read.
//!
//! The one thing that a reader would get wrong: a [`Problem`] may name an element of the peer's, so it stays inside; a
//! [`DecodeError`] only ever has the tables' own text.

use core::fmt;

use crate::profile::Version;

/// What is wrong with a message's fields. Where it is a request, it is the fault to answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Problem<'a> {
    /// What is wrong.
    pub kind: ProblemKind,
    name: Name<'a>,
}

/// The local name of an element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name<'a> {
    /// The tables' own text.
    Ours(&'static str),
    /// The peer's.
    Theirs(&'a str),
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// It has to be there, or not to be empty.
    Missing,
    /// It does not hold what its type allows, or stands twice.
    Invalid,
    /// No such element is known.
    Unknown,
    /// It is of a later version than the session's.
    Version(Version),
}

impl<'a> Problem<'a> {
    /// The local name of the element. For a request it may be the peer's own text.
    #[must_use]
    pub fn field(&self) -> &'a str {
        match self.name {
            Name::Ours(name) | Name::Theirs(name) => name,
        }
    }

    /// At an element of operations.md.
    pub(crate) fn ours(kind: ProblemKind, name: &'static str) -> Self {
        Self { kind, name: Name::Ours(name) }
    }

    /// At an element that the peer named.
    pub(crate) fn theirs(kind: ProblemKind, name: &'a str) -> Self {
        Self { kind, name: Name::Theirs(name) }
    }
}

impl fmt::Debug for Problem<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The field's name may be the peer's octets.
        write!(f, "{:?}", self.kind)
    }
}

/// What is wrong with what was given for a request by its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GivenErrorKind {
    /// The field has to be there, and not to be empty.
    Missing,
    /// What the field holds is not what its type allows.
    Invalid,
    /// The element has a field that operations.md does not have, or one twice.
    Unknown,
}

/// A response that cannot be read, because it breaks the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// What is wrong.
    pub kind: DecodeErrorKind,
    /// The element of operations.md at which it was found, where it is one.
    pub field: Option<&'static str>,
}

/// What is wrong with a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeErrorKind {
    /// The Body is no well-formed XML of the profile.
    Malformed,
    /// The Body is another operation's.
    UnexpectedElement,
    /// A field that has to be there is not, or is empty.
    Missing,
    /// A field does not hold what its type allows, or stands twice; or there is an element of another namespace.
    Invalid,
    /// A piece of it is longer than the buffer through which it was to be streamed.
    TooLong,
}

impl DecodeError {
    /// Whether it is the operation's response all the same. What is none may have been a fault.
    pub(crate) fn is_response(&self) -> bool {
        !matches!(self.kind, DecodeErrorKind::Malformed | DecodeErrorKind::UnexpectedElement)
    }

    pub(crate) const MALFORMED: Self = Self { kind: DecodeErrorKind::Malformed, field: None };

    pub(crate) fn of(problem: Problem<'_>) -> Self {
        let kind = match problem.kind {
            ProblemKind::Missing => DecodeErrorKind::Missing,
            _ => DecodeErrorKind::Invalid,
        };
        // No octet of a message gets into an error.
        let field = match problem.name {
            Name::Ours(name) => Some(name),
            Name::Theirs(_) => None,
        };
        Self { kind, field }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_response() {
            "the call was carried out, but the practice's answer cannot be read: "
        } else {
            "the practice's answer cannot be read, so it is unknown whether the call was carried out: "
        })?;
        f.write_str(match self.kind {
            DecodeErrorKind::Malformed => "it is not well-formed",
            DecodeErrorKind::UnexpectedElement => "it answers another operation",
            DecodeErrorKind::Missing => "a field is missing",
            DecodeErrorKind::Invalid => "a field is not valid",
            DecodeErrorKind::TooLong => "a piece of it is longer than the buffer",
        })?;
        match self.field {
            Some(field) => write!(f, " ({field})"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for DecodeError {}
