//! A request by name: fields in any order.

use core::fmt;

use super::OperationId;
use super::value::{self, is_valid};
use crate::codec::{ElementWriter, Encode, FieldDescriptor, FieldType, FieldsErrorKind, find_word};
use crate::error::ErrorCode;

/// A field of a request, by the local name of its element (operations.md).
///
/// It may hold patient data, so `Debug` shows only the name.
#[derive(Clone, Copy)]
pub struct Field<'v> {
    /// The element's local name.
    pub name: &'v str,
    /// What it holds.
    pub value: FieldValue<'v>,
}

/// What a field or an item of a list holds.
#[derive(Clone, Copy)]
pub enum FieldValue<'v> {
    /// A value, in any form that operations.md lets a receiver read: `42`, `true` or `1`, `2026-11-29`. It is not escaped
    /// here, and it is sent in the form in which a sender has to write it. An empty one is as none.
    Value(&'v str),
    /// Fields of its own.
    Fields(&'v [Field<'v>]),
    /// Items of a list.
    Items(&'v [Self]),
}

impl<'v> Field<'v> {
    /// A field that holds a value.
    #[must_use]
    pub const fn value(name: &'v str, value: &'v str) -> Self {
        Self { name, value: FieldValue::Value(value) }
    }

    /// A field that has fields of its own.
    #[must_use]
    pub const fn fields(name: &'v str, fields: &'v [Self]) -> Self {
        Self { name, value: FieldValue::Fields(fields) }
    }

    /// A list.
    #[must_use]
    pub const fn items(name: &'v str, items: &'v [FieldValue<'v>]) -> Self {
        Self { name, value: FieldValue::Items(items) }
    }
}

impl fmt::Debug for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Field").field("name", &self.name).finish_non_exhaustive()
    }
}

impl fmt::Debug for FieldValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FieldValue(redacted)")
    }
}

/// The fields do not form a valid request: the caller's mistake. Nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldsError {
    /// The element of operations.md: of what is not known, the one around it.
    pub field: &'static str,
    /// What is wrong.
    pub kind: FieldsErrorKind,
}

impl FieldsError {
    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        ErrorCode::InvalidRequest
    }
}

impl fmt::Display for FieldsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            FieldsErrorKind::Missing => write!(f, "the field {} is missing", self.field),
            FieldsErrorKind::Invalid => {
                write!(f, "the field {} does not hold what its type allows", self.field)
            }
            FieldsErrorKind::Unknown => {
                write!(f, "{} was given a field that it does not have, or one field twice", self.field)
            }
        }
    }
}

impl core::error::Error for FieldsError {}

/// A request of any operation.
pub(crate) struct DynamicRequest<'v> {
    operation: OperationId,
    fields: &'v [Field<'v>],
}

impl<'v> DynamicRequest<'v> {
    pub(crate) fn new(operation: OperationId, fields: &'v [Field<'v>]) -> Self {
        Self { operation, fields }
    }
}

impl Encode for DynamicRequest<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        encode_fields(self.fields, self.operation.0.request, self.operation.name(), writer);
    }
}

/// Writes the fields of an element, in the order of the descriptors.
///
/// A request has no choice of arms, and none of its lists may be empty: the catalogue is checked for that.
fn encode_fields(
    fields: &[Field<'_>],
    descriptors: &'static [FieldDescriptor],
    element: &'static str,
    writer: &mut ElementWriter<'_, '_>,
) {
    let mut known = 0usize;
    for descriptor in descriptors {
        let Some(field) = fields.iter().find(|field| field.name == descriptor.name()) else {
            missing(descriptor, writer);
            continue;
        };
        known += 1;
        match field.value {
            FieldValue::Value("") => missing(descriptor, writer),
            value if writer.has(descriptor) => {
                writer.element(descriptor.name(), &Content { value, descriptor });
            }
            _ => {}
        }
    }
    // Each descriptor has taken one of them at most.
    if known != fields.len() {
        writer.refuse(element, Err(FieldsErrorKind::Unknown));
    }
}

/// What a field holds, with its descriptor.
struct Content<'v> {
    value: FieldValue<'v>,
    descriptor: &'static FieldDescriptor,
}

impl Encode for Content<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        let Self { value, descriptor } = *self;
        let items = match (value, descriptor.is_list()) {
            (FieldValue::Items(items), true) => items,
            (_, true) => return invalid(descriptor, writer),
            _ => return Item { value, descriptor }.encode(writer),
        };
        if items.is_empty() {
            missing(descriptor, writer);
        }
        if items.len() > descriptor.most() {
            invalid(descriptor, writer);
        }
        for item in items {
            writer.element(descriptor.value_name(), &Item { value: *item, descriptor });
        }
    }
}

/// What a field that is not a list holds, or an item of a list.
struct Item<'v> {
    value: FieldValue<'v>,
    descriptor: &'static FieldDescriptor,
}

impl Encode for Item<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        match (self.value, self.descriptor.holds()) {
            (FieldValue::Fields(fields), FieldType::Element(descriptors)) => {
                encode_fields(fields, descriptors, self.descriptor.name(), writer);
            }
            // A word is written as the catalogue has it.
            (FieldValue::Value(word), FieldType::Word(words)) => {
                match find_word(words, word).and_then(|place| words.get(place)) {
                    Some(word) => writer.raw(word),
                    None => invalid(self.descriptor, writer),
                }
            }
            (FieldValue::Value(value), holds) if !value.is_empty() && is_valid(holds, value) => {
                value::encode(holds, value, writer);
            }
            _ => invalid(self.descriptor, writer),
        }
    }
}

fn missing(descriptor: &'static FieldDescriptor, writer: &mut ElementWriter<'_, '_>) {
    if !descriptor.is_optional() {
        writer.refuse(descriptor.name(), Err(FieldsErrorKind::Missing));
    }
}

fn invalid(descriptor: &'static FieldDescriptor, writer: &mut ElementWriter<'_, '_>) {
    writer.refuse(descriptor.name(), Err(FieldsErrorKind::Invalid));
}
