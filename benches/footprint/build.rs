//! Lays out the board's memory.

use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=memory.x");
    let out = env::var("OUT_DIR").expect("cargo sets it");
    fs::copy("memory.x", Path::new(&out).join("memory.x")).expect("the board's memory");
    println!("cargo::rustc-link-search={out}");
}
