//! The walk over an element's fields, which reading and writing share for all messages.
//!
//! It does everything that is the same for all of them: any order, duplicates, versions, unknown elements, empty ones,
//! and which of several wrong fields is the one to name. A struct only says where each field goes ([`Record`]) and comes
//! from ([`Written`]). So the walk is compiled once and not once for each struct: that is what keeps it small.
//!
//! The one thing that a reader would get wrong: a struct is read in its place, field by field over what was blank. What is
//! half read is never seen, because nobody is given a struct of which anything was wrong.

use super::field::{Context, Field, Often, Side};
use super::problem::{Problem, ProblemKind};
use super::value::{Put, Take};
use crate::profile::Version;
use crate::xml::{Cursor, Node, Writer};

/// A message that is read: where the reading stands, and what it depends on.
#[derive(Clone)]
pub struct Input<'a> {
    pub(crate) cursor: Cursor<'a>,
    pub(crate) context: Context,
    /// What was found wrong last.
    problem: Option<Problem<'a>>,
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
    pub(crate) fn new(cursor: Cursor<'a>, context: Context) -> Self {
        Self { cursor, context, problem: None }
    }

    /// Notes what is wrong.
    pub(crate) fn fail(&mut self, problem: Problem<'a>) -> Failed {
        self.problem = Some(problem);
        Failed(())
    }

    /// The element that a value is in does not hold what it should.
    #[cold]
    pub(crate) fn invalid(&mut self, field: &'static Field) -> Failed {
        self.fail(Problem::invalid(field))
    }

    /// What was found wrong last.
    pub(crate) fn problem(&self) -> Problem<'a> {
        self.problem.unwrap_or(Problem::new(ProblemKind::Invalid, ""))
    }

    /// Passes an element that has been entered and is empty.
    fn pass_empty(&mut self, field: &'static Field) {
        if self.cursor.is_strict() {
            self.cursor.strict_end(field.name());
        } else {
            self.cursor.skip();
        }
    }
}

/// Where an element's fields go.
pub trait Record<'a> {
    /// The field of this place in the table. Asked for an arm of several, it takes that arm.
    #[doc(hidden)]
    fn field_mut(&mut self, index: usize) -> Option<&mut (dyn Take<'a> + '_)>;

    /// Throws away what has been read.
    #[doc(hidden)]
    fn clear(&mut self);

    /// Whether one of several stands where one has to.
    #[doc(hidden)]
    fn is_whole(&self) -> bool {
        true
    }
}

/// Where an element's fields come from.
pub trait Written {
    /// The field of this place in the table, unless it is an arm that does not stand.
    #[doc(hidden)]
    fn field(&self, index: usize) -> Option<&(dyn Put + '_)>;
}

/// What is written into, and what writing depends on and found.
#[derive(Debug)]
pub struct Out<'w, 'b> {
    pub(crate) writer: &'w mut Writer<'b>,
    /// The version that the session speaks.
    pub(crate) version: Version,
    /// Which way the message goes.
    pub(crate) side: Side,
    /// A field of a request that the version does not have.
    pub(crate) refused: Option<&'static Field>,
}

impl<'w, 'b> Out<'w, 'b> {
    pub(crate) fn new(writer: &'w mut Writer<'b>, version: Version, side: Side) -> Self {
        Self { writer, version, side, refused: None }
    }

    /// Whether the field is to be written. A request's field of a later version is refused; a response's is left out.
    pub(crate) fn has(&mut self, field: &'static Field) -> bool {
        if field.since <= self.version {
            return true;
        }
        if self.side == Side::Request {
            self.refused.get_or_insert(field);
        }
        false
    }
}

/// Writes every field, in the table's order.
pub(crate) fn write_record(record: &dyn Written, fields: &'static [Field], out: &mut Out<'_, '_>) {
    for (index, field) in fields.iter().enumerate() {
        if let Some(value) = record.field(index) {
            value.put(out, field);
        }
    }
}

/// Reads the fields of the element that the input has entered, to its end. `own` is the element's own name.
pub(crate) fn read_record<'a>(
    record: &mut (dyn Record<'a> + '_),
    input: &mut Input<'a>,
    fields: &'static [Field],
    own: &'static str,
) -> Read {
    let side = input.context.side;
    let mut walk = Walk { fields, seen: 0, next: 0, worst: None, unknown: None, later: None, own };
    let mut has_arm = false;
    while let Some((index, field)) = walk.next(input) {
        let often = field.often();
        if often == Often::Optional && input.cursor.is_empty() {
            input.pass_empty(field);
            continue;
        }
        // In a response an empty text is the empty text; any other type says itself that empty is not valid.
        let empty = often == Often::Once && side == Side::Request && input.cursor.is_empty();
        let mut read = match record.field_mut(index) {
            Some(value) => value.take(input, field),
            None => {
                input.cursor.skip();
                Ok(())
            }
        };
        if often == Often::Arm {
            // Two known arms contradict each other.
            if has_arm && read.is_ok() {
                read = Err(input.invalid(field));
            }
            has_arm = true;
        }
        if empty {
            walk.note(index, Problem::new(ProblemKind::Missing, field.name()));
        } else if read.is_err() {
            walk.note(index, input.problem());
        }
    }
    walk.settle();
    if let Some(problem) = walk.problem(side) {
        return Err(input.fail(problem));
    }
    if side == Side::Request && !record.is_whole() {
        return Err(input.fail(Problem::new(ProblemKind::Missing, own)));
    }
    Ok(())
}

/// The same for a field or an item that is an element with fields.
pub(crate) fn read_value<'a>(
    record: &mut (dyn Record<'a> + '_),
    input: &mut Input<'a>,
    field: &'static Field,
) -> Read {
    read_record(record, input, field.fields().unwrap_or_default(), field.value_name())
}

struct Walk<'a> {
    fields: &'static [Field],
    seen: u32,
    next: usize,
    /// The problem of the field that comes first in the table.
    worst: Option<(usize, Problem<'a>)>,
    unknown: Option<Problem<'a>>,
    later: Option<Problem<'a>>,
    /// The element's own name, for what is wrong between its fields.
    own: &'static str,
}

impl<'a> Walk<'a> {
    /// Enters the next field that is known, and gives its place in the table; `None` at the element's end.
    #[inline]
    fn next(&mut self, input: &mut Input<'a>) -> Option<(usize, &'static Field)> {
        let cursor = &mut input.cursor;
        // A sender writes the fields in the table's order, so the next one is most likely the next of the table.
        while let Some(field) = self.fields.get(self.next) {
            let found = self.next;
            if field.since <= input.context.version && cursor.enter(field.tag) {
                self.next += 1;
                if self.seen & 1 << found == 0 {
                    self.seen |= 1 << found;
                    return Some((found, field));
                }
                self.note(found, Problem::new(ProblemKind::Invalid, field.name()));
                cursor.skip();
                break;
            }
            if cursor.at_end_tag() {
                break;
            }
            self.next += 1;
        }
        if cursor.is_strict() {
            cursor.strict_end(self.own);
            return None;
        }
        self.search(input)
    }

    /// The same for any order, prefix and unknown elements.
    fn search(&mut self, input: &mut Input<'a>) -> Option<(usize, &'static Field)> {
        let cursor = &mut input.cursor;
        loop {
            let (local, at) = match cursor.node() {
                Node::End => return None,
                Node::Text => {
                    self.unknown.get_or_insert(Problem::new(ProblemKind::Invalid, self.own));
                    continue;
                }
                Node::Child { local, at } => (local, at),
            };
            let known = self.fields.iter().enumerate().find(|(_, f)| f.name() == local);
            match known {
                Some((found, field)) if !cursor.is_foreign(at) => {
                    if field.since > input.context.version {
                        self.later
                            .get_or_insert(Problem::new(ProblemKind::Version(field.since), field.name()));
                    } else if self.seen & 1 << found == 0 {
                        self.seen |= 1 << found;
                        self.next = found + 1;
                        return Some((found, field));
                    } else {
                        self.note(found, Problem::new(ProblemKind::Invalid, field.name()));
                    }
                }
                // A response's are passed over, and must not hide what is wrong behind them (XML-18).
                _ if input.context.side == Side::Response => {}
                _ => {
                    self.unknown.get_or_insert(Problem::new(ProblemKind::Unknown, local));
                }
            }
            cursor.skip();
        }
    }

    fn note(&mut self, index: usize, problem: Problem<'a>) {
        if matches!(problem.kind, ProblemKind::Version(_)) {
            self.later.get_or_insert(problem);
        } else if problem.kind == ProblemKind::Unknown {
            self.unknown.get_or_insert(problem);
        } else if self.worst.is_none_or(|(worst, _)| index < worst) {
            self.worst = Some((index, problem));
        }
    }

    /// What has to be there and was not.
    fn settle(&mut self) {
        let missing = self.fields.iter().enumerate().find(|(index, field)| {
            self.seen & 1 << index == 0 && matches!(field.often(), Often::Once | Often::Some | Often::Many(_))
        });
        if let Some((index, field)) = missing {
            self.note(index, Problem::new(ProblemKind::Missing, field.name()));
        }
    }

    /// The problem to name, if there is one.
    fn problem(&self, side: Side) -> Option<Problem<'a>> {
        // OP-5, SH-10
        let later = self.later.filter(|_| side == Side::Request);
        later.or(self.worst.map(|(_, problem)| problem)).or(self.unknown)
    }
}
