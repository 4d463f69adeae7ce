//! The trait for everything that is written into an element, and the writers of an element and of its fields.

use super::decode::{Decode, Side};
use super::descriptor::FieldDescriptor;
use super::list::{BoundedList, List};
use super::problem::FieldsErrorKind;
use crate::profile::Version;
use crate::xml::Writer;

/// Something that is written as the content of one element: a value, or an element with fields.
pub trait Encode {
    /// Writes the content.
    fn encode(&self, writer: &mut ElementWriter<'_, '_>);

    /// Whether it is an empty text, which an optional field leaves out: the receiver would read it as absent.
    fn is_empty_text(&self) -> bool {
        false
    }
}

/// Writes elements.
#[derive(Debug)]
pub struct ElementWriter<'w, 'b> {
    pub(crate) writer: &'w mut Writer<'b>,
    version: Version,
    side: Side,
    refused: Option<Refused>,
}

/// A field of a request that cannot be written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refused {
    /// The element's name.
    pub(crate) name: &'static str,
    /// The first version that has it, or what is wrong with what was given for it.
    pub(crate) why: Result<Version, FieldsErrorKind>,
}

impl<'w, 'b> ElementWriter<'w, 'b> {
    pub(crate) fn new(writer: &'w mut Writer<'b>, version: Version, side: Side) -> Self {
        Self { writer, version, side, refused: None }
    }

    /// Writes these fields, one after another in the order of the descriptors.
    pub fn fields(&mut self, fields: &'static [FieldDescriptor]) -> FieldsWriter<'_, 'w, 'b> {
        FieldsWriter { writer: self, fields: fields.iter() }
    }

    /// Writes text that needs no escaping.
    pub(crate) fn raw(&mut self, text: &str) {
        self.writer.raw(text);
    }

    /// Writes text, escaped.
    pub(crate) fn text(&mut self, text: &str) {
        self.writer.text(text);
    }

    /// Why a request cannot be written.
    pub(crate) fn refused(&self) -> Option<Refused> {
        self.refused
    }

    /// Notes why a request cannot be written, unless there is a reason already.
    pub(crate) fn refuse(&mut self, name: &'static str, why: Result<Version, FieldsErrorKind>) {
        self.refused.get_or_insert(Refused { name, why });
    }

    /// Whether the version has the field. Of a request a field of a later version is refused; of a response it is left out.
    pub(crate) fn has(&mut self, field: &'static FieldDescriptor) -> bool {
        if field.since() <= self.version {
            return true;
        }
        if self.side == Side::Request {
            self.refuse(field.name(), Ok(field.since()));
        }
        false
    }

    /// Writes an element.
    pub(crate) fn element(&mut self, name: &str, value: &dyn Encode) {
        self.writer.open(name);
        value.encode(self);
        self.writer.close(name);
    }

    /// Opens a list's element, if the version has it.
    fn open_list(&mut self, field: &'static FieldDescriptor, is_empty: bool) -> bool {
        let later = field.since() > self.version;
        if later && (self.side == Side::Response || !is_empty) {
            return self.has(field);
        }
        self.writer.open(field.name());
        true
    }
}

/// Writes the fields of an element. Each call writes the next field of the descriptors.
#[derive(Debug)]
pub struct FieldsWriter<'e, 'w, 'b> {
    writer: &'e mut ElementWriter<'w, 'b>,
    fields: core::slice::Iter<'static, FieldDescriptor>,
}

impl FieldsWriter<'_, '_, '_> {
    /// Writes a field that occurs exactly once.
    pub fn value(&mut self, value: &dyn Encode) -> &mut Self {
        if let Some(field) = self.fields.next()
            && self.writer.has(field)
        {
            self.writer.element(field.name(), value);
        }
        self
    }

    /// Writes a field that may be absent.
    pub fn optional<T: Encode>(&mut self, value: &Option<T>) -> &mut Self {
        match value {
            Some(value) if !value.is_empty_text() => self.value(value),
            _ => self.absent(),
        }
    }

    /// Leaves the next field out.
    pub fn absent(&mut self) -> &mut Self {
        self.fields.next();
        self
    }

    /// Writes a list of any number of items.
    pub fn list<'a, T: Decode<'a> + Encode + Copy>(&mut self, list: &List<'a, T>) -> &mut Self {
        self.wrapped(list.is_empty(), |writer, item_name| list.encode_items(writer, item_name))
    }

    /// Writes a list of one or more items.
    pub fn bounded_list<'a, T: Decode<'a> + Encode + Copy, const MAX: usize>(
        &mut self,
        list: &BoundedList<'a, T, MAX>,
    ) -> &mut Self {
        self.list(list.as_list())
    }

    /// Writes a list of these items.
    #[cfg(feature = "alloc")]
    pub(crate) fn items<T: Encode>(&mut self, items: &[T]) -> &mut Self {
        self.wrapped(items.is_empty(), |writer, item_name| {
            for item in items {
                writer.element(item_name, item);
            }
        })
    }

    fn wrapped(
        &mut self,
        is_empty: bool,
        encode_items: impl FnOnce(&mut ElementWriter<'_, '_>, &'static str),
    ) -> &mut Self {
        if let Some(field) = self.fields.next()
            && self.writer.open_list(field, is_empty)
        {
            encode_items(self.writer, field.value_name());
            self.writer.writer.close(field.name());
        }
        self
    }

    /// Writes one arm of a choice: that of this place among the arms, which are the last fields.
    pub fn arm(&mut self, place: usize, value: &dyn Encode) -> &mut Self {
        let arm = self.fields.nth(place);
        self.fields = [].iter();
        if let Some(field) = arm {
            self.writer.element(field.name(), value);
        }
        self
    }
}
