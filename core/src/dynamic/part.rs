//! The pieces of a response that is read while it comes in.

use core::fmt;

use super::node::Node;
use crate::codec::{ElementReader, FieldDescriptor, Invalid};
use crate::messages::Parts;

/// What a streaming reply gives out of a response.
///
/// It may be patient data, so `Debug` shows nothing of it.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Part<'p> {
    /// An item of a list.
    Item {
        /// The local name of the list's element.
        list: &'static str,
        /// The item.
        item: Node<'p>,
    },
    /// The next bytes of the response's base64 content, decoded.
    Content(&'p [u8]),
}

impl fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Part(redacted)")
    }
}

impl<'p> Parts<'p> for Part<'p> {
    fn item(
        _: usize,
        field: &'static FieldDescriptor,
        reader: &mut ElementReader<'p>,
    ) -> Option<Result<Self, Invalid>> {
        let item = Node::read(reader, field.holds());
        Some(item.map(|item| Self::Item { list: field.name(), item }))
    }

    fn content(bytes: &'p [u8]) -> Option<Self> {
        Some(Self::Content(bytes))
    }
}
