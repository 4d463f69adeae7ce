//! What a generated world always has, and that it is the same each time.

use super::*;
use std::collections::BTreeSet;

#[test]
fn the_same_seed_gives_the_same_world() {
    let now = Stage::new().now();
    let later_that_day = Now { local: now.local.saturating_add(5.hours()), ..now };
    assert_eq!(World::generate(1, now), World::generate(1, later_that_day));
    assert_ne!(World::generate(1, now), World::generate(2, now));
}

#[test]
fn documents_work_whatever_the_day() {
    let now = Stage::new().now();
    let next_year = Now { local: now.local.saturating_add(400.days()), ..now };
    let (early, late) = (World::generate(1, now), World::generate(1, next_year));
    for ods_code in LIVE {
        assert_eq!(early.pin_documents(ods_code), late.pin_documents(ods_code));
        let ids = |world: &World| {
            world.practice(ods_code).unwrap().bookings().clone().into_keys().collect::<Vec<_>>()
        };
        assert_eq!(ids(&early), ids(&late), "the diary moves with the day");
    }
}

#[test]
fn four_practices_are_live_one_a_version() {
    let world = Stage::new().world;
    let live: Vec<_> = world.practices().filter(|p| p.live).map(|p| p.version).collect();
    assert_eq!(live, [Version::V1_0, Version::V1_1, Version::V2_0, Version::V2_1]);
    assert_eq!(world.practices().count(), 5);
    let settings: Vec<_> = LIVE.iter().map(|ods| world.practice_settings(ods).unwrap()).collect();
    assert!(settings.iter().all(|s| s.services.appointments));
    assert!(settings.iter().any(|s| !s.services.prescribing));
    let asked = |wanted| settings.iter().any(|s| s.appointment_booking_reason == wanted);
    let commented =
        |wanted| settings.iter().any(|s| s.services.prescribing && s.prescribing_comment == wanted);
    for wanted in [
        InputRequirement::NotRequested,
        InputRequirement::RequestedOptional,
        InputRequirement::RequestedMandatory,
    ] {
        assert!(asked(wanted) && commented(wanted));
    }
    assert_eq!(refused(world.practice_settings(E)), FaultCode::PracticeNotLive);
    assert_eq!(refused(world.practice_settings("Z99")), FaultCode::OrganisationUnknown);
    assert!(!world.practice(E).unwrap().live);
    assert_eq!(refused(world.practice("Z99")), FaultCode::OrganisationUnknown);
}

#[test]
fn every_good_document_registers_its_own_patient() {
    let mut stage = Stage::new();
    for ods_code in LIVE {
        let documents = stage.world.pin_documents(ods_code);
        assert!(documents.len() >= 40);
        assert!(stage.world.practice(ods_code).unwrap().clinicians.len() > 4);
        let patients: BTreeSet<_> = documents
            .iter()
            .map(|document| {
                let id = stage.confirmed(document);
                let options = stage.world.user_options(caller(&id, Version::V1_0)).unwrap();
                assert_eq!((options.status, options.assigned), (AccountStatus::Full, UserServices::ALL));
                stage.world.relationship(&id).unwrap().patient
            })
            .collect();
        assert_eq!(patients.len(), documents.len());
    }
}

#[test]
fn names_are_awkward_and_numbers_are_unique() {
    let world = Stage::new().world;
    let patients: Vec<_> = world.practices().flat_map(Practice::patients).collect();
    let has = |wanted: fn(char) -> bool| patients.iter().any(|p| p.demographics.surname.chars().any(wanted));
    assert!(has(|c| c == '\'') && has(|c| !c.is_ascii()));
    let numbers: BTreeSet<_> = patients.iter().filter_map(|p| p.demographics.nhs_number.as_ref()).collect();
    assert_eq!(numbers.len(), patients.len());
}

#[test]
fn sixty_slots_can_be_booked_at_any_time_and_never_go_stale() {
    let mut stage = Stage::new();
    let patients: Vec<_> = LIVE.iter().map(|ods| stage.patient(ods, 0)).collect();
    for wait in [0, 1, 5, 60, 1, 400] {
        stage.wait(days(wait) + Duration::from_hours(7));
        let now = stage.now();
        for id in &patients {
            let to = now.local.saturating_add(100.days());
            let page = PageRequest { maximum_items: Some(60), after: None };
            let free =
                stage.world.available_appointments(caller(id, Version::V1_0), now.local, to, page, now);
            let free = free.unwrap();
            assert_eq!(free.slots.len(), 60);
            assert!(free.slots.iter().all(|slot| slot.slot_type != SlotType::Telephone));
        }
    }
}

#[test]
fn the_diary_has_every_kind_and_what_cannot_be_booked() {
    let stage = Stage::new();
    let practice = stage.world.practice(D).unwrap();
    let today = stage.now().local.date();
    let slots: Vec<_> = (0..99).flat_map(|n| practice.slots_on(today.saturating_add(n.days()))).collect();
    for kind in [SlotType::Unknown, SlotType::Practice, SlotType::Telephone, SlotType::Visit, SlotType::Video]
    {
        assert!(slots.iter().any(|slot| slot.slot_type == kind && practice.is_free(slot)), "{kind:?}");
    }
    assert!(slots.iter().any(|slot| slot.taken));
    for ods_code in [A, C] {
        let quiet = stage.world.practice(ods_code).unwrap();
        assert!(quiet.slots_on(today).iter().all(|slot| slot.slot_type != SlotType::Telephone));
    }
    for ods_code in LIVE {
        let held = stage.world.practice(ods_code).unwrap().bookings();
        assert!(held.len() >= 10, "past bookings");
    }
}

#[test]
fn some_have_an_appointment_to_come() {
    let mut stage = Stage::new();
    let now = stage.now();
    for ods_code in LIVE {
        let holders: Vec<_> = (0..GOOD_PIN_DOCUMENTS)
            .filter_map(|n| {
                let id = stage.patient(ods_code, n);
                let who = caller(&id, Version::V1_0);
                let ahead =
                    stage.world.patient_appointments(who, false, None, ALL, now).unwrap().appointments;
                assert!(ahead.len() <= 1);
                let appointment = ahead.first()?;
                let settings = stage.world.practice_settings(ods_code).unwrap();
                let asked = settings.appointment_booking_reason != InputRequirement::NotRequested;
                assert_eq!(appointment.reason.is_some(), asked);
                assert!(appointment.booked_at < Some(now.local));
                Some((n, appointment.slot.start.date() == now.local.date()))
            })
            .collect();
        assert!(holders.len() >= 10, "{holders:?}");
        assert_eq!(holders[0], (0, false));
        assert!(holders.iter().filter(|(_, today)| *today).count() >= 5);
    }
}
