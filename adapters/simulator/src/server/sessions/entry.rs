//! The entry of a session: whose it is, its state and its times.
//!
//! Easy to get wrong: a session that is over may still have a call in progress. Its entry stays as [`Stage::Over`]
//! until that call is finished, because a session that replaces it has to wait for the call; and longer if the session
//! has a root that lives, because a session that replaces it has to end the root too.

use std::sync::Arc;

use emis_core::handshake::PendingSession;
use emis_core::profile::{OpenProfile, Profile as _, Version};
use emis_core::session::ServerSession;
use emis_core::types::{ApplicationId, OdsCode, PatientRelationshipId, SessionId};

use super::Limits;

/// The constants of a session.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) id: SessionId,
    pub(crate) application: ApplicationId,
    pub(crate) ods_code: OdsCode,
    /// None for an application session.
    pub(crate) relationship: Option<PatientRelationshipId>,
    pub(crate) replaces: Option<SessionId>,
    /// The version that it speaks.
    pub(crate) version: Version,
    /// The highest that the practice runs.
    pub(crate) practice_version: Version,
    pub(crate) nonce: [u8; 32],
}

impl Facts {
    /// Whether the two have the same application, practice and relationship, or both no relationship.
    pub(super) fn fits(&self, other: &Self) -> bool {
        self.application == other.application
            && self.ods_code == other.ods_code
            && self.relationship == other.relationship
    }
}

/// The state of a session.
#[derive(Debug)]
pub(super) enum Stage {
    /// It has had no call yet.
    Pending(Box<PendingSession>),
    /// Its first call has come, and the keys that validate it are being stretched without the table's lock.
    Stretching,
    /// It has had a valid call.
    Live(Box<ServerSession>),
    /// It is over, except for its call in progress and its root.
    Over,
}

/// One session of the table.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) facts: Arc<Facts>,
    pub(super) stage: Stage,
    /// The session at the beginning of a row in which each replaces the one before, until it is ended (SH-35).
    pub(super) root: Option<SessionId>,
    /// When it began, in the clock's milliseconds.
    pub(super) born_ms: u64,
    /// When its last reply was written.
    pub(super) replied_ms: u64,
    /// Its number in the order of beginning.
    pub(super) order: u64,
    /// A call of it is in progress.
    pub(super) running: bool,
    /// It was ended by a reset of the linkage key, or by the practice.
    pub(super) cut: bool,
    /// It was expired by the admin interface.
    pub(super) spent: bool,
}

impl Entry {
    pub(super) fn is_unconfirmed(&self) -> bool {
        matches!(self.stage, Stage::Pending(_) | Stage::Stretching)
    }

    pub(super) fn is_confirmed(&self) -> bool {
        matches!(self.stage, Stage::Live(_))
    }

    /// Whether it has expired. It lives while less than the limit has passed.
    pub(super) fn is_expired(&self, limits: &Limits, now_ms: u64) -> bool {
        let past = |since: u64, seconds: u32| now_ms.saturating_sub(since) >= u64::from(seconds) * 1000;
        let idle = match self.stage {
            Stage::Pending(_) => self.spent || past(self.born_ms, limits.first_call_seconds),
            Stage::Live(_) => {
                !self.running && (self.spent || past(self.replied_ms, limits.idle_timeout_seconds))
            }
            // Its first call came in time.
            Stage::Stretching => false,
            Stage::Over => return false,
        };
        idle || past(self.born_ms, OpenProfile::LIFETIME_SECONDS)
    }
}
