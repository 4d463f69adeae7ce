//! Where a reply is: before its head, in its message, of a length, in chunks (RFC 9112 section 7.1) or until the
//! connection ends, or over.
//!
//! Easy to get wrong: extensions and trailers are bounded for the whole reply and not for each chunk, so that a reply
//! cannot consist mostly of them.

use core::mem;

use super::INTERIM;
use super::head::{Framing, is_text};
use crate::Error;

/// How many bytes the extensions and trailers of one reply may have together.
pub const AROUND: u16 = 4096;
/// How many digits the size of a chunk may have.
const DIGITS: u8 = 8;

/// Where a reply is.
pub(super) struct Reply {
    place: Place,
    /// How many interim heads may still come.
    interim: u8,
    /// Whether a line of the head has just ended.
    line_ended: bool,
    /// Whether a CR has come at the end of a line or of a chunk: nothing but its LF follows.
    cr: bool,
    /// How many digits of a chunk's size have come.
    digits: u8,
    /// How many bytes of extensions and trailers may still come.
    around: u16,
    keep_alive: bool,
    /// How many bytes of the message come next; in a chunk's size what has come of it.
    left: u32,
    /// How many bytes the chunks to come may have together.
    most: u32,
    limit: u32,
    /// Its error, if it failed.
    error: Error,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
pub(super) enum Place {
    /// No request was written.
    Idle,
    Failed,
    Head,
    Whole,
    /// Before bytes of the message: all that is left of it, a chunk's, or as many as the connection gives.
    Sized,
    Data,
    UntilClose,
    /// In a chunk's size.
    Size,
    /// In an extension or a trailer, which are skipped.
    Around,
    /// After a chunk's bytes.
    DataEnd,
    /// At the beginning of a trailer's line.
    Line,
}

impl Reply {
    /// A reply of up to `limit` bytes, to no request yet.
    pub(super) const fn new(limit: u32) -> Self {
        Self {
            place: Place::Idle,
            interim: INTERIM,
            line_ended: false,
            cr: false,
            digits: 0,
            around: AROUND,
            keep_alive: false,
            left: 0,
            most: limit,
            limit,
            error: Error::OutOfTurn,
        }
    }

    /// To no request.
    pub(super) fn idle(&mut self) {
        self.place = Place::Idle;
    }

    /// To the request that has just been written.
    pub(super) fn begin(&mut self) {
        (self.interim, self.digits, self.place, self.cr) = (INTERIM, 0, Place::Head, false);
        (self.around, self.left, self.most) = (AROUND, 0, self.limit);
        self.line_ended = false;
    }

    /// Takes a byte of a head. Whether it is the last one, of the empty line.
    pub(super) fn ends_head(&mut self, byte: u8) -> bool {
        let ends = byte == b'\n' && self.line_ended;
        if byte != b'\r' {
            self.line_ended = byte == b'\n' && !ends;
        }
        ends
    }

    pub(super) const fn place(&self) -> Place {
        self.place
    }

    pub(super) const fn limit(&self) -> u32 {
        self.limit
    }

    pub(super) const fn keep_alive(&self) -> bool {
        self.keep_alive
    }

    pub(super) const fn has_failed(&self) -> bool {
        matches!(self.place, Place::Failed)
    }

    /// That, if it has not failed.
    pub(super) const fn unless_failed<T: Copy>(&self, result: T) -> Result<T, Error> {
        if self.has_failed() { Err(self.error) } else { Ok(result) }
    }

    pub(super) fn fail(&mut self, error: Error) {
        (self.place, self.error) = (Place::Failed, error);
    }

    /// The head was an interim one.
    pub(super) fn again(&mut self) {
        match self.interim.checked_sub(1) {
            Some(interim) => self.interim = interim,
            None => self.fail(Error::HeadTooLong),
        }
    }

    /// The head was the last one: the message begins.
    pub(super) fn message(&mut self, framing: Framing, keep_alive: bool) {
        self.keep_alive = keep_alive;
        (self.place, self.left) = match framing {
            Framing::Sized(0) => (Place::Whole, 0),
            Framing::Sized(length) => (Place::Sized, length),
            Framing::Chunked => (Place::Size, 0),
            Framing::UntilClose => (Place::UntilClose, self.limit),
        };
        if self.left > self.limit {
            self.fail(Error::TooLong { limit: self.limit });
        }
    }

    /// How many bytes of the message come next.
    pub(super) const fn left(&self) -> u32 {
        if matches!(self.place, Place::Sized | Place::Data | Place::UntilClose) { self.left } else { 0 }
    }

    /// So many bytes of the message were taken.
    pub(super) fn took(&mut self, bytes: u32) {
        self.left = self.left.saturating_sub(bytes);
        if self.left == 0 {
            match self.place {
                Place::Sized => self.place = Place::Whole,
                Place::Data => self.place = Place::DataEnd,
                _ => {}
            }
        }
    }

    /// The connection has ended.
    pub(super) fn end(&mut self) {
        match self.place {
            Place::UntilClose => (self.place, self.keep_alive) = (Place::Whole, false),
            _ => self.fail(Error::Closed),
        }
    }

    /// Takes a byte that is not the message's.
    #[inline(never)]
    pub(super) fn pass(&mut self, byte: u8) {
        let ended = mem::replace(&mut self.cr, byte == b'\r');
        if self.place == Place::UntilClose {
            return self.fail(Error::TooLong { limit: self.limit });
        }
        if ended {
            self.place = match self.place {
                _ if byte != b'\n' => return self.fail(Error::NotHttp),
                Place::Line => Place::Whole,
                Place::DataEnd => {
                    self.digits = 0;
                    Place::Size
                }
                // The last chunk has no bytes, and trailers follow it.
                _ if self.left == 0 => Place::Line,
                _ => match self.most.checked_sub(self.left) {
                    Some(most) => {
                        self.most = most;
                        Place::Data
                    }
                    None => return self.fail(Error::TooLong { limit: self.limit }),
                },
            };
            return;
        }
        if byte == b'\r' && self.digits > 0 {
            return;
        }
        let is_good = match self.place {
            Place::Size => {
                if let Some(digit) = char::from(byte).to_digit(16).filter(|_| self.digits < DIGITS) {
                    // Eight digits of four bits are no more than 32.
                    self.left = self.left << 4 | digit;
                    self.digits = self.digits.saturating_add(1);
                    return;
                }
                self.digits > 0 && matches!(byte, b';' | b' ' | b'\t')
            }
            Place::DataEnd => false,
            _ => is_text(byte),
        };
        if !is_good {
            return self.fail(Error::NotHttp);
        }
        self.place = Place::Around;
        match self.around.checked_sub(1) {
            Some(around) => self.around = around,
            None => self.fail(Error::HeadTooLong),
        }
    }
}
