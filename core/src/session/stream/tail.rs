//! Where the Body of a reply ends, and the MAC over its bytes, both found while the bytes come in.
//!
//! The Body's end tag is the one behind which nothing stands but the Envelope's, so it is known only at the end of the
//! message (a reply that is there as a whole is searched backwards for it). What looks like it before may be part of a
//! Body that is not well-formed; so the MAC goes on behind it, and what it was there is noted.

use crate::crypto::Mac;
use crate::xml::{chars, scan};

/// What the bytes so far end with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The Body's content, or the beginning of its end tag up to and with its name.
    Body,
    /// What stands behind the name in the Body's end tag.
    BodyTag,
    /// What stands behind the Body, or the beginning of the Envelope's end tag up to and with its name.
    Behind,
    /// What stands behind the name in the Envelope's end tag.
    EnvelopeTag,
    /// Both end tags, and white space.
    End,
}

/// The qualified names of the Envelope and the Body, as their end tags have to have them.
#[derive(Clone, Copy)]
pub(super) struct Names<'n> {
    pub(super) envelope: &'n [u8],
    pub(super) body: &'n [u8],
}

/// See the module.
pub(super) struct Tail<M> {
    /// None if the reply is not about the session.
    mac: Option<M>,
    stage: Stage,
    /// How much of `</` and the name has come. It is fed to the MAC once it is known what it is.
    matched: usize,
    /// The MAC in front of the Body's end tag that was found last.
    body_mac: Option<[u8; 32]>,
}

impl<M: Mac> Tail<M> {
    /// In front of the Body's content.
    pub(super) fn new(mac: Option<M>) -> Self {
        Self { mac, stage: Stage::Body, matched: 0, body_mac: None }
    }

    /// Whether the message could end here.
    pub(super) fn is_end(&self) -> bool {
        self.stage == Stage::End
    }

    /// The MAC over the Body, if it has ended and the reply is about the session.
    pub(super) fn body_mac(&self) -> Option<&[u8; 32]> {
        self.body_mac.as_ref().filter(|_| self.is_end())
    }

    fn hash(&mut self, bytes: &[u8]) {
        if let Some(mac) = &mut self.mac {
            mac.update(bytes);
        }
    }

    /// Takes the bytes that have come.
    pub(super) fn take(&mut self, mut bytes: &[u8], names: Names<'_>) {
        while let Some((b, rest)) = bytes.split_first() {
            let space = chars::is(*b, chars::SPACE);
            match self.stage {
                Stage::Body if self.matched == 0 => {
                    let text = scan::byte(bytes, b'<').unwrap_or(bytes.len());
                    let (text, tag) = bytes.split_at_checked(text).unwrap_or((bytes, &[]));
                    self.hash(text);
                    self.matched = usize::from(!tag.is_empty());
                    bytes = tag.get(1..).unwrap_or_default();
                    continue;
                }
                Stage::Body if names.body_byte(self.matched) == Some(*b) => {
                    self.matched += 1;
                    if self.matched == names.body.len() + 2 {
                        self.body_mac = self.mac.as_ref().map(|mac| mac.clone_secret().finalize());
                        self.matched_is_hashed(names.body);
                        self.stage = Stage::BodyTag;
                    }
                    bytes = rest;
                    continue;
                }
                Stage::Body => {
                    self.matched_is_hashed(names.body);
                    continue;
                }
                Stage::Behind if self.matched > 0 || *b == b'<' => {
                    if names.envelope_byte(self.matched) == Some(*b) {
                        self.matched += 1;
                        bytes = rest;
                        continue;
                    }
                    if self.matched == names.envelope.len() + 2 && (space || *b == b'>') {
                        self.matched_is_hashed(names.envelope);
                        self.stage = Stage::EnvelopeTag;
                        continue;
                    }
                    // The tag is another one, and may be the Body's.
                    let name = self.matched.checked_sub(2).and_then(|length| names.envelope.get(..length));
                    let start = b"</".get(..self.matched).unwrap_or(b"</");
                    self.stage = Stage::Body;
                    self.matched = 0;
                    self.take(start, names);
                    self.take(name.unwrap_or_default(), names);
                    continue;
                }
                Stage::BodyTag if *b == b'>' => self.stage = Stage::Behind,
                Stage::EnvelopeTag if *b == b'>' => self.stage = Stage::End,
                _ if space => {}
                // So what was found last was not the Body's end.
                _ => {
                    self.stage = Stage::Body;
                    continue;
                }
            }
            self.hash(core::slice::from_ref(b));
            bytes = rest;
        }
    }

    /// Hashes what has come of `</` and this name.
    fn matched_is_hashed(&mut self, name: &[u8]) {
        self.hash(b"</".get(..self.matched).unwrap_or(b"</"));
        self.hash(self.matched.checked_sub(2).and_then(|length| name.get(..length)).unwrap_or_default());
        self.matched = 0;
    }
}

impl Names<'_> {
    fn body_byte(&self, at: usize) -> Option<u8> {
        end_tag_byte(self.body, at)
    }

    fn envelope_byte(&self, at: usize) -> Option<u8> {
        end_tag_byte(self.envelope, at)
    }
}

/// The byte at a place of `</` and the name.
fn end_tag_byte(name: &[u8], at: usize) -> Option<u8> {
    match at {
        0 => Some(b'<'),
        1 => Some(b'/'),
        _ => name.get(at - 2).copied(),
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::*;
    use std::borrow::ToOwned as _;
    use std::format;
    use std::string::String;

    /// Keeps what it is fed, the last 31 bytes of it, and how much it was.
    #[derive(Clone)]
    struct Kept([u8; 32], usize);

    impl Mac for Kept {
        fn new(_: &[u8]) -> Self {
            Self([0; 32], 0)
        }

        fn update(&mut self, bytes: &[u8]) {
            for b in bytes {
                self.0.rotate_left(1);
                self.0[31] = *b;
                self.1 += 1;
            }
        }

        fn clone_secret(&self) -> Self {
            self.clone()
        }

        fn finalize(mut self) -> [u8; 32] {
            self.0[0] = u8::try_from(self.1).unwrap();
            self.0
        }
    }

    fn of(bytes: &[u8]) -> [u8; 32] {
        let mut mac = Kept::new(&[]);
        mac.update(bytes);
        mac.finalize()
    }

    /// As a message that is there as a whole is searched.
    fn backwards<'t>(text: &'t str, envelope: &str, body: &str) -> Option<&'t str> {
        let before = |text: &'t str, name: &str| -> Option<&'t str> {
            let space = [' ', '\t', '\r', '\n'];
            let tag = text.trim_end_matches(space).strip_suffix('>')?.trim_end_matches(space);
            tag.strip_suffix(name)?.strip_suffix("</")
        };
        before(before(text, envelope)?, body)
    }

    #[test]
    fn the_end_is_where_it_is_found_backwards() {
        // Names of which one begins as the other does, and such that do not.
        for (envelope, body) in [("s:E", "s:B"), ("B:E", "B"), ("E", "E:B"), ("a:E", "B")] {
            let pieces = [
                format!("</{body}>"),
                format!("</{body} >"),
                format!("</{envelope}>"),
                format!("</{envelope}\n>"),
                format!("</{body}"),
                "<".to_owned(),
                "</".to_owned(),
                " ".to_owned(),
                "x".to_owned(),
                ">".to_owned(),
                "<!--".to_owned(),
                "'".to_owned(),
            ];
            let (mut ends, mut none) = (0, 0);
            // Every message of up to four pieces, ended well or not.
            for number in 0..pieces.len().pow(4) {
                let mut rest = number;
                let mut text = String::new();
                for _ in 0..4 {
                    text += &pieces[rest % pieces.len()];
                    rest /= pieces.len();
                }
                if number % 2 == 0 {
                    text.extend(["</", body, "></", envelope, ">"]);
                }
                let expected = backwards(&text, envelope, body).map(|body| of(body.as_bytes()));
                for length in [1, 3, 100] {
                    let mut tail = Tail::new(Some(Kept::new(&[])));
                    let names = Names { envelope: envelope.as_bytes(), body: body.as_bytes() };
                    text.as_bytes().chunks(length).for_each(|piece| tail.take(piece, names));
                    assert_eq!(tail.body_mac(), expected.as_ref(), "{text} in pieces of {length}");
                }
                if expected.is_some() { ends += 1 } else { none += 1 }
            }
            assert!(ends > 10_000 && none > 5_000, "{ends} {none}");
        }
    }
}
