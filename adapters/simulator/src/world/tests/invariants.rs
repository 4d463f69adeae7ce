//! Many patients, many calls, any order: what always holds.

use super::*;
use std::collections::BTreeMap;

/// What every practice must look like at any moment.
fn check(stage: &Stage, patients: &[(&str, String)]) {
    let now = stage.now();
    let mut holders: BTreeMap<(&str, SlotId), &str> = BTreeMap::new();
    let mut free: BTreeMap<&str, usize> = BTreeMap::new();
    for (ods_code, id) in patients {
        let who = caller(id, Version::V1_1);
        let mine = stage.world.patient_appointments(who, true, None, ALL, now).unwrap();
        for appointment in mine.appointments {
            assert_eq!(
                holders.insert((*ods_code, appointment.slot.slot_id), id.as_str()),
                None,
                "held twice"
            );
        }
        let ahead = stage.world.patient_appointments(who, false, None, ALL, now).unwrap().appointments.len();
        assert!(ahead <= stage.world.practice_settings(ods_code).unwrap().appointments.maximum_bookings);
        free.entry(*ods_code).or_insert_with(|| {
            let to = now.local.saturating_add(100.days());
            let mut count = 0;
            let mut after: Option<String> = None;
            loop {
                let page = PageRequest { maximum_items: Some(1000), after: after.as_deref() };
                let answer = stage.world.available_appointments(who, now.local, to, page, now).unwrap();
                assert!(answer.slots.iter().all(|slot| !holders.contains_key(&(*ods_code, slot.slot_id))));
                count += answer.slots.len();
                after = answer.next;
                if after.is_none() {
                    break count;
                }
            }
        });
    }
    for (ods_code, free) in free {
        let practice = stage.world.practice(ods_code).unwrap();
        let rules = practice.settings.appointments;
        let earliest = now.local.saturating_add(i64::from(rules.earliest_booking_minutes).minutes());
        let latest = now.local.saturating_add((i64::from(rules.latest_booking_days) * 24).hours());
        let open = (0..100).flat_map(|n| practice.slots_on(now.local.date().saturating_add(n.days())));
        let open: Vec<_> = open.filter(|s| s.start >= earliest && s.start <= latest).collect();
        let booked =
            open.iter().filter(|slot| slot.taken || practice.bookings().contains_key(&slot.slot_id)).count();
        assert_eq!(booked + free, open.len(), "bookings and free slots are all slots");
    }
}

#[test]
fn no_two_patients_ever_hold_one_slot() {
    for run in 0..3 {
        let mut stage = Stage::new();
        let mut dice = Mix::new(99, &[run]);
        let patients: Vec<_> = LIVE
            .iter()
            .flat_map(|ods| (0..4).map(move |n| (*ods, n)))
            .map(|(ods, n)| (ods, stage.patient(ods, n)))
            .collect();
        let mut carried_out = 0;
        for step in 0..200 {
            let (ods_code, id) = &patients[dice.below(patients.len())];
            let who = caller(id, Version::V1_1);
            let now = stage.now();
            let day = now.local.date().saturating_add(dice.between(-2, 4).days());
            let slots = stage.world.practice(ods_code).unwrap().slots_on(day);
            // Few slots and many patients, so that they compete for the same ones.
            let slot = &slots[dice.below(12)];
            let telephone = (slot.slot_type == SlotType::Telephone)
                .then(|| Telephone { number: "1".to_owned(), contact_type: ContactType::Other });
            let reason = (*ods_code == C).then_some("because");
            let before = stage.world.clone();
            let outcome = match dice.below(3) {
                0 => stage.world.cancel_appointment(who, slot.slot_id, None, now),
                _ => stage.world.book_appointment(who, slot.slot_id, reason, telephone, now),
            };
            assert_eq!(outcome.is_err(), stage.world == before);
            carried_out += usize::from(outcome.is_ok());
            if dice.percent(5) {
                stage.wait(Duration::from_hours(5));
            }
            if step % 50 == 49 {
                check(&stage, &patients);
            }
        }
        assert!(carried_out > 20, "the calls were not all refused");
    }
}
