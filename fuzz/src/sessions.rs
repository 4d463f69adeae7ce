//! Sessions of the null profile, and messages for them.
//!
//! Their SessionId is all zeros, because that is what is drawn.

use std::collections::BTreeMap;
use std::sync::Mutex;

use emis_core::codec::Decode;
use emis_core::crypto::Secret;
use emis_core::handshake::{Application, Handshake, RelationshipKey, ServerHandshake, SessionOptions, Terms};
use emis_core::messages::{Allowed, Operation, OperationDescriptor, SessionKind};
use emis_core::profile::{Profile, SoftwareKeys, Version};
use emis_core::session::{RequestError, ServerCall, ServerSession, Session, receive};
use emis_core::time::Time;
use emis_core::types::{ApplicationId, OdsCode, PatientRelationshipId, PatientRelationshipKey, Relationship};

use crate::null::{Null, Zeros};

pub(crate) const NOW: Time = Time::from_millis(0);
pub(crate) const APPLICATION: &str = "5f0c9a1e-3b72-4d68-9e45-0a7d1c2b8f36";
const SOAP: &str = "http://www.w3.org/2003/05/soap-envelope";

pub(crate) fn application() -> Application<SoftwareKeys<Null>> {
    application_of()
}

fn application_of<P: Profile>() -> Application<SoftwareKeys<P>> {
    Application {
        id: ApplicationId::parse(APPLICATION).unwrap(),
        keys: SoftwareKeys::from_validation_keys(Secret::zero(), Secret::zero()),
    }
}

pub(crate) fn relationship() -> Relationship {
    Relationship {
        id: PatientRelationshipId::parse("1").unwrap(),
        key: PatientRelationshipKey::parse("0123456789abcdef").unwrap(),
    }
}

pub(crate) fn terms() -> Terms {
    Terms {
        iterations: 1000,
        idle_timeout_seconds: 1200,
        first_call_seconds: 300,
        practice_version: Version::V2_1,
    }
}

/// The schema version that a byte picks, but none that is too early.
pub(crate) fn version(byte: u8, since: Version) -> Version {
    Null::VERSIONS[usize::from(byte) % Null::VERSIONS.len()].max(since)
}

/// The kind of session that an operation is called in.
pub(crate) fn kind(info: &OperationDescriptor) -> SessionKind {
    if info.allowed == Allowed::Application { SessionKind::Application } else { SessionKind::Patient }
}

/// Both ends of a session in front of its first call.
pub(crate) fn pair(kind: SessionKind, version: Version) -> (Session<Null>, ServerSession<Null>) {
    pair_of(kind, version)
}

/// The same of another profile.
pub(crate) fn pair_of<P: Profile>(kind: SessionKind, version: Version) -> (Session<P>, ServerSession<P>) {
    let (application, relationship) = (application_of::<P>(), relationship());
    let mut begin = SessionOptions::pinned(OdsCode::parse("A81001").unwrap(), version);
    if kind == SessionKind::Patient {
        begin = begin.for_patient(&relationship);
    }
    let handshake = Handshake::<_, P>::start(&application, begin, &mut Zeros, NOW).unwrap();
    let (mut request, mut reply) = ([0; 2048], [0; 2048]);
    let length = handshake.write(&mut request).unwrap();
    let received = receive::<P>(&request[..length]).unwrap();
    let verified = ServerHandshake::<P>::read(&received).unwrap().verify(&application.keys).unwrap();
    let (pending, length) = verified.accept(&terms(), &application.keys, &mut Zeros, &mut reply).unwrap();
    let key = match kind {
        SessionKind::Patient => RelationshipKey::Known(&relationship.key),
        SessionKind::Application => RelationshipKey::Application,
    };
    (handshake.read(&reply[..length]).unwrap().finish(), pending.stretch(&key).unwrap())
}

/// A session's first message around a Body.
pub(crate) fn wrapped(body: &[u8]) -> Vec<u8> {
    let head = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><s:Envelope xmlns:s=\"{SOAP}\"><s:Header><Session \
         xmlns=\"urn:emis-ps:1\"><SessionId>{}</SessionId><Sequence>1</Sequence><SessionHash>{}=</SessionHash>\
         </Session></s:Header><s:Body>",
        "0".repeat(32),
        "A".repeat(43),
    );
    [head.as_bytes(), body, b"</s:Body></s:Envelope>"].concat()
}

/// A message outside a session around a Body, with the application's Header or without one.
pub(crate) fn wrapped_outside(body: &[u8], request: bool) -> Vec<u8> {
    let header = if request {
        format!(
            "<s:Header><Application xmlns=\"urn:emis-ps:1\"><ApplicationId>{APPLICATION}</ApplicationId>\
             </Application></s:Header>"
        )
    } else {
        String::new()
    };
    let head = format!("<s:Envelope xmlns:s=\"{SOAP}\">{header}<s:Body>");
    [head.as_bytes(), body, b"</s:Body></s:Envelope>"].concat()
}

/// The shortest request, as a message. There is one for each operation, and it is kept for ever.
pub(crate) fn least(info: &OperationDescriptor, fields: &str) -> &'static [u8] {
    static KEPT: Mutex<BTreeMap<&'static str, &'static [u8]>> = Mutex::new(BTreeMap::new());
    let make = || -> &'static [u8] {
        wrapped(format!("<{0} xmlns=\"urn:emis-ps:1\">{fields}</{0}>", info.name).as_bytes()).leak()
    };
    KEPT.lock().expect("one thread").entry(info.name).or_insert_with(make)
}

/// Writes into a buffer that is exactly long enough, and sees that a shorter one is refused and says so exactly.
pub(crate) fn exact<T>(mut write: impl FnMut(&mut [u8]) -> Result<(usize, T), usize>) -> (Vec<u8>, T) {
    let needed = match write(&mut []) {
        Err(needed) => needed,
        Ok(_) => panic!("a message of no bytes"),
    };
    let mut out = vec![0; needed];
    let short = needed - 1;
    assert_eq!(write(&mut out[..short]).err(), Some(needed), "a buffer that is too short by one byte");
    let (length, rest) = write(&mut out).unwrap_or_else(|more| panic!("{needed} bytes, then {more}"));
    assert_eq!(length, needed);
    (out, rest)
}

/// A response or a fault, written.
pub(crate) fn respond<O: Operation>(call: &ServerCall<Null>, response: &O::Response<'_>) -> Vec<u8> {
    exact(|out| call.respond::<O>(response, out).map_err(|error| error.needed)).0
}

/// A request, written; `None` if the session does not have the operation.
pub(crate) fn request<O: Operation>(session: &mut Session<Null>, request: &O) -> Option<Vec<u8>> {
    match session.call(request, &mut [], NOW) {
        Err(RequestError::Buffer(_)) => {}
        Err(RequestError::NotAllowedInSession { .. }) => return None,
        other => panic!("{other:?}"),
    }
    let write = |out: &mut [u8]| match session.call(request, out, NOW) {
        Err(RequestError::Buffer(error)) => Err(error.needed),
        Err(other) => panic!("{other}"),
        Ok(call) => {
            let length = call.bytes().len();
            call.not_sent();
            Ok((length, ()))
        }
    };
    Some(exact(write).0)
}

/// A request read from its message by a session in front of its first call.
pub(crate) fn accepted<'m, O: Operation + Decode<'m>>(
    server: &mut ServerSession<Null>,
    message: &'m [u8],
) -> (ServerCall<Null>, O) {
    let received = receive::<Null>(message).unwrap();
    assert_eq!(received.operation().map(|info| info.name), Some(O::DESCRIPTOR.name));
    let call = server.accept(&received).unwrap();
    let request = call.read::<O>(&received).unwrap();
    (call, request)
}
