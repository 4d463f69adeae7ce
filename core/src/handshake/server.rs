//! The server's side of the handshake, in the order of section 3: what is looked up in between is the caller's.

use core::fmt;
use core::marker::PhantomData;
use core::num::NonZeroU32;

use super::message::{BeginSession, BeginSessionResponse, Refused};
use crate::crypto::{Crypto, KeyPair, KeyUnavailable, Secret, Stretch, ValidationKeys};
use crate::envelope::{self, Block};
use crate::error::BufferTooSmall;
use crate::fault::FaultCode;
use crate::messages::SessionKind;
use crate::profile::schedule::{Whose, validation_mac};
use crate::profile::{Agreement, OpenProfile, Profile, Version};
use crate::random::{Random, RandomError};
use crate::session::{Request, ServerSession};
use crate::types::{ApplicationId, OdsCode, PatientRelationshipId, SessionId};

/// A BeginSession whose form is right and whose sender has not proved anything yet.
pub struct ServerHandshake<P: Profile = OpenProfile> {
    hello: BeginSession,
    validation: [u8; 32],
    profile: PhantomData<fn() -> P>,
}

impl<P: Profile> ServerHandshake<P> {
    /// Reads a BeginSession.
    ///
    /// # Errors
    /// The fault to answer: ProfileNotSupported or MalformedRequest.
    #[inline(never)] // so that an image that has the server's side shows it by name
    pub fn read(request: &Request<'_>) -> Result<Self, FaultCode<'static>> {
        let (hello, validation) =
            BeginSession::read::<P>(request.body()).map_err(|refused| match refused {
                Refused::Profile => FaultCode::ProfileNotSupported,
                Refused::Form => FaultCode::MalformedRequest,
            })?;
        match request.block() {
            Block::Application(id) if id == hello.application_id => {
                Ok(Self { hello, validation, profile: PhantomData })
            }
            _ => Err(FaultCode::MalformedRequest),
        }
    }

    /// Which application it says it is: the caller looks its keys up, and takes
    /// [`DummyKeys`](crate::crypto::DummyKeys) where there are none, so that the work is the same.
    #[must_use]
    pub fn application_id(&self) -> &ApplicationId {
        &self.hello.application_id
    }

    /// Checks ClientValidation in constant time, and the client's public key.
    ///
    /// # Errors
    /// The fault to answer: ValidationFailed, or InternalError where the keys cannot be used.
    pub fn verify(self, keys: &impl ValidationKeys) -> Result<VerifiedHandshake<P>, FaultCode<'static>> {
        let hello_hash = self.hello.hash::<P>();
        let expected = validation_mac(keys, Whose::Client, P::LABELS.client_hello, &hello_hash)
            .map_err(|KeyUnavailable| FaultCode::InternalError)?;
        // HS-6
        let valid = P::Crypto::equal(expected.expose(), &self.validation);
        let on_curve = <P::Crypto as Crypto>::KeyPair::is_public_key(&self.hello.public_key);
        if !(valid && on_curve) {
            return Err(FaultCode::ValidationFailed);
        }
        Ok(VerifiedHandshake {
            hello: self.hello,
            hello_hash,
            validation: self.validation,
            profile: PhantomData,
        })
    }
}

impl<P: Profile> fmt::Debug for ServerHandshake<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerHandshake")
            .field("application_id", &self.hello.application_id)
            .finish_non_exhaustive()
    }
}

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
    hello: BeginSession,
    hello_hash: [u8; 32],
    validation: [u8; 32],
    profile: PhantomData<fn() -> P>,
}

/// Why a session could not be granted although nothing was wrong with the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcceptError {
    /// The buffer is too short. Nothing has changed.
    Buffer(BufferTooSmall),
    /// There is no randomness.
    Random(RandomError),
    /// The validation keys cannot be used, or the terms are out of the protocol's bounds.
    Internal,
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
            return Err(AcceptError::Internal);
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
        let iterations = NonZeroU32::new(response.iterations).ok_or(AcceptError::Internal)?;
        let hash = response.hash::<P>(&self.hello_hash, &self.validation);
        let shared_secret = key_pair.agree(&self.hello.public_key).map_err(|_| AcceptError::Internal)?;
        let unusable = |KeyUnavailable| AcceptError::Internal;
        let (proof, session_secret) = P::agree(&Agreement {
            server_hello_hash: &hash,
            shared_secret: &shared_secret,
            client_agreement: &validation_mac(keys, Whose::Client, P::LABELS.client_agreement, &hash)
                .map_err(unusable)?,
            server_agreement: &validation_mac(keys, Whose::Server, P::LABELS.server_agreement, &hash)
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

/// A session that waits for its first call. Only then is the relationship's key looked up and stretched.
pub struct PendingSession<P: Profile = OpenProfile> {
    hello: BeginSession,
    session_id: SessionId,
    hash: [u8; 32],
    session_secret: Secret<32>,
    iterations: NonZeroU32,
    profile: PhantomData<fn() -> P>,
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

    /// Stretches the session's keys. `key` is the PatientRelationshipKey, 32 random octets if there is no such
    /// relationship, and empty for an application session.
    #[must_use]
    pub fn stretch(&self, key: &[u8]) -> ServerSession<P> {
        let stretched = <P::Crypto as Crypto>::Pbkdf2::start(
            &[self.session_secret.expose(), key],
            &self.hash,
            self.iterations,
        )
        .finish();
        let kind =
            if self.hello.relationship.is_some() { SessionKind::Patient } else { SessionKind::Application };
        ServerSession::new(self.session_id, kind, self.hello.schema_version, P::session_keys(&stretched))
    }
}

impl<P: Profile> fmt::Debug for PendingSession<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingSession").field("session_id", &self.session_id).finish_non_exhaustive()
    }
}
