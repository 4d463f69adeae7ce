//! A field as the walk over messages needs it.
//!
//! It is made of the same lines as [`Field`](super::Field), which says more and is for whoever makes a schema or a test.
//! There are some hundreds of fields, and a device keeps a row of each in flash: so it is three octets long, and a type
//! of a value knows by itself how it is read.

use super::field::{Kind, Occurs};
use super::lists::{ANY, Items, LISTS, SOME, place_of_list};
use super::names::{self, place_of};
use crate::profile::Version;

/// How a field stands, in the last six bits of an octet. From [`LIST`] on it is a list, and which one of all.
const ONCE: u8 = 0;
const OPTIONAL: u8 = 1;
const ARM: u8 = 2;
/// It is no field but a request's element.
const REQUEST: u8 = 3;
const LIST: u8 = 4;
const HOW: u8 = 0x3F;

/// How long texts may be, in Unicode scalar values. A row has a place in it in place of its kind.
const LIMITS: [usize; 15] = [0, 4, 8, 10, 32, 35, 64, 100, 254, 255, 500, 1000, 2000, 4000, 100_000];

/// What a field holds that is no text.
pub(super) mod kind {
    pub(crate) const BASE64: u8 = 15;
    pub(crate) const INT: u8 = 16;
    pub(crate) const PAGE_SIZE: u8 = 17;
    pub(crate) const BOOL: u8 = 18;
    pub(crate) const DECIMAL: u8 = 19;
    pub(crate) const DATE: u8 = 20;
    pub(crate) const DATE_TIME: u8 = 21;
    pub(crate) const GUID: u8 = 22;
    pub(crate) const ODS_CODE: u8 = 23;
    pub(crate) const NHS_NUMBER: u8 = 24;
    pub(crate) const RELATIONSHIP_ID: u8 = 25;
    pub(crate) const RELATIONSHIP_KEY: u8 = 26;
    pub(crate) const VERSION: u8 = 27;
    /// From here on: which list of words, or which element with fields. A struct knows by its type, so only the rows of
    /// [`dynamic`](super::super::dynamic) say more than that it is one.
    pub(crate) const WORDS: u8 = 32;
    pub(crate) const ELEMENT: u8 = 64;
}

/// The versions in which there is something new.
const VERSIONS: [Version; 4] = [Version::V1_0, Version::V1_1, Version::V2_0, Version::V2_1];

/// One field of an element.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    name: u8,
    /// What it holds: a limit of text, or else a [`kind`].
    kind: u8,
    /// The first schema version that has it in two bits, and behind it how it stands.
    since_and_how: u8,
}

impl Row {
    pub(crate) const fn new(
        name: &'static str,
        item: Option<&'static str>,
        since: Version,
        occurs: Occurs,
        kind: Kind,
    ) -> Self {
        let how = match (place_of_list(item, occurs), occurs) {
            (Some(list), _) => LIST + list,
            (None, Occurs::Optional) => OPTIONAL,
            (None, Occurs::Arm) => ARM,
            (None, _) => ONCE,
        };
        assert!(how <= HOW, "more lists than a row can tell");
        Self {
            name: place_of(name),
            kind: kind_octet(kind),
            since_and_how: place_of_version(since) << 6 | how,
        }
    }

    /// The same, of this list of words or this element.
    pub(super) const fn of_kind(self, kind: u8) -> Self {
        Self { kind, ..self }
    }

    /// An element that is in no other.
    pub(crate) const fn element(name: &'static str) -> Self {
        Self::response(name, Version::V1_0)
    }

    /// The response of an operation that this version has first.
    pub(super) const fn response(name: &'static str, since: Version) -> Self {
        Self::new(name, None, since, Occurs::Once, Kind::Bool)
    }

    /// The request with this response, whose name is the beginning of the response's: only [`Row::value_name`] knows that,
    /// since nobody reads by its row what is in front of a request's fields.
    pub(crate) const fn request(response_name: &'static str) -> Self {
        Self { since_and_how: REQUEST, ..Self::element(response_name) }
    }

    fn how(&self) -> u8 {
        self.since_and_how & HOW
    }

    /// What it holds, if it is a list.
    fn items(&self) -> Option<&'static Items> {
        LISTS.get(usize::from(self.how().checked_sub(LIST)?))
    }

    /// The one of this name.
    #[inline(never)]
    pub(crate) fn find(rows: &'static [Self], name: &str) -> Option<(usize, &'static Self)> {
        rows.iter().enumerate().find(|(_, row)| row.name_octets() == name.as_bytes())
    }

    /// Whether it stands exactly once.
    pub(crate) fn is_once(&self) -> bool {
        self.how() == ONCE
    }

    /// Whether it stands once or not at all.
    pub(crate) fn is_optional(&self) -> bool {
        self.how() == OPTIONAL
    }

    /// Whether it is one of several of which exactly one stands.
    pub(crate) fn is_arm(&self) -> bool {
        self.how() == ARM
    }

    /// Whether it is a list of any number of items.
    pub(crate) fn is_any_list(&self) -> bool {
        self.items().is_some_and(|items| items.most == ANY)
    }

    /// How many items there may be.
    pub(crate) fn most(&self) -> usize {
        match self.items() {
            Some(items) if items.most != SOME && items.most != ANY => usize::from(items.most),
            _ => usize::MAX,
        }
    }

    /// Whether there may be none of it.
    pub(crate) fn may_be_absent(&self) -> bool {
        self.is_optional() || self.is_any_list()
    }

    /// Whether it is a list.
    pub(crate) fn is_list(&self) -> bool {
        self.how() >= LIST
    }

    /// Whether it is base64 that has to stand.
    pub(crate) fn is_content(&self) -> bool {
        self.is_once() && self.kind == kind::BASE64
    }

    /// The first schema version that has it.
    pub(crate) fn since(&self) -> Version {
        VERSIONS.get(usize::from(self.since_and_how >> 6)).copied().unwrap_or(Version::V1_0)
    }

    /// The limit of a text, in Unicode scalar values.
    pub(crate) fn limit(&self) -> usize {
        LIMITS.get(usize::from(self.kind)).copied().unwrap_or_default()
    }

    /// What it holds: a place among the limits of texts, or a [`kind`].
    pub(super) fn kind(&self) -> u8 {
        self.kind
    }

    /// The element's local name.
    pub(crate) fn name(&self) -> &'static str {
        names::name(self.name)
    }

    /// The local name of the element that a value is in: of a list, of an item.
    pub(crate) fn value_name(&self) -> &'static str {
        let name = names::name(self.value_place());
        if self.how() == REQUEST { request_name(name) } else { name }
    }

    fn value_place(&self) -> u8 {
        self.items().map_or(self.name, |items| items.name)
    }

    /// The same two as octets.
    #[inline]
    pub(crate) fn name_octets(&self) -> &'static [u8] {
        names::name_octets(self.name)
    }

    #[inline]
    pub(crate) fn value_name_octets(&self) -> &'static [u8] {
        names::name_octets(self.value_place())
    }
}

/// What the name of a response's element has behind its request's.
const RESPONSE: &str = "Response";

/// The name of the request with this response.
pub(super) fn request_name(response_name: &'static str) -> &'static str {
    response_name.get(..response_name.len().saturating_sub(RESPONSE.len())).unwrap_or_default()
}

const fn kind_octet(kind: Kind) -> u8 {
    match kind {
        Kind::Text(limit) => place_of_limit(limit),
        Kind::Base64 => kind::BASE64,
        Kind::Int => kind::INT,
        Kind::PageSize => kind::PAGE_SIZE,
        Kind::Bool => kind::BOOL,
        Kind::Decimal => kind::DECIMAL,
        Kind::Date => kind::DATE,
        Kind::DateTime => kind::DATE_TIME,
        Kind::Guid => kind::GUID,
        Kind::OdsCode => kind::ODS_CODE,
        Kind::NhsNumber => kind::NHS_NUMBER,
        Kind::RelationshipId => kind::RELATIONSHIP_ID,
        Kind::RelationshipKey => kind::RELATIONSHIP_KEY,
        Kind::Version => kind::VERSION,
        Kind::Words(_) => kind::WORDS,
        Kind::Struct(_) => kind::ELEMENT,
    }
}

#[allow(clippy::panic)] // when the project is built
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

#[allow(clippy::panic)] // when the project is built
pub(super) const fn place_of_version(version: Version) -> u8 {
    match version {
        Version::V1_0 => 0,
        Version::V1_1 => 1,
        Version::V2_0 => 2,
        Version::V2_1 => 3,
        _ => panic!("VERSIONS lacks a version"),
    }
}
