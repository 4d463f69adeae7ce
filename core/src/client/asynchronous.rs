//! The asynchronous driver.

use core::fmt;

use super::error::{BeginError, ClientError};
use super::exchange::Exchange;
use super::front::Front;
use super::pages::AsyncPages;
use super::platform::Platform;
use super::stream::{give_nodes, give_parts};
use crate::capabilities::Capabilities;
use crate::dynamic::{DynamicRequest, Element, Field, OperationId, Part};
use crate::handshake::{Application, SessionOptions, Stretching};
use crate::messages::practice::GetClinicalVersionInformationResponse;
use crate::messages::session::EndSession;
use crate::messages::{DecodeError, Operation, Paged, Streamed};
use crate::session::{Provisional, Session, Streaming};
use crate::transport::{AsyncReply as _, AsyncTransport, DeliveryError};
use crate::types::OdsCode;

/// The high-level asynchronous client: the methods of [`Client`](super::Client), over any [`AsyncTransport`] and under any
/// executor.
///
/// A future that is dropped before it is ready may have sent its message: the session of its call is then in doubt, and
/// the next one names it in [`SessionOptions::replacing`]. Futures are `Send` where the transport's and the platform's
/// parts are.
pub struct AsyncClient<'b, T, X: Platform> {
    transport: T,
    front: Front<'b, X>,
}

impl<'b, T: AsyncTransport, X: Platform> AsyncClient<'b, T, X> {
    /// A client of this application, working in the two buffers: see [`Client::new`](super::Client::new).
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

    /// Asks which version a practice runs: see
    /// [`Client::clinical_version_information`](super::Client::clinical_version_information).
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn clinical_version_information(
        &mut self,
        ods_code: OdsCode,
    ) -> Result<GetClinicalVersionInformationResponse<'_>, ClientError<T::Error>> {
        drive(&mut self.transport, self.front.clinical_version_information(ods_code)).await
    }

    /// Begins a session, and does all of the key stretching at once, which occupies the executor meanwhile: see
    /// [`begin_session_stepwise`](AsyncClient::begin_session_stepwise).
    ///
    /// # Errors
    /// [`BeginError`], as for [`Client::begin_session`](super::Client::begin_session).
    pub async fn begin_session(
        &mut self,
        options: SessionOptions<'_>,
    ) -> Result<Session<X::Profile>, BeginError<T::Error>> {
        self.begin_session_stepwise(options).await.map(Stretching::finish)
    }

    /// Begins a session, and leaves the stretching of its keys to the caller's steps, between which other tasks can run.
    ///
    /// # Errors
    /// [`BeginError`], as for [`Client::begin_session`](super::Client::begin_session).
    pub async fn begin_session_stepwise(
        &mut self,
        options: SessionOptions<'_>,
    ) -> Result<Stretching<X::Profile>, BeginError<T::Error>> {
        drive(&mut self.transport, self.front.begin_session(options)).await
    }

    /// Makes one call in a session.
    ///
    /// # Errors
    /// [`ClientError`], whose [`outcome`](ClientError::outcome) says what is known of the call's effect.
    pub async fn call<'c, O: Operation>(
        &'c mut self,
        session: &mut Session<X::Profile>,
        request: &O,
    ) -> Result<O::Response<'c>, ClientError<T::Error>> {
        let call = self.front.call_any(session, O::DESCRIPTOR, request);
        drive(&mut self.transport, call).await?.decode()
    }

    /// Makes one call whose reply may be longer than the reply buffer: see [`Client::stream`](super::Client::stream).
    ///
    /// # Errors
    /// [`ClientError`], as for [`AsyncClient::call`]. An item that cannot be read is given to `sink` as an error.
    pub async fn stream<'c, O: Streamed>(
        &'c mut self,
        session: &mut Session<X::Profile>,
        request: &O,
        mut sink: impl for<'p> FnMut(Result<Provisional<O::Part<'p>>, DecodeError>),
    ) -> Result<O::Response<'c>, ClientError<T::Error>> {
        let drain = |reply: &mut Streaming<'_, '_, '_, X::Profile>| give_parts::<O, _>(reply, &mut sink);
        let call = self.front.stream_any(session, O::DESCRIPTOR, request, drain);
        drive(&mut self.transport, call).await?.decode()
    }

    /// Makes one call in a session, by the operation's name: as [`AsyncClient::call`].
    ///
    /// # Errors
    /// [`ClientError`], whose [`outcome`](ClientError::outcome) says what is known of the call's effect.
    pub async fn call_dynamic<'c>(
        &'c mut self,
        session: &mut Session<X::Profile>,
        operation: OperationId,
        fields: &[Field<'_>],
    ) -> Result<Element<'c>, ClientError<T::Error>> {
        let request = &DynamicRequest::new(operation, fields);
        let call = self.front.call_any(session, operation.descriptor(), request);
        drive(&mut self.transport, call).await?.decode_dynamic()
    }

    /// Makes one call whose reply may be longer than the reply buffer, by the operation's name: as
    /// [`AsyncClient::stream`].
    ///
    /// # Errors
    /// [`ClientError`], as for [`AsyncClient::call`]. An item that cannot be read is given to `sink` as an error.
    pub async fn stream_dynamic<'c>(
        &'c mut self,
        session: &mut Session<X::Profile>,
        operation: OperationId,
        fields: &[Field<'_>],
        mut sink: impl for<'p> FnMut(Result<Provisional<Part<'p>>, DecodeError>),
    ) -> Result<Element<'c>, ClientError<T::Error>> {
        let request = &DynamicRequest::new(operation, fields);
        let drain = |reply: &mut Streaming<'_, '_, '_, X::Profile>| give_nodes(reply, &mut sink);
        let call = self.front.stream_any(session, operation.descriptor(), request, drain);
        drive(&mut self.transport, call).await?.decode_dynamic()
    }

    /// Makes one call outside a session, by the operation's name: as [`AsyncClient::clinical_version_information`].
    /// Neither way is authenticated.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn sessionless_dynamic(
        &mut self,
        operation: OperationId,
        fields: &[Field<'_>],
    ) -> Result<Element<'_>, ClientError<T::Error>> {
        drive(&mut self.transport, self.front.sessionless_dynamic(operation, fields)).await
    }

    /// The pages of a list, from the request's own `After` on; without one, from the list's beginning.
    pub fn pages<'p, O: Paged>(
        &'p mut self,
        session: &'p mut Session<X::Profile>,
        request: O,
    ) -> AsyncPages<'p, 'b, T, X, O> {
        AsyncPages::new(self, session, request)
    }

    /// Asks the practice for what `known` does not have yet, and adds it: see
    /// [`Client::capabilities`](super::Client::capabilities).
    ///
    /// # Errors
    /// [`ClientError`] of one of the calls, as for [`AsyncClient::call`].
    pub async fn capabilities(
        &mut self,
        session: &mut Session<X::Profile>,
        mut known: Capabilities,
        ods_code: OdsCode,
    ) -> Result<Capabilities, ClientError<T::Error>> {
        while let Some(question) = self.front.learn(session, known, ods_code).transpose() {
            known = drive(&mut self.transport, question).await?;
        }
        Ok(known)
    }

    /// Ends a session, whose keys are wiped whatever becomes of the call: a lost reply is not reported as an error.
    pub async fn end_session(&mut self, mut session: Session<X::Profile>) {
        let _ = self.call(&mut session, &EndSession {}).await;
    }
}

/// Drives an exchange to its end, where it stands.
async fn drive<T, E, F>(
    transport: &mut T,
    mut exchange: Result<E, F>,
) -> Result<E::Output, E::Error<T::Error>>
where
    T: AsyncTransport,
    E: Exchange,
    E::Error<T::Error>: From<F>,
{
    match exchange {
        Ok(ref mut exchange) => {
            let delivered = deliver(transport, exchange).await;
            exchange.conclude_in_place(delivered)
        }
        Err(error) => Err(error.into()),
    }
}

/// Sends the message and brings the reply.
async fn deliver<T: AsyncTransport>(
    transport: &mut T,
    exchange: &mut impl Exchange,
) -> Result<(), DeliveryError<T::Error>> {
    let mut reply = transport.send(exchange.action(), exchange.message()).await?;
    while let Some(room) = exchange.room() {
        let count = reply.read(room).await.map_err(DeliveryError::Unknown)?;
        exchange.came(count);
    }
    Ok(())
}

impl<T, X: Platform> fmt::Debug for AsyncClient<'_, T, X> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AsyncClient").field("front", &self.front).finish_non_exhaustive()
    }
}
