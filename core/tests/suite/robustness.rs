//! Any bytes may come in: every prefix and every flipped bit of every message of a conversation, and thousands of
//! random alterations, give a value or an error at either receiver.

use core::ops::Range;

use crate::common::kept::kept;
use crate::common::{Begun, Quick, Seeded, application, keys, ods, patient, relationship, time};
use emis_core::fault::{Fault, FaultCode};
use emis_core::handshake::{Handshake, RelationshipKey, ServerHandshake, SessionOptions};
use emis_core::messages::appointments::{
    BookAppointment, GetAvailableAppointments, GetAvailableAppointmentsResponse, Slot, SlotType,
};
use emis_core::messages::practice::{GetClinicalVersionInformation, GetClinicalVersionInformationResponse};
use emis_core::messages::session::EndSession;
use emis_core::messages::{List, Operation};
use emis_core::profile::{OpenProfile, Profile, Version};
use emis_core::session::{
    CallError, Request, SessionState, receive, sessionless_call, sessionless_reply, sessionless_request,
    sessionless_response,
};
use emis_core::types::{DateTime, Guid, Text};

/// Alters a message in every way that the tests have, and says where.
fn alterations(message: &[u8], random: usize, mut check: impl FnMut(&[u8], Option<usize>)) {
    for length in 0..message.len() {
        check(&message[..length], None);
    }
    let mut altered = message.to_vec();
    for at in 0..message.len() {
        for bit in 0..8 {
            altered[at] ^= 1 << bit;
            check(&altered, Some(at));
            altered[at] ^= 1 << bit;
        }
    }
    let mut seeded = Seeded(message.len() as u64);
    for _ in 0..random {
        let mut altered = message.to_vec();
        for _ in 0..=seeded.below(4) {
            let at = seeded.below(altered.len());
            match seeded.below(5) {
                0 => altered[at] = seeded.next().to_le_bytes()[0],
                1 => altered.insert(at, b"<>&;/'\"=!? x"[seeded.below(12)]),
                2 => drop(altered.drain(at..(at + seeded.below(9)).min(altered.len()))),
                3 => {
                    let end = (at + seeded.below(60)).min(altered.len());
                    let piece = altered[at..end].to_vec();
                    let to = seeded.below(altered.len());
                    altered.splice(to..to, piece);
                }
                _ => altered.truncate(at.max(1)),
            }
            if altered.is_empty() {
                altered.push(b'<');
            }
        }
        check(&altered, None);
    }
}

/// Where an alteration must never lead to a verified result: the values of the Session block, and the Body.
fn guarded(message: &[u8]) -> Vec<Range<usize>> {
    let text = core::str::from_utf8(message).unwrap();
    let of = |from: &str, to: &str| {
        let start = text.find(from).unwrap() + from.len();
        start..text.rfind(to).unwrap()
    };
    vec![
        of("<SessionId>", "</SessionId>"),
        of("<Sequence>", "</Sequence>"),
        of("<SessionHash>", "</SessionHash>"),
        of("<s:Body>", "</s:Body>"),
    ]
}

fn slots() -> [Slot<'static>; 2] {
    let start = DateTime::parse("2026-11-22T09:00:00").unwrap();
    [Slot {
        slot_id: 7,
        session_id: 1,
        start_time: start,
        end_time: start,
        slot_type_name: Some(Text::new("A & <b> \u{e9}").unwrap()),
        slot_type: SlotType::Practice,
    }; 2]
}

fn request() -> GetAvailableAppointments<'static> {
    let from = DateTime::parse("2026-11-22T09:00:00").unwrap();
    GetAvailableAppointments { from, to: from, maximum_items: None, after: Some(Text::new("a<b").unwrap()) }
}

fn responded<P: Profile>(begun: &mut Begun<P>) -> (Vec<u8>, Vec<u8>) {
    let (mut out, mut reply) = ([0; 4096], vec![0; 8192]);
    let call = begun.client.call(&request(), &mut out, time(0)).unwrap();
    let message = kept(call.bytes()).to_vec();
    let carried = begun.server.accept(&receive::<P>(&message).unwrap()).unwrap();
    let slots = slots();
    let response = GetAvailableAppointmentsResponse {
        slots: List::new(&slots),
        sessions: List::EMPTY,
        clinicians: List::EMPTY,
        locations: List::EMPTY,
        next: Some(Text::new("n").unwrap()),
    };
    let (n, _) = carried.respond::<GetAvailableAppointments<'_>>(&response, &mut reply).unwrap();
    reply.truncate(n);
    kept(&reply);
    call.not_sent();
    (message, reply)
}

/// Reads a request as every operation: whatever it says, there is an answer.
fn read_as_all(request: &Request<'_>) {
    fn one<'a, O: Operation + emis_core::codec::Decode<'a>>(request: &Request<'a>) {
        let _ = sessionless_request::<O>(request).map(|_| ()).map_err(|problem| problem.field().len());
    }
    one::<GetClinicalVersionInformation>(request);
    one::<EndSession>(request);
    one::<BookAppointment<'_>>(request);
    one::<GetAvailableAppointments<'_>>(request);
    let _ = request.operation();
}

#[test]
fn a_servers_hello() {
    let begun = patient::<OpenProfile>(Version::V2_1);
    let keys = keys::<OpenProfile>();
    let text = core::str::from_utf8(&begun.hello).unwrap();
    let body = text.find("<Profile>").unwrap()..text.find("</BeginSession>").unwrap();
    let mut seen = 0;
    alterations(&begun.hello, 300, |altered, at| {
        let Ok(request) = receive::<OpenProfile>(altered) else { return };
        read_as_all(&request);
        let Ok(read) = ServerHandshake::<OpenProfile>::read(&request) else { return };
        seen += 1;
        let verified = read.verify(&keys).is_ok();
        assert!(!(verified && at.is_some_and(|at| body.contains(&at))), "a flip at {at:?} was taken");
    });
    assert!(seen > 500, "alterations that keep the form reach the validation: {seen}");
}

#[test]
fn a_clients_hello() {
    let relationship = relationship();
    let application = application::<OpenProfile>();
    let start = || -> Handshake<'_, _> {
        let begin = SessionOptions::pinned(ods(), Version::V2_1)
            .for_patient(&relationship)
            .with_iteration_policy(1..=9);
        Handshake::start(&application, begin, &mut Seeded(1), time(0)).unwrap()
    };
    let begun = patient::<OpenProfile>(Version::V2_1);
    let mut out = [0; 2048];
    let n = start().write(&mut out).unwrap();
    assert_eq!(out[..n], begun.hello, "so this is the reply to it");
    assert!(start().read(&begun.reply).is_ok());
    let text = core::str::from_utf8(&begun.reply).unwrap();
    let body = text.find("<SessionId>").unwrap()..text.find("</BeginSessionResponse>").unwrap();
    alterations(&begun.reply, 100, |altered, at| {
        let taken = start().read(altered).is_ok();
        assert!(!(taken && at.is_some_and(|at| body.contains(&at))), "a flip at {at:?} was taken");
    });
}

#[test]
fn a_servers_request() {
    let begun = patient::<OpenProfile>(Version::V2_1);
    let (message, _) = responded(&mut patient::<OpenProfile>(Version::V2_1));
    assert!(
        begun
            .pending
            .stretch(&RelationshipKey::Known(&relationship().key))
            .unwrap()
            .accept(&receive::<OpenProfile>(&message).unwrap())
            .is_ok()
    );
    let guarded = guarded(&message);
    let (mut taken, mut refused) = (0, 0);
    alterations(&message, 10_000, |altered, at| {
        let Ok(request) = receive::<OpenProfile>(altered) else { return };
        let mut server = begun.pending.stretch(&RelationshipKey::Known(&relationship().key)).unwrap();
        if let Ok(call) = server.accept(&request) {
            taken += 1;
            assert!(
                !at.is_some_and(|at| guarded.iter().any(|g| g.contains(&at))),
                "a flip at {at:?} was taken"
            );
            let read = call.read::<GetAvailableAppointments<'_>>(&request).unwrap();
            assert!(read.after.unwrap() == "a<b", "what is verified says what was said");
        } else {
            refused += 1;
        }
        read_as_all(&request);
    });
    assert!(refused > 500, "{taken} {refused}");
}

// SH-16
#[test]
fn a_clients_reply() {
    let (_, reply) = responded(&mut patient::<Quick>(Version::V2_1));
    let guarded = guarded(&reply);
    let mut out = [0; 4096];
    let (mut verified, mut unverified) = (0, 0);
    alterations(&reply, 10_000, |altered, at| {
        // Each is the reply to the first call of a session.
        let mut begun = patient::<Quick>(Version::V2_1);
        let call = begun.client.call(&request(), &mut out, time(0)).unwrap();
        match call.read(altered) {
            Err(CallError::Unverified(_)) => {
                unverified += 1;
            }
            Ok(response) => {
                verified += 1;
                assert!(
                    !at.is_some_and(|at| guarded.iter().any(|g| g.contains(&at))),
                    "a flip at {at:?} was taken"
                );
                assert_eq!(response.slots.iter().filter(|s| s.as_ref().unwrap().slot_id == 7).count(), 2);
            }
            Err(other) => panic!("{other}"),
        }
    });
    assert!(unverified > 10_000, "{verified} {unverified}");
}

/// Past the MAC: whatever a verified Body says, decoding it is calm.
#[test]
fn verified_nonsense() {
    let (_, reply) = responded(&mut patient::<OpenProfile>(Version::V2_1));
    let good = crate::common::body(&reply);
    let mut begun = patient::<crate::common::Null>(Version::V2_1);
    let id = crate::common::id_text(&begun.client);
    let mut out = [0; 4096];
    let (mut k, mut read, mut unread) = (0, 0, 0);
    alterations(good.as_bytes(), 10_000, |altered, _| {
        let Ok(altered) = core::str::from_utf8(altered) else { return };
        if begun.client.state() != SessionState::Live {
            begun = patient::<crate::common::Null>(Version::V2_1);
            k = 0;
        }
        let call = begun.client.call(&request(), &mut out, time(0)).unwrap();
        let message = crate::common::in_session(&id, k + 1, altered);
        match call.read(message.as_bytes()) {
            Ok(response) => {
                k += 1;
                read += 1;
                let items = response.slots.iter().count() + response.sessions.iter().count();
                assert!(items <= altered.len());
                let mut buffer = [0; 256];
                for slot in response.slots.iter().flatten() {
                    let _ = slot.slot_type_name.map(|name| name.unescape(&mut buffer).map(str::len));
                    let _ = format!("{} {}", slot.start_time, slot.slot_type);
                }
            }
            Err(CallError::Unverified(_)) => {}
            Err(_) => {
                k += 1;
                unread += 1;
            }
        }
        // And on the other side: the same bytes as a request.
        if let Ok(request) = receive::<crate::common::Null>(message.as_bytes()) {
            read_as_all(&request);
        }
    });
    assert!(read > 1000 && unread > 1000, "{read} {unread}");
}

#[test]
fn outside_a_session_and_faults() {
    let application = application::<OpenProfile>();
    let mut out = [0; 2048];
    let n = sessionless_call::<_, OpenProfile>(
        &application.id,
        &GetClinicalVersionInformation { ods_code: ods() },
        &mut out,
    )
    .unwrap();
    alterations(&out[..n], 500, |altered, _| {
        if let Ok(request) = receive::<OpenProfile>(altered) {
            read_as_all(&request);
            let _ = ServerHandshake::<OpenProfile>::read(&request);
        }
    });
    let operations = [Text::new("BookAppointment").unwrap()];
    let response = GetClinicalVersionInformationResponse {
        ods_code: ods(),
        practice_name: Text::new("P & Q").unwrap(),
        schema_version: Version::V2_1,
        live: true,
        operations: List::new(&operations),
    };
    let n = sessionless_response::<GetClinicalVersionInformation, OpenProfile>(&response, &mut out).unwrap();
    alterations(&out[..n], 500, |altered, _| {
        if let Ok(read) = sessionless_reply::<GetClinicalVersionInformation, OpenProfile>(altered) {
            let _ = read.operations.iter().count();
        }
    });
    let fault = Fault::new(FaultCode::TooManySessions, Guid::from_bytes([1; 16]));
    let n = emis_core::session::fault_reply::<OpenProfile>(&fault, &mut out).unwrap();
    alterations(&out[..n], 500, |altered, _| {
        let _ = sessionless_reply::<GetClinicalVersionInformation, OpenProfile>(altered)
            .map(|_| ())
            .map_err(|e| e.to_string());
    });
}
