//! The Debian packages for bare metal, installed if they are missing.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::Done;

/// Debian's compiler.
pub(crate) const RUSTC: &str = "/usr/bin/rustc";

/// Installs what is missing, which needs root.
pub(crate) fn install() -> Done {
    let mut missing = Vec::new();
    if !Path::new(RUSTC).exists() {
        missing.push("rustc-web");
    }
    if !Path::new("/usr/lib/rustlib/src/rust/library/core").exists() {
        missing.push("rust-web-src");
    }
    if !there("arm-none-eabi-ld") || !there("arm-none-eabi-size") {
        missing.push("binutils-arm-none-eabi");
    }
    if !there("qemu-system-arm") {
        missing.push("qemu-system-arm");
    }
    if missing.is_empty() {
        return Ok(());
    }
    println!("installing {}", missing.join(" "));
    apt_get(&["update", "-qq"])?;
    apt_get(&[&["install", "-y", "-qq", "--no-install-recommends"][..], &missing].concat())
}

fn there(program: &str) -> bool {
    let mut version = Command::new(program);
    version.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    version.status().is_ok_and(|status| status.success())
}

fn apt_get(arguments: &[&str]) -> Done {
    let output = Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive").output()?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        return Err(format!("apt-get {}: {why}", arguments.join(" ")).into());
    }
    Ok(())
}
