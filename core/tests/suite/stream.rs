//! Streaming replies: what comes through a short window in pieces is what the whole reply says, and nothing is confirmed
//! that was not verified.

use crate::common::{
    NULL_HASH, Null, Quick, begin, envelope, id_text, in_session, patient, relationship, time,
};
use emis_core::fault::{Fault, FaultCode};
use emis_core::messages::DecodeErrorKind;
use emis_core::messages::appointments::{AvailableAppointmentsPart, GetAvailableAppointments};
use emis_core::messages::record::{
    GetMedicalRecordDocumentContent, GetMedicalRecordDocumentContentResponse,
    MedicalRecordDocumentContentPart,
};
use emis_core::profile::{Profile, Version};
use emis_core::session::{
    Call, CallError, Outcome, Session, SessionState, StreamingReply, UnverifiedReply, receive,
};
use emis_core::types::{Base64, DateTime, Guid, Text};

type Search = GetAvailableAppointments<'static>;

fn search() -> Search {
    let from = DateTime::parse("2026-11-22T09:00:00").unwrap();
    GetAvailableAppointments { from, to: from, maximum_items: None, after: None }
}

fn document() -> GetMedicalRecordDocumentContent<'static> {
    GetMedicalRecordDocumentContent { document_id: Text::new("d").unwrap() }
}

/// What a reply says: its items in order, then the rest; or what is wrong with it.
#[derive(Debug, PartialEq)]
struct Said {
    items: Vec<String>,
    end: Result<String, String>,
    outcome: Outcome,
    state: SessionState,
}

fn part(part: &AvailableAppointmentsPart<'_>) -> String {
    match part {
        AvailableAppointmentsPart::Slot(slot) => {
            format!("slot {} {:?}", slot.slot_id, slot.slot_type_name.map(|t| t.to_string()))
        }
        AvailableAppointmentsPart::Session(session) => {
            let clinicians: Vec<_> = session.clinician_ids.iter().collect();
            format!("session {} {clinicians:?}", session.session_id)
        }
        AvailableAppointmentsPart::Clinician(c) => format!("clinician {} {}", c.clinician_id, c.display_name),
        AvailableAppointmentsPart::Location(l) => format!("location {} {}", l.location_id, l.location_name),
        _ => "unknown".to_owned(),
    }
}

fn error<P: Profile>(error: &CallError, session: &Session<P>, items: Vec<String>) -> Said {
    let text = match error {
        CallError::Fault(fault) => format!("fault {}", fault.code.is_some()),
        other => format!("{other:?}"),
    };
    Said { items, end: Err(text), outcome: error.outcome(), state: session.state() }
}

/// The reply, read as a whole.
fn whole(reply: &dyn Fn(&str) -> String) -> Said {
    let mut begun = begin::<Null>(Version::V2_1, Some(&relationship()), 1);
    let reply = reply(&id_text(&begun.client));
    let mut out = [0; 4096];
    let call = begun.client.call(&search(), &mut out, time(0)).unwrap();
    match call.read(reply.as_bytes()) {
        Ok(response) => {
            use AvailableAppointmentsPart::{Clinician, Location, Session, Slot};
            let mut items = Vec::new();
            let mut put = |item: Result<AvailableAppointmentsPart<'_>, _>| {
                items.push(
                    item.map_or_else(|_: emis_core::messages::DecodeError| "bad".to_owned(), |p| part(&p)),
                );
            };
            response.slots.iter().for_each(|i| put(i.map(Slot)));
            response.sessions.iter().for_each(|i| put(i.map(Session)));
            response.clinicians.iter().for_each(|i| put(i.map(Clinician)));
            response.locations.iter().for_each(|i| put(i.map(Location)));
            let end = Ok(format!("{:?}", response.next.map(|t| t.to_string())));
            Said { items, end, outcome: Outcome::CarriedOut, state: begun.client.state() }
        }
        Err(e) => error(&e, &begun.client, Vec::new()),
    }
}

/// Feeds bytes in pieces, and gives out what comes of them.
fn feed<O: emis_core::messages::Streamed, P: Profile>(
    reply: &mut StreamingReply<'_, '_, '_, O, P>,
    mut bytes: &[u8],
    piece: usize,
    mut sink: impl for<'p> FnMut(Result<O::Part<'p>, emis_core::messages::DecodeError>),
) {
    loop {
        while let Some(part) = reply.next() {
            sink(part.map(emis_core::session::Provisional::unconfirmed));
        }
        let space = reply.space();
        let count = space.len().min(piece).min(bytes.len());
        if count == 0 {
            return;
        }
        space[..count].copy_from_slice(&bytes[..count]);
        bytes = &bytes[count..];
        reply.filled(count);
    }
}

/// The same reply, streamed through a window in pieces of this many bytes.
fn streamed(reply: &dyn Fn(&str) -> String, window: usize, piece: usize) -> Said {
    let mut begun = begin::<Null>(Version::V2_1, Some(&relationship()), 1);
    let bytes = reply(&id_text(&begun.client));
    let mut out = [0; 4096];
    let mut window = vec![0; window];
    let mut items = Vec::new();
    let call = begun.client.call(&search(), &mut out, time(0)).unwrap();
    let mut reply = call.stream(&mut window);
    feed(&mut reply, bytes.as_bytes(), piece, |item| {
        items.push(item.map_or_else(|_| "bad".to_owned(), |p| part(&p)));
    });
    match reply.finish() {
        Ok(response) => {
            assert!(response.slots.is_empty() && response.locations.is_empty());
            let end = Ok(format!("{:?}", response.next.map(|t| t.to_string())));
            Said { items, end, outcome: Outcome::CarriedOut, state: begun.client.state() }
        }
        Err(e) => error(&e, &begun.client, items),
    }
}

fn slot(id: usize) -> String {
    format!(
        "<Slot><SlotId>{id}</SlotId><SessionId>1</SessionId><StartTime>2026-11-22T09:00:00</StartTime>\
         <EndTime>2026-11-22T09:10:00</EndTime><SlotTypeName>A &amp; B {id}</SlotTypeName>\
         <SlotType>Practice</SlotType></Slot>"
    )
}

fn response(slots: &str) -> String {
    format!(
        "<GetAvailableAppointmentsResponse xmlns=\"urn:emis-ps:1\"><Slots>{slots}</Slots><Sessions><Session>\
         <SessionId>1</SessionId><ClinicianIds><ClinicianId>7</ClinicianId></ClinicianIds></Session></Sessions>\
         <Clinicians><Clinician><ClinicianId>7</ClinicianId><DisplayName>D\u{e9}</DisplayName></Clinician></Clinicians>\
         <Locations></Locations><Next>n&#13;</Next></GetAvailableAppointmentsResponse>"
    )
}

/// Bodies that say the same streamed and whole.
fn bodies() -> Vec<String> {
    let three = format!("{}{}{}", slot(1), slot(2), slot(3));
    let good = response(&three);
    let prefixed = good
        .replace("xmlns=", "xmlns:p=")
        .replace("</", "</p:")
        .replace('<', "<p:")
        .replace("<p:/p:", "</p:");
    vec![
        good.clone(),
        prefixed,
        response(""),
        // White space between elements, attributes, unknown elements, an order of its own.
        good.replace("><", "> \t\r\n<").replace("\"> \t\r\n<Slots", "\"><Slots"),
        good.replace("<Slot>", "<Slot a=\"/>\" b='>'>").replace("<Slots>", "<Slots a='x'>"),
        good.replace("<Slots>", "<Later><a/><b c='d'>x</b></Later><Later/><Slots>"),
        good.replace("</Slots>", "</Slots><Later>y</Later>"),
        good.replace("<Locations></Locations>", "<Locations/>"),
        good.replace("<Clinicians>", "<Clinicians><Later>x</Later><Later/>"),
        good.replace("<Next>n&#13;</Next>", ""),
        // An item that cannot be read, and one that can.
        response(&format!("{}{}", slot(1).replace("Practice", ""), slot(2))),
        response(&format!("{}{}<Slot/>", slot(1).replace("11-22", "02-30"), slot(2))),
        // What makes the whole unreadable, with nothing given out before.
        good.replace("<Slots>", "<Slots xmlns='urn:other'>"),
        good.replace("<Slots>", "x<Slots>"),
        good.replace("<Slots>", "<p:Slots>"),
        good.replace("<Slots>", "<Slots></Slots><Slots>").replace(&three, ""),
        good.replace("<Slots>", "<Next>a</Next><Slots>")
            .replace(&three, "")
            .replace("<Session>", "<X>")
            .replace("</Session>", "</X>")
            .replace("<Clinician>", "<X>")
            .replace("</Clinician>", "</X>"),
        "<GetPatientAppointmentsResponse xmlns=\"urn:emis-ps:1\"></GetPatientAppointmentsResponse>"
            .to_owned(),
        "<GetAvailableAppointmentsResponse></GetAvailableAppointmentsResponse>".to_owned(),
        "<GetAvailableAppointmentsResponse xmlns=\"urn:emis-ps:1\"/>".to_owned(),
        "<a/><b/>".to_owned(),
        " <a/>".to_owned(),
        "<a/> ".to_owned(),
        String::new(),
        "text".to_owned(),
        format!("{} ", response("")),
        format!("{}<a></a>", response(""))
            .replace("<Session>", "<X>")
            .replace("</Session>", "</X>")
            .replace("<Clinician>", "<X>")
            .replace("</Clinician>", "</X>"),
        fault(),
    ]
}

fn fault() -> String {
    "<s:Fault xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" xmlns=\"urn:emis-ps:1\"><s:Code><s:Value>s:Sender\
     </s:Value></s:Code><s:Reason><s:Text xml:lang=\"en\">x</s:Text></s:Reason><s:Detail><FaultDetail><Code>\
     ServiceNotEnabled</Code><CorrelationId>00000000-0000-4000-8000-000000000001</CorrelationId></FaultDetail>\
     </s:Detail></s:Fault>"
        .to_owned()
}

#[test]
fn a_streamed_reply_says_what_the_whole_one_says() {
    for body in bodies() {
        let reply = |id: &str| in_session(id, 1, &body);
        let mut expected = whole(&reply);
        // An end tag that closes nothing is seen as the Body's, and the reply as no envelope.
        for piece in [1, 2, 3, 7, 64, 100_000] {
            let mut said = streamed(&reply, 4096, piece);
            // Items come in the reply's order; of an unreadable reply some may have come before.
            if said.end.is_err() {
                said.items.clear();
                expected.items.clear();
            }
            assert_eq!(said, expected, "{piece}: {body}");
        }
    }
}

#[test]
fn the_envelope_may_be_any_that_the_specification_allows() {
    let body = response(&slot(1));
    let envelopes: [&dyn Fn(&str) -> String; 6] = [
        &|id| format!("\u{FEFF}<?xml version='1.0' encoding='utf-8'?>\n{}\r\n ", in_session(id, 1, &body)),
        &|id| {
            in_session(id, 1, &body)
                .replace("<s:", "<soap:")
                .replace("</s:", "</soap:")
                .replace("xmlns:s=", "xmlns:soap=")
        },
        &|id| {
            in_session(id, 1, &body)
                .replace("<s:Header>", " <s:Header><Body xmlns='x'/><x:y xmlns:x='x'>z</x:y>")
        },
        &|id| in_session(id, 1, &body).replace("</s:Body></s:Envelope>", "</s:Body >\n</s:Envelope\t>"),
        &|id| in_session(id, 1, &body).replace("<s:Body>", "<s:Body a='>'>"),
        &|id| {
            in_session(id, 1, &body)
                .replace("<s:Envelope", "<?xml version=\"1.0\" encoding=\"UTF-8\"?><s:Envelope")
        },
    ];
    for (n, reply) in envelopes.into_iter().enumerate() {
        let expected = whole(reply);
        assert!(expected.end.is_ok(), "{n}: {expected:?}");
        for piece in [1, 5, 100_000] {
            assert_eq!(streamed(reply, 4096, piece), expected, "{n} {piece}");
        }
    }
    let refused: [&dyn Fn(&str) -> String; 12] = [
        &|id| in_session(id, 1, &body) + "<a/>",
        &|id| in_session(id, 1, &body) + "x",
        &|id| in_session(id, 1, &body).replace("</s:Body>", "</s:Body>x"),
        &|id| in_session(id, 1, &body).replace("</s:Body>", "</s:Body><s:Body></s:Body>"),
        &|id| in_session(id, 1, &body).replace("</s:Body>", "</s:Bod>"),
        &|id| in_session(id, 1, &body).replace("</s:Envelope>", "</s:Envelop>"),
        &|id| in_session(id, 1, &body).replace("</s:Envelope>", ""),
        &|id| in_session(id, 2, &body),
        &|id| in_session(&id.replace(['0', '1'], "2"), 1, &body),
        &|_| envelope("", &body),
        &|id| in_session(id, 1, &body).replace(NULL_HASH, &NULL_HASH.replace("AAA=", "AAE=")),
        &|id| format!("<!-- -->{}", in_session(id, 1, &body)),
    ];
    for (n, reply) in refused.into_iter().enumerate() {
        let whole = whole(reply);
        // Of the two Bodies only the last one's end is the end, so that what stands before it is verified, and malformed.
        let state = if n == 3 { SessionState::Live } else { SessionState::InDoubt };
        assert_eq!((whole.outcome, whole.state), (Outcome::Unknown, state), "{n}");
        for piece in [1, 5, 100_000] {
            let said = streamed(reply, 4096, piece);
            assert_eq!((said.outcome, said.state), (Outcome::Unknown, state), "{n} {piece}");
            assert!(said.end.is_err());
        }
    }
}

#[test]
fn a_window_that_is_too_short_says_so_and_the_session_goes_on() {
    let many: String = (0..200).map(slot).collect();
    let body = response(&many);
    let reply = |id: &str| in_session(id, 1, &body);
    let expected = whole(&reply);
    assert_eq!(expected.items.len(), 202);
    let (mut refused, mut unreadable, mut read) = (0, 0, 0);
    for window in 0..900 {
        let said = streamed(&reply, window, 50);
        match &said.end {
            Ok(_) => {
                assert_eq!(said, expected, "{window}");
                read += 1;
            }
            // The head does not fit: nothing can be verified.
            Err(error) if said.state == SessionState::InDoubt => {
                assert!(error.contains("HeaderTooLong"), "{window} {error}");
                refused += 1;
            }
            Err(error) => {
                assert!(error.contains("TooLong"), "{window} {error}");
                assert_eq!((said.outcome, said.state), (Outcome::CarriedOut, SessionState::Live));
                unreadable += 1;
            }
        }
    }
    // Each of the three happens, in this order.
    assert!(refused > 100 && read > 100, "{refused} {unreadable} {read}");
}

#[test]
fn a_fault_longer_than_the_window_is_not_taken_for_a_refusal() {
    let body = fault().replace(">x<", &format!(">{}<", "x".repeat(5000)));
    let reply = |id: &str| in_session(id, 1, &body);
    assert_eq!(whole(&reply).outcome, Outcome::NotCarriedOut);
    let said = streamed(&reply, 2048, 100);
    assert_eq!((said.outcome, said.state), (Outcome::Unknown, SessionState::Live), "{said:?}");
    assert_eq!(streamed(&reply, 8192, 100), whole(&reply));
}

// SH-17
#[test]
fn an_unauthenticated_fault_is_a_hint() {
    let reply = |_: &str| envelope("", &fault());
    let said = streamed(&reply, 4096, 10);
    assert_eq!(said, whole(&reply));
    assert!(said.end.unwrap_err().contains("ServiceNotEnabled"));
    assert_eq!(said.state, SessionState::InDoubt);
}

#[test]
fn work_is_bounded_however_much_is_kept() {
    // A long field that is kept, and a great many short items behind it, each of which is read beside it.
    let long = "<Next a='".to_owned() + &"x".repeat(60_000) + "'>n</Next>";
    let body = response(&"<X/>".repeat(100_000)).replace("<Slots>", &format!("{long}<Slots>"));
    let reply = |id: &str| in_session(id, 1, &body);
    let said = streamed(&reply, 65_536, 65_536);
    assert!(said.end.unwrap_err().contains("TooLong"));
    assert_eq!(said.state, SessionState::Live);
}

/// A document's reply on the real chain, from the server's side.
fn document_reply(
    call: &[u8],
    server: &mut emis_core::session::ServerSession<Quick>,
    content: &str,
) -> Vec<u8> {
    let request = receive::<Quick>(call).unwrap();
    let carried = server.accept(&request).unwrap();
    let response = GetMedicalRecordDocumentContentResponse {
        document_id: Text::new("d").unwrap(),
        content_type: Text::new("text/html").unwrap(),
        content: Base64::new(content).unwrap(),
    };
    let mut reply = vec![0; content.len() + 4096];
    let (n, replied) = carried.respond::<GetMedicalRecordDocumentContent<'_>>(&response, &mut reply).unwrap();
    server.complete(replied);
    reply.truncate(n);
    reply
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    bytes
        .chunks(3)
        .flat_map(|chunk| {
            let word = chunk.iter().enumerate().fold(0u32, |w, (i, b)| w | u32::from(*b) << (16 - 8 * i));
            (0..4).map(move |i| {
                if i <= chunk.len() {
                    char::from(ALPHABET[(word >> (18 - 6 * i)) as usize & 63])
                } else {
                    '='
                }
            })
        })
        .collect()
}

fn content<P: Profile>(
    call: Call<'_, '_, GetMedicalRecordDocumentContent<'static>, P>,
    reply: &[u8],
    window: &mut [u8],
    piece: usize,
) -> (Vec<u8>, Result<String, (String, Outcome)>) {
    let mut bytes = Vec::new();
    let mut stream = call.stream(window);
    feed(&mut stream, reply, piece, |part| match part.unwrap() {
        MedicalRecordDocumentContentPart::Content(more) => bytes.extend_from_slice(more),
        _ => panic!(),
    });
    let end = stream.finish();
    let end = end.map(|r| r.content_type.to_string()).map_err(|e| (format!("{e:?}"), e.outcome()));
    (bytes, end)
}

#[test]
fn a_long_document_comes_through_a_short_window() {
    let document_bytes: Vec<u8> =
        (0..5_000_000u32).map(|i| i.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect();
    let text = base64(&document_bytes);
    let mut begun = patient::<Quick>(Version::V2_1);
    let mut out = [0; 4096];
    let mut window = [0; 4096];
    let call = begun.client.call(&document(), &mut out, time(0)).unwrap();
    let reply = document_reply(call.bytes(), &mut begun.server, &text);
    let (bytes, end) = content(call, &reply, &mut window, 1460);
    assert_eq!(end.unwrap(), "text/html");
    assert!(bytes == document_bytes);
    assert_eq!(begun.client.state(), SessionState::Live);
    // The chain has gone on: the next call is answered too.
    for length in 1..10 {
        let text = base64(&document_bytes[..length]);
        let call = begun.client.call(&document(), &mut out, time(0)).unwrap();
        let reply = document_reply(call.bytes(), &mut begun.server, &text);
        let (bytes, end) = content(call, &reply, &mut window, 3);
        assert_eq!(bytes, document_bytes[..length]);
        end.unwrap();
    }
}

#[test]
fn content_may_hold_white_space_and_has_to_be_canonical() {
    let reply = |id: &str, content: &str| {
        in_session(
            id,
            1,
            &format!(
                "<GetMedicalRecordDocumentContentResponse xmlns=\"urn:emis-ps:1\"><DocumentId>d</DocumentId>\
                 <ContentType>t</ContentType><Content>{content}</Content></GetMedicalRecordDocumentContentResponse>"
            ),
        )
    };
    let good = ["AAEC", "AAE=", "AA==", " A A\nE\tC\r\n", "AAECAAEC AA==\n", &base64(&[7; 1000])];
    let bad = [
        // A document of nothing is none (OP-4).
        "",
        " \n",
        "A",
        "AA",
        "AAE",
        "AAECA",
        "AAE=AAEC",
        "AA==AAEC",
        "AAF=",
        "AB==",
        "A===",
        "====",
        "AAE_",
        "&#65;AEC",
        "AAEC<a/>",
        "AAEC\u{e9}",
        "<a/>",
    ];
    for (contents, is_good) in [(&good[..], true), (&bad[..], false)] {
        for text in contents {
            let mut begun = begin::<Null>(Version::V2_1, Some(&relationship()), 1);
            let bytes = reply(&id_text(&begun.client), text);
            let mut out = [0; 4096];
            let call = begun.client.call(&document(), &mut out, time(0)).unwrap();
            let expected = call.read(bytes.as_bytes()).map(|r| {
                let mut out = vec![0; 1000];
                r.content.decode(&mut out).unwrap().to_vec()
            });
            assert_eq!(expected.is_ok(), is_good, "{text}");
            let expected = expected.ok();
            for (window, piece) in [(1024, 1), (1024, 3), (700, 10), (4096, 5000)] {
                let mut begun = begin::<Null>(Version::V2_1, Some(&relationship()), 1);
                let call = begun.client.call(&document(), &mut out, time(0)).unwrap();
                let (bytes, end) = content(call, bytes.as_bytes(), &mut vec![0; window], piece);
                assert_eq!(end.is_ok(), is_good, "{text} {end:?}");
                assert_eq!(begun.client.state(), SessionState::Live);
                match (expected.as_ref(), end) {
                    (Some(expected), _) => assert_eq!(&bytes, expected, "{text}"),
                    (None, Err((error, outcome))) => {
                        assert!(error.contains(&format!("{:?}", DecodeErrorKind::Invalid)), "{text} {error}");
                        assert_eq!(outcome, Outcome::CarriedOut);
                    }
                    (None, Ok(_)) => panic!(),
                }
            }
        }
    }
}

// SH-16
#[test]
fn every_prefix_and_every_flipped_bit_confirms_nothing() {
    let mut begun = patient::<Quick>(Version::V2_1);
    let mut out = [0; 4096];
    let call = begun.client.call(&document(), &mut out, time(0)).unwrap();
    let reply = document_reply(call.bytes(), &mut begun.server, &base64(&[9; 100]));
    drop(call);
    let body = reply.windows(8).position(|w| w == b"<s:Body>").unwrap() + 8
        ..reply.windows(9).position(|w| w == b"</s:Body>").unwrap();
    let mut try_one = |bytes: &[u8], piece: usize| {
        // The same seed makes the same session.
        let mut begun = patient::<Quick>(Version::V2_1);
        let call = begun.client.call(&document(), &mut out, time(0)).unwrap();
        let end = content(call, bytes, &mut [0; 1024], piece).1;
        (end, begun.client.state())
    };
    assert!(try_one(&reply, 20).0.is_ok());
    for length in 0..reply.len() {
        let (end, state) = try_one(&reply[..length], 33);
        assert!(end.is_err(), "{length}");
        assert_eq!((end.unwrap_err().1, state), (Outcome::Unknown, SessionState::InDoubt), "{length}");
    }
    let mut flipped = reply.clone();
    for at in 0..reply.len() {
        for bit in 0..8 {
            flipped[at] ^= 1 << bit;
            let (end, state) = try_one(&flipped, 50);
            if body.contains(&at) {
                assert!(end.is_err(), "{at} {bit}");
                assert_eq!(state, SessionState::InDoubt, "{at} {bit}");
            } else if end.is_ok() {
                assert_eq!(state, SessionState::Live);
            }
            flipped[at] ^= 1 << bit;
        }
    }
}

/// With the real chain: what stands around the Body is no part of it.
#[test]
fn white_space_behind_the_body_is_not_hashed() {
    let mut begun = patient::<Quick>(Version::V2_1);
    let mut out = [0; 4096];
    let call = begun.client.call(&document(), &mut out, time(0)).unwrap();
    let reply = document_reply(call.bytes(), &mut begun.server, &base64(&[9; 100]));
    drop(call);
    let reply = String::from_utf8(reply).unwrap();
    for around in [
        reply.replace("</s:Body>", "</s:Body>\n "),
        format!("{reply}\r\n "),
        reply.replace("</s:Body>", "</s:Body >\t") + "\n",
    ] {
        for piece in [1, 7, 100_000] {
            let mut begun = patient::<Quick>(Version::V2_1);
            let call = begun.client.call(&document(), &mut out, time(0)).unwrap();
            let end = content(call, around.as_bytes(), &mut [0; 1024], piece).1;
            assert!(end.is_ok(), "{piece} {around}");
            assert_eq!(begun.client.state(), SessionState::Live);
        }
    }
    // Nothing else may stand there, even if it never ends.
    for behind in ["<", "<abc", "\n<a b='", "</", "<?", "x"] {
        for piece in [1, 7, 100_000] {
            let mut begun = patient::<Quick>(Version::V2_1);
            let call = begun.client.call(&document(), &mut out, time(0)).unwrap();
            let end = content(call, format!("{reply}{behind}").as_bytes(), &mut [0; 1024], piece).1;
            assert_eq!(end.unwrap_err().1, Outcome::Unknown, "{piece} {behind}");
            assert_eq!(begun.client.state(), SessionState::InDoubt);
        }
    }
}

#[test]
fn a_stream_that_is_dropped_leaves_the_session_in_doubt() {
    let mut begun = patient::<Quick>(Version::V2_1);
    let mut out = [0; 4096];
    let mut window = [0; 1024];
    drop(begun.client.call(&document(), &mut out, time(0)).unwrap().stream(&mut window));
    assert_eq!(begun.client.state(), SessionState::InDoubt);
}

#[test]
fn a_refusal_on_the_real_chain_keeps_the_session() {
    let mut begun = patient::<Quick>(Version::V2_1);
    let mut out = [0; 4096];
    let call = begun.client.call(&document(), &mut out, time(0)).unwrap();
    let request = receive::<Quick>(call.bytes()).unwrap();
    let carried = begun.server.accept(&request).unwrap();
    let mut reply = [0; 4096];
    let fault = Fault::new(FaultCode::DocumentNotFound, Guid::from_bytes([1; 16]));
    let (n, replied) = carried.refuse(&fault, &mut reply).unwrap();
    begun.server.complete(replied);
    let mut window = [0; 1024];
    let mut stream = call.stream(&mut window);
    feed(&mut stream, &reply[..n], 10, |_| panic!());
    match stream.finish() {
        Err(CallError::Fault(fault)) => assert_eq!(fault.code, Some(FaultCode::DocumentNotFound)),
        other => panic!("{other:?}"),
    }
    assert_eq!(begun.client.state(), SessionState::Live);
}

#[test]
fn what_is_provisional_shows_nothing() {
    let reply = |id: &str| in_session(id, 1, &response(&slot(1)));
    let mut begun = begin::<Null>(Version::V2_1, Some(&relationship()), 1);
    let bytes = reply(&id_text(&begun.client));
    let mut out = [0; 4096];
    let mut window = [0; 4096];
    let mut stream = begun.client.call(&search(), &mut out, time(0)).unwrap().stream(&mut window);
    stream.space()[..bytes.len()].copy_from_slice(bytes.as_bytes());
    stream.filled(bytes.len());
    let part = stream.next().unwrap().unwrap();
    assert_eq!(
        format!("{part:?} {:?}", part.unconfirmed()),
        "Provisional(redacted) AvailableAppointmentsPart(redacted)"
    );
    // Not asked for until nothing more was there: there is no space.
    assert!(stream.space().is_empty());
    assert!(!format!("{stream:?}").contains("slot"));
    let unverified = UnverifiedReply::SessionHash;
    assert!(format!("{unverified}").contains("SessionHash"));
}

/// A reply whose Body is not well-formed is verified all the same, in one piece and in several: the practice has said it,
/// so the session goes on.
#[test]
fn a_malformed_body_is_verified_and_refused() {
    let good = response(&slot(1));
    let end = "</s:Body></s:Envelope>";
    let root = "<GetAvailableAppointmentsResponse xmlns=\"urn:emis-ps:1\">";
    let bodies = [
        // In the element, before it, behind it.
        good.replace("<Slots>", "<!-- --><Slots>"),
        good.replace("<Slots>", "<!-- </s:Body></s:Envelope> --><Slots>"),
        format!("<!---->{good}"),
        format!("{good}<!-- -->"),
        "<!--".to_owned(),
        "<!-- > <a b='".to_owned(),
        good.replace("<Slots>", "<Slots><!-- -->"),
        good.replace("<Slot>", "<Slot><!-- -->"),
        good.replace("<Slots>", "<![CDATA[</Slots>]]><Slots>"),
        good.replace("<Slots>", "<?x?><Slots>"),
        format!("<!DOCTYPE x>{good}"),
        // What looks like the end and is not.
        format!("{good}{end}"),
        format!("{good}{end} {good}"),
        format!("{root}{end}"),
        format!("{root}<Slots><Slot>{end}"),
        format!("{root}<Slots><Slot><a>{end}{end}"),
        format!("{root}<Slots><s:Body xmlns:s='a'></s:Body></s:Envelope>"),
        good.replace("<Slots>", &format!("<Slots a='{end}")),
        format!("{good}<x a=\""),
        format!("{good}</x>"),
        "</s:Body>".to_owned(),
        String::new(),
        "x".to_owned(),
    ];
    for body in &bodies {
        let reply = |id: &str| in_session(id, 1, body);
        let whole = whole(&reply);
        let error = whole.end.as_ref().unwrap_err();
        assert!(error.contains("InvalidResponse"), "{body}: {error}");
        assert_eq!(whole.state, SessionState::Live, "{body}");
        for (window, piece) in [(600, 1), (600, 7), (4096, 100), (65_536, 65_536)] {
            let said = streamed(&reply, window, piece);
            assert!(said.end.as_ref().unwrap_err().contains("InvalidResponse"), "{body}: {said:?}");
            assert_eq!(said.state, whole.state, "{body}");
            // In pieces, the first fault is reported: an element that is not ours, or a tag longer than the window.
            let error = said.end.unwrap_err();
            if error.contains("Malformed") {
                assert_eq!(said.outcome, whole.outcome, "{body}");
            } else {
                assert!(
                    body.contains("<s:Body") || window == 600 && error.contains("TooLong"),
                    "{body}: {error}"
                );
            }
        }
    }
}
