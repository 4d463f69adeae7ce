//! The tables of spec/operations.md, between `<!-- generated: NAME -->` and `<!-- end -->`. What stands around them is
//! written by hand.

use core::fmt::Write as _;
use std::path::Path;

use super::tables;
use crate::Done;
use crate::catalogue::Catalogue;

/// The pages with generated tables.
const PAGES: &[&str] = &["spec/operations.md"];

const BEGIN: &str = "<!-- generated: ";
const NAMED: &str = " -->";
const END: &str = "<!-- end -->";

/// The pages with their tables as the catalogue has them.
pub(super) fn files(root: &Path, catalogue: &Catalogue) -> Done<Vec<(&'static str, String)>> {
    let mut files = Vec::new();
    for path in PAGES {
        let page = std::fs::read_to_string(root.join(path)).map_err(|error| format!("{path}: {error}"))?;
        let filled = fill(&page, |name| tables::table(catalogue, name));
        files.push((*path, filled.map_err(|what| format!("{path}: {what}"))?));
    }
    for operation in catalogue.operations().filter(|operation| !operation.exact) {
        let marker = format!("{BEGIN}messages {}{NAMED}\n", operation.section);
        if !files.iter().any(|(_, text)| text.contains(&marker)) {
            return Err(format!("no page has the table of {}: {marker}", operation.name).into());
        }
    }
    Ok(files)
}

/// The page with every table replaced by the one of its name.
fn fill(page: &str, table: impl Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut filled = String::new();
    let mut lines = page.lines();
    let mut tables = 0;
    while let Some(line) = lines.next() {
        let _ = writeln!(filled, "{line}");
        let Some(name) = line.strip_prefix(BEGIN) else {
            if line == END {
                return Err(format!("{END} without a beginning"));
            }
            continue;
        };
        let name = name.strip_suffix(NAMED).ok_or_else(|| format!("{line} has no end"))?;
        let table = table(name).ok_or_else(|| format!("there is no table {name}"))?;
        if !lines.by_ref().any(|line| line == END) {
            return Err(format!("the table {name} has no {END}"));
        }
        let _ = writeln!(filled, "{table}\n{END}", table = table.trim_end());
        tables += 1;
    }
    if tables == 0 {
        return Err("it has no table that is generated".to_owned());
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# Page\n\n<!-- generated: a -->\nold\nold\n<!-- end -->\n\nBy hand.\n";

    fn table(name: &str) -> Option<String> {
        (name == "a").then(|| "| new |\n".to_owned())
    }

    #[test]
    fn only_what_stands_between_the_markers_is_replaced() {
        let filled = fill(PAGE, table).unwrap();
        assert_eq!(filled, "# Page\n\n<!-- generated: a -->\n| new |\n<!-- end -->\n\nBy hand.\n");
        assert_eq!(fill(&filled, table).unwrap(), filled);
    }

    #[test]
    fn markers_that_do_not_fit_are_refused() {
        for (page, said) in [
            ("# Page\n", "it has no table that is generated"),
            ("<!-- generated: b -->\n<!-- end -->\n", "there is no table b"),
            ("<!-- generated: a -->\nold\n", "the table a has no <!-- end -->"),
            ("<!-- generated: a\n<!-- end -->\n", "<!-- generated: a has no end"),
            ("<!-- end -->\n", "<!-- end --> without a beginning"),
        ] {
            assert_eq!(fill(page, table).unwrap_err(), said);
        }
    }
}
