//! Counts failed registrations, to prevent guessing.
//!
//! A refusal by the count is not counted itself: asking again meanwhile does not prolong the wait. The hour is real
//! time, so the clock changes of March and October do not shorten or prolong it, and neither does a restart.

use serde::{Deserialize, Serialize};

use super::refusal::FaultCode;
use super::rows::Table;
use crate::clock::Now;

/// How many failures within an hour are too many.
pub const MAXIMUM_FAILURES: usize = 5;

const HOUR_MS: i64 = 3_600_000;

/// Failures by account, in milliseconds of [`Now::instant`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Attempts {
    pub(super) failures: Table<String, Vec<i64>>,
}

/// A failure counts from its moment until an hour later, exclusively. One from the future counts too: the machine's
/// clock was set back, which must not allow more guesses.
fn counts(failure: i64, now: Now) -> bool {
    now.instant.as_millisecond().saturating_sub(failure) < HOUR_MS
}

impl Attempts {
    /// For `who`, runs `checks` if the count allows it, and counts a failure.
    pub(crate) fn guard<T>(
        &mut self,
        who: String,
        now: Now,
        checks: impl FnOnce() -> Result<T, FaultCode>,
    ) -> Result<T, FaultCode> {
        let recent = self.failures.get(&who).map_or(0, |at| at.iter().filter(|t| counts(**t, now)).count());
        if recent >= MAXIMUM_FAILURES {
            // REG-1
            return Err(FaultCode::TooManyAttempts);
        }
        let outcome = checks();
        match outcome {
            Ok(_) => {
                self.failures.remove(&who);
            }
            Err(code) if is_failure(code) => self.note(who, now),
            Err(_) => {}
        }
        outcome
    }

    fn note(&mut self, who: String, now: Now) {
        self.failures.retain(|_, at| at.iter().any(|t| counts(*t, now)));
        let mut at = self.failures.get(&who).cloned().unwrap_or_default();
        at.retain(|t| counts(*t, now));
        at.push(now.instant.as_millisecond());
        self.failures.insert(who, at);
    }
}

/// The refusals that count as a guess.
fn is_failure(code: FaultCode) -> bool {
    matches!(
        code,
        FaultCode::AccountNotFound
            | FaultCode::LinkageKeyMismatch
            | FaultCode::DemographicsMismatch
            | FaultCode::PatientNotRegistered
            | FaultCode::PatientNotUnique
    )
}
