//! The lists that come in pages: whatever a page's size, the items and their order are the same.

use emis_core::client::ClientError;
use emis_core::messages::appointments::{BookAppointment, GetAvailableAppointments, GetPatientAppointments};
use emis_core::messages::messaging::{GetMessageRecipients, GetMessages, SendMessage};
use emis_core::messages::prescribing::{GetMedicationCourses, GetPrescriptionRequests, RequestPrescription};
use emis_core::messages::record::{GetMedicalRecordData, ItemType, MedicalRecordDataPart};
use emis_core::messages::{BoundedList, PageSize, Paged, Pages};
use emis_core::types::{DateTime, Guid, Text};
use emis_simulator::world::SlotType;

use crate::common::kiosk::{Kiosk, Room};
use crate::common::{D, Stage};

/// What of an item tells it from all others, of every list.
#[derive(Debug, PartialEq)]
enum Which {
    Number(i64),
    Guid(Guid),
}

/// Reads the list with pages of several sizes; gives how many items it has.
#[track_caller]
fn same_at_every_size<O: Paged>(
    kiosk: &mut Kiosk<'_>,
    request: impl Fn(Option<PageSize>) -> O,
    which: impl Fn(O::Item<'_>) -> Which,
) -> usize {
    let largest = PageSize::new(1000).ok();
    let page = kiosk.call(&request(largest));
    let whole: Vec<Which> = O::items(&page).iter().map(|item| which(item.unwrap())).collect();
    assert!(O::next(&page).is_none(), "{}", O::DESCRIPTOR.name);
    drop(page);
    for size in [PageSize::new(1).ok(), PageSize::new(7).ok(), largest, None] {
        let (mut found, mut sizes) = (Vec::new(), Vec::new());
        let mut pages = kiosk.front.pages(&mut kiosk.session, request(size));
        while let Some(page) = pages.next() {
            let before = found.len();
            found.extend(O::items(&page.unwrap()).iter().map(|item| which(item.unwrap())));
            sizes.push(found.len() - before);
        }
        assert_eq!(found, whole, "{} by {size:?}", O::DESCRIPTOR.name);
        let most = size.map_or(100, |size| size.get().into());
        assert!(sizes.iter().all(|size| *size <= most), "{} by {size:?}: {sizes:?}", O::DESCRIPTOR.name);
        assert_eq!(sizes.len(), whole.len().div_ceil(most).max(1), "{} by {size:?}", O::DESCRIPTOR.name);
    }
    whole.len()
}

// PG-1, PG-2
#[test]
fn a_list_is_the_same_in_pages_of_any_size() {
    let (stage, mut room) = (Stage::new(), Room::new());
    let mut kiosk = Kiosk::patient(&stage, &mut room, &stage.relationship(D, 0));
    // Something to come, beside what is past, and more messages than a page of 7 has.
    for n in 0..4 {
        let slot_id = stage.slot(D, SlotType::Practice, n);
        kiosk.call(&BookAppointment { slot_id, booking_reason: None, telephone: None });
    }
    let mut courses = Vec::new();
    for course in kiosk.call(&GetMedicationCourses { maximum_items: None, after: None }).courses {
        let course = course.unwrap();
        courses.extend(course.can_be_requested.then_some([course.course_id]));
    }
    for course in &courses {
        kiosk.call(&RequestPrescription { course_ids: BoundedList::new(course).unwrap(), comment: None });
    }
    let recipient = kiosk.call(&GetMessageRecipients {}).recipients.iter().next().unwrap().unwrap();
    let (recipient_id, text) = (recipient.recipient_id, "Two & more");
    for _ in 0..8 {
        let (subject, content) = (Text::new(text).unwrap(), Text::new(text).unwrap());
        kiosk.call(&SendMessage { recipient_id, subject, content });
    }
    let (from, to) = ("2026-03-04T00:00:00", "2026-03-07T00:00:00");
    let (from, to) = (DateTime::parse(from).unwrap(), DateTime::parse(to).unwrap());
    let slots = same_at_every_size::<GetAvailableAppointments<'_>>(
        &mut kiosk,
        |maximum_items| GetAvailableAppointments { from, to, maximum_items, after: None },
        |slot| Which::Number(slot.slot_id),
    );
    let appointments = same_at_every_size::<GetPatientAppointments<'_>>(
        &mut kiosk,
        |maximum_items| GetPatientAppointments {
            include_past: true,
            past_from: None,
            maximum_items,
            after: None,
        },
        |appointment| Which::Number(appointment.slot_id),
    );
    let courses = same_at_every_size::<GetMedicationCourses<'_>>(
        &mut kiosk,
        |maximum_items| GetMedicationCourses { maximum_items, after: None },
        |course| Which::Guid(course.course_id),
    );
    let requests = same_at_every_size::<GetPrescriptionRequests<'_>>(
        &mut kiosk,
        |maximum_items| GetPrescriptionRequests { from: None, to: None, maximum_items, after: None },
        |request| Which::Guid(request.request_id),
    );
    let messages = same_at_every_size::<GetMessages<'_>>(
        &mut kiosk,
        |maximum_items| GetMessages { maximum_items, after: None },
        |message| Which::Number(message.message_id),
    );
    let found = (slots, appointments, courses, requests, messages);
    assert!(slots > 100 && appointments > 4 && courses > 7 && requests > 2 && messages > 7, "{found:?}");
    let mut record = 0;
    for section in ItemType::WORDS {
        record += same_at_every_size::<GetMedicalRecordData<'_>>(
            &mut kiosk,
            |maximum_items| GetMedicalRecordData {
                item_type: ItemType::of(section),
                from: None,
                to: None,
                maximum_items,
                after: None,
            },
            |item| Which::Guid(item.event_id),
        );
    }
    assert!(record > 100, "{record}");
}

#[test]
fn a_walk_can_be_taken_up_where_another_one_stopped() {
    let (stage, mut room) = (Stage::new(), Room::new());
    let mut kiosk = Kiosk::patient(&stage, &mut room, &stage.relationship(D, 0));
    let request = |after| GetMedicalRecordData {
        item_type: ItemType::TestResults,
        from: None,
        to: None,
        maximum_items: PageSize::new(7).ok(),
        after,
    };
    let mut all = Vec::new();
    let mut pages = kiosk.front.pages(&mut kiosk.session, request(None));
    let page = pages.next().unwrap().unwrap();
    all.extend(page.items.iter().map(|item| item.unwrap().event_id));
    let next = page.next.unwrap().to_string();
    let mut rest = kiosk.front.pages(&mut kiosk.session, request(Text::new(&next).ok()));
    while let Some(page) = rest.next() {
        all.extend(page.unwrap().items.iter().map(|item| item.unwrap().event_id));
    }
    let whole =
        kiosk.call(&GetMedicalRecordData { maximum_items: PageSize::new(1000).ok(), ..request(None) });
    let whole: Vec<Guid> = whole.items.iter().map(|item| item.unwrap().event_id).collect();
    assert!(all == whole && whole.len() > 14);
}

#[test]
fn a_record_is_walked_in_pages_that_are_longer_than_the_buffer() {
    let (stage, mut room, mut short) = (Stage::new(), Room::new(), Room::with_reply(16_384));
    let rel = stage.relationship(D, 0);
    let request = |maximum_items| GetMedicalRecordData {
        item_type: ItemType::Consultations,
        from: None,
        to: None,
        maximum_items,
        after: None,
    };
    let mut kiosk = Kiosk::patient(&stage, &mut room, &rel);
    let whole = kiosk.call(&request(PageSize::new(1000).ok()));
    let whole: Vec<Guid> = whole.items.iter().map(|item| item.unwrap().event_id).collect();
    let size = PageSize::new(60).ok();
    let mut kiosk = Kiosk::patient(&stage, &mut short, &rel);
    let mut refused = kiosk.front.pages(&mut kiosk.session, request(size));
    assert!(matches!(refused.next(), Some(Err(ClientError::ReplyTooLong { limit: 16_384 }))));
    let mut kiosk = Kiosk::patient(&stage, &mut short, &rel);
    let (mut found, mut pages) = (Vec::new(), Pages::new(request(size)));
    while let Some(request) = pages.request() {
        let answer = kiosk.front.stream(&mut kiosk.session, &request, |part| {
            if let MedicalRecordDataPart::Item(item) = part.unwrap().unconfirmed() {
                found.push(item.event_id);
            }
        });
        pages.read(&answer.unwrap()).unwrap();
    }
    assert!(found == whole && whole.len() > 60);
}
