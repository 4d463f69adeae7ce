//! HTTP/1.1 without I/O: the head of a request out, a reply in, in one buffer that the caller lends.
//!
//! The one thing that a reader would get wrong: a message that ends with its connection cannot be told from one that was
//! cut. It is handed out all the same, since no cut message passes the SessionHash; but what has none, the reply to
//! BeginSession or outside a session, is then judged by its own end tags alone.

use core::fmt;

use emis_core::transport::Action;
use zeroize::Zeroize;

use super::chunks::Chunks;
use super::endpoint::Endpoint;
use super::head::{self, Framing, Head};
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
    /// What was read and not yet taken.
    start: usize,
    end: usize,
    /// How much of it is known to be within a head.
    scanned: usize,
    /// Whether a line of the head has just ended there.
    line_ended: bool,
    limit: u32,
    /// How many octets of the message may still come.
    most: u32,
    keep_alive: bool,
    state: State,
}

#[derive(Clone, Copy)]
enum State {
    /// No request was written.
    Idle,
    /// In a head; so many interim ones may still come.
    Head(u8),
    Sized(u32),
    Chunks(Chunks),
    UntilClose,
    Whole,
    Failed(Error),
}

impl<'b> Codec<'b> {
    /// A codec whose replies have up to `limit` octets, in a buffer that holds the longest head, of a request and of a
    /// reply: 512 octets do for short names.
    pub const fn new(buffer: &'b mut [u8], limit: u32) -> Self {
        Self {
            buffer,
            start: 0,
            end: 0,
            scanned: 0,
            line_ended: false,
            limit,
            most: 0,
            keep_alive: false,
            state: State::Idle,
        }
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
        (self.scanned, self.line_ended) = (0, false);
        self.state = State::Head(INTERIM);
        Ok(self.buffer.get(..length).unwrap_or_default())
    }

    /// Wipes the buffer: the beginning of a reply was in it.
    pub fn wipe(&mut self) {
        self.buffer.zeroize();
        (self.start, self.end) = (0, 0);
        self.state = State::Idle;
    }

    /// Where the next octets from the connection go. It is not empty while more are wanted.
    pub fn room(&mut self) -> &mut [u8] {
        let (start, end) = (self.start, self.end);
        if start > 0 {
            for at in start..end {
                let octet = self.buffer.get(at).copied().unwrap_or_default();
                if let Some(to) = self.buffer.get_mut(at.saturating_sub(start)) {
                    *to = octet;
                }
            }
            (self.start, self.end) = (0, end.saturating_sub(start));
        }
        self.buffer.get_mut(self.end..).unwrap_or_default()
    }

    /// What became of a read into [`room`](Codec::room): so many octets, or 0 if the connection has ended.
    ///
    /// # Errors
    /// The read's own, and [`Error::Closed`]: both are kept. The end of the connection is no error where it is the
    /// message's.
    pub fn filled(&mut self, read: Result<usize, Error>) -> Result<(), Error> {
        let room = self.buffer.len().saturating_sub(self.end);
        match (read, self.state) {
            (_, State::Failed(error)) => Err(error),
            (Ok(0), State::UntilClose) => {
                self.state = State::Whole;
                Ok(())
            }
            (Ok(0), _) => self.fail(Error::Closed),
            (Ok(n), _) if n <= room => {
                self.end = self.end.saturating_add(n);
                Ok(())
            }
            // More than there was room for: nobody knows what was read.
            (Ok(_), _) => self.fail(Error::Connection(embedded_io::ErrorKind::InvalidData)),
            (Err(error), _) => self.fail(error),
        }
    }

    /// Whether the reply's head has come, and is good. If not, more octets are wanted.
    ///
    /// # Errors
    /// What the reply is refused for; final.
    pub fn head(&mut self) -> Result<bool, Error> {
        loop {
            let interim = match self.state {
                State::Idle => return self.fail(Error::OutOfTurn),
                State::Head(interim) => interim,
                State::Failed(error) => return Err(error),
                _ => return Ok(true),
            };
            let octets = self.buffer.get(self.start..self.end).unwrap_or_default();
            if !head::can_begin(octets) {
                return self.fail(Error::NotHttp);
            }
            let mut line_ended = self.line_ended;
            let length = octets.iter().skip(self.scanned).position(|octet| match octet {
                b'\n' => core::mem::replace(&mut line_ended, true),
                b'\r' => false,
                _ => {
                    line_ended = false;
                    false
                }
            });
            let Some(length) = length.map(|at| self.scanned.saturating_add(at).saturating_add(1)) else {
                (self.scanned, self.line_ended) = (octets.len(), line_ended);
                return if octets.len() < self.buffer.len() {
                    Ok(false)
                } else {
                    self.fail(Error::HeadTooLong)
                };
            };
            let head = head::read(octets.get(..length).unwrap_or_default());
            self.start = self.start.saturating_add(length);
            (self.scanned, self.line_ended) = (0, false);
            match head {
                Ok(Head::Interim) => match interim.checked_sub(1) {
                    Some(left) => self.state = State::Head(left),
                    None => return self.fail(Error::HeadTooLong),
                },
                Ok(Head::Final { framing, keep_alive }) => return self.begin(framing, keep_alive),
                Err(error) => return self.fail(error),
            }
        }
    }

    /// The head was the last one: the message begins.
    fn begin(&mut self, framing: Framing, keep_alive: bool) -> Result<bool, Error> {
        self.keep_alive = keep_alive;
        self.most = self.limit;
        self.state = match framing {
            Framing::Sized(length) if length > self.limit => {
                return self.fail(Error::TooLong { limit: self.limit });
            }
            Framing::Sized(0) => State::Whole,
            Framing::Sized(length) => State::Sized(length),
            Framing::Chunked => State::Chunks(Chunks::new()),
            Framing::UntilClose => State::UntilClose,
        };
        Ok(true)
    }

    /// Takes the next octets of the message: `Some(n)` of them, `Some(0)` at its end, said again if asked again, or
    /// `None` when more have to be read first.
    ///
    /// # Errors
    /// [`Error::EmptyBuffer`], which changes nothing, and whatever the reply is refused for, which is final.
    pub fn message(&mut self, into: &mut [u8]) -> Result<Option<usize>, Error> {
        if let State::Failed(error) = self.state {
            return Err(error);
        }
        if into.is_empty() {
            return Err(Error::EmptyBuffer);
        }
        loop {
            match self.state {
                State::Idle => return self.fail(Error::OutOfTurn),
                State::Failed(error) => return Err(error),
                State::Whole => return Ok(Some(0)),
                State::Head(_) => {
                    if !self.head()? {
                        return Ok(None);
                    }
                }
                State::Sized(left) => {
                    let taken = self.take(left, into);
                    let left = left.saturating_sub(taken);
                    self.state = if left == 0 { State::Whole } else { State::Sized(left) };
                    return Ok(handed_out(taken));
                }
                State::UntilClose => {
                    let taken = self.take(self.most, into);
                    if taken == 0 && self.start < self.end {
                        return self.fail(Error::TooLong { limit: self.limit });
                    }
                    self.most = self.most.saturating_sub(taken);
                    return Ok(handed_out(taken));
                }
                State::Chunks(mut chunks) => {
                    let taken = self.take(chunks.data(), into);
                    if taken > 0 {
                        chunks.took(taken);
                        self.most = self.most.saturating_sub(taken);
                        self.state = State::Chunks(chunks);
                        return Ok(handed_out(taken));
                    }
                    let Some(octet) = self.buffer.get(self.start..self.end).and_then(|left| left.first())
                    else {
                        return Ok(None);
                    };
                    match chunks.pass(*octet, self.limit, self.most) {
                        Ok(()) => self.start = self.start.saturating_add(1),
                        Err(error) => return self.fail(error),
                    }
                    self.state = if chunks.is_whole() { State::Whole } else { State::Chunks(chunks) };
                }
            }
        }
    }

    /// Copies what is there of the next `most` octets.
    fn take(&mut self, most: u32, into: &mut [u8]) -> u32 {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let here = self.buffer.get(self.start..self.end).unwrap_or_default();
        let taken = into.iter_mut().zip(here).take(most).map(|(to, octet)| *to = *octet).count();
        self.start = self.start.saturating_add(taken);
        u32::try_from(taken).unwrap_or(u32::MAX)
    }

    /// Whether the message is whole.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        matches!(self.state, State::Whole)
    }

    /// Whether nothing more can come of the reply: it is whole, or it failed.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        matches!(self.state, State::Whole | State::Failed(_))
    }

    /// Whether the message is whole, the connection kept by both sides, and nothing came after it.
    #[must_use]
    pub const fn is_reusable(&self) -> bool {
        self.is_whole() && self.keep_alive && self.start == self.end
    }

    fn fail<T>(&mut self, error: Error) -> Result<T, Error> {
        self.wipe();
        self.state = State::Failed(error);
        Err(error)
    }
}

/// Nothing at all is no end here: it is not there yet.
fn handed_out(taken: u32) -> Option<usize> {
    usize::try_from(taken).ok().filter(|taken| *taken > 0)
}

impl fmt::Debug for Codec<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            State::Idle => "idle",
            State::Head(_) => "head",
            State::Sized(_) | State::Chunks(_) | State::UntilClose => "message",
            State::Whole => "whole",
            State::Failed(_) => "failed",
        };
        f.debug_struct("Codec").field("state", &state).field("limit", &self.limit).finish_non_exhaustive()
    }
}
