//! A Cortex-M4 with room: QEMU's `mps2-an386`.

use crate::raw::mps2::{CONTROL, DATA, DIVIDER, LAMPS, STATE};

/// The board's name.
pub const NAME: &str = "mps2-an386";
/// The processor's clock, and how many picoseconds a tick of it takes.
pub const HERTZ: u32 = 25_000_000;
pub const PICOS: u32 = 40_000;

/// What the visit may use, in bytes: the longest request, the longest reply or its window, the head of either.
pub const REQUEST: usize = 2048;
pub const REPLY: usize = 16_384;
pub const HEAD: usize = 512;

const SENDING_IS_FULL: u32 = 1;
const RECEIVING_IS_FULL: u32 = 2;

pub(super) fn set_up() {
    // As fast as it goes, both ways.
    DIVIDER.write(16);
    CONTROL.write(0b11);
}

pub(super) fn has_received() -> bool {
    STATE.read() & RECEIVING_IS_FULL != 0
}

pub(super) fn receive() -> u8 {
    DATA.read().to_le_bytes()[0]
}

pub(super) fn can_send() -> bool {
    STATE.read() & SENDING_IS_FULL == 0
}

pub(super) fn send(byte: u8) {
    DATA.write(u32::from(byte));
}

/// Shows the last two bits of a counter.
pub fn show(counter: u32) {
    LAMPS.write(counter & 0b11);
}
