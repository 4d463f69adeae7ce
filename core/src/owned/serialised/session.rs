//! Serde's traits for the messages of one group.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use serde_core::de::MapAccess;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use super::{FieldMap, FieldsSerializer, FromFields, read_fields};
use crate::owned::session::{EndSession, EndSessionResponse};

impl Serialize for EndSession {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = FieldsSerializer::new(serializer, "EndSession", 0)?;

        fields.end()
    }
}

impl FromFields for EndSession {
    const NAME: &'static str = "EndSession";
    const FIELDS: &'static [&'static str] = &[];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        while fields.next_field()?.is_some() {}
        Ok(Self {})
    }
}

impl<'de> Deserialize<'de> for EndSession {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for EndSessionResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = FieldsSerializer::new(serializer, "EndSessionResponse", 0)?;

        fields.end()
    }
}

impl FromFields for EndSessionResponse {
    const NAME: &'static str = "EndSessionResponse";
    const FIELDS: &'static [&'static str] = &[];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        while fields.next_field()?.is_some() {}
        Ok(Self {})
    }
}

impl<'de> Deserialize<'de> for EndSessionResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}
