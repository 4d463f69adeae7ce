//! A server with its line in a file, and the program run against it.

use core::sync::atomic::{AtomicUsize, Ordering};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use emis_simulator::Simulator;
use emis_simulator::clock::SystemClock;
use jiff::civil::date;

/// A directory of the test's own, removed at its end.
pub(crate) struct Directory(PathBuf);

impl Directory {
    pub(crate) fn new() -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let path = std::env::temp_dir().join(format!("kiosk-test-{}-{number}", std::process::id()));
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// A file of this text.
    pub(crate) fn with(&self, name: &str, text: &str) -> String {
        fs::write(self.file(name), text).unwrap();
        self.file(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A practice end that is quick to stretch keys, on a Sunday morning.
pub(crate) fn simulator() -> Simulator {
    let clock = SystemClock::starting_at(date(2026, 11, 22).at(9, 0, 0, 0));
    Simulator::builder().iterations(1000).clock(clock).start().unwrap()
}

/// What became of a run.
pub(crate) struct Run {
    pub(crate) status: Option<i32>,
    /// What the person saw.
    pub(crate) screen: String,
    /// What was logged.
    pub(crate) log: String,
}

pub(crate) fn kiosk(arguments: &[&str]) -> Run {
    kiosk_in(&std::env::temp_dir(), arguments)
}

/// The program with a place of its own for what is temporary. It does not wait long before it asks again.
pub(crate) fn kiosk_in(temporary: &Path, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kiosk"));
    let output = command
        .args(arguments)
        .args(["--pause", "20"])
        .env("TMPDIR", temporary)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Run {
        status: output.status.code(),
        screen: String::from_utf8(output.stdout).unwrap(),
        log: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Run {
    /// It went as it should, and said these lines in this order.
    #[track_caller]
    pub(crate) fn worked(&self, lines: &[&str]) {
        assert_eq!(self.status, Some(0), "{}\n{}", self.screen, self.log);
        assert_eq!(self.log, "");
        let mut rest = &*self.screen;
        for line in lines {
            let Some((_, after)) = rest.split_once(line) else { panic!("{line:?} is not in:\n{rest}") };
            rest = after;
        }
    }

    /// It failed, and the log says this; the person was not shown it.
    #[track_caller]
    pub(crate) fn failed(&self, said: &[&str]) {
        assert_eq!(self.status, Some(1), "{}\n{}", self.screen, self.log);
        assert!(self.log.starts_with("kiosk: ") && self.log.ends_with(".\n"), "{}", self.log);
        assert_eq!(self.log.lines().count(), 1, "{}", self.log);
        for said in said {
            assert!(self.log.contains(said), "{said:?} is not in: {}", self.log);
            assert!(!self.screen.contains(said));
        }
    }
}
