//! From what a borrowed message holds to what an owned one does.

use alloc::string::String;
use alloc::vec::Vec;

use super::list::BoundedList;
use super::types::{Base64, Decimal, Text};
use crate::codec::{self, Decode, DecodeError, DecodeErrorKind, ElementReader, Invalid};
use crate::error::InvalidValue;
use crate::profile::Version;
use crate::types::{
    self, Date, DateTime, Guid, NhsNumber, OdsCode, PageSize, PatientRelationshipId, PatientRelationshipKey,
};

/// What can be kept of a value, an optional value or a list.
pub(crate) trait Own {
    type Owned;

    fn own(self) -> Result<Self::Owned, DecodeError>;
}

/// A value was read and cannot be kept.
pub(crate) fn invalid(_: InvalidValue) -> DecodeError {
    DecodeError { kind: DecodeErrorKind::Invalid, field: None }
}

/// The error with the field's name, if it has none yet.
pub(crate) trait InField {
    fn in_field(self, name: &'static str) -> Self;
}

impl<T> InField for Result<T, DecodeError> {
    fn in_field(self, name: &'static str) -> Self {
        self.map_err(|error| DecodeError { field: error.field.or(Some(name)), ..error })
    }
}

/// Reads an element as its borrowed message does, and keeps it.
pub(crate) fn decode_owned<'a, B: Decode<'a> + Own>(
    reader: &mut ElementReader<'a>,
) -> Result<B::Owned, Invalid> {
    let read = B::decode(reader)?;
    read.own().map_err(|error| reader.fail(error.into()))
}

macro_rules! kept {
    ($($type:ty),+ $(,)?) => {$(
        impl Own for $type {
            type Owned = Self;

            fn own(self) -> Result<Self, DecodeError> {
                Ok(self)
            }
        }
    )+};
}

kept! {
    i64, bool, PageSize, Version, Date, DateTime, Guid, NhsNumber, OdsCode, PatientRelationshipId,
    PatientRelationshipKey,
}

impl<const N: usize> Own for types::Text<'_, N> {
    type Owned = Text<N>;

    fn own(self) -> Result<Text<N>, DecodeError> {
        let text = self.as_str().map_or_else(|| self.chars().collect(), String::from);
        Text::new(text).map_err(invalid)
    }
}

impl Own for types::Decimal<'_> {
    type Owned = Decimal;

    fn own(self) -> Result<Decimal, DecodeError> {
        Decimal::parse(self.as_str()).map_err(invalid)
    }
}

impl Own for types::Base64<'_> {
    type Owned = Base64;

    fn own(self) -> Result<Base64, DecodeError> {
        // Content that a streaming reply has given out is empty here.
        if self.as_str().is_empty() {
            return Ok(Base64::default());
        }
        Base64::parse(self.as_str()).map_err(invalid)
    }
}

impl<T: Own> Own for Option<T> {
    type Owned = Option<T::Owned>;

    fn own(self) -> Result<Self::Owned, DecodeError> {
        self.map(T::own).transpose()
    }
}

impl<'a, T: Decode<'a> + Copy + Own> Own for codec::List<'a, T> {
    type Owned = Vec<T::Owned>;

    fn own(self) -> Result<Self::Owned, DecodeError> {
        self.iter().map(|item| item?.own()).collect()
    }
}

impl<'a, T: Decode<'a> + Copy + Own, const MAX: usize> Own for codec::BoundedList<'a, T, MAX> {
    type Owned = BoundedList<T::Owned, MAX>;

    fn own(self) -> Result<Self::Owned, DecodeError> {
        let items: Result<Vec<_>, _> = self.iter().map(|item| item?.own()).collect();
        BoundedList::new(items?).map_err(invalid)
    }
}
