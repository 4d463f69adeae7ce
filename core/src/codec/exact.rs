//! The exact form (protocol.md section 3): this order, nothing unknown, nothing empty, no white space.
//!
//! What is signed has one form only, so BeginSession, its response and the two header blocks are not read with the tolerance
//! of other messages.

use super::decode::resolve;
use crate::types::{decode_to, parse_integer};
use crate::xml::{Cursor, Node};

/// The longest value of an exact form: a public key in base64.
pub(crate) const EXACT_LIMIT: usize = 96;

/// A reader of an exact form. It stands in the element whose children are read.
pub(crate) struct Exact<'a> {
    pub(crate) cursor: Cursor<'a>,
    /// A child that was entered and not yet read.
    entered: Option<&'a str>,
    broken: bool,
    /// Where references in a value are resolved.
    buffer: [u8; EXACT_LIMIT],
}

impl<'a> Exact<'a> {
    pub(crate) fn new(cursor: Cursor<'a>) -> Self {
        Self { cursor, entered: None, broken: false, buffer: [0; EXACT_LIMIT] }
    }

    fn child(&mut self) -> Option<&'a str> {
        if self.entered.is_none() {
            match self.cursor.exact_node() {
                // What is not ours is nothing that can be asked for.
                Node::Child { at, .. } if self.cursor.is_foreign(at) => self.broken = true,
                Node::Child { local, .. } => self.entered = Some(local),
                // Its end cannot be read twice, so what is asked after it finds nothing.
                Node::End => self.entered = Some(""),
                Node::Text => self.broken = true,
            }
        }
        self.entered
    }

    /// The value of the next child, which has to be the one named.
    pub(crate) fn value<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        parse(self.text(name)?)
    }

    /// The same in base64, of as many bytes as `out` has.
    pub(crate) fn bytes(&mut self, name: &str, out: &mut [u8]) -> Option<()> {
        decode_to(self.text(name)?, out)
    }

    /// The same, not yet parsed.
    pub(crate) fn text(&mut self, name: &str) -> Option<&str> {
        if self.child()? != name {
            return None;
        }
        self.entered = None;
        let text = self.cursor.text(name.as_bytes())?;
        let value = if text.escaped { resolve(text.raw, &mut self.buffer)? } else { text.raw };
        (!value.is_empty()).then_some(value)
    }

    /// The same, if the next child is the one named.
    #[allow(clippy::option_option)] // the form is broken, the field is absent, the field is there
    pub(crate) fn optional<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<Option<T>> {
        if self.child()? == name { self.value(name, parse).map(Some) } else { Some(None) }
    }

    /// Nothing may be left.
    pub(crate) fn end(&mut self) -> Option<()> {
        (self.child() == Some("") && !self.broken).then_some(())
    }
}

/// A number without sign or leading zeros.
pub(crate) fn exact_number(text: &str) -> Option<u32> {
    u32::try_from(parse_integer(text)?).ok()
}
