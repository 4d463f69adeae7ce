//! The items of a list in a message: the walk from one to the next, which is the same for all lists.
//!
//! The one thing that a reader would get wrong: a list that the strict walk passed over may be walked strictly, and be
//! judged from the first item on that is not as our own senders write it.

use core::fmt;

use super::field::{Context, Side};
#[cfg(doc)]
use super::list::List;
use super::problem::{DecodeError, Problem, ProblemKind};
use super::row::Row;
use super::value::Value;
use super::walk::{Input, Read, Record};
use crate::xml::{Cursor, Node, judge_items};

/// The content of a list's element in a message.
#[derive(Clone, Copy)]
pub(super) struct Content<'a> {
    text: &'a str,
    strict: bool,
    pub(super) row: &'static Row,
    context: Context,
}

/// Stands between two items of a message.
#[derive(Clone)]
pub(super) struct Walk<'a> {
    pub(super) input: Input<'a>,
    row: &'static Row,
    /// The last item could not be read.
    failed: bool,
}

impl<'a> Walk<'a> {
    /// Reads the next item, into a blank one; whether there was one, and it could be read.
    pub(super) fn next(&mut self, item: &mut dyn Record<'a>) -> bool {
        let read = next_item(&mut self.input, self.row, item);
        self.failed = matches!(read, Some(Err(_)));
        matches!(read, Some(Ok(())))
    }

    /// Why there was no other item.
    pub(super) fn end(&self) -> Result<(), DecodeError> {
        if self.failed { Err(DecodeError::of(self.input.problem())) } else { Ok(()) }
    }
}

impl<'a> Content<'a> {
    /// What has been judged and stands in a list's element.
    pub(super) fn new(text: &'a str, row: &'static Row, context: Context) -> Self {
        Self { text, strict: false, row, context }
    }

    /// The content of the element that the input has entered.
    pub(super) fn take(input: &mut Input<'a>) -> Self {
        let row = input.row;
        let strict = input.cursor.is_strict();
        Self { text: input.cursor.content(row.name_octets()), strict, row, context: input.context }
    }

    /// Whether no item stands in it.
    pub(super) fn is_empty(&self) -> bool {
        // Nearly always it is seen at once.
        if self.text.is_empty() || Cursor::judged(self.text, None).is_tag(self.row.value_name_octets()) {
            return self.text.is_empty();
        }
        next_item(&mut self.walk().input, self.row, &mut Passed).is_none()
    }

    /// In front of the first item.
    #[inline(never)]
    pub(super) fn walk(&self) -> Walk<'a> {
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
    let name = row.value_name_octets();
    if input.cursor.is_strict() {
        if input.cursor.is_done() {
            return None;
        }
        let before = input.cursor.position();
        if input.cursor.enter(name) {
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
        if cfg!(not(feature = "strict-walk")) || !cursor.enter(name) {
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

/// Whether a list has as many items as it may. A request's are all looked at, since a request has to be right as a whole
/// before anything of it is done; of a response's list there only has to be one item.
pub(super) fn take_many<'a>(
    message: &mut Option<Content<'a>>,
    input: &mut Input<'a>,
    item: &mut dyn Record<'a>,
) -> Read {
    let row = input.row;
    let before = input.cursor.clone();
    let content = Content::take(input);
    *message = Some(content);
    let request = input.context.side == Side::Request;
    let mut walk = content.walk().input;
    if request {
        // It is walked where it stands, so that what is not ours is seen.
        walk.cursor = before;
    }
    let mut count = 0usize;
    // Nobody sees the items, so they are read over one another.
    while let Some(read) = next_item(&mut walk, row, item) {
        if !request {
            return Ok(());
        }
        if read.is_err() {
            return Err(input.fail_as(&walk));
        }
        count = count.saturating_add(1);
    }
    let kind = match count {
        0 => ProblemKind::Missing,
        _ if count > row.most() => ProblemKind::Invalid,
        _ => return Ok(()),
    };
    Err(input.fail(Problem::ours(kind, row.name())))
}

/// The items of a [`List`]. After an item that cannot be read it goes on with the next.
#[derive(Clone)]
pub struct Items<'a, T> {
    pub(super) items: core::slice::Iter<'a, T>,
    pub(super) message: Option<Walk<'a>>,
}

impl<T> fmt::Debug for Items<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items(redacted)")
    }
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
