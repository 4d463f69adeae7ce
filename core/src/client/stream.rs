//! A reply that is read while it comes in, by types and by names.

use core::fmt;

use super::error::ClientError;
use super::exchange::{Exchange, Failure};
use crate::dynamic::{Element, Part};
use crate::messages::{DecodeError, Streamed};
use crate::profile::Profile;
use crate::session::{CallError, DynamicReply, Provisional, Streaming, StreamingReply, VerifiedBody};
use crate::transport::{Action, DeliveryError};

/// A reply that comes through a window, whose pieces a sink `F` takes.
pub trait InPieces<F> {
    type Output;

    /// Gives the sink what has come whole.
    fn drain(&mut self, sink: &mut F);

    fn space(&mut self) -> &mut [u8];

    fn filled(&mut self, count: usize);

    fn not_sent(&mut self);

    fn finish(&mut self) -> Result<Self::Output, CallError>;
}

/// A reply of any operation, by types or by name, which is verified and not decoded: what both drivers drive, so that it
/// is compiled once. `D` takes what has come whole.
impl<'w, P: Profile, D> InPieces<D> for Streaming<'_, '_, 'w, P>
where
    D: FnMut(&mut Streaming<'_, '_, '_, P>),
{
    type Output = VerifiedBody<'w>;

    fn drain(&mut self, drain: &mut D) {
        drain(self);
    }

    fn space(&mut self) -> &mut [u8] {
        Self::space(self)
    }

    fn filled(&mut self, count: usize) {
        Self::filled(self, count);
    }

    fn not_sent(&mut self) {
        self.flight.not_sent();
    }

    fn finish(&mut self) -> Result<VerifiedBody<'w>, CallError> {
        Self::finish(self)
    }
}

impl<'c, O: Streamed, P: Profile, F> InPieces<F> for StreamingReply<'_, '_, 'c, O, P>
where
    F: for<'p> FnMut(Result<Provisional<O::Part<'p>>, DecodeError>),
{
    type Output = O::Response<'c>;

    fn drain(&mut self, sink: &mut F) {
        give_parts::<O, P>(&mut self.streaming, sink);
    }

    fn space(&mut self) -> &mut [u8] {
        Self::space(self)
    }

    fn filled(&mut self, count: usize) {
        Self::filled(self, count);
    }

    fn not_sent(&mut self) {
        self.streaming.flight.not_sent();
    }

    fn finish(&mut self) -> Result<O::Response<'c>, CallError> {
        self.streaming.finish()?.decode()
    }
}

impl<'c, P: Profile, F> InPieces<F> for DynamicReply<'_, '_, 'c, P>
where
    F: for<'p> FnMut(Result<Provisional<Part<'p>>, DecodeError>),
{
    type Output = Element<'c>;

    fn drain(&mut self, sink: &mut F) {
        give_nodes::<P>(&mut self.streaming, sink);
    }

    fn space(&mut self) -> &mut [u8] {
        Self::space(self)
    }

    fn filled(&mut self, count: usize) {
        Self::filled(self, count);
    }

    fn not_sent(&mut self) {
        self.streaming.flight.not_sent();
    }

    fn finish(&mut self) -> Result<Element<'c>, CallError> {
        self.streaming.finish()?.decode_dynamic()
    }
}

/// Gives the sink what has come whole, by types.
pub(super) fn give_parts<O: Streamed, P: Profile>(
    reply: &mut Streaming<'_, '_, '_, P>,
    sink: &mut impl for<'p> FnMut(Result<Provisional<O::Part<'p>>, DecodeError>),
) {
    while let Some(part) = reply.next() {
        sink(part);
    }
}

/// Gives the sink what has come whole, by name.
pub(super) fn give_nodes<P: Profile>(
    reply: &mut Streaming<'_, '_, '_, P>,
    sink: &mut impl for<'p> FnMut(Result<Provisional<Part<'p>>, DecodeError>),
) {
    while let Some(part) = reply.next() {
        sink(part);
    }
}

/// An [`Exchange`] whose reply may be longer than the reply buffer: its pieces go to a sink as they come, and do not
/// count before the exchange is concluded well.
#[must_use = "an exchange that is dropped leaves its session in doubt"]
pub struct ReplyInPieces<'c, R, F> {
    action: Action,
    message: &'c [u8],
    reply: R,
    sink: F,
    ended: bool,
}

impl<'c, R: InPieces<F>, F> ReplyInPieces<'c, R, F> {
    pub(super) const fn new(action: Action, message: &'c [u8], reply: R, sink: F) -> Self {
        Self { action, message, reply, sink, ended: false }
    }
}

impl<R: InPieces<F>, F> Exchange for ReplyInPieces<'_, R, F> {
    type Output = R::Output;
    type Error<E> = ClientError<E>;

    fn action(&self) -> Action {
        self.action
    }

    fn message(&self) -> &[u8] {
        self.message
    }

    fn room(&mut self) -> Option<&mut [u8]> {
        if self.ended {
            return None;
        }
        self.reply.drain(&mut self.sink);
        // Without space nothing can be proved any more, so there is nothing to wait for.
        Some(self.reply.space()).filter(|space| !space.is_empty())
    }

    fn came(&mut self, count: usize) {
        if count == 0 {
            self.ended = true;
        } else if !self.ended {
            self.reply.filled(count);
        }
    }

    fn conclude_in_place<E>(
        &mut self,
        delivered: Result<(), DeliveryError<E>>,
    ) -> Result<R::Output, ClientError<E>> {
        match delivered {
            Ok(()) => self.reply.finish().map_err(ClientError::Call),
            Err(DeliveryError::NotSent(error)) => {
                self.reply.not_sent();
                Err(Failure::NotSent(error).into())
            }
            Err(DeliveryError::Unknown(error)) => Err(Failure::Lost(error).into()),
        }
    }
}

impl<R: fmt::Debug, F> fmt::Debug for ReplyInPieces<'_, R, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplyInPieces").field("reply", &self.reply).finish_non_exhaustive()
    }
}
