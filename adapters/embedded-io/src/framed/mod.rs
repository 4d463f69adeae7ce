//! The framed binding of protocol.md section 7: `be32(length) || message` each way, one at a time.
//!
//! [`FramedTransport`] is the client's end over a [`Connection`](crate::Connection), [`FramedServer`] the practice's over
//! any stream. The one thing that a reader would get wrong: after any error, a time-out too, nobody knows where the next
//! message begins, so the connection is over. It is never put in order again; a new one is opened.

#[cfg(feature = "async")]
mod asynchronous;
mod client;
mod frame;
mod server;

pub use client::{FramedReply, FramedTransport};
pub use server::FramedServer;

/// How many octets a message may have unless another limit is set: 64 KiB.
pub const DEFAULT_LIMIT: u32 = 64 * 1024;
