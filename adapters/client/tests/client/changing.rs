//! Changes: sent once, settled in the session that replaces the doubtful one, and reported as the books show.

use core::ops::ControlFlow;
use std::io;

use emis_client::change::{AnyDoubt, Change, Doubt, Effect};
use emis_client::{Changed, Error, Progress};
use emis_core::fault::FaultCode;
use emis_core::owned::appointments::{BookAppointment, CancelAppointment};
use emis_core::owned::messaging::{
    DeleteMessage, GetMessageRecipients, GetMessages, SendMessage, SetMessageReadState,
};
use emis_core::owned::practice::GetUserOptions;
use emis_core::owned::prescribing::{
    CancelPrescriptionRequest, GetMedicationCourses, GetPrescriptionRequests, RequestPrescription,
};

use crate::common::Fate::{self, Failing, Late, LostBack, LostThere, NotSent};
use crate::common::{World, free_slots, register};

const BOOK: &str = "BookAppointment";
const BEGIN: &str = "BeginSession";
const READ: &str = "GetPatientAppointments";

fn book(slot_id: i64) -> BookAppointment {
    BookAppointment { slot_id, booking_reason: None, telephone: None }
}

fn effect<C: Change>(changed: Result<Changed<C>, Error>) -> Effect {
    match changed {
        Ok(Changed::Settled(effect)) => effect,
        other => panic!("{:?}", other.map(|_| "another end")),
    }
}

#[test]
fn a_change_is_done() {
    let world = World::new();
    let practice = world.connect();
    let mut patient = practice.patient(&register(&practice, &world));
    let slot = free_slots(&mut patient)[0];
    world.fates(&[(BOOK, NotSent)]);
    assert!(matches!(patient.change(&book(slot)), Ok(Changed::Done(response)) if response.slot_id == slot));
    assert_eq!(world.tried(), [BOOK, BOOK]);
    assert!(world.is_booked(slot));
    let refused = patient.change(&book(slot)).unwrap_err();
    assert_eq!(refused.refusal().unwrap().code, Some(FaultCode::SlotUnavailable));
    assert_eq!(refused.code().number(), 301);
}

// APP-1, SH-15, SH-19, SH-20
#[test]
fn a_lost_booking_is_settled_by_what_the_books_show() {
    for (fate, told) in
        [(LostThere, Effect::DidNotTakePlace), (LostBack, Effect::TookPlace), (Late, Effect::TookPlace)]
    {
        let world = World::new();
        let practice = world.connect();
        let mut patient = practice.patient(&register(&practice, &world));
        let slots = free_slots(&mut patient);
        world.fates(&[(BOOK, fate)]);
        // What arrives late arrives before the next session begins, so it is made; see below for what comes later.
        assert_eq!(effect(patient.change(&book(slots[0]))), told, "{fate:?}");
        assert_eq!(world.tried(), [BOOK, BEGIN, READ]);
        assert_eq!(world.is_booked(slots[0]), told == Effect::TookPlace);
        assert_eq!(world.bookings(), usize::from(told == Effect::TookPlace));
        // The answer is final, and the next change goes on.
        assert!(matches!(patient.change(&book(slots[1])), Ok(Changed::Done(_))));
        assert_eq!(world.is_booked(slots[0]), told == Effect::TookPlace);
    }
}

// SH-32, SH-33: the practice's system fails after its work. The call is over, so the same session shows what is final.
#[test]
fn a_booking_that_is_answered_internal_error_is_read_back_in_its_session() {
    let world = World::new();
    let practice = world.connect();
    let mut patient = practice.patient(&register(&practice, &world));
    let slots = free_slots(&mut patient);
    world.fates(&[(BOOK, Failing)]);
    assert_eq!(effect(patient.change(&book(slots[0]))), Effect::TookPlace);
    assert_eq!(world.tried(), [BOOK, READ]);
    assert!(world.is_booked(slots[0]) && world.bookings() == 1);
    assert!(matches!(patient.change(&book(slots[1])), Ok(Changed::Done(_))));
}

#[test]
fn a_reading_that_is_lost_is_made_again_and_the_change_is_not() {
    let world = World::new();
    let practice = world.connect();
    let mut patient = practice.patient(&register(&practice, &world));
    let slot = free_slots(&mut patient)[0];
    world.fates(&[(BOOK, LostBack), (BEGIN, LostThere), (READ, LostThere), (READ, LostBack)]);
    assert_eq!(effect(patient.change(&book(slot))), Effect::TookPlace);
    assert_eq!(world.tried(), [BOOK, BEGIN, BEGIN, READ, BEGIN, READ, BEGIN, READ]);
    assert_eq!(world.bookings(), 1);
}

/// A booking that stays in doubt, whatever became of it.
fn in_doubt(
    world: &World,
    patient: &mut emis_client::Patient<'_, World>,
    slot: i64,
    fate: Fate,
) -> Doubt<BookAppointment> {
    world.fates(&[(BOOK, fate), (BEGIN, LostThere), (BEGIN, LostThere)]);
    let Ok(Changed::InDoubt(doubt)) = patient.change(&book(slot)) else { panic!("not in doubt") };
    assert_eq!(world.tried(), [BOOK, BEGIN, BEGIN]);
    doubt
}

#[test]
fn a_doubt_is_settled_after_a_restart() {
    for (fate, told) in [(LostThere, Effect::DidNotTakePlace), (LostBack, Effect::TookPlace)] {
        let world = World::new();
        let practice = world.connect();
        let link = register(&practice, &world);
        let mut patient = practice.patient(&link);
        let slot = free_slots(&mut patient)[0];
        let doubt = in_doubt(&world, &mut patient, slot, fate);
        let stored = serde_json::to_string(&doubt).unwrap();
        drop((patient, doubt));

        let practice = world.connect();
        let mut patient = practice.patient(&link);
        let doubt: AnyDoubt = serde_json::from_str(&stored).unwrap();
        // While the practice cannot be reached it cannot be told.
        world.fates(&[(BEGIN, NotSent), (BEGIN, NotSent)]);
        assert!(matches!(patient.settle_any(&doubt), Err(Error::NoSession(_))));
        world.fates(&[]);
        assert_eq!(patient.settle_any(&doubt).unwrap(), told);
        assert_eq!(world.tried(), [BEGIN, READ]);
        // It may be asked as often as one likes.
        assert_eq!(patient.settle_any(&doubt).unwrap(), told);
        assert_eq!(world.is_booked(slot), told == Effect::TookPlace);
    }
}

#[test]
fn no_other_change_is_sent_while_one_is_in_doubt() {
    let world = World::new();
    let practice = world.connect();
    let mut patient = practice.patient(&register(&practice, &world));
    let slots = free_slots(&mut patient);
    let doubt = in_doubt(&world, &mut patient, slots[0], LostThere);
    world.fates(&[]);
    let error = patient.change(&book(slots[1])).unwrap_err();
    assert!(matches!(error, Error::Unsettled { session } if session == doubt.session()), "{error}");
    assert_eq!(world.tried(), [""; 0]);
    // What changes nothing may be asked.
    patient.ask(&GetUserOptions {}).unwrap();
    assert!(matches!(patient.change(&book(slots[1])), Err(Error::Unsettled { .. })));
    assert_eq!(patient.settle(&doubt).unwrap(), Effect::DidNotTakePlace);
    assert!(matches!(patient.change(&book(slots[1])), Ok(Changed::Done(_))));
    // Or the caller does without knowing.
    let doubt = in_doubt(&world, &mut patient, slots[0], LostBack);
    patient.leave_unsettled(doubt.session());
    assert!(matches!(patient.change(&book(slots[2])), Ok(Changed::Done(_))));
}

#[test]
fn a_doubt_is_stored_before_the_change_is_sent() {
    let world = World::new();
    let practice = world.connect();
    let link = register(&practice, &world);
    let mut patient = practice.patient(&link);
    let slots = free_slots(&mut patient);
    world.fates(&[]);
    let mut journal = Vec::new();
    let changed = patient.change_with_journal(&book(slots[0]), |doubt| {
        assert!(!world.is_booked(slots[0]) && world.tried().is_empty());
        journal.push(serde_json::to_string(doubt).unwrap());
        Ok::<(), io::Error>(())
    });
    assert!(matches!(changed, Ok(Changed::Done(_))));
    assert_eq!(journal.len(), 1);
    // As if the device had lost its power before the reply came.
    let doubt: Doubt<BookAppointment> = serde_json::from_str(&journal[0]).unwrap();
    assert_eq!(world.connect().patient(&link).settle(&doubt).unwrap(), Effect::TookPlace);

    // What cannot be stored is not sent.
    world.fates(&[]);
    let changed = practice
        .patient(&link)
        .change_with_journal(&book(slots[1]), |_| Err(io::Error::from(io::ErrorKind::StorageFull)));
    assert!(matches!(changed, Err(Error::Store(_))));
    assert_eq!(world.tried(), [BEGIN]);
    assert!(!world.is_booked(slots[1]));
}

#[test]
fn a_change_can_be_cancelled_until_it_is_sent() {
    let world = World::new();
    let practice = world.connect();
    let link = register(&practice, &world);
    let slot = free_slots(&mut practice.patient(&link))[0];
    let stop_at =
        |wanted: Progress| {
            let mut patient = practice.patient(&link);
            patient.on_progress(move |now| {
                if now == wanted { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            patient
        };
    for wanted in [Progress::BeginsSession, Progress::Sends] {
        assert!(matches!(stop_at(wanted).change(&book(slot)), Err(Error::Cancelled)));
        assert_eq!(world.bookings(), 0);
    }
    world.fates(&[(BOOK, LostBack)]);
    let Ok(Changed::InDoubt(doubt)) = stop_at(Progress::ReadsBack).change(&book(slot)) else {
        panic!("it is not known what became of it")
    };
    assert_eq!(practice.patient(&link).settle(&doubt).unwrap(), Effect::TookPlace);
}

/// Makes a change whose message has this fate, and checks the answer.
fn settles<C: Change>(
    world: &World,
    patient: &mut emis_client::Patient<'_, World>,
    change: &C,
    told: [Effect; 2],
) {
    for (fate, told) in [(LostThere, told[0]), (LostBack, told[1])] {
        world.fates(&[(C::DESCRIPTOR.name, fate)]);
        assert_eq!(effect(patient.change(change)), told, "{} {fate:?}", C::DESCRIPTOR.name);
        let tried = world.tried();
        assert_eq!(tried.iter().filter(|operation| **operation == C::DESCRIPTOR.name).count(), 1);
    }
}

#[test]
fn every_operation_that_changes_something_is_settled() {
    let world = World::new();
    let practice = world.connect();
    let mut patient = practice.patient(&register(&practice, &world));
    let both = [Effect::DidNotTakePlace, Effect::TookPlace];
    let slot = free_slots(&mut patient)[0];
    settles(&world, &mut patient, &book(slot), both);
    settles(&world, &mut patient, &CancelAppointment { slot_id: slot, reason: None }, both);
    assert_eq!(world.bookings(), 0);

    let courses = patient.ask(&GetMedicationCourses { maximum_items: None, after: None }).unwrap().courses;
    let course = courses.iter().find(|course| course.can_be_requested).unwrap().course_id;
    let ask =
        RequestPrescription { course_ids: vec![course].try_into().unwrap(), comment: "Please".parse().ok() };
    settles(&world, &mut patient, &ask, both);
    let all = GetPrescriptionRequests { from: None, to: None, maximum_items: None, after: None };
    let request_id = patient.ask(&all).unwrap().requests[0].request_id;
    settles(&world, &mut patient, &CancelPrescriptionRequest { request_id, reason: None }, both);

    let recipient_id = patient.ask(&GetMessageRecipients {}).unwrap().recipients[0].recipient_id;
    let send = SendMessage {
        recipient_id,
        subject: "A question".parse().unwrap(),
        content: "Is it so?".parse().unwrap(),
    };
    settles(&world, &mut patient, &send, both);
    let messages = patient.ask(&GetMessages { maximum_items: None, after: None }).unwrap().messages;
    let message_id = messages.iter().find(|message| message.subject == "A question").unwrap().message_id;
    // It has no replies yet, so nothing shows it.
    let read = SetMessageReadState { message_id, read: true };
    settles(&world, &mut patient, &read, [Effect::CannotTell; 2]);
    settles(&world, &mut patient, &DeleteMessage { message_id }, both);
}

#[test]
fn a_second_request_for_the_same_is_told_from_the_first() {
    let world = World::new();
    let practice = world.connect();
    let mut patient = practice.patient(&register(&practice, &world));
    let recipient_id = patient.ask(&GetMessageRecipients {}).unwrap().recipients[0].recipient_id;
    let send =
        SendMessage { recipient_id, subject: "Again".parse().unwrap(), content: "The same".parse().unwrap() };
    assert!(matches!(patient.change(&send), Ok(Changed::Done(_))));
    settles(&world, &mut patient, &send, [Effect::DidNotTakePlace, Effect::TookPlace]);
    let messages = patient.ask(&GetMessages { maximum_items: None, after: None }).unwrap().messages;
    assert_eq!(messages.iter().filter(|message| message.subject == "Again").count(), 2);
}

// APP-1
#[test]
fn a_change_is_made_again_only_after_its_books_show_that_it_did_not_take_place() {
    // What becomes of the first and of the second sending, the answer, and how often it was sent.
    for (fates, told, sent) in [
        (&[LostThere][..], None, 2),
        (&[LostBack], Some(Effect::TookPlace), 1),
        (&[Late], Some(Effect::TookPlace), 1),
        (&[LostThere, LostBack], Some(Effect::TookPlace), 2),
        (&[LostThere, LostThere], Some(Effect::DidNotTakePlace), 2),
    ] {
        let world = World::new();
        let seen = std::sync::Mutex::new(Vec::new());
        let practice = world.connect();
        let mut patient = practice.patient(&register(&practice, &world));
        let slot = free_slots(&mut patient)[0];
        patient.on_progress(|progress| {
            seen.lock().unwrap().push(progress);
            ControlFlow::Continue(())
        });
        let losses: Vec<_> = fates.iter().map(|fate| (BOOK, *fate)).collect();
        world.fates(&losses);
        let changed = patient.change_with_retries(&book(slot)).unwrap();
        match told {
            None => assert!(matches!(changed, Changed::Done(_)), "{fates:?}"),
            Some(told) => assert_eq!(effect::<BookAppointment>(Ok(changed)), told, "{fates:?}"),
        }
        assert_eq!(world.tried().iter().filter(|operation| **operation == BOOK).count(), sent, "{fates:?}");
        let booked = told != Some(Effect::DidNotTakePlace);
        assert_eq!((world.is_booked(slot), world.bookings()), (booked, usize::from(booked)), "{fates:?}");
        // The error that made it settle is there to be logged.
        assert_eq!(patient.last_error().is_some(), told.is_some(), "{fates:?}");
        drop(patient);
        let seen = seen.into_inner().unwrap();
        let times = |wanted| seen.iter().filter(|progress| **progress == wanted).count();
        assert_eq!((times(Progress::InDoubt), times(Progress::ChangesAgain)), (fates.len(), sent - 1));
    }
}

#[test]
fn a_change_that_is_in_doubt_is_not_made_again() {
    let world = World::new();
    let practice = world.connect();
    let mut patient = practice.patient(&register(&practice, &world));
    let slot = free_slots(&mut patient)[0];
    world.fates(&[(BOOK, LostThere), (READ, LostThere), (READ, LostBack), (READ, LostThere)]);
    assert!(matches!(patient.change_with_retries(&book(slot)), Ok(Changed::InDoubt(_))));
    assert_eq!(world.tried().iter().filter(|operation| **operation == BOOK).count(), 1);
    assert!(matches!(patient.last_error(), Some(Error::NoReply(_))));
    // It has to be settled before anything else is changed.
    assert!(matches!(patient.change_with_retries(&book(slot)), Err(Error::Unsettled { .. })));
}
