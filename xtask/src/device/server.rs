//! The simulator as a program, stopped when dropped.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::Done;

/// A simulator that runs.
pub(super) struct Server {
    child: Child,
    /// What it says of itself.
    pub(super) description: Value,
}

impl Server {
    /// Builds and starts one, at the time that the visit's days belong to.
    pub(super) fn start(root: &Path, target: &Path) -> Done<Self> {
        let status = Command::new("cargo")
            .current_dir(root)
            .args(["build", "--release", "--quiet", "--bin", "emis-simulator"])
            .status()?;
        if !status.success() {
            return Err("the simulator does not build".into());
        }
        let child = Command::new(target.join("release/emis-simulator"))
            .args(["--listen", "127.0.0.1:0", "--now", super::visit::NOW])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        // From here on it is stopped in any case.
        let mut server = Self { child, description: Value::Null };
        let mut line = String::new();
        let out = server.child.stdout.take().ok_or("the simulator has no output")?;
        BufReader::new(out).read_line(&mut line)?;
        server.description = serde_json::from_str(&line)?;
        Ok(server)
    }

    /// Whether it has gone on to the end.
    pub(super) fn stop(mut self) -> Done {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => Err(format!("the simulator had ended: {status}").into()),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
