//! One message to the practice and its reply, without any I/O.

use core::{fmt, mem};

use crate::transport::{Action, DeliveryError};

/// One message to the practice and its reply, as a state machine without I/O: what both drivers of the client drive.
///
/// ```
/// # use emis_core::client::{Exchange, Front, Platform, ClientError};
/// # use emis_core::messages::appointments::CancelAppointment;
/// # use emis_core::session::Session;
/// # use emis_core::transport::DeliveryError;
/// # use std::io::{Error, Read, Write};
/// fn cancel<X: Platform>(
///     front: &mut Front<'_, X>,
///     session: &mut Session<X::Profile>,
///     mut line: impl Read + Write,
/// ) -> Option<i64> {
///     let mut exchange = front.call(session, &CancelAppointment { slot_id: 7, reason: None }).ok()?;
///     let mut carry = || {
///         line.write_all(exchange.message())?;
///         while let Some(room) = exchange.room() {
///             let count = line.read(room)?;
///             exchange.came(count);
///         }
///         Ok(())
///     };
///     // A write that failed may have sent something.
///     let delivered = carry().map_err(DeliveryError::<Error>::Unknown);
///     Some(exchange.conclude(delivered).ok()?.slot_id)
/// }
/// ```
///
/// One that is dropped before it is concluded may have been sent: a call in a session then leaves the session in doubt.
pub trait Exchange {
    /// What the exchange is for.
    type Output
    where
        Self: Sized;
    /// Why it did not come to that, over the transport's error.
    type Error<E>
    where
        Self: Sized;

    /// The SOAP action of the message.
    fn action(&self) -> Action;

    /// The message to send. It is sent at most once.
    fn message(&self) -> &[u8];

    /// Where the next bytes of the reply go: at least one byte of room. `None` when no more are wanted.
    fn room(&mut self) -> Option<&mut [u8]>;

    /// Takes note that so many bytes were put into the [room](Exchange::room), or with 0 that the reply is whole.
    fn came(&mut self, count: usize);

    /// Ends the exchange: with `Ok` once [`room`](Exchange::room) has said that no more bytes are wanted, or with what
    /// kept the message or its reply from being delivered.
    ///
    /// # Errors
    /// What kept the exchange from its end, and what is known of the call's effect.
    fn conclude<E>(mut self, delivered: Result<(), DeliveryError<E>>) -> Result<Self::Output, Self::Error<E>>
    where
        Self: Sized,
    {
        self.conclude_in_place(delivered)
    }

    /// As [`conclude`](Exchange::conclude), of an exchange that stays where it is. The drivers use it once: an exchange is
    /// up to a kilobyte, and each move of it would be one more copy on a device's stack.
    #[doc(hidden)]
    fn conclude_in_place<E>(
        &mut self,
        delivered: Result<(), DeliveryError<E>>,
    ) -> Result<Self::Output, Self::Error<E>>
    where
        Self: Sized;
}

/// Why there is no reply to read.
#[derive(Debug)]
pub enum Failure<E> {
    /// Nothing was sent.
    NotSent(E),
    /// It may have been sent, and no whole reply came.
    Lost(E),
    /// The reply is longer than the buffer, of so many bytes.
    TooLong(usize),
}

/// A message that was written and waits for its reply.
pub trait Pending<'c> {
    type Output;
    type Error<E>: From<Failure<E>>;

    fn action(&self) -> Action;

    fn message(&self) -> &[u8];

    /// Nothing was sent.
    fn not_sent(&mut self);

    /// Reads the whole reply.
    fn read<E>(&mut self, reply: &'c [u8]) -> Result<Self::Output, Self::Error<E>>;
}

/// An [`Exchange`] whose whole reply has to fit into the reply buffer.
#[must_use = "an exchange that is dropped leaves its session in doubt"]
pub struct WholeReply<'c, C> {
    pending: C,
    incoming: Incoming<'c>,
}

impl<'c, C: Pending<'c>> WholeReply<'c, C> {
    pub(super) const fn new(pending: C, buffer: &'c mut [u8]) -> Self {
        Self { pending, incoming: Incoming::new(buffer) }
    }
}

impl<'c, C: Pending<'c>> Exchange for WholeReply<'c, C> {
    type Output = C::Output;
    type Error<E> = C::Error<E>;

    fn action(&self) -> Action {
        self.pending.action()
    }

    fn message(&self) -> &[u8] {
        self.pending.message()
    }

    fn room(&mut self) -> Option<&mut [u8]> {
        self.incoming.room()
    }

    fn came(&mut self, count: usize) {
        self.incoming.came(count);
    }

    fn conclude_in_place<E>(
        &mut self,
        delivered: Result<(), DeliveryError<E>>,
    ) -> Result<Self::Output, Self::Error<E>> {
        match delivered.map(|()| self.incoming.whole()) {
            Ok(Ok(reply)) => self.pending.read(reply),
            Ok(Err(limit)) => Err(Failure::TooLong(limit).into()),
            Err(DeliveryError::NotSent(error)) => {
                self.pending.not_sent();
                Err(Failure::NotSent(error).into())
            }
            Err(DeliveryError::Unknown(error)) => Err(Failure::Lost(error).into()),
        }
    }
}

impl<C: fmt::Debug> fmt::Debug for WholeReply<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WholeReply").field("pending", &self.pending).finish_non_exhaustive()
    }
}

/// A reply on its way into a buffer.
struct Incoming<'c> {
    buffer: &'c mut [u8],
    length: usize,
    /// Where a byte goes that is one too many. A reply that fits exactly has its end there.
    beyond: [u8; 1],
    state: State,
}

/// How far a reply is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Whole,
    TooLong,
    /// More bytes were said to have come than there was room for: what stands in the buffer means nothing.
    Broken,
}

impl<'c> Incoming<'c> {
    const fn new(buffer: &'c mut [u8]) -> Self {
        Self { buffer, length: 0, beyond: [0], state: State::Open }
    }

    fn room(&mut self) -> Option<&mut [u8]> {
        if self.state != State::Open {
            return None;
        }
        match self.buffer.get_mut(self.length..) {
            Some(room) if !room.is_empty() => Some(room),
            _ => Some(&mut self.beyond),
        }
    }

    fn came(&mut self, count: usize) {
        let left = self.buffer.len().saturating_sub(self.length);
        match count {
            _ if self.state != State::Open => {}
            0 => self.state = State::Whole,
            _ if count <= left => self.length = self.length.saturating_add(count),
            1 => self.state = State::TooLong,
            _ => self.state = State::Broken,
        }
    }

    /// The reply; the error is the length of the buffer that is too short for it.
    fn whole(&mut self) -> Result<&'c [u8], usize> {
        match self.state {
            State::TooLong => Err(self.buffer.len()),
            State::Broken => Ok(&[]),
            State::Open | State::Whole => {
                Ok(mem::take(&mut self.buffer).get(..self.length).unwrap_or_default())
            }
        }
    }
}
