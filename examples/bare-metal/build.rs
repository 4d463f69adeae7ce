//! Picks the board by the target, and its memory.

use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=boards");
    println!("cargo::rustc-check-cfg=cfg(board, values(\"mps2\", \"microbit\"))");
    let with_tls = env::var_os("CARGO_FEATURE_TLS").is_some();
    let (board, memory) = match (env::var("TARGET").as_deref(), with_tls) {
        (Ok("thumbv7em-none-eabihf"), false) => ("mps2", "boards/mps2-an386.x"),
        (Ok("thumbv7em-none-eabihf"), true) => ("mps2", "boards/mps2-an386-tls.x"),
        (Ok("thumbv6m-none-eabi"), false) => ("microbit", "boards/microbit.x"),
        (Ok("thumbv6m-none-eabi"), true) => panic!("16 KiB of RAM do not hold a record of TLS"),
        (target, _) => panic!("no board for the target {target:?}: see README.md"),
    };
    println!("cargo::rustc-cfg=board=\"{board}\"");
    let out = env::var("OUT_DIR").expect("cargo sets it");
    fs::copy(memory, Path::new(&out).join("memory.x")).expect("the board's memory");
    println!("cargo::rustc-link-search={out}");
}
