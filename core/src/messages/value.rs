//! How each type of value is read from and written to an element, and how often it may stand.

use super::field::{Context, Field, Kind, Occurs, Out, Problem, ProblemKind, Side, bare};
use super::number;
use crate::profile::Version;
use crate::types::{
    Base64, Date, DateTime, Decimal, Guid, NhsNumber, OdsCode, PatientRelationshipId, PatientRelationshipKey,
    Text, word_index,
};
use crate::xml::unescape::Chars;
use crate::xml::{Cursor, Writer, cursor::RawText};

/// The content of one element.
pub trait Value<'a>: Sized {
    /// What it is, for whoever makes a schema of it.
    const KIND: Kind;

    /// Reads the element that the cursor has entered, to its end, whatever it holds.
    fn read(cursor: &mut Cursor<'a>, tag: &'static str, context: Context) -> Result<Self, Problem<'a>>;

    /// Writes the content.
    fn write(&self, writer: &mut Writer<'_>, out: &mut Out);

    /// Whether there is nothing to write, so that the other side would read it as absent.
    fn is_blank(&self) -> bool {
        false
    }
}

/// A field: a value, an optional value or a list of values.
pub(crate) trait Member<'a>: Sized {
    /// How often it stands.
    const OCCURS: Occurs;
    /// What it holds.
    const HOLDS: Kind;

    /// Reads the element that the cursor has entered, into its place.
    fn read_into(
        cursor: &mut Cursor<'a>,
        field: &'static Field,
        context: Context,
        place: &mut Option<Self>,
    ) -> Result<(), Problem<'a>>;

    /// What the field is if the element is not there; `None` if it has to be.
    fn absent() -> Option<Self>;

    /// Writes the element, if it has a value.
    fn put(&self, writer: &mut Writer<'_>, field: &'static Field, out: &mut Out);
}

impl<'a, T: Value<'a>> Member<'a> for T {
    const OCCURS: Occurs = Occurs::Once;
    const HOLDS: Kind = T::KIND;

    #[inline]
    fn read_into(
        cursor: &mut Cursor<'a>,
        field: &'static Field,
        context: Context,
        place: &mut Option<Self>,
    ) -> Result<(), Problem<'a>> {
        // In a response an empty text is the empty text; any other type says itself that empty is not valid.
        let empty = context.side == Side::Request && cursor.is_empty();
        let read = T::read(cursor, field.tag, context);
        if empty {
            return Err(Problem::new(ProblemKind::Missing, field.name()));
        }
        *place = Some(read?);
        Ok(())
    }

    fn absent() -> Option<Self> {
        None
    }

    fn put(&self, writer: &mut Writer<'_>, field: &'static Field, out: &mut Out) {
        if out.has(field) {
            writer.open(field.tag);
            self.write(writer, out);
            writer.close(field.tag);
        }
    }
}

impl<'a, T: Value<'a>> Member<'a> for Option<T> {
    const OCCURS: Occurs = Occurs::Optional;
    const HOLDS: Kind = T::KIND;

    #[inline]
    fn read_into(
        cursor: &mut Cursor<'a>,
        field: &'static Field,
        context: Context,
        place: &mut Option<Self>,
    ) -> Result<(), Problem<'a>> {
        if cursor.is_empty() {
            *place = Some(None);
            if cursor.is_strict() {
                cursor.strict_end(field.name());
            } else {
                cursor.skip();
            }
            return Ok(());
        }
        *place = Some(Some(T::read(cursor, field.tag, context)?));
        Ok(())
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn put(&self, writer: &mut Writer<'_>, field: &'static Field, out: &mut Out) {
        if let Some(value) = self.as_ref().filter(|value| !value.is_blank()) {
            value.put(writer, field, out);
        }
    }
}

/// The longest value other than text, decimal or base64 that is looked at: a relationship key.
const VALUE_LIMIT: usize = 128;

/// Reads a value that is parsed from its characters at once. They are copied only where references have to be
/// resolved, which no sender writes into such values.
#[inline]
pub(crate) fn parsed<'a, T>(
    cursor: &mut Cursor<'a>,
    tag: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, Problem<'a>> {
    let Some(RawText { raw, escaped }) = cursor.text(bare(tag)) else { return Err(Problem::invalid(tag)) };
    let value = if escaped {
        let mut buffer = [0; VALUE_LIMIT];
        resolve(raw, &mut buffer).and_then(parse)
    } else {
        parse(raw)
    };
    value.ok_or(Problem::invalid(tag))
}

/// The text with its references resolved, if it fits.
pub(crate) fn resolve<'o>(raw: &str, buffer: &'o mut [u8]) -> Option<&'o str> {
    let mut length = 0usize;
    for c in Chars::new(raw, true) {
        let end = length + c.len_utf8();
        c.encode_utf8(buffer.get_mut(length..end)?);
        length = end;
    }
    core::str::from_utf8(buffer.get(..length)?).ok()
}

/// Reads a word, and gives its place in the table. In a request it has to be known; in a response it may be any.
pub(crate) fn read_word<'a>(
    cursor: &mut Cursor<'a>,
    tag: &'static str,
    words: &'static [&'static str],
    context: Context,
) -> Result<(Option<usize>, &'a str), Problem<'a>> {
    let Some(RawText { raw, escaped }) = cursor.text(bare(tag)) else { return Err(Problem::invalid(tag)) };
    let place = if escaped {
        let mut buffer = [0; VALUE_LIMIT];
        resolve(raw, &mut buffer).and_then(|word| word_index(words, word))
    } else {
        word_index(words, raw)
    };
    // OP-7
    let a_word = || !raw.is_empty() && raw.trim_ascii().len() == raw.len();
    if place.is_some() || (context.side == Side::Response && a_word()) {
        return Ok((place, place.and_then(|i| words.get(i).copied()).unwrap_or(raw)));
    }
    Err(Problem::invalid(tag))
}

/// `0|-?[1-9][0-9]{0,18}` in 64 bits.
pub(crate) fn parse_int(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    if digits.is_empty() || (digits.starts_with('0') && text != "0") {
        return None;
    }
    // Reckoned below zero, where there is room for the smallest number.
    let mut value = 0i64;
    if digits.len() <= 18 {
        // Eighteen digits cannot overflow, so they are all looked at before any is judged.
        let mut bad = false;
        for b in digits.bytes() {
            let digit = b.wrapping_sub(b'0');
            bad |= digit > 9;
            value = value.wrapping_mul(10).wrapping_sub(i64::from(digit));
        }
        if bad {
            return None;
        }
    } else {
        for b in digits.bytes() {
            let digit = i64::from(b.checked_sub(b'0').filter(|d| *d < 10)?);
            value = value.checked_mul(10)?.checked_sub(digit)?;
        }
    }
    if negative { Some(value) } else { value.checked_neg() }
}

macro_rules! values {
    ($($type:ty: $kind:expr, |$text:ident| $parse:expr, |$value:ident, $writer:ident| $write:expr;)+) => {$(
        impl<'a> Value<'a> for $type {
            const KIND: Kind = $kind;

            #[inline]
            fn read(cursor: &mut Cursor<'a>, tag: &'static str, _: Context) -> Result<Self, Problem<'a>> {
                parsed(cursor, tag, |$text| $parse)
            }

            fn write(&self, $writer: &mut Writer<'_>, _: &mut Out) {
                let $value = self;
                $write
            }
        }
    )+};
}

values! {
    i64: Kind::Int, |t| parse_int(t), |v, w| w.raw(number(*v, &mut [0; 20]));
    bool: Kind::Bool, |t| match t {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }, |v, w| w.raw(if *v { "true" } else { "false" });
    Date: Kind::Date, |t| Date::parse(t).ok(), |v, w| w.octets(&v.text());
    DateTime: Kind::DateTime, |t| DateTime::parse(t).ok(), |v, w| w.raw(v.text(&mut [0; 35]));
    Guid: Kind::Guid, |t| Guid::parse(t).ok(), |v, w| w.octets(&v.text());
    OdsCode: Kind::OdsCode, |t| OdsCode::parse(t).ok(), |v, w| w.raw(v.as_str());
    NhsNumber: Kind::NhsNumber, |t| NhsNumber::parse(t).ok(), |v, w| w.raw(v.as_str());
    Version: Kind::Version, |t| Version::parse(t).ok(), |v, w| w.raw(v.text(&mut [0; 7]));
    PatientRelationshipId: Kind::RelationshipId, |t| PatientRelationshipId::parse(t).ok(), |v, w| w.raw(v.as_str());
}

impl<'a> Value<'a> for PatientRelationshipKey {
    const KIND: Kind = Kind::RelationshipKey;

    fn read(cursor: &mut Cursor<'a>, tag: &'static str, _: Context) -> Result<Self, Problem<'a>> {
        let Some(RawText { raw, escaped }) = cursor.text(bare(tag)) else {
            return Err(Problem::invalid(tag));
        };
        Self::of(Chars::new(raw, escaped)).map_err(|_| Problem::invalid(tag))
    }

    fn write(&self, writer: &mut Writer<'_>, _: &mut Out) {
        writer.text(self.expose_str());
    }
}

impl<'a, const N: usize> Value<'a> for Text<'a, N> {
    const KIND: Kind = Kind::Text(N);

    #[inline]
    fn read(cursor: &mut Cursor<'a>, tag: &'static str, _: Context) -> Result<Self, Problem<'a>> {
        let Some(RawText { raw, escaped }) = cursor.text(bare(tag)) else {
            return Err(Problem::invalid(tag));
        };
        Self::from_raw(raw, escaped).map_err(|_| Problem::invalid(tag))
    }

    fn is_blank(&self) -> bool {
        self.is_empty()
    }

    fn write(&self, writer: &mut Writer<'_>, _: &mut Out) {
        match self.raw() {
            (raw, true) => writer.raw(raw),
            (plain, false) => writer.text(plain),
        }
    }
}

impl<'a> Value<'a> for Decimal<'a> {
    const KIND: Kind = Kind::Decimal;

    fn read(cursor: &mut Cursor<'a>, tag: &'static str, _: Context) -> Result<Self, Problem<'a>> {
        // Its digits are kept as a slice of the message, so references in it are not resolved but refused.
        let text = cursor.text(bare(tag)).filter(|t| !t.escaped);
        text.and_then(|t| Self::parse(t.raw).ok()).ok_or(Problem::invalid(tag))
    }

    fn write(&self, writer: &mut Writer<'_>, _: &mut Out) {
        writer.raw(self.as_str());
    }
}

impl<'a> Value<'a> for Base64<'a> {
    const KIND: Kind = Kind::Base64;

    fn read(cursor: &mut Cursor<'a>, tag: &'static str, _: Context) -> Result<Self, Problem<'a>> {
        let text = cursor.text(bare(tag)).filter(|t| !t.raw.contains('&'));
        text.and_then(|t| Self::new(t.raw).ok()).ok_or(Problem::invalid(tag))
    }

    fn write(&self, writer: &mut Writer<'_>, _: &mut Out) {
        writer.raw(self.as_str());
    }
}

/// How many items a page may have at most: 1 to 1000.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageSize(u16);

impl PageSize {
    /// A page of at most so many items.
    ///
    /// # Errors
    /// [`InvalidValue`](crate::error::InvalidValue) if it is not 1 to 1000.
    pub fn new(items: u16) -> Result<Self, crate::error::InvalidValue> {
        if (1..=1000).contains(&items) {
            Ok(Self(items))
        } else {
            Err(crate::error::InvalidValue { rule: "a page of 1 to 1000 items" })
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl<'a> Value<'a> for PageSize {
    const KIND: Kind = Kind::PageSize;

    fn read(cursor: &mut Cursor<'a>, tag: &'static str, _: Context) -> Result<Self, Problem<'a>> {
        parsed(cursor, tag, |text| u16::try_from(parse_int(text)?).ok().and_then(|n| Self::new(n).ok()))
    }

    fn write(&self, writer: &mut Writer<'_>, _: &mut Out) {
        writer.raw(number(self.0.into(), &mut [0; 20]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_exact() {
        for (text, value) in
            [("0", 0), ("-1", -1), ("9223372036854775807", i64::MAX), ("-9223372036854775808", i64::MIN)]
        {
            assert_eq!(parse_int(text), Some(value));
            assert_eq!(number(value, &mut [0; 20]), text);
        }
        for bad in [
            "",
            "-",
            "-0",
            "00",
            "01",
            "+1",
            " 1",
            "1 ",
            "1.0",
            "9223372036854775808",
            "-9223372036854775809",
            "99999999999999999999",
            "\u{661}",
            "0x1",
        ] {
            assert_eq!(parse_int(bad), None, "{bad}");
        }
    }
}
