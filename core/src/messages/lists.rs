//! The lists of all elements: what an item of each is named, and how many there may be.
//!
//! Most fields are no list, so a field's row keeps no more of it than the place here.

use super::ALL as OPERATIONS;
use super::field::{Field, Kind, Occurs};
use super::names::{place_of, same_text};

/// What a list holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Items {
    /// The name of its items.
    pub(super) name: u8,
    /// At most so many of them and at least one, or one of the two others.
    pub(super) most: u8,
}

/// Any number of items.
pub(super) const ANY: u8 = 0;
/// Any number of items but none.
pub(super) const SOME: u8 = u8::MAX;

/// Room while they are collected.
const ROOM: usize = 64;

struct Lists {
    names: [&'static str; ROOM],
    most: [u8; ROOM],
    count: usize,
}

#[allow(clippy::indexing_slicing)] // reckoned by the compiler, which says what is out of bounds
impl Lists {
    const fn of_all() -> Self {
        let mut lists = Self { names: [""; ROOM], most: [ANY; ROOM], count: 0 };
        let mut at = 0;
        while at < OPERATIONS.len() {
            lists = lists.with_fields(OPERATIONS[at].request).with_fields(OPERATIONS[at].response);
            at += 1;
        }
        lists
    }

    const fn with_fields(mut self, fields: &'static [Field]) -> Self {
        let mut at = 0;
        while at < fields.len() {
            let field = &fields[at];
            if let (Some(name), Some(most)) = (field.item_name(), most(field.occurs()))
                && self.find(name, most).is_none()
            {
                self.names[self.count] = name;
                self.most[self.count] = most;
                self.count += 1;
            }
            if let Kind::Struct(inner) = field.kind() {
                self = self.with_fields(inner);
            }
            at += 1;
        }
        self
    }

    const fn find(&self, name: &str, most: u8) -> Option<usize> {
        let mut at = 0;
        while at < self.count {
            if self.most[at] == most && same_text(self.names[at], name) {
                return Some(at);
            }
            at += 1;
        }
        None
    }
}

const fn most(occurs: Occurs) -> Option<u8> {
    match occurs {
        Occurs::Once | Occurs::Optional | Occurs::Arm => None,
        Occurs::List => Some(ANY),
        Occurs::Many(usize::MAX) => Some(SOME),
        Occurs::Many(most) => {
            assert!(most > ANY as usize && most < SOME as usize, "a limit that an octet cannot tell");
            Some(most.to_le_bytes()[0])
        }
    }
}

const ALL: &Lists = &Lists::of_all();

/// The lists, and only as many as there are.
pub(super) static LISTS: [Items; ALL.count] = {
    let mut lists = [Items { name: 0, most: ANY }; ALL.count];
    let mut at = 0;
    while at < lists.len() {
        lists[at] = Items { name: place_of(ALL.names[at]), most: ALL.most[at] };
        at += 1;
    }
    lists
};

/// Which one it is; `None` if it is no list.
#[allow(clippy::panic)] // when the project is built
pub(super) const fn place_of_list(item: Option<&str>, occurs: Occurs) -> Option<u8> {
    match (item, most(occurs)) {
        (Some(item), Some(most)) => match ALL.find(item, most) {
            Some(place) => Some(place.to_le_bytes()[0]),
            None => panic!("a list that belongs to no operation"),
        },
        (None, None) => None,
        _ => panic!("a list without the name of its items, or such a name without a list"),
    }
}
