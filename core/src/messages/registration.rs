//! How a person becomes known to an application, and what the practice knows of the person.
//!
//! A reply may be lost, so a relationship is provisional until the first valid call of a session made with it
//! (protocol.md section 4): store the pair durably, then open a session at once.

use super::macros::{message, operation};
use super::practice::{AccountStatus, Sex};
use super::types::{Date, NhsNumber, OdsCode, PatientRelationshipId, PatientRelationshipKey, Text};

message! {
    /// Registers with the letter that the practice gave the person.
    RegisterWithPinDocument<'a> [Clone, Copy] {
        /// The session's own practice.
        ods_code: OdsCode = "OdsCode",
        /// From the letter.
        account_id: Text<'a, 64> = "AccountId",
        /// From the letter.
        linkage_key: Text<'a, 64> = "LinkageKey",
        /// The person's; white space around it and ASCII case do not matter.
        surname: Text<'a, 100> = "Surname",
        /// The person's.
        date_of_birth: Date = "DateOfBirth",
    }
}

message! {
    /// The new relationship. Its key travels in this message and never again.
    RegisterWithPinDocumentResponse<'a> {
        /// Which relationship.
        patient_relationship_id: PatientRelationshipId = "PatientRelationshipId",
        /// Its secret.
        patient_relationship_key: PatientRelationshipKey = "PatientRelationshipKey",
        /// How far the account goes.
        account_status: AccountStatus<'a> = "AccountStatus",
    }
}

operation! { RegisterWithPinDocument<'a> => RegisterWithPinDocumentResponse<'a>, since V1_0, Application }

message! {
    /// Registers with the person's details instead of a letter. The account is restricted until the practice has
    /// verified the person.
    RegisterWithPatientDetails<'a> [Clone, Copy] {
        /// The session's own practice.
        ods_code: OdsCode = "OdsCode",
        /// How the person is addressed.
        title: Option<Text<'a, 35>> = "Title",
        /// The forenames.
        forenames: Text<'a, 100> = "Forenames",
        /// The surname.
        surname: Text<'a, 100> = "Surname",
        /// The date of birth.
        date_of_birth: Date = "DateOfBirth",
        /// The sex.
        sex: Option<Sex<'a>> = "Sex",
        /// Of the address.
        postcode: Text<'a, 10> = "Postcode",
        /// Of the address.
        house_name_flat_number: Option<Text<'a, 100>> = "HouseNameFlatNumber",
        /// The NHS number.
        nhs_number: Option<NhsNumber> = "NhsNumber",
        /// An e-mail address.
        email_address: Option<Text<'a, 254>> = "EmailAddress",
        /// A mobile telephone's number.
        mobile_number: Option<Text<'a, 32>> = "MobileNumber",
    }
}

message! {
    /// The new relationship. Its key travels in this message and never again.
    RegisterWithPatientDetailsResponse<'a> {
        /// Which relationship.
        patient_relationship_id: PatientRelationshipId = "PatientRelationshipId",
        /// Its secret.
        patient_relationship_key: PatientRelationshipKey = "PatientRelationshipKey",
        /// How far the account goes.
        account_status: AccountStatus<'a> = "AccountStatus",
    }
}

operation! {
    RegisterWithPatientDetails<'a> => RegisterWithPatientDetailsResponse<'a>, since V1_1, Application
}

message! {
    /// Asks what the practice knows of the person.
    GetDemographics [Clone, Copy, Default] {}
}

message! {
    /// An address.
    Address<'a> [Clone, Copy] {
        /// The house or flat.
        house_name_flat_number: Option<Text<'a, 100>> = "HouseNameFlatNumber",
        /// The street.
        number_and_street: Option<Text<'a, 100>> = "NumberAndStreet",
        /// The village.
        village: Option<Text<'a, 100>> = "Village",
        /// The town.
        town: Option<Text<'a, 100>> = "Town",
        /// The county.
        county: Option<Text<'a, 100>> = "County",
        /// The postcode.
        postcode: Option<Text<'a, 100>> = "Postcode",
    }
}

message! {
    /// What the practice knows of the person.
    GetDemographicsResponse<'a> [Clone, Copy] {
        /// How the person is addressed.
        title: Option<Text<'a, 35>> = "Title",
        /// The forenames.
        forenames: Text<'a, 100> = "Forenames",
        /// The surname.
        surname: Text<'a, 100> = "Surname",
        /// The date of birth.
        date_of_birth: Date = "DateOfBirth",
        /// The sex.
        sex: Sex<'a> = "Sex",
        /// The NHS number.
        nhs_number: Option<NhsNumber> = "NhsNumber",
        /// The address.
        address: Option<Address<'a>> = "Address",
        /// An e-mail address.
        email_address: Option<Text<'a, 254>> = "EmailAddress",
        /// A mobile telephone's number.
        mobile_number: Option<Text<'a, 32>> = "MobileNumber",
        /// A telephone's number.
        telephone_number: Option<Text<'a, 32>> = "TelephoneNumber",
    }
}

operation! { GetDemographics => GetDemographicsResponse<'a>, since V1_1, Patient, needs FullAccount }
