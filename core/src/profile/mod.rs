//! Every choice that the public description of the API leaves open, behind one trait (protocol.md, the rules marked
//! P).
//!
//! An integrator who holds the supplier's licensed schema writes another [`Profile`] and changes nothing else: the
//! labels, counts, namespace and policy are constants, the key schedule and the links of the SessionHash chain are
//! methods with our way as their provided body, and the cryptography is an associated type. The catalogue of message
//! elements stands in [`messages`](crate::messages), one table an element.

mod keys;
pub(crate) mod schedule;
mod version;

use core::ops::RangeInclusive;

pub use keys::{DummyKeys, PRE_SHARED_KEY_LENGTH, SoftwareKeys};
pub use schedule::{Agreement, ClientHello, ServerHello, SessionKeys};
pub use version::Version;

use crate::crypto::{Crypto, Mac, RustCrypto, Secret};

/// The ASCII labels that keep the derivations of protocol.md section 3 apart.
#[derive(Clone, Copy, Debug)]
pub struct Labels {
    /// Of `V_c`.
    pub client_validation: &'static str,
    /// Of `V_s`.
    pub server_validation: &'static str,
    /// Of `H_c`.
    pub begin_session: &'static str,
    /// Of ClientValidation.
    pub client_hello: &'static str,
    /// Of `H_s`.
    pub begin_session_response: &'static str,
    /// Of `a_c`.
    pub client_agreement: &'static str,
    /// Of `a_s`.
    pub server_agreement: &'static str,
    /// Of ServerValidation.
    pub server_proof: &'static str,
    /// Of `SS`.
    pub session_secret: &'static str,
    /// Of `K_q`.
    pub request_key: &'static str,
    /// Of `K_r`.
    pub response_key: &'static str,
    /// Of `h_0`.
    pub session_hash: &'static str,
    /// Of `K_n`.
    pub next_relationship_key: &'static str,
}

/// The longest label, in bytes. A profile with a longer one does not compile:
///
/// ```compile_fail,E0080
/// use emis_core::crypto::{RustCrypto, Secret};
/// use emis_core::profile::{Labels, OpenProfile, Profile};
///
/// struct TooLong;
///
/// impl Profile for TooLong {
///     type Crypto = RustCrypto;
///     const LABELS: Labels = Labels {
///         request_key: "a label of sixty-five bytes, which is one byte more than it may be",
///         ..OpenProfile::LABELS
///     };
/// }
///
/// TooLong::session_keys(&Secret::zero());
/// ```
pub const LABEL_LIMIT: usize = 64;

impl Labels {
    /// Whether each has at most [`LABEL_LIMIT`] bytes.
    #[must_use]
    pub const fn are_within_limit(&self) -> bool {
        let Self {
            client_validation,
            server_validation,
            begin_session,
            client_hello,
            begin_session_response,
            client_agreement,
            server_agreement,
            server_proof,
            session_secret,
            request_key,
            response_key,
            session_hash,
            next_relationship_key,
        } = self;
        let mut rest: &[&str] = &[
            client_validation,
            server_validation,
            begin_session,
            client_hello,
            begin_session_response,
            client_agreement,
            server_agreement,
            server_proof,
            session_secret,
            request_key,
            response_key,
            session_hash,
            next_relationship_key,
        ];
        while let [label, others @ ..] = rest {
            if label.len() > LABEL_LIMIT {
                return false;
            }
            rest = others;
        }
        true
    }
}

/// Every choice that is this profile's. See the module.
pub trait Profile: Sized + 'static {
    /// The cryptography.
    type Crypto: Crypto;

    /// The profile's name, the first element of BeginSession.
    const NAME: &'static str = "emis-ps/1";
    /// The namespace of the messages' elements.
    const NAMESPACE: &'static str = "urn:emis-ps:1";
    /// The labels, each at most [`LABEL_LIMIT`] bytes long.
    const LABELS: Labels;
    /// PBKDF2 iterations from a pre-shared key to its validation key.
    const VALIDATION_ITERATIONS: u32 = 10_000;
    /// PBKDF2 iterations of a patient session, where the server names no others.
    const DEFAULT_ITERATIONS: u32 = 10_000;
    /// What a server may ask at all.
    const ITERATIONS: RangeInclusive<u32> = 1..=10_000_000;
    /// What a client lets a server ask of it in a patient session, if its user says nothing else.
    const ITERATION_POLICY: RangeInclusive<u32> = 1_000..=100_000;
    /// IdleTimeoutSeconds: what a server may say.
    const IDLE_TIMEOUT_SECONDS: RangeInclusive<u32> = 1..=86_400;
    /// IdleTimeoutSeconds: the default.
    const DEFAULT_IDLE_TIMEOUT_SECONDS: u32 = 1_200;
    /// FirstCallSeconds: what a server may say.
    const FIRST_CALL_SECONDS: RangeInclusive<u32> = 1..=3_600;
    /// FirstCallSeconds: the default.
    const DEFAULT_FIRST_CALL_SECONDS: u32 = 300;
    /// How long a session lives at most from its BeginSession, in seconds.
    const LIFETIME_SECONDS: u32 = 86_400;
    /// The highest number of a call.
    const SEQUENCE_LIMIT: u32 = u32::MAX;
    /// The schema versions, in rising order (operations.md, Versions).
    const VERSIONS: &'static [Version] = &[Version::V1_0, Version::V1_1, Version::V2_0, Version::V2_1];

    /// `H_c`: what the client's hello says.
    #[must_use]
    fn client_hello_hash(hello: &ClientHello<'_>) -> [u8; 32] {
        schedule::client_hello_hash::<Self>(hello)
    }

    /// `H_s`: what both hellos say.
    #[must_use]
    fn server_hello_hash(hello: &ServerHello<'_>) -> [u8; 32] {
        schedule::server_hello_hash::<Self>(hello)
    }

    /// ServerValidation and the session secret `SS`, from the key agreement.
    #[must_use]
    fn agree(agreement: &Agreement<'_>) -> (Secret<32>, Secret<32>) {
        schedule::agree::<Self>(agreement)
    }

    /// The session's keys from the stretched secret `M`.
    #[must_use]
    fn session_keys(stretched: &Secret<32>) -> SessionKeys {
        schedule::session_keys::<Self>(stretched)
    }

    /// Begins the MAC of the next link of the SessionHash chain, under the key of the direction, for call `k`. The Body's
    /// bytes are then fed to it.
    fn link_start(key: &Secret<32>, k: u32) -> <Self::Crypto as Crypto>::Mac {
        schedule::link_start::<Self>(key, k)
    }

    /// The next link of the SessionHash chain, after `previous`, from the MAC of [`Profile::link_start`].
    fn link_finish(previous: &[u8; 32], mac: &[u8; 32]) -> [u8; 32] {
        schedule::link_finish::<Self>(previous, mac)
    }

    /// The next link of the SessionHash chain over a Body that is at hand: the two above in one.
    fn link(previous: &[u8; 32], key: &Secret<32>, k: u32, body: &[u8]) -> [u8; 32] {
        let mut mac = Self::link_start(key, k);
        mac.update(body);
        Self::link_finish(previous, &mac.finalize())
    }
}

/// The open profile `emis-ps/1` of protocol.md.
#[derive(Debug)]
pub struct OpenProfile;

impl Profile for OpenProfile {
    type Crypto = RustCrypto;

    const LABELS: Labels = Labels {
        client_validation: "emis-ps/1 client validation",
        server_validation: "emis-ps/1 server validation",
        begin_session: "emis-ps/1 begin session",
        client_hello: "emis-ps/1 client hello",
        begin_session_response: "emis-ps/1 begin session response",
        client_agreement: "emis-ps/1 client agreement",
        server_agreement: "emis-ps/1 server agreement",
        server_proof: "emis-ps/1 server validation",
        session_secret: "emis-ps/1 session secret",
        request_key: "emis-ps/1 request key",
        response_key: "emis-ps/1 response key",
        session_hash: "emis-ps/1 session hash",
        next_relationship_key: "emis-ps/1 next relationship key",
    };
}

/// SOAP 1.2's namespace, which is no choice of a profile.
pub const SOAP_NAMESPACE: &str = "http://www.w3.org/2003/05/soap-envelope";

/// The namespaces that a reader of this profile's messages tells apart.
pub(crate) const fn namespaces<P: Profile>() -> &'static crate::xml::Namespaces {
    const { &crate::xml::Namespaces { ours: P::NAMESPACE, soap: SOAP_NAMESPACE } }
}
