//! The admin interface over HTTP: each verb and path, what is refused, and what it does to a store.

use std::io::Write as _;
use std::net::TcpStream;

use emis_core::messages::practice::GetUserOptions;
use emis_simulator::clock::ManualClock;
use emis_simulator::world::GOOD_PIN_DOCUMENTS;
use emis_simulator::{Simulator, StartError};
use jiff::civil::date;
use serde_json::{Value, json};

use crate::common::D;
use crate::common::direct::read_response;
use crate::common::kiosk::Room;
use crate::common::program::{Directory, Running, Site, program};

/// The interface of a running simulator.
struct Desk(String);

/// A status, the headers and what was said.
struct Said {
    status: u16,
    head: String,
    value: Value,
}

impl Desk {
    fn new(endpoint: &str) -> Self {
        Self(endpoint.strip_prefix("http://").unwrap().to_owned())
    }

    fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> Said {
        let mut stream = TcpStream::connect(&self.0).unwrap();
        let head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n{headers}", self.0);
        write!(stream, "{head}Content-Length: {}\r\n\r\n", body.len()).unwrap();
        // The answer may come before all of the body has been read.
        let _ = stream.write_all(body.as_bytes());
        let response = read_response(&mut stream).unwrap();
        let value = serde_json::from_slice(&response.body).unwrap();
        Said { status: response.status, head: response.head, value }
    }

    #[track_caller]
    fn get(&self, path: &str) -> Value {
        let said = self.ask("GET", path, "", "");
        assert_eq!(said.status, 200, "{path}: {}", said.value);
        said.value
    }

    #[track_caller]
    fn post(&self, path: &str, body: &str) -> Value {
        let said = self.ask("POST", path, "", body);
        assert_eq!(said.status, 200, "{path}: {}", said.value);
        said.value
    }

    /// It is refused with this status and word, and a sentence.
    #[track_caller]
    fn refused(&self, method: &str, path: &str, body: &str, status: u16, word: &str) -> Said {
        let said = self.ask(method, path, "", body);
        assert_eq!(
            (said.status, said.value["error"].as_str()),
            (status, Some(word)),
            "{method} {path} {body}"
        );
        assert!(said.value["message"].as_str().unwrap().len() > 20);
        said
    }
}

fn local() -> (Simulator, Desk) {
    let clock = ManualClock::new(date(2026, 3, 2).at(9, 5, 0, 0));
    let builder = Simulator::builder().clock(clock).iterations(10);
    let simulator = builder.admin("127.0.0.1:0".parse().unwrap()).start().unwrap();
    let desk = Desk::new(simulator.admin_endpoint().unwrap());
    (simulator, desk)
}

#[test]
fn the_line_names_it_only_when_it_was_asked_for() {
    let running = Running::start(&[]);
    assert!(!running.line.contains("admin"));
    let running = Running::start(&["--admin", "127.0.0.1:0"]);
    let line: Value = serde_json::from_str(&running.line).unwrap();
    let names: Vec<_> = line.as_object().unwrap().keys().take(3).cloned().collect();
    assert_eq!(names, ["endpoint", "admin", "now"]);
    assert_ne!(line["admin"], line["endpoint"].as_str().unwrap().replace("/patient-services", ""));
    let desk = Desk::new(line["admin"].as_str().unwrap());
    assert_eq!(desk.get("/practices").as_array().unwrap().len(), 5);
}

#[test]
fn it_stays_on_loopback_unless_it_is_told_otherwise() {
    for arguments in [&["--admin", "0.0.0.0:0"][..], &["--admin", "[::]:0"]] {
        let ended = program(arguments).output().unwrap();
        assert!(!ended.status.success() && ended.stdout.is_empty());
        assert!(String::from_utf8(ended.stderr).unwrap().contains("no loopback address"));
    }
    assert!(!program(&["--admin-open-to-network"]).output().unwrap().status.success());
    let builder = || Simulator::builder().iterations(10).admin("0.0.0.0:0".parse().unwrap());
    assert!(matches!(builder().start(), Err(StartError::AdminNotLoopback(_))));
    let open = builder().admin_open_to_network(true).start().unwrap();
    assert!(open.admin_endpoint().unwrap().starts_with("http://0.0.0.0:"));
}

#[test]
fn everything_listed_is_there() {
    let (_simulator, desk) = local();
    let request = desk.get("/practices/D99004/requests")[0]["requestId"].as_str().unwrap().to_owned();
    let list = desk.get("/");
    assert_eq!(list.as_array().unwrap().len(), 18);
    for operation in list.as_array().unwrap() {
        let text = |name: &str| operation[name].as_str().unwrap();
        let path = text("path").replace("{odsCode}", D).replace("{patient}", "0");
        let path = path.replace("{requestId}", &request).replace("{sessionId}", &"0".repeat(32));
        let said = desk.ask(text("method"), &path, "", "");
        let word = said.value["error"].as_str().unwrap_or_default();
        assert!(!["PathUnknown", "MethodNotAllowed", "Defect"].contains(&word), "{path}: {}", said.value);
        assert!(said.head.contains("\r\ncontent-type: application/json\r\n"));
        assert!(said.head.contains("\r\ncache-control: no-store\r\n"));
    }
}

#[test]
fn what_is_not_there_or_not_right_is_said() {
    let (_simulator, desk) = local();
    for path in ["/other", "/practices/", "/practices/D99004", "/practices/D99004/patients/x", "/sessions/1"]
    {
        desk.refused("GET", path, "", 404, "PathUnknown");
    }
    desk.refused("POST", "/practices/D99004/requests/1/approve", "", 404, "PathUnknown");
    desk.refused("GET", "/practices/Z99/patients", "", 404, "PracticeUnknown");
    desk.refused("GET", "/practices/Z99/requests", "", 404, "PracticeUnknown");
    desk.refused("GET", "/practices/D99004/patients/900", "", 404, "PatientUnknown");
    desk.refused("POST", "/practices/D99004/patients/900/verify", "", 404, "PatientUnknown");
    desk.refused("POST", "/practices/D99004/patients/900/expire", "", 404, "PatientUnknown");
    desk.refused("GET", "/practices/D99004/requests/1", "", 404, "RequestUnknown");
    desk.refused("POST", "/practices/D99004/requests/1/issue", "", 404, "RequestUnknown");
    desk.refused("POST", "/sessions/1/expire", "", 404, "SessionUnknown");
    desk.refused("POST", &format!("/sessions/{}/expire", "0".repeat(32)), "", 404, "SessionUnknown");
    for (method, path, allow) in [
        ("POST", "/practices", "get"),
        ("GET", "/reset", "post"),
        ("DELETE", "/clock", "get, post"),
        ("POST", "/snapshot", "get, put"),
    ] {
        let said = desk.refused(method, path, "", 405, "MethodNotAllowed");
        assert!(said.head.contains(&format!("\r\nallow: {allow}\r\n")), "{}", said.head);
    }
    for body in [
        "",
        "{}",
        "60",
        r#"{"seconds":-1}"#,
        r#"{"seconds":1.5}"#,
        r#"{"second":1}"#,
        r#"{"seconds":1,"to":"2026-11-24T09:00:00"}"#,
        r#"{"to":"tomorrow"}"#,
    ] {
        desk.refused("POST", "/clock", body, 400, "BodyInvalid");
    }
    desk.refused("POST", "/clock", r#"{"seconds":99999999999999}"#, 400, "TooLate");
    desk.refused("POST", "/clock", r#"{"to":"2026-03-02T09:04:59"}"#, 409, "Past");
    desk.refused("POST", "/reset", r#"{"seed":2}"#, 400, "BodyInvalid");
    desk.refused("PUT", "/snapshot", r#"{"format":"another"}"#, 400, "NotASnapshot");
    let long = " ".repeat((32 << 20) + 1);
    desk.refused("PUT", "/snapshot", &long, 413, "BodyTooLong");
    // Whatever a page in a browser sends has this header.
    let said = desk.ask("POST", "/reset", "Origin: http://example.org\r\n", "");
    assert_eq!((said.status, said.value["error"].as_str()), (403, Some("OriginRefused")));
    assert_eq!(desk.get("/clock")["now"], "2026-03-02T09:05:00");
}

#[test]
fn what_a_tester_looks_for_is_found() {
    let (simulator, desk) = local();
    let site = Site::new(&simulator.description());
    let rel = site.register(D, 0);
    let mut room = Room::new();
    let mut visit = site.visit(&mut room, D, Some(&rel));
    visit.call(&GetUserOptions {});
    let all = desk.get("/practices/D99004/patients");
    assert_eq!(all[0], desk.get("/practices/D99004/patients/0"));
    assert_eq!(desk.get("/practices")[3]["patients"], all.as_array().unwrap().len());
    let pin = site.pin(D, 0);
    assert_eq!(all[0]["account"]["linkageKey"], pin["linkageKey"]);
    assert_eq!(all[0]["account"]["accountId"], pin["accountId"]);
    assert_eq!(all[0]["demographics"]["surname"], pin["surname"]);
    let known = &all[0]["relationships"][0];
    assert_eq!(known["patientRelationshipId"], rel.id.as_str());
    assert_eq!((&known["confirmed"], &known["status"]), (&json!(true), &json!("Full")));
    assert_eq!(all[GOOD_PIN_DOCUMENTS]["account"]["status"], "Restricted");
    let shown = all.to_string() + &desk.get("/sessions").to_string();
    assert!(!shown.contains(rel.key.expose_str()), "a relationship's key is shown to nobody");

    let sessions = desk.get("/sessions");
    let own = sessions.as_array().unwrap().iter().find(|session| session["patient"] == 0).unwrap();
    assert_eq!(own["patientRelationshipId"], rel.id.as_str());
    assert_eq!((&own["confirmed"], &own["schemaVersion"]), (&json!(true), &json!("2.1")));
    let id = own["sessionId"].as_str().unwrap();
    assert_eq!(desk.post(&format!("/sessions/{id}/expire"), ""), json!({ "expired": 1 }));
    assert!(visit.front.call(&mut visit.session, &GetUserOptions {}).is_err());
    assert_eq!(desk.post("/practices/D99004/patients/0/expire", "{}"), json!({ "expired": 0 }));
}

#[test]
fn the_clock_and_snapshots_by_http() {
    let (simulator, desk) = local();
    assert_eq!(desk.post("/clock", r#"{"seconds":3600}"#)["now"], "2026-03-02T10:05:00");
    let moved = desk.post("/clock", r#"{"to":"2026-03-29T12:00:00"}"#);
    assert_eq!(moved, json!({ "now": "2026-03-29T12:00:00", "instant": "2026-03-29T11:00:00Z" }));
    assert_eq!(desk.get("/clock"), moved);
    let snapshot = desk.get("/snapshot");
    assert_eq!(snapshot["now"], "2026-03-29T12:00:00");
    desk.post("/clock", r#"{"seconds":1}"#);
    let said = desk.ask("PUT", "/snapshot", "", &snapshot.to_string());
    assert_eq!((said.status, said.value), (200, moved));
    // Read and written by another program, its numbers as they were.
    assert_eq!(desk.get("/snapshot"), snapshot);
    assert_eq!(desk.post("/reset", "")["now"], "2026-03-02T09:05:00");
    let mut other = snapshot.clone();
    other["seed"] = json!("2");
    desk.refused("PUT", "/snapshot", &other.to_string(), 409, "SnapshotOfSeed");
    simulator.stop();
    assert!(TcpStream::connect(&desk.0).is_err());
}

/// A simulator with a store, an interface, and a patient's request that is undecided.
fn stored(store: &str) -> (Running, Site, Desk) {
    let line = ["--store", store, "--now", "2026-11-22T09:00:00", "--iterations", "10"];
    let running = Running::start(&[&line[..], &["--admin", "127.0.0.1:0"]].concat());
    let site = Site::new(&running.line);
    let desk = Desk::new(site.line["admin"].as_str().unwrap());
    (running, site, desk)
}

#[test]
fn what_was_done_here_is_there_after_a_kill_and_in_no_log() {
    let directory = Directory::new("admin");
    let store = directory.file("store");
    let (mut running, site, desk) = stored(&store);
    let restricted = format!("/practices/D99004/patients/{GOOD_PIN_DOCUMENTS}");
    assert_eq!(desk.get(&restricted)["account"]["status"], "Restricted");
    assert_eq!(desk.post(&format!("{restricted}/verify"), "")["account"]["status"], "Full");
    desk.post("/clock", r#"{"to":"2026-11-24T12:00:00"}"#);
    let snapshot = desk.get("/snapshot");
    let linkage_key = site.pin(D, 0)["linkageKey"].as_str().unwrap();
    let log = running.kill();
    assert!(!log.contains(linkage_key) && !log.contains("linkageKey"), "{log}");

    let (mut running, _, desk) = stored(&store);
    assert_eq!(desk.get(&restricted)["account"]["status"], "Full");
    assert!(desk.get("/clock")["now"].as_str().unwrap() >= "2026-11-24T12:00:00");
    assert_eq!(desk.get("/snapshot")["world"], snapshot["world"]);
    desk.post("/reset", "");
    running.kill();
    let (mut running, _, desk) = stored(&store);
    assert_eq!(desk.get(&restricted)["account"]["status"], "Restricted");
    assert!(desk.get("/clock")["now"].as_str().unwrap() < "2026-11-22T10:00:00");
    assert_eq!(desk.ask("PUT", "/snapshot", "", &snapshot.to_string()).status, 200);
    running.kill();
    let (_running, _, desk) = stored(&store);
    assert_eq!(desk.get("/snapshot")["world"], snapshot["world"]);
    assert!(desk.get("/clock")["now"].as_str().unwrap() >= "2026-11-24T12:00:00");
}

#[test]
fn a_request_is_decided_by_http() {
    use emis_core::messages::BoundedList;
    use emis_core::messages::prescribing::{GetMedicationCourses, RequestPrescription};

    let (simulator, desk) = local();
    let site = Site::new(&simulator.description());
    let rel = site.register(D, 1);
    let mut room = Room::new();
    let mut visit = site.visit(&mut room, D, Some(&rel));
    let ids: Vec<_> = {
        let found = visit.call(&GetMedicationCourses { maximum_items: None, after: None });
        let free = found.courses.iter().map(Result::unwrap).filter(|course| course.can_be_requested);
        free.map(|course| course.course_id).take(2).collect()
    };
    let wanted = RequestPrescription { course_ids: BoundedList::new(&ids).unwrap(), comment: None };
    let request = visit.call(&wanted).request_id.to_string();
    let path = format!("/practices/D99004/requests/{request}");
    let statuses = |value: &Value| {
        let of = |n: usize| value["courses"][n]["status"].as_str().unwrap().to_owned();
        [of(0), of(1)]
    };
    assert_eq!(desk.get("/practices/D99004/requests")[0], desk.get(&path));
    let shown = desk.get(&path);
    assert_eq!(
        (&shown["patient"], statuses(&shown)),
        (&json!(1), ["Requested", "Requested"].map(str::to_owned))
    );
    let first = json!({ "courseIds": [shown["courses"][0]["courseId"]] }).to_string();
    let forwarded = desk.post(&format!("{path}/forward"), &first);
    assert_eq!(statuses(&forwarded), ["ForwardedForSigning", "Requested"]);
    let rejected = desk.post(&format!("{path}/reject"), &first);
    assert_eq!(statuses(&rejected), ["Rejected", "Requested"]);
    assert_eq!(statuses(&desk.post(&format!("{path}/issue"), "")), ["Rejected", "Issued"]);
    desk.refused("POST", &format!("{path}/issue"), "", 409, "AlreadyDecided");
    desk.refused("POST", &format!("{path}/issue"), r#"{"courseIds":["x"]}"#, 400, "CourseUnknown");
    desk.refused("POST", &format!("{path}/issue"), r#"{"courses":[]}"#, 400, "BodyInvalid");
    desk.refused("POST", &format!("{path}/issue"), "\u{1}", 400, "BodyInvalid");
}
