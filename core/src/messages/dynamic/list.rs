//! Lists of a response, whose items are looked at when they are asked for.

use core::fmt;

use super::node::{Element, Node};
use crate::messages::DecodeError;
use crate::messages::items::{Content, Walk};

/// A list of a response.
///
/// Its items are checked when they are asked for, so each is a `Result`.
#[derive(Clone, Copy, Default)]
pub struct List<'a>(Option<Content<'a>>);

impl<'a> List<'a> {
    pub(super) fn new(content: Content<'a>) -> Self {
        Self(Some(content))
    }

    /// The items, one at a time.
    #[must_use]
    pub fn iter(&self) -> ListItems<'a> {
        ListItems(self.0.as_ref().map(Content::walk))
    }

    /// Whether there is no item at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(Content::is_empty)
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
pub struct ListItems<'a>(Option<Walk<'a>>);

impl<'a> Iterator for ListItems<'a> {
    type Item = Result<Node<'a>, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        let walk = self.0.as_mut()?;
        let mut item = Node::Element(Element::NONE);
        if walk.next(&mut item) {
            return Some(Ok(item));
        }
        walk.end().err().map(Err)
    }
}

impl fmt::Debug for ListItems<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ListItems(redacted)")
    }
}
