//! What went wrong, without any byte of the message: names are those of operations.md, positions are numbers.

use core::fmt;

use emis_core::error::ErrorCode;
use emis_core::messages::{FieldDescriptor, FieldType};
use serde_path_to_error::Segment;

use crate::plain::Element;

/// A Body that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// What is wrong.
    pub kind: ReadErrorKind,
    /// The element at which it was found, if operations.md has it.
    pub field: Option<&'static str>,
    /// Line and column, counted from 1, where they are known.
    pub place: Option<(u64, u64)>,
}

/// What is wrong with a Body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// It is not well-formed XML.
    Malformed,
    /// It has what the profile leaves out of XML: declarations, comments, CDATA sections, processing instructions,
    /// or anything around its one element.
    NotAllowed,
    /// Its element is another.
    UnexpectedElement,
    /// There is an element of another namespace, or of none.
    Foreign,
    /// A request has an element that is not known.
    Unknown,
    /// There is text between elements, or an element in a value.
    Content,
    /// A field stands twice.
    Twice,
    /// A mandatory field is missing, or empty in a request.
    Missing,
    /// A field does not hold what its type allows.
    Invalid,
}

impl ReadError {
    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self.kind {
            ReadErrorKind::Malformed => ErrorCode::SerdeMalformed,
            ReadErrorKind::NotAllowed => ErrorCode::SerdeNotAllowed,
            ReadErrorKind::UnexpectedElement => ErrorCode::SerdeUnexpectedElement,
            ReadErrorKind::Foreign => ErrorCode::SerdeForeign,
            ReadErrorKind::Unknown => ErrorCode::SerdeUnknown,
            ReadErrorKind::Content => ErrorCode::SerdeContent,
            ReadErrorKind::Twice => ErrorCode::SerdeTwice,
            ReadErrorKind::Missing => ErrorCode::SerdeMissing,
            ReadErrorKind::Invalid => ErrorCode::SerdeInvalid,
        }
    }

    pub(crate) fn of_value(
        error: &serde_path_to_error::Error<serde_xml_rs::Error>,
        expected: Element,
    ) -> Self {
        // The innermost element of the path that the table knows. The path's own text may be the message's.
        let mut names = error.path().iter().filter_map(|segment| match segment {
            Segment::Map { key } => find_name(expected.fields, key),
            _ => None,
        });
        Self { kind: ReadErrorKind::Invalid, field: names.next_back(), place: None }
    }
}

/// The table's own text for a name.
fn find_name(fields: &'static [FieldDescriptor], name: &str) -> Option<&'static str> {
    fields.iter().find_map(|field| {
        let known = [Some(field.name()), field.item_name()];
        known.into_iter().flatten().find(|known| *known == name).or_else(|| match field.holds() {
            FieldType::Element(inner) => find_name(inner, name),
            _ => None,
        })
    })
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            ReadErrorKind::Malformed => "the Body is not well-formed XML",
            ReadErrorKind::NotAllowed => "the Body has what the profile leaves out of XML",
            ReadErrorKind::UnexpectedElement => "the Body is another element",
            ReadErrorKind::Foreign => "an element is of another namespace",
            ReadErrorKind::Unknown => "a request's element is not known",
            ReadErrorKind::Content => "there is text between elements, or an element in a value",
            ReadErrorKind::Twice => "a field stands twice",
            ReadErrorKind::Missing => "a field is missing",
            ReadErrorKind::Invalid => "a field is not valid",
        })?;
        if let Some(field) = self.field {
            write!(f, " ({field})")?;
        }
        match self.place {
            Some((line, column)) => write!(f, " at line {line}, column {column}"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for ReadError {}

/// A message that `serde-xml-rs` cannot write; no such message is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriteError;

impl WriteError {
    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        ErrorCode::SerdeUnwritable
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("serde-xml-rs cannot write the message")
    }
}

impl core::error::Error for WriteError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn travels<T: core::error::Error + Send + Sync + Clone + 'static>() {}

    #[test]
    fn every_error_travels_and_has_its_number() {
        travels::<ReadError>();
        travels::<WriteError>();
        let kinds = [
            ReadErrorKind::Malformed,
            ReadErrorKind::NotAllowed,
            ReadErrorKind::UnexpectedElement,
            ReadErrorKind::Foreign,
            ReadErrorKind::Unknown,
            ReadErrorKind::Content,
            ReadErrorKind::Twice,
            ReadErrorKind::Missing,
            ReadErrorKind::Invalid,
        ];
        let mut codes = kinds.map(|kind| ReadError { kind, field: None, place: None }.code()).to_vec();
        codes.push(WriteError.code());
        let of_block: Vec<ErrorCode> =
            ErrorCode::ALL.iter().copied().filter(|code| code.number() / 100 == 7).collect();
        assert_eq!(codes, of_block);
    }
}
