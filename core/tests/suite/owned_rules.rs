//! What an owned message keeps of the rules of messages, and the form that it has by `serde`.

use crate::common::ends::{accepted, both_ends, message, read_response, write_request, write_response};
use emis_core::messages::appointments as borrowed;
use emis_core::messages::{DecodeError, DecodeErrorKind, Operation, ProblemKind};
use emis_core::owned;
use emis_core::owned::appointments::{
    Appointment, AvailableAppointmentsPart, BookAppointment, ContactType, GetAvailableAppointments,
    GetAvailableAppointmentsResponse, GetPatientAppointments, GetPatientAppointmentsResponse, Slot, SlotType,
    Telephone,
};
use emis_core::owned::types::{Base64, Text, Word};
use emis_core::profile::Version;
use emis_core::session::{CallError, RequestError};
use emis_core::types::{DateTime, Guid, PatientRelationshipId, PatientRelationshipKey};
use serde_core::de::DeserializeOwned;
use serde_json::{Value, json};

const NEWEST: Version = Version::V2_1;

fn text<const N: usize>(text: &str) -> Text<N> {
    Text::new(text).unwrap()
}

fn slot() -> Slot {
    let time = DateTime::parse("2026-11-23T09:00:00").unwrap();
    Slot {
        slot_id: 7,
        session_id: 1,
        start_time: time,
        end_time: time,
        slot_type_name: None,
        slot_type: SlotType::Unknown(Word::new("Chat & more").unwrap()),
    }
}

fn search() -> GetAvailableAppointments {
    let time = DateTime::parse("2026-11-23T09:00:00").unwrap();
    GetAvailableAppointments { from: time, to: time, maximum_items: None, after: Some(text("a & b")) }
}

fn slots(second: &str) -> String {
    let slot = |start: &str| {
        format!(
            "<Slot><SlotId>7</SlotId><SessionId>1</SessionId><StartTime>{start}</StartTime>\
             <EndTime>2026-11-23T09:00:00</EndTime><SlotType>Practice</SlotType></Slot>"
        )
    };
    format!(
        "<GetAvailableAppointmentsResponse xmlns=\"urn:emis-ps:1\"><Slots>{}{}</Slots>\
         </GetAvailableAppointmentsResponse>",
        slot("2026-11-23T09:00:00"),
        slot(second)
    )
}

#[test]
fn every_item_is_read_and_the_first_that_cannot_be_is_the_error() {
    let expected = DecodeError { kind: DecodeErrorKind::Invalid, field: Some("StartTime") };
    for space in ["", " "] {
        // With the space it is the validated walk, without it the strict one.
        let body = slots("2026-11-23").replacen('>', &format!("{space}>"), 1);
        let mut ends = both_ends(GetAvailableAppointments::DESCRIPTOR, NEWEST);
        let reply = message(&ends, &body);
        match read_response(&mut ends, &search(), &reply) {
            Err(CallError::InvalidResponse(error)) => assert_eq!(error, expected),
            other => panic!("{other:?}"),
        }

        let after = search().after.unwrap();
        let request = borrowed::GetAvailableAppointments {
            from: search().from,
            to: search().to,
            maximum_items: None,
            after: Some(emis_core::types::Text::new(&after).unwrap()),
        };
        let mut ends = both_ends(GetAvailableAppointments::DESCRIPTOR, NEWEST);
        let read = read_response(&mut ends, &request, &reply).unwrap();
        assert_eq!(read.slots.iter().flatten().count(), 1, "the borrowed one still has the other");
        assert_eq!(GetAvailableAppointmentsResponse::try_from(read).unwrap_err(), expected);
    }
}

#[test]
fn a_request_is_right_as_a_whole() {
    let read = |courses: &str| {
        use owned::prescribing::RequestPrescription;
        let mut ends = both_ends(RequestPrescription::DESCRIPTOR, NEWEST);
        let body = format!(
            "<RequestPrescription xmlns=\"urn:emis-ps:1\" xmlns:o=\"urn:o\">{courses}</RequestPrescription>"
        );
        let document = message(&ends, &body);
        let (call, received) = accepted(&mut ends, &document);
        let read = call.read::<RequestPrescription>(&received);
        read.map(|read| read.course_ids.len()).map_err(|problem| (problem.kind, problem.field().to_owned()))
    };
    let id = "<CourseId>0123abcd-4567-89ab-cdef-0123456789ab</CourseId>";
    let courses = |content: &str| format!("<CourseIds>{content}</CourseIds>");
    let wrong = |kind: ProblemKind, field: &str| Err((kind, field.to_owned()));
    assert_eq!(read(&courses(&id.repeat(32))), Ok(32));
    assert_eq!(read(&courses(&id.repeat(33))), wrong(ProblemKind::Invalid, "CourseIds"));
    assert_eq!(read(&courses("")), wrong(ProblemKind::Missing, "CourseIds"));
    assert_eq!(read(""), wrong(ProblemKind::Missing, "CourseIds"));
    assert_eq!(read(&courses(&format!("{id}<CourseId/>"))), wrong(ProblemKind::Missing, "CourseId"));
    assert_eq!(
        read(&courses(&format!("{id}<CourseId>x</CourseId>"))),
        wrong(ProblemKind::Invalid, "CourseId")
    );
    assert_eq!(read(&courses(&format!("{id}<Other/>"))), wrong(ProblemKind::Unknown, "Other"));
    assert_eq!(read(&courses(&format!("{id}<o:CourseId/>"))), wrong(ProblemKind::Unknown, "CourseId"));
    assert_eq!(read(&courses(&format!("{id}x"))), wrong(ProblemKind::Invalid, "CourseId"));
}

#[test]
fn an_owned_request_is_answered_in_a_stream_too() {
    let mut ends = both_ends(GetAvailableAppointments::DESCRIPTOR, NEWEST);
    let reply = message(&ends, &slots("2026-11-23T10:00:00"));
    let mut out = [0; 2048];
    let call = ends.client.call(&search(), &mut out, crate::common::time(0)).unwrap();
    let mut window = [0; 1024];
    let mut stream = call.stream(&mut window);
    let (mut rest, mut starts) = (reply.as_bytes(), Vec::new());
    loop {
        while let Some(part) = stream.next() {
            if let AvailableAppointmentsPart::Slot(slot) = part.unwrap().unconfirmed() {
                starts.push(slot.start_time.hour());
            }
        }
        let space = stream.space();
        let count = rest.len().min(space.len());
        if count == 0 {
            break;
        }
        space[..count].copy_from_slice(&rest[..count]);
        rest = &rest[count..];
        stream.filled(count);
    }
    let response: GetAvailableAppointmentsResponse = stream.finish().unwrap();
    assert_eq!(starts, [9, 10]);
    assert!(response.slots.is_empty(), "they have been given out");
}

#[test]
fn what_a_version_lacks_is_refused_or_left_out() {
    let telephone = Telephone { number: text("0113 4960000"), contact_type: ContactType::Mobile };
    let book = |telephone| BookAppointment { slot_id: 7, booking_reason: None, telephone };
    let mut ends = both_ends(BookAppointment::DESCRIPTOR, Version::V1_0);
    assert!(write_request(&mut ends, &book(None)).is_ok());
    match write_request(&mut ends, &book(Some(telephone.clone()))) {
        Err(RequestError::Version(refused)) => {
            assert_eq!((refused.name, refused.needed), ("Telephone", Version::V1_1));
        }
        other => panic!("{other:?}"),
    }
    let Slot { slot_id, session_id, start_time, end_time, slot_type_name, slot_type } = slot();
    let response = GetPatientAppointmentsResponse {
        appointments: vec![Appointment {
            slot_id,
            session_id,
            start_time,
            end_time,
            slot_type_name,
            slot_type,
            booking_reason: None,
            booked_at: None,
            telephone: Some(telephone),
        }],
        sessions: vec![],
        clinicians: vec![],
        locations: vec![],
        next: Some(text("")),
    };
    for (version, there) in [(Version::V1_0, false), (Version::V1_1, true)] {
        let mut ends = both_ends(GetPatientAppointments::DESCRIPTOR, version);
        let request =
            GetPatientAppointments { include_past: false, past_from: None, maximum_items: None, after: None };
        let asked = write_request(&mut ends, &request).unwrap();
        let document = message(&ends, &asked);
        let written = write_response::<GetPatientAppointments>(&accepted(&mut ends, &document).0, &response);
        assert_eq!(written.contains("Telephone"), there, "{written}");
        assert!(written.contains("<SlotType>Chat &amp; more</SlotType>"), "{written}");
        assert!(!written.contains("Next"), "an empty optional text is not written: {written}");
        let reply = message(&ends, &written);
        let read = read_response(&mut ends, &request, &reply).unwrap();
        assert_eq!(read.appointments[0].telephone.is_some(), there);
        assert_eq!(read.appointments[0].slot_type.as_str(), "Chat & more");
    }
}

#[test]
fn words_are_known_in_any_case_and_kept_where_they_are_not() {
    assert_eq!(SlotType::of("VISIT").unwrap(), SlotType::Visit);
    assert_eq!(SlotType::of("unknown").unwrap(), SlotType::Unknown(Word::new("Unknown").unwrap()));
    assert_eq!("Chat".parse::<SlotType>().unwrap().as_str(), "Chat");
    assert!(SlotType::of("").is_err() && SlotType::of(" Visit").is_err());
    let known: Vec<_> = borrowed::SlotType::WORDS.iter().map(|word| borrowed::SlotType::of(word)).collect();
    for word in known {
        assert_eq!(SlotType::try_from(word).unwrap().as_str(), word.as_str());
    }
    // A borrowed word may be of the caller's own making; an owned one can be written.
    assert!(SlotType::try_from(borrowed::SlotType::of("a\u{1}")).is_err());
}

#[test]
fn nothing_is_shown_by_debug() {
    let key = PatientRelationshipKey::parse("TopSecretTopSecret").unwrap();
    let registered = owned::registration::RegisterWithPinDocumentResponse {
        patient_relationship_id: PatientRelationshipId::parse("Mar-ple").unwrap(),
        patient_relationship_key: key,
        account_status: owned::practice::AccountStatus::Full,
    };
    let shown = [
        format!(
            "{registered:?} {:?} {:?}",
            registered.patient_relationship_key, registered.patient_relationship_id
        ),
        format!("{:?} {:?} {:?}", slot(), slot().slot_type, search()),
        format!("{:?} {:?}", text::<99>("Marple"), Base64::new(b"Marple".to_vec())),
        format!("{:?}", owned::types::Decimal::parse("1234.5").unwrap()),
        format!("{:?}", owned::BoundedList::<Text<9>>::new(vec![text("Marple")]).unwrap()),
    ];
    for text in shown {
        for secret in ["Marple", "Mar-ple", "TopSecret", "Chat", "1234", "77", "2026", "a & b"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}

#[test]
fn keys_are_compared_whole() {
    let key = |text: &str| PatientRelationshipKey::parse(text).unwrap();
    assert!(key("0123456789abcdef") == key("0123456789abcdef"));
    assert!(key("0123456789abcdef") != key("0123456789abcdeg"));
    assert!(key("0123456789abcdef") != key("0123456789abcdef0"));
}

#[test]
fn the_json_of_a_message_has_its_elements() {
    let response = GetAvailableAppointmentsResponse {
        slots: vec![slot()],
        sessions: vec![],
        clinicians: vec![],
        locations: vec![],
        next: None,
    };
    let expected = json!({
        "Slots": { "Slot": [{
            "SlotId": 7,
            "SessionId": 1,
            "StartTime": "2026-11-23T09:00:00",
            "EndTime": "2026-11-23T09:00:00",
            "SlotType": "Chat & more",
        }] },
        "Sessions": { "Session": [] },
        "Clinicians": { "Clinician": [] },
        "Locations": { "Location": [] },
    });
    // In this order too.
    assert_eq!(serde_json::to_string(&response).unwrap(), expected.to_string());
    let blank = Slot { slot_type_name: Some(text("")), ..slot() };
    assert_eq!(serde_json::to_string(&blank).unwrap(), serde_json::to_string(&slot()).unwrap());
    let item = owned::record::Item {
        event_id: Guid::from_bytes([0x11; 16]),
        term: None,
        code: Some(1),
        effective_date: owned::record::EffectiveDate {
            precision: owned::record::Precision::Year,
            value: None,
        },
        authorised_by: None,
        entered_by: None,
        arm: owned::record::Arm::Unknown,
    };
    assert_eq!(
        serde_json::to_string(&item).unwrap(),
        "{\"EventId\":\"11111111-1111-1111-1111-111111111111\",\"Code\":1,\"EffectiveDate\":{\"Precision\":\"Year\"}}"
    );
}

fn from_json<T: DeserializeOwned>(value: &Value) -> Result<T, String> {
    serde_json::from_str(&value.to_string()).map_err(|error| error.to_string())
}

#[test]
fn json_is_read_as_the_profile_reads_elements() {
    let slot = json!({
        "SlotType": "practice", "SlotId": 7, "SessionId": 1, "Other": [{ "Deep": 1 }], "SlotTypeName": "",
        "StartTime": "2026-11-23T09:00:00", "EndTime": "2026-11-23T09:00:00.5Z",
    });
    let response = json!({ "Slots": { "Other": 1, "Slot": [slot, slot] }, "Sessions": {}, "Next": null });
    let read: GetAvailableAppointmentsResponse = from_json(&response).unwrap();
    assert_eq!((read.slots.len(), read.sessions.len(), read.next), (2, 0, None));
    assert_eq!((&read.slots[0].slot_type, &read.slots[0].slot_type_name), (&SlotType::Practice, &None));

    // Where the format lets what is not known stand among the items, they come in pieces.
    let pieces = format!("{{\"Slots\":{{\"Slot\":[{slot}],\"Other\":1,\"Slot\":[{slot},{slot}]}}}}");
    let read: GetAvailableAppointmentsResponse = serde_json::from_str(&pieces).unwrap();
    assert_eq!(read.slots.len(), 3);

    let without = |field: &str| {
        let mut slot = slot.clone();
        slot.as_object_mut().unwrap().remove(field);
        slot
    };
    let with = |field: &str, value: Value| {
        let mut slot = slot.clone();
        slot[field] = value;
        slot
    };
    assert!(from_json::<Slot>(&without("SlotId")).unwrap_err().contains("missing field `SlotId`"));
    for (field, bad) in [
        ("SlotId", json!("7")),
        ("SlotId", json!(7.5)),
        ("SlotTypeName", json!("x".repeat(256))),
        ("SlotTypeName", json!("\u{1}")),
        ("SlotType", json!("")),
        ("SlotType", json!(" Practice")),
        ("StartTime", json!("2026-02-30T09:00:00")),
    ] {
        assert!(from_json::<Slot>(&with(field, bad.clone())).is_err(), "{field} {bad}");
    }
    let twice = slot.to_string().replacen('{', "{\"SlotId\":8,", 1);
    assert!(
        serde_json::from_str::<Slot>(&twice).unwrap_err().to_string().contains("duplicate field `SlotId`")
    );
}

#[test]
fn limits_hold_for_what_is_made_by_serde() {
    use owned::prescribing::RequestPrescription;
    let courses = |n: usize| {
        let ids = vec![json!("0123abcd-4567-89ab-cdef-0123456789ab"); n];
        from_json::<RequestPrescription>(&json!({ "CourseIds": { "CourseId": ids } }))
    };
    assert_eq!(courses(32).unwrap().course_ids.len(), 32);
    assert!(courses(0).is_err() && courses(33).is_err());
    let page = |size: i64| from_json::<owned::messaging::GetMessages>(&json!({ "MaximumItems": size }));
    assert!(page(1).is_ok() && page(1000).is_ok() && page(0).is_err() && page(1001).is_err());
    let item = json!({
        "EventId": "0123abcd-4567-89ab-cdef-0123456789ab",
        "EffectiveDate": { "Precision": "Year" },
        "Allergy": {},
    });
    assert!(matches!(from_json::<owned::record::Item>(&item).unwrap().arm, owned::record::Arm::Allergy(_)));
    let mut two = item;
    two["Immunisation"] = json!({});
    assert!(from_json::<owned::record::Item>(&two).is_err());
}

#[test]
fn a_fault_can_be_kept() {
    use emis_core::fault::{Fault, FaultCode};
    let fault = Fault::new(FaultCode::SlotUnavailable, Guid::from_bytes([7; 16]));
    let kept = owned::fault::Fault::try_from(fault).unwrap();
    assert_eq!((kept.code.as_str(), kept.supplier_code), ("SlotUnavailable", Some(-1151)));
    let json = serde_json::to_value(&kept).unwrap();
    assert_eq!(json["Code"], "SlotUnavailable");
    assert!(from_json::<owned::fault::Fault>(&json).unwrap() == kept);
}
