//! HTTP/1.1 without I/O: the head of a request out, a reply in, in one buffer that the caller lends.
//!
//! The one thing that a reader would get wrong: a message that ends with its connection cannot be told from one that was
//! cut. It is handed out all the same, since no cut message passes the SessionHash; but what has none, the reply to
//! BeginSession or outside a session, is then judged by its own end tags alone.

use core::cell::Cell;
use core::fmt;

use emis_core::transport::Action;
use zeroize::Zeroize;

use super::endpoint::Endpoint;
use super::head;
use super::reply::{Place, Reply};
use crate::Error;

/// How many interim replies (100 Continue and the like) may come before the one that counts.
pub const INTERIM: u8 = 4;

/// One request and its reply at a time.
///
/// 1. [`request`](Codec::request) gives the head to be written; the message is written after it.
/// 2. While [`head`](Codec::head) says `false`: read octets into [`room`](Codec::room) and say with
///    [`filled`](Codec::filled) how many came.
/// 3. [`message`](Codec::message) gives the reply's octets, and `None` when more have to be read as in step 2.
/// 4. [`is_reusable`](Codec::is_reusable) says whether the connection can carry the next request.
///
/// An error is final until the next request. A reply takes at most as many reads as it has octets, and these are bounded:
/// heads by the buffer and [`INTERIM`], the message by its limit, extensions and trailers by [`AROUND`](super::AROUND),
/// chunks by one octet each.
pub struct Codec<'b> {
    buffer: &'b mut [u8],
    /// What was read and not yet taken. Both are places in the buffer, so no sum of them wraps.
    start: usize,
    end: usize,
    /// How much of it is known to be within a head.
    scanned: usize,
    reply: Reply,
}

impl<'b> Codec<'b> {
    /// A codec whose replies have up to `limit` octets, in a buffer that holds the longest head, of a request and of a
    /// reply: 512 octets do for short names.
    pub const fn new(buffer: &'b mut [u8], limit: u32) -> Self {
        Self { buffer, start: 0, end: 0, scanned: 0, reply: Reply::new(limit) }
    }

    /// The head of a request whose message has `length` octets; whatever was there before is forgotten.
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

    /// Wipes the buffer: the beginning of a reply was in it.
    pub fn wipe(&mut self) {
        self.forget();
        self.reply.idle();
    }

    fn forget(&mut self) {
        self.buffer.zeroize();
        (self.start, self.end, self.scanned) = (0, 0, 0);
    }

    /// Where the next octets from the connection go. It is not empty while more are wanted.
    pub fn room(&mut self) -> &mut [u8] {
        if self.start > 0 {
            // By hand: the general way takes more flash than the rest of this file.
            let octets = Cell::from_mut(&mut *self.buffer).as_slice_of_cells();
            let came = octets.get(self.start..self.end).unwrap_or_default();
            came.iter().zip(octets).for_each(|(octet, place)| place.set(octet.get()));
            (self.start, self.end) = (0, self.end.wrapping_sub(self.start));
        }
        self.buffer.get_mut(self.end..).unwrap_or_default()
    }

    /// What became of a read into [`room`](Codec::room): so many octets, or 0 if the connection has ended.
    ///
    /// # Errors
    /// The read's own, and [`Error::Closed`]: both are kept. The end of the connection is no error where it is the
    /// message's.
    pub fn filled(&mut self, read: Result<usize, Error>) -> Result<(), Error> {
        if !self.reply.has_failed() {
            match read {
                Ok(n) => self.came(n),
                Err(error) => self.fail(error),
            }
        }
        self.unless_failed(())
    }

    /// So many octets came, or the end of the connection.
    pub(super) fn came(&mut self, octets: usize) {
        if octets == 0 {
            self.reply.end();
        } else if octets <= self.buffer.len().saturating_sub(self.end) {
            self.end = self.end.wrapping_add(octets);
        } else {
            // More than there was room for: nobody knows what was read.
            self.reply.fail(Error::Connection(embedded_io::ErrorKind::InvalidData));
        }
        if self.reply.has_failed() {
            self.forget();
        }
    }

    /// Whether the reply's head has come, and is good. If not, more octets are wanted.
    ///
    /// # Errors
    /// What the reply is refused for; final.
    pub fn head(&mut self) -> Result<bool, Error> {
        let wants_head = self.wants_head();
        self.unless_failed(!wants_head)
    }

    /// Reads what has come of the reply's head. Whether more octets are wanted for it.
    #[inline(never)]
    pub(super) fn wants_head(&mut self) -> bool {
        while self.reply.place() == Place::Head {
            let octets = between(self.buffer, self.start, self.end);
            if !head::can_begin(octets) {
                self.reply.fail(Error::NotHttp);
                break;
            }
            let whole = loop {
                let Some(octet) = octets.get(self.scanned) else { break None };
                self.scanned = self.scanned.wrapping_add(1);
                if self.reply.ends_head(*octet) {
                    break octets.get(..self.scanned);
                }
            };
            let Some(whole) = whole else {
                if octets.len() >= self.buffer.len() {
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

    /// Takes the next octets of the message: `Some(n)` of them, `Some(0)` at its end, said again if asked again, or
    /// `None` when more have to be read first.
    ///
    /// # Errors
    /// [`Error::EmptyBuffer`], which changes nothing, and whatever the reply is refused for, which is final.
    pub fn message(&mut self, into: &mut [u8]) -> Result<Option<usize>, Error> {
        if into.is_empty() && !self.reply.has_failed() {
            return Err(Error::EmptyBuffer);
        }
        let taken = self.next(into);
        self.unless_failed(taken)
    }

    /// Takes the next octets of the message, unless more have to be read first or it has failed.
    fn next(&mut self, into: &mut [u8]) -> Option<usize> {
        while !self.wants_head() && !self.reply.has_failed() {
            if self.is_whole() {
                return Some(0);
            }
            let here = between(self.buffer, self.start, self.end);
            let octet = here.first()?;
            let left = usize::try_from(self.reply.left()).unwrap_or(usize::MAX);
            if left > 0 {
                let taken = into.iter_mut().zip(here).take(left).map(|(to, octet)| *to = *octet).count();
                self.start = self.start.wrapping_add(taken);
                self.reply.took(u32::try_from(taken).unwrap_or(u32::MAX));
                return Some(taken);
            }
            self.reply.pass(*octet);
            self.start = self.start.wrapping_add(1);
        }
        None
    }

    /// Whether the message is whole.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        matches!(self.reply.place(), Place::Whole)
    }

    /// Whether nothing more can come of the reply: it is whole, or it failed.
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
