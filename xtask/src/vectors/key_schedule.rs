//! `key_schedule.json`: validation keys and key schedules; the two hellos have files of their own.

use emis_core::messages::session::{EndSession, EndSessionResponse};
use emis_core::profile::{OpenProfile, SoftwareKeys};
use emis_core::types::ApplicationId;
use serde_json::json;

use super::case::{Case, File, Members, Note, members};
use super::draw::{bytes, bytes32, hex, session_id};
use super::drive::{Driven, Setting};
use super::schedule::{Answer, Hello, Keys, public_key};
use super::{client_hello, server_hello};
use crate::Done;

pub(super) const APPLICATION: &str = "5f0c9a1e-3b72-4d68-9e45-0a7d1c2b8f36";

const NOTES: &[Note] = &[
    ("ApplicationSession", "a session without a patient", "registration does not work"),
    ("PatientSession", "a session of one relationship", "nothing of a patient's works"),
    ("ReplacesSession", "names an earlier session in doubt", "a call in doubt can still take effect later"),
    ("PreSharedKeyLength", "a pre-shared key at or past a bound of its length", "a short key can be guessed"),
    (
        "Altered",
        "one field changed after its validation was made",
        "someone between the two changes the field unseen",
    ),
    ("NonceLength", "a nonce that is not 32 bytes long", "less freshness than the protocol counts on"),
    ("ValidationLength", "a validation that is not 32 bytes long", "a truncated MAC can be guessed"),
    ("KeyLength", "a public key of another length or form than SEC1 uncompressed", "two readings of one key"),
    ("CompressedKey", "a public key in SEC1's compressed or hybrid form", "two readings of one key"),
    (
        "PointAtInfinity",
        "the point at infinity in place of a public key",
        "the shared secret is known to everyone",
    ),
    ("OffCurve", "a point that is not on the curve", "an attacker learns the private scalar bit by bit"),
    ("CoordinateTooLarge", "a coordinate that is not below the field's prime", "two readings of one key"),
    (
        "SharedSecretZero",
        "a good key with which the shared secret is all zero",
        "a valid handshake is refused",
    ),
    (
        "FieldForm",
        "a field that is not of its form",
        "two writings of one value, or a value out of its bounds",
    ),
    ("UnknownProfile", "another profile", "fields are read with a meaning that they do not have"),
    (
        "IterationsPolicy",
        "iterations at or past a bound of the client's policy",
        "a server weakens the keys or wears the client out",
    ),
    (
        "PracticeVersion",
        "the practice says that it runs a lower version than was asked for",
        "calls that the practice cannot understand",
    ),
    (
        "VersionLowered",
        "a higher version was to be had than was asked for",
        "someone lowers the version unseen",
    ),
    ("VersionNamed", "the caller named the version on purpose", "an older version cannot be used at all"),
];

/// The file.
pub(super) fn file() -> Done<File> {
    Ok(File {
        name: "key_schedule.json",
        title: "emis-ps/1 key schedule",
        prefix: "ks",
        notes: NOTES,
        groups: vec![
            ("ValidationKeys", validation_keys()?),
            ("KeySchedule", schedules()?),
            ("ClientHello", client_hello::cases()?),
            ("ServerHello", server_hello::cases()?),
        ],
    })
}

fn validation_keys() -> Done<Vec<Case>> {
    let id = ApplicationId::parse(APPLICATION)?;
    let inputs = |client: &[u8], server: &[u8]| {
        members(json!({
            "applicationId": APPLICATION,
            "clientPreSharedKey": hex(client),
            "serverPreSharedKey": hex(server),
        }))
    };
    let key = |length| bytes(&format!("pre-shared key of {length}"), length);
    let other = |length| bytes(&format!("another pre-shared key of {length}"), length);
    let results = |client: &[u8], server: &[u8]| -> Done<Members> {
        let keys: SoftwareKeys<OpenProfile> = SoftwareKeys::derive(client, server, &id)?;
        Ok(members(json!({
            "clientValidationKey": hex(keys.client_validation_key().expose()),
            "serverValidationKey": hex(keys.server_validation_key().expose()),
        })))
    };
    let mut cases = Vec::new();
    for (number, comment, flags, client, server) in [
        (1, "pre-shared keys of 32 bytes", &[][..], 32, 32),
        (2, "the shortest and the longest pre-shared key", &["PreSharedKeyLength"], 16, 128),
        (3, "the longest and the shortest pre-shared key", &["PreSharedKeyLength"], 128, 16),
        (4, "one block of the hash, and one byte more", &[], 64, 65),
    ] {
        let (client, server) = (key(client), other(server));
        let mut test = inputs(&client, &server);
        test.extend(results(&client, &server)?);
        cases.push(Case::valid(number, comment, flags, test));
    }
    let (client, server) = (key(32), other(32));
    for (number, comment, bad_client, bad_server) in [
        (5, "a client pre-shared key of 15 bytes", key(15), server.clone()),
        (6, "a client pre-shared key of 129 bytes", key(129), server.clone()),
        (7, "a server pre-shared key of 15 bytes", client.clone(), other(15)),
        (8, "a server pre-shared key of 129 bytes", client.clone(), other(129)),
        (9, "no client pre-shared key", Vec::new(), server.clone()),
        (10, "no server pre-shared key", client.clone(), Vec::new()),
    ] {
        if SoftwareKeys::<OpenProfile>::derive(&bad_client, &bad_server, &id).is_ok() {
            return Err(format!("core takes ks-{number}").into());
        }
        let good = inputs(&client, &server);
        let mut bad = inputs(&bad_client, &bad_server);
        bad.extend(results(&client, &server)?);
        cases.push(Case::invalid(number, comment, &["PreSharedKeyLength"], &good, bad, &[]));
    }
    Ok(cases)
}

/// A patient session of no special kind, different for every label.
pub(super) fn patient(label: &str) -> Done<Setting> {
    let draw = |what: &str| bytes32(&format!("{label}: {what}"));
    let (client_private_key, server_private_key) = (draw("client scalar"), draw("server scalar"));
    Ok(Setting {
        keys: Keys { client: draw("V_c"), server: draw("V_s") },
        hello: Hello {
            profile: "emis-ps/1".into(),
            application_id: APPLICATION.into(),
            ods_code: "A81001".into(),
            schema_version: "2.1".into(),
            patient_relationship_id: "9a7f3c-relationship-1".into(),
            replaces_session_id: String::new(),
            client_nonce: draw("client nonce").to_vec(),
            client_public_key: public_key(client_private_key)?.to_vec(),
        },
        client_private_key,
        answer: Answer {
            session_id: session_id(&format!("{label}: session")),
            server_nonce: draw("server nonce").to_vec(),
            server_public_key: public_key(server_private_key)?.to_vec(),
            iterations: 1000,
            idle_timeout_seconds: 1200,
            first_call_seconds: 300,
            practice_version: "2.1".into(),
        },
        server_private_key,
        relationship_key: "K5v!nq0_Jw8~bT2#sLrY7zXe".into(),
    })
}

/// An application session of no special kind.
pub(super) fn application(label: &str) -> Done<Setting> {
    let mut setting = patient(label)?;
    setting.hello.patient_relationship_id.clear();
    setting.relationship_key.clear();
    setting.answer.iterations = 1;
    Ok(setting)
}

fn schedules() -> Done<Vec<Case>> {
    let mut cases = Vec::new();
    let mut push = |number, comment: &str, setting: &Setting| -> Done {
        let mut flags =
            vec![if setting.relationship_key.is_empty() { "ApplicationSession" } else { "PatientSession" }];
        if !setting.hello.replaces_session_id.is_empty() {
            flags.push("ReplacesSession");
        }
        cases.push(Case::valid(number, comment, &flags, schedule(setting)?));
        Ok(())
    };
    push(101, "an application session", &application("ks-101")?)?;

    let mut setting = patient("ks-102")?;
    setting.answer.iterations = 10_000;
    push(102, "a patient session with the default number of iterations", &setting)?;

    let mut setting = patient("ks-103")?;
    setting.hello.replaces_session_id = session_id("ks-103: replaced");
    push(103, "a patient session that replaces another", &setting)?;

    let mut setting = application("ks-104")?;
    setting.hello.replaces_session_id = session_id("ks-104: replaced");
    setting.hello.schema_version = "1.0".into();
    setting.answer.practice_version = "10.0".into();
    push(104, "an application session at the lowest version that replaces another", &setting)?;

    let mut setting = patient("ks-105")?;
    setting.hello.ods_code = "A0Z9B8Y7X6".into();
    setting.hello.patient_relationship_id = "Aa0-".repeat(16);
    setting.relationship_key = "&<>\"'!~]".repeat(16);
    setting.answer.iterations = 1;
    setting.answer.idle_timeout_seconds = 86_400;
    setting.answer.first_call_seconds = 3600;
    push(105, "the longest fields, one iteration, and a key with all that XML escapes", &setting)?;

    let mut setting = patient("ks-106")?;
    setting.hello.ods_code = "A1B".into();
    setting.hello.patient_relationship_id = "-".into();
    setting.relationship_key = "0123456789abcdef".into();
    setting.answer.iterations = 2;
    setting.answer.idle_timeout_seconds = 1;
    setting.answer.first_call_seconds = 1;
    push(106, "the shortest fields and two iterations", &setting)?;

    for (number, length) in [(107, 32), (108, 33)] {
        let mut setting = patient(&format!("ks-{number}"))?;
        setting.relationship_key = "k".repeat(length);
        let comment = format!(
            "a key of {length} bytes: {} with the session secret, and the hash's block has 64",
            32 + length
        );
        push(number, &comment, &setting)?;
    }
    Ok(cases)
}

/// All members of a KeySchedule test, after core's two roles have agreed to them.
fn schedule(setting: &Setting) -> Done<Members> {
    let Setting { keys, hello, answer, .. } = setting;
    let mut driven = Driven::begin(setting, &setting.client_random(), &setting.server_random()?)?;
    driven.call(&EndSession {}, &EndSessionResponse {})?;
    let (agreed, session) = (&driven.agreed, &driven.keys);
    let inputs = json!({
        "clientValidationKey": hex(&keys.client),
        "serverValidationKey": hex(&keys.server),
        "profile": hello.profile,
        "applicationId": hello.application_id,
        "odsCode": hello.ods_code,
        "schemaVersion": hello.schema_version,
        "patientRelationshipId": hello.patient_relationship_id,
        "replacesSessionId": hello.replaces_session_id,
        "clientNonce": hex(&hello.client_nonce),
        "clientPrivateKey": hex(&setting.client_private_key),
        "clientPublicKey": hex(&hello.client_public_key),
        "sessionId": answer.session_id,
        "serverNonce": hex(&answer.server_nonce),
        "serverPrivateKey": hex(&setting.server_private_key),
        "serverPublicKey": hex(&answer.server_public_key),
        "iterations": answer.iterations,
        "idleTimeoutSeconds": answer.idle_timeout_seconds,
        "firstCallSeconds": answer.first_call_seconds,
        "practiceVersion": answer.practice_version,
        "patientRelationshipKey": setting.relationship_key,
    });
    let results = json!({
        "clientHelloHash": hex(&agreed.client_hello_hash),
        "clientValidation": hex(&agreed.client_validation),
        "serverHelloHash": hex(&agreed.server_hello_hash),
        "sharedSecret": hex(&agreed.shared_secret),
        "clientAgreement": hex(&agreed.client_agreement),
        "serverAgreement": hex(&agreed.server_agreement),
        "handshakeSecret": hex(&agreed.handshake_secret),
        "serverValidation": hex(&agreed.server_validation),
        "sessionSecret": hex(&agreed.session_secret),
        "masterKey": hex(&session.master),
        "requestKey": hex(&session.request),
        "responseKey": hex(&session.response),
        "sessionHash0": hex(&session.hash0),
        "nextRelationshipKey": hex(&session.next_relationship),
    });
    let mut out = members(inputs);
    out.extend(members(results));
    Ok(out)
}
