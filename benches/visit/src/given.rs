//! What the user of the device would have entered or what it would have stored: one value of each kind, of which all
//! requests are made, so that next to nothing of the image is the application's own.

use emis_core::error::InvalidValue;
use emis_core::messages::PageSize;
use emis_core::types::{Date, DateTime, Guid, NhsNumber, OdsCode, Text};

use crate::Trouble;

/// The values.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    pub(crate) text: &'a str,
    pub(crate) ods_code: OdsCode,
    pub(crate) date: Date,
    pub(crate) time: DateTime,
    pub(crate) guid: Guid,
    pub(crate) nhs_number: NhsNumber,
    pub(crate) page: PageSize,
    pub(crate) number: i64,
    pub(crate) flag: bool,
}

/// The values that the host and QEMU are given.
pub const GIVEN: &str = "Ann Other\nA81001\n1985-02-28\n2026-11-23T08:00:00\n\
                         01234567-89ab-cdef-0123-456789abcdef\n9434765919\n";

impl<'a> Given<'a> {
    /// Reads the values, one a line, and takes the number as it is.
    ///
    /// # Errors
    /// [`Trouble::Given`] if a line does not hold what it should.
    pub fn new(lines: &'a str, number: u16) -> Result<Self, Trouble> {
        let mut lines = lines.split('\n');
        let mut next = || lines.next().unwrap_or_default();
        Ok(Self {
            text: next(),
            ods_code: good(OdsCode::parse(next()))?,
            date: good(Date::parse(next()))?,
            time: good(DateTime::parse(next()))?,
            guid: good(Guid::parse(next()))?,
            nhs_number: good(NhsNumber::parse(next()))?,
            page: good(PageSize::new(number))?,
            number: number.into(),
            flag: number != 0,
        })
    }

    /// Two courses to be asked for.
    #[must_use]
    pub fn course_ids(&self) -> [Guid; 2] {
        [self.guid; 2]
    }

    /// The text, as a field's type has it.
    pub(crate) fn text<const N: usize>(&self) -> Result<Text<'a, N>, Trouble> {
        good(Text::new(self.text))
    }

    /// The same, for a field that may be left out.
    pub(crate) fn some_text<const N: usize>(&self) -> Result<Option<Text<'a, N>>, Trouble> {
        self.text().map(|text| self.some(text))
    }

    /// A value for a field that may be left out. The compiler cannot know whether it will be.
    pub(crate) fn some<T>(&self, value: T) -> Option<T> {
        self.flag.then_some(value)
    }
}

fn good<T>(value: Result<T, InvalidValue>) -> Result<T, Trouble> {
    value.map_err(|_| Trouble::Given)
}
