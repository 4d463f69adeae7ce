//! Conversions between the messages' values and the world's.
//!
//! The world's values always fit into a message. If one does not, it is the server's failure and not the client's, so
//! the fault is InternalError.

use core::fmt;

use emis_core::fault::FaultCode;
use emis_core::messages::PageSize;
use emis_core::messages::practice::Sex;
use emis_core::types::{Date, DateTime, Guid, Text};
use jiff::civil;

use crate::clock::uk_local_of;
use crate::world::{self, PageRequest, Refusal};

/// A value of the world that does not fit into a message.
pub(super) fn internal<T, E>(value: Result<T, E>) -> Result<T, Refusal> {
    value.map_err(|_| FaultCode::InternalError.into())
}

/// A request's text, unescaped.
pub(super) fn owned<const N: usize>(text: &Text<'_, N>) -> String {
    text.chars().collect()
}

/// The same, where it may be absent.
pub(super) fn optional<const N: usize>(text: Option<&Text<'_, N>>) -> Option<String> {
    text.map(owned)
}

/// A text for a response.
pub(super) fn text<const N: usize>(text: &str) -> Result<Text<'_, N>, Refusal> {
    internal(Text::new(text))
}

/// The same, where it may be absent.
pub(super) fn optional_text<const N: usize>(value: Option<&str>) -> Result<Option<Text<'_, N>>, Refusal> {
    value.map(text).transpose()
}

/// A number of the world's.
pub(super) fn int<T: TryInto<i64, Error: fmt::Debug>>(value: T) -> Result<i64, Refusal> {
    internal(value.try_into())
}

/// A day of a request; every day of a message is one of the calendar's.
pub(super) fn civil_date(date: Date) -> Result<civil::Date, Refusal> {
    let year = internal(i16::try_from(date.year()))?;
    let (month, day) = (internal(i8::try_from(date.month()))?, internal(i8::try_from(date.day()))?);
    internal(civil::Date::new(year, month, day))
}

/// A time of a request in UK local time, whatever its zone. `field` is the one to name if there is no such time.
pub(super) fn local(time: DateTime, field: &'static str) -> Result<civil::DateTime, Refusal> {
    let small = |n: u8| internal(i8::try_from(n));
    let clock = internal(civil::Time::new(
        small(time.hour())?,
        small(time.minute())?,
        small(time.second())?,
        internal(i32::try_from(time.nanosecond()))?,
    ))?;
    let civil = civil_date(time.date())?.to_datetime(clock);
    match time.offset_minutes() {
        None => Ok(civil),
        Some(minutes) => uk_local_of(civil, i32::from(minutes) * 60).ok_or(Refusal::invalid(field)),
    }
}

/// A day for a response.
pub(super) fn date(date: civil::Date) -> Result<Date, Refusal> {
    let (year, month, day) = (
        internal(u16::try_from(date.year()))?,
        internal(u8::try_from(date.month()))?,
        internal(u8::try_from(date.day()))?,
    );
    internal(Date::new(year, month, day))
}

/// A time for a response, in UK local time to the second.
pub(super) fn date_time(time: civil::DateTime) -> Result<DateTime, Refusal> {
    let small = |n: i8| internal(u8::try_from(n));
    internal(DateTime::new(
        date(time.date())?,
        small(time.hour())?,
        small(time.minute())?,
        small(time.second())?,
    ))
}

/// The paging fields of a request; `after` is the request's `After`, unescaped.
pub(super) fn page(maximum_items: Option<PageSize>, after: Option<&str>) -> PageRequest<'_> {
    PageRequest { maximum_items: maximum_items.map(|size| i64::from(size.get())), after }
}

/// A guid for a response.
pub(super) fn guid(text: &str) -> Result<Guid, Refusal> {
    internal(Guid::parse(text))
}

/// A person's sex, for a response.
pub(super) fn sex(of: world::Sex) -> Sex<'static> {
    match of {
        world::Sex::Male => Sex::Male,
        world::Sex::Female => Sex::Female,
        world::Sex::NotKnown => Sex::NotKnown,
        world::Sex::NotSpecified => Sex::NotSpecified,
    }
}

/// Each of them converted.
pub(super) fn each<'w, W, T>(
    of: &'w [W],
    convert: impl FnMut(&'w W) -> Result<T, Refusal>,
) -> Result<Vec<T>, Refusal> {
    of.iter().map(convert).collect()
}
