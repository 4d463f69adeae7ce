//! Sessions touched from outside the protocol while a call of them is in progress.

use super::*;

#[test]
fn a_session_that_is_expired_in_the_middle_of_a_call_is_so_after_it() {
    let stage = Stage::new();
    let mut session = stage.confirmed(None);
    let mut out = [0; 4096];
    let (message, call) = send(&mut session, &mut out);
    let running = stage.run(&message, 0).unwrap();
    assert!(stage.server.admin().sessions()[0].calling);
    stage.server.admin().expire(running.facts().id).unwrap();
    assert!(!running.was_cut());
    let reply = answer(running, false, 0);
    assert!(matches!(call.read(&reply), Err(emis_core::session::CallError::Fault(_))));
    let message = next(&mut session);
    assert_eq!(refused(stage.run(&message, 0)), SessionExpired);
    assert_eq!(refused(stage.run(&message, 0)), SessionNotFound);
}

#[test]
fn a_session_that_is_expired_while_its_keys_are_stretched_has_no_call() {
    let stage = Stage::new();
    let mut session = stage.begin(None, None);
    let id = session.id();
    let outcome = stage.accept(&next(&mut session), 0, |facts, pending| {
        stage.server.admin().expire(id).unwrap();
        stage.server.stretch(facts, pending)
    });
    assert_eq!(refused(outcome), SessionExpired);
}

#[test]
fn a_call_that_a_reset_has_overtaken_is_cut() {
    for of_patient in [false, true] {
        let stage = Stage::new();
        let relationship = of_patient.then(|| stage.relationship());
        let mut session = stage.confirmed(relationship.as_ref());
        let message = next(&mut session);
        let running = stage.run(&message, 0).unwrap();
        let mut waiting = stage.begin(None, Some(session.id()));
        let call = stage.run(&next(&mut waiting), 0).unwrap();
        stage.server.admin().reset().unwrap();
        assert!(running.was_cut() && call.was_cut());
        answer(running, false, 0);
        // SH-23: it does not wait, and is not carried out.
        assert_eq!((call.replace(), call.was_cut()), (Err(SessionInvalidated), true));
        drop(call);
        assert!(stage.server.admin().sessions().is_empty());
        assert_eq!(refused(stage.run(&message, 0)), SessionNotFound);
    }
}
