//! The messages that wait for a whole reply, by the operations' names.

use core::fmt;
use core::marker::PhantomData;

use super::error::ClientError;
use super::exchange::Pending;
use crate::dynamic::{Element, OperationId, decode_response};
use crate::profile::Profile;
use crate::session::{DynamicCall, SessionlessError, sessionless};
use crate::transport::Action;

impl<'c, P: Profile> Pending<'c> for DynamicCall<'_, '_, P> {
    type Output = Element<'c>;
    type Error<E> = ClientError<E>;

    fn action(&self) -> Action {
        Self::action(self)
    }

    fn message(&self) -> &[u8] {
        self.bytes()
    }

    fn not_sent(&mut self) {
        self.flight.not_sent();
    }

    fn read<E>(&mut self, reply: &'c [u8]) -> Result<Element<'c>, ClientError<E>> {
        Pending::read(&mut self.flight, reply)?.decode_dynamic()
    }
}

/// A call outside a session that waits for its reply, of any operation.
pub struct DynamicOutside<'b, P> {
    operation: OperationId,
    message: &'b [u8],
    profile: PhantomData<fn() -> P>,
}

impl<'b, P> DynamicOutside<'b, P> {
    pub(super) const fn new(operation: OperationId, message: &'b [u8]) -> Self {
        Self { operation, message, profile: PhantomData }
    }
}

impl<'c, P: Profile> Pending<'c> for DynamicOutside<'_, P> {
    type Output = Element<'c>;
    type Error<E> = ClientError<E>;

    fn action(&self) -> Action {
        Action { namespace: P::NAMESPACE, operation: self.operation.name() }
    }

    fn message(&self) -> &[u8] {
        self.message
    }

    fn not_sent(&mut self) {}

    fn read<E>(&mut self, reply: &'c [u8]) -> Result<Element<'c>, ClientError<E>> {
        let (body, context) = sessionless::open_response::<P>(reply).map_err(ClientError::Sessionless)?;
        decode_response(body, self.operation.descriptor(), context)
            .map_err(|error| ClientError::Sessionless(SessionlessError::InvalidResponse(error)))
    }
}

impl<P> fmt::Debug for DynamicOutside<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynamicOutside").field("operation", &self.operation).finish_non_exhaustive()
    }
}
