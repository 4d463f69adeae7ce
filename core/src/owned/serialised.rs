//! Serde's traits for the owned messages (feature `serde`), written by hand from the same list of fields.
//!
//! A message is a map from element names, as operations.md has them, to values: a list is a map of its own from the
//! items' name to the items, an absent field is left out, and of an item of the record its one arm stands among the
//! fields. The format has to tell the fields' names, as XML and JSON do. As the profile has it, an optional text that is
//! empty reads as absent, a list that is absent as empty, and a field that is not known is passed over.
//!
//! A value is written as in a message: numbers and truth values as such, all else as text.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde_core::de::{self, Deserialize, DeserializeOwned, DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde_core::ser::{Serialize, SerializeStruct};
use serde_core::{Deserializer, Serializer};
use zeroize::Zeroize;

use super::list::Many;
use super::types::{Base64, Decimal, Text};
use crate::error::InvalidValue;
use crate::messages::PageSize;
use crate::messages::value::Value;
use crate::profile::Version;
use crate::types::{Date, DateTime, Guid, NhsNumber, OdsCode, PatientRelationshipId, PatientRelationshipKey};

/// A field of a message. `item` has the name of a list's items, and nothing for what is no list.
pub(crate) trait Entry: Sized {
    fn put<S: SerializeStruct>(
        &self,
        out: &mut S,
        name: &'static str,
        item: &'static [&'static str],
    ) -> Result<(), S::Error>;

    fn take<'de, A: MapAccess<'de>>(map: &mut A, item: &'static [&'static str]) -> Result<Self, A::Error>;

    /// Whether there is something to be written.
    fn is_there(&self) -> bool {
        true
    }
}

impl<T: for<'a> Value<'a> + Serialize + DeserializeOwned> Entry for T {
    fn put<S: SerializeStruct>(
        &self,
        out: &mut S,
        name: &'static str,
        _: &'static [&'static str],
    ) -> Result<(), S::Error> {
        out.serialize_field(name, self)
    }

    fn take<'de, A: MapAccess<'de>>(map: &mut A, _: &'static [&'static str]) -> Result<Self, A::Error> {
        map.next_value()
    }
}

impl<T: for<'a> Value<'a> + Serialize + DeserializeOwned> Entry for Option<T> {
    fn put<S: SerializeStruct>(
        &self,
        out: &mut S,
        name: &'static str,
        _: &'static [&'static str],
    ) -> Result<(), S::Error> {
        match self {
            Some(value) if self.is_there() => out.serialize_field(name, value),
            _ => out.skip_field(name),
        }
    }

    fn take<'de, A: MapAccess<'de>>(map: &mut A, _: &'static [&'static str]) -> Result<Self, A::Error> {
        let value: Self = map.next_value()?;
        Ok(value.filter(|value| !Value::is_blank(value)))
    }

    fn is_there(&self) -> bool {
        self.as_ref().is_some_and(|value| !Value::is_blank(value))
    }
}

impl<T: Serialize + DeserializeOwned> Entry for Vec<T> {
    fn put<S: SerializeStruct>(
        &self,
        out: &mut S,
        name: &'static str,
        item: &'static [&'static str],
    ) -> Result<(), S::Error> {
        out.serialize_field(name, &Wrapper { item, items: self })
    }

    fn take<'de, A: MapAccess<'de>>(map: &mut A, item: &'static [&'static str]) -> Result<Self, A::Error> {
        map.next_value_seed(Unwrap { item, items: PhantomData })
    }
}

impl<T: Serialize + DeserializeOwned, const MAX: usize> Entry for Many<T, MAX> {
    fn put<S: SerializeStruct>(
        &self,
        out: &mut S,
        name: &'static str,
        item: &'static [&'static str],
    ) -> Result<(), S::Error> {
        out.serialize_field(name, &Wrapper { item, items: self })
    }

    fn take<'de, A: MapAccess<'de>>(map: &mut A, item: &'static [&'static str]) -> Result<Self, A::Error> {
        let items = map.next_value_seed(Unwrap { item, items: PhantomData })?;
        Self::new(items).map_err(de::Error::custom)
    }
}

/// A list with its wrapper.
struct Wrapper<'v, T> {
    item: &'static [&'static str],
    items: &'v [T],
}

impl<T: Serialize> Serialize for Wrapper<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("List", self.item.len())?;
        for item in self.item {
            out.serialize_field(item, self.items)?;
        }
        out.end()
    }
}

/// The items of a wrapper.
struct Unwrap<T> {
    item: &'static [&'static str],
    items: PhantomData<fn() -> T>,
}

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for Unwrap<T> {
    type Value = Vec<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<T>, D::Error> {
        deserializer.deserialize_struct("List", self.item, self)
    }
}

impl<'de, T: DeserializeOwned> Visitor<'de> for Unwrap<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list in its wrapper")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(found) = map.next_key_seed(Name(self.item))? {
            match found {
                // What is not known may stand between the items, which then come in several pieces.
                Some(_) if items.is_empty() => items = map.next_value::<Vec<T>>()?,
                Some(_) => items.append(&mut map.next_value::<Vec<T>>()?),
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(items)
    }
}

/// The place of a name in a table; `None` for one that is not known.
pub(crate) struct Name(pub(crate) &'static [&'static str]);

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Option<usize>, E> {
        Ok(self.0.iter().position(|known| *known == name))
    }
}

/// An element with fields.
macro_rules! structure {
    ($name:ident { $($field:ident: ($($type:tt)+) = $tag:literal [$($item:ident)?],)* }) => {
        const _: () = {
            use serde_core::de::{self, MapAccess, Visitor};
            #[allow(unused_imports)]
            use $crate::owned::serialised::{Entry, Name};

            const FIELDS: &[&str] = &[$($tag),*];

            impl serde_core::Serialize for $name {
                #[allow(unused_mut)]
                fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    let length = 0 $(+ usize::from(self.$field.is_there()))*;
                    let mut out = serializer.serialize_struct(stringify!($name), length)?;
                    $(self.$field.put(&mut out, $tag, &[$(stringify!($item))?])?;)*
                    serde_core::ser::SerializeStruct::end(out)
                }
            }

            struct Fields;

            impl<'de> Visitor<'de> for Fields {
                type Value = $name;

                fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                    f.write_str(concat!("the fields of ", stringify!($name)))
                }

                #[allow(dead_code, unused_variables, non_camel_case_types)]
                fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                    enum Place { $($field,)* }
                    $(let mut $field: Option<$($type)+> = None;)*
                    while let Some(found) = map.next_key_seed(Name(FIELDS))? {
                        match found {
                            $(Some(found) if found == Place::$field as usize => {
                                if $field.is_some() {
                                    return Err(de::Error::duplicate_field($tag));
                                }
                                $field = Some(Entry::take(&mut map, &[$(stringify!($item))?])?);
                            })*
                            _ => drop(map.next_value::<de::IgnoredAny>()?),
                        }
                    }
                    Ok($name {
                        $($field: $crate::owned::serialised::settled($field, $tag)?,)*
                    })
                }
            }

            impl<'de> serde_core::Deserialize<'de> for $name {
                fn deserialize<D: serde_core::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    deserializer.deserialize_struct(stringify!($name), FIELDS, Fields)
                }
            }
        };
    };
}
pub(crate) use structure;

/// The field, whether or not it was there.
pub(crate) fn settled<T: for<'a> crate::messages::value::Member<'a>, E: de::Error>(
    found: Option<T>,
    name: &'static str,
) -> Result<T, E> {
    found.or_else(T::absent).ok_or_else(|| E::missing_field(name))
}

/// An element that is a choice.
macro_rules! choice {
    (
        $name:ident { $($field:ident: ($($type:tt)+) = $tag:literal,)* }
        $arms:ident { $($arm:ident($held:ident),)* }
    ) => {
        const _: () = {
            use serde_core::de::{self, MapAccess, Visitor};
            use $crate::owned::serialised::{Entry, Name};

            const FIELDS: &[&str] = &[$($tag,)* $(stringify!($arm),)*];

            impl serde_core::Serialize for $name {
                fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    let arm = usize::from(!matches!(self.arm, $arms::Unknown));
                    let length = arm $(+ usize::from(self.$field.is_there()))*;
                    let mut out = serializer.serialize_struct(stringify!($name), length)?;
                    $(self.$field.put(&mut out, $tag, &[])?;)*
                    match &self.arm {
                        $($arms::$arm(arm) => arm.put(&mut out, stringify!($arm), &[])?,)*
                        $arms::Unknown => {}
                    }
                    serde_core::ser::SerializeStruct::end(out)
                }
            }

            struct Fields;

            impl<'de> Visitor<'de> for Fields {
                type Value = $name;

                fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                    f.write_str(concat!("the fields of ", stringify!($name)))
                }

                #[allow(non_camel_case_types)]
                fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                    enum Place { $($field,)* $($arm,)* }
                    $(let mut $field: Option<$($type)+> = None;)*
                    let mut arm = $arms::Unknown;
                    while let Some(found) = map.next_key_seed(Name(FIELDS))? {
                        match found {
                            $(Some(found) if found == Place::$field as usize => {
                                if $field.is_some() {
                                    return Err(de::Error::duplicate_field($tag));
                                }
                                $field = Some(Entry::take(&mut map, &[])?);
                            })*
                            $(Some(found) if found == Place::$arm as usize => {
                                if !matches!(arm, $arms::Unknown) {
                                    return Err(de::Error::custom("more than one kind of item"));
                                }
                                arm = $arms::$arm(Entry::take(&mut map, &[])?);
                            })*
                            _ => drop(map.next_value::<de::IgnoredAny>()?),
                        }
                    }
                    Ok($name {
                        $($field: $crate::owned::serialised::settled($field, $tag)?,)*
                        arm,
                    })
                }
            }

            impl<'de> serde_core::Deserialize<'de> for $name {
                fn deserialize<D: serde_core::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    deserializer.deserialize_struct(stringify!($name), FIELDS, Fields)
                }
            }
        };
    };
}
pub(crate) use choice;

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
                deserializer.deserialize_string($crate::owned::serialised::Parse($parse))
            }
        }
    };
}
pub(crate) use text;

text! { Text<N>, by |text| Text::new(text), as |v| v.as_str() }
text! { Decimal, by Decimal::parse, as |v| v.as_str() }
text! { Date, by Date::parse, as |v| core::str::from_utf8(&v.text()).unwrap_or_default() }
text! { DateTime, by DateTime::parse, as |v| v.text(&mut [0; 35]) }
text! { Guid, by Guid::parse, as |v| core::str::from_utf8(&v.text()).unwrap_or_default() }
text! { OdsCode, by OdsCode::parse, as |v| v.as_str() }
text! { NhsNumber, by NhsNumber::parse, as |v| v.as_str() }
text! { Version, by Version::parse, as |v| v.text(&mut [0; 7]) }
text! { PatientRelationshipId, by PatientRelationshipId::parse, as |v| v.as_str() }
// The registration's reply is there to be told of it. Whoever serialises that has to keep the result like the key.
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
