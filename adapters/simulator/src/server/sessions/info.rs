//! The admin interface's view of the table.
//!
//! What is ended or expired is not shown, even while its last call is in progress: no call of it is valid any more.

use core::time::Duration;

use emis_core::profile::Version;
use emis_core::types::{ApplicationId, OdsCode, PatientRelationshipId, SessionId};

use super::{Facts, Sessions, Stage};

/// A session that lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionInfo {
    /// Its identifier.
    pub id: SessionId,
    /// Whose it is.
    pub application: ApplicationId,
    /// The practice.
    pub ods_code: OdsCode,
    /// None for an application session.
    pub relationship: Option<PatientRelationshipId>,
    /// The version that it speaks.
    pub version: Version,
    /// Whether it has had a valid call.
    pub confirmed: bool,
    /// Whether a call of it is in progress.
    pub calling: bool,
    /// How long ago it began.
    pub age: Duration,
    /// How long ago its last reply was written; its age, if it has had none.
    pub idle: Duration,
}

impl Sessions {
    /// The sessions that live, the oldest first.
    pub(crate) fn list(&self, now_ms: u64) -> Vec<SessionInfo> {
        let since = |ms| Duration::from_millis(now_ms.saturating_sub(ms));
        let state = self.lock();
        let mut entries: Vec<_> = state.entries.values().collect();
        entries.retain(|e| !matches!(e.stage, Stage::Over) && !e.is_expired(&self.limits, now_ms));
        entries.sort_by_key(|entry| entry.order);
        let show = |entry: &super::Entry| SessionInfo {
            id: entry.facts.id,
            application: entry.facts.application,
            ods_code: entry.facts.ods_code,
            relationship: entry.facts.relationship,
            version: entry.facts.version,
            confirmed: entry.is_confirmed(),
            calling: entry.running || matches!(entry.stage, Stage::Stretching),
            age: since(entry.born_ms),
            idle: since(entry.replied_ms),
        };
        entries.into_iter().map(show).collect()
    }

    /// Expires the selected sessions, once their calls in progress are finished. Returns how many they are.
    pub(crate) fn expire(&self, meant: impl Fn(&Facts) -> bool) -> usize {
        let mut state = self.lock();
        let live = state.entries.values_mut().filter(|entry| !matches!(entry.stage, Stage::Over));
        live.filter(|entry| meant(&entry.facts)).map(|entry| entry.spent = true).count()
    }
}
