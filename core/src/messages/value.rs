//! How each type of value is read from and written to an element, and how often it may stand.

use super::field::{Field, Held, Occurs, Plain, Side};
use super::number;
use super::walk::{Failed, Input, Out, Read};
use crate::profile::Version;
use crate::types::{
    Base64, Date, DateTime, Decimal, Guid, NhsNumber, OdsCode, PatientRelationshipId, PatientRelationshipKey,
    Text, word_index,
};
use crate::xml::cursor::RawText;
use crate::xml::unescape::Chars;

/// The content of one element that is read.
pub trait Value<'a>: Content + Sized {
    /// What it is, for whoever makes a schema of it.
    #[doc(hidden)]
    const KIND: Held;
    /// What stands in its place before it is read. Nobody is given it.
    #[doc(hidden)]
    const BLANK: Self;

    /// Reads the element that the input has entered, to its end, whatever it holds. It is the field's, or an item of
    /// the list that the field is.
    #[doc(hidden)]
    fn read(&mut self, input: &mut Input<'a>, field: &'static Field) -> Read;
}

/// The content of one element that is written.
pub trait Content {
    /// Writes the content.
    #[doc(hidden)]
    fn write(&self, out: &mut Out<'_, '_>);

    /// Whether there is nothing to write, so that the other side would read it as absent.
    #[doc(hidden)]
    fn is_blank(&self) -> bool {
        false
    }
}

/// A field in its struct that is read.
pub trait Take<'a> {
    /// Reads the element that the input has entered.
    #[doc(hidden)]
    fn take(&mut self, input: &mut Input<'a>, field: &'static Field) -> Read;
}

/// A field in its struct that is written.
pub trait Put {
    /// Writes the element, if it has a value.
    #[doc(hidden)]
    fn put(&self, out: &mut Out<'_, '_>, field: &'static Field);
}

/// A field: a value, an optional value or a list of values.
pub(crate) trait Member<'a>: Take<'a> + Put + Sized {
    /// How often it stands.
    const OCCURS: Occurs;
    /// What it holds.
    const HOLDS: Held;
    /// What it is if the element is not there. Where the element has to be there, nobody is given it.
    const ABSENT: Self;
}

impl<'a, T: Value<'a>> Member<'a> for T {
    const OCCURS: Occurs = Occurs::Once;
    const HOLDS: Held = T::KIND;
    const ABSENT: Self = T::BLANK;
}

impl<'a, T: Value<'a>> Take<'a> for T {
    fn take(&mut self, input: &mut Input<'a>, field: &'static Field) -> Read {
        self.read(input, field)
    }
}

impl<T: Content> Put for T {
    fn put(&self, out: &mut Out<'_, '_>, field: &'static Field) {
        put_value(self, out, field);
    }
}

impl<'a, T: Value<'a>> Member<'a> for Option<T> {
    const OCCURS: Occurs = Occurs::Optional;
    const HOLDS: Held = T::KIND;
    const ABSENT: Self = None;
}

impl<'a, T: Value<'a>> Take<'a> for Option<T> {
    fn take(&mut self, input: &mut Input<'a>, field: &'static Field) -> Read {
        self.insert(T::BLANK).read(input, field)
    }
}

impl<T: Content> Put for Option<T> {
    fn put(&self, out: &mut Out<'_, '_>, field: &'static Field) {
        if let Some(value) = self
            && !value.is_blank()
        {
            put_value(value, out, field);
        }
    }
}

fn put_value(value: &dyn Content, out: &mut Out<'_, '_>, field: &'static Field) {
    if out.has(field) {
        out.writer.open(field.tag);
        value.write(out);
        out.writer.close(field.tag);
    }
}

/// Opens a list's element, if the version has it.
pub(crate) fn begin_list(out: &mut Out<'_, '_>, field: &'static Field, is_empty: bool) -> bool {
    let later = field.since > out.version;
    if later && (out.side == Side::Response || !is_empty) {
        let _ = out.has(field);
        return false;
    }
    out.writer.open(field.tag);
    true
}

/// Writes an item of a list.
pub(crate) fn put_item(out: &mut Out<'_, '_>, field: &'static Field, item: &dyn Content) {
    let tag = field.value_tag();
    out.writer.open(tag);
    item.write(out);
    out.writer.close(tag);
}

/// The longest value other than text, decimal or base64 that is looked at: a relationship key.
const VALUE_LIMIT: usize = 128;

/// Reads a value that is parsed from its characters at once. They are copied only where references have to be
/// resolved, which no sender writes into such values.
fn parsed(input: &mut Input<'_>, field: &'static Field, parse: &mut dyn FnMut(&str) -> bool) -> Read {
    let RawText { raw, escaped } = text(input, field)?;
    let good = if escaped { parse_resolved(raw, parse) } else { parse(raw) };
    if good { Ok(()) } else { Err(input.invalid(field)) }
}

#[cold]
#[inline(never)]
fn parse_resolved(raw: &str, parse: &mut dyn FnMut(&str) -> bool) -> bool {
    let mut buffer = [0; VALUE_LIMIT];
    resolve(raw, &mut buffer).is_some_and(parse)
}

/// The text of the element.
fn text<'a>(input: &mut Input<'a>, field: &'static Field) -> Result<RawText<'a>, Failed> {
    match input.cursor.text(field.value_name()) {
        Some(text) => Ok(text),
        None => Err(input.invalid(field)),
    }
}

/// The text of an element that holds text, not longer than the field allows.
fn bounded<'a>(input: &mut Input<'a>, field: &'static Field) -> Result<RawText<'a>, Failed> {
    let text = text(input, field)?;
    if text.fits(field.limit()) { Ok(text) } else { Err(input.invalid(field)) }
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

/// A word that has been read.
pub(crate) enum WordRead<'a> {
    /// Its place in the table.
    Known(usize),
    /// One that is not in the table, as it stands in the message.
    Other(&'a str),
}

/// Reads a word of the field's table. In a request it has to be known; in a response it may be any.
pub(crate) fn read_word<'a>(input: &mut Input<'a>, field: &'static Field) -> Result<WordRead<'a>, Failed> {
    let words = field.words();
    let text = text(input, field)?;
    let mut place = None;
    let mut find = |word: &str| {
        place = word_index(words, word);
        true
    };
    if text.escaped {
        parse_resolved(text.raw, &mut find);
    } else {
        find(text.raw);
    }
    match place {
        Some(place) => Ok(WordRead::Known(place)),
        // OP-7
        None if input.context.side == Side::Response && text.is_trimmed() => Ok(WordRead::Other(text.raw)),
        None => Err(input.invalid(field)),
    }
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
    ($($type:ty: $kind:ident, $blank:expr, |$text:ident| $parse:expr, |$value:ident, $writer:ident| $write:expr;)+) => {$(
        impl<'a> Value<'a> for $type {
            const KIND: Held = Held::Plain(Plain::$kind);
            const BLANK: Self = $blank;

            fn read(&mut self, input: &mut Input<'a>, field: &'static Field) -> Read {
                parsed(input, field, &mut |$text| match $parse {
                    Some(value) => {
                        *self = value;
                        true
                    }
                    None => false,
                })
            }
        }

        impl Content for $type {
            fn write(&self, out: &mut Out<'_, '_>) {
                let ($value, $writer) = (self, &mut *out.writer);
                $write
            }
        }
    )+};
}

values! {
    i64: Int, 0, |t| parse_int(t), |v, w| w.raw(number(*v, &mut [0; 20]));
    bool: Bool, false, |t| match t {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }, |v, w| w.raw(if *v { "true" } else { "false" });
    Date: Date, Date::BLANK, |t| Date::parse(t).ok(), |v, w| w.octets(&v.text());
    DateTime: DateTime, DateTime::BLANK, |t| DateTime::parse(t).ok(), |v, w| w.raw(v.text(&mut [0; 35]));
    Guid: Guid, Guid::BLANK, |t| Guid::parse(t).ok(), |v, w| w.octets(&v.text());
    OdsCode: OdsCode, OdsCode::BLANK, |t| OdsCode::parse(t).ok(), |v, w| w.raw(v.as_str());
    NhsNumber: NhsNumber, NhsNumber::BLANK, |t| NhsNumber::parse(t).ok(), |v, w| w.raw(v.as_str());
    Version: Version, Self::new(0, 0), |t| Version::parse(t).ok(), |v, w| w.raw(v.text(&mut [0; 7]));
    PatientRelationshipId: RelationshipId, PatientRelationshipId::BLANK,
        |t| PatientRelationshipId::parse(t).ok(), |v, w| w.raw(v.as_str());
    PageSize: PageSize, PageSize(1),
        |t| parse_int(t).and_then(|n| PageSize::new(u16::try_from(n).ok()?).ok()),
        |v, w| w.raw(number(v.0.into(), &mut [0; 20]));
}

impl<'a> Value<'a> for PatientRelationshipKey {
    const KIND: Held = Held::Plain(Plain::RelationshipKey);
    const BLANK: Self = Self::BLANK;

    fn read(&mut self, input: &mut Input<'a>, field: &'static Field) -> Read {
        let RawText { raw, escaped } = text(input, field)?;
        self.set(Chars::new(raw, escaped)).map_err(|_| input.invalid(field))
    }
}

impl Content for PatientRelationshipKey {
    fn write(&self, out: &mut Out<'_, '_>) {
        out.writer.text(self.expose_str());
    }
}

impl<'a, const N: usize> Value<'a> for Text<'a, N> {
    #[allow(clippy::cast_possible_truncation)] // The longest is 5,000.
    const KIND: Held = Held::Text(N as u32);
    const BLANK: Self = Self::BLANK;

    // The limit is the field's, which is N: so it is the same code for every N.
    fn read(&mut self, input: &mut Input<'a>, field: &'static Field) -> Read {
        *self = Self::judged(bounded(input, field)?);
        Ok(())
    }
}

impl<const N: usize> Content for Text<'_, N> {
    fn is_blank(&self) -> bool {
        self.is_empty()
    }

    fn write(&self, out: &mut Out<'_, '_>) {
        match self.raw() {
            (raw, true) => out.writer.raw(raw),
            (plain, false) => out.writer.text(plain),
        }
    }
}

impl<'a> Value<'a> for Decimal<'a> {
    const KIND: Held = Held::Plain(Plain::Decimal);
    const BLANK: Self = Self::BLANK;

    fn read(&mut self, input: &mut Input<'a>, field: &'static Field) -> Read {
        // Its digits are kept as a slice of the message, so references in it are not resolved but refused.
        let text = text(input, field)?;
        match Self::parse(text.raw) {
            Ok(value) if !text.escaped => *self = value,
            _ => return Err(input.invalid(field)),
        }
        Ok(())
    }
}

impl Content for Decimal<'_> {
    fn write(&self, out: &mut Out<'_, '_>) {
        out.writer.raw(self.as_str());
    }
}

impl<'a> Value<'a> for Base64<'a> {
    const KIND: Held = Held::Plain(Plain::Base64);
    const BLANK: Self = Self { raw: "" };

    fn read(&mut self, input: &mut Input<'a>, field: &'static Field) -> Read {
        let text = text(input, field)?;
        match Self::new(text.raw) {
            Ok(value) if !text.raw.contains('&') => *self = value,
            // It has been given out.
            _ if input.context.streamed && text.raw.is_empty() => *self = Self::BLANK,
            _ => return Err(input.invalid(field)),
        }
        Ok(())
    }
}

impl Content for Base64<'_> {
    fn write(&self, out: &mut Out<'_, '_>) {
        out.writer.raw(self.as_str());
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
