//! The traits for single values: text, if they are neither number nor truth value.

use alloc::string::String;
use core::fmt;

use serde_core::de::{self, Deserialize, Visitor};
use serde_core::ser::Serialize;
use serde_core::{Deserializer, Serializer};
use zeroize::Zeroize;

use crate::error::InvalidValue;
use crate::owned::types::{Base64, Decimal, Text};
use crate::profile::Version;
use crate::types::{
    Date, DateTime, Guid, NhsNumber, OdsCode, PageSize, PatientRelationshipId, PatientRelationshipKey,
};

/// A value's text, to be parsed. What the format hands over as a `String` is wiped afterwards: it may be a key.
pub(crate) struct Parse<T>(pub(crate) fn(&str) -> Result<T, InvalidValue>);

impl<T> Visitor<'_> for Parse<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value as text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.0)(text).map_err(E::custom)
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<T, E> {
        let value = self.visit_str(&text);
        text.into_bytes().as_mut_slice().zeroize();
        value
    }
}

/// A value that is written as text: how it is parsed, and what its text is.
macro_rules! text {
    ($name:ident $(<$n:ident>)?, by $parse:expr, as |$value:ident| $text:expr) => {
        impl $(<const $n: usize>)? serde_core::Serialize for $name $(<$n>)? {
            fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let $value = self;
                serializer.serialize_str($text)
            }
        }

        impl<'de $(, const $n: usize)?> serde_core::Deserialize<'de> for $name $(<$n>)? {
            fn deserialize<D: serde_core::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_string(Parse($parse))
            }
        }
    };
}
text! { Text<N>, by |text| Text::new(text), as |v| v.as_str() }
text! { Decimal, by Decimal::parse, as |v| v.as_str() }
text! { Date, by Date::parse, as |v| core::str::from_utf8(&v.text()).unwrap_or_default() }
text! { DateTime, by DateTime::parse, as |v| v.text(&mut [0; 35]) }
text! { Guid, by Guid::parse, as |v| core::str::from_utf8(&v.text()).unwrap_or_default() }
text! { OdsCode, by OdsCode::parse, as |v| v.as_str() }
text! { NhsNumber, by NhsNumber::parse, as |v| v.as_str() }
text! { Version, by Version::parse, as |v| v.text(&mut [0; 7]) }
text! { PatientRelationshipId, by PatientRelationshipId::parse, as |v| v.as_str() }
// The registration's reply exists to convey it. The result of serialising it has to be kept as safe as the key.
text! { PatientRelationshipKey, by PatientRelationshipKey::parse, as |v| v.expose_str() }

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = String::with_capacity(self.len().div_ceil(3).saturating_mul(4));
        self.encoded(|piece| text.push_str(piece));
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(Parse(Self::parse))
    }
}

impl Serialize for PageSize {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(self.get())
    }
}

impl<'de> Deserialize<'de> for PageSize {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(u16::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}
