//! Both ends in one thread: a whole application session and a whole patient session.

use crate::common::kept::kept;
use emis_core::fault::{Fault, FaultCode, PracticeFault};
use emis_core::handshake::{Application, Handshake, RelationshipKey, ServerHandshake, SessionOptions, Terms};
use emis_core::messages::List;
use emis_core::messages::appointments::{
    BookAppointment, BookAppointmentResponse, GetAvailableAppointments, GetAvailableAppointmentsResponse,
    Slot, SlotType,
};
use emis_core::messages::session::{EndSession, EndSessionResponse};
use emis_core::profile::{OpenProfile, SoftwareKeys, Version};
use emis_core::random::{Random, RandomError};
use emis_core::session::{CallError, Outcome, ServerSession, Session, SessionState, receive};
use emis_core::time::Time;
use emis_core::types::{
    ApplicationId, DateTime, Guid, OdsCode, PatientRelationshipId, PatientRelationshipKey, Relationship, Text,
};

struct Counter(u8);

impl Random for Counter {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomError> {
        for b in out {
            self.0 = self.0.wrapping_mul(5).wrapping_add(77);
            *b = self.0;
        }
        Ok(())
    }
}

fn application() -> Application<SoftwareKeys> {
    let id = ApplicationId::parse("00000000-0000-4000-8000-000000000001").unwrap();
    Application { id, keys: SoftwareKeys::derive(&[1; 16], &[2; 32], &id).unwrap() }
}

fn relationship() -> Relationship {
    Relationship {
        id: PatientRelationshipId::parse("relationship-1").unwrap(),
        key: PatientRelationshipKey::parse("0123456789abcdef").unwrap(),
    }
}

fn begin(relationship: Option<&Relationship>) -> (Session, ServerSession) {
    let application = application();
    let ods = OdsCode::parse("A81001").unwrap();
    let mut begin = SessionOptions::negotiated(ods, Version::V2_1);
    if let Some(relationship) = relationship {
        begin = begin.for_patient(relationship);
    }
    let handshake: Handshake<'_, _> =
        Handshake::start(&application, begin, &mut Counter(1), Time::from_millis(0)).unwrap();
    let mut out = [0; 4096];
    let n = handshake.write(&mut out).unwrap();
    let request = receive::<OpenProfile>(&out[..n]).unwrap();
    let verified = ServerHandshake::<OpenProfile>::read(&request).unwrap().verify(&application.keys).unwrap();
    let terms = Terms {
        iterations: 1000,
        idle_timeout_seconds: 1200,
        first_call_seconds: 300,
        practice_version: Version::V2_1,
    };
    let mut reply = [0; 4096];
    let (pending, n) = verified.accept(&terms, &application.keys, &mut Counter(9), &mut reply).unwrap();
    let session = handshake.read(&reply[..n]).unwrap().finish();
    let server = pending
        .stretch(&relationship.map_or(RelationshipKey::Application, |r| RelationshipKey::Known(&r.key)))
        .unwrap();
    (session, server)
}

#[test]
fn a_patient_session_books_and_ends() {
    let relationship = relationship();
    let (mut session, mut server) = begin(Some(&relationship));
    assert!(size_of_val(&session) <= 256, "{}", size_of_val(&session));
    let (mut out, mut reply) = ([0; 4096], [0; 4096]);
    let now = Time::from_millis(1000);

    let from = DateTime::parse("2026-11-22T09:00:00").unwrap();
    let request = GetAvailableAppointments { from, to: from, maximum_items: None, after: None };
    let call = session.call(&request, &mut out, now).unwrap();
    let received = receive::<OpenProfile>(kept(call.bytes())).unwrap();
    assert_eq!(received.operation().unwrap().name, "GetAvailableAppointments");
    let carried = server.accept(&received).unwrap();
    assert_eq!(carried.read::<GetAvailableAppointments<'_>>(&received).unwrap().from, from);
    let slot = Slot {
        slot_id: 7,
        session_id: 1,
        start_time: from,
        end_time: from,
        slot_type_name: Some(Text::new("A & B <ok>").unwrap()),
        slot_type: SlotType::Practice,
    };
    let slots = [slot, slot];
    let response = GetAvailableAppointmentsResponse {
        slots: List::new(&slots),
        sessions: List::EMPTY,
        clinicians: List::EMPTY,
        locations: List::EMPTY,
        next: None,
    };
    let (n, replied) = carried.respond::<GetAvailableAppointments<'_>>(&response, &mut reply).unwrap();
    server.complete(replied);
    let response = call.read(kept(&reply[..n])).unwrap();
    let slots: Vec<_> = response.slots.iter().map(Result::unwrap).collect();
    assert_eq!(slots.len(), 2);
    assert_eq!(slots[1].slot_id, 7);
    assert_eq!(slots[1].slot_type_name.unwrap(), "A & B <ok>");

    let book = BookAppointment { slot_id: 7, booking_reason: None, telephone: None };
    let call = session.call(&book, &mut out, now).unwrap();
    let received = receive::<OpenProfile>(kept(call.bytes())).unwrap();
    let carried = server.accept(&received).unwrap();
    let fault = Fault::new(FaultCode::SlotUnavailable, Guid::from_bytes([7; 16]));
    let (n, replied) = carried.refuse(&fault, &mut reply).unwrap();
    server.complete(replied);
    let error = call.read(kept(&reply[..n])).unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotCarriedOut);
    assert!(matches!(
        error,
        CallError::Fault(PracticeFault {
            code: Some(FaultCode::SlotUnavailable),
            supplier_code: Some(-1151),
            ..
        })
    ));

    let call = session.call(&book, &mut out, now).unwrap();
    call.not_sent();
    let call = session.call(&book, &mut out, now).unwrap();
    let received = receive::<OpenProfile>(kept(call.bytes())).unwrap();
    let carried = server.accept(&received).unwrap();
    let (n, replied) =
        carried.respond::<BookAppointment<'_>>(&BookAppointmentResponse { slot_id: 7 }, &mut reply).unwrap();
    server.complete(replied);
    assert_eq!(call.read(kept(&reply[..n])).unwrap().slot_id, 7);

    let call = session.call(&EndSession {}, &mut out, now).unwrap();
    let received = receive::<OpenProfile>(kept(call.bytes())).unwrap();
    let carried = server.accept(&received).unwrap();
    let (n, _) = carried.respond::<EndSession>(&EndSessionResponse {}, &mut reply).unwrap();
    call.read(kept(&reply[..n])).unwrap();
    assert_eq!(session.state(), SessionState::Ended);
}

// HS-13
#[test]
fn an_application_session_has_one_iteration() {
    let (mut session, mut server) = begin(None);
    let mut out = [0; 4096];
    let call = session.call(&EndSession {}, &mut out, Time::from_millis(0)).unwrap();
    server.accept(&receive::<OpenProfile>(kept(call.bytes())).unwrap()).unwrap();
    drop(call);
    assert_eq!(session.state(), SessionState::Ended, "a lost reply to EndSession is no error");
}
