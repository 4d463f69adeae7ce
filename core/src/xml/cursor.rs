//! A walk over an element whose form is known to be good, in one of two ways.
//!
//! *Validated*: the whole has been validated before, so the walk trusts that tags match and names are well-formed, and takes
//! any prefix, order and white space.
//!
//! *Fast*: nothing has been validated, and the walk takes only what our own senders write: tags without prefix and
//! attributes, fields in their order, nothing between them. Every byte that it passes is thereby checked; the content of
//! a list is checked as a whole when it is passed. At anything else it becomes `unusual` and what was read has to be
//! thrown away; the validated walk then decides. So the fast path saves time and never changes what a message says.
//!
//! *Plain*: a validated walk over the content of a list that the fast walk has passed, which holds nothing but tags
//! without prefix and attributes, and text inside the innermost.

#[cfg(feature = "fast-decode")]
use super::BODY_DEPTH;
use super::chars::{self, NAME, PLAIN, SPACE};
use super::unescape::Chars;
use super::{plain, scan, unescape};

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
        // What a message holds has been validated: only the length is open, and never more than the bytes.
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

/// The ways of the module.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Validated,
    Plain,
    #[cfg_attr(not(feature = "fast-decode"), allow(dead_code))]
    Fast,
}

/// The cursor. See the module.
#[derive(Clone)]
pub(crate) struct Cursor<'a> {
    text: &'a str,
    pos: usize,
    way: Way,
    /// Fast: how many elements are open. The other ways do not keep it.
    depth: usize,
    /// Fast: something that the fast path does not take.
    unusual: bool,
    /// Validated: the element just entered was an empty-element tag.
    empty: bool,
    /// Validated: where the first element begins that is not ours.
    foreign: Option<u32>,
}

impl<'a> Cursor<'a> {
    /// A cursor in front of the first element of validated text.
    pub(crate) fn validated(text: &'a str, foreign: Option<u32>) -> Self {
        Self { text, pos: 0, way: Way::Validated, depth: 0, unusual: false, empty: false, foreign }
    }

    /// A fast cursor in front of what stands at `pos` of a Body, inside its element.
    #[cfg(feature = "fast-decode")]
    pub(crate) fn fast(text: &'a str, pos: usize) -> Self {
        let depth = BODY_DEPTH + 1;
        Self { text, pos, way: Way::Fast, depth, unusual: false, empty: false, foreign: None }
    }

    /// A cursor in front of the first item of a list. `plain` is what the cursor said that passed the list.
    pub(crate) fn items(text: &'a str, plain: bool) -> Self {
        Self { way: if plain { Way::Plain } else { Way::Validated }, ..Self::validated(text, None) }
    }

    pub(crate) fn is_fast(&self) -> bool {
        cfg!(feature = "fast-decode") && self.way == Way::Fast
    }

    fn is_plain(&self) -> bool {
        cfg!(feature = "fast-decode") && self.way == Way::Plain
    }

    /// Whether the content of a list that it passes is plain.
    pub(crate) fn passes_plain(&self) -> bool {
        cfg!(feature = "fast-decode") && self.way != Way::Validated
    }

    /// Whether the fast path has met what it does not take.
    #[cfg(feature = "fast-decode")]
    pub(crate) fn is_unusual(&self) -> bool {
        self.unusual
    }

    /// Whether nothing is left.
    #[cfg(feature = "fast-decode")]
    pub(crate) fn is_done(&self) -> bool {
        self.pos >= self.text.len()
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
        let there = self.may_enter() && self.is_tag(name);
        if there {
            self.enter_known(name);
        }
        there
    }

    /// Whether a child could be entered by its tag alone.
    #[inline]
    pub(crate) fn may_enter(&self) -> bool {
        !self.empty && self.foreign.is_none() && !self.unusual
    }

    /// The first bytes of the name of a start tag that stands next; zeros at the end of the text.
    #[cfg(feature = "fast-decode")]
    #[inline]
    pub(crate) fn tag_start(&self) -> [u8; 4] {
        let rest = self.text.as_bytes().get(self.pos + 1..).unwrap_or_default();
        rest.first_chunk().copied().unwrap_or_default()
    }

    /// Enters the child of which [`Cursor::is_tag`] has said that it stands next.
    #[inline]
    pub(crate) fn enter_known(&mut self, name: &[u8]) {
        self.pos += name.len() + 2;
        self.depth = self.depth.wrapping_add(1);
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
            self.depth = self.depth.wrapping_sub(1);
        }
        there
    }

    /// Passes the end tag of `<Name>` if the walk is not one that would have to search for it.
    #[inline]
    pub(crate) fn direct_end(&mut self, name: &[u8]) -> bool {
        if self.is_fast() {
            self.fast_end(name);
            return true;
        }
        let there = self.is_plain() && self.at_end_tag();
        if there {
            self.pos += name.len() + 3;
        }
        there
    }

    /// The fast path's end of the element of this name. Anything else is unusual.
    #[inline]
    pub(crate) fn fast_end(&mut self, name: &[u8]) {
        if !self.leave(name) {
            self.unusual = true;
        }
    }

    /// The next child, or the end, of the validated walk. (The fast path asks for what it expects.)
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
                self.pos += scan::byte(rest, b'<').unwrap_or(rest.len());
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
        if self.is_plain() {
            return self.plain_text(name);
        }
        let mut pos = start;
        loop {
            pos = chars::behind(bytes, scan::plain(bytes, pos), PLAIN);
            match bytes.get(pos) {
                None | Some(b'<') => break,
                Some(_) if !self.is_fast() => {
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
            if self.is_fast() {
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
        // Validated text may have had bytes that only look as if they had to be resolved.
        Some(RawText { raw, escaped: escaped && unescape::is_escaped(raw) })
    }

    /// The same of plain content: the end tag is the element's if it is one.
    #[inline]
    fn plain_text(&mut self, name: &[u8]) -> Option<RawText<'a>> {
        let (start, bytes) = (self.pos, self.text.as_bytes());
        let mut pos = scan::unescaped(bytes, start);
        let escaped = bytes.get(pos) != Some(&b'<');
        if escaped {
            pos += scan::byte(bytes.get(pos..)?, b'<')?;
        }
        if bytes.get(pos + 1) != Some(&b'/') {
            self.skip();
            return None;
        }
        self.pos = pos + name.len() + 3;
        Some(RawText { raw: self.text.get(start..pos)?, escaped })
    }

    /// Passes over all that is left of the element that the cursor stands in.
    pub(crate) fn skip(&mut self) {
        if self.is_fast() {
            self.unusual = true;
        } else {
            self.content(b"");
        }
    }

    /// The content of the element that the cursor stands in, as it stands in the message, and past its end.
    pub(crate) fn content(&mut self, name: &[u8]) -> &'a str {
        if self.is_fast() {
            return self.fast_content(name);
        }
        let start = self.pos;
        if self.is_plain() {
            let end = if self.at_end_tag() { start } else { plain::known_end(self.text.as_bytes(), start) };
            self.pos = end + 2 + name.len();
            // Where the name is not known, the rest of the tag.
            self.end_tag();
            return self.text.get(start..end).unwrap_or_default();
        }
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

    /// The content of the element of this name, if it is plain.
    fn fast_content(&mut self, name: &[u8]) -> &'a str {
        let start = self.pos;
        if self.leave(name) {
            return "";
        }
        let end = plain::checked_end(self.text.as_bytes(), start, name, self.depth);
        match end.and_then(|end| self.text.get(start..end)) {
            Some(content) => {
                self.pos = start + content.len();
                self.fast_end(name);
                content
            }
            None => {
                self.unusual = true;
                ""
            }
        }
    }
}

impl core::fmt::Debug for Cursor<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Cursor(redacted)")
    }
}
