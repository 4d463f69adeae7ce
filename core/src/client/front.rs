//! The client without I/O.
#![allow(clippy::type_complexity, reason = "the types say what an exchange is made of")]

use core::fmt;

use zeroize::Zeroize;

use super::calls::{BeginSession, Outside};
use super::dynamic::DynamicOutside;
use super::error::BeginError;
use super::exchange::WholeReply;
use super::learn::{Learn, Question};
use super::platform::Platform;
use super::stream::ReplyInPieces;
use crate::capabilities::{Capabilities, Unknown};
use crate::codec::{Encode, OperationDescriptor};
use crate::dynamic::{DynamicRequest, Field, OperationId, Part};
use crate::handshake::{Application, Handshake, SessionOptions};
use crate::messages::practice::{GetClinicalVersionInformation, GetPracticeSettings, GetUserOptions};
use crate::messages::{DecodeError, Operation, Streamed};
use crate::session::{
    self, Call, DynamicCall, DynamicReply, InFlightCall, Provisional, RequestError, Session, Streaming,
    StreamingReply, sessionless,
};
use crate::time::Clock as _;
use crate::types::OdsCode;

/// The client without I/O: what [`Client`](super::Client) and `AsyncClient` stand on. Use it where bytes travel in a way
/// that neither of them knows.
///
/// Each method writes a message and gives the [`Exchange`](super::Exchange) that waits for its reply. A request buffer of
/// 4 KiB holds every request but the longest message to a practice; the reply buffer bounds what a practice may answer,
/// and with [`PageSize`](crate::messages::PageSize) the answers can be kept to it.
pub struct Front<'b, X: Platform> {
    application: Application<X::Keys>,
    platform: X,
    request: &'b mut [u8],
    reply: &'b mut [u8],
}

impl<'b, X: Platform> Front<'b, X> {
    /// A client of this application, working in the two buffers.
    pub const fn new(
        application: Application<X::Keys>,
        platform: X,
        request: &'b mut [u8],
        reply: &'b mut [u8],
    ) -> Self {
        Self { application, platform, request, reply }
    }

    /// Wipes both buffers, which hold the last request and reply: a registration's reply has a key in it.
    pub fn wipe(&mut self) {
        self.request.zeroize();
        self.reply.zeroize();
    }

    /// The platform.
    pub const fn platform(&mut self) -> &mut X {
        &mut self.platform
    }

    /// Asks which version a practice runs. See
    /// [`Client::clinical_version_information`](super::Client::clinical_version_information).
    ///
    /// # Errors
    /// [`RequestError`]: nothing was sent.
    pub fn clinical_version_information(
        &mut self,
        ods_code: OdsCode,
    ) -> Result<WholeReply<'_, Outside<'_, GetClinicalVersionInformation, X::Profile>>, RequestError> {
        let request = GetClinicalVersionInformation { ods_code };
        let length = session::sessionless_call::<_, X::Profile>(&self.application.id, &request, self.request)
            .map_err(RequestError::Buffer)?;
        let message = self.request.get(..length).unwrap_or_default();
        Ok(WholeReply::new(Outside::new(message), self.reply))
    }

    /// Begins a session. See [`Client::begin_session_stepwise`](super::Client::begin_session_stepwise).
    ///
    /// # Errors
    /// [`BeginError::Start`] and [`BeginError::Buffer`]: nothing was sent.
    pub fn begin_session<'c, E>(
        &'c mut self,
        options: SessionOptions<'c>,
    ) -> Result<WholeReply<'c, BeginSession<'c, X::Keys, X::Profile>>, BeginError<E>> {
        let now = self.platform.clock().now();
        let handshake = Handshake::start(&self.application, options, self.platform.random(), now)
            .map_err(BeginError::Start)?;
        let length = handshake.write(self.request).map_err(BeginError::Buffer)?;
        let message = self.request.get(..length).unwrap_or_default();
        Ok(WholeReply::new(BeginSession::new(handshake, message), self.reply))
    }

    /// Makes one call in a session. See [`Client::call`](super::Client::call).
    ///
    /// # Errors
    /// [`RequestError`]: nothing was sent.
    pub fn call<'s, 'c, O: Operation>(
        &'c mut self,
        session: &'s mut Session<X::Profile>,
        request: &O,
    ) -> Result<WholeReply<'c, Call<'s, 'c, O, X::Profile>>, RequestError> {
        let call = session.call(request, self.request, self.platform.clock().now())?;
        Ok(WholeReply::new(call, self.reply))
    }

    /// Makes a call of any operation.
    pub(super) fn call_any<'s, 'c>(
        &'c mut self,
        session: &'s mut Session<X::Profile>,
        operation: &'static OperationDescriptor,
        request: &dyn Encode,
    ) -> Result<WholeReply<'c, InFlightCall<'s, 'c, X::Profile>>, RequestError> {
        let now = self.platform.clock().now();
        let call = InFlightCall::begin(session, operation, request, self.request, now)?;
        Ok(WholeReply::new(call, self.reply))
    }

    /// Makes a call of any operation whose reply is read while it comes in; `drain` takes what has come whole.
    pub(super) fn stream_any<'s, 'c, D>(
        &'c mut self,
        session: &'s mut Session<X::Profile>,
        operation: &'static OperationDescriptor,
        request: &dyn Encode,
        drain: D,
    ) -> Result<ReplyInPieces<'c, Streaming<'s, 'c, 'c, X::Profile>, D>, RequestError>
    where
        D: FnMut(&mut Streaming<'_, '_, '_, X::Profile>),
    {
        let now = self.platform.clock().now();
        let call = InFlightCall::begin(session, operation, request, self.request, now)?;
        let (action, message) = (call.action(), call.bytes);
        Ok(ReplyInPieces::new(action, message, Streaming::new(call, self.reply), drain))
    }

    /// Makes one call in a session, by the operation's name. See [`Client::call_dynamic`](super::Client::call_dynamic).
    ///
    /// # Errors
    /// [`RequestError`]: nothing was sent.
    pub fn call_dynamic<'s, 'c>(
        &'c mut self,
        session: &'s mut Session<X::Profile>,
        operation: OperationId,
        fields: &[Field<'_>],
    ) -> Result<WholeReply<'c, DynamicCall<'s, 'c, X::Profile>>, RequestError> {
        let call = session.call_dynamic(operation, fields, self.request, self.platform.clock().now())?;
        Ok(WholeReply::new(call, self.reply))
    }

    /// Makes one call outside a session, by the operation's name. See
    /// [`Client::sessionless_dynamic`](super::Client::sessionless_dynamic).
    ///
    /// # Errors
    /// [`RequestError`]: nothing was sent.
    pub fn sessionless_dynamic<'c>(
        &'c mut self,
        operation: OperationId,
        fields: &[Field<'_>],
    ) -> Result<WholeReply<'c, DynamicOutside<'c, X::Profile>>, RequestError> {
        let request = DynamicRequest::new(operation, fields);
        let id = &self.application.id;
        let length =
            sessionless::write_call::<X::Profile>(id, operation.descriptor(), &request, self.request)?;
        let message = self.request.get(..length).unwrap_or_default();
        Ok(WholeReply::new(DynamicOutside::new(operation, message), self.reply))
    }

    /// Makes one call whose reply is read while it comes in. See [`Client::stream`](super::Client::stream).
    ///
    /// # Errors
    /// [`RequestError`]: nothing was sent.
    pub fn stream<'s, 'c, O: Streamed, F>(
        &'c mut self,
        session: &'s mut Session<X::Profile>,
        request: &O,
        sink: F,
    ) -> Result<ReplyInPieces<'c, StreamingReply<'s, 'c, 'c, O, X::Profile>, F>, RequestError>
    where
        F: for<'p> FnMut(Result<Provisional<O::Part<'p>>, DecodeError>),
    {
        let call = session.call(request, self.request, self.platform.clock().now())?;
        let (action, message) = (call.action(), call.bytes());
        Ok(ReplyInPieces::new(action, message, call.stream(self.reply), sink))
    }

    /// Makes one call whose reply is read while it comes in, by the operation's name. See
    /// [`Client::stream_dynamic`](super::Client::stream_dynamic).
    ///
    /// # Errors
    /// [`RequestError`]: nothing was sent.
    pub fn stream_dynamic<'s, 'c, F>(
        &'c mut self,
        session: &'s mut Session<X::Profile>,
        operation: OperationId,
        fields: &[Field<'_>],
        sink: F,
    ) -> Result<ReplyInPieces<'c, DynamicReply<'s, 'c, 'c, X::Profile>, F>, RequestError>
    where
        F: for<'p> FnMut(Result<Provisional<Part<'p>>, DecodeError>),
    {
        let call = session.call_dynamic(operation, fields, self.request, self.platform.clock().now())?;
        let (action, message) = (call.action(), call.bytes());
        Ok(ReplyInPieces::new(action, message, call.stream(self.reply), sink))
    }

    /// Asks the next question whose answer `known` does not have: the practice's settings first, then in a patient
    /// session what this user may do. `None` when there is nothing more to ask.
    ///
    /// # Errors
    /// [`RequestError`]: nothing was sent.
    pub fn learn<'s, 'c>(
        &'c mut self,
        session: &'s mut Session<X::Profile>,
        known: Capabilities,
        ods_code: OdsCode,
    ) -> Result<Option<Learn<'s, 'c, X::Profile>>, RequestError> {
        let question = match known.unasked() {
            Some(Unknown::PracticeSettings) => {
                Question::Settings(self.call(session, &GetPracticeSettings { ods_code })?)
            }
            Some(Unknown::UserOptions) => Question::Options(self.call(session, &GetUserOptions {})?),
            _ => return Ok(None),
        };
        Ok(Some(Learn::new(known, question)))
    }
}

impl<X: Platform> fmt::Debug for Front<'_, X> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Front").field("application", &self.application.id).finish_non_exhaustive()
    }
}
