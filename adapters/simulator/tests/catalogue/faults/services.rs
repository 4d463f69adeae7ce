//! Faults of the services: who may use them, what they refuse, and trouble at the practice.

use emis_core::messages::BoundedList;
use emis_core::messages::appointments::BookAppointment;
use emis_core::messages::messaging::{GetMessage, GetMessageRecipients, SendMessage};
use emis_core::messages::practice::{GetPracticeSettings, GetUserOptions};
use emis_core::messages::prescribing::{
    CancelPrescriptionRequest, GetMedicationCourses, RequestPrescription,
};
use emis_core::messages::record::Arm;
use emis_core::messages::record::{GetMedicalRecordData, GetMedicalRecordDocumentContent, ItemType};
use emis_core::types::{Guid, Text};
use emis_simulator::Trouble;
use emis_simulator::world::{Letter, SlotType};

use super::stage;
use crate::common::kiosk::{Kiosk, Room};
use crate::common::{A, C, D};
use crate::people::ods;
use crate::told::Told;

const COURSES: GetMedicationCourses<'_> = GetMedicationCourses { maximum_items: None, after: None };

/// With a patient's session at that practice.
fn with_patient(ods: &str, ask: impl FnOnce(&mut Kiosk<'_>) -> Told) -> Told {
    let (stage, mut room) = (stage(), Room::new());
    let rel = stage.relationship(ods, 0);
    ask(&mut Kiosk::patient(&stage, &mut room, &rel))
}

pub fn service_not_enabled() -> Told {
    with_patient(A, |kiosk| Told::by(kiosk, &COURSES))
}

pub fn account_restricted() -> Told {
    let (stage, mut room) = (stage(), Room::new());
    let rel = stage.special(D, Letter::Restricted);
    Told::by(&mut Kiosk::patient(&stage, &mut room, &rel), &GetMessageRecipients {})
}

pub fn field_missing() -> Told {
    // C wants a comment.
    with_patient(C, |kiosk| {
        let ids = [course(kiosk, true)];
        let told = Told::by(kiosk, &request(&ids, None));
        assert_eq!(told.field.as_deref(), Some("Comment"));
        told
    })
}

pub fn field_invalid() -> Told {
    with_patient(D, |kiosk| {
        let told = Told::by(kiosk, &GetPracticeSettings { ods_code: ods(C) });
        assert_eq!(told.field.as_deref(), Some("OdsCode"));
        told
    })
}

pub fn unavailable() -> Told {
    let (stage, mut room) = (stage(), Room::new());
    let rel = stage.relationship(D, 0);
    let slot_id = stage.slot(D, SlotType::Practice, 0);
    let book = BookAppointment { slot_id, booking_reason: None, telephone: None };
    let mut kiosk = Kiosk::patient(&stage, &mut room, &rel);
    stage.server.set_trouble(D, Some(Trouble::Unavailable));
    let told = Told::by(&mut kiosk, &book);
    assert_eq!(stage.holder(D, slot_id), None, "nothing was done");
    stage.server.set_trouble(D, None);
    kiosk.call(&book);
    told
}

pub fn internal_error() -> Told {
    let (stage, mut room) = (stage(), Room::new());
    let rel = stage.relationship(D, 0);
    let slot_id = stage.slot(D, SlotType::Practice, 0);
    let mut kiosk = Kiosk::patient(&stage, &mut room, &rel);
    kiosk.call(&GetUserOptions {});
    stage.server.set_trouble(D, Some(Trouble::Failing));
    let book = BookAppointment { slot_id, booking_reason: None, telephone: None };
    let told = Told::by(&mut kiosk, &book);
    // Why its outcome counts as unknown.
    assert!(stage.holder(D, slot_id).is_some());
    stage.server.set_trouble(D, None);
    assert_eq!(Told::by(&mut kiosk, &book).code, "SlotUnavailable", "the session goes on");
    told
}

/// A course that can be asked for, or one that cannot.
fn course(kiosk: &mut Kiosk<'_>, can_be_requested: bool) -> Guid {
    let found = kiosk.call(&COURSES);
    let mut courses = found.courses.iter().map(Result::unwrap);
    courses.find(|course| course.can_be_requested == can_be_requested).unwrap().course_id
}

fn request<'a>(ids: &'a [Guid], comment: Option<&'a str>) -> RequestPrescription<'a> {
    let comment = comment.map(|comment| Text::new(comment).unwrap());
    RequestPrescription { course_ids: BoundedList::new(ids).unwrap(), comment }
}

pub fn course_not_found() -> Told {
    with_patient(D, |kiosk| Told::by(kiosk, &request(&[Guid::from_bytes([7; 16])], None)))
}

pub fn course_not_requestable() -> Told {
    with_patient(D, |kiosk| {
        let ids = [course(kiosk, false)];
        Told::by(kiosk, &request(&ids, None))
    })
}

pub fn request_pending() -> Told {
    with_patient(D, |kiosk| {
        let ids = [course(kiosk, true)];
        kiosk.call(&request(&ids, None));
        Told::by(kiosk, &request(&ids, None))
    })
}

pub fn request_not_found() -> Told {
    let request_id = Guid::from_bytes([7; 16]);
    with_patient(D, |kiosk| Told::by(kiosk, &CancelPrescriptionRequest { request_id, reason: None }))
}

pub fn request_already_issued() -> Told {
    with_patient(D, |kiosk| {
        let ids = [course(kiosk, true)];
        let request_id = kiosk.call(&request(&ids, None)).request_id;
        let cancel = CancelPrescriptionRequest { request_id, reason: None };
        kiosk.call(&cancel);
        Told::by(kiosk, &cancel)
    })
}

fn section(item_type: ItemType<'_>) -> GetMedicalRecordData<'_> {
    GetMedicalRecordData { item_type, from: None, to: None, maximum_items: None, after: None }
}

fn document(id: &str) -> GetMedicalRecordDocumentContent<'_> {
    GetMedicalRecordDocumentContent { document_id: Text::new(id).unwrap() }
}

pub fn section_not_enabled() -> Told {
    with_patient(C, |kiosk| Told::by(kiosk, &section(ItemType::TestResults)))
}

pub fn document_not_found() -> Told {
    with_patient(D, |kiosk| Told::by(kiosk, &document("DOC-999-0")))
}

pub fn document_unavailable() -> Told {
    with_patient(D, |kiosk| {
        let gone = {
            let found = kiosk.call(&section(ItemType::Documents));
            let mut documents = found.items.iter().filter_map(|item| match item.unwrap().arm {
                Arm::Document(document) => Some(document),
                _ => None,
            });
            documents.find(|document| !document.available).unwrap().document_id.to_string()
        };
        Told::by(kiosk, &document(&gone))
    })
}

pub fn recipient_unknown() -> Told {
    let (subject, content) = (Text::new("Hay fever").unwrap(), Text::new("Again").unwrap());
    let recipient_id = Guid::from_bytes([7; 16]);
    with_patient(D, |kiosk| Told::by(kiosk, &SendMessage { recipient_id, subject, content }))
}

pub fn message_not_found() -> Told {
    with_patient(D, |kiosk| Told::by(kiosk, &GetMessage { message_id: -1 }))
}
