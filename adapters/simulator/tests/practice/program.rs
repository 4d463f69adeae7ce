//! The program: its one line, its options, its end.

use std::io::Read as _;
use std::net::TcpStream;
use std::process::Command;

use crate::common::program::{Running, program};

/// The text of a member of the line.
fn member<'l>(line: &'l str, name: &str) -> &'l str {
    line.split_once(&format!("\"{name}\":\"")).unwrap().1.split_once('"').unwrap().0
}

#[test]
fn one_line_and_a_clean_end() {
    for signal in ["-TERM", "-INT"] {
        let mut running =
            Running::start(&["--now", "2026-11-22T09:00:00", "--seed", "5", "--first-call-seconds", "9"]);
        let line = running.line.clone();
        assert!(line.starts_with("{\"endpoint\":\"http://127.0.0.1:") && line.ends_with("]}\n"));
        assert!(member(&line, "now").starts_with("2026-11-22T09:00:0"));
        let names: Vec<&str> =
            line.match_indices("\":").map(|(at, _)| line[..at].rsplit('"').next().unwrap()).collect();
        let outer =
            ["endpoint", "now", "applicationId", "clientPreSharedKey", "serverPreSharedKey", "practices"];
        assert_eq!(names[..6], outer);
        assert_eq!(names[6..9], ["odsCode", "schemaVersion", "live"]);
        assert_eq!(names.iter().filter(|name| **name == "live").count(), 5);
        assert!(names.iter().filter(|name| **name == "linkageKey").count() >= 4 * 40);
        // It accepts connections.
        let address = member(&line, "endpoint").strip_prefix("http://").unwrap();
        TcpStream::connect(address.strip_suffix("/patient-services").unwrap()).unwrap();
        let id = running.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        assert_eq!(running.child.wait().unwrap().code(), Some(0), "{signal}");
        let mut rest = String::new();
        running.out.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "");
    }
}

#[test]
fn the_same_seed_gives_the_same_keys_and_people() {
    let tell = |seed: &str| {
        let mut running = Running::start(&["--seed", seed, "--now", "2026-11-22T09:00:00"]);
        running.kill();
        running.line.split_once("\"applicationId\"").unwrap().1.to_owned()
    };
    let first = tell("7");
    assert_eq!(first, tell("7"));
    assert_ne!(first, tell("8"));
}

#[test]
fn it_listens_on_loopback_only_and_within_bounds() {
    for (arguments, wanted) in [
        (&["--listen", "0.0.0.0:0"][..], "no loopback address"),
        (&["--listen", "[::]:0"], "no loopback address"),
        (&["--iterations", "0"], "iterations must be 1 to 10000000"),
        (&["--idle-timeout", "86401"], "idle timeout must be 1 to 86400"),
        (&["--first-call-seconds", "3601"], "first call seconds must be 1 to 3600"),
        (&["--now", "yesterday"], "--now"),
    ] {
        let ended = program(arguments).output().unwrap();
        assert!(!ended.status.success());
        assert!(ended.stdout.is_empty());
        let said = String::from_utf8(ended.stderr).unwrap();
        assert!(said.contains(wanted), "{said}");
    }
}
