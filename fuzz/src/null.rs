//! A profile without secrets: every check of a hash or a proof says yes, and every key is zero.
//!
//! So whatever the fuzzer makes up gets past the cryptography, and what stands behind it is tried.

use core::num::NonZeroU32;

use emis_core::crypto::{Crypto, Hash, InvalidPublicKey, KeyPair, Mac, Pbkdf2, PublicKey, Secret};
use emis_core::profile::{Labels, OpenProfile, Profile};
use emis_core::random::{Random, RandomError};

/// The profile.
#[derive(Debug)]
pub(crate) struct Null;

impl Profile for Null {
    type Crypto = NullCrypto;
    const LABELS: Labels = OpenProfile::LABELS;
}

/// Its cryptography.
#[derive(Debug)]
pub(crate) struct NullCrypto;

impl Crypto for NullCrypto {
    type Sha256 = NullHash;
    type Mac = NullMac;
    type KeyPair = NullPair;
    type Pbkdf2 = NullPbkdf2;

    fn hkdf_extract(_: &[u8; 32], _: &[&[u8]]) -> Secret<32> {
        Secret::zero()
    }

    fn hkdf_expand(_: &Secret<32>, _: &[u8]) -> Secret<32> {
        Secret::zero()
    }

    fn equal(_: &[u8; 32], _: &[u8; 32]) -> bool {
        true
    }
}

pub(crate) struct NullHash;

impl Hash for NullHash {
    fn new() -> Self {
        Self
    }

    fn update(&mut self, _: &[u8]) {}

    fn finalize(self) -> [u8; 32] {
        [0; 32]
    }
}

pub(crate) struct NullMac;

impl Mac for NullMac {
    fn new(_: &[u8]) -> Self {
        Self
    }

    fn clone_secret(&self) -> Self {
        Self
    }

    fn update(&mut self, _: &[u8]) {}

    fn finalize(self) -> [u8; 32] {
        [0; 32]
    }
}

pub(crate) struct NullPair;

impl KeyPair for NullPair {
    fn generate(_: &mut impl Random) -> Result<Self, RandomError> {
        Ok(Self)
    }

    fn public_key(&self) -> PublicKey {
        [4; 65]
    }

    fn agree(self, _: &PublicKey) -> Result<Secret<32>, InvalidPublicKey> {
        Ok(Secret::zero())
    }

    fn is_public_key(_: &PublicKey) -> bool {
        true
    }
}

/// It counts down without doing anything, and at once: ten million iterations are no time here.
pub(crate) struct NullPbkdf2(u32);

impl Pbkdf2 for NullPbkdf2 {
    fn start(_: &[&[u8]], _: &[u8], iterations: NonZeroU32) -> Self {
        Self(iterations.get() - 1)
    }

    fn step(&mut self, budget: u32) -> u32 {
        self.0 = self.0.saturating_sub(budget.max(1));
        self.0
    }

    fn finish(self) -> Secret<32> {
        Secret::zero()
    }
}

/// Nothing but zeros.
pub(crate) struct Zeros;

impl Random for Zeros {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomError> {
        out.fill(0);
        Ok(())
    }
}
