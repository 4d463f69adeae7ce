//! The chain, and messages as a receiver takes or refuses them.
//!
//! A session's keys and its place in the chain cannot be set from outside, and should not be. So a profile that is open
//! in all but this plants them: its key schedule gives the vector's keys, and while a session is led to its place, its
//! chain gives the vector's value.

use core::cell::{Cell, RefCell};

use emis_core::crypto::{RustCrypto, Secret};
use emis_core::envelope::{self, Block};
use emis_core::fault::{Fault, FaultCode};
use emis_core::handshake::Terms;
use emis_core::messages::appointments::CancelAppointment;
use emis_core::profile::{Labels, OpenProfile, Profile, SessionKeys, SoftwareKeys, Version};
use emis_core::session::{CallError, Invalidated, SessionState, receive};
use emis_core::time::Time;
use emis_core::types::{
    ApplicationId, Guid, OdsCode, PatientRelationshipId, PatientRelationshipKey, Relationship,
};
use serde_json::Value;

use super::frame::{Expected, Test};
use super::replay::{Begun, Parties, message};

/// The next link, as the open profile has it.
pub(crate) fn link(previous: &[u8; 32], key: &[u8; 32], k: u32, body: &str) -> [u8; 32] {
    OpenProfile::link(previous, &Secret::new(*key), k, body.as_bytes())
}

#[derive(Clone, Copy, Default)]
struct Keys {
    request: [u8; 32],
    response: [u8; 32],
    hash: [u8; 32],
}

thread_local! {
    static KEYS: RefCell<Keys> = RefCell::default();
    /// What every link is, while a session is led to its place.
    static LINK: Cell<Option<[u8; 32]>> = const { Cell::new(None) };
}

struct Planted;

impl Profile for Planted {
    type Crypto = RustCrypto;
    const LABELS: Labels = OpenProfile::LABELS;

    fn session_keys(_: &Secret<32>) -> SessionKeys {
        let keys = KEYS.with_borrow(|keys| *keys);
        SessionKeys {
            request: Secret::new(keys.request),
            response: Secret::new(keys.response),
            hash: Secret::new(keys.hash),
            next_relationship: Secret::zero(),
        }
    }

    fn link_finish(previous: &[u8; 32], mac: &[u8; 32]) -> [u8; 32] {
        LINK.get().unwrap_or_else(|| OpenProfile::link_finish(previous, mac))
    }
}

/// A session with these keys, at its beginning.
fn begin(session_id: &str, patient: bool, keys: Keys) -> Begun<Planted> {
    KEYS.set(keys);
    LINK.set(None);
    let bytes: Vec<u8> =
        (0..16).map(|i| u8::from_str_radix(&session_id[2 * i..2 * i + 2], 16).unwrap()).collect();
    let parties = Parties {
        application: ApplicationId::parse("5f0c9a1e-3b72-4d68-9e45-0a7d1c2b8f36").unwrap(),
        ods_code: OdsCode::parse("A81001").unwrap(),
        version: Version::V2_1,
        relationship: patient.then(|| Relationship {
            id: PatientRelationshipId::parse("1").unwrap(),
            key: PatientRelationshipKey::parse("0123456789abcdef").unwrap(),
        }),
        replaces: None,
        session_id: session_id.to_owned(),
        terms: Terms {
            iterations: 1,
            idle_timeout_seconds: 1200,
            first_call_seconds: 300,
            practice_version: Version::V2_1,
        },
        client_random: [[1; 32], [2; 32]].concat(),
        server_random: [&bytes[..], &[3; 32], &[4; 32]].concat(),
    };
    parties.begin(SoftwareKeys::from_validation_keys(Secret::new([5; 32]), Secret::new([6; 32])))
}

const CANCEL: CancelAppointment<'static> = CancelAppointment { slot_id: 1, reason: None };

impl Begun<Planted> {
    /// Makes calls until number `next` is next and the chain's value is `hash`.
    fn lead(&mut self, next: u32, hash: [u8; 32]) {
        for k in 1..next {
            LINK.set(Some(hash));
            let (mut out, mut reply) = ([0; 1024], [0; 2048]);
            let call = self.client.call(&CANCEL, &mut out, Time::from_millis(0)).unwrap();
            let carried = self.server.accept(&receive::<Planted>(call.bytes()).unwrap()).unwrap();
            assert_eq!(carried.sequence(), k);
            let fault = Fault::new(FaultCode::Unavailable, Guid::from_bytes([0; 16]));
            let (length, replied) = carried.refuse(&fault, &mut reply).unwrap();
            self.server.complete(replied);
            assert!(matches!(call.read(&reply[..length]), Err(CallError::Fault(_))));
        }
        LINK.set(None);
    }
}

pub(crate) fn chain((mut test, _): (Test, Expected)) {
    let id = test.id().to_owned();
    let keys = Keys {
        request: test.bytes32("requestKey"),
        response: test.bytes32("responseKey"),
        hash: test.bytes32("sessionHash0"),
    };
    let Value::Array(calls) = test.take("calls") else { panic!("{id}: no calls") };
    test.end();
    let session_id = "00112233445566778899aabbccddeeff";
    let registers = calls.iter().any(|call| call["requestBodyText"].as_str().unwrap().contains("Register"));
    let mut begun = begin(session_id, !registers, keys);
    let mut hash = keys.hash;
    for (k, call) in (1..).zip(calls) {
        let mut call = Test::new(&id, call);
        assert_eq!(call.number("sequence"), k, "{id}");
        let (request, response) = (call.text("requestBodyText"), call.text("responseBodyText"));
        let name = request[1..].split([' ', '>']).next().unwrap().to_owned();
        hash = link(&hash, &keys.request, k, &request);
        assert_eq!(hash, call.bytes32("requestSessionHash"), "{id}");
        let request = message(session_id, k, &hash, &request);
        hash = link(&hash, &keys.response, k, &response);
        assert_eq!(hash, call.bytes32("responseSessionHash"), "{id}");
        let fault = begun.exchange(&name, &request, &message(session_id, k, &hash, &response));
        assert_eq!(fault.unwrap_or_default(), call.text("fault"), "{id}");
        call.end();
    }
}

/// What `Request` and `Response` have in common.
struct Reception {
    session_id: String,
    key: [u8; 32],
    next: u32,
    hash: [u8; 32],
    text: String,
    body: String,
    after: [u8; 32],
}

impl Reception {
    fn take(t: &mut Test, key: &str) -> Self {
        let (id, sequence) = (t.text("messageSessionId"), t.number("messageSequence"));
        let (hash, body) = (t.bytes32("messageSessionHash"), t.text("messageBodyText"));
        let mut text = t.text("messageText");
        if text.is_empty() {
            text = message(&id, sequence, &hash, &body);
        }
        let envelope = envelope::read::<OpenProfile>(text.as_bytes()).unwrap();
        let Block::Session { session_id, sequence: found, session_hash } = envelope.block else {
            panic!("{}: the message has no Session header", t.id())
        };
        assert_eq!(
            (&session_id.text()[..], found, session_hash),
            (id.as_bytes(), sequence, hash),
            "{}",
            t.id()
        );
        assert_eq!(envelope.body, body, "{}", t.id());
        Self {
            session_id: t.text("sessionId"),
            key: t.bytes32(key),
            next: t.number("nextSequence"),
            hash: t.bytes32("sessionHash"),
            text,
            body,
            after: t.bytes32("sessionHashAfter"),
        }
    }

    /// A place that cannot be reached call by call is validated by the rule itself.
    fn too_far(&self) -> bool {
        self.next > 100
    }

    fn accepted_by_rule(&self) -> bool {
        let Ok(envelope) = envelope::read::<OpenProfile>(self.text.as_bytes()) else { return false };
        let Block::Session { session_id, sequence, session_hash } = envelope.block else { return false };
        session_id.text() == self.session_id.as_bytes()
            && sequence == self.next
            && session_hash == link(&self.hash, &self.key, self.next, envelope.body)
    }
}

pub(crate) fn request((mut test, expected): (Test, Expected)) {
    let id = test.id().to_owned();
    let (it, fault) = (Reception::take(&mut test, "requestKey"), test.text("fault"));
    test.end();
    let valid = matches!(expected, Expected::Valid);
    if valid {
        assert_eq!(link(&it.hash, &it.key, it.next, &it.body), it.after, "{id}");
    }
    if it.too_far() {
        assert_eq!(it.accepted_by_rule(), valid, "{id}");
        return;
    }
    let response = [9; 32];
    let mut begun = begin(&it.session_id, true, Keys { request: it.key, response, hash: it.hash });
    begun.lead(it.next, it.hash);
    let request = receive::<Planted>(it.text.as_bytes()).unwrap();
    let Block::Session { session_id, .. } = request.block() else { panic!("{id}") };
    // Who looks sessions up finds none of another name; this one would refuse it too.
    let known = session_id.text() == it.session_id.as_bytes();
    let found = match begun.server.accept(&request) {
        Err(Invalidated) if known => "SessionInvalidated",
        Err(Invalidated) => "SessionNotFound",
        Ok(carried) => {
            assert_eq!(carried.sequence(), it.next, "{id}");
            let mut reply = [0; 2048];
            let fault = Fault::new(FaultCode::Unavailable, Guid::from_bytes([0; 16]));
            let (length, _) = carried.refuse(&fault, &mut reply).unwrap();
            let reply = envelope::read::<Planted>(&reply[..length]).unwrap();
            let Block::Session { session_hash, .. } = reply.block else { panic!("{id}") };
            assert_eq!(session_hash, link(&it.after, &response, it.next, reply.body), "{id}");
            ""
        }
    };
    assert_eq!(found, fault, "{id}");
    assert_eq!(found.is_empty(), valid, "{id}");
}

pub(crate) fn response((mut test, expected): (Test, Expected)) {
    let id = test.id().to_owned();
    let it = Reception::take(&mut test, "responseKey");
    test.end();
    let valid = matches!(expected, Expected::Valid);
    if valid {
        assert_eq!(link(&it.hash, &it.key, it.next, &it.body), it.after, "{id}");
    }
    if it.too_far() {
        assert_eq!(it.accepted_by_rule(), valid, "{id}");
        return;
    }
    let request = [9; 32];
    let mut begun = begin(&it.session_id, true, Keys { request, response: it.key, hash: it.hash });
    begun.lead(it.next, it.hash);
    let mut out = [0; 1024];
    LINK.set(Some(it.hash));
    let call = begun.client.call(&CANCEL, &mut out, Time::from_millis(0)).unwrap();
    LINK.set(None);
    // What the reply says is no matter of these tests: only whether it is believed.
    let believed = !matches!(call.read(it.text.as_bytes()), Err(CallError::Unverified(_)));
    assert_eq!(believed, valid, "{id}");
    if !valid {
        assert_eq!(begun.client.state(), SessionState::InDoubt, "{id}");
        return;
    }
    let call = begun.client.call(&CANCEL, &mut out, Time::from_millis(0)).unwrap();
    let sent = envelope::read::<Planted>(call.bytes()).unwrap();
    let Block::Session { session_hash, sequence, .. } = sent.block else { panic!("{id}") };
    assert_eq!(sequence, it.next + 1, "{id}");
    assert_eq!(session_hash, link(&it.after, &request, sequence, sent.body), "{id}");
}
