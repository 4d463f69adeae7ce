//! Picks the board by the target, and its memory.

use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=boards");
    println!("cargo::rustc-check-cfg=cfg(board, values(\"mps2\", \"microbit\"))");
    let (board, memory) = match env::var("TARGET").as_deref() {
        Ok("thumbv7em-none-eabihf") => ("mps2", "boards/mps2-an386.x"),
        Ok("thumbv6m-none-eabi") => ("microbit", "boards/microbit.x"),
        target => panic!("no board for the target {target:?}: see README.md"),
    };
    println!("cargo::rustc-cfg=board=\"{board}\"");
    let out = env::var("OUT_DIR").expect("cargo sets it");
    fs::copy(memory, Path::new(&out).join("memory.x")).expect("the board's memory");
    println!("cargo::rustc-link-search={out}");
}
