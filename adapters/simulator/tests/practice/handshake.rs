//! BeginSession: every refusal of protocol.md section 3, and their order.

use crate::common::raw::{application_block, b64, envelope};
use crate::common::{A, Answer, B, C, D, E, Hello, Stage, body, elements};

fn with(fields: &[(&'static str, String)], name: &str, value: &str) -> Vec<(&'static str, String)> {
    let change =
        |(n, v): &(&'static str, String)| (*n, if *n == name { value.to_owned() } else { v.clone() });
    fields.iter().map(change).collect()
}

#[test]
fn the_answer_says_the_terms() {
    let stage = Stage::with(|b| b.iterations(77).idle_timeout_seconds(60).first_call_seconds(5));
    let terms = |answer: &Answer| {
        ["Iterations", "IdleTimeoutSeconds", "FirstCallSeconds", "PracticeVersion"]
            .map(|name| answer.value(name).unwrap().to_owned())
    };
    let answer = Hello::new(&stage, D).version("1.0").post(&stage);
    assert_eq!(terms(answer.done()), ["1", "60", "5", "2.1"]);
    assert!(!answer.is_authenticated());
    let rel = stage.relationship(C, 0);
    assert_eq!(terms(Hello::new(&stage, C).of(&rel).post(&stage).done()), ["77", "60", "5", "2.0"]);
}

// HS-5
#[test]
fn another_profile_is_refused_before_the_form() {
    let stage = Stage::new();
    let hello = Hello::new(&stage, D);
    let fields = hello.fields(&stage);
    let mut other = with(&fields, "Profile", "emis-ps/2");
    stage.post(hello.message_of(&stage, &other)).refused("ProfileNotSupported");
    other.truncate(2);
    stage.post(hello.message_of(&stage, &other)).refused("ProfileNotSupported");
}

// HS-1, HS-3, HS-4
#[test]
fn the_form_is_exact() {
    let stage = Stage::new();
    let hello = Hello::new(&stage, D);
    let fields = hello.fields(&stage);
    let malformed = |fields: &[(&str, String)]| {
        stage.post(hello.message_of(&stage, fields)).refused("MalformedRequest");
    };
    for left_out in 0..fields.len() {
        let mut fields = fields.clone();
        fields.remove(left_out);
        malformed(&fields);
    }
    let mut swapped = fields.clone();
    swapped.swap(2, 3);
    malformed(&swapped);
    let mut more = fields.clone();
    more.push(("Colour", "red".to_owned()));
    malformed(&more);
    for (name, value) in [
        ("OdsCode", ""),
        ("OdsCode", "d99004"),
        ("SchemaVersion", "2.01"),
        ("ClientNonce", " AAAA"),
        ("ClientNonce", &b64(&[1; 31])),
        ("ClientPublicKey", &b64(&[2; 33])),
        ("ClientPublicKey", &b64(&[5; 65])),
        ("ClientValidation", "AAAA"),
        // Another application than the Header's.
        ("ApplicationId", stage.server.applications()[1].id().as_str()),
    ] {
        malformed(&with(&fields, name, value));
    }
    let fields = elements(&fields);
    let begin = body("BeginSession", &fields);
    stage.post(envelope("", &begin)).refused("MalformedRequest");
    let id = stage.server.applications()[1].id().as_str();
    stage.post(envelope(&application_block(id), &begin)).refused("MalformedRequest");
}

// HS-4
#[test]
fn what_is_altered_is_not_validated() {
    let stage = Stage::new();
    let rel = stage.relationship(D, 0);
    let mut hello = Hello::new(&stage, D).of(&rel);
    hello.replaces = Some("0".repeat(32));
    let fields = hello.fields(&stage);
    for (name, value) in [
        ("OdsCode", C),
        ("SchemaVersion", "1.0"),
        ("PatientRelationshipId", "another"),
        ("ReplacesSessionId", &"1".repeat(32)),
        ("ClientNonce", &b64(&[9; 32])),
        ("ClientValidation", &b64(&[9; 32])),
    ] {
        stage.post(hello.message_of(&stage, &with(&fields, name, value))).refused("ValidationFailed");
    }
    hello.begin(&stage).alive(&stage);
}

// HS-4, MF-3
#[test]
fn a_point_off_the_curve_is_refused_although_validated() {
    let stage = Stage::new();
    let hello = Hello::new(&stage, D);
    let mut point = [7; 65];
    point[0] = 4;
    let fields = hello.fields_with_key(&stage, point);
    stage.post(hello.message_of(&stage, &fields)).refused("ValidationFailed");
}

// HS-6
#[test]
fn an_unknown_application_gets_the_answer_of_a_wrong_key() {
    let stage = Stage::new();
    let hello = Hello::new(&stage, D);
    let id = "00000000-0000-4000-8000-000000000000";
    let fields = with(&hello.fields(&stage), "ApplicationId", id);
    let fields = elements(&fields);
    let message = envelope(&application_block(id), &body("BeginSession", &fields));
    stage.post(message).refused("ValidationFailed");
}

// HS-4
#[test]
fn a_nonce_serves_one_live_session_of_an_application() {
    let stage = Stage::new();
    let hello = Hello::new(&stage, D);
    let mut session = hello.begin(&stage);
    hello.post(&stage).refused("ValidationFailed");
    session.alive(&stage);
    let mut other = Hello::new(&stage, C);
    other.nonce = hello.nonce;
    other.post(&stage).refused("ValidationFailed");
    other.application = 1;
    other.begin(&stage).alive(&stage);
    session.end(&stage);
    hello.begin(&stage).alive(&stage);
}

// HS-4
#[test]
fn practice_and_version_are_told_to_validated_clients_only_and_in_this_order() {
    let stage = Stage::new();
    let unknown = Hello::new(&stage, "ZZ9").version("9.9");
    unknown.post(&stage).refused("OrganisationUnknown");
    Hello::new(&stage, E).version("9.9").post(&stage).refused("PracticeNotLive");
    for (ods, version) in [(A, "1.1"), (B, "2.0"), (C, "2.1"), (D, "9.9"), (D, "1.2"), (D, "0.9")] {
        let answer = Hello::new(&stage, ods).version(version).post(&stage);
        answer.refused("VersionNotSupported");
        let runs = stage.server.world().practice(ods).unwrap().version.to_string();
        assert_eq!(answer.value("PracticeVersion"), Some(&*runs));
    }
    let fields = with(&unknown.fields(&stage), "ClientValidation", &b64(&[0; 32]));
    stage.post(unknown.message_of(&stage, &fields)).refused("ValidationFailed");
}

// HS-4, HS-10
#[test]
fn confirmed_sessions_are_bounded_for_each_application() {
    let stage = Stage::with(|b| b.confirmed_sessions(2));
    let first = stage.application_session(D);
    let second = stage.application_session(D);
    Hello::new(&stage, D).post(&stage).refused("TooManySessions");
    Hello::new(&stage, D).version("9.9").post(&stage).refused("VersionNotSupported");
    let other = Hello::new(&stage, D).by(1);
    other.begin(&stage).alive(&stage);
    first.end(&stage);
    // Looked at in BeginSession: sessions that were begun before may still be confirmed.
    let (mut third, mut fourth) = (Hello::new(&stage, D).begin(&stage), Hello::new(&stage, D).begin(&stage));
    third.alive(&stage);
    fourth.alive(&stage);
    Hello::new(&stage, D).post(&stage).refused("TooManySessions");
    // What has expired does not count.
    stage.wait_ms(1_200_000);
    stage.application_session(D);
    second.gone(&stage, "SessionNotFound");
}

// HS-10: the keys of the application alone fill no place of a patient's.
#[test]
fn sessions_without_a_patient_have_a_bound_of_their_own() {
    let stage = Stage::with(|b| b.confirmed_sessions(1).unconfirmed_sessions(1));
    let rel = stage.relationship(D, 0);
    let mut confirmed = stage.application_session(D);
    let mut waiting = Hello::new(&stage, D).of(&rel).begin(&stage);
    Hello::new(&stage, D).post(&stage).refused("TooManySessions");
    waiting.alive(&stage);
    Hello::new(&stage, D).of(&rel).post(&stage).refused("TooManySessions");
    confirmed.alive(&stage);

    let stage = Stage::with(|b| b.confirmed_sessions(1).unconfirmed_sessions(1));
    let rel = stage.relationship(D, 0);
    let mut waiting = Hello::new(&stage, D).of(&rel).begin(&stage);
    let _application = Hello::new(&stage, D).begin(&stage);
    waiting.alive(&stage);
}

// HS-7
#[test]
fn a_relationship_that_is_not_there_is_not_told() {
    let stage = Stage::new();
    let rel = stage.relationship(D, 0);
    let unknown = crate::common::Rel { id: "nobody".to_owned(), ..rel.clone() };
    let wrong = crate::common::Rel { key: b"0123456789abcdef".to_vec(), ..rel.clone() };
    let elsewhere = crate::common::Rel { ods: C.to_owned(), ..rel.clone() };
    let foreign = stage.register(&stage.pin(D, 1), 1);
    let removed = stage.relationship(D, 2);
    stage.server.world().remove_relationship(&removed.id);
    for rel in [unknown, wrong, elsewhere, foreign.clone(), removed] {
        let session = Hello::new(&stage, &rel.ods).of(&rel).begin(&stage);
        session.gone(&stage, "SessionInvalidated");
        session.gone(&stage, "SessionNotFound");
    }
    Hello::new(&stage, D).of(&foreign).by(1).begin(&stage).alive(&stage);
    Hello::new(&stage, D).of(&rel).begin(&stage).alive(&stage);
}

// HS-8, SH-9, SH-29
#[test]
fn the_key_is_looked_up_at_the_first_call_and_confirms_the_relationship() {
    let stage = Stage::new();
    let pin = stage.pin(D, 0);
    let first = stage.register(&pin, 0);
    let begun = Hello::new(&stage, D).of(&first).begin(&stage);
    let second = stage.register(&pin, 0);
    begun.gone(&stage, "SessionInvalidated");
    let mut session = Hello::new(&stage, D).of(&second).begin(&stage);
    assert!(!stage.server.world().relationship(&second.id).unwrap().confirmed);
    // Whatever its answer.
    session.call(&stage, &body("NoSuchOperation", "")).fault("OperationUnknown", None);
    assert!(stage.server.world().relationship(&second.id).unwrap().confirmed);
}
