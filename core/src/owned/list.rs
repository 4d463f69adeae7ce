//! Lists that own their items.

use alloc::vec::Vec;
use core::fmt;
use core::ops::Deref;

use crate::error::{InvalidValue, Rule};
use crate::messages::Row;
use crate::messages::field::{Kind, Occurs, Side};
use crate::messages::problem::{Problem, ProblemKind};
use crate::messages::value::{Content, Member, Put, Value, begin_list, put_item};
use crate::messages::walk::{Input, Out, Read, Record};
use crate::messages::{items_of, next_item};

/// A list of a message: a vector of any length.
pub type List<T> = Vec<T>;

impl<'a, T: Value<'a>> Member<'a> for Vec<T> {
    const OCCURS: Occurs = Occurs::List;
    const HOLDS: Kind = T::KIND;

    fn absent() -> Self {
        Self::new()
    }
}

impl<'a, T: Value<'a>> Record<'a> for Vec<T> {
    fn read(&mut self, input: &mut Input<'a>) -> Read {
        // A request is walked where it stands, so that what is not ours is seen; a response was looked at for that.
        let row = input.row;
        let before = input.clone();
        let items = items_of(input);
        let mut walk = if input.context.side == Side::Request { before } else { items };
        loop {
            let mut item = T::blank();
            match next_item(&mut walk, row, &mut item) {
                Some(Ok(())) => {}
                Some(Err(_)) => return Err(input.fail(walk.problem())),
                None => return Ok(()),
            }
            self.push(item);
        }
    }

    #[cfg(feature = "strict-walk")]
    fn clear(&mut self) {
        *self = Self::new();
    }
}

impl<T: Content> Put for Vec<T> {
    fn put(&self, out: &mut Out<'_, '_>, row: &'static Row) {
        if !begin_list(out, row, self.is_empty()) {
            return;
        }
        for value in self {
            put_item(out, row, value);
        }
        out.close(row);
    }
}

/// A list that has at least one item and at most `MAX`.
#[derive(Clone, PartialEq, Eq)]
pub struct Many<T, const MAX: usize = { usize::MAX }>(Vec<T>);

impl<T, const MAX: usize> Many<T, MAX> {
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

impl<T, const MAX: usize> fmt::Debug for Many<T, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Many({} items)", self.0.len())
    }
}

impl<T, const MAX: usize> Deref for Many<T, MAX> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T, const MAX: usize> TryFrom<Vec<T>> for Many<T, MAX> {
    type Error = InvalidValue;

    fn try_from(items: Vec<T>) -> Result<Self, InvalidValue> {
        Self::new(items)
    }
}

impl<T, const MAX: usize> IntoIterator for Many<T, MAX> {
    type Item = T;
    type IntoIter = alloc::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'m, T, const MAX: usize> IntoIterator for &'m Many<T, MAX> {
    type Item = &'m T;
    type IntoIter = core::slice::Iter<'m, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<'a, T: Value<'a>, const MAX: usize> Member<'a> for Many<T, MAX> {
    const OCCURS: Occurs = Occurs::Many(MAX);
    const HOLDS: Kind = T::KIND;

    fn absent() -> Self {
        Self(Vec::new())
    }
}

impl<'a, T: Value<'a>, const MAX: usize> Record<'a> for Many<T, MAX> {
    fn read(&mut self, input: &mut Input<'a>) -> Read {
        let row = input.row;
        self.0.read(input)?;
        if self.0.is_empty() {
            return Err(input.fail(Problem::ours(ProblemKind::Missing, row.name())));
        }
        if self.0.len() > MAX {
            return Err(input.fail(Problem::ours(ProblemKind::Invalid, row.name())));
        }
        Ok(())
    }

    #[cfg(feature = "strict-walk")]
    fn clear(&mut self) {
        *self = Self::absent();
    }
}

impl<T: Content, const MAX: usize> Put for Many<T, MAX> {
    fn put(&self, out: &mut Out<'_, '_>, row: &'static Row) {
        self.0.put(out, row);
    }
}
