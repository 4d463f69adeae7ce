//! Keeps the Bodies that the core's writers wrote in these tests, so that they can be held against the schema.
//!
//! It is asked for by the simulator's environment variable (see CONTRIBUTING.md), and is given what one end has written
//! for the other; what a test has put together or altered by itself is not.

use core::hash::{Hash as _, Hasher as _};
use std::fs;
use std::hash::DefaultHasher;
use std::path::Path;

use emis_core::profile::{OpenProfile, Profile};

/// A message as its writer wrote it, given back (OP-13).
pub fn kept(message: &[u8]) -> &[u8] {
    if let Some(directory) = std::env::var_os("EMIS_SIMULATOR_BODIES") {
        keep(Path::new(&directory), super::body(message));
    }
    message
}

/// The same of a handshake, if its profile is not one of other names.
pub fn of<P: Profile>(message: &[u8]) -> &[u8] {
    if P::NAMESPACE == OpenProfile::NAMESPACE && P::NAME == OpenProfile::NAME {
        kept(message)
    } else {
        message
    }
}

fn keep(directory: &Path, body: &str) {
    let name = body[1..].split([' ', '>']).next().unwrap().rsplit(':').next().unwrap();
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    fs::create_dir_all(directory).unwrap();
    let path = directory.join(format!("{name}-{:016x}.xml", hasher.finish()));
    // Two tests may write the same bytes at once.
    let whole = path.with_extension(format!("{}-{:?}", std::process::id(), std::thread::current().id()));
    fs::write(&whole, body).unwrap();
    fs::rename(whole, path).unwrap();
}
