//! How any message is read and written: the traits [`Encode`] and [`Decode`], descriptors of fields, and the one walk over
//! an element's fields that all messages share.
//!
//! It knows values, lists and elements with fields, and no operation: those are data, in
//! [`messages`](crate::messages), generated from the catalogue.
//!
//! ```text
//! Decode::decode(reader)             Encode::encode(writer)
//!      │                                  │
//!  FieldsReader  any order, duplicates,   FieldsWriter  the order of the descriptors,
//!      │         versions, unknown            │         versions
//!  ElementReader one element              ElementWriter one element
//!      │                                  │
//!    xml::Cursor                        xml::Writer
//! ```

mod body;
mod decode;
mod descriptor;
mod encode;
mod exact;
mod fields;
mod items;
mod list;
mod operation;
mod problem;
mod values;
mod words;

pub use decode::{Context, Decode, ElementReader, Invalid, Side};
pub use descriptor::{FieldDescriptor, FieldType, Occurs};
pub use encode::{ElementWriter, Encode, FieldsWriter};
pub use fields::{FieldsReader, required};
pub use items::Items;
pub use list::{BoundedList, List};
pub use operation::{
    Allowed, Effect, EndsSession, NotInVersion, OperationDescriptor, Requirement, Service, SessionKind,
};
pub use problem::{DecodeError, DecodeErrorKind, FieldsErrorKind, Problem, ProblemKind};
pub use values::FromValue;
pub use words::find_word;

pub(crate) use body::{
    decode_item, decode_request, decode_response, decode_validated, encode_message, enter, write_element,
};
pub(crate) use decode::{resolve, with_resolved};
pub(crate) use encode::Refused;
pub(crate) use exact::{EXACT_LIMIT, Exact, exact_number};
pub(crate) use items::{ItemsReader, ListContent, count_items};
pub(crate) use words::WordRead;
