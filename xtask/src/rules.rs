//! The rules of the specification, and where code and tests cite them.
//!
//! A rule is defined in `spec/` by its name in bold, and cited by its name in a comment. This command checks that each
//! rule has a citation and each citation a rule. Readers check that a citation is at the right line.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::Done;

/// Where rules are defined.
const PAGES: [&str; 2] = ["spec/protocol.md", "spec/operations.md"];

/// Where they are cited.
const ROOMS: [&str; 8] = [".ci", "adapters", "benches", "core", "examples", "fuzz", "interop", "vectors"];

/// Rules that no test can check from outside, with the reason; the code that implements them cites them.
const WITHOUT_TEST: [(&str, &str); 2] = [
    ("KS-3", "wiped memory cannot be read without unsafe code"),
    ("FR-3", "only the installer knows where a line runs"),
];

/// A place that cites a rule.
struct Citation {
    file: String,
    line: usize,
    test: bool,
}

type Citations = BTreeMap<String, Vec<Citation>>;

/// Prints every rule with the places that cite it.
pub(crate) fn print(root: &Path) -> Done {
    let citations = citations(root, &names(root)?)?;
    for rule in defined(root)? {
        println!("{rule}");
        for Citation { file, line, test } in citations.get(&rule).into_iter().flatten() {
            println!("  {file}:{line}{}", if *test { " (test)" } else { "" });
        }
    }
    Ok(())
}

/// Fails if a rule is not cited, or not by a test although a test can check it, or if a citation names no rule.
pub(crate) fn check(root: &Path) -> Done {
    let rules = defined(root)?;
    let citations = citations(root, &names(root)?)?;
    let mut wrong = Vec::new();
    for rule in &rules {
        let places = citations.get(rule).map_or(&[][..], Vec::as_slice);
        let exempt = WITHOUT_TEST.iter().any(|(name, _)| name == rule);
        let tested = places.iter().any(|place| place.test);
        if places.is_empty() {
            wrong.push(format!("{rule} is not cited"));
        } else if !tested && !exempt {
            wrong.push(format!("{rule} is not cited by a test"));
        } else if tested && exempt {
            wrong.push(format!("{rule} is cited by a test and need not be excused"));
        }
    }
    for (name, places) in citations.iter().filter(|(name, _)| !rules.contains(name)) {
        for Citation { file, line, .. } in places {
            wrong.push(format!("{file}:{line} cites {name}, which is not a rule"));
        }
    }
    if wrong.is_empty() {
        println!("{} rules, {} citations", rules.len(), citations.values().map(Vec::len).sum::<usize>());
        return Ok(());
    }
    Err(wrong.join("\n").into())
}

/// The rules, in the order of the pages.
fn defined(root: &Path) -> Done<Vec<String>> {
    let mut rules: Vec<String> = Vec::new();
    for page in PAGES {
        let text = fs::read_to_string(root.join(page)).map_err(|error| format!("{page}: {error}"))?;
        for bold in text.split("**").skip(1).step_by(2).filter(|bold| is_name(bold)) {
            if rules.iter().any(|rule| rule == bold) {
                return Err(format!("{page}: {bold} is defined twice").into());
            }
            rules.push(bold.to_owned());
        }
    }
    Ok(rules)
}

/// `HS` of `HS-12`, for every rule.
fn names(root: &Path) -> Done<Vec<String>> {
    let mut names: Vec<String> =
        defined(root)?.iter().filter_map(|rule| Some(rule.split_once('-')?.0.to_owned())).collect();
    names.dedup();
    Ok(names)
}

/// Whether it is of the form `HS-12`.
fn is_name(text: &str) -> bool {
    text.split_once('-').is_some_and(|(group, number)| {
        let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        digits && group.len() > 1 && group.bytes().all(|b| b.is_ascii_uppercase())
    })
}

fn citations(root: &Path, groups: &[String]) -> Done<Citations> {
    let mut found = Citations::new();
    // A page that names a rule does not fulfil it, but it has to be one.
    for page in PAGES {
        let text = fs::read_to_string(root.join(page))?;
        for (line, text) in text.lines().enumerate() {
            note(&mut found, groups, text, |rule| (rule, page.to_owned(), line + 1, false));
        }
    }
    let rules = defined(root)?;
    found.retain(|rule, _| !rules.contains(rule));
    for room in ROOMS {
        walk(&root.join(room), &mut |path, text| {
            let file = path.strip_prefix(root).unwrap_or(path).display().to_string();
            let mut test = is_test(&file);
            for (line, text) in text.lines().enumerate() {
                test |= text.trim() == "#[cfg(test)]";
                note(&mut found, groups, comment(&file, text), |rule| (rule, file.clone(), line + 1, test));
            }
        })?;
    }
    Ok(found)
}

/// Whether all of the file is there to test.
fn is_test(file: &str) -> bool {
    let room = ["interop/", "vectors/", "fuzz/", ".ci/"].iter().any(|room| file.starts_with(room));
    room || file.contains("/tests/") || file.ends_with("/tests.rs")
}

/// The comment of a line.
fn comment<'t>(file: &str, line: &'t str) -> &'t str {
    let mark = if Path::new(file).extension().is_some_and(|e| e == "rs") { "//" } else { "#" };
    line.split_once(mark).map_or("", |(_, comment)| comment)
}

fn note(
    found: &mut Citations,
    groups: &[String],
    text: &str,
    place: impl Fn(String) -> (String, String, usize, bool),
) {
    for word in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-') {
        let group = word.split_once('-').map_or("", |(group, _)| group);
        if is_name(word) && groups.iter().any(|known| known == group) {
            let (rule, file, line, test) = place(word.to_owned());
            found.entry(rule).or_default().push(Citation { file, line, test });
        }
    }
}

/// Every file of our own that may cite, in order.
fn walk(path: &Path, see: &mut dyn FnMut(&Path, &str)) -> Done {
    let mut entries: Vec<_> = fs::read_dir(path)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_script = path.extension().is_some_and(|e| e == "rs" || e == "py") || name == "run";
        if entry.file_type()?.is_dir() {
            if !matches!(name.as_str(), "target" | "seeds" | "corpus" | "artifacts" | "__pycache__") {
                walk(&path, see)?;
            }
        } else if is_script {
            see(&path, &fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_other_words() {
        for name in ["HS-1", "XML-22", "REG-3"] {
            assert!(is_name(name), "{name}");
        }
        for other in ["HS-", "HS-1a", "hs-1", "P-256", "-1", "HS-1-2", "Notes"] {
            assert!(!is_name(other), "{other}");
        }
    }

    #[test]
    fn only_comments_cite() {
        assert_eq!(comment("a.rs", "let hs = 1; // HS-1"), " HS-1");
        assert_eq!(comment("a.rs", "let hs = \"HS-1\";"), "");
        assert_eq!(comment("a.py", "x = 1  # HS-1"), " HS-1");
        let mut found = Citations::new();
        let groups = ["HS".to_owned()];
        note(&mut found, &groups, "HS-1, HS-22 (SHA-256, UTF-8)", |rule| (rule, String::new(), 1, false));
        assert_eq!(found.into_keys().collect::<Vec<_>>(), ["HS-1", "HS-22"]);
    }
}
