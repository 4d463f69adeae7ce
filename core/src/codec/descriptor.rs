//! The description of an element's fields, as the catalogue has them.

use crate::profile::Version;

/// One field of an element.
#[derive(Clone, Copy, Debug)]
pub struct FieldDescriptor {
    name: &'static str,
    item: Option<&'static str>,
    holds: FieldType,
    occurs: Occurs,
    since: Version,
}

/// What a field holds; of a list, what an item holds.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum FieldType {
    /// A whole number of 64 bits.
    Integer,
    /// The number of items that a page may have: 1 to 1000.
    PageSize,
    /// `true` or `false`.
    Boolean,
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
    /// Text of at most this many Unicode scalar values.
    Text(usize),
    /// One of these words.
    Word(&'static [&'static str]),
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
    Element(&'static [FieldDescriptor]),
}

impl FieldType {
    /// The fields, if it is an element with fields of its own.
    #[must_use]
    pub const fn fields(&self) -> Option<&'static [FieldDescriptor]> {
        match self {
            Self::Element(fields) => Some(fields),
            _ => None,
        }
    }

    /// The words, if it is an enumeration.
    #[must_use]
    pub const fn words(&self) -> Option<&'static [&'static str]> {
        match self {
            Self::Word(words) => Some(words),
            _ => None,
        }
    }
}

/// How often a field occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occurs {
    /// Exactly once.
    Once,
    /// Once or not at all.
    Optional,
    /// A wrapper with any number of items in it; an absent one has none.
    List,
    /// A wrapper with one or more items in it, and at most this many.
    BoundedList(usize),
    /// An arm of a choice: exactly one of them occurs.
    Arm,
}

impl FieldDescriptor {
    const fn new(name: &'static str, item: Option<&'static str>, occurs: Occurs, holds: FieldType) -> Self {
        Self { name, item, holds, occurs, since: Version::OLDEST }
    }

    /// A field that occurs exactly once.
    #[must_use]
    pub const fn once(name: &'static str, holds: FieldType) -> Self {
        Self::new(name, None, Occurs::Once, holds)
    }

    /// A field that may be absent.
    #[must_use]
    pub const fn optional(name: &'static str, holds: FieldType) -> Self {
        Self::new(name, None, Occurs::Optional, holds)
    }

    /// A list of any number of items, each in an element called `item`.
    #[must_use]
    pub const fn list(name: &'static str, item: &'static str, holds: FieldType) -> Self {
        Self::new(name, Some(item), Occurs::List, holds)
    }

    /// A list of one to `most` items, each in an element called `item`.
    #[must_use]
    pub const fn bounded_list(name: &'static str, item: &'static str, most: usize, holds: FieldType) -> Self {
        Self::new(name, Some(item), Occurs::BoundedList(most), holds)
    }

    /// An arm of a choice.
    #[must_use]
    pub const fn arm(name: &'static str, holds: FieldType) -> Self {
        Self::new(name, None, Occurs::Arm, holds)
    }

    /// The same field, which this version has first.
    #[must_use]
    pub const fn from_version(self, since: Version) -> Self {
        Self { since, ..self }
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

    /// What it holds; of a list, what an item holds.
    #[must_use]
    pub const fn holds(&self) -> FieldType {
        self.holds
    }

    /// How often it occurs.
    #[must_use]
    pub const fn occurs(&self) -> Occurs {
        self.occurs
    }

    /// The first schema version that has it.
    #[must_use]
    pub const fn since(&self) -> Version {
        self.since
    }

    /// Whether it may be absent.
    #[must_use]
    pub const fn is_optional(&self) -> bool {
        matches!(self.occurs, Occurs::Optional | Occurs::List)
    }

    /// Whether it is a list.
    #[must_use]
    pub const fn is_list(&self) -> bool {
        self.item.is_some()
    }

    /// The local name of the element that a value stands in: of a list, an item's.
    pub(crate) fn value_name(&self) -> &'static str {
        self.item.unwrap_or(self.name)
    }

    /// The largest number of items.
    pub(crate) fn most(&self) -> usize {
        match self.occurs {
            Occurs::BoundedList(most) => most,
            _ => usize::MAX,
        }
    }

    /// The field of this name, and its place.
    pub(crate) fn find(fields: &'static [Self], name: &str) -> Option<(usize, &'static Self)> {
        fields.iter().enumerate().find(|(_, field)| field.name == name)
    }
}
