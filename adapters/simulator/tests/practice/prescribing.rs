//! Prescribing through the core's client: courses, requests and what becomes of them.

use emis_core::messages::prescribing::{
    CancelPrescriptionRequest, GetMedicationCourses, GetPrescriptionRequests, PrescriptionType,
    RequestPrescription, RequestStatus,
};
use emis_core::messages::{BoundedList, PageSize};
use emis_core::types::{Date, Guid, Text};

use crate::common::kiosk::{Kiosk, Room, naming, plain};
use crate::common::{A, B, C, D, Stage};

const ALL: GetMedicationCourses<'_> = GetMedicationCourses { maximum_items: None, after: None };
const REQUESTS: GetPrescriptionRequests<'_> =
    GetPrescriptionRequests { from: None, to: None, maximum_items: None, after: None };

fn wanted<'a>(ids: &'a [Guid], comment: Option<&'a str>) -> RequestPrescription<'a> {
    RequestPrescription {
        course_ids: BoundedList::new(ids).unwrap(),
        comment: comment.map(|comment| Text::new(comment).unwrap()),
    }
}

/// The course whose name begins so.
fn course(kiosk: &mut Kiosk<'_>, name: &str) -> Guid {
    let found = kiosk.call(&ALL);
    found.courses.iter().map(Result::unwrap).find(|c| c.name.to_string().starts_with(name)).unwrap().course_id
}

#[test]
fn a_patient_asks_for_courses_and_takes_it_back() {
    let (stage, mut room) = (Stage::new(), Room::new());
    let mut kiosk = Kiosk::patient(&stage, &mut room, &stage.relationship(D, 0));
    let ids = [course(&mut kiosk, "Amlodipine"), course(&mut kiosk, "Salbutamol")];
    let request_id = kiosk.call(&wanted(&ids, Some("A week early & <thanks>"))).request_id;
    {
        let found = kiosk.call(&REQUESTS);
        let first = found.requests.iter().next().unwrap().unwrap();
        assert_eq!(
            (first.request_id, first.requested_at.to_string().as_str()),
            (request_id, "2026-03-02T09:05:00")
        );
        assert_eq!(first.comment.unwrap(), "A week early & <thanks>");
        let courses: Vec<_> = first.courses.iter().map(Result::unwrap).collect();
        assert!(courses.iter().all(|c| ids.contains(&c.course_id) && c.status == RequestStatus::Requested));
        let shown: Vec<_> = found.courses.iter().map(|c| c.unwrap().course_id).collect();
        assert!(ids.iter().all(|id| shown.contains(id)));
    }
    let asked = kiosk.call(&ALL).courses.iter().map(Result::unwrap).filter(|c| ids.contains(&c.course_id));
    assert!(
        asked
            .map(|c| (c.prescription_type, c.can_be_requested))
            .all(|c| c == (PrescriptionType::Repeat, false))
    );
    let cancel = CancelPrescriptionRequest { request_id, reason: Some(Text::new("found some").unwrap()) };
    assert_eq!(kiosk.call(&cancel).request_id, request_id);
    assert_eq!(kiosk.fault(&cancel), plain("RequestAlreadyIssued"));
    let unknown = CancelPrescriptionRequest { request_id: Guid::from_bytes([7; 16]), reason: None };
    assert_eq!(kiosk.fault(&unknown), plain("RequestNotFound"));
    kiosk.call(&wanted(&ids, None));
}

// OP-9, OP-11, RX-1
#[test]
fn what_is_not_given_is_said() {
    let (stage, mut room) = (Stage::new(), Room::new());
    let mut kiosk = Kiosk::patient(&stage, &mut room, &stage.relationship(C, 0));
    let [good, pending, acute] =
        ["Amlodipine", "Salbutamol", "Amoxicillin"].map(|name| course(&mut kiosk, name));
    let unknown = Guid::from_bytes([7; 16]);
    let why = Some("please");
    kiosk.call(&wanted(&[pending], why));
    assert_eq!(kiosk.fault(&wanted(&[acute, pending, unknown], None)), plain("CourseNotFound"));
    assert_eq!(kiosk.fault(&wanted(&[acute, pending], None)), plain("RequestPending"));
    assert_eq!(kiosk.fault(&wanted(&[acute, good], None)), plain("CourseNotRequestable"));
    assert_eq!(kiosk.fault(&wanted(&[good], None)), naming("FieldMissing", "Comment"));
    assert_eq!(kiosk.fault(&wanted(&[good, good], why)), naming("FieldInvalid", "CourseId"));
    let (from, to) = (Date::new(2026, 3, 3).unwrap(), Date::new(2026, 3, 2).unwrap());
    let backwards = GetPrescriptionRequests { from: Some(from), to: Some(to), ..REQUESTS };
    assert_eq!(kiosk.fault(&backwards), naming("FieldInvalid", "From"));
    let day = GetPrescriptionRequests { from: Some(to), to: Some(to), ..REQUESTS };
    assert_eq!(kiosk.call(&day).requests.iter().count(), 1);

    let mut room = Room::new();
    let mut kiosk = Kiosk::patient(&stage, &mut room, &stage.relationship(B, 0));
    let good = course(&mut kiosk, "Amlodipine");
    assert_eq!(kiosk.fault(&wanted(&[good], why)), naming("FieldInvalid", "Comment"));
    kiosk.call(&wanted(&[good], None));

    let mut room = Room::new();
    let mut kiosk = Kiosk::patient(&stage, &mut room, &stage.relationship(A, 0));
    assert_eq!(kiosk.fault(&ALL), plain("ServiceNotEnabled"));
}

#[test]
fn both_lists_come_in_pages() {
    let (stage, mut room) = (Stage::new(), Room::new());
    let mut kiosk = Kiosk::patient(&stage, &mut room, &stage.relationship(D, 0));
    for name in ["Amlodipine", "Salbutamol"] {
        let id = course(&mut kiosk, name);
        kiosk.call(&wanted(&[id], None));
        stage.wait_ms(60_000);
    }
    let whole: Vec<_> = kiosk.call(&ALL).courses.iter().map(|c| c.unwrap().course_id).collect();
    let (mut paged, mut next) = (Vec::new(), None::<String>);
    loop {
        let after = next.as_deref().map(|next| Text::new(next).unwrap());
        let page =
            kiosk.call(&GetMedicationCourses { maximum_items: Some(PageSize::new(2).unwrap()), after });
        paged.extend(page.courses.iter().map(|c| c.unwrap().course_id));
        next = page.next.map(|next| next.to_string());
        if next.is_none() {
            break;
        }
    }
    assert_eq!(paged, whole);
    let whole: Vec<_> = kiosk.call(&REQUESTS).requests.iter().map(|r| r.unwrap().request_id).collect();
    assert!(whole.len() >= 2);
    let (mut paged, mut next) = (Vec::new(), None::<String>);
    loop {
        let after = next.as_deref().map(|next| Text::new(next).unwrap());
        let page =
            GetPrescriptionRequests { maximum_items: Some(PageSize::new(1).unwrap()), after, ..REQUESTS };
        let page = kiosk.call(&page);
        paged.extend(page.requests.iter().map(|r| r.unwrap().request_id));
        next = page.next.map(|next| next.to_string());
        if next.is_none() {
            break;
        }
    }
    assert_eq!(paged, whole);
    let foreign = GetMedicationCourses { after: Some(Text::new("AAAA").unwrap()), ..ALL };
    assert_eq!(kiosk.fault(&foreign), naming("FieldInvalid", "After"));
}
