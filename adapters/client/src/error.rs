//! Errors: whose fault it is, what is known of the effect, and a stable number.

use core::fmt;
use std::sync::Arc;

use emis_core::error::{BufferTooSmall, ErrorCode};
use emis_core::fault::{FaultCode, PracticeFault};
use emis_core::handshake::{HandshakeError, StartError};
use emis_core::messages::DecodeError;
use emis_core::profile::Version;
use emis_core::session::{CallError, Outcome, RequestError, SessionState, SessionlessError, UnverifiedReply};
use emis_core::types::{Guid, SessionId};

/// An error of the transport or of a store, shared so that it can be cloned.
pub type Source = Arc<dyn core::error::Error + Send + Sync>;

/// A refusal of the practice, which came in a verified reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What it is; `None` for a word that is not known.
    pub code: Option<FaultCode<'static>>,
    /// Its entry in the practice end's log.
    pub correlation_id: Guid,
    /// The version that is needed, where that is the reason.
    pub required_version: Option<Version>,
}

impl From<&PracticeFault> for Refusal {
    fn from(fault: &PracticeFault) -> Self {
        Self {
            code: fault.code,
            correlation_id: fault.correlation_id,
            required_version: fault.required_version,
        }
    }
}

/// Why a session could not be begun.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum NoSession {
    /// It could not be started.
    Start(StartError),
    /// The request does not fit into the buffer.
    Buffer(BufferTooSmall),
    /// Nothing was sent.
    NotSent(Source),
    /// No reply came.
    NoReply(Source),
    /// The reply is longer than the limit.
    ReplyTooLong {
        /// The limit, in bytes.
        limit: usize,
    },
    /// The handshake failed.
    Handshake(HandshakeError),
}

/// Why something could not be done. No error holds patient data or bytes of a message.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Error {
    /// The practice refused. Nothing was changed.
    Refused(Refusal),
    /// The request was refused here. Nothing was sent.
    Request(RequestError),
    /// Nothing was sent, although it was retried.
    NotSent(Source),
    /// No reply came.
    NoReply(Source),
    /// The reply is longer than the limit.
    ReplyTooLong {
        /// The limit, in bytes.
        limit: usize,
    },
    /// The reply is not verified, so it proves nothing.
    Unverified(UnverifiedReply),
    /// The practice's system failed during the call.
    Failed {
        /// Its entry in the practice end's log.
        correlation_id: Option<Guid>,
    },
    /// The practice answered, and its answer cannot be decoded.
    InvalidResponse {
        /// What is wrong with it.
        error: DecodeError,
        /// What is known of the effect.
        outcome: Outcome,
    },
    /// A call outside a session failed.
    Sessionless(SessionlessError),
    /// There is no session.
    NoSession(NoSession),
    /// The practice runs a version that is older than all that this software supports.
    VersionNotSpoken {
        /// What the practice runs.
        practice: Version,
    },
    /// The session ended in the middle of a list: begin the list again.
    Interrupted,
    /// An earlier change is in doubt and has to be settled first. Nothing was sent.
    Unsettled {
        /// The session in which it was sent.
        session: SessionId,
    },
    /// An earlier reset of the link's key is in doubt and has to be settled first. Nothing was sent.
    ResetUnsettled,
    /// The caller cancelled it.
    Cancelled,
    /// The application could not store what has to be stored first. Nothing was sent after that.
    Store(Source),
}

impl Error {
    /// What is known of the effect of the last call that was made.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Refused(_) | Self::Sessionless(_) => Outcome::NotCarriedOut,
            Self::NoReply(_) | Self::ReplyTooLong { .. } | Self::Unverified(_) | Self::Failed { .. } => {
                Outcome::Unknown
            }
            Self::InvalidResponse { outcome, .. } => *outcome,
            _ => Outcome::NotSent,
        }
    }

    /// The error's stable number and what to do about it.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Refused(_) => ErrorCode::PracticeFault,
            Self::Request(error) => error.code(),
            Self::NotSent(_) | Self::NoSession(NoSession::NotSent(_)) => ErrorCode::NotSent,
            Self::NoReply(_) | Self::NoSession(NoSession::NoReply(_)) => ErrorCode::NoReply,
            Self::ReplyTooLong { .. } | Self::NoSession(NoSession::ReplyTooLong { .. }) => {
                ErrorCode::ReplyTooLong
            }
            Self::Unverified(_) => ErrorCode::UnverifiedReply,
            Self::Failed { .. } => ErrorCode::InvalidFault,
            Self::InvalidResponse { .. } => ErrorCode::InvalidResponse,
            Self::Sessionless(error) => error.code(),
            Self::NoSession(NoSession::Start(error)) => error.code(),
            Self::NoSession(NoSession::Buffer(_)) => ErrorCode::BufferTooSmall,
            Self::NoSession(NoSession::Handshake(error)) => error.code(),
            Self::VersionNotSpoken { .. } => ErrorCode::PracticeVersionTooOld,
            Self::Interrupted => ErrorCode::ListInterrupted,
            Self::Unsettled { .. } | Self::ResetUnsettled => ErrorCode::ChangeUnsettled,
            Self::Cancelled => ErrorCode::Cancelled,
            Self::Store(_) => ErrorCode::StoreFailed,
        }
    }

    /// The practice's refusal, if it is one.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// From a verified fault, or a reply that proves nothing.
    pub(crate) fn of_call(error: &CallError) -> Self {
        let outcome = error.outcome();
        match error {
            CallError::Fault(PracticeFault {
                code: Some(FaultCode::InternalError), correlation_id, ..
            }) => Self::Failed { correlation_id: Some(*correlation_id) },
            CallError::Fault(fault) => Self::Refused(fault.into()),
            CallError::InvalidResponse(error) => Self::InvalidResponse { error: *error, outcome },
            CallError::Unverified(reply) => Self::Unverified(*reply),
            _ => Self::Failed { correlation_id: None },
        }
    }

    /// Whether the session had ended before, so that the call may be made in another.
    pub(crate) fn is_closed_session(&self) -> bool {
        matches!(self, Self::Request(RequestError::SessionClosed(_) | RequestError::SequenceExhausted))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Request(RequestError::SessionClosed(SessionState::Expired)) => f.write_str(
                "the session expired each time before the call was made: check the device's clock",
            ),
            Self::Request(error) => error.fmt(f),
            Self::NotSent(error) => write!(f, "nothing was sent, so it may be retried: {error}"),
            Self::NoReply(error) => write!(f, "no reply came: {error}"),
            Self::ReplyTooLong { limit } => {
                write!(f, "the reply is longer than {limit} bytes: ask for smaller pages, or raise the limit")
            }
            Self::Unverified(reply) => write!(f, "the reply proves nothing: {reply}"),
            Self::Failed { correlation_id } => {
                f.write_str("the practice's system failed: report it to those who run it")?;
                correlation_id.map_or(Ok(()), |id| write!(f, " [{id}]"))
            }
            Self::InvalidResponse { error, .. } => error.fmt(f),
            Self::Sessionless(error) => error.fmt(f),
            Self::NoSession(error) => write!(f, "no session could be begun: {error}"),
            Self::VersionNotSpoken { practice } => write!(
                f,
                "the practice runs schema version {practice}, which is older than all that this software supports"
            ),
            Self::Interrupted => {
                f.write_str("the session ended in the middle of a list: read the list from its beginning")
            }
            Self::Unsettled { .. } => {
                f.write_str("an earlier change is in doubt: settle it before another change is made")
            }
            Self::ResetUnsettled => {
                f.write_str("an earlier reset of this link is in doubt: settle it before another is made")
            }
            Self::Cancelled => f.write_str("it was cancelled"),
            Self::Store(error) => write!(f, "it could not be stored, so nothing was sent: {error}"),
        }
    }
}

impl core::error::Error for Error {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Request(error) => Some(error),
            Self::NotSent(error) | Self::NoReply(error) | Self::Store(error) => Some(&**error),
            Self::Unverified(_) | Self::Refused(_) => None,
            Self::InvalidResponse { error, .. } => Some(error),
            Self::Sessionless(error) => Some(error),
            Self::NoSession(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = self.code.map_or("for a reason that this software does not know", |code| code.reason());
        write!(f, "the practice refused: {reason}")?;
        if let Some(version) = self.required_version {
            write!(f, " (needs version {version})")?;
        }
        write!(f, " [{}]", self.correlation_id)
    }
}

impl fmt::Display for NoSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start(error) => error.fmt(f),
            Self::Buffer(error) => error.fmt(f),
            Self::NotSent(error) => write!(f, "nothing was sent: {error}"),
            Self::NoReply(error) => write!(f, "no reply came: {error}"),
            Self::ReplyTooLong { limit } => write!(f, "the reply is longer than {limit} bytes"),
            Self::Handshake(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for NoSession {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Start(error) => Some(error),
            Self::Buffer(error) => Some(error),
            Self::NotSent(error) | Self::NoReply(error) => Some(&**error),
            Self::ReplyTooLong { .. } => None,
            Self::Handshake(error) => Some(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn travels<E: core::error::Error + Clone + Send + Sync + 'static>() {}

    #[test]
    fn errors_travel() {
        travels::<Error>();
        travels::<NoSession>();
    }

    #[test]
    fn a_session_s_id_is_not_printed() {
        let session = SessionId::parse("00112233445566778899aabbccddeeff").unwrap();
        let error = Error::Unsettled { session };
        assert!(!std::format!("{error} {error:?}").contains("ccddeeff"));
    }
}
