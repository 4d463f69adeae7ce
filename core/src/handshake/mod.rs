//! The handshake of protocol.md section 3: one round trip from pre-shared keys to a session.
//!
//! ```text
//!  client                                             server
//!  Handshake::start ─ write ──── BeginSession ──────▶ ServerHandshake::read ─ verify
//!                                                                          │ accept
//!  Handshake::read ◀──────── BeginSessionResponse ───────────────────── PendingSession
//!        │                                                                 │ at the first call:
//!   Stretching ─ step … finish                                     PendingSession::confirm
//!        │                                                                 │
//!     Session  ◀────────────────── calls ───────────────────────▶   ServerSession
//! ```
//!
//! The transcript's order of hashing stands in [`profile`](crate::profile) alone. Nothing here that depends on the
//! PatientRelationshipKey is done before the other side has proved itself.

mod client;
mod message;
mod server;

use core::fmt;
use core::ops::RangeInclusive;

pub use client::{Application, Begin, Handshake, Stretching};
pub use server::{AcceptError, PendingSession, ServerHandshake, Terms, VerifiedHandshake};

use crate::crypto::KeyUnavailable;
use crate::envelope::EnvelopeError;
use crate::fault::FaultCode;
use crate::profile::Version;
use crate::random::RandomError;

/// A handshake could not begin. Nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StartError {
    /// There is no randomness.
    Random(RandomError),
    /// The validation keys cannot be used.
    Keys(KeyUnavailable),
    /// The schema version is not in the profile's table.
    UnknownVersion(Version),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Random(error) => error.fmt(f),
            Self::Keys(error) => error.fmt(f),
            Self::UnknownVersion(version) => {
                write!(f, "schema version {version} is none that this software speaks: ask for another")
            }
        }
    }
}

impl core::error::Error for StartError {}

/// The server's answer to BeginSession was not good. There is no session; nothing secret was given away.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HandshakeError {
    /// The reply is no envelope of the profile.
    Envelope(EnvelopeError),
    /// The reply is not of BeginSessionResponse's exact form, or a number in it is out of the protocol's bounds.
    Form,
    /// A fault. It is not authenticated, so it is a hint for engineers; `None` for a word that is not known.
    Refused(Option<FaultCode<'static>>),
    /// The server's public key is no point of the curve.
    PublicKey,
    /// The server does not have the validation keys: it is not the practice's, or the keys here are wrong.
    Validation,
    /// The validation keys here cannot be used.
    Keys(KeyUnavailable),
    /// The server asks for a number of PBKDF2 iterations outside the caller's policy.
    Iterations {
        /// What it asked.
        asked: u32,
        /// What the caller allows.
        policy: RangeInclusive<u32>,
    },
    /// The practice says that it runs a lower version than the session would speak.
    PracticeVersion(Version),
    /// The practice runs a higher version than was asked for, and so does this software: what
    /// GetClinicalVersionInformation said may have been tampered with. Ask again, or name the version on purpose.
    VersionLowered {
        /// What was asked for.
        asked: Version,
        /// What the practice runs.
        practice: Version,
    },
}

impl HandshakeError {
    /// The error's number, stable for programs in other languages.
    #[must_use]
    pub fn number(&self) -> u16 {
        match self {
            Self::Envelope(_) => 201,
            Self::Form => 202,
            Self::Refused(_) => 203,
            Self::PublicKey => 204,
            Self::Validation => 205,
            Self::Keys(_) => 206,
            Self::Iterations { .. } => 207,
            Self::PracticeVersion(_) => 208,
            Self::VersionLowered { .. } => 209,
        }
    }
}

impl fmt::Display for HandshakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Envelope(error) => write!(f, "the server's reply is malformed: {error}"),
            Self::Form => f.write_str("the server's reply to BeginSession is not of the profile's form"),
            Self::Refused(Some(code)) => {
                write!(f, "the server refused the session ({code}): {}", code.reason())
            }
            Self::Refused(None) => {
                f.write_str("the server refused the session for a reason that is not known")
            }
            Self::PublicKey => f.write_str("the server's public key is no point of the curve"),
            Self::Validation => {
                f.write_str("the server could not prove itself: check the pre-shared keys and the endpoint")
            }
            Self::Keys(error) => error.fmt(f),
            Self::Iterations { asked, policy } => write!(
                f,
                "the server asks for {asked} iterations, and the policy here is {} to {}",
                policy.start(),
                policy.end()
            ),
            Self::PracticeVersion(version) => {
                write!(
                    f,
                    "the practice runs version {version}, below the one asked for: begin at that version"
                )
            }
            Self::VersionLowered { asked, practice } => write!(
                f,
                "version {asked} was asked for and the practice runs {practice}: someone may have lowered the version; \
                 begin at the higher one"
            ),
        }
    }
}

impl core::error::Error for HandshakeError {}
