//! Sessions that are exported and restored: what they can do afterwards, and every damaged snapshot.

use core::time::Duration;

use crate::common::kept::kept;
use crate::common::{
    Begun, Null, Quick, TERMS, begin, begin_with, ods, patient, received, relationship, time,
};
use emis_core::error::ErrorCode;
use emis_core::messages::appointments::CancelAppointment;
use emis_core::messages::practice::{GetPracticeSettings, GetUserOptions};
use emis_core::messages::session::EndSession;
use emis_core::messages::{Operation, SessionKind};
use emis_core::profile::{Labels, OpenProfile, Profile, Version};
use emis_core::session::{
    InFlight, RequestError, Restored, ResumeError, Session, SessionSnapshot, SessionState, SnapshotError,
};
use emis_core::time::Time;

const CANCEL: CancelAppointment<'_> = CancelAppointment { slot_id: 7, reason: None };
const NO_TIME: Option<Duration> = Some(Duration::ZERO);

/// A call whose request the practice accepts, without its reply.
fn accepted<O: Operation>(
    client: &mut Session<Quick>,
    begun: &mut Begun<Quick>,
    call: &O,
    now: Time,
) -> Vec<u8> {
    let mut out = [0; 2048];
    let call = client.call(call, &mut out, now).unwrap();
    let carried = begun.server.accept(&received::<Quick>(kept(call.bytes()))).unwrap();
    let mut reply = vec![0; 2048];
    let (length, replied) = carried.refuse(&fault(), &mut reply).unwrap();
    begun.server.complete(replied);
    reply.truncate(length);
    drop(call.detach());
    reply
}

fn fault() -> emis_core::fault::Fault<'static> {
    emis_core::fault::Fault::new(
        emis_core::fault::FaultCode::Unavailable,
        emis_core::types::Guid::from_bytes([1; 16]),
    )
}

/// One verified call of a session at both ends.
fn call(client: &mut Session<Quick>, begun: &mut Begun<Quick>, now: Time) {
    let mut out = [0; 2048];
    let call = client.call(&GetUserOptions {}, &mut out, now).unwrap();
    let carried = begun.server.accept(&received::<Quick>(kept(call.bytes()))).unwrap();
    let mut reply = [0; 2048];
    let (length, replied) = carried.refuse(&fault(), &mut reply).unwrap();
    begun.server.complete(replied);
    assert_eq!(call.read(&reply[..length]).unwrap_err().code(), ErrorCode::PracticeFault);
}

/// The session of `begun`, taken out of it.
fn taken(begun: &mut Begun<Quick>) -> Session<Quick> {
    let other = patient::<Quick>(Version::V2_1).client;
    core::mem::replace(&mut begun.client, other)
}

fn restored(snapshot: &SessionSnapshot, elapsed: Option<Duration>, now: Time) -> Restored<Quick> {
    // Through bytes, as storage has it.
    let snapshot = SessionSnapshot::from_bytes(snapshot.expose()).unwrap();
    Session::restore(snapshot, elapsed, now).unwrap()
}

fn is_over(session: &mut Session<Quick>, state: SessionState) {
    assert_eq!(session.state(), state);
    let refused = session.call(&GetUserOptions {}, &mut [0; 2048], time(0)).map(|_| ());
    assert_eq!(refused, Err(RequestError::SessionClosed(state)));
    assert!(session.next_relationship_key().is_none());
}

#[test]
fn a_live_session_goes_on_after_it_was_restored() {
    let mut begun = patient::<Quick>(Version::V2_0);
    let mut session = taken(&mut begun);
    let (id, key) = (session.id(), session.next_relationship_key().map(|key| key.expose_str().to_owned()));
    call(&mut session, &mut begun, time(1000));
    let snapshot = session.export(time(2000));
    // Another clock, which began later.
    let Restored { mut session, in_flight } = restored(&snapshot, Some(Duration::from_secs(10)), time(5));
    assert!(in_flight.is_none());
    assert_eq!(
        (session.id(), session.state(), session.kind()),
        (id, SessionState::Live, SessionKind::Patient)
    );
    assert_eq!((session.version(), session.practice_version()), (Version::V2_0, Version::V2_1));
    assert_eq!(session.next_relationship_key().map(|key| key.expose_str().to_owned()), key);
    // One second of the idle time had passed at the export, and ten since.
    assert_eq!(session.deadline(), time(5).plus_seconds(TERMS.idle_timeout_seconds - 11));
    call(&mut session, &mut begun, time(5));
    assert_eq!(session.deadline(), time(5).plus_seconds(TERMS.idle_timeout_seconds));
    // And once more.
    let mut session = restored(&session.export(time(5)), NO_TIME, time(0)).session;
    call(&mut session, &mut begun, time(0));
}

// SH-34
#[test]
fn a_session_that_replaces_another_does_so_after_it_was_restored_too() {
    let replaced = patient::<Quick>(Version::V2_1).client.id();
    let mut begun = begin_with::<Quick>(Version::V2_1, Some(&relationship()), Some(replaced), 5);
    let mut session = restored(&taken(&mut begun).export(time(0)), NO_TIME, time(0)).session;
    let refused = session.call(&CANCEL, &mut [0; 2048], time(0)).map(|_| ()).unwrap_err();
    assert_eq!(refused, RequestError::NotReplacedYet { operation: "CancelAppointment" });
    call(&mut session, &mut begun, time(0));
    let mut session = restored(&session.export(time(0)), NO_TIME, time(0)).session;
    session.call(&CANCEL, &mut [0; 2048], time(0)).unwrap().not_sent();
}

#[test]
fn an_application_session_is_restored_as_one() {
    let begun = begin::<Quick>(Version::V1_0, None, 3);
    let mut session = restored(&begun.client.export(time(0)), NO_TIME, time(0)).session;
    assert_eq!(session.kind(), SessionKind::Application);
    let refused = session.call(&GetUserOptions {}, &mut [0; 2048], time(0)).map(|_| ()).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::NotAllowedInSession);
    session.call(&GetPracticeSettings { ods_code: ods() }, &mut [0; 2048], time(0)).unwrap().not_sent();
}

// SH-25
#[test]
fn a_session_that_may_have_expired_is_expired() {
    let left = Duration::from_secs(TERMS.first_call_seconds.into());
    for (elapsed, state) in [
        (None, SessionState::Expired),
        (Some(Duration::MAX), SessionState::Expired),
        (Some(left), SessionState::Expired),
        (Some(left.saturating_sub(Duration::from_millis(1))), SessionState::Live),
    ] {
        let begun = patient::<Quick>(Version::V2_1);
        let mut session = restored(&begun.client.export(time(0)), elapsed, time(77)).session;
        if state == SessionState::Live {
            assert_eq!(session.deadline(), time(78));
        } else {
            is_over(&mut session, state);
        }
    }
    // One that was over its time when it was exported.
    let begun = patient::<Quick>(Version::V2_1);
    let snapshot = begun.client.export(time(0).plus_seconds(TERMS.first_call_seconds));
    is_over(&mut restored(&snapshot, NO_TIME, time(0)).session, SessionState::Expired);
    assert_no_key(&snapshot);
}

#[test]
fn the_end_of_life_is_kept() {
    let mut begun = patient::<Quick>(Version::V2_1);
    let mut session = taken(&mut begun);
    let life = u64::from(Quick::LIFETIME_SECONDS);
    // Called often enough to live that long; the exports lie in between.
    let mut past = 0;
    for _ in 0..life / 200 {
        session = restored(&session.export(time(0)), Some(Duration::from_secs(200)), time(0)).session;
        past += 200;
        if past < life {
            call(&mut session, &mut begun, time(0));
        }
    }
    assert!(past >= life);
    is_over(&mut session, SessionState::Expired);
}

/// The places of the keys and of the SessionHashes.
fn assert_no_key(snapshot: &SessionSnapshot) {
    assert_eq!(snapshot.expose()[59..227], [0; 168]);
}

#[test]
fn a_session_in_doubt_stays_so_and_keeps_no_key() {
    let mut begun = patient::<Quick>(Version::V2_1);
    let id = begun.client.id();
    drop(begun.client.call(&GetUserOptions {}, &mut [0; 2048], time(0)).unwrap());
    let snapshot = begun.client.export(time(0));
    assert_no_key(&snapshot);
    let mut session = restored(&snapshot, NO_TIME, time(0)).session;
    assert_eq!(session.id(), id);
    is_over(&mut session, SessionState::InDoubt);
}

#[test]
fn an_ended_session_stays_so() {
    let mut begun = patient::<Quick>(Version::V2_1);
    drop(begun.client.call(&EndSession {}, &mut [0; 2048], time(0)).unwrap());
    is_over(&mut restored(&begun.client.export(time(0)), NO_TIME, time(0)).session, SessionState::Ended);
}

#[test]
fn a_checkpoint_after_which_a_call_may_have_followed_is_in_doubt() {
    let mut begun = patient::<Quick>(Version::V2_1);
    let mut session = taken(&mut begun);
    let snapshot = session.checkpoint();
    assert_no_key(&snapshot);
    // The session goes on.
    call(&mut session, &mut begun, time(0));
    let mut after_crash = restored(&snapshot, NO_TIME, time(0)).session;
    assert_eq!(after_crash.id(), session.id());
    is_over(&mut after_crash, SessionState::InDoubt);
}

#[test]
fn the_reply_of_a_call_in_flight_is_read_on_another_machine() {
    for elapsed in [Some(Duration::from_secs(30)), None] {
        let mut begun = patient::<Quick>(Version::V2_1);
        let mut session = taken(&mut begun);
        let mut out = [0; 2048];
        let call_sent = session.call(&GetUserOptions {}, &mut out, time(1000)).unwrap();
        let request = kept(call_sent.bytes());
        let in_flight = call_sent.detach();
        let carried = begun.server.accept(&received::<Quick>(request)).unwrap();
        let mut reply = [0; 2048];
        let (length, replied) = carried.refuse(&fault(), &mut reply).unwrap();
        begun.server.complete(replied);

        let snapshot = session.export_in_flight(in_flight, time(3000)).unwrap();
        let Restored { mut session, in_flight } = restored(&snapshot, elapsed, time(50));
        let in_flight = in_flight.unwrap();
        assert_eq!((in_flight.sequence(), in_flight.operation()), (1, "GetUserOptions"));
        assert_eq!(session.state(), SessionState::InDoubt);
        let call_read = session.resume::<GetUserOptions>(in_flight).unwrap().read(&reply[..length]);
        assert_eq!(call_read.unwrap_err().code(), ErrorCode::PracticeFault);
        assert_eq!(session.state(), SessionState::Live);
        if elapsed.is_some() {
            assert_eq!(session.deadline(), time(50).plus_seconds(TERMS.idle_timeout_seconds - 32));
            call(&mut session, &mut begun, time(50));
        } else {
            let refused = session.call(&GetUserOptions {}, &mut [0; 2048], time(50)).map(|_| ());
            assert_eq!(refused, Err(RequestError::SessionClosed(SessionState::Expired)));
        }
    }
}

#[test]
fn without_its_call_a_session_in_flight_is_in_doubt() {
    let mut begun = patient::<Quick>(Version::V2_1);
    let in_flight = begun.client.call(&GetUserOptions {}, &mut [0; 2048], time(0)).unwrap().detach();
    let snapshot = begun.client.export(time(0));
    assert_no_key(&snapshot);
    let mut session = restored(&snapshot, NO_TIME, time(0)).session;
    // The call that was left behind is of no use to it.
    assert_eq!(session.resume_dynamic(in_flight).map(|_| ()), Err(ResumeError::Call));
    is_over(&mut session, SessionState::InDoubt);
}

#[test]
fn a_call_of_another_session_is_not_exported() {
    let in_flight = |begun: &mut Begun<Quick>| -> InFlight {
        begun.client.call(&GetUserOptions {}, &mut [0; 2048], time(0)).unwrap().detach()
    };
    let mut one = patient::<Quick>(Version::V2_1);
    let mut other = begin::<Quick>(Version::V2_1, Some(&relationship()), 2);
    let (first, second) = (in_flight(&mut one), in_flight(&mut other));
    assert_eq!(one.client.export_in_flight(second, time(0)).map(|_| ()), Err(ResumeError::Session));
    drop(first);
    // None in flight at all.
    let copy = in_flight(&mut patient::<Quick>(Version::V2_1));
    let live = patient::<Quick>(Version::V2_1).client;
    assert_eq!(live.export_in_flight(copy, time(0)).map(|_| ()), Err(ResumeError::Call));
}

// SH-7
#[test]
fn of_two_sessions_restored_from_one_snapshot_one_is_fenced_off() {
    let mut begun = patient::<Quick>(Version::V2_1);
    let snapshot = taken(&mut begun).export(time(0));
    let mut first = restored(&snapshot, NO_TIME, time(0)).session;
    let mut second = restored(&snapshot, NO_TIME, time(0)).session;
    let reply = accepted(&mut first, &mut begun, &GetUserOptions {}, time(0));
    // The other copy makes the same first call. The practice's session is destroyed, and nothing is carried out.
    let mut out = [0; 2048];
    let late = second.call(&CANCEL, &mut out, time(0)).unwrap();
    assert!(begun.server.accept(&received::<Quick>(kept(late.bytes()))).is_err());
    // Nor does the reply to the first call pass for one to the other.
    assert!(late.read(&reply).is_err());
    is_over(&mut second, SessionState::InDoubt);
}

/// The profile of another supplier.
#[derive(Debug)]
struct Other;

impl Profile for Other {
    type Crypto = <Quick as Profile>::Crypto;
    const LABELS: Labels = OpenProfile::LABELS;
    const NAMESPACE: &'static str = "urn:other";
}

fn error_of<P: Profile>(bytes: &[u8]) -> Option<SnapshotError> {
    let snapshot = match SessionSnapshot::from_bytes(bytes) {
        Ok(snapshot) => snapshot,
        Err(error) => return Some(error),
    };
    Session::<P>::restore(snapshot, NO_TIME, time(0)).err()
}

#[test]
fn every_damaged_snapshot_is_refused() {
    let mut begun = patient::<Quick>(Version::V2_1);
    let in_flight = begun.client.call(&GetUserOptions {}, &mut [0; 2048], time(0)).unwrap().detach();
    let snapshots = [
        patient::<Quick>(Version::V2_1).client.export(time(0)),
        patient::<Quick>(Version::V2_1).client.checkpoint(),
        begun.client.export_in_flight(in_flight, time(0)).unwrap(),
    ];
    for snapshot in &snapshots {
        let good = snapshot.expose();
        assert_eq!(good.len(), SessionSnapshot::LENGTH);
        assert_eq!(error_of::<Quick>(good), None);
        for length in 0..good.len() {
            assert_eq!(
                error_of::<Quick>(&good[..length]),
                Some(SnapshotError::Form),
                "the first {length} bytes"
            );
        }
        assert_eq!(error_of::<Quick>(&[&good[..], &[0]].concat()), Some(SnapshotError::Form));
        for bit in 0..good.len() * 8 {
            let mut bad = *good;
            bad[bit / 8] ^= 1 << (bit % 8);
            let expected = match bit / 8 {
                0..4 => SnapshotError::Form,
                4 => SnapshotError::Version(bad[4]),
                _ => SnapshotError::Damaged,
            };
            assert_eq!(error_of::<Quick>(&bad), Some(expected), "bit {bit}");
        }
        assert_eq!(error_of::<Other>(good), Some(SnapshotError::Profile));
    }
    assert_eq!(error_of::<Null>(snapshots[0].expose()), None, "a profile is known by its namespace");
}

#[test]
fn a_snapshot_that_nothing_wrote_is_refused_even_with_a_good_checksum() {
    use sha2::{Digest, Sha256};

    let good = *patient::<Quick>(Version::V2_1).client.export(time(0)).expose();
    let with = |change: fn(&mut [u8])| {
        let mut bytes = good;
        change(&mut bytes);
        let (content, checksum) = bytes.split_at_mut(SessionSnapshot::LENGTH - 32);
        checksum.copy_from_slice(&Sha256::digest(content));
        error_of::<Quick>(&bytes)
    };
    assert_eq!(with(|_| ()), None);
    // State, kind, version, the operation of a call in flight, and the number before the last.
    assert_eq!(with(|bytes| bytes[5] = 5), Some(SnapshotError::Form));
    assert_eq!(with(|bytes| bytes[6] = 4), Some(SnapshotError::Form));
    assert_eq!(with(|bytes| bytes[31] = 9), Some(SnapshotError::Form));
    assert_eq!(with(|bytes| bytes[5] = 1), Some(SnapshotError::Form));
    let in_flight = |bytes: &mut [u8]| {
        bytes[5] = 1;
        bytes[227] = 14;
        bytes[228..242].copy_from_slice(b"GetUserOptions");
    };
    assert_eq!(with(in_flight), None);
    assert_eq!(
        with(|bytes| {
            bytes[5] = 1;
            bytes[227] = 255;
        }),
        Some(SnapshotError::Form)
    );
    assert_eq!(
        with(|bytes| {
            bytes[5] = 1;
            bytes[227] = 14;
            bytes[228..242].copy_from_slice(b"GetUserOption\xFF");
        }),
        Some(SnapshotError::Form)
    );
    assert_eq!(
        with(|bytes| {
            bytes[5] = 1;
            bytes[227] = 14;
            bytes[228..242].copy_from_slice(b"GetUserOptions");
            bytes[35..39].copy_from_slice(&[0xFF; 4]);
        }),
        Some(SnapshotError::Form)
    );
}

#[test]
fn a_snapshot_shows_nothing() {
    let snapshot = patient::<Quick>(Version::V2_1).client.export(time(0));
    assert_eq!(format!("{snapshot:?}"), "SessionSnapshot(redacted)");
    let codes =
        [SnapshotError::Form, SnapshotError::Version(2), SnapshotError::Profile, SnapshotError::Damaged]
            .map(|error| error.code().number());
    assert_eq!(codes, [141, 142, 143, 144]);
}
