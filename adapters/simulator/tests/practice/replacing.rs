//! ReplacesSessionId: what section 4 says of a session in doubt.

use core::time::Duration;
use std::thread;

use emis_simulator::world::SlotType;

use crate::common::{C, D, Hello, Rel, Stage, body, book};

// SH-20, SH-22
#[test]
fn the_named_session_ends_at_the_first_valid_call_not_before() {
    let stage = Stage::new();
    let rel = stage.relationship(D, 0);
    let mut old = stage.patient_session(&rel);
    let wrong = Rel { key: vec![b'x'; 43], ..rel.clone() };
    let mut new = Hello::new(&stage, D).of(&rel).replacing(&old).begin(&stage);
    old.alive(&stage);
    Hello::new(&stage, D).of(&wrong).replacing(&old).begin(&stage).gone(&stage, "SessionInvalidated");
    old.alive(&stage);
    new.call(&stage, &body("NoSuchOperation", "")).fault("OperationUnknown", None);
    old.gone(&stage, "SessionNotFound");
    new.alive(&stage);
}

#[test]
fn an_unconfirmed_session_is_replaced_too() {
    let stage = Stage::new();
    let old = Hello::new(&stage, D).begin(&stage);
    let mut new = Hello::new(&stage, D).replacing(&old).begin(&stage);
    new.alive(&stage);
    old.gone(&stage, "SessionNotFound");
}

// SH-21
#[test]
fn a_name_that_does_not_fit_has_no_effect() {
    let stage = Stage::new();
    let (rel, second) = (stage.relationship(D, 0), stage.relationship(D, 1));
    let mut patient = stage.patient_session(&rel);
    let mut application = stage.application_session(D);
    let mut elsewhere = stage.application_session(C);
    let mut nobodys = Hello::new(&stage, D);
    nobodys.replaces = Some("0".repeat(32));
    for hello in [
        nobodys,
        Hello::new(&stage, D).of(&second).replacing(&patient),
        Hello::new(&stage, D).replacing(&patient),
        Hello::new(&stage, D).of(&rel).replacing(&application),
        Hello::new(&stage, D).replacing(&elsewhere),
        Hello::new(&stage, D).replacing(&application).by(1),
    ] {
        let mut new = hello.begin(&stage);
        new.alive(&stage);
        for session in [&mut patient, &mut application, &mut elsewhere, &mut new] {
            session.alive(&stage);
        }
    }
}

// SH-11, SH-20
#[test]
fn what_the_new_session_reads_is_final() {
    let stage = Stage::new();
    let rel = stage.relationship(D, 0);
    let mine = body("GetPatientAppointments", "<IncludePast>false</IncludePast>");
    for n in 0..6 {
        let old = stage.patient_session(&rel);
        let slot = stage.slot(D, SlotType::Practice, n);
        let mut new = Hello::new(&stage, D).of(&rel).replacing(&old).begin(&stage);
        let message = old.message(&book(slot));
        thread::scope(|scope| {
            let late = scope.spawn(|| stage.post(&message));
            thread::sleep(Duration::from_micros(u64::try_from(n).unwrap() * 150));
            let shown = new.call(&stage, &mine);
            let found = shown.done().text.contains(&format!("<SlotId>{slot}</SlotId>"));
            // Whatever the old call's fate was, it was decided before.
            let late = late.join().unwrap();
            assert_eq!(found, late.status == 200, "{}", late.text);
            assert_eq!(found, stage.holder(D, slot).is_some());
            if !found {
                late.refused("SessionNotFound");
            }
        });
        if stage.holder(D, slot).is_some() {
            new.call(&stage, &body("CancelAppointment", &format!("<SlotId>{slot}</SlotId>"))).done();
        }
    }
}
