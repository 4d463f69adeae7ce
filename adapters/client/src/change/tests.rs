//! What each reading tells, and that a doubt comes back from its stored form as it was.

use std::format;
use std::string::ToString as _;
use std::vec::Vec;

use emis_core::owned::appointments::{BookAppointment, CancelAppointment};
use emis_core::owned::messaging::{DeleteMessage, SendMessage, SetMessageReadState};
use emis_core::owned::prescribing::{CancelPrescriptionRequest, RequestPrescription};
use emis_core::types::SessionId;
use serde_json::{Value, json};

use super::*;

/// What the reading shows over these pages.
fn seen<C: Change>(change: &C, pages: &[Value]) -> C::Seen
where
    <C::ReadBack as Request>::Answer: DeserializeOwned,
{
    let mut seen = C::Seen::default();
    for page in pages {
        let page = serde_json::from_value(page.clone()).unwrap();
        if change.look(&page, &mut seen).is_break() {
            break;
        }
    }
    seen
}

fn effect<C: Change>(change: &C, before: Option<&[Value]>, after: &[Value]) -> Effect
where
    <C::ReadBack as Request>::Answer: DeserializeOwned,
{
    assert_eq!(C::READS_BEFORE, before.is_some());
    let before = before.map(|pages| seen(change, pages));
    change.settle(before.as_ref(), &seen(change, after))
}

fn appointments(slots: &[i64]) -> Value {
    let all: Vec<_> = slots
        .iter()
        .map(|slot| {
            json!({
                "SlotId": slot, "SessionId": 1, "StartTime": "2026-11-23T09:00:00",
                "EndTime": "2026-11-23T09:10:00", "SlotType": "Practice"
            })
        })
        .collect();
    json!({ "Appointments": { "Appointment": all } })
}

#[test]
fn a_booking_took_place_if_the_patient_has_the_slot_on_any_page() {
    let book = BookAppointment { slot_id: 7, booking_reason: None, telephone: None };
    let cancel = CancelAppointment { slot_id: 7, reason: None };
    for (pages, has) in [
        (&[appointments(&[1, 7])][..], true),
        (&[appointments(&[1, 2]), appointments(&[7])], true),
        (&[appointments(&[1, 2]), appointments(&[3])], false),
        (&[appointments(&[])], false),
    ] {
        let (booked, cancelled) = if has {
            (Effect::TookPlace, Effect::DidNotTakePlace)
        } else {
            (Effect::DidNotTakePlace, Effect::TookPlace)
        };
        assert_eq!(effect(&book, None, pages), booked);
        assert_eq!(effect(&cancel, None, pages), cancelled);
    }
    // Long after the change the appointment may be past.
    assert!(book.read_back().include_past && cancel.read_back().include_past);
    assert!(book.read_back().past_from.is_none() && cancel.read_back().past_from.is_none());
}

fn guid(number: u32) -> std::string::String {
    format!("00000000-0000-4000-8000-{number:012}")
}

fn requests(all: &[(u32, &[(u32, &str)])]) -> Value {
    let all: Vec<_> = all
        .iter()
        .map(|(id, courses)| {
            let courses: Vec<_> = courses
                .iter()
                .map(|(course, status)| json!({ "CourseId": guid(*course), "Status": status }))
                .collect();
            json!({
                "RequestId": guid(*id), "RequestedAt": "2026-11-23T09:00:00", "RequestedBy": "A Person",
                "Courses": { "RequestedCourse": courses }
            })
        })
        .collect();
    json!({ "Requests": { "Request": all } })
}

#[test]
fn a_prescription_was_asked_for_if_there_is_a_new_request_for_the_same_courses() {
    let ask: RequestPrescription =
        serde_json::from_value(json!({ "CourseIds": { "CourseId": [guid(1), guid(2)] } })).unwrap();
    let old: (u32, &[_]) = (90, &[(1, "Issued"), (2, "Issued")]);
    let new: (u32, &[_]) = (91, &[(2, "Requested"), (1, "Requested")]);
    let of_one: (u32, &[_]) = (92, &[(1, "Requested")]);
    let of_more: (u32, &[_]) = (93, &[(1, "Requested"), (2, "Requested"), (3, "Requested")]);
    for (before, after, told) in [
        (&[old][..], &[new, old][..], Effect::TookPlace),
        (&[], &[new], Effect::TookPlace),
        (&[old], &[old], Effect::DidNotTakePlace),
        (&[], &[], Effect::DidNotTakePlace),
        (&[old], &[of_one, of_more, old], Effect::DidNotTakePlace),
        (&[new, old], &[new, old], Effect::DidNotTakePlace),
    ] {
        assert_eq!(effect(&ask, Some(&[requests(before)]), &[requests(after)]), told);
    }
    // Without the state before, an older request cannot be told from this one.
    assert_eq!(ask.settle(None, &seen(&ask, &[requests(&[old])])), Effect::CannotTell);
    assert_eq!(ask.settle(None, &seen(&ask, &[requests(&[of_one])])), Effect::DidNotTakePlace);
}

#[test]
fn a_request_was_cancelled_if_no_course_of_it_is_undecided_and_one_is_cancelled() {
    let cancel: CancelPrescriptionRequest = serde_json::from_value(json!({ "RequestId": guid(9) })).unwrap();
    for (courses, told) in [
        (&[(1, "Cancelled"), (2, "Issued")][..], Effect::TookPlace),
        (&[(1, "Requested")], Effect::DidNotTakePlace),
        (&[(1, "Cancelled"), (2, "ForwardedForSigning")], Effect::DidNotTakePlace),
        (&[(1, "Issued"), (2, "Rejected")], Effect::DidNotTakePlace),
        (&[(1, "Cancelled"), (2, "Lapsed")], Effect::CannotTell),
    ] {
        let other: (u32, &[_]) = (8, &[(1, "Cancelled")]);
        assert_eq!(effect(&cancel, None, &[requests(&[other]), requests(&[(9, courses)])]), told);
    }
    // RequestNotFound
    assert_eq!(effect(&cancel, None, &[requests(&[])]), Effect::DidNotTakePlace);
}

fn messages(all: &[(i64, &str)]) -> Value {
    let all: Vec<_> = all
        .iter()
        .map(|(id, subject)| {
            json!({
                "MessageId": id, "Subject": subject, "SentAt": "2026-11-23T09:00:00", "RecipientName": "Reception",
                "ReplyCount": 0, "UnreadReplies": false
            })
        })
        .collect();
    json!({ "Messages": { "Message": all } })
}

#[test]
fn a_message_was_sent_if_there_is_a_new_one_with_its_subject() {
    let send: SendMessage =
        serde_json::from_value(json!({ "RecipientId": guid(1), "Subject": "A & B", "Content": "…" }))
            .unwrap();
    for (before, after, told) in [
        (&[(1, "A & B")][..], &[(2, "A & B"), (1, "A & B")][..], Effect::TookPlace),
        (&[(1, "A & B")], &[(2, "Other"), (1, "A & B")], Effect::DidNotTakePlace),
        (&[], &[], Effect::DidNotTakePlace),
    ] {
        assert_eq!(effect(&send, Some(&[messages(before)]), &[messages(after)]), told);
    }
    let delete = DeleteMessage { message_id: 2 };
    assert_eq!(
        effect(&delete, None, &[messages(&[(1, "A")]), messages(&[(2, "B")])]),
        Effect::DidNotTakePlace
    );
    assert_eq!(effect(&delete, None, &[messages(&[(1, "A")])]), Effect::TookPlace);
}

#[test]
fn a_read_state_shows_in_the_replies_alone() {
    for (read, unread, told) in [
        (true, &[false, false][..], Effect::TookPlace),
        (true, &[true], Effect::DidNotTakePlace),
        (true, &[true, false], Effect::CannotTell),
        (true, &[], Effect::CannotTell),
        (false, &[true], Effect::TookPlace),
        (false, &[false], Effect::DidNotTakePlace),
    ] {
        let replies: Vec<_> = unread
            .iter()
            .map(|unread| {
                json!({ "Sender": "S", "SentAt": "2026-11-23T09:00:00", "Content": "C", "Unread": unread })
            })
            .collect();
        let message = json!({
            "MessageId": 1, "Subject": "S", "Content": "C", "SentAt": "2026-11-23T09:00:00",
            "RecipientName": "R", "Replies": { "Reply": replies }
        });
        let set = SetMessageReadState { message_id: 1, read };
        assert_eq!(effect(&set, None, &[message]), told, "{read} {unread:?}");
        assert_eq!(set.settle_refused(FaultCode::MessageNotFound), Some(Effect::CannotTell));
        assert_eq!(set.settle_refused(FaultCode::Unavailable), None);
    }
}

fn session() -> SessionId {
    SessionId::parse("00112233445566778899aabbccddeeff").unwrap()
}

fn comes_back<C: Change + PartialEq>(request: C, before: Option<C::Seen>) -> AnyDoubt
where
    Doubt<C>: Into<AnyDoubt>,
{
    let doubt = Doubt::new(session(), request, before);
    let stored = serde_json::to_string(&doubt).unwrap();
    let back: Doubt<C> = serde_json::from_str(&stored).unwrap();
    assert!(back == doubt);
    assert_eq!((back.session(), back.before() == doubt.before()), (session(), true));
    let any: AnyDoubt = serde_json::from_str(&stored).unwrap();
    assert_eq!((any.operation(), any.session()), (C::DESCRIPTOR.name, session()));
    assert!(any == doubt.into());
    assert_eq!(serde_json::to_string(&any).unwrap(), stored);
    any
}

#[test]
fn a_doubt_comes_back_from_its_stored_form() {
    comes_back(BookAppointment { slot_id: 7, booking_reason: "Knee".parse().ok(), telephone: None }, None);
    comes_back(CancelAppointment { slot_id: 7, reason: None }, None);
    let ask = json!({ "CourseIds": { "CourseId": [guid(1)] }, "Comment": "Please" });
    let before = serde_json::from_value(json!([guid(5), guid(6)])).unwrap();
    comes_back::<RequestPrescription>(serde_json::from_value(ask).unwrap(), Some(before));
    let cancel = json!({ "RequestId": guid(9) });
    comes_back::<CancelPrescriptionRequest>(serde_json::from_value(cancel).unwrap(), None);
    let send = json!({ "RecipientId": guid(1), "Subject": "S", "Content": "C" });
    comes_back::<SendMessage>(serde_json::from_value(send).unwrap(), Some([4, 5].into()));
    comes_back(SetMessageReadState { message_id: 1, read: true }, None);
    comes_back(DeleteMessage { message_id: 1 }, None);
}

#[test]
fn a_stored_doubt_that_is_wrong_is_refused() {
    let book = BookAppointment { slot_id: 7, booking_reason: None, telephone: None };
    let stored = serde_json::to_value(Doubt::new(session(), book, None)).unwrap();
    assert!(serde_json::from_value::<Doubt<BookAppointment>>(stored.clone()).is_ok());
    // Booking and cancelling have the same form but for the name.
    assert!(serde_json::from_value::<Doubt<CancelAppointment>>(stored.clone()).is_err());
    for (member, value) in [
        ("operation", json!("GetMessages")),
        ("session", json!("00112233445566778899AABBCCDDEEFF")),
        ("session", json!("hunter2")),
        ("request", json!({})),
        ("more", json!(1)),
    ] {
        let mut wrong = stored.clone();
        wrong[member] = value;
        let error = serde_json::from_value::<Doubt<BookAppointment>>(wrong).unwrap_err();
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}

#[test]
fn a_doubt_does_not_print_what_was_asked() {
    let book = BookAppointment { slot_id: 4711, booking_reason: "Knee".parse().ok(), telephone: None };
    let doubt = Doubt::new(session(), book, None);
    for text in [format!("{doubt:?}"), format!("{:?}", AnyDoubt::from(doubt))] {
        assert!(text.contains("BookAppointment") && text.contains("00112233"), "{text}");
        // APP-2
        assert!(!text.contains("Knee") && !text.contains("4711") && !text.contains("ddeeff"), "{text}");
    }
}
