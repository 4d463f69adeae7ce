//! Maps a method, a path and a body to an admin call and its answer: the whole interface without its HTTP.
//!
//! Easy to get wrong: an unexpected body is refused, and so is an unknown member. A tester who misspells a name gets an
//! error, and not the impression of a change that never happened.

use core::time::Duration;

use axum::http::Method;
use emis_core::types::SessionId;
use jiff::civil::DateTime;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{AdminError, view};
use crate::server::Server;
use crate::world::{Decision, PatientNumber};

/// Why a request was not carried out.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Trouble {
    pub(super) status: u16,
    /// A word for programs.
    pub(super) error: &'static str,
    /// A sentence for people.
    pub(super) message: String,
    /// The methods of the path, if the method was wrong.
    pub(super) allow: Option<&'static str>,
}

impl Trouble {
    pub(super) fn new(status: u16, error: &'static str, message: impl Into<String>) -> Self {
        Self { status, error, message: message.into(), allow: None }
    }

    fn body(message: impl Into<String>) -> Self {
        Self::new(400, "BodyInvalid", message)
    }
}

impl From<AdminError> for Trouble {
    fn from(error: AdminError) -> Self {
        let (status, word) = match &error {
            AdminError::PracticeUnknown => (404, "PracticeUnknown"),
            AdminError::PatientUnknown => (404, "PatientUnknown"),
            AdminError::RequestUnknown => (404, "RequestUnknown"),
            AdminError::SessionUnknown => (404, "SessionUnknown"),
            AdminError::CourseUnknown => (400, "CourseUnknown"),
            AdminError::NotASnapshot => (400, "NotASnapshot"),
            AdminError::TooLate => (400, "TooLate"),
            AdminError::NoAccount => (409, "NoAccount"),
            AdminError::AlreadyDecided => (409, "AlreadyDecided"),
            AdminError::Past => (409, "Past"),
            AdminError::SnapshotOfSeed { .. } => (409, "SnapshotOfSeed"),
            AdminError::Store(_) => (500, "Store"),
        };
        Self::new(status, word, error.to_string())
    }
}

/// All paths. It is also the answer to `GET /`.
const OPERATIONS: [(&str, &str, &str); 18] = [
    ("GET", "/", "this list"),
    ("GET", "/practices", "the practices"),
    (
        "GET",
        "/practices/{odsCode}/patients",
        "its patients: demographics, account, linkage key, relationships",
    ),
    ("GET", "/practices/{odsCode}/patients/{patient}", "one of them, by number"),
    ("POST", "/practices/{odsCode}/patients/{patient}/verify", "the practice has verified the person"),
    (
        "POST",
        "/practices/{odsCode}/patients/{patient}/expire",
        "the time of all the patient's sessions is up",
    ),
    ("GET", "/practices/{odsCode}/requests", "requests for prescriptions, newest first"),
    ("GET", "/practices/{odsCode}/requests/{requestId}", "one of them"),
    ("POST", "/practices/{odsCode}/requests/{requestId}/forward", "for signing; {\"courseIds\":[…]}, or all"),
    ("POST", "/practices/{odsCode}/requests/{requestId}/issue", "likewise"),
    ("POST", "/practices/{odsCode}/requests/{requestId}/reject", "likewise"),
    ("GET", "/clock", "what time it is"),
    ("POST", "/clock", "forwards: {\"seconds\":3600} or {\"to\":\"2026-11-24T09:00:00\"}, UK local time"),
    ("GET", "/sessions", "the sessions that live"),
    ("POST", "/sessions/{sessionId}/expire", "its time is up"),
    ("POST", "/reset", "the world again from its seed, the clock not moved, no session"),
    ("GET", "/snapshot", "the whole world and its time"),
    ("PUT", "/snapshot", "back to a snapshot, without any session"),
];

/// What can be seen.
#[derive(Clone, Copy)]
enum See<'p> {
    Index,
    Practices,
    Patients(&'p str),
    Patient(&'p str, PatientNumber),
    Requests(&'p str),
    Request(&'p str, &'p str),
    Clock,
    Sessions,
    Snapshot,
}

/// What can be done.
#[derive(Clone, Copy)]
enum Act<'p> {
    Verify(&'p str, PatientNumber),
    ExpirePatient(&'p str, PatientNumber),
    Decide(&'p str, &'p str, Decision),
    Move,
    ExpireSession(&'p str),
    Reset,
    Restore,
}

impl Act<'_> {
    fn takes_body(self) -> bool {
        matches!(self, Self::Decide(..) | Self::Move | Self::Restore)
    }
}

/// What a path takes: GET, POST, PUT.
#[derive(Default)]
struct Place<'p> {
    get: Option<See<'p>>,
    post: Option<Act<'p>>,
    put: Option<Act<'p>>,
}

impl<'p> Place<'p> {
    fn of(path: &'p str) -> Option<Self> {
        let see = |what| Some(Self { get: Some(what), ..Self::default() });
        let act = |what| Some(Self { post: Some(what), ..Self::default() });
        let steps: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        match *steps.as_slice() {
            [""] => see(See::Index),
            ["practices"] => see(See::Practices),
            ["practices", ods_code, "patients"] => see(See::Patients(ods_code)),
            ["practices", ods_code, "patients", number] => see(See::Patient(ods_code, number.parse().ok()?)),
            ["practices", ods_code, "patients", number, "verify"] => {
                act(Act::Verify(ods_code, number.parse().ok()?))
            }
            ["practices", ods_code, "patients", number, "expire"] => {
                act(Act::ExpirePatient(ods_code, number.parse().ok()?))
            }
            ["practices", ods_code, "requests"] => see(See::Requests(ods_code)),
            ["practices", ods_code, "requests", id] => see(See::Request(ods_code, id)),
            ["practices", ods_code, "requests", id, decision] => {
                let decision = match decision {
                    "forward" => Decision::Forward,
                    "issue" => Decision::Issue,
                    "reject" => Decision::Reject,
                    _ => return None,
                };
                act(Act::Decide(ods_code, id, decision))
            }
            ["clock"] => Some(Self { get: Some(See::Clock), post: Some(Act::Move), put: None }),
            ["sessions"] => see(See::Sessions),
            ["sessions", id, "expire"] => act(Act::ExpireSession(id)),
            ["reset"] => act(Act::Reset),
            ["snapshot"] => Some(Self { get: Some(See::Snapshot), put: Some(Act::Restore), post: None }),
            _ => None,
        }
    }

    fn allow(&self) -> &'static str {
        match (self.get, self.post, self.put) {
            (Some(_), Some(_), _) => "GET, POST",
            (Some(_), None, Some(_)) => "GET, PUT",
            (Some(_), None, None) => "GET",
            (None, ..) => "POST",
        }
    }
}

/// Which courses of a request are meant.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
struct Courses {
    course_ids: Vec<String>,
}

/// Where the clock is moved.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
enum Move {
    Seconds(u64),
    To(DateTime),
}

/// Carries out a request. What is shown is a text of JSON.
pub(super) fn answer(server: &Server, method: &Method, path: &str, body: &[u8]) -> Result<String, Trouble> {
    let place = Place::of(path).ok_or_else(|| {
        Trouble::new(404, "PathUnknown", "there is nothing at this path: GET / lists what there is")
    })?;
    let body = core::str::from_utf8(body).map_err(|_| Trouble::body("the body has to be UTF-8"))?;
    let act_on = match (method, place.get, place.post, place.put) {
        (&Method::GET, Some(see), ..) => {
            no_body(body)?;
            return show(server, see);
        }
        (&Method::POST, _, Some(act), _) | (&Method::PUT, .., Some(act)) => act,
        _ => {
            let allow = place.allow();
            let message = format!("this path takes {allow}: GET / lists what there is");
            return Err(Trouble { allow: Some(allow), ..Trouble::new(405, "MethodNotAllowed", message) });
        }
    };
    if !act_on.takes_body() {
        no_body(body)?;
    }
    act(server, act_on, body)
}

fn no_body(body: &str) -> Result<(), Trouble> {
    match body.trim() {
        "" | "{}" => Ok(()),
        _ => Err(Trouble::body("this path takes no body: leave it out")),
    }
}

fn show(server: &Server, what: See<'_>) -> Result<String, Trouble> {
    if let See::Snapshot = what {
        return Ok(server.admin().snapshot()?);
    }
    let (world, now) = (server.world(), server.clock().now());
    let practice = |ods_code: &str| world.practice(ods_code).map_err(AdminError::from);
    let requests = |ods_code: &str| world.requests(ods_code, now).map_err(AdminError::from);
    let shown: Value = match what {
        See::Index | See::Snapshot => {
            let line = |(method, path, does)| json!({ "method": method, "path": path, "does": does });
            OPERATIONS.map(line).into_iter().collect()
        }
        See::Practices => view::practices(&world),
        See::Patients(ods_code) => view::patients(&world, practice(ods_code)?),
        See::Patient(ods_code, number) => {
            let practice = practice(ods_code)?;
            let patient = practice.patients().get(number).ok_or(AdminError::PatientUnknown)?;
            view::patient(&world, practice, number, patient)
        }
        See::Requests(ods_code) => requests(ods_code)?.iter().map(view::request).collect(),
        See::Request(ods_code, id) => {
            let all = requests(ods_code)?;
            let named = all.iter().find(|held| held.request.request_id.eq_ignore_ascii_case(id));
            view::request(named.ok_or(AdminError::RequestUnknown)?)
        }
        See::Clock => view::time(now),
        See::Sessions => {
            let sessions = server.admin().sessions();
            sessions.iter().map(|session| view::session(&world, session)).collect()
        }
    };
    Ok(shown.to_string())
}

fn act(server: &Server, what: Act<'_>, body: &str) -> Result<String, Trouble> {
    let admin = server.admin();
    match what {
        Act::Verify(ods_code, number) => {
            admin.verify(ods_code, number)?;
            show(server, See::Patient(ods_code, number))
        }
        Act::ExpirePatient(ods_code, number) => {
            let expired = admin.expire_patient(ods_code, number)?;
            Ok(json!({ "expired": expired }).to_string())
        }
        Act::Decide(ods_code, id, decision) => {
            let wanted = r#"leave the body out for all courses, or name some: {"courseIds":["…"]}"#;
            let named = if body.trim().is_empty() { Courses::default() } else { read(body, wanted)? };
            let named: Vec<&str> = named.course_ids.iter().map(String::as_str).collect();
            admin.decide(ods_code, id, &named, decision)?;
            show(server, See::Request(ods_code, id))
        }
        Act::Move => {
            let wanted = r#"say how far, {"seconds":3600}, or to when, {"to":"2026-11-24T09:00:00"}"#;
            match read(body, wanted)? {
                Move::Seconds(seconds) => admin.advance(Duration::from_secs(seconds))?,
                Move::To(local) => admin.advance_to(local)?,
            };
            show(server, See::Clock)
        }
        Act::ExpireSession(id) => {
            admin.expire(SessionId::parse(id).map_err(|_| AdminError::SessionUnknown)?)?;
            Ok(json!({ "expired": 1 }).to_string())
        }
        Act::Reset => {
            admin.reset()?;
            show(server, See::Clock)
        }
        Act::Restore => {
            admin.restore(body)?;
            show(server, See::Clock)
        }
    }
}

/// A body, or what it has to be.
fn read<T: DeserializeOwned>(body: &str, wanted: &str) -> Result<T, Trouble> {
    serde_json::from_str(body).map_err(|_| Trouble::body(wanted))
}
