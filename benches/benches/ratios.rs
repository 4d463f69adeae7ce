//! `cargo bench`: what the protocol costs beside the bare primitives that it cannot do without.
//!
//! Two ratios matter: the client's handshake to the sum of its P-256, PBKDF2 and HMAC operations (at most 1.05), and a
//! call with a reply of 2 KB to the SHA-256 and HMAC of the same bytes (at most 2).
#![allow(clippy::unwrap_used, missing_docs)]

use core::hint::black_box;

use emis_benches::{Guessable, ITERATIONS, accept, application, begin, in_turn, relationship, session};
use emis_core::handshake::Handshake;
use emis_core::messages::appointments::{
    Appointment, AppointmentSession, Clinician, GetAvailableAppointments, GetAvailableAppointmentsResponse,
    GetPatientAppointments, GetPatientAppointmentsResponse, Location, Slot, SlotType,
};
use emis_core::messages::{List, Operation, PageSize};
use emis_core::profile::OpenProfile;
use emis_core::session::{Session, receive};
use emis_core::time::Time;
use emis_core::types::{DateTime, Text};
use hmac::{Hmac, KeyInit, Mac};
use p256::elliptic_curve::sec1::ToSec1Point;
use sha2::{Digest, Sha256};

fn hmac(key: &[u8], data: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    data.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

fn handshake() {
    let (application, relationship) = (application(), relationship());
    let start = || -> Handshake<'_, _> {
        Handshake::start(&application, begin(&relationship), &mut Guessable(1), Time::from_millis(0)).unwrap()
    };
    let mut out = [0; 4096];
    let length = start().write(&mut out).unwrap();
    let (reply, _) = accept(&out[..length], &application);
    let peer = p256::SecretKey::from_slice(&[7; 32]).unwrap().public_key().to_sec1_point(false);
    let bare = || {
        let secret = p256::SecretKey::from_slice(black_box(&[3; 32])).unwrap();
        let public = secret.public_key().to_sec1_point(false);
        let peer = p256::PublicKey::from_sec1_bytes(black_box(peer.as_bytes())).unwrap();
        let shared = secret.diffie_hellman(&peer);
        black_box((public, shared.raw_secret_bytes()));
        // ClientValidation, the two agreements, extract, and the two and four expands.
        for _ in 0..10 {
            black_box(hmac(black_box(&[5; 32]), &[&[6; 70]]));
        }
        let stretched: [u8; 32] =
            pbkdf2::pbkdf2_hmac_array::<Sha256, 32>(&[1; 64], &[2; 32], black_box(ITERATIONS));
        black_box(stretched);
    };
    let ours = || {
        let mut out = [0; 2048];
        let handshake = start();
        black_box(handshake.write(&mut out).unwrap());
        black_box(handshake.read(black_box(&reply)).unwrap().finish());
    };
    let pair = in_turn(61, 4, || (), |(), _| bare(), || (), |(), _| ours());
    println!(
        "handshake, client, {ITERATIONS} iterations: {:.0} µs; bare P-256 + PBKDF2 + HMAC: {:.0} µs; ratio {:.3} (at most 1.05)",
        pair.second / 1e3,
        pair.first / 1e3,
        pair.ratio
    );
}

/// Measures a call whose reply has every item read by `read`.
fn call<O: Operation>(
    name: &str,
    request: &O,
    response: &O::Response<'_>,
    read: impl for<'r> Fn(O::Response<'r>),
) {
    // A session cannot make the same call twice. With the same randomness a second session has the same keys, so the
    // replies to its first calls can be made beforehand.
    const CALLS: usize = 400;
    let (mut out, mut reply) = ([0; 4096], [0; 8192]);
    let now = Time::from_millis(0);
    let (mut replies, mut bodies) = (Vec::new(), (0, 0));
    let (mut client, mut server) = session();
    for _ in 0..CALLS {
        let call = client.call(request, &mut out, now).unwrap();
        let carried = server.accept(&receive::<OpenProfile>(call.bytes()).unwrap()).unwrap();
        let (length, replied) = carried.respond::<O>(response, &mut reply).unwrap();
        server.complete(replied);
        bodies = (body_length(call.bytes()), body_length(&reply[..length]));
        call.read(&reply[..length]).unwrap();
        replies.push(reply[..length].to_vec());
    }
    let (request_bytes, reply_bytes) = (vec![b'q'; bodies.0], vec![b'r'; bodies.1]);
    let bare = || {
        for bytes in [&request_bytes, &reply_bytes] {
            let mac = hmac(black_box(&[1; 32]), &[&[0; 8], black_box(bytes)]);
            let mut hash = Sha256::new();
            hash.update(black_box([2; 32]));
            hash.update(mac);
            black_box(hash.finalize());
        }
    };
    // The same words taken by the letter: all the bytes through SHA-256, and all of them through HMAC.
    let both = || {
        for bytes in [&request_bytes, &reply_bytes] {
            black_box(Sha256::digest(black_box(bytes)));
            black_box(hmac(black_box(&[1; 32]), &[black_box(bytes)]));
        }
    };
    let mut ours = |client: &mut Session, reply: &[u8]| {
        let call = client.call(black_box(request), &mut out, now).unwrap();
        black_box(call.bytes());
        read(call.read(black_box(reply)).unwrap());
    };
    let pair =
        in_turn(101, CALLS, || (), |(), _| bare(), || session().0, |client, i| ours(client, &replies[i]));
    println!(
        "call, {name}, request Body {} bytes, reply Body {} bytes, every item read: {:.2} µs; \
         HMAC of the Bodies and SHA-256 of the links, which is the least that the chain takes: {:.2} µs, ratio {:.2}",
        bodies.0,
        bodies.1,
        pair.second / 1e3,
        pair.first / 1e3,
        pair.ratio
    );
    let pair =
        in_turn(101, CALLS, || (), |(), _| both(), || session().0, |client, i| ours(client, &replies[i]));
    println!(
        "    SHA-256 and HMAC of the same bytes, each of all of them: {:.2} µs, ratio {:.2} (at most 2)",
        pair.first / 1e3,
        pair.ratio
    );
}

/// The replies that are read: the patient's appointments with their reasons, and the densest that there is, free slots.
fn calls() {
    let from = DateTime::parse("2026-11-22T09:00:00").unwrap();
    let to = DateTime::parse("2026-12-20T18:00:00").unwrap();
    let clinicians = [Clinician {
        clinician_id: 17,
        display_name: Text::new("Dr Siân O'Neill").unwrap(),
        job_role: Some(Text::new("General Medical Practitioner").unwrap()),
        sex: None,
    }];
    let locations = [Location {
        location_id: 2,
        location_name: Text::new("The Old Mill Surgery").unwrap(),
        postcode: Some(Text::new("LS1 4AP").unwrap()),
    }];
    let ids = [17];
    let sessions = [AppointmentSession {
        session_id: 3104,
        session_name: Some(Text::new("Morning surgery").unwrap()),
        session_type: None,
        location_id: Some(2),
        clinician_ids: List::new(&ids),
    }];
    let tables =
        |s: List<'_, AppointmentSession<'_>>, c: List<'_, Clinician<'_>>, l: List<'_, Location<'_>>| {
            for session in s {
                session.unwrap().clinician_ids.iter().for_each(|id| {
                    black_box(id.unwrap());
                });
            }
            c.iter().for_each(|clinician| {
                black_box(&clinician.unwrap());
            });
            l.iter().for_each(|location| {
                black_box(&location.unwrap());
            });
        };

    let reason = "Follow-up of blood pressure and the new tablets; please bring the readings of the last fortnight \
                  and the letter from the hospital. The knee is no better, and the sleep is worse since the change.";
    let appointments = [Appointment {
        slot_id: 100_200,
        session_id: 3104,
        start_time: from,
        end_time: from,
        slot_type_name: Some(Text::new("Routine GP appointment").unwrap()),
        slot_type: SlotType::Practice,
        booking_reason: Some(Text::new(reason).unwrap()),
        booked_at: Some(from),
        telephone: None,
    }; 3];
    let request =
        GetPatientAppointments { include_past: false, past_from: None, maximum_items: None, after: None };
    let response = GetPatientAppointmentsResponse {
        appointments: List::new(&appointments),
        sessions: List::new(&sessions),
        clinicians: List::new(&clinicians),
        locations: List::new(&locations),
        next: None,
    };
    call("the patient's appointments", &request, &response, |response| {
        response.appointments.iter().for_each(|appointment| {
            black_box(&appointment.unwrap());
        });
        tables(response.sessions, response.clinicians, response.locations);
    });

    let slots: Vec<_> = (0..8)
        .map(|i| Slot {
            slot_id: 100_200 + i,
            session_id: 3104,
            start_time: from,
            end_time: from,
            slot_type_name: Some(Text::new("Routine GP appointment").unwrap()),
            slot_type: SlotType::Practice,
        })
        .collect();
    let request =
        GetAvailableAppointments { from, to, maximum_items: Some(PageSize::new(50).unwrap()), after: None };
    let response = GetAvailableAppointmentsResponse {
        slots: List::new(&slots),
        sessions: List::new(&sessions),
        clinicians: List::new(&clinicians),
        locations: List::new(&locations),
        next: None,
    };
    call("free slots", &request, &response, |response| {
        response.slots.iter().for_each(|slot| {
            black_box(&slot.unwrap());
        });
        tables(response.sessions, response.clinicians, response.locations);
    });
}

fn body_length(message: &[u8]) -> usize {
    let text = core::str::from_utf8(message).unwrap();
    let (_, rest) = text.split_once("<s:Body>").unwrap();
    rest.split_once("</s:Body>").unwrap().0.len()
}

fn main() {
    // A word after `--` chooses one of the two.
    let chosen = |name: &str| {
        let mut words = std::env::args().skip(1).filter(|word| !word.starts_with('-')).peekable();
        words.peek().is_none() || words.any(|word| word == name)
    };
    if chosen("handshake") {
        handshake();
    }
    if chosen("call") {
        calls();
    }
}
