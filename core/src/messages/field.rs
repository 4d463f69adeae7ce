//! The description of an element's fields, and the walk that both reading sides share.
//!
//! A message is written down once, as a table of [`Field`]s and a struct from the same lines (see the `message!`
//! macro); this walk does everything that is the same for all of them: any order, duplicates, versions, unknown
//! elements, and which of several wrong fields is the one to name.

use core::fmt;

use crate::profile::Version;
use crate::xml::{Cursor, Namespaces, Node};

/// What a field holds.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Kind {
    /// A whole number of 64 bits.
    Int,
    /// How many items a page may have: 1 to 1000.
    PageSize,
    /// `true` or `false`.
    Bool,
    /// A decimal number.
    Decimal,
    /// A day.
    Date,
    /// A time of a day.
    DateTime,
    /// A UUID.
    Guid,
    /// Base64.
    Base64,
    /// Text of at most so many Unicode scalar values.
    Text(usize),
    /// One of these words.
    Words(&'static [&'static str]),
    /// An ODS code.
    OdsCode,
    /// An NHS number.
    NhsNumber,
    /// A PatientRelationshipId.
    RelationshipId,
    /// A PatientRelationshipKey.
    RelationshipKey,
    /// A schema version.
    Version,
    /// An element with fields of its own.
    Struct(&'static [Field]),
}

/// How often a field stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occurs {
    /// Exactly once.
    Once,
    /// Once or not at all.
    Optional,
    /// A wrapper with any number of items in it.
    List,
    /// A wrapper with at least one item in it and at most so many.
    Many(usize),
    /// One of several of which exactly one stands.
    Arm,
}

/// One field of an element, as operations.md has it.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// `<Name>`.
    pub(crate) tag: &'static str,
    /// `<Name>` of a list's items.
    pub(crate) item: Option<&'static str>,
    /// The first schema version that has it.
    pub since: Version,
    /// How often it stands.
    pub occurs: Occurs,
    /// What it holds; of a list, what an item holds.
    pub kind: Kind,
}

impl Field {
    /// The element's local name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        bare(self.tag)
    }

    /// The local name of a list's items.
    #[must_use]
    pub fn item_name(&self) -> Option<&'static str> {
        self.item.map(bare)
    }
}

/// `Name` of `<Name>`.
pub(crate) fn bare(tag: &'static str) -> &'static str {
    tag.get(1..tag.len().saturating_sub(1)).unwrap_or_default()
}

/// Which way a message goes: a request's reader is strict, a response's skips what it does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// From the client to the server.
    Request,
    /// From the server to the client.
    Response,
}

/// What reading a message depends on beside its octets.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// The version that the session speaks.
    pub version: Version,
    /// Which way the message goes.
    pub side: Side,
    /// The namespaces that are told apart.
    pub names: Namespaces,
}

/// What writing a message depends on, and what it found.
#[derive(Debug)]
pub struct Out {
    /// The version that the session speaks.
    pub version: Version,
    /// Which way the message goes.
    pub side: Side,
    /// A field of a request that the version does not have.
    pub refused: Option<&'static Field>,
}

impl Out {
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

/// What is wrong with a message's fields. Where it is a request, it is the fault to answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Problem<'a> {
    /// What is wrong.
    pub kind: ProblemKind,
    /// The local name of the element, which may come from the message.
    pub(crate) field: &'a str,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// It has to be there, or not to be empty.
    Missing,
    /// It does not hold what its type allows, or stands twice.
    Invalid,
    /// No such element is known.
    Unknown,
    /// It is of a later version than the session's.
    Version(Version),
}

impl<'a> Problem<'a> {
    /// The local name of the element. For a request it may be the peer's own text.
    #[must_use]
    pub fn field(&self) -> &'a str {
        self.field
    }

    pub(crate) fn new(kind: ProblemKind, field: &'a str) -> Self {
        Self { kind, field }
    }

    pub(crate) fn invalid(tag: &'static str) -> Self {
        Self { kind: ProblemKind::Invalid, field: bare(tag) }
    }
}

impl fmt::Debug for Problem<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The field's name may be the peer's octets.
        write!(f, "{:?}", self.kind)
    }
}

/// A response that cannot be read, because it breaks the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// What is wrong.
    pub kind: DecodeErrorKind,
    /// The element of operations.md at which it was found, where it is one.
    pub field: Option<&'static str>,
}

/// What is wrong with a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeErrorKind {
    /// The Body is no well-formed XML of the profile.
    Malformed,
    /// The Body is another operation's.
    UnexpectedElement,
    /// A field that has to be there is not, or is empty.
    Missing,
    /// A field does not hold what its type allows, or stands twice; or there is an element of another namespace.
    Invalid,
    /// A piece of it is longer than the buffer through which it was to be streamed.
    TooLong,
}

impl DecodeError {
    /// Whether it is the operation's response all the same. What is none may have been a fault.
    pub(crate) fn is_response(&self) -> bool {
        !matches!(self.kind, DecodeErrorKind::Malformed | DecodeErrorKind::UnexpectedElement)
    }

    pub(crate) const MALFORMED: Self = Self { kind: DecodeErrorKind::Malformed, field: None };

    pub(crate) fn of(problem: Problem<'_>, fields: &'static [Field]) -> Self {
        let kind = match problem.kind {
            ProblemKind::Missing => DecodeErrorKind::Missing,
            _ => DecodeErrorKind::Invalid,
        };
        Self { kind, field: find_name(fields, problem.field) }
    }
}

/// The table's own text for a name, so that no octet of a message gets into an error.
fn find_name(fields: &'static [Field], name: &str) -> Option<&'static str> {
    fields.iter().find_map(|field| {
        if field.name() == name {
            return Some(field.name());
        }
        if field.item_name() == Some(name) {
            return field.item_name();
        }
        match field.kind {
            Kind::Struct(inner) => find_name(inner, name),
            _ => None,
        }
    })
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_response() {
            "the call was carried out, but the practice's answer cannot be read: "
        } else {
            "the practice's answer cannot be read, so it is unknown whether the call was carried out: "
        })?;
        f.write_str(match self.kind {
            DecodeErrorKind::Malformed => "it is not well-formed",
            DecodeErrorKind::UnexpectedElement => "it answers another operation",
            DecodeErrorKind::Missing => "a field is missing",
            DecodeErrorKind::Invalid => "a field is not valid",
            DecodeErrorKind::TooLong => "a piece of it is longer than the buffer",
        })?;
        match self.field {
            Some(field) => write!(f, " ({field})"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for DecodeError {}

/// The walk over one element's fields.
pub(crate) struct Walk<'a> {
    fields: &'static [Field],
    context: Context,
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
    pub(crate) fn new(own: &'static str, fields: &'static [Field], context: Context) -> Self {
        Self { fields, context, seen: 0, next: 0, worst: None, unknown: None, later: None, own }
    }

    /// Enters the next field that is known, and gives its place in the table; `None` at the element's end.
    #[inline]
    pub(crate) fn next(&mut self, cursor: &mut Cursor<'a>) -> Option<usize> {
        // A sender writes the fields in the table's order, so the next one is most likely the next of the table.
        while let Some(field) = self.fields.get(self.next) {
            let found = self.next;
            if field.since <= self.context.version && cursor.enter(field.tag) {
                self.next += 1;
                if self.seen & 1 << found == 0 {
                    self.seen |= 1 << found;
                    return Some(found);
                }
                self.note(found, Problem::invalid(field.tag));
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
        self.search(cursor)
    }

    /// The same for any order, prefix and unknown elements.
    fn search(&mut self, cursor: &mut Cursor<'a>) -> Option<usize> {
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
                    if field.since > self.context.version {
                        self.later
                            .get_or_insert(Problem::new(ProblemKind::Version(field.since), field.name()));
                    } else if self.seen & 1 << found == 0 {
                        self.seen |= 1 << found;
                        self.next = found + 1;
                        return Some(found);
                    } else {
                        self.note(found, Problem::invalid(field.tag));
                    }
                }
                // A response's are passed over, and must not hide what is wrong behind them (XML-18).
                _ if self.context.side == Side::Response => {}
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

    /// Notes what was wrong with a field.
    #[inline]
    pub(crate) fn keep(&mut self, index: usize, read: Result<(), Problem<'a>>) {
        if let Err(problem) = read {
            self.note(index, problem);
        }
    }

    /// The field, whether or not it was there.
    #[inline]
    pub(crate) fn settle<T>(&mut self, index: usize, place: &mut Option<T>, absent: Option<T>) {
        if self.seen & 1 << index == 0 {
            if let Some(value) = absent {
                *place = Some(value);
            } else {
                let field = self.fields.get(index).map_or("", Field::name);
                self.note(index, Problem::new(ProblemKind::Missing, field));
            }
        }
    }

    /// The problem to name, if there is one.
    pub(crate) fn done(&self) -> Result<(), Problem<'a>> {
        // OP-5, SH-10
        let later = self.later.filter(|_| self.context.side == Side::Request);
        match later.or(self.worst.map(|(_, problem)| problem)).or(self.unknown) {
            Some(problem) => Err(problem),
            None => Ok(()),
        }
    }
}
