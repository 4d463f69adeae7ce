//! What a session is begun with.

use core::ops::RangeInclusive;

use crate::profile::Version;
use crate::types::{ApplicationId, OdsCode, Relationship, SessionId};

/// The third party's application: who it is and what proves it.
#[derive(Debug)]
pub struct Application<K> {
    /// Its identifier.
    pub id: ApplicationId,
    /// Its validation keys.
    pub keys: K,
}

/// What a session is begun with.
#[derive(Clone, Debug)]
pub struct SessionOptions<'a> {
    pub(super) ods_code: OdsCode,
    pub(super) version: Version,
    pub(super) named: bool,
    pub(super) relationship: Option<&'a Relationship>,
    pub(super) replaces: Option<SessionId>,
    pub(super) policy: Option<RangeInclusive<u32>>,
}

impl<'a> SessionOptions<'a> {
    /// A session with a practice at the version that GetClinicalVersionInformation told (or at the highest that both
    /// speak). Should the practice turn out to run a higher one that this software speaks too, the handshake ends with
    /// [`HandshakeError::VersionLowered`](super::HandshakeError::VersionLowered).
    #[must_use]
    pub const fn negotiated(ods_code: OdsCode, version: Version) -> Self {
        Self { ods_code, version, named: false, relationship: None, replaces: None, policy: None }
    }

    /// A session at a version that the caller names on purpose, whatever the practice runs.
    #[must_use]
    pub const fn pinned(ods_code: OdsCode, version: Version) -> Self {
        Self { ods_code, version, named: true, relationship: None, replaces: None, policy: None }
    }

    /// A patient session. Without it the session is an application session.
    #[must_use]
    pub const fn for_patient(mut self, relationship: &'a Relationship) -> Self {
        self.relationship = Some(relationship);
        self
    }

    /// Names an earlier session of this client that is in doubt, so that no call of it takes effect any more once the
    /// first call of the new one is answered (section 4, In doubt).
    #[must_use]
    pub const fn replacing(mut self, session: SessionId) -> Self {
        self.replaces = Some(session);
        self
    }

    /// Sets how many PBKDF2 iterations a server may ask for in a patient session; without it
    /// [`Profile::ITERATION_POLICY`](crate::profile::Profile::ITERATION_POLICY).
    #[must_use]
    pub const fn with_iteration_policy(mut self, policy: RangeInclusive<u32>) -> Self {
        self.policy = Some(policy);
        self
    }
}
