//! The HTTP binding of protocol.md section 6: one `POST` to one endpoint, one call at a time.
//!
//! [`HttpTransport`] drives a [`Codec`] over a [`Connection`](crate::Connection): the codec decides, the transport
//! moves bytes. Easy to get wrong: an idle connection that the practice end has closed accepts a request and gives no
//! answer, and the outcome of that call is unknown. If a connection has been idle for more than some seconds, close it
//! with [`HttpTransport::close`] before the next call.

#[cfg(feature = "async")]
mod asynchronous;
mod codec;
mod endpoint;
mod head;
mod reply;
mod transport;
mod value;

pub use codec::{Codec, INTERIM};
pub use endpoint::Endpoint;
pub use head::FIELDS;
pub use reply::AROUND;
pub use transport::{HttpReply, HttpTransport};

/// How many bytes a reply's message may have unless another limit is set: 8 MiB, which holds the largest document of
/// operations.md.
pub const DEFAULT_LIMIT: u32 = 8 * 1024 * 1024;
