//! The walk over an element's fields, which reading and writing share for all messages.
//!
//! It does everything that is the same for all of them: any order, duplicates, versions, unknown elements, empty ones,
//! and which of several wrong fields is the one to name. A struct only says where each field goes ([`Record`]) and comes
//! from ([`Written`]). So the walk is compiled once and not once for each struct: that is what keeps it small.
//!
//! The one thing that a reader would get wrong: a struct is read in its place, field by field over what was blank. What is
//! half read is never seen, because nobody is given a struct of which anything was wrong.

use super::field::{Context, Side};
use super::problem::{GivenErrorKind, Problem, ProblemKind};
use super::row::Row;
use crate::profile::Version;
use crate::xml::{Cursor, Node, Writer};

/// A message that is read: where the reading stands, and what it depends on.
#[derive(Clone)]
pub struct Input<'a> {
    pub(crate) cursor: Cursor<'a>,
    pub(crate) context: Context,
    /// Of the element that is read next or has been entered: a field's, or that of the list that it is an item of.
    pub(crate) row: &'static Row,
    /// What was found wrong last.
    problem: Problem<'a>,
}

/// Something could not be read. What is wrong with it is noted in the [`Input`], so that it is not handed from function
/// to function.
#[derive(Clone, Copy, Debug)]
pub struct Failed(());

/// Whether something could be read.
pub(crate) type Read = Result<(), Failed>;

impl core::fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Input(redacted)")
    }
}

impl<'a> Input<'a> {
    pub(crate) fn new(cursor: Cursor<'a>, context: Context, row: &'static Row) -> Self {
        Self { cursor, context, row, problem: Problem::theirs(ProblemKind::Invalid, "") }
    }

    /// Notes what is wrong.
    pub(crate) fn fail(&mut self, problem: Problem<'a>) -> Failed {
        self.problem = problem;
        Failed(())
    }

    /// Notes what was found wrong in a part of it.
    pub(crate) fn fail_as(&mut self, part: &Self) -> Failed {
        self.problem = part.problem;
        Failed(())
    }

    /// The element that a value is in does not hold what it should.
    #[cold]
    pub(crate) fn invalid(&mut self) -> Failed {
        self.fail(Problem::ours(ProblemKind::Invalid, self.row.value_name()))
    }

    /// What was found wrong last.
    pub(crate) fn problem(&self) -> Problem<'a> {
        self.problem
    }

    /// Passes an element that has been entered and is empty.
    fn pass_empty(&mut self, row: &'static Row) {
        if self.cursor.is_strict() {
            self.cursor.strict_end(row.name_octets());
        } else {
            self.cursor.skip();
        }
    }
}

/// What an element is read into: one with fields, a value, a value that may be absent, or a list.
pub trait Record<'a> {
    /// Reads the element that the input has entered, to its end, whatever it holds. It is the one of the input's row, or
    /// an item of the list that the row is.
    ///
    /// What it is read into is blank.
    ///
    /// # Errors
    /// [`Failed`]: what is wrong is noted in the input.
    #[doc(hidden)]
    fn read(&mut self, input: &mut Input<'a>) -> Result<(), Failed>;

    /// The same for the field of this place in the table. Of several arms, the record becomes the one of this place.
    ///
    /// # Errors
    /// [`Failed`]: what is wrong is noted in the input.
    #[doc(hidden)]
    fn read_field(&mut self, _: &mut Input<'a>, _index: usize) -> Result<(), Failed> {
        // There is no other place: the table is made of the same lines as the fields.
        Ok(())
    }

    /// Whether the strict walk is of no use to it.
    #[cfg(feature = "strict-walk")]
    #[doc(hidden)]
    fn is_only_judged(&self) -> bool {
        false
    }

    /// Throws away what has been read: the strict walk may give up, and then the judged one reads.
    #[cfg(feature = "strict-walk")]
    #[doc(hidden)]
    fn clear(&mut self);
}

/// Where an element's fields come from.
pub trait Written {
    /// Writes the field of this place in the table, unless it is an arm that does not stand.
    #[doc(hidden)]
    fn put(&self, index: usize, out: &mut Out<'_, '_>, row: &'static Row);
}

/// What is written into, and what writing depends on and found.
#[derive(Debug)]
pub struct Out<'w, 'b> {
    pub(crate) writer: &'w mut Writer<'b>,
    /// The version that the session speaks.
    pub(crate) version: Version,
    /// Which way the message goes.
    pub(crate) side: Side,
    /// Why a request cannot be written.
    pub(crate) refused: Option<Refused>,
}

/// A field of a request that cannot be written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refused {
    /// The element's name.
    pub(crate) name: &'static str,
    /// The first version that has it, or what is wrong with what was given for it.
    pub(crate) why: Result<Version, GivenErrorKind>,
}

impl<'w, 'b> Out<'w, 'b> {
    pub(crate) fn new(writer: &'w mut Writer<'b>, version: Version, side: Side) -> Self {
        Self { writer, version, side, refused: None }
    }

    /// Whether the field is to be written. A request's field of a later version is refused; a response's is left out.
    pub(crate) fn has(&mut self, row: &'static Row) -> bool {
        if row.since() <= self.version {
            return true;
        }
        if self.side == Side::Request {
            self.refuse(row.name(), Ok(row.since()));
        }
        false
    }

    /// Notes why a request cannot be written, unless there is a reason already.
    pub(crate) fn refuse(&mut self, name: &'static str, why: Result<Version, GivenErrorKind>) {
        self.refused.get_or_insert(Refused { name, why });
    }

    /// Opens the field's element, if it is to be written.
    pub(crate) fn open(&mut self, row: &'static Row) -> bool {
        let has = self.has(row);
        if has {
            self.writer.open(row.name());
        }
        has
    }

    /// Closes the field's element.
    pub(crate) fn close(&mut self, row: &'static Row) {
        self.writer.close(row.name());
    }
}

/// Writes every field, in the table's order.
pub(crate) fn write_record(record: &dyn Written, rows: &'static [Row], out: &mut Out<'_, '_>) {
    for (index, row) in rows.iter().enumerate() {
        record.put(index, out, row);
    }
}

/// Reads the fields of the element that the input has entered, to its end.
#[inline(never)]
pub(crate) fn read_record<'a>(
    record: &mut (dyn Record<'a> + '_),
    input: &mut Input<'a>,
    rows: &'static &'static [Row],
) -> Read {
    read_fields(record, input, rows)
}

/// The same by rows that are not one struct's.
pub(crate) fn read_fields<'a>(
    record: &mut (dyn Record<'a> + '_),
    input: &mut Input<'a>,
    rows: &'static [Row],
) -> Read {
    let own = input.row;
    let request = input.context.side == Side::Request;
    let mut walk = Walk { rows, seen: 0, next: 0, rank: usize::MAX, problem: None, own };
    let mut has_arm = false;
    while let Some((index, row)) = walk.next(input) {
        if row.is_optional() && input.cursor.is_empty() {
            input.pass_empty(row);
            continue;
        }
        // In a response an empty text is the empty text; any other type says itself that empty is not valid.
        let empty = request && row.is_once() && input.cursor.is_empty();
        input.row = row;
        let mut read = record.read_field(input, index);
        if row.is_arm() {
            // Two known arms contradict each other.
            if has_arm && read.is_ok() {
                read = Err(input.fail(Problem::ours(ProblemKind::Invalid, row.name())));
            }
            has_arm = true;
        }
        if empty {
            walk.note(index, Problem::ours(ProblemKind::Missing, row.name()));
        } else if read.is_err() {
            walk.note(index, input.problem());
        }
    }
    walk.settle();
    // One of several has to stand; in a response it may be one that is not known here.
    if request && !has_arm && rows.last().is_some_and(Row::is_arm) {
        walk.note(NO_ARM, Problem::ours(ProblemKind::Missing, own.value_name()));
    }
    match walk.problem {
        Some(problem) => Err(input.fail(problem)),
        None => Ok(()),
    }
}

/// Which of several problems is named: of fields the one that comes first in the table, behind them what is not known,
/// and before all what a later version has (OP-5, SH-10).
const LATER: usize = 0;
const UNKNOWN: usize = usize::MAX - 2;
const NO_ARM: usize = usize::MAX - 1;

struct Walk<'a> {
    rows: &'static [Row],
    seen: u32,
    next: usize,
    /// The problem to name, and its rank: the lower comes first.
    problem: Option<Problem<'a>>,
    rank: usize,
    /// The element's own row, for what is wrong between its fields.
    own: &'static Row,
}

impl<'a> Walk<'a> {
    /// Enters the next field that is known, and gives its place in the table; `None` at the element's end.
    #[inline]
    fn next(&mut self, input: &mut Input<'a>) -> Option<(usize, &'static Row)> {
        #[cfg(feature = "strict-walk")]
        if let Some(found) = self.guess(input) {
            return Some(found);
        }
        if input.cursor.is_strict() {
            input.cursor.strict_end(self.own.value_name_octets());
            return None;
        }
        self.search(input)
    }

    /// A sender writes the fields in the table's order, so the next one is most likely the next of the table.
    #[cfg(feature = "strict-walk")]
    #[inline]
    fn guess(&mut self, input: &mut Input<'a>) -> Option<(usize, &'static Row)> {
        let cursor = &mut input.cursor;
        while let Some(row) = self.rows.get(self.next) {
            let found = self.next;
            if row.since() <= input.context.version && cursor.enter(row.name_octets()) {
                self.next += 1;
                if self.see(found) {
                    return Some((found, row));
                }
                self.note(found, Problem::ours(ProblemKind::Invalid, row.name()));
                cursor.skip();
                break;
            }
            if cursor.at_end_tag() {
                break;
            }
            self.next += 1;
        }
        None
    }

    /// The same for any order, prefix and unknown elements.
    fn search(&mut self, input: &mut Input<'a>) -> Option<(usize, &'static Row)> {
        let cursor = &mut input.cursor;
        loop {
            let (local, at) = match cursor.node() {
                Node::End => return None,
                Node::Text => {
                    self.note(UNKNOWN, Problem::ours(ProblemKind::Invalid, self.own.value_name()));
                    continue;
                }
                Node::Child { local, at } => (local, at),
            };
            match Row::find(self.rows, local) {
                Some((found, row)) if !cursor.is_foreign(at) => {
                    if row.since() > input.context.version {
                        // A response's is passed over like one that is not known.
                        if input.context.side == Side::Request {
                            self.note(LATER, Problem::ours(ProblemKind::Version(row.since()), row.name()));
                        }
                    } else if self.see(found) {
                        self.next = found + 1;
                        return Some((found, row));
                    } else {
                        self.note(found, Problem::ours(ProblemKind::Invalid, row.name()));
                    }
                }
                // A response's are passed over, and must not hide what is wrong behind them (XML-18).
                _ if input.context.side == Side::Response => {}
                _ => self.note(UNKNOWN, Problem::theirs(ProblemKind::Unknown, local)),
            }
            cursor.skip();
        }
    }

    /// Takes note of a field that stands; whether it is for the first time.
    fn see(&mut self, index: usize) -> bool {
        let first = self.seen & 1 << index == 0;
        self.seen |= 1 << index;
        first
    }

    #[inline(never)]
    fn note(&mut self, place: usize, problem: Problem<'a>) {
        let rank = match problem.kind {
            ProblemKind::Version(_) => LATER,
            ProblemKind::Unknown => UNKNOWN,
            _ if place < UNKNOWN => place.saturating_add(1),
            _ => place,
        };
        if rank < self.rank {
            self.rank = rank;
            self.problem = Some(problem);
        }
    }

    /// What has to be there and was not.
    fn settle(&mut self) {
        for (index, row) in self.rows.iter().enumerate() {
            let has_to = !row.may_be_absent() && !row.is_arm();
            if has_to && self.seen & 1 << index == 0 {
                return self.note(index, Problem::ours(ProblemKind::Missing, row.name()));
            }
        }
    }
}
