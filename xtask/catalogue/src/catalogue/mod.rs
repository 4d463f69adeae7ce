//! The catalogue of messages in `spec/catalogue/*.toml`, read and checked: the one source of all generated files.
//!
//! [`load`] gives a [`Catalogue`] in which every name leads somewhere, so a generator never meets an unknown type, a
//! list without the name of its items, or an operation without a response. `source` has the form of the files, `model`
//! what they come to, `resolve` the way from one to the other, and `check` the rules that need the whole catalogue.

mod check;
mod model;
mod resolve;
mod source;
#[cfg(test)]
mod tests;

use core::fmt;
use std::path::Path;

pub(crate) use model::{
    Allowed, Catalogue, Choice, Element, Ends, Enumeration, ExactType, Fault, Faults, Field, Group, Occurs,
    Operation, ReadBack, Requirement, Type, Value,
};

/// What is wrong with the catalogue, and where.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Error {
    /// The file, without its folder.
    file: String,
    /// The element, enumeration, operation or field; empty if it is the file as a whole.
    place: String,
    /// What is wrong.
    what: String,
}

impl Error {
    fn new(file: &str, place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { file: format!("{file}.toml"), place: place.into(), what: what.into() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "spec/catalogue/{}: ", self.file)?;
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        f.write_str(&self.what)
    }
}

impl core::error::Error for Error {}

/// Reads and checks the catalogue of the repository at `root`.
///
/// # Errors
/// The first thing that is wrong, with the file and the element.
pub(crate) fn load(root: &Path) -> Result<Catalogue, Error> {
    let folder = root.join("spec/catalogue");
    load_from(|name| std::fs::read_to_string(folder.join(format!("{name}.toml"))).map_err(|e| e.to_string()))
}

/// The same from files that `read` gives by their name without the extension.
fn load_from(read: impl Fn(&str) -> Result<String, String>) -> Result<Catalogue, Error> {
    let sources = source::Sources::read(read)?;
    let catalogue = resolve::resolve(sources)?;
    check::check(&catalogue)?;
    Ok(catalogue)
}
