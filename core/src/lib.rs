//! The session protocol of the EMIS Patient Services API, open profile `emis-ps/1`: octets in, octets out.
//!
//! No heap, no I/O, no clock, no randomness of its own: the caller brings buffers, the time, a [`random::Random`] and a
//! [`transport::Transport`]. What comes from the network may be anything; the answer is a value or an error, in linear
//! time and bounded stack.
//!
//! - [`client`] is the front for people who want one call a call;
//! - [`handshake`] and [`session`] are what it stands on, for both sides;
//! - [`capabilities`] says what can be done here, without a call;
//! - [`messages`] has every request and response, [`types`] the values in them, [`fault`] the refusals;
//! - [`messages::dynamic`] has the same messages by their tables, for whoever does not know them at compile time;
//! - `owned` has the same messages in a form that can be kept (feature `alloc`) and serialised (feature `serde`);
//! - [`profile`] holds every choice that the public description of the API leaves open.
//!
//! The feature `strict-walk`, which is on unless default features are left out, reads replies that are as our own senders
//! write them faster. It never changes what a well-formed reply says; what is malformed inside a list it tells at the item
//! and not of the whole. A device that is short of flash leaves it out.
//!
//! The sections that the documentation names are those of the protocol's specification.
#![no_std]
#![forbid(unsafe_code)]

#[cfg(feature = "alloc")]
extern crate alloc;

pub mod capabilities;
pub mod client;
pub mod crypto;
pub mod envelope;
pub mod error;
pub mod fault;
pub mod handshake;
pub mod messages;
#[cfg(feature = "alloc")]
pub mod owned;
pub mod profile;
pub mod random;
pub mod session;
pub mod time;
pub mod transport;
pub mod types;
pub mod xml;
