//! A board in QEMU, its serial line joined to the simulator.

use core::time::Duration;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;

use crate::Done;

/// The timeout of a program in the host's time, and the addition for each call.
const PATIENCE: Duration = Duration::from_mins(10);
const PATIENCE_A_CALL: Duration = Duration::from_secs(2);

/// A board that QEMU knows.
pub(super) struct Board {
    pub(super) machine: &'static str,
    pub(super) target: &'static str,
    /// How many bytes of RAM the program is linked for.
    pub(super) ram: u64,
    /// Whether the visit is the long one.
    pub(super) has_room: bool,
}

pub(super) const BOARDS: [Board; 2] = [
    Board { machine: "mps2-an386", target: "thumbv7em-none-eabihf", ram: 64 * 1024, has_room: true },
    Board { machine: "microbit", target: "thumbv6m-none-eabi", ram: 16 * 1024, has_room: false },
];

/// The one that has room for TLS, with the RAM that it takes.
pub(super) const WITH_TLS: Board =
    Board { machine: "mps2-an386", target: "thumbv7em-none-eabihf", ram: 96 * 1024, has_room: true };

/// The result of a program.
pub(super) struct Run {
    pub(super) status: Option<i32>,
    /// Its output without the figures.
    pub(super) said: Vec<String>,
    figures: Vec<(String, u64)>,
}

impl Run {
    /// Whether one of its lines began so.
    pub(super) fn has_said(&self, beginning: &str) -> bool {
        self.said.iter().any(|line| line.starts_with(beginning))
    }

    pub(super) fn figure(&self, name: &str) -> Done<u64> {
        let figure = self.figures.iter().find(|(known, _)| known == name);
        figure.map(|(_, number)| *number).ok_or_else(|| format!("no figure {name}").into())
    }
}

/// Runs a program on a board in a folder, with the practice end on its serial line.
pub(super) fn run(board: &Board, program: &Path, port: u16, work: &Path, calls: usize) -> Done<Run> {
    let patience = PATIENCE + PATIENCE_A_CALL * u32::try_from(calls)?;
    let output = work.join(format!("{}.txt", board.machine));
    let mut child = Command::new("qemu-system-arm")
        .current_dir(work)
        .args(["-M", board.machine, "-display", "none", "-monitor", "none"])
        // One nanosecond an instruction, so that the program's clock counts them.
        .args(["-icount", "shift=0"])
        .args(["-semihosting-config", "enable=on,target=native"])
        .args(["-serial", &format!("tcp:127.0.0.1:{port}"), "-kernel"])
        .arg(program)
        .stdin(Stdio::null())
        .stdout(File::create(&output)?)
        .spawn()?;
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status.code();
        }
        if begun.elapsed() > patience {
            child.kill()?;
            child.wait()?;
            return Err(format!("{}: no end after {patience:?}", board.machine).into());
        }
        thread::sleep(Duration::from_millis(20));
    };
    let mut run = Run { status, said: Vec::new(), figures: vec![("flash".to_owned(), flash(program)?)] };
    for line in fs::read_to_string(&output)?.lines() {
        match line.strip_prefix("figure ").and_then(|figure| figure.split_once(' ')) {
            Some((name, number)) => run.figures.push((name.to_owned(), number.parse()?)),
            None => run.said.push(line.to_owned()),
        }
    }
    Ok(run)
}

/// How many bytes of the program are in flash.
fn flash(program: &Path) -> Done<u64> {
    let output = Command::new("arm-none-eabi-size").arg("-A").arg(program).output()?;
    if !output.status.success() {
        return Err("arm-none-eabi-size failed".into());
    }
    let mut flash = 0;
    for line in String::from_utf8(output.stdout)?.lines() {
        if let [".vector_table" | ".text" | ".rodata" | ".data", size, ..] =
            line.split_whitespace().collect::<Vec<_>>().as_slice()
        {
            flash += size.parse::<u64>()?;
        }
    }
    Ok(flash)
}
