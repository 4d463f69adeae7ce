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

/// Room for every name while they are collected, and for where each begins.
const ROOM: usize = 4096;
const MOST: usize = 512;

struct Names {
    octets: [u8; ROOM],
    length: usize,
    starts: [usize; MOST],
    count: usize,
}

#[allow(clippy::indexing_slicing)] // reckoned by the compiler, which says what is out of bounds
impl Names {
    const fn of_all() -> Self {
        let mut names = Self { octets: [0; ROOM], length: 0, starts: [0; MOST], count: 0 };
        let mut at = 0;
        while at < OPERATIONS.len() {
            let info = OPERATIONS[at];
            names = names.with(info.response_name).with_fields(info.request).with_fields(info.response);
            at += 1;
        }
        names.with("FaultDetail").with_fields(<Fault<'_> as Fields<'_>>::FIELDS)
    }

    const fn with_fields(mut self, fields: &[Field]) -> Self {
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

    const fn with(mut self, name: &str) -> Self {
        if self.find(name).is_none() {
            self.starts[self.count] = self.length;
            self.count += 1;
            let mut at = 0;
            while at < name.len() {
                self.octets[self.length + at] = name.as_bytes()[at];
                at += 1;
            }
            self.length += at;
        }
        self
    }

    /// Which one it is.
    const fn find(&self, name: &str) -> Option<usize> {
        let name = name.as_bytes();
        let mut at = 0;
        while at < self.count {
            let start = self.starts[at];
            let end = if at + 1 < self.count { self.starts[at + 1] } else { self.length };
            let mut same = 0;
            while same < name.len() && start + same < end && self.octets[start + same] == name[same] {
                same += 1;
            }
            if same == name.len() && start + same == end {
                return Some(at);
            }
            at += 1;
        }
        None
    }
}

const ALL: &Names = &Names::of_all();

/// Name after name, and only as much of it as there is.
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

/// Where each begins, and where the last ends.
static STARTS: [u16; ALL.count + 1] = {
    let mut starts = [0; ALL.count + 1];
    let mut at = 0;
    while at < starts.len() {
        let start = if at < ALL.count { ALL.starts[at] } else { ALL.length };
        assert!(start <= 0xFFFF, "more names than can be counted");
        let [low, high, ..] = start.to_le_bytes();
        starts[at] = u16::from_le_bytes([low, high]);
        at += 1;
    }
    starts
};

/// Which one it is.
#[allow(clippy::panic)] // when the project is built
pub(super) const fn place_of(name: &str) -> u8 {
    match ALL.find(name) {
        Some(place) if place <= 0xFF => place.to_le_bytes()[0],
        _ => panic!("an element that belongs to no operation and no fault, or one too many"),
    }
}

fn range(place: u8) -> Range<usize> {
    match STARTS.get(usize::from(place)..).unwrap_or_default() {
        [start, end, ..] => usize::from(*start)..usize::from(*end),
        _ => 0..0,
    }
}

/// The name.
pub(super) fn name(place: u8) -> &'static str {
    TEXT.get(range(place)).unwrap_or_default()
}

/// The name as octets, which are found sooner.
#[inline]
pub(super) fn name_octets(place: u8) -> &'static [u8] {
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
