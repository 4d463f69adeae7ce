//! The patients' past: visits, requests for prescriptions and messages from before the world began, and appointments to
//! come.
//!
//! All but the last lies in the past and is decided. An appointment to come counts against its patient's limit, so each
//! patient has at most one.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::GOOD_PIN_DOCUMENTS;
use crate::world::courses::PrescriptionType;
use crate::world::diary::DAYS_BACK;
use crate::world::messages::Thread;
use crate::world::mix::Mix;
use crate::world::practice::{InputRequirement, PatientNumber, Practice};
use crate::world::prescriptions::{Request, Wanted};
use crate::world::slot::{Booking, ContactType, SlotId, SlotType, Telephone};

/// The patients who have a past: those with a letter that works, by number and as a step of a path.
fn patients(practice: &Practice) -> impl Iterator<Item = (PatientNumber, u64)> + use<> {
    let count = if practice.live { GOOD_PIN_DOCUMENTS } else { 0 };
    (0..count).zip(0u64..)
}

/// A third of the patients have been here before, a few of them by telephone.
pub(super) fn bookings(
    seed: u64,
    number: u64,
    today: Date,
    practice: &Practice,
) -> BTreeMap<SlotId, Booking> {
    let mut bookings = BTreeMap::new();
    for (patient, path) in patients(practice).filter(|(patient, _)| patient % 3 == 0) {
        let mut mix = Mix::new(seed, &[3, number, path]);
        for _ in 0..=mix.below(5) {
            let back = mix.between(1, i32::try_from(DAYS_BACK).unwrap_or(1));
            let day = practice.diary.day(today.saturating_sub(back.days()));
            let free: Vec<_> =
                day.slots.iter().filter(|s| !s.taken && !bookings.contains_key(&s.slot_id)).collect();
            let Some(slot) = free.get(mix.below(free.len())) else { continue };
            let telephone = (slot.slot_type == SlotType::Telephone)
                .then(|| Telephone { number: "07700 900123".to_owned(), contact_type: ContactType::Mobile });
            let reason = reason(&mut mix, practice);
            let booked_at = mix.percent(80).then(|| slot.start.saturating_sub(mix.between(2, 400).hours()));
            bookings.insert(slot.slot_id, Booking { patient, reason, booked_at, telephone });
        }
    }
    bookings
}

/// Those who have been here before have one appointment to come: half of them today, after two in the afternoon, the
/// others, the first patient among them, on one of the next nine days.
pub(super) fn coming(seed: u64, number: u64, today: Date, practice: &mut Practice) {
    for (patient, path) in patients(practice).filter(|(patient, _)| patient % 3 == 0) {
        let mut mix = Mix::new(seed, &[7, number, path]);
        let is_today = patient % 2 == 1;
        let day = if is_today { today } else { today.saturating_add(mix.between(1, 9).days()) };
        let earliest = if is_today { today.at(14, 0, 0, 0) } else { day.at(0, 0, 0, 0) };
        let slots = practice.slots_on(day).into_iter().filter(|slot| slot.start >= earliest);
        let wanted = slots.filter(|slot| slot.slot_type == SlotType::Practice && practice.is_free(slot));
        let free: Vec<_> = wanted.collect();
        let Some(slot) = free.get(mix.below(free.len())) else { continue };
        let booked_on = today.saturating_sub(mix.between(2, 20).days());
        let booked_at = booked_on.at(9, 0, 0, 0).saturating_add(mix.between(0, 30_000).seconds());
        let reason = reason(&mut mix, practice);
        let booking = Booking { patient, reason, booked_at: Some(booked_at), telephone: None };
        practice.bookings.insert(slot.slot_id, booking);
    }
}

/// What a patient said, if the practice asks at all.
fn reason(mix: &mut Mix, practice: &Practice) -> Option<String> {
    let reasons = ["Sore throat & cough", "Mum's blood pressure", "Café au lait spots", "Follow-up"];
    let asked = practice.settings.appointment_booking_reason != InputRequirement::NotRequested;
    asked.then(|| mix.pick(&reasons).to_owned())
}

/// Half of the patients have asked for something a week to three months ago.
pub(super) fn requests(seed: u64, number: u64, today: Date, practice: &Practice) -> Vec<Request> {
    let mut requests = Vec::new();
    for (patient, path) in patients(practice).filter(|(patient, _)| patient % 2 == 0) {
        let mut mix = Mix::new(seed, &[4, number, path]);
        let repeats = practice.prescribed(patient).into_iter();
        let repeats: Vec<_> = repeats.filter(|c| c.prescription_type == PrescriptionType::Repeat).collect();
        for _ in 0..=mix.below(3) {
            let day = today.saturating_sub(mix.between(7, 90).days());
            let requested_at = day.at(18, 30, 0, 0).saturating_add(mix.between(0, 3600).seconds());
            let wanted = repeats.iter().take(1 + mix.below(2)).map(|course| {
                let asked = Wanted::new(course.course_id.clone(), mix.percent(10));
                Wanted { cancelled: mix.percent(10), ..asked }
            });
            let comment = match practice.settings.prescribing_comment {
                InputRequirement::NotRequested => None,
                _ => Some("Running low & off to Llanfairpwll".to_owned()),
            };
            let courses: Vec<_> = wanted.collect();
            requests.push(Request { id: mix.guid(), patient, requested_at, comment, courses });
        }
    }
    requests
}

/// Every other patient has written to the practice, long enough ago to have had the replies.
pub(super) fn messages(seed: u64, number: u64, today: Date, practice: &mut Practice) {
    for (patient, path) in patients(practice).filter(|(patient, _)| patient % 2 == 0) {
        let mut mix = Mix::new(seed, &[6, number, path]);
        for _ in 0..=mix.below(4) {
            let day = today.saturating_sub(mix.between(5, 200).days());
            let subject =
                mix.pick(&["Sick note", "Mum's tablets", "Blood test – results?", "Change of address"]);
            practice.keep(Thread {
                patient,
                recipient_name: mix.pick(&["Reception", "The doctors' secretary"]).to_owned(),
                subject: subject.to_owned(),
                content:
                    "Dear all,\n\ncould you please have a look & let me know? It's not urgent.\n\nDiolch!"
                        .to_owned(),
                sent_at: day.at(20, 0, 0, 0).saturating_add(mix.between(0, 7200).seconds()),
                replies_read: mix.below(4),
            });
        }
    }
}
