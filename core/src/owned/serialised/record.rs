//! Serde's traits for the messages of one group.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use serde_core::de::Error as _;
use serde_core::de::MapAccess;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use super::{FieldMap, FieldsSerializer, FromFields, Parse, is_there, read_fields, required};
use crate::owned::record::{
    Arm, Consultation, Document, DrugStatus, EffectiveDate, Filter, GetMedicalRecordData,
    GetMedicalRecordDataResponse, GetMedicalRecordDocumentContent, GetMedicalRecordDocumentContentResponse,
    Item, ItemType, Medication, Mixture, MixtureConstituent, Observation, Precision, Problem, ProblemStatus,
    Range, ResetAccountLinkageKey, ResetAccountLinkageKeyResponse, Section, Significance, TestResult, User,
};

impl Serialize for ItemType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ItemType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(Parse(Self::of))
    }
}

impl Serialize for Precision {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Precision {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(Parse(Self::of))
    }
}

impl Serialize for ProblemStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ProblemStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(Parse(Self::of))
    }
}

impl Serialize for Significance {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Significance {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(Parse(Self::of))
    }
}

impl Serialize for DrugStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for DrugStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(Parse(Self::of))
    }
}

impl Serialize for GetMedicalRecordData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "GetMedicalRecordData",
            1 + is_there(&self.from)
                + is_there(&self.to)
                + is_there(&self.maximum_items)
                + is_there(&self.after),
        )?;
        fields.value("ItemType", &self.item_type)?;
        fields.optional("From", &self.from)?;
        fields.optional("To", &self.to)?;
        fields.optional("MaximumItems", &self.maximum_items)?;
        fields.optional("After", &self.after)?;

        fields.end()
    }
}

impl FromFields for GetMedicalRecordData {
    const NAME: &'static str = "GetMedicalRecordData";
    const FIELDS: &'static [&'static str] = &["ItemType", "From", "To", "MaximumItems", "After"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut item_type = None;
        let mut from = None;
        let mut to = None;
        let mut maximum_items = None;
        let mut after = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => item_type = Some(fields.value()?),
                1 => from = fields.optional()?,
                2 => to = fields.optional()?,
                3 => maximum_items = fields.optional()?,
                4 => after = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self { item_type: required(item_type, "ItemType")?, from, to, maximum_items, after })
    }
}

impl<'de> Deserialize<'de> for GetMedicalRecordData {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for Filter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "Filter",
            is_there(&self.from) + is_there(&self.to) + is_there(&self.free_text_from),
        )?;
        fields.optional("From", &self.from)?;
        fields.optional("To", &self.to)?;
        fields.optional("FreeTextFrom", &self.free_text_from)?;

        fields.end()
    }
}

impl FromFields for Filter {
    const NAME: &'static str = "Filter";
    const FIELDS: &'static [&'static str] = &["From", "To", "FreeTextFrom"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut from = None;
        let mut to = None;
        let mut free_text_from = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => from = fields.optional()?,
                1 => to = fields.optional()?,
                2 => free_text_from = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self { from, to, free_text_from })
    }
}

impl<'de> Deserialize<'de> for Filter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for EffectiveDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "EffectiveDate", 1 + is_there(&self.value))?;
        fields.value("Precision", &self.precision)?;
        fields.optional("Value", &self.value)?;

        fields.end()
    }
}

impl FromFields for EffectiveDate {
    const NAME: &'static str = "EffectiveDate";
    const FIELDS: &'static [&'static str] = &["Precision", "Value"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut precision = None;
        let mut value = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => precision = Some(fields.value()?),
                1 => value = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self { precision: required(precision, "Precision")?, value })
    }
}

impl<'de> Deserialize<'de> for EffectiveDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for Range {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "Range",
            is_there(&self.minimum) + is_there(&self.maximum) + is_there(&self.units),
        )?;
        fields.optional("Minimum", &self.minimum)?;
        fields.optional("Maximum", &self.maximum)?;
        fields.optional("Units", &self.units)?;

        fields.end()
    }
}

impl FromFields for Range {
    const NAME: &'static str = "Range";
    const FIELDS: &'static [&'static str] = &["Minimum", "Maximum", "Units"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut minimum = None;
        let mut maximum = None;
        let mut units = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => minimum = fields.optional()?,
                1 => maximum = fields.optional()?,
                2 => units = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self { minimum, maximum, units })
    }
}

impl<'de> Deserialize<'de> for Range {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for Observation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "Observation",
            1 + is_there(&self.term)
                + is_there(&self.code)
                + is_there(&self.numeric_value)
                + is_there(&self.operator)
                + is_there(&self.units)
                + is_there(&self.text_value)
                + is_there(&self.range)
                + is_there(&self.abnormal)
                + is_there(&self.abnormal_reason),
        )?;
        fields.optional("Term", &self.term)?;
        fields.optional("Code", &self.code)?;
        fields.optional("NumericValue", &self.numeric_value)?;
        fields.optional("Operator", &self.operator)?;
        fields.optional("Units", &self.units)?;
        fields.optional("TextValue", &self.text_value)?;
        fields.optional("Range", &self.range)?;
        fields.optional("Abnormal", &self.abnormal)?;
        fields.optional("AbnormalReason", &self.abnormal_reason)?;
        fields.list("AssociatedText", "Text", &self.associated_text)?;

        fields.end()
    }
}

impl FromFields for Observation {
    const NAME: &'static str = "Observation";
    const FIELDS: &'static [&'static str] = &[
        "Term",
        "Code",
        "NumericValue",
        "Operator",
        "Units",
        "TextValue",
        "Range",
        "Abnormal",
        "AbnormalReason",
        "AssociatedText",
    ];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut term = None;
        let mut code = None;
        let mut numeric_value = None;
        let mut operator = None;
        let mut units = None;
        let mut text_value = None;
        let mut range = None;
        let mut abnormal = None;
        let mut abnormal_reason = None;
        let mut associated_text = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => term = fields.optional()?,
                1 => code = fields.optional()?,
                2 => numeric_value = fields.optional()?,
                3 => operator = fields.optional()?,
                4 => units = fields.optional()?,
                5 => text_value = fields.optional()?,
                6 => range = fields.optional()?,
                7 => abnormal = fields.optional()?,
                8 => abnormal_reason = fields.optional()?,
                9 => associated_text = Some(fields.list(&["Text"])?),
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            term,
            code,
            numeric_value,
            operator,
            units,
            text_value,
            range,
            abnormal,
            abnormal_reason,
            associated_text: associated_text.unwrap_or_default(),
        })
    }
}

impl<'de> Deserialize<'de> for Observation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "Problem",
            2 + is_there(&self.end_date) + is_there(&self.observation),
        )?;
        fields.value("Status", &self.status)?;
        fields.value("Significance", &self.significance)?;
        fields.optional("EndDate", &self.end_date)?;
        fields.optional("Observation", &self.observation)?;

        fields.end()
    }
}

impl FromFields for Problem {
    const NAME: &'static str = "Problem";
    const FIELDS: &'static [&'static str] = &["Status", "Significance", "EndDate", "Observation"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut status = None;
        let mut significance = None;
        let mut end_date = None;
        let mut observation = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => status = Some(fields.value()?),
                1 => significance = Some(fields.value()?),
                2 => end_date = fields.optional()?,
                3 => observation = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            status: required(status, "Status")?,
            significance: required(significance, "Significance")?,
            end_date,
            observation,
        })
    }
}

impl<'de> Deserialize<'de> for Problem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for TestResult {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "TestResult", 2)?;
        fields.value("Observation", &self.observation)?;
        fields.list("Children", "Observation", &self.children)?;

        fields.end()
    }
}

impl FromFields for TestResult {
    const NAME: &'static str = "TestResult";
    const FIELDS: &'static [&'static str] = &["Observation", "Children"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut observation = None;
        let mut children = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => observation = Some(fields.value()?),
                1 => children = Some(fields.list(&["Observation"])?),
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            observation: required(observation, "Observation")?,
            children: children.unwrap_or_default(),
        })
    }
}

impl<'de> Deserialize<'de> for TestResult {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for MixtureConstituent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields =
            FieldsSerializer::new(serializer, "MixtureConstituent", 1 + is_there(&self.strength))?;
        fields.value("Name", &self.name)?;
        fields.optional("Strength", &self.strength)?;

        fields.end()
    }
}

impl FromFields for MixtureConstituent {
    const NAME: &'static str = "MixtureConstituent";
    const FIELDS: &'static [&'static str] = &["Name", "Strength"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut name = None;
        let mut strength = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => name = Some(fields.value()?),
                1 => strength = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self { name: required(name, "Name")?, strength })
    }
}

impl<'de> Deserialize<'de> for MixtureConstituent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for Mixture {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "Mixture", 2)?;
        fields.value("Name", &self.name)?;
        fields.list("Constituents", "Constituent", &self.constituents)?;

        fields.end()
    }
}

impl FromFields for Mixture {
    const NAME: &'static str = "Mixture";
    const FIELDS: &'static [&'static str] = &["Name", "Constituents"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut name = None;
        let mut constituents = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => name = Some(fields.value()?),
                1 => constituents = Some(fields.list(&["Constituent"])?),
                _ => fields.skip()?,
            }
        }
        Ok(Self { name: required(name, "Name")?, constituents: constituents.unwrap_or_default() })
    }
}

impl<'de> Deserialize<'de> for Mixture {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for Medication {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "Medication",
            3 + is_there(&self.dosage)
                + is_there(&self.quantity)
                + is_there(&self.quantity_unit)
                + is_there(&self.first_issued)
                + is_there(&self.last_issued)
                + is_there(&self.mixture),
        )?;
        fields.value("DrugName", &self.drug_name)?;
        fields.optional("Dosage", &self.dosage)?;
        fields.optional("Quantity", &self.quantity)?;
        fields.optional("QuantityUnit", &self.quantity_unit)?;
        fields.value("PrescriptionType", &self.prescription_type)?;
        fields.value("DrugStatus", &self.drug_status)?;
        fields.optional("FirstIssued", &self.first_issued)?;
        fields.optional("LastIssued", &self.last_issued)?;
        fields.optional("Mixture", &self.mixture)?;

        fields.end()
    }
}

impl FromFields for Medication {
    const NAME: &'static str = "Medication";
    const FIELDS: &'static [&'static str] = &[
        "DrugName",
        "Dosage",
        "Quantity",
        "QuantityUnit",
        "PrescriptionType",
        "DrugStatus",
        "FirstIssued",
        "LastIssued",
        "Mixture",
    ];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut drug_name = None;
        let mut dosage = None;
        let mut quantity = None;
        let mut quantity_unit = None;
        let mut prescription_type = None;
        let mut drug_status = None;
        let mut first_issued = None;
        let mut last_issued = None;
        let mut mixture = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => drug_name = Some(fields.value()?),
                1 => dosage = fields.optional()?,
                2 => quantity = fields.optional()?,
                3 => quantity_unit = fields.optional()?,
                4 => prescription_type = Some(fields.value()?),
                5 => drug_status = Some(fields.value()?),
                6 => first_issued = fields.optional()?,
                7 => last_issued = fields.optional()?,
                8 => mixture = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            drug_name: required(drug_name, "DrugName")?,
            dosage,
            quantity,
            quantity_unit,
            prescription_type: required(prescription_type, "PrescriptionType")?,
            drug_status: required(drug_status, "DrugStatus")?,
            first_issued,
            last_issued,
            mixture,
        })
    }
}

impl<'de> Deserialize<'de> for Medication {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for Section {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "Section", 2)?;
        fields.value("Header", &self.header)?;
        fields.list("Observations", "Observation", &self.observations)?;

        fields.end()
    }
}

impl FromFields for Section {
    const NAME: &'static str = "Section";
    const FIELDS: &'static [&'static str] = &["Header", "Observations"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut header = None;
        let mut observations = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => header = Some(fields.value()?),
                1 => observations = Some(fields.list(&["Observation"])?),
                _ => fields.skip()?,
            }
        }
        Ok(Self { header: required(header, "Header")?, observations: observations.unwrap_or_default() })
    }
}

impl<'de> Deserialize<'de> for Section {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for Consultation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "Consultation",
            1 + is_there(&self.location) + is_there(&self.clinician),
        )?;
        fields.optional("Location", &self.location)?;
        fields.optional("Clinician", &self.clinician)?;
        fields.list("Sections", "Section", &self.sections)?;

        fields.end()
    }
}

impl FromFields for Consultation {
    const NAME: &'static str = "Consultation";
    const FIELDS: &'static [&'static str] = &["Location", "Clinician", "Sections"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut location = None;
        let mut clinician = None;
        let mut sections = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => location = fields.optional()?,
                1 => clinician = fields.optional()?,
                2 => sections = Some(fields.list(&["Section"])?),
                _ => fields.skip()?,
            }
        }
        Ok(Self { location, clinician, sections: sections.unwrap_or_default() })
    }
}

impl<'de> Deserialize<'de> for Consultation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "Document",
            3 + is_there(&self.size) + is_there(&self.observation),
        )?;
        fields.value("DocumentId", &self.document_id)?;
        fields.value("Extension", &self.extension)?;
        fields.optional("Size", &self.size)?;
        fields.value("Available", &self.available)?;
        fields.optional("Observation", &self.observation)?;

        fields.end()
    }
}

impl FromFields for Document {
    const NAME: &'static str = "Document";
    const FIELDS: &'static [&'static str] = &["DocumentId", "Extension", "Size", "Available", "Observation"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut document_id = None;
        let mut extension = None;
        let mut size = None;
        let mut available = None;
        let mut observation = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => document_id = Some(fields.value()?),
                1 => extension = Some(fields.value()?),
                2 => size = fields.optional()?,
                3 => available = Some(fields.value()?),
                4 => observation = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            document_id: required(document_id, "DocumentId")?,
            extension: required(extension, "Extension")?,
            size,
            available: required(available, "Available")?,
            observation,
        })
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for User {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "User",
            2 + is_there(&self.role) + is_there(&self.organisation),
        )?;
        fields.value("UserId", &self.user_id)?;
        fields.value("DisplayName", &self.display_name)?;
        fields.optional("Role", &self.role)?;
        fields.optional("Organisation", &self.organisation)?;

        fields.end()
    }
}

impl FromFields for User {
    const NAME: &'static str = "User";
    const FIELDS: &'static [&'static str] = &["UserId", "DisplayName", "Role", "Organisation"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut user_id = None;
        let mut display_name = None;
        let mut role = None;
        let mut organisation = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => user_id = Some(fields.value()?),
                1 => display_name = Some(fields.value()?),
                2 => role = fields.optional()?,
                3 => organisation = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            user_id: required(user_id, "UserId")?,
            display_name: required(display_name, "DisplayName")?,
            role,
            organisation,
        })
    }
}

impl<'de> Deserialize<'de> for User {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for GetMedicalRecordDataResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields =
            FieldsSerializer::new(serializer, "GetMedicalRecordDataResponse", 4 + is_there(&self.next))?;
        fields.value("ItemType", &self.item_type)?;
        fields.value("Filter", &self.filter)?;
        fields.list("Items", "Item", &self.items)?;
        fields.list("Users", "User", &self.users)?;
        fields.optional("Next", &self.next)?;

        fields.end()
    }
}

impl FromFields for GetMedicalRecordDataResponse {
    const NAME: &'static str = "GetMedicalRecordDataResponse";
    const FIELDS: &'static [&'static str] = &["ItemType", "Filter", "Items", "Users", "Next"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut item_type = None;
        let mut filter = None;
        let mut items = None;
        let mut users = None;
        let mut next = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => item_type = Some(fields.value()?),
                1 => filter = Some(fields.value()?),
                2 => items = Some(fields.list(&["Item"])?),
                3 => users = Some(fields.list(&["User"])?),
                4 => next = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            item_type: required(item_type, "ItemType")?,
            filter: required(filter, "Filter")?,
            items: items.unwrap_or_default(),
            users: users.unwrap_or_default(),
            next,
        })
    }
}

impl<'de> Deserialize<'de> for GetMedicalRecordDataResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for GetMedicalRecordDocumentContent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "GetMedicalRecordDocumentContent", 1)?;
        fields.value("DocumentId", &self.document_id)?;

        fields.end()
    }
}

impl FromFields for GetMedicalRecordDocumentContent {
    const NAME: &'static str = "GetMedicalRecordDocumentContent";
    const FIELDS: &'static [&'static str] = &["DocumentId"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut document_id = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => document_id = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self { document_id: required(document_id, "DocumentId")? })
    }
}

impl<'de> Deserialize<'de> for GetMedicalRecordDocumentContent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for GetMedicalRecordDocumentContentResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "GetMedicalRecordDocumentContentResponse", 3)?;
        fields.value("DocumentId", &self.document_id)?;
        fields.value("ContentType", &self.content_type)?;
        fields.value("Content", &self.content)?;

        fields.end()
    }
}

impl FromFields for GetMedicalRecordDocumentContentResponse {
    const NAME: &'static str = "GetMedicalRecordDocumentContentResponse";
    const FIELDS: &'static [&'static str] = &["DocumentId", "ContentType", "Content"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut document_id = None;
        let mut content_type = None;
        let mut content = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => document_id = Some(fields.value()?),
                1 => content_type = Some(fields.value()?),
                2 => content = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            document_id: required(document_id, "DocumentId")?,
            content_type: required(content_type, "ContentType")?,
            content: required(content, "Content")?,
        })
    }
}

impl<'de> Deserialize<'de> for GetMedicalRecordDocumentContentResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for ResetAccountLinkageKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "ResetAccountLinkageKey", is_there(&self.reason))?;
        fields.optional("Reason", &self.reason)?;

        fields.end()
    }
}

impl FromFields for ResetAccountLinkageKey {
    const NAME: &'static str = "ResetAccountLinkageKey";
    const FIELDS: &'static [&'static str] = &["Reason"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut reason = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => reason = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self { reason })
    }
}

impl<'de> Deserialize<'de> for ResetAccountLinkageKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for ResetAccountLinkageKeyResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "ResetAccountLinkageKeyResponse", 1)?;
        fields.value("LinkageKey", &self.linkage_key)?;

        fields.end()
    }
}

impl FromFields for ResetAccountLinkageKeyResponse {
    const NAME: &'static str = "ResetAccountLinkageKeyResponse";
    const FIELDS: &'static [&'static str] = &["LinkageKey"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut linkage_key = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => linkage_key = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self { linkage_key: required(linkage_key, "LinkageKey")? })
    }
}

impl<'de> Deserialize<'de> for ResetAccountLinkageKeyResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for Item {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "Item",
            2 + is_there(&self.term)
                + is_there(&self.code)
                + is_there(&self.authorised_by)
                + is_there(&self.entered_by)
                + usize::from(self.arm != Arm::Unknown),
        )?;
        fields.value("EventId", &self.event_id)?;
        fields.optional("Term", &self.term)?;
        fields.optional("Code", &self.code)?;
        fields.value("EffectiveDate", &self.effective_date)?;
        fields.optional("AuthorisedBy", &self.authorised_by)?;
        fields.optional("EnteredBy", &self.entered_by)?;
        match &self.arm {
            Arm::Allergy(arm) => fields.value("Allergy", arm)?,
            Arm::Immunisation(arm) => fields.value("Immunisation", arm)?,
            Arm::Problem(arm) => fields.value("Problem", arm)?,
            Arm::TestResult(arm) => fields.value("TestResult", arm)?,
            Arm::Medication(arm) => fields.value("Medication", arm)?,
            Arm::Consultation(arm) => fields.value("Consultation", arm)?,
            Arm::Document(arm) => fields.value("Document", arm)?,
            Arm::Unknown => {}
        }

        fields.end()
    }
}

impl FromFields for Item {
    const NAME: &'static str = "Item";
    const FIELDS: &'static [&'static str] = &[
        "EventId",
        "Term",
        "Code",
        "EffectiveDate",
        "AuthorisedBy",
        "EnteredBy",
        "Allergy",
        "Immunisation",
        "Problem",
        "TestResult",
        "Medication",
        "Consultation",
        "Document",
    ];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut event_id = None;
        let mut term = None;
        let mut code = None;
        let mut effective_date = None;
        let mut authorised_by = None;
        let mut entered_by = None;
        let mut arm = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => event_id = Some(fields.value()?),
                1 => term = fields.optional()?,
                2 => code = fields.optional()?,
                3 => effective_date = Some(fields.value()?),
                4 => authorised_by = fields.optional()?,
                5 => entered_by = fields.optional()?,
                6..=12 if arm.is_some() => return Err(A::Error::custom("more than one kind of item")),
                6 => arm = Some(Arm::Allergy(fields.value()?)),
                7 => arm = Some(Arm::Immunisation(fields.value()?)),
                8 => arm = Some(Arm::Problem(fields.value()?)),
                9 => arm = Some(Arm::TestResult(fields.value()?)),
                10 => arm = Some(Arm::Medication(fields.value()?)),
                11 => arm = Some(Arm::Consultation(fields.value()?)),
                12 => arm = Some(Arm::Document(fields.value()?)),
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            event_id: required(event_id, "EventId")?,
            term,
            code,
            effective_date: required(effective_date, "EffectiveDate")?,
            authorised_by,
            entered_by,
            arm: arm.unwrap_or(Arm::Unknown),
        })
    }
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}
