//! The seeds, run once without a fuzzer: every claim holds for them.

use std::fs;
use std::path::Path;

fn run(target: &str, run: impl Fn(&[u8])) {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target);
    let mut count = 0;
    for entry in fs::read_dir(seeds).expect("the seeds") {
        run(&fs::read(entry.expect("an entry").path()).expect("a seed"));
        count += 1;
    }
    assert!(count > 20, "{count} seeds");
}

#[test]
fn xml() {
    run("xml", emis_fuzz::xml::run);
}

#[test]
fn client() {
    run("client", emis_fuzz::client::run);
}

#[test]
fn server() {
    run("server", emis_fuzz::server::run);
}

#[test]
fn stream() {
    run("client", emis_fuzz::stream::run);
}

#[test]
fn http() {
    run("http", emis_fuzz::http::run);
}

#[test]
fn owned() {
    run("owned", emis_fuzz::owned::run);
}
