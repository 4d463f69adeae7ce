//! The files that are made from the catalogue of messages, and the functions that write or compare all of them.
//!
//! A generator takes the catalogue and gives whole files by their paths in the repository. To add one, add it to
//! `GENERATORS`. They are checked in, formatted, and read like what a person writes: what a field means is changed in
//! `spec/catalogue`, and then `cargo xtask generate` is run.

mod catalogue;
mod faults;
mod messages;
mod owned;
mod pages;
mod rust;
mod schema;
mod serde;
mod tables;
mod wsdl;
mod xml;

use core::error::Error;
use std::path::{Path, PathBuf};

use catalogue::Catalogue;

/// What reading or writing comes to.
pub(crate) type Done<T = ()> = Result<T, Box<dyn Error>>;

/// A file: its path below the root of the repository, and what is in it.
pub(crate) type File = (PathBuf, String);

/// Makes files of a catalogue.
type Generator = fn(&Catalogue) -> Vec<File>;

/// Every generator.
const GENERATORS: &[Generator] = &[messages::files, owned::files, faults::files, schema::files, wsdl::files];

fn files(root: &Path) -> Done<Vec<File>> {
    let catalogue = catalogue::load(root)?;
    let mut files = Vec::new();
    for (path, text) in GENERATORS.iter().flat_map(|generate| generate(&catalogue)) {
        let is_rust = path.extension().is_some_and(|extension| extension == "rs");
        let text = if is_rust { rust::format(root, &text)? } else { text };
        files.push((path, text));
    }
    files.extend(pages::files(root, &catalogue)?.into_iter().map(|(path, text)| (path.into(), text)));
    Ok(files)
}

/// Writes everything that is generated, in the repository at `root`.
///
/// # Errors
/// What is wrong with the catalogue, or with a file.
pub fn write(root: &Path) -> Result<(), Box<dyn Error>> {
    for (path, text) in files(root)? {
        let path = root.join(path);
        // What is the same is left alone, so that nothing is compiled again for it.
        if std::fs::read_to_string(&path).is_ok_and(|found| found == text) {
            continue;
        }
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, text)?;
    }
    Ok(())
}

/// Compares everything that is generated with what would be written.
///
/// # Errors
/// The files that differ; or what is wrong with the catalogue.
pub fn check(root: &Path) -> Result<(), Box<dyn Error>> {
    let mut differ = Vec::new();
    for (path, text) in files(root)? {
        match std::fs::read_to_string(root.join(&path)) {
            Ok(found) if found == text => {}
            Ok(found) => {
                let line = found.lines().zip(text.lines()).take_while(|(a, b)| a == b).count() + 1;
                differ.push(format!("{} differs from line {line} on", path.display()));
            }
            Err(error) => differ.push(format!("{}: {error}", path.display())),
        }
    }
    if differ.is_empty() {
        return Ok(());
    }
    Err(format!("{}: run `cargo xtask generate`", differ.join("\n")).into())
}
