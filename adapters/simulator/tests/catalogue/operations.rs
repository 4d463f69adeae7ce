//! Every row of operations.md, carried out: asked by the core's client, over HTTP, and held against the world.

use emis_core::handshake::SessionOptions;
use emis_core::messages::appointments::{
    BookAppointment, CancelAppointment, ContactType, GetAvailableAppointments, GetPatientAppointments,
    Telephone,
};
use emis_core::messages::messaging::{
    DeleteMessage, GetMessage, GetMessageRecipients, GetMessages, SendMessage, SetMessageReadState,
};
use emis_core::messages::practice::{
    AccountStatus, GetClinicalVersionInformation, GetPracticeSettings, GetUserOptions, InputRequirement,
};
use emis_core::messages::prescribing::{
    CancelPrescriptionRequest, GetMedicationCourses, GetPrescriptionRequests, RequestPrescription,
    RequestStatus,
};
use emis_core::messages::record::Arm;
use emis_core::messages::record::{
    GetMedicalRecordData, GetMedicalRecordDocumentContent, ItemType, ResetAccountLinkageKey,
};
use emis_core::messages::registration::GetDemographics;
use emis_core::messages::session::EndSession;
use emis_core::messages::{BoundedList, OPERATIONS};
use emis_core::profile::Version;
use emis_core::session::SessionState;
use emis_core::types::{DateTime, Guid, Text};
use emis_simulator::world::SlotType;

use crate::common::kiosk::{Kiosk, Room, known};
use crate::common::{D, Rel, Stage};
use crate::people::{by_letter, ods, register_by_details, register_by_letter, without_accounts};

/// A practice end and a patient of it, who is known as `rel`.
struct Visit {
    stage: Stage,
    rel: Rel,
}

type Row = fn(&Visit, &mut Kiosk<'_>);

/// In the order of the page.
const ALL: &[(&str, Row)] = &[
    ("GetClinicalVersionInformation", version_information),
    ("BeginSession", begin_session),
    ("GetPracticeSettings", practice_settings),
    ("EndSession", end_session),
    ("RegisterWithPinDocument", register_with_pin_document),
    ("RegisterWithPatientDetails", register_with_patient_details),
    ("GetUserOptions", user_options),
    ("GetDemographics", demographics),
    ("GetAvailableAppointments", available_appointments),
    ("GetPatientAppointments", patient_appointments),
    ("BookAppointment", book_appointment),
    ("CancelAppointment", cancel_appointment),
    ("GetMedicationCourses", medication_courses),
    ("RequestPrescription", request_prescription),
    ("GetPrescriptionRequests", prescription_requests),
    ("CancelPrescriptionRequest", cancel_prescription_request),
    ("GetMedicalRecordData", medical_record_data),
    ("GetMedicalRecordDocumentContent", document_content),
    ("ResetAccountLinkageKey", reset_account_linkage_key),
    ("GetMessageRecipients", message_recipients),
    ("GetMessages", messages),
    ("GetMessage", message),
    ("SendMessage", send_message),
    ("SetMessageReadState", set_message_read_state),
    ("DeleteMessage", delete_message),
];

#[test]
fn every_operation_has_its_row() {
    let here: Vec<&str> = ALL.iter().map(|(name, _)| *name).collect();
    let page: Vec<&str> = OPERATIONS.iter().map(|info| info.name).collect();
    assert_eq!(here, page);
}

// VER-1, HTTP-5
#[test]
fn every_operation_works_over_http() {
    for (_, row) in ALL {
        let stage = Stage::listening(|builder| builder);
        let rel = stage.relationship(D, 0);
        let (visit, mut room) = (Visit { stage, rel }, Room::new());
        let mut kiosk = Kiosk::patient(&visit.stage, &mut room, &visit.rel);
        row(&visit, &mut kiosk);
    }
}

fn version_information(_: &Visit, kiosk: &mut Kiosk<'_>) {
    let check = |told: emis_core::messages::practice::GetClinicalVersionInformationResponse<'_>| {
        assert!(told.ods_code == ods(D) && told.practice_name == "The Docks Café Surgery" && told.live);
        assert_eq!(told.schema_version, Version::V2_1);
        assert_eq!(told.operations.iter().map(Result::unwrap).count(), OPERATIONS.len());
    };
    check(kiosk.front.clinical_version_information(ods(D)).map_err(|error| error.to_string()).unwrap());
    check(kiosk.call(&GetClinicalVersionInformation { ods_code: ods(D) }));
}

fn begin_session(visit: &Visit, kiosk: &mut Kiosk<'_>) {
    let of = known(&visit.rel);
    for begin in [
        SessionOptions::negotiated(ods(D), Version::V2_1),
        SessionOptions::negotiated(ods(D), Version::V2_1).for_patient(&of).replacing(kiosk.session.id()),
        SessionOptions::pinned(ods(D), Version::V1_0).for_patient(&of),
    ] {
        let mut session = kiosk.front.begin_session(begin.with_iteration_policy(1..=100)).unwrap();
        let settings = GetPracticeSettings { ods_code: ods(D) };
        kiosk.front.call(&mut session, &settings).map(drop).map_err(|error| error.to_string()).unwrap();
    }
}

fn practice_settings(visit: &Visit, kiosk: &mut Kiosk<'_>) {
    let told = kiosk.call(&GetPracticeSettings { ods_code: ods(D) });
    assert!(told.services.messaging && told.services.medical_record && !told.services.demographics_update);
    assert_eq!(told.input_requirements.prescribing_comment, InputRequirement::RequestedOptional);
    assert_eq!(told.appointments.telephone_appointments, Some(true));
    let world = visit.stage.server.world();
    let known = &world.practice(D).unwrap().settings;
    let rules = known.appointments;
    assert_eq!(usize::try_from(told.appointments.maximum_bookings), Ok(rules.maximum_bookings));
    assert_eq!(told.appointments.latest_booking_days, i64::from(rules.latest_booking_days));
    assert!(told.medical_record.unwrap().test_results_enabled);
    assert!(told.messages.welcome.unwrap() == **known.messages.welcome.as_ref().unwrap());
}

fn end_session(visit: &Visit, kiosk: &mut Kiosk<'_>) {
    kiosk.call(&EndSession {});
    assert_eq!(kiosk.session.state(), SessionState::Ended);
    let mut room = Room::new();
    Kiosk::application(&visit.stage, &mut room, D).call(&EndSession {});
}

fn register_with_pin_document(visit: &Visit, _: &mut Kiosk<'_>) {
    let (mut room, mut second) = (Room::new(), Room::new());
    let pin = visit.stage.pin(D, 1);
    let mut kiosk = Kiosk::application(&visit.stage, &mut room, D);
    assert_eq!(kiosk.call(&by_letter(&pin)).account_status, AccountStatus::Full);
    let of = register_by_letter(&mut kiosk, &pin);
    Kiosk::patient_of(&visit.stage, &mut second, D, &of).call(&GetUserOptions {});
}

fn register_with_patient_details(visit: &Visit, _: &mut Kiosk<'_>) {
    let (mut room, mut second) = (Room::new(), Room::new());
    let people = without_accounts(&visit.stage, D);
    let mut kiosk = Kiosk::application(&visit.stage, &mut room, D);
    let of = register_by_details(&mut kiosk, D, &people[0]);
    let mut patient = Kiosk::patient_of(&visit.stage, &mut second, D, &of);
    assert_eq!(patient.call(&GetUserOptions {}).account_status, AccountStatus::Restricted);
}

fn user_options(_: &Visit, kiosk: &mut Kiosk<'_>) {
    let told = kiosk.call(&GetUserOptions {});
    assert_eq!(told.account_status, AccountStatus::Full);
    for services in [told.assigned_services, told.effective_services] {
        assert!(services.appointments && services.prescribing);
        assert!(services.medical_record && services.messaging);
    }
}

fn demographics(visit: &Visit, kiosk: &mut Kiosk<'_>) {
    let told = kiosk.call(&GetDemographics {});
    let world = visit.stage.server.world();
    let number = world.relationship(&visit.rel.id).unwrap().patient;
    let who = &world.practice(D).unwrap().patients()[number].demographics;
    assert!(told.forenames == *who.forenames && told.surname == *who.surname);
    assert_eq!(told.date_of_birth.to_string(), who.date_of_birth.to_string());
    assert_eq!(told.nhs_number.map(|number| number.as_str().to_owned()), who.nhs_number);
    assert_eq!(told.address.unwrap().town.map(|town| town.to_string()), who.address.as_ref().unwrap().town);
}

fn search() -> GetAvailableAppointments<'static> {
    let at = |text| DateTime::parse(text).unwrap();
    let (from, to) = (at("2026-03-05T00:00:00"), at("2026-03-12T00:00:00"));
    GetAvailableAppointments { from, to, maximum_items: None, after: None }
}

fn available_appointments(visit: &Visit, kiosk: &mut Kiosk<'_>) {
    let told = kiosk.call(&search());
    let world = visit.stage.server.world();
    let practice = world.practice(D).unwrap();
    for slot in told.slots.iter().map(Result::unwrap) {
        let day = slot.start_time.to_string()[..10].parse().unwrap();
        let known = practice.slots_on(day).into_iter().find(|known| known.slot_id == slot.slot_id).unwrap();
        assert!(practice.is_free(&known) && known.start.to_string() == slot.start_time.to_string());
        let session = told.sessions.iter().flatten().find(|s| s.session_id == slot.session_id).unwrap();
        for id in session.clinician_ids.iter().flatten() {
            assert!(told.clinicians.iter().flatten().any(|clinician| clinician.clinician_id == id));
        }
        if let Some(place) = session.location_id {
            assert!(told.locations.iter().flatten().any(|location| location.location_id == place));
        }
    }
    assert!(!told.slots.is_empty() && !told.locations.is_empty());
}

/// Books a telephone slot.
fn booked(visit: &Visit, kiosk: &mut Kiosk<'_>) -> i64 {
    let slot_id = visit.stage.slot(D, SlotType::Telephone, 0);
    let telephone =
        Telephone { number: Text::new("01632 960001").unwrap(), contact_type: ContactType::Mobile };
    let reason = Text::new("Cough & <fever>").ok();
    let book = BookAppointment { slot_id, booking_reason: reason, telephone: Some(telephone) };
    assert_eq!(kiosk.call(&book).slot_id, slot_id);
    slot_id
}

fn patient_appointments(visit: &Visit, kiosk: &mut Kiosk<'_>) {
    let slot_id = booked(visit, kiosk);
    let mine =
        GetPatientAppointments { include_past: true, past_from: None, maximum_items: None, after: None };
    let told = kiosk.call(&mine);
    let booking = told.appointments.iter().flatten().find(|a| a.slot_id == slot_id).unwrap();
    assert!(booking.booking_reason.unwrap() == "Cough & <fever>");
    let telephone = booking.telephone.unwrap();
    assert!(telephone.number == "01632 960001" && telephone.contact_type == ContactType::Mobile);
    assert_eq!(booking.booked_at.unwrap().to_string(), "2026-03-02T09:05:00");
    assert!(told.appointments.iter().flatten().any(|a| a.start_time.to_string().as_str() < "2026-03-02"));
}

fn book_appointment(visit: &Visit, kiosk: &mut Kiosk<'_>) {
    let slot_id = booked(visit, kiosk);
    assert!(visit.stage.holder(D, slot_id).is_some());
}

fn cancel_appointment(visit: &Visit, kiosk: &mut Kiosk<'_>) {
    let slot_id = booked(visit, kiosk);
    let reason = Text::new("better").ok();
    assert_eq!(kiosk.call(&CancelAppointment { slot_id, reason }).slot_id, slot_id);
    assert_eq!(visit.stage.holder(D, slot_id), None);
    let world = visit.stage.server.world();
    assert_eq!(world.practice(D).unwrap().cancellations().last().unwrap().reason.as_deref(), Some("better"));
}

/// The courses that can be asked for.
fn courses(kiosk: &mut Kiosk<'_>) -> Vec<Guid> {
    let told = kiosk.call(&GetMedicationCourses { maximum_items: None, after: None });
    let open = told.courses.iter().map(Result::unwrap).filter(|course| course.can_be_requested);
    open.map(|course| course.course_id).collect()
}

fn medication_courses(_: &Visit, kiosk: &mut Kiosk<'_>) {
    let told = kiosk.call(&GetMedicationCourses { maximum_items: None, after: None });
    let names: Vec<String> = told.courses.iter().map(|course| course.unwrap().name.to_string()).collect();
    assert!(names.is_sorted() && names.iter().any(|name| name.starts_with("Amlodipine")));
}

fn requested(kiosk: &mut Kiosk<'_>) -> Guid {
    let ids = courses(kiosk);
    let comment = Text::new("A week early").ok();
    kiosk.call(&RequestPrescription { course_ids: BoundedList::new(&ids).unwrap(), comment }).request_id
}

fn request_prescription(_: &Visit, kiosk: &mut Kiosk<'_>) {
    assert!(!courses(kiosk).is_empty());
    requested(kiosk);
    assert!(courses(kiosk).is_empty(), "all are pending");
}

/// Whether each course of the request is still waiting.
fn waiting(kiosk: &mut Kiosk<'_>, request_id: Guid) -> Vec<bool> {
    let all = GetPrescriptionRequests { from: None, to: None, maximum_items: None, after: None };
    let told = kiosk.call(&all);
    let request = told.requests.iter().flatten().find(|request| request.request_id == request_id).unwrap();
    request.courses.iter().map(|course| course.unwrap().status == RequestStatus::Requested).collect()
}

fn prescription_requests(_: &Visit, kiosk: &mut Kiosk<'_>) {
    let request_id = requested(kiosk);
    let waiting = waiting(kiosk, request_id);
    assert!(!waiting.is_empty() && waiting.iter().all(|waits| *waits));
}

fn cancel_prescription_request(_: &Visit, kiosk: &mut Kiosk<'_>) {
    let request_id = requested(kiosk);
    let cancel = CancelPrescriptionRequest { request_id, reason: Text::new("found some").ok() };
    assert_eq!(kiosk.call(&cancel).request_id, request_id);
    assert!(waiting(kiosk, request_id).iter().all(|waits| !waits));
}

fn section(item_type: ItemType<'_>) -> GetMedicalRecordData<'_> {
    GetMedicalRecordData { item_type, from: None, to: None, maximum_items: None, after: None }
}

fn medical_record_data(_: &Visit, kiosk: &mut Kiosk<'_>) {
    for (item_type, right) in [
        (ItemType::Allergies, (|arm| matches!(arm, Arm::Allergy(_))) as fn(&Arm<'_>) -> bool),
        (ItemType::Consultations, |arm| matches!(arm, Arm::Consultation(_))),
        (ItemType::Documents, |arm| matches!(arm, Arm::Document(_))),
        (ItemType::Immunisations, |arm| matches!(arm, Arm::Immunisation(_))),
        (ItemType::Medication, |arm| matches!(arm, Arm::Medication(_))),
        (ItemType::Problems, |arm| matches!(arm, Arm::Problem(_))),
        (ItemType::TestResults, |arm| matches!(arm, Arm::TestResult(_))),
    ] {
        let told = kiosk.call(&section(item_type));
        assert_eq!(told.item_type, item_type);
        assert!(!told.items.is_empty() && told.items.iter().all(|item| right(&item.unwrap().arm)));
    }
}

fn document_content(_: &Visit, kiosk: &mut Kiosk<'_>) {
    let (id, size) = {
        let told = kiosk.call(&section(ItemType::Documents));
        let mut documents = told.items.iter().filter_map(|item| match item.unwrap().arm {
            Arm::Document(document) => Some(document),
            _ => None,
        });
        let small = documents.find(|document| document.available && document.size < Some(40_000)).unwrap();
        (small.document_id.to_string(), usize::try_from(small.size.unwrap()).unwrap())
    };
    let told = kiosk.call(&GetMedicalRecordDocumentContent { document_id: Text::new(&id).unwrap() });
    let mut html = vec![0; size + 2];
    assert!(told.document_id == *id && told.content_type == "text/html");
    let html = told.content.decode(&mut html).unwrap();
    assert!(html.len() == size && html.starts_with(b"<!DOCTYPE html>"));
}

fn reset_account_linkage_key(visit: &Visit, kiosk: &mut Kiosk<'_>) {
    let key = kiosk.session.next_relationship_key().unwrap();
    let told = kiosk.call(&ResetAccountLinkageKey { reason: Text::new("lost").ok() }).linkage_key.to_string();
    assert!(told.len() > 20);
    let world = visit.stage.server.world();
    assert!(world.relationship(&visit.rel.id).unwrap().key.is(key.expose_str()));
}

fn message_recipients(_: &Visit, kiosk: &mut Kiosk<'_>) {
    let told = kiosk.call(&GetMessageRecipients {});
    assert!(told.recipients.iter().flatten().any(|recipient| recipient.name == "Prescriptions & repeats"));
}

/// Sends a message and waits for the practice's reply to it, longer than a session lives.
fn sent(visit: &Visit, kiosk: &mut Kiosk<'_>) -> i64 {
    let recipient_id =
        kiosk.call(&GetMessageRecipients {}).recipients.iter().next().unwrap().unwrap().recipient_id;
    let (subject, content) = (Text::new("Hay fever & co").unwrap(), Text::new("Is it\n<normal>?").unwrap());
    let message_id = kiosk.call(&SendMessage { recipient_id, subject, content }).message_id;
    visit.stage.wait_ms(33 * 3_600_000);
    message_id
}

/// The replies to a message that are not read.
fn unread(kiosk: &mut Kiosk<'_>, message_id: i64) -> usize {
    let told = kiosk.call(&GetMessage { message_id });
    told.replies.iter().filter(|reply| reply.as_ref().unwrap().unread).count()
}

fn messages(visit: &Visit, kiosk: &mut Kiosk<'_>) {
    let (message_id, mut room) = (sent(visit, kiosk), Room::new());
    let kiosk = &mut Kiosk::patient(&visit.stage, &mut room, &visit.rel);
    let told = kiosk.call(&GetMessages { maximum_items: None, after: None });
    let first = told.messages.iter().next().unwrap().unwrap();
    assert_eq!((first.message_id, first.reply_count, first.unread_replies), (message_id, 1, true));
}

fn message(visit: &Visit, kiosk: &mut Kiosk<'_>) {
    let (message_id, mut room) = (sent(visit, kiosk), Room::new());
    let kiosk = &mut Kiosk::patient(&visit.stage, &mut room, &visit.rel);
    let told = kiosk.call(&GetMessage { message_id });
    assert!(told.subject == "Hay fever & co" && told.content == "Is it\n<normal>?");
    assert!(told.replies.iter().all(|reply| !reply.unwrap().content.is_empty()));
}

fn send_message(visit: &Visit, kiosk: &mut Kiosk<'_>) {
    let (message_id, mut room) = (sent(visit, kiosk), Room::new());
    let kiosk = &mut Kiosk::patient(&visit.stage, &mut room, &visit.rel);
    assert_eq!(unread(kiosk, message_id), 1, "the practice has answered");
}

fn set_message_read_state(visit: &Visit, kiosk: &mut Kiosk<'_>) {
    let (message_id, mut room) = (sent(visit, kiosk), Room::new());
    let kiosk = &mut Kiosk::patient(&visit.stage, &mut room, &visit.rel);
    for read in [true, false] {
        assert_eq!(kiosk.call(&SetMessageReadState { message_id, read }).message_id, message_id);
        assert_eq!(unread(kiosk, message_id), usize::from(!read));
    }
}

fn delete_message(visit: &Visit, kiosk: &mut Kiosk<'_>) {
    let (message_id, mut room) = (sent(visit, kiosk), Room::new());
    let kiosk = &mut Kiosk::patient(&visit.stage, &mut room, &visit.rel);
    assert_eq!(kiosk.call(&DeleteMessage { message_id }).message_id, message_id);
    let told = kiosk.call(&GetMessages { maximum_items: None, after: None });
    assert!(told.messages.iter().all(|message| message.unwrap().message_id != message_id));
}
