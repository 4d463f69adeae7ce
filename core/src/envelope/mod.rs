//! The SOAP envelope of protocol.md section 5: reading it without trusting it, writing it in its one form.
//!
//! The Body's bytes are cut out exactly and validated by themselves, so nothing around them has any effect on what they
//! mean.

mod read;
mod write;

use core::fmt;

pub use read::read;
pub(crate) use read::read_head;
pub(crate) use write::{session_message, sessionless_reply, sessionless_request};

use crate::error::ErrorCode;
use crate::types::{ApplicationId, SessionId};
use crate::xml::XmlError;

/// The pieces of a session's message between its variable parts, as we write them. Reading looks for exactly these
/// before it takes the general way.
mod own {
    pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><s:Envelope xmlns:s=\"";
    pub(super) const SESSION: &str = "\"><s:Header><Session xmlns=\"";
    pub(super) const SESSION_ID: &str = "\"><SessionId>";
    pub(super) const SEQUENCE: &str = "</SessionId><Sequence>";
    pub(super) const SESSION_HASH: &str = "</Sequence><SessionHash>";
    pub(super) const BODY: &str = "</SessionHash></Session></s:Header><s:Body>";
    pub(super) const END: &str = "</s:Body></s:Envelope>";
    /// 32 bytes in base64.
    pub(super) const HASH_LENGTH: usize = 44;
    /// 16 bytes in hexadecimal digits.
    pub(super) const ID_LENGTH: usize = 32;
}

/// The Header's one block of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// Neither.
    None,
    /// Outside a session.
    Application(ApplicationId),
    /// In a session.
    Session {
        /// Which session.
        session_id: SessionId,
        /// The number of the call.
        sequence: u32,
        /// The SessionHash.
        session_hash: [u8; 32],
    },
}

/// A message taken apart.
#[derive(Clone, Copy)]
pub struct Envelope<'a> {
    /// What its Header says.
    pub block: Block,
    /// Its Body's bytes, not validated yet.
    pub body: &'a str,
}

impl fmt::Debug for Envelope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Envelope").field("body_bytes", &self.body.len()).finish_non_exhaustive()
    }
}

/// Why a message is no envelope of the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EnvelopeError {
    /// It is no well-formed XML within the limits.
    Xml(XmlError),
    /// It is well-formed so far, but no SOAP 1.2 envelope with one Body.
    NotAnEnvelope,
    /// Its Header is longer than 2 KiB.
    HeaderTooLong,
    /// Its Header has blocks of ours that it may not have, or not in their exact form, or one of others that has to be
    /// understood.
    BadHeader,
}

impl EnvelopeError {
    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Xml(_) => ErrorCode::MalformedXml,
            Self::NotAnEnvelope => ErrorCode::NotAnEnvelope,
            Self::HeaderTooLong => ErrorCode::HeaderTooLong,
            Self::BadHeader => ErrorCode::HeaderNotAllowed,
        }
    }
}

impl From<XmlError> for EnvelopeError {
    fn from(error: XmlError) -> Self {
        Self::Xml(error)
    }
}

impl fmt::Display for EnvelopeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Xml(error) => error.fmt(f),
            Self::NotAnEnvelope => f.write_str("no SOAP 1.2 envelope with one Body"),
            Self::HeaderTooLong => f.write_str("a Header of more than 2 KiB"),
            Self::BadHeader => f.write_str("a Header that the profile does not allow"),
        }
    }
}

impl core::error::Error for EnvelopeError {}
