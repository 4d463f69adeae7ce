//! The slow sweeps: tests named `sweep_of_…` try a sample by themselves, and everything where `EMIS_SWEEP` is set.

use std::path::Path;
use std::process::Command;

use crate::Done;

/// Runs them, of the whole workspace, so that nothing is compiled again after `cargo test --workspace`.
pub(crate) fn run(root: &Path) -> Done {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root).env("EMIS_SWEEP", "1");
    cargo.args(["test", "--workspace", "--tests", "--", "sweep_of_"]);
    if cargo.status()?.success() { Ok(()) } else { Err("a sweep failed: see above".into()) }
}
