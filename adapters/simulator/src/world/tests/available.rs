//! GetAvailableAppointments: the window, the order, the pages.

use super::*;

fn ask(
    stage: &Stage,
    id: &str,
    version: Version,
    (from, to): (DateTime, DateTime),
    page: PageRequest<'_>,
) -> Result<AvailableAppointments, Refusal> {
    stage.world.available_appointments(caller(id, version), from, to, page, stage.now())
}

/// All pages, one after another.
fn all(stage: &Stage, id: &str, version: Version, span: (DateTime, DateTime)) -> Vec<Slot> {
    let mut slots = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page = PageRequest { maximum_items: Some(137), after: after.as_deref() };
        let answer = ask(stage, id, version, span, page).unwrap();
        assert!(answer.slots.len() <= 137);
        slots.extend(answer.slots);
        match answer.next {
            None => return slots,
            next => after = next,
        }
    }
}

fn wide(stage: &Stage) -> (DateTime, DateTime) {
    let now = stage.now().local;
    (now.saturating_sub(5.days()), now.saturating_add(100.days()))
}

// PG-2
#[test]
fn pages_hold_exactly_the_free_slots_in_order() {
    let mut stage = Stage::new();
    for ods_code in LIVE {
        let id = stage.patient(ods_code, 1);
        let listed = all(&stage, &id, Version::V1_1, wide(&stage));
        let practice = stage.world.practice(ods_code).unwrap();
        let rules = practice.settings.appointments;
        let now = stage.now().local;
        let earliest = now.saturating_add(i64::from(rules.earliest_booking_minutes).minutes());
        let latest = now.saturating_add(i64::from(rules.latest_booking_days).days());
        let expected: Vec<_> = (0..100)
            .flat_map(|n| practice.slots_on(now.date().saturating_add(n.days())))
            .filter(|slot| practice.is_free(slot) && slot.start >= earliest && slot.start <= latest)
            .collect();
        assert_eq!(listed, expected, "{ods_code}");
        assert!(listed.is_sorted_by_key(|slot| (slot.start, slot.slot_id)));
        assert!(listed.iter().zip(listed.iter().skip(1)).any(|(a, b)| a.start == b.start));
    }
}

#[test]
fn telephone_slots_are_not_for_1_0() {
    let mut stage = Stage::new();
    let id = stage.patient(D, 1);
    let span = wide(&stage);
    let telephone = |slots: Vec<Slot>| slots.iter().filter(|s| s.slot_type == SlotType::Telephone).count();
    assert_eq!(telephone(all(&stage, &id, Version::V1_0, span)), 0);
    assert!(telephone(all(&stage, &id, Version::V1_1, span)) > 100);
}

#[test]
fn from_is_in_and_to_is_out() {
    let mut stage = Stage::new();
    let id = stage.patient(D, 1);
    let slot = stage.free(D, SlotType::Video);
    let one_second = 1.second();
    let has = |from, to| all(&stage, &id, Version::V1_0, (from, to)).contains(&slot);
    assert!(has(slot.start, slot.start.saturating_add(one_second)));
    assert!(!has(slot.start.saturating_sub(1.hour()), slot.start));
    assert!(!has(slot.start.saturating_add(one_second), slot.start.saturating_add(1.hour())));
    assert!(!has(slot.start, slot.start));
}

#[test]
fn the_window_includes_its_ends() {
    let mut stage = Stage::new();
    let id = stage.patient(C, 1);
    let slot = stage.free(C, SlotType::Practice);
    let listed = |stage: &Stage| all(stage, &id, Version::V1_0, wide(stage)).contains(&slot);
    stage.wait_until(slot.start.saturating_sub(1440.minutes()));
    assert!(listed(&stage));
    stage.wait(seconds(1));
    assert!(!listed(&stage));

    let far = stage.now().local.saturating_add(58.days());
    let slot = stage.slot(C, |p, slot| p.is_free(slot) && slot.start > far);
    let listed = |stage: &Stage| all(stage, &id, Version::V1_0, wide(stage)).contains(&slot);
    stage.wait_until(slot.start.saturating_sub((56 * 24).hours()).saturating_sub(1.second()));
    assert!(!listed(&stage));
    stage.wait(seconds(1));
    assert!(listed(&stage));
}

#[test]
fn the_span_is_at_most_120_days_forwards() {
    let mut stage = Stage::new();
    let id = stage.patient(A, 0);
    let from = stage.now().local;
    let to = from.saturating_add(120.days());
    let ask = |from, to, page| ask(&stage, &id, Version::V1_0, (from, to), page);
    assert!(ask(from, to, ALL).is_ok());
    let refusal = |field| Refusal { code: FaultCode::FieldInvalid, field: Some(field) };
    assert_eq!(ask(from, to.saturating_add(1.second()), ALL), Err(refusal("To")));
    // The clock is changed in between, by which the days are an hour longer.
    let autumn = jiff::civil::date(2026, 9, 1).at(12, 0, 0, 0);
    assert!(ask(autumn, autumn.saturating_add(120.days()), ALL).is_ok());
    assert_eq!(
        ask(autumn, autumn.saturating_add(120.days()).saturating_add(1.second()), ALL),
        Err(refusal("To"))
    );
    assert_eq!(ask(from, from.saturating_sub(1.second()), ALL), Err(refusal("From")));
    assert!(ask(DateTime::MIN, DateTime::MIN, ALL).unwrap().slots.is_empty());
    assert!(ask(DateTime::MAX, DateTime::MAX, ALL).unwrap().slots.is_empty());
    let too_many = PageRequest { maximum_items: Some(1001), after: None };
    assert_eq!(ask(from, to, too_many), Err(refusal("MaximumItems")));
    assert_eq!(ask(to, from, too_many), Err(refusal("From")), "the page's order");
}

// PG-1
#[test]
fn a_next_serves_the_same_query_only() {
    let mut stage = Stage::new();
    let id = stage.patient(D, 1);
    let (from, to) = wide(&stage);
    let first = ask(&stage, &id, Version::V1_1, (from, to), PageRequest::default()).unwrap();
    assert_eq!(first.slots.len(), DEFAULT_PAGE);
    let next = first.next.unwrap();
    let page = PageRequest { maximum_items: None, after: Some(&next) };
    assert!(ask(&stage, &id, Version::V1_1, (from, to), page).is_ok());
    let later = from.saturating_add(1.second());
    let refusal = Refusal { code: FaultCode::FieldInvalid, field: Some("After") };
    assert_eq!(ask(&stage, &id, Version::V1_1, (later, to), page), Err(refusal));
    let elsewhere = Caller { session: b"another", ..caller(&id, Version::V1_1) };
    let answer = stage.world.available_appointments(elsewhere, from, to, page, stage.now());
    assert_eq!(answer, Err(refusal));
    let answer = stage.world.patient_appointments(caller(&id, Version::V1_1), true, None, page, stage.now());
    assert_eq!(answer, Err(refusal));
}

#[test]
fn a_slot_booked_between_two_pages_shifts_nothing() {
    let mut stage = Stage::new();
    let (id, other) = (stage.patient(D, 1), stage.patient(D, 2));
    let span = wide(&stage);
    let whole = all(&stage, &id, Version::V1_0, span);
    let page = PageRequest { maximum_items: Some(10), after: None };
    let first = ask(&stage, &id, Version::V1_0, span, page).unwrap();
    let now = stage.now();
    for slot in [&first.slots[3], first.slots.last().unwrap()] {
        stage.world.book_appointment(caller(&other, Version::V1_0), slot.slot_id, None, None, now).unwrap();
    }
    let page = PageRequest { after: first.next.as_deref(), ..page };
    let second = ask(&stage, &id, Version::V1_0, span, page).unwrap();
    assert_eq!(second.slots, whole[10..20]);
}

// PG-3
#[test]
fn the_side_tables_hold_what_the_page_names() {
    let mut stage = Stage::new();
    let id = stage.patient(D, 1);
    let page = PageRequest { maximum_items: Some(3), after: None };
    let answer = ask(&stage, &id, Version::V2_1, wide(&stage), page).unwrap();
    for slot in &answer.slots {
        assert!(answer.tables.sessions.iter().any(|session| session.session_id == slot.session_id));
    }
    for session in &answer.tables.sessions {
        assert!(answer.slots.iter().any(|slot| session.session_id == slot.session_id));
        for id in &session.clinician_ids {
            assert!(answer.tables.clinicians.iter().any(|c| c.clinician_id == *id));
        }
        if let Some(id) = session.location_id {
            assert!(answer.tables.locations.iter().any(|l| l.location_id == id));
        }
    }
    assert!(answer.tables.sessions.len() <= 3 && answer.tables.locations.len() <= 2);
}
