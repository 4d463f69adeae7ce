//! An incoming reply, up to its limit.
//!
//! Easy to get wrong: `Ok(0)` from ureq does not prove that a message is whole. ureq returns `Ok(0)` after an error,
//! and for chunks whose end was cut. So errors are kept here, and an end of message after the end of the connection
//! does not count.

use core::fmt;
use std::io::{ErrorKind, Read as _};

use emis_core::transport::Reply;

use crate::Error;
use crate::watch::Watch;

/// The reply to one request (protocol.md section 6); drop it to close its connection.
///
/// The connection is kept for the next call only if the reply was read to its `Ok(0)`.
pub struct HttpReply<'t> {
    state: State,
    watch: &'t Watch,
    limit: u64,
    /// How many bytes may still come.
    left: u64,
}

enum State {
    Reading(ureq::BodyReader<'static>),
    Whole,
    Failed(Error),
}

impl<'t> HttpReply<'t> {
    pub(crate) fn new(body: ureq::Body, watch: &'t Watch, limit: u64) -> Result<Self, Error> {
        if body.content_length().is_some_and(|announced| announced > limit) {
            return Err(Error::TooLong { limit });
        }
        Ok(Self { state: State::Reading(body.into_reader()), watch, limit, left: limit })
    }
}

impl Reply for HttpReply<'_> {
    type Error = Error;

    /// Reads the next bytes, at most `into.len()`; `Ok(0)` is the end of a whole message, and is returned again by
    /// every later read.
    ///
    /// # Errors
    /// [`Error::Closed`] if the message was cut short, [`Error::TooLong`] at the first byte over the limit,
    /// [`Error::EmptyBuffer`] if `into` is empty, [`Error::TimedOut`] and [`Error::Connection`] where they occur. All
    /// but an empty buffer are final: every later read returns the same.
    fn read(&mut self, into: &mut [u8]) -> Result<usize, Error> {
        if into.is_empty() {
            return Err(Error::EmptyBuffer);
        }
        let reader = match &mut self.state {
            State::Reading(reader) => reader,
            State::Whole => return Ok(0),
            State::Failed(error) => return Err(error.clone()),
        };
        // At the limit one more byte is read, to distinguish the end from an overrun; it is never given out.
        let mut beyond = [0];
        let room = usize::try_from(self.left).unwrap_or(usize::MAX);
        let at_limit = room == 0;
        let room = if at_limit { &mut beyond[..] } else { into.split_at_mut(room.min(into.len())).0 };
        let result = match read_some(reader, room) {
            Ok(0) if self.watch.input_ended() => Err(Error::Closed),
            Ok(n) if n > 0 && at_limit => Err(Error::TooLong { limit: self.limit }),
            other => other,
        };
        match &result {
            Ok(0) => self.state = State::Whole,
            Ok(n) => self.left = self.left.saturating_sub(*n as u64),
            Err(error) => self.state = State::Failed(error.clone()),
        }
        result
    }
}

fn read_some(reader: &mut ureq::BodyReader<'static>, into: &mut [u8]) -> Result<usize, Error> {
    loop {
        match reader.read(into) {
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            other => return other.map_err(|e| Error::from(ureq::Error::from(e))),
        }
    }
}

impl fmt::Debug for HttpReply<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match &self.state {
            State::Reading(_) => "reading",
            State::Whole => "whole",
            State::Failed(_) => "failed",
        };
        f.debug_struct("HttpReply").field("state", &state).field("left", &self.left).finish_non_exhaustive()
    }
}
