//! Courses, requests for them, and cancelling one.

use emis_core::messages::prescribing::{
    CancelPrescriptionRequest, CancelPrescriptionRequestResponse, Course, GetMedicationCourses,
    GetMedicationCoursesResponse, GetPrescriptionRequests, GetPrescriptionRequestsResponse,
    PrescriptionRequest, PrescriptionType, RequestPrescription, RequestPrescriptionResponse, RequestStatus,
    RequestedCourse,
};
use emis_core::messages::{BoundedList, List, PageSize};

use super::{G1, G2, day, guid, request, response, some, text, when};

const COURSES: GetMedicationCourses<'_> = GetMedicationCourses { maximum_items: None, after: None };

fn course() -> Course<'static> {
    Course {
        course_id: guid(1),
        name: text("Amlodipine 5 mg"),
        dosage: None,
        quantity: None,
        prescription_type: PrescriptionType::Acute,
        can_be_requested: false,
        constituents: List::EMPTY,
        last_issued: None,
        next_issue: None,
        review_date: None,
    }
}

fn short() -> String {
    format!(
        "<Course><CourseId>{G1}</CourseId><Name>Amlodipine 5 mg</Name><PrescriptionType>Acute</PrescriptionType>\
         <CanBeRequested>false</CanBeRequested><Constituents></Constituents></Course>"
    )
}

#[test]
fn get_medication_courses() {
    request(&COURSES, "");
    let page = GetMedicationCourses { maximum_items: PageSize::new(1000).ok(), after: some("n&1") };
    request(&page, "<MaximumItems>1000</MaximumItems><After>n&amp;1</After>");
    let none = GetMedicationCoursesResponse { courses: List::EMPTY, next: None };
    response(&COURSES, &none, "<Courses></Courses>");
    let constituents = [text("amlodipine"), text("a <b>")];
    let whole = Course {
        dosage: some("1 a day"),
        quantity: some("28 tablets"),
        prescription_type: PrescriptionType::RepeatDispensing,
        can_be_requested: true,
        constituents: List::new(&constituents),
        last_issued: Some(day("2026-01-01")),
        next_issue: Some(day("2026-02-01")),
        review_date: Some(day("2027-01-01")),
        ..course()
    };
    let both = [course(), whole];
    let answer = GetMedicationCoursesResponse { courses: List::new(&both), next: some("n") };
    let expected = format!(
        "<Courses>{}<Course><CourseId>{G1}</CourseId><Name>Amlodipine 5 mg</Name><Dosage>1 a day</Dosage>\
         <Quantity>28 tablets</Quantity><PrescriptionType>RepeatDispensing</PrescriptionType>\
         <CanBeRequested>true</CanBeRequested><Constituents><Constituent>amlodipine</Constituent>\
         <Constituent>a &lt;b&gt;</Constituent></Constituents><LastIssued>2026-01-01</LastIssued>\
         <NextIssue>2026-02-01</NextIssue><ReviewDate>2027-01-01</ReviewDate></Course></Courses><Next>n</Next>",
        short()
    );
    response(&COURSES, &answer, &expected);
}

// XML-14
#[test]
fn request_prescription() {
    let ids = [guid(1), guid(2)];
    let one = RequestPrescription { course_ids: BoundedList::new(&ids[..1]).unwrap(), comment: None };
    request(&one, &format!("<CourseIds><CourseId>{G1}</CourseId></CourseIds>"));
    let both = RequestPrescription { course_ids: BoundedList::new(&ids).unwrap(), comment: some("soon\r\n") };
    let expected = format!(
        "<CourseIds><CourseId>{G1}</CourseId><CourseId>{G2}</CourseId></CourseIds><Comment>soon&#13;\n</Comment>"
    );
    request(&both, &expected);
    let answer = RequestPrescriptionResponse { request_id: guid(2) };
    response(&one, &answer, &format!("<RequestId>{G2}</RequestId>"));
}

#[test]
fn get_prescription_requests() {
    let all = GetPrescriptionRequests { from: None, to: None, maximum_items: None, after: None };
    request(&all, "");
    let page = GetPrescriptionRequests {
        from: Some(day("2026-01-01")),
        to: Some(day("2026-01-31")),
        maximum_items: PageSize::new(1).ok(),
        after: some("n"),
    };
    let expected = "<From>2026-01-01</From><To>2026-01-31</To><MaximumItems>1</MaximumItems><After>n</After>";
    request(&page, expected);
    let none = GetPrescriptionRequestsResponse { requests: List::EMPTY, courses: List::EMPTY, next: None };
    response(&all, &none, "<Requests></Requests><Courses></Courses>");
    let requested = [
        RequestedCourse { course_id: guid(1), status: RequestStatus::ForwardedForSigning },
        RequestedCourse { course_id: guid(2), status: RequestStatus::Cancelled },
    ];
    let short_request = PrescriptionRequest {
        request_id: guid(1),
        requested_at: when("2026-01-02T03:04:05"),
        requested_by: text("Zoë"),
        comment: None,
        courses: BoundedList::new(&requested[..1]).unwrap(),
    };
    let whole = PrescriptionRequest {
        request_id: guid(2),
        comment: some("A & B"),
        courses: BoundedList::new(&requested).unwrap(),
        ..short_request
    };
    let (requests, courses) = ([whole, short_request], [course()]);
    let answer = GetPrescriptionRequestsResponse {
        requests: List::new(&requests),
        courses: List::new(&courses),
        next: some("n"),
    };
    let who = "<RequestedAt>2026-01-02T03:04:05</RequestedAt><RequestedBy>Zoë</RequestedBy>";
    let first = format!(
        "<RequestedCourse><CourseId>{G1}</CourseId><Status>ForwardedForSigning</Status></RequestedCourse>"
    );
    let expected = format!(
        "<Requests><Request><RequestId>{G2}</RequestId>{who}<Comment>A &amp; B</Comment><Courses>{first}\
         <RequestedCourse><CourseId>{G2}</CourseId><Status>Cancelled</Status></RequestedCourse></Courses></Request>\
         <Request><RequestId>{G1}</RequestId>{who}<Courses>{first}</Courses></Request></Requests>\
         <Courses>{}</Courses><Next>n</Next>",
        short()
    );
    response(&all, &answer, &expected);
}

#[test]
fn cancel_prescription_request() {
    let least = CancelPrescriptionRequest { request_id: guid(1), reason: None };
    request(&least, &format!("<RequestId>{G1}</RequestId>"));
    let whole = CancelPrescriptionRequest { reason: some("found"), ..least };
    request(&whole, &format!("<RequestId>{G1}</RequestId><Reason>found</Reason>"));
    let answer = CancelPrescriptionRequestResponse { request_id: guid(2) };
    response(&least, &answer, &format!("<RequestId>{G2}</RequestId>"));
}
