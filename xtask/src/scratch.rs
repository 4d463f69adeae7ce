//! Adds one field to one file of the catalogue in a copy of the repository: it has to arrive in everything that is
//! generated, and nothing else may change.
//!
//! The copy has the files as they are, committed or not. This program makes its generated files, so a generator that
//! writes to a wrong place is found too.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Done;

/// Where the field is added, before what, and how.
const SOURCE: &str = "spec/catalogue/appointments.toml";
const ELEMENT: &str = "name = \"Location\"\n";
const FIELD: &str = "    { name = \"Building\", type = \"Text\", limit = 100, occurs = \"optional\", since = \"2.1\", \
                     doc = \"The building.\" },\n";

/// A file, and the text that it has once the field is there.
type Place = (&'static str, &'static str);

/// Where the field has to arrive. To add a generator, add its files here.
const PLACES: &[&[Place]] = &[SPECIFICATION, CORE];

/// The descriptor is what the dynamic API, the tests over all fields and the fuzz targets go by.
const CORE: &[Place] = &[
    (
        "core/src/messages/appointments.rs",
        "FieldDescriptor::optional(\"Building\", FieldType::Text(100)).from_version(Version::V2_1)",
    ),
    ("core/src/owned/appointments.rs", "pub building: Option<Text<100>>"),
    ("core/src/owned/serialised/appointments.rs", "fields.optional(\"Building\", &self.building)?;"),
];

const SPECIFICATION: &[Place] = &[
    ("spec/emis-ps-1.xsd", "<xs:element name=\"Building\" minOccurs=\"0\">"),
    ("spec/emis-ps-1.wsdl", "<xs:element name=\"Building\" minOccurs=\"0\">"),
    ("spec/operations.md", "`Building text(100)[0..1]` (2.1)"),
];

/// Adds the field in a copy and looks for it everywhere.
pub(crate) fn run(root: &Path) -> Done {
    let copy = Copy::of(root)?;
    emis_catalogue::check(&copy.0).map_err(|error| format!("before anything was added: {error}"))?;
    let before = copy.files()?;
    let source = copy.0.join(SOURCE);
    fs::write(&source, with_field(&fs::read_to_string(&source)?)?)?;
    emis_catalogue::write(&copy.0)?;
    emis_catalogue::check(&copy.0).map_err(|error| format!("generated a second time: {error}"))?;
    arrived(&before, &copy.files()?)?;
    // What is generated of core compiles.
    let target = root.join("target/scratch");
    let mut check = Command::new(env!("CARGO"));
    check.args(["check", "--quiet", "-p", "emis-core", "--all-features"]);
    let checked = check.current_dir(&copy.0).env("CARGO_TARGET_DIR", target).status()?;
    if !checked.success() {
        return Err("core with the field does not compile".into());
    }
    println!("the field arrived in {} files", PLACES.iter().map(|places| places.len()).sum::<usize>());
    Ok(())
}

/// The catalogue's file with the field behind the element's last one.
fn with_field(text: &str) -> Result<String, String> {
    let element = text.find(ELEMENT).ok_or_else(|| format!("{SOURCE} has no Location"))?;
    let end = text[element..].find("]\n").ok_or_else(|| format!("{SOURCE}: Location has no fields"))?;
    let (above, below) = text.split_at(element + end);
    Ok(format!("{above}{FIELD}{below}"))
}

/// Whether the field is in every place, was in none of them before, and nothing else has changed.
fn arrived(before: &Files, after: &Files) -> Result<(), String> {
    let mut wrong = Vec::new();
    let places: Vec<&Place> = PLACES.iter().copied().flatten().collect();
    for (path, text) in &places {
        let has = |files: &Files| {
            let bytes = files.get(Path::new(path));
            bytes.is_some_and(|bytes| String::from_utf8_lossy(bytes).contains(text))
        };
        if has(before) || !has(after) {
            wrong.push(format!("{path}: {text} was there before, or is not there now"));
        }
    }
    for (path, bytes) in after {
        let is_expected =
            path == Path::new(SOURCE) || places.iter().any(|(known, _)| path == Path::new(known));
        if before.get(path) != Some(bytes) && !is_expected {
            wrong.push(format!("{} has changed too", path.display()));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

/// Files by their paths below the root.
type Files = BTreeMap<PathBuf, Vec<u8>>;

/// A copy of the repository, which is removed when it is dropped.
struct Copy(PathBuf);

impl Copy {
    fn of(root: &Path) -> Done<Self> {
        let copy = Self(std::env::temp_dir().join(format!("emis-scratch-{}", std::process::id())));
        let mut list = Command::new("git");
        list.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root);
        let listed = list.output()?;
        if !listed.status.success() {
            return Err(format!("git ls-files: {}", String::from_utf8_lossy(&listed.stderr)).into());
        }
        for path in String::from_utf8(listed.stdout)?.split_terminator('\0') {
            let (from, to) = (root.join(path), copy.0.join(path));
            // A file that is deleted and not yet committed is still listed.
            if !from.is_file() {
                continue;
            }
            fs::create_dir_all(to.parent().unwrap_or(&copy.0))?;
            fs::copy(from, to)?;
        }
        Ok(copy)
    }

    /// Every file of the copy.
    fn files(&self) -> Done<Files> {
        let mut files = Files::new();
        let mut folders = vec![self.0.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.insert(path.strip_prefix(&self.0)?.to_owned(), fs::read(&path)?);
                }
            }
        }
        Ok(files)
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // A copy that cannot be removed stays in the temporary folder.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_field_goes_behind_the_last_one_of_its_element() {
        let text = format!("[[element]]\n{ELEMENT}fields = [\n    {{}},\n]\n\n[[element]]\nfields = [\n]\n");
        let expected = text.replacen("    {},\n", &format!("    {{}},\n{FIELD}"), 1);
        assert_eq!(with_field(&text).unwrap(), expected);
        assert!(with_field("[[element]]\nname = \"Place\"\n").is_err());
        assert!(with_field(ELEMENT).is_err());
    }

    #[test]
    fn a_field_that_did_not_arrive_everywhere_is_told() {
        let places = || PLACES.iter().copied().flatten();
        let before: Files = places().map(|(path, _)| (path.into(), b"old".to_vec())).collect();
        let after = |(path, text): &Place| (path.into(), format!("old {text}").into_bytes());
        let after: Files = places().map(after).collect();
        arrived(&before, &after).unwrap();
        for (path, text) in places() {
            let mut spoilt = after.clone();
            spoilt.insert(path.into(), b"old".to_vec());
            assert_eq!(
                arrived(&before, &spoilt).unwrap_err(),
                format!("{path}: {text} was there before, or is not there now")
            );
        }
        assert!(arrived(&after, &after).is_err());
        let mut more = after.clone();
        more.insert("README.md".into(), Vec::new());
        assert_eq!(arrived(&before, &more).unwrap_err(), "README.md has changed too");
    }
}
