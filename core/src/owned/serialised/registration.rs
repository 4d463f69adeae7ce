//! Serde's traits for the messages of one group.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use serde_core::de::MapAccess;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use super::{FieldMap, FieldsSerializer, FromFields, is_there, read_fields, required};
use crate::owned::registration::{
    Address, GetDemographics, GetDemographicsResponse, RegisterWithPatientDetails,
    RegisterWithPatientDetailsResponse, RegisterWithPinDocument, RegisterWithPinDocumentResponse,
};

impl Serialize for RegisterWithPinDocument {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "RegisterWithPinDocument", 5)?;
        fields.value("OdsCode", &self.ods_code)?;
        fields.value("AccountId", &self.account_id)?;
        fields.value("LinkageKey", &self.linkage_key)?;
        fields.value("Surname", &self.surname)?;
        fields.value("DateOfBirth", &self.date_of_birth)?;

        fields.end()
    }
}

impl FromFields for RegisterWithPinDocument {
    const NAME: &'static str = "RegisterWithPinDocument";
    const FIELDS: &'static [&'static str] = &["OdsCode", "AccountId", "LinkageKey", "Surname", "DateOfBirth"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut ods_code = None;
        let mut account_id = None;
        let mut linkage_key = None;
        let mut surname = None;
        let mut date_of_birth = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => ods_code = Some(fields.value()?),
                1 => account_id = Some(fields.value()?),
                2 => linkage_key = Some(fields.value()?),
                3 => surname = Some(fields.value()?),
                4 => date_of_birth = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            ods_code: required(ods_code, "OdsCode")?,
            account_id: required(account_id, "AccountId")?,
            linkage_key: required(linkage_key, "LinkageKey")?,
            surname: required(surname, "Surname")?,
            date_of_birth: required(date_of_birth, "DateOfBirth")?,
        })
    }
}

impl<'de> Deserialize<'de> for RegisterWithPinDocument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for RegisterWithPinDocumentResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "RegisterWithPinDocumentResponse", 3)?;
        fields.value("PatientRelationshipId", &self.patient_relationship_id)?;
        fields.value("PatientRelationshipKey", &self.patient_relationship_key)?;
        fields.value("AccountStatus", &self.account_status)?;

        fields.end()
    }
}

impl FromFields for RegisterWithPinDocumentResponse {
    const NAME: &'static str = "RegisterWithPinDocumentResponse";
    const FIELDS: &'static [&'static str] =
        &["PatientRelationshipId", "PatientRelationshipKey", "AccountStatus"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut patient_relationship_id = None;
        let mut patient_relationship_key = None;
        let mut account_status = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => patient_relationship_id = Some(fields.value()?),
                1 => patient_relationship_key = Some(fields.value()?),
                2 => account_status = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            patient_relationship_id: required(patient_relationship_id, "PatientRelationshipId")?,
            patient_relationship_key: required(patient_relationship_key, "PatientRelationshipKey")?,
            account_status: required(account_status, "AccountStatus")?,
        })
    }
}

impl<'de> Deserialize<'de> for RegisterWithPinDocumentResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for RegisterWithPatientDetails {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "RegisterWithPatientDetails",
            5 + is_there(&self.title)
                + is_there(&self.sex)
                + is_there(&self.house_name_flat_number)
                + is_there(&self.nhs_number)
                + is_there(&self.email_address)
                + is_there(&self.mobile_number),
        )?;
        fields.value("OdsCode", &self.ods_code)?;
        fields.optional("Title", &self.title)?;
        fields.value("Forenames", &self.forenames)?;
        fields.value("Surname", &self.surname)?;
        fields.value("DateOfBirth", &self.date_of_birth)?;
        fields.optional("Sex", &self.sex)?;
        fields.value("Postcode", &self.postcode)?;
        fields.optional("HouseNameFlatNumber", &self.house_name_flat_number)?;
        fields.optional("NhsNumber", &self.nhs_number)?;
        fields.optional("EmailAddress", &self.email_address)?;
        fields.optional("MobileNumber", &self.mobile_number)?;

        fields.end()
    }
}

impl FromFields for RegisterWithPatientDetails {
    const NAME: &'static str = "RegisterWithPatientDetails";
    const FIELDS: &'static [&'static str] = &[
        "OdsCode",
        "Title",
        "Forenames",
        "Surname",
        "DateOfBirth",
        "Sex",
        "Postcode",
        "HouseNameFlatNumber",
        "NhsNumber",
        "EmailAddress",
        "MobileNumber",
    ];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut ods_code = None;
        let mut title = None;
        let mut forenames = None;
        let mut surname = None;
        let mut date_of_birth = None;
        let mut sex = None;
        let mut postcode = None;
        let mut house_name_flat_number = None;
        let mut nhs_number = None;
        let mut email_address = None;
        let mut mobile_number = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => ods_code = Some(fields.value()?),
                1 => title = fields.optional()?,
                2 => forenames = Some(fields.value()?),
                3 => surname = Some(fields.value()?),
                4 => date_of_birth = Some(fields.value()?),
                5 => sex = fields.optional()?,
                6 => postcode = Some(fields.value()?),
                7 => house_name_flat_number = fields.optional()?,
                8 => nhs_number = fields.optional()?,
                9 => email_address = fields.optional()?,
                10 => mobile_number = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            ods_code: required(ods_code, "OdsCode")?,
            title,
            forenames: required(forenames, "Forenames")?,
            surname: required(surname, "Surname")?,
            date_of_birth: required(date_of_birth, "DateOfBirth")?,
            sex,
            postcode: required(postcode, "Postcode")?,
            house_name_flat_number,
            nhs_number,
            email_address,
            mobile_number,
        })
    }
}

impl<'de> Deserialize<'de> for RegisterWithPatientDetails {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for RegisterWithPatientDetailsResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "RegisterWithPatientDetailsResponse", 3)?;
        fields.value("PatientRelationshipId", &self.patient_relationship_id)?;
        fields.value("PatientRelationshipKey", &self.patient_relationship_key)?;
        fields.value("AccountStatus", &self.account_status)?;

        fields.end()
    }
}

impl FromFields for RegisterWithPatientDetailsResponse {
    const NAME: &'static str = "RegisterWithPatientDetailsResponse";
    const FIELDS: &'static [&'static str] =
        &["PatientRelationshipId", "PatientRelationshipKey", "AccountStatus"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut patient_relationship_id = None;
        let mut patient_relationship_key = None;
        let mut account_status = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => patient_relationship_id = Some(fields.value()?),
                1 => patient_relationship_key = Some(fields.value()?),
                2 => account_status = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            patient_relationship_id: required(patient_relationship_id, "PatientRelationshipId")?,
            patient_relationship_key: required(patient_relationship_key, "PatientRelationshipKey")?,
            account_status: required(account_status, "AccountStatus")?,
        })
    }
}

impl<'de> Deserialize<'de> for RegisterWithPatientDetailsResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for GetDemographics {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = FieldsSerializer::new(serializer, "GetDemographics", 0)?;

        fields.end()
    }
}

impl FromFields for GetDemographics {
    const NAME: &'static str = "GetDemographics";
    const FIELDS: &'static [&'static str] = &[];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        while fields.next_field()?.is_some() {}
        Ok(Self {})
    }
}

impl<'de> Deserialize<'de> for GetDemographics {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "Address",
            is_there(&self.house_name_flat_number)
                + is_there(&self.number_and_street)
                + is_there(&self.village)
                + is_there(&self.town)
                + is_there(&self.county)
                + is_there(&self.postcode),
        )?;
        fields.optional("HouseNameFlatNumber", &self.house_name_flat_number)?;
        fields.optional("NumberAndStreet", &self.number_and_street)?;
        fields.optional("Village", &self.village)?;
        fields.optional("Town", &self.town)?;
        fields.optional("County", &self.county)?;
        fields.optional("Postcode", &self.postcode)?;

        fields.end()
    }
}

impl FromFields for Address {
    const NAME: &'static str = "Address";
    const FIELDS: &'static [&'static str] =
        &["HouseNameFlatNumber", "NumberAndStreet", "Village", "Town", "County", "Postcode"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut house_name_flat_number = None;
        let mut number_and_street = None;
        let mut village = None;
        let mut town = None;
        let mut county = None;
        let mut postcode = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => house_name_flat_number = fields.optional()?,
                1 => number_and_street = fields.optional()?,
                2 => village = fields.optional()?,
                3 => town = fields.optional()?,
                4 => county = fields.optional()?,
                5 => postcode = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self { house_name_flat_number, number_and_street, village, town, county, postcode })
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for GetDemographicsResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "GetDemographicsResponse",
            4 + is_there(&self.title)
                + is_there(&self.nhs_number)
                + is_there(&self.address)
                + is_there(&self.email_address)
                + is_there(&self.mobile_number)
                + is_there(&self.telephone_number),
        )?;
        fields.optional("Title", &self.title)?;
        fields.value("Forenames", &self.forenames)?;
        fields.value("Surname", &self.surname)?;
        fields.value("DateOfBirth", &self.date_of_birth)?;
        fields.value("Sex", &self.sex)?;
        fields.optional("NhsNumber", &self.nhs_number)?;
        fields.optional("Address", &self.address)?;
        fields.optional("EmailAddress", &self.email_address)?;
        fields.optional("MobileNumber", &self.mobile_number)?;
        fields.optional("TelephoneNumber", &self.telephone_number)?;

        fields.end()
    }
}

impl FromFields for GetDemographicsResponse {
    const NAME: &'static str = "GetDemographicsResponse";
    const FIELDS: &'static [&'static str] = &[
        "Title",
        "Forenames",
        "Surname",
        "DateOfBirth",
        "Sex",
        "NhsNumber",
        "Address",
        "EmailAddress",
        "MobileNumber",
        "TelephoneNumber",
    ];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut title = None;
        let mut forenames = None;
        let mut surname = None;
        let mut date_of_birth = None;
        let mut sex = None;
        let mut nhs_number = None;
        let mut address = None;
        let mut email_address = None;
        let mut mobile_number = None;
        let mut telephone_number = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => title = fields.optional()?,
                1 => forenames = Some(fields.value()?),
                2 => surname = Some(fields.value()?),
                3 => date_of_birth = Some(fields.value()?),
                4 => sex = Some(fields.value()?),
                5 => nhs_number = fields.optional()?,
                6 => address = fields.optional()?,
                7 => email_address = fields.optional()?,
                8 => mobile_number = fields.optional()?,
                9 => telephone_number = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            title,
            forenames: required(forenames, "Forenames")?,
            surname: required(surname, "Surname")?,
            date_of_birth: required(date_of_birth, "DateOfBirth")?,
            sex: required(sex, "Sex")?,
            nhs_number,
            address,
            email_address,
            mobile_number,
            telephone_number,
        })
    }
}

impl<'de> Deserialize<'de> for GetDemographicsResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}
