//! The pieces of a response that is read while it comes in.

use core::fmt;

use super::node::{Element, Node};
use crate::messages::{Parts, Record, Row};

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
    /// The next octets of the response's base64 content, decoded.
    Content(&'p [u8]),
}

impl fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Part(redacted)")
    }
}

impl<'p> Parts<'p> for Part<'p> {
    fn blank(_: usize, row: &'static Row) -> Option<Self> {
        Some(Self::Item { list: row.name(), item: Node::Element(Element::NONE) })
    }

    fn record(&mut self) -> Option<&mut (dyn Record<'p> + '_)> {
        match self {
            Self::Item { item, .. } => Some(item),
            Self::Content(_) => None,
        }
    }

    fn content(octets: &'p [u8]) -> Option<Self> {
        Some(Self::Content(octets))
    }
}
