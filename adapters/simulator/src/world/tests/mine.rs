//! GetPatientAppointments: what is shown of the past, and of telephones.

use super::*;

fn starts(
    stage: &Stage,
    id: &str,
    include_past: bool,
    past_from: Option<jiff::civil::Date>,
) -> Vec<DateTime> {
    let who = caller(id, Version::V1_1);
    let answer = stage.world.patient_appointments(who, include_past, past_from, ALL, stage.now()).unwrap();
    answer.appointments.iter().map(|appointment| appointment.slot.start).collect()
}

#[test]
fn the_past_is_shown_on_request_from_a_day_on() {
    let mut stage = Stage::new();
    let id = stage.patient(D, 0);
    let all = starts(&stage, &id, true, None);
    let (past, coming) = all.split_at(all.len() - 1);
    assert!(!past.is_empty() && all.is_sorted() && past.iter().all(|start| *start <= stage.now().local));
    assert_eq!(starts(&stage, &id, false, None), coming);
    let id = stage.patient(D, 1);
    assert_eq!(starts(&stage, &id, true, None), []);
    let slot = stage.free(D, SlotType::Practice);
    let now = stage.now();
    stage.world.book_appointment(caller(&id, Version::V1_1), slot.slot_id, None, None, now).unwrap();
    assert_eq!(starts(&stage, &id, false, Some(jiff::civil::Date::MAX)), [slot.start]);
    assert_eq!(
        starts(&stage, &id, true, Some(jiff::civil::Date::MAX)),
        [slot.start],
        "what is ahead is always there"
    );
    stage.wait_until(slot.start);
    assert_eq!(starts(&stage, &id, false, None), [], "a start now is past");
    assert_eq!(
        starts(&stage, &id, true, Some(slot.start.date())),
        [slot.start],
        "the day itself is included"
    );
    assert_eq!(starts(&stage, &id, true, Some(slot.start.date().saturating_add(1.day()))), []);
}

#[test]
fn a_booking_shows_what_was_said() {
    let mut stage = Stage::new();
    let id = stage.patient(B, 1);
    let slot = stage.free(B, SlotType::Telephone);
    let telephone = Telephone { number: "07700 900999".to_owned(), contact_type: ContactType::Mobile };
    let now = stage.now();
    let (new, old) = (caller(&id, Version::V1_1), caller(&id, Version::V1_0));
    stage
        .world
        .book_appointment(new, slot.slot_id, Some("Ça va & co"), Some(telephone.clone()), now)
        .unwrap();
    let shown = |who| stage.world.patient_appointments(who, false, None, ALL, now).unwrap();
    let expected = Appointment {
        slot,
        reason: Some("Ça va & co".to_owned()),
        booked_at: Some(now.local),
        telephone: Some(telephone),
    };
    assert_eq!(shown(new).appointments, core::slice::from_ref(&expected));
    assert_eq!(shown(old).appointments, [Appointment { telephone: None, ..expected }]);
    assert_eq!(shown(new).tables.sessions.len(), 1);
}

#[test]
fn pages_follow_one_another() {
    let mut stage = Stage::new();
    let id = stage.patient(D, 0);
    let now = stage.now();
    for _ in 0..9 {
        let slot = stage.free(D, SlotType::Practice);
        stage.world.book_appointment(caller(&id, Version::V1_1), slot.slot_id, None, None, now).unwrap();
    }
    let whole = starts(&stage, &id, true, None);
    let mut paged = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page = PageRequest { maximum_items: Some(3), after: after.as_deref() };
        let answer =
            stage.world.patient_appointments(caller(&id, Version::V1_1), true, None, page, now).unwrap();
        paged.extend(answer.appointments.iter().map(|a| a.slot.start));
        match answer.next {
            None => break,
            next => after = next,
        }
    }
    assert_eq!(paged, whole);
}
