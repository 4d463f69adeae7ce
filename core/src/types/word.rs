//! A word that an enumeration of this version does not know.

use core::fmt;

#[cfg(feature = "alloc")]
use crate::xml::unescape::Chars;
use crate::xml::{Writer, chars};

/// An unknown word, from a message or from the caller.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    text: &'a str,
    /// From a validated message, so references in it stand for characters.
    raw: bool,
}

impl<'a> Word<'a> {
    pub(crate) const fn plain(text: &'a str) -> Self {
        Self { text, raw: false }
    }

    pub(crate) const fn raw(text: &'a str) -> Self {
        Self { text, raw: true }
    }

    /// The word, as it is in the message (not unescaped).
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        self.text
    }

    /// Its characters.
    #[cfg(feature = "alloc")]
    pub(crate) fn chars(&self) -> impl Iterator<Item = char> + use<'a> {
        Chars::new(self.text, self.raw)
    }

    pub(crate) fn write(&self, writer: &mut Writer<'_>) {
        if self.raw {
            writer.raw(self.text);
        } else if self.text.chars().all(chars::is_char) {
            writer.text(self.text);
        }
        // Characters that XML does not allow are left out: the receiver then refuses the empty word.
    }
}

impl fmt::Debug for Word<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may contain anything that the peer sent.
        write!(f, "Word({} bytes)", self.text.len())
    }
}
