//! What a device brings: a stream that can be opened anew, or one that is open already.
//!
//! The one thing that a reader would get wrong: the connection counts as used up from the first octet of a request to
//! the last octet of its reply. Whatever happens in between, a reply dropped half-read or a future never polled again,
//! the next call opens a fresh one, or is refused as `NotSent` where there is none.

use embedded_io::{Error as _, ErrorKind, ErrorType, Read, Write};

use crate::Error;

/// A way to the practice end that can be opened more than once: a socket of a TCP stack, a modem.
///
/// Reading gives `Ok(0)` at the end of the stream and nowhere else.
pub trait Connection: Read + Write {
    /// Makes it a fresh connection, the TLS handshake included: the next octet written is the first of a request, the
    /// next one read the first of its reply. It is called on a connection that is closed or was never open.
    ///
    /// # Errors
    /// What kept it from being opened. **No octet of a request** has left then, so a call that fails here may be made
    /// again.
    fn open(&mut self) -> Result<(), ErrorKind>;

    /// Gives it up, at once and without waiting for the peer. Octets that have not been read yet are lost.
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
    /// Makes it a fresh connection, the TLS handshake included: see [`Connection::open`].
    ///
    /// # Errors
    /// What kept it from being opened. **No octet of a request** has left then.
    async fn open(&mut self) -> Result<(), ErrorKind>;

    /// Gives it up, at once and without waiting for the peer.
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

/// A stream that is open already and is never opened anew: a serial line, a socket that somebody else connected.
///
/// After the first call that did not go through nobody knows where the next message begins on it, so every later one is
/// refused as `NotSent` with [`Error::Connect`] and [`ErrorKind::NotConnected`]. Whoever can put the line in order takes
/// it out with [`Line::into_inner`] and begins anew.
#[derive(Debug)]
pub struct Line<S> {
    stream: S,
    fresh: bool,
}

impl<S> Line<S> {
    /// A line on which nothing has been said yet.
    pub const fn new(stream: S) -> Self {
        Self { stream, fresh: true }
    }

    /// The stream, for its time-outs. Who reads from it or writes to it breaks the next call.
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
    fn write(&mut self, octets: &[u8]) -> Result<usize, S::Error> {
        self.stream.write(octets)
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
    async fn write(&mut self, octets: &[u8]) -> Result<usize, S::Error> {
        self.stream.write(octets).await
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

/// How far a connection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Not open.
    Closed,
    /// Open, and nobody owes an octet.
    Idle,
    /// Within a request or its reply.
    Busy,
}

/// A connection and how far it is.
#[derive(Debug)]
pub(crate) struct Wire<C> {
    pub(crate) connection: C,
    pub(crate) state: State,
}

impl<C> Wire<C> {
    pub(crate) const fn new(connection: C) -> Self {
        Self { connection, state: State::Closed }
    }

    /// The reply is whole and nothing follows it: the next request may.
    pub(crate) fn settle(&mut self) {
        if self.state == State::Busy {
            self.state = State::Idle;
        }
    }

    /// It can carry nothing more.
    fn end(&mut self, close: impl FnOnce(&mut C)) {
        if self.state != State::Closed {
            self.state = State::Closed;
            close(&mut self.connection);
        }
    }
}

impl<C: Connection> Wire<C> {
    /// Begins a request, on a fresh connection unless an idle one is there. An error is `NotSent`.
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
            // Busy already: a future that is dropped here leaves something to be closed.
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
pub(crate) fn write<S: Write>(stream: &mut S, mut octets: &[u8]) -> Result<(), ErrorKind> {
    while !octets.is_empty() {
        let n = stream.write(octets).map_err(|error| error.kind())?;
        octets = rest(octets, n)?;
    }
    Ok(())
}

/// What is left of the octets when `n` of them were written. None at all would go on for ever.
pub(crate) fn rest(octets: &[u8], n: usize) -> Result<&[u8], ErrorKind> {
    octets.get(n..).filter(|_| n > 0).ok_or(ErrorKind::WriteZero)
}
