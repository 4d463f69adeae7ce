//! A pull reader that takes nothing on trust: every octet it passes has been checked against XML 1.0, Namespaces in
//! XML and the limits of protocol.md section 5.
//!
//! It reads what is in memory already, holds no heap and no recursion, and looks at each octet a bounded number of
//! times. It does not read the XML declaration: that belongs to the envelope.

use core::fmt;

use super::chars::{self, NAME, NAME_START, PLAIN, SPACE};
use super::scope::{AttributeNs, Binding, Ns, Refused, Scope, Span};
use super::{ATTRIBUTE_LIMIT, DEPTH_LIMIT, NAME_LIMIT, NAMESPACE_LIMIT, unescape};

/// The two namespaces that the reader tells apart from all others.
#[derive(Clone, Copy, Debug)]
pub struct Namespaces {
    /// The profile's.
    pub ours: &'static str,
    /// SOAP 1.2's.
    pub soap: &'static str,
}

/// What is wrong with a piece of XML, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct XmlError {
    /// What is wrong.
    pub kind: XmlErrorKind,
    /// The octet, counted from 0 at the start of what was read.
    pub at: usize,
}

/// What is wrong with a piece of XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum XmlErrorKind {
    /// The octets are no UTF-8.
    NotUtf8,
    /// The message ends in the middle.
    Incomplete,
    /// Something that XML 1.0 does not allow here, or that the profile leaves out (DTD, comment, processing
    /// instruction, CDATA section).
    NotAllowed,
    /// An end tag of another name than its start tag's.
    MismatchedTag,
    /// A prefix that nothing declares.
    UndeclaredPrefix,
    /// The same attribute twice.
    RepeatedAttribute,
    /// Elements nest deeper than [`DEPTH_LIMIT`](super::DEPTH_LIMIT).
    TooDeep,
    /// A name is longer than [`NAME_LIMIT`](super::NAME_LIMIT) octets.
    NameTooLong,
    /// An element has more than [`ATTRIBUTE_LIMIT`](super::ATTRIBUTE_LIMIT) attributes.
    TooManyAttributes,
    /// More than [`NAMESPACE_LIMIT`](super::NAMESPACE_LIMIT) namespace declarations are in scope.
    TooManyNamespaces,
    /// The message is larger than a message can be.
    TooLong,
}

impl fmt::Display for XmlErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotUtf8 => "octets that are not UTF-8",
            Self::Incomplete => "it ends in the middle",
            Self::NotAllowed => "something that is not allowed there",
            Self::MismatchedTag => "an end tag that closes nothing open",
            Self::UndeclaredPrefix => "a namespace prefix that is not declared",
            Self::RepeatedAttribute => "a repeated attribute",
            Self::TooDeep => "elements nested too deep",
            Self::NameTooLong => "a name that is too long",
            Self::TooManyAttributes => "an element with too many attributes",
            Self::TooManyNamespaces => "too many namespace declarations in scope",
            Self::TooLong => "too many octets",
        })
    }
}

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "malformed XML at octet {}: {}", self.at, self.kind)
    }
}

impl core::error::Error for XmlError {}

/// One step of the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event<'a> {
    /// A start tag. An empty-element tag gives this and then an end.
    Start { ns: Ns, local: &'a str },
    /// An end tag.
    End,
    /// Text, not empty; `escaped` if it is not the value as it stands.
    Text { raw: &'a str, escaped: bool },
    /// The end of what was given, with nothing left open.
    Done,
}

#[derive(Clone, Copy)]
struct Open {
    /// Where its qualified name stands.
    start: u32,
    length: u8,
    /// How many namespace declarations were in scope outside it.
    mark: u8,
}

impl Open {
    /// A name has at most [`NAME_LIMIT`] octets, and there are at most [`NAMESPACE_LIMIT`] declarations.
    fn new(name: Span, mark: usize) -> Self {
        Self {
            start: name.start(),
            length: u8::try_from(name.length()).unwrap_or(u8::MAX),
            mark: u8::try_from(mark).unwrap_or(u8::MAX),
        }
    }

    fn name(self) -> Span {
        Span::at(self.start, self.length)
    }
}

/// What a reader notes: the elements that are open, and the namespaces declared there. It is lent to the reader, since
/// on a small processor it is most of a stack's frame, and a reader that is moved would have it twice.
pub(crate) struct Notes {
    open: [Open; DEPTH_LIMIT],
    bindings: [Binding; NAMESPACE_LIMIT],
}

impl Notes {
    /// None yet. As a constant it is made where it is wanted, and not in a frame of its own from which it is copied.
    pub(crate) const NONE: Self = Self {
        open: [Open { start: 0, length: 0, mark: 0 }; DEPTH_LIMIT],
        bindings: [Binding::NONE; NAMESPACE_LIMIT],
    };
}

/// Where a reader stands, beside its notes and its text.
#[derive(Clone, Copy)]
pub(crate) struct Standing {
    pos: usize,
    depth: usize,
    base: usize,
    declared: usize,
    default: Ns,
    empty: bool,
}

impl Standing {
    /// In front of an element that has the depth `base` + 1.
    pub(crate) fn new(base: usize) -> Self {
        Self { pos: 0, depth: base, base, declared: 0, default: Ns::None, empty: false }
    }

    /// An earlier place with the same elements open, from which on there is other text now.
    pub(crate) fn rewind(&mut self, pos: usize) {
        self.pos = pos;
    }
}

/// The reader. See the module.
pub(crate) struct Reader<'a, 'n> {
    text: &'a str,
    pos: usize,
    open: &'n mut [Open; DEPTH_LIMIT],
    depth: usize,
    base: usize,
    scope: Scope<'a, 'n>,
    /// What is read stands inside an element, so that text may stand between its outermost ones.
    inside: bool,
    empty: bool,
    must_understand: bool,
}

impl<'a, 'n> Reader<'a, 'n> {
    /// Reads `text` from the octet `pos`; its first element has the depth `base` + 1.
    pub(crate) fn new(
        text: &'a str,
        pos: usize,
        base: usize,
        names: &'static super::Namespaces,
        notes: &'n mut Notes,
    ) -> Self {
        Self::resume(text, Standing { pos, ..Standing::new(base) }, names, notes)
    }

    /// Goes on where another reader stood whose notes these are: in the same text, of which more (or no longer all) is
    /// there. Nothing that stands before an open element's end may have changed. So a message can be read of which only a
    /// part is in memory at a time.
    pub(crate) fn resume(
        text: &'a str,
        at: Standing,
        names: &'static super::Namespaces,
        notes: &'n mut Notes,
    ) -> Self {
        Self {
            text,
            pos: at.pos,
            open: &mut notes.open,
            depth: at.depth,
            base: at.base,
            scope: Scope::resume(text, names, &mut notes.bindings, at.declared, at.default),
            inside: false,
            empty: at.empty,
            must_understand: false,
        }
    }

    /// Where it stands.
    pub(crate) fn standing(&self) -> Standing {
        Standing {
            pos: self.pos,
            depth: self.depth,
            base: self.base,
            declared: self.scope.mark(),
            default: self.scope.default(),
            empty: self.empty,
        }
    }

    /// Reads `text`, which stands inside an element of ours whose ancestors declare nothing but the default
    /// namespace.
    pub(crate) fn inside(text: &'a str, names: &'static super::Namespaces, notes: &'n mut Notes) -> Self {
        // The list's wrapper is at least two deep in the Body.
        let mut reader = Self::new(text, 0, 4, names, notes);
        reader.scope.assume_ours();
        reader.inside = true;
        reader
    }

    /// The next octet to be read. Directly after a start tag: where the element's content begins.
    pub(crate) fn position(&self) -> usize {
        self.pos
    }

    /// How many elements are open.
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// The qualified name of the element that was opened last.
    pub(crate) fn open_name(&self) -> &'a str {
        self.open.get(self.depth.wrapping_sub(1)).map_or("", |open| open.name().of(self.text))
    }

    /// Whether the tag just read was an empty-element tag.
    pub(crate) fn is_empty_element(&self) -> bool {
        self.empty
    }

    /// Whether the start tag just read had SOAP's mustUnderstand attribute, saying yes.
    pub(crate) fn must_understand(&self) -> bool {
        self.must_understand
    }

    pub(crate) fn error(&self, kind: XmlErrorKind) -> XmlError {
        XmlError { kind, at: self.pos }
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.pos).copied()
    }

    /// The octet at the position, which has to be there.
    #[inline]
    fn here(&self) -> Result<u8, XmlError> {
        self.peek().ok_or(self.error(XmlErrorKind::Incomplete))
    }

    #[inline]
    fn expect(&mut self, b: u8) -> Result<(), XmlError> {
        if self.here()? != b {
            return Err(self.error(XmlErrorKind::NotAllowed));
        }
        self.pos += 1;
        Ok(())
    }

    fn slice(&self, from: usize) -> &'a str {
        self.text.get(from..self.pos).unwrap_or_default()
    }

    /// The next step.
    pub(crate) fn next(&mut self) -> Result<Event<'a>, XmlError> {
        if self.empty {
            self.empty = false;
            self.close();
            return Ok(Event::End);
        }
        match self.peek() {
            None if self.depth == self.base => Ok(Event::Done),
            None => Err(self.error(XmlErrorKind::Incomplete)),
            Some(b'<') => {
                self.pos += 1;
                if self.here()? == b'/' {
                    self.pos += 1;
                    self.end_tag()
                } else {
                    self.start_tag()
                }
            }
            Some(_) => self.characters(),
        }
    }

    /// Passes over all that is left of the element that was opened last.
    pub(crate) fn skip_element(&mut self) -> Result<(), XmlError> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if let Some(open) = self.open.get(self.depth) {
            self.scope.leave(usize::from(open.mark));
        }
    }

    fn end_tag(&mut self) -> Result<Event<'a>, XmlError> {
        if self.depth == self.base {
            return Err(self.error(XmlErrorKind::MismatchedTag));
        }
        let name = self.open.get(self.depth - 1).map_or(&[][..], |o| o.name().octets(self.text));
        let end = self.pos + name.len();
        if self.text.as_bytes().get(self.pos..end) != Some(name) {
            let kind =
                if self.text.len() < end { XmlErrorKind::Incomplete } else { XmlErrorKind::MismatchedTag };
            return Err(self.error(kind));
        }
        self.pos = end;
        if self.peek() != Some(b'>') {
            self.spaces();
            // A longer name than the start tag's stops here too.
            if self.here()? != b'>' {
                return Err(self.error(XmlErrorKind::MismatchedTag));
            }
        }
        self.pos += 1;
        self.close();
        Ok(Event::End)
    }

    fn start_tag(&mut self) -> Result<Event<'a>, XmlError> {
        if self.depth >= DEPTH_LIMIT {
            return Err(self.error(XmlErrorKind::TooDeep));
        }
        let mark = self.scope.mark();
        let (prefix, local, name) = self.name()?;
        self.must_understand = false;
        match self.here()? {
            b'>' => self.pos += 1,
            _ => self.attributes(mark)?,
        }
        let ns = self.scope.element(prefix).ok_or(self.error(XmlErrorKind::UndeclaredPrefix))?;
        if let Some(open) = self.open.get_mut(self.depth) {
            *open = Open::new(name, mark);
        }
        self.depth += 1;
        Ok(Event::Start { ns, local })
    }

    /// A qualified name: its prefix (empty without one), its local part and the whole.
    fn name(&mut self) -> Result<(&'a str, &'a str, Span), XmlError> {
        let start = self.pos;
        self.name_part()?;
        let (mut prefix, mut local_start) = ("", start);
        if self.peek() == Some(b':') {
            prefix = self.slice(start);
            self.pos += 1;
            local_start = self.pos;
            self.name_part()?;
        }
        if self.pos - start > NAME_LIMIT {
            return Err(self.error(XmlErrorKind::NameTooLong));
        }
        Ok((prefix, self.slice(local_start), Span::new(start, self.pos)))
    }

    fn name_part(&mut self) -> Result<(), XmlError> {
        let bytes = self.text.as_bytes();
        let start = self.pos;
        let first = self.here()?;
        if chars::is(first, NAME_START) {
            self.pos += 1;
        } else if first < 0x80 {
            return Err(self.error(XmlErrorKind::NotAllowed));
        }
        loop {
            while bytes.get(self.pos).is_some_and(|b| chars::is(*b, NAME)) {
                self.pos += 1;
            }
            match self.peek() {
                Some(0x80..) => self.wide_name_char(start)?,
                _ => return Ok(()),
            }
        }
    }

    #[cold]
    fn wide_name_char(&mut self, start: usize) -> Result<(), XmlError> {
        let c = self.text.get(self.pos..).and_then(|rest| rest.chars().next());
        let allowed = if self.pos == start { chars::is_name_start } else { chars::is_name };
        match c {
            Some(c) if allowed(c) => {
                self.pos += c.len_utf8();
                Ok(())
            }
            _ => Err(self.error(XmlErrorKind::NotAllowed)),
        }
    }

    fn spaces(&mut self) -> bool {
        let start = self.pos;
        while self.peek().is_some_and(|b| chars::is(b, SPACE)) {
            self.pos += 1;
        }
        self.pos != start
    }

    /// What follows an element's name, up to and with the `>`.
    #[inline(never)]
    fn attributes(&mut self, mark: usize) -> Result<(), XmlError> {
        let mut names: [(&str, &str); ATTRIBUTE_LIMIT] = [("", ""); ATTRIBUTE_LIMIT];
        let mut count = 0;
        let mut understand = [false; ATTRIBUTE_LIMIT];
        loop {
            let spaced = self.spaces();
            match self.here()? {
                b'>' => {
                    self.pos += 1;
                    break;
                }
                b'/' => {
                    self.pos += 1;
                    self.expect(b'>')?;
                    self.empty = true;
                    break;
                }
                _ if !spaced => return Err(self.error(XmlErrorKind::NotAllowed)),
                _ => {}
            }
            let (prefix, local, name) = self.name()?;
            let local_at = Span::new(self.pos - local.len(), self.pos);
            self.spaces();
            self.expect(b'=')?;
            self.spaces();
            let value = self.value()?;
            let value_at = Span::new(self.pos - 1 - value.len(), self.pos - 1);
            let declared = match (prefix, name.of(self.text)) {
                ("", "xmlns") => Some(self.scope.declare(mark, Span::EMPTY, value_at)),
                ("xmlns", _) => Some(self.scope.declare(mark, local_at, value_at)),
                _ => None,
            };
            match declared {
                Some(Ok(())) => {}
                Some(Err(Refused::TooMany)) => return Err(self.error(XmlErrorKind::TooManyNamespaces)),
                Some(Err(Refused::NotAllowed)) => return Err(self.error(XmlErrorKind::NotAllowed)),
                None => {
                    let place = names
                        .get_mut(count)
                        .ok_or(XmlError { kind: XmlErrorKind::TooManyAttributes, at: self.pos })?;
                    *place = (prefix, local);
                    if local == "mustUnderstand"
                        && ["true", "1"].iter().any(|yes| unescape::equals(value.trim_ascii(), yes))
                        && let Some(place) = understand.get_mut(count)
                    {
                        *place = true;
                    }
                    count += 1;
                }
            }
        }
        // Prefixes mean what the whole tag declares, so attributes are compared only now.
        let names = names.get(..count).unwrap_or_default();
        for (i, ((prefix, local), understand)) in names.iter().zip(understand).enumerate() {
            let ns = self.scope.attribute(prefix).ok_or(self.error(XmlErrorKind::UndeclaredPrefix))?;
            for (other_prefix, other_local) in names.get(..i).unwrap_or_default() {
                if local == other_local
                    && (prefix == other_prefix || self.scope.attribute(other_prefix) == Some(ns))
                {
                    return Err(self.error(XmlErrorKind::RepeatedAttribute));
                }
            }
            self.must_understand |= understand && matches!(ns, AttributeNs::Declared { ns: Ns::Soap, .. });
        }
        Ok(())
    }

    /// A quoted attribute value, as it stands.
    fn value(&mut self) -> Result<&'a str, XmlError> {
        let quote = self.here()?;
        if !matches!(quote, b'"' | b'\'') {
            return Err(self.error(XmlErrorKind::NotAllowed));
        }
        self.pos += 1;
        let start = self.pos;
        loop {
            let b = self.here()?;
            match b {
                b'<' => return Err(self.error(XmlErrorKind::NotAllowed)),
                b if b == quote => break,
                b']' => self.pos += 1,
                _ => {
                    self.character(b)?;
                }
            }
        }
        let value = self.slice(start);
        self.pos += 1;
        Ok(value)
    }

    /// Passes over one character or reference; whether it has to be unescaped.
    fn character(&mut self, b: u8) -> Result<bool, XmlError> {
        if chars::is(b, PLAIN) {
            self.pos += 1;
            return Ok(false);
        }
        let rest = self.text.get(self.pos..).unwrap_or_default();
        let (length, escaped) = match b {
            b'&' => {
                let kind =
                    if rest.contains(';') { XmlErrorKind::NotAllowed } else { XmlErrorKind::Incomplete };
                (unescape::reference(rest).ok_or(self.error(kind))?.1, true)
            }
            b'\r' => (1, true),
            b']' if rest.starts_with("]]>") => return Err(self.error(XmlErrorKind::NotAllowed)),
            b']' => (1, false),
            _ => match rest.chars().next() {
                Some(c) if chars::is_char(c) => (c.len_utf8(), false),
                _ => return Err(self.error(XmlErrorKind::NotAllowed)),
            },
        };
        self.pos += length;
        Ok(escaped)
    }

    /// Text up to the next tag or the end.
    fn characters(&mut self) -> Result<Event<'a>, XmlError> {
        let start = self.pos;
        let mut escaped = false;
        let bytes = self.text.as_bytes();
        loop {
            while bytes.get(self.pos).is_some_and(|b| chars::is(*b, PLAIN)) {
                self.pos += 1;
            }
            match self.peek() {
                None | Some(b'<') => break,
                Some(b) => escaped |= self.character(b)?,
            }
        }
        let raw = self.slice(start);
        if self.depth == self.base && !self.inside && !chars::is_space(raw) {
            return Err(XmlError { kind: XmlErrorKind::NotAllowed, at: start });
        }
        Ok(Event::Text { raw, escaped })
    }
}
