//! The practice's end of a framed stream.
//!
//! Easy to get wrong: if a client closes its connection between two requests, it is not an error and gives `None`;
//! within a request it is an error.

use core::fmt;
use std::io::{Read, Write};

use super::{DEFAULT_LIMIT, FramedError, own_length, read_length, write_message};

/// Reads requests and writes replies in turn (protocol.md section 7). After an error a new connection is needed.
pub struct FramedServer<S> {
    stream: S,
    limit: u32,
    turn: Turn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Request,
    Reply,
    Ended,
}

impl<S: Read + Write> FramedServer<S> {
    /// A server with the limit [`DEFAULT_LIMIT`] over a new stream.
    pub const fn new(stream: S) -> Self {
        Self::with_limit(stream, DEFAULT_LIMIT)
    }

    /// A server whose messages have up to `limit` bytes.
    pub const fn with_limit(stream: S, limit: u32) -> Self {
        Self { stream, limit, turn: Turn::Request }
    }

    /// Reads the next request into the beginning of `into` and gives its length, or `None` if the client has closed
    /// the connection. A request must fit into `into` as well as the limit.
    ///
    /// # Errors
    /// [`FramedError::PeerLength`], [`FramedError::Closed`], [`FramedError::TimedOut`] and [`FramedError::Io`];
    /// [`FramedError::OutOfTurn`] if the last request was not replied to; [`FramedError::Ended`] after an error. Each
    /// of them ends the connection.
    pub fn receive(&mut self, into: &mut [u8]) -> Result<Option<usize>, FramedError> {
        match self.turn {
            Turn::Request => {}
            Turn::Ended => return Err(FramedError::Ended),
            Turn::Reply => {
                self.turn = Turn::Ended;
                return Err(FramedError::OutOfTurn);
            }
        }
        self.turn = Turn::Ended;
        let limit = self.limit.min(u32::try_from(into.len()).unwrap_or(u32::MAX));
        let Some(length) = read_length(&mut self.stream, limit)? else { return Ok(None) };
        let length = usize::try_from(length).unwrap_or(usize::MAX).min(into.len());
        self.stream.read_exact(into.split_at_mut(length).0)?;
        self.turn = Turn::Reply;
        Ok(Some(length))
    }

    /// Writes the reply to the request that was received last.
    ///
    /// # Errors
    /// [`FramedError::OwnLength`] and [`FramedError::OutOfTurn`], which write nothing and change nothing;
    /// [`FramedError::TimedOut`] and [`FramedError::Io`], which end the connection; [`FramedError::Ended`] after
    /// that.
    pub fn reply(&mut self, message: &[u8]) -> Result<(), FramedError> {
        match self.turn {
            Turn::Reply => {}
            Turn::Ended => return Err(FramedError::Ended),
            Turn::Request => return Err(FramedError::OutOfTurn),
        }
        let length = own_length(message, self.limit)?;
        self.turn = Turn::Ended;
        write_message(&mut self.stream, length, message)?;
        self.turn = Turn::Request;
        Ok(())
    }

    /// The stream, for its timeouts.
    pub const fn get_ref(&self) -> &S {
        &self.stream
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
