//! The tables of all operations in one: every element's rows, and every list of words, each once.
//!
//! The compiler makes them of the public tables, so a field is still written down once. An element that two operations
//! share stands once; what tells them apart is what they look like, since the compiler compares no addresses.

use core::ops::Range;

use crate::messages::field::{Field, Kind, Occurs};
use crate::messages::names::same_text;
use crate::messages::row::{Row, kind, place_of_version};
use crate::messages::{ALL as OPERATIONS, Called, begin};

/// Room while they are collected.
const MOST_ROWS: usize = 512;
const MOST_ELEMENTS: usize = 128;
const MOST_LISTS: usize = 32;
const MOST_OCTETS: usize = 2048;

struct Tables {
    rows: [Row; MOST_ROWS],
    row_count: usize,
    /// The elements that have been met, and where the rows of each begin.
    elements: [&'static [Field]; MOST_ELEMENTS],
    starts: [usize; MOST_ELEMENTS],
    element_count: usize,
    /// The lists of words that have been met, and where each begins in the text of all.
    lists: [&'static [&'static str]; MOST_LISTS],
    list_starts: [usize; MOST_LISTS],
    list_count: usize,
    octets: [u8; MOST_OCTETS],
    length: usize,
}

#[allow(clippy::indexing_slicing)] // reckoned by the compiler, which says what is out of bounds
impl Tables {
    const fn of_all() -> Self {
        let mut tables = Self {
            rows: [Row::element("FaultDetail"); MOST_ROWS],
            row_count: 0,
            elements: [&[]; MOST_ELEMENTS],
            starts: [0; MOST_ELEMENTS],
            element_count: 0,
            lists: [&[]; MOST_LISTS],
            list_starts: [0; MOST_LISTS],
            list_count: 0,
            octets: [0; MOST_OCTETS],
            length: 0,
        };
        let mut at = 0;
        while at < OPERATIONS.len() {
            tables.element(OPERATIONS[at].request);
            tables.element(OPERATIONS[at].response);
            at += 1;
        }
        tables
    }

    /// Which element it is; if it is new it is taken in.
    const fn element(&mut self, fields: &'static [Field]) -> usize {
        if let Some(known) = self.find(fields) {
            return known;
        }
        // The walk notes what it has seen in so many bits.
        assert!(fields.len() <= 32, "more fields than an element may have");
        let (own, start) = (self.element_count, self.row_count);
        self.elements[own] = fields;
        self.starts[own] = start;
        self.element_count += 1;
        self.row_count += fields.len();
        let mut at = 0;
        while at < fields.len() {
            let field = &fields[at];
            let row = Row::new(field.name(), field.item_name(), field.since, field.occurs(), field.kind());
            self.rows[start + at] = match field.kind() {
                Kind::Words(words) => row.of_kind(octet(kind::WORDS, self.words(words), kind::ELEMENT)),
                Kind::Struct(inner) => row.of_kind(octet(kind::ELEMENT, self.element(inner), u8::MAX)),
                _ => row,
            };
            at += 1;
        }
        own
    }

    const fn find(&self, fields: &[Field]) -> Option<usize> {
        let mut at = 0;
        while at < self.element_count {
            if same_fields(self.elements[at], fields) {
                return Some(at);
            }
            at += 1;
        }
        None
    }

    /// Which list of words it is; if it is new it is taken in.
    const fn words(&mut self, words: &'static [&'static str]) -> usize {
        let mut at = 0;
        while at < self.list_count {
            if same_words(self.lists[at], words) {
                return at;
            }
            at += 1;
        }
        self.lists[at] = words;
        self.list_starts[at] = self.length;
        self.list_count += 1;
        let mut word = 0;
        while word < words.len() {
            let mut place = 0;
            while place < words[word].len() {
                self.octets[self.length] = words[word].as_bytes()[place];
                self.length += 1;
                place += 1;
            }
            self.octets[self.length] = b' ';
            self.length += 1;
            word += 1;
        }
        at
    }

    /// Where an element's rows stand.
    const fn range(&self, element: usize) -> (usize, usize) {
        let end = if element + 1 < self.element_count { self.starts[element + 1] } else { self.row_count };
        (self.starts[element], end)
    }
}

const fn octet(base: u8, place: usize, end: u8) -> u8 {
    assert!(place < (end - base) as usize, "more than an octet can tell");
    base + place.to_le_bytes()[0]
}

#[allow(clippy::indexing_slicing)] // as above
const fn same_fields(one: &[Field], other: &[Field]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        let (a, b) = (&one[at], &other[at]);
        let same_item = match (a.item_name(), b.item_name()) {
            (Some(a), Some(b)) => same_text(a, b),
            (None, None) => true,
            _ => false,
        };
        let same_since = place_of_version(a.since) == place_of_version(b.since);
        let same = same_text(a.name(), b.name())
            && same_item
            && same_since
            && same_occurs(a.occurs(), b.occurs())
            && same_kind(a.kind(), b.kind());
        if !same {
            return false;
        }
        at += 1;
    }
    true
}

const fn same_occurs(one: Occurs, other: Occurs) -> bool {
    match (one, other) {
        (Occurs::Once, Occurs::Once)
        | (Occurs::Optional, Occurs::Optional)
        | (Occurs::List, Occurs::List)
        | (Occurs::Arm, Occurs::Arm) => true,
        (Occurs::Many(a), Occurs::Many(b)) => a == b,
        _ => false,
    }
}

const fn same_kind(one: Kind, other: Kind) -> bool {
    match (one, other) {
        (Kind::Text(a), Kind::Text(b)) => a == b,
        (Kind::Words(a), Kind::Words(b)) => same_words(a, b),
        (Kind::Struct(a), Kind::Struct(b)) => same_fields(a, b),
        (Kind::Int, Kind::Int)
        | (Kind::PageSize, Kind::PageSize)
        | (Kind::Bool, Kind::Bool)
        | (Kind::Decimal, Kind::Decimal)
        | (Kind::Date, Kind::Date)
        | (Kind::DateTime, Kind::DateTime)
        | (Kind::Guid, Kind::Guid)
        | (Kind::Base64, Kind::Base64)
        | (Kind::OdsCode, Kind::OdsCode)
        | (Kind::NhsNumber, Kind::NhsNumber)
        | (Kind::RelationshipId, Kind::RelationshipId)
        | (Kind::RelationshipKey, Kind::RelationshipKey)
        | (Kind::Version, Kind::Version) => true,
        _ => false,
    }
}

#[allow(clippy::indexing_slicing)] // as above
const fn same_words(one: &[&str], other: &[&str]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if !same_text(one[at], other[at]) {
            return false;
        }
        at += 1;
    }
    true
}

const ALL: &Tables = &Tables::of_all();

/// The rows of all elements, and only as many as there are.
static ROWS: [Row; ALL.row_count] = {
    let mut rows = [ALL.rows[0]; ALL.row_count];
    let mut at = 0;
    while at < rows.len() {
        rows[at] = ALL.rows[at];
        at += 1;
    }
    rows
};

/// How many rows each element has.
static LENGTHS: [u8; ALL.element_count] = {
    let mut lengths = [0; ALL.element_count];
    let mut at = 0;
    while at < lengths.len() {
        let (start, end) = ALL.range(at);
        lengths[at] = octet(0, end - start, u8::MAX);
        at += 1;
    }
    lengths
};

/// All words, each with a space behind it.
static WORDS: [u8; ALL.length] = {
    let mut octets = [0; ALL.length];
    let mut at = 0;
    while at < octets.len() {
        octets[at] = ALL.octets[at];
        at += 1;
    }
    octets
};

static WORDS_TEXT: &str = match core::str::from_utf8(&WORDS) {
    Ok(words) => words,
    Err(_) => panic!("a word that is not ASCII"),
};

/// How long each list of words is.
static LISTS: [u8; ALL.list_count] = {
    let mut lengths = [0; ALL.list_count];
    let mut at = 0;
    while at < lengths.len() {
        let end = if at + 1 < ALL.list_count { ALL.list_starts[at + 1] } else { ALL.length };
        lengths[at] = octet(0, end - ALL.list_starts[at], u8::MAX);
        at += 1;
    }
    lengths
};

/// How many operations can be called: BeginSession is the handshake's.
const COUNT: usize = OPERATIONS.len() - 1;

/// Every operation that can be called.
pub(super) static CALLED: [Called; COUNT] = {
    let mut all = [const { operation(0) }; COUNT];
    let (mut at, mut place) = (0, 0);
    while at < OPERATIONS.len() {
        if !same_text(OPERATIONS[at].name, begin::BEGIN_SESSION.name) {
            all[place] = operation(at);
            place += 1;
        }
        at += 1;
    }
    all
};

#[allow(clippy::indexing_slicing)] // as above
const fn operation(at: usize) -> Called {
    let info = OPERATIONS[at];
    Called::new(info, info.response_name).of_kinds(found(info.request), found(info.response))
}

#[allow(clippy::panic)] // when the project is built
const fn found(fields: &[Field]) -> u8 {
    match ALL.find(fields) {
        Some(element) => octet(kind::ELEMENT, element, u8::MAX),
        None => panic!("an operation's element that was not collected"),
    }
}

/// The fields of what has this kind; `None` if it is a value.
pub(super) fn fields(kind: u8) -> Option<&'static [Row]> {
    ROWS.get(range(&LENGTHS, kind.checked_sub(kind::ELEMENT)?))
}

/// The words that a row's value may be; `None` if it is no word. It is asked of what has no fields.
pub(super) fn words(row: &Row) -> Option<&'static str> {
    WORDS_TEXT.get(range(&LISTS, row.kind().checked_sub(kind::WORDS)?))
}

/// Where the piece of this place stands among pieces of these lengths.
fn range(lengths: &[u8], place: u8) -> Range<usize> {
    let (mut start, mut end) = (0, 0);
    for length in lengths.iter().take(usize::from(place) + 1) {
        start = end;
        end += usize::from(*length);
    }
    start..end
}
