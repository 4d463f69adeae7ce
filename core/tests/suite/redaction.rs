//! `Debug` of every public type that can hold a secret or a patient's data shows nothing of it.
//!
//! What must not be seen is put into the values in forms that can be recognised, and looked for in every output.

use core::fmt::Debug;

use crate::common::kept::kept;
use crate::common::{Quick, Seeded, TERMS, application, envelope, keys, ods, patient, relationship, time};
use emis_core::client::{BeginError, Client, ClientError, Clock, Parts};
use emis_core::crypto::{Crypto, KeyPair, Mac, Pbkdf2, RustCrypto, Secret};
use emis_core::dynamic::{Element, Field, FieldValue, Node, OperationId, Part};
use emis_core::envelope;
use emis_core::fault::{Fault, FaultCode};
use emis_core::handshake::{Handshake, RelationshipKey, ServerHandshake, SessionOptions};
use emis_core::messages::appointments::{
    Appointment, BookAppointment, CancelAppointment, Clinician, ContactType, GetAvailableAppointments,
    GetAvailableAppointmentsResponse, SlotType, Telephone,
};
use emis_core::messages::practice::GetUserOptions;
use emis_core::messages::registration::{RegisterWithPinDocument, RegisterWithPinDocumentResponse};
use emis_core::messages::{List, PageSize};
use emis_core::profile::{Agreement, ClientHello, DummyKeys, OpenProfile, ServerHello, SessionKeys, Version};
use emis_core::session::{CallError, receive};
use emis_core::time::Time;
use emis_core::transport::{Action, DeliveryError, Reply, Transport};
use emis_core::types::{
    Base64, Date, DateTime, Decimal, NhsNumber, OdsCode, PatientRelationshipId, PatientRelationshipKey,
    Relationship, SessionId, Text,
};
use emis_core::xml::{Namespaces, Validated};

/// What must not be seen: the secret bytes (as numbers, in either base), and what a patient's values are made of.
const SECRETS: [&str; 14] = [
    "171",
    "0xab",
    "0xAB",
    "Marple",
    "Mar-ple",
    "6914",
    "1931",
    "943",
    "TopSecret",
    "VG9w",
    "Nonsense",
    "reason",
    "99887766554433221100",
    "abab",
];

fn check(name: &str, value: &dyn Debug) {
    for output in [format!("{value:?}"), format!("{value:#?}"), format!("{:?}", Some(value))] {
        for secret in SECRETS {
            assert!(!output.contains(secret), "{name} shows {secret}: {output}");
        }
        assert!(!output.is_empty());
    }
}

fn secret<const N: usize>() -> Secret<N> {
    Secret::new([0xAB; N])
}

fn marple() -> Relationship {
    Relationship {
        id: PatientRelationshipId::parse("Mar-ple-1931").unwrap(),
        key: PatientRelationshipKey::parse("TopSecretTopSecret").unwrap(),
    }
}

const SESSION: &str = "0a1b2c3d99887766554433221100ffee";

// APP-2
#[test]
fn values() {
    check("Secret", &secret::<32>());
    check("Secret", &secret::<5>());
    check("PatientRelationshipKey", &marple().key);
    check("PatientRelationshipId", &marple().id);
    check("Relationship", &marple());
    check("SessionId", &SessionId::parse(SESSION).unwrap());
    check("Text", &Text::<99>::new("Marple").unwrap());
    check("Decimal", &Decimal::parse("6914.5").unwrap());
    check("Base64", &Base64::new("VG9wU2VjcmV0").unwrap());
    check("Date", &Date::new(1931, 9, 14).unwrap());
    check("DateTime", &DateTime::parse("1931-09-14T06:09:14").unwrap());
    check("NhsNumber", &NhsNumber::parse("9434765919").unwrap());
    check("SlotType", &SlotType::of("Nonsense"));
    check("FaultCode", &FaultCode::of("Nonsense"));
    let (list, items) = ([6914i64; 2], [Text::<9>::new("Marple").unwrap(); 2]);
    check("List", &List::new(&list));
    check("Items", &List::new(&items).iter());
    check("Option<PageSize>", &PageSize::new(9).ok());
}

#[test]
fn keys_and_derivations() {
    check(
        "SoftwareKeys",
        &emis_core::profile::SoftwareKeys::<OpenProfile>::from_validation_keys(secret(), secret()),
    );
    struct Constant;
    impl emis_core::random::Random for Constant {
        fn fill(&mut self, out: &mut [u8]) -> Result<(), emis_core::random::RandomError> {
            out.fill(0xAB);
            Ok(())
        }
    }
    check("DummyKeys", &DummyKeys::<OpenProfile>::random(&mut Constant).unwrap());
    check(
        "Application",
        &emis_core::handshake::Application {
            id: application::<OpenProfile>().id,
            keys: emis_core::profile::SoftwareKeys::<OpenProfile>::from_validation_keys(secret(), secret()),
        },
    );
    check(
        "SessionKeys",
        &SessionKeys { request: secret(), response: secret(), hash: secret(), next_relationship: secret() },
    );
    check(
        "Agreement",
        &Agreement {
            server_hello_hash: &[0; 32],
            shared_secret: &secret(),
            client_agreement: &secret(),
            server_agreement: &secret(),
        },
    );
    let pair = <RustCrypto as Crypto>::KeyPair::generate(&mut Constant).unwrap();
    check(
        "ClientHello",
        &ClientHello {
            application_id: crate::common::APPLICATION,
            ods_code: crate::common::ODS,
            schema_version: "2.1",
            patient_relationship_id: "Mar-ple-1931",
            replaces_session_id: SESSION,
            client_nonce: &[0; 32],
            client_public_key: &[4; 65],
        },
    );
    check(
        "ServerHello",
        &ServerHello {
            client_hello_hash: &[0; 32],
            client_validation: &[0; 32],
            session_id: SessionId::parse(SESSION).unwrap(),
            server_nonce: &[0; 32],
            server_public_key: &[4; 65],
            iterations: 1,
            idle_timeout_seconds: 1,
            first_call_seconds: 1,
            practice_version: "2.1",
        },
    );
    check("KeyPair", &pair);
    check("Mac", &<RustCrypto as Crypto>::Mac::new(&[0xAB; 32]));
    check(
        "Pbkdf2",
        &<RustCrypto as Crypto>::Pbkdf2::start(&[b"TopSecret"], &[0xAB; 32], core::num::NonZeroU32::MIN),
    );
}

#[test]
fn messages() {
    let text = Text::new("reason Marple").unwrap();
    let telephone = Telephone { number: Text::new("6914").unwrap(), contact_type: ContactType::Home };
    check("Telephone", &telephone);
    check(
        "BookAppointment",
        &BookAppointment { slot_id: 6914, booking_reason: Some(text), telephone: Some(telephone) },
    );
    check(
        "CancelAppointment",
        &CancelAppointment { slot_id: 6914, reason: Some(Text::new("reason").unwrap()) },
    );
    let when = DateTime::parse("1931-09-14T06:09:14").unwrap();
    check(
        "GetAvailableAppointments",
        &GetAvailableAppointments { from: when, to: when, maximum_items: None, after: None },
    );
    check(
        "Appointment",
        &Appointment {
            slot_id: 6914,
            session_id: 6914,
            start_time: when,
            end_time: when,
            slot_type_name: None,
            slot_type: SlotType::of("Nonsense"),
            booking_reason: Some(text),
            booked_at: Some(when),
            telephone: Some(telephone),
        },
    );
    check(
        "RegisterWithPinDocument",
        &RegisterWithPinDocument {
            ods_code: ods(),
            account_id: Text::new("6914").unwrap(),
            linkage_key: Text::new("TopSecret").unwrap(),
            surname: Text::new("Marple").unwrap(),
            date_of_birth: Date::new(1931, 9, 14).unwrap(),
        },
    );
    let marple = marple();
    check(
        "RegisterWithPinDocumentResponse",
        &RegisterWithPinDocumentResponse {
            patient_relationship_id: marple.id,
            patient_relationship_key: marple.key,
            account_status: emis_core::messages::practice::AccountStatus::Full,
        },
    );
    let fault = Fault {
        field: Text::new("Marple").ok(),
        ..Fault::new(FaultCode::of("Nonsense"), emis_core::types::Guid::from_bytes([1; 16]))
    };
    check("Fault", &fault);
    // As a client's error.
    let mut begun = patient::<Quick>(Version::V2_1);
    let (mut out, mut reply) = ([0; 4096], [0; 4096]);
    let call = begun.client.call(&GetUserOptions {}, &mut out, time(0)).unwrap();
    let carried = begun.server.accept(&receive::<Quick>(kept(call.bytes())).unwrap()).unwrap();
    let fault = Fault { code: FaultCode::of("Marple's 6914"), ..fault };
    let (n, _) = carried.refuse(&fault, &mut reply).unwrap();
    let error = call.read(&reply[..n]).unwrap_err();
    assert!(matches!(error, CallError::Fault(_)));
    check("CallError", &error);
    check("ClientError", &ClientError::<()>::Call(error));
}

// APP-2
#[test]
fn sessions_and_what_is_in_flight() {
    let (application, marple) = (application::<OpenProfile>(), marple());
    let begin = SessionOptions::pinned(ods(), Version::V2_1)
        .for_patient(&marple)
        .replacing(SessionId::parse(SESSION).unwrap());
    check("Field", &Field::value("Surname", "Marple"));
    check("Field", &Field::fields("Telephone", &[Field::value("Number", "943")]));
    check("FieldValue", &FieldValue::Items(&[FieldValue::Value("Marple")]));
    check("Begin", &begin);
    let begin = SessionOptions::pinned(ods(), Version::V2_1).for_patient(&marple);
    let handshake: Handshake<'_, _> = Handshake::start(&application, begin, &mut Seeded(1), time(0)).unwrap();
    check("Handshake", &handshake);
    let (mut out, mut reply) = ([0; 4096], [0; 4096]);
    let n = handshake.write(&mut out).unwrap();
    let request = receive::<OpenProfile>(&out[..n]).unwrap();
    check("Request", &request);
    let read = ServerHandshake::<OpenProfile>::read(&request).unwrap();
    check("ServerHandshake", &read);
    let verified = read.verify(&keys::<OpenProfile>()).unwrap();
    check("VerifiedHandshake", &verified);
    let (pending, n) = verified.accept(&TERMS, &application.keys, &mut Seeded(2), &mut reply).unwrap();
    check("PendingSession", &pending);
    let stretching = handshake.read(&reply[..n]).unwrap();
    check("Stretching", &stretching);
    let mut session = stretching.finish();
    let mut server = pending.stretch(&RelationshipKey::Known(&marple.key)).unwrap();
    // Secrets that are random cannot be known beforehand: their digits are looked for instead.
    let hidden = session.next_relationship_key().unwrap();
    let hidden = hidden.expose_str();
    let id = String::from_utf8(session.id().text().to_vec()).unwrap();
    let shows = |name: &str, value: &dyn Debug| {
        check(name, value);
        let output = format!("{value:#?}");
        assert!(
            !output.contains(&hidden[..8]) && !output.contains(&id[8..16]) && !output.contains("[\n"),
            "{name}: {output}"
        );
    };
    shows("Session", &session);
    shows("ServerSession", &server);
    let book = BookAppointment { slot_id: 6914, booking_reason: Text::new("reason").ok(), telephone: None };
    let call = session.call(&book, &mut out, time(0)).unwrap();
    shows("Call", &call);
    let request = receive::<OpenProfile>(kept(call.bytes())).unwrap();
    shows("Request", &request);
    shows("Envelope", &envelope::read::<OpenProfile>(call.bytes()).unwrap());
    let carried = server.accept(&request).unwrap();
    shows("ServerCall", &carried);
    shows("Problem", &carried.read::<CancelAppointment<'_>>(&request).unwrap_err());
    let (n, replied) = carried.respond::<GetUserOptions>(&options(), &mut reply).unwrap();
    shows("Replied", &replied);
    shows("CallError", &call.read(kept(&reply[..n])).unwrap_err());
    shows("Session", &session);
    // The bytes of a message get into no error.
    let body = "<BookAppointment xmlns='urn:emis-ps:1'><Marple/></BookAppointment>";
    let message = envelope("", body);
    let request = receive::<OpenProfile>(message.as_bytes()).unwrap();
    let problem = emis_core::session::sessionless_request::<BookAppointment<'_>>(&request).unwrap_err();
    shows("Problem", &problem);
    for broken in ["<Marple", "<a>&Marple;</a>", "<a Marple='1' Marple='2'/>", "<Marple:a/>"] {
        let names = &Namespaces { ours: "urn:emis-ps:1", soap: crate::common::SOAP };
        let error = Validated::new(broken.as_bytes(), names).unwrap_err();
        shows("XmlError", &error);
        assert!(!error.to_string().contains("Marple"));
    }
    let names = &Namespaces { ours: "urn:emis-ps:1", soap: crate::common::SOAP };
    shows("Validated", &Validated::new(b"<Marple/>", names).unwrap());
}

fn options() -> emis_core::messages::practice::GetUserOptionsResponse<'static> {
    use emis_core::messages::practice::{AccountStatus, GetUserOptionsResponse, UserServices};
    let services =
        UserServices { appointments: true, prescribing: true, medical_record: true, messaging: true };
    GetUserOptionsResponse {
        account_status: AccountStatus::Full,
        assigned_services: services,
        effective_services: services,
    }
}

/// A way that leads nowhere, with an error of a kind that the test chooses.
struct Nowhere;

impl Transport for Nowhere {
    type Error = &'static str;
    type Reply<'t> = Never;

    fn send(&mut self, _: Action, _: &[u8]) -> Result<Never, DeliveryError<&'static str>> {
        Err(DeliveryError::NotSent("no route"))
    }
}

struct Never;

impl Reply for Never {
    type Error = &'static str;

    fn read(&mut self, _: &mut [u8]) -> Result<usize, &'static str> {
        Ok(0)
    }
}

struct Still;

impl Clock for Still {
    fn now(&self) -> Time {
        time(0)
    }
}

#[test]
fn the_front() {
    let (mut request, mut reply) = ([0xAB; 4096], [0xAB; 4096]);
    let mut client = Client::new(
        application::<OpenProfile>(),
        Nowhere,
        Parts::new(Still, Seeded(1)),
        &mut request,
        &mut reply,
    );
    check("Client", &client);
    let relationship = relationship();
    let error = client
        .begin_session(SessionOptions::negotiated(ods(), Version::V2_1).for_patient(&relationship))
        .unwrap_err();
    assert!(matches!(error, BeginError::NotSent("no route")));
    check("BeginError", &error);
    check("OdsCode", &OdsCode::parse("A81001").unwrap());
    check("Session", &patient::<OpenProfile>(Version::V2_1).client);
}

/// A registration's reply by its table: the key, and everything around it.
#[test]
fn messages_by_their_tables() {
    let mut begun = patient::<Quick>(Version::V2_1);
    let search = OperationId::find("GetAvailableAppointments").unwrap();
    let given = [Field::value("From", "1931-09-14T06:09:14"), Field::value("To", "1931-09-14T06:09:14")];
    let (mut out, mut window) = ([0; 4096], [0; 4096]);
    for streamed in [false, true] {
        let call = begun.client.call_dynamic(search, &given, &mut out, time(0)).unwrap();
        check("DynamicCall", &call);
        let request = receive::<Quick>(call.bytes()).unwrap();
        let accepted = begun.server.accept(&request).unwrap();
        let marple = Text::new("Marple").unwrap();
        let clinicians = [Clinician { clinician_id: 6914, display_name: marple, job_role: None, sex: None }];
        let response = GetAvailableAppointmentsResponse {
            slots: List::EMPTY,
            sessions: List::EMPTY,
            clinicians: List::new(&clinicians),
            locations: List::EMPTY,
            next: None,
        };
        let mut reply = vec![0; 4096];
        let (length, replied) =
            accepted.respond::<GetAvailableAppointments<'_>>(&response, &mut reply).unwrap();
        begun.server.complete(replied);
        if streamed {
            let mut streaming = call.stream(&mut window);
            streaming.space()[..length].copy_from_slice(&reply[..length]);
            streaming.filled(length);
            let part = streaming.next().unwrap().unwrap();
            check("Provisional", &part);
            let part = part.unconfirmed();
            check("Part", &part);
            let Part::Item { list, item } = part else { panic!("no item") };
            assert_eq!(list, "Clinicians");
            shown(&item.as_element().unwrap());
            assert!(streaming.next().is_none());
            check("DynamicReply", &streaming);
            streaming.finish().unwrap();
        } else {
            let response = call.read(&reply[..length]).unwrap();
            let list = response.list("Clinicians").unwrap();
            check("List", &list);
            check("ListItems", &list.iter());
            check("Node", &response.get("Clinicians").unwrap());
            shown(&response);
            shown(&list.iter().next().unwrap().unwrap().as_element().unwrap());
        }
    }
}

fn shown(element: &Element<'_>) {
    check("Element", element);
    check("Entries", &element.entries());
    check("Node", &Node::Element(*element));
    for entry in element.entries() {
        check("Entry", &entry);
        check("Node", &entry.node());
        if let Some(value) = entry.node().as_value() {
            check("Value", &value);
        }
    }
}
