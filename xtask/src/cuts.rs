//! The long run of emis-client's test of cut connections: the test makes a few cuts, and this command makes any number.

use std::path::Path;
use std::process::Command;

use crate::Done;

/// Builds the example and the test, and makes so many cuts.
pub(crate) fn run(root: &Path, runs: u32) -> Done {
    let cargo = || {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(root);
        cargo
    };
    let package = ["--release", "--package", "emis-client"];
    let built = cargo().arg("build").args(package).args(["--example", "book"]).status()?;
    let made = built.success()
        && cargo()
            .env("EMIS_CUTS", runs.to_string())
            .arg("test")
            .args(package)
            .args(["--test", "client", "what_is_told_after_a_cut", "--", "--nocapture"])
            .status()?
            .success();
    if made { Ok(()) } else { Err("a cut was settled wrongly: see above".into()) }
}
