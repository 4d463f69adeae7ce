//! BeginSession as a server receives it, and its response as a client does.

use emis_core::crypto::Secret;
use emis_core::handshake::{Application, Handshake, HandshakeError, ServerHandshake, SessionOptions};
use emis_core::messages::session::EndSession;
use emis_core::profile::{OpenProfile, SoftwareKeys};
use emis_core::session::receive;
use emis_core::time::Time;
use emis_core::types::{
    ApplicationId, OdsCode, PatientRelationshipId, PatientRelationshipKey, Relationship, SessionId,
};

use super::frame::{Expected, Given, Test, base64, hex};
use super::replay::message;
use super::session_hash::link;

const OPEN: &str = "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\">";

/// Elements of our namespace, those with an empty value left out where they may be.
fn elements(fields: &[(&str, String)]) -> String {
    let optional = ["PatientRelationshipId", "ReplacesSessionId"];
    fields
        .iter()
        .filter(|(name, value)| !(value.is_empty() && optional.contains(name)))
        .map(|(name, value)| format!("<{name}>{value}</{name}>"))
        .collect()
}

pub(crate) fn client_hello((mut test, expected): (Test, Expected)) {
    let t = &mut test;
    let id = t.id().to_owned();
    let keys = SoftwareKeys::<OpenProfile>::from_validation_keys(
        Secret::new(t.bytes32("clientValidationKey")),
        Secret::zero(),
    );
    let application = t.text("applicationId");
    let fields = elements(&[
        ("Profile", t.text("profile")),
        ("ApplicationId", application.clone()),
        ("OdsCode", t.text("odsCode")),
        ("SchemaVersion", t.text("schemaVersion")),
        ("PatientRelationshipId", t.text("patientRelationshipId")),
        ("ReplacesSessionId", t.text("replacesSessionId")),
        ("ClientNonce", base64(&t.bytes("clientNonce"))),
        ("ClientPublicKey", base64(&t.bytes("clientPublicKey"))),
        ("ClientValidation", base64(&t.bytes("clientValidation"))),
    ]);
    let text = format!(
        "{OPEN}<s:Header><Application xmlns=\"urn:emis-ps:1\"><ApplicationId>{application}</ApplicationId>\
         </Application></s:Header><s:Body><BeginSession xmlns=\"urn:emis-ps:1\">{fields}</BeginSession></s:Body>\
         </s:Envelope>"
    );
    let fault = match receive::<OpenProfile>(text.as_bytes()) {
        Err(_) => "MalformedRequest",
        Ok(request) => {
            match ServerHandshake::<OpenProfile>::read(&request).and_then(|hello| hello.verify(&keys)) {
                Ok(_) => "",
                Err(fault) => fault.known().unwrap().as_str(),
            }
        }
    };
    assert_eq!(fault, t.text("fault"), "{id}");
    assert_eq!(fault.is_empty(), matches!(expected, Expected::Valid), "{id}");
    let cause = t.text("cause");
    let of_cause = match cause.as_str() {
        "" => "",
        "Profile" => "ProfileNotSupported",
        "Form" => "MalformedRequest",
        "Validation" | "PublicKey" => "ValidationFailed",
        other => panic!("{id}: the cause {other} is not known"),
    };
    assert_eq!(fault, of_cause, "{id}");
    test.end();
}

fn cause(error: &HandshakeError) -> &'static str {
    match error {
        HandshakeError::Form => "Form",
        HandshakeError::PublicKey => "PublicKey",
        HandshakeError::Validation => "Validation",
        HandshakeError::Iterations { .. } => "IterationsPolicy",
        HandshakeError::PracticeVersion(_) => "PracticeVersion",
        HandshakeError::VersionLowered { .. } => "VersionLowered",
        other => panic!("{other}"),
    }
}

pub(crate) fn server_hello((mut test, expected): (Test, Expected)) {
    let t = &mut test;
    let id = t.id().to_owned();
    assert_eq!(t.text("profile"), "emis-ps/1", "{id}");
    let (client, server) = (t.bytes32("clientValidationKey"), t.bytes32("serverValidationKey"));
    let keys = SoftwareKeys::<OpenProfile>::from_validation_keys(Secret::new(client), Secret::new(server));
    let application = Application { id: ApplicationId::parse(&t.text("applicationId")).unwrap(), keys };
    let (ods_code, version) = (OdsCode::parse(&t.text("odsCode")).unwrap(), t.version("schemaVersion"));
    let mut begin = if t.flag("versionNamed") {
        SessionOptions::pinned(ods_code, version)
    } else {
        SessionOptions::negotiated(ods_code, version)
    };
    let (relationship, key) = (t.text("patientRelationshipId"), t.text("patientRelationshipKey"));
    let relationship = (!relationship.is_empty()).then(|| Relationship {
        id: PatientRelationshipId::parse(&relationship).unwrap(),
        key: PatientRelationshipKey::parse(&key).unwrap(),
    });
    if let Some(relationship) = &relationship {
        begin = begin.for_patient(relationship);
    }
    let replaces = t.text("replacesSessionId");
    if !replaces.is_empty() {
        begin = begin.replacing(SessionId::parse(&replaces).unwrap());
    }
    let random = [t.bytes("clientNonce"), t.bytes("clientPrivateKey")].concat();
    let handshake: Handshake<'_, _> =
        Handshake::start(&application, begin, &mut Given(&random), Time::from_millis(0)).unwrap();

    let session_id = t.text("sessionId");
    let fields = elements(&[
        ("SessionId", session_id.clone()),
        ("ServerNonce", base64(&t.bytes("serverNonce"))),
        ("ServerPublicKey", base64(&t.bytes("serverPublicKey"))),
        ("Iterations", t.number("iterations").to_string()),
        ("IdleTimeoutSeconds", t.number("idleTimeoutSeconds").to_string()),
        ("FirstCallSeconds", t.number("firstCallSeconds").to_string()),
        ("PracticeVersion", t.text("practiceVersion")),
        ("ServerValidation", base64(&t.bytes("serverValidation"))),
    ]);
    let text = format!(
        "{OPEN}<s:Body><BeginSessionResponse xmlns=\"urn:emis-ps:1\">{fields}</BeginSessionResponse></s:Body></s:Envelope>"
    );
    let begun = handshake.read(text.as_bytes());
    let (request_key, response_key) = (t.bytes32("requestKey"), t.bytes32("responseKey"));
    let (hash, next) = (t.bytes32("sessionHash0"), t.bytes32("nextRelationshipKey"));
    let wanted = t.text("cause");
    match (begun, expected) {
        (Err(error), Expected::Invalid) => assert_eq!(cause(&error), wanted, "{id}"),
        (Ok(stretching), Expected::Valid) => {
            assert_eq!(wanted, "", "{id}");
            let mut session = stretching.finish();
            if let Some(key) = session.next_relationship_key() {
                assert_eq!(key.expose_str(), hex(&next), "{id}");
            }
            let mut out = [0; 1024];
            let call = session.call(&EndSession {}, &mut out, Time::from_millis(0)).unwrap();
            let body = "<EndSession xmlns=\"urn:emis-ps:1\"></EndSession>";
            let hash = link(&hash, &request_key, 1, body);
            assert_eq!(call.bytes(), message(&session_id, 1, &hash, body).as_bytes(), "{id}");
            let body = "<EndSessionResponse xmlns=\"urn:emis-ps:1\"></EndSessionResponse>";
            let hash = link(&hash, &response_key, 1, body);
            call.read(message(&session_id, 1, &hash, body).as_bytes()).unwrap();
        }
        (Ok(_), Expected::Invalid) => panic!("{id} is taken"),
        (Err(error), Expected::Valid) => panic!("{id} is refused: {error}"),
    }
    test.end();
}
