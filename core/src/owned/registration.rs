//! How a person becomes known to an application, and what the practice knows of the person.
//!
//! A reply may be lost, so a relationship is provisional until the first valid call of a session made with it
//! (protocol.md section 4): store the pair durably, then open a session at once.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use core::fmt;

use super::own::InField as _;
use super::own::{Own, decode_owned};
use super::practice::AccountStatus;
use super::practice::Sex;
use super::types::{Date, NhsNumber, OdsCode, PatientRelationshipId, PatientRelationshipKey, Text};
use crate::codec::{
    Decode, DecodeError, ElementReader, ElementWriter, Encode, FieldDescriptor, Invalid, OperationDescriptor,
};
use crate::messages::Operation;
use crate::messages::registration as borrowed;

/// Registers a person with the letter (the PIN document) that the practice gave out.
#[derive(Clone, PartialEq)]
pub struct RegisterWithPinDocument {
    /// The session's own practice.
    pub ods_code: OdsCode,
    /// As the letter has it.
    pub account_id: Text<64>,
    /// As the letter has it.
    pub linkage_key: Text<64>,
    /// The surname; white space around it and ASCII case do not matter.
    pub surname: Text<100>,
    /// The date of birth.
    pub date_of_birth: Date,
}

impl RegisterWithPinDocument {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::RegisterWithPinDocument::FIELDS;
}

impl Own for borrowed::RegisterWithPinDocument<'_> {
    type Owned = RegisterWithPinDocument;

    fn own(self) -> Result<RegisterWithPinDocument, DecodeError> {
        Ok(RegisterWithPinDocument {
            ods_code: self.ods_code.own().in_field("OdsCode")?,
            account_id: self.account_id.own().in_field("AccountId")?,
            linkage_key: self.linkage_key.own().in_field("LinkageKey")?,
            surname: self.surname.own().in_field("Surname")?,
            date_of_birth: self.date_of_birth.own().in_field("DateOfBirth")?,
        })
    }
}

impl TryFrom<borrowed::RegisterWithPinDocument<'_>> for RegisterWithPinDocument {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::RegisterWithPinDocument<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for RegisterWithPinDocument {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::RegisterWithPinDocument<'a>>(reader)
    }
}

impl Encode for RegisterWithPinDocument {
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

impl fmt::Debug for RegisterWithPinDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("RegisterWithPinDocument(redacted)")
    }
}

/// The new relationship, with its key, which travels in this message only.
#[derive(PartialEq)]
pub struct RegisterWithPinDocumentResponse {
    /// Identifies the relationship.
    pub patient_relationship_id: PatientRelationshipId,
    /// The secret of the relationship.
    pub patient_relationship_key: PatientRelationshipKey,
    /// How much the account allows.
    pub account_status: AccountStatus,
}

impl RegisterWithPinDocumentResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::RegisterWithPinDocumentResponse::FIELDS;
}

impl Own for borrowed::RegisterWithPinDocumentResponse<'_> {
    type Owned = RegisterWithPinDocumentResponse;

    fn own(self) -> Result<RegisterWithPinDocumentResponse, DecodeError> {
        Ok(RegisterWithPinDocumentResponse {
            patient_relationship_id: self.patient_relationship_id.own().in_field("PatientRelationshipId")?,
            patient_relationship_key: self
                .patient_relationship_key
                .own()
                .in_field("PatientRelationshipKey")?,
            account_status: self.account_status.own().in_field("AccountStatus")?,
        })
    }
}

impl TryFrom<borrowed::RegisterWithPinDocumentResponse<'_>> for RegisterWithPinDocumentResponse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::RegisterWithPinDocumentResponse<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for RegisterWithPinDocumentResponse {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::RegisterWithPinDocumentResponse<'a>>(reader)
    }
}

impl Encode for RegisterWithPinDocumentResponse {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.patient_relationship_id)
            .value(&self.patient_relationship_key)
            .value(&self.account_status);
    }
}

impl fmt::Debug for RegisterWithPinDocumentResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("RegisterWithPinDocumentResponse(redacted)")
    }
}

impl Operation for RegisterWithPinDocument {
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::RegisterWithPinDocument::DESCRIPTOR;

    type Response<'r> = RegisterWithPinDocumentResponse;
}

/// Registers a person by personal details instead of a letter. The account is restricted until the practice
/// has verified the person.
#[derive(Clone, PartialEq)]
pub struct RegisterWithPatientDetails {
    /// The session's own practice.
    pub ods_code: OdsCode,
    /// The title by which the person is addressed.
    pub title: Option<Text<35>>,
    /// The forenames.
    pub forenames: Text<100>,
    /// The surname.
    pub surname: Text<100>,
    /// The date of birth.
    pub date_of_birth: Date,
    /// The sex.
    pub sex: Option<Sex>,
    /// The postcode of the address.
    pub postcode: Text<10>,
    /// The house or flat of the address.
    pub house_name_flat_number: Option<Text<100>>,
    /// The NHS number.
    pub nhs_number: Option<NhsNumber>,
    /// An e-mail address.
    pub email_address: Option<Text<254>>,
    /// A mobile telephone's number.
    pub mobile_number: Option<Text<32>>,
}

impl RegisterWithPatientDetails {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::RegisterWithPatientDetails::FIELDS;
}

impl Own for borrowed::RegisterWithPatientDetails<'_> {
    type Owned = RegisterWithPatientDetails;

    fn own(self) -> Result<RegisterWithPatientDetails, DecodeError> {
        Ok(RegisterWithPatientDetails {
            ods_code: self.ods_code.own().in_field("OdsCode")?,
            title: self.title.own().in_field("Title")?,
            forenames: self.forenames.own().in_field("Forenames")?,
            surname: self.surname.own().in_field("Surname")?,
            date_of_birth: self.date_of_birth.own().in_field("DateOfBirth")?,
            sex: self.sex.own().in_field("Sex")?,
            postcode: self.postcode.own().in_field("Postcode")?,
            house_name_flat_number: self.house_name_flat_number.own().in_field("HouseNameFlatNumber")?,
            nhs_number: self.nhs_number.own().in_field("NhsNumber")?,
            email_address: self.email_address.own().in_field("EmailAddress")?,
            mobile_number: self.mobile_number.own().in_field("MobileNumber")?,
        })
    }
}

impl TryFrom<borrowed::RegisterWithPatientDetails<'_>> for RegisterWithPatientDetails {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::RegisterWithPatientDetails<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for RegisterWithPatientDetails {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::RegisterWithPatientDetails<'a>>(reader)
    }
}

impl Encode for RegisterWithPatientDetails {
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

impl fmt::Debug for RegisterWithPatientDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("RegisterWithPatientDetails(redacted)")
    }
}

/// The new relationship, with its key, which travels in this message only.
#[derive(PartialEq)]
pub struct RegisterWithPatientDetailsResponse {
    /// Identifies the relationship.
    pub patient_relationship_id: PatientRelationshipId,
    /// The secret of the relationship.
    pub patient_relationship_key: PatientRelationshipKey,
    /// How much the account allows.
    pub account_status: AccountStatus,
}

impl RegisterWithPatientDetailsResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::RegisterWithPatientDetailsResponse::FIELDS;
}

impl Own for borrowed::RegisterWithPatientDetailsResponse<'_> {
    type Owned = RegisterWithPatientDetailsResponse;

    fn own(self) -> Result<RegisterWithPatientDetailsResponse, DecodeError> {
        Ok(RegisterWithPatientDetailsResponse {
            patient_relationship_id: self.patient_relationship_id.own().in_field("PatientRelationshipId")?,
            patient_relationship_key: self
                .patient_relationship_key
                .own()
                .in_field("PatientRelationshipKey")?,
            account_status: self.account_status.own().in_field("AccountStatus")?,
        })
    }
}

impl TryFrom<borrowed::RegisterWithPatientDetailsResponse<'_>> for RegisterWithPatientDetailsResponse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::RegisterWithPatientDetailsResponse<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for RegisterWithPatientDetailsResponse {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::RegisterWithPatientDetailsResponse<'a>>(reader)
    }
}

impl Encode for RegisterWithPatientDetailsResponse {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.patient_relationship_id)
            .value(&self.patient_relationship_key)
            .value(&self.account_status);
    }
}

impl fmt::Debug for RegisterWithPatientDetailsResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("RegisterWithPatientDetailsResponse(redacted)")
    }
}

impl Operation for RegisterWithPatientDetails {
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::RegisterWithPatientDetails::DESCRIPTOR;

    type Response<'r> = RegisterWithPatientDetailsResponse;
}

/// Asks for the person's details, as the practice has them.
#[derive(Clone, Default, PartialEq)]
pub struct GetDemographics {}

impl GetDemographics {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetDemographics::FIELDS;
}

impl Own for borrowed::GetDemographics {
    type Owned = GetDemographics;

    fn own(self) -> Result<GetDemographics, DecodeError> {
        Ok(GetDemographics {})
    }
}

impl TryFrom<borrowed::GetDemographics> for GetDemographics {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetDemographics) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl Decode<'_> for GetDemographics {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetDemographics>(reader)
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
#[derive(Clone, PartialEq)]
pub struct Address {
    /// The house or flat.
    pub house_name_flat_number: Option<Text<100>>,
    /// The street.
    pub number_and_street: Option<Text<100>>,
    /// The village.
    pub village: Option<Text<100>>,
    /// The town.
    pub town: Option<Text<100>>,
    /// The county.
    pub county: Option<Text<100>>,
    /// The postcode.
    pub postcode: Option<Text<100>>,
}

impl Address {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::Address::FIELDS;
}

impl Own for borrowed::Address<'_> {
    type Owned = Address;

    fn own(self) -> Result<Address, DecodeError> {
        Ok(Address {
            house_name_flat_number: self.house_name_flat_number.own().in_field("HouseNameFlatNumber")?,
            number_and_street: self.number_and_street.own().in_field("NumberAndStreet")?,
            village: self.village.own().in_field("Village")?,
            town: self.town.own().in_field("Town")?,
            county: self.county.own().in_field("County")?,
            postcode: self.postcode.own().in_field("Postcode")?,
        })
    }
}

impl TryFrom<borrowed::Address<'_>> for Address {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::Address<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for Address {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::Address<'a>>(reader)
    }
}

impl Encode for Address {
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

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Address(redacted)")
    }
}

/// The person's details, as the practice has them.
#[derive(Clone, PartialEq)]
pub struct GetDemographicsResponse {
    /// The title by which the person is addressed.
    pub title: Option<Text<35>>,
    /// The forenames.
    pub forenames: Text<100>,
    /// The surname.
    pub surname: Text<100>,
    /// The date of birth.
    pub date_of_birth: Date,
    /// The sex.
    pub sex: Sex,
    /// The NHS number.
    pub nhs_number: Option<NhsNumber>,
    /// The address.
    pub address: Option<Address>,
    /// An e-mail address.
    pub email_address: Option<Text<254>>,
    /// A mobile telephone's number.
    pub mobile_number: Option<Text<32>>,
    /// A telephone's number.
    pub telephone_number: Option<Text<32>>,
}

impl GetDemographicsResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetDemographicsResponse::FIELDS;
}

impl Own for borrowed::GetDemographicsResponse<'_> {
    type Owned = GetDemographicsResponse;

    fn own(self) -> Result<GetDemographicsResponse, DecodeError> {
        Ok(GetDemographicsResponse {
            title: self.title.own().in_field("Title")?,
            forenames: self.forenames.own().in_field("Forenames")?,
            surname: self.surname.own().in_field("Surname")?,
            date_of_birth: self.date_of_birth.own().in_field("DateOfBirth")?,
            sex: self.sex.own().in_field("Sex")?,
            nhs_number: self.nhs_number.own().in_field("NhsNumber")?,
            address: self.address.own().in_field("Address")?,
            email_address: self.email_address.own().in_field("EmailAddress")?,
            mobile_number: self.mobile_number.own().in_field("MobileNumber")?,
            telephone_number: self.telephone_number.own().in_field("TelephoneNumber")?,
        })
    }
}

impl TryFrom<borrowed::GetDemographicsResponse<'_>> for GetDemographicsResponse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetDemographicsResponse<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for GetDemographicsResponse {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetDemographicsResponse<'a>>(reader)
    }
}

impl Encode for GetDemographicsResponse {
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

impl fmt::Debug for GetDemographicsResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetDemographicsResponse(redacted)")
    }
}

impl Operation for GetDemographics {
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::GetDemographics::DESCRIPTOR;

    type Response<'r> = GetDemographicsResponse;
}
