//! Where tags begin and end, in bytes that come in pieces, without validating them.
//!
//! In XML of the profile every `<` begins a tag, and a tag ends at the first `>` outside quotes. So what the scanner
//! says is exact for well-formed messages; what it says of others is refused by the reader that looks at the pieces.

use core::ops::Range;

use crate::xml::scan;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TagKind {
    /// No tag that is whole yet.
    Open,
    Start,
    /// A start tag that is its own end tag.
    Empty,
    End,
    /// The XML declaration, or a processing instruction.
    Declaration,
    /// `<!`: a comment, a CDATA section or a DTD.
    NotAllowed,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    /// After `<`.
    Opened,
    Start,
    End,
    Declaration,
}

/// The scanner. Positions are of a buffer whose bytes may be moved down: see [`Scanner::moved`].
pub(super) struct Scanner {
    state: State,
    /// The quote that stands open in a start tag; none is 0.
    quote: u8,
    /// The byte before, of those behind the one that says what kind of tag it is.
    last: u8,
    /// The next byte to be looked at.
    at: usize,
    /// Where the tag begins that is being scanned.
    tag: usize,
}

impl Scanner {
    pub(super) fn new() -> Self {
        Self { state: State::Text, quote: 0, last: 0, at: 0, tag: 0 }
    }

    /// Everything that has not been looked at now stands so many bytes further down.
    pub(super) fn moved(&mut self, down: usize) {
        self.at = self.at.saturating_sub(down);
        self.tag = self.tag.saturating_sub(down);
    }

    /// Where the tag stands that was found last, until more is looked at.
    pub(super) fn found(&self) -> Range<usize> {
        self.tag..self.at
    }

    /// Passes over text, and gives where it ends for now: at a tag, or where the bytes end.
    pub(super) fn text(&mut self, bytes: &[u8]) -> usize {
        if self.state != State::Text {
            return self.tag;
        }
        match scan::byte(bytes.get(self.at..).unwrap_or_default(), b'<') {
            Some(length) => {
                self.tag = self.at + length;
                self.at = self.tag + 1;
                self.state = State::Opened;
                self.tag
            }
            None => {
                self.at = bytes.len();
                self.at
            }
        }
    }

    /// The next tag, once it is whole. [`Scanner::text`] has passed over what stands before it.
    pub(super) fn tag(&mut self, bytes: &[u8]) -> TagKind {
        if self.state == State::Text {
            return TagKind::Open;
        }
        while let Some(b) = bytes.get(self.at).copied() {
            self.at += 1;
            let last = core::mem::replace(&mut self.last, b);
            match self.state {
                State::Opened => {
                    self.state = match b {
                        b'/' => State::End,
                        b'?' => State::Declaration,
                        b'!' => return TagKind::NotAllowed,
                        _ => State::Start,
                    };
                    (self.quote, self.last) = (0, 0);
                    continue;
                }
                State::Start if self.quote != 0 => {
                    if self.quote == b {
                        self.quote = 0;
                    }
                    continue;
                }
                State::Start if matches!(b, b'"' | b'\'') => self.quote = b,
                _ => {}
            }
            if b != b'>' {
                continue;
            }
            let kind = match (self.state, last) {
                (State::End, _) => TagKind::End,
                (State::Start, b'/') => TagKind::Empty,
                (State::Start, _) => TagKind::Start,
                (_, b'?') => TagKind::Declaration,
                _ => continue,
            };
            self.state = State::Text;
            return kind;
        }
        TagKind::Open
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::*;
    use std::vec::Vec;

    /// The tags of a text that comes in pieces of this many bytes.
    fn tags(text: &str, piece: usize) -> Vec<(TagKind, &str)> {
        let mut scanner = Scanner::new();
        let mut found = Vec::new();
        let mut end = 0;
        while end < text.len() {
            end = (end + piece).min(text.len());
            loop {
                scanner.text(&text.as_bytes()[..end]);
                match scanner.tag(&text.as_bytes()[..end]) {
                    TagKind::Open => break,
                    kind => found.push((kind, &text[scanner.found()])),
                }
            }
        }
        found
    }

    #[test]
    fn tags_are_found_whatever_the_pieces() {
        let text = "<?xml version=\"1.0\"?><a b='/>' c=\">\">x<d/><e f=\"/\"></e ></a>";
        let expected = [
            (TagKind::Declaration, "<?xml version=\"1.0\"?>"),
            (TagKind::Start, "<a b='/>' c=\">\">"),
            (TagKind::Empty, "<d/>"),
            (TagKind::Start, "<e f=\"/\">"),
            (TagKind::End, "</e >"),
            (TagKind::End, "</a>"),
        ];
        for piece in 1..=text.len() {
            assert_eq!(tags(text, piece), expected, "{piece}");
        }
    }

    #[test]
    fn what_the_profile_leaves_out_is_refused() {
        for text in ["<!-- -->", "<![CDATA[]]>", "<!DOCTYPE a>"] {
            let mut scanner = Scanner::new();
            scanner.text(text.as_bytes());
            assert_eq!(scanner.tag(text.as_bytes()), TagKind::NotAllowed, "{text}");
        }
    }
}
