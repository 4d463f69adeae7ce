//! What can become of a call, by whose fault and what is known of its effect.

use core::fmt;

use crate::envelope::EnvelopeError;
use crate::error::BufferTooSmall;
use crate::fault::{Fault, FaultCode};
use crate::messages::dynamic::GivenError;
use crate::messages::{DecodeError, NotInVersion, Refused, SessionKind};
use crate::profile::Version;

use super::SessionState;

/// What is known of a call's effect (section 4, the client's table).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The practice did it.
    CarriedOut,
    /// The practice did not do it.
    NotCarriedOut,
    /// Nothing left the client; the same call may be made again in the same session.
    NotSent,
    /// It cannot be known yet: begin a session that replaces this one, and read back.
    Unknown,
}

/// A call was refused here, before anything was sent. The session is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotCalled {
    /// The buffer cannot hold the request.
    Buffer(BufferTooSmall),
    /// The session's version does not have the operation or a field.
    Version(NotInVersion),
    /// The operation does not belong into this kind of session.
    NotAllowedInSession {
        /// The operation.
        operation: &'static str,
        /// The kind of session.
        session: SessionKind,
    },
    /// The session is not live any more.
    Over(SessionState),
    /// The last number has been used: begin a new session.
    SequenceExhausted,
    /// What was given is no request of the operation.
    Given(GivenError),
    /// The operation belongs into a session.
    NeedsSession {
        /// The operation.
        operation: &'static str,
    },
}

impl NotCalled {
    /// A field that cannot be written.
    #[cold]
    #[inline(never)]
    pub(super) fn field(&Refused { name, why }: &Refused, session: Version) -> Self {
        match why {
            Ok(needed) => Self::Version(NotInVersion { name, needed, session }),
            Err(kind) => Self::Given(GivenError { field: name, kind }),
        }
    }

    /// The error's number, stable for programs in other languages.
    #[must_use]
    pub fn number(&self) -> u16 {
        match self {
            Self::Buffer(_) => 101,
            Self::Version(_) => 102,
            Self::NotAllowedInSession { .. } => 103,
            Self::Over(SessionState::Expired) => 104,
            Self::Over(SessionState::InDoubt) => 105,
            Self::Over(_) => 106,
            Self::SequenceExhausted => 107,
            Self::Given(_) => 108,
            Self::NeedsSession { .. } => 109,
        }
    }
}

impl fmt::Display for NotCalled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Buffer(error) => error.fmt(f),
            Self::Version(error) => error.fmt(f),
            Self::NotAllowedInSession { operation, session } => {
                let kind = match session {
                    SessionKind::Application => "an application session",
                    SessionKind::Patient => "a patient session",
                };
                write!(f, "{operation} cannot be called in {kind}: begin one of the other kind")
            }
            Self::Over(SessionState::Expired) => {
                f.write_str("the session has been idle for too long: begin a new one")
            }
            Self::Over(SessionState::InDoubt) => {
                f.write_str("the session is in doubt: begin a new one that replaces it")
            }
            Self::Over(_) => f.write_str("the session has ended: begin a new one"),
            Self::SequenceExhausted => f.write_str("the session has used up its numbers: begin a new one"),
            Self::Given(error) => error.fmt(f),
            Self::NeedsSession { operation } => {
                write!(f, "{operation} can be called in a session only: begin one")
            }
        }
    }
}

impl core::error::Error for NotCalled {}

/// Why a reply proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnverifiedReply {
    /// It is no envelope of the profile.
    Envelope(EnvelopeError),
    /// It has no Session header; it may be a fault of the code given, which is a hint for engineers and nothing more.
    NotAuthenticated(Option<FaultCode<'static>>),
    /// It is of another session.
    SessionId,
    /// It is of another call.
    Sequence,
    /// Its SessionHash is not the next one.
    SessionHash,
}

impl fmt::Display for UnverifiedReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Envelope(error) => error.fmt(f),
            Self::NotAuthenticated(Some(code)) => write!(f, "an unauthenticated fault ({code})"),
            Self::NotAuthenticated(None) => f.write_str("it is not authenticated"),
            Self::SessionId => f.write_str("it is of another session"),
            Self::Sequence => f.write_str("it is of another call"),
            Self::SessionHash => f.write_str("its SessionHash is not the next one"),
        }
    }
}

/// A call that was sent did not end with its response.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
// Without it the tag would be put into the supplier's number, and be compared as 64 bits.
#[repr(u8)]
pub enum CallError<'r> {
    /// The practice refused, and it was the practice. The session goes on.
    Fault(Fault<'r>),
    /// The practice refused or failed in a way that cannot be read. The session goes on.
    UnreadableFault,
    /// The practice answered, and its answer cannot be read. The session goes on. If it is the operation's response the
    /// call was carried out; if it is something else, nobody knows.
    Unreadable(DecodeError),
    /// What came proves nothing. The session is over and in doubt.
    Unverified(UnverifiedReply),
}

impl CallError<'_> {
    /// What is known of the call's effect.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Fault(Fault { code: FaultCode::InternalError, .. })
            | Self::UnreadableFault
            | Self::Unverified(_) => Outcome::Unknown,
            Self::Fault(_) => Outcome::NotCarriedOut,
            Self::Unreadable(error) if !error.is_response() => Outcome::Unknown,
            Self::Unreadable(_) => Outcome::CarriedOut,
        }
    }

    /// The error's number, stable for programs in other languages.
    #[must_use]
    pub fn number(&self) -> u16 {
        match self {
            Self::Fault(_) => 301,
            Self::UnreadableFault => 302,
            Self::Unreadable(_) => 303,
            Self::Unverified(_) => 304,
        }
    }
}

impl fmt::Display for CallError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(fault) => write!(f, "the practice refused: {fault}"),
            Self::UnreadableFault => f.write_str(
                "the practice refused or failed, and its fault cannot be read: read back what happened",
            ),
            Self::Unreadable(error) => error.fmt(f),
            Self::Unverified(reply) => {
                write!(
                    f,
                    "the reply proves nothing, so it is unknown whether the call was carried out: {reply}"
                )
            }
        }
    }
}

impl core::error::Error for CallError<'_> {}
