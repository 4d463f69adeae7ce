//! The SessionHash chain: sections 4's steps 1 to 4, and what becomes of a session that they refuse.

use crate::common::{D, Hello, Stage, body};

// SH-5, SH-13
#[test]
fn what_is_malformed_touches_no_session() {
    let stage = Stage::new();
    let mut session = stage.application_session(D);
    let good = session.message(&session.settings());
    for bad in [
        good.replace("</s:Envelope>", ""),
        good.replace("<s:Body>", "<s:Body> "),
        good.replace("<OdsCode>", "<OdsCode><!-- -->"),
        good.replace("<OdsCode>", "<OdsCode>&nbsp;"),
        good.replace("</Session>", "</Session><Session xmlns=\"urn:emis-ps:1\"/>"),
        good.replace("<Sequence>2<", "<Sequence>0<"),
        format!("<!DOCTYPE a>{good}"),
        String::new(),
        " ".repeat(65_537),
    ] {
        stage.post(bad).refused("MalformedRequest");
    }
    stage.post([0xFF, 0xFE]).refused("MalformedRequest");
    session.alive(&stage);
}

// SH-7, SH-13
#[test]
fn every_disorder_ends_the_session() {
    let stage = Stage::new();
    for confirmed in [false, true] {
        for disorder in 0..6 {
            let mut session = Hello::new(&stage, D).begin(&stage);
            if confirmed {
                session.alive(&stage);
            }
            let body = session.settings();
            let (next, mut hash) = (session.sequence + 1, session.link(&body));
            let message = match disorder {
                0 => session.message_with(next + 1, &hash, &body),
                1 => session.message_with(u32::MAX, &hash, &body),
                2 => session.message(&body).replace("<OdsCode>D", "<OdsCode>C"),
                3 => session
                    .message(&body)
                    .replace("xmlns=\"urn:emis-ps:1\"><OdsCode", "xmlns='urn:emis-ps:1'><OdsCode"),
                4 => session.message(&body).replace("</OdsCode>", "</OdsCode >"),
                _ => {
                    hash[31] ^= 1;
                    session.message_with(next, &hash, &body)
                }
            };
            stage.post(message).refused("SessionInvalidated");
            session.gone(&stage, "SessionNotFound");
        }
    }
}

// SH-7
#[test]
fn a_call_is_never_taken_twice() {
    let stage = Stage::new();
    let mut session = stage.application_session(D);
    let other = stage.application_session(D);
    let recorded = session.message(&session.settings());
    let answer = stage.post(&recorded);
    session.verify(&session.settings(), &answer);
    session.alive(&stage);
    stage.post(recorded).refused("SessionInvalidated");
    session.gone(&stage, "SessionNotFound");
    // Its messages under another session's name end that session.
    let stray = session.message(&session.settings()).replace(&session.id, &other.id);
    stage.post(stray).refused("SessionInvalidated");
    other.gone(&stage, "SessionNotFound");
}

// SH-6, SH-13
#[test]
fn an_unknown_session_is_not_found() {
    let stage = Stage::new();
    let mut session = stage.application_session(D);
    let message = session.message(&session.settings()).replace(&session.id, &"0".repeat(32));
    stage.post(message).refused("SessionNotFound");
    session.alive(&stage);
}

// SH-9
#[test]
fn authenticated_faults_keep_the_chain() {
    let stage = Stage::new();
    let mut session = Hello::new(&stage, D).begin(&stage);
    session.call(&stage, &body("NoSuchOperation", "")).fault("OperationUnknown", None);
    session.call(&stage, "<GetPracticeSettings xmlns=\"urn:other\"/>").fault("OperationUnknown", None);
    session.call(&stage, &body("GetPracticeSettings", "")).fault("FieldMissing", Some("OdsCode"));
    session.alive(&stage);
    session.call(&stage, &body("EndSession", "<Colour/>")).fault("FieldInvalid", Some("Colour"));
    session.alive(&stage);
    session.end(&stage);
}

// SH-26
#[test]
fn a_session_that_has_ended_is_forgotten() {
    let stage = Stage::new();
    let mut session = stage.application_session(D);
    let end = body("EndSession", "");
    let message = session.message(&end);
    session.call(&stage, &end).done();
    stage.post(message).refused("SessionNotFound");
    session.gone(&stage, "SessionNotFound");
}

#[test]
fn a_session_whose_relationship_is_taken_away_ends() {
    let stage = Stage::new();
    let rel = stage.relationship(D, 0);
    let (mut session, one) = (stage.patient_session(&rel), stage.patient_session(&rel));
    let pending = Hello::new(&stage, D).of(&rel).begin(&stage);
    // Behind the server's back: found out at the next call, which cannot be authenticated any more.
    assert!(stage.server.world().remove_relationship(&rel.id));
    session.gone(&stage, "SessionInvalidated");
    session.gone(&stage, "SessionNotFound");
    pending.gone(&stage, "SessionInvalidated");
    // As the server's own practices do it.
    let id = emis_core::types::PatientRelationshipId::parse(&rel.id).unwrap();
    assert!(!stage.server.remove_relationship(&id));
    one.gone(&stage, "SessionNotFound");
    session = stage.patient_session(&stage.relationship(D, 1));
    session.alive(&stage);
}

#[test]
fn any_bytes_are_answered() {
    let stage = Stage::new();
    let rel = stage.relationship(D, 0);
    let mut session = stage.application_session(D);
    let begin = Hello::new(&stage, D).of(&rel).message(&stage);
    for message in [begin, session.message(&session.settings()).replace(&session.id, &"0".repeat(32))] {
        for end in 0..message.len() {
            stage.post(&message[..end]).refused("MalformedRequest");
        }
        for place in 0..message.len() {
            let mut bytes = message.clone().into_bytes();
            bytes[place] ^= 1 << (place % 8);
            let answer = stage.post(bytes);
            assert!(matches!(answer.status, 200 | 400), "{}", answer.text);
        }
    }
    session.alive(&stage);
}
