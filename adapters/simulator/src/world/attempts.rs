//! Counts failed registrations, so that nobody guesses their way in.
//!
//! A refusal by the count is not itself counted: asking again meanwhile does not prolong the wait. The hour is of
//! real time, so the clock changes of March and October neither free nor hold anybody, and a restart frees nobody.

use serde::{Deserialize, Serialize};

use super::refusal::FaultCode;
use super::rows::Table;
use crate::clock::Now;

/// How many failures within the hour close the door.
pub const MAXIMUM_FAILURES: usize = 5;

const HOUR_MS: i64 = 3_600_000;

/// Failures by whom they concern, in milliseconds of [`Now::instant`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Attempts {
    pub(super) failures: Table<String, Vec<i64>>,
}

/// A failure counts from its moment until an hour later, exclusively. One from the future counts too: the machine's
/// clock was put back, which is no reason to let anybody guess on.
fn counts(failure: i64, now: Now) -> bool {
    now.instant.as_millisecond().saturating_sub(failure) < HOUR_MS
}

impl Attempts {
    /// For `who`, runs `checks` if the count allows it, and notes how it went.
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

/// The refusals that a guesser would get.
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
