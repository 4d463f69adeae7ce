//! What a device provides: a stream that can be reopened, or one that is open already.
//!
//! Easy to get wrong: the connection counts as used from the first byte of a request to the last byte of its reply. If
//! a reply is dropped half-read in between, or a future is never polled again, the next call opens a new connection, or
//! fails as `NotSent` if that is impossible.

use embedded_io::{Error as _, ErrorKind, ErrorType, Read, Write};

use crate::Error;

/// A connection to the practice end that can be opened more than once: a socket of a TCP stack, a modem.
///
/// Reading returns `Ok(0)` only at the end of the stream.
pub trait Connection: Read + Write {
    /// Opens a new connection, including the TLS handshake: the next byte written is the first of a request, the next
    /// byte read the first of its reply. It is called only while the connection is closed.
    ///
    /// # Errors
    /// Why it could not be opened. **No byte of a request** has left then, so a call that fails here may be retried.
    fn open(&mut self) -> Result<(), ErrorKind>;

    /// Closes it at once, without waiting for the peer. Bytes that have not been read are lost.
    fn close(&mut self);
}

impl<C: Connection + ?Sized> Connection for &mut C {
    fn open(&mut self) -> Result<(), ErrorKind> {
        (**self).open()
    }

    fn close(&mut self) {
        (**self).close();
    }
}

/// The same over the streams of `embedded-io-async`.
#[cfg(feature = "async")]
#[allow(async_fn_in_trait, reason = "as embedded-io-async has it: an executor of a device wants no Send")]
pub trait AsyncConnection: embedded_io_async::Read + embedded_io_async::Write {
    /// Opens a new connection, including the TLS handshake: see [`Connection::open`].
    ///
    /// # Errors
    /// Why it could not be opened. **No byte of a request** has left then.
    async fn open(&mut self) -> Result<(), ErrorKind>;

    /// Closes it at once, without waiting for the peer.
    fn close(&mut self);
}

#[cfg(feature = "async")]
impl<C: AsyncConnection + ?Sized> AsyncConnection for &mut C {
    async fn open(&mut self) -> Result<(), ErrorKind> {
        (**self).open().await
    }

    fn close(&mut self) {
        (**self).close();
    }
}

/// A stream that is open already and is never reopened: a serial line, a connected socket.
///
/// After a failed call it is unknown where the next message begins, so every later call fails as `NotSent` with
/// [`Error::Connect`] and [`ErrorKind::NotConnected`]. If you can resynchronise the line, take it out with
/// [`Line::into_inner`] and wrap it again.
#[derive(Debug)]
pub struct Line<S> {
    stream: S,
    fresh: bool,
}

impl<S> Line<S> {
    /// A line on which nothing has been sent yet.
    pub const fn new(stream: S) -> Self {
        Self { stream, fresh: true }
    }

    /// The stream, for its timeouts. Reading from it or writing to it breaks the next call.
    pub const fn stream(&mut self) -> &mut S {
        &mut self.stream
    }

    /// The stream.
    pub fn into_inner(self) -> S {
        self.stream
    }

    fn take(&mut self) -> Result<(), ErrorKind> {
        if core::mem::take(&mut self.fresh) { Ok(()) } else { Err(ErrorKind::NotConnected) }
    }
}

impl<S: ErrorType> ErrorType for Line<S> {
    type Error = S::Error;
}

impl<S: Read> Read for Line<S> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, S::Error> {
        self.stream.read(into)
    }
}

impl<S: Write> Write for Line<S> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, S::Error> {
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> Result<(), S::Error> {
        self.stream.flush()
    }
}

impl<S: Read + Write> Connection for Line<S> {
    fn open(&mut self) -> Result<(), ErrorKind> {
        self.take()
    }

    fn close(&mut self) {}
}

#[cfg(feature = "async")]
impl<S: embedded_io_async::Read> embedded_io_async::Read for Line<S> {
    async fn read(&mut self, into: &mut [u8]) -> Result<usize, S::Error> {
        self.stream.read(into).await
    }
}

#[cfg(feature = "async")]
impl<S: embedded_io_async::Write> embedded_io_async::Write for Line<S> {
    async fn write(&mut self, bytes: &[u8]) -> Result<usize, S::Error> {
        self.stream.write(bytes).await
    }

    async fn flush(&mut self) -> Result<(), S::Error> {
        self.stream.flush().await
    }
}

#[cfg(feature = "async")]
impl<S: embedded_io_async::Read + embedded_io_async::Write> AsyncConnection for Line<S> {
    async fn open(&mut self) -> Result<(), ErrorKind> {
        self.take()
    }

    fn close(&mut self) {}
}

/// The state of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Not open.
    Closed,
    /// Open and idle.
    Idle,
    /// Within a request or its reply.
    Busy,
}

/// A connection and its state.
#[derive(Debug)]
pub(crate) struct Wire<C> {
    pub(crate) connection: C,
    pub(crate) state: State,
}

impl<C> Wire<C> {
    pub(crate) const fn new(connection: C) -> Self {
        Self { connection, state: State::Closed }
    }

    /// The reply is whole and nothing follows it: the next request may be sent.
    pub(crate) fn settle(&mut self) {
        if self.state == State::Busy {
            self.state = State::Idle;
        }
    }

    /// It cannot be used any more.
    fn end(&mut self, close: impl FnOnce(&mut C)) {
        if self.state != State::Closed {
            self.state = State::Closed;
            close(&mut self.connection);
        }
    }
}

impl<C: Connection> Wire<C> {
    /// Begins a request, on the idle connection or a new one. An error is `NotSent`.
    pub(crate) fn begin(&mut self) -> Result<(), Error> {
        if self.state == State::Busy {
            self.close();
        }
        if self.state == State::Closed {
            self.connection.open().map_err(Error::Connect)?;
        }
        self.state = State::Busy;
        Ok(())
    }

    pub(crate) fn close(&mut self) {
        self.end(C::close);
    }
}

#[cfg(feature = "async")]
impl<C: AsyncConnection> Wire<C> {
    pub(crate) async fn begin_async(&mut self) -> Result<(), Error> {
        if self.state == State::Busy {
            self.close_async();
        }
        if core::mem::replace(&mut self.state, State::Busy) == State::Closed {
            // Busy from here on: a future that is dropped here leaves a connection to be closed.
            if let Err(kind) = self.connection.open().await {
                self.state = State::Closed;
                return Err(Error::Connect(kind));
            }
        }
        Ok(())
    }

    pub(crate) fn close_async(&mut self) {
        self.end(C::close);
    }
}

/// Writes all of it.
pub(crate) fn write<S: Write>(stream: &mut S, mut bytes: &[u8]) -> Result<(), ErrorKind> {
    while !bytes.is_empty() {
        let n = stream.write(bytes).map_err(|error| error.kind())?;
        bytes = rest(bytes, n)?;
    }
    Ok(())
}

/// The rest of the bytes after `n` were written. Zero is an error: the loop would never end.
pub(crate) fn rest(bytes: &[u8], n: usize) -> Result<&[u8], ErrorKind> {
    bytes.get(n..).filter(|_| n > 0).ok_or(ErrorKind::WriteZero)
}
