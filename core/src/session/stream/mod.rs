//! A reply that is longer than the caller's buffer, read while it comes in.
//!
//! Its bytes are put into a window in pieces of any size. Items of its lists, or bytes of its base64 content, are
//! given out as they come, and everything is hashed as it passes. Whether it was the practice that sent it is known only
//! at the end: until [`StreamingReply::finish`] has returned the response, what was given out proves nothing and must
//! not be acted on, which its type says ([`Provisional`]).
//!
//! The window has to hold what stands before the Body, the fields beside the lists, and the longest item. 4 KiB hold
//! every document, and every slot, course or request.

mod engine;
mod scanner;
mod tail;
mod window;

use core::fmt;
use core::marker::PhantomData;

use self::engine::{Place, Step};

pub(crate) use self::engine::Streaming;
use super::client::VerifiedBody;
use super::error::{CallError, UnverifiedReply};
use super::sessionless::hint;
use crate::codec::{DecodeError, decode_item};
use crate::envelope::Block;
use crate::messages::{Parts, Streamed};
use crate::profile::{OpenProfile, Profile};

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
///     match incoming.read(reply.space())? {               // more bytes, or the end
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
    pub(crate) streaming: Streaming<'s, 'b, 'w, P>,
    operation: PhantomData<fn() -> O>,
}

impl<'s, 'b, 'w, O: Streamed, P: Profile> StreamingReply<'s, 'b, 'w, O, P> {
    pub(super) fn of(streaming: Streaming<'s, 'b, 'w, P>) -> Self {
        Self { streaming, operation: PhantomData }
    }

    /// Where the next bytes of the reply go.
    ///
    /// It has room for at least one, with two exceptions: [`StreamingReply::next`] has not been asked until it had
    /// nothing more, or nothing can be proved any more, so that nothing more need be read: then
    /// [`StreamingReply::finish`] says why.
    pub fn space(&mut self) -> &mut [u8] {
        self.streaming.space()
    }

    /// So many bytes of the reply have been put there.
    pub fn filled(&mut self, count: usize) {
        self.streaming.filled(count);
    }

    /// The next piece that has come whole; `None` if more bytes are needed, or if there is nothing more to give out.
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
    pub fn finish(mut self) -> Result<O::Response<'w>, CallError> {
        self.streaming.finish()?.decode()
    }
}

impl<O: Streamed, P: Profile> fmt::Debug for StreamingReply<'_, '_, '_, O, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamingReply").field("operation", &O::DESCRIPTOR.name).finish_non_exhaustive()
    }
}

impl<'w, P: Profile> Streaming<'_, '_, 'w, P> {
    /// The next piece, as the operation's type has it.
    pub(crate) fn next<'p, Part: Parts<'p>>(&'p mut self) -> Option<Result<Provisional<Part>, DecodeError>> {
        let step = self.advance();
        let bytes = self.window.range(self.piece.clone());
        match step {
            Step::Content => Some(Ok(Provisional(Part::content(bytes)?))),
            Step::Item => {
                let (place, field) = (self.field, self.fields.get(self.field)?);
                let text = core::str::from_utf8(bytes).unwrap_or_default();
                let mut part = None;
                let read = decode_item(text, field.value_name(), self.context, |reader| {
                    part = Part::item(place, field, reader).transpose()?;
                    Ok(())
                });
                match read {
                    Ok(()) => Some(Ok(Provisional(part?))),
                    Err(error) => Some(Err(error)),
                }
            }
            _ => {
                self.drained = true;
                None
            }
        }
    }

    /// The end: verifies the reply, and gives the Body of what was not given out.
    pub(crate) fn finish(&mut self) -> Result<VerifiedBody<'w>, CallError> {
        while self.advance() != Step::More {}
        let unverified = |why| Err(CallError::Unverified(why));
        if self.place == Place::Failed || !self.tail.is_end() {
            return unverified(self.failure);
        }
        let ended = self.place == Place::End && self.window.is_taken();
        let body = core::str::from_utf8(self.window.take_kept());
        let (Block::Session { session_hash, .. }, Some(mac)) = (&self.block, self.tail.body_mac()) else {
            let code = body.ok().filter(|_| self.whole && ended).and_then(hint::<P>);
            return unverified(UnverifiedReply::NotAuthenticated(code));
        };
        let expected = self.flight.link_finish(mac);
        if !self.flight.conclude(expected, session_hash) {
            return unverified(UnverifiedReply::SessionHash);
        }
        if let Some(error) = self.unreadable {
            return Err(CallError::InvalidResponse(error));
        }
        // What was taken for a tag reached behind the Body.
        let body = body.ok().filter(|_| ended).ok_or(CallError::InvalidResponse(DecodeError::MALFORMED))?;
        self.flight.outcome(body, true)
    }
}
