//! The clock that sessions expire by: protocol.md section 4, "a monotonic clock that runs in sleep".
//!
//! Easy to get wrong: `std::time::Instant` stands still on Linux and on Apple systems while the machine sleeps. A
//! session from before a sleep would look fresh afterwards, and the client would make a call in a session that the
//! practice end has long forgotten.

use emis_core::client::Clock;
use emis_core::time::Time;

/// A monotonic clock in milliseconds, which runs while the machine sleeps. It is never set back, and never adjusted by
/// a time server.
///
/// | system | source | runs in sleep |
/// | --- | --- | --- |
/// | Linux, Android | `CLOCK_BOOTTIME` | yes |
/// | macOS, iOS and other Apple systems | `CLOCK_MONOTONIC` | yes |
/// | any other | `std::time::Instant` | **depends on the system** |
///
/// Times of different processes, or of different starts of a machine, cannot be compared. Where the clock may stand
/// still in sleep, the practice end still ends an old session by its own clock; the client learns of it one call later.
///
/// ```
/// use emis_core::client::Clock;
/// use emis_std::MonotonicClock;
///
/// fn grow_old(clock: impl Clock) {
///     let (before, after) = (clock.now(), clock.now());
///     assert!(before <= after);
/// }
/// grow_old(MonotonicClock::new());
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct MonotonicClock(());

impl MonotonicClock {
    /// Whether this platform's clock is known to run while the machine sleeps.
    pub const RUNS_IN_SLEEP: bool =
        cfg!(any(target_os = "linux", target_os = "android", target_vendor = "apple"));

    /// A clock; all clocks of a process show the same time.
    #[must_use]
    pub const fn new() -> Self {
        Self(())
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> Time {
        Time::from_millis(milliseconds())
    }
}

impl Clock for MonotonicClock {
    fn now(&self) -> Time {
        Self::now(self)
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn milliseconds() -> u64 {
    #[cfg(not(target_vendor = "apple"))]
    const CLOCK: rustix::time::ClockId = rustix::time::ClockId::Boottime;
    // What Linux calls BOOTTIME is MONOTONIC here, and what Linux calls MONOTONIC is UPTIME_RAW.
    #[cfg(target_vendor = "apple")]
    const CLOCK: rustix::time::ClockId = rustix::time::ClockId::Monotonic;

    let time = rustix::time::clock_gettime(CLOCK);
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    let rest = u64::try_from(time.tv_nsec).unwrap_or(0) / 1_000_000;
    seconds.saturating_mul(1000).saturating_add(rest)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn milliseconds() -> u64 {
    use std::sync::OnceLock;
    use std::time::Instant;

    static START: OnceLock<Instant> = OnceLock::new();
    u64::try_from(START.get_or_init(Instant::now).elapsed().as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::time::Duration;

    #[test]
    fn goes_forward_in_milliseconds() {
        let clock = MonotonicClock::new();
        let before = clock.now().as_millis();
        std::thread::sleep(Duration::from_millis(50));
        let passed = MonotonicClock::new().now().as_millis() - before;
        assert!((50..5_000).contains(&passed), "{passed}");
    }

    // SH-25
    #[cfg(target_os = "linux")]
    #[test]
    fn is_the_clock_that_counts_sleep() {
        // /proc/uptime shows the same clock, in seconds and hundredths.
        let uptime = std::fs::read_to_string("/proc/uptime").unwrap();
        let seconds: f64 = uptime.split(' ').next().unwrap().parse().unwrap();
        let now = u32::try_from(MonotonicClock::new().now().as_millis() / 1000).unwrap();
        assert!((f64::from(now) - seconds).abs() < 5.0, "{now} {seconds}");
        const { assert!(MonotonicClock::RUNS_IN_SLEEP) };
    }
}
