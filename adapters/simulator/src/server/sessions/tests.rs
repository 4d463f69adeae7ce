//! What happens while a call is in progress: here a test holds the call, so nothing hangs on the speed of threads.

use core::sync::atomic::{AtomicBool, Ordering};
use core::time::Duration;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;

use emis_core::fault::FaultCode::{SessionExpired, SessionInvalidated, SessionNotFound};
use emis_core::handshake::{Application as Known, Handshake, PendingSession, SessionOptions};
use emis_core::messages::practice::GetPracticeSettings;
use emis_core::messages::session::EndSession;
use emis_core::profile::{OpenProfile, Version};
use emis_core::session::{ServerSession, Session, SessionState, receive};
use emis_core::time::Time;
use emis_core::types::{OdsCode, PatientRelationshipId, PatientRelationshipKey, Relationship, SessionId};

use super::{Facts, FaultCode, Running};
use crate::Simulator;
use crate::clock::ManualClock;
use crate::server::random::{self, OsRandom};
use crate::server::{Reply, Server};
use crate::world::PinRegistration;
use jiff::civil::date;

mod failing;
mod outside;

const ODS: &str = "D99004";
const START: Time = Time::from_millis(0);

struct Stage {
    server: Server,
}

type Call<'s> = emis_core::session::Call<'s, 's, GetPracticeSettings>;

impl Stage {
    fn new() -> Self {
        let clock = Arc::new(ManualClock::new(date(2026, 3, 2).at(9, 5, 0, 0)));
        let builder = Simulator::builder().clock(clock).iterations(10).idle_timeout_seconds(60);
        Self { server: builder.unconfirmed_sessions(3).server().unwrap() }
    }

    fn relationship(&self) -> Relationship {
        let mut world = self.server.world();
        let pin = world.pin_documents(ODS)[0].clone();
        let request = PinRegistration {
            application_id: self.server.applications()[0].id().as_str(),
            ods_code: ODS,
            account_id: &pin.account_id,
            linkage_key: &pin.linkage_key,
            surname: &pin.surname,
            date_of_birth: pin.date_of_birth,
        };
        let now = self.server.clock().now();
        let made = world.register_with_pin_document(&request, &mut random::fill, now).unwrap();
        Relationship {
            id: PatientRelationshipId::parse(&made.relationship_id).unwrap(),
            key: PatientRelationshipKey::parse(made.key.reveal()).unwrap(),
        }
    }

    fn begin(&self, relationship: Option<&Relationship>, replaces: Option<SessionId>) -> Session {
        let known = &self.server.applications()[0];
        let application = Known { id: *known.id(), keys: known.keys() };
        let mut begin = SessionOptions::negotiated(OdsCode::parse(ODS).unwrap(), Version::V2_1);
        begin = relationship.map_or(begin.clone(), |relationship| begin.for_patient(relationship));
        begin = replaces.map_or(begin.clone(), |session| begin.replacing(session));
        begin = begin.with_iteration_policy(1..=10);
        let handshake: Handshake<'_, _> =
            Handshake::start(&application, begin, &mut OsRandom, START).unwrap();
        let mut out = [0; 4096];
        let length = handshake.write(&mut out).unwrap();
        handshake.read(&self.server.handle(&out[..length]).body).unwrap().finish()
    }

    fn accept(
        &self,
        message: &[u8],
        now_ms: u64,
        stretch: impl FnOnce(&Facts, &PendingSession) -> Result<ServerSession, FaultCode<'static>>,
    ) -> Result<Running<'_>, FaultCode<'static>> {
        let request = receive::<OpenProfile>(message).unwrap();
        let emis_core::envelope::Block::Session { session_id, .. } = request.block() else { unreachable!() };
        self.server.sessions.accept(&request, session_id, now_ms, stretch)
    }

    /// A call past step 4.
    fn run(&self, message: &[u8], now_ms: u64) -> Result<Running<'_>, FaultCode<'static>> {
        self.accept(message, now_ms, |facts, pending| self.server.stretch(facts, pending))
    }

    /// A session that has had a call.
    fn confirmed(&self, relationship: Option<&Relationship>) -> Session {
        let mut session = self.begin(relationship, None);
        let mut out = [0; 4096];
        let (message, call) = send(&mut session, &mut out);
        call.read(&self.server.handle(&message).body).unwrap();
        session
    }
}

/// The next call, and the client's end of it, which waits for the reply.
fn send<'s>(session: &'s mut Session, out: &'s mut [u8]) -> (Vec<u8>, Call<'s>) {
    let request = GetPracticeSettings { ods_code: OdsCode::parse(ODS).unwrap() };
    let call = session.call(&request, out, START).unwrap();
    (call.bytes().to_vec(), call)
}

/// The next call, whose reply is not read.
fn next(session: &mut Session) -> Vec<u8> {
    send(session, &mut [0; 4096]).0
}

/// Answers a call in progress, as if it were EndSession.
fn answer(running: Running<'_>, ends: bool, now_ms: u64) -> Vec<u8> {
    let mut out = vec![0; 4096];
    let fault =
        emis_core::fault::Fault::new(FaultCode::Unavailable, emis_core::types::Guid::from_bytes([1; 16]));
    let (length, replied) = running.call().refuse(&fault, &mut out).unwrap();
    out.truncate(length);
    running.finish(replied, ends, now_ms);
    out
}

fn refused<T>(outcome: Result<T, FaultCode<'static>>) -> FaultCode<'static> {
    outcome.err().unwrap()
}

/// Runs `waiting` on a thread, says whether it was still waiting when `meanwhile` began, and gives what it gave.
fn while_waiting<T: Send>(waiting: impl FnOnce() -> T + Send, meanwhile: impl FnOnce()) -> T {
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let waiter = scope.spawn(|| {
            let given = waiting();
            done.store(true, Ordering::SeqCst);
            given
        });
        thread::sleep(Duration::from_millis(30));
        assert!(!done.load(Ordering::SeqCst), "it did not wait");
        meanwhile();
        waiter.join().unwrap()
    })
}

// SH-8
#[test]
fn a_call_in_progress_of_a_destroyed_session_is_finished() {
    let stage = Stage::new();
    let mut session = stage.confirmed(None);
    let mut out = [0; 4096];
    let (message, call) = send(&mut session, &mut out);
    let running = stage.run(&message, 0).unwrap();
    assert_eq!(refused(stage.run(&message, 0)), SessionInvalidated);
    assert_eq!(refused(stage.run(&message, 0)), SessionNotFound);
    let reply = answer(running, false, 0);
    // The reply is good, and a fault keeps the client's session; the server's is gone.
    assert!(matches!(call.read(&reply), Err(emis_core::session::CallError::Fault(_))));
    assert_eq!(session.state(), SessionState::Live);
    assert_eq!(refused(stage.run(&next(&mut session), 0)), SessionNotFound);
}

// SH-20
#[test]
fn a_replacing_session_waits_for_the_call_in_progress() {
    let stage = Stage::new();
    for destroyed in [false, true] {
        let mut old = stage.confirmed(None);
        let message = next(&mut old);
        let running = stage.run(&message, 0).unwrap();
        if destroyed {
            assert_eq!(refused(stage.run(&message, 0)), SessionInvalidated);
        }
        let mut new = stage.begin(None, Some(old.id()));
        let first = next(&mut new);
        let call = stage.run(&first, 0).unwrap();
        let replaced = while_waiting(
            || call.replace(),
            || {
                // Ended before it is waited for.
                assert_eq!(refused(stage.run(&message, 0)), SessionNotFound);
                answer(running, false, 0);
            },
        );
        assert_eq!(replaced, Ok(()));
        answer(call, false, 0);
        assert_eq!(refused(stage.run(&message, 0)), SessionNotFound);
    }
}

// SH-20, SH-35, SH-36
#[test]
fn the_call_in_progress_of_a_root_is_waited_for() {
    let stage = Stage::new();
    for destroyed in [false, true] {
        let mut root = stage.confirmed(None);
        let message = next(&mut root);
        let running = stage.run(&message, 0).unwrap();
        let between = stage.begin(None, Some(root.id()));
        if destroyed {
            assert_eq!(refused(stage.run(&message, 0)), SessionInvalidated);
            stage.server.sessions.lock().end(between.id());
        }
        let mut new = stage.begin(None, Some(between.id()));
        let first = next(&mut new);
        let call = stage.run(&first, 0).unwrap();
        let replaced = while_waiting(|| call.replace(), || drop(answer(running, false, 0)));
        assert_eq!(replaced, Ok(()));
        answer(call, true, 0);
        assert!(stage.server.sessions.lock().entries.is_empty());
    }
}

#[test]
fn a_waiting_call_of_a_destroyed_session_is_finished_too() {
    let stage = Stage::new();
    let mut old = stage.confirmed(None);
    let running = stage.run(&next(&mut old), 0).unwrap();
    let mut new = stage.begin(None, Some(old.id()));
    let first = next(&mut new);
    let call = stage.run(&first, 0).unwrap();
    let replaced = while_waiting(
        || call.replace(),
        || {
            assert_eq!(refused(stage.run(&first, 0)), SessionInvalidated);
            drop(running);
        },
    );
    assert_eq!(replaced, Ok(()));
}

// SH-23
#[test]
fn a_reset_that_was_waited_for_ends_the_waiting_session() {
    let stage = Stage::new();
    let relationship = stage.relationship();
    let mut old = stage.confirmed(Some(&relationship));
    let mut beside = stage.confirmed(Some(&relationship));
    let running = stage.run(&next(&mut old), 0).unwrap();
    let mut new = stage.begin(Some(&relationship), Some(old.id()));
    let first = next(&mut new);
    let call = stage.run(&first, 0).unwrap();
    let replaced = while_waiting(
        || call.replace(),
        || {
            stage.server.sessions.end_relationships(&[relationship.id], Some(old.id()));
            assert_eq!(refused(stage.run(&first, 0)), SessionNotFound);
            answer(running, true, 0);
        },
    );
    assert_eq!(replaced, Err(SessionInvalidated));
    drop(call);
    assert_eq!(refused(stage.run(&next(&mut beside), 0)), SessionNotFound);
    assert!(stage.server.sessions.lock().entries.is_empty());
}

#[test]
fn a_reset_leaves_its_own_session_and_other_relationships() {
    let stage = Stage::new();
    let relationship = stage.relationship();
    let mut own = stage.confirmed(Some(&relationship));
    let mut other = stage.confirmed(None);
    stage.server.sessions.end_relationships(&[relationship.id], Some(own.id()));
    for session in [&mut own, &mut other] {
        answer(stage.run(&next(session), 0).unwrap(), false, 0);
    }
}

/// Stretches only once it is let go.
struct Slow {
    begun: mpsc::Receiver<()>,
    go: mpsc::Sender<()>,
}

fn slowly(
    stage: &Stage,
) -> (Slow, impl FnOnce(&Facts, &PendingSession) -> Result<ServerSession, FaultCode<'static>> + Send + '_) {
    let (tell, begun) = mpsc::channel();
    let (go, gone) = mpsc::channel::<()>();
    let stretch = move |facts: &Facts, pending: &PendingSession| {
        tell.send(()).unwrap();
        gone.recv().unwrap();
        stage.server.stretch(facts, pending)
    };
    (Slow { begun, go }, stretch)
}

// SH-8
#[test]
fn a_second_message_waits_while_the_first_is_validated_and_then_ends_the_session() {
    let stage = Stage::new();
    let first = next(&mut stage.begin(None, None));
    let (slow, stretch) = slowly(&stage);
    thread::scope(|scope| {
        let one = scope.spawn(|| stage.accept(&first, 0, stretch).map(|running| answer(running, false, 0)));
        slow.begun.recv().unwrap();
        let two = while_waiting(|| stage.run(&first, 0).map(drop), || slow.go.send(()).unwrap());
        assert_eq!(refused(two), SessionInvalidated);
        assert!(one.join().unwrap().is_ok());
    });
    assert_eq!(refused(stage.run(&first, 0)), SessionNotFound);
}

#[test]
fn the_table_is_free_while_keys_are_stretched() {
    let stage = Stage::new();
    let first = next(&mut stage.begin(None, None));
    let (slow, stretch) = slowly(&stage);
    thread::scope(|scope| {
        let one = scope.spawn(|| stage.accept(&first, 0, stretch).map(|running| answer(running, false, 0)));
        slow.begun.recv().unwrap();
        stage.confirmed(None);
        slow.go.send(()).unwrap();
        assert!(one.join().unwrap().is_ok());
    });
}

#[test]
fn a_session_that_is_ended_while_its_keys_are_stretched_stays_so() {
    let stage = Stage::new();
    for evicted in [false, true] {
        let mut old = stage.begin(None, None);
        let first = next(&mut old);
        let (slow, stretch) = slowly(&stage);
        thread::scope(|scope| {
            let one = scope.spawn(|| stage.accept(&first, 0, stretch).map(drop));
            slow.begun.recv().unwrap();
            if evicted {
                for _ in 0..3 {
                    stage.begin(None, None);
                }
            } else {
                let call = stage.run(&next(&mut stage.begin(None, Some(old.id()))), 0).unwrap();
                assert_eq!(call.replace(), Ok(()));
            }
            slow.go.send(()).unwrap();
            assert_eq!(refused(one.join().unwrap()), SessionNotFound);
        });
    }
}

#[test]
fn a_stretching_that_panics_holds_nobody_up() {
    let stage = Stage::new();
    let first = next(&mut stage.begin(None, None));
    let (slow, stretch) = slowly(&stage);
    let broken = |facts: &Facts, pending: &PendingSession| -> Result<ServerSession, FaultCode<'static>> {
        let _ = stretch(facts, pending);
        panic!("on purpose")
    };
    thread::scope(|scope| {
        let one = scope.spawn(|| stage.accept(&first, 0, broken).map(drop));
        slow.begun.recv().unwrap();
        let meanwhile = || {
            slow.go.send(()).unwrap();
            assert!(one.join().is_err());
        };
        assert_eq!(refused(while_waiting(|| stage.run(&first, 0).map(drop), meanwhile)), SessionNotFound);
    });
}

// SH-24
#[test]
fn idle_time_counts_from_the_written_reply_and_not_while_a_call_is_in_progress() {
    let stage = Stage::new();
    let mut session = stage.confirmed(None);
    let mut out = [0; 4096];
    let (message, call) = send(&mut session, &mut out);
    let running = stage.run(&message, 59_999).unwrap();
    // Long past the idle time of 60 seconds, it is still in progress.
    let reply = answer(running, false, 200_000);
    let _ = call.read(&reply);
    let late = next(&mut session);
    let again = stage.run(&late, 259_999).unwrap();
    answer(again, false, 259_999);
    assert_eq!(refused(stage.run(&late, 319_999)), SessionExpired);
}

#[test]
fn a_call_that_is_not_answered_ends_its_session() {
    let stage = Stage::new();
    let mut session = stage.confirmed(None);
    let message = next(&mut session);
    drop(stage.run(&message, 0).unwrap());
    assert_eq!(refused(stage.run(&message, 0)), SessionNotFound);
}

#[test]
fn nothing_is_kept_of_a_session_that_has_ended() {
    let stage = Stage::new();
    let mut session = stage.confirmed(None);
    let mut out = [0; 4096];
    let call = session.call(&EndSession {}, &mut out, START).unwrap();
    let Reply { status, body } = stage.server.handle(call.bytes());
    assert_eq!(status, 200);
    call.read(&body).unwrap();
    assert!(stage.server.sessions.lock().entries.is_empty());
}
