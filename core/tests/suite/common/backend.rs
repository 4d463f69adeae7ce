//! A second cryptographic backend, put together another way: HMAC, HKDF and PBKDF2 from SHA-256 by their definitions,
//! and ECDH by a bare multiplication on the curve. It counts what it is asked for.

use core::cell::Cell;
use core::num::NonZeroU32;

use emis_core::crypto::{
    Crypto, Hash, InvalidPublicKey, KeyPair, Mac, Pbkdf2, PublicKey, RustCrypto, Secret,
};
use emis_core::random::{Random, RandomError};
use p256::elliptic_curve::sec1::{FromSec1Point, ToSec1Point};
use p256::elliptic_curve::{Group, PrimeField};
use p256::{AffinePoint, ProjectivePoint, Scalar, Sec1Point};
use sha2::{Digest, Sha256};

std::thread_local! {
    /// Hashes, MACs, key pairs, agreements and PBKDF2 runs of this thread.
    pub static COUNTS: Cell<[u32; 5]> = const { Cell::new([0; 5]) };
}

fn count(which: usize) {
    COUNTS.with(|counts| {
        let mut now = counts.get();
        now[which] += 1;
        counts.set(now);
    });
}

#[derive(Debug)]
pub struct Plain;

pub struct PlainHash(Sha256);

impl Hash for PlainHash {
    fn new() -> Self {
        count(0);
        Self(Digest::new())
    }

    fn update(&mut self, bytes: &[u8]) {
        Digest::update(&mut self.0, bytes);
    }

    fn finalize(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

#[derive(Clone)]
pub struct PlainMac {
    inner: Sha256,
    outer: Sha256,
}

impl Mac for PlainMac {
    fn new(key: &[u8]) -> Self {
        count(1);
        let mut block = [0; 64];
        if key.len() > 64 {
            block[..32].copy_from_slice(&Sha256::digest(key));
        } else {
            block[..key.len()].copy_from_slice(key);
        }
        let mut mac = Self { inner: Digest::new(), outer: Digest::new() };
        Digest::update(&mut mac.inner, block.map(|b| b ^ 0x36));
        Digest::update(&mut mac.outer, block.map(|b| b ^ 0x5C));
        mac
    }

    fn update(&mut self, bytes: &[u8]) {
        Digest::update(&mut self.inner, bytes);
    }

    fn clone_secret(&self) -> Self {
        self.clone()
    }

    fn finalize(mut self) -> [u8; 32] {
        Digest::update(&mut self.outer, self.inner.finalize());
        self.outer.finalize().into()
    }
}

pub fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    PlainMac::of(key, parts)
}

pub struct PlainPair(Scalar);

fn point(bytes: &[u8]) -> Option<ProjectivePoint> {
    let encoded = Sec1Point::from_bytes(bytes).ok().filter(|p| !p.is_compressed() && !p.is_identity())?;
    Option::<AffinePoint>::from(AffinePoint::from_sec1_point(&encoded)).map(ProjectivePoint::from)
}

impl KeyPair for PlainPair {
    fn generate(random: &mut impl Random) -> Result<Self, RandomError> {
        count(2);
        let mut bytes = [0; 32];
        random.fill(&mut bytes)?;
        Option::from(Scalar::from_repr(bytes.into())).map(Self).ok_or(RandomError)
    }

    fn public_key(&self) -> PublicKey {
        (ProjectivePoint::generator() * self.0)
            .to_affine()
            .to_sec1_point(false)
            .as_bytes()
            .try_into()
            .unwrap()
    }

    fn agree(self, peer: &PublicKey) -> Result<Secret<32>, InvalidPublicKey> {
        count(3);
        let shared = point(peer).ok_or(InvalidPublicKey)? * self.0;
        let shared = shared.to_affine().to_sec1_point(false);
        Ok(Secret::new(shared.as_bytes()[1..33].try_into().unwrap()))
    }

    fn is_public_key(bytes: &PublicKey) -> bool {
        point(bytes).is_some()
    }
}

pub struct PlainPbkdf2 {
    password: Vec<u8>,
    last: [u8; 32],
    sum: [u8; 32],
    left: u32,
}

impl Pbkdf2 for PlainPbkdf2 {
    fn start(password: &[&[u8]], salt: &[u8], iterations: NonZeroU32) -> Self {
        count(4);
        let password = password.concat();
        let last = hmac(&password, &[salt, &[0, 0, 0, 1]]);
        Self { password, last, sum: last, left: iterations.get() - 1 }
    }

    fn step(&mut self, budget: u32) -> u32 {
        for _ in 0..budget.max(1).min(self.left) {
            self.last = hmac(&self.password, &[&self.last]);
            self.sum.iter_mut().zip(self.last).for_each(|(sum, b)| *sum ^= b);
            self.left -= 1;
        }
        self.left
    }

    fn finish(mut self) -> Secret<32> {
        self.step(u32::MAX);
        Secret::new(self.sum)
    }
}

impl Crypto for Plain {
    type Sha256 = PlainHash;
    type Mac = PlainMac;
    type KeyPair = PlainPair;
    type Pbkdf2 = PlainPbkdf2;

    fn hkdf_extract(salt: &[u8; 32], ikm: &[&[u8]]) -> Secret<32> {
        Secret::new(hmac(salt, ikm))
    }

    fn hkdf_expand(prk: &Secret<32>, info: &[u8]) -> Secret<32> {
        Secret::new(hmac(prk.expose(), &[info, &[1]]))
    }

    fn equal(a: &[u8; 32], b: &[u8; 32]) -> bool {
        a == b
    }
}

/// The default backend with a key agreement that agrees on nothing and costs nothing, for tests that need thousands of
/// sessions and not one secret.
#[derive(Debug)]
pub struct NoCurve;

pub struct NoPair;

impl KeyPair for NoPair {
    fn generate(_: &mut impl Random) -> Result<Self, RandomError> {
        Ok(Self)
    }

    fn public_key(&self) -> PublicKey {
        [4; 65]
    }

    fn agree(self, _: &PublicKey) -> Result<Secret<32>, InvalidPublicKey> {
        Ok(Secret::new([7; 32]))
    }

    fn is_public_key(_: &PublicKey) -> bool {
        true
    }
}

impl Crypto for NoCurve {
    type Sha256 = <RustCrypto as Crypto>::Sha256;
    type Mac = <RustCrypto as Crypto>::Mac;
    type KeyPair = NoPair;
    type Pbkdf2 = <RustCrypto as Crypto>::Pbkdf2;

    fn hkdf_extract(salt: &[u8; 32], ikm: &[&[u8]]) -> Secret<32> {
        RustCrypto::hkdf_extract(salt, ikm)
    }

    fn hkdf_expand(prk: &Secret<32>, info: &[u8]) -> Secret<32> {
        RustCrypto::hkdf_expand(prk, info)
    }

    fn equal(a: &[u8; 32], b: &[u8; 32]) -> bool {
        RustCrypto::equal(a, b)
    }
}
