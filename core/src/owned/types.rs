//! The values of owned messages. Those that borrow nothing are those of [`types`]; the others have a form
//! here, as valid as theirs, that owns its text.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Deref;
use core::str::FromStr;

pub use crate::types::{
    Date, DateTime, Guid, NhsNumber, OdsCode, PatientRelationshipId, PatientRelationshipKey,
};

use super::own::decode_owned;
use crate::codec::{Decode, ElementReader, ElementWriter, Encode, Invalid};
use crate::error::{InvalidValue, Rule};
use crate::types;
use crate::xml::chars;

/// Text of at most `N` Unicode scalar values (operations.md, `text(n)`), none of which XML cannot carry.
///
/// It may be patient data, so `Debug` shows only its length. `Display` shows it.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text<const N: usize>(String);

impl<const N: usize> Text<N> {
    /// Text for a message.
    ///
    /// # Errors
    /// [`InvalidValue`] if it has more than `N` Unicode scalar values, or one that XML cannot carry (controls other
    /// than tab, line feed and carriage return).
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidValue> {
        let text = text.into();
        types::Text::<'_, N>::new(&text)?;
        Ok(Self(text))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A decimal number, kept as its digits: `-?[0-9]{1,18}(\.[0-9]{1,18})?`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Decimal(String);

impl Decimal {
    /// Reads it.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not of that form.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        types::Decimal::parse(text).map(|valid| Self(valid.as_str().to_owned()))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A word that is not known, and not one of its enumeration's: of a message, or of the caller's own.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Word(String);

impl Word {
    /// A word for a message.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is empty, has white space around it, or a character that XML cannot carry.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidValue> {
        let text = text.into();
        let space = |c| matches!(c, ' ' | '\t' | '\r' | '\n');
        if text.is_empty()
            || text.starts_with(space)
            || text.ends_with(space)
            || !text.chars().all(chars::is_char)
        {
            return Err(InvalidValue::new(Rule::Word));
        }
        Ok(Self(text))
    }

    /// The word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! texts {
    ($($name:ident $(<$n:ident>)? parses by $parse:ident;)+) => {$(
        impl $(<const $n: usize>)? Deref for $name $(<$n>)? {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl $(<const $n: usize>)? fmt::Display for $name $(<$n>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl $(<const $n: usize>)? fmt::Debug for $name $(<$n>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({} bytes)"), self.0.len())
            }
        }

        impl $(<const $n: usize>)? FromStr for $name $(<$n>)? {
            type Err = InvalidValue;

            fn from_str(text: &str) -> Result<Self, InvalidValue> {
                Self::$parse(text)
            }
        }

        impl $(<const $n: usize>)? TryFrom<&str> for $name $(<$n>)? {
            type Error = InvalidValue;

            fn try_from(text: &str) -> Result<Self, InvalidValue> {
                Self::$parse(text)
            }
        }

        impl $(<const $n: usize>)? TryFrom<String> for $name $(<$n>)? {
            type Error = InvalidValue;

            fn try_from(text: String) -> Result<Self, InvalidValue> {
                Self::$parse(&*text)
            }
        }

        impl $(<const $n: usize>)? From<$name $(<$n>)?> for String {
            fn from(value: $name $(<$n>)?) -> Self {
                value.0
            }
        }

        impl $(<const $n: usize>)? PartialEq<str> for $name $(<$n>)? {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl $(<const $n: usize>)? PartialEq<&str> for $name $(<$n>)? {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }
    )+};
}

texts! {
    Text<N> parses by new;
    Decimal parses by parse;
    Word parses by new;
}

/// What base64 of a message stands for: the bytes. They are written without white space.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Base64(Vec<u8>);

impl Base64 {
    /// The bytes for a message. Who receives none takes it for an error (OP-4).
    #[must_use]
    pub const fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Decodes text, which may hold white space.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not canonical base64 of at least one byte once white space is taken out.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let text = types::Base64::new(text)?;
        let mut bytes = alloc::vec![0; text.as_str().len().div_ceil(4).saturating_mul(3)];
        let length = text.decode(&mut bytes)?.len();
        bytes.truncate(length);
        Ok(Self(bytes))
    }

    /// The bytes.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// The text, in pieces.
    pub(crate) fn encoded(&self, mut piece: impl FnMut(&str)) {
        for bytes in self.0.chunks(48) {
            piece(types::encode_base64(bytes, &mut [0; 64]));
        }
    }
}

impl Deref for Base64 {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Base64({} bytes)", self.0.len())
    }
}

impl<'a, const N: usize> Decode<'a> for Text<N> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<types::Text<'a, N>>(reader)
    }
}

impl<const N: usize> Encode for Text<N> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.text(self);
    }

    fn is_empty_text(&self) -> bool {
        self.is_empty()
    }
}

impl<'a> Decode<'a> for Decimal {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<types::Decimal<'a>>(reader)
    }
}

impl Encode for Decimal {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.raw(self);
    }
}

impl<'a> Decode<'a> for Base64 {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<types::Base64<'a>>(reader)
    }
}

impl Encode for Base64 {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        self.encoded(|text| writer.raw(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_written_cannot_be_made() {
        assert!(Text::<3>::new("äöü").is_ok() && Text::<3>::new("äöüx").is_err());
        assert!(Text::<9>::new("a\u{B}").is_err());
        assert!(Decimal::parse("-1.50").is_ok() && Decimal::parse("1e3").is_err());
        for bad in ["", " a", "a ", "\ta", "a\n", "a\u{1}b"] {
            assert!(Word::new(bad).is_err(), "{bad:?}");
        }
        assert_eq!(Word::new("Two words").unwrap(), "Two words");
    }

    #[test]
    fn base64_is_its_bytes() {
        for length in [1, 2, 3, 47, 48, 49, 96, 1000] {
            let bytes: Vec<u8> = (0..length).map(|i: usize| i.to_le_bytes()[0]).collect();
            let mut text = String::new();
            Base64::new(bytes.clone()).encoded(|piece| text.push_str(piece));
            assert_eq!(Base64::parse(&text).unwrap().into_bytes(), bytes);
            assert_eq!(text.len(), length.div_ceil(3) * 4);
        }
        assert_eq!(Base64::parse(" AA\nEC ").unwrap(), Base64::new(alloc::vec![0, 1, 2]));
        assert!(Base64::parse("AAF=").is_err());
    }
}
