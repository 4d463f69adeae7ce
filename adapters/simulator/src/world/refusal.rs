//! Refusals of the practice: the fault words of operations.md, with the field if one is to blame.
//!
//! A refusal has changed nothing, with one exception: a failed registration has been counted as an attempt.

/// A fault's word: the core's own type.
pub type FaultCode = emis_core::fault::FaultCode<'static>;

/// A fault, and the field that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The word.
    pub code: FaultCode,
    /// The local name of the element to blame.
    pub field: Option<&'static str>,
}

impl Refusal {
    pub(crate) const fn missing(field: &'static str) -> Self {
        Self { code: FaultCode::FieldMissing, field: Some(field) }
    }

    pub(crate) const fn invalid(field: &'static str) -> Self {
        Self { code: FaultCode::FieldInvalid, field: Some(field) }
    }
}

impl From<FaultCode> for Refusal {
    fn from(code: FaultCode) -> Self {
        Self { code, field: None }
    }
}

impl core::fmt::Display for Refusal {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self.field {
            Some(field) => write!(f, "{:?}: {field}", self.code),
            None => write!(f, "{:?}", self.code),
        }
    }
}

impl core::error::Error for Refusal {}
