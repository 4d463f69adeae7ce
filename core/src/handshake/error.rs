//! The errors of the handshake, on both sides.

use core::fmt;
use core::ops::RangeInclusive;

use crate::crypto::{InvalidPublicKey, KeyUnavailable};
use crate::envelope::EnvelopeError;
use crate::error::{BufferTooSmall, ErrorCode};
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

impl StartError {
    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Random(error) => error.code(),
            Self::Keys(error) => error.code(),
            Self::UnknownVersion(_) => ErrorCode::UnknownVersion,
        }
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Random(error) => error.fmt(f),
            Self::Keys(error) => error.fmt(f),
            Self::UnknownVersion(version) => {
                write!(f, "schema version {version} is not supported: ask for another")
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
    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Envelope(_) => ErrorCode::HandshakeEnvelope,
            Self::Form => ErrorCode::HandshakeForm,
            Self::Refused(_) => ErrorCode::HandshakeRefused,
            Self::PublicKey => ErrorCode::InvalidPublicKey,
            Self::Validation => ErrorCode::ServerNotValidated,
            Self::Keys(error) => error.code(),
            Self::Iterations { .. } => ErrorCode::IterationsRefused,
            Self::PracticeVersion(_) => ErrorCode::PracticeVersionLower,
            Self::VersionLowered { .. } => ErrorCode::VersionLowered,
        }
    }
}

impl fmt::Display for HandshakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Envelope(_) => f.write_str("the server's reply to BeginSession is malformed"),
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

impl core::error::Error for HandshakeError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Envelope(error) => Some(error),
            _ => None,
        }
    }
}

/// A session could not be granted although the request was valid: the server's own fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AcceptError {
    /// The buffer is too short. Nothing has changed.
    Buffer(BufferTooSmall),
    /// There is no randomness.
    Random(RandomError),
    /// The validation keys cannot be used.
    Keys(KeyUnavailable),
    /// The client's public key is not a point of the curve.
    PublicKey(InvalidPublicKey),
    /// The terms are out of the protocol's bounds.
    Terms,
}

impl AcceptError {
    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Buffer(error) => error.code(),
            Self::Random(error) => error.code(),
            Self::Keys(error) => error.code(),
            Self::PublicKey(error) => error.code(),
            Self::Terms => ErrorCode::TermsOutOfBounds,
        }
    }
}

impl fmt::Display for AcceptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Buffer(error) => error.fmt(f),
            Self::Random(error) => error.fmt(f),
            Self::Keys(error) => error.fmt(f),
            Self::PublicKey(error) => error.fmt(f),
            Self::Terms => f.write_str("the terms of the session are outside the protocol's bounds"),
        }
    }
}

impl core::error::Error for AcceptError {}
