//! Runs an image in QEMU, which counts instructions.

use core::time::Duration;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::Done;

/// The figures of a step.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) name: String,
    pub(super) instructions: u64,
    /// From the beginning of the stack, the caller's buffers not counted, in bytes.
    pub(super) stack: u64,
}

/// A board with a Cortex-M4 and room for everything.
const MACHINE: &str = "mps2-an386";

/// The timeout of a run, which needs about ten seconds.
const PATIENCE: Duration = Duration::from_mins(10);

/// The steps, in their order.
pub(super) fn run(image: &Path) -> Done<Vec<Step>> {
    let mut qemu = Command::new("qemu-system-arm")
        .args(["-M", MACHINE, "-display", "none", "-monitor", "none", "-serial", "null"])
        // One nanosecond of the machine's time an instruction, whatever the time outside.
        .args(["-icount", "shift=0", "-semihosting-config", "enable=on,target=native", "-kernel"])
        .arg(image)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let began = Instant::now();
    let status = loop {
        if let Some(status) = qemu.try_wait()? {
            break status;
        }
        if began.elapsed() > PATIENCE {
            qemu.kill()?;
            qemu.wait()?;
            return Err(format!("{} has not ended after {PATIENCE:?}", image.display()).into());
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    let mut said = String::new();
    qemu.stdout.take().ok_or("no output")?.read_to_string(&mut said)?;
    if !status.success() {
        return Err(format!("{} on {} failed:\n{said}", image.display(), MACHINE).into());
    }
    said.lines().filter_map(|line| line.strip_prefix("step ")).map(step).collect()
}

fn step(line: &str) -> Done<Step> {
    let mut parts = line.split('\t');
    let mut next = || parts.next().ok_or_else(|| format!("not a step: {line}"));
    Ok(Step { name: next()?.to_owned(), instructions: next()?.parse()?, stack: next()?.parse()? })
}
