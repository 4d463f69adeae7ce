//! BookAppointment and CancelAppointment: every refusal, in the page's order, and that a refusal changes nothing.

use super::*;

fn book(
    stage: &mut Stage,
    id: &str,
    slot: &Slot,
    reason: Option<&str>,
    telephone: bool,
) -> Result<SlotId, Refusal> {
    let telephone =
        telephone.then(|| Telephone { number: "020 7946 0000".to_owned(), contact_type: ContactType::Home });
    let (before, now) = (stage.world.clone(), stage.now());
    let outcome =
        stage.world.book_appointment(caller(id, Version::V1_1), slot.slot_id, reason, telephone, now);
    assert_eq!(outcome.is_err(), before == stage.world, "all or nothing");
    outcome
}

// OP-12: `book` compares the world with what it was
#[test]
fn slots_that_are_not_there() {
    let mut stage = Stage::new();
    let id = stage.patient(D, 0);
    let now = stage.now();
    let old = caller(&id, Version::V1_0);
    let telephone = stage.free(D, SlotType::Telephone);
    for slot_id in [0, -1, i64::MAX, telephone.slot_id] {
        assert_eq!(
            refused(stage.world.book_appointment(old, slot_id, None, None, now)),
            FaultCode::SlotNotFound
        );
    }
    // The diary is open to a week after the last day that can be booked.
    let last = now.local.saturating_add((90 * 24).hours()).date().saturating_add(7.days());
    let slots = |day| stage.world.practice(D).unwrap().slots_on(day);
    let (known, unknown) = (slots(last)[0].clone(), slots(last.saturating_add(1.day()))[0].clone());
    assert_eq!(refused(book(&mut stage, &id, &known, None, false)), FaultCode::SlotTooLate);
    assert_eq!(refused(book(&mut stage, &id, &unknown, None, false)), FaultCode::SlotNotFound);
}

// OP-10
#[test]
fn the_window_is_exact() {
    let mut stage = Stage::new();
    let ids = [stage.patient(B, 0), stage.patient(B, 1)];
    let far = stage.now().local.saturating_add(30.days());
    let slot = stage.slot(B, |p, s| p.is_free(s) && s.slot_type == SlotType::Video && s.start > far);
    let mut at = |before: jiff::Span, expected: Result<(), FaultCode>| {
        stage.wait_until(slot.start.saturating_sub(before));
        let world = stage.world.clone();
        assert_eq!(
            book(&mut stage, &ids[0], &slot, None, false).map(drop).map_err(|r| r.code),
            expected,
            "{before}"
        );
        stage.world = world;
    };
    at((28 * 24 * 3600 + 1).seconds(), Err(FaultCode::SlotTooLate));
    at((28 * 24 * 3600).seconds(), Ok(()));
    at(3600.seconds(), Ok(()));
    at(3599.seconds(), Err(FaultCode::SlotTooSoon));
    at(1.seconds(), Err(FaultCode::SlotTooSoon));
    at(0.seconds(), Err(FaultCode::SlotInPast));
    at((-1).days(), Err(FaultCode::SlotInPast));
}

#[test]
fn without_notice_a_slot_may_be_booked_until_it_begins() {
    let mut stage = Stage::new();
    let id = stage.patient(A, 0);
    let slot = stage.free(A, SlotType::Practice);
    stage.wait_until(slot.start.saturating_sub(1.second()));
    assert_eq!(book(&mut stage, &id, &slot, None, false), Ok(slot.slot_id));
}

#[test]
fn a_slot_is_held_once() {
    let mut stage = Stage::new();
    let (id, other) = (stage.patient(A, 0), stage.patient(A, 1));
    let slot = stage.free(A, SlotType::Practice);
    assert_eq!(book(&mut stage, &id, &slot, None, false), Ok(slot.slot_id));
    for who in [&id, &other] {
        assert_eq!(refused(book(&mut stage, who, &slot, None, false)), FaultCode::SlotUnavailable);
    }
    let taken = stage.slot(A, |_, s| s.taken && s.start > slot.start);
    assert_eq!(refused(book(&mut stage, &other, &taken, None, false)), FaultCode::SlotUnavailable);
    let now = stage.now();
    assert_eq!(
        stage.world.cancel_appointment(caller(&id, Version::V1_0), slot.slot_id, None, now),
        Ok(slot.slot_id)
    );
    assert_eq!(book(&mut stage, &other, &slot, None, false), Ok(slot.slot_id));
}

#[test]
fn the_limit_counts_bookings_not_yet_past() {
    let mut stage = Stage::new();
    let id = stage.patient(A, 1);
    let maximum = stage.world.practice_settings(A).unwrap().appointments.maximum_bookings;
    let mut first = None;
    for _ in 0..maximum {
        let slot = stage.free(A, SlotType::Practice);
        book(&mut stage, &id, &slot, None, false).unwrap();
        first.get_or_insert(slot);
    }
    let slot = stage.free(A, SlotType::Practice);
    assert_eq!(
        refused(book(&mut stage, &id, &slot, Some("not asked for"), true)),
        FaultCode::BookingLimitReached
    );
    let taken = stage.slot(A, |_, s| s.taken && s.start > slot.start);
    assert_eq!(
        refused(book(&mut stage, &id, &taken, None, false)),
        FaultCode::SlotUnavailable,
        "before the limit"
    );
    let first = first.unwrap();
    stage.wait_until(first.start.saturating_sub(1.second()));
    assert_eq!(refused(book(&mut stage, &id, &slot, None, false)), FaultCode::BookingLimitReached);
    stage.wait(seconds(1));
    let slot = stage.free(A, SlotType::Practice);
    assert_eq!(book(&mut stage, &id, &slot, None, false), Ok(slot.slot_id));
}

#[test]
fn reasons_are_as_the_practice_wants_them() {
    let mut stage = Stage::new();
    let (missing, invalid) = (Refusal::missing("BookingReason"), Refusal::invalid("BookingReason"));
    for (ods_code, reason, expected) in [
        (A, None, Ok(())),
        (A, Some(""), Ok(())),
        (A, Some("x"), Err(invalid)),
        (B, None, Ok(())),
        (B, Some("é".repeat(100).leak() as &str), Ok(())),
        (B, Some("é".repeat(101).leak()), Err(invalid)),
        (C, None, Err(missing)),
        (C, Some(""), Err(missing)),
        (C, Some("Cough & cold"), Ok(())),
        (C, Some("x".repeat(151).leak()), Err(invalid)),
    ] {
        let n = stage.world.relationships.len();
        let id = stage.patient(ods_code, n);
        let slot = stage.free(ods_code, SlotType::Practice);
        assert_eq!(book(&mut stage, &id, &slot, reason, false).map(drop), expected, "{ods_code} {reason:?}");
    }
}

#[test]
fn telephones_are_for_telephone_slots() {
    let mut stage = Stage::new();
    let id = stage.patient(B, 0);
    let long = "x".repeat(101);
    let by_telephone = stage.free(B, SlotType::Telephone);
    let at_practice = stage.free(B, SlotType::Practice);
    assert_eq!(book(&mut stage, &id, &by_telephone, None, false), Err(Refusal::missing("Telephone")));
    assert_eq!(book(&mut stage, &id, &by_telephone, Some(&long), false), Err(Refusal::missing("Telephone")));
    assert_eq!(book(&mut stage, &id, &at_practice, None, true), Err(Refusal::invalid("Telephone")));
    assert_eq!(
        book(&mut stage, &id, &at_practice, Some(&long), true),
        Err(Refusal::invalid("BookingReason"))
    );
    assert!(book(&mut stage, &id, &by_telephone, None, true).is_ok());
}

#[test]
fn only_ones_own_booking_ahead_is_cancelled() {
    let mut stage = Stage::new();
    let (id, other) = (stage.patient(A, 0), stage.patient(A, 1));
    let slot = stage.free(A, SlotType::Practice);
    let cancel = |stage: &mut Stage, id: &str| {
        let (before, now) = (stage.world.clone(), stage.now());
        let outcome =
            stage.world.cancel_appointment(caller(id, Version::V1_0), slot.slot_id, Some("well again"), now);
        assert_eq!(outcome.is_err(), before == stage.world, "all or nothing");
        outcome.map_err(|refusal| refusal.code)
    };
    assert_eq!(cancel(&mut stage, &id), Err(FaultCode::AppointmentNotFound));
    book(&mut stage, &id, &slot, None, false).unwrap();
    assert_eq!(cancel(&mut stage, &other), Err(FaultCode::AppointmentNotFound));
    assert_eq!(cancel(&mut stage, &id), Ok(slot.slot_id));
    assert_eq!(cancel(&mut stage, &id), Err(FaultCode::AppointmentNotFound));
    let kept = &stage.world.practice(A).unwrap().cancellations()[0];
    assert_eq!((kept.slot_id, kept.reason.as_deref()), (slot.slot_id, Some("well again")));
    book(&mut stage, &id, &slot, None, false).unwrap();
    stage.wait_until(slot.start);
    assert_eq!(cancel(&mut stage, &id), Err(FaultCode::AppointmentNotCancellable));
}

#[test]
fn appointments_are_refused_to_who_was_not_given_them() {
    let mut stage = Stage::new();
    let id = stage.special(A, Letter::WithoutAppointments);
    let (now, who) = (stage.now(), caller(&id, Version::V1_0));
    let world = &mut stage.world;
    let refusal = FaultCode::ServiceNotEnabled;
    assert_eq!(refused(world.book_appointment(who, 0, None, None, now)), refusal);
    assert_eq!(refused(world.cancel_appointment(who, 0, None, now)), refusal);
    assert_eq!(refused(world.available_appointments(who, now.local, now.local, ALL, now)), refusal);
    assert_eq!(refused(world.patient_appointments(who, false, None, ALL, now)), refusal);
}
