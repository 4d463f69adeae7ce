//! Calls of any operation by its table, through the [`Client`].

use super::{Client, ClientError, Clock, exchange};
use crate::crypto::ValidationKeys;
use crate::messages::dynamic::{Asked, Element, Given, Node, OperationId, Part, response_fields};
use crate::messages::{Called, Content, DecodeError, Record};
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
        let request = &Asked::of(operation, given);
        answered(self.call_any(session, operation.called(), request, &mut response), &response)
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
        let operation = (called, response_fields(called));
        answered(self.stream_any(session, operation, request, &mut response, &mut drain), &response)
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
        let mut response = Node::Element(Element::NONE);
        let request = &Asked::of(operation, given);
        answered(self.sessionless_any(operation.called(), request, &mut response), &response)
    }

    /// Makes a call of any operation outside a session.
    #[inline(never)]
    fn sessionless_any<'c>(
        &'c mut self,
        called: &'static Called,
        request: &dyn Content,
        response: &mut (dyn Record<'c> + '_),
    ) -> Result<(), ClientError<'c, T::Error>> {
        let written = sessionless::write_call::<P>(&self.application.id, called, request, self.request);
        let length = written.map_err(ClientError::NotCalled)?;
        let action = Action { namespace: P::NAMESPACE, operation: called.name() };
        let message = self.request.get(..length).unwrap_or_default();
        let length = exchange(&mut self.transport, action, message, self.reply).map_err(ClientError::from)?;
        let reply = self.reply.get(..length).unwrap_or_default();
        sessionless::read_response::<P>(reply, called, response).map_err(ClientError::Sessionless)
    }
}

/// What has become of a call, with its response. It is no part of the calls, so that what is large is moved in one place.
#[inline(never)]
fn answered<'c, E>(
    called: Result<(), ClientError<'c, E>>,
    response: &Node<'c>,
) -> Result<Element<'c>, ClientError<'c, E>> {
    called.map(|()| match response {
        Node::Element(element) => *element,
        _ => Element::NONE,
    })
}
