//! Calls by an operation's table ([`crate::messages::dynamic`]). They are the same calls as the typed ones: the chain, the
//! errors and what is in doubt are the flight's.

use core::fmt;

use super::call::Flight;
use super::client::Session;
use super::error::{CallError, NotCalled};
use super::stream::{Provisional, Streaming};
use crate::messages::DecodeError;
use crate::messages::dynamic::{Asked, Element, Given, Node, OperationId, Part, response_fields};
use crate::profile::{OpenProfile, Profile};
use crate::time::Time;
use crate::transport::Action;

impl<P: Profile> Session<P> {
    /// Writes a request of any operation into `out`, as [`Session::call`] does.
    ///
    /// # Errors
    /// [`NotCalled`]; nothing has changed, except that a session past its deadline is over.
    pub fn call_dynamic<'s, 'b>(
        &'s mut self,
        operation: OperationId,
        given: &[Given<'_>],
        out: &'b mut [u8],
        now: Time,
    ) -> Result<DynamicCall<'s, 'b, P>, NotCalled> {
        let mut flight = Flight::new(self, operation.called(), now);
        flight.write(&Asked::of(operation, given), out)?;
        Ok(DynamicCall(flight))
    }
}

/// A call in flight, of any operation: as [`Call`](super::Call), of which everything that is said holds here too.
#[must_use = "a call that is dropped leaves its session in doubt"]
pub struct DynamicCall<'s, 'b, P: Profile = OpenProfile>(Flight<'s, 'b, P>);

impl<'s, 'b, P: Profile> DynamicCall<'s, 'b, P> {
    /// The message to be carried to the practice.
    #[must_use]
    pub fn bytes(&self) -> &'b [u8] {
        self.0.octets
    }

    /// Its SOAP action.
    #[must_use]
    pub fn action(&self) -> Action {
        self.0.action()
    }

    /// **No octet** of the message reached a connection: the next call has the same number, whatever it is.
    pub fn not_sent(mut self) {
        self.0.not_sent();
    }

    /// Reads the reply: first its SessionHash, then what it says.
    ///
    /// # Errors
    /// [`CallError`], which says what is known of the call's effect. After [`CallError::Unverified`] the session is
    /// over and in doubt, else it goes on.
    pub fn read(mut self, reply: &[u8]) -> Result<Element<'_>, CallError<'_>> {
        let mut response = Node::Element(Element::NONE);
        self.0.read(reply, &mut response)?;
        Ok(response.as_element().unwrap_or(Element::NONE))
    }

    /// Reads the reply while it comes in, through a window that may be shorter than it.
    pub fn stream(self, window: &mut [u8]) -> DynamicReply<'s, 'b, '_, P> {
        let fields = response_fields(self.0.info);
        DynamicReply(Streaming::new(self.0, fields, window))
    }
}

impl<P: Profile> fmt::Debug for DynamicCall<'_, '_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynamicCall").field("operation", &self.0.info.name()).finish_non_exhaustive()
    }
}

/// A reply of any operation that is being read through a window: as [`StreamingReply`](super::StreamingReply), of which
/// everything that is said holds here too.
#[must_use = "a reply that is dropped leaves its session in doubt"]
pub struct DynamicReply<'s, 'b, 'w, P: Profile = OpenProfile>(Streaming<'s, 'b, 'w, P>);

impl<'w, P: Profile> DynamicReply<'_, '_, 'w, P> {
    /// Where the next octets of the reply go.
    pub fn space(&mut self) -> &mut [u8] {
        self.0.space()
    }

    /// So many octets of the reply have been put there.
    pub fn filled(&mut self, count: usize) {
        self.0.filled(count);
    }

    /// The next piece that has come whole; `None` if more octets are needed, or if there is nothing more to give out.
    ///
    /// # Errors
    /// [`DecodeError`] for an item that cannot be read; the next may be.
    #[allow(clippy::should_implement_trait)] // what is given out borrows the window
    pub fn next(&mut self) -> Option<Result<Provisional<Part<'_>>, DecodeError>> {
        self.0.next()
    }

    /// The reply has come to its end: verifies it, and gives the response without the lists and the content that have
    /// been given out. With this, what was given out is confirmed.
    ///
    /// # Errors
    /// [`CallError`]. After [`CallError::Unverified`] nothing that was given out counts.
    pub fn finish(mut self) -> Result<Element<'w>, CallError<'w>> {
        let mut response = Node::Element(Element::NONE);
        self.0.finish(&mut response)?;
        Ok(response.as_element().unwrap_or(Element::NONE))
    }
}

impl<P: Profile> fmt::Debug for DynamicReply<'_, '_, '_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynamicReply").field("operation", &self.0.flight.info.name()).finish_non_exhaustive()
    }
}
