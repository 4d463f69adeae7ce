//! The time since the program began, by the core's own timer.
//!
//! Easy to get wrong: this is the processor's time. Under `-icount shift=0` QEMU makes it pass by one nanosecond an
//! instruction, whatever the machine around it does, so a difference of two times is a number of instructions, the same
//! run after run. On a board it is time, and says nothing of instructions.

use core::sync::atomic::{AtomicU32, Ordering};

use cortex_m_rt::exception;

use crate::board;
use crate::raw::systick;

/// How many milliseconds have passed.
static MILLIS: AtomicU32 = AtomicU32::new(0);

const PER_MILLI: u32 = board::HERTZ / 1000;

/// Starts the timer: it interrupts every millisecond.
pub fn start() {
    systick::RELOAD.write(PER_MILLI - 1);
    systick::CURRENT.write(0);
    // The processor's clock, the interrupt, go.
    systick::CONTROL.write(0b111);
}

/// The milliseconds; they wrap after 49 days.
pub fn millis() -> u32 {
    MILLIS.load(Ordering::Relaxed)
}

/// The nanoseconds.
pub fn nanos() -> u64 {
    loop {
        let before = millis();
        let left = systick::CURRENT.read();
        // A millisecond that ended in between is looked at again.
        if before == millis() {
            // The interrupt comes when the counter reaches 0, at which it stands for one tick before it begins anew: so
            // 0 is the beginning of a millisecond and not its end.
            let ticks = (PER_MILLI - left) % PER_MILLI;
            return u64::from(before) * 1_000_000 + u64::from(ticks * board::PICOS / 1000);
        }
    }
}

#[exception]
fn SysTick() {
    // The handler is the only writer, and nothing interrupts it: the Cortex-M0 has no atomic addition.
    MILLIS.store(millis().wrapping_add(1), Ordering::Relaxed);
}
