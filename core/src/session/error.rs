//! What can become of a call, by whose fault and what is known of its effect.

use core::fmt;

use crate::codec::{DecodeError, NotInVersion, Refused, SessionKind};
use crate::dynamic::FieldsError;
use crate::envelope::EnvelopeError;
use crate::error::{BufferTooSmall, ErrorCode, Outcome};
use crate::fault::{FaultCode, PracticeFault};
use crate::profile::Version;

use super::SessionState;

/// A call was refused here, before anything was sent. The session is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestError {
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
    SessionClosed(SessionState),
    /// The last number has been used: begin a new session.
    SequenceExhausted,
    /// What was given is no request of the operation.
    Fields(FieldsError),
    /// The session replaces one that is in doubt, and no call of it has been verified: first make one that changes
    /// nothing (protocol.md section 4.4).
    NotReplacedYet {
        /// The operation, which changes something.
        operation: &'static str,
    },
    /// The operation belongs into a session.
    NeedsSession {
        /// The operation.
        operation: &'static str,
    },
}

impl RequestError {
    /// A field that cannot be written.
    pub(super) fn field(&Refused { name, why }: &Refused, session: Version) -> Self {
        match why {
            Ok(needed) => Self::Version(NotInVersion { name, needed, session }),
            Err(kind) => Self::Fields(FieldsError { field: name, kind }),
        }
    }

    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Buffer(error) => error.code(),
            Self::Version(error) => error.code(),
            Self::NotAllowedInSession { .. } => ErrorCode::NotAllowedInSession,
            Self::SessionClosed(SessionState::Expired) => ErrorCode::SessionExpired,
            Self::SessionClosed(SessionState::InDoubt) => ErrorCode::SessionInDoubt,
            Self::SessionClosed(_) => ErrorCode::SessionEnded,
            Self::SequenceExhausted => ErrorCode::SequenceExhausted,
            Self::Fields(error) => error.code(),
            Self::NotReplacedYet { .. } => ErrorCode::NotReplacedYet,
            Self::NeedsSession { .. } => ErrorCode::NeedsSession,
        }
    }

    /// What is known of the call's effect: nothing was sent.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        Outcome::NotSent
    }
}

impl fmt::Display for RequestError {
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
            Self::SessionClosed(SessionState::Expired) => {
                f.write_str("the session has been idle for too long: begin a new one")
            }
            Self::SessionClosed(SessionState::InDoubt) => {
                f.write_str("the session is in doubt: begin a new one that replaces it")
            }
            Self::SessionClosed(_) => f.write_str("the session has ended: begin a new one"),
            Self::SequenceExhausted => f.write_str("the session has used up its numbers: begin a new one"),
            Self::Fields(error) => error.fmt(f),
            Self::NotReplacedYet { operation } => write!(
                f,
                "{operation} changes something, and this session replaces one that is in doubt: first make a call that \
                 changes nothing"
            ),
            Self::NeedsSession { operation } => {
                write!(f, "{operation} can be called in a session only: begin one")
            }
        }
    }
}

impl core::error::Error for RequestError {}

/// A detached call or handshake was taken back where it does not belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResumeError {
    /// The call is of another session.
    Session,
    /// The call is not the one that the session has in flight: it was resumed before, or the session has none.
    Call,
    /// The call is of another operation than the one that it was resumed as.
    Operation {
        /// The operation of the call in flight.
        in_flight: &'static str,
    },
    /// The application or the options are not those that the handshake was started with.
    Handshake,
}

impl ResumeError {
    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        ErrorCode::NotResumable
    }
}

impl fmt::Display for ResumeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Session => f.write_str("the call in flight is of another session"),
            Self::Call => f.write_str("the call is not the one that the session has in flight"),
            Self::Operation { in_flight } => write!(f, "the call in flight is of the operation {in_flight}"),
            Self::Handshake => {
                f.write_str("the handshake was started with another application or other options")
            }
        }
    }
}

impl core::error::Error for ResumeError {}

/// A session's snapshot cannot be restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SnapshotError {
    /// It is not of a length or form that this software wrote.
    Form,
    /// It is of another version of the form.
    Version(u8),
    /// It is of another profile.
    Profile,
    /// It was changed after it was written.
    Damaged,
}

impl SnapshotError {
    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Form => ErrorCode::SnapshotForm,
            Self::Version(_) => ErrorCode::SnapshotVersion,
            Self::Profile => ErrorCode::SnapshotProfile,
            Self::Damaged => ErrorCode::SnapshotDamaged,
        }
    }
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form => f.write_str("the snapshot is not of a form that this software wrote"),
            Self::Version(version) => write!(f, "the snapshot is of version {version} of its form, not of 1"),
            Self::Profile => f.write_str("the snapshot is of another profile"),
            Self::Damaged => f.write_str("the snapshot was changed after it was written"),
        }
    }
}

impl core::error::Error for SnapshotError {}

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

impl UnverifiedReply {
    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        ErrorCode::UnverifiedReply
    }
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

impl core::error::Error for UnverifiedReply {}

/// A call that was sent did not end with its response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallError {
    /// The practice refused: the reply was verified. The session goes on.
    Fault(PracticeFault),
    /// The practice refused or failed, in a verified reply that cannot be decoded. The session goes on.
    InvalidFault,
    /// The practice answered, and its verified answer cannot be decoded. The session goes on. If it is the operation's
    /// response the call was carried out; if it is something else, that is unknown.
    InvalidResponse(DecodeError),
    /// The reply proves nothing. The session is over and in doubt.
    Unverified(UnverifiedReply),
}

impl CallError {
    /// What is known of the call's effect.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Fault(PracticeFault { code: Some(FaultCode::InternalError), .. })
            | Self::InvalidFault
            | Self::Unverified(_) => Outcome::Unknown,
            Self::Fault(_) => Outcome::NotCarriedOut,
            Self::InvalidResponse(error) if !error.is_response() => Outcome::Unknown,
            Self::InvalidResponse(_) => Outcome::CarriedOut,
        }
    }

    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Fault(_) => ErrorCode::PracticeFault,
            Self::InvalidFault => ErrorCode::InvalidFault,
            Self::InvalidResponse(_) => ErrorCode::InvalidResponse,
            Self::Unverified(_) => ErrorCode::UnverifiedReply,
        }
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(fault) => write!(f, "the practice refused: {fault}"),
            Self::InvalidFault => f.write_str(
                "the practice refused or failed, and its fault cannot be decoded: read back what happened",
            ),
            Self::InvalidResponse(error) if error.is_response() => {
                f.write_str("the call was carried out, but the practice's answer cannot be decoded")
            }
            Self::InvalidResponse(_) => f.write_str(
                "the practice's answer cannot be decoded, so it is unknown whether the call was carried out",
            ),
            Self::Unverified(_) => {
                f.write_str("the reply proves nothing, so it is unknown whether the call was carried out")
            }
        }
    }
}

impl core::error::Error for CallError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::InvalidResponse(error) => Some(error),
            Self::Unverified(error) => Some(error),
            Self::Fault(_) | Self::InvalidFault => None,
        }
    }
}
