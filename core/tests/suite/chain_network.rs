//! Sessions over a network that loses, repeats, holds back and alters what it carries. Whatever it does: the client
//! believes nothing that the server did not do, nothing is done twice, and once a session has been replaced no call of
//! it takes effect any more.

use std::collections::HashMap;

use crate::common::kept::kept;
use crate::common::network::{FATES, Fate, Line};
use crate::common::{Seeded, application, ods, relationship, time};
use emis_core::fault::{Fault, FaultCode};
use emis_core::handshake::{Handshake, PendingSession, RelationshipKey, ServerHandshake, SessionOptions};
use emis_core::messages::appointments::{BookAppointment, BookAppointmentResponse};
use emis_core::messages::practice::GetUserOptions;
use emis_core::profile::{OpenProfile, Version};
use emis_core::session::{Outcome, ServerSession, Session, SessionState, fault_reply, receive};
use emis_core::types::{Guid, SessionId};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

struct Live {
    server: ServerSession,
    replaces: Option<SessionId>,
}

/// The practice end, with a list of what it did.
#[derive(Default)]
struct Practice {
    sessions: HashMap<SessionId, Live>,
    booked: Vec<i64>,
}

/// Every fifth slot is taken by somebody else.
fn is_free(slot: i64) -> bool {
    slot % 5 != 0
}

impl Practice {
    fn begin(&mut self, pending: &PendingSession) {
        let server = pending.stretch(&RelationshipKey::Known(&relationship().key)).unwrap();
        self.sessions.insert(pending.session_id(), Live { server, replaces: pending.replaces() });
    }

    fn fault(code: FaultCode<'_>) -> Vec<u8> {
        let mut reply = vec![0; 2048];
        let n = fault_reply::<OpenProfile>(&Fault::new(code, Guid::from_bytes([9; 16])), &mut reply).unwrap();
        reply.truncate(n);
        kept(&reply);
        reply
    }

    fn answer(&mut self, message: &[u8]) -> Vec<u8> {
        let Ok(request) = receive::<OpenProfile>(message) else {
            return Self::fault(FaultCode::MalformedRequest);
        };
        let emis_core::envelope::Block::Session { session_id, .. } = request.block() else {
            return Self::fault(FaultCode::NotAllowedInSession);
        };
        let Some(live) = self.sessions.get_mut(&session_id) else {
            return Self::fault(FaultCode::SessionNotFound);
        };
        let Ok(call) = live.server.accept(&request) else {
            self.sessions.remove(&session_id);
            return Self::fault(FaultCode::SessionInvalidated);
        };
        if let Some(replaced) = live.replaces.take() {
            self.sessions.remove(&replaced);
        }
        let mut reply = vec![0; 2048];
        let (n, replied) = match call.read::<BookAppointment<'_>>(&request) {
            Ok(book) if is_free(book.slot_id) => {
                self.booked.push(book.slot_id);
                let response = BookAppointmentResponse { slot_id: book.slot_id };
                call.respond::<BookAppointment<'_>>(&response, &mut reply).unwrap()
            }
            _ => call
                .refuse(&Fault::new(FaultCode::SlotUnavailable, Guid::from_bytes([9; 16])), &mut reply)
                .unwrap(),
        };
        if let Some(live) = self.sessions.get_mut(&session_id) {
            live.server.complete(replied);
        }
        reply.truncate(n);
        kept(&reply);
        reply
    }
}

fn begin(practice: &mut Practice, replaces: Option<SessionId>, random: &mut Seeded) -> Session {
    let (application, relationship) = (application::<OpenProfile>(), relationship());
    let mut begin =
        SessionOptions::pinned(ods(), Version::V2_1).for_patient(&relationship).with_iteration_policy(1..=1);
    if let Some(id) = replaces {
        begin = begin.replacing(id);
    }
    let handshake: Handshake<'_, _> = Handshake::start(&application, begin, random, time(0)).unwrap();
    let (mut hello, mut reply) = ([0; 2048], [0; 2048]);
    let n = handshake.write(&mut hello).unwrap();
    let request = receive::<OpenProfile>(&hello[..n]).unwrap();
    let verified = ServerHandshake::<OpenProfile>::read(&request).unwrap().verify(&application.keys).unwrap();
    let terms = emis_core::handshake::Terms { iterations: 1, ..crate::common::TERMS };
    let (pending, n) = verified.accept(&terms, &application.keys, random, &mut reply).unwrap();
    practice.begin(&pending);
    handshake.read(&reply[..n]).unwrap().finish()
}

#[derive(Clone, Copy, Debug)]
struct Step {
    /// None: the connection fails before anything is sent.
    request: Option<Fate>,
    reply: Fate,
}

fn step() -> impl Strategy<Value = Step> {
    // Mostly well, so that sessions get somewhere.
    let fate = || prop_oneof![6 => Just(Fate::Delivered), 4 => prop::sample::select(&FATES[..])];
    (prop::option::weighted(0.9, fate()), fate()).prop_map(|(request, reply)| Step { request, reply })
}

fn run(steps: &[Step], seed: u64) -> Result<[usize; 4], TestCaseError> {
    let mut random = Seeded(seed);
    let mut practice = Practice::default();
    let (mut out, mut back) = (Line::new(seed ^ 1), Line::new(seed ^ 2));
    let mut session = begin(&mut practice, None, &mut random);
    let (mut done, mut not_done, mut doubtful) = (Vec::new(), Vec::new(), Vec::new());
    let mut settled: Vec<(i64, bool)> = Vec::new();
    let mut replaced = 0;
    for (slot, step) in (1i64..).zip(steps) {
        let mut request = [0; 2048];
        let book = BookAppointment { slot_id: slot, booking_reason: None, telephone: None };
        let call = session.call(&book, &mut request, time(0)).unwrap();
        let Some(fate) = step.request else {
            call.not_sent();
            not_done.push(slot);
            continue;
        };
        // Replies come back to the one who asked; the first that comes is the one that is read.
        let mut replies = Vec::new();
        for message in out.carry(kept(call.bytes()), fate) {
            let reply = practice.answer(&message);
            replies.extend(back.carry(&reply, step.reply));
        }
        match replies.first().map(|reply| call.read(reply)) {
            Some(Ok(response)) => {
                prop_assert_eq!(response.slot_id, slot, "it is the answer to this call");
                done.push(slot);
            }
            Some(Err(error)) => match error.outcome() {
                Outcome::NotCarriedOut => not_done.push(slot),
                Outcome::Unknown => doubtful.push(slot),
                other => prop_assert!(false, "{other:?}"),
            },
            // No reply: the call has been dropped.
            None => doubtful.push(slot),
        }
        if session.state() != SessionState::Live {
            prop_assert_eq!(session.state(), SessionState::InDoubt);
            let doubtful_session = session.id();
            session = begin(&mut practice, Some(doubtful_session), &mut random);
            replaced += 1;
            // The first call of the new session goes well here; from its answer on, what is read back is final.
            let mut request = [0; 2048];
            let call = session.call(&GetUserOptions {}, &mut request, time(0)).unwrap();
            // The practice refuses to say anything but whether a slot is free.
            let reply = practice.answer(call.bytes());
            prop_assert_eq!(call.read(&reply).unwrap_err().outcome(), Outcome::NotCarriedOut);
            prop_assert!(!practice.sessions.contains_key(&doubtful_session));
            settled.extend(doubtful.drain(..).map(|slot| (slot, practice.booked.contains(&slot))));
        }
    }
    // All that the network still holds, and all that it ever saw, comes once more.
    for message in out.everything() {
        practice.answer(&message);
    }
    let times = |slot: i64| practice.booked.iter().filter(|b| **b == slot).count();
    for slot in &practice.booked {
        prop_assert_eq!(times(*slot), 1, "nothing is done twice");
    }
    for slot in &done {
        prop_assert_eq!(times(*slot), 1, "what is believed was done");
    }
    for slot in &not_done {
        prop_assert_eq!(times(*slot), 0, "what is believed not done was not");
    }
    for (slot, was_booked) in &settled {
        prop_assert_eq!(times(*slot) == 1, *was_booked, "what was read back is final");
    }
    Ok([done.len(), not_done.len(), settled.iter().filter(|s| s.1).count(), replaced])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_believes_what_did_not_happen(steps in prop::collection::vec(step(), 1..20), seed in any::<u64>()) {
        run(&steps, seed)?;
    }
}

#[test]
fn every_fate_of_either_message() {
    let good = Step { request: Some(Fate::Delivered), reply: Fate::Delivered };
    let mut seen = [0; 4];
    for request in FATES.map(Some).into_iter().chain([None]) {
        for reply in FATES {
            for seed in 0..3 {
                let step = Step { request, reply };
                let counts = run(&[good, good, step, good, step, step, good], seed).unwrap();
                seen.iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
            }
        }
    }
    // The test would prove nothing if one of these never came about.
    assert!(seen.iter().all(|n| *n > 20), "{seen:?}");
}
