//! Lists, read lazily: an item is looked at when it is asked for, and never copied.

use core::fmt;
use core::marker::PhantomData;

use super::field::{
    Context, DecodeError, DecodeErrorKind, Field, Kind, Occurs, Out, Problem, ProblemKind, Side, bare,
};
use super::value::{Member, Value};
use crate::error::InvalidValue;
use crate::profile::Version;
use crate::xml::{Cursor, Node, Writer, judge_items};

/// A list of a message: items to be written, or items of a message to be read one at a time.
///
/// Items of a message are checked when they are asked for, in their form too, so each is a `Result`.
#[derive(Clone, Copy)]
pub struct List<'a, T> {
    source: Source<'a, T>,
}

#[derive(Clone, Copy)]
enum Source<'a, T> {
    Items(&'a [T]),
    Message {
        content: &'a str,
        strict: bool,
        item: &'static str,
        context: Context,
        marker: PhantomData<fn() -> T>,
    },
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
    pub const EMPTY: Self = Self { source: Source::Items(&[]) };

    /// Items to be written.
    #[must_use]
    pub const fn new(items: &'a [T]) -> Self {
        Self { source: Source::Items(items) }
    }
}

impl<'a, T: Value<'a> + Copy> List<'a, T> {
    /// The items, one at a time.
    #[must_use]
    pub fn iter(&self) -> Items<'a, T> {
        match self.source {
            Source::Items(items) => Items { items: items.iter(), cursor: None },
            Source::Message { content, strict, item, context, .. } => {
                let cursor = if strict { Cursor::items(content) } else { Cursor::judged(content, None) };
                Items { items: [].iter(), cursor: Some((cursor, item, context)) }
            }
        }
    }

    /// Whether there is no item at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
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

/// The items of a [`List`]. After an item that cannot be read it goes on with the next.
#[derive(Clone)]
pub struct Items<'a, T> {
    items: core::slice::Iter<'a, T>,
    cursor: Option<(Cursor<'a>, &'static str, Context)>,
}

impl<T> fmt::Debug for Items<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items(redacted)")
    }
}

/// The next item of a list in a message.
pub(crate) fn next_item<'a, T: Value<'a>>(
    cursor: &mut Cursor<'a>,
    item: &'static str,
    context: Context,
) -> Option<Result<T, Problem<'a>>> {
    if cursor.is_strict() {
        if cursor.is_done() {
            return None;
        }
        let mut walk = cursor.clone();
        if walk.enter(item) {
            let value = T::read(&mut walk, item, context);
            if !walk.is_unusual() {
                *cursor = walk;
                return Some(value);
            }
        }
        return unusual_item(cursor, item, context);
    }
    loop {
        if !cursor.enter(item) {
            match cursor.node() {
                Node::End => return None,
                Node::Text => return Some(Err(Problem::invalid(item))),
                Node::Child { local, at } if local != bare(item) || cursor.is_foreign(at) => {
                    cursor.skip();
                    if context.side == Side::Request {
                        return Some(Err(Problem::new(ProblemKind::Unknown, local)));
                    }
                    continue;
                }
                Node::Child { .. } => {}
            }
        }
        let empty = context.side == Side::Request && cursor.is_empty();
        let value = T::read(cursor, item, context);
        return Some(if empty { Err(Problem::new(ProblemKind::Missing, bare(item))) } else { value });
    }
}

/// The next item of a list that was found by the strict walk, where it is not what the strict walk takes: the rest of
/// the list is judged, and walked as judged.
fn unusual_item<'a, T: Value<'a>>(
    cursor: &mut Cursor<'a>,
    item: &'static str,
    context: Context,
) -> Option<Result<T, Problem<'a>>> {
    let rest = cursor.source().get(cursor.position()..).unwrap_or_default();
    let judged = judge_items(rest, context.names);
    // After this the walk is a judged one, of nothing if the rest is malformed.
    *cursor = Cursor::judged(if judged.is_ok() { rest } else { "" }, None);
    match judged {
        Ok(()) => next_item(cursor, item, context),
        Err(_) => Some(Err(Problem::invalid(item))),
    }
}
impl<'a, T: Value<'a> + Copy> Iterator for Items<'a, T> {
    type Item = Result<T, DecodeError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let Some((cursor, item, context)) = &mut self.cursor else {
            return self.items.next().copied().map(Ok);
        };
        let read = next_item::<T>(cursor, item, *context)?;
        Some(read.map_err(|problem| match T::KIND {
            Kind::Struct(fields) => DecodeError::of(problem, fields),
            _ => DecodeError { kind: DecodeErrorKind::Invalid, field: Some(bare(item)) },
        }))
    }
}

impl<'a, T: Value<'a> + Copy> Member<'a> for List<'a, T> {
    const OCCURS: Occurs = Occurs::List;
    const HOLDS: Kind = T::KIND;

    fn read_into(
        cursor: &mut Cursor<'a>,
        field: &'static Field,
        context: Context,
        place: &mut Option<Self>,
    ) -> Result<(), Problem<'a>> {
        let item = field.item.unwrap_or_default();
        if context.side == Side::Request {
            // A request has to be right as a whole before anything of it is done.
            let mut walk = cursor.clone();
            while let Some(read) = next_item::<T>(&mut walk, item, context) {
                if let Err(problem) = read {
                    cursor.skip();
                    return Err(problem);
                }
            }
        }
        let strict = cursor.is_strict();
        let inside = cursor.content(field.tag);
        *place = Some(Self {
            source: Source::Message { content: inside, strict, item, context, marker: PhantomData },
        });
        Ok(())
    }

    fn absent() -> Option<Self> {
        Some(Self::EMPTY)
    }

    fn put(&self, writer: &mut Writer<'_>, field: &'static Field, out: &mut Out) {
        let later = field.since > out.version;
        if later && (out.side == Side::Response || !self.is_empty()) {
            let _ = out.has(field);
            return;
        }
        let item = field.item.unwrap_or_default();
        writer.open(field.tag);
        // What is read from one message into another has to be whole; what cannot be read is left out.
        for value in self.iter().flatten() {
            writer.open(item);
            value.write(writer, out);
            writer.close(item);
        }
        writer.close(field.tag);
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
            return Err(InvalidValue { rule: "at least one item, and not more than allowed" });
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

    fn read_into(
        cursor: &mut Cursor<'a>,
        field: &'static Field,
        context: Context,
        place: &mut Option<Self>,
    ) -> Result<(), Problem<'a>> {
        let mut list = None;
        List::<T>::read_into(cursor, field, context, &mut list)?;
        let list = list.unwrap_or_default();
        // Counting looks at every item, so it is done only where the other side is not to be trusted to have done it.
        let few = match context.side {
            Side::Request => list.iter().count() <= MAX,
            Side::Response => true,
        };
        if list.is_empty() {
            return Err(Problem::new(ProblemKind::Missing, field.name()));
        }
        if !few {
            return Err(Problem::invalid(field.tag));
        }
        *place = Some(Self(list));
        Ok(())
    }

    fn absent() -> Option<Self> {
        None
    }

    fn put(&self, writer: &mut Writer<'_>, field: &'static Field, out: &mut Out) {
        self.0.put(writer, field, out);
    }
}

/// The oldest version, for reading what is outside a session.
pub(crate) const OLDEST: Version = Version::V1_0;
