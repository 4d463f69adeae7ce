//! The XML Schema and the WSDL of the profile, made from the same tables that core reads and writes by.
//!
//! What a sender writes validates against them. A reader of ours takes more (any order, unknown elements of a later
//! version), which a schema of this kind cannot say.

mod types;
mod wsdl;

use std::path::Path;

use crate::Done;

/// Where the two files stand, and what is in them.
fn files() -> [(&'static str, String); 2] {
    let schema = types::schema();
    let wsdl = wsdl::description(&schema);
    let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    [
        ("spec/emis-ps-1.xsd", format!("{declaration}{schema}")),
        ("spec/emis-ps-1.wsdl", format!("{declaration}{wsdl}")),
    ]
}

/// Writes the files.
pub(crate) fn write(root: &Path) -> Done {
    for (path, text) in files() {
        std::fs::write(root.join(path), text)?;
    }
    Ok(())
}

/// Compares the files with what would be written.
pub(crate) fn check(root: &Path) -> Done {
    for (path, text) in files() {
        let found = std::fs::read_to_string(root.join(path)).map_err(|error| format!("{path}: {error}"))?;
        if found != text {
            let line = found.lines().zip(text.lines()).take_while(|(a, b)| a == b).count() + 1;
            return Err(format!("{path} differs from line {line} on: run `cargo xtask schema`").into());
        }
    }
    Ok(())
}

/// Lines of XML with two spaces a level.
pub(crate) struct Xml {
    text: String,
    level: usize,
}

impl Xml {
    pub(crate) fn new(level: usize) -> Self {
        Self { text: String::new(), level }
    }

    /// A line at this level.
    pub(crate) fn line(&mut self, line: &str) {
        self.text.push_str(&"  ".repeat(self.level));
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// An element whose content is written by `inside`.
    pub(crate) fn element(&mut self, tag: &str, inside: impl FnOnce(&mut Self)) {
        self.line(&format!("<{tag}>"));
        self.level += 1;
        inside(self);
        self.level -= 1;
        self.line(&format!("</{}>", tag.split(' ').next().unwrap_or_default()));
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }
}
