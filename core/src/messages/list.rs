//! Lists, read lazily: an item is looked at when it is asked for, and never copied.

use core::fmt;

use super::field::{Kind, Occurs};
use super::items::{Content, Items, next_item, take_many};
use super::problem::DecodeError;
use super::row::Row;
use super::value::{Member, Put, Value, begin_list, put_item};
use super::walk::{Input, Out, Read, Record};
use crate::error::{InvalidValue, Rule};
use crate::profile::Version;

/// A list of a message: items to be written, or items of a message to be read one at a time.
///
/// Items of a message are checked when they are asked for, in their form too, so each is a `Result`.
#[derive(Clone, Copy)]
pub struct List<'a, T> {
    items: &'a [T],
    /// In a message; then there are no other items.
    message: Option<Content<'a>>,
}

/// What a list's items are.
pub trait Listed {
    /// The type of an item.
    type Item;
}

impl<T> Listed for List<'_, T> {
    type Item = T;
}

impl<'a, T> List<'a, T> {
    /// No items.
    pub const EMPTY: Self = Self::new(&[]);

    /// Items to be written.
    #[must_use]
    pub const fn new(items: &'a [T]) -> Self {
        Self { items, message: None }
    }
}

impl<'a, T: Value<'a> + Copy> List<'a, T> {
    /// The items, one at a time.
    #[must_use]
    pub fn iter(&self) -> Items<'a, T> {
        Items { items: self.items.iter(), message: self.message.as_ref().map(Content::walk) }
    }

    /// Whether there is no item at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.message.as_ref().is_none_or(Content::is_empty)
    }

    /// Lends one item after another, all read in the same place: a loop over [`List::iter`] moves each out of where it
    /// was read, which takes more code and stack on a device.
    ///
    /// # Errors
    /// [`DecodeError`] of the first item that cannot be read. Those behind it are not looked at.
    pub fn each(&self, mut see: impl FnMut(&T)) -> Result<(), DecodeError> {
        for item in self.items {
            see(item);
        }
        let Some(content) = &self.message else { return Ok(()) };
        let mut walk = content.walk();
        loop {
            let mut item = T::blank();
            if !walk.next(&mut item) {
                return walk.end();
            }
            see(&item);
        }
    }
}

impl<'a, T: Value<'a> + Copy> IntoIterator for List<'a, T> {
    type Item = Result<T, DecodeError>;
    type IntoIter = Items<'a, T>;

    fn into_iter(self) -> Items<'a, T> {
        self.iter()
    }
}

impl<'a, T: Value<'a> + Copy> IntoIterator for &List<'a, T> {
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

impl<'a, T: Value<'a> + Copy> Member<'a> for List<'a, T> {
    const OCCURS: Occurs = Occurs::List;
    const HOLDS: Kind = T::KIND;

    #[inline]
    fn absent() -> Self {
        Self::EMPTY
    }
}

impl<'a, T: Value<'a> + Copy> Record<'a> for List<'a, T> {
    // It says nothing of the items: a request's lists are all `Many`, which `operation!` sees to.
    #[inline(never)]
    fn read(&mut self, input: &mut Input<'a>) -> Read {
        take_list(&mut self.message, input);
        Ok(())
    }

    #[cfg(feature = "strict-walk")]
    fn clear(&mut self) {
        *self = Self::absent();
    }
}

#[inline(never)]
fn take_list<'a>(message: &mut Option<Content<'a>>, input: &mut Input<'a>) {
    *message = Some(Content::take(input));
}

impl<'a, T: Value<'a> + Copy> Put for List<'a, T> {
    fn put(&self, out: &mut Out<'_, '_>, row: &'static Row) {
        if !begin_list(out, row, self.is_empty()) {
            return;
        }
        for item in self.items {
            put_item(out, row, item);
        }
        if let Some(content) = &self.message {
            let mut walk = content.walk();
            let mut item = T::blank();
            while let Some(read) = next_item(&mut walk.input, content.row, &mut item) {
                // What is read from one message into another has to be whole; what cannot be read is left out.
                if read.is_ok() {
                    put_item(out, row, &item);
                }
                item = T::blank();
            }
        }
        out.close(row);
    }
}

/// A list that has at least one item and at most `MAX`.
#[derive(Clone, Copy, Debug)]
pub struct Many<'a, T, const MAX: usize = { usize::MAX }>(List<'a, T>);

impl<'a, T, const MAX: usize> Many<'a, T, MAX> {
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
}

impl<'a, T: Value<'a> + Copy, const MAX: usize> Many<'a, T, MAX> {
    /// The items, one at a time.
    #[must_use]
    pub fn iter(&self) -> Items<'a, T> {
        self.0.iter()
    }

    /// Lends one item after another: see [`List::each`].
    ///
    /// # Errors
    /// [`DecodeError`] of the first item that cannot be read.
    pub fn each(&self, see: impl FnMut(&T)) -> Result<(), DecodeError> {
        self.0.each(see)
    }
}

impl<'a, T: Value<'a> + Copy, const MAX: usize> IntoIterator for &Many<'a, T, MAX> {
    type Item = Result<T, DecodeError>;
    type IntoIter = Items<'a, T>;

    fn into_iter(self) -> Items<'a, T> {
        self.iter()
    }
}

impl<'a, T: Value<'a> + Copy, const MAX: usize> Member<'a> for Many<'a, T, MAX> {
    const OCCURS: Occurs = Occurs::Many(MAX);
    const HOLDS: Kind = T::KIND;

    #[inline]
    fn absent() -> Self {
        Self(List::EMPTY)
    }
}

impl<'a, T: Value<'a> + Copy, const MAX: usize> Record<'a> for Many<'a, T, MAX> {
    #[inline(never)]
    fn read(&mut self, input: &mut Input<'a>) -> Read {
        take_many(&mut self.0.message, input, &mut T::blank())
    }

    #[cfg(feature = "strict-walk")]
    fn clear(&mut self) {
        *self = Self::absent();
    }
}

impl<'a, T: Value<'a> + Copy, const MAX: usize> Put for Many<'a, T, MAX> {
    fn put(&self, out: &mut Out<'_, '_>, row: &'static Row) {
        self.0.put(out, row);
    }
}

/// The oldest version, for reading what is outside a session.
pub(crate) const OLDEST: Version = Version::V1_0;
