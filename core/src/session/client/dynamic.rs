//! Calls by an operation's table ([`crate::dynamic`]). They are the same calls as the typed ones: the chain, the
//! errors and what is in doubt are the flight's.

use core::fmt;

use super::super::error::{CallError, RequestError};
use super::super::stream::{Provisional, Streaming};
use super::detached::InFlight;
use super::in_flight::InFlightCall;
use super::live::Session;
use crate::codec::DecodeError;
use crate::dynamic::{DynamicRequest, Element, Field, OperationId, Part};
use crate::profile::{OpenProfile, Profile};
use crate::time::Time;
use crate::transport::Action;

impl<P: Profile> Session<P> {
    /// Writes a request of any operation into `out`, as [`Session::call`] does.
    ///
    /// # Errors
    /// [`RequestError`]; nothing has changed, except that a session past its deadline is over.
    pub fn call_dynamic<'s, 'b>(
        &'s mut self,
        operation: OperationId,
        fields: &[Field<'_>],
        out: &'b mut [u8],
        now: Time,
    ) -> Result<DynamicCall<'s, 'b, P>, RequestError> {
        let request = DynamicRequest::new(operation, fields);
        Ok(DynamicCall::of(InFlightCall::begin(self, operation.descriptor(), &request, out, now)?))
    }
}

/// A call in flight, of any operation: as [`Call`](super::Call), of which everything that is said holds here too.
#[must_use = "a call that is dropped leaves its session in doubt"]
pub struct DynamicCall<'s, 'b, P: Profile = OpenProfile> {
    pub(crate) flight: InFlightCall<'s, 'b, P>,
}

impl<'s, 'b, P: Profile> DynamicCall<'s, 'b, P> {
    pub(super) fn of(flight: InFlightCall<'s, 'b, P>) -> Self {
        Self { flight }
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

    /// **No byte** of the message reached a connection: the next call has the same number, whatever it is.
    pub fn not_sent(mut self) {
        self.flight.not_sent();
    }

    /// Gives the session back until the reply is here: [`Session::resume_dynamic`] takes the call back.
    pub fn detach(self) -> InFlight {
        self.flight.detach()
    }

    /// Reads the reply: first its SessionHash, then what it says.
    ///
    /// # Errors
    /// [`CallError`], which says what is known of the call's effect. After [`CallError::Unverified`] the session is
    /// over and in doubt, else it goes on.
    pub fn read(mut self, reply: &[u8]) -> Result<Element<'_>, CallError> {
        self.flight.read(reply)?.decode_dynamic()
    }

    /// Reads the reply while it comes in, through a window that may be shorter than it.
    pub fn stream(self, window: &mut [u8]) -> DynamicReply<'s, 'b, '_, P> {
        DynamicReply { streaming: Streaming::new(self.flight, window) }
    }
}

impl<P: Profile> fmt::Debug for DynamicCall<'_, '_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynamicCall").field("operation", &self.flight.operation.name).finish_non_exhaustive()
    }
}

/// A reply of any operation that is being read through a window: as [`StreamingReply`](crate::session::StreamingReply), of which
/// everything that is said holds here too.
#[must_use = "a reply that is dropped leaves its session in doubt"]
pub struct DynamicReply<'s, 'b, 'w, P: Profile = OpenProfile> {
    pub(crate) streaming: Streaming<'s, 'b, 'w, P>,
}

impl<'w, P: Profile> DynamicReply<'_, '_, 'w, P> {
    /// Where the next bytes of the reply go.
    pub fn space(&mut self) -> &mut [u8] {
        self.streaming.space()
    }

    /// So many bytes of the reply have been put there.
    pub fn filled(&mut self, count: usize) {
        self.streaming.filled(count);
    }

    /// The next piece that has come whole; `None` if more bytes are needed, or if there is nothing more to give out.
    ///
    /// # Errors
    /// [`DecodeError`] for an item that cannot be read; the next may be.
    #[allow(clippy::should_implement_trait)] // what is given out borrows the window
    pub fn next(&mut self) -> Option<Result<Provisional<Part<'_>>, DecodeError>> {
        self.streaming.next()
    }

    /// The reply has come to its end: verifies it, and gives the response without the lists and the content that have
    /// been given out. With this, what was given out is confirmed.
    ///
    /// # Errors
    /// [`CallError`]. After [`CallError::Unverified`] nothing that was given out counts.
    pub fn finish(mut self) -> Result<Element<'w>, CallError> {
        self.streaming.finish()?.decode_dynamic()
    }
}

impl<P: Profile> fmt::Debug for DynamicReply<'_, '_, '_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynamicReply")
            .field("operation", &self.streaming.flight.operation.name)
            .finish_non_exhaustive()
    }
}
