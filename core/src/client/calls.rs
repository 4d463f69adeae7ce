//! The messages that wait for a whole reply, by the operations' types.

use core::fmt;
use core::marker::PhantomData;

use super::error::{BeginError, ClientError};
use super::exchange::Pending;
use crate::crypto::ValidationKeys;
use crate::handshake::{Handshake, Stretching};
use crate::messages::Operation;
use crate::messages::session::BEGIN_SESSION;
use crate::profile::Profile;
use crate::session::{self, Call, InFlightCall, VerifiedBody};
use crate::transport::Action;

/// A call of any operation, by types or by name, whose reply is verified and not decoded: what both drivers drive, so that
/// it is compiled once.
impl<'c, P: Profile> Pending<'c> for InFlightCall<'_, '_, P> {
    type Output = VerifiedBody<'c>;
    type Error<E> = ClientError<E>;

    fn action(&self) -> Action {
        Self::action(self)
    }

    fn message(&self) -> &[u8] {
        self.bytes
    }

    fn not_sent(&mut self) {
        Self::not_sent(self);
    }

    fn read<E>(&mut self, reply: &'c [u8]) -> Result<VerifiedBody<'c>, ClientError<E>> {
        Ok(Self::read(self, reply)?)
    }
}

impl<'c, O: Operation, P: Profile> Pending<'c> for Call<'_, '_, O, P> {
    type Output = O::Response<'c>;
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

    fn read<E>(&mut self, reply: &'c [u8]) -> Result<O::Response<'c>, ClientError<E>> {
        Pending::read(&mut self.flight, reply)?.decode()
    }
}

/// A call outside a session that waits for its reply.
pub struct Outside<'b, O, P> {
    message: &'b [u8],
    operation: PhantomData<fn() -> (O, P)>,
}

impl<'b, O, P> Outside<'b, O, P> {
    pub(super) const fn new(message: &'b [u8]) -> Self {
        Self { message, operation: PhantomData }
    }
}

impl<'c, O: Operation, P: Profile> Pending<'c> for Outside<'_, O, P> {
    type Output = O::Response<'c>;
    type Error<E> = ClientError<E>;

    fn action(&self) -> Action {
        Action { namespace: P::NAMESPACE, operation: O::DESCRIPTOR.name }
    }

    fn message(&self) -> &[u8] {
        self.message
    }

    fn not_sent(&mut self) {}

    fn read<E>(&mut self, reply: &'c [u8]) -> Result<O::Response<'c>, ClientError<E>> {
        session::sessionless_reply::<O, P>(reply).map_err(ClientError::Sessionless)
    }
}

impl<O: Operation, P> fmt::Debug for Outside<'_, O, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outside").field("operation", &O::DESCRIPTOR.name).finish_non_exhaustive()
    }
}

/// A handshake that waits for the practice's reply.
pub struct BeginSession<'c, K, P: Profile> {
    handshake: Handshake<'c, K, P>,
    message: &'c [u8],
}

impl<'c, K, P: Profile> BeginSession<'c, K, P> {
    pub(super) const fn new(handshake: Handshake<'c, K, P>, message: &'c [u8]) -> Self {
        Self { handshake, message }
    }
}

impl<'c, K: ValidationKeys, P: Profile> Pending<'c> for BeginSession<'_, K, P> {
    type Output = Stretching<P>;
    type Error<E> = BeginError<E>;

    fn action(&self) -> Action {
        Action { namespace: P::NAMESPACE, operation: BEGIN_SESSION.name }
    }

    fn message(&self) -> &[u8] {
        self.message
    }

    fn not_sent(&mut self) {}

    fn read<E>(&mut self, reply: &'c [u8]) -> Result<Stretching<P>, BeginError<E>> {
        self.handshake.read_in_place(reply).map_err(BeginError::Handshake)
    }
}

impl<K, P: Profile> fmt::Debug for BeginSession<'_, K, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BeginSession").field("handshake", &self.handshake).finish_non_exhaustive()
    }
}
