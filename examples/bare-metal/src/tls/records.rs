//! What stands between TLS and the line: it looks at the five bytes before each record that comes in, and lets no
//! record through that has no place there.
//!
//! Easy to get wrong: it decrypts nothing and believes nothing. It keeps from embedded-tls what that would take from
//! anybody, an alert or a handshake message that is not encrypted where it has to be; and what would make it panic, an
//! encrypted record of nothing at all.

use embedded_io::{ErrorKind, ErrorType, Read, Write};
use emis_embedded_io::embedded_io;

use super::{Known, RECEIVED};
use crate::board::Uart;

/// The first byte of a record: RFC 8446 section 5.1.
const CHANGE_CIPHER_SPEC: u8 = 20;
const ALERT: u8 = 21;
const HANDSHAKE: u8 = 22;
const ENCRYPTED: u8 = 23;

/// An encrypted record has its kind in it and a tag of 16 bytes.
const SHORTEST: usize = 17;
/// How many encrypted records a handshake may take: it has five messages at most.
const HANDSHAKE_RECORDS: u8 = 8;

/// The line, whose records are looked at.
pub(super) struct Records<'k> {
    uart: Uart,
    known: &'k Known,
    header: [u8; 5],
    /// How much of the header has come.
    have: usize,
    /// How many bytes of the record are still to come.
    left: usize,
    /// Whether the one message that is not encrypted has come.
    greeted: bool,
    /// Whether the one record has come that means nothing.
    changed: bool,
    /// How many encrypted records have come before the end of the handshake.
    handshake: u8,
}

impl<'k> Records<'k> {
    pub(super) fn new(uart: Uart, known: &'k Known) -> Self {
        Self { uart, known, header: [0; 5], have: 0, left: 0, greeted: false, changed: false, handshake: 0 }
    }

    /// Whether a record may have this header.
    fn admit(&mut self) -> Result<(), ErrorKind> {
        let [kind, _, _, high, low] = self.header;
        let length = usize::from(u16::from_be_bytes([high, low]));
        let opened = self.known.opened.get();
        let has_place = match kind {
            HANDSHAKE => !core::mem::replace(&mut self.greeted, true),
            // Before anything can be encrypted an alert cannot be either.
            ALERT => !self.greeted,
            CHANGE_CIPHER_SPEC => {
                self.greeted && !opened && length == 1 && !core::mem::replace(&mut self.changed, true)
            }
            ENCRYPTED => {
                if !opened {
                    self.handshake += 1;
                }
                self.greeted && length >= SHORTEST && self.handshake <= HANDSHAKE_RECORDS
            }
            _ => false,
        };
        self.left = length;
        if has_place && length <= RECEIVED { Ok(()) } else { Err(ErrorKind::InvalidData) }
    }
}

impl ErrorType for Records<'_> {
    type Error = ErrorKind;
}

impl Read for Records<'_> {
    /// Never reads past the end of a header or of a record.
    fn read(&mut self, into: &mut [u8]) -> Result<usize, ErrorKind> {
        let in_header = self.left == 0;
        let wanted = if in_header { self.header.len() - self.have } else { self.left };
        let room = into.len().min(wanted);
        let room = into.get_mut(..room).unwrap_or_default();
        let read = self.uart.read(room);
        self.known.waited.set(self.uart.waited());
        let n = read?;
        if in_header {
            let came = room.iter().take(n);
            self.header.iter_mut().skip(self.have).zip(came).for_each(|(to, byte)| *to = *byte);
            self.have += n;
            if self.have == self.header.len() {
                self.have = 0;
                self.admit()?;
            }
        } else {
            self.left -= n;
        }
        Ok(n)
    }
}

impl Write for Records<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        let written = self.uart.write(bytes);
        self.known.waited.set(self.uart.waited());
        written
    }

    fn flush(&mut self) -> Result<(), ErrorKind> {
        self.uart.flush()
    }
}
