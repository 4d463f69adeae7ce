//! What is given for a request: fields by their names, in any order.

use core::fmt;

use super::value::{self, is_valid};
use super::{OperationId, tables};
use crate::messages::problem::GivenErrorKind;
use crate::messages::row::Row;
use crate::messages::value::Content;
use crate::messages::walk::Out;
use crate::types::{word_at, word_index};

/// A field of a request, by the local name of its element (operations.md).
///
/// It may hold patient data, so `Debug` shows only the name.
#[derive(Clone, Copy)]
pub struct Given<'v> {
    /// The element's local name.
    pub name: &'v str,
    /// What it holds.
    pub holds: Holds<'v>,
}

/// What a field or an item of a list holds.
#[derive(Clone, Copy)]
pub enum Holds<'v> {
    /// A value, in any form that operations.md lets a receiver read: `42`, `true` or `1`, `2026-11-29`. It is not escaped
    /// here, and it is sent in the form in which a sender has to write it. An empty one is as none.
    Value(&'v str),
    /// Fields of its own.
    Fields(&'v [Given<'v>]),
    /// Items of a list.
    Items(&'v [Self]),
}

impl<'v> Given<'v> {
    /// A field that holds a value.
    #[must_use]
    pub const fn value(name: &'v str, value: &'v str) -> Self {
        Self { name, holds: Holds::Value(value) }
    }

    /// A field that has fields of its own.
    #[must_use]
    pub const fn fields(name: &'v str, fields: &'v [Self]) -> Self {
        Self { name, holds: Holds::Fields(fields) }
    }

    /// A list.
    #[must_use]
    pub const fn items(name: &'v str, items: &'v [Holds<'v>]) -> Self {
        Self { name, holds: Holds::Items(items) }
    }

    fn is_of(&self, row: &Row) -> bool {
        self.name.as_bytes() == row.name_octets()
    }
}

impl fmt::Debug for Given<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Given").field("name", &self.name).finish_non_exhaustive()
    }
}

impl fmt::Debug for Holds<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Holds(redacted)")
    }
}

/// What was given for a request is no request: the caller's mistake. Nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GivenError {
    /// The element of operations.md: of what is not known, the one around it.
    pub field: &'static str,
    /// What is wrong.
    pub kind: GivenErrorKind,
}

impl fmt::Display for GivenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            GivenErrorKind::Missing => write!(f, "the field {} is missing", self.field),
            GivenErrorKind::Invalid => {
                write!(f, "the field {} does not hold what its type allows", self.field)
            }
            GivenErrorKind::Unknown => {
                write!(f, "{} was given a field that it does not have, or one field twice", self.field)
            }
        }
    }
}

impl core::error::Error for GivenError {}

/// What is given for a request, and the request's table.
pub(crate) struct Asked<'v> {
    operation: OperationId,
    given: &'v [Given<'v>],
}

impl<'v> Asked<'v> {
    pub(crate) fn of(operation: OperationId, given: &'v [Given<'v>]) -> Self {
        Self { operation, given }
    }
}

impl Content for Asked<'_> {
    fn write(&self, out: &mut Out<'_, '_>) {
        write_fields(self.given, self.operation.request(), self.operation.name(), out);
    }
}

/// Writes the fields of an element, in its table's order.
///
/// A request has no choice of arms, and none of its lists may be empty: that is seen to where operations are made.
fn write_fields(given: &[Given<'_>], rows: &'static [Row], own: &'static str, out: &mut Out<'_, '_>) {
    let mut known = 0usize;
    for row in rows {
        let Some(field) = given.iter().find(|field| field.is_of(row)) else {
            missing(row, out);
            continue;
        };
        known += 1;
        match field.holds {
            Holds::Value("") => missing(row, out),
            holds if out.open(row) => {
                write_field(holds, row, out);
                out.close(row);
            }
            _ => {}
        }
    }
    // Each row has taken one of them at most.
    if known != given.len() {
        out.refuse(own, Err(GivenErrorKind::Unknown));
    }
}

fn missing(row: &'static Row, out: &mut Out<'_, '_>) {
    if !row.may_be_absent() {
        out.refuse(row.name(), Err(GivenErrorKind::Missing));
    }
}

fn write_field(holds: Holds<'_>, row: &'static Row, out: &mut Out<'_, '_>) {
    let items = match (holds, row.is_list()) {
        (Holds::Items(items), true) => items,
        (_, true) => return invalid(row, out),
        _ => return write_value(holds, row, out),
    };
    if items.is_empty() {
        missing(row, out);
    }
    if items.len() > row.most() {
        invalid(row, out);
    }
    for item in items {
        out.writer.open(row.value_name());
        write_value(*item, row, out);
        out.writer.close(row.value_name());
    }
}

#[inline(never)]
fn invalid(row: &'static Row, out: &mut Out<'_, '_>) {
    out.refuse(row.name(), Err(GivenErrorKind::Invalid));
}

fn write_value(holds: Holds<'_>, row: &'static Row, out: &mut Out<'_, '_>) {
    match (holds, tables::fields(row.kind())) {
        (Holds::Fields(fields), Some(rows)) => return write_fields(fields, rows, row.name(), out),
        // A word is written as operations.md has it.
        (Holds::Value(given), None) => match tables::words(row) {
            Some(words) => {
                if let Some(place) = word_index(words, given) {
                    return out.writer.raw(word_at(words, place));
                }
            }
            None if !given.is_empty() && is_valid(row, given) => return value::write(row, given, out),
            None => {}
        },
        _ => {}
    }
    invalid(row, out);
}
