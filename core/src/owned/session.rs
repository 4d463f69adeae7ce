//! The session: its two header blocks, BeginSession and its response, which are exact, and EndSession, which
//! is empty.
//!
//! "Exact" (protocol.md section 3): this order, nothing unknown, nothing empty, no white space.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use core::fmt;

use super::own::{Own, decode_owned};
use crate::codec::{
    Decode, DecodeError, ElementReader, ElementWriter, Encode, FieldDescriptor, Invalid, OperationDescriptor,
};
use crate::messages::Operation;
use crate::messages::session as borrowed;

/// Ends the session; both sides wipe the keys. A lost reply is not reported as an error.
#[derive(Clone, Default, PartialEq)]
pub struct EndSession {}

impl EndSession {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::EndSession::FIELDS;
}

impl Own for borrowed::EndSession {
    type Owned = EndSession;

    fn own(self) -> Result<EndSession, DecodeError> {
        Ok(EndSession {})
    }
}

impl TryFrom<borrowed::EndSession> for EndSession {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::EndSession) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl Decode<'_> for EndSession {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::EndSession>(reader)
    }
}

impl Encode for EndSession {
    fn encode(&self, _: &mut ElementWriter<'_, '_>) {}
}

impl fmt::Debug for EndSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("EndSession(redacted)")
    }
}

/// The session has ended.
#[derive(Clone, Default, PartialEq)]
pub struct EndSessionResponse {}

impl EndSessionResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::EndSessionResponse::FIELDS;
}

impl Own for borrowed::EndSessionResponse {
    type Owned = EndSessionResponse;

    fn own(self) -> Result<EndSessionResponse, DecodeError> {
        Ok(EndSessionResponse {})
    }
}

impl TryFrom<borrowed::EndSessionResponse> for EndSessionResponse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::EndSessionResponse) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl Decode<'_> for EndSessionResponse {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::EndSessionResponse>(reader)
    }
}

impl Encode for EndSessionResponse {
    fn encode(&self, _: &mut ElementWriter<'_, '_>) {}
}

impl fmt::Debug for EndSessionResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("EndSessionResponse(redacted)")
    }
}

impl Operation for EndSession {
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::EndSession::DESCRIPTOR;

    type Response<'r> = EndSessionResponse;
}
