//! A clock that is moved while it runs, over any other.
//!
//! Easy to get wrong: only the time of day is ever moved back, and only together with its world. The count of
//! milliseconds goes on, so no session lives longer by that.

use core::time::Duration;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::{Clock, Now, millis};

/// See the module.
pub(crate) struct MovableClock {
    inner: Arc<dyn Clock>,
    moves: Mutex<Moves>,
}

#[derive(Clone, Copy, Default)]
struct Moves {
    /// How far the time of day has been moved ahead.
    ahead: SignedDuration,
    /// How far it was moved ahead in addition, so that it does not run back from one process to the next.
    caught_up: SignedDuration,
    /// How far the count has been moved ahead.
    passed: Duration,
}

impl Moves {
    fn read(self, inner: Now) -> Now {
        let ahead = self.ahead.saturating_add(self.caught_up);
        let limit = if ahead.is_negative() { Timestamp::MIN } else { Timestamp::MAX };
        let instant = inner.instant.checked_add(ahead).unwrap_or(limit);
        Now::new(instant, inner.monotonic_ms.saturating_add(millis(self.passed)))
    }
}

impl MovableClock {
    pub(crate) fn new(inner: Arc<dyn Clock>) -> Self {
        Self { inner, moves: Mutex::default() }
    }

    fn moves(&self) -> MutexGuard<'_, Moves> {
        self.moves.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far the time of day has been moved ahead.
    pub(crate) fn ahead(&self) -> SignedDuration {
        self.moves().ahead
    }

    /// Lets `by` pass at once: both readings move by exactly that.
    pub(crate) fn advance(&self, by: Duration) {
        let mut moves = self.moves();
        moves.ahead = moves.ahead.saturating_add(SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX));
        moves.passed = moves.passed.saturating_add(by);
    }

    /// Sets the time of day to `instant`; the count is not changed.
    pub(crate) fn set(&self, instant: Timestamp) {
        let ahead = instant.duration_since(self.inner.now().instant);
        let mut moves = self.moves();
        *moves = Moves { ahead, caught_up: SignedDuration::ZERO, ..*moves };
    }

    /// Resets the time of day to the inner clock's.
    pub(crate) fn undo(&self) {
        let mut moves = self.moves();
        *moves = Moves { passed: moves.passed, ..Moves::default() };
    }

    /// Continues a clock that had been moved ahead so far and had reached `latest`: never earlier than that.
    pub(crate) fn resume(&self, ahead: SignedDuration, latest: Timestamp) {
        self.moves().ahead = ahead;
        let missing = latest.duration_since(self.now().instant);
        self.moves().caught_up = missing.max(SignedDuration::ZERO);
    }
}

impl Clock for MovableClock {
    fn now(&self) -> Now {
        let moves = *self.moves();
        moves.read(self.inner.now())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ManualClock, uk_instant};
    use super::*;
    use jiff::civil::date;

    fn clocks() -> (Arc<ManualClock>, MovableClock) {
        let inner = Arc::new(ManualClock::new(date(2026, 3, 28).at(12, 0, 0, 0)));
        (Arc::clone(&inner), MovableClock::new(inner))
    }

    #[test]
    fn both_clocks_can_be_moved() {
        let (inner, clock) = clocks();
        inner.advance(Duration::from_secs(1));
        clock.advance(Duration::from_hours(24));
        let now = clock.now();
        // Summer time has begun meanwhile.
        assert_eq!((now.local, now.monotonic_ms), (date(2026, 3, 29).at(13, 0, 1, 0), 86_401_000));
        clock.undo();
        let now = clock.now();
        assert_eq!((now.local, now.monotonic_ms), (date(2026, 3, 28).at(12, 0, 1, 0), 86_401_000));
    }

    #[test]
    fn a_clock_goes_on_and_never_earlier() {
        let (_, clock) = clocks();
        let latest = |hour| uk_instant(date(2026, 3, 28).at(hour, 0, 0, 0));
        clock.resume(SignedDuration::from_hours(2), latest(13));
        assert_eq!(clock.now().local, date(2026, 3, 28).at(14, 0, 0, 0));
        clock.resume(SignedDuration::from_hours(2), latest(15));
        assert_eq!(clock.now().local, date(2026, 3, 28).at(15, 0, 0, 0));
        assert_eq!((clock.now().monotonic_ms, clock.ahead()), (0, SignedDuration::from_hours(2)));
        clock.set(latest(9));
        assert_eq!(clock.now().instant, latest(9));
    }

    #[test]
    fn a_move_out_of_time_ends_at_its_end() {
        let (_, clock) = clocks();
        clock.advance(Duration::MAX);
        clock.advance(Duration::MAX);
        assert_eq!((clock.now().instant, clock.now().monotonic_ms), (Timestamp::MAX, u64::MAX));
    }
}
