//! Serde's traits for the messages of one group.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use serde_core::de::MapAccess;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use super::{FieldMap, FieldsSerializer, FromFields, Parse, is_there, read_fields, required};
use crate::owned::fault::{Fault, FaultCode};

impl Serialize for FaultCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for FaultCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(Parse(Self::of))
    }
}

impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "Fault",
            2 + is_there(&self.supplier_code)
                + is_there(&self.field)
                + is_there(&self.required_version)
                + is_there(&self.practice_version),
        )?;
        fields.value("Code", &self.code)?;
        fields.optional("SupplierCode", &self.supplier_code)?;
        fields.value("CorrelationId", &self.correlation_id)?;
        fields.optional("Field", &self.field)?;
        fields.optional("RequiredVersion", &self.required_version)?;
        fields.optional("PracticeVersion", &self.practice_version)?;

        fields.end()
    }
}

impl FromFields for Fault {
    const NAME: &'static str = "Fault";
    const FIELDS: &'static [&'static str] =
        &["Code", "SupplierCode", "CorrelationId", "Field", "RequiredVersion", "PracticeVersion"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut code = None;
        let mut supplier_code = None;
        let mut correlation_id = None;
        let mut field = None;
        let mut required_version = None;
        let mut practice_version = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => code = Some(fields.value()?),
                1 => supplier_code = fields.optional()?,
                2 => correlation_id = Some(fields.value()?),
                3 => field = fields.optional()?,
                4 => required_version = fields.optional()?,
                5 => practice_version = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            code: required(code, "Code")?,
            supplier_code,
            correlation_id: required(correlation_id, "CorrelationId")?,
            field,
            required_version,
            practice_version,
        })
    }
}

impl<'de> Deserialize<'de> for Fault {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}
