//! The practice's clock: UK local time, and a count of milliseconds that never runs backwards.
//!
//! Easy to get wrong: local time does run backwards, for an hour every October. For a span within this process (idle
//! time) use [`Now::monotonic_ms`]; for one that outlives it (attempts) [`Now::instant`]; to compare with the diary
//! [`Now::local`].

mod movable;

use core::time::Duration;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Instant, SystemTime};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

pub(crate) use movable::MovableClock;

/// One reading of a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// UK local time.
    pub local: DateTime,
    /// The same moment, as an instant.
    pub instant: Timestamp,
    /// Milliseconds since the clock's own start.
    pub monotonic_ms: u64,
}

impl Now {
    /// The reading at `instant`, at this time after the clock's start.
    #[must_use]
    pub fn new(instant: Timestamp, monotonic_ms: u64) -> Self {
        Self { local: uk_local(instant), instant, monotonic_ms }
    }

    /// Local time to the whole second, as it is stored and written on the wire.
    #[must_use]
    pub fn stamp(&self) -> DateTime {
        let t = self.local;
        t.date().at(t.hour(), t.minute(), t.second(), 0)
    }
}

/// A clock.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> Now;
}

impl<C: Clock + ?Sized> Clock for std::sync::Arc<C> {
    fn now(&self) -> Now {
        (**self).now()
    }
}

/// London by its rule: summer time from the last Sunday of March to that of October, changing at 01:00 UTC.
static LONDON: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::posix("GMT0BST,M3.5.0/1,M10.5.0").unwrap_or(TimeZone::UTC));

/// UK local time at `instant`.
#[must_use]
pub fn uk_local(instant: Timestamp) -> DateTime {
    LONDON.to_datetime(instant)
}

/// UK local time of a civil time that came with an offset from UTC, in seconds east.
///
/// `None` when the offset or the instant is out of range.
#[must_use]
pub fn uk_local_of(civil: DateTime, offset_seconds: i32) -> Option<DateTime> {
    let offset = Offset::from_seconds(offset_seconds).ok()?;
    offset.to_timestamp(civil).ok().map(uk_local)
}

/// The instant of a UK local time without a zone: the repeated hour in October is its first passage, and a time that
/// March skips is an hour later.
#[must_use]
pub fn uk_instant(local: DateTime) -> Timestamp {
    let saturated = if local.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
    LONDON.to_ambiguous_timestamp(local).compatible().unwrap_or(saturated)
}

/// The first moment from `from` on at which UK clocks show `local`: in October that may be its second passage. A time
/// that March skips is an hour later. `None` if it is past.
pub(crate) fn next_uk_instant(local: DateTime, from: Timestamp) -> Option<Timestamp> {
    let passages = LONDON.to_ambiguous_timestamp(local);
    let both = [passages.compatible(), passages.later()];
    both.into_iter().filter_map(Result::ok).find(|instant| *instant >= from)
}

fn later(instant: Timestamp, by: Duration) -> Timestamp {
    instant.saturating_add(by).unwrap_or(Timestamp::MAX)
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// The machine's clock, or one of the same speed from another start.
#[derive(Clone, Debug)]
pub struct SystemClock {
    started: Instant,
    start_override: Option<Timestamp>,
}

impl SystemClock {
    /// The machine's own time.
    #[must_use]
    pub fn new() -> Self {
        Self { started: Instant::now(), start_override: None }
    }

    /// A clock that starts at `local`.
    #[must_use]
    pub fn starting_at(local: DateTime) -> Self {
        Self { started: Instant::now(), start_override: Some(uk_instant(local)) }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Now {
        let run = self.started.elapsed();
        let instant = match self.start_override {
            Some(start) => later(start, run),
            None => Timestamp::try_from(SystemTime::now()).unwrap_or(Timestamp::UNIX_EPOCH),
        };
        Now::new(instant, millis(run))
    }
}

/// A clock that stands still until a test moves it.
#[derive(Debug)]
pub struct ManualClock {
    start: Timestamp,
    run: Mutex<Duration>,
}

impl ManualClock {
    /// A clock that stands at `local`.
    #[must_use]
    pub fn new(local: DateTime) -> Self {
        Self { start: uk_instant(local), run: Mutex::new(Duration::ZERO) }
    }

    /// Lets `by` pass: both readings move by exactly that, summer time observed.
    pub fn advance(&self, by: Duration) {
        let mut run = self.run.lock().unwrap_or_else(PoisonError::into_inner);
        *run = run.saturating_add(by);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Now {
        let run = *self.run.lock().unwrap_or_else(PoisonError::into_inner);
        Now::new(later(self.start, run), millis(run))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const HOUR: Duration = Duration::from_hours(1);

    #[test]
    fn summer_time_begins_at_one_utc_on_the_last_sunday_of_march() {
        let clock = ManualClock::new(date(2026, 3, 29).at(0, 59, 59, 0));
        clock.advance(Duration::from_secs(1));
        let now = clock.now();
        assert_eq!((now.local, now.monotonic_ms), (date(2026, 3, 29).at(2, 0, 0, 0), 1000));
    }

    #[test]
    fn the_repeated_hour_of_october_is_its_first_passage() {
        let clock = ManualClock::new(date(2026, 10, 25).at(1, 30, 0, 0));
        clock.advance(HOUR);
        assert_eq!(clock.now().local, date(2026, 10, 25).at(1, 30, 0, 0));
        clock.advance(HOUR);
        assert_eq!(clock.now().local, date(2026, 10, 25).at(2, 30, 0, 0));
        assert_eq!(clock.now().monotonic_ms, 7_200_000);
    }

    #[test]
    fn a_zoned_time_becomes_local() {
        let noon = date(2026, 7, 1).at(12, 0, 0, 0);
        assert_eq!(uk_local_of(noon, 0), Some(date(2026, 7, 1).at(13, 0, 0, 0)));
        assert_eq!(uk_local_of(noon, 3600), Some(noon));
        assert_eq!(
            uk_local_of(date(2026, 1, 1).at(0, 30, 0, 0), 3600),
            Some(date(2025, 12, 31).at(23, 30, 0, 0))
        );
        assert_eq!(uk_local_of(noon, i32::MAX), None);
    }

    #[test]
    fn a_skipped_time_is_an_hour_later() {
        let skipped = date(2026, 3, 29).at(1, 30, 0, 0);
        assert_eq!(uk_local(uk_instant(skipped)), date(2026, 3, 29).at(2, 30, 0, 0));
    }

    #[test]
    fn a_moment_to_come_is_the_next_passage() {
        let (first, hour) =
            (uk_instant(date(2026, 10, 25).at(1, 30, 0, 0)), jiff::SignedDuration::from_hours(1));
        let (half_past, later) = (date(2026, 10, 25).at(1, 30, 0, 0), date(2026, 10, 25).at(1, 45, 0, 0));
        assert_eq!(next_uk_instant(half_past, first), Some(first));
        assert_eq!(
            next_uk_instant(half_past, first + jiff::SignedDuration::from_secs(1)),
            Some(first + hour)
        );
        assert_eq!(next_uk_instant(later, first + hour).map(uk_local), Some(later));
        assert_eq!(next_uk_instant(half_past, first + hour + hour), None);
        let skipped = date(2026, 3, 29).at(1, 30, 0, 0);
        let moment = next_uk_instant(skipped, Timestamp::UNIX_EPOCH).map(uk_local);
        assert_eq!(moment, Some(date(2026, 3, 29).at(2, 30, 0, 0)));
    }

    #[test]
    fn the_system_clock_starts_where_it_is_told() {
        let start = date(2026, 6, 1).at(9, 0, 0, 0);
        let clock = SystemClock::starting_at(start);
        let now = clock.now();
        assert!(now.local >= start && now.local < date(2026, 6, 1).at(9, 1, 0, 0));
        assert_eq!(now.stamp().subsec_nanosecond(), 0);
        assert!(SystemClock::new().now().local > date(2020, 1, 1).at(0, 0, 0, 0));
    }
}
