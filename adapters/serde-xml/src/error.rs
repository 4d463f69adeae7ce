//! What went wrong, without an octet of the message: names are those of operations.md, places are numbers.

use core::fmt;

use emis_core::messages::{Field, Kind};
use serde_path_to_error::Segment;

use crate::plain::Element;

/// A Body that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// What is wrong.
    pub kind: ReadErrorKind,
    /// The element of operations.md at which it was found, where it is one.
    pub field: Option<&'static str>,
    /// Line and column, counted from 1, where they are known.
    pub place: Option<(u64, u64)>,
}

/// What is wrong with a Body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// It is no well-formed XML.
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
    /// A field that has to be there is not, or is empty in a request.
    Missing,
    /// A field does not hold what its type allows.
    Invalid,
}

impl ReadError {
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
fn find_name(fields: &'static [Field], name: &str) -> Option<&'static str> {
    fields.iter().find_map(|field| {
        let known = [Some(field.name()), field.item_name()];
        known.into_iter().flatten().find(|known| *known == name).or_else(|| match field.kind() {
            Kind::Struct(inner) => find_name(inner, name),
            _ => None,
        })
    })
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            ReadErrorKind::Malformed => "the Body is no well-formed XML",
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

/// A message that `serde-xml-rs` cannot write. There is none that it is known of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriteError;

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("serde-xml-rs cannot write the message")
    }
}

impl core::error::Error for WriteError {}
