//! The client's side of a session, one file a state: [`Session`] between its calls, [`Call`] while one is in flight,
//! [`InFlight`] while the call in flight borrows nothing.
//! A streaming reply, which is a call in flight whose reply is being read, has a folder of its own.

mod call;
mod detached;
mod dynamic;
mod in_flight;
mod live;
mod snapshot;

pub use call::Call;
pub use detached::InFlight;
pub use dynamic::{DynamicCall, DynamicReply};
pub(crate) use in_flight::{InFlightCall, VerifiedBody};
pub use live::{Lifetime, Session, SessionState, request_body};
pub use snapshot::{Restored, SessionSnapshot};
