//! The names of all elements, each once, in one text: so that a device has to keep no more of a name than where it
//! stands.
//!
//! The compiler makes the text out of the operations' tables. A name that is not found in it is an error when the project
//! is built, so the one thing that a reader would get wrong does no harm: a message has to be an operation's, or a fault's,
//! or part of one.

use core::ops::Range;

use super::field::{Field, Kind};
use super::{ALL as OPERATIONS, Fields};
use crate::fault::Fault;
use crate::xml::scan;

/// Room for every name while they are collected, and for the text of all.
const MOST: usize = 256;
const ROOM: usize = 4096;

/// How long a name may be.
const LONGEST: usize = 47;

/// The names in the order of their lengths, the longest first. So a name that is a part of another one is found in the
/// text and takes no room of its own.
struct Names {
    each: [&'static str; MOST],
    starts: [usize; MOST],
    count: usize,
    octets: [u8; ROOM],
    length: usize,
}

#[allow(clippy::indexing_slicing)] // reckoned by the compiler, which says what is out of bounds
impl Names {
    const NONE: Self = Self { each: [""; MOST], starts: [0; MOST], count: 0, octets: [0; ROOM], length: 0 };

    const fn of_all() -> Self {
        let mut names = Self::NONE;
        let mut at = 0;
        while at < OPERATIONS.len() {
            let info = OPERATIONS[at];
            names = names.with(info.response_name).with_fields(info.request).with_fields(info.response);
            at += 1;
        }
        names.with("FaultDetail").with_fields(<Fault<'_> as Fields<'_>>::FIELDS).sorted()
    }

    const fn with_fields(mut self, fields: &'static [Field]) -> Self {
        let mut at = 0;
        while at < fields.len() {
            let field = &fields[at];
            self = self.with(field.name());
            if let Some(item) = field.item_name() {
                self = self.with(item);
            }
            if let Kind::Struct(inner) = field.kind() {
                self = self.with_fields(inner);
            }
            at += 1;
        }
        self
    }

    const fn with(mut self, name: &'static str) -> Self {
        if self.find(name).is_none() {
            assert!(name.len() <= LONGEST, "a name that is too long");
            self.each[self.count] = name;
            self.count += 1;
        }
        self
    }

    /// The same in their order, and with their text.
    const fn sorted(self) -> Self {
        let mut sorted = Self::NONE;
        let mut length = LONGEST;
        while length > 0 {
            let mut at = 0;
            while at < self.count {
                if self.each[at].len() == length {
                    sorted.place(self.each[at]);
                }
                at += 1;
            }
            length -= 1;
        }
        sorted
    }

    const fn place(&mut self, name: &'static str) {
        let (first, mut start) = (name.as_bytes()[0], 0);
        while start < self.length && (self.octets[start] != first || !self.stands(name, start)) {
            start += 1;
        }
        let mut at = self.length - start;
        while at < name.len() {
            self.octets[start + at] = name.as_bytes()[at];
            at += 1;
            self.length = start + at;
        }
        self.each[self.count] = name;
        self.starts[self.count] = start;
        self.count += 1;
    }

    /// Whether the name stands at this place of the text, or may do so when the text goes on.
    const fn stands(&self, name: &str, start: usize) -> bool {
        let mut at = 0;
        while at < name.len() && start + at < self.length {
            if self.octets[start + at] != name.as_bytes()[at] {
                return false;
            }
            at += 1;
        }
        true
    }

    /// Which one it is.
    const fn find(&self, name: &str) -> Option<usize> {
        let mut at = 0;
        while at < self.count {
            if same_text(self.each[at], name) {
                return Some(at);
            }
            at += 1;
        }
        None
    }

    /// How many are at least so long.
    const fn count_from(&self, length: usize) -> u8 {
        let mut at = 0;
        while at < self.count && self.each[at].len() >= length {
            at += 1;
        }
        at.to_le_bytes()[0]
    }
}

/// Whether two texts are the same, as the compiler reckons it.
#[allow(clippy::indexing_slicing)] // as above
pub(super) const fn same_text(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

const ALL: &Names = &Names::of_all();

/// The text, and only as much of it as there is.
static OCTETS: [u8; ALL.length] = {
    let mut octets = [0; ALL.length];
    let mut at = 0;
    while at < octets.len() {
        octets[at] = ALL.octets[at];
        at += 1;
    }
    octets
};

static TEXT: &str = match core::str::from_utf8(&OCTETS) {
    Ok(names) => names,
    Err(_) => panic!("a name that is not ASCII"),
};

/// Where each begins, and in the last four bits the last four of its length. By their order, it is known of a name how
/// often sixteen goes into its length.
static STARTS: [u16; ALL.count] = {
    let mut starts = [0; ALL.count];
    let mut at = 0;
    while at < starts.len() {
        let packed = ALL.starts[at] << 4 | ALL.each[at].len() & 0xF;
        assert!(packed <= 0xFFFF, "more names than can be counted");
        let [low, high, ..] = packed.to_le_bytes();
        starts[at] = u16::from_le_bytes([low, high]);
        at += 1;
    }
    starts
};

/// The names themselves, where there is room for them: they are found sooner.
static WIDE: [&[u8]; ALL.count] = {
    let mut names = [&[] as &[u8]; ALL.count];
    let mut at = 0;
    while at < names.len() {
        let (_, from) = OCTETS.split_at(ALL.starts[at]);
        (names[at], _) = from.split_at(ALL.each[at].len());
        at += 1;
    }
    names
};

/// How many names have at least 16 octets, and how many at least 32.
const LONG: u8 = ALL.count_from(16);
const VERY_LONG: u8 = ALL.count_from(32);

/// Which one it is.
#[allow(clippy::panic)] // when the project is built
pub(super) const fn place_of(name: &str) -> u8 {
    match ALL.find(name) {
        Some(place) if place <= 0xFF => place.to_le_bytes()[0],
        _ => panic!("an element that belongs to no operation and no fault, or one too many"),
    }
}

#[inline]
fn range(place: u8) -> Range<usize> {
    let Some(packed) = STARTS.get(usize::from(place)) else { return 0..0 };
    let start = usize::from(packed >> 4);
    let sixteens = usize::from(place < LONG) + usize::from(place < VERY_LONG);
    start..start + 16 * sixteens + usize::from(packed & 0xF)
}

/// The name.
pub(super) fn name(place: u8) -> &'static str {
    TEXT.get(range(place)).unwrap_or_default()
}

/// The name as octets, which are found sooner.
#[inline]
pub(super) fn name_octets(place: u8) -> &'static [u8] {
    if scan::WIDE {
        return WIDE.get(usize::from(place)).copied().unwrap_or_default();
    }
    OCTETS.get(range(place)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::*;
    use crate::messages::OPERATIONS as PUBLIC;
    use std::collections::BTreeSet;

    fn collect(fields: &'static [Field], found: &mut BTreeSet<&'static str>) {
        for field in fields {
            found.insert(field.name());
            found.extend(field.item_name());
            if let Kind::Struct(inner) = field.kind() {
                collect(inner, found);
            }
        }
    }

    #[test]
    fn every_name_stands_once_and_is_found() {
        let mut names = BTreeSet::from(["FaultDetail"]);
        collect(<Fault<'_> as Fields<'_>>::FIELDS, &mut names);
        for info in PUBLIC {
            names.insert(info.response_name);
            collect(info.request, &mut names);
            collect(info.response, &mut names);
        }
        assert!(names.len() > 150 && names.len() == ALL.count, "{} and {}", names.len(), ALL.count);
        for found in names {
            let place = place_of(found);
            assert_eq!((name(place), name_octets(place)), (found, found.as_bytes()));
        }
        assert_eq!((name(0xFF), name_octets(0xFF)), ("", &[][..]));
    }
}
