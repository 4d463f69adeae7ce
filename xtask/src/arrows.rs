//! Which room of core may use which: the arrows of ARCHITECTURE.md, compared with the `crate::` paths of the code.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Done;

/// The rooms from the ground up, and what each may use beside itself and the rooms of the ground floor.
///
/// A room never uses one that stands after it in this list, so the arrows cannot form a circle.
const ROOMS: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("random", &[]),
    ("time", &[]),
    ("xml", &[]),
    ("crypto", &[]),
    ("types", &["crypto", "xml"]),
    ("profile", &["crypto", "types", "xml"]),
    ("transport", &[]),
    ("codec", &["profile", "types", "xml"]),
    ("fault", &["codec", "profile", "types", "xml"]),
    ("envelope", &["codec", "fault", "profile", "types", "xml"]),
    ("messages", &["codec", "envelope", "fault", "profile", "types", "xml"]),
    ("dynamic", &["codec", "messages", "profile", "types", "xml"]),
    ("owned", &["codec", "fault", "messages", "profile", "types", "xml"]),
    ("session", BELOW_CALLS),
    ("handshake", BELOW_HANDSHAKE),
    ("capabilities", &["codec", "fault", "messages", "profile", "session", "types"]),
    (
        "client",
        &[
            "capabilities",
            "codec",
            "crypto",
            "dynamic",
            "envelope",
            "fault",
            "handshake",
            "messages",
            "profile",
            "session",
            "transport",
            "types",
            "xml",
        ],
    ),
];

/// Every room may use these.
const GROUND: &[&str] = &["error", "random", "time"];

const BELOW_CALLS: &[&str] =
    &["codec", "crypto", "dynamic", "envelope", "fault", "messages", "profile", "transport", "types", "xml"];

/// A handshake makes a session, so it stands above it.
const BELOW_HANDSHAKE: &[&str] =
    &["codec", "crypto", "envelope", "fault", "messages", "profile", "session", "transport", "types", "xml"];

/// One use of a room by another.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Arrow {
    from: String,
    to: String,
    file: PathBuf,
    line: usize,
}

/// Fails at every arrow that is not allowed, and at a room that is not in the table.
pub(crate) fn check(root: &Path) -> Done {
    let source = root.join("core/src");
    let mut arrows = BTreeSet::new();
    collect(&source, &source, &mut arrows)?;
    if arrows.len() < 50 {
        return Err(format!(
            "only {} arrows found: they are written in another way than this looks for",
            arrows.len()
        )
        .into());
    }
    let wrong: Vec<String> = arrows
        .iter()
        .filter(|arrow| !is_allowed(&arrow.from, &arrow.to))
        .map(|Arrow { from, to, file, line }| {
            format!("{}:{line}: {from} uses {to}", file.strip_prefix(root).unwrap_or(file).display())
        })
        .collect();
    if wrong.is_empty() {
        println!("{} arrows, all allowed", arrows.len());
        Ok(())
    } else {
        Err(format!("{}\narrows that ARCHITECTURE.md does not draw", wrong.join("\n")).into())
    }
}

fn is_allowed(from: &str, to: &str) -> bool {
    from == "lib"
        || from == to
        || GROUND.contains(&to)
        || ROOMS.iter().any(|(room, uses)| *room == from && uses.contains(&to))
}

fn collect(directory: &Path, source: &Path, arrows: &mut BTreeSet<Arrow>) -> Done {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, source, arrows)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path)?;
            let room = path.strip_prefix(source)?.components().next();
            let room = room.and_then(|room| Path::new(room.as_os_str()).file_stem()).unwrap_or_default();
            let is_test = path.file_stem().is_some_and(|stem| stem == "tests");
            if !is_test {
                uses(&text, |line, to| {
                    let from = room.to_string_lossy().into_owned();
                    arrows.insert(Arrow { from, to: to.to_owned(), file: path.clone(), line });
                });
            }
        }
    }
    Ok(())
}

/// Gives each room that the code names, with its line: of `crate::a::b` it is `a`, of `use crate::{a, b}` both. Comments do
/// not count, and neither do tests at a file's end.
fn uses(text: &str, mut found: impl FnMut(usize, &str)) {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    let mut open = 0usize;
    for (number, line) in code.lines().enumerate() {
        let line = line.split("//").next().unwrap_or_default();
        let mut rest = line;
        if open > 0 {
            open = names_in_braces(rest, open, |room| found(number + 1, room));
        }
        while let Some(at) = rest.find("crate::") {
            rest = rest.get(at + "crate::".len()..).unwrap_or_default();
            if let Some(group) = rest.strip_prefix('{') {
                open = names_in_braces(group, 1, |room| found(number + 1, room));
            } else {
                found(number + 1, first_name(rest));
            }
        }
    }
}

/// The names of the first level in a group of a `use`, and how deep the group still is at the line's end.
fn names_in_braces(text: &str, mut depth: usize, mut found: impl FnMut(&str)) -> usize {
    let mut begins = true;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => begins = true,
            c if c.is_whitespace() => {}
            _ => {
                if begins && depth == 1 {
                    found(first_name(text.get(at..).unwrap_or_default()));
                }
                begins = false;
            }
        }
        if depth == 0 {
            break;
        }
    }
    depth
}

fn first_name(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rooms(text: &str) -> Vec<(usize, String)> {
        let mut rooms = Vec::new();
        uses(text, |line, room| rooms.push((line, room.to_owned())));
        rooms
    }

    #[test]
    fn paths_groups_and_groups_over_lines_are_found() {
        let text = "use crate::xml::Reader;\nuse crate::{types::Text, session::{Call, Session}};\n// crate::client\n\
                    fn f() { crate::fault::g() }\nuse crate::{\n    messages,\n    profile::Version,\n};\nuse core::fmt;\n\
                    #[cfg(test)]\nmod tests { use crate::client; }\n";
        let expected =
            [(1, "xml"), (2, "types"), (2, "session"), (4, "fault"), (6, "messages"), (7, "profile")];
        assert_eq!(rooms(text), expected.map(|(line, room)| (line, room.to_owned())));
    }

    #[test]
    fn what_points_upwards_is_refused() {
        assert!(is_allowed("messages", "codec") && is_allowed("client", "error") && is_allowed("xml", "xml"));
        for (from, to) in [
            ("codec", "messages"),
            ("xml", "types"),
            ("crypto", "profile"),
            ("types", "codec"),
            ("new", "xml"),
        ] {
            assert!(!is_allowed(from, to), "{from} → {to}");
        }
    }

    #[test]
    fn no_room_uses_one_that_stands_after_it() {
        for (place, (room, uses)) in ROOMS.iter().enumerate() {
            for used in *uses {
                let at = ROOMS.iter().position(|(other, _)| other == used);
                assert!(at.is_some_and(|at| at < place), "{room} → {used}");
            }
        }
    }
}
