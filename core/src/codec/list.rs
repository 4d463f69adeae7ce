//! Lists, read lazily: an item is read when it is asked for, and never copied.

use core::fmt;

use super::decode::Decode;
use super::encode::{ElementWriter, Encode};
use super::items::{Items, ListContent};
use super::problem::DecodeError;
use crate::error::{InvalidValue, Rule};

/// A list of a message: items to be written, or items of a message to be read one at a time.
///
/// Items of a message are checked when they are asked for, so each is a `Result`.
#[derive(Clone, Copy)]
pub struct List<'a, T> {
    items: &'a [T],
    /// In a message; then there are no other items.
    message: Option<ListContent<'a>>,
}

impl<'a, T> List<'a, T> {
    /// No items.
    pub const EMPTY: Self = Self::new(&[]);

    /// Items to be written.
    #[must_use]
    pub const fn new(items: &'a [T]) -> Self {
        Self { items, message: None }
    }

    pub(super) const fn of_message(content: ListContent<'a>) -> Self {
        Self { items: &[], message: Some(content) }
    }

    /// Whether there is no item at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.message.as_ref().is_none_or(ListContent::is_empty)
    }
}

impl<'a, T: Decode<'a> + Copy> List<'a, T> {
    /// The items, one at a time.
    #[must_use]
    pub fn iter(&self) -> Items<'a, T> {
        Items { items: self.items.iter(), message: self.message.as_ref().map(ListContent::items) }
    }
}

impl<'a, T: Decode<'a> + Encode + Copy> List<'a, T> {
    /// Writes each item. What is copied from one message into another has to be whole; an item that cannot be read is left
    /// out.
    pub(super) fn encode_items(&self, writer: &mut ElementWriter<'_, '_>, item_name: &'static str) {
        for item in self.iter().flatten() {
            writer.element(item_name, &item);
        }
    }
}

impl<'a, T: Decode<'a> + Copy> IntoIterator for List<'a, T> {
    type Item = Result<T, DecodeError>;
    type IntoIter = Items<'a, T>;

    fn into_iter(self) -> Items<'a, T> {
        self.iter()
    }
}

impl<'a, T: Decode<'a> + Copy> IntoIterator for &List<'a, T> {
    type Item = Result<T, DecodeError>;
    type IntoIter = Items<'a, T>;

    fn into_iter(self) -> Items<'a, T> {
        self.iter()
    }
}

impl<'a, T> From<&'a [T]> for List<'a, T> {
    fn from(items: &'a [T]) -> Self {
        Self::new(items)
    }
}

impl<T> Default for List<'_, T> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<T> fmt::Debug for List<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("List(redacted)")
    }
}

/// A list of one to `MAX` items.
#[derive(Clone, Copy, Debug)]
pub struct BoundedList<'a, T, const MAX: usize = { usize::MAX }>(List<'a, T>);

impl<'a, T, const MAX: usize> BoundedList<'a, T, MAX> {
    /// Items to be written.
    ///
    /// # Errors
    /// [`InvalidValue`] if there are none, or too many.
    pub const fn new(items: &'a [T]) -> Result<Self, InvalidValue> {
        if items.is_empty() || items.len() > MAX {
            return Err(InvalidValue::new(Rule::Items));
        }
        Ok(Self(List::new(items)))
    }

    pub(super) const fn of_message(content: ListContent<'a>) -> Self {
        Self(List::of_message(content))
    }

    /// The same items as a list of any length.
    pub(super) const fn as_list(&self) -> &List<'a, T> {
        &self.0
    }
}

impl<'a, T: Decode<'a> + Copy, const MAX: usize> BoundedList<'a, T, MAX> {
    /// The items, one at a time.
    #[must_use]
    pub fn iter(&self) -> Items<'a, T> {
        self.0.iter()
    }
}

impl<'a, T: Decode<'a> + Copy, const MAX: usize> IntoIterator for &BoundedList<'a, T, MAX> {
    type Item = Result<T, DecodeError>;
    type IntoIter = Items<'a, T>;

    fn into_iter(self) -> Items<'a, T> {
        self.iter()
    }
}
