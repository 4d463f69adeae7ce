//! The client's end of the framed binding.
//!
//! Easy to get wrong: length and message are two writes. On a TCP stream without its no-delay option the second may
//! wait for the first to be acknowledged.

use core::fmt;

use emis_core::transport::{Action, DeliveryError, Reply, Transport};

use super::DEFAULT_LIMIT;
use super::frame::{Frame, own_length};
use crate::Error;
use crate::connection::{Connection, Wire, write};

/// A transport to the practice end by the framed binding, one call at a time. The action is not sent.
///
/// One limit holds for requests and replies. After any error, and after a reply that was not read to its last byte, the
/// next call opens a new connection.
pub struct FramedTransport<C> {
    pub(super) wire: Wire<C>,
    pub(super) limit: u32,
}

impl<C> FramedTransport<C> {
    /// A transport with the limit [`DEFAULT_LIMIT`].
    pub const fn new(connection: C) -> Self {
        Self::with_limit(connection, DEFAULT_LIMIT)
    }

    /// A transport whose messages have up to `limit` bytes.
    pub const fn with_limit(connection: C, limit: u32) -> Self {
        Self { wire: Wire::new(connection), limit }
    }

    /// The connection, for its timeouts. Reading from it or writing to it breaks the next call.
    pub const fn connection(&mut self) -> &mut C {
        &mut self.wire.connection
    }

    /// The connection, as it is.
    pub fn into_connection(self) -> C {
        self.wire.connection
    }
}

impl<C: Connection> FramedTransport<C> {
    /// Closes the connection, if one is open: the next call opens a new one.
    pub fn close(&mut self) {
        self.wire.close();
    }

    /// Writes the request and reads its reply's length.
    fn exchange(&mut self, length: [u8; 4], request: &[u8]) -> Result<Frame, Error> {
        let stream = &mut self.wire.connection;
        write(stream, &length).map_err(Error::of)?;
        write(stream, request).map_err(Error::of)?;
        stream.flush().map_err(|error| Error::of_stream(&error))?;
        let mut frame = Frame::new(self.limit);
        while !frame.length_room().is_empty() {
            let read = stream.read(frame.length_room());
            frame.length_filled(read.map_err(|error| Error::of_stream(&error)))?;
        }
        Ok(frame)
    }
}

impl<C: Connection> Transport for FramedTransport<C> {
    type Error = Error;
    type Reply<'t>
        = FramedReply<'t, C>
    where
        Self: 't;

    fn send<'t>(&'t mut self, _: Action, request: &[u8]) -> Result<Self::Reply<'t>, DeliveryError<Error>> {
        let length = own_length(request, self.limit).map_err(DeliveryError::NotSent)?;
        self.wire.begin().map_err(DeliveryError::NotSent)?;
        match self.exchange(length, request) {
            Ok(frame) => Ok(FramedReply { transport: self, frame }),
            Err(error) => {
                self.wire.close();
                Err(DeliveryError::Unknown(error))
            }
        }
    }
}

impl<C> fmt::Debug for FramedTransport<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FramedTransport")
            .field("limit", &self.limit)
            .field("connection", &self.wire.state)
            .finish_non_exhaustive()
    }
}

/// A reply of the length that it announced.
///
/// The connection is kept for the next call only if the reply was read to its last byte.
pub struct FramedReply<'t, C> {
    pub(super) transport: &'t mut FramedTransport<C>,
    pub(super) frame: Frame,
}

impl<C: Connection> Reply for FramedReply<'_, C> {
    type Error = Error;

    /// Reads the next bytes, at most `into.len()`; `Ok(0)` is the end of the message.
    ///
    /// # Errors
    /// [`Error::EmptyBuffer`], which changes nothing; every other error is final, and every later read returns the
    /// same.
    fn read(&mut self, into: &mut [u8]) -> Result<usize, Error> {
        let wire = &mut self.transport.wire;
        let room = self.frame.message_room(into)?;
        if room.is_empty() {
            return Ok(0);
        }
        let read = wire.connection.read(room).map_err(|error| Error::of_stream(&error));
        let result = self.frame.message_filled(read, room.len());
        if result.is_err() {
            wire.close();
        } else if self.frame.is_whole() {
            wire.settle();
        }
        result
    }
}

impl<C> fmt::Debug for FramedReply<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FramedReply").field("left", &self.frame.left()).finish_non_exhaustive()
    }
}
