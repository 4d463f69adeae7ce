//! Registration with a person's details, and what the practice knows of the person.

use emis_core::messages::appointments::GetPatientAppointments;
use emis_core::messages::practice::{AccountStatus, GetUserOptions, Sex};
use emis_core::messages::registration::{GetDemographics, RegisterWithPatientDetails};
use emis_core::types::{Date, NhsNumber, OdsCode, Relationship, Text};
use emis_simulator::world::{self, Patient, PatientStatus};

use crate::common::kiosk::{Kiosk, Room, plain};
use crate::common::{A, B, Stage};

fn details(patient: &Patient) -> RegisterWithPatientDetails<'_> {
    let who = &patient.demographics;
    RegisterWithPatientDetails {
        ods_code: OdsCode::parse(B).unwrap(),
        title: Text::new("Mx").ok(),
        forenames: Text::new(&who.forenames).unwrap(),
        surname: Text::new(&who.surname).unwrap(),
        date_of_birth: Date::parse(&who.date_of_birth.to_string()).unwrap(),
        sex: Some(match who.sex {
            world::Sex::Male => Sex::Male,
            world::Sex::Female => Sex::Female,
            world::Sex::NotKnown => Sex::NotKnown,
            world::Sex::NotSpecified => Sex::NotSpecified,
        }),
        postcode: Text::new(who.address.as_ref().unwrap().postcode.as_deref().unwrap()).unwrap(),
        house_name_flat_number: None,
        nhs_number: None,
        email_address: Text::new("someone@example.org").ok(),
        mobile_number: None,
    }
}

fn people(stage: &Stage) -> Vec<Patient> {
    stage.server.world().people_without_accounts(B).into_iter().cloned().collect()
}

#[test]
fn a_person_registers_with_details_and_is_verified_later() {
    let (stage, mut room) = (Stage::new(), Room::new());
    let person = people(&stage).remove(0);
    let mut kiosk = Kiosk::application(&stage, &mut room, B);
    let told = kiosk.call(&details(&person));
    assert_eq!(told.account_status, AccountStatus::Restricted);
    let of = Relationship { id: told.patient_relationship_id, key: told.patient_relationship_key };
    let mut room = Room::new();
    let mut patient = Kiosk::patient_of(&stage, &mut room, B, &of);
    assert_eq!(patient.call(&GetUserOptions {}).account_status, AccountStatus::Restricted);
    assert_eq!(patient.fault(&GetDemographics {}), plain("AccountRestricted"));
    patient.call(&GetPatientAppointments {
        include_past: true,
        past_from: None,
        maximum_items: None,
        after: None,
    });
    {
        let mut world = stage.server.world();
        let number = world.relationship(of.id.as_str()).unwrap().patient;
        assert!(world.verify(B, number));
    }
    let who = &person.demographics;
    let told = patient.call(&GetDemographics {});
    assert!(told.forenames == *who.forenames && told.surname == *who.surname);
    assert_eq!(told.date_of_birth.to_string(), who.date_of_birth.to_string());
    assert_eq!(told.nhs_number.as_ref().map(NhsNumber::as_str), who.nhs_number.as_deref());
    assert_eq!(told.title.map(|title| title.to_string()), who.title);
    let line = |text: Option<Text<'_, 100>>| text.map(|text| text.to_string());
    let (address, expected) = (told.address.unwrap(), who.address.as_ref().unwrap());
    assert_eq!(line(address.number_and_street), expected.number_and_street);
    assert_eq!(line(address.postcode), expected.postcode);
    assert_eq!(told.mobile_number.map(|number| number.to_string()), who.mobile_number);
    assert_eq!(kiosk.fault(&details(&person)), plain("AccountExists"));
}

#[test]
fn every_refusal_of_details_has_its_person() {
    let (stage, mut room) = (Stage::new(), Room::new());
    let mut kiosk = Kiosk::application(&stage, &mut room, B);
    let people = people(&stage);
    let of = |wanted: &dyn Fn(&Patient) -> bool| people.iter().find(|p| wanted(p)).unwrap();
    let child = of(&|p| p.demographics.date_of_birth.year() > 2010);
    assert_eq!(kiosk.fault(&details(child)), plain("UnderMinimumAge"));
    assert_eq!(kiosk.fault(&details(of(&|p| p.status == PatientStatus::Archived))), plain("PatientArchived"));
    let temporary = of(&|p| p.status == PatientStatus::Temporary);
    assert_eq!(kiosk.fault(&details(temporary)), plain("PatientStatusInvalid"));
    let twin = people.last().unwrap();
    assert_eq!(kiosk.fault(&details(twin)), plain("PatientNotUnique"));
    let nhs_number = Some(NhsNumber::parse(twin.demographics.nhs_number.as_deref().unwrap()).unwrap());
    kiosk.call(&RegisterWithPatientDetails { nhs_number, ..details(twin) });
    let wrong = RegisterWithPatientDetails { postcode: Text::new("ZZ1 1ZZ").unwrap(), ..details(&people[1]) };
    for _ in 0..5 {
        assert_eq!(kiosk.fault(&wrong), plain("PatientNotRegistered"));
    }
    assert_eq!(kiosk.fault(&details(&people[1])), plain("TooManyAttempts"));
    let elsewhere = RegisterWithPatientDetails { ods_code: OdsCode::parse(A).unwrap(), ..wrong };
    assert_eq!(kiosk.fault(&elsewhere).0, "FieldInvalid");
}
