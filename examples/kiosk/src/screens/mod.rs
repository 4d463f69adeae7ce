//! What the person sees: headings, sentences and tables on a screen of a hundred columns.
//!
//! Easy to get wrong: do not send a practice's text to a terminal unfiltered. XML allows C1 controls, which some
//! terminals obey, and marks that change the reading direction; all text goes through [`clean`].

mod dates;
mod entry;
mod record;
mod table;

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

pub(crate) use dates::{day_in_full, day_of, day_with_year, uk_local};
pub(crate) use entry::{Entry, Tables};
pub(crate) use record::item;

use jiff::civil::Date;

/// How many columns there are.
const WIDTH: usize = 100;

/// A screen, which the journey and its progress both write to.
#[derive(Debug)]
pub(crate) struct Screen<W> {
    out: Mutex<W>,
}

impl<W: Write> Screen<W> {
    pub(crate) fn new(out: W) -> Self {
        Self { out: Mutex::new(out) }
    }

    /// After a panic in another writer the screen can still be used.
    fn out(&self) -> MutexGuard<'_, W> {
        self.out.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The head of a part, under an empty line.
    pub(crate) fn heading(&self, text: &str) -> io::Result<()> {
        let (text, mut out) = (clean(text), self.out());
        writeln!(out, "\n{text}\n{}", "─".repeat(table::width(&text)))
    }

    /// A sentence of the kiosk.
    pub(crate) fn say(&self, text: &str) -> io::Result<()> {
        let mut out = self.out();
        for line in table::wrap(&clean(text), WIDTH) {
            writeln!(out, "{line}")?;
        }
        // The person waits while the practice is asked.
        out.flush()
    }

    /// An empty line.
    pub(crate) fn pause(&self) -> io::Result<()> {
        writeln!(self.out())
    }

    /// Words of the practice, set apart from the kiosk's own.
    pub(crate) fn quote(&self, text: &str) -> io::Result<()> {
        let mut out = self.out();
        for paragraph in text.lines() {
            for line in table::wrap(&clean(paragraph), WIDTH - 2) {
                writeln!(out, "{}", format!("│ {line}").trim_end())?;
            }
        }
        out.flush()
    }

    /// Appointments, as a table.
    pub(crate) fn table(&self, entries: &[Entry], today: Date) -> io::Result<()> {
        let reasons = entries.iter().any(|entry| entry.reason.is_some());
        let rows: Vec<Vec<String>> = entries.iter().map(|entry| entry.cells(today, reasons)).collect();
        let mut heads = vec!["Day", "Time", "With", "Where", "What"];
        heads.extend(reasons.then_some("Your reason"));
        self.rows(&heads, &rows)
    }

    /// A table. Empty columns are left out.
    pub(crate) fn rows(&self, heads: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
        let used = |at: &usize| rows.iter().any(|row| row.get(*at).is_some_and(|cell| !cell.is_empty()));
        let used: Vec<usize> = (0..heads.len()).filter(used).collect();
        let heads: Vec<&str> = used.iter().filter_map(|at| heads.get(*at).copied()).collect();
        let cells = |row: &Vec<String>| {
            used.iter().filter_map(|at| row.get(*at)).map(|cell| clean(cell).into_owned()).collect()
        };
        let rows: Vec<Vec<String>> = rows.iter().map(cells).collect();
        let mut out = self.out();
        for line in table::lines(&heads, &rows, WIDTH) {
            writeln!(out, "{line}")?;
        }
        out.flush()
    }
}

/// The text without terminal controls: controls and line ends become spaces, and marks of direction are removed.
fn clean(text: &str) -> Cow<'_, str> {
    let turns =
        |c: char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if !text.contains(|c: char| c.is_control() || turns(c)) {
        return Cow::Borrowed(text);
    }
    text.chars().filter(|c| !turns(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_steers_the_terminal() {
        assert_eq!(clean("Bryn Môr"), "Bryn Môr");
        assert_eq!(clean("a\u{9B}31mb\tc\r\nd\u{202E}e\u{7F}"), "a 31mb c  de ");
    }

    #[test]
    fn words_of_the_practice_are_set_apart() {
        let screen = Screen::new(Vec::new());
        screen.heading("Café").unwrap();
        screen.quote("Croeso.\n\nWe're open.").unwrap();
        let shown = String::from_utf8(screen.out.into_inner().unwrap()).unwrap();
        assert_eq!(shown, "\nCafé\n────\n│ Croeso.\n│\n│ We're open.\n");
    }

    #[test]
    fn no_cell_steers_the_terminal_and_no_column_is_empty() {
        let screen = Screen::new(Vec::new());
        let rows = [["a\u{9B}b", "", "c"], ["d", "", ""]].map(|row| row.map(str::to_owned).to_vec());
        screen.rows(&["One", "Two", "Three"], &rows).unwrap();
        let shown = String::from_utf8(screen.out.into_inner().unwrap()).unwrap();
        assert_eq!(shown, "One  Three\n───  ─────\na b  c\nd\n");
    }
}
