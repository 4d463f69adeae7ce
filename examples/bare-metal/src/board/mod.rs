//! The two boards: what of each the visit needs, and what it may use.

use embedded_io::{ErrorKind, ErrorType, Read, Write};
use emis_embedded_io::embedded_io;

use crate::ticks;

#[cfg(board = "microbit")]
mod microbit;
#[cfg(board = "mps2")]
mod mps2;

#[cfg(board = "microbit")]
pub use microbit::*;
#[cfg(board = "mps2")]
pub use mps2::*;

/// The board's serial line as a stream. It blocks, and gives up a byte that takes too long.
pub struct Uart {
    /// How long the first byte after what was written may take, and one after another, in nanoseconds.
    patience: (u64, u64),
    /// Whether nothing has been read since something was written.
    asked: bool,
    /// How many nanoseconds were spent waiting.
    waited: u64,
    /// How many bytes have been read, and in how many reads.
    bytes: u32,
    reads: u32,
}

impl Uart {
    /// The one serial line, made ready. It waits for so many nanoseconds for the first byte after what was written, and
    /// for one after another.
    pub fn new(first: u64, next: u64) -> Self {
        set_up();
        Self { patience: (first, next), asked: false, waited: 0, bytes: 0, reads: 0 }
    }

    pub fn counts(&self) -> (u32, u32) {
        (self.bytes, self.reads)
    }

    /// Throws away what comes until nothing comes any more.
    pub fn drain(&mut self) {
        while self.wait(has_received).is_ok() {
            receive();
        }
    }

    pub fn waited(&self) -> u64 {
        self.waited
    }

    fn wait(&mut self, until: impl Fn() -> bool) -> Result<(), ErrorKind> {
        if until() {
            return Ok(());
        }
        let patience = if self.asked { self.patience.0 } else { self.patience.1 };
        let begun = ticks::nanos();
        loop {
            let done = until();
            if done {
                self.waited += ticks::nanos() - begun;
                return Ok(());
            }
            if ticks::nanos() - begun > patience {
                return Err(ErrorKind::TimedOut);
            }
        }
    }
}

impl ErrorType for Uart {
    type Error = ErrorKind;
}

impl Read for Uart {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, ErrorKind> {
        self.reads += 1;
        self.wait(has_received)?;
        let mut n = 0;
        for place in into {
            if !has_received() {
                break;
            }
            *place = receive();
            n += 1;
            self.bytes += 1;
            self.asked = false;
        }
        Ok(n)
    }
}

impl Write for Uart {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        for byte in bytes {
            self.wait(can_send)?;
            send(*byte);
        }
        self.asked = true;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<(), ErrorKind> {
        self.wait(can_send)
    }
}
