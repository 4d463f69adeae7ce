//! The client's side of the handshake.

use core::fmt;
use core::marker::PhantomData;
use core::num::NonZeroU32;
use core::ops::RangeInclusive;

use super::message::{BeginSessionResponse, Hello};
use super::{HandshakeError, StartError};
use crate::crypto::{Crypto, KeyPair, KeyUnavailable, PublicKey, Secret, Stretch, ValidationKeys};
use crate::envelope::Envelope;
use crate::error::BufferTooSmall;
use crate::fault::FaultCode;
use crate::messages::{OLDEST, SessionKind};
use crate::profile::schedule::{Whose, validation_mac};
use crate::profile::{Agreement, OpenProfile, Profile, Version};
use crate::random::Random;
use crate::session::{Lifetime, Session, SessionlessError, sessionless};
use crate::time::Time;
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
pub struct Begin<'a> {
    ods_code: OdsCode,
    version: Version,
    named: bool,
    relationship: Option<&'a Relationship>,
    replaces: Option<SessionId>,
    policy: Option<RangeInclusive<u32>>,
}

impl<'a> Begin<'a> {
    /// A session with a practice at the version that GetClinicalVersionInformation told (or at the highest that both
    /// speak). Should the practice turn out to run a higher one that this software speaks too, the handshake ends with
    /// [`HandshakeError::VersionLowered`].
    #[must_use]
    pub const fn at_highest(ods_code: OdsCode, version: Version) -> Self {
        Self { ods_code, version, named: false, relationship: None, replaces: None, policy: None }
    }

    /// A session at a version that the caller names on purpose, whatever the practice runs.
    #[must_use]
    pub const fn at_version(ods_code: OdsCode, version: Version) -> Self {
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
    /// [`Profile::ITERATION_POLICY`].
    #[must_use]
    pub const fn with_iteration_policy(mut self, policy: RangeInclusive<u32>) -> Self {
        self.policy = Some(policy);
        self
    }
}

/// A handshake that waits for the server's BeginSessionResponse.
pub struct Handshake<'a, K, P: Profile = OpenProfile> {
    application: &'a Application<K>,
    begin: Begin<'a>,
    nonce: [u8; 32],
    public_key: PublicKey,
    hello_hash: [u8; 32],
    validation: Secret<32>,
    /// None once the reply is read.
    key_pair: Option<<P::Crypto as Crypto>::KeyPair>,
    began: Time,
}

impl<'a, K: ValidationKeys, P: Profile> Handshake<'a, K, P> {
    /// Draws the nonce and the key pair. `now` is when the request begins to be written: the session's first deadline
    /// counts from it.
    ///
    /// # Errors
    /// [`StartError`]; nothing has happened yet.
    #[inline(never)]
    pub fn start(
        application: &'a Application<K>,
        begin: Begin<'a>,
        random: &mut impl Random,
        now: Time,
    ) -> Result<Self, StartError> {
        if !P::VERSIONS.contains(&begin.version) {
            return Err(StartError::UnknownVersion(begin.version));
        }
        let mut nonce = [0; 32];
        random.fill(&mut nonce).map_err(StartError::Random)?;
        // PS-5, HS-2
        let key_pair = <P::Crypto as Crypto>::KeyPair::generate(random).map_err(StartError::Random)?;
        let public_key = key_pair.public_key();
        let hello_hash = hello(application, &begin, &nonce, &public_key).hash::<P>();
        let label = P::LABELS.client_hello;
        let validation = validation_mac(&application.keys, Whose::Client, label, &hello_hash);
        let validation = validation.as_ref().map_err(|error| StartError::Keys(*error))?.duplicate();
        Ok(Self {
            application,
            begin,
            nonce,
            public_key,
            hello_hash,
            validation,
            key_pair: Some(key_pair),
            began: now,
        })
    }

    /// Writes BeginSession into `out` and gives its length. It may be called again.
    ///
    /// # Errors
    /// [`BufferTooSmall`].
    pub fn write(&self, out: &mut [u8]) -> Result<usize, BufferTooSmall> {
        sessionless::write::<P>(&self.application.id, out, &mut |writer| {
            hello(self.application, &self.begin, &self.nonce, &self.public_key)
                .write::<P>(writer, self.validation.expose());
        })
    }

    /// Reads the server's reply, and checks all of it before anything of the patient's is used.
    ///
    /// # Errors
    /// [`HandshakeError`]; the handshake is over, and a new one has to be started.
    pub fn read(mut self, reply: &[u8]) -> Result<Stretching<P>, HandshakeError> {
        self.read_in_place(reply)
    }

    /// The same once, of a handshake that stays where it is: moved, it would stand under the agreement twice.
    #[inline(never)]
    pub(crate) fn read_in_place(&mut self, reply: &[u8]) -> Result<Stretching<P>, HandshakeError> {
        let (mut response, mut validation) = (BeginSessionResponse::BLANK, [0; 32]);
        take_apart::<P>(reply, &mut response, &mut validation)?;
        let response = &response;
        let hash = response.hash::<P>(&self.hello_hash, self.validation.expose());
        // The agreement needs most of the stack of all, so as little as can be stands while it is made.
        let key_pair = self.key_pair.take().ok_or(HandshakeError::PublicKey)?;
        let shared_secret = key_pair.agree(&response.public_key);
        let shared_secret = shared_secret.as_ref().map_err(|_| HandshakeError::PublicKey)?;
        let mut session_secret = Secret::zero();
        prove::<P>(&self.application.keys, &hash, shared_secret, &validation, &mut session_secret)?;
        check_policy::<P>(&self.begin, response)?;
        let iterations = NonZeroU32::new(response.iterations).ok_or(HandshakeError::Form)?;
        let key = self.begin.relationship.map_or(&[][..], |relationship| relationship.key.expose());
        Ok(Stretching {
            run: <P::Crypto as Crypto>::Pbkdf2::start(&[session_secret.expose(), key], &hash, iterations),
            session_id: response.session_id,
            kind: if self.begin.relationship.is_some() {
                SessionKind::Patient
            } else {
                SessionKind::Application
            },
            version: self.begin.version,
            practice_version: response.practice_version,
            lifetime: Lifetime {
                began: self.began,
                idle_timeout_seconds: response.idle_timeout_seconds,
                first_call_seconds: response.first_call_seconds,
            },
            left: response.iterations - 1,
            profile: PhantomData,
        })
    }
}

/// What BeginSession says.
fn hello<'h, K>(
    application: &'h Application<K>,
    begin: &'h Begin<'_>,
    nonce: &'h [u8; 32],
    public_key: &'h PublicKey,
) -> Hello<'h> {
    Hello {
        application_id: &application.id,
        ods_code: &begin.ods_code,
        schema_version: begin.version,
        relationship: begin.relationship.map(|relationship| &relationship.id),
        replaces: begin.replaces.as_ref(),
        nonce,
        public_key,
    }
}

/// What the server's reply says, and ServerValidation, each into its place.
#[inline(never)]
fn take_apart<P: Profile>(
    reply: &[u8],
    response: &mut BeginSessionResponse,
    validation: &mut [u8; 32],
) -> Result<(), HandshakeError> {
    let mut good = false;
    let mut envelope = Envelope::none();
    let opened = sessionless::open::<P>(reply, &mut envelope, &mut |body| {
        good = BeginSessionResponse::read::<P>(body, response, validation).is_some();
    });
    match opened {
        Ok(()) if good && !envelope.is_in_session() => Ok(()),
        Err(SessionlessError::Envelope(error)) => Err(HandshakeError::Envelope(error)),
        // HS-16
        Err(SessionlessError::Refused(code)) => Err(HandshakeError::Refused(code)),
        Ok(()) | Err(SessionlessError::Unreadable(_)) => Err(HandshakeError::Form),
    }
}

/// Whether the server proves itself; if so, gives the session secret. It is put into its place and not returned: what is
/// moved is left behind on the stack, where nothing wipes it.
#[inline(never)]
fn prove<P: Profile>(
    keys: &impl ValidationKeys,
    hash: &[u8; 32],
    shared_secret: &Secret<32>,
    validation: &[u8; 32],
    session_secret: &mut Secret<32>,
) -> Result<(), HandshakeError> {
    let unusable = |error: &KeyUnavailable| HandshakeError::Keys(*error);
    let client = validation_mac(keys, Whose::Client, P::LABELS.client_agreement, hash);
    let client_agreement = client.as_ref().map_err(unusable)?;
    let server = validation_mac(keys, Whose::Server, P::LABELS.server_agreement, hash);
    let server_agreement = server.as_ref().map_err(unusable)?;
    let agreed =
        P::agree(&Agreement { server_hello_hash: hash, shared_secret, client_agreement, server_agreement });
    // HS-12
    if !P::Crypto::equal(agreed.0.expose(), validation) {
        return Err(HandshakeError::Validation);
    }
    // KS-3
    *session_secret.expose_mut() = *agreed.1.expose();
    Ok(())
}

/// What a server may ask for and say, once it has proved itself.
fn check_policy<P: Profile>(
    begin: &Begin<'_>,
    response: &BeginSessionResponse,
) -> Result<(), HandshakeError> {
    let policy = match (begin.relationship, &begin.policy) {
        (None, _) => 1..=1,
        (Some(_), Some(policy)) => policy.clone(),
        (Some(_), None) => P::ITERATION_POLICY,
    };
    // HS-13
    if !policy.contains(&response.iterations) {
        return Err(HandshakeError::Iterations { asked: response.iterations, policy });
    }
    let practice = response.practice_version;
    // HS-14
    if practice < begin.version {
        return Err(HandshakeError::PracticeVersion(practice));
    }
    let highest = P::VERSIONS.last().copied().unwrap_or(OLDEST);
    // HS-15
    if !begin.named && practice > begin.version && highest > begin.version {
        return Err(HandshakeError::VersionLowered { asked: begin.version, practice });
    }
    Ok(())
}

impl<K, P: Profile> fmt::Debug for Handshake<'_, K, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handshake").field("ods_code", &self.begin.ods_code).finish_non_exhaustive()
    }
}

/// The server has proved itself; the session's keys are being stretched.
///
/// [`Stretching::step`] does a part of the work at a time; [`Stretching::finish`] does what is left.
pub struct Stretching<P: Profile = OpenProfile> {
    run: <P::Crypto as Crypto>::Pbkdf2,
    session_id: SessionId,
    kind: SessionKind,
    version: Version,
    practice_version: Version,
    lifetime: Lifetime,
    left: u32,
    profile: PhantomData<fn() -> P>,
}

impl<P: Profile> Stretching<P> {
    /// Does at most `budget` iterations, at least one, and gives how many are left. On a small processor an iteration
    /// takes some 10,000 instructions.
    pub fn step(&mut self, budget: u32) -> u32 {
        self.left = self.run.step(budget);
        self.left
    }

    /// How many iterations are left.
    #[must_use]
    pub fn left(&self) -> u32 {
        self.left
    }

    /// Does what is left. The session is ready for its first call.
    #[must_use]
    #[inline(never)]
    pub fn finish(self) -> Session<P> {
        let keys = P::session_keys(&self.run.finish());
        Session::new(self.session_id, self.kind, self.version, self.practice_version, self.lifetime, keys)
    }
}

impl<P: Profile> fmt::Debug for Stretching<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stretching").field("left", &self.left).finish_non_exhaustive()
    }
}

impl FaultCode<'_> {
    /// The code without what a message lent it; `None` for a word that is not known.
    #[must_use]
    pub fn known(&self) -> Option<FaultCode<'static>> {
        match self {
            Self::Unknown(_) => None,
            known => Some(FaultCode::at(known.place())),
        }
    }
}
