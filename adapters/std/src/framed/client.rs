//! The client's end of a framed stream.
//!
//! Easy to get wrong: the connection counts as ended from the first byte of a request to the last byte of its reply.
//! Any failure in between leaves it ended; so does a reply dropped before its end.

use core::fmt;
use std::io::{Read, Write};

use emis_core::transport::{Action, DeliveryError, Reply, Transport};

use super::{DEFAULT_LIMIT, FramedError, own_length, read_length, read_some, write_message};

/// A transport to the practice over one byte stream (protocol.md section 7). The action is not sent.
///
/// One limit holds for requests and replies. After an error, and after a reply that was not read to its end, every
/// later call fails as `NotSent` with [`FramedError::Ended`].
pub struct FramedTransport<S> {
    stream: S,
    limit: u32,
    ended: bool,
}

impl<S: Read + Write> FramedTransport<S> {
    /// A transport with the limit [`DEFAULT_LIMIT`] over a new stream.
    pub const fn new(stream: S) -> Self {
        Self::with_limit(stream, DEFAULT_LIMIT)
    }

    /// A transport whose messages have up to `limit` bytes.
    pub const fn with_limit(stream: S, limit: u32) -> Self {
        Self { stream, limit, ended: false }
    }

    /// Whether the connection has ended: the next call needs a new one.
    #[must_use]
    pub const fn is_ended(&self) -> bool {
        self.ended
    }

    /// The stream, for its timeouts.
    pub const fn get_ref(&self) -> &S {
        &self.stream
    }

    /// The stream. If the connection has ended, it is unknown where the next message begins.
    pub fn into_inner(self) -> S {
        self.stream
    }
}

impl<S: Read + Write> Transport for FramedTransport<S> {
    type Error = FramedError;
    type Reply<'t>
        = FramedReply<'t, S>
    where
        S: 't;

    fn send<'t>(
        &'t mut self,
        _: Action,
        request: &[u8],
    ) -> Result<Self::Reply<'t>, DeliveryError<Self::Error>> {
        if self.ended {
            return Err(DeliveryError::NotSent(FramedError::Ended));
        }
        let length = own_length(request, self.limit).map_err(DeliveryError::NotSent)?;
        self.ended = true;
        // A failed write may have sent bytes all the same.
        write_message(&mut self.stream, length, request).map_err(|e| DeliveryError::Unknown(e.into()))?;
        let left = read_length(&mut self.stream, self.limit)
            .and_then(|length| length.ok_or(FramedError::Closed))
            .map_err(DeliveryError::Unknown)?;
        Ok(FramedReply { transport: self, left, failed: None })
    }
}

impl<S> fmt::Debug for FramedTransport<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FramedTransport")
            .field("limit", &self.limit)
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}

/// A reply on a framed stream, of the length that it announced.
pub struct FramedReply<'t, S> {
    transport: &'t mut FramedTransport<S>,
    left: u32,
    failed: Option<FramedError>,
}

impl<S: Read + Write> Reply for FramedReply<'_, S> {
    type Error = FramedError;

    /// Reads the next bytes, at most `into.len()`; `Ok(0)` is the end of the message.
    ///
    /// # Errors
    /// [`FramedError::Closed`], [`FramedError::TimedOut`] and [`FramedError::Io`], all final: every later read returns
    /// the same. [`FramedError::EmptyBuffer`] if `into` is empty, which changes nothing.
    fn read(&mut self, into: &mut [u8]) -> Result<usize, FramedError> {
        if let Some(error) = self.failed.clone() {
            return Err(error);
        }
        if into.is_empty() {
            return Err(FramedError::EmptyBuffer);
        }
        if self.left == 0 {
            return Ok(0);
        }
        let room = into.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let result = match read_some(&mut self.transport.stream, into.split_at_mut(room).0) {
            Ok(0) => Err(FramedError::Closed),
            other => other.map_err(FramedError::from),
        };
        match &result {
            Ok(n) => {
                self.left = self.left.saturating_sub(u32::try_from(*n).unwrap_or(u32::MAX));
                // The message is whole: the next request may follow.
                self.transport.ended = self.left > 0;
            }
            Err(error) => self.failed = Some(error.clone()),
        }
        result
    }
}

impl<S> fmt::Debug for FramedReply<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FramedReply")
            .field("left", &self.left)
            .field("failed", &self.failed)
            .finish_non_exhaustive()
    }
}
