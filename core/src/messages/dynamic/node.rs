//! What a response holds: elements with fields, found by their names.
//!
//! An element is checked as a whole, its lists excepted, before it is handed out; after that it is only looked at. The
//! one thing that a reader would get wrong: nothing is kept of it but where it stands, so to ask for a field is to look
//! for it in the message again.

use core::fmt;

use super::list::List;
use super::tables;
use super::value::{Key, Value, check_value};
use crate::messages::field::Context;
use crate::messages::items::{self, take_many};
use crate::messages::row::{Row, kind};
use crate::messages::walk::{Input, Read, Record, read_fields};
use crate::types::PatientRelationshipKey;
use crate::xml::{Cursor, Node as Xml};

/// What a field or an item of a list holds.
#[derive(Clone, Copy, Debug)]
pub enum Node<'a> {
    /// A value.
    Value(Value<'a>),
    /// Fields of its own.
    Element(Element<'a>),
    /// Items.
    List(List<'a>),
    /// A registration's key.
    Key(Key<'a>),
}

impl<'a> Node<'a> {
    /// What stands in an element.
    fn new(row: &'static Row, content: &'a str, context: Context) -> Self {
        match tables::fields(row.kind()) {
            Some(rows) => Self::Element(Element { rows, content, context: Some(context) }),
            None if row.kind() == kind::RELATIONSHIP_KEY => Self::Key(Key::new(content)),
            None => Self::Value(Value::new(row, content)),
        }
    }

    /// The value, if it is one.
    #[must_use]
    pub fn as_value(&self) -> Option<Value<'a>> {
        if let Self::Value(value) = self { Some(*value) } else { None }
    }

    /// The element, if it is one with fields.
    #[must_use]
    pub fn as_element(&self) -> Option<Element<'a>> {
        if let Self::Element(element) = self { Some(*element) } else { None }
    }

    /// The list, if it is one.
    #[must_use]
    pub fn as_list(&self) -> Option<List<'a>> {
        if let Self::List(list) = self { Some(*list) } else { None }
    }
}

impl<'a> Record<'a> for Node<'a> {
    /// A response, or an item of a list.
    fn read(&mut self, input: &mut Input<'a>) -> Read {
        let (row, context) = (input.row, input.context);
        let content = input.cursor.clone().content(b"");
        check(input)?;
        *self = Self::new(row, content, context);
        Ok(())
    }

    #[cfg(feature = "strict-walk")]
    fn is_only_judged(&self) -> bool {
        true
    }

    #[cfg(feature = "strict-walk")]
    fn clear(&mut self) {
        *self = Self::Element(Element::NONE);
    }
}

/// Checks what the input has entered, to its end: a value, or fields.
fn check(input: &mut Input<'_>) -> Read {
    match tables::fields(input.row.kind()) {
        Some(rows) => read_fields(&mut Check, input, rows),
        None => check_value(input),
    }
}

/// What is checked and not kept.
struct Check;

impl<'a> Record<'a> for Check {
    fn read(&mut self, input: &mut Input<'a>) -> Read {
        check(input)
    }

    fn read_field(&mut self, input: &mut Input<'a>, _: usize) -> Read {
        if input.row.is_any_list() {
            // As with the types: an item is looked at when it is asked for.
            input.cursor.skip();
            Ok(())
        } else if input.row.is_list() {
            take_many(&mut None, input, self)
        } else {
            check(input)
        }
    }

    #[cfg(feature = "strict-walk")]
    fn clear(&mut self) {}
}

/// An element with fields, of a response.
///
/// It may be patient data, so `Debug` shows nothing of it.
#[derive(Clone, Copy)]
pub struct Element<'a> {
    rows: &'static [Row],
    content: &'a str,
    /// None before anything has been read.
    context: Option<Context>,
}

impl<'a> Element<'a> {
    pub(crate) const NONE: Self = Self { rows: &[], content: "", context: None };

    /// The fields that stand in it, in the order of the message.
    #[must_use]
    pub fn entries(&self) -> Entries<'a> {
        Entries { element: *self, cursor: Cursor::judged(self.content, None) }
    }

    /// Whether operations.md has a field of this name here, in any version.
    #[must_use]
    pub fn knows(&self, name: &str) -> bool {
        Row::find(self.rows, name).is_some()
    }

    /// The field of this name; `None` if it is absent, or not known here: see [`Element::knows`].
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Node<'a>> {
        self.entry(name).map(|entry| entry.node())
    }

    fn entry(&self, name: &str) -> Option<Entry<'a>> {
        self.entries().find(|entry| entry.name() == name)
    }

    /// The value of this name; `None` if it is absent or no value.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<Value<'a>> {
        self.entry(name)?.value()
    }

    /// The element of this name; `None` if it is absent or has no fields.
    #[must_use]
    pub fn element(&self, name: &str) -> Option<Self> {
        self.get(name)?.as_element()
    }

    /// The list of this name: an empty one if it is absent; `None` if operations.md has no such list here.
    #[must_use]
    pub fn list(&self, name: &str) -> Option<List<'a>> {
        let (_, row) = Row::find(self.rows, name)?;
        if !row.is_list() {
            return None;
        }
        Some(self.get(name).and_then(|node| node.as_list()).unwrap_or_default())
    }

    /// The key of this name; `None` if it is absent or no key.
    #[must_use]
    pub fn relationship_key(&self, name: &str) -> Option<PatientRelationshipKey> {
        let Node::Key(key) = self.get(name)? else { return None };
        key.relationship_key().ok()
    }
}

impl fmt::Debug for Element<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Element(redacted)")
    }
}

/// The fields of an element, one after another.
#[derive(Clone)]
pub struct Entries<'a> {
    element: Element<'a>,
    cursor: Cursor<'a>,
}

impl<'a> Iterator for Entries<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        let context = self.element.context?;
        loop {
            // There is no text here: it has been checked.
            let Xml::Child { local, .. } = self.cursor.node() else { return None };
            let content = self.cursor.content(b"");
            let known = Row::find(self.element.rows, local).map(|(_, row)| row);
            // What is of a later version is as if it were not known; what may be absent and is empty is absent.
            if let Some(row) = known.filter(|row| row.since() <= context.version)
                && !(content.is_empty() && row.is_optional())
            {
                return Some(Entry { row, content, context });
            }
        }
    }
}

impl fmt::Debug for Entries<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entries(redacted)")
    }
}

/// A field that stands in an element.
///
/// What it holds may be patient data, so `Debug` shows only the name.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    row: &'static Row,
    content: &'a str,
    context: Context,
}

impl<'a> Entry<'a> {
    /// The local name of its element (operations.md).
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.row.name()
    }

    /// What it holds, if it is a value.
    fn value(&self) -> Option<Value<'a>> {
        let kind = self.row.kind();
        let other = self.row.is_list() || kind >= kind::ELEMENT || kind == kind::RELATIONSHIP_KEY;
        (!other).then_some(Value::new(self.row, self.content))
    }

    /// What it holds.
    #[must_use]
    pub fn node(&self) -> Node<'a> {
        if self.row.is_list() {
            Node::List(List::new(items::Content::new(self.content, self.row, self.context)))
        } else {
            Node::new(self.row, self.content, self.context)
        }
    }
}

impl fmt::Debug for Entry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry").field("name", &self.name()).finish_non_exhaustive()
    }
}
