//! Lists, read lazily: an item is looked at when it is asked for, and never copied.

use core::fmt;

use super::field::{Context, Kind, Occurs, Side};
use super::problem::{DecodeError, Problem, ProblemKind};
use super::row::{Often, Row};
use super::value::{Member, Put, Value, begin_list, put_item};
use super::walk::{Input, Out, Read, Record};
use crate::error::InvalidValue;
use crate::profile::Version;
use crate::xml::{Cursor, Node, judge_items};

/// A list of a message: items to be written, or items of a message to be read one at a time.
///
/// Items of a message are checked when they are asked for, in their form too, so each is a `Result`.
#[derive(Clone, Copy)]
pub struct List<'a, T> {
    items: &'a [T],
    /// In a message; then there are no other items.
    message: Option<Content<'a>>,
}

/// The content of a list's element in a message.
#[derive(Clone, Copy)]
struct Content<'a> {
    text: &'a str,
    strict: bool,
    row: &'static Row,
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

/// The items of a [`List`]. After an item that cannot be read it goes on with the next.
#[derive(Clone)]
pub struct Items<'a, T> {
    items: core::slice::Iter<'a, T>,
    message: Option<Walk<'a>>,
}

/// Stands between two items of a message.
#[derive(Clone)]
struct Walk<'a> {
    input: Input<'a>,
    row: &'static Row,
    /// The last item could not be read.
    failed: bool,
}

impl<'a> Walk<'a> {
    /// Reads the next item, into a blank one; whether there was one, and it could be read.
    fn next(&mut self, item: &mut dyn Record<'a>) -> bool {
        let read = next_item(&mut self.input, self.row, item);
        self.failed = matches!(read, Some(Err(_)));
        matches!(read, Some(Ok(())))
    }

    /// Why there was no other item.
    fn end(&self) -> Result<(), DecodeError> {
        if self.failed { Err(DecodeError::of(self.input.problem())) } else { Ok(()) }
    }
}

impl<T> fmt::Debug for Items<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items(redacted)")
    }
}

impl<'a> Content<'a> {
    /// The content of the element that the input has entered.
    fn take(input: &mut Input<'a>) -> Self {
        let row = input.row;
        let strict = input.cursor.is_strict();
        Self { text: input.cursor.content(row.tag_octets()), strict, row, context: input.context }
    }

    /// Whether no item stands in it.
    fn is_empty(&self) -> bool {
        next_item(&mut self.walk().input, self.row, &mut Passed).is_none()
    }

    /// In front of the first item.
    #[inline(never)]
    fn walk(&self) -> Walk<'a> {
        let cursor = if self.strict { Cursor::items(self.text) } else { Cursor::judged(self.text, None) };
        Walk { input: Input::new(cursor, self.context, self.row), row: self.row, failed: false }
    }
}

/// An item that nobody wants to know.
struct Passed;

impl<'a> Record<'a> for Passed {
    fn read(&mut self, input: &mut Input<'a>) -> Read {
        input.cursor.skip();
        Ok(())
    }

    #[cfg(feature = "strict-walk")]
    fn clear(&mut self) {}
}

/// Passes the list's element that the input has entered, and stands in front of its first item.
#[cfg(feature = "alloc")]
pub(crate) fn items_of<'a>(input: &mut Input<'a>) -> Input<'a> {
    Content::take(input).walk().input
}

/// Reads the next item of a list in a message, if there is one.
pub(crate) fn next_item<'a>(
    input: &mut Input<'a>,
    row: &'static Row,
    item: &mut dyn Record<'a>,
) -> Option<Read> {
    input.row = row;
    let tag = row.value_tag_octets();
    if input.cursor.is_strict() {
        if input.cursor.is_done() {
            return None;
        }
        let before = input.cursor.position();
        if input.cursor.enter(tag) {
            let value = item.read(input);
            if !input.cursor.is_unusual() {
                return Some(value);
            }
        }
        #[cfg(feature = "strict-walk")]
        item.clear();
        // Whatever was read of the item has left it at another.
        input.row = row;
        if let Err(failed) = judge_rest(input, before) {
            return Some(Err(failed));
        }
    }
    let request = input.context.side == Side::Request;
    loop {
        let cursor = &mut input.cursor;
        if cfg!(not(feature = "strict-walk")) || !cursor.enter(tag) {
            match cursor.node() {
                Node::End => return None,
                Node::Text => return Some(Err(input.invalid())),
                Node::Child { local, at } if local != row.value_name() || cursor.is_foreign(at) => {
                    cursor.skip();
                    if request {
                        return Some(Err(input.fail(Problem::theirs(ProblemKind::Unknown, local))));
                    }
                    continue;
                }
                Node::Child { .. } => {}
            }
        }
        let empty = request && cursor.is_empty();
        let value = item.read(input);
        return Some(if empty {
            Err(input.fail(Problem::ours(ProblemKind::Missing, row.value_name())))
        } else {
            value
        });
    }
}

/// The items from a place on are not what the strict walk takes: they are judged, and walked as judged. After an error
/// there are none.
fn judge_rest(input: &mut Input<'_>, from: usize) -> Read {
    let rest = input.cursor.source().get(from..).unwrap_or_default();
    let judged = judge_items(rest, input.context.names);
    input.cursor = Cursor::judged(if judged.is_ok() { rest } else { "" }, None);
    // As of a message that is judged as a whole, it is not said where.
    judged.map_err(|_| input.fail(Problem::theirs(ProblemKind::Invalid, "")))
}

impl<'a, T: Value<'a> + Copy> Iterator for Items<'a, T> {
    type Item = Result<T, DecodeError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let Some(walk) = &mut self.message else {
            return self.items.next().copied().map(Ok);
        };
        // Read in the place where it is returned: an item may be long, and would be moved several times.
        let mut next = Some(Ok(T::blank()));
        let Some(Ok(value)) = &mut next else { return None };
        if !walk.next(value) {
            next = walk.end().err().map(Err);
        }
        next
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

/// Whether a list has as many items as it may. A request's are all looked at, since a request has to be right as a whole
/// before anything of it is done; of a response's list there only has to be one item.
fn take_many<'a>(
    message: &mut Option<Content<'a>>,
    input: &mut Input<'a>,
    item: &mut dyn Record<'a>,
) -> Read {
    let row = input.row;
    let before = input.clone();
    let content = Content::take(input);
    *message = Some(content);
    let request = input.context.side == Side::Request;
    // A request is walked where it stands, so that what is not ours is seen.
    let mut walk = if request { before } else { content.walk().input };
    let mut count = 0usize;
    // Nobody sees the items, so they are read over one another.
    while let Some(read) = next_item(&mut walk, row, item) {
        if !request {
            return Ok(());
        }
        if read.is_err() {
            return Err(input.fail(walk.problem()));
        }
        count = count.saturating_add(1);
    }
    let most = match row.often() {
        Often::Many(most) => usize::from(most),
        _ => usize::MAX,
    };
    let kind = match count {
        0 => ProblemKind::Missing,
        _ if count > most => ProblemKind::Invalid,
        _ => return Ok(()),
    };
    Err(input.fail(Problem::ours(kind, row.name())))
}

impl<'a, T: Value<'a> + Copy, const MAX: usize> Put for Many<'a, T, MAX> {
    fn put(&self, out: &mut Out<'_, '_>, row: &'static Row) {
        self.0.put(out, row);
    }
}

/// The oldest version, for reading what is outside a session.
pub(crate) const OLDEST: Version = Version::V1_0;
