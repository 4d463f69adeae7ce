//! Who registers, and what they send.

use emis_core::messages::practice::Sex;
use emis_core::messages::registration::{RegisterWithPatientDetails, RegisterWithPinDocument};
use emis_core::types::{Date, OdsCode, Relationship, Text};
use emis_simulator::world::{self, Patient, PinDocument};

use crate::common::Stage;
use crate::common::kiosk::Kiosk;

pub fn ods(code: &str) -> OdsCode {
    OdsCode::parse(code).unwrap()
}

pub fn by_letter(pin: &PinDocument) -> RegisterWithPinDocument<'_> {
    pin.to_request().unwrap()
}

/// The registration, with its reply as what a session is begun with.
pub fn register_by_letter(kiosk: &mut Kiosk<'_>, pin: &PinDocument) -> Relationship {
    let told = kiosk.call(&by_letter(pin));
    Relationship { id: told.patient_relationship_id, key: told.patient_relationship_key }
}

pub fn by_details<'p>(ods_code: &str, patient: &'p Patient) -> RegisterWithPatientDetails<'p> {
    let who = &patient.demographics;
    RegisterWithPatientDetails {
        ods_code: ods(ods_code),
        title: who.title.as_deref().map(|title| Text::new(title).unwrap()),
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
        email_address: None,
        mobile_number: None,
    }
}

pub fn register_by_details(kiosk: &mut Kiosk<'_>, ods: &str, patient: &Patient) -> Relationship {
    let told = kiosk.call(&by_details(ods, patient));
    Relationship { id: told.patient_relationship_id, key: told.patient_relationship_key }
}

/// The people of a practice who have no account: see `World::people_without_accounts`.
pub fn without_accounts(stage: &Stage, ods: &str) -> Vec<Patient> {
    stage.server.world().people_without_accounts(ods).into_iter().cloned().collect()
}
