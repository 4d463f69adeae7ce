//! The byte-stream binding of protocol.md section 7: `be32(length) || message` each way, one at a time.
//!
//! [`FramedTransport`] is the client's end and [`FramedServer`] the practice's, over anything that reads and writes.
//! Easy to get wrong: after an error it is unknown where the next message begins, so the connection has ended. It is
//! never resynchronised; open a new one.
//!
//! Neither end encrypts (FR-3). Use a TLS stream except on loopback and on a line inside one locked enclosure.
//! Time-outs are the stream's own (`TcpStream::set_read_timeout`): when one passes, it is an error like any other.

mod client;
mod server;

use core::fmt;
use std::io::{self, ErrorKind, IoSlice, Read, Write};

use emis_core::error::ErrorCode;

use crate::IoError;

pub use client::{FramedReply, FramedTransport};
pub use server::FramedServer;

/// How many bytes a message may have unless another limit is set: 64 KiB.
pub const DEFAULT_LIMIT: u32 = 64 * 1024;

/// Why a message did not go through a framed stream (protocol.md section 7).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FramedError {
    /// The connection had already ended: nothing was written or read.
    Ended,
    /// The message to send is empty or above the limit: nothing was written, and the connection is as it was.
    OwnLength {
        /// The limit in bytes.
        limit: u32,
    },
    /// The peer announced an empty message or one above the limit.
    PeerLength {
        /// The limit in bytes.
        limit: u32,
    },
    /// The peer closed the connection before the end of its message.
    Closed,
    /// A timeout of the stream passed.
    TimedOut,
    /// The stream failed.
    Io(IoError),
    /// A server received a second request before it replied, or replied without a request.
    OutOfTurn,
    /// A read into an empty buffer: its `Ok(0)` would look like the end of the message.
    EmptyBuffer,
}

impl FramedError {
    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Ended => ErrorCode::ConnectionEnded,
            Self::OwnLength { .. } => ErrorCode::MessageLength,
            Self::OutOfTurn => ErrorCode::OutOfTurn,
            Self::EmptyBuffer => ErrorCode::EmptyBuffer,
            Self::Closed => ErrorCode::ConnectionClosed,
            Self::TimedOut => ErrorCode::TimedOut,
            Self::Io(_) => ErrorCode::ConnectionFailed,
            Self::PeerLength { .. } => ErrorCode::PeerLength,
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
                    "a message must have 1 to {limit} bytes: correct the calling code, or raise the limit"
                )
            }
            Self::PeerLength { limit } => {
                write!(
                    f,
                    "the peer announced a message whose length is not 1 to {limit} bytes: check what answers there"
                )
            }
            Self::Closed => f.write_str("the peer closed the connection before the end of its message"),
            Self::TimedOut => f.write_str("the peer took longer than the stream's timeout"),
            Self::Io(_) => f.write_str("the stream failed: check the line"),
            Self::OutOfTurn => f.write_str("requests and replies take turns: correct the calling code"),
            Self::EmptyBuffer => f.write_str("a read into an empty buffer: correct the calling code"),
        }
    }
}

impl core::error::Error for FramedError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error.as_source()),
            _ => None,
        }
    }
}

impl From<io::Error> for FramedError {
    fn from(e: io::Error) -> Self {
        match e.kind() {
            ErrorKind::UnexpectedEof => Self::Closed,
            // A socket's timeout is WouldBlock on Unix and TimedOut on Windows.
            ErrorKind::WouldBlock | ErrorKind::TimedOut => Self::TimedOut,
            _ => Self::Io(e.into()),
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

/// Writes length and message, in one piece if the stream accepts that: two small packets would wait for each other.
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

/// Reads the length of a message; `None` if the stream ends before its first byte.
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
