//! The description of an element's fields.
//!
//! A message is written down once, as a table of [`Field`]s and a struct from the same lines (see the `message!`
//! macro). The one walk over all of them stands in [`walk`](super::walk).

use crate::profile::Version;
use crate::xml::Namespaces;

/// What a field holds.
///
/// It is two words long and not three, which is why slices stand behind a reference: there are some hundreds of fields,
/// and a device keeps their table in flash.
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
    Words(&'static &'static [&'static str]),
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
    Struct(&'static &'static [Field]),
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

/// [`Occurs`] in two octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Often {
    Once,
    Optional,
    List,
    /// Any number of items but none.
    Some,
    Many(u8),
    Arm,
}

impl Often {
    const fn of(occurs: Occurs) -> Self {
        match occurs {
            Occurs::Once => Self::Once,
            Occurs::Optional => Self::Optional,
            Occurs::List => Self::List,
            Occurs::Many(usize::MAX) => Self::Some,
            Occurs::Many(most) => {
                assert!(most <= 0xFF, "a limit of more than an octet");
                Self::Many(most.to_le_bytes()[0])
            }
            Occurs::Arm => Self::Arm,
        }
    }
}

/// One field of an element, as operations.md has it.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// `<Name>`.
    pub(crate) tag: &'static str,
    /// `<Name>` of a list's items.
    item: Option<&'static &'static str>,
    kind: Kind,
    /// The first schema version that has it.
    pub since: Version,
    often: Often,
}

impl Field {
    pub(crate) const fn new(
        tag: &'static str,
        item: Option<&'static &'static str>,
        since: Version,
        occurs: Occurs,
        kind: Kind,
    ) -> Self {
        Self { tag, item, kind, since, often: Often::of(occurs) }
    }

    /// How often it stands.
    #[must_use]
    pub fn occurs(&self) -> Occurs {
        match self.often {
            Often::Once => Occurs::Once,
            Often::Optional => Occurs::Optional,
            Often::List => Occurs::List,
            Often::Some => Occurs::Many(usize::MAX),
            Often::Many(most) => Occurs::Many(most.into()),
            Often::Arm => Occurs::Arm,
        }
    }

    /// What it holds; of a list, what an item holds.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// How often it stands, without the limits of a list.
    pub(crate) fn often(&self) -> Often {
        self.often
    }

    /// The fields of the element that it is, if it is one.
    pub(crate) fn fields(&self) -> Option<&'static [Self]> {
        match self.kind {
            Kind::Struct(fields) => Some(fields),
            _ => None,
        }
    }

    /// The words that it may hold.
    pub(crate) fn words(&self) -> &'static [&'static str] {
        match self.kind {
            Kind::Words(words) => words,
            _ => &[],
        }
    }

    /// The limit of a text, in Unicode scalar values.
    pub(crate) fn limit(&self) -> usize {
        match self.kind {
            Kind::Text(limit) => limit,
            _ => 0,
        }
    }

    /// The element's local name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        bare(self.tag)
    }

    /// The local name of a list's items.
    #[must_use]
    pub fn item_name(&self) -> Option<&'static str> {
        self.item.map(|item| bare(item))
    }

    /// The tag of the element that a value is in: of a list, of an item.
    pub(crate) fn value_tag(&self) -> &'static str {
        self.item.map_or(self.tag, |item| item)
    }

    /// The local name of that element.
    pub(crate) fn value_name(&self) -> &'static str {
        bare(self.value_tag())
    }
}

/// Whether every list of these fields is one that is looked at as a whole when it is read.
pub(crate) const fn are_lists_checked(fields: &[Field]) -> bool {
    let mut at = 0;
    while at < fields.len() {
        #[allow(clippy::indexing_slicing)] // in a const function, and reckoned by the compiler
        let field = &fields[at];
        let inner = match field.kind {
            Kind::Struct(fields) => are_lists_checked(fields),
            _ => true,
        };
        if matches!(field.often, Often::List) || !inner {
            return false;
        }
        at += 1;
    }
    true
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
    pub names: &'static Namespaces,
    /// Whether lists and base64 content have been given out already, and so stand empty.
    pub(crate) streamed: bool,
}
