//! Lists that own their items.

use alloc::vec::Vec;
use core::fmt;
use core::ops::Deref;

use crate::error::InvalidValue;
use crate::messages::field::{Context, Field, Kind, Occurs, Out, Problem, ProblemKind, Side};
use crate::messages::next_item;
use crate::messages::value::{Member, Value};
use crate::xml::{Cursor, Writer};

/// A list of a message: a vector of any length.
pub type List<T> = Vec<T>;

impl<'a, T: Value<'a>> Member<'a> for Vec<T> {
    const OCCURS: Occurs = Occurs::List;
    const HOLDS: Kind = T::KIND;

    fn read_into(
        cursor: &mut Cursor<'a>,
        field: &'static Field,
        context: Context,
        place: &mut Option<Self>,
    ) -> Result<(), Problem<'a>> {
        let item = field.item.unwrap_or_default();
        // A request is walked where it stands, so that what is not ours is seen; a response was looked at for that.
        let before = cursor.clone();
        let content = cursor.content(field.tag);
        let mut walk = match context.side {
            Side::Request => before,
            Side::Response if before.is_strict() => Cursor::items(content),
            Side::Response => Cursor::judged(content, None),
        };
        let mut items = Self::new();
        while let Some(read) = next_item::<T>(&mut walk, item, context) {
            items.push(read?);
        }
        *place = Some(items);
        Ok(())
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn put(&self, writer: &mut Writer<'_>, field: &'static Field, out: &mut Out) {
        let later = field.since > out.version;
        if later && (out.side == Side::Response || !self.is_empty()) {
            let _ = out.has(field);
            return;
        }
        let item = field.item.unwrap_or_default();
        writer.open(field.tag);
        for value in self {
            writer.open(item);
            value.write(writer, out);
            writer.close(item);
        }
        writer.close(field.tag);
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
            return Err(InvalidValue { rule: "at least one item, and not more than allowed" });
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

    fn read_into(
        cursor: &mut Cursor<'a>,
        field: &'static Field,
        context: Context,
        place: &mut Option<Self>,
    ) -> Result<(), Problem<'a>> {
        let mut items = None;
        Vec::<T>::read_into(cursor, field, context, &mut items)?;
        let items = items.unwrap_or_default();
        if items.is_empty() {
            return Err(Problem::new(ProblemKind::Missing, field.name()));
        }
        *place = Some(Self::new(items).map_err(|_| Problem::invalid(field.tag))?);
        Ok(())
    }

    fn absent() -> Option<Self> {
        None
    }

    fn put(&self, writer: &mut Writer<'_>, field: &'static Field, out: &mut Out) {
        self.0.put(writer, field, out);
    }
}
