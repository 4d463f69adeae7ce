//! Blocking HTTPS for the patient-services core, by ureq: the HTTP binding of protocol.md section 6.
//!
//! [`HttpTransport`] carries one message to one endpoint and its reply back. Easy to get wrong: the
//! [`DeliveryError`](emis_core::transport::DeliveryError) around an [`Error`] says whether a failed call may be
//! retried. The same broken connection is `NotSent` in the TLS handshake and `Unknown` one byte later; it is never
//! guessed from the kind of error.
//!
//! ```no_run
//! use emis_core::transport::{Action, Reply as _, Transport as _};
//!
//! let mut practice = emis_http::HttpTransport::new("https://practice.example/emis")?;
//! let action = Action { namespace: "urn:emis-ps:1", operation: "GetClinicalVersionInformation" };
//! let mut reply = practice.send(action, b"<s:Envelope ...")?;
//! let mut message = [0; 4096];
//! let n = reply.read(&mut message)?;
//! # let _ = n;
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! # Logs
//!
//! ureq's protocol crate writes **every byte** that it sends and reads to the `log` crate at level trace. The feature
//! `no-wire-log`, on by default, compiles that level out of the whole program. If you turn it off, keep the target
//! `ureq_proto` out of the logs: messages hold patient data, and a registration reply holds a key.
#![forbid(unsafe_code)]

mod endpoint;
mod error;
mod head;
mod io_error;
mod reply;
mod settings;
mod tls;
mod transport;
mod watch;

pub use error::{Error, Stage, TlsFault};
pub use io_error::IoError;
pub use reply::HttpReply;
pub use settings::Builder;
pub use tls::Roots;
pub use transport::HttpTransport;
