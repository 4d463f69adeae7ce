//! RegisterWithPatientDetails, GetDemographics.

use emis_core::messages::practice::{AccountStatus, Sex};
use emis_core::messages::registration::{
    Address, GetDemographics, GetDemographicsResponse, RegisterWithPatientDetails,
    RegisterWithPatientDetailsResponse,
};
use emis_core::types::{NhsNumber, PatientRelationshipId, PatientRelationshipKey};

use super::{day, request, response, some, text};
use crate::common::ods;

fn least() -> RegisterWithPatientDetails<'static> {
    RegisterWithPatientDetails {
        ods_code: ods(),
        title: None,
        forenames: text("Zoë"),
        surname: text("O'Neill"),
        date_of_birth: day("1980-02-29"),
        sex: None,
        postcode: text("LS6 1AA"),
        house_name_flat_number: None,
        nhs_number: None,
        email_address: None,
        mobile_number: None,
    }
}

#[test]
fn register_with_patient_details() {
    let person = "<Forenames>Zoë</Forenames><Surname>O'Neill</Surname><DateOfBirth>1980-02-29</DateOfBirth>";
    request(&least(), &format!("<OdsCode>A81001</OdsCode>{person}<Postcode>LS6 1AA</Postcode>"));
    let whole = RegisterWithPatientDetails {
        title: some("Dr & Mrs"),
        sex: Some(Sex::NotSpecified),
        house_name_flat_number: some("Flat <2>"),
        nhs_number: NhsNumber::parse("9434765919").ok(),
        email_address: some("zoe@example.org"),
        mobile_number: some("07700 900001"),
        ..least()
    };
    let expected = format!(
        "<OdsCode>A81001</OdsCode><Title>Dr &amp; Mrs</Title>{person}<Sex>NotSpecified</Sex>\
         <Postcode>LS6 1AA</Postcode><HouseNameFlatNumber>Flat &lt;2&gt;</HouseNameFlatNumber>\
         <NhsNumber>9434765919</NhsNumber><EmailAddress>zoe@example.org</EmailAddress>\
         <MobileNumber>07700 900001</MobileNumber>"
    );
    request(&whole, &expected);
    let answer = RegisterWithPatientDetailsResponse {
        patient_relationship_id: PatientRelationshipId::parse("r-1").unwrap(),
        patient_relationship_key: PatientRelationshipKey::parse("<&>'\"0123456789~").unwrap(),
        account_status: AccountStatus::Restricted,
    };
    let expected = "<PatientRelationshipId>r-1</PatientRelationshipId>\
                    <PatientRelationshipKey>&lt;&amp;&gt;'\"0123456789~</PatientRelationshipKey>\
                    <AccountStatus>Restricted</AccountStatus>";
    response(&least(), &answer, expected);
}

#[test]
fn get_demographics() {
    request(&GetDemographics {}, "");
    let least = GetDemographicsResponse {
        title: None,
        forenames: text(""),
        surname: text("O'Neill"),
        date_of_birth: day("0001-01-01"),
        sex: Sex::Female,
        nhs_number: None,
        address: None,
        email_address: None,
        mobile_number: None,
        telephone_number: None,
    };
    let expected = "<Forenames></Forenames><Surname>O'Neill</Surname><DateOfBirth>0001-01-01</DateOfBirth>\
                    <Sex>Female</Sex>";
    response(&GetDemographics {}, &least, expected);
    let address = Address {
        house_name_flat_number: some("The Mill"),
        number_and_street: some("1 High Street"),
        village: some("Thorpe"),
        town: some("Leeds"),
        county: some("West Yorkshire"),
        postcode: some("LS6 1AA"),
    };
    let whole = GetDemographicsResponse {
        title: some("Ms"),
        nhs_number: NhsNumber::parse("9434765919").ok(),
        address: Some(address),
        email_address: some("z@example.org"),
        mobile_number: some("07700 900001"),
        telephone_number: some("020 7946 0001"),
        ..least
    };
    let expected = "<Title>Ms</Title><Forenames></Forenames><Surname>O'Neill</Surname>\
                    <DateOfBirth>0001-01-01</DateOfBirth><Sex>Female</Sex><NhsNumber>9434765919</NhsNumber>\
                    <Address><HouseNameFlatNumber>The Mill</HouseNameFlatNumber>\
                    <NumberAndStreet>1 High Street</NumberAndStreet><Village>Thorpe</Village><Town>Leeds</Town>\
                    <County>West Yorkshire</County><Postcode>LS6 1AA</Postcode></Address>\
                    <EmailAddress>z@example.org</EmailAddress><MobileNumber>07700 900001</MobileNumber>\
                    <TelephoneNumber>020 7946 0001</TelephoneNumber>";
    response(&GetDemographics {}, &whole, expected);
}
