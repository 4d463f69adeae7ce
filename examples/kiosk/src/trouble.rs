//! Why the kiosk could not go on, for whoever looks after it: whose fault it is, and what to do.
//!
//! The patient never sees these sentences; [`words`](crate::words) has theirs. No name, key, date of birth or text of a
//! message is in any of them, so that they can be logged as they are.

use core::fmt;
use std::io;

use emis_core::capabilities::FieldError;
use emis_core::client::{BeginError, ClientError};
use emis_core::fault::{Fault, FaultCode};
use emis_core::handshake::HandshakeError;
use emis_core::messages::DecodeError;
use emis_core::session::{CallError, NotCalled, SessionlessError, UnverifiedReply};
use emis_core::types::Guid;

/// A refusal that is the practice's own: it came in a verified reply.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refusal {
    /// What it is; `None` for a word that this software does not know.
    pub(crate) code: Option<FaultCode<'static>>,
    /// What the practice end wrote into its log beside it.
    correlation_id: Guid,
}

/// Why it is not known whether a call was carried out.
#[derive(Debug)]
pub(crate) enum Doubt {
    /// No reply came.
    NoReply(emis_http::Error),
    /// The reply was longer than the buffer.
    ReplyTooLong,
    /// What came proves nothing.
    Unverified(UnverifiedReply),
    /// The practice's own words: it failed half-way.
    ServerFailed,
}

/// Why the kiosk could not go on.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// What the kiosk was started with is wrong.
    Setup(String),
    /// The practice end breaks the protocol's rules.
    Practice(&'static str),
    /// The practice refused.
    Refused(Refusal),
    /// Nothing left, although it was tried again.
    NotSent(emis_http::Error),
    /// The practice did not answer, and nothing has come of it.
    NoAnswer(Doubt),
    /// Whether the call was carried out is not known.
    InDoubt(Doubt),
    /// The call was carried out, and its answer cannot be read.
    Unreadable(DecodeError),
    /// It was refused here.
    NotCalled(NotCalled),
    /// A field would have broken a rule of the practice, so nothing was sent.
    Field(FieldError),
    /// What was asked outside a session was not answered.
    Sessionless(SessionlessError),
    /// There is no session.
    NoSession(BeginError<emis_http::Error>),
    /// The screen is gone.
    Screen(io::Error),
}

impl Trouble {
    /// Whether a change that ended so may have been made.
    pub(crate) fn leaves_doubt(&self) -> bool {
        matches!(self, Self::InDoubt(_) | Self::Unreadable(_) | Self::Screen(_))
    }

    /// Whether the practice's verified reply says it: its session goes on, and the one that it replaced is over.
    pub(crate) fn is_verified(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::Unreadable(_) | Self::InDoubt(Doubt::ServerFailed))
    }
}

impl From<&Fault<'_>> for Trouble {
    fn from(fault: &Fault<'_>) -> Self {
        match fault.code {
            FaultCode::InternalError => Self::InDoubt(Doubt::ServerFailed),
            code => Self::Refused(Refusal { code: code.known(), correlation_id: fault.correlation_id }),
        }
    }
}

/// The reply's octets stay behind, so that the buffer is free again.
impl From<ClientError<'_, emis_http::Error>> for Trouble {
    fn from(error: ClientError<'_, emis_http::Error>) -> Self {
        match error {
            ClientError::NotCalled(error) => Self::NotCalled(error),
            ClientError::NotSent(error) => Self::NotSent(error),
            ClientError::NoReply(error) => Self::InDoubt(Doubt::NoReply(error)),
            ClientError::Call(CallError::Fault(fault)) => Self::from(&fault),
            ClientError::Call(CallError::UnreadableFault) => Self::InDoubt(Doubt::ServerFailed),
            ClientError::Call(CallError::Unreadable(error)) => Self::Unreadable(error),
            ClientError::Call(CallError::Unverified(reply)) => Self::InDoubt(Doubt::Unverified(reply)),
            ClientError::Sessionless(error) => Self::Sessionless(error),
            ClientError::ReplyTooLong { .. } => Self::InDoubt(Doubt::ReplyTooLong),
            _ => Self::Practice("it answered in a way that this software has no name for"),
        }
    }
}

impl From<DecodeError> for Trouble {
    fn from(error: DecodeError) -> Self {
        Self::Unreadable(error)
    }
}

impl From<FieldError> for Trouble {
    fn from(error: FieldError) -> Self {
        Self::Field(error)
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Screen(error)
    }
}

const NETWORK: &str =
    "The kiosk is not at fault: see that the server runs and that its address is right, then start again.";
const PRACTICE: &str = "The practice end is at fault: tell those who run it.";

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setup(sentence) => f.write_str(sentence),
            Self::Practice(what) => write!(f, "the practice end breaks the protocol: {what}. {PRACTICE}"),
            Self::Refused(refusal) => refusal.fmt(f),
            Self::NotSent(error) => {
                write!(f, "the practice could not be reached, and nothing was sent: {error}. {NETWORK}")
            }
            Self::NoAnswer(doubt) => {
                write!(f, "the practice did not answer, although it was asked again: {doubt}. {NETWORK}")
            }
            Self::InDoubt(doubt) => write!(
                f,
                "it is not known whether the practice did what it was asked: {doubt}. {NETWORK} Read back what \
                 the practice has before anything is done again."
            ),
            Self::Unreadable(error) => write!(f, "{error}. {PRACTICE}"),
            Self::NotCalled(error) => {
                write!(f, "the kiosk asked for what it may not: {error}. The kiosk is at fault: report this.")
            }
            Self::Field(error) => {
                write!(f, "the kiosk filled in a request wrongly: {error}. The kiosk is at fault: report this.")
            }
            Self::Sessionless(SessionlessError::Refused(Some(FaultCode::OrganisationUnknown))) => f.write_str(
                "the server knows no such practice. The start of the kiosk is at fault: give another --practice.",
            ),
            Self::Sessionless(error @ SessionlessError::Refused(_)) => {
                write!(f, "{error}. The start of the kiosk is at fault: get a new --server file.")
            }
            Self::Sessionless(error) => write!(f, "{error}. {PRACTICE}"),
            Self::NoSession(error) => no_session(error, f),
            Self::Screen(error) => write!(f, "the screen cannot be written to ({}).", error.kind()),
        }
    }
}

fn no_session(error: &BeginError<emis_http::Error>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "no session could be begun: {error}. ")?;
    f.write_str(match error {
        BeginError::NotSent(_) | BeginError::NoReply(_) => NETWORK,
        BeginError::Start(_) | BeginError::Buffer(_) => "This machine is at fault: see what is said before.",
        BeginError::Handshake(
            HandshakeError::Refused(Some(FaultCode::ValidationFailed)) | HandshakeError::Validation,
        ) => "The keys here and there are not the same: get a new --server file, or a new pair of keys.",
        BeginError::Handshake(HandshakeError::VersionLowered { .. }) => {
            "Do not go on until it is known who changed the practice's answer on its way."
        }
        _ => PRACTICE,
    })
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = self.code.map_or("for a reason that this software does not know", |code| code.reason());
        write!(
            f,
            "the practice refused: {reason}. Ask the practice, and give them the number {} for their log.",
            self.correlation_id
        )
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoReply(error) => write!(f, "no reply came ({error})"),
            Self::ReplyTooLong => f.write_str("the reply was too long"),
            Self::Unverified(reply) => write!(f, "the reply proves nothing ({reply})"),
            Self::ServerFailed => f.write_str("its system failed"),
        }
    }
}
