//! Serde's traits for the owned messages (feature `serde`), written by hand from the same list of fields.
//! What the form is says the page of [`owned`](super).

mod macros;
mod values;

use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde_core::de::{self, DeserializeOwned, DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde_core::ser::{Serialize, SerializeStruct};
use serde_core::{Deserializer, Serializer};

pub(crate) use macros::{choice, structure};
pub(crate) use values::{Parse, text};

use super::list::Many;
use crate::messages::Occurs;
use crate::messages::value::{Content, Member, Value};

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
        Ok(value.filter(|value| !Content::is_blank(value)))
    }

    fn is_there(&self) -> bool {
        self.as_ref().is_some_and(|value| !Content::is_blank(value))
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
        map.next_value_seed(UnwrapMany(Unwrap { item, items: PhantomData }))
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

/// The same for a list that is bounded. An error of its length is one of the list, and not of what is around it.
struct UnwrapMany<T, const MAX: usize>(Unwrap<T>);

impl<'de, T: DeserializeOwned, const MAX: usize> DeserializeSeed<'de> for UnwrapMany<T, MAX> {
    type Value = Many<T, MAX>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Many<T, MAX>, D::Error> {
        Many::new(self.0.deserialize(deserializer)?).map_err(de::Error::custom)
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

/// The field, whether or not it was there.
pub(crate) fn settled<T: for<'a> Member<'a>, E: de::Error>(
    found: Option<T>,
    name: &'static str,
) -> Result<T, E> {
    let may_be_absent = matches!(T::OCCURS, Occurs::Optional | Occurs::List);
    found.or_else(|| may_be_absent.then(T::absent)).ok_or_else(|| E::missing_field(name))
}
