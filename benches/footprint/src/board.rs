//! The hardware: registers that the compiler knows nothing of, the core's timer, and a stack that is painted and looked
//! at. It is the only unsafe code of the images.
//!
//! Easy to get wrong: a [`Register`] is made by the constants of this file alone, each a device register of the board
//! that is built for, so no other address is ever read or written.
#![allow(unsafe_code)]

use core::ptr;

use emis_core::client::Clock;
use emis_core::random::{Random, RandomError};
use emis_core::time::Time;
use emis_embedded_io::embedded_io::{ErrorKind, ErrorType, Read, Write};

/// A register of 32 bits.
#[derive(Clone, Copy, Debug)]
pub struct Register(usize);

/// Bytes in and out. For the images whose size alone is measured: what stands there is never looked at.
pub const DATA: Register = Register(0x4000_4000);
const CONTROL: Register = Register(0xE000_E010);
const RELOAD: Register = Register(0xE000_E014);
const CURRENT: Register = Register(0xE000_E018);

impl Register {
    /// Reads it.
    #[must_use]
    pub fn read(self) -> u32 {
        // SAFETY: the address is a readable register of this board, aligned to four bytes; see the module.
        unsafe { ptr::read_volatile(self.0 as *const u32) }
    }

    /// Writes it.
    pub fn write(self, value: u32) {
        // SAFETY: the address is a writable register of this board, aligned to four bytes, and none of these makes the
        // board touch memory by itself; see the module.
        unsafe { ptr::write_volatile(self.0 as *mut u32, value) }
    }

    /// Fills bytes from it.
    pub fn fill(self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.read().to_le_bytes()[0];
        }
    }

    /// Gives bytes to it.
    pub fn give(self, bytes: &[u8]) {
        for byte in bytes {
            self.write(u32::from(*byte));
        }
    }
}

impl ErrorType for Register {
    type Error = ErrorKind;
}

impl Read for Register {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, ErrorKind> {
        Register::fill(*self, into);
        Ok(into.len())
    }
}

impl Write for Register {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        self.give(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<(), ErrorKind> {
        Ok(())
    }
}

impl Random for Register {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomError> {
        Register::fill(*self, out);
        Ok(())
    }
}

impl Clock for Register {
    fn now(&self) -> Time {
        Time::from_millis(Register::read(*self).into())
    }
}

/// How many picoseconds a tick of the core's timer takes.
const TICK: u64 = 40_000;

/// The 24 bits that the timer counts down.
const TICKS: u32 = 0x00FF_FFFF;

/// How many instructions have been carried out since it was made: under QEMU's `-icount shift=0` each takes a
/// nanosecond. At most 671 million, since the timer then begins anew.
#[derive(Debug)]
pub struct Instructions(());

impl Instructions {
    /// Begins to count.
    #[must_use]
    pub fn count() -> Self {
        RELOAD.write(TICKS);
        CURRENT.write(0);
        CONTROL.write(0b101);
        Self(())
    }

    /// How many there have been.
    #[must_use]
    pub fn so_far(&self) -> u64 {
        u64::from(TICKS - CURRENT.read()) * TICK / 1000
    }

    /// Whether there have been too many to be counted.
    #[must_use]
    pub fn too_many(&self) -> bool {
        CONTROL.read() & 1 << 16 != 0
    }
}

const PAINT: u32 = 0x5AA5_C33C;

unsafe extern "C" {
    static _stack_end: u32;
    static _stack_start: u32;
}

/// Paints what is free of the stack, up to a little below the caller.
#[inline(never)]
pub fn paint() {
    let here = 0u32;
    let mut at = &raw const _stack_end as usize;
    let end = (&raw const here as usize).saturating_sub(64);
    while at < end {
        // SAFETY: from `_stack_end` up to here is RAM that nothing but the stack uses, and this function's own frame,
        // which is a few words, is above what is painted.
        unsafe { ptr::write_volatile(at as *mut u32, PAINT) };
        at += 4;
    }
}

/// How many bytes of the stack have been used at most since it was painted, from its very beginning.
#[must_use]
pub fn used() -> usize {
    let (mut at, start) = (&raw const _stack_end as usize, &raw const _stack_start as usize);
    // SAFETY: between the two is RAM, aligned to four bytes.
    while at < start && unsafe { ptr::read_volatile(at as *const u32) } == PAINT {
        at += 4;
    }
    start - at
}
