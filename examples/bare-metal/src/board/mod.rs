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

/// The board's serial line as a stream. It blocks, and gives up an octet that takes too long.
pub struct Uart {
    /// How long an octet may take, in nanoseconds.
    patience: u64,
    /// How many nanoseconds were spent waiting.
    waited: u64,
    /// How many octets have been read, and in how many reads.
    octets: u32,
    reads: u32,
}

impl Uart {
    /// The one serial line, made ready. It waits for an octet for so many nanoseconds.
    pub fn new(patience: u64) -> Self {
        set_up();
        Self { patience, waited: 0, octets: 0, reads: 0 }
    }

    pub fn counts(&self) -> (u32, u32) {
        (self.octets, self.reads)
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
        let begun = ticks::nanos();
        loop {
            let done = until();
            if done {
                self.waited += ticks::nanos() - begun;
                return Ok(());
            }
            if ticks::nanos() - begun > self.patience {
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
            self.octets += 1;
        }
        Ok(n)
    }
}

impl Write for Uart {
    fn write(&mut self, octets: &[u8]) -> Result<usize, ErrorKind> {
        for octet in octets {
            self.wait(can_send)?;
            send(*octet);
        }
        Ok(octets.len())
    }

    fn flush(&mut self) -> Result<(), ErrorKind> {
        self.wait(can_send)
    }
}
