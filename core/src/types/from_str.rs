//! `FromStr` for the values that are read by a `parse` of their own.

use core::str::FromStr;

use super::{
    ApplicationId, Date, DateTime, Guid, NhsNumber, OdsCode, PatientRelationshipId, PatientRelationshipKey,
    SessionId,
};
use crate::error::InvalidValue;

macro_rules! from_str {
    ($($value:ty),+ $(,)?) => {
        $(
            impl FromStr for $value {
                type Err = InvalidValue;

                fn from_str(text: &str) -> Result<Self, InvalidValue> {
                    Self::parse(text)
                }
            }
        )+
    };
}

from_str!(
    ApplicationId,
    Date,
    DateTime,
    Guid,
    NhsNumber,
    OdsCode,
    PatientRelationshipId,
    PatientRelationshipKey,
    SessionId,
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_parsed_into_the_type_that_is_asked_for() {
        assert_eq!("A81001".parse(), OdsCode::parse("A81001"));
        assert_eq!("2026-11-30".parse(), Date::parse("2026-11-30"));
        assert_eq!("2026-11-30".parse::<DateTime>(), DateTime::parse("2026-11-30"));
    }
}
