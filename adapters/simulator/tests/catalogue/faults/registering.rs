//! Faults of the two registrations.

use emis_core::messages::Operation;
use emis_core::messages::practice::GetUserOptions;
use emis_core::messages::registration::{RegisterWithPatientDetails, RegisterWithPinDocument};
use emis_core::types::{Date, Relationship, Text};
use emis_simulator::world::{Letter, Patient, PatientStatus, PinDocument};

use super::stage;
use crate::common::kiosk::{Kiosk, Room};
use crate::common::{B, D, Stage};
use crate::people::{by_details, by_letter, register_by_details, register_by_letter, without_accounts};
use crate::told::Told;

fn ask<O: Operation>(stage: &Stage, ods: &str, request: &O) -> Told {
    let mut room = Room::new();
    Told::by(&mut Kiosk::application(stage, &mut room, ods), request)
}

fn of_letter(stage: &Stage, letter: Letter) -> PinDocument {
    let documents = stage.server.world().special_pin_documents(D);
    documents.into_iter().find(|document| document.letter == letter).unwrap()
}

/// The first call of a session makes a registration final.
fn confirm(stage: &Stage, ods: &str, relationship: &Relationship) {
    let mut room = Room::new();
    Kiosk::patient_of(stage, &mut room, ods, relationship).call(&GetUserOptions {});
}

pub fn too_many_attempts() -> Told {
    let (stage, mut room) = (stage(), Room::new());
    let pin = stage.pin(D, 0);
    let wrong = RegisterWithPinDocument { linkage_key: Text::new("wrong").unwrap(), ..by_letter(&pin) };
    let mut kiosk = Kiosk::application(&stage, &mut room, D);
    for _ in 0..5 {
        assert_eq!(Told::by(&mut kiosk, &wrong).code, "LinkageKeyMismatch");
    }
    Told::by(&mut kiosk, &by_letter(&pin))
}

pub fn account_not_found() -> Told {
    let stage = stage();
    let pin = stage.pin(D, 0);
    let account_id = Text::new("nobody's").unwrap();
    ask(&stage, D, &RegisterWithPinDocument { account_id, ..by_letter(&pin) })
}

pub fn linkage_key_mismatch() -> Told {
    let stage = stage();
    let (pin, other) = (stage.pin(D, 0), stage.pin(D, 1));
    let linkage_key = Text::new(&other.linkage_key).unwrap();
    ask(&stage, D, &RegisterWithPinDocument { linkage_key, ..by_letter(&pin) })
}

pub fn demographics_mismatch() -> Told {
    let stage = stage();
    let pin = stage.pin(D, 0);
    let date_of_birth = Date::new(1900, 1, 1).unwrap();
    ask(&stage, D, &RegisterWithPinDocument { date_of_birth, ..by_letter(&pin) })
}

pub fn account_archived() -> Told {
    let stage = stage();
    let pin = of_letter(&stage, Letter::ArchivedAccount);
    ask(&stage, D, &by_letter(&pin))
}

pub fn already_linked() -> Told {
    let (stage, mut room) = (stage(), Room::new());
    let pin = stage.pin(D, 0);
    let mut kiosk = Kiosk::application(&stage, &mut room, D);
    // A provisional registration may be made again; a confirmed one may not.
    register_by_letter(&mut kiosk, &pin);
    let relationship = register_by_letter(&mut kiosk, &pin);
    confirm(&stage, D, &relationship);
    Told::by(&mut kiosk, &by_letter(&pin))
}

pub fn account_exists() -> Told {
    let (stage, mut room) = (stage(), Room::new());
    let person = &without_accounts(&stage, B)[0];
    let mut kiosk = Kiosk::application(&stage, &mut room, B);
    register_by_details(&mut kiosk, B, person);
    let relationship = register_by_details(&mut kiosk, B, person);
    confirm(&stage, B, &relationship);
    Told::by(&mut kiosk, &by_details(B, person))
}

pub fn patient_not_registered() -> Told {
    let stage = stage();
    let person = &without_accounts(&stage, B)[0];
    let postcode = Text::new("ZZ1 1ZZ").unwrap();
    ask(&stage, B, &RegisterWithPatientDetails { postcode, ..by_details(B, person) })
}

/// The first person without an account of whom this is true.
fn of_person(wanted: impl Fn(&Patient) -> bool) -> Told {
    let stage = stage();
    let people = without_accounts(&stage, B);
    ask(&stage, B, &by_details(B, people.iter().find(|person| wanted(person)).unwrap()))
}

pub fn patient_archived() -> Told {
    // A letter of an archived patient gets the same fault.
    let stage = stage();
    let pin = of_letter(&stage, Letter::ArchivedPatient);
    assert_eq!(ask(&stage, D, &by_letter(&pin)).code, "PatientArchived");
    of_person(|person| person.status == PatientStatus::Archived)
}

pub fn under_minimum_age() -> Told {
    of_person(|person| person.demographics.date_of_birth.year() > 2010)
}

pub fn patient_status_invalid() -> Told {
    of_person(|person| person.status == PatientStatus::Temporary)
}

pub fn patient_not_unique() -> Told {
    let stage = stage();
    let people = without_accounts(&stage, B);
    ask(&stage, B, &by_details(B, people.last().unwrap()))
}
