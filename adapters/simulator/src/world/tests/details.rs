//! RegisterWithPatientDetails and GetDemographics.

use super::*;
use emis_core::fault::FaultCode::*;

fn request(patient: &Patient) -> DetailsRegistration<'_> {
    let who = &patient.demographics;
    let address = who.address.as_ref().unwrap();
    DetailsRegistration {
        application_id: APP,
        ods_code: B,
        forenames: &who.forenames,
        surname: &who.surname,
        date_of_birth: who.date_of_birth,
        sex: Some(who.sex),
        postcode: address.postcode.as_deref().unwrap(),
        house_name_flat_number: address.house_name_flat_number.as_deref(),
        nhs_number: None,
    }
}

fn someone(stage: &Stage, wanted: impl Fn(&Patient) -> bool) -> Patient {
    stage.world.people_without_accounts(B).into_iter().find(|p| wanted(p)).unwrap().clone()
}

fn grown(patient: &Patient) -> bool {
    patient.status == PatientStatus::Current && patient.demographics.date_of_birth < date(2005, 1, 1)
}

#[test]
fn a_person_registers_restricted_until_verified() {
    let mut stage = Stage::new();
    let person = someone(&stage, grown);
    let registered = stage.details(&request(&person)).unwrap();
    assert_eq!(registered.status, AccountStatus::Restricted);
    let again = stage.details(&request(&person)).unwrap();
    assert!(stage.world.relationship(&registered.relationship_id).is_none(), "provisional, so forgotten");
    let id = again.relationship_id;
    stage.world.confirm(&id).unwrap();
    assert_eq!(refused(stage.details(&request(&person))), AccountExists);
    let who = caller(&id, Version::V1_1);
    assert_eq!(refused(stage.world.demographics(who)), AccountRestricted);
    let slot = stage.free(B, SlotType::Practice);
    let now = stage.now();
    assert!(stage.world.book_appointment(who, slot.slot_id, None, None, now).is_ok());
    let number = stage.world.relationship(&id).unwrap().patient;
    assert!(stage.world.verify(B, number));
    assert_eq!(stage.world.demographics(who), Ok(&person.demographics));
}

#[test]
fn forms_may_be_filled_in_loosely() {
    let mut stage = Stage::new();
    let person = someone(&stage, grown);
    let (surname, postcode) = (format!(" {} ", person.demographics.surname), "ZZ1 1ZZ");
    let mut loose = request(&person);
    loose.surname = &surname;
    loose.sex = Some(Sex::NotKnown);
    loose.house_name_flat_number = None;
    let lower = loose.postcode.replace(' ', "").to_ascii_lowercase();
    loose.postcode = &lower;
    assert!(stage.details(&loose).is_ok());
    assert_eq!(refused(stage.details(&DetailsRegistration { postcode, ..loose })), PatientNotRegistered);
    for wrong in [
        DetailsRegistration { surname: "Nobody", ..loose },
        DetailsRegistration { forenames: "Nobody", ..loose },
        DetailsRegistration { date_of_birth: date(1900, 1, 1), ..loose },
        DetailsRegistration { nhs_number: Some("9990000000"), ..loose },
    ] {
        assert_eq!(refused(stage.details(&wrong)), PatientNotRegistered);
    }
}

#[test]
fn every_refusal_has_its_person() {
    let mut stage = Stage::new();
    let today = stage.now().local.date();
    let child = someone(&stage, |p| p.demographics.date_of_birth.saturating_add(16.years()) > today);
    assert_eq!(refused(stage.details(&request(&child))), UnderMinimumAge);
    let archived = someone(&stage, |p| p.status == PatientStatus::Archived);
    assert_eq!(refused(stage.details(&request(&archived))), PatientArchived);
    let temporary = someone(&stage, |p| p.status == PatientStatus::Temporary);
    assert_eq!(refused(stage.details(&request(&temporary))), PatientStatusInvalid);
    let twin = stage.world.people_without_accounts(B).pop().unwrap().clone();
    assert_eq!(refused(stage.details(&request(&twin))), PatientNotUnique);
    let by_number =
        DetailsRegistration { nhs_number: twin.demographics.nhs_number.as_deref(), ..request(&twin) };
    assert!(stage.details(&by_number).is_ok());
    let mut patients = stage.world.practice(B).unwrap().patients().iter();
    let closed = patients.rfind(|p| p.account.as_ref().is_some_and(|a| a.archived)).unwrap().clone();
    assert_eq!(refused(stage.details(&request(&closed))), AccountArchived);
    let asleep = DetailsRegistration { ods_code: E, ..request(&twin) };
    assert_eq!(refused(stage.details(&asleep)), PracticeNotLive);
}

#[test]
fn sixteen_today_is_old_enough() {
    let mut stage = Stage::new();
    let child = someone(&stage, |p| p.demographics.date_of_birth > date(2011, 1, 1));
    let birthday = child.demographics.date_of_birth.saturating_add(16.years()).at(0, 0, 0, 0);
    stage.wait_until(birthday.saturating_sub(1.second()));
    assert_eq!(refused(stage.details(&request(&child))), UnderMinimumAge);
    stage.wait(seconds(1));
    assert!(stage.details(&request(&child)).is_ok());
}

// REG-1
#[test]
fn attempts_are_counted_by_surname_and_birth() {
    let mut stage = Stage::new();
    let person = someone(&stage, grown);
    let wrong = DetailsRegistration { postcode: "ZZ1 1ZZ", ..request(&person) };
    for _ in 0..5 {
        assert_eq!(refused(stage.details(&wrong)), PatientNotRegistered);
    }
    let shouted = person.demographics.surname.to_ascii_uppercase();
    let right = DetailsRegistration { surname: &shouted, ..request(&person) };
    assert_eq!(refused(stage.details(&right)), TooManyAttempts);
    let day_later = person.demographics.date_of_birth.saturating_add(1.day());
    let other = DetailsRegistration { date_of_birth: day_later, ..right };
    assert_eq!(refused(stage.details(&other)), PatientNotRegistered);
    stage.wait(seconds(3600));
    assert!(stage.details(&right).is_ok());
}

#[test]
fn a_letter_still_opens_a_full_account_beside_it() {
    let mut stage = Stage::new();
    let document = stage.world.pin_documents(B)[3].clone();
    let person = stage.world.practice(B).unwrap().patients()[3].clone();
    let by_details = stage.details(&request(&person)).unwrap().relationship_id;
    let by_letter = stage.pin(OTHER_APP, &document).unwrap();
    assert_eq!(by_letter.status, AccountStatus::Full);
    stage.world.confirm(&by_details).unwrap();
    assert!(stage.world.relationship(&by_letter.relationship_id).is_some(), "the linkage key is not spent");
    stage.world.confirm(&by_letter.relationship_id).unwrap();
    let status = |id: &str| stage.world.relationship(id).unwrap().status;
    assert_eq!(status(&by_details), AccountStatus::Restricted);
    assert_eq!(status(&by_letter.relationship_id), AccountStatus::Full);
}

#[test]
fn a_letter_confirmed_first_forgets_the_provisional_details() {
    let mut stage = Stage::new();
    let document = stage.world.pin_documents(B)[3].clone();
    let person = stage.world.practice(B).unwrap().patients()[3].clone();
    let by_details = stage.details(&request(&person)).unwrap().relationship_id;
    let by_letter = stage.pin(APP, &document).unwrap().relationship_id;
    stage.world.confirm(&by_letter).unwrap();
    assert!(stage.world.relationship(&by_details).is_none());
    assert_eq!(refused(stage.details(&request(&person))), AccountExists);
}
