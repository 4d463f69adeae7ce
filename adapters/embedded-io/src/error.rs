//! What can go wrong between a request and the end of its reply: each error says whose fault it was and what to do.
//!
//! Of what the peer sent, an error holds a status number at most: it may be shown and logged as it is. The
//! `DeliveryError` around the error says whether the call may be retried.

use core::fmt;

use embedded_io::ErrorKind;
use emis_core::error::ErrorCode;

/// Why a message or its reply did not get through (protocol.md sections 4, 6 and 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The endpoint's host or path cannot be written into a request.
    BadEndpoint,
    /// The action has characters that are not allowed in a quoted header parameter.
    BadAction,
    /// A read into an empty buffer: its `Ok(0)` would look like the end of the message.
    EmptyBuffer,
    /// The head of the request is longer than the codec's buffer, or its message than HTTP can announce here.
    OwnHead,
    /// Framed: the message to send is empty or above the limit.
    OwnLength {
        /// The limit in bytes.
        limit: u32,
    },
    /// A server received a second request before it replied, or replied without a request.
    OutOfTurn,
    /// A server's connection had already ended: nothing was written or read.
    Ended,
    /// No connection could be opened.
    Connect(ErrorKind),
    /// The connection broke.
    Connection(ErrorKind),
    /// The peer closed the connection before the end of its reply.
    Closed,
    /// The stream's timeout passed.
    TimedOut,
    /// A status other than 200, 400 and 500, a redirect among them.
    Status(u16),
    /// The reply is not HTTP/1.1.
    NotHttp,
    /// The reply's content type is not `application/soap+xml` in UTF-8.
    ContentType,
    /// The reply is compressed or encoded in another way, although the request accepts no coding.
    Coded,
    /// The reply states its end twice, or wrongly.
    Unframed,
    /// The reply is longer than the limit, which is in bytes.
    TooLong {
        /// The limit that was passed, in bytes.
        limit: u32,
    },
    /// The head of the reply, or what surrounds its chunks, does not fit into the buffer.
    HeadTooLong,
    /// Framed: the peer announced an empty message or one above the limit.
    PeerLength {
        /// The limit in bytes.
        limit: u32,
    },
}

impl Error {
    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::BadEndpoint => ErrorCode::InvalidEndpoint,
            Self::BadAction => ErrorCode::InvalidAction,
            Self::EmptyBuffer => ErrorCode::EmptyBuffer,
            Self::OwnHead => ErrorCode::RequestHeadTooLong,
            Self::OwnLength { .. } => ErrorCode::MessageLength,
            Self::OutOfTurn => ErrorCode::OutOfTurn,
            Self::Ended => ErrorCode::ConnectionEnded,
            Self::Connection(_) => ErrorCode::ConnectionFailed,
            Self::Closed => ErrorCode::ConnectionClosed,
            Self::TimedOut => ErrorCode::TimedOut,
            Self::Connect(_) => ErrorCode::ConnectFailed,
            Self::Status(_) => ErrorCode::HttpStatus,
            Self::NotHttp => ErrorCode::NotHttp,
            Self::ContentType => ErrorCode::ContentType,
            Self::Coded => ErrorCode::ContentCoding,
            Self::Unframed => ErrorCode::ReplyUnframed,
            Self::TooLong { .. } => ErrorCode::ReplyAboveLimit,
            Self::HeadTooLong => ErrorCode::ReplyHeadTooLong,
            Self::PeerLength { .. } => ErrorCode::PeerLength,
        }
    }

    /// An error of the stream, when it was written to or read from.
    pub(crate) fn of_stream<E: embedded_io::Error>(error: &E) -> Self {
        Self::of(error.kind())
    }

    pub(crate) const fn of(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::TimedOut => Self::TimedOut,
            kind => Self::Connection(kind),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadEndpoint => "the endpoint's host or path is not plain text: correct the setting",
            Self::BadAction => "the action cannot be written into a header: correct the calling code",
            Self::EmptyBuffer => "a read into an empty buffer: correct the calling code",
            Self::OwnHead => "the request's head does not fit: lend the transport a longer buffer",
            Self::OwnLength { limit } => {
                return write!(
                    f,
                    "a message must have 1 to {limit} bytes: correct the calling code, or raise the limit"
                );
            }
            Self::OutOfTurn => "requests and replies take turns: correct the calling code",
            Self::Ended => "this connection has ended: accept a new one",
            Self::Connect(kind) => {
                return write!(
                    f,
                    "no connection could be opened ({kind}): check the line, then the practice end"
                );
            }
            Self::Connection(kind) => {
                return write!(f, "the connection failed ({kind}): check the line, then the practice end");
            }
            Self::Closed => "the practice end closed the connection before the end of its reply",
            Self::TimedOut => "the practice end took longer than the stream's timeout",
            Self::Status(status) => {
                return write!(
                    f,
                    "the practice end answered with status {status}: check the endpoint's path"
                );
            }
            Self::NotHttp => "what answered does not speak HTTP/1.1: check the endpoint",
            Self::ContentType => "the reply is not application/soap+xml in UTF-8: check the endpoint",
            Self::Coded => {
                "the reply is compressed, which was not requested: find what changes replies on their way"
            }
            Self::Unframed => {
                "the reply does not say clearly where it ends: the practice end, or something on the way, is at fault"
            }
            Self::TooLong { limit } => {
                return write!(
                    f,
                    "the reply is longer than {limit} bytes: raise the limit if that can be right"
                );
            }
            Self::HeadTooLong => "the reply's head does not fit: lend the transport a longer buffer",
            Self::PeerLength { limit } => {
                return write!(
                    f,
                    "the peer announced a message whose length is not 1 to {limit} bytes: check what answers there"
                );
            }
        })
    }
}

impl core::error::Error for Error {}
