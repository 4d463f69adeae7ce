//! Both ends of a session whose links are all zero, so that any Body can be put into its messages.

use emis_core::crypto::{RustCrypto, Secret};
use emis_core::handshake::{Application, Handshake, RelationshipKey, ServerHandshake, SessionOptions, Terms};
use emis_core::profile::{Labels, OpenProfile, Profile, SoftwareKeys, Version};
use emis_core::random::{Random, RandomError};
use emis_core::session::{ServerSession, Session, receive};
use emis_core::time::Time;
use emis_core::types::{ApplicationId, OdsCode, PatientRelationshipId, PatientRelationshipKey, Relationship};

pub(crate) struct Null;

impl Profile for Null {
    type Crypto = RustCrypto;
    const LABELS: Labels = OpenProfile::LABELS;

    fn link_finish(_: &[u8; 32], _: &[u8; 32]) -> [u8; 32] {
        [0; 32]
    }
}

struct Sevens;

impl Random for Sevens {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomError> {
        out.fill(7);
        Ok(())
    }
}

pub(crate) struct Begun<P: Profile> {
    pub(crate) client: Session<P>,
    pub(crate) server: ServerSession<P>,
}

pub(crate) fn time(millis: u64) -> Time {
    Time::from_millis(millis)
}

pub(crate) fn relationship() -> Relationship {
    Relationship {
        id: PatientRelationshipId::parse("Relationship-1").unwrap(),
        key: PatientRelationshipKey::parse("0123456789abcdefghijklmnop").unwrap(),
    }
}

pub(crate) fn begin<P: Profile>(version: Version, relationship: Option<&Relationship>, _: u64) -> Begun<P> {
    let id = ApplicationId::parse("00000000-0000-4000-8000-000000000001").unwrap();
    let keys = SoftwareKeys::<P>::from_validation_keys(Secret::zero(), Secret::zero());
    let application = Application { id, keys };
    let mut begin =
        SessionOptions::pinned(OdsCode::parse("A81001").unwrap(), version).with_iteration_policy(1..=2);
    if let Some(relationship) = relationship {
        begin = begin.for_patient(relationship);
    }
    let handshake = Handshake::<_, P>::start(&application, begin, &mut Sevens, time(0)).unwrap();
    let (mut hello, mut reply) = ([0; 2048], [0; 2048]);
    let length = handshake.write(&mut hello).unwrap();
    let received = receive::<P>(&hello[..length]).unwrap();
    let verified = ServerHandshake::<P>::read(&received).unwrap().verify(&application.keys).unwrap();
    let terms = Terms {
        iterations: 1,
        idle_timeout_seconds: 1200,
        first_call_seconds: 300,
        practice_version: Version::V2_1,
    };
    let (pending, length) = verified.accept(&terms, &application.keys, &mut Sevens, &mut reply).unwrap();
    let client = handshake.read(&reply[..length]).unwrap().finish();
    let key = relationship.map_or(RelationshipKey::Application, |r| RelationshipKey::Known(&r.key));
    Begun { client, server: pending.stretch(&key).unwrap() }
}

pub(crate) fn id_text<P: Profile>(session: &Session<P>) -> String {
    String::from_utf8(session.id().text().to_vec()).unwrap()
}

pub(crate) fn in_session(session_id: &str, sequence: u32, body: &str) -> String {
    format!(
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header><Session \
         xmlns=\"urn:emis-ps:1\"><SessionId>{session_id}</SessionId><Sequence>{sequence}</Sequence>\
         <SessionHash>{}=</SessionHash></Session></s:Header><s:Body>{body}</s:Body></s:Envelope>",
        "A".repeat(43)
    )
}

pub(crate) fn body(message: &[u8]) -> &str {
    let text = core::str::from_utf8(message).unwrap();
    let start = text.find("<s:Body>").unwrap() + 8;
    &text[start..text.rfind("</s:Body>").unwrap()]
}
