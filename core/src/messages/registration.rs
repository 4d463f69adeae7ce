//! How a person becomes known to an application, and what the practice knows of the person.
//!
//! A reply may be lost, so a relationship is provisional until the first valid call of a session made with it
//! (protocol.md section 4): store the pair durably, then open a session at once.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use core::fmt;

use super::Operation;
use super::practice::AccountStatus;
use super::practice::Sex;
use crate::codec::{
    Allowed, Decode, Effect, ElementReader, ElementWriter, Encode, EndsSession, FieldDescriptor, FieldType,
    FieldsReader, Invalid, OperationDescriptor, Requirement, required,
};
use crate::profile::Version;
use crate::types::{Date, NhsNumber, OdsCode, PatientRelationshipId, PatientRelationshipKey, Text};

/// Registers a person with the letter (the PIN document) that the practice gave out.
///
/// Its own faults, in the order in which they are checked: `TooManyAttempts`, `AccountNotFound`,
/// `LinkageKeyMismatch`, `DemographicsMismatch`, `AccountArchived`, `PatientArchived`, `AlreadyLinked`.
///
/// If its reply is lost: A relationship is provisional until its first valid call (SH-29): the same request
/// in a new session gives a new pair, and the server forgets the one that was lost.
#[derive(Clone, Copy)]
pub struct RegisterWithPinDocument<'a> {
    /// The session's own practice.
    pub ods_code: OdsCode,
    /// As the letter has it.
    pub account_id: Text<'a, 64>,
    /// As the letter has it.
    pub linkage_key: Text<'a, 64>,
    /// The surname; white space around it and ASCII case do not matter.
    pub surname: Text<'a, 100>,
    /// The date of birth.
    pub date_of_birth: Date,
}

impl RegisterWithPinDocument<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("OdsCode", FieldType::OdsCode),
        FieldDescriptor::once("AccountId", FieldType::Text(64)),
        FieldDescriptor::once("LinkageKey", FieldType::Text(64)),
        FieldDescriptor::once("Surname", FieldType::Text(100)),
        FieldDescriptor::once("DateOfBirth", FieldType::Date),
    ];
}

impl<'a> Decode<'a> for RegisterWithPinDocument<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut ods_code = None;
        let mut account_id = None;
        let mut linkage_key = None;
        let mut surname = None;
        let mut date_of_birth = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => ods_code = fields.value(),
                1 => account_id = fields.value(),
                2 => linkage_key = fields.value(),
                3 => surname = fields.value(),
                4 => date_of_birth = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            ods_code: required(ods_code)?,
            account_id: required(account_id)?,
            linkage_key: required(linkage_key)?,
            surname: required(surname)?,
            date_of_birth: required(date_of_birth)?,
        })
    }
}

impl Encode for RegisterWithPinDocument<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.ods_code)
            .value(&self.account_id)
            .value(&self.linkage_key)
            .value(&self.surname)
            .value(&self.date_of_birth);
    }
}

impl fmt::Debug for RegisterWithPinDocument<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("RegisterWithPinDocument(redacted)")
    }
}

/// The new relationship, with its key, which travels in this message only.
pub struct RegisterWithPinDocumentResponse<'a> {
    /// Identifies the relationship.
    pub patient_relationship_id: PatientRelationshipId,
    /// The secret of the relationship.
    pub patient_relationship_key: PatientRelationshipKey,
    /// How much the account allows.
    pub account_status: AccountStatus<'a>,
}

impl RegisterWithPinDocumentResponse<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("PatientRelationshipId", FieldType::RelationshipId),
        FieldDescriptor::once("PatientRelationshipKey", FieldType::RelationshipKey),
        FieldDescriptor::once("AccountStatus", FieldType::Word(AccountStatus::WORDS)),
    ];
}

impl<'a> Decode<'a> for RegisterWithPinDocumentResponse<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut patient_relationship_id = None;
        let mut patient_relationship_key = None;
        let mut account_status = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => patient_relationship_id = fields.value(),
                1 => patient_relationship_key = fields.value(),
                2 => account_status = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            patient_relationship_id: required(patient_relationship_id)?,
            patient_relationship_key: required(patient_relationship_key)?,
            account_status: required(account_status)?,
        })
    }
}

impl Encode for RegisterWithPinDocumentResponse<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.patient_relationship_id)
            .value(&self.patient_relationship_key)
            .value(&self.account_status);
    }
}

impl fmt::Debug for RegisterWithPinDocumentResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("RegisterWithPinDocumentResponse(redacted)")
    }
}

impl Operation for RegisterWithPinDocument<'_> {
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "RegisterWithPinDocument",
        response_name: "RegisterWithPinDocumentResponse",
        since: Version::V1_0,
        allowed: Allowed::Application,
        requirement: Requirement::Nothing,
        effect: Effect::Changes { read_back: None },
        paged: false,
        ends: EndsSession::No,
        request: Self::FIELDS,
        response: RegisterWithPinDocumentResponse::FIELDS,
    };

    type Response<'r> = RegisterWithPinDocumentResponse<'r>;
}

/// Registers a person by personal details instead of a letter. The account is restricted until the practice
/// has verified the person.
///
/// Its own faults: `TooManyAttempts`, `PatientNotRegistered`, `PatientNotUnique`, `UnderMinimumAge`,
/// `AccountExists`, `AccountArchived`, `PatientArchived`, `PatientStatusInvalid`.
///
/// If its reply is lost: A relationship is provisional until its first valid call (SH-29): the same request
/// in a new session gives a new pair, and the server forgets the one that was lost.
#[derive(Clone, Copy)]
pub struct RegisterWithPatientDetails<'a> {
    /// The session's own practice.
    pub ods_code: OdsCode,
    /// The title by which the person is addressed.
    pub title: Option<Text<'a, 35>>,
    /// The forenames.
    pub forenames: Text<'a, 100>,
    /// The surname.
    pub surname: Text<'a, 100>,
    /// The date of birth.
    pub date_of_birth: Date,
    /// The sex.
    pub sex: Option<Sex<'a>>,
    /// The postcode of the address.
    pub postcode: Text<'a, 10>,
    /// The house or flat of the address.
    pub house_name_flat_number: Option<Text<'a, 100>>,
    /// The NHS number.
    pub nhs_number: Option<NhsNumber>,
    /// An e-mail address.
    pub email_address: Option<Text<'a, 254>>,
    /// A mobile telephone's number.
    pub mobile_number: Option<Text<'a, 32>>,
}

impl RegisterWithPatientDetails<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("OdsCode", FieldType::OdsCode),
        FieldDescriptor::optional("Title", FieldType::Text(35)),
        FieldDescriptor::once("Forenames", FieldType::Text(100)),
        FieldDescriptor::once("Surname", FieldType::Text(100)),
        FieldDescriptor::once("DateOfBirth", FieldType::Date),
        FieldDescriptor::optional("Sex", FieldType::Word(Sex::WORDS)),
        FieldDescriptor::once("Postcode", FieldType::Text(10)),
        FieldDescriptor::optional("HouseNameFlatNumber", FieldType::Text(100)),
        FieldDescriptor::optional("NhsNumber", FieldType::NhsNumber),
        FieldDescriptor::optional("EmailAddress", FieldType::Text(254)),
        FieldDescriptor::optional("MobileNumber", FieldType::Text(32)),
    ];
}

impl<'a> Decode<'a> for RegisterWithPatientDetails<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
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
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => ods_code = fields.value(),
                1 => title = fields.value(),
                2 => forenames = fields.value(),
                3 => surname = fields.value(),
                4 => date_of_birth = fields.value(),
                5 => sex = fields.value(),
                6 => postcode = fields.value(),
                7 => house_name_flat_number = fields.value(),
                8 => nhs_number = fields.value(),
                9 => email_address = fields.value(),
                10 => mobile_number = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            ods_code: required(ods_code)?,
            title,
            forenames: required(forenames)?,
            surname: required(surname)?,
            date_of_birth: required(date_of_birth)?,
            sex,
            postcode: required(postcode)?,
            house_name_flat_number,
            nhs_number,
            email_address,
            mobile_number,
        })
    }
}

impl Encode for RegisterWithPatientDetails<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.ods_code)
            .optional(&self.title)
            .value(&self.forenames)
            .value(&self.surname)
            .value(&self.date_of_birth)
            .optional(&self.sex)
            .value(&self.postcode)
            .optional(&self.house_name_flat_number)
            .optional(&self.nhs_number)
            .optional(&self.email_address)
            .optional(&self.mobile_number);
    }
}

impl fmt::Debug for RegisterWithPatientDetails<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("RegisterWithPatientDetails(redacted)")
    }
}

/// The new relationship, with its key, which travels in this message only.
pub struct RegisterWithPatientDetailsResponse<'a> {
    /// Identifies the relationship.
    pub patient_relationship_id: PatientRelationshipId,
    /// The secret of the relationship.
    pub patient_relationship_key: PatientRelationshipKey,
    /// How much the account allows.
    pub account_status: AccountStatus<'a>,
}

impl RegisterWithPatientDetailsResponse<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("PatientRelationshipId", FieldType::RelationshipId),
        FieldDescriptor::once("PatientRelationshipKey", FieldType::RelationshipKey),
        FieldDescriptor::once("AccountStatus", FieldType::Word(AccountStatus::WORDS)),
    ];
}

impl<'a> Decode<'a> for RegisterWithPatientDetailsResponse<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut patient_relationship_id = None;
        let mut patient_relationship_key = None;
        let mut account_status = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => patient_relationship_id = fields.value(),
                1 => patient_relationship_key = fields.value(),
                2 => account_status = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            patient_relationship_id: required(patient_relationship_id)?,
            patient_relationship_key: required(patient_relationship_key)?,
            account_status: required(account_status)?,
        })
    }
}

impl Encode for RegisterWithPatientDetailsResponse<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.patient_relationship_id)
            .value(&self.patient_relationship_key)
            .value(&self.account_status);
    }
}

impl fmt::Debug for RegisterWithPatientDetailsResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("RegisterWithPatientDetailsResponse(redacted)")
    }
}

impl Operation for RegisterWithPatientDetails<'_> {
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "RegisterWithPatientDetails",
        response_name: "RegisterWithPatientDetailsResponse",
        since: Version::V1_1,
        allowed: Allowed::Application,
        requirement: Requirement::Nothing,
        effect: Effect::Changes { read_back: None },
        paged: false,
        ends: EndsSession::No,
        request: Self::FIELDS,
        response: RegisterWithPatientDetailsResponse::FIELDS,
    };

    type Response<'r> = RegisterWithPatientDetailsResponse<'r>;
}

/// Asks for the person's details, as the practice has them.
#[derive(Clone, Copy, Default)]
pub struct GetDemographics {}

impl GetDemographics {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[];
}

impl Decode<'_> for GetDemographics {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while fields.next_field().is_some() {
            fields.skip();
        }
        fields.finish()?;
        Ok(Self {})
    }
}

impl Encode for GetDemographics {
    fn encode(&self, _: &mut ElementWriter<'_, '_>) {}
}

impl fmt::Debug for GetDemographics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetDemographics(redacted)")
    }
}

/// An address.
#[derive(Clone, Copy)]
pub struct Address<'a> {
    /// The house or flat.
    pub house_name_flat_number: Option<Text<'a, 100>>,
    /// The street.
    pub number_and_street: Option<Text<'a, 100>>,
    /// The village.
    pub village: Option<Text<'a, 100>>,
    /// The town.
    pub town: Option<Text<'a, 100>>,
    /// The county.
    pub county: Option<Text<'a, 100>>,
    /// The postcode.
    pub postcode: Option<Text<'a, 100>>,
}

impl Address<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::optional("HouseNameFlatNumber", FieldType::Text(100)),
        FieldDescriptor::optional("NumberAndStreet", FieldType::Text(100)),
        FieldDescriptor::optional("Village", FieldType::Text(100)),
        FieldDescriptor::optional("Town", FieldType::Text(100)),
        FieldDescriptor::optional("County", FieldType::Text(100)),
        FieldDescriptor::optional("Postcode", FieldType::Text(100)),
    ];
}

impl<'a> Decode<'a> for Address<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut house_name_flat_number = None;
        let mut number_and_street = None;
        let mut village = None;
        let mut town = None;
        let mut county = None;
        let mut postcode = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => house_name_flat_number = fields.value(),
                1 => number_and_street = fields.value(),
                2 => village = fields.value(),
                3 => town = fields.value(),
                4 => county = fields.value(),
                5 => postcode = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { house_name_flat_number, number_and_street, village, town, county, postcode })
    }
}

impl Encode for Address<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .optional(&self.house_name_flat_number)
            .optional(&self.number_and_street)
            .optional(&self.village)
            .optional(&self.town)
            .optional(&self.county)
            .optional(&self.postcode);
    }
}

impl fmt::Debug for Address<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Address(redacted)")
    }
}

/// The person's details, as the practice has them.
#[derive(Clone, Copy)]
pub struct GetDemographicsResponse<'a> {
    /// The title by which the person is addressed.
    pub title: Option<Text<'a, 35>>,
    /// The forenames.
    pub forenames: Text<'a, 100>,
    /// The surname.
    pub surname: Text<'a, 100>,
    /// The date of birth.
    pub date_of_birth: Date,
    /// The sex.
    pub sex: Sex<'a>,
    /// The NHS number.
    pub nhs_number: Option<NhsNumber>,
    /// The address.
    pub address: Option<Address<'a>>,
    /// An e-mail address.
    pub email_address: Option<Text<'a, 254>>,
    /// A mobile telephone's number.
    pub mobile_number: Option<Text<'a, 32>>,
    /// A telephone's number.
    pub telephone_number: Option<Text<'a, 32>>,
}

impl GetDemographicsResponse<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::optional("Title", FieldType::Text(35)),
        FieldDescriptor::once("Forenames", FieldType::Text(100)),
        FieldDescriptor::once("Surname", FieldType::Text(100)),
        FieldDescriptor::once("DateOfBirth", FieldType::Date),
        FieldDescriptor::once("Sex", FieldType::Word(Sex::WORDS)),
        FieldDescriptor::optional("NhsNumber", FieldType::NhsNumber),
        FieldDescriptor::optional("Address", FieldType::Element(Address::FIELDS)),
        FieldDescriptor::optional("EmailAddress", FieldType::Text(254)),
        FieldDescriptor::optional("MobileNumber", FieldType::Text(32)),
        FieldDescriptor::optional("TelephoneNumber", FieldType::Text(32)),
    ];
}

impl<'a> Decode<'a> for GetDemographicsResponse<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
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
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => title = fields.value(),
                1 => forenames = fields.value(),
                2 => surname = fields.value(),
                3 => date_of_birth = fields.value(),
                4 => sex = fields.value(),
                5 => nhs_number = fields.value(),
                6 => address = fields.value(),
                7 => email_address = fields.value(),
                8 => mobile_number = fields.value(),
                9 => telephone_number = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            title,
            forenames: required(forenames)?,
            surname: required(surname)?,
            date_of_birth: required(date_of_birth)?,
            sex: required(sex)?,
            nhs_number,
            address,
            email_address,
            mobile_number,
            telephone_number,
        })
    }
}

impl Encode for GetDemographicsResponse<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .optional(&self.title)
            .value(&self.forenames)
            .value(&self.surname)
            .value(&self.date_of_birth)
            .value(&self.sex)
            .optional(&self.nhs_number)
            .optional(&self.address)
            .optional(&self.email_address)
            .optional(&self.mobile_number)
            .optional(&self.telephone_number);
    }
}

impl fmt::Debug for GetDemographicsResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetDemographicsResponse(redacted)")
    }
}

impl Operation for GetDemographics {
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "GetDemographics",
        response_name: "GetDemographicsResponse",
        since: Version::V1_1,
        allowed: Allowed::Patient,
        requirement: Requirement::FullAccount,
        effect: Effect::None,
        paged: false,
        ends: EndsSession::No,
        request: Self::FIELDS,
        response: GetDemographicsResponse::FIELDS,
    };

    type Response<'r> = GetDemographicsResponse<'r>;
}
