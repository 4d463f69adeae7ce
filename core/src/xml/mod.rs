//! The XML of protocol.md section 5: a bounded, namespace-aware, linear-time reader and a writer into a slice.
//!
//! It knows no message and no key. A [`Validated`] has been checked, every byte of it, and may be walked freely; a fast
//! walk checks as it goes and takes only what our own senders write. See `cursor` for how the two go together.

pub(crate) mod chars;
pub(crate) mod cursor;
mod name;
mod plain;
pub(crate) mod reader;
pub(crate) mod scan;
pub(crate) mod scope;
#[cfg(test)]
mod second_opinion;
pub(crate) mod unescape;
pub(crate) mod validate;
pub(crate) mod writer;

pub use reader::{Namespaces, XmlError, XmlErrorKind};
pub use validate::Validated;

pub(crate) use cursor::{Cursor, Node};
pub(crate) use name::local_name;
pub(crate) use scope::Ns;
pub(crate) use writer::Writer;

/// How deep elements may nest, the Envelope counted as 1 (protocol.md section 5).
pub const DEPTH_LIMIT: usize = 32;
/// The depth of the Body, of which the Envelope is the first.
const BODY_DEPTH: usize = 2;
/// The length of a qualified name, in bytes.
pub const NAME_LIMIT: usize = 128;
/// How many attributes an element may have beside its namespace declarations.
pub const ATTRIBUTE_LIMIT: usize = 16;
/// How many namespace declarations may be in scope at one place.
pub const NAMESPACE_LIMIT: usize = 16;
