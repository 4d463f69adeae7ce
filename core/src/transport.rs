//! What carries one message to the practice and its reply back.
//!
//! The one thing to get right: [`DeliveryError::NotSent`] may be said only when **no byte** of the request
//! reached a connection (protocol.md section 4). Said wrongly, it lets a booking be made twice.

use core::fmt;

use crate::error::{ErrorCode, Outcome};

/// The SOAP action of a request: the namespace and the operation's name, shown as `urn:emis-ps:1/BookAppointment`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Action {
    /// The profile's namespace.
    pub namespace: &'static str,
    /// The operation's name, which is also the name of the Body's one element.
    pub operation: &'static str,
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.namespace)?;
        f.write_str("/")?;
        f.write_str(self.operation)
    }
}

/// A way to the practice: one message out, one message back, one at a time.
///
/// It never sends a request's bytes twice, and it never follows a redirect.
pub trait Transport {
    /// What went wrong on the way.
    type Error;
    /// The reply, read in pieces while it borrows the transport.
    type Reply<'t>: Reply<Error = Self::Error>
    where
        Self: 't;

    /// Sends the whole request and waits for the beginning of the reply.
    ///
    /// # Errors
    /// [`DeliveryError::NotSent`] if nothing left; [`DeliveryError::Unknown`] for everything else: a broken
    /// connection, a time-out, a status other than 200, 400 and 500, a content type or coding that is not ours.
    fn send<'t>(
        &'t mut self,
        action: Action,
        request: &[u8],
    ) -> Result<Self::Reply<'t>, DeliveryError<Self::Error>>;
}

/// A reply that is coming in.
pub trait Reply {
    /// What went wrong on the way.
    type Error;

    /// Reads the next bytes of the message, at most `into.len()`; `Ok(0)` is its end, said only when the
    /// binding says that the message is whole.
    ///
    /// # Errors
    /// Anything that kept the message from being whole. The call is then in doubt.
    fn read(&mut self, into: &mut [u8]) -> Result<usize, Self::Error>;
}

/// A way to the practice for the asynchronous client: as [`Transport`], awaited.
///
/// A future that is dropped before it is ready leaves the message half on its way. The transport stays good: its next
/// call begins on a connection on which nothing is half said.
#[cfg(feature = "async")]
#[allow(
    async_fn_in_trait,
    reason = "an executor of a device wants no Send; for a known transport it is seen through"
)]
pub trait AsyncTransport {
    /// What went wrong on the way.
    type Error;
    /// The reply, read in pieces while it borrows the transport.
    type Reply<'t>: AsyncReply<Error = Self::Error>
    where
        Self: 't;

    /// Sends the whole request and waits for the beginning of the reply.
    ///
    /// # Errors
    /// As [`Transport::send`]: [`DeliveryError::NotSent`] only if nothing left.
    async fn send<'t>(
        &'t mut self,
        action: Action,
        request: &[u8],
    ) -> Result<Self::Reply<'t>, DeliveryError<Self::Error>>;
}

/// A reply that is coming in, awaited.
#[cfg(feature = "async")]
#[allow(async_fn_in_trait, reason = "as for the transport")]
pub trait AsyncReply {
    /// What went wrong on the way.
    type Error;

    /// Reads the next bytes: as [`Reply::read`].
    ///
    /// # Errors
    /// Anything that kept the message from being whole. The call is then in doubt.
    async fn read(&mut self, into: &mut [u8]) -> Result<usize, Self::Error>;
}

/// A message was not delivered, or its reply did not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryError<E> {
    /// No byte reached a connection: the call did not happen, and may be tried again.
    NotSent(E),
    /// Bytes may have left: whether the call happened is unknown, and it is never sent again.
    Unknown(E),
}

impl<E> DeliveryError<E> {
    /// What is known of the call's effect.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        match self {
            Self::NotSent(_) => Outcome::NotSent,
            Self::Unknown(_) => Outcome::Unknown,
        }
    }

    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::NotSent(_) => ErrorCode::NotSent,
            Self::Unknown(_) => ErrorCode::NoReply,
        }
    }
}

impl<E> fmt::Display for DeliveryError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSent(_) => "nothing was sent, so it may be tried again",
            Self::Unknown(_) => "no reply came, so it is unknown whether the call was carried out",
        })
    }
}

impl<E: core::error::Error + 'static> core::error::Error for DeliveryError<E> {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::NotSent(error) | Self::Unknown(error) => Some(error),
        }
    }
}
