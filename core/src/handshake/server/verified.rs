//! A BeginSession whose sender has proved itself: the server may grant a session.

use core::fmt;
use core::marker::PhantomData;
use core::num::NonZeroU32;

use super::super::AcceptError;
use super::super::message::{BeginSession, BeginSessionResponse};
use super::pending::PendingSession;
use crate::crypto::{Crypto, KeyPair, ValidationKeys};
use crate::envelope;
use crate::profile::schedule::{Role, labels, validation_mac};
use crate::profile::{Agreement, OpenProfile, Profile, Version};
use crate::random::Random;
use crate::types::{ApplicationId, OdsCode, PatientRelationshipId, SessionId};

/// What a server lets a session do.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// PBKDF2 iterations of a patient session. An application session always has 1.
    pub iterations: u32,
    /// How long a session may be idle.
    pub idle_timeout_seconds: u32,
    /// How long a session is kept without a valid call.
    pub first_call_seconds: u32,
    /// The highest version that the practice runs.
    pub practice_version: Version,
}

/// A BeginSession whose sender has the application's keys. The caller still has to refuse a nonce in use, an unknown
/// practice, a version that is not there, and too many sessions, in this order.
pub struct VerifiedHandshake<P: Profile = OpenProfile> {
    pub(super) hello: BeginSession,
    pub(super) hello_hash: [u8; 32],
    pub(super) validation: [u8; 32],
    pub(super) profile: PhantomData<fn() -> P>,
}

impl<P: Profile> VerifiedHandshake<P> {
    /// The application.
    #[must_use]
    pub fn application_id(&self) -> &ApplicationId {
        &self.hello.application_id
    }

    /// The nonce, which no live session of the application may have.
    #[must_use]
    pub fn client_nonce(&self) -> &[u8; 32] {
        &self.hello.nonce
    }

    /// The practice.
    #[must_use]
    pub fn ods_code(&self) -> OdsCode {
        self.hello.ods_code
    }

    /// The version that the session is to speak.
    #[must_use]
    pub fn schema_version(&self) -> Version {
        self.hello.schema_version
    }

    /// The relationship that it names; none for an application session.
    #[must_use]
    pub fn relationship(&self) -> Option<&PatientRelationshipId> {
        self.hello.relationship.as_ref()
    }

    /// Grants a session: writes BeginSessionResponse into `out`, and gives its length and the session that waits for
    /// its first call.
    ///
    /// # Errors
    /// [`AcceptError`]; no session has begun.
    pub fn accept(
        &self,
        terms: &Terms,
        keys: &impl ValidationKeys,
        random: &mut impl Random,
        out: &mut [u8],
    ) -> Result<(PendingSession<P>, usize), AcceptError> {
        let within = P::ITERATIONS.contains(&terms.iterations)
            && P::IDLE_TIMEOUT_SECONDS.contains(&terms.idle_timeout_seconds)
            && P::FIRST_CALL_SECONDS.contains(&terms.first_call_seconds);
        if !within {
            return Err(AcceptError::Terms);
        }
        // HS-2, PS-5
        let session_id = SessionId::random(random).map_err(AcceptError::Random)?;
        let mut nonce = [0; 32];
        random.fill(&mut nonce).map_err(AcceptError::Random)?;
        let key_pair = <P::Crypto as Crypto>::KeyPair::generate(random).map_err(AcceptError::Random)?;
        let response = BeginSessionResponse {
            session_id,
            nonce,
            public_key: key_pair.public_key(),
            iterations: if self.hello.relationship.is_some() { terms.iterations } else { 1 },
            idle_timeout_seconds: terms.idle_timeout_seconds,
            first_call_seconds: terms.first_call_seconds,
            practice_version: terms.practice_version,
        };
        let iterations = NonZeroU32::new(response.iterations).ok_or(AcceptError::Terms)?;
        let hash = response.hash::<P>(&self.hello_hash, &self.validation);
        let shared_secret = key_pair.agree(&self.hello.public_key).map_err(AcceptError::PublicKey)?;
        let unusable = AcceptError::Keys;
        let (proof, session_secret) = P::agree(&Agreement {
            server_hello_hash: &hash,
            shared_secret: &shared_secret,
            client_agreement: &validation_mac(keys, Role::Client, labels::<P>().client_agreement, &hash)
                .map_err(unusable)?,
            server_agreement: &validation_mac(keys, Role::Server, labels::<P>().server_agreement, &hash)
                .map_err(unusable)?,
        });
        let length = envelope::sessionless_reply(out, |writer| response.write::<P>(writer, proof.expose()))
            .map_err(AcceptError::Buffer)?;
        let pending = PendingSession {
            hello: self.hello.clone(),
            session_id,
            hash,
            session_secret,
            iterations,
            profile: PhantomData,
        };
        Ok((pending, length))
    }
}

impl<P: Profile> fmt::Debug for VerifiedHandshake<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifiedHandshake")
            .field("application_id", &self.hello.application_id)
            .field("ods_code", &self.hello.ods_code)
            .finish_non_exhaustive()
    }
}
