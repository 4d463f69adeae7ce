//! Pieces of Rust that the generators share: names, comments, imports.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::Done;
use crate::catalogue::{Catalogue, Element, Field, Occurs, Type, Value};

/// The first line of a generated file's documentation.
pub(super) const NOTICE: &str = "Generated from `spec/catalogue` by `cargo xtask generate`.";

/// `SlotId` as a constant's name.
pub(super) fn constant(name: &str) -> String {
    let mut constant = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !constant.is_empty() {
            constant.push('_');
        }
        constant.push(c.to_ascii_uppercase());
    }
    constant
}

/// Lines of a comment, each at most so wide, that each begin with `mark`.
pub(super) fn comment(mark: &str, text: &str) -> String {
    let mut lines = String::new();
    for paragraph in text.split('\n') {
        let mut line = mark.to_owned();
        for word in paragraph.split_whitespace() {
            if line.len() > mark.len() && line.len() + 1 + word.len() > 110 {
                lines.push_str(&line);
                lines.push('\n');
                mark.clone_into(&mut line);
            }
            line.push(' ');
            line.push_str(word);
        }
        lines.push_str(&line);
        lines.push('\n');
    }
    lines
}

/// A documentation comment.
pub(super) fn doc(text: &str) -> String {
    comment("///", text)
}

/// A version's constant.
pub(super) fn version(version: &str) -> String {
    format!("Version::V{}", version.replace('.', "_"))
}

/// The Rust type of a value.
fn value_type(value: Value) -> &'static str {
    match value {
        Value::Integer => "i64",
        Value::PageSize => "PageSize",
        Value::Boolean => "bool",
        Value::Decimal => "Decimal",
        Value::Date => "Date",
        Value::DateTime => "DateTime",
        Value::Guid => "Guid",
        Value::OdsCode => "OdsCode",
        Value::NhsNumber => "NhsNumber",
        Value::RelationshipId => "PatientRelationshipId",
        Value::RelationshipKey => "PatientRelationshipKey",
        Value::Version => "Version",
        Value::Base64 => "Base64",
    }
}

/// The Rust type without its lifetime or limit.
pub(super) fn type_name(of: &Type) -> &str {
    match of {
        Type::Value(value) => value_type(*value),
        Type::Text(_) => "Text",
        Type::Enumeration(name) | Type::Element(name) | Type::Choice(name) => name,
    }
}

/// The Rust type; `lifetime` is that of what is borrowed, or empty for what is owned.
pub(super) fn rust_type(catalogue: &Catalogue, of: &Type, lifetime: &str) -> String {
    let name = type_name(of);
    match (of, lifetime) {
        (Type::Text(limit), "") => format!("{name}<{}>", underscored(*limit)),
        (Type::Text(limit), lifetime) => format!("{name}<{lifetime}, {}>", underscored(*limit)),
        (of, lifetime) if !lifetime.is_empty() && catalogue.borrows(of) => format!("{name}<{lifetime}>"),
        _ => name.to_owned(),
    }
}

/// What the messages of a file name from elsewhere: the element's and enumerations' modules.
pub(super) fn modules(catalogue: &Catalogue, own: &str, fields: &[&Field]) -> BTreeSet<(String, String)> {
    fields
        .iter()
        .filter_map(|field| Some((catalogue.file_of(&field.of)?.to_owned(), type_name(&field.of).to_owned())))
        .filter(|(home, _)| home != own)
        .collect()
}

/// A number as clippy wants it: with an underscore in front of the thousands.
pub(super) fn underscored(number: u32) -> String {
    if number < 10_000 { number.to_string() } else { format!("{}_{:03}", number / 1000, number % 1000) }
}

/// A `use` of those of the names that the text uses.
pub(super) fn uses(path: &str, names: &[&str], text: &str) -> String {
    let used: Vec<_> = names.iter().copied().filter(|name| is_used(name, text)).collect();
    match used.as_slice() {
        [] => String::new(),
        [name] => format!("use {path}::{name};\n"),
        names => format!("use {path}::{{{}}};\n", names.join(", ")),
    }
}

fn is_used(name: &str, text: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at + name.len()..).unwrap_or_default();
        // Not a part of another name, not behind a path, and not in a comment.
        !is_part(before.chars().next_back())
            && !is_part(after.chars().next())
            && !before.ends_with("::")
            && !before.rsplit('\n').next().unwrap_or_default().trim_start().starts_with("//")
            && !before.ends_with('"')
    })
}

/// The element's lifetime for a type: nothing, or `<'a>` with this lifetime.
pub(super) fn lifetime(catalogue: &Catalogue, element: &Element, lifetime: &str) -> String {
    let borrows = catalogue.borrows(&Type::Element(element.name.clone()));
    if borrows { format!("<{lifetime}>") } else { String::new() }
}

/// The method of a reader or writer of fields for a field.
pub(super) fn method(occurs: Occurs) -> &'static str {
    match occurs {
        Occurs::Once | Occurs::Arm => "value",
        Occurs::Optional => "optional",
        Occurs::Any => "list",
        Occurs::Some(_) => "bounded_list",
    }
}

/// The module's documentation: what it is for, and where it comes from.
pub(super) fn module_doc(doc: &str) -> String {
    comment("//!", &format!("{}\n\n{NOTICE}", doc.trim()))
}

/// Without the empty lines that stand in front of the last arm of a list: what is put together line by line ends in one.
fn tidy(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines() {
        let after_item = |last: &&str| last.trim_end().ends_with([',', '{', '}', ';']);
        let continues =
            ["_ =>", "Self::Unknown", "/// A word that", "/// One that", "/// Its one arm", "// The word"];
        let is_continued = continues.iter().any(|start| line.trim_start().starts_with(start));
        if is_continued && lines.last().is_some_and(|last| last.trim().is_empty()) {
            let item = lines.iter().rev().find(|last| !last.trim().is_empty());
            if item.is_some_and(after_item) {
                while lines.last().is_some_and(|last| last.trim().is_empty()) {
                    lines.pop();
                }
            }
        }
        lines.push(line);
    }
    lines.push("");
    lines.join("\n")
}

/// The same text as rustfmt writes it.
pub(super) fn format(root: &Path, text: &str) -> Done<String> {
    let mut formatter = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout", "--config-path"])
        .arg(root.join("rustfmt.toml"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("rustfmt: {error}"))?;
    formatter.stdin.take().ok_or("rustfmt takes no input")?.write_all(tidy(text).as_bytes())?;
    let done = formatter.wait_with_output()?;
    if !done.status.success() {
        return Err("rustfmt refuses what was generated".into());
    }
    Ok(String::from_utf8(done.stdout)?)
}
