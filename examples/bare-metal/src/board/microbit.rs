//! A Cortex-M0 with 16 KiB of RAM: QEMU's `microbit`.

use crate::raw::nrf51::{BAUD, ENABLE, PINS, RECEIVE, RECEIVED, SEND, SENT, START_RECEIVING, START_SENDING};

/// The board's name.
pub const NAME: &str = "microbit";
/// The processor's clock, and how many picoseconds a tick of it takes.
pub const HERTZ: u32 = 16_000_000;
pub const PICOS: u32 = 62_500;

/// What the visit may use, in bytes: the longest request, the longest reply or its window, the head of either.
pub const REQUEST: usize = 1536;
pub const REPLY: usize = 3072;
pub const HEAD: usize = 384;

/// The pin of the first column of lamps.
const LAMP: u32 = 4;

pub(super) fn set_up() {
    // One megabaud, on; then both ways.
    BAUD.write(0x1000_0000);
    ENABLE.write(4);
    START_RECEIVING.write(1);
    START_SENDING.write(1);
    // What can be sent at once counts as sent before.
    SENT.write(1);
}

pub(super) fn has_received() -> bool {
    RECEIVED.read() != 0
}

pub(super) fn receive() -> u8 {
    // First the event, then the byte: taking it raises the event again if there is another.
    RECEIVED.write(0);
    RECEIVE.read().to_le_bytes()[0]
}

pub(super) fn can_send() -> bool {
    SENT.read() != 0
}

pub(super) fn send(byte: u8) {
    SENT.write(0);
    SEND.write(u32::from(byte));
}

/// Shows the last bit of a counter.
pub fn show(counter: u32) {
    PINS.write((counter & 1) << LAMP);
}
