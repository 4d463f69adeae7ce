//! Calls and handshakes whose two halves stand apart, and every way of putting the wrong halves together.

use crate::common::kept::kept;
use crate::common::{
    Begun, Quick, Seeded, TERMS, application, begin, keys, ods, patient, received, relationship, time,
};
use emis_core::error::ErrorCode;
use emis_core::handshake::{Handshake, ServerHandshake, SessionOptions, Terms};
use emis_core::messages::appointments::{CancelAppointment, CancelAppointmentResponse};
use emis_core::messages::practice::GetUserOptions;
use emis_core::messages::session::{EndSession, EndSessionResponse};
use emis_core::profile::{OpenProfile, Version};
use emis_core::session::{CallError, InFlight, RequestError, ResumeError, SessionState, receive};
use emis_core::types::OdsCode;

const CANCEL: CancelAppointment<'_> = CancelAppointment { slot_id: 7, reason: None };

/// A detached CancelAppointment, and what the practice replies to it.
fn cancelled(begun: &mut Begun<Quick>) -> (InFlight, Vec<u8>) {
    let mut out = [0; 2048];
    let call = begun.client.call(&CANCEL, &mut out, time(1000)).unwrap();
    let request = call.bytes();
    let carried = begun.server.accept(&received::<Quick>(kept(request))).unwrap();
    let in_flight = call.detach();
    let mut reply = vec![0; 2048];
    let response = CancelAppointmentResponse { slot_id: 7 };
    let (length, replied) = carried.respond::<CancelAppointment<'_>>(&response, &mut reply).unwrap();
    begun.server.complete(replied);
    reply.truncate(length);
    (in_flight, reply)
}

/// The next call is accepted at both ends.
fn goes_on(begun: &mut Begun<Quick>, sequence: u32) {
    let mut out = [0; 2048];
    let call = begun.client.call(&GetUserOptions {}, &mut out, time(2000)).unwrap();
    assert_eq!(begun.server.accept(&received::<Quick>(kept(call.bytes()))).unwrap().sequence(), sequence);
    call.not_sent();
}

// SH-18
#[test]
fn a_detached_call_keeps_the_session_in_doubt_until_it_is_resumed() {
    let mut begun = patient::<Quick>(Version::V2_1);
    let (in_flight, reply) = cancelled(&mut begun);
    assert_eq!(begun.client.state(), SessionState::InDoubt);
    assert_eq!(in_flight.session_id(), begun.client.id());
    assert_eq!((in_flight.sequence(), in_flight.operation()), (1, "CancelAppointment"));
    let refused = begun.client.call(&GetUserOptions {}, &mut [0; 2048], time(1000)).map(|_| ());
    assert_eq!(refused, Err(RequestError::SessionClosed(SessionState::InDoubt)));
    // A refused call is not what was in flight, which still can be read.
    let call = begun.client.resume::<CancelAppointment<'_>>(in_flight).unwrap();
    assert_eq!(call.bytes(), b"", "the request is the caller's");
    assert_eq!(call.read(&reply).unwrap().slot_id, 7);
    assert_eq!(begun.client.state(), SessionState::Live);
    goes_on(&mut begun, 2);
}

// SH-24
#[test]
fn the_idle_time_counts_from_when_the_request_began_to_be_written() {
    let mut begun = patient::<Quick>(Version::V2_1);
    let (in_flight, reply) = cancelled(&mut begun);
    begun.client.resume_dynamic(in_flight).unwrap().read(&reply).unwrap();
    assert_eq!(begun.client.deadline(), time(1000).plus_seconds(TERMS.idle_timeout_seconds));
}

#[test]
fn a_resumed_call_can_be_said_not_to_have_been_sent() {
    let mut begun = patient::<Quick>(Version::V2_1);
    let mut out = [0; 2048];
    let in_flight = begun.client.call(&CANCEL, &mut out, time(0)).unwrap().detach();
    begun.client.resume_dynamic(in_flight).unwrap().not_sent();
    assert_eq!(begun.client.state(), SessionState::Live);
    goes_on(&mut begun, 1);
}

#[test]
fn a_resumed_call_that_is_dropped_or_answered_by_nothing_ends_its_session() {
    for answer in [None, Some(&b"<html/>"[..])] {
        let mut begun = patient::<Quick>(Version::V2_1);
        let (in_flight, reply) = cancelled(&mut begun);
        let call = begun.client.resume::<CancelAppointment<'_>>(in_flight).unwrap();
        match answer {
            None => drop(call),
            Some(answer) => assert!(matches!(call.read(answer), Err(CallError::Unverified(_)))),
        }
        assert_eq!(begun.client.state(), SessionState::InDoubt);
        // What was in flight is over, so a copy of it would not be resumed.
        let (foreign, _) = cancelled(&mut patient::<Quick>(Version::V2_1));
        assert_eq!(foreign.session_id(), begun.client.id(), "the same randomness");
        assert_eq!(begun.client.resume_dynamic(foreign).map(|_| ()), Err(ResumeError::Call));
        drop(reply);
    }
}

#[test]
fn a_call_is_resumed_in_its_own_session_alone() {
    let mut one = patient::<Quick>(Version::V2_1);
    let mut other = begin::<Quick>(Version::V2_1, Some(&relationship()), 2);
    let (in_flight, reply) = cancelled(&mut one);
    assert_eq!(in_flight.belongs_to(&other.client), Err(ResumeError::Session));
    // Not even while the other has a call of the same number in flight.
    let (others, _) = cancelled(&mut other);
    assert_eq!(in_flight.belongs_to(&other.client), Err(ResumeError::Session));
    assert_eq!(others.belongs_to(&other.client), Ok(()));
    // Asking took nothing away.
    assert_eq!(in_flight.belongs_to(&one.client), Ok(()));
    let error = other.client.resume::<CancelAppointment<'_>>(in_flight).map(|_| ()).unwrap_err();
    assert_eq!((error, error.code()), (ResumeError::Session, ErrorCode::NotResumable));
    // What was given to the wrong session is lost, and both sessions stand where they stood.
    assert_eq!((one.client.state(), other.client.state()), (SessionState::InDoubt, SessionState::InDoubt));
    drop(reply);
}

#[test]
fn a_call_is_resumed_once_and_as_its_own_operation() {
    let mut begun = patient::<Quick>(Version::V2_1);
    let (in_flight, reply) = cancelled(&mut begun);
    // The same handshake again: what a copy of the call would be.
    let (copy, _) = cancelled(&mut patient::<Quick>(Version::V2_1));
    let (third, _) = cancelled(&mut patient::<Quick>(Version::V2_1));
    let error = begun.client.resume::<GetUserOptions>(third).map(|_| ()).unwrap_err();
    assert_eq!(error, ResumeError::Operation { in_flight: "CancelAppointment" });
    begun.client.resume::<CancelAppointment<'_>>(in_flight).unwrap().read(&reply).unwrap();
    assert_eq!(begun.client.resume::<CancelAppointment<'_>>(copy).map(|_| ()), Err(ResumeError::Call));
    assert_eq!(begun.client.state(), SessionState::Live, "a refused resumption changes nothing");
    goes_on(&mut begun, 2);
}

#[test]
fn a_call_of_an_earlier_number_is_refused() {
    let mut begun = patient::<Quick>(Version::V2_1);
    let (first, _) = cancelled(&mut patient::<Quick>(Version::V2_1));
    let (in_flight, reply) = cancelled(&mut begun);
    begun.client.resume_dynamic(in_flight).unwrap().read(&reply).unwrap();
    let (second, reply) = cancelled(&mut begun);
    assert_eq!(begun.client.resume_dynamic(first).map(|_| ()), Err(ResumeError::Call));
    assert_eq!(begun.client.resume_dynamic(second).unwrap().read(&reply).map(|_| ()), Ok(()));
}

#[test]
fn the_reply_of_a_detached_call_can_be_streamed() {
    let mut begun = patient::<Quick>(Version::V2_1);
    let (in_flight, reply) = cancelled(&mut begun);
    let mut window = [0; 2048];
    let mut streamed = begun.client.resume_dynamic(in_flight).unwrap().stream(&mut window);
    for bytes in reply.chunks(100) {
        streamed.space()[..bytes.len()].copy_from_slice(bytes);
        streamed.filled(bytes.len());
        assert!(streamed.next().is_none());
    }
    streamed.finish().unwrap();
    goes_on(&mut begun, 2);
}

// SH-26
#[test]
fn the_end_of_a_session_can_be_detached_too() {
    let mut begun = patient::<Quick>(Version::V2_1);
    let mut out = [0; 2048];
    let call = begun.client.call(&EndSession {}, &mut out, time(0)).unwrap();
    let carried = begun.server.accept(&received::<Quick>(kept(call.bytes()))).unwrap();
    let in_flight = call.detach();
    let mut reply = [0; 2048];
    let (length, _) = carried.respond::<EndSession>(&EndSessionResponse {}, &mut reply).unwrap();
    begun.client.resume::<EndSession>(in_flight).unwrap().read(&reply[..length]).unwrap();
    assert_eq!(begun.client.state(), SessionState::Ended);
    // A lost reply is no error either.
    let mut begun = patient::<Quick>(Version::V2_1);
    let in_flight = begun.client.call(&EndSession {}, &mut out, time(0)).unwrap().detach();
    drop(begun.client.resume::<EndSession>(in_flight).unwrap());
    assert_eq!(begun.client.state(), SessionState::Ended);
}

#[test]
fn a_detached_call_shows_no_secret() {
    let (in_flight, _) = cancelled(&mut patient::<Quick>(Version::V2_1));
    let shown = format!("{in_flight:?}");
    assert!(shown.contains("CancelAppointment") && !shown.contains("hash"), "{shown}");
}

/// The server's reply to a BeginSession.
fn answered(request: &[u8]) -> Vec<u8> {
    let request = receive::<OpenProfile>(request).unwrap();
    let keys = keys::<OpenProfile>();
    let verified = ServerHandshake::<OpenProfile>::read(&request).unwrap().verify(&keys).unwrap();
    let terms = Terms { iterations: 1, ..TERMS };
    let mut reply = vec![0; 4096];
    let (_, length) = verified.accept(&terms, &keys, &mut Seeded(2), &mut reply).unwrap();
    reply.truncate(length);
    reply
}

#[test]
fn a_handshake_is_resumed_with_what_it_was_started_with() {
    let application = application::<OpenProfile>();
    let options = || SessionOptions::pinned(ods(), Version::V2_1);
    let mut out = [0; 4096];
    let start = |out: &mut [u8]| {
        let handshake =
            Handshake::<_, OpenProfile>::start(&application, options(), &mut Seeded(1), time(0)).unwrap();
        let length = handshake.write(out).unwrap();
        (handshake.detach(), length)
    };
    let (detached, length) = start(&mut out);
    let reply = answered(&out[..length]);
    let resumed = Handshake::resume(detached, &application, options()).unwrap();
    // It writes the same request again.
    let mut again = [0; 4096];
    assert_eq!(resumed.write(&mut again), Ok(length));
    assert_eq!(again, out);
    assert_eq!(resumed.read(&reply).unwrap().finish().state(), SessionState::Live);

    let relationship = relationship();
    let other_practice = OdsCode::parse("B82002").unwrap();
    for wrong in [
        options().for_patient(&relationship),
        options().replacing(emis_core::types::SessionId::random(&mut Seeded(9)).unwrap()),
        SessionOptions::pinned(other_practice, Version::V2_1),
        SessionOptions::pinned(ods(), Version::V2_0),
    ] {
        let (detached, _) = start(&mut out);
        let refused = Handshake::resume(detached, &application, wrong).map(|_| ()).unwrap_err();
        assert_eq!(refused, ResumeError::Handshake);
    }
}
