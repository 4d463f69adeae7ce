//! A value that its type does not allow.

use core::fmt;

use super::ErrorCode;

/// A value is not of the form that its type has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidValue(Rule);

impl InvalidValue {
    pub(crate) const fn new(rule: Rule) -> Self {
        Self(rule)
    }

    /// The rule that it breaks, in words.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        self.0.words()
    }

    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        ErrorCode::InvalidValue
    }
}

macro_rules! rules {
    ($($rule:ident = $words:literal,)+) => {
        /// What a value has to be. A device that only asks whether a value is good does without the words.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[cfg_attr(not(feature = "alloc"), allow(dead_code))] // some are broken by owned values alone
        pub(crate) enum Rule {
            $($rule,)+
        }

        impl Rule {
            const fn words(self) -> &'static str {
                match self {
                    $(Self::$rule => $words,)+
                }
            }
        }
    };
}

rules! {
    Guid = "a UUID of 36 characters",
    TextLength = "not longer than its type allows",
    TextCharacters = "no control characters but tab, line feed and carriage return",
    TextBuffer = "text that fits into the buffer",
    Decimal = "a decimal number of up to 18 digits on either side of the point",
    Day = "a day that exists, in the years 0001 to 9999",
    Date = "a date of the form yyyy-MM-dd",
    TimeOfDay = "hours 00 to 23, minutes and seconds 00 to 59",
    DateTime = "a time of the form yyyy-MM-ddTHH:mm:ss",
    NhsNumber = "an NHS number of 10 digits whose last is the check digit",
    Base64 = "canonical base64 of the standard alphabet, not empty",
    Base64Buffer = "base64 that fits into the buffer",
    ApplicationId = "a UUID in lower case",
    RelationshipId = "1 to 64 characters of A-Z, a-z, 0-9 and -",
    RelationshipKey = "16 to 128 characters from ! to ~",
    SessionId = "32 lower-case hexadecimal digits",
    OdsCode = "an ODS code of 3 to 10 characters of A-Z and 0-9",
    Word = "a word without white space around it, that XML can carry",
    Items = "at least one item, and not more than allowed",
    Version = "a version of the form MAJOR.MINOR",
    PreSharedKey = "a pre-shared key of 16 to 128 bytes",
    PageSize = "a page of 1 to 1000 items",
    Type = "a value of the type that was asked for",
}

impl fmt::Display for InvalidValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a valid value: {}", self.rule())
    }
}

impl core::error::Error for InvalidValue {}
