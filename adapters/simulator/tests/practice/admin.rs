//! What can be done from outside the protocol, and what clients see of it.

use core::time::Duration;
use std::thread;

use emis_core::messages::BoundedList;
use emis_core::messages::practice::{AccountStatus, GetUserOptions};
use emis_core::messages::prescribing::{
    GetMedicationCourses, GetPrescriptionRequests, RequestPrescription, RequestStatus,
};
use emis_core::types::{Guid, SessionId};
use emis_simulator::clock::Clock as _;
use emis_simulator::world::{Decision, DetailsRegistration, Letter, SlotType, World};
use emis_simulator::{AdminError, LATEST};
use jiff::civil::{DateTime, date};

use crate::common::kiosk::{Kiosk, Room};
use crate::common::{B, D, Hello, Raw, Stage, body, book};

const REQUESTS: GetPrescriptionRequests<'_> =
    GetPrescriptionRequests { from: None, to: None, maximum_items: None, after: None };
const COURSES: GetMedicationCourses<'_> = GetMedicationCourses { maximum_items: None, after: None };

fn id_of(session: &Raw) -> SessionId {
    SessionId::parse(&session.id).unwrap()
}

fn stage_time(stage: &Stage) -> DateTime {
    stage.server.clock().now().local
}

#[test]
fn a_restricted_patient_is_verified() {
    let (stage, mut room) = (Stage::new(), Room::new());
    let admin = stage.server.admin();
    let rel = stage.special(D, Letter::Restricted);
    let number = stage.server.world().relationship(&rel.id).unwrap().patient;
    let mut kiosk = Kiosk::patient(&stage, &mut room, &rel);
    assert_eq!(kiosk.call(&GetUserOptions {}).account_status, AccountStatus::Restricted);
    admin.verify(D, number).unwrap();
    let told = kiosk.call(&GetUserOptions {});
    assert_eq!(told.account_status, AccountStatus::Full);
    assert!(told.effective_services.medical_record && told.effective_services.messaging);
    admin.verify(D, number).unwrap();
    assert_eq!(admin.verify("Z99", number), Err(AdminError::PracticeUnknown));
    assert_eq!(admin.verify(D, 9999), Err(AdminError::PatientUnknown));
}

#[test]
fn who_has_no_account_yet_cannot_be_verified() {
    let stage = Stage::new();
    let admin = stage.server.admin();
    let number =
        stage.server.world().practice(B).unwrap().patients().iter().position(|p| p.account.is_none());
    let number = number.unwrap();
    assert_eq!(admin.verify(B, number), Err(AdminError::NoAccount));
    let rel = {
        let mut world = stage.server.world();
        let who = world.practice(B).unwrap().patients()[number].demographics.clone();
        let request = DetailsRegistration {
            application_id: stage.server.applications()[0].id().as_str(),
            ods_code: B,
            forenames: &who.forenames,
            surname: &who.surname,
            date_of_birth: who.date_of_birth,
            sex: None,
            postcode: who.address.as_ref().unwrap().postcode.as_deref().unwrap(),
            house_name_flat_number: None,
            nhs_number: None,
        };
        let made = world.register_with_patient_details(&request, &mut |out| out.fill(7), stage.clock.now());
        let made = made.unwrap();
        let key = made.key.reveal().as_bytes().to_vec();
        crate::common::Rel { ods: B.to_owned(), id: made.relationship_id, key }
    };
    assert_eq!(admin.verify(B, number), Err(AdminError::NoAccount));
    let mut session = stage.patient_session(&rel);
    let options = body("GetUserOptions", "");
    assert_eq!(session.call(&stage, &options).done().value("AccountStatus"), Some("Restricted"));
    admin.verify(B, number).unwrap();
    assert_eq!(session.call(&stage, &options).done().value("AccountStatus"), Some("Full"));
}

/// The patient's newest request: where its courses stand, in the order of their guids.
fn statuses(kiosk: &mut Kiosk<'_>) -> Vec<RequestStatus<'static>> {
    let found = kiosk.call(&REQUESTS);
    let newest = found.requests.iter().next().unwrap().unwrap();
    let mut courses: Vec<_> = newest.courses.iter().map(Result::unwrap).collect();
    courses.sort_by_key(|course| course.course_id.to_string());
    courses.iter().map(|course| RequestStatus::of(course.status.as_str().to_owned().leak())).collect()
}

#[test]
fn requests_move_on_with_the_clock_and_by_hand() {
    use RequestStatus::{ForwardedForSigning, Issued, Rejected, Requested};
    let (stage, mut room) = (Stage::with(|builder| builder.idle_timeout_seconds(86_400)), Room::new());
    let admin = stage.server.admin();
    let mut kiosk = Kiosk::patient(&stage, &mut room, &stage.relationship(D, 0));
    let mut ids: Vec<Guid> = {
        let found = kiosk.call(&COURSES);
        let free = found.courses.iter().map(Result::unwrap).filter(|course| {
            // Nothing that the practice rejects by itself.
            course.can_be_requested
                && course.review_date.is_some_and(|review| review.to_string().as_str() > "2026-03-02")
        });
        free.map(|course| course.course_id).take(3).collect()
    };
    ids.sort_by_key(Guid::to_string);
    // Made at 09:05 on 2 March.
    let request = RequestPrescription { course_ids: BoundedList::new(&ids).unwrap(), comment: None };
    let request = kiosk.call(&request).request_id.to_string();
    let ids: Vec<String> = ids.iter().map(Guid::to_string).collect();
    assert_eq!(statuses(&mut kiosk), [Requested, Requested, Requested]);
    admin.decide(D, &request, &[&ids[1]], Decision::Forward).unwrap();
    assert_eq!(statuses(&mut kiosk), [Requested, ForwardedForSigning, Requested]);
    admin.decide(D, &request, &[&ids[2]], Decision::Reject).unwrap();
    admin.advance_to(date(2026, 3, 2).at(9, 59, 59, 0)).unwrap();
    assert_eq!(statuses(&mut kiosk), [Requested, ForwardedForSigning, Rejected]);
    admin.advance(Duration::from_secs(1)).unwrap();
    assert_eq!(statuses(&mut kiosk), [ForwardedForSigning, ForwardedForSigning, Rejected]);
    admin.decide(D, &request, &[&ids[0]], Decision::Issue).unwrap();
    assert_eq!(statuses(&mut kiosk), [Issued, ForwardedForSigning, Rejected]);
    let again = |wanted| admin.decide(D, &request, &[wanted], Decision::Reject);
    assert_eq!(again(&ids[0]), Err(AdminError::AlreadyDecided));
    assert_eq!(again("nothing"), Err(AdminError::CourseUnknown));
    assert_eq!(admin.decide(D, "nothing", &[], Decision::Issue), Err(AdminError::RequestUnknown));
    assert_eq!(admin.decide("Z99", &request, &[], Decision::Issue), Err(AdminError::PracticeUnknown));
    admin.advance(Duration::from_hours(12)).unwrap();
    assert_eq!(statuses(&mut kiosk), [Issued, ForwardedForSigning, Rejected]);
    admin.advance_to(date(2026, 3, 3).at(9, 4, 0, 0)).unwrap();
    assert_eq!(statuses(&mut kiosk), [Issued, ForwardedForSigning, Rejected]);
    // A session lives a day at most, so the end is seen in another.
    admin.advance_to(date(2026, 3, 3).at(16, 0, 0, 0)).unwrap();
    let world = stage.server.world();
    let held = world.requests(D, stage.server.clock().now()).unwrap();
    let ours = held.iter().find(|held| held.request.request_id == request).unwrap();
    let last = ours.request.courses.iter().find(|course| course.course_id == ids[1]).unwrap();
    assert_eq!(last.status, emis_simulator::world::RequestStatus::Issued);
}

#[test]
fn the_clock_moves_forwards_and_takes_sessions_with_it() {
    let stage = Stage::new();
    let admin = stage.server.admin();
    let mut session = stage.application_session(D);
    let moved = admin.advance(Duration::from_secs(1199)).unwrap();
    assert_eq!((moved.local, stage_time(&stage)), (date(2026, 3, 2).at(9, 24, 59, 0), moved.local));
    session.alive(&stage);
    admin.advance(Duration::from_mins(20)).unwrap();
    session.gone(&stage, "SessionExpired");
    // Its own clock still moves it too.
    stage.wait_ms(1_000);
    assert_eq!(stage_time(&stage), date(2026, 3, 2).at(9, 45, 0, 0));
    let now = stage.server.clock().now();
    assert_eq!(admin.advance_to(date(2026, 3, 2).at(9, 44, 59, 0)), Err(AdminError::Past));
    assert_eq!(admin.advance(Duration::MAX), Err(AdminError::TooLate));
    assert_eq!(admin.advance_to(LATEST), Err(AdminError::TooLate));
    assert_eq!(stage.server.clock().now(), now);
    assert_eq!(admin.advance_to(now.local).unwrap(), now);
    // The clocks go forward on 29 March, and back on 25 October.
    let moved = admin.advance_to(date(2026, 3, 29).at(1, 30, 0, 0)).unwrap();
    assert_eq!(moved.local, date(2026, 3, 29).at(2, 30, 0, 0));
    let half_past = date(2026, 10, 25).at(1, 30, 0, 0);
    let first = admin.advance_to(half_past).unwrap();
    admin.advance(Duration::from_secs(1)).unwrap();
    let second = admin.advance_to(half_past).unwrap();
    assert_eq!((second.local, second.monotonic_ms - first.monotonic_ms), (half_past, 3_600_000));
    admin.advance(Duration::from_secs(1)).unwrap();
    assert_eq!(admin.advance_to(half_past), Err(AdminError::Past));
}

#[test]
fn sessions_are_found_and_expired() {
    let stage = Stage::new();
    let admin = stage.server.admin();
    let (rel, other) = (stage.relationship(D, 0), stage.relationship(D, 1));
    let mut application = stage.application_session(D);
    let first = stage.patient_session(&rel);
    let second = Hello::new(&stage, D).of(&rel).begin(&stage);
    let mut third = stage.patient_session(&other);
    stage.wait_ms(2_500);
    application.alive(&stage);
    let shown = admin.sessions();
    let ids: Vec<_> = shown.iter().map(|session| session.id).collect();
    assert_eq!(ids, [&application, &first, &second, &third].map(id_of));
    let of = |n: usize| shown[n].relationship.map(|id| id.as_str().to_owned());
    assert_eq!([of(0), of(1), of(2)], [None, Some(rel.id.clone()), Some(rel.id.clone())]);
    assert_eq!([0, 1, 2, 3].map(|n| shown[n].confirmed), [true, true, false, true]);
    let ms = Duration::from_millis;
    assert_eq!([0, 1].map(|n| (shown[n].age, shown[n].idle)), [(ms(2500), ms(0)), (ms(2500), ms(2500))]);
    assert!(shown.iter().all(|session| !session.calling && session.ods_code.as_str() == D));

    admin.expire(id_of(&application)).unwrap();
    assert_eq!(admin.sessions().len(), 3);
    application.gone(&stage, "SessionExpired");
    application.gone(&stage, "SessionNotFound");
    assert_eq!(admin.expire(id_of(&application)), Err(AdminError::SessionUnknown));
    let number = stage.server.world().relationship(&rel.id).unwrap().patient;
    assert_eq!(admin.expire_patient(D, number), Ok(2));
    for session in [first, second] {
        session.gone(&stage, "SessionExpired");
    }
    third.alive(&stage);
    assert_eq!(admin.expire_patient(D, number), Ok(0));
    assert_eq!(admin.expire_patient(D, 9999), Err(AdminError::PatientUnknown));
    assert_eq!(admin.expire_patient("Z99", 0), Err(AdminError::PracticeUnknown));
}

#[test]
fn a_reset_begins_anew() {
    let stage = Stage::new();
    let admin = stage.server.admin();
    let first = World::generate(1, stage.clock.now());
    let rel = stage.relationship(D, 0);
    let mut session = stage.patient_session(&rel);
    session.call(&stage, &book(stage.slot(D, SlotType::Practice, 0))).done();
    let application = stage.application_session(D);
    admin.advance(Duration::from_secs(100)).unwrap();
    admin.reset().unwrap();
    assert!(*stage.server.world() == first);
    assert_eq!(stage_time(&stage), date(2026, 3, 2).at(9, 5, 0, 0));
    assert!(admin.sessions().is_empty());
    for session in [session, application] {
        session.gone(&stage, "SessionNotFound");
    }
    // The relationship is gone, and its letter serves again.
    Hello::new(&stage, D).of(&rel).begin(&stage).gone(&stage, "SessionInvalidated");
    stage.patient_session(&stage.relationship(D, 0)).alive(&stage);
    // On another day it is another day's world.
    stage.wait_ms(86_400_000);
    admin.reset().unwrap();
    assert!(*stage.server.world() == World::generate(1, stage.clock.now()));
}

#[test]
fn a_snapshot_is_gone_back_to() {
    let stage = Stage::new();
    let admin = stage.server.admin();
    let rel = stage.relationship(D, 0);
    let mut session = stage.patient_session(&rel);
    let (kept, later) = (stage.slot(D, SlotType::Practice, 0), stage.slot(D, SlotType::Practice, 1));
    session.call(&stage, &book(kept)).done();
    admin.advance(Duration::from_secs(30)).unwrap();
    let (snapshot, then) = (admin.snapshot().unwrap(), stage_time(&stage));
    assert_eq!(admin.snapshot().unwrap(), snapshot, "the same world gives the same document");
    let before = stage.server.world().clone();
    session.call(&stage, &body("CancelAppointment", &format!("<SlotId>{kept}</SlotId>"))).done();
    session.call(&stage, &book(later)).done();
    admin.advance(Duration::from_mins(5)).unwrap();
    admin.restore(&snapshot).unwrap();
    assert!(*stage.server.world() == before);
    assert_eq!(stage_time(&stage), then);
    assert!(stage.holder(D, kept).is_some() && stage.holder(D, later).is_none());
    session.gone(&stage, "SessionNotFound");
    // The patient's key opens as it did.
    stage.patient_session(&rel).alive(&stage);

    // The same in another process, on another day.
    let other = Stage::new();
    other.wait_ms(9 * 86_400_000);
    other.server.admin().restore(&snapshot).unwrap();
    assert!(*other.server.world() == before && stage_time(&other) == then);
    assert_eq!(other.server.admin().snapshot().unwrap(), snapshot);
    other.patient_session(&rel).alive(&other);
}

#[test]
fn what_is_no_snapshot_is_refused_and_changes_nothing() {
    let stage = Stage::new();
    let admin = stage.server.admin();
    let mut session = stage.application_session(D);
    let (snapshot, before) = (admin.snapshot().unwrap(), stage.server.world().clone());
    let other = Stage::with(|builder| builder.seed(2)).server.admin().snapshot().unwrap();
    assert_eq!(admin.restore(&other), Err(AdminError::SnapshotOfSeed { its: 2, own: 1 }));
    for wrong in [
        String::new(),
        "{}".to_owned(),
        snapshot[..snapshot.len() - 1].to_owned(),
        snapshot.replacen("snapshot 1", "snapshot 2", 1),
        snapshot.replacen("\"patient\":0", "\"patient\":900", 1),
        snapshot.replacen("\"odsCode\":\"A99001\"", "\"odsCode\":\"A99009\"", 1),
        snapshot.replacen("\"latestBookingDays\":14", "\"latestBookingDays\":4000000000", 1),
        snapshot.replacen("\"instant\":\"2", "\"instant\":\"x", 1),
    ] {
        assert_ne!(wrong, snapshot);
        assert_eq!(admin.restore(&wrong), Err(AdminError::NotASnapshot));
    }
    assert!(*stage.server.world() == before);
    session.alive(&stage);
    admin.restore(&snapshot).unwrap();
    session.gone(&stage, "SessionNotFound");
}

#[test]
fn a_call_and_a_reset_at_once_leave_nothing_of_the_call() {
    let stage = Stage::new();
    for n in 0..6 {
        let session = stage.patient_session(&stage.relationship(D, 0));
        let slot = stage.slot(D, SlotType::Practice, 0);
        let message = session.message(&book(slot));
        let answer = thread::scope(|scope| {
            let call = scope.spawn(|| stage.post(&message));
            thread::sleep(Duration::from_micros(n * 100));
            stage.server.admin().reset().unwrap();
            call.join().unwrap()
        });
        // Booked and forgotten, or refused: nothing is left in either case.
        let refused = matches!(answer.code(), Some("SessionNotFound" | "SessionInvalidated"));
        assert!(answer.status == 200 || refused && !answer.is_authenticated(), "{}", answer.text);
        assert_eq!(stage.holder(D, slot), None);
        assert!(stage.server.admin().sessions().is_empty());
    }
}
