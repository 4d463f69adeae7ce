//! The codec over a connection whose reads and writes are awaited: the same steps as `transport`, and nothing else.
//!
//! Easy to get wrong: a future that is dropped before it is ready leaves the call in doubt, as a reply does that is
//! dropped half-read. The transport itself stays good: its next call opens a new connection.

use embedded_io_async::Error as _;
use emis_core::transport::{Action, AsyncReply, AsyncTransport, DeliveryError};

use super::transport::{HttpReply, HttpTransport};
use crate::Error;
use crate::asynchronous::write;
use crate::connection::AsyncConnection;

impl<'b, C: AsyncConnection> AsyncTransport for HttpTransport<'b, C> {
    type Error = Error;
    type Reply<'t>
        = HttpReply<'t, 'b, C>
    where
        Self: 't;

    async fn send<'t>(
        &'t mut self,
        action: Action,
        request: &[u8],
    ) -> Result<HttpReply<'t, 'b, C>, DeliveryError<Error>> {
        let head =
            self.codec.request(&self.endpoint, action, request.len()).map_err(DeliveryError::NotSent)?;
        self.wire.begin_async().await.map_err(DeliveryError::NotSent)?;
        let stream = &mut self.wire.connection;
        let written = async {
            write(stream, head).await?;
            write(stream, request).await?;
            stream.flush().await.map_err(|error| error.kind())
        };
        let result = match written.await {
            Ok(()) => self.read_head_async().await,
            Err(kind) => Err(Error::of(kind)),
        };
        if let Err(error) = result {
            self.wire.close_async();
            return Err(DeliveryError::Unknown(error));
        }
        Ok(HttpReply { transport: self })
    }
}

impl<C: AsyncConnection> HttpTransport<'_, C> {
    /// Gives up the connection, if one is open: the next call opens a new one.
    pub fn close_async(&mut self) {
        self.wire.close_async();
    }

    async fn read_head_async(&mut self) -> Result<(), Error> {
        while !self.codec.head()? {
            self.fill_async().await?;
        }
        Ok(())
    }

    async fn fill_async(&mut self) -> Result<(), Error> {
        let read = self.wire.connection.read(self.codec.room()).await;
        self.codec.filled(read.map_err(|error| Error::of_stream(&error)))
    }

    async fn read_async(&mut self, into: &mut [u8]) -> Result<usize, Error> {
        loop {
            if let Some(n) = self.codec.message(into)? {
                return Ok(n);
            }
            self.fill_async().await?;
        }
    }
}

impl<C: AsyncConnection> AsyncReply for HttpReply<'_, '_, C> {
    type Error = Error;

    /// Reads the next bytes, at most `into.len()`; `Ok(0)` is the end of a whole message, and is said again if asked
    /// again. A read that is dropped before it is ready has taken nothing of the message if the stream's own read
    /// takes nothing then.
    ///
    /// # Errors
    /// [`Error::EmptyBuffer`], which changes nothing; every other error is final, and every later read returns the same.
    async fn read(&mut self, into: &mut [u8]) -> Result<usize, Error> {
        let transport = &mut *self.transport;
        let result = transport.read_async(into).await;
        if transport.codec.is_reusable() {
            transport.wire.settle();
        } else if transport.codec.is_over() {
            transport.wire.close_async();
        }
        result
    }
}
