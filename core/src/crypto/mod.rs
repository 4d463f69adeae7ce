//! What the protocol needs of cryptography, as traits, and the types that keep secrets.
//!
//! [`Crypto`] has exactly the operations of protocol.md section 3 and 4 and knows no message. [`RustCrypto`] is the
//! default; another backend (a secure element, an operating system's library) is one type behind a
//! [`Profile`](crate::profile::Profile).

mod hkdf;
mod hmac;
mod keys;
mod pbkdf2;
mod rustcrypto;
mod secret;
mod sha256;

use core::num::NonZeroU32;

pub use keys::{DummyKeys, KeyUnavailable, PRE_SHARED_KEY_LENGTH, SoftwareKeys, ValidationKeys};
pub use rustcrypto::RustCrypto;
pub use secret::Secret;

use crate::random::{Random, RandomError};

/// A SEC1 uncompressed point of P-256: 0x04, x, y.
pub type PublicKey = [u8; 65];

/// The cryptography that a profile stands on.
pub trait Crypto: 'static {
    /// SHA-256.
    type Sha256: Hash;
    /// A key of HMAC-SHA-256.
    type MacKey: MacKey;
    /// A P-256 key pair for one session.
    type KeyPair: KeyPair;
    /// PBKDF2-HMAC-SHA-256 for one block of 32 octets.
    type Pbkdf2: Stretch;

    /// HKDF-Extract with SHA-256; the input key material is the concatenation of the parts.
    fn hkdf_extract(salt: &[u8; 32], ikm: &[&[u8]]) -> Secret<32>;

    /// HKDF-Expand with SHA-256 to 32 octets.
    fn hkdf_expand(prk: &Secret<32>, info: &[u8]) -> Secret<32>;

    /// Whether the two are equal, in a time that depends on nothing but their length.
    fn equal(a: &[u8; 32], b: &[u8; 32]) -> bool;
}

/// SHA-256, fed in pieces.
pub trait Hash {
    /// A hash of nothing yet.
    fn new() -> Self;
    /// Takes more octets.
    fn update(&mut self, octets: &[u8]);
    /// The hash.
    fn finish(self) -> [u8; 32];
}

/// A key of HMAC-SHA-256, made ready to be used often. It wipes itself.
pub trait MacKey {
    /// A MAC that is being reckoned.
    type Running: RunningMac;

    /// A key of any length.
    fn new(key: &[u8]) -> Self;
    /// A second one of the same key, on purpose.
    #[must_use]
    fn duplicate(&self) -> Self;
    /// A MAC under the key, of nothing yet.
    fn start(&self) -> Self::Running;
    /// The MAC of the concatenation of the parts.
    fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut running = self.start();
        for part in parts {
            running.update(part);
        }
        running.finish()
    }
}

/// An HMAC-SHA-256 that is fed in pieces. It wipes itself.
pub trait RunningMac {
    /// Takes more octets.
    fn update(&mut self, octets: &[u8]);
    /// The MAC.
    fn finish(self) -> [u8; 32];
}

/// An ephemeral P-256 key pair. It is used up by the one agreement that it serves, and wipes itself.
pub trait KeyPair: Sized {
    /// Draws a key pair: 32 octets from `random` are the private scalar, big-endian; zero or a number not below the
    /// order of the group is drawn again.
    ///
    /// # Errors
    /// [`RandomError`] if the source has none to give, or gives only unusable ones.
    fn generate(random: &mut impl Random) -> Result<Self, RandomError>;

    /// The public half.
    fn public_key(&self) -> PublicKey;

    /// The shared secret: the x coordinate, of which all zero is valid.
    ///
    /// # Errors
    /// [`InvalidPublicKey`] if the peer's octets are no uncompressed point of the curve.
    fn agree(self, peer: &PublicKey) -> Result<Secret<32>, InvalidPublicKey>;

    /// Whether the octets are an uncompressed point of the curve.
    fn is_public_key(octets: &PublicKey) -> bool;
}

/// The octets are no uncompressed point of P-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidPublicKey;

/// PBKDF2-HMAC-SHA-256 to one block of 32 octets, divisible into steps.
pub trait Stretch: Sized {
    /// Begins; the password is the concatenation of the parts.
    fn start(password: &[&[u8]], salt: &[u8], iterations: NonZeroU32) -> Self;

    /// Does at most `budget` iterations, at least one, and says how many are left.
    fn step(&mut self, budget: u32) -> u32;

    /// Does all that is left, and gives the block.
    fn finish(self) -> Secret<32>;
}
