//! How long sessions live and how many: to the millisecond, by a clock that the test moves.

use crate::common::{D, Hello, Stage, body, book};

// HS-9
#[test]
fn a_session_without_a_call_is_kept_for_first_call_seconds() {
    let stage = Stage::new();
    for (ms, lives) in [(299_999, true), (300_000, false)] {
        let mut session = Hello::new(&stage, D).begin(&stage);
        stage.wait_ms(ms);
        if lives {
            session.alive(&stage);
        } else {
            session.gone(&stage, "SessionExpired");
            session.gone(&stage, "SessionNotFound");
        }
    }
}

// SH-12, SH-24, SH-37
#[test]
fn each_valid_call_renews_the_idle_time() {
    let stage = Stage::with(|b| b.idle_timeout_seconds(60));
    let mut session = stage.application_session(D);
    for _ in 0..3 {
        stage.wait_ms(59_999);
        session.call(&stage, &body("NoSuchOperation", "")).fault("OperationUnknown", None);
    }
    // What is malformed, or of no session, renews nothing.
    stage.wait_ms(59_999);
    stage
        .post(session.message(&session.settings()).replace("<s:Body>", "<s:Body> "))
        .refused("MalformedRequest");
    stage.wait_ms(1);
    session.gone(&stage, "SessionExpired");
}

// HS-11
#[test]
fn a_session_lives_a_day_at_most() {
    let stage = Stage::with(|b| b.idle_timeout_seconds(86_400));
    let begun = Hello::new(&stage, D);
    let mut session = begun.begin(&stage);
    stage.wait_ms(200_000);
    session.alive(&stage);
    stage.wait_ms(86_400_000 - 200_000 - 1);
    session.alive(&stage);
    stage.wait_ms(1);
    session.gone(&stage, "SessionExpired");
    // Its nonce is free again.
    begun.begin(&stage).alive(&stage);
}

// HS-9
#[test]
fn the_oldest_unconfirmed_session_makes_room_never_a_confirmed_one() {
    let stage = Stage::with(|b| b.unconfirmed_sessions(3));
    let mut confirmed = stage.application_session(D);
    let foreign = Hello::new(&stage, D).by(1);
    let mut other = foreign.begin(&stage);
    let mut first = Hello::new(&stage, D).begin(&stage);
    let second = Hello::new(&stage, D).begin(&stage);
    let mut third = Hello::new(&stage, D).begin(&stage);
    first.alive(&stage);
    let mut fourth = Hello::new(&stage, D).begin(&stage);
    let mut fifth = Hello::new(&stage, D).begin(&stage);
    second.gone(&stage, "SessionNotFound");
    for session in [&mut confirmed, &mut other, &mut first, &mut third, &mut fourth, &mut fifth] {
        session.alive(&stage);
    }
}

// SH-37
#[test]
fn a_call_that_came_in_time_is_carried_out_after_it() {
    let stage = Stage::with(|b| b.first_call_seconds(5));
    let rel = stage.relationship(D, 0);
    let slot = stage.slot(D, emis_simulator::world::SlotType::Practice, 0);
    let mut session = Hello::new(&stage, D).of(&rel).begin(&stage);
    stage.wait_ms(4_999);
    session.call(&stage, &book(slot)).done();
    stage.wait_ms(1_199_999);
    session.alive(&stage);
    stage.wait_ms(1_200_000);
    session.gone(&stage, "SessionExpired");
}
