//! The fast way through what our own senders write must never change what a reply means: the same response with one
//! thing written otherwise has to be read the same, and what is malformed has to be malformed either way.

use crate::common::fields::whole;
use crate::common::{Null, Seeded, id_text, in_session, patient, time};
use emis_core::messages::Operation;
use emis_core::messages::appointments::{GetPatientAppointments, GetPatientAppointmentsResponse};
use emis_core::profile::Version;
use emis_core::session::CallError;

const NEWEST: Version = Version::V2_1;

/// All that can be read of a response, as text.
fn shown(r: &GetPatientAppointmentsResponse<'_>) -> String {
    let mut out = String::new();
    for a in &r.appointments {
        out += &match a {
            Ok(a) => format!(
                "{} {} {} {} {:?} {} {:?} {:?} {:?}\n",
                a.slot_id,
                a.session_id,
                a.start_time,
                a.end_time,
                a.slot_type_name.map(|t| t.to_string()),
                a.slot_type,
                a.booking_reason.map(|t| t.to_string()),
                a.booked_at.map(|t| t.to_string()),
                a.telephone.map(|t| format!("{} {}", t.number, t.contact_type)),
            ),
            Err(error) => format!("{error}\n"),
        };
    }
    for s in &r.sessions {
        out += &match s {
            Ok(s) => format!(
                "{} {:?} {:?}\n",
                s.session_id,
                s.session_name.map(|t| t.to_string()),
                s.clinician_ids.iter().map(|c| c.map_err(|e| e.to_string())).collect::<Vec<_>>()
            ),
            Err(error) => format!("{error}\n"),
        };
    }
    for c in &r.clinicians {
        out += &c.map_or_else(|e| format!("{e}\n"), |c| format!("{} {}\n", c.clinician_id, c.display_name));
    }
    for l in &r.locations {
        out += &l.map_or_else(|e| format!("{e}\n"), |l| format!("{} {}\n", l.location_id, l.location_name));
    }
    out + &format!("{:?}", r.next.map(|t| t.to_string()))
}

/// Whether it can be read as a whole, and what it shows.
fn read(body: &str) -> Result<String, String> {
    let mut begun = patient::<Null>(NEWEST);
    let reply = in_session(&id_text(&begun.client), 1, body);
    let mut out = [0; 1024];
    let request =
        GetPatientAppointments { include_past: false, past_from: None, maximum_items: None, after: None };
    let call = begun.client.call(&request, &mut out, time(0)).unwrap();
    match call.read(reply.as_bytes()) {
        Ok(response) => {
            let whole = response.appointments.iter().all(|i| i.is_ok())
                && response
                    .sessions
                    .iter()
                    .all(|i| i.is_ok_and(|s| s.clinician_ids.iter().all(|c| c.is_ok())))
                && response.clinicians.iter().all(|i| i.is_ok())
                && response.locations.iter().all(|i| i.is_ok());
            let shown = shown(&response);
            if whole { Ok(shown) } else { Err(shown) }
        }
        Err(CallError::InvalidResponse(error)) => Err(error.to_string()),
        Err(other) => panic!("{other}"),
    }
}

/// As our senders write it, and the same with its root written in another way, which the fast path does not take.
fn both(fields: &str) -> (Result<String, String>, Result<String, String>) {
    let name = GetPatientAppointments::DESCRIPTOR.name;
    let own = format!("<{name}Response xmlns=\"urn:emis-ps:1\">{fields}</{name}Response>");
    let validated = format!("<{name}Response xmlns='urn:emis-ps:1'>{fields}</{name}Response>");
    (read(&own), read(&validated))
}

#[test]
fn alterations_are_read_alike() {
    let good = whole(GetPatientAppointments::DESCRIPTOR.response, NEWEST);
    let (own, validated) = both(&good);
    assert!(own.is_ok());
    assert_eq!(own, validated);
    let mut random = Seeded(11);
    let pieces = [
        "&amp;",
        "&#13;",
        "&bad;",
        "]]>",
        "\r\n",
        " ",
        "x",
        "<x/>",
        "<x>",
        "</x>",
        "<!-- -->",
        "<Slots/>",
        "<Session/>",
        "</Sessions>",
        "</Appointments>",
        "<Appointments>",
        "<Appointment>",
        "</Appointment>",
        " a='b'",
        "<x xmlns='urn:f'/>",
        "\u{FFFE}",
        "\u{1}",
        "é",
        "/",
        "/Sessions>",
        "&lt;/Sessions>",
        "<Next/>",
        "<Next></Next>",
        "<![CDATA[x]]>",
        "<?x?>",
        "'",
        "\"",
        ">",
        "=",
    ];
    let (mut well, mut ill) = (0, 0);
    for _ in 0..6000 {
        let mut fields = good.clone();
        for _ in 0..=random.below(2) {
            let mut at = random.below(fields.len() + 1);
            while !fields.is_char_boundary(at) {
                at -= 1;
            }
            if random.below(2) == 0 {
                // Between tags, where the most is allowed.
                let gap = fields[at..].find('>').map_or(fields.len(), |found| at + found + 1);
                fields.insert_str(
                    gap,
                    ["<x/>", " ", "\r\n", "<Other>1</Other>", "&#32;", "<Next/>"][random.below(6)],
                );
            } else if random.below(6) == 0 {
                let mut end = (at + random.below(40)).min(fields.len());
                while !fields.is_char_boundary(end) {
                    end -= 1;
                }
                fields.replace_range(at..end.max(at), "");
            } else {
                fields.insert_str(at, pieces[random.below(pieces.len())]);
            }
        }
        match both(&fields) {
            (Ok(own), Ok(validated)) => {
                assert_eq!(own, validated, "{fields}");
                well += 1;
            }
            (Err(_), Err(_)) => ill += 1,
            (own, validated) => panic!("{own:?}\n{validated:?}\n{fields}"),
        }
    }
    assert!(well > 200 && ill > 1000, "{well} {ill}");
}

/// A list inside a list of the same name: the fast path ends the outer one too early, and reads fields out of what the
/// validated walk then passes over. None of them may stay in the response.
#[test]
fn what_the_fast_path_read_before_it_gave_up_does_not_stay() {
    let inner = "<Appointments></Appointments><Sessions><Session><SessionId>7</SessionId></Session></Sessions>\
                 <Next>inside</Next>";
    let fields = format!("<Appointments><Other>{inner}</Other></Appointments>");
    let (own, validated) = both(&fields);
    assert_eq!(own, validated);
    assert_eq!(own.unwrap(), "None");
}

#[test]
fn a_list_that_is_malformed_makes_the_response_malformed() {
    let good = whole(GetPatientAppointments::DESCRIPTOR.response, NEWEST);
    for inside in [
        "<!-- -->",
        "x & y",
        "</x>",
        "<Session><SessionId>1</SessionId>",
        "<x:y/>",
        "\u{1}",
        "<a b='1' b='2'/>",
        "]]>",
    ] {
        let start = good.find("<Sessions>").unwrap() + "<Sessions>".len();
        let fields = format!("{}{inside}{}", &good[..start], &good[start..]);
        let (own, validated) = both(&fields);
        assert!(own.is_err() && validated.is_err(), "{inside}");
    }
}
