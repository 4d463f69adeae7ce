//! A store: nothing that was answered is lost when the process is killed, whatever it was doing.

use core::sync::atomic::{AtomicUsize, Ordering};
use core::time::Duration;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::thread;

use emis_core::messages::appointments::{
    BookAppointment, CancelAppointment, GetAvailableAppointments, GetPatientAppointments,
};
use emis_core::messages::messaging::{DeleteMessage, GetMessageRecipients, GetMessages, SendMessage};
use emis_core::messages::practice::GetUserOptions;
use emis_core::messages::prescribing::{
    GetMedicationCourses, GetPrescriptionRequests, RequestPrescription, RequestStatus,
};
use emis_core::messages::record::ResetAccountLinkageKey;
use emis_core::messages::{BoundedList, PageSize};
use emis_core::session::Outcome;
use emis_core::transport::Transport;
use emis_core::types::{DateTime, Relationship, SessionId, Text};
use emis_simulator::clock::{Clock as _, ManualClock};
use emis_simulator::world::GOOD_PIN_DOCUMENTS;
use emis_simulator::{Builder, Simulator, StartError, StoreError};
use jiff::civil::date;

use crate::common::D;
use crate::common::kiosk::Room;
use crate::common::program::{Directory, Running, Site, Visit, program, registration};

const MINE: GetPatientAppointments<'_> =
    GetPatientAppointments { include_past: false, past_from: None, maximum_items: None, after: None };
const MESSAGES: GetMessages<'_> = GetMessages { maximum_items: None, after: None };
const REQUESTS: GetPrescriptionRequests<'_> =
    GetPrescriptionRequests { from: None, to: None, maximum_items: None, after: None };
const COURSES: GetMedicationCourses<'_> = GetMedicationCourses { maximum_items: None, after: None };

/// The program with a store in that file, on a day on which the diary is full of free slots.
fn start(store: &str) -> (Running, Site) {
    let running = Running::start(&["--store", store, "--now", "2026-11-22T09:00:00", "--iterations", "10"]);
    let site = Site::new(&running.line);
    (running, site)
}

/// The slots that the patient holds.
fn mine<T: Transport>(visit: &mut Visit<'_, T>) -> BTreeSet<i64> {
    visit.call(&MINE).appointments.iter().map(|appointment| appointment.unwrap().slot_id).collect()
}

/// The first free slots of tomorrow.
fn free<T: Transport>(visit: &mut Visit<'_, T>, count: usize) -> Vec<i64> {
    let search = GetAvailableAppointments {
        from: DateTime::parse("2026-11-23T08:00:00").unwrap(),
        to: DateTime::parse("2026-11-24T00:00:00").unwrap(),
        maximum_items: Some(PageSize::new(1000).unwrap()),
        after: None,
    };
    let found = visit.call(&search);
    let bookable = found.slots.iter().map(Result::unwrap);
    let plain = bookable.filter(|slot| slot.slot_type.as_str() == "Practice");
    plain.map(|slot| slot.slot_id).take(count).collect()
}

fn book(slot_id: i64) -> BookAppointment<'static> {
    BookAppointment { slot_id, booking_reason: None, telephone: None }
}

fn cancel(slot_id: i64) -> CancelAppointment<'static> {
    CancelAppointment { slot_id, reason: None }
}

// SH-11
#[test]
fn what_was_answered_is_there_after_a_kill() {
    let directory = Directory::new("answered");
    let store = directory.file("store");
    let (mut running, site) = start(&store);
    let (rel, provisional) = (site.register(D, 0), site.register(D, 1));
    let (doubtful, booked, request_id, message_id, key, linkage_key);
    {
        let mut room = Room::new();
        let mut visit = site.visit(&mut room, D, Some(&rel));
        let slots = free(&mut visit, 2);
        for slot in &slots {
            visit.call(&book(*slot));
        }
        visit.call(&cancel(slots[0]));
        booked = mine(&mut visit);
        assert!(booked.contains(&slots[1]) && !booked.contains(&slots[0]));
        let course = {
            let found = visit.call(&COURSES);
            found.courses.iter().map(Result::unwrap).find(|course| course.can_be_requested).unwrap().course_id
        };
        let ids = [course];
        let request = RequestPrescription { course_ids: BoundedList::new(&ids).unwrap(), comment: None };
        request_id = visit.call(&request).request_id;
        let recipient_id =
            visit.call(&GetMessageRecipients {}).recipients.iter().next().unwrap().unwrap().recipient_id;
        let text = |text| Text::new(text).unwrap();
        let letter =
            SendMessage { recipient_id, subject: text("Hay fever & co"), content: Text::new("Hm?").unwrap() };
        message_id = visit.call(&letter).message_id;
        let gone = visit.call(&letter).message_id;
        visit.call(&DeleteMessage { message_id: gone });
        doubtful = visit.session.id();
    }
    {
        // Another patient resets the key; somebody guesses a third one's.
        let other = site.register(D, 2);
        let mut room = Room::new();
        let mut visit = site.visit(&mut room, D, Some(&other));
        key = (other.id, visit.session.next_relationship_key().unwrap());
        linkage_key = visit.call(&ResetAccountLinkageKey { reason: None }).linkage_key.to_string();
        let mut room = Room::new();
        let mut visit = site.visit(&mut room, D, None);
        let mut guess = registration(site.pin(D, 3));
        guess.linkage_key = Text::new("A GUESS").unwrap();
        for _ in 0..5 {
            assert_eq!(visit.fault(&guess), "LinkageKeyMismatch");
        }
        assert_eq!(visit.fault(&guess), "TooManyAttempts");
    }
    let log = running.kill();
    for secret in [rel.key.expose_str(), key.1.expose_str(), &linkage_key, "Hay fever"] {
        assert!(!log.contains(secret));
    }

    let (_running, again) = start(&store);
    for name in ["applicationId", "clientPreSharedKey", "serverPreSharedKey", "practices"] {
        assert_eq!(site.line[name], again.line[name], "{name}");
    }
    assert_eq!(site.pin(D, 0), again.pin(D, 0));
    assert_eq!(again.pin(D, 2)["linkageKey"], linkage_key);
    let mut room = Room::new();
    let mut visit = again.replacing(&mut room, D, &rel, doubtful);
    assert_eq!(mine(&mut visit), booked);
    {
        let found = visit.call(&REQUESTS);
        let request = found.requests.iter().map(Result::unwrap).next().unwrap();
        assert_eq!(request.request_id, request_id);
        assert_eq!(request.courses.iter().next().unwrap().unwrap().status, RequestStatus::Requested);
    }
    {
        let newest = visit.call(&MESSAGES).messages.iter().next().unwrap().unwrap();
        assert!(newest.message_id == message_id && newest.subject == "Hay fever & co");
    }
    let mut room = Room::new();
    again.visit(&mut room, D, Some(&provisional)).call(&GetUserOptions {});
    let mut room = Room::new();
    let mut visit = again.visit(&mut room, D, None);
    assert_eq!(visit.fault(&registration(site.pin(D, 0))), "AlreadyLinked");
    assert_eq!(visit.fault(&registration(site.pin(D, 3))), "TooManyAttempts");
    let other = Relationship { id: key.0, key: key.1 };
    let mut room = Room::new();
    again.visit(&mut room, D, Some(&other)).call(&GetUserOptions {});
}

/// One patient's part in a crowd: what it knows of its bookings, as the protocol tells it.
struct Patient {
    rel: Relationship,
    held: BTreeSet<i64>,
    /// The slot of a call of which nothing is known.
    unknown: Option<i64>,
    session: Option<SessionId>,
}

impl Patient {
    /// Books and cancels slots that others want too, until the server stops answering.
    fn crowd(&mut self, site: &Site, wanted: &[i64], number: usize, answered: &AtomicUsize) {
        let mut room = Room::new();
        let mut visit = site.visit(&mut room, D, Some(&self.rel));
        self.session = Some(visit.session.id());
        for n in number.. {
            let slot = wanted[n * (number + 1) % wanted.len()];
            let held = self.held.contains(&slot);
            let outcome = if held {
                visit.front.call(&mut visit.session, &cancel(slot)).map(drop).map_err(|e| e.outcome())
            } else {
                visit.front.call(&mut visit.session, &book(slot)).map(drop).map_err(|e| e.outcome())
            };
            match outcome {
                Ok(()) if held => _ = self.held.remove(&slot),
                Ok(()) => _ = self.held.insert(slot),
                Err(Outcome::NotCarriedOut) => {}
                Err(Outcome::NotSent) => return,
                Err(_) => {
                    self.unknown = Some(slot);
                    return;
                }
            }
            answered.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Reads back, in a session that replaces the doubtful one: what is known is so, and the rest is settled.
    fn settle(&mut self, site: &Site) -> BTreeSet<i64> {
        let mut room = Room::new();
        let mut visit = site.replacing(&mut room, D, &self.rel, self.session.unwrap());
        let found = mine(&mut visit);
        let mut expected = self.held.clone();
        if let Some(slot) = self.unknown.take() {
            if found.contains(&slot) {
                expected.insert(slot)
            } else {
                expected.remove(&slot)
            };
        }
        assert_eq!(found, expected);
        self.held = expected;
        found
    }
}

// SH-11, SH-20
#[test]
fn a_kill_in_the_middle_of_many_calls_loses_none_that_was_answered() {
    let directory = Directory::new("killed");
    let store = directory.file("store");
    let (mut running, mut site) = start(&store);
    // Those without an appointment of their own.
    let mut patients: Vec<_> = [1, 2, 4, 5]
        .map(|n| Patient { rel: site.register(D, n), held: BTreeSet::new(), unknown: None, session: None })
        .into();
    let wanted = {
        let mut room = Room::new();
        free(&mut site.visit(&mut room, D, Some(&patients[0].rel)), 9)
    };
    for round in 0..3 {
        let answered = AtomicUsize::new(0);
        thread::scope(|scope| {
            let mut crowd = Vec::new();
            for (number, patient) in patients.iter_mut().enumerate() {
                let (site, wanted, answered) = (&site, &wanted, &answered);
                crowd.push(scope.spawn(move || patient.crowd(site, wanted, number, answered)));
            }
            let all_go_on = || !crowd.iter().any(thread::ScopedJoinHandle::is_finished);
            while all_go_on() && answered.load(Ordering::Relaxed) < 60 + round * 7 {
                thread::sleep(Duration::from_millis(1));
            }
            // All of them are in the middle of something.
            let in_the_middle = all_go_on();
            running.kill();
            assert!(in_the_middle);
        });
        (running, site) = start(&store);
        let mut holders = BTreeMap::new();
        for (number, patient) in patients.iter_mut().enumerate() {
            for slot in patient.settle(&site) {
                assert_eq!(holders.insert(slot, number), None, "a slot is held twice");
            }
        }
        // No call of the killed process takes effect any more.
        for patient in &mut patients {
            patient.settle(&site);
        }
    }
}

#[test]
fn a_store_is_one_simulators_and_of_one_seed() {
    let directory = Directory::new("refused");
    let store = directory.file("store");
    let (mut running, _) = start(&store);
    let refused = |arguments: &[&str]| {
        let ended = program(arguments).output().unwrap();
        assert!(!ended.status.success() && ended.stdout.is_empty());
        String::from_utf8(ended.stderr).unwrap()
    };
    assert!(refused(&["--store", &store]).contains("the store is in use"));
    running.kill();
    let said = refused(&["--store", &store, "--seed", "2"]);
    assert!(said.contains("belongs to seed 1, not to seed 2"), "{said}");
    let folder = directory.path().to_str().unwrap();
    assert!(refused(&["--store", folder]).contains("cannot be read or written"));
    assert!(refused(&["--store", &directory.file("no/such")]).contains("cannot be read or written"));
}

/// The practice end in this process, under a clock of its own.
fn builder(store: &str, clock: &Arc<ManualClock>) -> Builder {
    Simulator::builder().clock(Arc::clone(clock)).iterations(10).store(store)
}

#[test]
fn time_goes_on_and_the_world_with_it() {
    let directory = Directory::new("time");
    let store = directory.file("store");
    let clock = || Arc::new(ManualClock::new(date(2026, 3, 2).at(9, 5, 0, 0)));
    let moved = clock();
    let server = builder(&store, &moved).server().unwrap();
    moved.advance(Duration::from_hours(100));
    let (then, before) = (server.clock().now().instant, server.world().clone());
    drop(server);
    // A clock that starts anew goes on where that one stood; one that is later is right.
    let restarted = builder(&store, &clock()).server().unwrap();
    assert_eq!(restarted.clock().now().instant, then);
    assert!(*restarted.world() == before);
    drop(restarted);
    let later = Arc::new(ManualClock::new(date(2027, 3, 2).at(9, 5, 0, 0)));
    let server = builder(&store, &later).server().unwrap();
    assert_eq!(server.clock().now(), later.now());
    // The diary is still the first day's.
    assert!(*server.world() == before);
    // The first of those who are restricted.
    assert!(server.world().verify(D, GOOD_PIN_DOCUMENTS));
    // What is changed in a world's guard is kept as soon as that is dropped.
    let changed = server.world().clone();
    assert!(changed != before);
    let refused = builder(&store, &later).server().unwrap_err();
    assert!(matches!(refused, StartError::Store(StoreError::InUse)));
    drop(server);
    assert!(*builder(&store, &later).server().unwrap().world() == changed);
}
