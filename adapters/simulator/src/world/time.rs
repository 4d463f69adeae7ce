//! Small helpers about time that several lists share.
//!
//! Positions in a list that runs from new to old are negated, so that every list is ascending to its pager.

use core::ops::RangeInclusive;

use jiff::civil::{Date, DateTime};

use super::page::Position;
use super::refusal::Refusal;

/// Seconds from the beginning of the calendar.
pub(super) fn seconds(time: DateTime) -> i64 {
    time.duration_since(DateTime::ZERO).as_secs()
}

/// The position of an item in a list that has the newest, and of one second the highest number, first.
pub(super) fn newest_first(time: DateTime, number: i64) -> Position {
    (-seconds(time), -number)
}

/// The days from `From` to `To`, both included; either may be open.
pub(super) fn span(from: Option<Date>, to: Option<Date>) -> Result<RangeInclusive<Date>, Refusal> {
    let (from, to) = (from.unwrap_or(Date::MIN), to.unwrap_or(Date::MAX));
    if from > to { Err(Refusal::invalid("From")) } else { Ok(from..=to) }
}
