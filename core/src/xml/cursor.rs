//! A walk over an element whose form is known to be good, in one of two ways.
//!
//! *Judged*: the whole has been judged before, so the walk trusts that tags match and names are well-formed, and takes
//! any prefix, order and white space.
//!
//! *Strict*: nothing has been judged, and the walk takes only what our own senders write: tags without prefix and
//! attributes, fields in their order, nothing between them. Every octet that it passes is thereby checked, contents of
//! lists excepted, which are walked later in the same way. At anything else it becomes `unusual` and what was read has
//! to be thrown away; the judged walk then decides. So the strict walk saves time and never changes what a well-formed
//! message says.

use super::chars::{self, NAME, PLAIN, SPACE};
use super::unescape::Chars;
use super::{scan, unescape};

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

impl RawText<'_> {
    /// Whether it has at most so many Unicode scalar values.
    pub(crate) fn fits(&self, limit: usize) -> bool {
        // What a message holds has been judged: only the length is open, and never more than the octets.
        self.raw.len() <= limit || Chars::new(self.raw, self.escaped).nth(limit).is_none()
    }

    /// Whether it has any character, and no white space at its beginning or end.
    pub(crate) fn is_trimmed(&self) -> bool {
        let mut chars = Chars::new(self.raw, self.escaped);
        let first = chars.next().unwrap_or(' ');
        let last = chars.last().unwrap_or(first);
        [first, last].iter().all(|c| !c.is_ascii_whitespace())
    }
}

/// The two ways of the module; the strict one knows where it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Judged,
    StrictBody,
    /// Among the items of a list.
    StrictItems,
}

/// The cursor. See the module.
#[derive(Clone)]
pub(crate) struct Cursor<'a> {
    text: &'a str,
    pos: usize,
    way: Way,
    /// Strict: something that the strict walk does not take.
    unusual: bool,
    /// Judged: the element just entered was an empty-element tag.
    empty: bool,
    /// Judged: where the first element begins that is not ours.
    foreign: Option<u32>,
}

impl<'a> Cursor<'a> {
    /// A cursor in front of the first element of judged text.
    pub(crate) fn judged(text: &'a str, foreign: Option<u32>) -> Self {
        Self { text, pos: 0, way: Way::Judged, unusual: false, empty: false, foreign }
    }

    /// A strict cursor in front of what stands at `pos` of a Body.
    pub(crate) fn strict(text: &'a str, pos: usize) -> Self {
        Self { text, pos, way: Way::StrictBody, unusual: false, empty: false, foreign: None }
    }

    /// A strict cursor in front of a list's items.
    pub(crate) fn items(text: &'a str) -> Self {
        Self { way: Way::StrictItems, ..Self::strict(text, 0) }
    }

    pub(crate) fn is_strict(&self) -> bool {
        cfg!(feature = "strict-walk") && self.way != Way::Judged
    }

    /// Whether the strict walk has met what it does not take.
    pub(crate) fn is_unusual(&self) -> bool {
        self.unusual
    }

    /// The next octet to be read.
    pub(crate) fn position(&self) -> usize {
        self.pos
    }

    /// Whether nothing is left.
    pub(crate) fn is_done(&self) -> bool {
        self.pos >= self.text.len()
    }

    /// The text that is walked.
    pub(crate) fn source(&self) -> &'a str {
        self.text
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.pos).copied()
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
        scan::has(self.text.as_bytes(), self.pos, b"</")
    }

    /// Enters the next child if its tag is exactly `<Name>` (as senders of ours write it), else stays.
    #[inline]
    pub(crate) fn enter(&mut self, name: &[u8]) -> bool {
        if self.empty || self.foreign.is_some() || self.unusual {
            return false;
        }
        let there = self.is_tag(name);
        if there {
            self.pos += name.len() + 2;
        }
        there
    }

    /// Whether `<Name>` stands next.
    #[inline]
    pub(crate) fn is_tag(&self, name: &[u8]) -> bool {
        let bytes = self.text.as_bytes();
        bytes.get(self.pos + 1 + name.len()) == Some(&b'>')
            && self.peek() == Some(b'<')
            && scan::has(bytes, self.pos + 1, name)
    }

    /// Passes the end tag of `<Name>` if it stands next exactly as senders of ours write it, else stays.
    #[inline]
    fn leave(&mut self, name: &[u8]) -> bool {
        let end = self.pos + 2 + name.len();
        let bytes = self.text.as_bytes();
        let there =
            bytes.get(end) == Some(&b'>') && self.at_end_tag() && scan::has(bytes, self.pos + 2, name);
        if there {
            self.pos = end + 1;
        }
        there
    }

    /// The strict walk's end of the element of this name. Anything else is unusual.
    #[inline]
    pub(crate) fn strict_end(&mut self, name: &[u8]) {
        if !self.leave(name) {
            self.unusual = true;
        }
    }

    /// The next child, or the end, of the judged walk. (The strict walk asks for what it expects.)
    pub(crate) fn node(&mut self) -> Node<'a> {
        if !self.empty {
            self.pos = chars::behind(self.text.as_bytes(), self.pos, SPACE);
        }
        self.exact_node()
    }

    /// The same, where white space is text.
    pub(crate) fn exact_node(&mut self) -> Node<'a> {
        if self.empty {
            self.empty = false;
            return Node::End;
        }
        if self.at_end_tag() {
            self.end_tag();
            return Node::End;
        }
        match self.peek() {
            None => Node::End,
            Some(b'<') => {
                let at = u32::try_from(self.pos).unwrap_or(u32::MAX);
                self.pos += 1;
                Node::Child { local: self.open(), at }
            }
            Some(_) => {
                let rest = self.text.as_bytes().get(self.pos..).unwrap_or_default();
                self.pos += scan::octet(rest, b'<').unwrap_or(rest.len());
                Node::Text
            }
        }
    }

    /// Reads a name and passes to the end of its tag.
    fn open(&mut self) -> &'a str {
        let mut start = self.pos;
        while let Some(b) = self.peek() {
            if b == b':' {
                start = self.pos + 1;
            } else if b < 0x80 && !chars::is(b, NAME) {
                break;
            }
            self.pos += 1;
        }
        let local = self.text.get(start..self.pos).unwrap_or_default();
        // In quotes, the quote, which alone ends them.
        let mut quote = 0;
        let mut last = 0;
        while let Some(b) = self.peek() {
            self.pos += 1;
            if quote == 0 && b == b'>' {
                break;
            }
            if quote == b {
                quote = 0;
            } else if quote == 0 && matches!(b, b'"' | b'\'') {
                quote = b;
            }
            last = b;
        }
        self.empty = last == b'/';
        local
    }

    fn end_tag(&mut self) {
        while let Some(b) = self.peek() {
            self.pos += 1;
            if b == b'>' {
                break;
            }
        }
    }

    /// The text of the element that the cursor stands in, and past its end; `None` if it has a child, after
    /// passing over it all the same. `name` is the element's name where it is known.
    pub(crate) fn text(&mut self, name: &[u8]) -> Option<RawText<'a>> {
        if self.empty {
            self.empty = false;
            return Some(RawText { raw: "", escaped: false });
        }
        let start = self.pos;
        let mut escaped = false;
        let bytes = self.text.as_bytes();
        let mut pos = scan::plain(bytes, start);
        loop {
            pos = chars::behind(bytes, pos, PLAIN);
            match bytes.get(pos) {
                None | Some(b'<') => break,
                Some(_) if !self.is_strict() => {
                    escaped = true;
                    pos += 1;
                }
                Some(b'&') => {
                    let Some((_, length)) = bytes.get(pos..).and_then(unescape::reference) else {
                        self.unusual = true;
                        return None;
                    };
                    escaped = true;
                    pos += length;
                }
                Some(_) => {
                    self.unusual = true;
                    return None;
                }
            }
        }
        self.pos = pos;
        if !self.leave(name) {
            if self.is_strict() {
                self.unusual = true;
                return None;
            }
            if !self.at_end_tag() {
                self.skip();
                return None;
            }
            self.end_tag();
        }
        let raw = self.text.get(start..pos)?;
        // Judged text may have had octets that only look as if they had to be resolved.
        Some(RawText { raw, escaped: escaped && unescape::is_escaped(raw) })
    }

    /// Passes over all that is left of the element that the cursor stands in.
    pub(crate) fn skip(&mut self) {
        if self.is_strict() {
            self.unusual = true;
        } else {
            self.content(b"");
        }
    }

    /// The content of the element that the cursor stands in, as it stands in the message, and past its end.
    pub(crate) fn content(&mut self, name: &[u8]) -> &'a str {
        if self.is_strict() {
            return self.strict_content(name);
        }
        let start = self.pos;
        let mut depth = 0usize;
        loop {
            let end = self.pos;
            match self.exact_node() {
                Node::Text => {}
                Node::Child { .. } => depth += 1,
                Node::End if depth > 0 => depth -= 1,
                Node::End => return self.text.get(start..end).unwrap_or_default(),
            }
        }
    }

    /// The content up to the first end tag of this name. If an element of the same name is nested in it, that is not
    /// its end. In a Body the walk then closes an element too early, which is unusual at the latest at the Body's end;
    /// among a list's items it would go unseen, so there no such element may begin.
    fn strict_content(&mut self, name: &[u8]) -> &'a str {
        let start = self.pos;
        if self.leave(name) {
            return "";
        }
        let content =
            end_of_list(self.text.as_bytes(), start, name).and_then(|end| self.text.get(start..end));
        match content {
            Some(content) if self.way == Way::StrictBody || !holds(content.as_bytes(), name) => {
                self.pos = start + content.len() + name.len() + 3;
                content
            }
            _ => {
                self.unusual = true;
                ""
            }
        }
    }
}

/// Whether a start tag of this name, or of one that begins like it, stands in the octets. Making ready a search pays only
/// in long ones.
fn holds(octets: &[u8], name: &[u8]) -> bool {
    let mut rest = octets;
    let long = !scan::WIDE || octets.len() > 256;
    loop {
        // The place of a name, or the place behind a tag's first octet.
        let found = if long { scan::find(rest, name) } else { scan::octet(rest, b'<').map(|at| at + 1) };
        let Some(at) = found else { return false };
        let before = at.checked_sub(1).and_then(|before| rest.get(before));
        if before == Some(&b'<') && scan::has(rest, at, name) {
            return true;
        }
        // What is passed ends with no `<` that could be a tag's of this name.
        rest = rest.get(if long { at + 1 } else { at }..).unwrap_or_default();
    }
}

/// Where the first end tag of this name stands, if it is written as our own senders write it.
fn end_of_list(bytes: &[u8], start: usize, name: &[u8]) -> Option<usize> {
    let mut from = start;
    // Short lists are found by their slashes; making ready a search for the name pays only in long ones.
    let mut slashes = 12;
    loop {
        let rest = bytes.get(from..)?;
        let at = if scan::WIDE && slashes > 0 {
            slashes -= 1;
            from += scan::octet(rest, b'/')? + 1;
            if !scan::has(bytes, from, name) {
                continue;
            }
            from
        } else {
            from + scan::find(rest, name)?
        };
        from = at + 1;
        // What has a longer name is passed over.
        let after = bytes.get(at + name.len()).copied().filter(|b| *b < 0x80 && !chars::is(*b, NAME));
        match (bytes.get(start..at)?, after) {
            ([.., b'<', b'/'], Some(b'>')) => return Some(at - 2),
            ([.., b'<', b'/'] | [.., b'<'], Some(_)) => return None,
            _ => {}
        }
    }
}

impl core::fmt::Debug for Cursor<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Cursor(redacted)")
    }
}
