//! What a client receives as BeginSessionResponse, and has to refuse.

use super::case::Case;
use super::draw::session_id;
use super::drive::Setting;
use super::key_schedule::{application, patient};
use super::points::{ROOT, points, unhex};
use super::reply::{Maker, Received};
use super::schedule::{self, public_key};
use crate::Done;

/// A change of what is good.
type Change = Box<dyn Fn(&mut Setting)>;

/// The tests.
pub(super) fn cases() -> Done<Vec<Case>> {
    let mut cases = valid()?;
    let mut setting = patient("server hello")?;
    setting.hello.replaces_session_id = session_id("server hello: replaced");
    let mut maker = Maker::new(setting, false)?;
    altered(&mut maker)?;
    forms(&mut maker)?;
    policy(&mut maker)?;
    cases.append(&mut maker.cases);

    let mut maker = Maker::new(application("server hello, application")?, false)?;
    maker.signed(
        371,
        "two iterations in an application session",
        &["ApplicationSession", "IterationsPolicy"],
        "IterationsPolicy",
        |s| s.answer.iterations = 2,
    )?;
    maker.signed(
        372,
        "iterations of a patient session in an application session",
        &["ApplicationSession", "IterationsPolicy"],
        "IterationsPolicy",
        |s| s.answer.iterations = 10_000,
    )?;
    cases.append(&mut maker.cases);

    let mut setting = patient("server hello, version named")?;
    setting.hello.schema_version = "1.1".into();
    setting.answer.practice_version = "2.0".into();
    let mut maker = Maker::new(setting, true)?;
    let mut bad = maker.good.clone();
    bad.version_named = false;
    maker.invalid(
        381,
        "a version below the practice's that nobody named",
        &["VersionLowered"],
        &bad,
        "VersionLowered",
    )?;
    bad = Received::signed(
        Setting {
            answer: schedule::Answer { practice_version: "3.0".into(), ..bad.setting.answer.clone() },
            ..bad.setting
        },
        false,
        maker.shared_secret,
    );
    maker.invalid(
        382,
        "the practice runs a version that the client does not know, and both could speak a higher one",
        &["VersionLowered"],
        &bad,
        "VersionLowered",
    )?;
    maker.signed(
        383,
        "a practice version below the one that was named",
        &["PracticeVersion"],
        "PracticeVersion",
        |s| s.answer.practice_version = "1.0".into(),
    )?;
    cases.append(&mut maker.cases);
    Ok(cases)
}

fn valid() -> Done<Vec<Case>> {
    let mut cases = Vec::new();
    let mut push = |number, comment: &str, flags: &[&'static str], setting, named| -> Done {
        let mut maker = Maker::new(setting, named)?;
        maker.valid(number, comment, flags)?;
        cases.append(&mut maker.cases);
        Ok(())
    };
    push(301, "a patient session", &["PatientSession"], patient("ks-301")?, false)?;
    push(302, "an application session", &["ApplicationSession"], application("ks-302")?, false)?;
    let mut setting = patient("ks-303")?;
    setting.hello.replaces_session_id = session_id("ks-303: replaced");
    setting.answer.iterations = 100_000;
    push(
        303,
        "the most iterations that the client takes",
        &["PatientSession", "ReplacesSession", "IterationsPolicy"],
        setting,
        false,
    )?;
    let mut setting = patient("ks-304")?;
    setting.hello.schema_version = "1.1".into();
    push(304, "a lower version, named by the caller", &["PatientSession"], setting, true)?;
    let mut setting = patient("ks-305")?;
    setting.answer.practice_version = "2.10".into();
    push(
        305,
        "the practice runs a version that the client does not know",
        &["PatientSession"],
        setting,
        false,
    )?;
    let mut setting = patient("ks-306")?;
    setting.client_private_key = [0; 32];
    setting.client_private_key[31] = 1;
    setting.hello.client_public_key = public_key(setting.client_private_key)?.to_vec();
    setting.answer.server_public_key = [&[4][..], &[0; 32], &unhex(ROOT)?].concat();
    push(
        306,
        "the shared secret is all zero: the client's scalar is 1 and the server's x coordinate 0",
        &["PatientSession", "SharedSecretZero"],
        setting,
        false,
    )?;
    Ok(cases)
}

fn altered(maker: &mut Maker) -> Done {
    let other_key = public_key(patient("another server hello")?.server_private_key)?.to_vec();
    let changes: [(u32, &str, Change); 15] = [
        (
            311,
            "the server saw another applicationId",
            Box::new(|s| s.hello.application_id.replace_range(35.., "7")),
        ),
        (312, "the server saw another odsCode", Box::new(|s| s.hello.ods_code = "A81002".into())),
        (313, "the server saw another schemaVersion", Box::new(|s| s.hello.schema_version = "2.0".into())),
        (
            314,
            "the server saw another patientRelationshipId",
            Box::new(|s| s.hello.patient_relationship_id = "9a7f3c-relationship-2".into()),
        ),
        (
            315,
            "the server saw another replacesSessionId",
            Box::new(|s| s.hello.replaces_session_id = session_id("another")),
        ),
        (
            316,
            "the server saw a replacesSessionId, and the client sent none",
            Box::new(|s| s.hello.replaces_session_id.clear()),
        ),
        (317, "the server saw another clientNonce", Box::new(|s| s.hello.client_nonce[31] ^= 1)),
        (318, "another sessionId", Box::new(|s| s.answer.session_id = session_id("another"))),
        (319, "the first bit of serverNonce", Box::new(|s| s.answer.server_nonce[0] ^= 0x80)),
        (
            320,
            "another good serverPublicKey",
            Box::new(move |s| s.answer.server_public_key.clone_from(&other_key)),
        ),
        (321, "more iterations", Box::new(|s| s.answer.iterations = 1001)),
        (322, "a longer idleTimeoutSeconds", Box::new(|s| s.answer.idle_timeout_seconds = 1201)),
        (323, "a longer firstCallSeconds", Box::new(|s| s.answer.first_call_seconds = 301)),
        (324, "another practiceVersion", Box::new(|s| s.answer.practice_version = "2.2".into())),
        (
            325,
            "a digit moved from idleTimeoutSeconds' beginning to iterations' end",
            Box::new(|s| {
                s.answer.iterations = 10_001;
                s.answer.idle_timeout_seconds = 200;
            }),
        ),
    ];
    for (number, comment, change) in changes {
        maker.altered(number, comment, change)?;
    }
    for (number, comment, place, bit) in [
        (326, "the first bit of serverValidation", 0, 0x80),
        (327, "the last bit of serverValidation", 31, 1),
    ] {
        let mut bad = maker.good.clone();
        bad.validation[place] ^= bit;
        maker.invalid(number, comment, &["Altered"], &bad, "Validation")?;
    }
    let mut bad = maker.good.clone();
    bad.validation = bad.setting.hello.validation(&bad.setting.keys).to_vec();
    maker.invalid(328, "ClientValidation sent back as serverValidation", &["Altered"], &bad, "Validation")
}

fn forms(maker: &mut Maker) -> Done {
    let forms: [(u32, &str, Change); 10] = [
        (
            331,
            "a sessionId with capitals",
            Box::new(|s| s.answer.session_id = s.answer.session_id.to_uppercase()),
        ),
        (332, "a sessionId of 31 digits", Box::new(|s| s.answer.session_id.truncate(31))),
        (333, "no iterations", Box::new(|s| s.answer.iterations = 0)),
        (334, "more iterations than the protocol has", Box::new(|s| s.answer.iterations = 10_000_001)),
        (335, "no idle time", Box::new(|s| s.answer.idle_timeout_seconds = 0)),
        (336, "an idle time of more than a day", Box::new(|s| s.answer.idle_timeout_seconds = 86_401)),
        (337, "no time for the first call", Box::new(|s| s.answer.first_call_seconds = 0)),
        (338, "more than an hour for the first call", Box::new(|s| s.answer.first_call_seconds = 3601)),
        (
            339,
            "a practiceVersion with a leading zero",
            Box::new(|s| s.answer.practice_version = "2.01".into()),
        ),
        (
            340,
            "a practiceVersion without its second number",
            Box::new(|s| s.answer.practice_version = "2".into()),
        ),
    ];
    for (number, comment, change) in forms {
        maker.signed(number, comment, &["FieldForm"], "Form", change)?;
    }
    for (number, length) in [(341, 31), (342, 33), (343, 0)] {
        let comment = format!("a serverNonce of {length} bytes");
        maker.signed(number, &comment, &["NonceLength"], "Form", move |s| {
            s.answer.server_nonce.resize(length, 0);
        })?;
    }
    for (number, length) in [(344, 31), (345, 33), (346, 0)] {
        let mut bad = maker.good.clone();
        bad.validation.resize(length, 0);
        let comment = format!("a serverValidation of {length} bytes");
        maker.invalid(number, &comment, &["ValidationLength"], &bad, "Form")?;
    }
    for (i, point) in points(&maker.good.setting.answer.server_public_key)?.into_iter().enumerate() {
        let number = 351 + u32::try_from(i)?;
        let comment = format!("serverPublicKey: {}", point.comment);
        maker.signed(number, &comment, point.flags, point.cause, |s| {
            s.answer.server_public_key.clone_from(&point.bytes);
        })?;
    }
    Ok(())
}

fn policy(maker: &mut Maker) -> Done {
    let flags = &["IterationsPolicy"];
    for (number, comment, iterations) in [
        (365, "one iteration fewer than the client takes", 999),
        (366, "one iteration in a patient session", 1),
        (367, "one iteration more than the client takes", 100_001),
        (368, "as many iterations as the protocol has", 10_000_000),
    ] {
        maker
            .signed(number, comment, flags, "IterationsPolicy", move |s| s.answer.iterations = iterations)?;
    }
    maker.signed(
        369,
        "a practice version below the session's",
        &["PracticeVersion"],
        "PracticeVersion",
        |s| {
            s.answer.practice_version = "2.0".into();
        },
    )?;
    maker.signed(
        370,
        "iterations outside the policy and a practice version below the session's",
        &["IterationsPolicy", "PracticeVersion"],
        "IterationsPolicy",
        |s| {
            s.answer.iterations = 999;
            s.answer.practice_version = "1.0".into();
        },
    )
}
