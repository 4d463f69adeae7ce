//! Tables of text in columns.
//!
//! Easy to get wrong: `{:<10}` pads by counting characters, and an accent may be a character of its own. Columns are as
//! wide as a terminal shows a text.

use unicode_width::UnicodeWidthStr as _;

/// What stands between two columns.
const GAP: &str = "  ";
/// The narrowest column.
const NARROWEST: usize = 10;

/// The width of a text in columns of a terminal.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// A table's lines: the heads, a rule and the rows. Where it would be wider than `limit`, the widest columns are made
/// narrower and their cells take more lines. Cells hold no line ends.
pub(super) fn lines(heads: &[&str], rows: &[Vec<String>], limit: usize) -> Vec<String> {
    let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
    let widths = widths(&heads, rows, limit);
    let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    let mut lines = Vec::new();
    for row in [&heads, &rule].into_iter().chain(rows) {
        row_lines(row, &widths, &mut lines);
    }
    lines
}

fn widths(heads: &[String], rows: &[Vec<String>], limit: usize) -> Vec<usize> {
    let column = |at: usize| rows.iter().filter_map(move |row| row.get(at)).map(|cell| width(cell)).max();
    let mut widths: Vec<usize> =
        heads.iter().enumerate().map(|(at, head)| width(head).max(column(at).unwrap_or(0))).collect();
    let limit = limit.saturating_sub(GAP.len() * widths.len().saturating_sub(1));
    while widths.iter().sum::<usize>() > limit {
        match widths.iter_mut().max() {
            Some(widest) if *widest > NARROWEST => *widest -= 1,
            _ => break,
        }
    }
    widths
}

fn row_lines(row: &[String], widths: &[usize], lines: &mut Vec<String>) {
    let cells: Vec<Vec<String>> = row.iter().zip(widths).map(|(cell, width)| wrap(cell, *width)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    for at in 0..height {
        let mut line = String::new();
        for (cell, column) in cells.iter().zip(widths) {
            let part = cell.get(at).map_or("", String::as_str);
            line.push_str(part);
            line.push_str(&" ".repeat(column.saturating_sub(width(part))));
            line.push_str(GAP);
        }
        line.truncate(line.trim_end().len());
        lines.push(line);
    }
}

/// A text in lines of at most `limit` columns, broken between words where it can be. There is always one line.
pub(super) fn wrap(text: &str, limit: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let Some(line) = lines.last_mut() else { continue };
        if line.is_empty() || width(line) + 1 + width(word) <= limit {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
        while let Some(rest) = lines.last_mut().and_then(|line| split(line, limit)) {
            lines.push(rest);
        }
    }
    lines
}

/// Cuts a word that is too long for a line; what is cut off is given back.
fn split(line: &mut String, limit: usize) -> Option<String> {
    if width(line) <= limit {
        return None;
    }
    // An accent belongs to the letter before it: a cut is made only before a character with a width.
    let fits = |at: &usize| line.get(..*at).is_some_and(|part| width(part) <= limit);
    let cuts = line.char_indices().filter(|(_, c)| width(c.encode_utf8(&mut [0; 4])) > 0).map(|(at, _)| at);
    let cut = cuts.filter(|at| *at > 0).take_while(fits).last()?;
    Some(line.split_off(cut))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]], limit: usize) -> String {
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        lines(&["Name", "Place"], &rows, limit).join("\n")
    }

    #[test]
    fn columns_are_aligned_with_accents_of_either_kind() {
        // The first e has its accent in it; the second one's stands behind it as a character of its own.
        let shown = table(&[&["Siân", "A"], &["Ade\u{301}bayo\u{323}\u{300}", "B"], &["Zoë", "C"]], 80);
        assert_eq!(
            shown,
            "Name     Place\n───────  ─────\nSiân     A\nAde\u{301}bayo\u{323}\u{300}  B\nZoë      C"
        );
    }

    #[test]
    fn wide_letters_take_two_columns() {
        assert_eq!(table(&[&["李雷", "A"], &["Li", "B"]], 80), "Name  Place\n────  ─────\n李雷  A\nLi    B");
    }

    #[test]
    fn a_table_that_is_too_wide_takes_more_lines() {
        let shown = table(&[&["one two three four five", "x"], &["six", "y"]], 20);
        assert_eq!(
            shown,
            "Name           Place\n─────────────  ─────\none two three  x\nfour five\nsix            y"
        );
        assert!(shown.lines().all(|line| width(line) <= 20));
    }

    #[test]
    fn words_that_are_too_long_are_cut_and_none_is_lost() {
        assert_eq!(wrap("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(wrap("abo\u{300}de", 3), ["abo\u{300}", "de"]);
        assert_eq!(wrap("李雷李", 1), ["李雷李"]);
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap("  a   b ", 5), ["a b"]);
    }

    #[test]
    fn a_table_without_rows_has_its_heads() {
        assert_eq!(table(&[], 80), "Name  Place\n────  ─────");
    }
}
