//! Counts failed registrations, to prevent guessing.
//!
//! Two counts. One is of an application and an account: nobody guesses the rest of a letter, and no other application's
//! failures close the door to a patient. The other is of a practice as a whole: it slows down those who look for accounts.
//! While it is used up a wrong guess learns nothing, and who has a right letter does not notice.
//!
//! A refusal by a count is not counted itself: asking again meanwhile does not prolong the wait. The hour is real
//! time, so the clock changes of March and October do not shorten or prolong it, and neither does a restart.

use serde::{Deserialize, Serialize};

use super::refusal::FaultCode;
use super::rows::Table;
use crate::clock::Now;

/// How many failures of an application and an account within an hour are too many.
pub const MAXIMUM_FAILURES: usize = 5;

/// How many failures a practice has at once before it slows down.
const PRACTICE_FAILURES: i64 = 100;

/// A practice may have another failure after so many milliseconds.
const PRACTICE_INTERVAL_MS: i64 = 36_000;

const HOUR_MS: i64 = 3_600_000;

/// Failures by application and account, in milliseconds of [`Now::instant`]; and by practice, as the moment at which all
/// of [`PRACTICE_FAILURES`] are allowed again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Attempts {
    pub(super) failures: Table<String, Vec<i64>>,
}

/// Who tries to register.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attempt<'a> {
    pub(super) application_id: &'a str,
    pub(super) ods_code: &'a str,
    /// The account, or what else stands for it.
    pub(super) account: &'a str,
}

/// A failure counts from its moment until an hour later, exclusively. One from the future counts too: the machine's
/// clock was set back, which must not allow more guesses.
fn counts(failure: i64, now: Now) -> bool {
    now.instant.as_millisecond().saturating_sub(failure) < HOUR_MS
}

impl Attempts {
    /// Runs `checks` if the count allows it, and counts a failure.
    pub(super) fn guard<T>(
        &mut self,
        attempt: Attempt<'_>,
        now: Now,
        checks: impl FnOnce() -> Result<T, FaultCode>,
    ) -> Result<T, FaultCode> {
        let Attempt { application_id, ods_code, account } = attempt;
        let who = format!("{ods_code}\n{application_id}\n{account}");
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
            Err(code) if is_failure(code) => {
                self.note(who, now);
                // REG-4
                if !self.is_allowed_at(ods_code, now) {
                    return Err(FaultCode::TooManyAttempts);
                }
            }
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

    /// Counts a failure at a practice, unless it has had too many.
    fn is_allowed_at(&mut self, ods_code: &str, now: Now) -> bool {
        let now = now.instant.as_millisecond();
        let who = format!("{ods_code}\npractice");
        let full = self.failures.get(&who).and_then(|at| at.first().copied()).unwrap_or(now).max(now);
        let next = full.saturating_add(PRACTICE_INTERVAL_MS);
        let allowed = next.saturating_sub(now) <= PRACTICE_FAILURES * PRACTICE_INTERVAL_MS;
        if allowed {
            self.failures.insert(who, vec![next]);
        }
        allowed
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
