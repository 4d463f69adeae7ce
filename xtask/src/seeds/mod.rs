//! The corpora that the fuzz targets begin with: the messages of the vectors, and of each operation one request and
//! one response with every field that core's tables have; and replies over HTTP.
//!
//! The form of the files is what `fuzz/src` says of its targets' input.

mod http;
pub(crate) mod sample;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use emis_core::messages::{Allowed, OPERATIONS};

use crate::{Done, vectors};

/// How a target takes a message: whole, or a Body of which it makes one.
const WHOLE: u8 = 0;
const BODY: u8 = 1;
/// Of the client: the same for the reply to BeginSession.
const BEGIN_WHOLE: u8 = 2;
const BEGIN_BODY: u8 = 3;
/// Of the server: a Body outside a session, and an application session.
const OUTSIDE_BODY: u8 = 2;
const APPLICATION: u8 = 4;
/// Of owned messages: whether it is a request or a response.
const REQUEST: u8 = 0;
const RESPONSE: u8 = 1;
/// Of the client: the last schema version.
const LAST_VERSION: u8 = 3;

type Files = BTreeMap<String, Vec<u8>>;

/// Writes them, and removes other files.
pub(crate) fn write(root: &Path) -> Done {
    let seeds = root.join("fuzz/seeds");
    if seeds.exists() {
        fs::remove_dir_all(&seeds)?;
    }
    for (name, bytes) in files()? {
        let path = seeds.join(name);
        fs::create_dir_all(path.parent().unwrap_or(&seeds))?;
        fs::write(path, bytes)?;
    }
    Ok(())
}

/// Compares them with the files.
pub(crate) fn check(root: &Path) -> Done {
    for (name, bytes) in files()? {
        let path = root.join("fuzz/seeds").join(&name);
        let found = fs::read(&path).map_err(|error| format!("fuzz/seeds/{name}: {error}"))?;
        if found != bytes {
            return Err(format!("fuzz/seeds/{name} is not as cargo xtask seeds makes it").into());
        }
    }
    Ok(())
}

fn files() -> Done<Files> {
    let mut files = Files::new();
    recorded(&mut files)?;
    samples(&mut files)?;
    refused(&mut files)?;
    http::replies(&mut files);
    for (i, text) in vectors::envelopes()?.into_iter().enumerate() {
        files.insert(format!("xml/envelope-{i}"), text.into_bytes());
    }
    Ok(files)
}

/// The place of an operation in core's table, which selects it in the client's target.
fn place(operation: &str) -> Done<u8> {
    let place = OPERATIONS.iter().position(|info| info.name == operation).ok_or("no such operation")?;
    Ok(u8::try_from(place)?)
}

/// The server's input.
fn pair(mode: u8, request: &[u8], response: &[u8]) -> Done<Vec<u8>> {
    let length = u16::try_from(request.len())?.to_be_bytes();
    Ok([&[mode, LAST_VERSION][..], &length, request, response].concat())
}

fn recorded(files: &mut Files) -> Done {
    for (session, exchanges) in vectors::recorded()?.into_iter().enumerate() {
        for exchange in exchanges.exchanges {
            let name = format!("{}-{}-{}", session + 1, exchange.sequence, exchange.operation);
            let begins = exchange.sequence == 0;
            // The targets' sessions have no other name than this, and their first call is the only one.
            let first = |text: &str| {
                let text = text.replace(&exchanges.session_id, &"0".repeat(32));
                text.replace(&format!("<Sequence>{}<", exchange.sequence), "<Sequence>1<")
            };
            let (request, response) = (first(&exchange.request.text), first(&exchange.response.text));
            files.insert(format!("xml/{name}-request"), exchange.request.text.into_bytes());
            files.insert(format!("xml/{name}-response"), exchange.response.text.into_bytes());
            let mode = (if begins { BEGIN_WHOLE } else { WHOLE }) | LAST_VERSION << 2;
            let operation = place(exchange.operation)?;
            files.insert(format!("client/{name}"), [&[operation, mode], response.as_bytes()].concat());
            let mode = (if begins { BEGIN_BODY } else { BODY }) | LAST_VERSION << 2;
            let reply = [&[operation, mode], exchange.response.body.as_bytes()].concat();
            files.insert(format!("client/{name}-body"), reply);
            let kind = if exchanges.patient { 0 } else { APPLICATION };
            let response = exchange.response.body.as_bytes();
            files.insert(format!("server/{name}"), pair(WHOLE | kind, request.as_bytes(), response)?);
            let mode = if begins { OUTSIDE_BODY } else { BODY };
            files.insert(
                format!("server/{name}-body"),
                pair(mode | kind, exchange.request.body.as_bytes(), response)?,
            );
        }
    }
    Ok(())
}

/// Bodies of which a part deep inside a list is beyond the limits or not well-formed, so that the whole is refused.
fn refused(files: &mut Files) -> Done {
    let location = |declarations: usize| {
        let declared =
            (0..declarations).map(|i| format!(" xmlns:p{i}=\"urn:{i}\"")).collect::<Vec<_>>().concat();
        format!(
            "<Slots></Slots><Locations><Location{declared}><LocationId>1</LocationId><LocationName>a</LocationName>\
             </Location></Locations>"
        )
    };
    let session = |inside: &str| {
        format!(
            "<Slots></Slots><Sessions><Session><SessionId>1</SessionId><ClinicianIds>{inside}</ClinicianIds></Session>\
             </Sessions>"
        )
    };
    for (name, fields) in [
        ("declarations", location(15)),
        ("too-many-declarations", location(16)),
        ("deep", session(&("<x>".repeat(26) + &"</x>".repeat(26)))),
        ("too-deep", session(&("<x>".repeat(27) + &"</x>".repeat(27)))),
        ("comment-in-a-list", session("<!-- -->")),
        ("comment", format!("<!-- -->{}", session("<ClinicianId>1</ClinicianId>"))),
        ("foreign-in-a-list", session("<ClinicianId xmlns=\"urn:f\">1</ClinicianId>")),
        ("crossed", session("<ClinicianId>1<x></ClinicianId></x>")),
    ] {
        let body = format!(
            "<GetAvailableAppointmentsResponse xmlns=\"urn:emis-ps:1\">{fields}</GetAvailableAppointmentsResponse>"
        );
        // The client takes the version from the third bit on; the target of pieces, from the sixth on, with a window of
        // 4 KiB by the two bits behind the first.
        let mode = BODY | LAST_VERSION << 2 | LAST_VERSION << 5;
        let head = [place("GetAvailableAppointments")?, mode];
        files.insert(format!("client/limits-{name}"), [&head, body.as_bytes()].concat());
    }
    Ok(())
}

fn samples(files: &mut Files) -> Done {
    for info in OPERATIONS.iter().filter(|info| info.allowed != Allowed::Outside) {
        let request = sample::body(info.name, info.request).into_bytes();
        let response = sample::body(info.response_name, info.response).into_bytes();
        let name = info.name;
        let kind = if info.allowed == Allowed::Application { APPLICATION } else { 0 };
        files.insert(format!("xml/sample-{name}-request"), request.clone());
        files.insert(format!("xml/sample-{name}-response"), response.clone());
        let mode = BODY | LAST_VERSION << 2;
        files.insert(format!("client/sample-{name}"), [&[place(name)?, mode][..], &response].concat());
        files.insert(format!("server/sample-{name}"), pair(BODY | kind, &request, &response)?);
        for (side, body) in [(REQUEST, &request), (RESPONSE, &response)] {
            files.insert(format!("owned/sample-{name}-{side}"), [&[place(name)?, side][..], body].concat());
        }
    }
    Ok(())
}
