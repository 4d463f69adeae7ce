//! Lists that own their items.

use alloc::vec::Vec;
use core::fmt;
use core::ops::Deref;

use crate::error::{InvalidValue, Rule};

/// A list of a message: a vector of any length.
pub type List<T> = Vec<T>;

/// A list of one to `MAX` items.
#[derive(Clone, PartialEq, Eq)]
pub struct BoundedList<T, const MAX: usize = { usize::MAX }>(Vec<T>);

impl<T, const MAX: usize> BoundedList<T, MAX> {
    /// The list of these items.
    ///
    /// # Errors
    /// [`InvalidValue`] if there are none, or too many.
    pub fn new(items: Vec<T>) -> Result<Self, InvalidValue> {
        if items.is_empty() || items.len() > MAX {
            return Err(InvalidValue::new(Rule::Items));
        }
        Ok(Self(items))
    }

    /// The items.
    #[must_use]
    pub fn into_vec(self) -> Vec<T> {
        self.0
    }
}

impl<T, const MAX: usize> fmt::Debug for BoundedList<T, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BoundedList({} items)", self.0.len())
    }
}

impl<T, const MAX: usize> Deref for BoundedList<T, MAX> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T, const MAX: usize> TryFrom<Vec<T>> for BoundedList<T, MAX> {
    type Error = InvalidValue;

    fn try_from(items: Vec<T>) -> Result<Self, InvalidValue> {
        Self::new(items)
    }
}

impl<T, const MAX: usize> IntoIterator for BoundedList<T, MAX> {
    type Item = T;
    type IntoIter = alloc::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'m, T, const MAX: usize> IntoIterator for &'m BoundedList<T, MAX> {
    type Item = &'m T;
    type IntoIter = core::slice::Iter<'m, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
