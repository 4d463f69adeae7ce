//! A field as the walk over messages needs it.
//!
//! It is made of the same lines as [`Field`](super::Field), which says more and is for whoever makes a schema or a test.
//! There are some hundreds of fields, and a device keeps a row of each in flash: so it is ten octets long, and a type
//! of a value knows by itself how it is read.

use super::RESPONSE;
use super::field::{Kind, Occurs};
use super::names::{NAMES, place_of};
use crate::profile::Version;

/// How often a field stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Often {
    Once,
    Optional,
    List,
    /// Any number of items but none.
    Some,
    Arm,
    /// At least one item and at most so many.
    Many(u8),
}

/// What [`Often::Many`] begins with as an octet.
const MANY: u8 = 5;

/// How long texts may be, in Unicode scalar values. A row has a place in it.
const LIMITS: [usize; 15] = [0, 4, 8, 10, 32, 35, 64, 100, 254, 255, 500, 1000, 2000, 4000, 100_000];

/// What stands in place of a text's limit where there is base64.
const CONTENT: u8 = 0xFF;

/// One field of an element.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Where `<Name>` stands, and that of a list's items.
    name: u16,
    item: u16,
    name_length: u8,
    item_length: u8,
    often: u8,
    /// The first schema version that has it.
    since: u8,
    limit: u8,
}

impl Row {
    pub(crate) const fn new(
        name: &'static str,
        item: Option<&'static str>,
        since: Version,
        occurs: Occurs,
        kind: Kind,
    ) -> Self {
        let value = match item {
            Some(item) => item,
            None => name,
        };
        Self {
            name: place_of(name),
            item: place_of(value),
            name_length: octet(name.len()),
            item_length: octet(value.len()),
            often: often(occurs),
            since: since.in_one_octet(),
            limit: match kind {
                Kind::Text(limit) => place_of_limit(limit),
                Kind::Base64 => CONTENT,
                _ => 0,
            },
        }
    }

    /// An element that is in no other.
    pub(crate) const fn element(name: &'static str) -> Self {
        Self::new(name, None, Version::V1_0, Occurs::Once, Kind::Bool)
    }

    /// The request with this response, whose name is the beginning of the response's. It has no tag here: nobody reads
    /// what is in front of a request's fields by its row.
    pub(crate) const fn request(response_name: &'static str) -> Self {
        let mut row = Self::element(response_name);
        row.name_length = octet(response_name.len() - RESPONSE.len());
        row.item_length = row.name_length;
        row
    }

    /// How often it stands.
    pub(crate) const fn often(&self) -> Often {
        match self.often {
            0 => Often::Once,
            1 => Often::Optional,
            2 => Often::List,
            3 => Often::Some,
            4 => Often::Arm,
            many => Often::Many(many - MANY),
        }
    }

    /// Whether it is a list.
    pub(crate) fn is_list(&self) -> bool {
        matches!(self.often(), Often::List | Often::Some | Often::Many(_))
    }

    /// Whether it is base64 that has to stand.
    pub(crate) fn is_content(&self) -> bool {
        self.often() == Often::Once && self.limit == CONTENT
    }

    /// The first schema version that has it.
    pub(crate) const fn since(&self) -> Version {
        Version::of_one_octet(self.since)
    }

    /// The limit of a text, in Unicode scalar values.
    pub(crate) fn limit(&self) -> usize {
        LIMITS.get(usize::from(self.limit)).copied().unwrap_or_default()
    }

    /// The element's local name.
    pub(crate) fn name(&self) -> &'static str {
        name(self.name, self.name_length)
    }

    /// The local name of the element that a value is in: of a list, of an item.
    pub(crate) fn value_name(&self) -> &'static str {
        name(self.item, self.item_length)
    }

    /// `<Name>`.
    pub(crate) fn tag(&self) -> &'static str {
        tag(self.name, self.name_length)
    }

    /// The tag of the element that a value is in.
    pub(crate) fn value_tag(&self) -> &'static str {
        tag(self.item, self.item_length)
    }
}

fn name(at: u16, length: u8) -> &'static str {
    let start = usize::from(at) + 1;
    NAMES.get(start..start + usize::from(length)).unwrap_or_default()
}

fn tag(at: u16, length: u8) -> &'static str {
    let start = usize::from(at);
    NAMES.get(start..start + usize::from(length) + 2).unwrap_or_default()
}

const fn octet(length: usize) -> u8 {
    assert!(length <= 0xFF, "a length that does not fit an octet");
    length.to_le_bytes()[0]
}

const fn often(occurs: Occurs) -> u8 {
    match occurs {
        Occurs::Once => 0,
        Occurs::Optional => 1,
        Occurs::List => 2,
        Occurs::Many(usize::MAX) => 3,
        Occurs::Arm => 4,
        Occurs::Many(most) => {
            assert!(most < (0xFF - MANY) as usize, "a limit that does not fit an octet");
            octet(most) + MANY
        }
    }
}

const fn place_of_limit(limit: usize) -> u8 {
    let mut place = 1;
    while place < LIMITS.len() {
        #[allow(clippy::indexing_slicing)] // in a const function, and reckoned by the compiler
        if LIMITS[place] == limit {
            return place.to_le_bytes()[0];
        }
        place += 1;
    }
    panic!("LIMITS lacks a text's limit")
}
