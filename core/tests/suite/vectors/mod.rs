//! Core replays the test vectors, in both roles: what is valid comes out to the byte, what is invalid is refused for
//! what it says, and with `validWith` in place it is accepted.
//!
//! A file that is missing or empty, a type or a member that is not known, and a test that says nothing of its result
//! are failures: a vector that is not read proves nothing.

mod frame;
mod hellos;
mod key_schedule;
mod replay;
mod session_hash;
mod sessions;

use frame::run;

// KS-1, KS-2, MF-1, MF-3: a shared secret of zeros is among them
#[test]
fn key_schedule_json() {
    run("key_schedule.json", "emis-ps/1 key schedule", |kind, test| match kind {
        "ValidationKeys" => key_schedule::validation_keys(test),
        "KeySchedule" => key_schedule::schedule(test),
        "ClientHello" => hellos::client_hello(test),
        "ServerHello" => hellos::server_hello(test),
        other => panic!("the type {other} is not known"),
    });
}

#[test]
fn sessions_json() {
    run("sessions.json", "emis-ps/1 sessions", |kind, test| match kind {
        "Session" => sessions::session(test),
        other => panic!("the type {other} is not known"),
    });
}

// SH-2, SH-7
#[test]
fn session_hash_json() {
    run("session_hash.json", "emis-ps/1 session hash", |kind, test| match kind {
        "Chain" => session_hash::chain(test),
        "Request" => session_hash::request(test),
        "Response" => session_hash::response(test),
        other => panic!("the type {other} is not known"),
    });
}
