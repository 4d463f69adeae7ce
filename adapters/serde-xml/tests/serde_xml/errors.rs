//! What is refused, by which error, and what is taken that the core refuses.

use emis_core::messages::{DecodeErrorKind, Operation};
use emis_core::owned::appointments::{BookAppointment, GetAvailableAppointments, SlotType};
use emis_core::owned::fault::Fault;
use emis_core::owned::messaging::{GetMessage, GetMessages};
use emis_core::owned::prescribing::RequestPrescription;
use emis_core::profile::{OpenProfile, Version};
use emis_core::session::CallError;
use emis_core::types::Guid;
use emis_serde_xml::{
    ReadError, ReadErrorKind as Kind, read_fault_detail, read_request, read_response, write_fault_detail,
};

use crate::ends;

fn book(fields: &str) -> Result<BookAppointment, ReadError> {
    let body = format!("<BookAppointment xmlns=\"urn:emis-ps:1\">{fields}</BookAppointment>");
    read_request::<BookAppointment, OpenProfile>(&body)
}

fn slots(fields: &str) -> String {
    format!(
        "<GetAvailableAppointmentsResponse xmlns=\"urn:emis-ps:1\">{fields}</GetAvailableAppointmentsResponse>"
    )
}

const SLOT: &str = "<SlotId>7</SlotId><SessionId>1</SessionId><StartTime>2026-11-23T09:00:00</StartTime>\
                    <EndTime>2026-11-23T09:00:00</EndTime><SlotType>Practice</SlotType>";

#[test]
fn each_defect_has_its_error() {
    let telephone = "<Telephone><Number>1</Number><ContactType>Home</ContactType></Telephone>";
    assert!(book(&format!("<SlotId>7</SlotId>{telephone}")).is_ok());
    for (fields, kind, field) in [
        ("<SlotId>7</SlotId", Kind::Malformed, None),
        ("<SlotId>7</SlotId><a:SlotId/>", Kind::Malformed, None),
        ("<SlotId>&secret;</SlotId>", Kind::Malformed, None),
        ("<!-- secret --><SlotId>7</SlotId>", Kind::NotAllowed, None),
        ("<SlotId><![CDATA[7]]></SlotId>", Kind::NotAllowed, None),
        ("<?secret?><SlotId>7</SlotId>", Kind::NotAllowed, None),
        ("<SlotId xmlns=\"urn:secret\">7</SlotId>", Kind::Foreign, None),
        ("<SlotId xmlns=\"\">7</SlotId>", Kind::Foreign, None),
        ("<SlotId>7</SlotId><Secret/>", Kind::Unknown, None),
        ("secret<SlotId>7</SlotId>", Kind::Content, None),
        ("<SlotId>7<Secret/></SlotId>", Kind::Content, Some("SlotId")),
        ("<SlotId>7</SlotId><SlotId>7</SlotId>", Kind::Twice, Some("SlotId")),
        ("", Kind::Missing, Some("SlotId")),
        ("<SlotId></SlotId>", Kind::Missing, Some("SlotId")),
        ("<SlotId>secret</SlotId>", Kind::Invalid, Some("SlotId")),
        ("<SlotId> 7</SlotId>", Kind::Invalid, Some("SlotId")),
        ("<SlotId>7</SlotId><Telephone><Number>1</Number></Telephone>", Kind::Missing, Some("ContactType")),
        (
            "<SlotId>7</SlotId><Telephone><Number>secret 0123456789 0123456789 0123456789</Number>\
             <ContactType>Home</ContactType></Telephone>",
            Kind::Invalid,
            Some("Number"),
        ),
    ] {
        let error = book(fields).unwrap_err();
        assert_eq!((error.kind, error.field), (kind, field), "{fields}");
        assert!(!format!("{error} {error:?}").to_lowercase().contains("secret"), "{error:?}");
        assert_eq!(error.place.is_some(), kind != Kind::Invalid, "{error:?}");
    }
}

#[test]
fn a_body_is_exactly_its_element() {
    let body = "<GetMessage xmlns=\"urn:emis-ps:1\"><MessageId>1</MessageId></GetMessage>";
    let read = |body: &str| read_request::<GetMessage, OpenProfile>(body).map_err(|error| error.kind);
    assert!(read(body).is_ok());
    for (body, kind) in [
        (String::new(), Kind::NotAllowed),
        (format!(" {body}"), Kind::NotAllowed),
        (format!("{body}\n"), Kind::NotAllowed),
        (format!("\u{FEFF}{body}"), Kind::NotAllowed),
        (format!("<?xml version=\"1.0\"?>{body}"), Kind::NotAllowed),
        (format!("<!DOCTYPE a [<!ENTITY b \"c\">]>{body}"), Kind::NotAllowed),
        (format!("<!-- -->{body}"), Kind::NotAllowed),
        (format!("{body}<!-- -->"), Kind::NotAllowed),
        (body.replace("GetMessage", "GetMessages"), Kind::UnexpectedElement),
        (body.replace("urn:emis-ps:1", "urn:emis-ps:2"), Kind::Foreign),
        (body.replace(" xmlns=\"urn:emis-ps:1\"", ""), Kind::Foreign),
    ] {
        assert_eq!(read(&body).unwrap_err(), kind, "{body}");
    }
    // Of two elements, or half of one, the parser's word is taken.
    assert!(read(&body.repeat(2)).is_err() && read("<GetMessage>").is_err());
}

#[test]
fn a_list_says_which_item_is_wrong() {
    let read = |fields: &str| {
        let read = read_response::<GetAvailableAppointments, OpenProfile>(&slots(fields));
        read.map(|read| read.slots.len()).map_err(|error| (error.kind, error.field))
    };
    let slot = |from: &str, to: &str| format!("<Slot>{}</Slot>", SLOT.replace(from, to));
    let good = slot("", "");
    assert_eq!(read(&format!("<Slots>{good}<Later>{good}</Later>\n{good}</Slots>")), Ok(2));
    assert_eq!(read("<Later>1</Later>"), Ok(0));
    let bad = slot("<StartTime>2026-11-23T", "<StartTime>2026-11-31T");
    assert_eq!(read(&format!("<Slots>{good}{bad}</Slots>")), Err((Kind::Invalid, Some("StartTime"))));
    let bad = slot("<SessionId>1</SessionId>", "");
    assert_eq!(read(&format!("<Slots>{good}{bad}</Slots>")), Err((Kind::Missing, Some("SessionId"))));
    assert_eq!(read(&format!("<Slots>{good}1</Slots>")), Err((Kind::Content, Some("Slots"))));
    let twice = format!("<Slots>{good}</Slots>").repeat(2);
    assert_eq!(read(&twice), Err((Kind::Twice, Some("Slots"))));
    let foreign = format!("<Slots>{good}<a:Later xmlns:a=\"urn:a\"/></Slots>");
    assert_eq!(read(&foreign), Err((Kind::Foreign, None)));

    let courses = |content: &str| {
        let body = format!(
            "<RequestPrescription xmlns=\"urn:emis-ps:1\"><CourseIds>{content}</CourseIds></RequestPrescription>"
        );
        let read = read_request::<RequestPrescription, OpenProfile>(&body);
        read.map(|read| read.course_ids.len()).map_err(|error| (error.kind, error.field))
    };
    let id = "<CourseId>0123abcd-4567-89ab-cdef-0123456789ab</CourseId>";
    assert_eq!(courses(&id.repeat(32)), Ok(32));
    assert_eq!(courses(&id.repeat(33)), Err((Kind::Invalid, Some("CourseIds"))));
    assert_eq!(courses(""), Err((Kind::Missing, Some("CourseIds"))));
    assert_eq!(courses(&format!("{id}<CourseId/>")), Err((Kind::Missing, Some("CourseId"))));
}

/// The crate's page says what is taken beyond the core. If one of these fails, it is to be rewritten.
#[test]
fn what_is_taken_beyond_the_core() {
    let mut ends = ends::both_ends(GetAvailableAppointments::DESCRIPTOR, Version::V2_1);
    let now = emis_core::types::DateTime::parse("2026-11-23T09:00:00").unwrap();
    let request = GetAvailableAppointments { from: now, to: now, maximum_items: None, after: None };
    for (sequence, (from, to)) in (1..).zip([
        ("<SlotId>7", "<SlotId>+7"),
        ("<SlotId>7", "<SlotId>007"),
        ("<SessionId>", "&#32;<SessionId>"),
    ]) {
        let body = slots(&format!("<Slots><Slot>{}</Slot></Slots>", SLOT.replace(from, to)));
        let read = read_response::<GetAvailableAppointments, OpenProfile>(&body).unwrap();
        assert_eq!((read.slots.len(), read.slots[0].slot_id), (1, 7));
        let id = crate::common::id_text(&ends.client);
        let document = crate::common::in_session(&id, sequence, &body);
        match ends::read_response(&mut ends, &request, &document) {
            Err(CallError::InvalidResponse(error)) => assert_eq!(error.kind, DecodeErrorKind::Invalid),
            other => panic!("{other:?}"),
        }
    }
    let page = "<GetMessages xmlns=\"urn:emis-ps:1\"><MaximumItems>+010</MaximumItems></GetMessages>";
    let read = read_request::<GetMessages, OpenProfile>(page).unwrap();
    assert_eq!(read.maximum_items.map(emis_core::messages::PageSize::get), Some(10));
    // A version is not known here, so what 1.1 added is read of any session.
    let telephone = "<Telephone><Number>1</Number><ContactType>Elsewhere</ContactType></Telephone>";
    let read = book(&format!("<SlotId>7</SlotId>{telephone}")).unwrap();
    assert_eq!(read.telephone.unwrap().contact_type.as_str(), "Elsewhere");
}

#[test]
fn texts_keep_their_white_space_and_line_ends() {
    let slot = SLOT.replace("<SlotType>", "<SlotTypeName> a\r\nb\rc\n&#13;&#10; </SlotTypeName><SlotType>");
    let read = read_response::<GetAvailableAppointments, OpenProfile>(&slots(&format!(
        "\n<Slots>\n<Slot>\n{slot}\n</Slot>\n</Slots>\n"
    )));
    let read = read.unwrap();
    assert_eq!(read.slots[0].slot_type_name.as_deref(), Some(" a\nb\nc\n\r\n "));
    assert_eq!(read.slots[0].slot_type, SlotType::Practice);
}

#[test]
fn a_fault_detail_goes_both_ways() {
    use emis_core::fault::{Fault as Borrowed, FaultCode};
    let fault = Borrowed {
        required_version: Some(Version::V1_1),
        ..Borrowed::new(FaultCode::SlotUnavailable, Guid::from_bytes([7; 16]))
    };
    let fault = Fault::try_from(fault).unwrap();
    let text = write_fault_detail::<OpenProfile>(&fault).unwrap();
    assert_eq!(
        text,
        "<FaultDetail xmlns=\"urn:emis-ps:1\"><Code>SlotUnavailable</Code><SupplierCode>-1151</SupplierCode>\
         <CorrelationId>07070707-0707-0707-0707-070707070707</CorrelationId><RequiredVersion>1.1</RequiredVersion>\
         </FaultDetail>"
    );
    assert!(read_fault_detail::<OpenProfile>(&text).unwrap() == fault);
}

#[cfg(feature = "no-wire-log")]
#[test]
fn nothing_can_be_logged_at_level_trace() {
    assert!(log::STATIC_MAX_LEVEL <= log::LevelFilter::Debug);
}
