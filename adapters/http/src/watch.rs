//! Observes a connection outside and below TLS, so that `NotSent` and the end of a reply are known and not guessed.
//!
//! [`Watched`] sits outside TLS, where ureq hands over the request: a TLS handshake never passes through it, the first
//! byte of a request always does, and the flag is set before the byte is passed on. [`Latched`] sits below TLS. Easy to
//! get wrong: rustls swallows the error of a failed write and retries the same record at the next call, so without the
//! latch bytes could reach the socket twice.

use core::fmt;
use core::sync::atomic::{AtomicBool, Ordering};
use std::io;
use std::sync::Arc;

use ureq::Error;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

/// What has been observed of the connection in this call.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    handed_over: AtomicBool,
    input_ended: AtomicBool,
}

impl Watch {
    /// Resets the observations: a new call begins.
    pub(crate) fn reset(&self) {
        self.handed_over.store(false, Ordering::SeqCst);
        self.input_ended.store(false, Ordering::SeqCst);
    }

    /// Whether bytes of the request may have left.
    pub(crate) fn handed_over(&self) -> bool {
        self.handed_over.load(Ordering::SeqCst)
    }

    /// Whether a read found the connection ended or broken. A reply whose end is framed is whole before that.
    pub(crate) fn input_ended(&self) -> bool {
        self.input_ended.load(Ordering::SeqCst)
    }
}

/// Makes connections by `inner` and watches them.
#[derive(Debug)]
pub(crate) struct Watching<C> {
    pub(crate) inner: C,
    pub(crate) watch: Arc<Watch>,
}

impl<C: Connector<()>> Connector<()> for Watching<C> {
    type Out = Watched<C::Out>;

    fn connect(&self, details: &ConnectionDetails, chained: Option<()>) -> Result<Option<Self::Out>, Error> {
        let made = self.inner.connect(details, chained);
        // A proxy is reached through this same connector, and what was sent to it (CONNECT, then our TLS handshake) was
        // observed as sent. None of it is the request: ureq connects before it writes the request.
        self.watch.reset();
        Ok(made?.map(|inner| Watched { inner, watch: Arc::clone(&self.watch) }))
    }
}

/// A connection outside TLS.
pub(crate) struct Watched<T> {
    inner: T,
    watch: Arc<Watch>,
}

impl<T: Transport> Transport for Watched<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.watch.handed_over.store(true, Ordering::SeqCst);
        self.inner.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let result = self.inner.await_input(timeout);
        if !matches!(result, Ok(true)) {
            self.watch.input_ended.store(true, Ordering::SeqCst);
        }
        result
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}

impl<T: fmt::Debug> fmt::Debug for Watched<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

/// Wraps the chain's connection in a [`Latched`].
#[derive(Debug)]
pub(crate) struct Latching;

impl<In: Transport> Connector<In> for Latching {
    type Out = Latched<In>;

    fn connect(&self, _: &ConnectionDetails, chained: Option<In>) -> Result<Option<Self::Out>, Error> {
        Ok(chained.map(Latched::new))
    }
}

/// A connection below TLS that accepts no more bytes after a failed write.
#[derive(Debug)]
pub(crate) struct Latched<T> {
    inner: T,
    broken: bool,
}

impl<T> Latched<T> {
    const fn new(inner: T) -> Self {
        Self { inner, broken: false }
    }
}

impl<T: Transport> Transport for Latched<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        if self.broken {
            return Err(Error::Io(io::ErrorKind::BrokenPipe.into()));
        }
        let result = self.inner.transmit_output(amount, timeout);
        self.broken = result.is_err();
        result
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.inner.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        !self.broken && self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ureq::unversioned::transport::LazyBuffers;

    /// Counts the writes that reach it and fails a given one; its input is empty.
    #[derive(Debug)]
    struct Socket {
        buffers: LazyBuffers,
        writes: usize,
        fail: usize,
    }

    impl Socket {
        fn failing_at(fail: usize) -> Self {
            Self { buffers: LazyBuffers::new(16, 16), writes: 0, fail }
        }
    }

    impl Transport for Socket {
        fn buffers(&mut self) -> &mut dyn Buffers {
            &mut self.buffers
        }

        fn transmit_output(&mut self, _: usize, _: NextTimeout) -> Result<(), Error> {
            self.writes += 1;
            if self.writes == self.fail {
                return Err(Error::Timeout(ureq::Timeout::Global));
            }
            Ok(())
        }

        fn await_input(&mut self, _: NextTimeout) -> Result<bool, Error> {
            Ok(false)
        }

        fn is_open(&mut self) -> bool {
            true
        }
    }

    #[test]
    fn after_a_failed_write_nothing_reaches_the_socket() {
        let mut latched = Latched::new(Socket::failing_at(2));
        assert!(latched.transmit_output(4, NextTimeout::default()).is_ok());
        assert!(latched.is_open());
        assert!(latched.transmit_output(4, NextTimeout::default()).is_err());
        assert!(latched.transmit_output(4, NextTimeout::default()).is_err());
        assert_eq!(latched.inner.writes, 2);
        assert!(!latched.is_open());
    }

    // SH-14
    #[test]
    fn the_flag_is_up_even_if_the_first_write_fails() {
        let watch = Arc::new(Watch::default());
        let mut watched = Watched { inner: Socket::failing_at(1), watch: Arc::clone(&watch) };
        assert!(!watch.handed_over());
        assert!(watched.transmit_output(4, NextTimeout::default()).is_err());
        assert!(watch.handed_over());
        watch.reset();
        assert!(!watch.handed_over());
    }

    #[test]
    fn an_ended_input_is_seen() {
        let watch = Arc::new(Watch::default());
        let mut watched = Watched { inner: Socket::failing_at(0), watch: Arc::clone(&watch) };
        assert!(!watch.input_ended());
        assert!(matches!(watched.await_input(NextTimeout::default()), Ok(false)));
        assert!(watch.input_ended());
    }
}
