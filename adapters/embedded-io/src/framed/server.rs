//! The practice's end of the framed binding.
//!
//! Easy to get wrong: if a client closes its connection between two requests, it is not an error and gives `None`;
//! within a request it is an error.

use core::fmt;

use embedded_io::{Read, Write};

use super::DEFAULT_LIMIT;
use super::frame::{Frame, own_length};
use crate::Error;
use crate::connection::write;

/// Reads requests and writes replies in turn. After an error a new connection is needed.
pub struct FramedServer<S> {
    pub(super) stream: S,
    pub(super) limit: u32,
    turn: Turn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Request,
    Reply,
    Ended,
}

impl<S> FramedServer<S> {
    /// A server with the limit [`DEFAULT_LIMIT`] over a new stream.
    pub const fn new(stream: S) -> Self {
        Self::with_limit(stream, DEFAULT_LIMIT)
    }

    /// A server whose messages have up to `limit` bytes.
    pub const fn with_limit(stream: S, limit: u32) -> Self {
        Self { stream, limit, turn: Turn::Request }
    }

    /// The stream, for its timeouts. Reading from it or writing to it breaks the connection.
    pub const fn stream(&mut self) -> &mut S {
        &mut self.stream
    }

    /// The stream, as it is.
    pub fn into_inner(self) -> S {
        self.stream
    }

    /// A request is expected; until it is whole the connection counts as ended.
    pub(super) fn expect_request(&mut self, room: usize) -> Result<Frame, Error> {
        match core::mem::replace(&mut self.turn, Turn::Ended) {
            Turn::Request => Ok(Frame::new(self.limit.min(u32::try_from(room).unwrap_or(u32::MAX)))),
            Turn::Reply => Err(Error::OutOfTurn),
            Turn::Ended => Err(Error::Ended),
        }
    }

    /// The request is whole.
    pub(super) fn received(&mut self, length: usize) -> usize {
        self.turn = Turn::Reply;
        length
    }

    /// A reply is expected; until it is written the connection counts as ended.
    pub(super) fn expect_reply(&mut self, message: &[u8]) -> Result<[u8; 4], Error> {
        match self.turn {
            Turn::Reply => {}
            Turn::Request => return Err(Error::OutOfTurn),
            Turn::Ended => return Err(Error::Ended),
        }
        let length = own_length(message, self.limit)?;
        self.turn = Turn::Ended;
        Ok(length)
    }

    /// The reply is written.
    pub(super) fn replied(&mut self) {
        self.turn = Turn::Request;
    }
}

impl<S: Read + Write> FramedServer<S> {
    /// Reads the next request into the beginning of `into` and gives its length, or `None` if the client has closed
    /// the connection. A request must fit into `into` as well as the limit.
    ///
    /// # Errors
    /// [`Error::PeerLength`], [`Error::Closed`], [`Error::TimedOut`] and [`Error::Connection`]; [`Error::OutOfTurn`] if
    /// the last request was not replied to; [`Error::Ended`] after an error. Every one ends the connection.
    pub fn receive(&mut self, into: &mut [u8]) -> Result<Option<usize>, Error> {
        let mut frame = self.expect_request(into.len())?;
        while !frame.length_room().is_empty() {
            match self.stream.read(frame.length_room()) {
                Ok(0) if frame.is_untouched() => return Ok(None),
                read => frame.length_filled(read.map_err(|error| Error::of_stream(&error)))?,
            }
        }
        let mut length = 0usize;
        while frame.left() > 0 {
            let room = frame.message_room(into.get_mut(length..).unwrap_or_default())?;
            let read = self.stream.read(room).map_err(|error| Error::of_stream(&error));
            length = length.saturating_add(frame.message_filled(read, room.len())?);
        }
        Ok(Some(self.received(length)))
    }

    /// Writes the reply to the request that was received last.
    ///
    /// # Errors
    /// [`Error::OwnLength`] and [`Error::OutOfTurn`], which write nothing and change nothing; [`Error::TimedOut`] and
    /// [`Error::Connection`], which end the connection; [`Error::Ended`] after that.
    pub fn reply(&mut self, message: &[u8]) -> Result<(), Error> {
        let length = self.expect_reply(message)?;
        write(&mut self.stream, &length).map_err(Error::of)?;
        write(&mut self.stream, message).map_err(Error::of)?;
        self.stream.flush().map_err(|error| Error::of_stream(&error))?;
        self.replied();
        Ok(())
    }
}

impl<S> fmt::Debug for FramedServer<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FramedServer")
            .field("limit", &self.limit)
            .field("turn", &self.turn)
            .finish_non_exhaustive()
    }
}
