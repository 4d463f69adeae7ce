//! Values: how one is checked against its type, and what can be made of one.

use core::fmt;

use crate::codec::{
    ElementReader, ElementWriter, FieldType, FromValue, Invalid, find_word, resolve, with_resolved,
};
use crate::error::{InvalidValue, Rule};
use crate::profile::Version;
use crate::types::{
    Base64, Date, DateTime, Decimal, Guid, NhsNumber, OdsCode, PageSize, PatientRelationshipId,
    PatientRelationshipKey,
};
use crate::xml::chars;
use crate::xml::cursor::RawText;
use crate::xml::unescape::{Chars, is_escaped};

/// Whether a value, not escaped, may stand in a request's field of this type. It is not an enumeration.
pub(super) fn is_valid(holds: FieldType, text: &str) -> bool {
    let plain = RawText { raw: text, escaped: false };
    match holds {
        FieldType::Text(limit) => plain.fits(limit) && text.chars().all(chars::is_char),
        _ => is_of(holds, plain),
    }
}

/// Whether a value is of a type that is neither text nor an enumeration.
fn is_of(holds: FieldType, text: RawText<'_>) -> bool {
    match holds {
        // It is resolved nowhere but in a key, which wipes itself.
        FieldType::RelationshipKey => PatientRelationshipKey::of(Chars::new(text.raw, text.escaped)).is_ok(),
        // These stay as they stand in the message, so references in them are not resolved but refused.
        FieldType::Base64 => Base64::new(text.raw).is_ok(),
        FieldType::Decimal => Decimal::parse(text.raw).is_ok(),
        _ => with_resolved(text, |text| is_simple(holds, text).then_some(())).is_some(),
    }
}

fn is_simple(holds: FieldType, text: &str) -> bool {
    match holds {
        FieldType::Integer => i64::from_value(text).is_ok(),
        FieldType::PageSize => PageSize::from_value(text).is_ok(),
        FieldType::Boolean => bool::from_value(text).is_ok(),
        FieldType::Date => Date::parse(text).is_ok(),
        FieldType::DateTime => DateTime::parse(text).is_ok(),
        FieldType::Guid => Guid::parse(text).is_ok(),
        FieldType::OdsCode => OdsCode::parse(text).is_ok(),
        FieldType::NhsNumber => NhsNumber::parse(text).is_ok(),
        FieldType::RelationshipId => PatientRelationshipId::parse(text).is_ok(),
        FieldType::Version => Version::parse(text).is_ok(),
        _ => false,
    }
}

/// Checks the value that the reader has entered, to its end.
pub(super) fn check_value(reader: &mut ElementReader<'_>, holds: FieldType) -> Result<(), Invalid> {
    let text = reader.text()?;
    let good = match holds {
        FieldType::Text(limit) => text.fits(limit),
        // OP-7: a response's may be any word.
        FieldType::Word(_) => text.is_trimmed(),
        // The content has been given out while it came in.
        FieldType::Base64 if reader.context().streamed && text.raw.is_empty() => true,
        _ => is_of(holds, text),
    };
    if good { Ok(()) } else { Err(reader.invalid()) }
}

/// Writes a value that is valid, in the form in which operations.md has a sender write it.
pub(super) fn encode(holds: FieldType, value: &str, out: &mut ElementWriter<'_, '_>) {
    match holds {
        FieldType::Boolean => out.raw(if matches!(value, "true" | "1") { "true" } else { "false" }),
        FieldType::Guid => value.bytes().for_each(|byte| out.writer.bytes(&[byte.to_ascii_lowercase()])),
        FieldType::DateTime => {
            let zero = value.strip_suffix("+00:00").or_else(|| value.strip_suffix("-00:00"));
            out.raw(zero.unwrap_or(value));
            out.raw(if zero.is_some() { "Z" } else { "" });
        }
        _ => out.text(value),
    }
}

/// A registration's key. It is in the reply and in nothing else, until it is made one; it is not shown and not compared.
#[derive(Clone, Copy)]
pub struct Key<'a>(&'a str);

impl<'a> Key<'a> {
    pub(super) fn new(raw: &'a str) -> Self {
        Self(raw)
    }

    /// The key. Its characters stay in the reply: wipe it.
    ///
    /// # Errors
    /// [`InvalidValue`] never: it has been checked.
    pub fn relationship_key(&self) -> Result<PatientRelationshipKey, InvalidValue> {
        PatientRelationshipKey::of(Chars::new(self.0, is_escaped(self.0)))
    }
}

impl fmt::Debug for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(redacted)")
    }
}

/// A value of a response: characters that have been checked against the field's type.
///
/// It may be patient data, so `Debug` shows nothing of it.
#[derive(Clone, Copy)]
pub struct Value<'a> {
    holds: FieldType,
    raw: &'a str,
}

impl<'a> Value<'a> {
    pub(super) fn new(holds: FieldType, raw: &'a str) -> Self {
        Self { holds, raw }
    }

    fn is_escaped(&self) -> bool {
        is_escaped(self.raw)
    }

    /// Its characters as one text, if none had to be escaped: nearly always.
    #[must_use]
    pub fn as_str(&self) -> Option<&'a str> {
        (!self.is_escaped()).then_some(self.raw)
    }

    /// Its characters.
    pub fn chars(&self) -> impl Iterator<Item = char> + Clone + use<'a> {
        Chars::new(self.raw, self.is_escaped())
    }

    /// Whether it has no character at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }

    /// Its characters as one text, in `buffer` if need be. A buffer as long as the value is in the message is enough.
    ///
    /// # Errors
    /// [`InvalidValue`] if `buffer` is too short.
    pub fn unescape<'o>(&self, buffer: &'o mut [u8]) -> Result<&'o str, InvalidValue>
    where
        'a: 'o,
    {
        match self.as_str() {
            Some(text) => Ok(text),
            None => resolve(self.raw, buffer).ok_or(InvalidValue::new(Rule::TextBuffer)),
        }
    }

    /// What it says, as a type has it: a number, `bool`, [`Date`], [`DateTime`], [`Guid`] …
    ///
    /// # Errors
    /// [`InvalidValue`] if it is of another type.
    pub fn parse<T: FromValue>(&self) -> Result<T, InvalidValue> {
        with_resolved(self.text(), |text| T::from_value(text).ok()).ok_or(InvalidValue::new(Rule::Type))
    }

    fn text(&self) -> RawText<'a> {
        RawText { raw: self.raw, escaped: self.is_escaped() }
    }

    /// The word that it is, as operations.md has it; `None` if it is no word, or one that is not known.
    #[must_use]
    pub fn word(&self) -> Option<&'static str> {
        let words = self.holds.words()?;
        let place = with_resolved(self.text(), |word| find_word(words, word))?;
        words.get(place).copied()
    }

    /// The base64 that it is. Of content that a streaming reply has given out, nothing is left.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is none.
    pub fn base64(&self) -> Result<Base64<'a>, InvalidValue> {
        if self.raw.is_empty() { Ok(Base64 { raw: "" }) } else { Base64::new(self.raw) }
    }
}

impl PartialEq<str> for Value<'_> {
    fn eq(&self, other: &str) -> bool {
        self.chars().eq(other.chars())
    }
}

impl PartialEq<&str> for Value<'_> {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.chars().try_for_each(|c| fmt::Write::write_char(f, c))
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Value(redacted)")
    }
}
