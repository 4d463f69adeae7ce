//! A pull reader that takes nothing on trust: every byte it passes has been checked against XML 1.0, Namespaces in
//! XML and the limits of protocol.md section 5.
//!
//! It reads what is in memory already, holds no heap and no recursion, and looks at each byte a bounded number of
//! times. It does not read the XML declaration: that belongs to the envelope.

use core::fmt;

use super::chars::{self, NAME, NAME_START, PLAIN, SPACE};
use super::scope::{Binding, Name, Ns, Scope, small};
use super::{ATTRIBUTE_LIMIT, DEPTH_LIMIT, NAME_LIMIT, NAMESPACE_LIMIT, scan, unescape};
use crate::error::ErrorCode;

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
    /// The byte, counted from 0 at the start of what was read.
    pub at: usize,
}

/// What is wrong with a piece of XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum XmlErrorKind {
    /// The bytes are no UTF-8.
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
    /// A name is longer than [`NAME_LIMIT`](super::NAME_LIMIT) bytes.
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
            Self::NotUtf8 => "bytes that are not UTF-8",
            Self::Incomplete => "it ends in the middle",
            Self::NotAllowed => "something that is not allowed there",
            Self::MismatchedTag => "an end tag that closes nothing open",
            Self::UndeclaredPrefix => "a namespace prefix that is not declared",
            Self::RepeatedAttribute => "a repeated attribute",
            Self::TooDeep => "elements nested too deep",
            Self::NameTooLong => "a name that is too long",
            Self::TooManyAttributes => "an element with too many attributes",
            Self::TooManyNamespaces => "too many namespace declarations in scope",
            Self::TooLong => "too many bytes",
        })
    }
}

impl XmlError {
    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        ErrorCode::MalformedXml
    }
}

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "malformed XML at byte {}: {}", self.at, self.kind)
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

/// What a reader notes: the elements that are open, and the namespaces declared there. It is lent to the reader, since
/// on a small processor it is most of a stack's frame, and a reader that is moved would have it twice.
pub(crate) struct Notes {
    /// Their names. Beside each is noted how many declarations were in scope outside it.
    open: [Name; DEPTH_LIMIT],
    bindings: [Binding; NAMESPACE_LIMIT],
}

impl Notes {
    /// None yet. As a constant it is made where it is wanted, and not in a frame of its own from which it is copied.
    pub(crate) const NONE: Self =
        Self { open: [Name::NONE; DEPTH_LIMIT], bindings: [Binding::NONE; NAMESPACE_LIMIT] };
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
    pos: usize,
    open: &'n mut [Name; DEPTH_LIMIT],
    depth: usize,
    base: usize,
    scope: Scope<'a, 'n>,
    empty: bool,
    must_understand: bool,
    /// The name that was read last.
    name: Name,
}

impl<'a, 'n> Reader<'a, 'n> {
    /// Reads `text` from the byte `pos`; its first element has the depth `base` + 1.
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
            pos: at.pos,
            open: &mut notes.open,
            depth: at.depth,
            base: at.base,
            scope: Scope::resume(text, names, &mut notes.bindings, at.declared, at.default),
            empty: at.empty,
            must_understand: false,
            name: Name::NONE,
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

    /// The next byte to be read. Directly after a start tag: where the element's content begins.
    pub(crate) fn position(&self) -> usize {
        self.pos
    }

    /// How many elements are open.
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// The qualified name of the element that was opened last.
    pub(crate) fn open_name(&self) -> &'a str {
        self.open.get(self.depth.wrapping_sub(1)).map_or("", |name| self.scope.whole(name))
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

    /// The byte at the position, or 0 at the end of the text: nothing allows that byte.
    #[inline]
    fn byte(&self) -> u8 {
        self.scope.text.as_bytes().get(self.pos).copied().unwrap_or(0)
    }

    /// What is wrong where another byte has to stand: this, or that there is none.
    fn refused(&self, kind: XmlErrorKind) -> XmlErrorKind {
        if self.pos >= self.scope.text.len() { XmlErrorKind::Incomplete } else { kind }
    }

    fn expect(&mut self, b: u8) -> Result<(), XmlErrorKind> {
        if self.byte() != b {
            return Err(self.refused(XmlErrorKind::NotAllowed));
        }
        self.pos += 1;
        Ok(())
    }

    /// The next step. An error is of the place where the reader then stands.
    pub(crate) fn next(&mut self) -> Result<Event<'a>, XmlError> {
        self.step().map_err(|kind| self.error(kind))
    }

    fn step(&mut self) -> Result<Event<'a>, XmlErrorKind> {
        if self.empty {
            self.empty = false;
            self.close();
            return Ok(Event::End);
        }
        if self.byte() == b'<' {
            self.pos += 1;
            if self.byte() != b'/' {
                return self.start_tag();
            }
            self.pos += 1;
            return self.end_tag();
        }
        if self.pos < self.scope.text.len() {
            return self.characters();
        }
        if self.depth == self.base { Ok(Event::Done) } else { Err(XmlErrorKind::Incomplete) }
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if let Some(open) = self.open.get(self.depth) {
            self.scope.leave(usize::from(open.note));
        }
    }

    fn end_tag(&mut self) -> Result<Event<'a>, XmlErrorKind> {
        if self.depth == self.base {
            return Err(XmlErrorKind::MismatchedTag);
        }
        let name = self.open_name().as_bytes();
        let end = self.pos + name.len();
        if !scan::has(self.scope.text.as_bytes(), self.pos, name) {
            let incomplete = self.scope.text.len() < end;
            return Err(if incomplete { XmlErrorKind::Incomplete } else { XmlErrorKind::MismatchedTag });
        }
        self.pos = end;
        self.spaces();
        // A longer name than the start tag's stops here too.
        if self.byte() != b'>' {
            return Err(self.refused(XmlErrorKind::MismatchedTag));
        }
        self.pos += 1;
        self.close();
        Ok(Event::End)
    }

    fn start_tag(&mut self) -> Result<Event<'a>, XmlErrorKind> {
        if self.depth >= DEPTH_LIMIT {
            return Err(self.refused(XmlErrorKind::TooDeep));
        }
        let mark = self.scope.mark();
        self.name()?;
        let mut name = self.name;
        self.must_understand = false;
        if self.byte() == b'>' {
            self.pos += 1;
        } else {
            self.attributes(mark)?;
        }
        let ns = self.scope.element(&name).ok_or(XmlErrorKind::UndeclaredPrefix)?;
        name.note = small(mark);
        if let Some(open) = self.open.get_mut(self.depth) {
            *open = name;
        }
        self.depth += 1;
        Ok(Event::Start { ns, local: self.scope.local(&name) })
    }

    /// A qualified name.
    fn name(&mut self) -> Result<(), XmlErrorKind> {
        let start = self.pos;
        let mut prefix = 0;
        self.name_part()?;
        if self.byte() == b':' {
            prefix = self.pos - start;
            self.pos += 1;
            self.name_part()?;
        }
        let length = self.pos - start;
        if length > NAME_LIMIT {
            return Err(XmlErrorKind::NameTooLong);
        }
        self.name = Name::new(start, prefix, length);
        Ok(())
    }

    fn name_part(&mut self) -> Result<(), XmlErrorKind> {
        let bytes = self.scope.text.as_bytes();
        let start = self.pos;
        let first = self.byte();
        if first < 0x80 && !chars::is(first, NAME_START) {
            return Err(self.refused(XmlErrorKind::NotAllowed));
        }
        loop {
            self.pos = chars::behind(bytes, self.pos, NAME);
            if self.byte() < 0x80 {
                return Ok(());
            }
            self.wide_name_char(start)?;
        }
    }

    fn wide_name_char(&mut self, start: usize) -> Result<(), XmlErrorKind> {
        let c = self.scope.text.get(self.pos..).and_then(|rest| rest.chars().next());
        match c {
            Some(c) if chars::is_wide_name(c, self.pos == start) => {
                self.pos += c.len_utf8();
                Ok(())
            }
            _ => Err(XmlErrorKind::NotAllowed),
        }
    }

    fn spaces(&mut self) -> bool {
        let start = self.pos;
        self.pos = chars::behind(self.scope.text.as_bytes(), start, SPACE);
        self.pos != start
    }

    /// What follows an element's name, up to and with the `>`.
    fn attributes(&mut self, mark: usize) -> Result<(), XmlErrorKind> {
        let mut names = [Name::NONE; ATTRIBUTE_LIMIT];
        let mut count = 0;
        loop {
            let spaced = self.spaces();
            let b = self.byte();
            if b == b'/' {
                self.pos += 1;
                self.empty = true;
            }
            if self.empty || b == b'>' {
                self.expect(b'>')?;
                break;
            }
            if !spaced {
                return Err(self.refused(XmlErrorKind::NotAllowed));
            }
            self.name()?;
            let mut name = self.name;
            self.spaces();
            self.expect(b'=')?;
            self.spaces();
            let start = self.pos + 1;
            self.value()?;
            let value = Binding::new(name, start, self.pos - 1 - start);
            if self.scope.declares(&name) {
                self.scope.declare(mark, value)?;
                continue;
            }
            if self.scope.local(&name) == "mustUnderstand" {
                let value = chars::before_space(chars::behind_space(self.scope.value(&value)));
                let yes = |yes| unescape::same_attribute(value, yes);
                name.note = u8::from(yes("true") || yes("1"));
            }
            *names.get_mut(count).ok_or(XmlErrorKind::TooManyAttributes)? = name;
            count += 1;
        }
        // Prefixes mean what the whole tag declares, so attributes are compared only now.
        for (i, name) in names.iter().take(count).enumerate() {
            let ns = self.scope.attribute(name).ok_or(XmlErrorKind::UndeclaredPrefix)?;
            for other in names.iter().take(i) {
                if self.scope.local(other) == self.scope.local(name)
                    && self.scope.attribute(other) == Some(ns)
                {
                    return Err(XmlErrorKind::RepeatedAttribute);
                }
            }
            self.must_understand |= name.note != 0 && self.scope.named(ns) == Ns::Soap;
        }
        Ok(())
    }

    /// A quoted attribute value, as it stands.
    fn value(&mut self) -> Result<(), XmlErrorKind> {
        let quote = self.byte();
        if !matches!(quote, b'"' | b'\'') {
            return Err(self.refused(XmlErrorKind::NotAllowed));
        }
        self.pos += 1;
        loop {
            let b = self.byte();
            if b == quote {
                self.pos += 1;
                return Ok(());
            }
            if b == b']' || chars::is(b, PLAIN) {
                self.pos += 1;
            } else {
                self.character()?;
            }
        }
    }

    /// Passes over one character or reference that does not simply stand for itself.
    fn character(&mut self) -> Result<(), XmlErrorKind> {
        let rest = self.scope.text.as_bytes().get(self.pos..).unwrap_or_default();
        self.pos += match rest {
            [b'&', ..] => match unescape::reference(rest) {
                Some((_, length)) => length,
                None if scan::byte(rest, b';').is_none() => return Err(XmlErrorKind::Incomplete),
                None => return Err(XmlErrorKind::NotAllowed),
            },
            // U+FFFE, U+FFFF
            [b']', b']', b'>', ..] | [0xEF, 0xBF, 0xBE | 0xBF, ..] => return Err(XmlErrorKind::NotAllowed),
            [b'\r' | b']', ..] => 1,
            [0xEF, ..] => 3,
            _ => return Err(self.refused(XmlErrorKind::NotAllowed)),
        };
        Ok(())
    }

    /// Text up to the next tag or the end.
    fn characters(&mut self) -> Result<Event<'a>, XmlErrorKind> {
        let start = self.pos;
        let mut escaped = false;
        let bytes = self.scope.text.as_bytes();
        loop {
            self.pos = chars::behind(bytes, self.pos, PLAIN);
            match bytes.get(self.pos) {
                None | Some(b'<') => break,
                Some(b) => escaped |= matches!(b, b'&' | b'\r'),
            }
            self.character()?;
        }
        let raw = self.scope.text.get(start..self.pos).unwrap_or_default();
        if self.depth == self.base && !chars::is_space(raw) {
            self.pos = start;
            return Err(XmlErrorKind::NotAllowed);
        }
        Ok(Event::Text { raw, escaped })
    }
}
