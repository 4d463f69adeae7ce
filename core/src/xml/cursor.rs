//! A walk over XML that has been judged: small and fast, because it trusts that tags match and names are well-formed.
//!
//! It still cannot panic or loop on XML that was not judged; it then gives [`Node::End`] too early, nothing worse.

use super::chars::{self, NAME, SPACE};
use super::reader::LongChildren;
use super::scan;

/// What stands next inside an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Node<'a> {
    /// A child element; the cursor now stands in it.
    Child { local: &'a str, at: u32 },
    /// Text that is not white space, where children are expected.
    Text,
    /// The end of the element; the cursor now stands after its end tag.
    End,
}

/// The text of an element without children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RawText<'a> {
    /// As it stands in the message.
    pub raw: &'a str,
    /// Whether `raw` has references or carriage returns to be resolved.
    pub escaped: bool,
}

/// The cursor. See the module.
#[derive(Clone)]
pub struct Cursor<'a> {
    text: &'a str,
    pos: usize,
    /// The element just entered was an empty-element tag.
    empty: bool,
    /// Where the first element begins that is not ours.
    foreign: Option<u32>,
    /// Contents whose end is known.
    long: LongChildren,
}

impl<'a> Cursor<'a> {
    /// A cursor in front of the first element of judged text, of which the contents of some children are known.
    pub(crate) fn new(text: &'a str, foreign: Option<u32>, long: LongChildren) -> Self {
        Self { text, pos: 0, empty: false, foreign, long }
    }

    /// A cursor in front of the first element of a part of judged text in which all elements are ours.
    pub(crate) fn inside(text: &'a str) -> Self {
        Self::new(text, None, LongChildren::default())
    }

    #[inline]
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.pos + ahead).copied()
    }

    /// Whether the element at this place is of another namespace than ours.
    pub(crate) fn is_foreign(&self, at: u32) -> bool {
        self.foreign == Some(at)
    }

    /// Whether the element that the cursor has just entered has no content at all.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.empty || self.at_end_tag()
    }

    /// Whether an end tag stands next.
    #[inline]
    pub(crate) fn at_end_tag(&self) -> bool {
        (self.peek(0), self.peek(1)) == (Some(b'<'), Some(b'/'))
    }

    /// Enters the next child if its tag is exactly `tag` (as senders of ours write it), else stays.
    #[inline]
    pub(crate) fn enter(&mut self, tag: &str) -> bool {
        if self.empty || self.foreign.is_some() {
            return false;
        }
        if scan::has(self.text.as_bytes(), self.pos, tag.as_bytes()) {
            self.pos += tag.len();
            return true;
        }
        false
    }

    /// The next child, or the end.
    pub(crate) fn node(&mut self) -> Node<'a> {
        if self.empty {
            self.empty = false;
            return Node::End;
        }
        while self.peek(0).is_some_and(|b| chars::is(b, SPACE)) {
            self.pos += 1;
        }
        self.exact_node()
    }

    /// The next child, or the end; white space is text.
    pub(crate) fn exact_node(&mut self) -> Node<'a> {
        if self.empty {
            self.empty = false;
            return Node::End;
        }
        match (self.peek(0), self.peek(1)) {
            (None, _) => Node::End,
            (Some(b'<'), Some(b'/')) => {
                self.end_tag();
                Node::End
            }
            (Some(b'<'), _) => {
                let at = u32::try_from(self.pos).unwrap_or(u32::MAX);
                self.pos += 1;
                Node::Child { local: self.open(), at }
            }
            _ => {
                while self.peek(0).is_some_and(|b| b != b'<') {
                    self.pos += 1;
                }
                Node::Text
            }
        }
    }

    /// Reads a name and passes to the end of its tag.
    fn open(&mut self) -> &'a str {
        let mut start = self.pos;
        while let Some(b) = self.peek(0) {
            if b == b':' {
                start = self.pos + 1;
            } else if b < 0x80 && !chars::is(b, NAME) {
                break;
            }
            self.pos += 1;
        }
        let local = self.text.get(start..self.pos).unwrap_or_default();
        let mut quote = None;
        let mut slash = false;
        while let Some(b) = self.peek(0) {
            self.pos += 1;
            match quote {
                Some(q) if b == q => quote = None,
                Some(_) => {}
                None if b == b'>' => break,
                None if matches!(b, b'"' | b'\'') => quote = Some(b),
                None => {}
            }
            slash = b == b'/' && quote.is_none();
        }
        self.empty = slash;
        local
    }

    fn end_tag(&mut self) {
        while let Some(b) = self.peek(0) {
            self.pos += 1;
            if b == b'>' {
                break;
            }
        }
    }

    /// The text of the element that the cursor stands in, and past its end; `None` if it has a child, after
    /// passing over it all the same. `tag` is the element's name where it is known, to get past its end faster.
    #[inline]
    pub(crate) fn text(&mut self, tag: &str) -> Option<RawText<'a>> {
        if self.empty {
            self.empty = false;
            return Some(RawText { raw: "", escaped: false });
        }
        let start = self.pos;
        let mut escaped = false;
        let bytes = self.text.as_bytes();
        loop {
            self.pos = scan::text(bytes, self.pos);
            match bytes.get(self.pos) {
                None | Some(b'<') => break,
                Some(b'&' | b'\r') => escaped = true,
                Some(_) => {}
            }
            self.pos += 1;
        }
        let raw = self.text.get(start..self.pos)?;
        if self.peek(1) != Some(b'/') {
            self.skip();
            return None;
        }
        // `tag` is `<Name>`, so `</Name>` is one octet longer.
        let end = self.pos + tag.len();
        if bytes.get(end) == Some(&b'>')
            && bytes.get(self.pos + 2..end) == tag.as_bytes().get(1..tag.len() - 1)
        {
            self.pos = end + 1;
        } else {
            self.end_tag();
        }
        Some(RawText { raw, escaped })
    }

    /// Passes over all that is left of the element that the cursor stands in.
    pub(crate) fn skip(&mut self) {
        self.content();
    }

    /// The content of the element that the cursor stands in, as it stands in the message, and past its end.
    pub(crate) fn content(&mut self) -> &'a str {
        if self.empty {
            self.empty = false;
            return "";
        }
        let start = self.pos;
        if let Some((_, end)) = self.long.iter().find(|(known, _)| *known as usize == start && start > 0) {
            let end = *end as usize;
            self.pos = end;
            self.end_tag();
            return self.text.get(start..end).unwrap_or_default();
        }
        let mut depth = 0usize;
        loop {
            let rest = self.text.as_bytes().get(self.pos..).unwrap_or_default();
            let Some(next) = memchr::memchr(b'<', rest) else {
                self.pos = self.text.len();
                return self.text.get(start..).unwrap_or_default();
            };
            let at = self.pos + next;
            self.pos = at + 1;
            if rest.get(next + 1) == Some(&b'/') {
                self.end_tag();
                if depth == 0 {
                    return self.text.get(start..at).unwrap_or_default();
                }
                depth -= 1;
            } else {
                self.open();
                if self.empty {
                    self.empty = false;
                } else {
                    depth += 1;
                }
            }
        }
    }
}

impl core::fmt::Debug for Cursor<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Cursor(redacted)")
    }
}
