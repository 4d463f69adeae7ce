//! The table of all error codes in `spec/errors.md`, made from core's own list.

use core::fmt::Write as _;
use std::path::Path;

use emis_core::error::ErrorCode;

use crate::Done;

const FILE: &str = "spec/errors.md";

const INTRODUCTION: &str = "\
# Errors

Every error of the client, the server's side and the adapters has a code: a number that never changes its meaning, and a \
name. In Rust it is `code()`, of the type `emis_core::error::ErrorCode`; programs in other languages get the number.

A code says what went wrong and what an engineer does about it. What became of a call is another question, which \
`outcome()` answers: whether the practice did it, did not do it, or whether that is unknown. Errors of calls have both.

This page is written by `cargo xtask errors`. Numbers from 801 to 899 are reserved for the client library.
";

/// The blocks of a hundred.
fn title(block: u16) -> &'static str {
    match block {
        0 => "The way to the practice: HTTP and framed streams",
        1 => "Refused here, before anything was sent",
        2 => "A session could not begin",
        3 => "What the other side sent",
        4 => "Calls outside a session",
        5 => "Delivery of a call",
        6 => "The credentials file",
        7 => "Messages through serde-xml-rs",
        8 => "The client library",
        _ => "Others",
    }
}

/// The page.
fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    let mut block = None;
    for code in ErrorCode::ALL {
        let of = code.number() / 100;
        if block.replace(of) != Some(of) {
            let _ = write!(page, "\n## {}\n\n", title(of));
            page.push_str("| number | name | meaning | what to do |\n| --- | --- | --- | --- |\n");
        }
        let (number, name) = (code.number(), code.name());
        let _ = writeln!(page, "| {number} | `{name}` | {} | {} |", code.meaning(), code.advice());
    }
    page
}

/// Writes the page.
pub(crate) fn write(root: &Path) -> Done {
    Ok(std::fs::write(root.join(FILE), page())?)
}

/// Compares the page with what would be written.
pub(crate) fn check(root: &Path) -> Done {
    let found = std::fs::read_to_string(root.join(FILE)).map_err(|error| format!("{FILE}: {error}"))?;
    let page = page();
    if found == page {
        return Ok(());
    }
    let line = found.lines().zip(page.lines()).take_while(|(a, b)| a == b).count() + 1;
    Err(format!("{FILE} differs from line {line} on: run `cargo xtask errors`").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_a_row_for_every_code_under_a_title_of_its_block() {
        let page = page();
        let rows = page.lines().filter(|line| line.starts_with("| ") && line.contains('`'));
        assert_eq!(rows.count(), ErrorCode::ALL.len());
        assert!(!page.contains("## Others"));
        for code in ErrorCode::ALL {
            assert!(page.contains(&format!("| {} | `{}` | ", code.number(), code.name())), "{code}");
        }
    }
}
