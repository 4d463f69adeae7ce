//! Dates and times as messages have them: UK local time, no arithmetic with zones.
#![allow(clippy::cast_possible_truncation)] // The parts are taken out of the words that they were packed into.

use core::fmt;

use super::inline::kept;
use crate::error::{InvalidValue, Rule};
use crate::xml::Writer;

/// A day that exists, in the years 0001 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(u32);

impl Date {
    /// A day by its numbers, month and day counted from 1.
    ///
    /// # Errors
    /// [`InvalidValue`] if there is no such day in the years 1 to 9999.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, InvalidValue> {
        const DAYS: [u8; 16] = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0];
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = DAYS.get(usize::from(month)).copied().unwrap_or(0) + u8::from(month == 2 && leap);
        if !(1..=9999).contains(&year) || day == 0 || day > days {
            return Err(InvalidValue::new(Rule::Day));
        }
        // In this order, days compare as numbers.
        Ok(Self(u32::from(year) << 16 | u32::from(month) << 8 | u32::from(day)))
    }

    /// Reads `yyyy-MM-dd`.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is of another form or there is no such day.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let mut parts = [0; 4];
        let Some([]) = read_pairs(text.as_bytes(), DATE, &mut parts) else {
            return Err(InvalidValue::new(Rule::Date));
        };
        Self::of_pairs(&parts)
    }

    /// The day of these numbers below 100, of which the year is the first two.
    fn of_pairs(pairs: &[u8]) -> Result<Self, InvalidValue> {
        let [high, low, month, day, ..] = *pairs else { return Err(InvalidValue::new(Rule::Date)) };
        Self::new(u16::from(high) * 100 + u16::from(low), month, day)
    }

    /// The year, 1 to 9999.
    #[must_use]
    pub const fn year(&self) -> u16 {
        (self.0 >> 16) as u16
    }

    /// The month, 1 to 12.
    #[must_use]
    pub const fn month(&self) -> u8 {
        (self.0 >> 8 & 0xFF) as u8
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub const fn day(&self) -> u8 {
        (self.0 & 0xFF) as u8
    }

    /// The 10 characters.
    #[must_use]
    pub fn text(&self) -> [u8; 10] {
        let mut text = [0; 10];
        write_pairs(&mut Writer::new(&mut text), DATE, &self.pairs());
        text
    }

    /// The numbers of its text. The year is at most 9999, so both halves are below 100.
    fn pairs(self) -> [u8; 4] {
        [(self.year() / 100) as u8, (self.year() % 100) as u8, self.month(), self.day()]
    }
}

/// The separator in front of each pair of digits of a date; 0 for none.
const DATE: &[u8] = b"\0\0--";
/// The same of a time of a day.
const TIME: &[u8] = b"\0\0--T::";
/// The same of a zone, behind its sign.
const ZONE: &[u8] = b"\0:";

/// Reads pairs of decimal digits with these separators; returns the rest.
#[inline]
fn read_pairs<'t>(text: &'t [u8], marks: &[u8], pairs: &mut [u8]) -> Option<&'t [u8]> {
    let mut rest = text;
    // All digits are read before they are validated: one branch instead of many.
    let mut bad = false;
    for (mark, pair) in marks.iter().zip(pairs) {
        if *mark != 0 {
            let (b, after) = rest.split_first()?;
            bad |= b != mark;
            rest = after;
        }
        let ([tens, units], after) = rest.split_first_chunk::<2>()?;
        let (tens, units) = (tens.wrapping_sub(b'0'), units.wrapping_sub(b'0'));
        bad |= tens > 9 || units > 9;
        *pair = tens.wrapping_mul(10).wrapping_add(units);
        rest = after;
    }
    (!bad).then_some(rest)
}

/// Writes numbers below 100 in the same form.
fn write_pairs(writer: &mut Writer<'_>, marks: &[u8], pairs: &[u8]) {
    for (mark, pair) in marks.iter().zip(pairs) {
        if *mark != 0 {
            writer.bytes(&[*mark]);
        }
        writer.bytes(&[b'0' + pair / 10, b'0' + pair % 10]);
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(core::str::from_utf8(&self.text()).unwrap_or_default())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A date may be a birthday.
        f.write_str("Date(redacted)")
    }
}

/// A time of a day: `yyyy-MM-ddTHH:mm:ss` in UK local time, or with a fraction of a second and a zone if a message had
/// them. They are kept, and never used for arithmetic here.
///
/// It has no order of its own: two zones cannot be compared without knowing when the clocks change.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateTime {
    date: Date,
    /// Hour, minute, second, and how many digits the fraction has: a byte each.
    time: u32,
    nanosecond: u32,
    /// Minutes east of Greenwich, or [`LOCAL`].
    offset_minutes: i32,
}

/// No zone: UK local time.
const LOCAL: i32 = i32::MIN;

/// The longest text of a [`DateTime`]: with nine digits of fraction and a zone.
pub(crate) const DATE_TIME_LIMIT: usize = 35;

impl DateTime {
    /// A time in UK local time.
    ///
    /// # Errors
    /// [`InvalidValue`] if the hour is above 23, or the minute or second above 59.
    pub fn new(date: Date, hour: u8, minute: u8, second: u8) -> Result<Self, InvalidValue> {
        if hour > 23 || minute > 59 || second > 59 {
            return Err(InvalidValue::new(Rule::TimeOfDay));
        }
        let time = u32::from(hour) << 24 | u32::from(minute) << 16 | u32::from(second) << 8;
        Ok(Self { date, time, nanosecond: 0, offset_minutes: LOCAL })
    }

    /// Reads `yyyy-MM-ddTHH:mm:ss`, with a fraction of 1 to 9 digits and a zone if there are any.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is of another form, or there is no such day or time.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let fail = InvalidValue::new(Rule::DateTime);
        let mut parts = [0; 7];
        let rest = read_pairs(text.as_bytes(), TIME, &mut parts).ok_or(fail)?;
        let date = Date::of_pairs(&parts)?;
        let [.., hour, minute, second] = parts;
        let mut value = Self::new(date, hour, minute, second)?;
        value.read_rest(rest).ok_or(fail)?;
        Ok(value)
    }

    fn read_rest(&mut self, rest: &[u8]) -> Option<()> {
        let mut zone = rest;
        if let [b'.', fraction @ ..] = rest {
            zone = fraction;
            let mut scale = 100_000_000;
            while let [digit @ b'0'..=b'9', after @ ..] = zone {
                self.nanosecond += u32::from(digit - b'0') * scale;
                scale /= 10;
                zone = after;
            }
            let count = fraction.len() - zone.len();
            if !(1..=9).contains(&count) {
                return None;
            }
            self.time |= count as u32;
        }
        match zone {
            [] => {}
            [b'Z'] => self.offset_minutes = 0,
            [sign @ (b'+' | b'-'), zone @ ..] => {
                let mut parts = [0; 2];
                let Some([]) = read_pairs(zone, ZONE, &mut parts) else { return None };
                let [hours, minutes] = parts;
                let offset = i32::from(hours) * 60 + i32::from(minutes);
                if minutes > 59 || offset > 14 * 60 {
                    return None;
                }
                self.offset_minutes = if *sign == b'-' { -offset } else { offset };
            }
            _ => return None,
        }
        Some(())
    }

    /// The day.
    #[must_use]
    pub const fn date(&self) -> Date {
        self.date
    }

    /// The hour, 0 to 23.
    #[must_use]
    pub const fn hour(&self) -> u8 {
        (self.time >> 24) as u8
    }

    /// The minute, 0 to 59.
    #[must_use]
    pub const fn minute(&self) -> u8 {
        (self.time >> 16 & 0xFF) as u8
    }

    /// The second, 0 to 59.
    #[must_use]
    pub const fn second(&self) -> u8 {
        (self.time >> 8 & 0xFF) as u8
    }

    /// The fraction of the second, in nanoseconds.
    #[must_use]
    pub const fn nanosecond(&self) -> u32 {
        self.nanosecond
    }

    /// The zone, in minutes east of Greenwich, if the message had one; without one it is UK local time.
    #[must_use]
    pub const fn offset_minutes(&self) -> Option<i16> {
        // Within 14 hours.
        if self.offset_minutes == LOCAL { None } else { Some(self.offset_minutes as i16) }
    }

    /// Its characters, written into `out`.
    pub(crate) fn text<'o>(&self, out: &'o mut [u8; DATE_TIME_LIMIT]) -> &'o str {
        let mut writer = Writer::new(out);
        let [high, low, month, day] = self.date.pairs();
        write_pairs(&mut writer, TIME, &[high, low, month, day, self.hour(), self.minute(), self.second()]);
        let mut scale = 1_000_000_000;
        for i in 0..self.time & 0xFF {
            scale /= 10;
            if i == 0 {
                writer.raw(".");
            }
            let digit = self.nanosecond.checked_div(scale).unwrap_or(0) % 10;
            writer.bytes(&[b'0' + digit as u8]);
        }
        if self.offset_minutes == 0 {
            writer.raw("Z");
        } else if let Some(offset) = self.offset_minutes() {
            writer.raw(if offset < 0 { "-" } else { "+" });
            let minutes = offset.unsigned_abs();
            write_pairs(&mut writer, ZONE, &[(minutes / 60) as u8, (minutes % 60) as u8]);
        }
        let length = writer.length();
        kept(out, length)
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text(&mut [0; DATE_TIME_LIMIT]))
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DateTime(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_to_exist() {
        for good in ["0001-01-01", "9999-12-31", "2024-02-29", "2000-02-29"] {
            assert_eq!(&Date::parse(good).unwrap().text(), good.as_bytes());
        }
        for bad in [
            "0000-01-01",
            "2023-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-04-31",
            "2026-4-01",
            "10000-01-01",
            "2026-01-00",
            " 2026-01-01",
            "2026-01-01 ",
            "2026/01/01",
            "-026-01-01",
            "",
        ] {
            assert!(Date::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn times_keep_their_fraction_and_zone() {
        for good in [
            "2026-11-22T09:00:00",
            "2026-11-22T23:59:59.5",
            "2026-11-22T00:00:00.000000001Z",
            "2026-11-22T09:00:00+14:00",
            "2026-11-22T09:00:00.120-00:30",
        ] {
            let mut out = [0; DATE_TIME_LIMIT];
            assert_eq!(DateTime::parse(good).unwrap().text(&mut out), good);
        }
        assert_eq!(DateTime::parse("2026-11-22T09:00:00-01:30").unwrap().offset_minutes(), Some(-90));
        assert_eq!(DateTime::parse("2026-11-22T09:00:00.25").unwrap().nanosecond(), 250_000_000);
        for bad in [
            "2026-11-22T24:00:00",
            "2026-11-22T09:60:00",
            "2026-11-22T09:00:60",
            "2026-11-22 09:00:00",
            "2026-11-22T09:00",
            "2026-11-22T09:00:00.",
            "2026-11-22T09:00:00.1234567890",
            "2026-11-22T09:00:00z",
            "2026-11-22T09:00:00+14:01",
            "2026-11-22T09:00:00+1:00",
            "2026-11-22T09:00:00Z ",
            "2026-02-30T09:00:00",
            "2026-11-22T09:00:00\u{E9}",
            "2026-11-2\u{E9}T09:00:00",
        ] {
            assert!(DateTime::parse(bad).is_err(), "{bad}");
        }
    }
}
