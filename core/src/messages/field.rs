//! The description of an element's fields.
//!
//! A message is written down once, as a table of [`Field`]s and a struct from the same lines (see the `message!`
//! macro). This table is for whoever makes a schema or a test of it; the one walk over all messages, which stands in
//! [`walk`](super::walk), goes by shorter [`Row`](super::row::Row)s of the same lines.

use crate::profile::Version;
use crate::xml::Namespaces;

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

/// One field of an element, as operations.md has it.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    name: &'static str,
    /// The name of a list's items.
    item: Option<&'static str>,
    kind: Kind,
    occurs: Occurs,
    /// The first schema version that has it.
    pub since: Version,
}

impl Field {
    pub(crate) const fn new(
        name: &'static str,
        item: Option<&'static str>,
        since: Version,
        occurs: Occurs,
        kind: Kind,
    ) -> Self {
        Self { name, item, kind, occurs, since }
    }

    /// How often it stands.
    #[must_use]
    pub const fn occurs(&self) -> Occurs {
        self.occurs
    }

    /// What it holds; of a list, what an item holds.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The element's local name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The local name of a list's items.
    #[must_use]
    pub const fn item_name(&self) -> Option<&'static str> {
        self.item
    }
}

/// Whether every list of these fields is one that is looked at as a whole when it is read, and none is an arm: a request
/// has no choice.
pub(crate) const fn are_lists_checked(fields: &[Field]) -> bool {
    let mut at = 0;
    while at < fields.len() {
        #[allow(clippy::indexing_slicing)] // in a const function, and reckoned by the compiler
        let field = &fields[at];
        let inner = match field.kind {
            Kind::Struct(fields) => are_lists_checked(fields),
            _ => true,
        };
        if matches!(field.occurs, Occurs::List | Occurs::Arm) || !inner {
            return false;
        }
        at += 1;
    }
    true
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
