//! The handshake of protocol.md section 3: one round trip from pre-shared keys to a session.
//!
//! ```text
//!  client                                             server
//!  Handshake::start ─ write ──── BeginSession ─────▶ ServerHandshake::read
//!      │                                                  │ verify
//!      │                                             VerifiedHandshake
//!      │                                                  │ accept
//!  Handshake::read ◀──────── BeginSessionResponse ── PendingSession
//!      │                                                  │ stretch, at the first call
//!  Stretching ─ step … finish                             │
//!      │                                                  ▼
//!  Session  ◀────────────────── calls ─────────────▶ ServerSession
//! ```
//!
//! A handshake borrows the application and the options. [`Handshake::detach`] lets go of them while the reply is on its
//! way, and [`Handshake::resume`] takes them again.
//!
//! The transcript's order of hashing is in [`profile`](crate::profile) alone. Nothing here that depends on the
//! PatientRelationshipKey is done before the other side has proved itself.

mod client;
mod error;
mod message;
mod options;
mod server;

pub use client::{DetachedHandshake, Handshake, Stretching};
pub use error::{AcceptError, HandshakeError, StartError};
pub use options::{Application, SessionOptions};
pub use server::{
    PendingSession, RelationshipKey, ServerHandshake, Terms, VerifiedHandshake, WrongRelationshipKey,
};
