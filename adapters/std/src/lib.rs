//! What an operating system gives the patient-services core: randomness, a clock, credential files, framed streams.
//!
//! Each module is one of these and needs no other. The one thing that a reader would get wrong: the clock here is
//! not the wall clock and not `Instant` either, because a session must also grow old while the machine sleeps.
#![forbid(unsafe_code)]

pub mod clock;
pub mod credentials;
pub mod framed;
mod random;

pub use clock::MonotonicClock;
pub use framed::{FramedServer, FramedTransport};
pub use random::OsRandom;
