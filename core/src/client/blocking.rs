//! The blocking driver.

use core::fmt;

use super::error::{BeginError, ClientError};
use super::exchange::Exchange;
use super::front::Front;
use super::pages::ClientPages;
use super::platform::Platform;
use super::stream::{give_nodes, give_parts};
use crate::capabilities::Capabilities;
use crate::codec::{Encode, OperationDescriptor};
use crate::dynamic::{DynamicRequest, Element, Field, OperationId, Part};
use crate::handshake::{Application, SessionOptions, Stretching};
use crate::messages::practice::GetClinicalVersionInformationResponse;
use crate::messages::session::EndSession;
use crate::messages::{DecodeError, Operation, Paged, Streamed};
use crate::session::{Provisional, Session, Streaming, VerifiedBody};
use crate::transport::{DeliveryError, Reply as _, Transport};
use crate::types::OdsCode;

/// The high-level blocking client: one method for each call, over any [`Transport`].
///
/// `AsyncClient` (feature `async`) has the same methods for `await`.
pub struct Client<'b, T, X: Platform> {
    transport: T,
    front: Front<'b, X>,
}

impl<'b, T: Transport, X: Platform> Client<'b, T, X> {
    /// A client of this application, working in the two buffers.
    ///
    /// A request buffer of 4 KiB holds every request but the longest message to a practice; the reply buffer bounds what
    /// a practice may answer, and with [`PageSize`](crate::messages::PageSize) the answers can be kept to it.
    pub const fn new(
        application: Application<X::Keys>,
        transport: T,
        platform: X,
        request: &'b mut [u8],
        reply: &'b mut [u8],
    ) -> Self {
        Self { transport, front: Front::new(application, platform, request, reply) }
    }

    /// Wipes both buffers, which hold the last request and reply: a registration's reply has a key in it.
    pub fn wipe(&mut self) {
        self.front.wipe();
    }

    /// The transport.
    pub const fn transport(&mut self) -> &mut T {
        &mut self.transport
    }

    /// The platform.
    pub const fn platform(&mut self) -> &mut X {
        self.front.platform()
    }

    /// Asks which version a practice runs. The answer is not authenticated; a session that is begun with it
    /// ([`SessionOptions::negotiated`]) finds out if it was lowered.
    ///
    /// # Errors
    /// [`ClientError`].
    pub fn clinical_version_information(
        &mut self,
        ods_code: OdsCode,
    ) -> Result<GetClinicalVersionInformationResponse<'_>, ClientError<T::Error>> {
        drive(&mut self.transport, self.front.clinical_version_information(ods_code))
    }

    /// Begins a session, and does all of the key stretching at once.
    ///
    /// # Errors
    /// [`BeginError`]. There is no session; after a lost reply the server may keep one that is never used, which it
    /// forgets by itself.
    pub fn begin_session(
        &mut self,
        options: SessionOptions<'_>,
    ) -> Result<Session<X::Profile>, BeginError<T::Error>> {
        self.begin_session_stepwise(options).map(Stretching::finish)
    }

    /// Begins a session, and leaves the stretching of its keys to the caller's steps.
    ///
    /// # Errors
    /// [`BeginError`], as for [`Client::begin_session`].
    pub fn begin_session_stepwise(
        &mut self,
        options: SessionOptions<'_>,
    ) -> Result<Stretching<X::Profile>, BeginError<T::Error>> {
        drive(&mut self.transport, self.front.begin_session(options))
    }

    /// Makes one call in a session.
    ///
    /// # Errors
    /// [`ClientError`], whose [`outcome`](ClientError::outcome) says what is known of the call's effect.
    pub fn call<'c, O: Operation>(
        &'c mut self,
        session: &mut Session<X::Profile>,
        request: &O,
    ) -> Result<O::Response<'c>, ClientError<T::Error>> {
        self.call_any(session, O::DESCRIPTOR, request)?.decode()
    }

    /// Makes a call of any operation: compiled once for all of them.
    fn call_any<'c>(
        &'c mut self,
        session: &mut Session<X::Profile>,
        operation: &'static OperationDescriptor,
        request: &dyn Encode,
    ) -> Result<VerifiedBody<'c>, ClientError<T::Error>> {
        drive(&mut self.transport, self.front.call_any(session, operation, request))
    }

    /// Makes one call whose reply may be longer than the reply buffer: its pieces are given to `sink` as they come, and
    /// do not count before this has returned the response, whose lists and content are then empty. See
    /// [`StreamingReply`](crate::session::StreamingReply).
    ///
    /// # Errors
    /// [`ClientError`], as for [`Client::call`]. An item that cannot be read is given to `sink` as an error.
    pub fn stream<'c, O: Streamed>(
        &'c mut self,
        session: &mut Session<X::Profile>,
        request: &O,
        mut sink: impl for<'p> FnMut(Result<Provisional<O::Part<'p>>, DecodeError>),
    ) -> Result<O::Response<'c>, ClientError<T::Error>> {
        let mut drain = |reply: &mut Streaming<'_, '_, '_, X::Profile>| give_parts::<O, _>(reply, &mut sink);
        self.stream_any(session, O::DESCRIPTOR, request, &mut drain)?.decode()
    }

    /// Makes a call of any operation whose reply is read while it comes in.
    fn stream_any<'c>(
        &'c mut self,
        session: &mut Session<X::Profile>,
        operation: &'static OperationDescriptor,
        request: &dyn Encode,
        drain: &mut dyn FnMut(&mut Streaming<'_, '_, '_, X::Profile>),
    ) -> Result<VerifiedBody<'c>, ClientError<T::Error>> {
        drive(&mut self.transport, self.front.stream_any(session, operation, request, drain))
    }

    /// Makes one call in a session, by the operation's name: as [`Client::call`].
    ///
    /// # Errors
    /// [`ClientError`], whose [`outcome`](ClientError::outcome) says what is known of the call's effect.
    pub fn call_dynamic<'c>(
        &'c mut self,
        session: &mut Session<X::Profile>,
        operation: OperationId,
        fields: &[Field<'_>],
    ) -> Result<Element<'c>, ClientError<T::Error>> {
        let request = &DynamicRequest::new(operation, fields);
        self.call_any(session, operation.descriptor(), request)?.decode_dynamic()
    }

    /// Makes one call whose reply may be longer than the reply buffer, by the operation's name: as [`Client::stream`].
    ///
    /// # Errors
    /// [`ClientError`], as for [`Client::call`]. An item that cannot be read is given to `sink` as an error.
    pub fn stream_dynamic<'c>(
        &'c mut self,
        session: &mut Session<X::Profile>,
        operation: OperationId,
        fields: &[Field<'_>],
        mut sink: impl for<'p> FnMut(Result<Provisional<Part<'p>>, DecodeError>),
    ) -> Result<Element<'c>, ClientError<T::Error>> {
        let request = &DynamicRequest::new(operation, fields);
        let mut drain = |reply: &mut Streaming<'_, '_, '_, X::Profile>| give_nodes(reply, &mut sink);
        self.stream_any(session, operation.descriptor(), request, &mut drain)?.decode_dynamic()
    }

    /// Makes one call outside a session, by the operation's name: GetClinicalVersionInformation, as
    /// [`Client::clinical_version_information`]. Neither way is authenticated.
    ///
    /// # Errors
    /// [`ClientError`].
    pub fn sessionless_dynamic(
        &mut self,
        operation: OperationId,
        fields: &[Field<'_>],
    ) -> Result<Element<'_>, ClientError<T::Error>> {
        drive(&mut self.transport, self.front.sessionless_dynamic(operation, fields))
    }

    /// The pages of a list, from the request's own `After` on; without one, from the list's beginning.
    ///
    /// ```
    /// # use emis_core::client::{Client, Platform};
    /// # use emis_core::messages::prescribing::GetMedicationCourses;
    /// # use emis_core::session::Session;
    /// # use emis_core::transport::Transport;
    /// # fn show<T: Transport<Error: std::error::Error + 'static>, X: Platform>(
    /// #     client: &mut Client<'_, T, X>, session: &mut Session<X::Profile>,
    /// # ) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut pages = client.pages(session, GetMedicationCourses { maximum_items: None, after: None });
    /// while let Some(page) = pages.next() {
    ///     for course in page?.courses {
    ///         println!("{}", course?.name);
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages<'p, O: Paged>(
        &'p mut self,
        session: &'p mut Session<X::Profile>,
        request: O,
    ) -> ClientPages<'p, 'b, T, X, O> {
        ClientPages::new(self, session, request)
    }

    /// Asks the practice for what `known` does not have yet, and adds it: its settings, and in a patient session what
    /// this user may do. Begin with [`Capabilities::of_session`], or with what was known of the practice before by
    /// [`Capabilities::in_session`].
    ///
    /// # Errors
    /// [`ClientError`] of one of the calls, as for [`Client::call`].
    pub fn capabilities(
        &mut self,
        session: &mut Session<X::Profile>,
        mut known: Capabilities,
        ods_code: OdsCode,
    ) -> Result<Capabilities, ClientError<T::Error>> {
        while let Some(question) = self.front.learn(session, known, ods_code).transpose() {
            known = drive(&mut self.transport, question)?;
        }
        Ok(known)
    }

    /// Ends a session, whose keys are wiped whatever becomes of the call: a lost reply is not reported as an error.
    pub fn end_session(&mut self, mut session: Session<X::Profile>) {
        let _ = self.call(&mut session, &EndSession {});
    }
}

/// Drives an exchange to its end, where it stands.
fn drive<T, E, F>(transport: &mut T, mut exchange: Result<E, F>) -> Result<E::Output, E::Error<T::Error>>
where
    T: Transport,
    E: Exchange,
    E::Error<T::Error>: From<F>,
{
    match exchange {
        Ok(ref mut exchange) => {
            let delivered = deliver(transport, exchange);
            exchange.conclude_in_place(delivered)
        }
        Err(error) => Err(error.into()),
    }
}

/// Sends the message and brings the reply.
fn deliver<T: Transport>(
    transport: &mut T,
    exchange: &mut dyn Exchange,
) -> Result<(), DeliveryError<T::Error>> {
    let mut reply = transport.send(exchange.action(), exchange.message())?;
    while let Some(room) = exchange.room() {
        let count = reply.read(room).map_err(DeliveryError::Unknown)?;
        exchange.came(count);
    }
    Ok(())
}

impl<T, X: Platform> fmt::Debug for Client<'_, T, X> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("front", &self.front).finish_non_exhaustive()
    }
}
