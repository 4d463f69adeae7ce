//! Maps an error to the fault that is answered.
//!
//! A fault of the handshake-and-session group is never authenticated, wherever it occurs: the world may find during a
//! call that the session's relationship has been removed.

use emis_core::fault::{Fault, FaultCode};
use emis_core::messages::{Problem, ProblemKind};
use emis_core::profile::Version;
use emis_core::types::{Guid, Text};

use super::random;
use crate::world::Refusal;

/// A fault before it is written. `'m` is the request's lifetime: an unknown element is named by its own name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refused<'m> {
    pub(super) code: FaultCode<'static>,
    field: Option<&'m str>,
    /// The first version of the operation or field.
    required: Option<Version>,
    /// The version that the practice runs.
    practice: Option<Version>,
}

impl Refused<'_> {
    /// The operation or field is of a later version than the session.
    pub(super) fn version(required: Option<Version>, practice: Option<Version>) -> Self {
        Self { required, practice, ..FaultCode::VersionNotSupported.into() }
    }

    /// Whether it ends the session, so that nothing can be authenticated.
    pub(super) fn ends_session(&self) -> bool {
        matches!(
            self.code,
            FaultCode::SessionInvalidated | FaultCode::SessionNotFound | FaultCode::SessionExpired
        )
    }

    /// The fault, with a fresh CorrelationId.
    pub(super) fn fault(&self) -> Fault<'_> {
        let mut bytes = [0; 16];
        random::fill(&mut bytes);
        // Version 4, variant 1 (RFC 9562).
        bytes[6] = bytes[6] & 0x0F | 0x40;
        bytes[8] = bytes[8] & 0x3F | 0x80;
        let mut fault = Fault::new(self.code, Guid::from_bytes(bytes));
        // A name that is longer than `Field` is left out.
        fault.field = self.field.and_then(|name| Text::new(name).ok());
        fault.required_version = self.required;
        fault.practice_version = self.practice;
        fault
    }
}

impl From<FaultCode<'static>> for Refused<'_> {
    fn from(code: FaultCode<'static>) -> Self {
        Self { code, field: None, required: None, practice: None }
    }
}

impl From<Refusal> for Refused<'_> {
    fn from(refusal: Refusal) -> Self {
        Self { field: refusal.field, ..refusal.code.into() }
    }
}

impl<'m> Refused<'m> {
    /// What was wrong with the fields of a request, in a practice that runs `practice`.
    pub(super) fn of_problem(problem: Problem<'m>, practice: Option<Version>) -> Self {
        let field = Some(problem.field()).filter(|name| !name.is_empty());
        match problem.kind {
            ProblemKind::Missing => Self { field, ..FaultCode::FieldMissing.into() },
            ProblemKind::Invalid | ProblemKind::Unknown => Self { field, ..FaultCode::FieldInvalid.into() },
            ProblemKind::Version(required) => Self { field, ..Self::version(Some(required), practice) },
        }
    }
}
