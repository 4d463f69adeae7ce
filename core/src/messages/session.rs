//! The session: its two header blocks, BeginSession and its response, which are exact, and EndSession, which
//! is empty.
//!
//! "Exact" (protocol.md section 3): this order, nothing unknown, nothing empty, no white space.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use core::fmt;

use super::Operation;
use crate::codec::{
    Allowed, Decode, Effect, ElementReader, ElementWriter, Encode, EndsSession, FieldDescriptor,
    FieldsReader, Invalid, OperationDescriptor, Requirement,
};
use crate::profile::Version;

/// Ends the session; both sides wipe the keys. A lost reply is not reported as an error.
///
/// If its reply is lost: The session is over for the client whatever becomes of the call (SH-26); what the
/// server still keeps of it ends with its idle time.
#[derive(Clone, Copy, Default)]
pub struct EndSession {}

impl EndSession {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[];
}

impl Decode<'_> for EndSession {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while fields.next_field().is_some() {
            fields.skip();
        }
        fields.finish()?;
        Ok(Self {})
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
#[derive(Clone, Copy, Default)]
pub struct EndSessionResponse {}

impl EndSessionResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[];
}

impl Decode<'_> for EndSessionResponse {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while fields.next_field().is_some() {
            fields.skip();
        }
        fields.finish()?;
        Ok(Self {})
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
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "EndSession",
        response_name: "EndSessionResponse",
        since: Version::V1_0,
        allowed: Allowed::AnySession,
        requirement: Requirement::Nothing,
        effect: Effect::Changes { read_back: None },
        paged: false,
        ends: EndsSession::Always,
        request: Self::FIELDS,
        response: EndSessionResponse::FIELDS,
    };

    type Response<'r> = EndSessionResponse;
}

/// What is known of BeginSession. Its messages are of the exact form (protocol.md section 3), which has no table of fields.
pub const BEGIN_SESSION: &OperationDescriptor = &OperationDescriptor {
    name: "BeginSession",
    response_name: "BeginSessionResponse",
    since: Version::V1_0,
    allowed: Allowed::Outside,
    requirement: Requirement::Nothing,
    effect: Effect::None,
    paged: false,
    ends: EndsSession::No,
    request: &[],
    response: &[],
};
