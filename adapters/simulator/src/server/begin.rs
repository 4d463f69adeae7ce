//! BeginSession, in the order of protocol.md section 3.
//!
//! Nothing here looks up the patient's relationship: whether it is known, removed or another application's shows only
//! at the first call, as a wrong key.

use emis_core::fault::FaultCode;
use emis_core::handshake::{
    AcceptError, PendingSession, RelationshipKey, ServerHandshake, Terms, VerifiedHandshake,
    WrongRelationshipKey,
};
use emis_core::messages::session::BEGIN_SESSION;
use emis_core::profile::{DummyKeys, OpenProfile, Profile as _, Version};
use emis_core::session::{Request, ServerSession};
use emis_core::types::PatientRelationshipKey;

use super::random::OsRandom;
use super::refusal::Refused;
use super::sessions::Facts;
use super::{REPLY_ROOM, Server};
use crate::applications::Application;

impl Server {
    /// Answers BeginSession.
    pub(super) fn begin(&self, request: &Request<'_>) -> Result<Vec<u8>, Refused<'static>> {
        let handshake = ServerHandshake::<OpenProfile>::read(request)?;
        if let Some(bodies) = &self.bodies {
            bodies.exact(BEGIN_SESSION, request);
        }
        let Some(application) = self.application(handshake.application_id()) else {
            // The same work for an unknown application, and the same answer (HS-6).
            let dummy =
                DummyKeys::<OpenProfile>::random(&mut OsRandom).map_err(|_| FaultCode::InternalError)?;
            let _ = handshake.verify(&dummy)?;
            return Err(FaultCode::ValidationFailed.into());
        };
        let verified = handshake.verify(application.keys())?;
        let now_ms = self.now().monotonic_ms;
        if self.sessions.nonce_in_use(application.id(), verified.client_nonce(), now_ms) {
            return Err(FaultCode::ValidationFailed.into());
        }
        let practice_version = self.admit_to_practice(&verified)?;
        if !self.sessions.has_room(application.id(), verified.relationship().is_some()) {
            return Err(FaultCode::TooManySessions.into());
        }
        self.grant(&verified, application, practice_version)
    }

    // HS-4
    /// Checks that the practice is known and live and supports the version; returns the highest that it runs.
    fn admit_to_practice(&self, verified: &VerifiedHandshake) -> Result<Version, Refused<'static>> {
        let world = self.world();
        let practice = world.practice(verified.ods_code().as_str())?;
        if !practice.live {
            return Err(FaultCode::PracticeNotLive.into());
        }
        let asked = verified.schema_version();
        if asked > practice.version || !OpenProfile::VERSIONS.contains(&asked) {
            return Err(Refused::version(None, Some(practice.version)));
        }
        Ok(practice.version)
    }

    fn grant(
        &self,
        verified: &VerifiedHandshake,
        application: &Application,
        practice_version: Version,
    ) -> Result<Vec<u8>, Refused<'static>> {
        let limits = self.sessions.limits();
        let terms = Terms {
            iterations: self.iterations,
            idle_timeout_seconds: limits.idle_timeout_seconds,
            first_call_seconds: limits.first_call_seconds,
            practice_version,
        };
        // The response is much shorter than the buffer.
        let mut body = vec![0; REPLY_ROOM];
        let (pending, length) = verified
            .accept(&terms, application.keys(), &mut OsRandom, &mut body)
            // Any other error is this server's fault.
            .map_err(|_: AcceptError| FaultCode::InternalError)?;
        body.truncate(length);
        let facts = Facts {
            id: pending.session_id(),
            application: *pending.application_id(),
            ods_code: pending.ods_code(),
            relationship: pending.relationship().copied(),
            replaces: pending.replaces(),
            version: verified.schema_version(),
            practice_version,
            nonce: *pending.client_nonce(),
        };
        self.sessions.insert(facts, pending, self.now().monotonic_ms)?;
        Ok(body)
    }

    // HS-8
    /// The keys of a session at its first call. A relationship that is unknown, removed or not of this application
    /// and practice has a random key.
    pub(super) fn stretch(
        &self,
        facts: &Facts,
        pending: &PendingSession,
    ) -> Result<ServerSession, FaultCode<'static>> {
        let internal = |WrongRelationshipKey| FaultCode::InternalError;
        let Some(relationship) = &facts.relationship else {
            return pending.stretch(&RelationshipKey::Application).map_err(internal);
        };
        let known = self.world().relationship(relationship.as_str()).and_then(|known| {
            let own = known.application_id == facts.application.as_str()
                && known.ods_code == facts.ods_code.as_str();
            own.then(|| PatientRelationshipKey::parse(known.key.reveal()).ok()).flatten()
        });
        let key = match &known {
            Some(key) => RelationshipKey::Known(key),
            // HS-7
            None => RelationshipKey::unknown(&mut OsRandom).map_err(|_| FaultCode::InternalError)?,
        };
        pending.stretch(&key).map_err(internal)
    }
}
