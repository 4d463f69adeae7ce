//! The project's chores. `cargo xtask` without a command says which there are.
//!
//! Nothing here is part of what is shipped: it makes files that are checked in, and compares them.

mod device;
mod footprint;
mod rules;
mod schema;
mod seeds;
mod vectors;

use core::error::Error;
use std::path::Path;
use std::process::ExitCode;

use base64ct::{Base64, Encoding};

/// What a chore comes to.
pub(crate) type Done<T = ()> = Result<T, Box<dyn Error>>;

const USAGE: &str = "\
cargo xtask COMMAND

  vectors           writes vectors/*.json
  vectors --check   compares them with what it would write, and fails at the first difference
  schema            writes spec/emis-ps-1.xsd and spec/emis-ps-1.wsdl
  schema --check    compares them in the same way
  seeds             writes fuzz/seeds/*/* from the sessions of the vectors
  seeds --check     compares them in the same way
  device            runs examples/bare-metal in QEMU against the simulator, plain and over TLS, and prints what it
                    took
  device --feed [N] lets the same boards read N spoilt replies, or every prefix, flipped bit and 10,000 mutations
  rules             prints every rule of the specification with the places that cite it
  rules --check     fails if a rule is cited nowhere or by no test, or what is cited is no rule
  footprint         measures what the client takes on a microcontroller, and writes benches/footprint.json
  footprint --check measures it, and fails if it takes a fiftieth more than is written there";

/// Base64 text.
pub(crate) fn base64(octets: &[u8]) -> String {
    let mut text = vec![0; octets.len().div_ceil(3) * 4];
    Base64::encode(octets, &mut text).unwrap_or_default().to_owned()
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let done = match words.as_slice() {
        ["vectors"] => vectors::write(root),
        ["vectors", "--check"] => vectors::check(root),
        ["schema"] => schema::write(root),
        ["schema", "--check"] => schema::check(root),
        ["seeds"] => seeds::write(root),
        ["seeds", "--check"] => seeds::check(root),
        ["device"] => device::run(root),
        ["device", "--feed"] => device::feed(root, None),
        ["device", "--feed", calls] => {
            calls.parse().map_err(Into::into).and_then(|calls| device::feed(root, Some(calls)))
        }
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
