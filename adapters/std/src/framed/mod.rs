//! The byte-stream binding of protocol.md section 7: `be32(length) || message` each way, one at a time.
//!
//! [`FramedTransport`] is the client's end and [`FramedServer`] the practice's, over anything that reads and writes.
//! The one thing that a reader would get wrong: after any error nobody knows where the next message begins, so the
//! connection is over. It is never put in order again; a new one is opened.
//!
//! Neither end encrypts (FR-3). Outside loopback and a line within one locked enclosure the stream is a TLS one.
//! Time-outs are the stream's own (`TcpStream::set_read_timeout`): one that passes is an error like any other.

mod client;
mod server;

use core::fmt;
use std::io::{self, ErrorKind, IoSlice, Read, Write};

pub use client::{FramedReply, FramedTransport};
pub use server::FramedServer;

/// How many octets a message may have unless another limit is set: 64 KiB.
pub const DEFAULT_LIMIT: u32 = 64 * 1024;

/// Why a message did not go through a framed stream (protocol.md section 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FramedError {
    /// The connection had ended before: nothing was written or read.
    Ended,
    /// The message to send is empty or above the limit: nothing was written, and the connection is as it was.
    OwnLength {
        /// The limit in octets.
        limit: u32,
    },
    /// The peer announced an empty message or one above the limit.
    PeerLength {
        /// The limit in octets.
        limit: u32,
    },
    /// The peer ended the connection before its message was whole.
    Closed,
    /// A time-out of the stream passed.
    TimedOut,
    /// The stream failed.
    Io(ErrorKind),
    /// A server's second request without a reply in between, or a reply without a request.
    OutOfTurn,
    /// A read into no room at all: its `Ok(0)` would have looked like the end of the message.
    EmptyBuffer,
}

impl FramedError {
    /// A number that never changes its meaning.
    #[must_use]
    pub const fn code(&self) -> u16 {
        match self {
            Self::Ended => 1,
            Self::OwnLength { .. } => 2,
            Self::OutOfTurn => 3,
            Self::EmptyBuffer => 4,
            Self::Closed => 20,
            Self::TimedOut => 21,
            Self::Io(_) => 22,
            Self::PeerLength { .. } => 40,
        }
    }
}

impl fmt::Display for FramedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ended => f.write_str("this connection has ended: open a new one"),
            Self::OwnLength { limit } => {
                write!(
                    f,
                    "a message has 1 to {limit} octets: a mistake in the calling code, or too low a limit"
                )
            }
            Self::PeerLength { limit } => {
                write!(
                    f,
                    "the peer announced a message that has not 1 to {limit} octets: check what answers there"
                )
            }
            Self::Closed => f.write_str("the peer ended the connection before its message was whole"),
            Self::TimedOut => f.write_str("the peer took longer than the stream's time-out"),
            Self::Io(kind) => write!(f, "the stream failed ({kind}): check the line"),
            Self::OutOfTurn => f.write_str("requests and replies take turns: a mistake in the calling code"),
            Self::EmptyBuffer => f.write_str("a read into an empty buffer: a mistake in the calling code"),
        }
    }
}

impl core::error::Error for FramedError {}

impl From<io::Error> for FramedError {
    fn from(e: io::Error) -> Self {
        match e.kind() {
            ErrorKind::UnexpectedEof => Self::Closed,
            // A socket's time-out is WouldBlock on Unix and TimedOut on Windows.
            ErrorKind::WouldBlock | ErrorKind::TimedOut => Self::TimedOut,
            kind => Self::Io(kind),
        }
    }
}

/// The length of a message that may be sent.
fn own_length(message: &[u8], limit: u32) -> Result<u32, FramedError> {
    u32::try_from(message.len())
        .ok()
        .filter(|length| (1..=limit).contains(length))
        .ok_or(FramedError::OwnLength { limit })
}

/// Writes length and message, in one piece if the stream takes it so: two small packets would wait for each other.
fn write_message(stream: &mut impl Write, length: u32, message: &[u8]) -> io::Result<()> {
    let length = length.to_be_bytes();
    let mut written = 0;
    while let Some(rest) = length.get(written..).filter(|rest| !rest.is_empty()) {
        match stream.write_vectored(&[IoSlice::new(rest), IoSlice::new(message)]) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(n) => written += n,
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    stream.write_all(message.get(written - length.len()..).unwrap_or_default())?;
    stream.flush()
}

/// Reads the length of a message; `None` if the stream ends before its first octet.
fn read_length(stream: &mut impl Read, limit: u32) -> Result<Option<u32>, FramedError> {
    let mut length = [0; 4];
    let (first, rest) = length.split_at_mut(1);
    if read_some(stream, first)? == 0 {
        return Ok(None);
    }
    stream.read_exact(rest)?;
    match u32::from_be_bytes(length) {
        length if (1..=limit).contains(&length) => Ok(Some(length)),
        _ => Err(FramedError::PeerLength { limit }),
    }
}

fn read_some(stream: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match stream.read(into) {
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}
