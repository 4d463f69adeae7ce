//! `cargo run -p emis-catalogue` writes what `cargo xtask generate` writes, also when core does not compile.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let check = std::env::args().nth(1).is_some_and(|argument| argument == "--check");
    match if check { emis_catalogue::check(root) } else { emis_catalogue::write(root) } {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
