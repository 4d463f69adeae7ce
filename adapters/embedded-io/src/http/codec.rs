//! HTTP/1.1 without I/O: the head of a request out, a reply in, in one buffer that the caller lends.
//!
//! Easy to get wrong: a message that ends with its connection cannot be distinguished from one that was cut. It is
//! given out all the same, because a cut message does not pass the SessionHash. The replies without one, to
//! BeginSession and outside a session, are then protected only by their own end tags.

use core::cell::Cell;
use core::fmt;

use emis_core::transport::Action;
use zeroize::Zeroize;

use super::endpoint::Endpoint;
use super::head;
use super::reply::{Place, Reply};
use crate::Error;

/// How many interim replies (such as 100 Continue) may come before the final one.
pub const INTERIM: u8 = 4;

/// One request and its reply at a time.
///
/// 1. [`request`](Codec::request) gives the head to be written; the message is written after it.
/// 2. While [`head`](Codec::head) says `false`: read bytes into [`room`](Codec::room) and say with
///    [`filled`](Codec::filled) how many came.
/// 3. [`message`](Codec::message) gives the reply's bytes, and `None` when more have to be read as in step 2.
/// 4. [`is_reusable`](Codec::is_reusable) says whether the connection can carry the next request.
///
/// An error is final until the next request. A reply takes at most as many reads as it has bytes, and these are bounded:
/// heads by the buffer and [`INTERIM`], the message by its limit, extensions and trailers by [`AROUND`](super::AROUND),
/// chunks by one byte each.
pub struct Codec<'b> {
    buffer: &'b mut [u8],
    /// What was read and not yet taken. Both are positions in the buffer, so their sum cannot overflow.
    start: usize,
    end: usize,
    /// How much of it is known to be part of a head.
    scanned: usize,
    reply: Reply,
}

impl<'b> Codec<'b> {
    /// A codec whose replies have up to `limit` bytes, in a buffer that holds the longest head, of a request and of a
    /// reply: 512 bytes are enough for short names.
    pub const fn new(buffer: &'b mut [u8], limit: u32) -> Self {
        Self { buffer, start: 0, end: 0, scanned: 0, reply: Reply::new(limit) }
    }

    /// The head of a request whose message has `length` bytes; the state before is discarded.
    ///
    /// # Errors
    /// [`Error::BadAction`], and [`Error::OwnHead`] if the buffer is too short.
    pub fn request(
        &mut self,
        endpoint: &Endpoint<'_>,
        action: Action,
        length: usize,
    ) -> Result<&[u8], Error> {
        self.wipe();
        let length = endpoint.write_head(action, length, self.buffer)?;
        self.reply.begin();
        Ok(self.buffer.get(..length).unwrap_or_default())
    }

    /// Wipes the buffer, which held the beginning of a reply.
    pub fn wipe(&mut self) {
        self.forget();
        self.reply.idle();
    }

    fn forget(&mut self) {
        self.buffer.zeroize();
        (self.start, self.end, self.scanned) = (0, 0, 0);
    }

    /// The room for the next bytes from the connection. It is not empty while more are needed.
    pub fn room(&mut self) -> &mut [u8] {
        if self.start > 0 {
            // By hand: `copy_within` takes more flash than the rest of this file.
            let bytes = Cell::from_mut(&mut *self.buffer).as_slice_of_cells();
            let came = bytes.get(self.start..self.end).unwrap_or_default();
            came.iter().zip(bytes).for_each(|(byte, place)| place.set(byte.get()));
            (self.start, self.end) = (0, self.end.wrapping_sub(self.start));
        }
        self.buffer.get_mut(self.end..).unwrap_or_default()
    }

    /// Takes the result of a read into [`room`](Codec::room): the number of bytes, or 0 at the end of the connection.
    ///
    /// # Errors
    /// The read's own, and [`Error::Closed`]: both are kept. The end of the connection is not an error where the
    /// message ends with it.
    pub fn filled(&mut self, read: Result<usize, Error>) -> Result<(), Error> {
        if !self.reply.has_failed() {
            match read {
                Ok(n) => self.came(n),
                Err(error) => self.fail(error),
            }
        }
        self.unless_failed(())
    }

    /// Takes so many bytes, or the end of the connection.
    pub(super) fn came(&mut self, bytes: usize) {
        if bytes == 0 {
            self.reply.end();
        } else if bytes <= self.buffer.len().saturating_sub(self.end) {
            self.end = self.end.wrapping_add(bytes);
        } else {
            // More than the room: it is unknown what was read.
            self.reply.fail(Error::Connection(embedded_io::ErrorKind::InvalidData));
        }
        if self.reply.has_failed() {
            self.forget();
        }
    }

    /// Whether the reply's head has come, and is good. If not, more bytes are needed.
    ///
    /// # Errors
    /// Why the reply is refused; final.
    pub fn head(&mut self) -> Result<bool, Error> {
        let wants_head = self.wants_head();
        self.unless_failed(!wants_head)
    }

    /// Reads what has come of the reply's head. Whether more bytes are needed for it.
    #[inline(never)]
    pub(super) fn wants_head(&mut self) -> bool {
        while self.reply.place() == Place::Head {
            let bytes = between(self.buffer, self.start, self.end);
            if !head::can_begin(bytes) {
                self.reply.fail(Error::NotHttp);
                break;
            }
            let whole = loop {
                let Some(byte) = bytes.get(self.scanned) else { break None };
                self.scanned = self.scanned.wrapping_add(1);
                if self.reply.ends_head(*byte) {
                    break bytes.get(..self.scanned);
                }
            };
            let Some(whole) = whole else {
                if bytes.len() >= self.buffer.len() {
                    self.reply.fail(Error::HeadTooLong);
                }
                break;
            };
            head::read(whole, &mut self.reply);
            self.start = self.start.wrapping_add(whole.len());
            self.scanned = 0;
        }
        if self.reply.place() == Place::Idle {
            self.reply.fail(Error::OutOfTurn);
        }
        if self.reply.has_failed() {
            self.forget();
        }
        self.reply.place() == Place::Head
    }

    /// Takes the next bytes of the message: `Some(n)` of them, `Some(0)` at its end, returned again by every later
    /// read, or `None` when more have to be read first.
    ///
    /// # Errors
    /// [`Error::EmptyBuffer`], which changes nothing, and why the reply is refused, which is final.
    pub fn message(&mut self, into: &mut [u8]) -> Result<Option<usize>, Error> {
        if into.is_empty() && !self.reply.has_failed() {
            return Err(Error::EmptyBuffer);
        }
        let taken = self.next(into);
        self.unless_failed(taken)
    }

    /// Takes the next bytes of the message, unless more have to be read first or it has failed.
    fn next(&mut self, into: &mut [u8]) -> Option<usize> {
        while !self.wants_head() && !self.reply.has_failed() {
            if self.is_whole() {
                return Some(0);
            }
            let here = between(self.buffer, self.start, self.end);
            let byte = here.first()?;
            let left = usize::try_from(self.reply.left()).unwrap_or(usize::MAX);
            if left > 0 {
                let taken = into.iter_mut().zip(here).take(left).map(|(to, byte)| *to = *byte).count();
                self.start = self.start.wrapping_add(taken);
                self.reply.took(u32::try_from(taken).unwrap_or(u32::MAX));
                return Some(taken);
            }
            self.reply.pass(*byte);
            self.start = self.start.wrapping_add(1);
        }
        None
    }

    /// Whether the message is whole.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        matches!(self.reply.place(), Place::Whole)
    }

    /// Whether the reply is over: whole or failed.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        matches!(self.reply.place(), Place::Whole | Place::Failed)
    }

    /// Whether the message is whole, the connection kept by both sides, and nothing came after it.
    #[must_use]
    pub const fn is_reusable(&self) -> bool {
        self.is_whole() && self.reply.keep_alive() && self.start == self.end
    }

    /// The result, unless the reply has failed.
    pub(super) const fn unless_failed<T: Copy>(&self, result: T) -> Result<T, Error> {
        self.reply.unless_failed(result)
    }

    pub(super) fn fail(&mut self, error: Error) {
        self.reply.fail(error);
        self.forget();
    }
}

/// A part of the buffer.
fn between(buffer: &[u8], start: usize, end: usize) -> &[u8] {
    buffer.get(start..end).unwrap_or_default()
}

impl fmt::Debug for Codec<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.reply.place() {
            Place::Idle => "idle",
            Place::Failed => "failed",
            Place::Head => "head",
            Place::Whole => "whole",
            _ => "message",
        };
        f.debug_struct("Codec")
            .field("state", &state)
            .field("limit", &self.reply.limit())
            .finish_non_exhaustive()
    }
}
