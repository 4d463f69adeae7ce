//! The transcript and the key schedule of protocol.md sections 3 and 4: the provided bodies of [`Profile`]'s methods.
//!
//! The order in which things are hashed stands here and nowhere else.

use super::{LABEL_LIMIT, Labels, Profile};
use crate::crypto::{Crypto, Hash, KeyUnavailable, Mac, PublicKey, Secret, ValidationKeys};
use crate::types::{SessionId, format_integer};

/// What the client's BeginSession says, as it is hashed. An absent field is the empty text.
#[derive(Clone, Copy)]
pub struct ClientHello<'a> {
    /// The application.
    pub application_id: &'a str,
    /// The practice.
    pub ods_code: &'a str,
    /// The version that the session will speak.
    pub schema_version: &'a str,
    /// The relationship; empty for an application session.
    pub patient_relationship_id: &'a str,
    /// The session in doubt; empty for none.
    pub replaces_session_id: &'a str,
    /// The client's nonce.
    pub client_nonce: &'a [u8; 32],
    /// The client's public key.
    pub client_public_key: &'a PublicKey,
}

impl core::fmt::Debug for ClientHello<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        // The relationship names a patient, and the other session's id is enough to end it.
        f.debug_struct("ClientHello").field("ods_code", &self.ods_code).finish_non_exhaustive()
    }
}

/// What the server's BeginSessionResponse says, as it is hashed.
#[derive(Clone, Copy, Debug)]
pub struct ServerHello<'a> {
    /// `H_c`.
    pub client_hello_hash: &'a [u8; 32],
    /// ClientValidation.
    pub client_validation: &'a [u8; 32],
    /// The session.
    pub session_id: SessionId,
    /// The server's nonce.
    pub server_nonce: &'a [u8; 32],
    /// The server's public key.
    pub server_public_key: &'a PublicKey,
    /// PBKDF2 iterations to the session's keys.
    pub iterations: u32,
    /// How long the session may be idle.
    pub idle_timeout_seconds: u32,
    /// How long it is kept without a valid call.
    pub first_call_seconds: u32,
    /// The highest version that the practice runs, as written.
    pub practice_version: &'a str,
}

/// What both sides have once they have agreed on a key.
#[derive(Debug)]
pub struct Agreement<'a> {
    /// `H_s`.
    pub server_hello_hash: &'a [u8; 32],
    /// `Z`, the shared secret.
    pub shared_secret: &'a Secret<32>,
    /// `a_c`.
    pub client_agreement: &'a Secret<32>,
    /// `a_s`.
    pub server_agreement: &'a Secret<32>,
}

/// The keys of a session. They wipe themselves.
#[derive(Debug)]
pub struct SessionKeys {
    /// `K_q`, for requests.
    pub request: Secret<32>,
    /// `K_r`, for responses.
    pub response: Secret<32>,
    /// `h_0`, where the SessionHash chain begins.
    pub hash: Secret<32>,
    /// `K_n`, which a linkage key reset makes the relationship's key.
    pub next_relationship: Secret<32>,
}

/// The profile's labels. A profile with one over the limit does not compile: cut, two labels could be the same.
pub(crate) const fn labels<P: Profile>() -> &'static Labels {
    const { assert!(P::LABELS.are_within_limit(), "a label of the profile is longer than LABEL_LIMIT") };
    &P::LABELS
}

// MF-1
/// `be32(length) || field` of protocol.md section 2.
fn length_prefix(field: &[u8]) -> [u8; 4] {
    // Every field of ours is far below 4 GiB.
    u32::try_from(field.len()).unwrap_or(u32::MAX).to_be_bytes()
}

/// Writes `T(…)` into a short buffer, for what a validation key or PBKDF2 takes whole.
pub(crate) struct Fields<'b> {
    out: &'b mut [u8],
    length: usize,
}

impl<'b> Fields<'b> {
    pub(crate) fn new(out: &'b mut [u8]) -> Self {
        Self { out, length: 0 }
    }

    pub(crate) fn put(&mut self, field: &[u8]) {
        for part in [&length_prefix(field)[..], field] {
            for b in part {
                if let Some(place) = self.out.get_mut(self.length) {
                    *place = *b;
                    self.length += 1;
                }
            }
        }
    }

    pub(crate) fn length(&self) -> usize {
        self.length
    }
}

/// The side whose validation key is used.
#[derive(Clone, Copy)]
pub(crate) enum Role {
    Client,
    Server,
}

/// The MAC of `T(label, hash)` under a validation key.
pub(crate) fn validation_mac(
    keys: &impl ValidationKeys,
    role: Role,
    label: &str,
    hash: &[u8; 32],
) -> Result<Secret<32>, KeyUnavailable> {
    let mut data = [0; LABEL_LIMIT + 40];
    let mut fields = Fields::new(&mut data);
    fields.put(label.as_bytes());
    fields.put(hash);
    let length = fields.length();
    let data = data.get(..length).unwrap_or_default();
    match role {
        Role::Client => keys.client_mac(data),
        Role::Server => keys.server_mac(data),
    }
}

fn hash<P: Profile>(label: &str, fields: &[&[u8]]) -> [u8; 32] {
    let mut hash = <P::Crypto as Crypto>::Sha256::new();
    let mut put = |field: &[u8]| {
        hash.update(&length_prefix(field));
        hash.update(field);
    };
    put(label.as_bytes());
    fields.iter().for_each(|field| put(field));
    hash.finalize()
}

// KS-1
pub(crate) fn client_hello_hash<P: Profile>(hello: &ClientHello<'_>) -> [u8; 32] {
    hash::<P>(
        labels::<P>().begin_session,
        &[
            P::NAME.as_bytes(),
            hello.application_id.as_bytes(),
            hello.ods_code.as_bytes(),
            hello.schema_version.as_bytes(),
            hello.patient_relationship_id.as_bytes(),
            hello.replaces_session_id.as_bytes(),
            hello.client_nonce,
            hello.client_public_key,
        ],
    )
}

// KS-1
pub(crate) fn server_hello_hash<P: Profile>(hello: &ServerHello<'_>) -> [u8; 32] {
    let mut digits = [[0; 20]; 3];
    let [a, b, c] = &mut digits;
    hash::<P>(
        labels::<P>().begin_session_response,
        &[
            hello.client_hello_hash,
            hello.client_validation,
            &hello.session_id.text(),
            hello.server_nonce,
            hello.server_public_key,
            format_integer(hello.iterations.into(), a).as_bytes(),
            format_integer(hello.idle_timeout_seconds.into(), b).as_bytes(),
            format_integer(hello.first_call_seconds.into(), c).as_bytes(),
            hello.practice_version.as_bytes(),
        ],
    )
}

// KS-1
pub(crate) fn agree<P: Profile>(agreement: &Agreement<'_>) -> (Secret<32>, Secret<32>) {
    let handshake_secret = P::Crypto::hkdf_extract(
        agreement.server_hello_hash,
        &[
            agreement.shared_secret.expose(),
            agreement.client_agreement.expose(),
            agreement.server_agreement.expose(),
        ],
    );
    (
        P::Crypto::hkdf_expand(&handshake_secret, labels::<P>().server_proof.as_bytes()),
        P::Crypto::hkdf_expand(&handshake_secret, labels::<P>().session_secret.as_bytes()),
    )
}

// KS-1
pub(crate) fn session_keys<P: Profile>(stretched: &Secret<32>) -> SessionKeys {
    let expand = |label: &str| P::Crypto::hkdf_expand(stretched, label.as_bytes());
    SessionKeys {
        request: expand(labels::<P>().request_key),
        response: expand(labels::<P>().response_key),
        hash: expand(labels::<P>().session_hash),
        next_relationship: expand(labels::<P>().next_relationship_key),
    }
}

#[inline]
pub(crate) fn link_start<P: Profile>(key: &Secret<32>, k: u32) -> <P::Crypto as Crypto>::Mac {
    let mut mac = <P::Crypto as Crypto>::Mac::new(key.expose());
    mac.update(&u64::from(k).to_be_bytes());
    mac
}

#[inline]
pub(crate) fn link_finish<P: Profile>(previous: &[u8; 32], mac: &[u8; 32]) -> [u8; 32] {
    let mut hash = <P::Crypto as Crypto>::Sha256::new();
    hash.update(previous);
    hash.update(mac);
    hash.finalize()
}
