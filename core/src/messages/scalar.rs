//! How each type of value is read and written; enumerations and elements with fields excepted, which macros make.

use super::dynamic::FromValue;
use super::field::Kind;
use super::number;
use super::value::{Content, Parsed, Value, bounded, parsed, text};
use super::walk::{Input, Out, Read, Record};
use crate::error::{InvalidValue, Rule};
use crate::profile::Version;
use crate::types::{
    Base64, Date, DateTime, Decimal, Guid, NhsNumber, OdsCode, PatientRelationshipId, PatientRelationshipKey,
    Text,
};
use crate::xml::cursor::RawText;
use crate::xml::unescape::Chars;

/// `0|-?[1-9][0-9]{0,18}` in 64 bits.
pub(crate) fn parse_int(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    // Nineteen digits cannot overflow 64 bits without a sign.
    if !matches!(digits.len(), 1..=19) || (digits.first() == Some(&b'0') && text.len() > 1) {
        return None;
    }
    let mut value = 0u64;
    let mut bad = false;
    for b in digits {
        let digit = b.wrapping_sub(b'0');
        bad |= digit > 9;
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
    }
    if bad || value > i64::MAX.unsigned_abs() + u64::from(negative) {
        return None;
    }
    let value = value.cast_signed();
    Some(if negative { value.wrapping_neg() } else { value })
}

macro_rules! values {
    ($($type:ty: $kind:ident, $blank:expr, |$text:ident| $parse:expr, |$value:ident, $writer:ident| $write:expr;)+) => {$(
        impl<'a> Value<'a> for $type {
            const KIND: Kind = Kind::$kind;

            #[inline]
            fn blank() -> Self {
                $blank
            }
        }

        impl<'a> Record<'a> for $type {
            #[inline(never)]
            fn read(&mut self, input: &mut Input<'a>) -> Read {
                parsed(self, input)
            }

            #[cfg(feature = "strict-walk")]
            fn clear(&mut self) {
                *self = Self::blank();
            }
        }

        impl FromValue for $type {
            #[inline]
            fn from_characters($text: &str) -> Result<Self, InvalidValue> {
                $parse
            }
        }

        impl Parsed for $type {
            fn parse_into(&mut self, text: &str) -> bool {
                match Self::from_characters(text) {
                    Ok(value) => {
                        *self = value;
                        true
                    }
                    Err(_) => false,
                }
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
    i64: Int, 0, |t| parse_int(t).ok_or(InvalidValue::new(Rule::Type)), |v, w| w.raw(number(*v, &mut [0; 20]));
    bool: Bool, false, |t| match t {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(InvalidValue::new(Rule::Type)),
    }, |v, w| w.raw(if *v { "true" } else { "false" });
    Date: Date, Date::BLANK, |t| Date::parse(t), |v, w| w.octets(&v.text());
    DateTime: DateTime, DateTime::BLANK, |t| DateTime::parse(t), |v, w| w.raw(v.text(&mut [0; 35]));
    Guid: Guid, Guid::BLANK, |t| Guid::parse(t), |v, w| w.octets(&v.text());
    OdsCode: OdsCode, OdsCode::BLANK, |t| OdsCode::parse(t), |v, w| w.raw(v.as_str());
    NhsNumber: NhsNumber, NhsNumber::BLANK, |t| NhsNumber::parse(t), |v, w| w.raw(v.as_str());
    Version: Version, Self::new(0, 0), |t| Version::parse(t), |v, w| w.raw(v.text(&mut [0; 7]));
    PatientRelationshipId: RelationshipId, PatientRelationshipId::BLANK,
        |t| PatientRelationshipId::parse(t), |v, w| w.raw(v.as_str());
    PageSize: PageSize, PageSize(1),
        |t| PageSize::new(parse_int(t).and_then(|n| u16::try_from(n).ok()).unwrap_or(0)),
        |v, w| w.raw(number(v.0.into(), &mut [0; 20]));
}

impl Value<'_> for PatientRelationshipKey {
    const KIND: Kind = Kind::RelationshipKey;

    #[inline]
    fn blank() -> Self {
        Self::BLANK
    }
}

impl<'a> Record<'a> for PatientRelationshipKey {
    #[inline(never)]
    fn read(&mut self, input: &mut Input<'a>) -> Read {
        let RawText { raw, escaped } = text(input)?;
        self.set(Chars::new(raw, escaped)).map_err(|_| input.invalid())
    }

    #[cfg(feature = "strict-walk")]
    fn clear(&mut self) {
        *self = Self::blank();
    }
}

impl Content for PatientRelationshipKey {
    fn write(&self, out: &mut Out<'_, '_>) {
        out.writer.text(self.expose_str());
    }
}

impl<'a, const N: usize> Value<'a> for Text<'a, N> {
    const KIND: Kind = Kind::Text(N);

    #[inline]
    fn blank() -> Self {
        Self::BLANK
    }
}

impl<'a, const N: usize> Record<'a> for Text<'a, N> {
    // The limit is the field's, which is N: so it is the same code for every N.
    #[inline(never)]
    fn read(&mut self, input: &mut Input<'a>) -> Read {
        bounded(self.judged_mut(), input)
    }

    #[cfg(feature = "strict-walk")]
    fn clear(&mut self) {
        *self = Self::blank();
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
    const KIND: Kind = Kind::Decimal;

    #[inline]
    fn blank() -> Self {
        Self::BLANK
    }
}

impl<'a> Record<'a> for Decimal<'a> {
    #[inline(never)]
    fn read(&mut self, input: &mut Input<'a>) -> Read {
        // Its digits are kept as a slice of the message, so references in it are not resolved but refused.
        let text = text(input)?;
        match Self::parse(text.raw) {
            Ok(value) if !text.escaped => *self = value,
            _ => return Err(input.invalid()),
        }
        Ok(())
    }

    #[cfg(feature = "strict-walk")]
    fn clear(&mut self) {
        *self = Self::blank();
    }
}

impl Content for Decimal<'_> {
    fn write(&self, out: &mut Out<'_, '_>) {
        out.writer.raw(self.as_str());
    }
}

impl<'a> Value<'a> for Base64<'a> {
    const KIND: Kind = Kind::Base64;

    #[inline]
    fn blank() -> Self {
        Self { raw: "" }
    }
}

impl<'a> Record<'a> for Base64<'a> {
    #[inline(never)]
    fn read(&mut self, input: &mut Input<'a>) -> Read {
        let text = text(input)?;
        match Self::new(text.raw) {
            Ok(value) if !text.raw.contains('&') => *self = value,
            // It has been given out.
            _ if input.context.streamed && text.raw.is_empty() => *self = Self::blank(),
            _ => return Err(input.invalid()),
        }
        Ok(())
    }

    #[cfg(feature = "strict-walk")]
    fn clear(&mut self) {
        *self = Self::blank();
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
    /// [`InvalidValue`] if it is not 1 to 1000.
    pub fn new(items: u16) -> Result<Self, InvalidValue> {
        if (1..=1000).contains(&items) { Ok(Self(items)) } else { Err(InvalidValue::new(Rule::PageSize)) }
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
