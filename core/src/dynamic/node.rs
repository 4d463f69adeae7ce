//! What a response holds: elements with fields, found by their names.
//!
//! An element is checked as a whole, its lists excepted, before it is handed out; after that it is only looked at. The
//! one thing that a reader would get wrong: nothing is kept of it but where it stands, so to ask for a field is to look
//! for it in the message again.

use core::fmt;

use super::list::List;
use super::value::{Key, Value, check_value};
use crate::codec::{
    Context, DecodeError, ElementReader, FieldDescriptor, FieldType, FieldsReader, Invalid, ListContent,
    Occurs, OperationDescriptor, count_items, decode_validated,
};
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
    fn new(holds: FieldType, content: &'a str, context: Context) -> Self {
        match holds {
            FieldType::Element(fields) => Self::Element(Element { fields, content, context }),
            FieldType::RelationshipKey => Self::Key(Key::new(content)),
            _ => Self::Value(Value::new(holds, content)),
        }
    }

    /// Checks the element that the reader has entered, to its end, and keeps where it stands.
    pub(super) fn read(reader: &mut ElementReader<'a>, holds: FieldType) -> Result<Self, Invalid> {
        let content = reader.peek_content();
        check(reader, holds)?;
        Ok(Self::new(holds, content, reader.context()))
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

/// The response of an operation.
pub(crate) fn decode_response<'a>(
    body: &'a str,
    operation: &OperationDescriptor,
    context: Context,
) -> Result<Element<'a>, DecodeError> {
    let fields = operation.response;
    decode_validated(body, operation.response_name, context, |reader| {
        let content = reader.peek_content();
        check(reader, FieldType::Element(fields))?;
        Ok(Element { fields, content, context })
    })
}

/// Checks what the reader has entered, to its end: a value, or fields.
fn check(reader: &mut ElementReader<'_>, holds: FieldType) -> Result<(), Invalid> {
    let FieldType::Element(fields) = holds else { return check_value(reader, holds) };
    let mut fields = FieldsReader::new(reader, fields);
    while fields.next_field().is_some() {
        fields.read(|reader, field| match field.occurs() {
            // As with the types, an item is checked when it is asked for.
            Occurs::List => {
                reader.skip();
                Ok(())
            }
            Occurs::BoundedList(_) => {
                count_items(reader, field, |reader| check(reader, field.holds())).map(drop)
            }
            _ => check(reader, field.holds()),
        });
    }
    fields.finish()
}

/// An element with fields, of a response.
///
/// It may be patient data, so `Debug` shows nothing of it.
#[derive(Clone, Copy)]
pub struct Element<'a> {
    fields: &'static [FieldDescriptor],
    content: &'a str,
    context: Context,
}

impl<'a> Element<'a> {
    /// The fields that stand in it, in the order of the message.
    #[must_use]
    pub fn entries(&self) -> Entries<'a> {
        Entries { element: *self, cursor: Cursor::validated(self.content, None) }
    }

    /// Whether operations.md has a field of this name here, in any version.
    #[must_use]
    pub fn knows(&self, name: &str) -> bool {
        FieldDescriptor::find(self.fields, name).is_some()
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
        let (_, field) = FieldDescriptor::find(self.fields, name)?;
        if !field.is_list() {
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
        let context = self.element.context;
        loop {
            // There is no text here: it has been checked.
            let Xml::Child { local, .. } = self.cursor.node() else { return None };
            let content = self.cursor.content(b"");
            let known = FieldDescriptor::find(self.element.fields, local).map(|(_, field)| field);
            // What is of a later version is as if it were not known; what may be absent and is empty is absent.
            if let Some(field) = known.filter(|field| field.since() <= context.version)
                && !(content.is_empty() && field.occurs() == Occurs::Optional)
            {
                return Some(Entry { field, content, context });
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
    field: &'static FieldDescriptor,
    content: &'a str,
    context: Context,
}

impl<'a> Entry<'a> {
    /// The local name of its element (operations.md).
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.field.name()
    }

    /// What it holds, if it is a value.
    fn value(&self) -> Option<Value<'a>> {
        let holds = self.field.holds();
        let other =
            self.field.is_list() || matches!(holds, FieldType::Element(_) | FieldType::RelationshipKey);
        (!other).then_some(Value::new(holds, self.content))
    }

    /// What it holds.
    #[must_use]
    pub fn node(&self) -> Node<'a> {
        let holds = self.field.holds();
        if self.field.is_list() {
            Node::List(List::new(ListContent::new(self.content, self.field, self.context), holds))
        } else {
            Node::new(holds, self.content, self.context)
        }
    }
}

impl fmt::Debug for Entry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry").field("name", &self.name()).finish_non_exhaustive()
    }
}
