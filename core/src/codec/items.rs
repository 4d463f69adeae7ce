//! The items of a list in a message: the walk from one to the next, which is the same for all lists.
//!
//! Whichever walk has passed the list, all of it is well-formed by then: its items are walked as validated.

use core::fmt;

use super::decode::{Context, Decode, ElementReader, Invalid};
use super::descriptor::FieldDescriptor;
#[cfg(doc)]
use super::list::List;
use super::problem::{DecodeError, Problem, ProblemKind};
use crate::xml::{Cursor, Node};

/// The content of a list's element in a message.
#[derive(Clone, Copy)]
pub(crate) struct ListContent<'a> {
    text: &'a str,
    /// Whether it is known to be plain.
    plain: bool,
    /// The local name of the items.
    item: &'static str,
    context: Context,
}

impl<'a> ListContent<'a> {
    /// Content that has been validated.
    pub(crate) fn new(text: &'a str, field: &'static FieldDescriptor, context: Context) -> Self {
        Self { text, plain: false, item: field.value_name(), context }
    }

    /// The content of the list that the reader has entered, which is skipped.
    pub(crate) fn take(reader: &mut ElementReader<'a>, field: &'static FieldDescriptor) -> Self {
        let plain = reader.cursor.passes_plain();
        let text = reader.cursor.content(field.name().as_bytes());
        Self { text, plain, item: field.value_name(), context: reader.context }
    }

    /// Whether it has no item.
    pub(crate) fn is_empty(&self) -> bool {
        // Nearly always the first bytes show it.
        if self.text.is_empty() || Cursor::validated(self.text, None).is_tag(self.item.as_bytes()) {
            return self.text.is_empty();
        }
        let skip = |reader: &mut ElementReader<'a>| {
            reader.skip();
            Ok(())
        };
        self.items().next_with(skip).is_none()
    }

    /// A reader in front of the first item.
    pub(crate) fn items(&self) -> ItemsReader<'a> {
        let cursor = Cursor::items(self.text, self.plain);
        ItemsReader { reader: ElementReader::new(cursor, self.context, self.item), item: self.item }
    }
}

/// Reads one item after another.
#[derive(Clone)]
pub(crate) struct ItemsReader<'a> {
    reader: ElementReader<'a>,
    /// The local name of the items.
    item: &'static str,
}

impl<'a> ItemsReader<'a> {
    /// The next item, if there is one.
    pub(crate) fn next<T: Decode<'a>>(&mut self) -> Option<Result<T, DecodeError>> {
        let item = self.next_with(T::decode)?;
        Some(item.map_err(|_| self.reader.error()))
    }

    /// The next item, if there is one, read by a function.
    pub(crate) fn next_with<T>(
        &mut self,
        mut read: impl FnMut(&mut ElementReader<'a>) -> Result<T, Invalid>,
    ) -> Option<Result<T, Invalid>> {
        let empty = match self.enter()? {
            Ok(empty) => empty,
            Err(invalid) => return Some(Err(invalid)),
        };
        let item = read(&mut self.reader);
        if empty {
            return Some(Err(self.reader.fail(Problem::known(ProblemKind::Missing, self.item))));
        }
        Some(item)
    }

    /// What is wrong with the item that was read last.
    pub(crate) fn error(&self) -> DecodeError {
        self.reader.error()
    }

    /// Enters the next item of a list that has been validated. Gives whether it is empty where it must not be.
    fn enter(&mut self) -> Option<Result<bool, Invalid>> {
        self.reader.name = self.item;
        let request = self.reader.is_request();
        loop {
            let cursor = &mut self.reader.cursor;
            if cfg!(not(feature = "fast-decode")) || !cursor.enter(self.item.as_bytes()) {
                match cursor.node() {
                    Node::End => return None,
                    Node::Text => return Some(Err(self.reader.invalid())),
                    Node::Child { local, at } if local != self.item || cursor.is_foreign(at) => {
                        cursor.skip();
                        if request {
                            return Some(Err(self.reader.fail(Problem::peer(ProblemKind::Unknown, local))));
                        }
                        continue;
                    }
                    Node::Child { .. } => {}
                }
            }
            return Some(Ok(request && self.reader.cursor.is_empty()));
        }
    }
}

/// Takes the bounded list that the reader has entered, and checks that it has as many items as it may. A request's are all
/// read, since a request has to be right as a whole before anything of it is done; of a response's list there only has to be
/// one item.
pub(crate) fn count_items<'a>(
    reader: &mut ElementReader<'a>,
    field: &'static FieldDescriptor,
    mut read: impl FnMut(&mut ElementReader<'a>) -> Result<(), Invalid>,
) -> Result<ListContent<'a>, Invalid> {
    let before = reader.cursor.clone();
    let content = ListContent::take(reader, field);
    let request = reader.is_request();
    let mut items = content.items();
    if request {
        // It is walked where it stands, so that elements of other namespaces are seen.
        items.reader.cursor = before;
    }
    let mut count = 0usize;
    while let Some(item) = items.next_with(&mut read) {
        if !request {
            return Ok(content);
        }
        if item.is_err() {
            return Err(reader.fail(items.reader.problem()));
        }
        count = count.saturating_add(1);
    }
    let kind = match count {
        0 => ProblemKind::Missing,
        _ if count > field.most() => ProblemKind::Invalid,
        _ => return Ok(content),
    };
    Err(reader.fail(Problem::known(kind, field.name())))
}

/// The items of a [`List`]. After an item that cannot be read it goes on with the next.
#[derive(Clone)]
pub struct Items<'a, T> {
    pub(super) items: core::slice::Iter<'a, T>,
    pub(super) message: Option<ItemsReader<'a>>,
}

impl<T> fmt::Debug for Items<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items(redacted)")
    }
}

impl<'a, T: Decode<'a> + Copy> Iterator for Items<'a, T> {
    type Item = Result<T, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.message {
            Some(items) => items.next(),
            None => self.items.next().copied().map(Ok),
        }
    }
}
