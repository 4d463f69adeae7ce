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

pub(crate) use super::macros::words;

use super::own::Own;
use crate::error::{InvalidValue, Rule};
use crate::messages::field::Kind;
use crate::messages::value::{Content, Value};
use crate::messages::walk::{Input, Out, Read, Record};
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
    /// What stands where none has been read yet.
    pub(crate) const BLANK: Self = Self(String::new());

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
                write!(f, concat!(stringify!($name), "({} octets)"), self.0.len())
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

/// What base64 of a message stands for: the octets. They are written without white space.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Base64(Vec<u8>);

impl Base64 {
    /// The octets for a message. Who receives none takes it for an error (OP-4).
    #[must_use]
    pub const fn new(octets: Vec<u8>) -> Self {
        Self(octets)
    }

    /// Decodes text, which may hold white space.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not canonical base64 of at least one octet once white space is taken out.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let text = types::Base64::new(text)?;
        let mut octets = alloc::vec![0; text.as_str().len().div_ceil(4).saturating_mul(3)];
        let length = text.decode(&mut octets)?.len();
        octets.truncate(length);
        Ok(Self(octets))
    }

    /// The octets.
    #[must_use]
    pub fn into_octets(self) -> Vec<u8> {
        self.0
    }

    /// The text, in pieces.
    pub(crate) fn encoded(&self, mut piece: impl FnMut(&str)) {
        for octets in self.0.chunks(48) {
            piece(types::encode_base64(octets, &mut [0; 64]));
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
    fn from(octets: Vec<u8>) -> Self {
        Self(octets)
    }
}

impl fmt::Debug for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Base64({} octets)", self.0.len())
    }
}

/// Reads as the borrowed type does, and keeps it.
macro_rules! values {
    ($($name:ident $(<$n:ident>)?, $blank:expr, |$value:ident, $writer:ident| $write:expr;)+) => {$(
        impl<'a $(, const $n: usize)?> Value<'a> for $name $(<$n>)? {
            const KIND: Kind = <types::$name<'a $(, $n)?> as Value<'a>>::KIND;

            fn blank() -> Self {
                $blank
            }
        }

        impl<'a $(, const $n: usize)?> Record<'a> for $name $(<$n>)? {
            fn read(&mut self, input: &mut Input<'a>) -> Read {
                let mut value = <types::$name<'a $(, $n)?> as Value<'a>>::blank();
                value.read(input)?;
                *self = value.own().map_err(|_| input.invalid())?;
                Ok(())
            }

            #[cfg(feature = "strict-walk")]
            fn clear(&mut self) {
                *self = Self::blank();
            }
        }

        impl $(<const $n: usize>)? Content for $name $(<$n>)? {
            fn write(&self, out: &mut Out<'_, '_>) {
                let ($value, $writer) = (self, &mut *out.writer);
                $write
            }

            fn is_blank(&self) -> bool {
                matches!(<Self as Value<'_>>::KIND, Kind::Text(_)) && self.is_empty()
            }
        }
    )+};
}

values! {
    Text<N>, Self(String::new()), |v, w| w.text(v);
    Decimal, Self(String::new()), |v, w| w.raw(v);
    Base64, Self(Vec::new()), |v, w| v.encoded(|text| w.raw(text));
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
    fn base64_is_its_octets() {
        for length in [1, 2, 3, 47, 48, 49, 96, 1000] {
            let octets: Vec<u8> = (0..length).map(|i: usize| i.to_le_bytes()[0]).collect();
            let mut text = String::new();
            Base64::new(octets.clone()).encoded(|piece| text.push_str(piece));
            assert_eq!(Base64::parse(&text).unwrap().into_octets(), octets);
            assert_eq!(text.len(), length.div_ceil(3) * 4);
        }
        assert_eq!(Base64::parse(" AA\nEC ").unwrap(), Base64::new(alloc::vec![0, 1, 2]));
        assert!(Base64::parse("AAF=").is_err());
    }
}
