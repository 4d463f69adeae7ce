//! Lists, read lazily: an item is looked at when it is asked for, and never copied.

use core::fmt;
use core::marker::PhantomData;

use super::field::{Context, Field, Kind, Occurs, Often, Side};
use super::problem::{DecodeError, DecodeErrorKind, Problem, ProblemKind};
use super::value::{Member, Put, Take, Value, begin_list, put_item};
use super::walk::{Input, Out, Read};
use crate::error::InvalidValue;
use crate::profile::Version;
use crate::xml::{Cursor, Node, judge_items};

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
    Message(Content<'a>, PhantomData<fn() -> T>),
}

/// The content of a list's element in a message.
#[derive(Clone, Copy)]
struct Content<'a> {
    text: &'a str,
    strict: bool,
    field: &'static Field,
    context: Context,
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
        match &self.source {
            Source::Items(items) => Items { items: items.iter(), message: None },
            Source::Message(content, _) => Items { items: [].iter(), message: Some(content.walk()) },
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
    message: Option<(Input<'a>, &'static Field)>,
}

impl<T> fmt::Debug for Items<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items(redacted)")
    }
}

/// Reads the element that the input has entered, anew.
type ReadItem<'r, 'a> = &'r mut dyn FnMut(&mut Input<'a>) -> Read;

impl<'a> Content<'a> {
    /// The content of the element that the input has entered.
    fn take(input: &mut Input<'a>, field: &'static Field) -> Self {
        let strict = input.cursor.is_strict();
        Self { text: input.cursor.content(field.tag), strict, field, context: input.context }
    }

    /// In front of the first item.
    fn walk(&self) -> (Input<'a>, &'static Field) {
        let cursor = if self.strict { Cursor::items(self.text) } else { Cursor::judged(self.text, None) };
        (Input::new(cursor, self.context), self.field)
    }
}

/// Passes the list's element that the input has entered, and stands in front of its first item.
#[cfg(feature = "alloc")]
pub(crate) fn items_of<'a>(input: &mut Input<'a>, field: &'static Field) -> Input<'a> {
    Content::take(input, field).walk().0
}

/// Reads the next item of a list in a message, if there is one.
pub(crate) fn next_item<'a>(
    input: &mut Input<'a>,
    field: &'static Field,
    read: ReadItem<'_, 'a>,
) -> Option<Read> {
    let item = field.value_tag();
    if input.cursor.is_strict() {
        if input.cursor.is_done() {
            return None;
        }
        let before = input.cursor.position();
        if input.cursor.enter(item) {
            let value = read(input);
            if !input.cursor.is_unusual() {
                return Some(value);
            }
        }
        if let Err(failed) = judge_rest(input, before, field) {
            return Some(Err(failed));
        }
    }
    let request = input.context.side == Side::Request;
    loop {
        let cursor = &mut input.cursor;
        if !cursor.enter(item) {
            match cursor.node() {
                Node::End => return None,
                Node::Text => return Some(Err(input.invalid(field))),
                Node::Child { local, at } if local != field.value_name() || cursor.is_foreign(at) => {
                    cursor.skip();
                    if request {
                        return Some(Err(input.fail(Problem::new(ProblemKind::Unknown, local))));
                    }
                    continue;
                }
                Node::Child { .. } => {}
            }
        }
        let empty = request && cursor.is_empty();
        let value = read(input);
        return Some(if empty {
            Err(input.fail(Problem::new(ProblemKind::Missing, field.value_name())))
        } else {
            value
        });
    }
}

/// The items from a place on are not what the strict walk takes: they are judged, and walked as judged. After an error
/// there are none.
fn judge_rest(input: &mut Input<'_>, from: usize, field: &'static Field) -> Read {
    let rest = input.cursor.source().get(from..).unwrap_or_default();
    let judged = judge_items(rest, input.context.names);
    input.cursor = Cursor::judged(if judged.is_ok() { rest } else { "" }, None);
    judged.map_err(|_| input.invalid(field))
}

/// What a caller is told of an item.
fn of_item(problem: Problem<'_>, field: &'static Field) -> DecodeError {
    match field.fields() {
        Some(fields) => DecodeError::of(problem, fields),
        None => DecodeError { kind: DecodeErrorKind::Invalid, field: field.item_name() },
    }
}

impl<'a, T: Value<'a> + Copy> Iterator for Items<'a, T> {
    type Item = Result<T, DecodeError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let Some((input, field)) = &mut self.message else {
            return self.items.next().copied().map(Ok);
        };
        let field = *field;
        // Read in the place where it is returned: an item may be long, and would be moved several times.
        let mut next = Some(Ok(T::BLANK));
        let Some(Ok(value)) = &mut next else { return None };
        match next_item(input, field, &mut |input| {
            *value = T::BLANK;
            value.read(input, field)
        }) {
            Some(Ok(())) => {}
            Some(Err(_)) => next = Some(Err(of_item(input.problem(), field))),
            None => next = None,
        }
        next
    }
}

impl<'a, T: Value<'a> + Copy> Member<'a> for List<'a, T> {
    const OCCURS: Occurs = Occurs::List;
    const HOLDS: Kind = T::KIND;
    const ABSENT: Self = Self::EMPTY;
}

impl<'a, T: Value<'a> + Copy> Take<'a> for List<'a, T> {
    // It says nothing of the items: a request's lists are all `Many`, which `operation!` sees to.
    fn take(&mut self, input: &mut Input<'a>, field: &'static Field) -> Read {
        self.source = Source::Message(Content::take(input, field), PhantomData);
        Ok(())
    }
}

impl<'a, T: Value<'a> + Copy> Put for List<'a, T> {
    fn put(&self, out: &mut Out<'_, '_>, field: &'static Field) {
        if !begin_list(out, field, self.is_empty()) {
            return;
        }
        // What is read from one message into another has to be whole; what cannot be read is left out.
        for value in self.iter().flatten() {
            put_item(out, field, &value);
        }
        out.writer.close(field.tag);
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
    const ABSENT: Self = Self(List::EMPTY);
}

impl<'a, T: Value<'a> + Copy, const MAX: usize> Take<'a> for Many<'a, T, MAX> {
    fn take(&mut self, input: &mut Input<'a>, field: &'static Field) -> Read {
        let before = input.clone();
        let content = Content::take(input, field);
        self.0.source = Source::Message(content, PhantomData);
        let mut item = T::BLANK;
        check_many(input, before, content, field, &mut |input| {
            item = T::BLANK;
            item.read(input, field)
        })
    }
}

/// Whether a list has as many items as it may. A request's are all looked at, since a request has to be right as a whole
/// before anything of it is done; of a response's list there only has to be one item.
fn check_many<'a>(
    input: &mut Input<'a>,
    before: Input<'a>,
    content: Content<'a>,
    field: &'static Field,
    read: ReadItem<'_, 'a>,
) -> Read {
    let request = input.context.side == Side::Request;
    // A request is walked where it stands, so that what is not ours is seen.
    let mut walk = if request { before } else { content.walk().0 };
    let mut count = 0usize;
    while let Some(item) = next_item(&mut walk, field, read) {
        if !request {
            return Ok(());
        }
        if item.is_err() {
            return Err(input.fail(walk.problem()));
        }
        count = count.saturating_add(1);
    }
    let most = match field.often() {
        Often::Many(most) => usize::from(most),
        _ => usize::MAX,
    };
    match count {
        0 => Err(input.fail(Problem::new(ProblemKind::Missing, field.name()))),
        _ if count > most => Err(input.fail(Problem::new(ProblemKind::Invalid, field.name()))),
        _ => Ok(()),
    }
}

impl<'a, T: Value<'a> + Copy, const MAX: usize> Put for Many<'a, T, MAX> {
    fn put(&self, out: &mut Out<'_, '_>, field: &'static Field) {
        self.0.put(out, field);
    }
}

/// The oldest version, for reading what is outside a session.
pub(crate) const OLDEST: Version = Version::V1_0;
