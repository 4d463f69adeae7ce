//! Requests decided by hand, beside those that the clock decides.

use super::*;
use emis_core::fault::FaultCode::*;

/// The courses whose names begin so.
fn ids(stage: &Stage, id: &str, names: &[&str]) -> Vec<String> {
    let all = stage.world.medication_courses(caller(id, Version::V1_0), ALL, stage.now()).unwrap().courses;
    let of = |name: &&str| all.iter().find(|c| c.name.starts_with(*name)).unwrap().course_id.clone();
    names.iter().map(of).collect()
}

/// A request for these, made at 09:05 on 2 March: forwarded by itself at ten, issued at four on the 3rd.
fn asked(stage: &mut Stage, id: &str, names: &[&str]) -> (String, Vec<String>) {
    let courses = ids(stage, id, names);
    let wanted: Vec<&str> = courses.iter().map(String::as_str).collect();
    (stage.request_prescription(id, &wanted, None).unwrap(), courses)
}

fn decide(stage: &mut Stage, request: &str, courses: &[&str], decision: Decision) -> Result<(), FaultCode> {
    let (before, now) = (stage.world.clone(), stage.now());
    let outcome = stage.world.decide(D, request, courses, decision, now);
    assert_eq!(outcome.is_err(), before == stage.world, "all or nothing");
    outcome.map_err(|refusal| refusal.code)
}

/// Where the courses of the patient's newest request stand, in their order.
fn statuses(stage: &Stage, id: &str) -> Vec<RequestStatus> {
    let who = caller(id, Version::V1_0);
    let found = stage.world.prescription_requests(who, None, None, ALL, stage.now()).unwrap();
    found.requests[0].courses.iter().map(|course| course.status).collect()
}

#[test]
fn what_is_decided_by_hand_stays_decided() {
    let mut stage = Stage::new();
    for (n, decision, status) in
        [(0, Decision::Issue, RequestStatus::Issued), (1, Decision::Reject, RequestStatus::Rejected)]
    {
        let id = stage.patient(D, n);
        let (request, _) = asked(&mut stage, &id, &["Amlodipine", "Salbutamol"]);
        assert_eq!(decide(&mut stage, &request.to_ascii_uppercase(), &[], decision), Ok(()));
        assert_eq!(statuses(&stage, &id), [status; 2]);
        for again in [Decision::Forward, Decision::Issue, Decision::Reject] {
            assert_eq!(decide(&mut stage, &request, &[], again), Err(RequestAlreadyIssued));
        }
        let now = stage.now();
        let who = caller(&id, Version::V1_1);
        assert_eq!(
            refused(stage.world.cancel_prescription_request(who, &request, now)),
            RequestAlreadyIssued
        );
        stage.wait(days(9));
        assert_eq!(statuses(&stage, &id), [status; 2]);
    }
}

#[test]
fn what_is_issued_by_hand_was_issued_that_day_and_can_be_asked_for_again() {
    let mut stage = Stage::new();
    let id = stage.patient(D, 0);
    let (request, courses) = asked(&mut stage, &id, &["Amlodipine"]);
    decide(&mut stage, &request, &[&courses[0]], Decision::Issue).unwrap();
    stage.wait(days(1));
    let all = stage.world.medication_courses(caller(&id, Version::V1_0), ALL, stage.now()).unwrap().courses;
    let course = all.iter().find(|course| course.course_id == courses[0]).unwrap();
    assert_eq!(course.last_issued, Some(date(2026, 3, 2)));
    assert_eq!(course.next_issue, Some(date(2026, 3, 30)));
    assert!(course.can_be_requested);
}

#[test]
fn what_is_forwarded_by_hand_is_decided_at_its_time() {
    let mut stage = Stage::new();
    let id = stage.patient(D, 0);
    let (request, courses) = asked(&mut stage, &id, &["Amlodipine", "Paracetamol"]);
    assert_eq!(decide(&mut stage, &request, &[&courses[0]], Decision::Forward), Ok(()));
    let forwarded = statuses(&stage, &id);
    assert!(forwarded.contains(&RequestStatus::Requested));
    assert!(forwarded.contains(&RequestStatus::ForwardedForSigning));
    assert_eq!(decide(&mut stage, &request, &[&courses[0]], Decision::Forward), Err(RequestAlreadyIssued));
    assert_eq!(decide(&mut stage, &request, &[], Decision::Forward), Ok(()));
    assert_eq!(statuses(&stage, &id), [RequestStatus::ForwardedForSigning; 2]);
    assert_eq!(decide(&mut stage, &request, &[], Decision::Forward), Err(RequestAlreadyIssued));
    stage.wait_until(date(2026, 3, 3).at(15, 59, 59, 0));
    assert_eq!(statuses(&stage, &id), [RequestStatus::ForwardedForSigning; 2]);
    stage.wait(seconds(1));
    // The review of the paracetamol is overdue.
    let decided = statuses(&stage, &id);
    assert!(decided.contains(&RequestStatus::Issued) && decided.contains(&RequestStatus::Rejected));
    assert_eq!(decide(&mut stage, &request, &[], Decision::Issue), Err(RequestAlreadyIssued));
}

#[test]
fn one_course_is_decided_and_the_other_goes_its_way() {
    let mut stage = Stage::new();
    let id = stage.patient(D, 0);
    let (request, courses) = asked(&mut stage, &id, &["Amlodipine", "Salbutamol"]);
    decide(&mut stage, &request, &[&courses[0]], Decision::Reject).unwrap();
    let named = [courses[0].as_str(), courses[1].as_str()];
    assert_eq!(decide(&mut stage, &request, &named, Decision::Issue), Err(RequestAlreadyIssued));
    assert_eq!(decide(&mut stage, &request, &["nobody's"], Decision::Issue), Err(CourseNotFound));
    assert_eq!(decide(&mut stage, "nobody's", &[], Decision::Issue), Err(RequestNotFound));
    let now = stage.now();
    assert_eq!(refused(stage.world.decide("Z99", &request, &[], Decision::Issue, now)), OrganisationUnknown);
    stage.wait(days(2));
    let mut seen = statuses(&stage, &id);
    seen.sort_by_key(|status| format!("{status:?}"));
    assert_eq!(seen, [RequestStatus::Issued, RequestStatus::Rejected]);
}

#[test]
fn the_practice_sees_every_patients_requests() {
    let mut stage = Stage::new();
    let id = stage.patient(D, 1);
    let (request, _) = asked(&mut stage, &id, &["Amlodipine"]);
    let all = stage.world.requests(D, stage.now()).unwrap();
    assert_eq!((all[0].patient, &all[0].request.request_id), (1, &request));
    assert!(all.is_sorted_by(|a, b| a.request.requested_at >= b.request.requested_at));
    assert!(all.iter().any(|held| held.patient == 2));
    let who = &stage.world.practice(D).unwrap().patients()[1].demographics;
    assert_eq!(all[0].request.requested_by, format!("{} {}", who.forenames, who.surname));
}
