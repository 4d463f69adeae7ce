//! ReplacesSessionId: what section 4 says of a session in doubt.

use core::time::Duration;
use std::thread;

use emis_simulator::world::SlotType;

use crate::common::{C, D, Hello, Raw, Rel, Stage, body, book};

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

/// A booking that is on its way in an old session, and must not arrive once a session later in the row has answered.
fn late_booking(stage: &Stage, old: &Raw) -> (i64, String) {
    let slot = stage.slot(D, SlotType::Practice, 0);
    (slot, old.message(&book(slot)))
}

// SH-35
#[test]
fn a_row_of_sessions_ends_with_its_root() {
    let stage = Stage::new();
    let rel = stage.relationship(D, 0);
    let first = stage.patient_session(&rel);
    let (slot, late) = late_booking(&stage, &first);
    // The first calls of these are lost.
    let second = Hello::new(&stage, D).of(&rel).replacing(&first).begin(&stage);
    let third = Hello::new(&stage, D).of(&rel).replacing(&second).begin(&stage);
    let mut fourth = Hello::new(&stage, D).of(&rel).replacing(&third).begin(&stage);
    fourth.alive(&stage);
    stage.post(&late).refused("SessionNotFound");
    assert_eq!(stage.holder(D, slot), None);
    third.gone(&stage, "SessionNotFound");
    // The one between changes nothing, and is not in doubt.
    fourth.alive(&stage);
}

// SH-35, SH-36
#[test]
fn a_removed_session_is_nameable_while_its_root_is_there() {
    for expired in [true, false] {
        let stage = Stage::with(|b| b.unconfirmed_sessions(2));
        let rel = stage.relationship(D, 0);
        let first = stage.patient_session(&rel);
        let (slot, late) = late_booking(&stage, &first);
        let second = Hello::new(&stage, D).of(&rel).replacing(&first).begin(&stage);
        if expired {
            stage.wait_ms(300_000);
            second.gone(&stage, "SessionExpired");
        } else {
            for _ in 0..2 {
                Hello::new(&stage, D).of(&rel).begin(&stage);
            }
            second.gone(&stage, "SessionNotFound");
        }
        let mut third = Hello::new(&stage, D).of(&rel).replacing(&second).begin(&stage);
        third.alive(&stage);
        stage.post(&late).refused("SessionNotFound");
        assert_eq!(stage.holder(D, slot), None);
    }
}

// SH-35
#[test]
fn a_session_whose_replacing_is_done_is_a_root_itself() {
    let stage = Stage::new();
    let rel = stage.relationship(D, 0);
    let first = stage.patient_session(&rel);
    let mut second = Hello::new(&stage, D).of(&rel).replacing(&first).begin(&stage);
    second.alive(&stage);
    let (slot, late) = late_booking(&stage, &second);
    let third = Hello::new(&stage, D).of(&rel).replacing(&second).begin(&stage);
    Hello::new(&stage, D).of(&rel).replacing(&third).begin(&stage).alive(&stage);
    stage.post(&late).refused("SessionNotFound");
    assert_eq!(stage.holder(D, slot), None);
}

// SH-21, SH-35
#[test]
fn a_root_that_does_not_fit_is_not_ended() {
    let stage = Stage::new();
    let (rel, other) = (stage.relationship(D, 0), stage.relationship(D, 1));
    let mut first = stage.patient_session(&rel);
    let between = Hello::new(&stage, D).of(&other).replacing(&first).begin(&stage);
    Hello::new(&stage, D).of(&other).replacing(&between).begin(&stage).alive(&stage);
    first.alive(&stage);
    between.gone(&stage, "SessionNotFound");
}

// SH-36
#[test]
fn the_sessions_that_are_kept_for_their_roots_are_bounded() {
    let stage = Stage::with(|b| b.unconfirmed_sessions(3));
    let rel = stage.relationship(D, 0);
    let mut first = stage.patient_session(&rel);
    for _ in 0..6 {
        Hello::new(&stage, D).of(&rel).replacing(&first).begin(&stage);
    }
    // Three wait for their first call and three are kept.
    first.alive(&stage);
    Hello::new(&stage, D).of(&rel).replacing(&first).begin(&stage);
    first.gone(&stage, "SessionNotFound");
}
