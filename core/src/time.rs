//! Time is a number that the caller passes.

/// A point on a clock that never goes back and runs on while the device sleeps, in milliseconds from any beginning.
///
/// The same clock has to be used for the whole life of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(u64);

impl Time {
    /// So many milliseconds after the clock's beginning.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// The milliseconds.
    #[must_use]
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// So many seconds later.
    #[must_use]
    #[inline(never)] // 64 bits that saturate are long on a small processor.
    pub const fn plus_seconds(self, seconds: u32) -> Self {
        Self(self.0.saturating_add(seconds as u64 * 1000))
    }
}
