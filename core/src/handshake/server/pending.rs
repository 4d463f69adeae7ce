//! A session that a server has granted and that waits for its first call.

use core::fmt;
use core::marker::PhantomData;
use core::num::NonZeroU32;

use super::super::message::BeginSession;
use super::relationship_key::{RelationshipKey, WrongRelationshipKey};
use crate::crypto::{Crypto, Pbkdf2, Secret};
use crate::messages::SessionKind;
use crate::profile::{OpenProfile, Profile};
use crate::session::ServerSession;
use crate::types::{ApplicationId, OdsCode, PatientRelationshipId, SessionId};

/// A session that waits for its first call. Only then is the relationship's key looked up and stretched.
pub struct PendingSession<P: Profile = OpenProfile> {
    pub(super) hello: BeginSession,
    pub(super) session_id: SessionId,
    pub(super) hash: [u8; 32],
    pub(super) session_secret: Secret<32>,
    pub(super) iterations: NonZeroU32,
    pub(super) profile: PhantomData<fn() -> P>,
}

impl<P: Profile> PendingSession<P> {
    /// The session.
    #[must_use]
    pub fn session_id(&self) -> SessionId {
        self.session_id
    }

    /// The application.
    #[must_use]
    pub fn application_id(&self) -> &ApplicationId {
        &self.hello.application_id
    }

    /// The practice.
    #[must_use]
    pub fn ods_code(&self) -> OdsCode {
        self.hello.ods_code
    }

    /// The nonce that it was begun with.
    #[must_use]
    pub fn client_nonce(&self) -> &[u8; 32] {
        &self.hello.nonce
    }

    /// The relationship that it names; none for an application session.
    #[must_use]
    pub fn relationship(&self) -> Option<&PatientRelationshipId> {
        self.hello.relationship.as_ref()
    }

    /// The session in doubt that it names.
    #[must_use]
    pub fn replaces(&self) -> Option<SessionId> {
        self.hello.replaces
    }

    /// Stretches the session's keys.
    ///
    /// # Errors
    /// [`WrongRelationshipKey`] if a patient session is given no key, or an application session one.
    pub fn stretch(&self, key: &RelationshipKey<'_>) -> Result<ServerSession<P>, WrongRelationshipKey> {
        let (kind, key) = match (key, &self.hello.relationship) {
            (RelationshipKey::Known(key), Some(_)) => (SessionKind::Patient, key.expose()),
            // HS-7
            (RelationshipKey::Unknown(random), Some(_)) => (SessionKind::Patient, &random.expose()[..]),
            (RelationshipKey::Application, None) => (SessionKind::Application, &[][..]),
            _ => return Err(WrongRelationshipKey),
        };
        let stretched = <P::Crypto as Crypto>::Pbkdf2::start(
            &[self.session_secret.expose(), key],
            &self.hash,
            self.iterations,
        )
        .finish();
        let keys = P::session_keys(&stretched);
        Ok(ServerSession::new(self.session_id, kind, self.hello.schema_version, keys))
    }
}

impl<P: Profile> fmt::Debug for PendingSession<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingSession").field("session_id", &self.session_id).finish_non_exhaustive()
    }
}
