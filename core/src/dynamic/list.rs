//! Lists of a response, whose items are looked at when they are asked for.

use core::fmt;

use super::node::Node;
use crate::codec::{DecodeError, FieldType, ItemsReader, ListContent};

/// A list of a response.
///
/// Its items are checked when they are asked for, so each is a `Result`.
#[derive(Clone, Copy, Default)]
pub struct List<'a>(Option<(ListContent<'a>, FieldType)>);

impl<'a> List<'a> {
    pub(super) fn new(content: ListContent<'a>, holds: FieldType) -> Self {
        Self(Some((content, holds)))
    }

    /// The items, one at a time.
    #[must_use]
    pub fn iter(&self) -> ListItems<'a> {
        ListItems(self.0.as_ref().map(|(content, holds)| (content.items(), *holds)))
    }

    /// Whether there is no item at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(|(content, _)| content.is_empty())
    }
}

impl<'a> IntoIterator for List<'a> {
    type Item = Result<Node<'a>, DecodeError>;
    type IntoIter = ListItems<'a>;

    fn into_iter(self) -> ListItems<'a> {
        self.iter()
    }
}

impl<'a> IntoIterator for &List<'a> {
    type Item = Result<Node<'a>, DecodeError>;
    type IntoIter = ListItems<'a>;

    fn into_iter(self) -> ListItems<'a> {
        self.iter()
    }
}

impl fmt::Debug for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("List(redacted)")
    }
}

/// The items of a [`List`]. After an item that cannot be read it goes on with the next.
#[derive(Clone)]
pub struct ListItems<'a>(Option<(ItemsReader<'a>, FieldType)>);

impl<'a> Iterator for ListItems<'a> {
    type Item = Result<Node<'a>, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (items, holds) = self.0.as_mut()?;
        let item = items.next_with(|reader| Node::read(reader, *holds))?;
        Some(item.map_err(|_| items.error()))
    }
}

impl fmt::Debug for ListItems<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ListItems(redacted)")
    }
}
