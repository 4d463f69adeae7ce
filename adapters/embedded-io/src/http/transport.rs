//! The codec over a connection whose reads and writes block.
//!
//! Easy to get wrong: `NotSent` is returned only until [`Wire::begin`] has returned. After that, a failed write may
//! have sent bytes all the same.

use core::fmt;

use embedded_io::Error as _;
use emis_core::transport::{Action, DeliveryError, Reply, Transport};

use super::codec::Codec;
use super::endpoint::Endpoint;
use crate::connection::{Connection, Wire, write};
use crate::{Error, http};

/// A transport to one endpoint over HTTP/1.1, one call at a time.
///
/// A connection is kept for the next call if the reply allows it. Nothing is ever sent twice, and redirects are not
/// followed.
pub struct HttpTransport<'b, C> {
    pub(super) wire: Wire<C>,
    pub(super) endpoint: Endpoint<'b>,
    pub(super) codec: Codec<'b>,
}

impl<'b, C> HttpTransport<'b, C> {
    /// A transport with the limit [`DEFAULT_LIMIT`](http::DEFAULT_LIMIT). The buffer holds one head at a time, of a
    /// request or a reply: 512 bytes are enough for short names. The longer it is, the fewer reads.
    pub const fn new(connection: C, endpoint: Endpoint<'b>, buffer: &'b mut [u8]) -> Self {
        Self::with_limit(connection, endpoint, buffer, http::DEFAULT_LIMIT)
    }

    /// A transport whose replies have up to `limit` bytes.
    pub const fn with_limit(connection: C, endpoint: Endpoint<'b>, buffer: &'b mut [u8], limit: u32) -> Self {
        Self { wire: Wire::new(connection), endpoint, codec: Codec::new(buffer, limit) }
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

impl<C: Connection> HttpTransport<'_, C> {
    /// Closes the connection, if one is open: the next call opens a new one.
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

    /// Reads some bytes. The codec keeps an error, and its next method returns it.
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
/// The connection is kept for the next call only if the reply was read to its `Ok(0)` or to the last byte that it
/// announced. Dropping it wipes the transport's buffer.
pub struct HttpReply<'t, 'b, C> {
    pub(super) transport: &'t mut HttpTransport<'b, C>,
}

impl<C: Connection> Reply for HttpReply<'_, '_, C> {
    type Error = Error;

    /// Reads the next bytes, at most `into.len()`; `Ok(0)` is the end of a whole message, and is returned again by
    /// every later read.
    ///
    /// # Errors
    /// [`Error::EmptyBuffer`], which changes nothing; every other error is final, and every later read returns the
    /// same.
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
