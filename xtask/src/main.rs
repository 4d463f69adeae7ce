//! The project's chores. `cargo xtask` without a command lists them.
//!
//! They are not part of what is shipped: they make files that are checked in, and compare them.

mod arrows;
mod cuts;
mod device;
mod errors;
mod footprint;
mod rules;
mod scratch;
mod seeds;
mod sweep;
mod vectors;

use core::error::Error;
use std::path::Path;
use std::process::ExitCode;

use base64ct::{Base64, Encoding};

/// The result of a chore.
pub(crate) type Done<T = ()> = Result<T, Box<dyn Error>>;

const USAGE: &str = "\
cargo xtask COMMAND

  vectors           writes vectors/*.json
  vectors --check   compares them with what it would write, and fails at the first difference
  generate          writes every file that is generated from spec/catalogue
  generate --check  compares them with what it would write, and names those that differ
  scratch           adds a field to the catalogue in a copy of the repository, and looks for it in every generated file
  seeds             writes fuzz/seeds/*/* from the sessions of the vectors
  seeds --check     compares them in the same way
  device            runs examples/bare-metal in QEMU against the simulator, plain and over TLS, and prints its time,
                    memory and traffic
  device --feed [N] feeds the same boards N damaged replies, or every prefix, flipped bit and 10,000 mutations
  arrows            fails if a module of core uses one that it must not use: see ARCHITECTURE.md
  errors            writes spec/errors.md
  errors --check    compares it in the same way
  cuts N            books N appointments through a network that cuts each booking at a random byte, and compares what
                    is said with the practice's books
  sweep             runs the tests named sweep_of_… over everything that they otherwise sample
  rules             prints every rule of the specification with the places that cite it
  rules --check     fails if a rule is not cited by a test, or if a citation names no rule
  footprint         measures the client on a microcontroller, and writes benches/footprint.json
  footprint --check measures it, and fails if a figure is a fiftieth above the written one";

/// Base64 text.
pub(crate) fn base64(bytes: &[u8]) -> String {
    let mut text = vec![0; bytes.len().div_ceil(3) * 4];
    Base64::encode(bytes, &mut text).unwrap_or_default().to_owned()
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let done = match words.as_slice() {
        ["generate"] => emis_catalogue::write(root),
        ["generate", "--check"] => emis_catalogue::check(root),
        ["vectors"] => vectors::write(root),
        ["vectors", "--check"] => vectors::check(root),
        ["scratch"] => scratch::run(root),
        ["seeds"] => seeds::write(root),
        ["seeds", "--check"] => seeds::check(root),
        ["device"] => device::run(root),
        ["device", "--feed"] => device::feed(root, None),
        ["device", "--feed", calls] => {
            calls.parse().map_err(Into::into).and_then(|calls| device::feed(root, Some(calls)))
        }
        ["arrows"] => arrows::check(root),
        ["errors"] => errors::write(root),
        ["errors", "--check"] => errors::check(root),
        ["cuts", runs] => runs.parse().map_err(Into::into).and_then(|runs| cuts::run(root, runs)),
        ["sweep"] => sweep::run(root),
        ["rules"] => rules::print(root),
        ["rules", "--check"] => rules::check(root),
        ["footprint"] => footprint::write(root),
        ["footprint", "--check"] => footprint::check(root),
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
