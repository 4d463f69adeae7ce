//! Days and times as people read them: "Wednesday 25 November at 9:20am".
//!
//! Easy to get wrong: a message's time may have a zone, and then its digits are not what the clock on the wall shows.
//! What is shown is always UK local time.

use std::sync::LazyLock;

use emis_core::owned::record::{EffectiveDate, Precision};
use emis_core::types;
use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};

/// London by its rule, so that no time zone database is needed.
static LONDON: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::posix("GMT0BST,M3.5.0/1,M10.5.0").unwrap_or(TimeZone::UTC));

/// A message's time, in UK local time.
pub(crate) fn uk_local(time: &types::DateTime) -> DateTime {
    let part = |n: u8| i8::try_from(n).unwrap_or(0);
    let date = day_of(time.date());
    let local = date.at(part(time.hour()), part(time.minute()), part(time.second()), 0);
    time.offset_minutes()
        .and_then(|minutes| Offset::from_seconds(i32::from(minutes) * 60).ok())
        .and_then(|offset| offset.to_timestamp(local).ok())
        .map_or(local, |instant| LONDON.to_datetime(instant))
}

/// A message's day.
pub(crate) fn day_of(date: types::Date) -> Date {
    let part = |n: u8| i8::try_from(n).unwrap_or(1);
    // Every day of a message exists, in the years 1 to 9999.
    Date::new(i16::try_from(date.year()).unwrap_or(1), part(date.month()), part(date.day()))
        .unwrap_or(Date::ZERO)
}

/// `Wednesday 25 November`, with the year where it is not this one.
pub(crate) fn day_in_full(day: Date, today: Date) -> String {
    let form = if day.year() == today.year() { "%A %-d %B" } else { "%A %-d %B %Y" };
    day.strftime(form).to_string()
}

/// `Today`, `Tomorrow`, or `Wed 25 Nov`, with the year where it is not this one.
pub(super) fn day_in_short(day: Date, today: Date) -> String {
    if day == today {
        return "Today".to_owned();
    }
    if day == today.saturating_add(1.day()) {
        return "Tomorrow".to_owned();
    }
    let form = if day.year() == today.year() { "%a %-d %b" } else { "%a %-d %b %Y" };
    day.strftime(form).to_string()
}

/// `25 Nov 2020`, for what may be long ago.
pub(crate) fn day_with_year(day: Date) -> String {
    day.strftime("%-d %b %Y").to_string()
}

/// The date of an item of the record, as exactly as it is known.
pub(crate) fn when(date: &EffectiveDate) -> String {
    let Some(value) = date.value.as_ref().map(uk_local) else { return "Not known".to_owned() };
    match date.precision {
        Precision::Year => value.strftime("%Y").to_string(),
        Precision::YearMonth => value.strftime("%b %Y").to_string(),
        Precision::YearMonthDay => day_with_year(value.date()),
        Precision::YearMonthDayTime => {
            format!("{}, {}", day_with_year(value.date()), time_of_day(value))
        }
        Precision::Unknown(_) => "Not known".to_owned(),
    }
}

/// `9:20am`, `2pm`, `midday`.
pub(super) fn time_of_day(time: DateTime) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    let half = if hour < 12 { "am" } else { "pm" };
    let shown = if hour % 12 == 0 { 12 } else { hour % 12 };
    match (hour, minute) {
        (12, 0) => "midday".to_owned(),
        (0, 0) => "midnight".to_owned(),
        (_, 0) => format!("{shown}{half}"),
        _ => format!("{shown}:{minute:02}{half}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_as_people_read_them() {
        let today = date(2026, 12, 31);
        assert_eq!(day_in_full(date(2026, 11, 25), today), "Wednesday 25 November");
        assert_eq!(day_in_full(date(2027, 1, 4), today), "Monday 4 January 2027");
        assert_eq!(day_in_short(today, today), "Today");
        assert_eq!(day_in_short(date(2027, 1, 1), today), "Tomorrow");
        assert_eq!(day_in_short(date(2027, 1, 2), today), "Sat 2 Jan 2027");
        assert_eq!(day_in_short(date(2026, 1, 2), today), "Fri 2 Jan");
    }

    #[test]
    fn times_as_people_read_them() {
        let at = |hour, minute| time_of_day(date(2026, 3, 2).at(hour, minute, 0, 0));
        assert_eq!(at(0, 0), "midnight");
        assert_eq!(at(0, 5), "12:05am");
        assert_eq!(at(9, 20), "9:20am");
        assert_eq!(at(12, 0), "midday");
        assert_eq!(at(12, 30), "12:30pm");
        assert_eq!(at(14, 0), "2pm");
    }

    #[test]
    fn what_was_so_is_dated_as_exactly_as_it_is_known() {
        let value = types::DateTime::parse("1996-03-02T09:20:00").ok();
        let said = |precision, value| when(&EffectiveDate { precision, value });
        assert_eq!(said(Precision::Year, value), "1996");
        assert_eq!(said(Precision::YearMonth, value), "Mar 1996");
        assert_eq!(said(Precision::YearMonthDay, value), "2 Mar 1996");
        assert_eq!(said(Precision::YearMonthDayTime, value), "2 Mar 1996, 9:20am");
        assert_eq!(said(Precision::of("Decade").unwrap(), value), "Not known");
        assert_eq!(said(Precision::Year, None), "Not known");
    }

    #[test]
    fn a_zone_is_taken_into_account() {
        let shown = |text| uk_local(&types::DateTime::parse(text).unwrap()).to_string();
        assert_eq!(shown("2026-07-01T09:00:00"), "2026-07-01T09:00:00");
        assert_eq!(shown("2026-07-01T09:00:00Z"), "2026-07-01T10:00:00");
        assert_eq!(shown("2026-12-31T23:30:00.5-01:00"), "2027-01-01T00:30:00");
    }
}
