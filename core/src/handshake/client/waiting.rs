//! A client's handshake that waits for the server's BeginSessionResponse.

use core::fmt;
use core::marker::PhantomData;
use core::num::NonZeroU32;

use super::super::message::{BeginSessionResponse, Hello};
use super::super::{Application, HandshakeError, SessionOptions, StartError};
use super::stretching::Stretching;
use crate::crypto::{Crypto, KeyPair, KeyUnavailable, Pbkdf2, PublicKey, Secret, ValidationKeys};
use crate::error::BufferTooSmall;
use crate::messages::SessionKind;
use crate::profile::schedule::{Role, labels, validation_mac};
use crate::profile::{Agreement, OpenProfile, Profile, Version};
use crate::random::Random;
use crate::session::{Lifetime, SessionlessError, sessionless};
use crate::time::Time;

/// A handshake that waits for the server's BeginSessionResponse.
pub struct Handshake<'a, K, P: Profile = OpenProfile> {
    pub(super) application: &'a Application<K>,
    pub(super) begin: SessionOptions<'a>,
    pub(super) nonce: [u8; 32],
    pub(super) public_key: PublicKey,
    pub(super) hello_hash: [u8; 32],
    pub(super) validation: Secret<32>,
    /// None once the reply is read.
    pub(super) key_pair: Option<<P::Crypto as Crypto>::KeyPair>,
    pub(super) began: Time,
}

impl<'a, K: ValidationKeys, P: Profile> Handshake<'a, K, P> {
    /// Draws the nonce and the key pair. `now` is when the request begins to be written: the session's first deadline
    /// counts from it.
    ///
    /// # Errors
    /// [`StartError`]; nothing has happened yet.
    // Its hashes and MACs are off the stack before the caller's next step.
    #[inline(never)]
    pub fn start(
        application: &'a Application<K>,
        begin: SessionOptions<'a>,
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
        let label = labels::<P>().client_hello;
        let validation = validation_mac(&application.keys, Role::Client, label, &hello_hash);
        let validation = validation.as_ref().map_err(|error| StartError::Keys(*error))?.clone_secret();
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
        let (response, validation) = &take_apart::<P>(reply)?;
        let hash = response.hash::<P>(&self.hello_hash, self.validation.expose());
        // The agreement needs most of the stack of all, so as little as can be stands while it is made.
        let key_pair = self.key_pair.take().ok_or(HandshakeError::PublicKey)?;
        let shared_secret = key_pair.agree(&response.public_key);
        let shared_secret = shared_secret.as_ref().map_err(|_| HandshakeError::PublicKey)?;
        let mut session_secret = Secret::zero();
        prove::<P>(&self.application.keys, &hash, shared_secret, validation, &mut session_secret)?;
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
                replaces: self.begin.replaces.is_some(),
            },
            left: response.iterations - 1,
            profile: PhantomData,
        })
    }
}

/// What BeginSession says.
pub(super) fn hello<'h, K>(
    application: &'h Application<K>,
    begin: &'h SessionOptions<'_>,
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

/// What the server's reply says, and ServerValidation.
///
/// It is never inlined: what it needs of the stack has to be free again before the agreement, which needs the most of all.
#[inline(never)]
fn take_apart<P: Profile>(reply: &[u8]) -> Result<(BeginSessionResponse, [u8; 32]), HandshakeError> {
    match sessionless::open::<P>(reply) {
        Ok(body) => BeginSessionResponse::read::<P>(&body).ok_or(HandshakeError::Form),
        Err(SessionlessError::Envelope(error)) => Err(HandshakeError::Envelope(error)),
        // HS-16
        Err(SessionlessError::Refused(code)) => Err(HandshakeError::Refused(code)),
        Err(SessionlessError::InvalidResponse(_)) => Err(HandshakeError::Form),
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
    let client = validation_mac(keys, Role::Client, labels::<P>().client_agreement, hash);
    let client_agreement = client.as_ref().map_err(unusable)?;
    let server = validation_mac(keys, Role::Server, labels::<P>().server_agreement, hash);
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
    begin: &SessionOptions<'_>,
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
    let highest = P::VERSIONS.last().copied().unwrap_or(Version::OLDEST);
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
