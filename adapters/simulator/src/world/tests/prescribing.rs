//! Courses and requests: every refusal, and statuses that move on as the clock does.

use super::*;
use emis_core::fault::FaultCode::*;

fn courses(stage: &Stage, id: &str) -> Vec<Course> {
    stage.world.medication_courses(caller(id, Version::V1_0), ALL, stage.now()).unwrap().courses
}

fn named(stage: &Stage, id: &str, name: &str) -> Course {
    courses(stage, id).into_iter().find(|course| course.name.starts_with(name)).unwrap()
}

fn ask(stage: &mut Stage, id: &str, courses: &[&str], comment: Option<&str>) -> Result<String, Refusal> {
    let before = stage.world.clone();
    let outcome = stage.request_prescription(id, courses, comment);
    assert_eq!(outcome.is_err(), before == stage.world, "all or nothing");
    outcome
}

fn requests(stage: &Stage, id: &str) -> Vec<PrescriptionRequest> {
    let who = caller(id, Version::V1_0);
    stage.world.prescription_requests(who, None, None, ALL, stage.now()).unwrap().requests
}

fn statuses(stage: &Stage, id: &str) -> Vec<RequestStatus> {
    requests(stage, id)[0].courses.iter().map(|course| course.status).collect()
}

#[test]
fn courses_come_by_name_and_in_pages() {
    let mut stage = Stage::new();
    let id = stage.patient(D, 0);
    let whole = courses(&stage, &id);
    assert!(
        whole.len() >= 5 && whole.is_sorted_by_key(|course| (course.name.clone(), course.course_id.clone()))
    );
    assert!(whole.iter().any(|c| c.can_be_requested) && whole.iter().any(|c| !c.can_be_requested));
    let mut paged = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page = PageRequest { maximum_items: Some(2), after: after.as_deref() };
        let answer = stage.world.medication_courses(caller(&id, Version::V1_0), page, stage.now()).unwrap();
        paged.extend(answer.courses);
        after = answer.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(paged, whole);
    let elsewhere = stage.patient(A, 0);
    let refusal = stage.world.medication_courses(caller(&elsewhere, Version::V1_0), ALL, stage.now());
    assert_eq!(refused(refusal), ServiceNotEnabled);
}

#[test]
fn a_request_is_forwarded_then_issued() {
    let mut stage = Stage::new();
    let id = stage.patient(D, 0);
    let course = named(&stage, &id, "Amlodipine");
    let comment = Some("Going to Rhôs & back");
    let request_id = ask(&mut stage, &id, &[&course.course_id.to_ascii_uppercase()], comment).unwrap();
    let request = requests(&stage, &id).remove(0);
    assert_eq!((request.request_id, request.comment.as_deref()), (request_id, comment));
    assert_eq!(request.requested_at, stage.now().local);
    assert_eq!(statuses(&stage, &id), [RequestStatus::Requested]);
    assert!(!named(&stage, &id, "Amlodipine").can_be_requested);
    // Asked for at 09:05 on 2 March.
    stage.wait_until(date(2026, 3, 2).at(9, 59, 59, 0));
    assert_eq!(statuses(&stage, &id), [RequestStatus::Requested]);
    stage.wait(seconds(1));
    assert_eq!(statuses(&stage, &id), [RequestStatus::ForwardedForSigning]);
    assert_eq!(refused(ask(&mut stage, &id, &[&course.course_id], None)), RequestPending);
    stage.wait_until(date(2026, 3, 3).at(15, 59, 59, 0));
    assert_eq!(statuses(&stage, &id), [RequestStatus::ForwardedForSigning]);
    stage.wait(seconds(1));
    assert_eq!(statuses(&stage, &id), [RequestStatus::Issued]);
    let issued = named(&stage, &id, "Amlodipine");
    assert!(issued.can_be_requested);
    assert_eq!(issued.last_issued, Some(date(2026, 3, 3)));
    assert_eq!(issued.next_issue, Some(date(2026, 3, 31)));
    assert!(ask(&mut stage, &id, &[&course.course_id], None).is_ok());
}

// RX-1, OP-11
#[test]
fn refusals_come_in_the_pages_order() {
    let mut stage = Stage::new();
    let id = stage.patient(C, 0);
    let (good, pending, acute) = (
        named(&stage, &id, "Amlodipine").course_id,
        named(&stage, &id, "Salbutamol").course_id,
        named(&stage, &id, "Amoxicillin").course_id,
    );
    ask(&mut stage, &id, &[&pending], Some("please")).unwrap();
    let unknown = "00000000-0000-4000-8000-000000000000";
    let mut code = |courses: &[&str], comment| ask(&mut stage, &id, courses, comment).unwrap_err();
    assert_eq!(code(&[&acute, &pending, unknown], None).code, CourseNotFound);
    assert_eq!(code(&[&acute, &pending], None).code, RequestPending);
    assert_eq!(code(&[&acute, &good], None).code, CourseNotRequestable);
    assert_eq!(code(&[&good, &good], None), Refusal::missing("Comment"));
    assert_eq!(code(&[&good], Some("")), Refusal::missing("Comment"));
    assert_eq!(code(&[&good, &good], Some("please")), Refusal::invalid("CourseId"));
    assert_eq!(code(&[], Some("please")), Refusal::missing("CourseIds"));
    let id = stage.patient(B, 0);
    let good = named(&stage, &id, "Amlodipine").course_id;
    assert_eq!(ask(&mut stage, &id, &[&good], Some("x")), Err(Refusal::invalid("Comment")));
    assert!(ask(&mut stage, &id, &[&good], None).is_ok());
}

#[test]
fn what_is_overdue_for_review_is_rejected() {
    let mut stage = Stage::new();
    let id = stage.patient(D, 0);
    let (good, overdue) = (named(&stage, &id, "Amlodipine"), named(&stage, &id, "Paracetamol"));
    assert!(overdue.can_be_requested && overdue.review_date < Some(stage.now().local.date()));
    ask(&mut stage, &id, &[&good.course_id, &overdue.course_id], None).unwrap();
    stage.wait(days(2));
    let mut seen = statuses(&stage, &id);
    seen.sort_by_key(|status| format!("{status:?}"));
    assert_eq!(seen, [RequestStatus::Issued, RequestStatus::Rejected]);
    assert_eq!(named(&stage, &id, "Paracetamol").last_issued, overdue.last_issued);
}

#[test]
fn only_what_is_undecided_is_taken_back() {
    let mut stage = Stage::new();
    let (id, other) = (stage.patient(D, 0), stage.patient(D, 1));
    let course = named(&stage, &id, "Amlodipine").course_id;
    let request_id = ask(&mut stage, &id, &[&course], None).unwrap();
    let cancel = |stage: &mut Stage, id: &str| {
        let now = stage.now();
        stage
            .world
            .cancel_prescription_request(caller(id, Version::V1_1), &request_id, now)
            .map_err(|r| r.code)
    };
    assert_eq!(cancel(&mut stage, &other), Err(RequestNotFound));
    let undecided = stage.world.clone();
    assert_eq!(cancel(&mut stage, &id), Ok(request_id.clone()));
    assert_eq!(statuses(&stage, &id), [RequestStatus::Cancelled]);
    assert_eq!(cancel(&mut stage, &id), Err(RequestAlreadyIssued));
    assert!(named(&stage, &id, "Amlodipine").can_be_requested);
    stage.world = undecided;
    stage.wait_until(date(2026, 3, 3).at(15, 59, 59, 0));
    let undecided = stage.world.clone();
    assert_eq!(cancel(&mut stage, &id), Ok(request_id.clone()));
    stage.world = undecided;
    stage.wait(seconds(1));
    assert_eq!(cancel(&mut stage, &id), Err(RequestAlreadyIssued));
}

#[test]
fn requests_are_listed_by_day_newest_first() {
    let mut stage = Stage::new();
    let id = stage.patient(D, 1);
    let course = named(&stage, &id, "Amlodipine").course_id;
    let today = stage.now().local.date();
    for _ in 0..4 {
        ask(&mut stage, &id, &[&course], None).unwrap();
        stage.wait(days(3));
    }
    let whole = requests(&stage, &id);
    assert!(whole.len() >= 4 && whole.is_sorted_by(|a, b| a.requested_at >= b.requested_at));
    let now = stage.now();
    let list =
        |from, to, page| stage.world.prescription_requests(caller(&id, Version::V1_0), from, to, page, now);
    let day = today.saturating_add(3.days());
    assert_eq!(list(Some(day), Some(day), ALL).unwrap().requests, whole[2..3]);
    assert_eq!(list(Some(day), None, ALL).unwrap().requests, whole[..3]);
    let later = day.saturating_add(1.day());
    assert_eq!(list(Some(later), Some(day), ALL), Err(Refusal::invalid("From")));
    let page = PageRequest { maximum_items: Some(3), after: None };
    let first = list(None, None, page).unwrap();
    let second = list(None, None, PageRequest { after: first.next.as_deref(), ..page }).unwrap();
    let six = whole.len().min(6);
    assert_eq!([first.requests, second.requests].concat(), whole[..six]);
    assert!(!second.courses.is_empty());
}

#[test]
fn some_have_asked_before() {
    let mut stage = Stage::new();
    let with_history = (0..6).filter(|n| {
        let id = stage.patient(D, *n);
        requests(&stage, &id).iter().any(|request| request.courses.iter().all(|c| !c.status.is_pending()))
    });
    assert!(with_history.count() >= 1);
}
