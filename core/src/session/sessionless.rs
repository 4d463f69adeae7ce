//! Calls outside a session: GetClinicalVersionInformation. Neither way is authenticated, so what is read here is a hint
//! that the handshake confirms (see `VersionLowered`).

use core::fmt;

use super::error::NotCalled;
use super::server::Request;
use crate::envelope::{self, Envelope, EnvelopeError};
use crate::error::BufferTooSmall;
use crate::fault::{Fault, FaultCode};
use crate::messages::{
    self, Allowed, Called, Content, Context, DecodeError, Fields, OLDEST, Operation, Problem, Record, Side,
    Struct, read_in_place,
};
use crate::profile::{Profile, namespaces};
use crate::types::ApplicationId;
use crate::xml::{Judged, Writer};

/// A call outside a session did not end with its response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SessionlessError {
    /// The reply is no envelope of the profile.
    Envelope(EnvelopeError),
    /// A fault; `None` for a word that is not known.
    Refused(Option<FaultCode<'static>>),
    /// The reply cannot be read.
    Unreadable(DecodeError),
}

impl SessionlessError {
    /// The error's number, stable for programs in other languages.
    #[must_use]
    pub fn number(&self) -> u16 {
        match self {
            Self::Envelope(_) => 401,
            Self::Refused(_) => 402,
            Self::Unreadable(_) => 403,
        }
    }
}

impl fmt::Display for SessionlessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Envelope(error) => write!(f, "the server's reply is malformed: {error}"),
            Self::Refused(Some(code)) => write!(f, "the server refused ({code}): {}", code.reason()),
            Self::Refused(None) => f.write_str("the server refused for a reason that is not known"),
            Self::Unreadable(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for SessionlessError {}

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
        // What is called outside a session is of the first version.
        messages::write_request::<P>(writer, O::CALLED, &Struct::request(request), OLDEST);
    })
}

/// Client: writes a request of any operation outside a session.
pub(crate) fn write_call<P: Profile>(
    application: &ApplicationId,
    called: &'static Called,
    request: &dyn Content,
    out: &mut [u8],
) -> Result<usize, NotCalled> {
    if called.allowed != Allowed::Anywhere {
        return Err(NotCalled::NeedsSession { operation: called.name() });
    }
    let mut refused = None;
    let written = write::<P>(application, out, &mut |writer| {
        refused = messages::write_request::<P>(writer, called, request, OLDEST);
    });
    match &refused {
        Some(refused) => Err(NotCalled::field(refused, OLDEST)),
        None => written.map_err(NotCalled::Buffer),
    }
}

/// A message of a client outside a session.
#[inline(never)]
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
    read_in_place(|response| read_response::<P>(reply, O::CALLED, response))
}

/// Client: reads the reply to a request of any operation outside a session.
pub(crate) fn read_response<'r, P: Profile>(
    reply: &'r [u8],
    info: &'static Called,
    response: &mut (dyn Record<'r> + '_),
) -> Result<(), SessionlessError> {
    let mut envelope = Envelope::none();
    open::<P>(reply, &mut envelope, &mut nothing)?;
    let context =
        Context { version: OLDEST, side: Side::Response, names: namespaces::<P>(), streamed: false };
    messages::read_response(envelope.body, info, response, context).map_err(SessionlessError::Unreadable)
}

/// Judges a reply that is not authenticated, and lends its Body, unless it is a fault. It is taken apart where it stays,
/// since it is large.
#[inline(never)]
pub(crate) fn open<'r, P: Profile>(
    reply: &'r [u8],
    envelope: &mut Envelope<'r>,
    read: &mut dyn FnMut(&Judged<'r>),
) -> Result<(), SessionlessError> {
    envelope::read_to::<P>(reply, envelope).map_err(SessionlessError::Envelope)?;
    judge::<P>(envelope.body, read)
}

/// What is to be read of a Body that has only to be no fault.
fn nothing(_: &Judged<'_>) {}

/// Judges a Body that is not authenticated, and lends it, unless it is a fault.
#[inline(never)]
fn judge<'r, P: Profile>(body: &'r str, read: &mut dyn FnMut(&Judged<'r>)) -> Result<(), SessionlessError> {
    let body = &Judged::of_text(body, namespaces::<P>());
    let body = body.as_ref().map_err(|error| SessionlessError::Envelope((*error).into()))?;
    if let Some(fault) = Fault::read(body, OLDEST, namespaces::<P>()) {
        return Err(SessionlessError::Refused(fault.and_then(|fault| fault.code.known())));
    }
    read(body);
    Ok(())
}

/// What a Body says that is not authenticated, if it is a fault: a hint for engineers.
pub(crate) fn hint<P: Profile>(body: &str) -> Option<FaultCode<'static>> {
    match judge::<P>(body, &mut nothing) {
        Err(SessionlessError::Refused(code)) => code,
        _ => None,
    }
}

/// Server: reads a request that is outside a session.
///
/// # Errors
/// [`Problem`]: the fault to answer.
pub fn sessionless_request<'a, O: Operation + Fields<'a>>(request: &Request<'a>) -> Result<O, Problem<'a>> {
    request.read(OLDEST)
}

/// Server: writes the response to a request outside a session.
///
/// # Errors
/// [`BufferTooSmall`].
pub fn sessionless_response<O: Operation, P: Profile>(
    response: &O::Response<'_>,
    out: &mut [u8],
) -> Result<usize, BufferTooSmall> {
    envelope::sessionless_reply(out, |writer| messages::write_response::<O, P>(writer, response, OLDEST))
}

/// Server: writes a fault that is not authenticated: outside a session, or where the session is not known or not trusted.
///
/// # Errors
/// [`BufferTooSmall`].
pub fn fault_reply<P: Profile>(fault: &Fault<'_>, out: &mut [u8]) -> Result<usize, BufferTooSmall> {
    envelope::sessionless_reply(out, |writer| fault.write::<P>(writer, OLDEST))
}
