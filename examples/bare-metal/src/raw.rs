//! The only unsafe code of the example: registers of the board, and the painted stack.
//!
//! Easy to get wrong: a [`Register`] can only be made from the constants of this file, each of which is a device
//! register of the one board that the program is built for. So no address that is not a register's is ever read or
//! written.
#![allow(unsafe_code)]

use core::ptr;

/// A device register of 32 bits.
#[derive(Clone, Copy)]
pub(crate) struct Register(usize);

impl Register {
    pub(crate) fn read(self) -> u32 {
        // SAFETY: the address is a readable register of this board, aligned to four bytes; see the module.
        unsafe { ptr::read_volatile(self.0 as *const u32) }
    }

    pub(crate) fn write(self, value: u32) {
        // SAFETY: the address is a writable register of this board, aligned to four bytes, and none of these makes the
        // board touch memory by itself; see the module.
        unsafe { ptr::write_volatile(self.0 as *mut u32, value) }
    }
}

/// The core's own timer, in every Cortex-M.
pub(crate) mod systick {
    use super::Register;

    pub(crate) const CONTROL: Register = Register(0xE000_E010);
    pub(crate) const RELOAD: Register = Register(0xE000_E014);
    pub(crate) const CURRENT: Register = Register(0xE000_E018);
}

/// UART 0 of the CMSDK, and the two lamps of the board.
#[cfg(board = "mps2")]
pub(crate) mod mps2 {
    use super::Register;

    pub(crate) const DATA: Register = Register(0x4000_4000);
    pub(crate) const STATE: Register = Register(0x4000_4004);
    pub(crate) const CONTROL: Register = Register(0x4000_4008);
    pub(crate) const DIVIDER: Register = Register(0x4000_4010);
    pub(crate) const LAMPS: Register = Register(0x4002_8000);
}

/// The UART of the nRF51, and its pins.
#[cfg(board = "microbit")]
pub(crate) mod nrf51 {
    use super::Register;

    pub(crate) const START_RECEIVING: Register = Register(0x4000_2000);
    pub(crate) const START_SENDING: Register = Register(0x4000_2008);
    pub(crate) const RECEIVED: Register = Register(0x4000_2108);
    pub(crate) const SENT: Register = Register(0x4000_211C);
    pub(crate) const ENABLE: Register = Register(0x4000_2500);
    pub(crate) const RECEIVE: Register = Register(0x4000_2518);
    pub(crate) const SEND: Register = Register(0x4000_251C);
    pub(crate) const BAUD: Register = Register(0x4000_2524);
    pub(crate) const PINS: Register = Register(0x5000_0504);
}

/// How many bytes of the stack have been used at most, since the program began.
pub(crate) fn stack_used() -> usize {
    unsafe extern "C" {
        static _stack_end: u32;
        static _stack_start: u32;
    }
    let (end, start) = (&raw const _stack_end as usize, &raw const _stack_start as usize);
    let mut at = end;
    // SAFETY: cortex-m-rt has painted every word between the two, which is RAM that nothing but the stack uses, and both
    // are aligned to four bytes.
    while at < start && unsafe { ptr::read_volatile(at as *const u32) } == cortex_m_rt::STACK_PAINT_VALUE {
        at += 4;
    }
    start - at
}

/// How many bytes of RAM are statics.
pub(crate) fn statics() -> usize {
    unsafe extern "C" {
        static __sdata: u32;
        static __ebss: u32;
    }
    &raw const __ebss as usize - &raw const __sdata as usize
}

/// A fault of the processor, such as a stack that has run out.
#[cortex_m_rt::exception]
unsafe fn HardFault(_: &cortex_m_rt::ExceptionFrame) -> ! {
    crate::host::say(&["a hard fault"]);
    crate::host::exit(false)
}
