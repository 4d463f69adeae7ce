//! Enumerations: the word of a message among the words of the catalogue.

use super::encode::{ElementWriter, Encode};
use crate::types::Word;

/// A word that has been read.
#[derive(Debug)]
pub(crate) enum WordRead<'a> {
    /// Its place among the known words.
    Known(usize),
    /// One that is not known, as it stands in the message.
    Other(&'a str),
}

/// The place of a word among these: the very same one, else one that differs only in ASCII case.
#[must_use]
pub fn find_word(words: &[&str], word: &str) -> Option<usize> {
    words
        .iter()
        .position(|known| *known == word)
        .or_else(|| words.iter().position(|known| known.eq_ignore_ascii_case(word)))
}

impl Encode for Word<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        self.write(writer.writer);
    }
}
