//! The default cryptography: RustCrypto's p256, sha2, hmac, hkdf and pbkdf2.

use core::fmt;
use core::num::NonZeroU32;

use hkdf::{Hkdf, HkdfExtract};
use hmac::{Hmac, KeyInit, Mac as _};
use p256::elliptic_curve::point::AffineCoordinates;
use p256::elliptic_curve::{Field, PrimeField};
use p256::{AffinePoint, ProjectivePoint, Scalar};
use sha2::Digest;
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

use super::pbkdf2::SteppedPbkdf2;
use super::{Crypto, Hash, InvalidPublicKey, KeyPair, Mac, PublicKey, Secret};
use crate::random::{Random, RandomError};

/// The default backend: see the module.
#[derive(Debug)]
pub struct RustCrypto;

impl Crypto for RustCrypto {
    type Sha256 = Sha256;
    type Mac = HmacSha256;
    type KeyPair = P256KeyPair;
    type Pbkdf2 = SteppedPbkdf2;

    fn hkdf_extract(salt: &[u8; 32], ikm: &[&[u8]]) -> Secret<32> {
        let mut extract = HkdfExtract::<sha2::Sha256>::new(Some(salt));
        ikm.iter().for_each(|part| extract.input_ikm(part));
        let (mut prk, _) = extract.finalize();
        let secret = Secret::new(prk.into());
        // KS-3
        prk.zeroize();
        secret
    }

    fn hkdf_expand(prk: &Secret<32>, info: &[u8]) -> Secret<32> {
        let mut secret = Secret::zero();
        let expanded =
            Hkdf::<sha2::Sha256>::from_prk(prk.expose()).map(|hkdf| hkdf.expand(info, secret.expose_mut()));
        // A key of zeros instead would be worse than a panic.
        assert!(matches!(expanded, Ok(Ok(()))), "HKDF takes a key of 32 bytes and gives 32");
        secret
    }

    fn pbkdf2(password: &[u8], salt: &[u8], iterations: NonZeroU32) -> Secret<32> {
        let mut key = Secret::zero();
        pbkdf2::pbkdf2_hmac::<sha2::Sha256>(password, salt, iterations.get(), key.expose_mut());
        key
    }

    fn equal(a: &[u8; 32], b: &[u8; 32]) -> bool {
        a.ct_eq(b).into()
    }
}

/// The hash of the `sha2` crate. It wipes itself, since it may have taken a secret.
pub struct Sha256(sha2::Sha256);

impl Hash for Sha256 {
    fn new() -> Self {
        Self(Digest::new())
    }

    fn update(&mut self, bytes: &[u8]) {
        Digest::update(&mut self.0, bytes);
    }

    fn finalize(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sha256(redacted)")
    }
}

/// The MAC of the `hmac` crate, whose states wipe themselves.
pub struct HmacSha256(Hmac<sha2::Sha256>);

impl Mac for HmacSha256 {
    fn new(key: &[u8]) -> Self {
        #[allow(clippy::expect_used)]
        // only other MACs refuse a length, and this one must not go on without its key
        Self(Hmac::new_from_slice(key).expect("HMAC takes keys of any length"))
    }

    fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn clone_secret(&self) -> Self {
        Self(self.0.clone())
    }

    fn finalize(self) -> [u8; 32] {
        self.0.finalize().into_bytes().into()
    }
}

impl fmt::Debug for HmacSha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HmacSha256(redacted)")
    }
}

/// A P-256 key pair: the scalar alone, never zero once it is drawn. The public point is computed
/// when it is asked for.
pub struct P256KeyPair(Scalar);

/// How often a scalar is drawn again before the source is called broken: one draw in 2^32 is unusable.
const DRAWS: usize = 8;

impl KeyPair for P256KeyPair {
    // The candidate scalars stand in a frame of its own, which the agreement's frames overwrite.
    #[inline(never)]
    fn generate(random: &mut impl Random) -> Result<Self, RandomError> {
        let mut bytes = Secret::<32>::zero();
        let mut pair = Self(Scalar::ZERO);
        for _ in 0..DRAWS {
            random.fill(bytes.expose_mut())?;
            let mut scalar: Option<Scalar> = Scalar::from_repr((*bytes.expose()).into()).into();
            if let Some(scalar) = &mut scalar {
                pair.0 = *scalar;
                scalar.zeroize();
                if !bool::from(pair.0.is_zero()) {
                    return Ok(pair);
                }
            }
        }
        Err(RandomError)
    }

    // The multiplication needs the most stack of all: its frame stands only while it runs.
    #[inline(never)]
    fn public_key(&self) -> PublicKey {
        let mut out = [4; 65];
        let [_, coordinates @ ..] = &mut out;
        let point = self.times(&AffinePoint::GENERATOR);
        for (place, coordinate) in coordinates.as_chunks_mut().0.iter_mut().zip([point.x(), point.y()]) {
            *place = coordinate.into();
        }
        out
    }

    // So that its frame, and that of the next, stands on the stack only while it is asked for.
    #[inline(never)]
    fn agree(self, peer: &PublicKey) -> Result<Secret<32>, InvalidPublicKey> {
        let mut shared = self.times(&point(peer)?);
        let mut secret = Secret::zero();
        let mut x = shared.x();
        secret.expose_mut().copy_from_slice(&x);
        x.zeroize();
        shared.zeroize();
        Ok(secret)
    }

    fn is_public_key(bytes: &PublicKey) -> bool {
        point(bytes).is_ok()
    }
}

impl P256KeyPair {
    /// The point as often as the scalar says.
    // By itself, so that its frame stands only while it runs.
    #[inline(never)]
    fn times(&self, point: &AffinePoint) -> AffinePoint {
        #[allow(clippy::op_ref)] // given away, the scalar would be copied
        let mut product = &ProjectivePoint::from(*point) * &self.0;
        let point = affine(&product);
        product.zeroize();
        point
    }
}

impl Drop for P256KeyPair {
    fn drop(&mut self) {
        // KS-3
        self.0.zeroize();
    }
}

/// By itself, so that its frame and that of the multiplication are not on the stack together.
#[inline(never)]
fn affine(point: &ProjectivePoint) -> AffinePoint {
    point.to_affine()
}

fn point(bytes: &PublicKey) -> Result<AffinePoint, InvalidPublicKey> {
    let Some((4, coordinates)) = bytes.split_first() else { return Err(InvalidPublicKey) };
    let ([x, y], []) = coordinates.as_chunks::<32>() else { return Err(InvalidPublicKey) };
    // Not by the function for any form of SEC 1: that has the compressed one too, which is 2.7 KB of square root. No
    // point that has coordinates is the identity.
    let point: Option<AffinePoint> = AffinePoint::from_coordinates(&(*x).into(), &(*y).into()).into();
    point.ok_or(InvalidPublicKey)
}

impl fmt::Debug for P256KeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P256KeyPair(redacted)")
    }
}
