//! What the tests of the core share: both ends, randomness that repeats, documents, and profiles for tests.
//!
//! Validation keys are given and iterations few, so that a handshake costs a test next to nothing. `network` has the
//! faulty network.
#![allow(dead_code, missing_docs, unreachable_pub, missing_debug_implementations)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on stops
#![allow(clippy::format_collect)] // tables

pub mod backend;
pub mod by_table;
pub mod catalogue;
pub mod driven;
#[cfg(feature = "serde")]
pub mod ends;
pub mod fields;
pub mod kept;
pub mod made;
pub mod network;
pub mod schedule;
pub mod tree;

use emis_core::crypto::Secret;
use emis_core::handshake::{
    Application, Handshake, PendingSession, RelationshipKey, ServerHandshake, SessionOptions, Terms,
};
use emis_core::profile::{Labels, OpenProfile, Profile, SoftwareKeys, Version};
use emis_core::random::{Random, RandomError};
use emis_core::session::{Request, ServerSession, Session, receive};
use emis_core::time::Time;
use emis_core::types::{
    ApplicationId, OdsCode, PatientRelationshipId, PatientRelationshipKey, Relationship, SessionId,
};

pub const APPLICATION: &str = "00000000-0000-4000-8000-000000000001";
pub const ODS: &str = "A81001";
pub const SOAP: &str = "http://www.w3.org/2003/05/soap-envelope";

/// Randomness that repeats itself for the same seed (SplitMix64).
#[derive(Clone, Debug)]
pub struct Seeded(pub u64);

impl Seeded {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound`.
    #[allow(clippy::cast_possible_truncation)]
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }
}

impl Random for Seeded {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomError> {
        for chunk in out.chunks_mut(8) {
            let bytes = self.next().to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        Ok(())
    }
}

/// The open profile without a curve and with every link of the chain zero: whatever Body one writes, it verifies.
#[derive(Debug)]
pub struct Null;

impl Profile for Null {
    type Crypto = backend::NoCurve;
    const LABELS: Labels = OpenProfile::LABELS;

    fn link_finish(_: &[u8; 32], _: &[u8; 32]) -> [u8; 32] {
        [0; 32]
    }
}

/// The open profile without a curve: a handshake costs next to nothing, and the chain is the real one.
#[derive(Debug)]
pub struct Quick;

impl Profile for Quick {
    type Crypto = backend::NoCurve;
    const LABELS: Labels = OpenProfile::LABELS;
}

/// The SessionHash of every message of [`Null`].
pub const NULL_HASH: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

pub fn time(millis: u64) -> Time {
    Time::from_millis(millis)
}

pub fn ods() -> OdsCode {
    OdsCode::parse(ODS).unwrap()
}

pub fn application<P: Profile>() -> Application<SoftwareKeys<P>> {
    Application { id: ApplicationId::parse(APPLICATION).unwrap(), keys: keys() }
}

pub fn keys<P: Profile>() -> SoftwareKeys<P> {
    SoftwareKeys::from_validation_keys(Secret::new([0xC1; 32]), Secret::new([0x5E; 32]))
}

pub fn relationship() -> Relationship {
    Relationship {
        id: PatientRelationshipId::parse("Relationship-1").unwrap(),
        key: PatientRelationshipKey::parse("0123456789abcdefghijklmnop").unwrap(),
    }
}

/// What a server that knows the relationship stretches with.
pub fn key_of(relationship: Option<&Relationship>) -> RelationshipKey<'_> {
    relationship.map_or(RelationshipKey::Application, |known| RelationshipKey::Known(&known.key))
}

pub const TERMS: Terms = Terms {
    iterations: 1000,
    idle_timeout_seconds: 1200,
    first_call_seconds: 300,
    practice_version: Version::V2_1,
};

/// The two messages of a handshake and what it left on both sides.
pub struct Begun<P: Profile> {
    pub client: Session<P>,
    pub server: ServerSession<P>,
    pub pending: PendingSession<P>,
    pub hello: Vec<u8>,
    pub reply: Vec<u8>,
}

/// A whole handshake at time 0.
pub fn begin<P: Profile>(version: Version, relationship: Option<&Relationship>, seed: u64) -> Begun<P> {
    begin_with(version, relationship, None, seed)
}

/// The same of a session that replaces another.
pub fn begin_with<P: Profile>(
    version: Version,
    relationship: Option<&Relationship>,
    replaces: Option<SessionId>,
    seed: u64,
) -> Begun<P> {
    let application = application::<P>();
    let mut begin = SessionOptions::pinned(ods(), version).with_iteration_policy(1..=100_000);
    if let Some(relationship) = relationship {
        begin = begin.for_patient(relationship);
    }
    if let Some(session) = replaces {
        begin = begin.replacing(session);
    }
    let mut random = Seeded(seed);
    let handshake = Handshake::<_, P>::start(&application, begin, &mut random, time(0)).unwrap();
    let mut out = vec![0; 4096];
    let n = handshake.write(&mut out).unwrap();
    out.truncate(n);
    let request = receive::<P>(kept::of::<P>(&out)).unwrap();
    let verified = ServerHandshake::<P>::read(&request).unwrap().verify(&application.keys).unwrap();
    let mut reply = vec![0; 4096];
    let terms = Terms { iterations: 2, ..TERMS };
    let (pending, n) = verified.accept(&terms, &application.keys, &mut random, &mut reply).unwrap();
    reply.truncate(n);
    kept::of::<P>(&reply);
    let client = handshake.read(&reply).unwrap().finish();
    let server = pending.stretch(&key_of(relationship)).unwrap();
    Begun { client, server, pending, hello: out, reply }
}

pub fn patient<P: Profile>(version: Version) -> Begun<P> {
    begin(version, Some(&relationship()), 1)
}

/// An envelope around a Body's bytes.
pub fn envelope(header: &str, body: &str) -> String {
    format!("<s:Envelope xmlns:s=\"{SOAP}\">{header}<s:Body>{body}</s:Body></s:Envelope>")
}

/// A message of a session of [`Null`].
pub fn in_session(session_id: &str, sequence: u32, body: &str) -> String {
    let block = format!(
        "<s:Header><Session xmlns=\"urn:emis-ps:1\"><SessionId>{session_id}</SessionId><Sequence>{sequence}</Sequence>\
         <SessionHash>{NULL_HASH}</SessionHash></Session></s:Header>"
    );
    envelope(&block, body)
}

/// The 32 digits of a session's name.
pub fn id_text<P: Profile>(session: &Session<P>) -> String {
    String::from_utf8(session.id().text().to_vec()).unwrap()
}

/// The bytes strictly between the Body's tags of a message of ours.
pub fn body(message: &[u8]) -> &str {
    let text = core::str::from_utf8(message).unwrap();
    let start = text.find("<s:Body>").unwrap() + 8;
    &text[start..text.rfind("</s:Body>").unwrap()]
}

/// Takes a message apart as a server would.
pub fn received<P: Profile>(message: &[u8]) -> Request<'_> {
    receive::<P>(message).unwrap()
}
