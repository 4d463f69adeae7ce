//! The two boards: what of each the visit needs, and what it may use.

use embedded_io::{ErrorKind, ErrorType, Read, Write};
use emis_embedded_io::embedded_io;

use crate::ticks;

#[cfg(board = "microbit")]
mod microbit;
#[cfg(board = "mps2")]
mod mps2;

#[cfg(board = "microbit")]
pub(crate) use microbit::*;
#[cfg(board = "mps2")]
pub(crate) use mps2::*;

/// How long an octet may take, in the processor's nanoseconds: 20 seconds.
const PATIENCE: u64 = 20_000_000_000;

/// The board's serial line as a stream. It blocks, and gives up an octet that takes too long.
pub(crate) struct Uart {
    /// How many nanoseconds were spent waiting.
    waited: u64,
}

impl Uart {
    /// The one serial line, made ready.
    pub(crate) fn new() -> Self {
        set_up();
        Self { waited: 0 }
    }

    pub(crate) fn waited(&self) -> u64 {
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
            if ticks::nanos() - begun > PATIENCE {
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
        self.wait(has_received)?;
        let mut n = 0;
        for place in into {
            if !has_received() {
                break;
            }
            *place = receive();
            n += 1;
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
