//! Errors that leave the application by `?`, and still say what became of the call.

use emis_client::Error;
use emis_core::error::ErrorCode;
use emis_core::owned::appointments::BookAppointment;
use emis_core::session::Outcome;

use crate::common::Fate::{self, LostBack};
use crate::common::{World, free_slots, register};

/// Books a slot that the patient has already. The practice refuses, unless the network does something else.
fn book_twice<E: From<Error>>(fate: Option<Fate>) -> Result<(), E> {
    let world = World::new();
    let practice = world.connect();
    let mut patient = practice.patient(&register(&practice, &world));
    let slot_id = free_slots(&mut patient)[0];
    let book = BookAppointment { slot_id, booking_reason: None, telephone: None };
    let _first = patient.change(&book)?;
    if let Some(fate) = fate {
        world.fates(&[("GetUserOptions", fate); 3]);
        patient.ask(&emis_core::owned::practice::GetUserOptions {})?;
    }
    let _second = patient.change(&book)?;
    Ok(())
}

#[test]
fn a_question_mark_carries_the_outcome_through_a_box_and_through_anyhow() {
    for (fate, outcome, code) in [
        (None, Outcome::NotCarriedOut, ErrorCode::PracticeFault),
        (Some(LostBack), Outcome::Unknown, ErrorCode::NoReply),
    ] {
        let boxed: Box<dyn core::error::Error> = book_twice(fate).unwrap_err();
        let error = boxed.downcast_ref::<Error>().unwrap();
        assert_eq!((error.outcome(), error.code()), (outcome, code));
        let anyhow: anyhow::Error = book_twice(fate).unwrap_err();
        let error = anyhow.downcast_ref::<Error>().unwrap();
        assert_eq!((error.outcome(), error.code()), (outcome, code));
    }
}
