//! The codec over a connection whose reads and writes are awaited: the same steps as `transport`, and nothing else.
//!
//! The one thing that a reader would get wrong: a future that is dropped before it is ready leaves the call in doubt,
//! as a reply does that is dropped half-read. The transport itself stays good: its next call opens a fresh connection.

use embedded_io_async::Error as _;
use emis_core::transport::{Action, DeliveryError};

use super::transport::{HttpReply, HttpTransport};
use crate::Error;
use crate::asynchronous::{Pieces, read_whole, write};
use crate::connection::AsyncConnection;

impl<'b, C: AsyncConnection> HttpTransport<'b, C> {
    /// Sends the whole request and waits for the beginning of the reply.
    ///
    /// # Errors
    /// [`DeliveryError::NotSent`] if nothing left, [`DeliveryError::Unknown`] for everything else.
    pub async fn send_async<'t>(
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

    /// Sends the request, reads its whole reply into the beginning of `reply`, and says how long it is: what a call of
    /// a [`Session`](emis_core::session::Session) needs between [`bytes`](emis_core::session::Call::bytes) and
    /// [`read`](emis_core::session::Call::read).
    ///
    /// # Errors
    /// As [`send_async`](Self::send_async); a reply that breaks off or is longer than the buffer is `Unknown`.
    pub async fn exchange_async(
        &mut self,
        action: Action,
        request: &[u8],
        reply: &mut [u8],
    ) -> Result<usize, DeliveryError<Error>> {
        let mut incoming = self.send_async(action, request).await?;
        read_whole(&mut incoming, reply).await.map_err(DeliveryError::Unknown)
    }

    /// Gives up the connection, if one is open: the next call opens a fresh one.
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

impl<C: AsyncConnection> HttpReply<'_, '_, C> {
    /// Reads the next octets, at most `into.len()`; `Ok(0)` is the end of a whole message, and is said again if asked
    /// again. A read that is dropped before it is ready has taken nothing of the message if the stream's own read
    /// takes nothing then.
    ///
    /// # Errors
    /// [`Error::EmptyBuffer`], which changes nothing; every other error is final, and every later read says the same.
    pub async fn read_async(&mut self, into: &mut [u8]) -> Result<usize, Error> {
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

impl<C: AsyncConnection> Pieces for HttpReply<'_, '_, C> {
    async fn next(&mut self, into: &mut [u8]) -> Result<usize, Error> {
        self.read_async(into).await
    }
}
