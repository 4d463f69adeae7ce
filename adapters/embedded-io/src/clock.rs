//! A clock from a counter that wraps, for devices without an operating system.
//!
//! Easy to get wrong: a wrap is noticed only if the clock is read at least once per period of the counter. A counter of
//! milliseconds wraps after 49 days, one of 64 MHz after 67 seconds: read the latter in the main loop.

use core::cell::Cell;
use core::fmt;

use emis_core::client::Clock;
use emis_core::time::Time;

/// A [`Clock`] over a free-running counter of 32 bits with `PER_SECOND` ticks a second, which wraps to zero.
///
/// The clock begins at zero, whatever the counter shows. The counter has to run while the device sleeps.
pub struct TickClock<F, const PER_SECOND: u32 = 1000> {
    counter: F,
    /// What the counter showed last.
    last: Cell<u32>,
    /// How many ticks had passed then.
    passed: Cell<u64>,
}

impl<F: Fn() -> u32, const PER_SECOND: u32> TickClock<F, PER_SECOND> {
    /// A clock that begins now.
    pub fn new(counter: F) -> Self {
        const { assert!(PER_SECOND > 0, "a counter that stands still is not a clock") };
        let last = Cell::new(counter());
        Self { counter, last, passed: Cell::new(0) }
    }
}

impl<F: Fn() -> u32, const PER_SECOND: u32> Clock for TickClock<F, PER_SECOND> {
    fn now(&self) -> Time {
        let counter = (self.counter)();
        let since = counter.wrapping_sub(self.last.replace(counter));
        let passed = self.passed.get().saturating_add(u64::from(since));
        self.passed.set(passed);
        // A counter of milliseconds needs no division, which takes about a hundred bytes on a small processor.
        Time::from_millis(match PER_SECOND {
            1000 => passed,
            _ => passed.saturating_mul(1000) / u64::from(PER_SECOND),
        })
    }
}

impl<F, const PER_SECOND: u32> fmt::Debug for TickClock<F, PER_SECOND> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TickClock").field("passed", &self.passed.get()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis<F: Fn() -> u32, const PER_SECOND: u32>(clock: &TickClock<F, PER_SECOND>) -> u64 {
        clock.now().as_millis()
    }

    #[test]
    fn wraps_are_counted() {
        let counter = Cell::new(u32::MAX - 9);
        let clock = TickClock::<_, 1000>::new(|| counter.get());
        assert_eq!(millis(&clock), 0);
        counter.set(u32::MAX);
        assert_eq!(millis(&clock), 9);
        counter.set(0);
        assert_eq!(millis(&clock), 10);
        for turn in 1..5 {
            counter.set(0x8000_0000);
            assert_eq!(millis(&clock), 10 + (turn << 32) - 0x8000_0000);
            counter.set(0);
            assert_eq!(millis(&clock), 10 + (turn << 32));
        }
        assert_eq!(millis(&clock), 10 + (4 << 32), "time does not pass by itself");
    }

    #[test]
    fn ticks_become_milliseconds_without_drift() {
        let counter = Cell::new(0);
        let clock = TickClock::<_, 32_768>::new(|| counter.get());
        for _ in 0..100_000 {
            counter.set(counter.get().wrapping_add(32_768 * 3 + 1));
            let _ = clock.now();
        }
        assert_eq!(millis(&clock), 300_000_000 + 100_000 * 1000 / 32_768);
    }
}
