//! Calls of any operation by its table, through the [`Client`].

use super::{Client, ClientError, Clock, exchange};
use crate::crypto::ValidationKeys;
use crate::messages::DecodeError;
use crate::messages::dynamic::{Asked, Element, Given, Node, OperationId, Part, response_fields};
use crate::profile::Profile;
use crate::random::Random;
use crate::session::{Provisional, Session, Streaming, sessionless};
use crate::transport::{Action, Transport};

impl<T: Transport, C: Clock, R: Random, K: ValidationKeys, P: Profile> Client<'_, T, C, R, K, P> {
    /// Makes one call in a session, by its table: as [`Client::call`].
    ///
    /// # Errors
    /// [`ClientError`], whose [`outcome`](ClientError::outcome) says what is known of the call's effect.
    pub fn call_dynamic<'c>(
        &'c mut self,
        session: &mut Session<P>,
        operation: OperationId,
        given: &[Given<'_>],
    ) -> Result<Element<'c>, ClientError<'c, T::Error>> {
        let mut response = Node::Element(Element::NONE);
        self.call_any(session, operation.called(), &Asked::of(operation, given), &mut response)?;
        Ok(response.as_element().unwrap_or(Element::NONE))
    }

    /// Makes one call whose reply may be longer than the reply buffer, by its table: as [`Client::stream`].
    ///
    /// # Errors
    /// [`ClientError`], as for [`Client::call`]. An item that cannot be read is told to `sink`.
    pub fn stream_dynamic<'c>(
        &'c mut self,
        session: &mut Session<P>,
        operation: OperationId,
        given: &[Given<'_>],
        mut sink: impl for<'p> FnMut(Result<Provisional<Part<'p>>, DecodeError>),
    ) -> Result<Element<'c>, ClientError<'c, T::Error>> {
        let mut drain = |reply: &mut Streaming<'_, '_, '_, P>| {
            while let Some(part) = reply.next() {
                sink(part);
            }
        };
        let mut response = Node::Element(Element::NONE);
        let (called, request) = (operation.called(), &Asked::of(operation, given));
        self.stream_any(session, (called, response_fields(called)), request, &mut response, &mut drain)?;
        Ok(response.as_element().unwrap_or(Element::NONE))
    }

    /// Makes one call outside a session, by its table: GetClinicalVersionInformation, as
    /// [`Client::version_information`]. Neither way is authenticated.
    ///
    /// # Errors
    /// [`ClientError`].
    pub fn sessionless_dynamic(
        &mut self,
        operation: OperationId,
        given: &[Given<'_>],
    ) -> Result<Element<'_>, ClientError<'_, T::Error>> {
        let called = operation.called();
        let application = &self.application.id;
        let length =
            sessionless::write_call::<P>(application, called, &Asked::of(operation, given), self.request)
                .map_err(ClientError::NotCalled)?;
        let action = Action { namespace: P::NAMESPACE, operation: operation.name() };
        let message = self.request.get(..length).unwrap_or_default();
        let length = exchange(&mut self.transport, action, message, self.reply).map_err(ClientError::from)?;
        let mut response = Node::Element(Element::NONE);
        sessionless::read_response::<P>(self.reply.get(..length).unwrap_or_default(), called, &mut response)
            .map_err(ClientError::Sessionless)?;
        Ok(response.as_element().unwrap_or(Element::NONE))
    }
}
