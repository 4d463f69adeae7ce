//! One verdict on a Body, whichever way it is read: by the fast path, validated, or streamed through a window. What is not
//! well-formed, or beyond the limits, is an error of the reply as a whole, even where it stands inside a list; what is wrong
//! with a value is an error of its item.

use crate::common::{Null, id_text, in_session, patient, time};
use emis_core::messages::appointments::{
    AvailableAppointmentsPart, GetAvailableAppointments, GetAvailableAppointmentsResponse,
};
use emis_core::messages::{DecodeError, DecodeErrorKind};
use emis_core::profile::Version;
use emis_core::session::{CallError, Outcome, Provisional, SessionState};
use emis_core::types::DateTime;

/// The items, each with whether it can be read, its own lists included; or what is wrong with the whole.
type Verdict = Result<Vec<bool>, DecodeErrorKind>;

fn request() -> GetAvailableAppointments<'static> {
    let from = DateTime::parse("2026-11-22T09:00:00").unwrap();
    GetAvailableAppointments { from, to: from, maximum_items: None, after: None }
}

fn end(error: &CallError, state: SessionState) -> DecodeErrorKind {
    let CallError::InvalidResponse(error) = error else { panic!("{error}") };
    assert_eq!(state, SessionState::Live);
    error.kind
}

fn is_good(part: Result<AvailableAppointmentsPart<'_>, DecodeError>) -> bool {
    match part {
        Ok(AvailableAppointmentsPart::Session(session)) => session.clinician_ids.iter().all(|id| id.is_ok()),
        part => part.is_ok(),
    }
}

fn parts(response: &GetAvailableAppointmentsResponse<'_>) -> Vec<bool> {
    use AvailableAppointmentsPart::{Clinician, Location, Session, Slot};
    let slots = response.slots.iter().map(|item| is_good(item.map(Slot)));
    let sessions = response.sessions.iter().map(|item| is_good(item.map(Session)));
    let clinicians = response.clinicians.iter().map(|item| is_good(item.map(Clinician)));
    let locations = response.locations.iter().map(|item| is_good(item.map(Location)));
    slots.chain(sessions).chain(clinicians).chain(locations).collect()
}

fn whole(body: &str) -> Verdict {
    let mut begun = patient::<Null>(Version::V2_1);
    let reply = in_session(&id_text(&begun.client), 1, body);
    let mut out = [0; 1024];
    let call = begun.client.call(&request(), &mut out, time(0)).unwrap();
    match call.read(reply.as_bytes()) {
        Ok(response) => Ok(parts(&response)),
        Err(error) => Err(end(&error, begun.client.state())),
    }
}

fn streamed(body: &str, window: usize, piece: usize) -> Verdict {
    let mut begun = patient::<Null>(Version::V2_1);
    let reply = in_session(&id_text(&begun.client), 1, body);
    let (mut out, mut window) = ([0; 1024], vec![0; window]);
    let call = begun.client.call(&request(), &mut out, time(0)).unwrap();
    let mut stream = call.stream(&mut window);
    let mut items = Vec::new();
    let mut rest = reply.as_bytes();
    loop {
        while let Some(part) = stream.next() {
            items.push(is_good(part.map(Provisional::unconfirmed)));
        }
        let space = stream.space();
        let length = space.len().min(piece).min(rest.len());
        if length == 0 {
            break;
        }
        space[..length].copy_from_slice(&rest[..length]);
        rest = &rest[length..];
        stream.filled(length);
    }
    match stream.finish() {
        Ok(_) => Ok(items),
        Err(error) => Err(end(&error, begun.client.state())),
    }
}

/// The verdict on a response with these fields, which is the same in every way.
#[track_caller]
fn verdict(fields: &str) -> Verdict {
    let body = |quote: char| {
        format!(
            "<GetAvailableAppointmentsResponse xmlns={quote}urn:emis-ps:1{quote}>{fields}\
             </GetAvailableAppointmentsResponse>"
        )
    };
    // Written so, it is never read by the fast path.
    let validated = whole(&body('\''));
    assert_eq!(whole(&body('"')), validated, "{fields}");
    for quote in ['"', '\''] {
        for (window, piece) in [(4096, 1), (4096, 100), (65_536, 65_536)] {
            assert_eq!(streamed(&body(quote), window, piece), validated, "{fields} in pieces of {piece}");
        }
    }
    validated
}

const SLOTS: &str = "<Slots></Slots>";

/// A session with these clinicians, and another one.
fn sessions(clinicians: &str) -> String {
    format!(
        "{SLOTS}<Sessions><Session><SessionId>1</SessionId><ClinicianIds>{clinicians}</ClinicianIds></Session>\
         <Session><SessionId>2</SessionId><ClinicianIds></ClinicianIds></Session></Sessions>"
    )
}

fn location(declarations: usize) -> String {
    let declared: String = (0..declarations).map(|i| format!(" xmlns:p{i}=\"urn:{i}\"")).collect();
    format!(
        "{SLOTS}<Locations><Location><LocationId>1</LocationId><LocationName>a</LocationName></Location>\
         <Location{declared}><LocationId>2</LocationId><LocationName>b</LocationName></Location></Locations>"
    )
}

#[test]
fn declarations_outside_a_list_count_inside_it() {
    // The response's own is the sixteenth.
    assert_eq!(verdict(&location(15)), Ok(vec![true, true]));
    assert_eq!(verdict(&location(16)), Err(DecodeErrorKind::Malformed));
    assert_eq!(verdict(&location(17)), Err(DecodeErrorKind::Malformed));
}

#[test]
fn elements_around_a_list_count_inside_it() {
    // Envelope, Body, the response, Sessions, Session and ClinicianIds are six.
    for (depth, good) in [(25, true), (26, true), (27, false), (28, false)] {
        let nested = |start: &str, end: &str| sessions(&(start.repeat(depth) + &end.repeat(depth)));
        let expected = if good { Ok(vec![true, true]) } else { Err(DecodeErrorKind::Malformed) };
        assert_eq!(verdict(&nested("<x>", "</x>")), expected, "{depth}");
        assert_eq!(verdict(&nested("<x >", "</x>")), expected, "{depth}");
    }
}

#[test]
fn what_is_malformed_in_a_list_is_told_of_the_whole() {
    for inside in [
        "<!-- -->",
        "<![CDATA[x]]>",
        "<?x?>",
        "<ClinicianId>1</ClinicianIds>",
        "<ClinicianId>1</Clinician>",
        "<ClinicianId>&x;</ClinicianId>",
        "<ClinicianId>&#0;</ClinicianId>",
        "<ClinicianId>\u{1}</ClinicianId>",
        "<ClinicianId>\u{FFFE}</ClinicianId>",
        "]]>",
        "<a b='1' b='2'/>",
        "<x:y/>",
        "<x:y></x:y>",
        "<1></1>",
        "<-a></-a>",
        "< a></ a>",
        "<a><b></a></b>",
        "</a>",
        "<a>",
        "<>",
        "</>",
    ] {
        assert_eq!(verdict(&sessions(inside)), Err(DecodeErrorKind::Malformed), "{inside}");
    }
    let long = "n".repeat(128);
    assert_eq!(verdict(&sessions(&format!("<{long}></{long}>"))), Ok(vec![true, true]));
    assert_eq!(verdict(&sessions(&format!("<{long}n></{long}n>"))), Err(DecodeErrorKind::Malformed));
}

#[test]
fn what_is_no_value_is_told_at_its_item() {
    for (inside, good) in [
        ("<ClinicianId>1</ClinicianId>", true),
        ("<ClinicianId>x</ClinicianId>", false),
        ("<ClinicianId></ClinicianId>", false),
        ("<ClinicianId a=''>1</ClinicianId>", true),
        ("<ClinicianId>1</ClinicianId> <ClinicianId>x</ClinicianId>", false),
        ("<x/>", true),
        ("<x>&amp;</x>", true),
        ("x", false),
        ("&amp;", false),
    ] {
        assert_eq!(verdict(&sessions(inside)), Ok(vec![good, true]), "{inside}");
    }
}

/// An element of a list's own name inside it does not end it.
#[test]
fn a_list_ends_at_its_own_end_tag() {
    let unknown = "<ClinicianIds><ClinicianId>x</ClinicianId></ClinicianIds>";
    assert_eq!(verdict(&sessions(&format!("{unknown}<ClinicianId>1</ClinicianId>"))), Ok(vec![true, true]));
    assert_eq!(verdict(&sessions(&format!("<a>{unknown}</a>"))), Ok(vec![true, true]));
}

/// Malformed, it may not have been the operation's response at all.
#[test]
fn the_outcome_of_what_is_malformed_is_unknown() {
    let mut begun = patient::<Null>(Version::V2_1);
    let body = format!(
        "<GetAvailableAppointmentsResponse xmlns=\"urn:emis-ps:1\">{}</GetAvailableAppointmentsResponse>",
        location(17)
    );
    let reply = in_session(&id_text(&begun.client), 1, &body);
    let mut out = [0; 1024];
    let call = begun.client.call(&request(), &mut out, time(0)).unwrap();
    let error = call.read(reply.as_bytes()).unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
}
