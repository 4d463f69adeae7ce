//! Both ends of the framed binding over async streams: the same steps as `client` and `server`, and nothing else.
//!
//! Easy to get wrong: a future that is dropped before it is ready leaves half a message on the line. A client's next
//! call then opens a new connection; a server's connection has ended.

use embedded_io_async::{Read, Write};
use emis_core::transport::{Action, AsyncReply, AsyncTransport, DeliveryError};

use super::client::{FramedReply, FramedTransport};
use super::frame::{Frame, own_length};
use super::server::FramedServer;
use crate::Error;
use crate::asynchronous::write;
use crate::connection::AsyncConnection;

impl<C: AsyncConnection> AsyncTransport for FramedTransport<C> {
    type Error = Error;
    type Reply<'t>
        = FramedReply<'t, C>
    where
        Self: 't;

    async fn send<'t>(
        &'t mut self,
        _: Action,
        request: &[u8],
    ) -> Result<FramedReply<'t, C>, DeliveryError<Error>> {
        let length = own_length(request, self.limit).map_err(DeliveryError::NotSent)?;
        self.wire.begin_async().await.map_err(DeliveryError::NotSent)?;
        match self.head_async(length, request).await {
            Ok(frame) => Ok(FramedReply { transport: self, frame }),
            Err(error) => {
                self.wire.close_async();
                Err(DeliveryError::Unknown(error))
            }
        }
    }
}

impl<C: AsyncConnection> FramedTransport<C> {
    /// Gives up the connection, if one is open: the next call opens a new one.
    pub fn close_async(&mut self) {
        self.wire.close_async();
    }

    async fn head_async(&mut self, length: [u8; 4], request: &[u8]) -> Result<Frame, Error> {
        let stream = &mut self.wire.connection;
        write(stream, &length).await.map_err(Error::of)?;
        write(stream, request).await.map_err(Error::of)?;
        stream.flush().await.map_err(|error| Error::of_stream(&error))?;
        let mut frame = Frame::new(self.limit);
        while !frame.length_room().is_empty() {
            let read = stream.read(frame.length_room()).await;
            frame.length_filled(read.map_err(|error| Error::of_stream(&error)))?;
        }
        Ok(frame)
    }
}

impl<C: AsyncConnection> AsyncReply for FramedReply<'_, C> {
    type Error = Error;

    /// Reads the next bytes, at most `into.len()`; `Ok(0)` is the end of the message.
    ///
    /// # Errors
    /// [`Error::EmptyBuffer`], which changes nothing; every other error is final, and every later read returns the same.
    async fn read(&mut self, into: &mut [u8]) -> Result<usize, Error> {
        let wire = &mut self.transport.wire;
        let room = self.frame.message_room(into)?;
        if room.is_empty() {
            return Ok(0);
        }
        let read = wire.connection.read(room).await.map_err(|error| Error::of_stream(&error));
        let result = self.frame.message_filled(read, room.len());
        if result.is_err() {
            wire.close_async();
        } else if self.frame.is_whole() {
            wire.settle();
        }
        result
    }
}

impl<S: Read + Write> FramedServer<S> {
    /// Reads the next request: see [`receive`](Self::receive).
    ///
    /// # Errors
    /// As there.
    pub async fn receive_async(&mut self, into: &mut [u8]) -> Result<Option<usize>, Error> {
        let mut frame = self.expect_request(into.len())?;
        while !frame.length_room().is_empty() {
            match self.stream.read(frame.length_room()).await {
                Ok(0) if frame.is_untouched() => return Ok(None),
                read => frame.length_filled(read.map_err(|error| Error::of_stream(&error)))?,
            }
        }
        let mut length = 0usize;
        while frame.left() > 0 {
            let room = frame.message_room(into.get_mut(length..).unwrap_or_default())?;
            let read = self.stream.read(room).await.map_err(|error| Error::of_stream(&error));
            length = length.saturating_add(frame.message_filled(read, room.len())?);
        }
        Ok(Some(self.received(length)))
    }

    /// Writes the reply to the request that was received last: see [`reply`](Self::reply).
    ///
    /// # Errors
    /// As there.
    pub async fn reply_async(&mut self, message: &[u8]) -> Result<(), Error> {
        let length = self.expect_reply(message)?;
        write(&mut self.stream, &length).await.map_err(Error::of)?;
        write(&mut self.stream, message).await.map_err(Error::of)?;
        self.stream.flush().await.map_err(|error| Error::of_stream(&error))?;
        self.replied();
        Ok(())
    }
}
