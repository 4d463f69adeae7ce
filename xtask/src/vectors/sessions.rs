//! `sessions.json`: whole sessions, every byte of every message.

use emis_core::fault::FaultCode;
use emis_core::profile::{OpenProfile, SoftwareKeys};
use emis_core::types::ApplicationId;
use serde_json::{Value, json};

use super::case::{Case, File, Note, members};
use super::draw::{bytes, hex, session_id};
use super::drive::{Driven, Exchange, Setting};
use super::key_schedule::{application, patient};
use super::schedule::Keys;
use super::script;
use crate::Done;

const NOTES: &[Note] = &[
    ("ApplicationSession", "a session without a patient", "registration does not work"),
    ("PatientSession", "a session of one relationship", "nothing of a patient's works"),
    ("ReplacesSession", "names an earlier session in doubt", "a call in doubt can still take effect later"),
    (
        "AuthenticatedFault",
        "a fault after which the session goes on",
        "a refusal ends the session, or takes the two sides' chains apart",
    ),
    (
        "ScalarDrawnAgain",
        "a private scalar that is zero or not below the group's order is drawn again",
        "keys outside the group, or a scalar that is not evenly drawn",
    ),
];

/// The group's order: the smallest number that is too large for a scalar.
const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa,
    0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

/// A session to be driven.
struct Plan {
    number: u32,
    comment: &'static str,
    flags: &'static [&'static str],
    setting: Setting,
    pre_shared: [Vec<u8>; 2],
    /// What is drawn in vain before the client's and the server's scalar.
    in_vain: [Vec<u8>; 2],
    script: fn(&mut Driven) -> Done,
}

impl Plan {
    fn new(
        number: u32,
        comment: &'static str,
        flags: &'static [&'static str],
        setting: Setting,
    ) -> Done<Self> {
        let label = format!("se-{number}");
        let pre_shared = [bytes(&format!("{label}: PSK_c"), 32), bytes(&format!("{label}: PSK_s"), 32)];
        let id = ApplicationId::parse(&setting.hello.application_id)?;
        let keys: SoftwareKeys<OpenProfile> = SoftwareKeys::derive(&pre_shared[0], &pre_shared[1], &id)?;
        let keys = Keys {
            client: *keys.client_validation_key().expose(),
            server: *keys.server_validation_key().expose(),
        };
        let setting = Setting { keys, ..setting };
        Ok(Self {
            number,
            comment,
            flags,
            setting,
            pre_shared,
            in_vain: [Vec::new(), Vec::new()],
            script: script::end,
        })
    }

    /// What each side draws.
    fn randomness(&self) -> Done<[Vec<u8>; 2]> {
        let mut drawn = [self.setting.client_random(), self.setting.server_random()?];
        for (drawn, in_vain) in drawn.iter_mut().zip(&self.in_vain) {
            // The scalar is the last that is drawn.
            let before = drawn.len() - 32;
            drawn.splice(before..before, in_vain.iter().copied());
        }
        Ok(drawn)
    }

    fn drive(&self) -> Done<Driven> {
        let [client, server] = self.randomness()?;
        let mut driven = Driven::begin(&self.setting, &client, &server)?;
        (self.script)(&mut driven)?;
        Ok(driven)
    }
}

fn plans() -> Done<Vec<Plan>> {
    let mut plans = Vec::new();
    let setting = application("se-1")?;
    plans.push(Plan {
        script: |driven| {
            script::version_information(driven)?;
            script::settings(driven)?;
            script::register(driven)?;
            script::end(driven)
        },
        ..Plan::new(1, "registration with a PIN document", &["ApplicationSession"], setting)?
    });
    let mut setting = patient("se-2")?;
    setting.answer.iterations = 10_000;
    plans.push(Plan {
        script: |driven| {
            script::options(driven)?;
            script::available(driven)?;
            script::book_in_vain(driven, 4711, FaultCode::SlotUnavailable)?;
            script::book(driven, 4712, true)?;
            script::mine(driven, 4712)?;
            script::cancel(driven, 4712)?;
            script::end(driven)
        },
        ..Plan::new(
            2,
            "a booking, at first refused, and its cancellation",
            &["PatientSession", "AuthenticatedFault"],
            setting,
        )?
    });
    let mut setting = patient("se-3")?;
    setting.hello.replaces_session_id = session_id("se-3: replaced");
    plans.push(Plan {
        in_vain: [ORDER.to_vec(), [&[0; 32][..], &[0xff; 32]].concat()],
        script: |driven| {
            script::mine(driven, 4712)?;
            script::end(driven)
        },
        ..Plan::new(
            3,
            "a session that replaces another and reads back; the client draws the group's order as its first scalar, \
             the server zero and then the largest number",
            &["PatientSession", "ReplacesSession", "ScalarDrawnAgain"],
            setting,
        )?
    });
    let mut setting = patient("se-4")?;
    setting.hello.schema_version = "1.0".into();
    setting.answer.practice_version = "2.0".into();
    plans.push(Plan {
        script: |driven| {
            script::settings(driven)?;
            script::book_above_version(driven, 4712)?;
            script::mine(driven, 4712)?;
            script::book_in_vain(driven, 4711, FaultCode::InternalError)?;
            script::end(driven)
        },
        ..Plan::new(
            4,
            "a session at the lowest version, which shows nothing of a later one, with faults of both kinds",
            &["PatientSession", "AuthenticatedFault"],
            setting,
        )?
    });
    let mut setting = application("se-5")?;
    setting.hello.replaces_session_id = session_id("se-5: replaced");
    plans.push(Plan {
        script: |driven| {
            script::settings(driven)?;
            script::end(driven)
        },
        ..Plan::new(
            5,
            "an application session that replaces another",
            &["ApplicationSession", "ReplacesSession"],
            setting,
        )?
    });
    Ok(plans)
}

/// What was said in one of the sessions.
pub(crate) struct Recorded {
    pub(crate) session_id: String,
    pub(crate) patient: bool,
    pub(crate) exchanges: Vec<Exchange>,
}

/// The messages of every session, for tests that need genuine ones.
pub(crate) fn recorded() -> Done<Vec<Recorded>> {
    let record = |plan: &Plan| -> Done<Recorded> {
        Ok(Recorded {
            session_id: plan.setting.answer.session_id.clone(),
            patient: !plan.setting.relationship_key.is_empty(),
            exchanges: plan.drive()?.exchanges,
        })
    };
    plans()?.iter().map(record).collect()
}

/// The file.
pub(super) fn file() -> Done<File> {
    let cases: Done<Vec<Case>> = plans()?.iter().map(case).collect();
    Ok(File {
        name: "sessions.json",
        title: "emis-ps/1 sessions",
        prefix: "se",
        notes: NOTES,
        groups: vec![("Session", cases?)],
    })
}

fn case(plan: &Plan) -> Done<Case> {
    let Setting { hello, answer, relationship_key, .. } = &plan.setting;
    let driven = plan.drive()?;
    let [client_random, server_random] = plan.randomness()?;
    let messages: Vec<Value> = driven.exchanges.iter().map(message).collect();
    let test = members(json!({
        "kind": if relationship_key.is_empty() { "application" } else { "patient" },
        "clientPreSharedKey": hex(&plan.pre_shared[0]),
        "serverPreSharedKey": hex(&plan.pre_shared[1]),
        "applicationId": hello.application_id,
        "odsCode": hello.ods_code,
        "schemaVersion": hello.schema_version,
        "patientRelationshipId": hello.patient_relationship_id,
        "patientRelationshipKey": relationship_key,
        "replacesSessionId": hello.replaces_session_id,
        "iterations": answer.iterations,
        "idleTimeoutSeconds": answer.idle_timeout_seconds,
        "firstCallSeconds": answer.first_call_seconds,
        "practiceVersion": answer.practice_version,
        "clientRandom": hex(&client_random),
        "serverRandom": hex(&server_random),
        "sessionId": answer.session_id,
        "requestKey": hex(&driven.keys.request),
        "responseKey": hex(&driven.keys.response),
        "sessionHash0": hex(&driven.keys.hash0),
        "messages": messages,
    }));
    Ok(Case::valid(plan.number, plan.comment, plan.flags, test))
}

fn message(exchange: &Exchange) -> Value {
    let hash = |hash: Option<[u8; 32]>| hash.map_or_else(String::new, |hash| hex(&hash));
    json!({
        "sequence": exchange.sequence,
        "operation": exchange.operation,
        "requestText": exchange.request.text,
        "requestBodyText": exchange.request.body,
        "requestSessionHash": hash(exchange.request.hash),
        "httpStatus": exchange.status,
        "responseText": exchange.response.text,
        "responseBodyText": exchange.response.body,
        "responseSessionHash": hash(exchange.response.hash),
    })
}
