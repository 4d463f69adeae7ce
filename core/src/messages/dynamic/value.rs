//! Values: how one is checked against its type, and what can be made of one.

use core::fmt;

use super::tables;
use crate::error::{InvalidValue, Rule};
use crate::messages::PageSize;
use crate::messages::row::{Row, kind};
use crate::messages::value::{Parsed, parse_resolved, resolve, text};
use crate::messages::walk::{Input, Out, Read};
use crate::profile::Version;
use crate::types::{
    Base64, Date, DateTime, Decimal, Guid, NhsNumber, OdsCode, PatientRelationshipId, PatientRelationshipKey,
    word_at, word_index,
};
use crate::xml::chars;
use crate::xml::cursor::RawText;
use crate::xml::unescape::{Chars, is_escaped};

/// A type that a value can be: `i64`, `bool`, [`PageSize`], [`Date`], [`DateTime`], [`Guid`], [`OdsCode`],
/// [`NhsNumber`], [`PatientRelationshipId`], [`Version`]. It is not meant to be implemented elsewhere.
pub trait FromValue: Sized {
    /// What these characters say.
    #[doc(hidden)]
    fn from_characters(text: &str) -> Result<Self, InvalidValue>;
}

/// Whether a value that is given for a field may stand in it. It is no word.
pub(super) fn is_valid(row: &Row, text: &str) -> bool {
    let plain = RawText { raw: text, escaped: false };
    if row.kind() < kind::BASE64 {
        plain.fits(row.limit()) && text.chars().all(chars::is_char)
    } else {
        is_kind(row.kind(), &plain)
    }
}

/// Whether a value that is neither text nor a word is of its kind.
fn is_kind(kind: u8, &RawText { raw, escaped }: &RawText<'_>) -> bool {
    match kind {
        // It is resolved nowhere but in a key, which is wiped.
        kind::RELATIONSHIP_KEY => is_key(Chars::new(raw, escaped)),
        // These stay as they stand in the message, so references in them are not resolved and so refused.
        kind::BASE64 => Base64::new(raw).is_ok(),
        kind::DECIMAL => Decimal::parse(raw).is_ok(),
        _ if escaped => parse_resolved(&mut Simple(kind), raw),
        _ => is_simple(kind, raw),
    }
}

fn is_key(characters: Chars<'_>) -> bool {
    let mut key = PatientRelationshipKey::BLANK;
    key.set(characters).is_ok()
}

fn is_simple(kind: u8, text: &str) -> bool {
    match kind {
        kind::INT => is::<i64>(text),
        kind::PAGE_SIZE => is::<PageSize>(text),
        kind::BOOL => is::<bool>(text),
        kind::DATE => is::<Date>(text),
        kind::DATE_TIME => is::<DateTime>(text),
        kind::GUID => is::<Guid>(text),
        kind::ODS_CODE => is::<OdsCode>(text),
        kind::NHS_NUMBER => is::<NhsNumber>(text),
        kind::RELATIONSHIP_ID => is::<PatientRelationshipId>(text),
        kind::VERSION => is::<Version>(text),
        _ => false,
    }
}

fn is<T: FromValue>(text: &str) -> bool {
    T::from_characters(text).is_ok()
}

/// A value of such a kind that is only to be looked at.
struct Simple(u8);

impl Parsed for Simple {
    fn parse_into(&mut self, text: &str) -> bool {
        is_simple(self.0, text)
    }
}

/// Checks the value that the input has entered, to its end.
pub(super) fn check_value(input: &mut Input<'_>) -> Read {
    let row = input.row;
    let read = &text(input);
    let text = read.as_ref().map_err(|failed| *failed)?;
    let good = match row.kind() {
        kind if kind < kind::BASE64 => text.fits(row.limit()),
        // OP-7: a response's may be any word.
        kind if kind >= kind::WORDS => text.is_trimmed(),
        // It has been given out.
        kind::BASE64 if input.context.streamed && text.raw.is_empty() => true,
        kind => is_kind(kind, text),
    };
    if good { Ok(()) } else { Err(input.invalid()) }
}

/// Writes a value that is given and valid, in the form in which operations.md has a sender write it.
pub(super) fn write(row: &Row, value: &str, out: &mut Out<'_, '_>) {
    let writer = &mut *out.writer;
    match row.kind() {
        kind::BOOL => writer.raw(if matches!(value, "true" | "1") { "true" } else { "false" }),
        kind::GUID => value.bytes().for_each(|octet| writer.octets(&[octet.to_ascii_lowercase()])),
        kind::DATE_TIME => {
            let zero = value.strip_suffix("+00:00").or_else(|| value.strip_suffix("-00:00"));
            writer.raw(zero.unwrap_or(value));
            writer.raw(if zero.is_some() { "Z" } else { "" });
        }
        _ => writer.text(value),
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
    row: &'static Row,
    raw: &'a str,
}

impl<'a> Value<'a> {
    pub(super) fn new(row: &'static Row, raw: &'a str) -> Self {
        Self { row, raw }
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
        struct Place<T>(Option<T>);

        impl<T: FromValue> Parsed for Place<T> {
            fn parse_into(&mut self, text: &str) -> bool {
                self.0 = T::from_characters(text).ok();
                true
            }
        }

        let mut place = Place(None);
        self.resolved(&mut place);
        place.0.ok_or(InvalidValue::new(Rule::Type))
    }

    fn resolved(&self, place: &mut dyn Parsed) {
        if self.is_escaped() {
            parse_resolved(place, self.raw);
        } else {
            place.parse_into(self.raw);
        }
    }

    /// The word that it is, as operations.md has it; `None` if it is no word, or one that is not known.
    #[must_use]
    pub fn word(&self) -> Option<&'static str> {
        struct Find(&'static str, Option<usize>);

        impl Parsed for Find {
            fn parse_into(&mut self, text: &str) -> bool {
                self.1 = word_index(self.0, text);
                true
            }
        }

        let words = tables::words(self.row)?;
        let mut find = Find(words, None);
        self.resolved(&mut find);
        find.1.map(|place| word_at(words, place))
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
