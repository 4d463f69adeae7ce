//! The practice end of the patient-services protocol, for tests and demonstrations.
//!
//! ```
//! use emis_simulator::Simulator;
//!
//! let simulator = Simulator::builder().seed(7).iterations(1000).start()?;
//! println!("{}", simulator.endpoint());
//! let reply = simulator.handle(b"no message at all");
//! assert_eq!(reply.status, 400);
//! simulator.stop();
//! # Ok::<(), emis_simulator::StartError>(())
//! ```
//!
//! - [`Simulator`] listens for plain HTTP on loopback, on a thread of its own; [`Server`] is the same without a socket,
//!   for tests and fuzzing in one thread;
//! - [`world`] has the practices and every rule of theirs, and knows no protocol;
//! - [`clock`] tells both the time, and can be moved by a test.
//!
//! Its keys come from a seed and its patients are made up: it is no place for real ones.
#![forbid(unsafe_code)]

mod admin;
mod applications;
mod builder;
pub mod clock;
mod description;
mod framed;
mod http;
mod server;
mod simulator;
mod store;
pub mod world;

pub use admin::{Admin, AdminError, LATEST};
pub use applications::Application;
pub use builder::{Builder, StartError};
pub use server::{HeldWorld, REQUEST_LIMIT, Reply, Server, SessionInfo, Trouble};
pub use simulator::Simulator;
pub use store::StoreError;
