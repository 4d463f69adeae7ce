//! Calls that change nothing: asked again, page by page, in pieces, and cancelled.

use core::ops::ControlFlow;
use core::sync::atomic::{AtomicUsize, Ordering};

use emis_client::{Error, Progress, Settings};
use emis_core::capabilities::Capability;
use emis_core::messages::appointments::BookAppointment;
use emis_core::messages::record::GetMedicalRecordData as RecordData;
use emis_core::owned::PageSize;
use emis_core::owned::appointments::GetAvailableAppointments;
use emis_core::owned::practice::{AccountStatus, GetUserOptions};
use emis_core::owned::record::Arm;
use emis_core::owned::record::{
    GetMedicalRecordData, GetMedicalRecordDocumentContent, ItemType, MedicalRecordDocumentContentPart,
};
use emis_core::session::Outcome;
use emis_core::types::DateTime;

use crate::common::Fate::{Late, LostBack, LostThere, NotSent};
use crate::common::{World, free_slots, register, settings};

const OPTIONS: &str = "GetUserOptions";
const BEGIN: &str = "BeginSession";
const VERSION: &str = "GetClinicalVersionInformation";

#[test]
fn a_lost_answer_is_asked_for_again_in_a_new_session() {
    let world = World::new();
    let practice = world.connect();
    let link = register(&practice, &world);
    for fate in [LostThere, LostBack, Late] {
        let mut patient = practice.patient(&link);
        world.fates(&[(OPTIONS, fate), (OPTIONS, fate)]);
        assert_eq!(patient.ask(&GetUserOptions {}).unwrap().account_status, AccountStatus::Full);
        assert_eq!(world.tried(), [BEGIN, OPTIONS, BEGIN, OPTIONS, BEGIN, OPTIONS], "{fate:?}");
        // The session goes on.
        world.fates(&[]);
        patient.ask(&GetUserOptions {}).unwrap();
        patient.end();
        assert_eq!(world.tried(), [OPTIONS, "EndSession"]);
    }
}

#[test]
fn an_answer_that_never_comes_is_given_up() {
    let world = World::new();
    let practice = world.connect();
    let link = register(&practice, &world);
    let mut patient = practice.patient(&link);
    world.fates(&[(OPTIONS, LostThere); 3]);
    let error = patient.ask(&GetUserOptions {}).unwrap_err();
    assert!(matches!(error, Error::NoReply(_)), "{error}");
    assert_eq!((error.code(), error.outcome()), (emis_core::error::ErrorCode::NoReply, Outcome::Unknown));
    assert!(core::error::Error::source(&error).is_some());
    assert_eq!(world.tried().len(), 6);
    world.fates(&[(OPTIONS, NotSent); 2]);
    let error = patient.ask(&GetUserOptions {}).unwrap_err();
    assert!(matches!(error, Error::NotSent(_)), "{error}");
    assert_eq!((error.code(), error.outcome()), (emis_core::error::ErrorCode::NotSent, Outcome::NotSent));
    world.fates(&[(BEGIN, LostThere); 2]);
    patient = practice.patient(&link);
    assert!(matches!(patient.ask(&GetUserOptions {}), Err(Error::NoSession(_))));
}

#[test]
fn the_version_is_asked_for_again() {
    let world = World::new();
    world.fates(&[(VERSION, LostThere), (VERSION, NotSent)]);
    assert!(world.connect().information().live);
    assert_eq!(world.tried(), [VERSION; 3]);
    world.fates(&[(VERSION, LostBack); 3]);
    let connected = emis_client::Practice::connect_with(
        world.clone(),
        world.application(),
        crate::common::practice_code(),
        settings(),
    );
    assert!(matches!(connected, Err(Error::NoReply(_))));
}

fn search(items: u16) -> GetAvailableAppointments {
    GetAvailableAppointments {
        from: DateTime::parse("2026-11-23T00:00:00").unwrap(),
        to: DateTime::parse("2026-11-30T00:00:00").unwrap(),
        maximum_items: PageSize::new(items).ok(),
        after: None,
    }
}

#[test]
fn pages_come_one_after_another_and_all_of_them() {
    let world = World::new();
    let practice = world.connect();
    let link = register(&practice, &world);
    let mut patient = practice.patient(&link);
    let whole: Vec<_> = patient.ask(&search(1000)).unwrap().slots;
    assert!(whole.len() > 20);
    let mut slots = Vec::new();
    let mut pages = 0;
    for page in patient.pages(search(7)) {
        let page = page.unwrap();
        assert!(page.slots.len() <= 7);
        slots.extend(page.slots);
        pages += 1;
    }
    assert!(slots == whole && pages >= whole.len() / 7);
    // What did not leave is tried again in the same session, so the list goes on.
    world.fates(&[("GetAvailableAppointments", NotSent)]);
    assert_eq!(patient.pages(search(7)).flatten().count(), pages);
    assert_eq!(world.tried().len(), pages + 1);
}

#[test]
fn a_list_whose_session_ends_is_not_put_together_of_two() {
    let world = World::new();
    let practice = world.connect();
    let link = register(&practice, &world);
    let mut patient = practice.patient(&link);
    let whole = patient.ask(&search(1000)).unwrap().slots;
    let mut pages = patient.pages(search(7));
    assert!(pages.next().unwrap().is_ok());
    world.fates(&[("GetAvailableAppointments", LostBack)]);
    assert!(matches!(pages.next(), Some(Err(Error::Interrupted))));
    assert!(pages.next().is_none());
    // All pages at once are read again from the beginning.
    world.fates(&[]);
    let mut count = 0;
    let failing = world.clone();
    patient.on_progress(move |_| {
        count += 1;
        if count == 3 {
            failing.fates(&[("GetAvailableAppointments", LostThere)]);
        }
        ControlFlow::Continue(())
    });
    let pages = patient.all_pages(&search(7)).unwrap();
    assert!(pages.into_iter().flat_map(|page| page.slots).collect::<Vec<_>>() == whole);
}

#[test]
fn a_list_can_be_cancelled_between_two_pages() {
    let world = World::new();
    let practice = world.connect();
    let link = register(&practice, &world);
    let mut patient = practice.patient(&link);
    let asked = AtomicUsize::new(0);
    let mut patient = {
        patient.ask(&GetUserOptions {}).unwrap();
        let mut other = practice.patient(&link);
        other.on_progress(|progress| match progress {
            Progress::Asks if asked.fetch_add(1, Ordering::Relaxed) >= 2 => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        });
        other
    };
    let pages: Vec<_> = patient.pages(search(7)).collect();
    assert_eq!(pages.len(), 3);
    assert!(matches!(pages[2], Err(Error::Cancelled)));
}

#[test]
fn the_buffer_grows_up_to_its_limit() {
    let world = World::new();
    let practice = world.connect();
    let link = register(&practice, &world);
    // Some hundred kilobytes.
    let search =
        GetAvailableAppointments { to: DateTime::parse("2027-01-20T00:00:00").unwrap(), ..search(1000) };
    assert!(practice.patient(&link).ask(&search).unwrap().slots.len() > 300);
    let practice = world.connect_with(Settings { reply_limit: 30_000, ..settings() });
    let error = practice.patient(&link).ask(&search).unwrap_err();
    assert!(matches!(error, Error::ReplyTooLong { limit: 30_000 }), "{error}");
    assert!(!free_slots(&mut practice.patient(&link)).is_empty());
}

#[test]
fn capabilities_are_kept_until_they_are_refreshed() {
    let world = World::new();
    let practice = world.connect();
    let link = register(&practice, &world);
    let mut patient = practice.patient(&link);
    world.fates(&[]);
    assert_eq!(patient.capabilities().unwrap().of::<BookAppointment<'_>>(), Capability::Allowed);
    assert_eq!(world.tried(), [BEGIN, "GetPracticeSettings", OPTIONS]);
    // The settings came with them.
    assert!(patient.practice_settings().unwrap().services.appointments);
    assert_eq!(patient.capabilities().unwrap().of::<RecordData<'_>>(), Capability::Allowed);
    assert_eq!(world.tried().len(), 3);
    patient.refresh_capabilities().unwrap();
    assert_eq!(world.tried().len(), 5);
    let application = practice.application().capabilities().unwrap();
    assert!(!application.of::<BookAppointment<'_>>().is_allowed());
}

#[test]
fn a_document_is_streamed_and_counts_only_when_it_is_verified() {
    let world = World::new();
    let practice = world.connect();
    let mut found = None;
    for (at, letter) in world.letters().iter().enumerate() {
        let registered = practice.register(letter, &at.to_string(), &mut Vec::new()).unwrap();
        let mut patient = practice.patient(&registered.link);
        let request = GetMedicalRecordData {
            item_type: ItemType::Documents,
            from: None,
            to: None,
            maximum_items: None,
            after: None,
        };
        let Ok(pages) = patient.all_pages(&request) else { continue };
        let document = pages.into_iter().flat_map(|page| page.items).find_map(|item| match item.arm {
            Arm::Document(document) if document.available => Some(document.document_id),
            _ => None,
        });
        found = document.map(|document| (registered.link, document));
        if found.is_some() {
            break;
        }
    }
    let (link, document_id) = found.unwrap();
    let mut patient = practice.patient(&link);
    let request = GetMedicalRecordDocumentContent { document_id };
    let whole = patient.ask(&request).unwrap().content;
    world.fates(&[("GetMedicalRecordDocumentContent", LostBack)]);
    let streamed = patient
        .stream(&request, Vec::new, |bytes: &mut Vec<u8>, part| {
            if let MedicalRecordDocumentContentPart::Content(piece) = part {
                bytes.extend_from_slice(piece);
            }
        })
        .unwrap();
    assert!(!streamed.is_empty() && streamed == *whole);
    assert_eq!(world.tried().len(), 3);
}
