//! The framed binding of protocol.md section 7: `be32(length) || message` each way, one at a time.
//!
//! [`FramedTransport`] is the client's end over a [`Connection`](crate::Connection), [`FramedServer`] the practice's
//! over any stream. Easy to get wrong: after an error, including a timeout, it is unknown where the next message
//! begins, so the connection has ended. It is never resynchronised; open a new one.

#[cfg(feature = "async")]
mod asynchronous;
mod client;
mod frame;
mod server;

pub use client::{FramedReply, FramedTransport};
pub use server::FramedServer;

/// How many bytes a message may have unless another limit is set: 64 KiB.
pub const DEFAULT_LIMIT: u32 = 64 * 1024;
