//! The key schedule of protocol.md section 3, one value after the other, for fields of any form.
//!
//! Core refuses wrong lengths before it hashes anything, and a vector about a wrong length needs the hash all the same;
//! so the transcript is written down here a second time. [`drive`](super::drive) holds it against core's.

use core::num::NonZeroU32;

use emis_core::crypto::{Crypto, KeyPair, Mac, Pbkdf2, PublicKey, Secret};
use emis_core::profile::{OpenProfile, Profile};

use super::draw::{Given, sha256};
use crate::Done;

type Suite = <OpenProfile as Profile>::Crypto;
const LABELS: emis_core::profile::Labels = OpenProfile::LABELS;

/// `T(…)` of section 2.
fn fields(fields: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::new();
    for field in fields {
        // No field of a vector comes near 4 GiB.
        out.extend(u32::try_from(field.len()).unwrap_or(u32::MAX).to_be_bytes());
        out.extend(*field);
    }
    out
}

fn hmac(key: &[u8; 32], data: &[u8]) -> [u8; 32] {
    <Suite as Crypto>::Mac::of(key, &[data])
}

/// The key pair of a private scalar.
fn key_pair(scalar: [u8; 32]) -> Done<<Suite as Crypto>::KeyPair> {
    Ok(<Suite as Crypto>::KeyPair::generate(&mut Given::new(&scalar))?)
}

/// Its public half.
pub(super) fn public_key(scalar: [u8; 32]) -> Done<PublicKey> {
    Ok(key_pair(scalar)?.public_key())
}

/// The validation keys of an application.
#[derive(Clone, Copy)]
pub(super) struct Keys {
    pub(super) client: [u8; 32],
    pub(super) server: [u8; 32],
}

/// What BeginSession says, ClientValidation apart.
#[derive(Clone)]
pub(super) struct Hello {
    pub(super) profile: String,
    pub(super) application_id: String,
    pub(super) ods_code: String,
    pub(super) schema_version: String,
    pub(super) patient_relationship_id: String,
    pub(super) replaces_session_id: String,
    pub(super) client_nonce: Vec<u8>,
    pub(super) client_public_key: Vec<u8>,
}

impl Hello {
    /// `H_c`.
    pub(super) fn hash(&self) -> [u8; 32] {
        sha256(&[&fields(&[
            LABELS.begin_session.as_bytes(),
            self.profile.as_bytes(),
            self.application_id.as_bytes(),
            self.ods_code.as_bytes(),
            self.schema_version.as_bytes(),
            self.patient_relationship_id.as_bytes(),
            self.replaces_session_id.as_bytes(),
            &self.client_nonce,
            &self.client_public_key,
        ])])
    }

    /// ClientValidation.
    pub(super) fn validation(&self, keys: &Keys) -> [u8; 32] {
        hmac(&keys.client, &fields(&[LABELS.client_hello.as_bytes(), &self.hash()]))
    }
}

/// What BeginSessionResponse says, ServerValidation apart.
#[derive(Clone)]
pub(super) struct Answer {
    pub(super) session_id: String,
    pub(super) server_nonce: Vec<u8>,
    pub(super) server_public_key: Vec<u8>,
    pub(super) iterations: u32,
    pub(super) idle_timeout_seconds: u32,
    pub(super) first_call_seconds: u32,
    pub(super) practice_version: String,
}

impl Answer {
    /// `H_s`.
    pub(super) fn hash(&self, hello: &Hello, keys: &Keys) -> [u8; 32] {
        sha256(&[&fields(&[
            LABELS.begin_session_response.as_bytes(),
            &hello.hash(),
            &hello.validation(keys),
            self.session_id.as_bytes(),
            &self.server_nonce,
            &self.server_public_key,
            self.iterations.to_string().as_bytes(),
            self.idle_timeout_seconds.to_string().as_bytes(),
            self.first_call_seconds.to_string().as_bytes(),
            self.practice_version.as_bytes(),
        ])])
    }
}

/// Every value of the schedule up to the session secret.
pub(super) struct Agreed {
    pub(super) client_hello_hash: [u8; 32],
    pub(super) client_validation: [u8; 32],
    pub(super) server_hello_hash: [u8; 32],
    pub(super) shared_secret: [u8; 32],
    pub(super) client_agreement: [u8; 32],
    pub(super) server_agreement: [u8; 32],
    pub(super) handshake_secret: [u8; 32],
    pub(super) server_validation: [u8; 32],
    pub(super) session_secret: [u8; 32],
}

/// `Z`.
pub(super) fn shared_secret(scalar: [u8; 32], peer: &[u8]) -> Done<[u8; 32]> {
    let peer: &PublicKey = peer.try_into()?;
    let secret = key_pair(scalar)?.agree(peer).map_err(|error| format!("{error:?}"))?;
    Ok(*secret.expose())
}

/// Computes them.
pub(super) fn agree(keys: &Keys, hello: &Hello, answer: &Answer, shared_secret: [u8; 32]) -> Agreed {
    let hash = answer.hash(hello, keys);
    let client_agreement = hmac(&keys.client, &fields(&[LABELS.client_agreement.as_bytes(), &hash]));
    let server_agreement = hmac(&keys.server, &fields(&[LABELS.server_agreement.as_bytes(), &hash]));
    let secret = Suite::hkdf_extract(&hash, &[&shared_secret, &client_agreement, &server_agreement]);
    Agreed {
        client_hello_hash: hello.hash(),
        client_validation: hello.validation(keys),
        server_hello_hash: hash,
        shared_secret,
        client_agreement,
        server_agreement,
        handshake_secret: *secret.expose(),
        server_validation: *Suite::hkdf_expand(&secret, LABELS.server_proof.as_bytes()).expose(),
        session_secret: *Suite::hkdf_expand(&secret, LABELS.session_secret.as_bytes()).expose(),
    }
}

/// The session's keys.
pub(super) struct SessionKeys {
    pub(super) master: [u8; 32],
    pub(super) request: [u8; 32],
    pub(super) response: [u8; 32],
    pub(super) hash0: [u8; 32],
    pub(super) next_relationship: [u8; 32],
}

/// Stretches the session secret. The key is empty for an application session.
pub(super) fn session_keys(agreed: &Agreed, iterations: u32, relationship_key: &str) -> Done<SessionKeys> {
    let iterations = NonZeroU32::new(iterations).ok_or("no iterations")?;
    let password: [&[u8]; 2] = [&agreed.session_secret, relationship_key.as_bytes()];
    let master = <Suite as Crypto>::Pbkdf2::start(&password, &agreed.server_hello_hash, iterations).finish();
    let expand = |label: &str| *Suite::hkdf_expand(&master, label.as_bytes()).expose();
    Ok(SessionKeys {
        request: expand(LABELS.request_key),
        response: expand(LABELS.response_key),
        hash0: expand(LABELS.session_hash),
        next_relationship: expand(LABELS.next_relationship_key),
        master: *master.expose(),
    })
}

/// The next link of the chain.
pub(super) fn link(previous: &[u8; 32], key: &[u8; 32], k: u32, body: &str) -> [u8; 32] {
    OpenProfile::link(previous, &Secret::new(*key), k, body.as_bytes())
}
