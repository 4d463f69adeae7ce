//! Another profile and another backend: nothing of the open one is hard-coded, and a session of the other works.

use crate::common::backend::{COUNTS, Plain};
use crate::common::{Begun, Seeded, TERMS, application, begin, body, envelope, ods, relationship, time};
use emis_core::crypto::RustCrypto;
use emis_core::fault::{Fault, FaultCode};
use emis_core::handshake::{Handshake, HandshakeError, RelationshipKey, ServerHandshake, SessionOptions};
use emis_core::messages::appointments::{BookAppointment, BookAppointmentResponse};
use emis_core::messages::practice::GetClinicalVersionInformation;
use emis_core::messages::session::{EndSession, EndSessionResponse};
use emis_core::profile::{Labels, OpenProfile, Profile, SoftwareKeys, Version};
use emis_core::session::{Outcome, fault_reply, receive, sessionless_call};
use emis_core::types::{ApplicationId, Guid};

/// Everything is different.
#[derive(Debug)]
struct Other;

impl Profile for Other {
    type Crypto = Plain;
    const NAME: &'static str = "other/9";
    const NAMESPACE: &'static str = "http://example.org/other";
    const LABELS: Labels = Labels {
        client_validation: "A",
        server_validation: "B",
        begin_session: "C",
        client_hello: "D",
        begin_session_response: "E",
        client_agreement: "F",
        server_agreement: "G",
        server_proof: "H",
        session_secret: "I",
        request_key: "J",
        response_key: "K",
        session_hash: "L",
        next_relationship_key: "M",
    };
    const VALIDATION_ITERATIONS: u32 = 3;
    const ITERATION_POLICY: core::ops::RangeInclusive<u32> = 2..=2;
}

macro_rules! profile {
    ($name:ident, $crypto:ty, $labels:expr, $profile:expr, $namespace:expr) => {
        #[derive(Debug)]
        struct $name;
        impl Profile for $name {
            type Crypto = $crypto;
            const LABELS: Labels = $labels;
            const NAME: &'static str = $profile;
            const NAMESPACE: &'static str = $namespace;
        }
    };
}

profile!(OtherName, RustCrypto, OpenProfile::LABELS, "emis-ps/2", OpenProfile::NAMESPACE);
profile!(OtherNamespace, RustCrypto, OpenProfile::LABELS, OpenProfile::NAME, "urn:emis-ps:2");
profile!(OtherBackend, Plain, OpenProfile::LABELS, OpenProfile::NAME, OpenProfile::NAMESPACE);
profile!(
    OtherHello,
    RustCrypto,
    Labels { client_hello: "x", ..OpenProfile::LABELS },
    OpenProfile::NAME,
    OpenProfile::NAMESPACE
);
profile!(
    OtherBegin,
    RustCrypto,
    Labels { begin_session: "x", ..OpenProfile::LABELS },
    OpenProfile::NAME,
    OpenProfile::NAMESPACE
);
profile!(
    OtherResponse,
    RustCrypto,
    Labels { begin_session_response: "x", ..OpenProfile::LABELS },
    OpenProfile::NAME,
    OpenProfile::NAMESPACE
);
profile!(
    OtherClientAgreement,
    RustCrypto,
    Labels { client_agreement: "x", ..OpenProfile::LABELS },
    OpenProfile::NAME,
    OpenProfile::NAMESPACE
);
profile!(
    OtherServerAgreement,
    RustCrypto,
    Labels { server_agreement: "x", ..OpenProfile::LABELS },
    OpenProfile::NAME,
    OpenProfile::NAMESPACE
);
profile!(
    OtherProof,
    RustCrypto,
    Labels { server_proof: "x", ..OpenProfile::LABELS },
    OpenProfile::NAME,
    OpenProfile::NAMESPACE
);
profile!(
    OtherSecret,
    RustCrypto,
    Labels { session_secret: "x", ..OpenProfile::LABELS },
    OpenProfile::NAME,
    OpenProfile::NAMESPACE
);
profile!(
    OtherRequestKey,
    RustCrypto,
    Labels { request_key: "x", ..OpenProfile::LABELS },
    OpenProfile::NAME,
    OpenProfile::NAMESPACE
);
profile!(
    OtherHash,
    RustCrypto,
    Labels { session_hash: "x", ..OpenProfile::LABELS },
    OpenProfile::NAME,
    OpenProfile::NAMESPACE
);
profile!(
    OtherResponseKey,
    RustCrypto,
    Labels { response_key: "x", ..OpenProfile::LABELS },
    OpenProfile::NAME,
    OpenProfile::NAMESPACE
);

/// A booking, a refusal and the end, in one session.
fn works<P: Profile>(begun: &mut Begun<P>) -> Vec<Vec<u8>> {
    let (mut out, mut reply) = ([0; 4096], [0; 4096]);
    let mut messages = Vec::new();
    let book = BookAppointment { slot_id: 7, booking_reason: None, telephone: None };
    for refuse in [false, true] {
        let call = begun.client.call(&book, &mut out, time(0)).unwrap();
        messages.push(call.bytes().to_vec());
        let request = receive::<P>(call.bytes()).unwrap();
        assert_eq!(request.operation().unwrap().name, "BookAppointment");
        let carried = begun.server.accept(&request).unwrap();
        assert_eq!(carried.read::<BookAppointment<'_>>(&request).unwrap().slot_id, 7);
        let (n, replied) = if refuse {
            carried
                .refuse(&Fault::new(FaultCode::SlotUnavailable, Guid::from_bytes([1; 16])), &mut reply)
                .unwrap()
        } else {
            carried
                .respond::<BookAppointment<'_>>(&BookAppointmentResponse { slot_id: 7 }, &mut reply)
                .unwrap()
        };
        begun.server.complete(replied);
        messages.push(reply[..n].to_vec());
        match call.read(&reply[..n]) {
            Ok(response) => assert!(!refuse && response.slot_id == 7),
            Err(error) => assert!(refuse && error.outcome() == Outcome::NotCarriedOut),
        }
    }
    let call = begun.client.call(&EndSession {}, &mut out, time(0)).unwrap();
    messages.push(call.bytes().to_vec());
    let carried = begun.server.accept(&receive::<P>(call.bytes()).unwrap()).unwrap();
    let (n, _) = carried.respond::<EndSession>(&EndSessionResponse {}, &mut reply).unwrap();
    messages.push(reply[..n].to_vec());
    call.read(&reply[..n]).unwrap();
    messages
}

#[test]
fn another_profile_works_with_itself_and_says_nothing_of_the_open_one() {
    COUNTS.with(|counts| counts.set([0; 5]));
    let relationship = relationship();
    for patient in [Some(&relationship), None] {
        let mut begun = begin::<Other>(Version::V2_1, patient, 1);
        let mut messages = vec![begun.hello.clone(), begun.reply.clone()];
        if patient.is_some() {
            messages.extend(works(&mut begun));
        }
        let mut out = [0; 1024];
        let n = sessionless_call::<_, Other>(
            &application::<Other>().id,
            &GetClinicalVersionInformation { ods_code: ods() },
            &mut out,
        )
        .unwrap();
        messages.push(out[..n].to_vec());
        let n =
            fault_reply::<Other>(&Fault::new(FaultCode::InternalError, Guid::from_bytes([0; 16])), &mut out)
                .unwrap();
        messages.push(out[..n].to_vec());
        for message in &messages {
            let text = core::str::from_utf8(message).unwrap();
            assert!(text.contains("http://example.org/other"), "{text}");
            assert!(!text.contains("emis-ps"), "{text}");
        }
    }
    // The other backend did all of the work.
    let counts = COUNTS.with(core::cell::Cell::get);
    assert!(counts.iter().all(|n| *n > 0), "{counts:?}");
    assert_eq!((counts[2], counts[3]), (4, 4), "a key pair and an agreement a side and session");
    let id = ApplicationId::parse(crate::common::APPLICATION).unwrap();
    let keys = SoftwareKeys::<Other>::derive(&[1; 16], &[2; 16], &id).unwrap();
    let salt = crate::common::schedule::t(&[b"A", crate::common::APPLICATION.as_bytes()]);
    assert_eq!(keys.client_validation_key().expose(), &crate::common::schedule::pbkdf2(&[1; 16], &salt, 3));
}

/// What the open profile's server says to this profile's BeginSession.
fn open_server_says<P: Profile>() -> Result<(), FaultCode<'static>> {
    let begun = begin::<P>(Version::V2_1, None, 1);
    let request = receive::<OpenProfile>(&begun.hello).unwrap();
    let keys = crate::common::keys::<OpenProfile>();
    ServerHandshake::<OpenProfile>::read(&request)?.verify(&keys).map(|_| ())
}

#[test]
fn another_profile_fails_at_the_first_check() {
    assert_eq!(open_server_says::<OtherName>(), Err(FaultCode::ProfileNotSupported));
    assert_eq!(open_server_says::<OtherHello>(), Err(FaultCode::ValidationFailed));
    assert_eq!(open_server_says::<OtherBegin>(), Err(FaultCode::ValidationFailed));
    assert_eq!(open_server_says::<OtherBackend>(), Ok(()), "a backend is no profile");
    // Of another namespace it is no operation that is known.
    for hello in
        [begin::<OtherNamespace>(Version::V2_1, None, 1).hello, begin::<Other>(Version::V2_1, None, 1).hello]
    {
        assert!(receive::<OpenProfile>(&hello).unwrap().operation().is_none());
    }
}

/// A client of the open profile with a server of this one; where it ends.
fn with_open_client<P: Profile>() -> Result<bool, HandshakeError> {
    let open = application::<OpenProfile>();
    let relationship = relationship();
    let begin = SessionOptions::negotiated(ods(), Version::V2_1).for_patient(&relationship);
    let handshake: Handshake<'_, _> = Handshake::start(&open, begin, &mut Seeded(5), time(0)).unwrap();
    let (mut hello, mut reply, mut out) = ([0; 2048], [0; 2048], [0; 2048]);
    let n = handshake.write(&mut hello).unwrap();
    let request = receive::<P>(&hello[..n]).unwrap();
    let keys = crate::common::keys::<P>();
    let verified = ServerHandshake::<P>::read(&request).unwrap().verify(&keys).unwrap();
    let (pending, n) = verified.accept(&TERMS, &keys, &mut Seeded(6), &mut reply).unwrap();
    let mut client = handshake.read(&reply[..n])?.finish();
    let mut server = pending.stretch(&RelationshipKey::Known(&relationship.key)).unwrap();
    let call = client.call(&EndSession {}, &mut out, time(0)).unwrap();
    let Ok(carried) = server.accept(&receive::<P>(call.bytes()).unwrap()) else { return Ok(false) };
    let n = carried.respond::<EndSession>(&EndSessionResponse {}, &mut reply).unwrap().0;
    Ok(call.read(&reply[..n]).is_ok())
}

// MF-4, KS-1
#[test]
fn every_label_counts_and_backends_meet() {
    assert_eq!(with_open_client::<OpenProfile>(), Ok(true));
    assert_eq!(with_open_client::<OtherBackend>(), Ok(true));
    assert_eq!(with_open_client::<OtherResponse>(), Err(HandshakeError::Validation));
    assert_eq!(with_open_client::<OtherClientAgreement>(), Err(HandshakeError::Validation));
    assert_eq!(with_open_client::<OtherServerAgreement>(), Err(HandshakeError::Validation));
    assert_eq!(with_open_client::<OtherProof>(), Err(HandshakeError::Validation));
    assert_eq!(with_open_client::<OtherSecret>(), Ok(false));
    assert_eq!(with_open_client::<OtherRequestKey>(), Ok(false));
    assert_eq!(with_open_client::<OtherHash>(), Ok(false));
    assert_eq!(with_open_client::<OtherResponseKey>(), Ok(false));
}

#[test]
fn a_namespace_is_compared_whole() {
    let begun = begin::<OtherNamespace>(Version::V2_1, None, 1);
    let said = body(&begun.hello).replace("urn:emis-ps:2", "urn:emis-ps:22");
    let message = envelope("", &said);
    assert!(receive::<OtherNamespace>(message.as_bytes()).unwrap().operation().is_none());
}
