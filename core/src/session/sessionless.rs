//! Calls outside a session: GetClinicalVersionInformation. Neither way is authenticated, so what is read here is a hint
//! that the handshake confirms (see `VersionLowered`).

use core::fmt;

use super::error::RequestError;
use super::server::Request;
use crate::codec::{
    Allowed, Context, Decode, DecodeError, Encode, OperationDescriptor, Problem, Refused, Side,
    decode_response, encode_message,
};
use crate::envelope::{self, Block, EnvelopeError};
use crate::error::{BufferTooSmall, ErrorCode, Outcome};
use crate::fault::{Fault, FaultCode};
use crate::messages::Operation;
use crate::profile::{Profile, Version, namespaces};
use crate::types::ApplicationId;
use crate::xml::{Validated, Writer};

/// A call outside a session did not end with its response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SessionlessError {
    /// The reply is no envelope of the profile.
    Envelope(EnvelopeError),
    /// A fault; `None` for a word that is not known.
    Refused(Option<FaultCode<'static>>),
    /// The reply cannot be read.
    InvalidResponse(DecodeError),
}

impl SessionlessError {
    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Envelope(_) => ErrorCode::SessionlessEnvelope,
            Self::Refused(_) => ErrorCode::SessionlessRefused,
            Self::InvalidResponse(_) => ErrorCode::SessionlessResponse,
        }
    }

    /// What is known of the call's effect: no operation outside a session has one.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        Outcome::NotCarriedOut
    }
}

impl fmt::Display for SessionlessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Envelope(_) => f.write_str("the server's reply is malformed"),
            Self::Refused(Some(code)) => write!(f, "the server refused ({code}): {}", code.reason()),
            Self::Refused(None) => f.write_str("the server refused for a reason that is not known"),
            Self::InvalidResponse(_) => f.write_str("the server's reply cannot be decoded"),
        }
    }
}

impl core::error::Error for SessionlessError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Envelope(error) => Some(error),
            Self::InvalidResponse(error) => Some(error),
            Self::Refused(_) => None,
        }
    }
}

/// Client: writes a request outside a session.
///
/// # Errors
/// [`BufferTooSmall`].
pub fn sessionless_call<O: Operation, P: Profile>(
    application: &ApplicationId,
    request: &O,
    out: &mut [u8],
) -> Result<usize, BufferTooSmall> {
    write::<P>(application, out, &mut |writer| {
        encode::<P>(writer, O::DESCRIPTOR, request);
    })
}

/// Client: writes a request of any operation outside a session.
pub(crate) fn write_call<P: Profile>(
    application: &ApplicationId,
    operation: &'static OperationDescriptor,
    request: &dyn Encode,
    out: &mut [u8],
) -> Result<usize, RequestError> {
    if operation.allowed != Allowed::Anywhere {
        return Err(RequestError::NeedsSession { operation: operation.name });
    }
    let mut refused = None;
    let written = write::<P>(application, out, &mut |writer| {
        refused = encode::<P>(writer, operation, request);
    });
    match &refused {
        Some(refused) => Err(RequestError::field(refused, Version::OLDEST)),
        None => written.map_err(RequestError::Buffer),
    }
}

/// Writes a request outside a session, which is of the first version.
fn encode<P: Profile>(
    writer: &mut Writer<'_>,
    operation: &OperationDescriptor,
    request: &dyn Encode,
) -> Option<Refused> {
    let context = (Version::OLDEST, Side::Request);
    encode_message(writer, P::NAMESPACE, operation.name, request, context)
}

/// A message of a client outside a session.
pub(crate) fn write<P: Profile>(
    application: &ApplicationId,
    out: &mut [u8],
    body: &mut dyn FnMut(&mut Writer<'_>),
) -> Result<usize, BufferTooSmall> {
    envelope::sessionless_request::<P>(out, application, |writer| body(writer))
}

/// Client: reads the reply to a request outside a session.
///
/// # Errors
/// [`SessionlessError`].
pub fn sessionless_reply<O: Operation, P: Profile>(
    reply: &[u8],
) -> Result<O::Response<'_>, SessionlessError> {
    let (body, context) = open_response::<P>(reply)?;
    decode_response(body, O::DESCRIPTOR.response_name, context).map_err(SessionlessError::InvalidResponse)
}

/// Client: the Body of a reply to a request outside a session, unless it is a fault, and what reading it depends on.
pub(crate) fn open_response<P: Profile>(reply: &[u8]) -> Result<(&str, Context), SessionlessError> {
    let body = open::<P>(reply)?;
    let names = namespaces::<P>();
    let context = Context { version: Version::OLDEST, side: Side::Response, names, streamed: false };
    Ok((body.text(), context))
}

/// Validates a reply that is not authenticated, and gives its Body, unless it is a fault.
pub(crate) fn open<P: Profile>(reply: &[u8]) -> Result<Validated<'_>, SessionlessError> {
    let envelope = envelope::read::<P>(reply).map_err(SessionlessError::Envelope)?;
    // XML-3
    if envelope.block != Block::None {
        return Err(SessionlessError::Envelope(EnvelopeError::BadHeader));
    }
    validate::<P>(envelope.body)
}

/// Validates a Body that is not authenticated, unless it is a fault.
fn validate<P: Profile>(body: &str) -> Result<Validated<'_>, SessionlessError> {
    let body = Validated::of_text(body, namespaces::<P>())
        .map_err(|error| SessionlessError::Envelope(error.into()))?;
    match Fault::read(&body, Version::OLDEST, namespaces::<P>()) {
        Some(fault) => Err(SessionlessError::Refused(fault.and_then(|fault| fault.code.known()))),
        None => Ok(body),
    }
}

/// What a Body says that is not authenticated, if it is a fault: a hint for engineers.
pub(crate) fn hint<P: Profile>(body: &str) -> Option<FaultCode<'static>> {
    match validate::<P>(body) {
        Err(SessionlessError::Refused(code)) => code,
        _ => None,
    }
}

/// Server: reads a request that is outside a session.
///
/// # Errors
/// [`Problem`]: the fault to answer.
pub fn sessionless_request<'a, O: Operation + Decode<'a>>(request: &Request<'a>) -> Result<O, Problem<'a>> {
    request.read(Version::OLDEST)
}

/// Server: writes the response to a request outside a session.
///
/// # Errors
/// [`BufferTooSmall`].
pub fn sessionless_response<O: Operation, P: Profile>(
    response: &O::Response<'_>,
    out: &mut [u8],
) -> Result<usize, BufferTooSmall> {
    envelope::sessionless_reply(out, |writer| {
        let context = (Version::OLDEST, Side::Response);
        encode_message(writer, P::NAMESPACE, O::DESCRIPTOR.response_name, response, context);
    })
}

/// Server: writes a fault that is not authenticated: outside a session, or where the session is not known or not trusted.
///
/// # Errors
/// [`BufferTooSmall`].
pub fn fault_reply<P: Profile>(fault: &Fault<'_>, out: &mut [u8]) -> Result<usize, BufferTooSmall> {
    envelope::sessionless_reply(out, |writer| fault.write::<P>(writer, Version::OLDEST))
}
