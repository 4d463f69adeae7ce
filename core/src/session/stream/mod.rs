//! A reply that is longer than the caller's buffer, read while it comes in.
//!
//! Its octets are put into a window in pieces of any size. Items of its lists, or octets of its base64 content, are
//! given out as they come, and everything is hashed as it passes. Whether it was the practice that sent it is known only
//! at the end: until [`StreamingReply::finish`] has returned the response, what was given out proves nothing and must
//! not be acted on, which its type says ([`Provisional`]).
//!
//! The window has to hold what stands before the Body, the fields beside the lists, and the longest item. 4 KiB hold
//! every document, and every slot, course or request.

mod engine;
mod scanner;
mod window;

use core::fmt;
use core::marker::PhantomData;

use self::engine::{Place, Step};

pub(crate) use self::engine::Streaming;
use super::call::{unreadable, unverified};
use super::error::{CallError, UnverifiedReply};
use super::sessionless::hint;
use crate::crypto::RunningMac;
use crate::envelope::Block;
use crate::messages::{Context, DecodeError, Input, Parts, Record, Row, Streamed, read_in_place};
use crate::profile::{OpenProfile, Profile};
use crate::xml::{Cursor, Node};

/// What a reply says before it has been verified: the practice may not have said it. It counts only once
/// [`StreamingReply::finish`] has returned the response.
#[derive(Clone, Copy)]
#[must_use]
pub struct Provisional<T>(T);

impl<T> Provisional<T> {
    /// The value, which is not confirmed yet: keep it, show it as such, but do not act on it.
    pub fn unconfirmed(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Provisional<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Provisional(redacted)")
    }
}

/// A reply that is being read through a window. See the module.
///
/// ```text
/// loop {
///     while let Some(part) = reply.next() { … }          // what has come whole
///     match incoming.read(reply.space())? {               // more octets, or the end
///         0 => break,
///         count => reply.filled(count),
///     }
/// }
/// let response = reply.finish()?;                         // only now it counts
/// ```
///
/// Dropping it leaves the session in doubt, as dropping a call does.
#[must_use = "a reply that is dropped leaves its session in doubt"]
pub struct StreamingReply<'s, 'b, 'w, O: Streamed, P: Profile = OpenProfile> {
    streaming: Streaming<'s, 'b, 'w, P>,
    operation: PhantomData<fn() -> O>,
}

impl<'s, 'b, 'w, O: Streamed, P: Profile> StreamingReply<'s, 'b, 'w, O, P> {
    pub(super) fn of(streaming: Streaming<'s, 'b, 'w, P>) -> Self {
        Self { streaming, operation: PhantomData }
    }

    /// Where the next octets of the reply go.
    ///
    /// It has room for at least one, with two exceptions: [`StreamingReply::next`] has not been asked until it had
    /// nothing more, or nothing can be proved any more, so that nothing more need be read: then
    /// [`StreamingReply::finish`] says why.
    pub fn space(&mut self) -> &mut [u8] {
        self.streaming.space()
    }

    /// So many octets of the reply have been put there.
    pub fn filled(&mut self, count: usize) {
        self.streaming.filled(count);
    }

    /// The next piece that has come whole; `None` if more octets are needed, or if there is nothing more to give out.
    ///
    /// Pieces come in the order of the reply.
    ///
    /// # Errors
    /// [`DecodeError`] for an item that cannot be read; the next may be. What makes the whole reply unreadable is said by
    /// [`StreamingReply::finish`].
    #[allow(clippy::should_implement_trait)] // what is given out borrows the window
    pub fn next(&mut self) -> Option<Result<Provisional<O::Part<'_>>, DecodeError>> {
        self.streaming.next()
    }

    /// The reply has come to its end: verifies it, and gives the response, whose lists and content are empty because they
    /// have been given out. With this, what was given out is confirmed.
    ///
    /// What [`StreamingReply::next`] has not been asked for is passed over.
    ///
    /// # Errors
    /// [`CallError`]. After [`CallError::Unverified`] nothing that was given out counts; the session is over and in
    /// doubt. After any other the session goes on.
    pub fn finish(mut self) -> Result<O::Response<'w>, CallError<'w>> {
        read_in_place(|response| self.streaming.finish(response))
    }
}

impl<O: Streamed, P: Profile> fmt::Debug for StreamingReply<'_, '_, '_, O, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamingReply").field("operation", &O::INFO.name).finish_non_exhaustive()
    }
}

impl<'w, P: Profile> Streaming<'_, '_, 'w, P> {
    /// The next piece, as the operation's type has it.
    #[inline(never)]
    pub(crate) fn next<'p, Part: Parts<'p>>(&'p mut self) -> Option<Result<Provisional<Part>, DecodeError>> {
        let step = self.advance();
        let octets = self.window.range(self.piece.clone());
        match step {
            Step::Content => Some(Ok(Provisional(Part::content(octets)?))),
            // Read in the place where it is returned.
            Step::Item => {
                let row = self.fields.get(self.field)?;
                let mut next = Some(Ok(Provisional(Part::blank(self.field, row)?)));
                if let Some(Ok(Provisional(part))) = &mut next
                    && let Err(error) = read_item(octets, part.record()?, self.context, row)
                {
                    next = Some(Err(error));
                }
                next
            }
            _ => {
                self.drained = true;
                None
            }
        }
    }

    /// The end: verifies the reply, and reads what was not given out into the response.
    ///
    /// It is not moved in here, since it would then stand on the stack twice.
    #[inline(never)]
    pub(crate) fn finish(&mut self, response: &mut (dyn Record<'w> + '_)) -> Result<(), CallError<'w>> {
        while self.advance() != Step::More {}
        // What begins behind the Envelope and never ends is something behind it all the same.
        if self.place != Place::End || !self.window.is_taken() {
            return Err(unverified(&self.failure));
        }
        let body = core::str::from_utf8(self.window.take_kept());
        let Block::Session { session_hash, .. } = &self.block else {
            let code = body.ok().filter(|_| self.whole).and_then(hint::<P>);
            return Err(unverified(&UnverifiedReply::NotAuthenticated(code)));
        };
        // A block of the session has started its MAC.
        let mac = self.mac.take().map(RunningMac::finish).unwrap_or_default();
        let expected = self.flight.link_finish(&mac);
        if !self.flight.conclude(expected, session_hash) {
            return Err(unverified(&UnverifiedReply::SessionHash));
        }
        if let Some(error) = &self.unreadable {
            return Err(unreadable(error));
        }
        let Ok(body) = body else { return Err(unreadable(&DecodeError::MALFORMED)) };
        self.flight.outcome(body, response, true)
    }
}

/// An item that has been judged.
#[inline(never)]
fn read_item<'p>(
    octets: &'p [u8],
    item: &mut (dyn Record<'p> + '_),
    context: Context,
    row: &'static Row,
) -> Result<(), DecodeError> {
    let text = core::str::from_utf8(octets).unwrap_or_default();
    let mut cursor = Cursor::judged(text, None);
    let Node::Child { .. } = cursor.node() else { return Err(DecodeError::MALFORMED) };
    let mut input = Input::new(cursor, context, row);
    item.read(&mut input).map_err(|_| DecodeError::of(input.problem()))
}
