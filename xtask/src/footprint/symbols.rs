//! What may be linked into a client and what may not, by the names in an image.
//!
//! Easy to get wrong: a missing name proves nothing unless the search would have found it. So there is a control image
//! that has all of them, and each name is searched there too.

use std::path::Path;
use std::process::Command;

use crate::Done;

/// A feature, and a part of a name of it. Inlined functions lose their names, so these are functions that are too long
/// for that.
const FORBIDDEN: [(&str, &str); 11] = [
    ("the formatting of floats", "core::num::imp::flt2dec"),
    ("the formatting of floats", "core::fmt::float"),
    ("formatting", "core::fmt::write"),
    ("formatting", "<core::fmt::Formatter>::pad"),
    ("formatting", "as core::fmt::Display>::fmt"),
    ("formatting", "as core::fmt::Debug>::fmt"),
    ("formatting", "core::fmt::builders"),
    ("the server's side", "emis_core::handshake::server"),
    ("the server's side", "emis_core::session::server"),
    ("an allocator", "__rust_alloc"),
    ("an allocator", "alloc::raw_vec"),
];

/// Whose names are checked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Has none of it.
    Client,
    /// Has all of it.
    Control,
}

/// Looks for the names.
pub(super) fn check(image: &Path, side: Side) -> Done {
    let out = Command::new("arm-none-eabi-nm").arg("--demangle").arg(image).output()?;
    let names = String::from_utf8(out.stdout)?;
    // The client itself is there, under its own name.
    if !names.contains("emis_core::envelope::read") {
        return Err(format!("{}: there are no names", image.display()).into());
    }
    for (what, name) in FORBIDDEN {
        let found = names.lines().find(|line| line.contains(name));
        match (side, found) {
            (Side::Client, Some(line)) => {
                return Err(format!("{} has {what}: {line}", image.display()).into());
            }
            (Side::Control, None) => {
                return Err(
                    format!("{name} is not found in the control image, so the search does not work").into()
                );
            }
            _ => {}
        }
    }
    Ok(())
}
