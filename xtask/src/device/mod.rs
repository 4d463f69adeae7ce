//! The visit from bare metal: builds the programs of examples/bare-metal, starts the simulator, runs each in QEMU
//! against it, and prints their output and figures. The one with TLS also meets practice ends that it has to refuse.
//!
//! Easy to get wrong: QEMU is not cycle-accurate. Its time passes by one nanosecond per instruction, so the figures are
//! instructions, not cycles.

mod feed;
mod machine;
mod secured;
mod server;
mod table;
mod tls;
pub(crate) mod tools;
mod visit;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Done;
use machine::{BOARDS, Board, Run, WITH_TLS};
use server::Server;
use visit::Given;

/// The lines that every visit has to print. One with enough memory prints more.
const SAID: [&str; 4] =
    ["registered with the letter", "booked slot", "the session has ended", "everything was done"];
const SAID_WITH_ROOM: [&str; 2] = ["cancelled it", "asked for a repeat prescription"];

/// Where things are.
struct Places {
    root: PathBuf,
    target: PathBuf,
    /// Where QEMU runs.
    work: PathBuf,
}

impl Places {
    fn new(root: &Path) -> Done<Self> {
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        let work = target.join("device");
        fs::create_dir_all(&work)?;
        Ok(Self { root: root.to_owned(), target, work })
    }

    /// The device's input.
    fn file(&self) -> PathBuf {
        self.work.join("visit.txt")
    }
}

/// The visit on both boards, one after the other, and the one with TLS on the board that has room for it.
pub(crate) fn run(root: &Path) -> Done {
    tools::install()?;
    let places = Places::new(root)?;
    let server = Server::start(root, &places.target)?;
    let mut runs = Vec::new();
    for (number, board) in BOARDS.iter().enumerate() {
        println!("{}: building", board.machine);
        let program = build(&places, board, "visit", &[])?;
        let given = Given { letter: number, ..Given::default() };
        let port = visit::write(&server.description, given, &places.file())?;
        println!("{}: running", board.machine);
        let run = machine::run(board, &program, port, &places.work, 0)?;
        tell(&run);
        check(board, &run)?;
        runs.push((board.machine.to_owned(), run));
    }
    let given = Given { letter: runs.len(), ..Given::default() };
    runs.push((format!("{}, TLS", WITH_TLS.machine), secured::run(&places, &WITH_TLS, &server, given)?));
    server.stop()?;
    table::print(&runs);
    Ok(())
}

fn tell(run: &Run) {
    for line in &run.said {
        println!("  {line}");
    }
}

/// Damaged replies to both boards: a whole run, or so many calls spread over one.
pub(crate) fn feed(root: &Path, calls: Option<usize>) -> Done {
    let calls = calls.unwrap_or(feed::WHOLE);
    tools::install()?;
    let places = Places::new(root)?;
    let server = Server::start(root, &places.target)?;
    for board in &BOARDS {
        println!("{}: building", board.machine);
        let program = build(&places, board, "fed", &[])?;
        let given = Given { calls: Some(calls), ..Given::default() };
        let port = visit::write(&server.description, given, &places.file())?;
        let (port, between) = feed::between(port, calls)?;
        println!("{}: {calls} calls", board.machine);
        let run = machine::run(board, &program, port, &places.work, calls)?;
        let untouched = between.join().map_err(|_| "the thread in between panicked")??;
        let answered = run.figure("answered");
        if run.status != Some(0) || run.figure("calls")? != calls as u64 {
            return Err(format!("{}: it ended with {:?}: {:?}", board.machine, run.status, run.said).into());
        }
        let answered = answered?;
        println!(
            "{}: every reply came to an end; {answered} were answers, {untouched} were untouched",
            board.machine
        );
        if answered == 0 || answered == calls as u64 {
            return Err("damaged replies and good ones were not distinguished".into());
        }
    }
    server.stop()
}

/// With Debian's compiler, whose library's source is installed.
fn build(places: &Places, board: &Board, program: &str, features: &[&str]) -> Done<PathBuf> {
    let target = places.target.join("bare-metal");
    let status = Command::new("cargo")
        .current_dir(places.root.join("examples/bare-metal"))
        .args(["build", "--release", "--quiet", "--locked", "--target", board.target, "--bin", program])
        .args(features.iter().flat_map(|feature| ["--features", feature]))
        .env("RUSTC", tools::RUSTC)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", &target)
        .status()?;
    if !status.success() {
        return Err(format!("examples/bare-metal does not build for {}", board.target).into());
    }
    Ok(target.join(board.target).join("release").join(program))
}

fn check(board: &Board, run: &Run) -> Done {
    if run.status != Some(0) {
        return Err(format!("{}: the visit ended with status {:?}", board.machine, run.status).into());
    }
    let more = if board.has_room { &SAID_WITH_ROOM[..] } else { &[] };
    for expected in SAID.iter().chain(more) {
        if !run.has_said(expected) {
            return Err(format!("{}: the visit did not say \"{expected}\"", board.machine).into());
        }
    }
    let used =
        [run.figure("buffers")?, run.figure("peak_stack")?, run.figure("static_ram")?].iter().sum::<u64>();
    if used > board.ram {
        return Err(format!("{}: {used} bytes of RAM were used, of {}", board.machine, board.ram).into());
    }
    Ok(())
}
