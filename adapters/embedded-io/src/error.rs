//! What can go wrong between a request and the whole of its reply, said so that whoever reads it knows whose fault it
//! was and what to do.
//!
//! No error holds anything that the peer sent but a status number: it may be shown and logged as it is. Whether the
//! call may be tried again is said by the `DeliveryError` around it, not here.

use core::fmt;

use embedded_io::ErrorKind;

/// Why a message or its reply did not get through (protocol.md sections 4, 6 and 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The endpoint's host or path cannot be written into a request.
    BadEndpoint,
    /// The action has characters that cannot stand in a quoted header parameter.
    BadAction,
    /// A read into no room at all: its `Ok(0)` would have looked like the end of the message.
    EmptyBuffer,
    /// The head of the request is longer than the codec's buffer, or its message than HTTP can announce here.
    OwnHead,
    /// Framed: the message to send is empty or above the limit.
    OwnLength {
        /// The limit in octets.
        limit: u32,
    },
    /// A server's second request without a reply in between, or a reply without a request.
    OutOfTurn,
    /// A server's connection had ended before: nothing was written or read.
    Ended,
    /// No connection could be opened.
    Connect(ErrorKind),
    /// The connection broke.
    Connection(ErrorKind),
    /// The peer ended the connection before its reply was whole.
    Closed,
    /// The stream's time-out passed.
    TimedOut,
    /// A status other than 200, 400 and 500, a redirect among them.
    Status(u16),
    /// The reply is no HTTP/1.1.
    NotHttp,
    /// The reply's content type is not `application/soap+xml` in UTF-8.
    ContentType,
    /// The reply is compressed or coded in another way, though no coding was accepted.
    Coded,
    /// What says where the reply ends says it twice, or wrongly.
    Unframed,
    /// The reply is longer than the limit, which is in octets.
    TooLong {
        /// The limit that was passed, in octets.
        limit: u32,
    },
    /// The head of the reply, or what stands around its chunks, is longer than there is room for.
    HeadTooLong,
    /// Framed: the peer announced an empty message or one above the limit.
    PeerLength {
        /// The limit in octets.
        limit: u32,
    },
}

impl Error {
    /// A number that never changes its meaning: below 20 a caller's mistake, below 40 the way, above it the reply.
    /// What `emis-http` can say too has the same number there.
    #[must_use]
    pub const fn code(&self) -> u16 {
        match self {
            Self::BadEndpoint => 1,
            Self::BadAction => 5,
            Self::EmptyBuffer => 6,
            Self::OwnHead => 7,
            Self::OwnLength { .. } => 8,
            Self::OutOfTurn => 9,
            Self::Ended => 10,
            Self::Connection(_) => 21,
            Self::Closed => 22,
            Self::TimedOut => 25,
            Self::Connect(_) => 26,
            Self::Status(_) => 40,
            Self::NotHttp => 41,
            Self::ContentType => 42,
            Self::Coded => 43,
            Self::Unframed => 44,
            Self::TooLong { .. } => 45,
            Self::HeadTooLong => 46,
            Self::PeerLength { .. } => 47,
        }
    }

    /// What a stream said when it was written to or read from.
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
            Self::BadAction => "the action cannot be written into a header: a mistake in the calling code",
            Self::EmptyBuffer => "a read into an empty buffer: a mistake in the calling code",
            Self::OwnHead => "the request's head does not fit: lend the transport a longer buffer",
            Self::OwnLength { limit } => {
                return write!(
                    f,
                    "a message has 1 to {limit} octets: a mistake in the calling code, or too low a limit"
                );
            }
            Self::OutOfTurn => "requests and replies take turns: a mistake in the calling code",
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
            Self::Closed => "the practice end closed the connection before its reply was whole",
            Self::TimedOut => "the practice end took longer than the stream's time-out",
            Self::Status(status) => {
                return write!(
                    f,
                    "the practice end answered with status {status}: check the endpoint's path"
                );
            }
            Self::NotHttp => "what answered does not speak HTTP/1.1: check the endpoint",
            Self::ContentType => "the reply is not application/soap+xml in UTF-8: check the endpoint",
            Self::Coded => {
                "the reply is compressed, which was not asked for: something on the way changes it"
            }
            Self::Unframed => {
                "the reply does not say clearly where it ends: the practice end, or something on the way, is at fault"
            }
            Self::TooLong { limit } => {
                return write!(
                    f,
                    "the reply is longer than {limit} octets: raise the limit if that can be right"
                );
            }
            Self::HeadTooLong => "the reply's head does not fit: lend the transport a longer buffer",
            Self::PeerLength { limit } => {
                return write!(
                    f,
                    "the peer announced a message that has not 1 to {limit} octets: check what answers there"
                );
            }
        })
    }
}

impl core::error::Error for Error {}
