//! The errors of the [`Client`](super::Client).

use core::fmt;

use super::exchange::Failure;
use crate::error::{BufferTooSmall, ErrorCode, Outcome};
use crate::handshake::{HandshakeError, StartError};
use crate::session::{CallError, RequestError, SessionlessError};

/// A call through the [`Client`](super::Client) did not end with its response. `E` is the transport's error.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientError<E> {
    /// It was refused here. Nothing was sent.
    RequestError(RequestError),
    /// Nothing was sent: the same call may be made again in the same session.
    NotSent(E),
    /// It may have been sent, and no reply came. The session is over and in doubt.
    NoReply(E),
    /// The reply is longer than the buffer. The session is over and in doubt.
    ReplyTooLong {
        /// The buffer's length, in bytes.
        limit: usize,
    },
    /// The practice's answer was not a response.
    Call(CallError),
    /// Outside a session: the answer was not a response.
    Sessionless(SessionlessError),
}

impl<E> ClientError<E> {
    /// What is known of the call's effect.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::RequestError(error) => error.outcome(),
            Self::NotSent(_) => Outcome::NotSent,
            Self::NoReply(_) | Self::ReplyTooLong { .. } => Outcome::Unknown,
            Self::Call(error) => error.outcome(),
            Self::Sessionless(error) => error.outcome(),
        }
    }

    /// The error's stable number and what to do about it.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::RequestError(error) => error.code(),
            Self::NotSent(_) => ErrorCode::NotSent,
            Self::NoReply(_) => ErrorCode::NoReply,
            Self::ReplyTooLong { .. } => ErrorCode::ReplyTooLong,
            Self::Call(error) => error.code(),
            Self::Sessionless(error) => error.code(),
        }
    }
}

impl<E> From<RequestError> for ClientError<E> {
    fn from(error: RequestError) -> Self {
        Self::RequestError(error)
    }
}

impl<E> From<CallError> for ClientError<E> {
    fn from(error: CallError) -> Self {
        Self::Call(error)
    }
}

impl<E> From<Failure<E>> for ClientError<E> {
    fn from(failure: Failure<E>) -> Self {
        match failure {
            Failure::NotSent(error) => Self::NotSent(error),
            Failure::Lost(error) => Self::NoReply(error),
            Failure::TooLong(limit) => Self::ReplyTooLong { limit },
        }
    }
}

impl<E> fmt::Display for ClientError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RequestError(error) => error.fmt(f),
            Self::NotSent(_) => f.write_str("nothing was sent, so it may be tried again"),
            Self::NoReply(_) => {
                f.write_str("no reply came, so it is unknown whether the call was carried out")
            }
            Self::ReplyTooLong { limit } => {
                write!(
                    f,
                    "the reply is longer than the buffer of {limit} bytes, so it is unknown whether the call was \
                     carried out: ask for smaller pages"
                )
            }
            Self::Call(error) => error.fmt(f),
            Self::Sessionless(error) => error.fmt(f),
        }
    }
}

impl<E: core::error::Error + 'static> core::error::Error for ClientError<E> {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::NotSent(error) | Self::NoReply(error) => Some(error),
            // Their text is this error's text, so what follows is their source.
            Self::RequestError(error) => error.source(),
            Self::Call(error) => error.source(),
            Self::Sessionless(error) => error.source(),
            Self::ReplyTooLong { .. } => None,
        }
    }
}

/// A session could not begin. `E` is the transport's error.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BeginError<E> {
    /// The handshake could not start.
    Start(StartError),
    /// The request buffer is too short.
    Buffer(BufferTooSmall),
    /// Nothing was sent.
    NotSent(E),
    /// No reply came.
    NoReply(E),
    /// The reply is longer than the buffer.
    ReplyTooLong {
        /// The buffer's length, in bytes.
        limit: usize,
    },
    /// The server's answer was refused.
    Handshake(HandshakeError),
}

impl<E> BeginError<E> {
    /// The error's stable number and what to do about it.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Start(error) => error.code(),
            Self::Buffer(error) => error.code(),
            Self::NotSent(_) => ErrorCode::NotSent,
            Self::NoReply(_) => ErrorCode::BeginNoReply,
            Self::ReplyTooLong { .. } => ErrorCode::BeginReplyTooLong,
            Self::Handshake(error) => error.code(),
        }
    }
}

impl<E> From<Failure<E>> for BeginError<E> {
    fn from(failure: Failure<E>) -> Self {
        match failure {
            Failure::NotSent(error) => Self::NotSent(error),
            Failure::Lost(error) => Self::NoReply(error),
            Failure::TooLong(limit) => Self::ReplyTooLong { limit },
        }
    }
}

impl<E> fmt::Display for BeginError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start(error) => error.fmt(f),
            Self::Buffer(error) => error.fmt(f),
            Self::NotSent(_) => f.write_str("nothing was sent, so it may be tried again"),
            Self::NoReply(_) => f.write_str("no reply to BeginSession came"),
            Self::ReplyTooLong { limit } => {
                write!(f, "the reply to BeginSession is longer than the buffer of {limit} bytes")
            }
            Self::Handshake(error) => error.fmt(f),
        }
    }
}

impl<E: core::error::Error + 'static> core::error::Error for BeginError<E> {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::NotSent(error) | Self::NoReply(error) => Some(error),
            Self::Start(error) => error.source(),
            Self::Handshake(error) => error.source(),
            Self::Buffer(_) | Self::ReplyTooLong { .. } => None,
        }
    }
}
