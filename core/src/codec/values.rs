//! How each type of value is read and written. Enumerations and elements with fields are in
//! [`messages`](crate::messages).

use super::decode::{Decode, ElementReader, Invalid};
use super::encode::{ElementWriter, Encode};
use crate::error::{InvalidValue, Rule};
use crate::profile::Version;
use crate::types::{
    Base64, Date, DateTime, Decimal, Guid, NhsNumber, OdsCode, PageSize, PatientRelationshipId,
    PatientRelationshipKey, Text, format_integer, parse_integer,
};
use crate::xml::unescape::Chars;

/// A type that a value can be: `i64`, `bool`, [`PageSize`], [`Date`], [`DateTime`], [`Guid`], [`OdsCode`],
/// [`NhsNumber`], [`PatientRelationshipId`], [`Version`]. It is not meant to be implemented elsewhere.
pub trait FromValue: Sized {
    /// Parses the characters of a value.
    ///
    /// # Errors
    /// [`InvalidValue`] if they are not of the type's form.
    fn from_value(text: &str) -> Result<Self, InvalidValue>;
}

impl FromValue for i64 {
    fn from_value(text: &str) -> Result<Self, InvalidValue> {
        parse_integer(text).ok_or(InvalidValue::new(Rule::Type))
    }
}

impl FromValue for bool {
    fn from_value(text: &str) -> Result<Self, InvalidValue> {
        match text {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err(InvalidValue::new(Rule::Type)),
        }
    }
}

impl FromValue for PageSize {
    fn from_value(text: &str) -> Result<Self, InvalidValue> {
        Self::new(parse_integer(text).and_then(|items| u16::try_from(items).ok()).unwrap_or(0))
    }
}

impl FromValue for Date {
    fn from_value(text: &str) -> Result<Self, InvalidValue> {
        Self::parse(text)
    }
}

impl FromValue for DateTime {
    fn from_value(text: &str) -> Result<Self, InvalidValue> {
        Self::parse(text)
    }
}

impl FromValue for Guid {
    fn from_value(text: &str) -> Result<Self, InvalidValue> {
        Self::parse(text)
    }
}

impl FromValue for OdsCode {
    fn from_value(text: &str) -> Result<Self, InvalidValue> {
        Self::parse(text)
    }
}

impl FromValue for NhsNumber {
    fn from_value(text: &str) -> Result<Self, InvalidValue> {
        Self::parse(text)
    }
}

impl FromValue for PatientRelationshipId {
    fn from_value(text: &str) -> Result<Self, InvalidValue> {
        Self::parse(text)
    }
}

impl FromValue for Version {
    fn from_value(text: &str) -> Result<Self, InvalidValue> {
        Self::parse(text)
    }
}

impl<T: FromValue> Decode<'_> for T {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        reader.parsed(|text| Self::from_value(text).ok())
    }
}

impl Encode for i64 {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.writer.raw(format_integer(*self, &mut [0; 20]));
    }
}

impl Encode for bool {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.writer.raw(if *self { "true" } else { "false" });
    }
}

impl Encode for PageSize {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        i64::from(self.get()).encode(writer);
    }
}

impl Encode for Date {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.writer.bytes(&self.text());
    }
}

impl Encode for DateTime {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.writer.raw(self.text(&mut [0; 35]));
    }
}

impl Encode for Guid {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.writer.bytes(&self.text());
    }
}

impl Encode for OdsCode {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.writer.raw(self.as_str());
    }
}

impl Encode for NhsNumber {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.writer.raw(self.as_str());
    }
}

impl Encode for PatientRelationshipId {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.writer.raw(self.as_str());
    }
}

impl Encode for Version {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.writer.raw(self.text(&mut [0; 7]));
    }
}

impl Decode<'_> for PatientRelationshipKey {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        // Its characters are copied nowhere but into the key, which wipes itself.
        let text = reader.text()?;
        Self::of(Chars::new(text.raw, text.escaped)).map_err(|_| reader.invalid())
    }
}

impl Encode for PatientRelationshipKey {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.writer.text(self.expose_str());
    }
}

impl<'a, const N: usize> Decode<'a> for Text<'a, N> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        reader.bounded_text(N).map(Self::validated)
    }
}

impl<const N: usize> Encode for Text<'_, N> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        match self.raw() {
            (raw, true) => writer.writer.raw(raw),
            (plain, false) => writer.writer.text(plain),
        }
    }

    fn is_empty_text(&self) -> bool {
        self.is_empty()
    }
}

impl<'a> Decode<'a> for Decimal<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        // Its digits stay a slice of the message, so references in it are not resolved but refused.
        let text = reader.text()?;
        match Self::parse(text.raw) {
            Ok(value) if !text.escaped => Ok(value),
            _ => Err(reader.invalid()),
        }
    }
}

impl Encode for Decimal<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.writer.raw(self.as_str());
    }
}

impl<'a> Decode<'a> for Base64<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let text = reader.text()?;
        match Self::new(text.raw) {
            Ok(value) if !text.raw.contains('&') => Ok(value),
            // The content has been given out while it came in.
            _ if reader.context().streamed && text.raw.is_empty() => Ok(Self { raw: "" }),
            _ => Err(reader.invalid()),
        }
    }
}

impl Encode for Base64<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.writer.raw(self.as_str());
    }
}
