//! The handshake's values computed once more, from the page and the messages' bytes alone.

use crate::common::kept::kept;
use crate::common::schedule::{agree, client_validation, derive, element, link, pbkdf2, t, unbase64};
use crate::common::{
    APPLICATION, Seeded, application, body, id_text, key_of, ods, received, relationship, time,
};
use emis_core::fault::{Fault, FaultCode};
use emis_core::handshake::{Handshake, ServerHandshake, SessionOptions, Terms};
use emis_core::messages::appointments::{CancelAppointment, CancelAppointmentResponse};
use emis_core::messages::practice::{GetPracticeSettings, GetUserOptions};
use emis_core::profile::{OpenProfile, SoftwareKeys, Version};
use emis_core::random::{Random, RandomError};
use emis_core::session::Call;
use emis_core::types::{ApplicationId, Guid, SessionId};

/// Remembers what it gave.
struct Recording(Seeded, Vec<Vec<u8>>);

impl Random for Recording {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomError> {
        self.0.fill(out)?;
        self.1.push(out.to_vec());
        Ok(())
    }
}

const V_C: [u8; 32] = [0xC1; 32];
const V_S: [u8; 32] = [0x5E; 32];

// PS-1, KS-1
#[test]
fn validation_keys_are_derived_once_from_the_pre_shared_keys() {
    let id = ApplicationId::parse(APPLICATION).unwrap();
    let keys: SoftwareKeys = SoftwareKeys::derive(&[1; 16], &[2; 128], &id).unwrap();
    let salt = |label: &[u8]| t(&[label, APPLICATION.as_bytes()]);
    let v_c = pbkdf2(&[1; 16], &salt(b"emis-ps/1 client validation"), 10_000);
    let v_s = pbkdf2(&[2; 128], &salt(b"emis-ps/1 server validation"), 10_000);
    assert_eq!(keys.client_validation_key().expose(), &v_c);
    assert_eq!(keys.server_validation_key().expose(), &v_s);
    for (client, server) in [(15, 16), (129, 16), (16, 15), (16, 129), (0, 16)] {
        assert!(SoftwareKeys::<OpenProfile>::derive(&vec![1; client], &vec![1; server], &id).is_err());
    }
}

fn whole_session(patient: bool, replaces: Option<&str>) {
    let application = application::<OpenProfile>();
    let relationship = relationship();
    let mut begin = SessionOptions::pinned(ods(), Version::V1_1);
    if patient {
        begin = begin.for_patient(&relationship);
    }
    if let Some(id) = replaces {
        begin = begin.replacing(SessionId::parse(id).unwrap());
    }
    let mut random = Recording(Seeded(7), Vec::new());
    let handshake: Handshake<'_, _> = Handshake::start(&application, begin, &mut random, time(0)).unwrap();
    let mut hello = [0; 2048];
    let n = handshake.write(&mut hello).unwrap();
    let hello = &hello[..n];
    let said = body(hello);
    let [nonce, scalar] = &random.1[..] else { panic!("a nonce and a scalar are drawn") };
    assert_eq!(unbase64(element(said, "ClientNonce")), *nonce);
    let scalar: [u8; 32] = scalar[..].try_into().unwrap();
    assert_eq!(unbase64(element(said, "ClientPublicKey")), crate::common::schedule::public_key(&scalar));
    assert_eq!(unbase64(element(said, "ClientValidation")), client_validation(&V_C, said));
    assert_eq!(element(said, "ReplacesSessionId"), replaces.unwrap_or(""));

    let request = received::<OpenProfile>(hello);
    let verified = ServerHandshake::<OpenProfile>::read(&request).unwrap().verify(&application.keys).unwrap();
    let terms = Terms {
        iterations: 1234,
        idle_timeout_seconds: 86_400,
        first_call_seconds: 1,
        practice_version: Version::V1_1,
    };
    let mut random = Recording(Seeded(8), Vec::new());
    let mut reply = [0; 2048];
    let (pending, n) = verified.accept(&terms, &application.keys, &mut random, &mut reply).unwrap();
    assert_eq!(pending.replaces().map(|id| id.text().to_vec()), replaces.map(|r| r.as_bytes().to_vec()));
    let reply = &reply[..n];
    let answered = body(reply);
    assert_eq!(element(answered, "Iterations"), if patient { "1234" } else { "1" });
    let server_public = unbase64(element(answered, "ServerPublicKey"));
    let key = if patient { relationship.key.expose() } else { &[] };
    let expected = derive(&V_C, &V_S, &agree(&scalar, &server_public), key, said, answered);
    assert_eq!(unbase64(element(answered, "ServerValidation")), expected.server_validation);

    let mut client = handshake.read(reply).unwrap().finish();
    let mut server = pending.stretch(&key_of(patient.then_some(&relationship))).unwrap();
    assert_eq!(id_text(&client), element(answered, "SessionId"));
    let digits: String = expected.next_key.iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(
        client.next_relationship_key().map(|k| k.expose_str().to_owned()),
        patient.then_some(digits.clone())
    );
    if patient {
        assert_eq!(server.next_relationship_key().unwrap().expose_str(), digits);
    }

    let (mut out, mut back) = ([0; 2048], [0; 2048]);
    let mut h = expected.hash;
    for k in 1..=3u32 {
        let header = |message: &[u8], name: &str| {
            element(core::str::from_utf8(message).unwrap().split("<s:Body>").next().unwrap(), name).to_owned()
        };
        if !patient {
            let call = client.call(&GetPracticeSettings { ods_code: ods() }, &mut out, time(0)).unwrap();
            h = link(&h, &expected.request_key, k.into(), body(call.bytes()));
            assert_eq!(unbase64(&header(call.bytes(), "SessionHash")), h);
            break;
        }
        let cancel = CancelAppointment { slot_id: k.into(), reason: None };
        // SH-34
        let refused = client.call(&cancel, &mut out, time(0)).map(Call::not_sent);
        assert_eq!(refused.is_err(), k == 1 && replaces.is_some());
        if refused.is_err() {
            let call = client.call(&GetUserOptions {}, &mut out, time(0)).unwrap();
            h = link(&h, &expected.request_key, k.into(), body(call.bytes()));
            let carried = server.accept(&received::<OpenProfile>(kept(call.bytes()))).unwrap();
            let fault = Fault::new(FaultCode::Unavailable, Guid::from_bytes([1; 16]));
            let (n, replied) = carried.refuse(&fault, &mut back).unwrap();
            server.complete(replied);
            h = link(&h, &expected.response_key, k.into(), body(&back[..n]));
            assert_eq!(unbase64(&header(&back[..n], "SessionHash")), h);
            call.read(kept(&back[..n])).unwrap_err();
            continue;
        }
        let call = client.call(&cancel, &mut out, time(0)).unwrap();
        h = link(&h, &expected.request_key, k.into(), body(call.bytes()));
        assert_eq!(unbase64(&header(call.bytes(), "SessionHash")), h);
        assert_eq!(header(call.bytes(), "Sequence"), k.to_string());
        let carried = server.accept(&received::<OpenProfile>(kept(call.bytes()))).unwrap();
        assert_eq!(carried.sequence(), k);
        let response = CancelAppointmentResponse { slot_id: k.into() };
        let (n, replied) = carried.respond::<CancelAppointment<'_>>(&response, &mut back).unwrap();
        server.complete(replied);
        h = link(&h, &expected.response_key, k.into(), body(&back[..n]));
        assert_eq!(unbase64(&header(&back[..n], "SessionHash")), h);
        call.read(kept(&back[..n])).unwrap();
    }
}

// KS-1, MF-1, PS-3
#[test]
fn a_patient_session() {
    whole_session(true, None);
}

#[test]
fn a_patient_session_that_replaces_another() {
    whole_session(true, Some("00112233445566778899aabbccddeeff"));
}

// KS-1, HS-13
#[test]
fn an_application_session() {
    whole_session(false, None);
}

#[test]
fn an_application_session_that_replaces_another() {
    whole_session(false, Some("00112233445566778899aabbccddeeff"));
}
