//! Serde's traits for the owned messages (feature `serde`), made from the same catalogue.
//! What the form is says the page of [`owned`](super).

mod appointments;

mod fault;
mod messaging;
mod practice;
mod prescribing;
mod record;
mod registration;
mod session;
mod values;

use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde_core::de::{self, DeserializeOwned, DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde_core::ser::{Serialize, SerializeStruct};
use serde_core::{Deserializer, Serializer};

pub(crate) use values::Parse;

use super::list::BoundedList;
use crate::codec::Encode;

/// A message that is read from a map of its fields.
pub(crate) trait FromFields: Sized {
    /// The message's name.
    const NAME: &'static str;
    /// The names of the fields.
    const FIELDS: &'static [&'static str];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error>;
}

/// Reads a message.
pub(crate) fn read_fields<'de, T: FromFields, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_struct(T::NAME, T::FIELDS, Fields(PhantomData))
}

struct Fields<T>(PhantomData<fn() -> T>);

impl<'de, T: FromFields> Visitor<'de> for Fields<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the fields of {}", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::from_fields(&mut FieldMap { map, names: T::FIELDS, seen: 0 })
    }
}

/// The fields of a message that is read.
pub(crate) struct FieldMap<A> {
    map: A,
    names: &'static [&'static str],
    /// The fields that have been met, a bit each.
    seen: u64,
}

impl<'de, A: MapAccess<'de>> FieldMap<A> {
    /// The place of the next field that is known; those that are not are skipped.
    pub(crate) fn next_field(&mut self) -> Result<Option<usize>, A::Error> {
        while let Some(found) = self.map.next_key_seed(Name(self.names))? {
            let Some(place) = found else {
                self.skip()?;
                continue;
            };
            let bit = u32::try_from(place).ok().and_then(|place| 1u64.checked_shl(place)).unwrap_or(0);
            if self.seen & bit != 0 {
                return Err(de::Error::duplicate_field(self.names.get(place).copied().unwrap_or_default()));
            }
            self.seen |= bit;
            return Ok(Some(place));
        }
        Ok(None)
    }

    pub(crate) fn skip(&mut self) -> Result<(), A::Error> {
        self.map.next_value::<IgnoredAny>().map(drop)
    }

    pub(crate) fn value<T: DeserializeOwned>(&mut self) -> Result<T, A::Error> {
        self.map.next_value()
    }

    /// An optional text that is empty counts as absent.
    pub(crate) fn optional<T: DeserializeOwned + Encode>(&mut self) -> Result<Option<T>, A::Error> {
        let value: Option<T> = self.map.next_value()?;
        Ok(value.filter(|value| !value.is_empty_text()))
    }

    pub(crate) fn list<T: DeserializeOwned>(
        &mut self,
        item: &'static [&'static str; 1],
    ) -> Result<Vec<T>, A::Error> {
        self.map.next_value_seed(Unwrap { item, items: PhantomData })
    }

    pub(crate) fn bounded_list<T: DeserializeOwned, const MAX: usize>(
        &mut self,
        item: &'static [&'static str; 1],
    ) -> Result<BoundedList<T, MAX>, A::Error> {
        self.map.next_value_seed(UnwrapBounded(Unwrap { item, items: PhantomData }))
    }
}

/// A field that has to be there.
pub(crate) fn required<T, E: de::Error>(field: Option<T>, name: &'static str) -> Result<T, E> {
    field.ok_or_else(|| E::missing_field(name))
}

/// How many fields an optional one is.
#[allow(clippy::ref_option)] // It is given a message's field.
pub(crate) fn is_there<T: Encode>(field: &Option<T>) -> usize {
    usize::from(field.as_ref().is_some_and(|value| !value.is_empty_text()))
}

/// Writes a message as its fields.
pub(crate) struct FieldsSerializer<S: Serializer>(S::SerializeStruct);

impl<S: Serializer> FieldsSerializer<S> {
    pub(crate) fn new(serializer: S, name: &'static str, count: usize) -> Result<Self, S::Error> {
        serializer.serialize_struct(name, count).map(Self)
    }

    pub(crate) fn value<T: Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), S::Error> {
        self.0.serialize_field(name, value)
    }

    #[allow(clippy::ref_option)] // It is given a message's field.
    pub(crate) fn optional<T: Serialize + Encode>(
        &mut self,
        name: &'static str,
        value: &Option<T>,
    ) -> Result<(), S::Error> {
        match value {
            Some(value) if !value.is_empty_text() => self.0.serialize_field(name, value),
            _ => self.0.skip_field(name),
        }
    }

    pub(crate) fn list<T: Serialize>(
        &mut self,
        name: &'static str,
        item: &'static str,
        items: &[T],
    ) -> Result<(), S::Error> {
        self.0.serialize_field(name, &Wrapper { item, items })
    }

    pub(crate) fn end(self) -> Result<S::Ok, S::Error> {
        self.0.end()
    }
}

/// A list with its wrapper.
struct Wrapper<'v, T> {
    item: &'static str,
    items: &'v [T],
}

impl<T: Serialize> Serialize for Wrapper<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("List", 1)?;
        out.serialize_field(self.item, self.items)?;
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

/// The same for a list that is bounded. An error of its length is one of the list, and not of what is around it.
struct UnwrapBounded<T, const MAX: usize>(Unwrap<T>);

impl<'de, T: DeserializeOwned, const MAX: usize> DeserializeSeed<'de> for UnwrapBounded<T, MAX> {
    type Value = BoundedList<T, MAX>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<BoundedList<T, MAX>, D::Error> {
        BoundedList::new(self.0.deserialize(deserializer)?).map_err(de::Error::custom)
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
