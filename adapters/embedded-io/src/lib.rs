//! The bindings of protocol.md sections 6 and 7 over any [`embedded_io`] stream, for devices: `no_std`, without an
//! allocator.
//!
//! - [`http`] speaks HTTP/1.1 to one endpoint, [`framed`] a length and a message each way;
//! - [`Connection`] is what a device provides: a stream that can be reopened, or a [`Line`] that is open already;
//! - [`TickClock`] is a clock for the core from a counter that wraps;
//! - with the feature `async` the same codecs drive the streams of `embedded-io-async`.
//!
//! Easy to get wrong: nothing here encrypts. Use a TLS stream except on loopback and on a line inside one locked
//! enclosure, and verify the certificate's chain and name before [`open`](Connection::open) returns.
//!
//! ```
//! use emis_core::transport::{Action, DeliveryError, Reply as _, Transport as _};
//! use emis_embedded_io::http::{Endpoint, HttpTransport};
//! use emis_embedded_io::{Error, Line, embedded_io};
//!
//! fn ask(modem: impl embedded_io::Read + embedded_io::Write) -> Result<(), DeliveryError<Error>> {
//!     let mut buffer = [0; 512];
//!     let endpoint = Endpoint::new("practice.example", "/patient-services").map_err(DeliveryError::NotSent)?;
//!     let mut practice = HttpTransport::new(Line::new(modem), endpoint, &mut buffer);
//!     let action = Action { namespace: "urn:emis-ps:1", operation: "GetClinicalVersionInformation" };
//!     let mut reply = practice.send(action, b"<s:Envelope ...")?;
//!     let mut message = [0; 2048];
//!     let n = reply.read(&mut message).map_err(DeliveryError::Unknown)?;
//!     # let _ = n;
//!     Ok(())
//! }
//! ```
//!
//! # Time and reads
//!
//! This crate has no timeouts. A stream that waits too long returns an error of its own, such as
//! [`ErrorKind::TimedOut`](embedded_io::ErrorKind::TimedOut), and an error of the stream is final for the call: nothing
//! is written or read a second time. Each successful read makes progress, and everything that a peer can send is
//! bounded, so a call ends within a bounded number of reads.
#![no_std]
#![forbid(unsafe_code)]

#[cfg(feature = "async")]
mod asynchronous;
mod clock;
mod connection;
mod error;
pub mod framed;
pub mod http;

pub use clock::TickClock;
pub use embedded_io;
#[cfg(feature = "async")]
pub use embedded_io_async;

#[cfg(feature = "async")]
pub use connection::AsyncConnection;
pub use connection::{Connection, Line};
pub use error::Error;
