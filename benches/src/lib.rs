//! Both ends of a session in one thread, ready to be measured, and a way to compare two things fairly.
//!
//! Absolute times drift on shared machines; the ratio of two things measured in turn does not.

use core::time::Duration;
use std::time::Instant;

use emis_core::handshake::{Application, Handshake, RelationshipKey, ServerHandshake, SessionOptions, Terms};
use emis_core::profile::{OpenProfile, SoftwareKeys, Version};
use emis_core::session::{ServerSession, Session, receive};
use emis_core::time::Time;
use emis_core::types::{ApplicationId, OdsCode, PatientRelationshipId, PatientRelationshipKey, Relationship};

/// The iterations of a patient session.
pub const ITERATIONS: u32 = 10_000;

pub use emis_visit::Guessable;

/// An application with its keys.
///
/// # Panics
/// Never: its values are valid.
#[must_use]
#[allow(clippy::expect_used)]
pub fn application() -> Application<SoftwareKeys> {
    let id = ApplicationId::parse("00000000-0000-4000-8000-000000000001").expect("valid");
    Application { id, keys: SoftwareKeys::derive(&[1; 16], &[2; 32], &id).expect("valid") }
}

/// A relationship.
///
/// # Panics
/// Never: its values are valid.
#[must_use]
#[allow(clippy::expect_used)]
pub fn relationship() -> Relationship {
    Relationship {
        id: PatientRelationshipId::parse("3f0c2d3e-8a55-4a39-9f0e-1f2d3c4b5a69").expect("valid"),
        key: PatientRelationshipKey::parse("0123456789abcdef0123456789abcdef").expect("valid"),
    }
}

/// The options of a patient session.
///
/// # Panics
/// Never: its values are valid.
#[must_use]
#[allow(clippy::expect_used)]
pub fn begin(relationship: &Relationship) -> SessionOptions<'_> {
    SessionOptions::negotiated(OdsCode::parse("A81001").expect("valid"), Version::V2_1)
        .for_patient(relationship)
}

/// The server's reply to a BeginSession, and the server's half of the session if `stretch`.
///
/// # Panics
/// If the message is not one of ours.
#[must_use]
#[allow(clippy::expect_used)]
pub fn accept(message: &[u8], application: &Application<SoftwareKeys>) -> (Vec<u8>, ServerSession) {
    let request = receive::<OpenProfile>(message).expect("well-formed");
    let handshake = ServerHandshake::<OpenProfile>::read(&request).expect("exact");
    let verified = handshake.verify(&application.keys).expect("valid");
    let terms = Terms {
        iterations: ITERATIONS,
        idle_timeout_seconds: 1200,
        first_call_seconds: 300,
        practice_version: Version::V2_1,
    };
    let mut reply = vec![0; 4096];
    let (pending, length) =
        verified.accept(&terms, &application.keys, &mut Guessable(9), &mut reply).expect("acceptable");
    reply.truncate(length);
    (reply, pending.stretch(&RelationshipKey::Known(&relationship().key)).expect("a patient's"))
}

/// A session, both halves.
///
/// # Panics
/// Never: both ends are ours.
#[must_use]
#[allow(clippy::expect_used)]
pub fn session() -> (Session, ServerSession) {
    let (application, relationship) = (application(), relationship());
    let handshake: Handshake<'_, _> =
        Handshake::start(&application, begin(&relationship), &mut Guessable(1), Time::from_millis(0))
            .expect("valid");
    let mut out = [0; 4096];
    let length = handshake.write(&mut out).expect("long enough");
    let (reply, server) = accept(&out[..length], &application);
    (handshake.read(&reply).expect("valid").finish(), server)
}

/// Medians of how long one run of each takes, and of the ratio of the second to the first, run in turn.
#[derive(Debug)]
pub struct Pair {
    /// The first, in nanoseconds.
    pub first: f64,
    /// The second, in nanoseconds.
    pub second: f64,
    /// Second to first.
    pub ratio: f64,
}

/// Measures two things in turn, `runs` at a time, `rounds` times. Each round creates its input again, which is not
/// measured; each run gets its number.
pub fn in_turn<A, B>(
    rounds: usize,
    runs: usize,
    mut make_first: impl FnMut() -> A,
    mut first: impl FnMut(&mut A, usize),
    mut make_second: impl FnMut() -> B,
    mut second: impl FnMut(&mut B, usize),
) -> Pair {
    let mut samples = Vec::new();
    for _ in 0..rounds {
        let (mut a, mut b) = (make_first(), make_second());
        let start = Instant::now();
        (0..runs).for_each(|i| first(&mut a, i));
        let first = per_run(start.elapsed(), runs);
        let start = Instant::now();
        (0..runs).for_each(|i| second(&mut b, i));
        samples.push((first, per_run(start.elapsed(), runs)));
    }
    let median = |of: fn(&(f64, f64)) -> f64| {
        let mut values: Vec<f64> = samples.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
    };
    Pair { first: median(|s| s.0), second: median(|s| s.1), ratio: median(|s| s.1 / s.0) }
}

#[allow(clippy::cast_precision_loss)]
fn per_run(elapsed: Duration, runs: usize) -> f64 {
    elapsed.as_secs_f64() * 1e9 / runs as f64
}
