//! What an operating system gives the patient-services core: randomness, a clock, a platform of both,
//! credential files, framed streams.
//!
//! Each module is one of these and needs no other. Easy to get wrong: the clock is neither the wall clock nor
//! `Instant`, because a session must expire while the machine sleeps too.
#![forbid(unsafe_code)]

pub mod clock;
pub mod credentials;
pub mod framed;
mod io_error;
mod platform;
mod random;

pub use clock::MonotonicClock;
pub use framed::{FramedServer, FramedTransport};
pub use io_error::IoError;
pub use platform::StdPlatform;
pub use random::OsRandom;
