//! TLS 1.3 around the serial line, by embedded-tls: a stream like the line itself, which the adapter is given instead of
//! it.
//!
//! Easy to get wrong: that a handshake of embedded-tls has succeeded says nothing of who is at the other end. It also
//! succeeds when no certificate was sent at all. So [`Secured::open`] asks [`Trust`] afterwards what it has seen, and
//! [`Records`] stands between TLS and the line; see both.

mod records;
mod trust;

use core::cell::Cell;

use embedded_io::{Error as _, ErrorKind, ErrorType, Read, Write};
use embedded_tls::blocking::{TlsConfig, TlsConnection, TlsContext};
use embedded_tls::{Aes128GcmSha256, TlsError};
use emis_embedded_io::{Connection, embedded_io};
use zeroize::Zeroize as _;

use crate::board::Uart;
use crate::host::{say, say_figure};
use crate::journey::Way;
use crate::random::HostSeeded;
use crate::ticks;
use records::Records;
use trust::Trust;

pub use trust::set_clock;

/// The longest record that a peer may send, with its header left out: RFC 8446 section 5.2.
const RECEIVED: usize = 16_384 + 256;
/// What is sent goes into records of up to 128 bytes less.
const SENT: usize = 2048;
/// The longest root certificate.
const ROOT: usize = 1024;

/// What TLS works in, beside the stack.
pub struct Buffers {
    pub root: [u8; ROOT],
    pub records: RecordBuffers,
}

pub struct RecordBuffers {
    received: [u8; RECEIVED],
    sent: [u8; SENT],
}

impl Buffers {
    pub const fn new() -> Self {
        Self { root: [0; ROOT], records: RecordBuffers { received: [0; RECEIVED], sent: [0; SENT] } }
    }
}

impl RecordBuffers {
    /// Wipes what is left of the messages. embedded-tls leaves it there.
    pub fn wipe(&mut self) {
        self.received.zeroize();
        self.sent.zeroize();
    }
}

impl Default for Buffers {
    fn default() -> Self {
        Self::new()
    }
}

/// What is known of the line while embedded-tls has it.
#[derive(Default)]
pub struct Known {
    /// How many nanoseconds were spent waiting for it.
    waited: Cell<u64>,
    /// Whether the handshake is over.
    opened: Cell<bool>,
}

/// The line with TLS around it, for one connection.
pub struct Secured<'t> {
    tls: Option<TlsConnection<'t, Records<'t>, Aes128GcmSha256>>,
    known: &'t Known,
    /// What is gone after the handshake, which is tried once.
    start: Option<Start<'t>>,
}

/// Whom to believe, and the randomness to ask them with.
struct Start<'t> {
    root: &'t [u8],
    name: &'t str,
    random: HostSeeded,
}

impl<'t> Secured<'t> {
    /// A line on which nothing has been said yet. The server has to have a certificate for this name,
    /// by this root.
    pub fn new(
        uart: Uart,
        known: &'t Known,
        records: &'t mut RecordBuffers,
        root: &'t [u8],
        name: &'t str,
        random: HostSeeded,
    ) -> Self {
        let line = Records::new(uart, known);
        let tls = TlsConnection::new(line, &mut records.received, &mut records.sent);
        Self { tls: Some(tls), known, start: Some(Start { root, name, random }) }
    }

    /// It has a frame of its own on the stack, which is gone before the first call.
    #[inline(never)]
    fn handshake(&mut self, start: Start<'t>) -> Result<(), ErrorKind> {
        let tls = self.tls.as_mut().ok_or(ErrorKind::NotConnected)?;
        let config = TlsConfig::new().with_server_name(start.name);
        let mut trust = Trust::new(start.root, start.random);
        let done = tls.open(TlsContext::new(&config, &mut trust));
        match (done, trust.is_satisfied()) {
            (Ok(()), true) => Ok(()),
            (Ok(()), false) => {
                say(&["refused: the handshake ended without ", trust.missing()]);
                Err(ErrorKind::PermissionDenied)
            }
            (Err(error), _) => {
                say(&["refused: there was no handshake for want of ", trust.missing()]);
                Err(error.kind())
            }
        }
    }
}

impl Connection for Secured<'_> {
    /// The handshake, once. Nothing of the application has been sent before it has succeeded.
    fn open(&mut self) -> Result<(), ErrorKind> {
        let start = self.start.take().ok_or(ErrorKind::NotConnected)?;
        let (waited, begun) = (self.known.waited.get(), ticks::nanos());
        let done = self.handshake(start);
        if done.is_err() {
            self.close();
            return done;
        }
        self.known.opened.set(true);
        let took = ticks::nanos() - begun;
        say_figure("tls_instructions", took - (self.known.waited.get() - waited));
        say(&["the practice end has a certificate for its name"]);
        Ok(())
    }

    fn close(&mut self) {
        self.tls = None;
    }
}

impl Way for Secured<'_> {
    fn waited(&mut self) -> u64 {
        self.known.waited.get()
    }

    /// Says close_notify, so that the practice end knows that nothing was cut off.
    fn end(&mut self) {
        if let Some(tls) = self.tls.take() {
            let _ = tls.close();
        }
    }
}

impl ErrorType for Secured<'_> {
    type Error = ErrorKind;
}

impl Read for Secured<'_> {
    /// `Ok(0)` comes after a close_notify and never otherwise: that the line has ended is an error.
    fn read(&mut self, into: &mut [u8]) -> Result<usize, ErrorKind> {
        match self.tls.as_mut().ok_or(ErrorKind::NotConnected)?.read(into) {
            // Records lets no close_notify through that was not encrypted.
            Err(TlsError::ConnectionClosed) => Ok(0),
            read => read.map_err(|error| error.kind()),
        }
    }
}

impl Write for Secured<'_> {
    /// Takes the bytes into the record that is being filled, and sends it if it is full.
    fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        self.tls.as_mut().ok_or(ErrorKind::NotConnected)?.write(bytes).map_err(|error| error.kind())
    }

    /// Sends the record that is being filled.
    fn flush(&mut self) -> Result<(), ErrorKind> {
        self.tls.as_mut().ok_or(ErrorKind::NotConnected)?.flush().map_err(|error| error.kind())
    }
}
