//! RegisterWithPinDocument, the count of attempts, confirmation, and the gate in front of the services.

use super::*;

fn spoilt(document: &PinDocument) -> [(PinDocument, FaultCode); 4] {
    let with = |change: fn(&mut PinDocument)| {
        let mut other = document.clone();
        change(&mut other);
        other
    };
    [
        (with(|d| d.account_id.push('0')), FaultCode::AccountNotFound),
        (with(|d| d.linkage_key.make_ascii_lowercase()), FaultCode::LinkageKeyMismatch),
        (with(|d| d.surname.push('e')), FaultCode::DemographicsMismatch),
        (
            with(|d| d.date_of_birth = d.date_of_birth.saturating_add(1.day())),
            FaultCode::DemographicsMismatch,
        ),
    ]
}

// OP-11
#[test]
fn a_wrong_field_is_refused_in_the_pages_order() {
    let mut stage = Stage::new();
    let document = stage.world.pin_documents(A)[0].clone();
    for (wrong, code) in spoilt(&document) {
        assert_eq!(refused(stage.pin(APP, &wrong)), code);
    }
    let mut all_wrong = document.clone();
    all_wrong.surname.clear();
    all_wrong.linkage_key.clear();
    assert_eq!(refused(stage.pin(APP, &all_wrong)), FaultCode::LinkageKeyMismatch);
    all_wrong.account_id.clear();
    assert_eq!(refused(stage.pin(APP, &all_wrong)), FaultCode::AccountNotFound);
}

// REG-5
#[test]
fn a_surname_matches_however_it_is_typed() {
    let mut stage = Stage::new();
    let mut document = stage.world.pin_documents(A)[0].clone();
    document.surname = format!(" \t{}\n", document.surname.to_ascii_uppercase());
    assert!(stage.pin(APP, &document).is_ok());
    let documents = LIVE.iter().flat_map(|ods_code| stage.world.pin_documents(ods_code));
    let mut document = documents.into_iter().find(|document| !document.surname.is_ascii()).unwrap();
    document.surname = document.surname.to_uppercase();
    assert!(stage.pin(APP, &document).is_ok());
    document.surname = ".".to_owned();
    assert_eq!(refused(stage.pin(APP, &document)), FaultCode::DemographicsMismatch);
}

#[test]
fn archived_accounts_and_patients_are_told_only_to_who_knows_them() {
    let mut stage = Stage::new();
    for (letter, code) in [
        (Letter::ArchivedAccount, FaultCode::AccountArchived),
        (Letter::ArchivedPatient, FaultCode::PatientArchived),
    ] {
        for ods_code in LIVE {
            let document = stage.letter(ods_code, letter);
            assert_eq!(refused(stage.pin(APP, &document)), code);
            let [.., (wrong, mismatch)] = spoilt(&document);
            assert_eq!(refused(stage.pin(APP, &wrong)), mismatch);
        }
    }
}

#[test]
fn unknown_and_sleeping_practices_come_first() {
    let mut stage = Stage::new();
    let mut document = stage.world.pin_documents(A)[0].clone();
    document.ods_code = E.to_owned();
    assert_eq!(refused(stage.pin(APP, &document)), FaultCode::PracticeNotLive);
    document.ods_code = "Z99".to_owned();
    assert_eq!(refused(stage.pin(APP, &document)), FaultCode::OrganisationUnknown);
}

// REG-1
#[test]
fn five_failures_close_the_door_for_an_hour_each() {
    let mut stage = Stage::new();
    let document = stage.world.pin_documents(A)[0].clone();
    let wrong = spoilt(&document)[1].0.clone();
    for _ in 0..5 {
        assert_eq!(refused(stage.pin(APP, &wrong)), FaultCode::LinkageKeyMismatch);
        stage.wait(seconds(60));
    }
    // The first failure was 300 s ago. Asking meanwhile does not prolong the wait.
    for _ in 0..10 {
        assert_eq!(refused(stage.pin(APP, &document)), FaultCode::TooManyAttempts);
        stage.wait(seconds(329));
    }
    stage.wait(seconds(9));
    assert_eq!(refused(stage.pin(APP, &document)), FaultCode::TooManyAttempts, "3599 s after the first");
    stage.wait(seconds(1));
    assert_eq!(refused(stage.pin(APP, &wrong)), FaultCode::LinkageKeyMismatch, "the hour rolls");
    assert_eq!(refused(stage.pin(APP, &document)), FaultCode::TooManyAttempts, "and is full again");
    stage.wait(seconds(60));
    assert!(stage.pin(APP, &document).is_ok());
}

// REG-1
#[test]
fn one_application_closes_no_door_to_another() {
    let mut stage = Stage::new();
    let document = stage.world.pin_documents(A)[0].clone();
    let wrong = spoilt(&document)[1].0.clone();
    for _ in 0..6 {
        let _ = stage.pin(OTHER_APP, &wrong);
    }
    assert_eq!(refused(stage.pin(OTHER_APP, &document)), FaultCode::TooManyAttempts);
    assert!(stage.pin(APP, &document).is_ok());
}

// REG-4
#[test]
fn a_practice_slows_down_who_looks_for_accounts_and_no_right_letter() {
    let mut stage = Stage::new();
    let document = stage.world.pin_documents(A)[0].clone();
    let mut number = 0;
    let mut guess = |stage: &mut Stage, ods_code: &str| {
        number += 1;
        let account_id = format!("guess-{number}");
        let guessed = PinDocument { account_id, ods_code: ods_code.to_owned(), ..document.clone() };
        refused(stage.pin(if number % 2 == 0 { APP } else { OTHER_APP }, &guessed))
    };
    for _ in 0..100 {
        assert_eq!(guess(&mut stage, A), FaultCode::AccountNotFound);
    }
    for _ in 0..20 {
        assert_eq!(guess(&mut stage, A), FaultCode::TooManyAttempts);
    }
    // Another practice, and one who has a letter, do not notice.
    assert_eq!(guess(&mut stage, B), FaultCode::AccountNotFound);
    assert!(stage.pin(APP, &document).is_ok());
    // Asking meanwhile has not prolonged it.
    stage.wait(seconds(36));
    assert_eq!(guess(&mut stage, A), FaultCode::AccountNotFound);
    assert_eq!(guess(&mut stage, A), FaultCode::TooManyAttempts);
    stage.wait(seconds(3600));
    for _ in 0..100 {
        assert_eq!(guess(&mut stage, A), FaultCode::AccountNotFound);
    }
}

// REG-1
#[test]
fn attempts_are_counted_for_one_practice_and_account() {
    let mut stage = Stage::new();
    let documents = stage.world.pin_documents(A);
    let nobody = PinDocument { account_id: "nobody".to_owned(), ..documents[0].clone() };
    for _ in 0..5 {
        assert_eq!(refused(stage.pin(APP, &nobody)), FaultCode::AccountNotFound);
    }
    assert_eq!(refused(stage.pin(APP, &nobody)), FaultCode::TooManyAttempts);
    let elsewhere = PinDocument { ods_code: B.to_owned(), ..nobody };
    assert_eq!(refused(stage.pin(APP, &elsewhere)), FaultCode::AccountNotFound);
    assert!(stage.pin(APP, &documents[0]).is_ok());
}

// REG-1
#[test]
fn success_clears_the_count_and_other_refusals_leave_it() {
    let mut stage = Stage::new();
    let document = stage.world.pin_documents(A)[0].clone();
    let wrong = spoilt(&document)[2].0.clone();
    for _ in 0..3 {
        for _ in 0..4 {
            assert_eq!(refused(stage.pin(APP, &wrong)), FaultCode::DemographicsMismatch);
        }
        assert!(stage.pin(APP, &document).is_ok());
    }
    let archived = stage.letter(A, Letter::ArchivedAccount);
    for _ in 0..9 {
        assert_eq!(refused(stage.pin(APP, &archived)), FaultCode::AccountArchived);
    }
    let [.., (wrong, _)] = spoilt(&archived);
    for _ in 0..5 {
        assert_eq!(refused(stage.pin(APP, &archived)), FaultCode::AccountArchived);
        assert_eq!(refused(stage.pin(APP, &wrong)), FaultCode::DemographicsMismatch);
    }
    assert_eq!(refused(stage.pin(APP, &archived)), FaultCode::TooManyAttempts);
}

// SH-29, SH-30
#[test]
fn a_provisional_registration_may_be_repeated_and_the_old_pair_is_forgotten() {
    let mut stage = Stage::new();
    let document = stage.world.pin_documents(A)[0].clone();
    let first = stage.pin(APP, &document).unwrap();
    let second = stage.pin(APP, &document).unwrap();
    let other = stage.pin(OTHER_APP, &document).unwrap();
    assert_ne!(first.relationship_id, second.relationship_id);
    assert_ne!(first.key, second.key);
    assert_eq!((first.relationship_id.len(), first.key.reveal().len()), (36, 43));
    assert!(stage.world.relationship(&first.relationship_id).is_none());
    assert_eq!(refused(stage.world.confirm(&first.relationship_id)), FaultCode::SessionInvalidated);
    let known = stage.world.relationship(&second.relationship_id).unwrap();
    assert_eq!((known.application_id.as_str(), known.ods_code.as_str()), (APP, A));
    assert!(!known.confirmed && known.key == second.key);

    stage.world.confirm(&second.relationship_id).unwrap();
    stage.world.confirm(&second.relationship_id).unwrap();
    assert!(stage.world.relationship(&second.relationship_id).unwrap().confirmed);
    assert!(stage.world.relationship(&other.relationship_id).is_none(), "the key has served");
    for app in [APP, OTHER_APP] {
        assert_eq!(refused(stage.pin(app, &document)), FaultCode::AlreadyLinked);
    }
}

#[test]
fn a_removed_relationship_opens_nothing() {
    let mut stage = Stage::new();
    let id = stage.patient(A, 0);
    assert!(stage.world.remove_relationship(&id));
    assert!(!stage.world.remove_relationship(&id));
    assert_eq!(refused(stage.world.user_options(caller(&id, Version::V1_0))), FaultCode::SessionInvalidated);
}

// REG-2, REG-3
#[test]
fn services_are_refused_by_practice_by_user_and_by_status() {
    use emis_core::fault::FaultCode::{AccountRestricted, ServiceNotEnabled};
    let mut stage = Stage::new();
    let full = stage.patient(A, 0);
    let admit = |stage: &Stage, id: &str, need| {
        stage.world.admit(caller(id, Version::V1_0), need).map_err(|r| r.code)
    };
    assert_eq!(admit(&stage, &full, Requirement::Appointments), Ok(()));
    assert_eq!(admit(&stage, &full, Requirement::FullAccount), Ok(()));
    for need in [Requirement::Prescribing, Requirement::MedicalRecord, Requirement::Messaging] {
        assert_eq!(admit(&stage, &full, need), Err(ServiceNotEnabled));
    }
    for (letter, need) in [
        (Letter::WithoutAppointments, Requirement::Appointments),
        (Letter::WithoutPrescribing, Requirement::Prescribing),
        (Letter::WithoutMedicalRecord, Requirement::MedicalRecord),
        (Letter::WithoutMessaging, Requirement::Messaging),
    ] {
        let id = stage.special(D, letter);
        for other in [
            Requirement::Nothing,
            Requirement::Appointments,
            Requirement::Prescribing,
            Requirement::MedicalRecord,
            Requirement::Messaging,
        ] {
            let expected = if other == need { Err(ServiceNotEnabled) } else { Ok(()) };
            assert_eq!(admit(&stage, &id, other), expected);
        }
    }
    let restricted = stage.special(D, Letter::Restricted);
    for need in [Requirement::Nothing, Requirement::Appointments, Requirement::Prescribing] {
        assert_eq!(admit(&stage, &restricted, need), Ok(()));
    }
    for need in [Requirement::MedicalRecord, Requirement::Messaging, Requirement::FullAccount] {
        assert_eq!(admit(&stage, &restricted, need), Err(AccountRestricted));
    }
    let restricted_elsewhere = stage.special(C, Letter::Restricted);
    assert_eq!(
        admit(&stage, &restricted_elsewhere, Requirement::Messaging),
        Err(ServiceNotEnabled),
        "service first"
    );
}

#[test]
fn options_tell_what_works_now() {
    let mut stage = Stage::new();
    let id = stage.special(D, Letter::Restricted);
    let options = stage.world.user_options(caller(&id, Version::V2_1)).unwrap();
    let effective = UserServices { medical_record: false, messaging: false, ..UserServices::ALL };
    assert_eq!(
        options,
        UserOptions { status: AccountStatus::Restricted, assigned: UserServices::ALL, effective }
    );
    let number = stage.world.relationship(&id).unwrap().patient;
    assert!(stage.world.verify(D, number));
    let options = stage.world.user_options(caller(&id, Version::V2_1)).unwrap();
    assert_eq!((options.status, options.effective), (AccountStatus::Full, UserServices::ALL));
    assert!(!stage.world.verify(D, 9999) && !stage.world.verify("Z99", 0));

    let id = stage.patient(A, 0);
    let options = stage.world.user_options(caller(&id, Version::V1_0)).unwrap();
    let only =
        UserServices { appointments: true, prescribing: false, medical_record: false, messaging: false };
    assert_eq!((options.assigned, options.effective), (UserServices::ALL, only));
}
