//! Calls at once: one slot is booked once, one call is taken once. (What happens while a call is in progress is tested
//! beside the table of sessions, where nothing hangs on the speed of threads.)

use std::sync::Barrier;
use std::thread;

use emis_simulator::world::SlotType;

use crate::common::{Answer, D, Hello, Raw, Stage, book};

/// All messages at once.
fn race(stage: &Stage, messages: &[String]) -> Vec<Answer> {
    let barrier = Barrier::new(messages.len());
    thread::scope(|scope| {
        let threads: Vec<_> = messages
            .iter()
            .map(|message| {
                let barrier = &barrier;
                scope.spawn(move || {
                    barrier.wait();
                    stage.post(message)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn two_patients_never_both_get_a_slot() {
    let stage = Stage::new();
    let rels = [stage.relationship(D, 0), stage.relationship(D, 1)];
    let mut sessions = rels.each_ref().map(|rel| stage.patient_session(rel));
    for n in 0..8 {
        let slot = stage.slot(D, SlotType::Practice, n);
        let messages = sessions.each_ref().map(|session| session.message(&book(slot)));
        let answers = race(&stage, &messages);
        for (session, answer) in sessions.iter_mut().zip(&answers) {
            session.verify(&book(slot), answer);
        }
        let mut outcomes: Vec<_> = answers.iter().map(Answer::code).collect();
        outcomes.sort_unstable();
        assert_eq!(outcomes, [None, Some("SlotUnavailable")]);
        assert!(stage.holder(D, slot).is_some());
    }
}

/// Exactly one of the racing calls of one session took effect, and the session is gone.
fn one_took_effect(stage: &Stage, mut session: Raw, slots: &[i64]) {
    let messages: Vec<String> = slots.iter().map(|slot| session.message(&book(*slot))).collect();
    let answers = race(stage, &messages);
    let carried: Vec<usize> = (0..answers.len()).filter(|i| answers[*i].is_authenticated()).collect();
    assert_eq!(carried.len(), 1);
    for (i, answer) in answers.iter().enumerate() {
        if i == carried[0] {
            session.verify(&book(slots[i]), answer);
            answer.done();
        } else {
            // The second to come ended the session, so a third may find none.
            assert!(matches!(answer.code(), Some("SessionInvalidated" | "SessionNotFound")));
            assert!(slots[i] == slots[carried[0]] || stage.holder(D, slots[i]).is_none());
        }
    }
    assert!(answers.iter().any(|answer| answer.code() == Some("SessionInvalidated")));
    assert!(stage.holder(D, slots[carried[0]]).is_some());
    session.gone(stage, "SessionNotFound");
}

// SH-8
#[test]
fn of_a_racing_duplicate_one_takes_effect_and_the_session_is_gone() {
    // Enough iterations that the first call is still being stretched when the others come.
    let stage = Stage::with(|b| b.iterations(20_000));
    for (n, first) in (0..4).zip([false, true].into_iter().cycle()) {
        let rel = stage.relationship(D, n);
        let session =
            if first { Hello::new(&stage, D).of(&rel).begin(&stage) } else { stage.patient_session(&rel) };
        let slot = stage.slot(D, SlotType::Practice, 0);
        one_took_effect(&stage, session, &[slot, slot]);
        let session =
            if first { Hello::new(&stage, D).of(&rel).begin(&stage) } else { stage.patient_session(&rel) };
        let slots = [0, 1, 2].map(|n| stage.slot(D, SlotType::Practice, n));
        one_took_effect(&stage, session, &slots);
    }
}

#[test]
fn racing_begin_sessions_of_one_nonce_give_one_session() {
    let stage = Stage::new();
    for _ in 0..4 {
        let message = Hello::new(&stage, D).message(&stage);
        let answers = race(&stage, &[message.clone(), message.clone(), message]);
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        assert_eq!(answers.iter().filter(|a| a.code() == Some("ValidationFailed")).count(), 2);
    }
}

#[test]
fn many_sessions_at_once() {
    let stage = Stage::new();
    let rels: Vec<_> = (0..4).map(|n| stage.relationship(D, n)).collect();
    thread::scope(|scope| {
        for rel in &rels {
            let stage = &stage;
            scope.spawn(move || {
                for _ in 0..5 {
                    let mut session = stage.patient_session(rel);
                    session.alive(stage);
                    session.end(stage);
                }
            });
        }
    });
}
