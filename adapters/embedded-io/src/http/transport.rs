//! The codec over a connection whose reads and writes block.
//!
//! The one thing that a reader would get wrong: `NotSent` is said only before [`Wire::begin`] has returned. From there on
//! a write that failed may have left octets on the line, whatever it says.

use core::fmt;

use embedded_io::Error as _;
use emis_core::transport::{Action, DeliveryError, Reply, Transport};

use super::codec::Codec;
use super::endpoint::Endpoint;
use crate::connection::{Connection, Wire, write};
use crate::{Error, http};

/// A way to one endpoint over HTTP/1.1, one call at a time.
///
/// A connection is kept for the next call if the reply allows it. Nothing is ever sent twice, and no redirect is
/// followed.
pub struct HttpTransport<'b, C> {
    pub(super) wire: Wire<C>,
    pub(super) endpoint: Endpoint<'b>,
    pub(super) codec: Codec<'b>,
}

impl<'b, C> HttpTransport<'b, C> {
    /// A transport with the limit [`DEFAULT_LIMIT`](http::DEFAULT_LIMIT). The buffer holds the head of a request or a
    /// reply at a time: 512 octets do for short names. The longer it is, the fewer reads.
    pub const fn new(connection: C, endpoint: Endpoint<'b>, buffer: &'b mut [u8]) -> Self {
        Self::with_limit(connection, endpoint, buffer, http::DEFAULT_LIMIT)
    }

    /// A transport whose replies have up to `limit` octets.
    pub const fn with_limit(connection: C, endpoint: Endpoint<'b>, buffer: &'b mut [u8], limit: u32) -> Self {
        Self { wire: Wire::new(connection), endpoint, codec: Codec::new(buffer, limit) }
    }

    /// The connection, for its time-outs. Who reads from it or writes to it breaks the next call.
    pub const fn connection(&mut self) -> &mut C {
        &mut self.wire.connection
    }

    /// The connection, as it is.
    pub fn into_connection(self) -> C {
        self.wire.connection
    }
}

impl<C: Connection> HttpTransport<'_, C> {
    /// Gives up the connection, if one is open: the next call opens a fresh one.
    pub fn close(&mut self) {
        self.wire.close();
    }

    /// Writes the request and reads the head of its reply.
    fn exchange(&mut self, action: Action, request: &[u8]) -> Result<(), DeliveryError<Error>> {
        let head =
            self.codec.request(&self.endpoint, action, request.len()).map_err(DeliveryError::NotSent)?;
        self.wire.begin().map_err(DeliveryError::NotSent)?;
        let stream = &mut self.wire.connection;
        let written = write(stream, head)
            .and_then(|()| write(stream, request))
            .and_then(|()| stream.flush().map_err(|error| error.kind()));
        match written {
            Ok(()) => {
                while self.codec.wants_head() {
                    self.fill();
                }
            }
            Err(kind) => self.codec.fail(Error::of(kind)),
        }
        self.codec.unless_failed(()).map_err(|error| {
            self.wire.close();
            DeliveryError::Unknown(error)
        })
    }

    /// Reads some octets. What was wrong with that is kept by the codec, and said by what is asked of it next.
    fn fill(&mut self) {
        match self.wire.connection.read(self.codec.room()) {
            Ok(n) => self.codec.came(n),
            Err(error) => self.codec.fail(Error::of_stream(&error)),
        }
    }

    fn read(&mut self, into: &mut [u8]) -> Result<usize, Error> {
        loop {
            if let Some(taken) = self.codec.message(into)? {
                return Ok(taken);
            }
            self.fill();
        }
    }
}

impl<'b, C: Connection> Transport for HttpTransport<'b, C> {
    type Error = Error;
    type Reply<'t>
        = HttpReply<'t, 'b, C>
    where
        Self: 't;

    fn send<'t>(
        &'t mut self,
        action: Action,
        request: &[u8],
    ) -> Result<Self::Reply<'t>, DeliveryError<Error>> {
        self.exchange(action, request)?;
        Ok(HttpReply { transport: self })
    }
}

impl<C> fmt::Debug for HttpTransport<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport")
            .field("endpoint", &self.endpoint)
            .field("connection", &self.wire.state)
            .field("codec", &self.codec)
            .finish_non_exhaustive()
    }
}

/// The reply to one request.
///
/// Only one that was read to its `Ok(0)`, or to the last octet that it announced, leaves its connection for the next
/// call. Dropping it wipes the transport's buffer.
pub struct HttpReply<'t, 'b, C> {
    pub(super) transport: &'t mut HttpTransport<'b, C>,
}

impl<C: Connection> Reply for HttpReply<'_, '_, C> {
    type Error = Error;

    /// Reads the next octets, at most `into.len()`; `Ok(0)` is the end of a whole message, and is said again if asked
    /// again.
    ///
    /// # Errors
    /// [`Error::EmptyBuffer`], which changes nothing; every other error is final, and every later read says the same.
    fn read(&mut self, into: &mut [u8]) -> Result<usize, Error> {
        let transport = &mut *self.transport;
        let result = transport.read(into);
        if transport.codec.is_reusable() {
            transport.wire.settle();
        } else if transport.codec.is_over() {
            transport.wire.close();
        }
        result
    }
}

impl<C> Drop for HttpReply<'_, '_, C> {
    fn drop(&mut self) {
        self.transport.codec.wipe();
    }
}

impl<C> fmt::Debug for HttpReply<'_, '_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpReply").field("codec", &self.transport.codec).finish_non_exhaustive()
    }
}
