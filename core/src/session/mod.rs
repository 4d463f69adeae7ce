//! Calls: the SessionHash chain of protocol.md section 4, client and server side.
//!
//! A client's [`Session`] is in one of the states of [`SessionState`]; an arrow names what moves it.
//!
//! ```text
//!   Stretching::finish (handshake)
//!      │
//!      ▼         Session::call         ┌────────────────────────┐
//!   ┌──────┐ ────────────────────────▶ │ InDoubt, lent to a     │
//!   │ Live │ ◀──────────────────────── │ Call or StreamingReply │
//!   └──┬───┘  Call::not_sent, or a     └───────────┬────────────┘
//!      │      verified reply: response or fault    │ CallError::Unverified, or dropped
//!      │                                           ▼
//!      │ idle too long, or a day old           ┌─────────┐  name its id in
//!      ├──────────────▶ Expired                │ InDoubt │  SessionOptions::replacing
//!      │ EndSession, or a reset's reply        └─────────┘  of the next session
//!      └──────────────▶ Ended
//! ```
//!
//! A call in flight borrows the session, so a second one cannot start. [`Call::detach`] gives the session back, still in
//! doubt, and an [`InFlight`] that [`Session::resume`] makes the call again when its reply is here. The session counts as in doubt from the moment
//! a [`Call`] exists until its reply has been verified, so that losing the call cannot leave a session that looks alive.
//!
//! A server's [`ServerSession`] accepts the next [`Request`] and no other; a [`ServerCall`] is that call until its reply
//! is written, and [`ServerSession::complete`] makes room for the next one:
//!
//! ```text
//!   receive ──▶ Request ── ServerSession::accept ──▶ ServerCall ── respond, refuse ──▶ Replied
//!                              │      ▲                                                   │
//!                  Invalidated ▼      └───────────── ServerSession::complete ─────────────┘
//! ```

mod client;
mod error;
mod reset;
mod server;
pub(crate) mod sessionless;
mod stream;

pub use crate::error::Outcome;
pub use client::{
    Call, DynamicCall, DynamicReply, InFlight, Lifetime, Restored, Session, SessionSnapshot, SessionState,
    request_body,
};
pub use error::{CallError, RequestError, ResumeError, SnapshotError, UnverifiedReply};
pub use server::{Invalidated, Replied, Request, ServerCall, ServerSession, receive};
pub use sessionless::{
    SessionlessError, fault_reply, sessionless_call, sessionless_reply, sessionless_request,
    sessionless_response,
};
pub use stream::{Provisional, StreamingReply};

pub(crate) use client::{InFlightCall, VerifiedBody};
pub(crate) use stream::Streaming;
