//! The number of items that a page may have.

use crate::error::{InvalidValue, Rule};

/// The number of items that a page may have at most: 1 to 1000.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageSize(u16);

impl PageSize {
    /// A page of at most this many items.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not 1 to 1000.
    pub fn new(items: u16) -> Result<Self, InvalidValue> {
        if (1..=1000).contains(&items) { Ok(Self(items)) } else { Err(InvalidValue::new(Rule::PageSize)) }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}
