//! What the protocol needs of cryptography, as traits, and the types that keep secrets.
//!
//! [`Crypto`] has exactly the operations of protocol.md sections 1, 3 and 4 and knows no message. [`RustCrypto`] is the
//! default; another backend (a secure element, an operating system's library) is one type behind a
//! [`Profile`](crate::profile::Profile).

mod keys;
mod pbkdf2;
mod rustcrypto;
mod secret;

use core::num::NonZeroU32;

pub use keys::{KeyUnavailable, ValidationKeys};
pub use rustcrypto::RustCrypto;
pub use secret::Secret;

use crate::error::ErrorCode;
use crate::random::{Random, RandomError};

/// A SEC1 uncompressed point of P-256: 0x04, x, y.
pub type PublicKey = [u8; 65];

/// The cryptography that a profile stands on.
pub trait Crypto: 'static {
    /// SHA-256.
    type Sha256: Hash;
    /// HMAC-SHA-256.
    type Mac: Mac;
    /// A P-256 key pair for one session.
    type KeyPair: KeyPair;
    /// PBKDF2-HMAC-SHA-256 for one block of 32 bytes, divisible into steps.
    type Pbkdf2: Pbkdf2;

    /// HKDF-Extract with SHA-256; the input key material is the concatenation of the parts.
    fn hkdf_extract(salt: &[u8; 32], ikm: &[&[u8]]) -> Secret<32>;

    /// HKDF-Expand with SHA-256 to 32 bytes.
    fn hkdf_expand(prk: &Secret<32>, info: &[u8]) -> Secret<32>;

    /// PBKDF2-HMAC-SHA-256 to one block of 32 bytes, in one go.
    fn pbkdf2(password: &[u8], salt: &[u8], iterations: NonZeroU32) -> Secret<32> {
        Self::Pbkdf2::start(&[password], salt, iterations).finish()
    }

    /// Whether the two are equal, in a time that depends on nothing but their length.
    fn equal(a: &[u8; 32], b: &[u8; 32]) -> bool;
}

/// An incremental SHA-256.
pub trait Hash {
    /// Creates an empty hasher.
    fn new() -> Self;
    /// Takes more bytes.
    fn update(&mut self, bytes: &[u8]);
    /// The hash of all bytes taken.
    fn finalize(self) -> [u8; 32];
}

/// An incremental HMAC-SHA-256. It wipes itself.
pub trait Mac: Sized {
    /// Begins a MAC under a key of any length.
    fn new(key: &[u8]) -> Self;
    /// Takes more bytes.
    fn update(&mut self, bytes: &[u8]);
    /// Explicitly clones the state, so that the MAC so far can be had while more bytes are taken.
    #[must_use]
    fn clone_secret(&self) -> Self;
    /// The MAC of all bytes taken.
    fn finalize(self) -> [u8; 32];

    /// The MAC of the concatenation of the parts.
    fn of(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = Self::new(key);
        parts.iter().for_each(|part| mac.update(part));
        mac.finalize()
    }
}

/// An ephemeral P-256 key pair. It is used up by the one agreement that it serves, and wipes itself.
pub trait KeyPair: Sized {
    /// Draws a key pair: 32 bytes from `random` are the private scalar, big-endian; zero or a number not below the
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
    /// [`InvalidPublicKey`] if the peer's bytes are no uncompressed point of the curve.
    fn agree(self, peer: &PublicKey) -> Result<Secret<32>, InvalidPublicKey>;

    /// Whether the bytes are an uncompressed point of the curve.
    fn is_public_key(bytes: &PublicKey) -> bool;
}

/// The bytes are no uncompressed point of P-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidPublicKey;

impl InvalidPublicKey {
    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        ErrorCode::InvalidPublicKey
    }
}

impl core::fmt::Display for InvalidPublicKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("the public key is not a point of the curve P-256")
    }
}

impl core::error::Error for InvalidPublicKey {}

/// PBKDF2-HMAC-SHA-256 to one block of 32 bytes, divisible into steps. It wipes itself.
pub trait Pbkdf2: Sized {
    /// Begins; the password is the concatenation of the parts.
    fn start(password: &[&[u8]], salt: &[u8], iterations: NonZeroU32) -> Self;

    /// Does at most `budget` iterations, at least one, and says how many are left.
    fn step(&mut self, budget: u32) -> u32;

    /// Does all that is left, and gives the block.
    fn finish(self) -> Secret<32>;
}
