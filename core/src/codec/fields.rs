//! The walk over an element's fields, which all messages share.
//!
//! It does everything that is the same for all of them: any order, duplicates, versions, unknown elements, empty ones,
//! and which of several problems is named. A message only says which field is read into which variable:
//!
//! ```text
//! let mut fields = FieldsReader::new(reader, Self::FIELDS);
//! while let Some(field) = fields.next_field() {
//!     match field {
//!         0 => slot_id = fields.value(),
//!         …
//!         _ => fields.skip(),
//!     }
//! }
//! fields.finish()?;
//! ```

use super::decode::{Decode, ElementReader, Invalid, Side};
use super::descriptor::{FieldDescriptor, Occurs};
use super::items::{ListContent, count_items};
use super::list::{BoundedList, List};
use super::problem::{Problem, ProblemKind};
use crate::xml::Node;

/// Reads the fields of the element that a reader has entered.
#[derive(Debug)]
pub struct FieldsReader<'r, 'a> {
    reader: &'r mut ElementReader<'a>,
    fields: &'static [FieldDescriptor],
    /// The local name of the element around the fields.
    element: &'static str,
    /// The fields that have been met, a bit each.
    seen: u32,
    /// The field that most likely comes next.
    next: usize,
    /// The field that has been entered.
    current: usize,
    has_arm: bool,
    /// The problem to name, and its rank: the lowest is named.
    problem: Option<Problem<'a>>,
    rank: usize,
}

/// The rank of what a later version has: it is named before everything else (OP-5, SH-10). The fields follow in their
/// order, and then elements that are not known.
const LATER: usize = 0;
const UNKNOWN: usize = usize::MAX - 2;
const NO_ARM: usize = usize::MAX - 1;

impl<'r, 'a> FieldsReader<'r, 'a> {
    /// Reads the fields of the element that `reader` has entered.
    pub fn new(reader: &'r mut ElementReader<'a>, fields: &'static [FieldDescriptor]) -> Self {
        // The fields that have been met are noted in so many bits.
        debug_assert!(fields.len() <= 32);
        let element = reader.name;
        let (seen, next, current, has_arm, problem, rank) = (0, 0, 0, false, None, usize::MAX);
        Self { reader, fields, element, seen, next, current, has_arm, problem, rank }
    }

    /// Enters the next field that is known, and gives its place among the descriptors; `None` at the element's end.
    #[inline]
    pub fn next_field(&mut self) -> Option<usize> {
        loop {
            let (place, field) = self.enter()?;
            if field.occurs() == Occurs::Optional && self.reader.cursor.is_empty() {
                // Empty counts as absent (OP-4).
                self.skip_empty(field);
                continue;
            }
            self.current = place;
            return Some(place);
        }
    }

    /// Reads the value of the field that has been entered.
    #[inline]
    pub fn value<T: Decode<'a>>(&mut self) -> Option<T> {
        self.read(|reader, _| T::decode(reader))
    }

    /// Takes the list that has been entered. Its items are read when they are asked for.
    pub fn list<T>(&mut self) -> Option<List<'a, T>> {
        self.read(|reader, field| Ok(List::of_message(ListContent::take(reader, field))))
    }

    /// Takes the list that has been entered. Of a request each item is read, because a request has to be right as a whole
    /// before anything of it is done.
    pub fn bounded_list<T: Decode<'a>, const MAX: usize>(&mut self) -> Option<BoundedList<'a, T, MAX>> {
        self.read(|reader, field| {
            let content = count_items(reader, field, |reader| T::decode(reader).map(drop))?;
            Ok(BoundedList::of_message(content))
        })
    }

    /// Skips the field that has been entered.
    pub fn skip(&mut self) {
        self.reader.skip();
    }

    /// Reads the field that has been entered, and notes what is wrong with it.
    #[inline]
    pub(crate) fn read<T>(
        &mut self,
        read: impl FnOnce(&mut ElementReader<'a>, &'static FieldDescriptor) -> Result<T, Invalid>,
    ) -> Option<T> {
        let field = self.fields.get(self.current)?;
        // In a response an empty text is the empty text; any other type refuses an empty element itself.
        let empty =
            self.reader.is_request() && field.occurs() == Occurs::Once && self.reader.cursor.is_empty();
        self.reader.name = field.value_name();
        let value = read(self.reader, field);
        if self.is_good(field, value.is_ok(), empty) { value.ok() } else { None }
    }

    /// Whether the field that has been read is good; if not, what is wrong is noted.
    fn is_good(&mut self, field: &'static FieldDescriptor, valid: bool, empty: bool) -> bool {
        let problem = if field.occurs() == Occurs::Arm && core::mem::replace(&mut self.has_arm, true) && valid
        {
            // Two arms contradict each other.
            Problem::known(ProblemKind::Invalid, field.name())
        } else if empty {
            Problem::known(ProblemKind::Missing, field.name())
        } else if valid {
            return true;
        } else {
            self.reader.problem()
        };
        self.note(self.current, problem);
        false
    }

    /// The element's end has come: whether all fields were good, and all required ones were there.
    ///
    /// # Errors
    /// [`Invalid`]: the first problem by the order of the descriptors is noted in the reader.
    pub fn finish(mut self) -> Result<(), Invalid> {
        let mut required = self
            .fields
            .iter()
            .enumerate()
            .filter(|(_, field)| matches!(field.occurs(), Occurs::Once | Occurs::BoundedList(_)));
        if let Some((place, field)) = required.find(|(place, _)| self.seen & bit(*place) == 0) {
            self.note(place, Problem::known(ProblemKind::Missing, field.name()));
        }
        // One arm has to be there; in a response it may be one that is not known here.
        let is_choice = self.fields.last().is_some_and(|field| field.occurs() == Occurs::Arm);
        if is_choice && !self.has_arm && self.reader.is_request() {
            self.note(NO_ARM, Problem::known(ProblemKind::Missing, self.element));
        }
        match self.problem {
            Some(problem) => Err(self.reader.fail(problem)),
            None => Ok(()),
        }
    }

    /// Enters the next field that is known.
    #[inline]
    fn enter(&mut self) -> Option<(usize, &'static FieldDescriptor)> {
        #[cfg(feature = "fast-decode")]
        if let Some(found) = self.enter_expected() {
            return Some(found);
        }
        if self.reader.cursor.direct_end(self.element.as_bytes()) {
            return None;
        }
        self.search()
    }

    /// Senders write the fields in the order of the descriptors, so the next one is most likely the next of them.
    #[cfg(feature = "fast-decode")]
    #[inline]
    fn enter_expected(&mut self) -> Option<(usize, &'static FieldDescriptor)> {
        if self.reader.cursor.at_end_tag() || !self.reader.cursor.may_enter() {
            return None;
        }
        let version = self.reader.context.version;
        let here = self.reader.cursor.tag_start();
        while let Some(field) = self.fields.get(self.next) {
            let place = self.next;
            self.next += 1;
            let name = field.name().as_bytes();
            // Nearly always enough to tell that it is another one.
            if name.first_chunk().is_some_and(|start| *start != here) {
                continue;
            }
            if self.reader.cursor.is_tag(name) && field.since() <= version {
                self.reader.cursor.enter_known(name);
                if self.see(place) {
                    return Some((place, field));
                }
                self.reader.cursor.skip();
                self.note(place, Problem::known(ProblemKind::Invalid, field.name()));
                break;
            }
        }
        None
    }

    /// Enters the next field that is known, in any order, with any prefix, among elements that are not known.
    fn search(&mut self) -> Option<(usize, &'static FieldDescriptor)> {
        loop {
            let (local, at) = match self.reader.cursor.node() {
                Node::End => return None,
                Node::Text => {
                    self.note(UNKNOWN, Problem::known(ProblemKind::Invalid, self.element));
                    continue;
                }
                Node::Child { local, at } => (local, at),
            };
            let context = self.reader.context;
            match FieldDescriptor::find(self.fields, local) {
                Some((place, field)) if !self.reader.cursor.is_foreign(at) => {
                    if field.since() > context.version {
                        // In a response it counts as not known.
                        if context.side == Side::Request {
                            let kind = ProblemKind::Version(field.since());
                            self.note(place, Problem::known(kind, field.name()));
                        }
                    } else if self.see(place) {
                        self.next = place + 1;
                        return Some((place, field));
                    } else {
                        self.note(place, Problem::known(ProblemKind::Invalid, field.name()));
                    }
                }
                // In a response it is skipped, and must not hide what is wrong behind it (XML-18).
                _ if context.side == Side::Response => {}
                _ => self.note(UNKNOWN, Problem::peer(ProblemKind::Unknown, local)),
            }
            self.reader.cursor.skip();
        }
    }

    fn skip_empty(&mut self, field: &'static FieldDescriptor) {
        if !self.reader.cursor.direct_end(field.name().as_bytes()) {
            self.reader.cursor.skip();
        }
    }

    /// Notes that a field has been met; whether it is for the first time.
    fn see(&mut self, place: usize) -> bool {
        let first = self.seen & bit(place) == 0;
        self.seen |= bit(place);
        first
    }

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
}

fn bit(place: usize) -> u32 {
    u32::try_from(place).ok().and_then(|place| 1u32.checked_shl(place)).unwrap_or(0)
}

/// A field that [`FieldsReader::finish`] has found to be there.
///
/// # Errors
/// [`Invalid`] if it was not read, which `finish` has refused already.
pub fn required<T>(field: Option<T>) -> Result<T, Invalid> {
    field.ok_or(Invalid::ABSENT)
}
