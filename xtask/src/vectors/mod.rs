//! The test vectors of vectors/README.md, made by core itself from fixed randomness.
//!
//! Every value is computed twice: step by step here, by the functions that core shows, and by core's two roles talking
//! to each other. A vector is written only if both agree.

mod case;
mod client_hello;
mod draw;
mod drive;
mod key_schedule;
mod points;
mod receptions;
mod reply;
mod schedule;
mod script;
mod server_hello;
mod session_hash;
mod sessions;

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::Done;
use case::File;

pub(crate) use sessions::recorded;

/// Genuine messages in other envelopes than ours.
pub(crate) fn envelopes() -> Done<Vec<String>> {
    receptions::envelope_texts()
}

fn files() -> Done<Vec<(&'static str, String)>> {
    let files: [File; 3] = [key_schedule::file()?, sessions::file()?, session_hash::file()?];
    files.into_iter().map(|file| Ok((file.name, file.into_text()?))).collect()
}

/// Writes the three files.
pub(crate) fn write(root: &Path) -> Done {
    for (name, text) in files()? {
        fs::write(root.join("vectors").join(name), text)?;
    }
    Ok(())
}

/// Compares them with the files.
pub(crate) fn check(root: &Path) -> Done {
    for (name, expected) in files()? {
        let path = root.join("vectors").join(name);
        let found = fs::read_to_string(&path).map_err(|error| format!("vectors/{name}: {error}"))?;
        if found != expected {
            return Err(format!("vectors/{name}: {}", difference(&expected, &found)).into());
        }
    }
    Ok(())
}

/// The first test that differs.
fn difference(expected: &str, found: &str) -> String {
    let tests = |text: &str| -> Vec<Value> {
        let file: Value = serde_json::from_str(text).unwrap_or_default();
        let groups = file["testGroups"].as_array().cloned().unwrap_or_default();
        groups.iter().filter_map(|group| group["tests"].as_array().cloned()).flatten().collect()
    };
    let (expected, found) = (tests(expected), tests(found));
    for (i, test) in expected.iter().enumerate() {
        if found.get(i) != Some(test) {
            return format!("{} is not as cargo xtask vectors makes it", test["id"]);
        }
    }
    match found.get(expected.len()) {
        Some(test) => format!("{} is none that cargo xtask vectors makes", test["id"]),
        None => "what stands around the tests is not as cargo xtask vectors makes it".to_owned(),
    }
}
