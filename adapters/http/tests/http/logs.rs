//! With `no-wire-log`, no message reaches the logs, whatever the program's logger would take.

use std::sync::Mutex;

use log::{Level, LevelFilter, Log, Metadata, Record};

use crate::server::{Outcome, Server, call, reply};

struct Everything(Mutex<Vec<(Level, String)>>);

impl Log for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        self.0.lock().unwrap().push((record.level(), record.args().to_string()));
    }

    fn flush(&self) {}
}

static LOG: Everything = Everything(Mutex::new(Vec::new()));

// APP-2
#[test]
fn messages_are_not_logged() {
    log::set_logger(&LOG).unwrap();
    log::set_max_level(LevelFilter::Trace);
    let server = Server::answering(reply("200 OK", "<PatientX/>"));
    assert_eq!(call(&mut server.client()), Outcome::Whole(b"<PatientX/>".to_vec()));
    let logged = LOG.0.lock().unwrap();
    assert!(logged.iter().any(|(level, _)| *level == Level::Debug), "the logger hears ureq");
    for (level, said) in logged.iter() {
        assert!(*level < Level::Trace, "{said}");
        assert!(!said.contains("PatientX") && !said.contains("slot 4711"), "{said}");
    }
}
