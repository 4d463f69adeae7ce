//! A call in flight, with its operation's types.

use core::fmt;
use core::marker::PhantomData;

use super::super::error::CallError;
use super::super::stream::{Streaming, StreamingReply};
use super::detached::InFlight;
use super::in_flight::InFlightCall;
use crate::messages::{Operation, Streamed};
use crate::profile::{OpenProfile, Profile};
use crate::transport::Action;

/// A call in flight. It borrows its session until it is read, or said not to have been sent; a call that is dropped
/// leaves the session in doubt.
#[must_use = "a call that is dropped leaves its session in doubt"]
pub struct Call<'s, 'b, O: Operation, P: Profile = OpenProfile> {
    pub(crate) flight: InFlightCall<'s, 'b, P>,
    operation: PhantomData<fn() -> O>,
}

impl<'s, 'b, O: Operation, P: Profile> Call<'s, 'b, O, P> {
    pub(super) fn of(flight: InFlightCall<'s, 'b, P>) -> Self {
        Self { flight, operation: PhantomData }
    }

    /// The message to be carried to the practice.
    #[must_use]
    pub fn bytes(&self) -> &'b [u8] {
        self.flight.bytes
    }

    /// Its SOAP action.
    #[must_use]
    pub fn action(&self) -> Action {
        self.flight.action()
    }

    /// Nothing left the client: the next call has the same number, whatever it is.
    ///
    /// To be said only if **no byte** of the message reached a connection; a failed write on an open connection is not
    /// that (section 4).
    pub fn not_sent(mut self) {
        self.flight.not_sent();
    }

    /// Gives the session back until the reply is here: [`Session::resume`](super::Session::resume) takes the call back,
    /// in another function or, with the session exported too, on another machine.
    pub fn detach(self) -> InFlight {
        self.flight.detach()
    }

    /// Reads the reply: first its SessionHash, then what it says.
    ///
    /// # Errors
    /// [`CallError`], which says what is known of the call's effect. After [`CallError::Unverified`] the session is
    /// over and in doubt, else it goes on.
    pub fn read(mut self, reply: &[u8]) -> Result<O::Response<'_>, CallError> {
        self.flight.read(reply)?.decode()
    }

    /// Reads the reply while it comes in, through a window that may be shorter than it.
    pub fn stream<'w>(self, window: &'w mut [u8]) -> StreamingReply<'s, 'b, 'w, O, P>
    where
        O: Streamed,
    {
        StreamingReply::of(Streaming::new(self.flight, window))
    }
}

impl<O: Operation, P: Profile> fmt::Debug for Call<'_, '_, O, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &O::DESCRIPTOR.name)
            .field("sequence", &self.flight.sequence)
            .finish_non_exhaustive()
    }
}
