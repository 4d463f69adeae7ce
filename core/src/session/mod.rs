//! Calls: the SessionHash chain of protocol.md section 4, client and server side.
//!
//! ```text
//!             call ┌───────────┐ verified reply (response or fault)
//!      ┌──────────▶│ in flight ├──────────┐
//!      │           └─┬───────┬─┘          ▼
//!   ┌──┴───┐ NotSent │       │         ┌──────┐
//!   │ Live │◀────────┘       │         │ Live │  the next call is k + 1
//!   └──┬───┘                 │         └──────┘
//!      │ idle too long       │ anything else, or dropped
//!      ▼                     ▼
//!  ┌───────┐             ┌─────────┐
//!  │ Ended │             │ InDoubt │  the next BeginSession names it in ReplacesSessionId
//!  └───────┘             └─────────┘
//! ```
//!
//! A call in flight borrows the session, so a second one cannot start. The session counts as in doubt from the moment
//! a call exists until its reply has been verified, so that losing the call cannot leave a session that looks alive.

mod call;
mod client;
mod dynamic;
mod error;
mod server;
pub(crate) mod sessionless;
mod stream;

pub use call::Call;
pub use client::{Lifetime, Session, SessionState, request_body};
pub use dynamic::{DynamicCall, DynamicReply};
pub use error::{CallError, NotCalled, Outcome, UnverifiedReply};
pub use server::{Invalidated, Replied, Request, ServerCall, ServerSession, receive};
pub use sessionless::{
    SessionlessError, fault_reply, sessionless_call, sessionless_reply, sessionless_request,
    sessionless_response,
};
pub use stream::{Provisional, StreamingReply};

pub(crate) use call::Flight;
pub(crate) use stream::Streaming;
