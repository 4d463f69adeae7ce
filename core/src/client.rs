//! The high-level client: one method for each call, in buffers that the caller lends.
//!
//! ```text
//!   Client ──────┐  one loop each
//!   AsyncClient ─┤─▶ Front ─▶ an Exchange: message ─▶ room, came, room, came, … ─▶ conclude
//! ```
//!
//! - [`Client`] works over a blocking [`Transport`](crate::transport::Transport);
//! - `AsyncClient` (feature `async`) works over an `AsyncTransport`, under any executor;
//! - [`Front`] is what both stand on. It decides everything and does no I/O: each of its methods gives an [`Exchange`],
//!   which says what to send, takes the reply in pieces of any size, and says in the end what became of the call;
//! - [`Platform`] is what the device brings: a clock, randomness, keys, a profile.
//!
//! Nothing here retries: every error says what is known of the call's effect, and what to do next is the caller's to
//! decide.
//!
//! A call is over when its [`Exchange`] is concluded. One that is dropped before, such as by a cancelled future, leaves
//! its session in doubt.

#[cfg(feature = "async")]
mod asynchronous;
mod blocking;
mod calls;
mod dynamic;
mod error;
mod exchange;
mod front;
mod learn;
mod pages;
mod platform;
mod stream;

#[cfg(feature = "async")]
pub use asynchronous::AsyncClient;
pub use blocking::Client;
pub use calls::{BeginSession, Outside};
pub use dynamic::DynamicOutside;
pub use error::{BeginError, ClientError};
pub use exchange::{Exchange, WholeReply};
pub use front::Front;
pub use learn::Learn;
#[cfg(feature = "async")]
pub use pages::AsyncPages;
pub use pages::ClientPages;
pub use platform::{Parts, Platform};
pub use stream::ReplyInPieces;

pub use crate::time::Clock;
