//! The server's steps 3 and 4 as a matrix: every state of a session against every message.

use crate::common::kept::kept;
use crate::common::{Begun, Null, Seeded, begin, id_text, in_session, patient, received, relationship, time};
use emis_core::handshake::{RelationshipKey, WrongRelationshipKey};
use emis_core::messages::SessionKind;
use emis_core::messages::appointments::{CancelAppointment, CancelAppointmentResponse};
use emis_core::messages::practice::GetUserOptions;
use emis_core::profile::{OpenProfile, Version};
use emis_core::session::{Invalidated, ServerCall};
use emis_core::types::PatientRelationshipKey;

const CANCEL: CancelAppointment<'_> = CancelAppointment { slot_id: 7, reason: None };

/// A request of this session as the client would send it now.
fn next(begun: &mut Begun<OpenProfile>) -> Vec<u8> {
    let mut out = [0; 2048];
    let call = begun.client.call(&CANCEL, &mut out, time(0)).unwrap();
    let message = kept(call.bytes()).to_vec();
    call.not_sent();
    message
}

fn accept(begun: &mut Begun<OpenProfile>, message: &[u8]) -> Result<ServerCall<OpenProfile>, Invalidated> {
    begun.server.accept(&received::<OpenProfile>(message))
}

/// A whole call on both sides; its messages.
fn whole(begun: &mut Begun<OpenProfile>) -> (Vec<u8>, Vec<u8>) {
    let (mut out, mut reply) = ([0; 2048], [0; 2048]);
    let call = begun.client.call(&CANCEL, &mut out, time(0)).unwrap();
    let message = kept(call.bytes()).to_vec();
    let carried = begun.server.accept(&received::<OpenProfile>(&message)).unwrap();
    let (n, replied) = carried
        .respond::<CancelAppointment<'_>>(&CancelAppointmentResponse { slot_id: 7 }, &mut reply)
        .unwrap();
    begun.server.complete(replied);
    call.read(kept(&reply[..n])).unwrap();
    (message, reply[..n].to_vec())
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    /// Before its first call.
    Fresh,
    /// After one.
    Idle,
    /// A call is being carried out.
    Busy,
    /// After a message that was not the next one.
    Invalidated,
}

#[derive(Clone, Copy, Debug)]
enum Event {
    Next,
    /// The next, once more.
    Replayed,
    SkipsOne,
    LowerNumber,
    AlteredBody,
    AlteredHash,
    OtherSession,
    NoSessionHeader,
    OwnReply,
}

const STATES: [State; 4] = [State::Fresh, State::Idle, State::Busy, State::Invalidated];
const EVENTS: [Event; 9] = [
    Event::Next,
    Event::Replayed,
    Event::SkipsOne,
    Event::LowerNumber,
    Event::AlteredBody,
    Event::AlteredHash,
    Event::OtherSession,
    Event::NoSessionHeader,
    Event::OwnReply,
];

fn outcome(state: State, event: Event) -> String {
    let mut begun = patient::<OpenProfile>(Version::V2_1);
    let mut old = None;
    if state != State::Fresh {
        old = Some(whole(&mut begun));
    }
    let mut in_progress = None;
    if state == State::Busy {
        let message = next(&mut begun);
        in_progress = Some(accept(&mut begun, &message).unwrap());
    }
    if state == State::Invalidated {
        let wrong = String::from_utf8(next(&mut begun)).unwrap().replace("<SlotId>7<", "<SlotId>8<");
        assert!(accept(&mut begun, wrong.as_bytes()).is_err());
    }
    let message = String::from_utf8(next(&mut begun)).unwrap();
    let id = id_text(&begun.client);
    let k: u32 = if old.is_some() { 2 } else { 1 };
    let message = match event {
        Event::Next => message,
        Event::Replayed => {
            old.as_ref().map_or(message.clone(), |(request, _)| String::from_utf8(request.clone()).unwrap())
        }
        Event::SkipsOne => message.replace(&format!("<Sequence>{k}<"), &format!("<Sequence>{}<", k + 1)),
        Event::LowerNumber => message.replace(
            &format!("<Sequence>{k}<"),
            &format!("<Sequence>{}<", k.max(2) - 1 + u32::from(k == 1) * 4_294_967_294),
        ),
        Event::AlteredBody => message.replace("<SlotId>7<", "<SlotId>70<"),
        Event::AlteredHash => {
            let hash = &message.split("<SessionHash>").nth(1).unwrap()[..44];
            let flipped: String = hash
                .char_indices()
                .map(|(i, c)| if i == 0 { if c == 'A' { 'B' } else { 'A' } } else { c })
                .collect();
            message.replace(hash, &flipped)
        }
        Event::OtherSession => {
            let other = if id.starts_with('0') { "1" } else { "0" }.to_owned() + &id[1..];
            message.replace(&id, &other)
        }
        Event::NoSessionHeader => crate::common::envelope("", crate::common::body(message.as_bytes())),
        Event::OwnReply => {
            old.as_ref().map_or(message.clone(), |(_, reply)| String::from_utf8(reply.clone()).unwrap())
        }
    };
    let taken = accept(&mut begun, message.as_bytes()).is_ok();
    // Then: does what would be the next still go through?
    let after = if taken {
        "busy"
    } else {
        let message = next(&mut begun);
        if accept(&mut begun, &message).is_ok() { "as before" } else { "over" }
    };
    if let Some(carried) = in_progress {
        // Call k is still finished, whatever came meanwhile.
        let mut reply = [0; 2048];
        let (_, replied) = carried
            .respond::<CancelAppointment<'_>>(&CancelAppointmentResponse { slot_id: 7 }, &mut reply)
            .unwrap();
        begun.server.complete(replied);
        let message = next(&mut begun);
        assert!(accept(&mut begun, &message).is_err(), "and a session that is over stays over");
    }
    format!("{} → {after}", if taken { "accepted" } else { "Invalidated" })
}

// SH-7
#[test]
fn every_state_against_every_message() {
    let mut matrix = String::new();
    for event in EVENTS {
        matrix += &format!("{event:?}:");
        for state in STATES {
            matrix += &format!(" [{state:?}: {}]", outcome(state, event));
        }
        matrix += "\n";
    }
    // A message for another session, or for none, is the caller's to have sent elsewhere: it touches nothing here.
    let expected = "\
Next: [Fresh: accepted → busy] [Idle: accepted → busy] [Busy: Invalidated → over] [Invalidated: Invalidated → over]
Replayed: [Fresh: accepted → busy] [Idle: Invalidated → over] [Busy: Invalidated → over] [Invalidated: Invalidated → over]
SkipsOne: [Fresh: Invalidated → over] [Idle: Invalidated → over] [Busy: Invalidated → over] [Invalidated: Invalidated → over]
LowerNumber: [Fresh: Invalidated → over] [Idle: Invalidated → over] [Busy: Invalidated → over] [Invalidated: Invalidated → over]
AlteredBody: [Fresh: Invalidated → over] [Idle: Invalidated → over] [Busy: Invalidated → over] [Invalidated: Invalidated → over]
AlteredHash: [Fresh: Invalidated → over] [Idle: Invalidated → over] [Busy: Invalidated → over] [Invalidated: Invalidated → over]
OtherSession: [Fresh: Invalidated → as before] [Idle: Invalidated → as before] [Busy: Invalidated → over] [Invalidated: Invalidated → over]
NoSessionHeader: [Fresh: Invalidated → as before] [Idle: Invalidated → as before] [Busy: Invalidated → over] [Invalidated: Invalidated → over]
OwnReply: [Fresh: accepted → busy] [Idle: Invalidated → over] [Busy: Invalidated → over] [Invalidated: Invalidated → over]
";
    assert_eq!(matrix, expected);
}

#[test]
fn a_key_is_for_a_patient_session_alone() {
    let patient = patient::<OpenProfile>(Version::V2_1).pending;
    assert_eq!(patient.stretch(&RelationshipKey::Application).unwrap_err(), WrongRelationshipKey);
    let application = begin::<OpenProfile>(Version::V2_1, None, 3).pending;
    let known = relationship();
    for key in [RelationshipKey::Known(&known.key), RelationshipKey::unknown(&mut Seeded(7)).unwrap()] {
        assert_eq!(application.stretch(&key).unwrap_err(), WrongRelationshipKey);
    }
    assert_eq!(application.stretch(&RelationshipKey::Application).unwrap().kind(), SessionKind::Application);
}

#[test]
fn a_wrong_key_fails_at_the_first_call() {
    let mut begun = patient::<OpenProfile>(Version::V2_1);
    let message = next(&mut begun);
    let other = PatientRelationshipKey::parse("0123456789abcdefghijklmnoP").unwrap();
    for key in [RelationshipKey::Known(&other), RelationshipKey::unknown(&mut Seeded(7)).unwrap()] {
        let mut server = begun.pending.stretch(&key).unwrap();
        assert!(server.accept(&received::<OpenProfile>(&message)).is_err());
    }
    assert!(begun.server.accept(&received::<OpenProfile>(&message)).is_ok());
}

#[test]
fn a_busy_session_says_so_and_its_call_knows_its_place() {
    let mut begun = patient::<OpenProfile>(Version::V1_1);
    assert!(!begun.server.is_busy());
    let message = next(&mut begun);
    let carried = accept(&mut begun, &message).unwrap();
    assert!(begun.server.is_busy());
    assert_eq!((carried.sequence(), carried.version()), (1, Version::V1_1));
    // The same call may be answered into a larger buffer, or otherwise: only what is completed counts.
    let request = received::<OpenProfile>(&message);
    assert!(carried.read::<GetUserOptions>(&request).is_err());
    assert_eq!(carried.read::<CancelAppointment<'_>>(&request).unwrap().slot_id, 7);
    let mut reply = [0; 2048];
    let response = CancelAppointmentResponse { slot_id: 7 };
    assert!(carried.respond::<CancelAppointment<'_>>(&response, &mut []).is_err());
    assert!(begun.server.is_busy());
    let (_, replied) = carried.respond::<CancelAppointment<'_>>(&response, &mut reply).unwrap();
    begun.server.complete(replied);
    assert!(!begun.server.is_busy());
}

// SH-8
#[test]
fn nothing_is_taken_while_a_call_is_being_carried_out() {
    // A client that knows the keys could compute the next SessionHash without having read the reply; here every hash is
    // right, so that only the call in progress is in its way.
    let body = "<CancelAppointment xmlns='urn:emis-ps:1'><SlotId>7</SlotId></CancelAppointment>";
    let response = CancelAppointmentResponse { slot_id: 7 };
    for early in [true, false] {
        let mut begun = patient::<Null>(Version::V2_1);
        let id = id_text(&begun.client);
        let message = |k| in_session(&id, k, body);
        let carried = begun.server.accept(&received::<Null>(message(1).as_bytes())).unwrap();
        if early {
            assert!(begun.server.accept(&received::<Null>(message(2).as_bytes())).is_err());
        }
        let (_, replied) = carried.respond::<CancelAppointment<'_>>(&response, &mut [0; 2048]).unwrap();
        begun.server.complete(replied);
        assert_eq!(begun.server.accept(&received::<Null>(message(2).as_bytes())).is_err(), early);
    }
}
