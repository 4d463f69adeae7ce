//! Where tags begin and end, in octets that come in pieces, without judging them.
//!
//! In XML of the profile every `<` begins a tag, and a tag ends at the first `>` outside quotes. So what the scanner
//! says is exact for well-formed messages; what it says of others is refused by the reader that looks at the pieces.

/// What a tag is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TagKind {
    Start,
    /// A start tag that is its own end tag.
    Empty,
    End,
    /// The XML declaration, or a processing instruction.
    Declaration,
}

/// A tag that is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) kind: TagKind,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    /// After `<`.
    Opened,
    Start {
        quote: Option<u8>,
        slash: bool,
    },
    End,
    Declaration {
        question: bool,
    },
}

/// The scanner. Positions are of a buffer whose octets may be moved down: see [`Scanner::moved`].
pub(super) struct Scanner {
    state: State,
    /// The next octet to be looked at.
    at: usize,
    /// Where the tag begins that is being scanned.
    tag: usize,
}

/// `<!`: a comment, a CDATA section or a DTD.
pub(super) struct NotAllowed;

impl Scanner {
    pub(super) fn new() -> Self {
        Self { state: State::Text, at: 0, tag: 0 }
    }

    /// Everything that has not been looked at now stands so many octets further down.
    pub(super) fn moved(&mut self, down: usize) {
        self.at = self.at.saturating_sub(down);
        self.tag = self.tag.saturating_sub(down);
    }

    /// What has been looked at is gone, and what comes next will stand at this place.
    pub(super) fn restart_at(&mut self, at: usize) {
        self.at = at;
        self.tag = at;
    }

    /// Whether a tag is being scanned, and if so whether it may be an end tag.
    pub(super) fn may_be_end_tag(&self) -> bool {
        matches!(self.state, State::Opened | State::End)
    }

    /// Passes over text, and gives where it ends for now: at a tag, or where the octets end.
    pub(super) fn text(&mut self, octets: &[u8]) -> usize {
        if self.state != State::Text {
            return self.tag;
        }
        match memchr::memchr(b'<', octets.get(self.at..).unwrap_or_default()) {
            Some(length) => {
                self.tag = self.at.saturating_add(length);
                self.at = self.tag.saturating_add(1);
                self.state = State::Opened;
                self.tag
            }
            None => {
                self.at = octets.len();
                self.at
            }
        }
    }

    /// The next tag, once it is whole.
    pub(super) fn tag(&mut self, octets: &[u8]) -> Result<Option<Tag>, NotAllowed> {
        self.text(octets);
        while let Some(b) = octets.get(self.at).copied() {
            self.at = self.at.saturating_add(1);
            let kind = match &mut self.state {
                // `text` has passed over it, so nothing of it is left.
                State::Text => return Ok(None),
                State::Opened => {
                    self.state = match b {
                        b'/' => State::End,
                        b'?' => State::Declaration { question: false },
                        b'!' => return Err(NotAllowed),
                        _ => State::Start { quote: None, slash: false },
                    };
                    continue;
                }
                State::Start { quote: Some(quote), .. } if *quote != b => continue,
                State::Start { quote: quote @ Some(_), slash } => {
                    (*quote, *slash) = (None, false);
                    continue;
                }
                State::Start { slash, .. } if b == b'>' => {
                    if *slash {
                        TagKind::Empty
                    } else {
                        TagKind::Start
                    }
                }
                State::Start { quote, slash } => {
                    *quote = matches!(b, b'"' | b'\'').then_some(b);
                    *slash = b == b'/';
                    continue;
                }
                State::End if b == b'>' => TagKind::End,
                State::Declaration { question: true } if b == b'>' => TagKind::Declaration,
                State::Declaration { question } => {
                    *question = b == b'?';
                    continue;
                }
                State::End => continue,
            };
            self.state = State::Text;
            return Ok(Some(Tag { kind, start: self.tag, end: self.at }));
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::*;
    use std::vec::Vec;

    /// The tags of a text that comes in pieces of this many octets.
    fn tags(text: &str, piece: usize) -> Vec<(TagKind, &str)> {
        let mut scanner = Scanner::new();
        let mut found = Vec::new();
        let mut end = 0;
        while end < text.len() {
            end = (end + piece).min(text.len());
            while let Ok(Some(tag)) = scanner.tag(&text.as_bytes()[..end]) {
                found.push((tag.kind, &text[tag.start..tag.end]));
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
            assert!(Scanner::new().tag(text.as_bytes()).is_err(), "{text}");
        }
    }
}
