//! The default cryptography: RustCrypto's p256 and sha2.

use p256::elliptic_curve::point::AffineCoordinates;
use p256::elliptic_curve::{Field, PrimeField};
use p256::{AffinePoint, ProjectivePoint, Scalar};
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

use super::{Crypto, InvalidPublicKey, KeyPair, PublicKey, Secret};
use super::{hkdf, hmac::HmacKey, pbkdf2::Pbkdf2, sha256::Sha256};
use crate::random::{Random, RandomError};

/// The default backend: see the module.
#[derive(Debug)]
pub struct RustCrypto;

impl Crypto for RustCrypto {
    type Sha256 = Sha256;
    type MacKey = HmacKey;
    type KeyPair = P256KeyPair;
    type Pbkdf2 = Pbkdf2;

    fn hkdf_extract(salt: &[u8; 32], ikm: &[&[u8]]) -> Secret<32> {
        hkdf::extract(salt, ikm)
    }

    fn hkdf_expand(prk: &Secret<32>, info: &[u8]) -> Secret<32> {
        hkdf::expand(prk, info)
    }

    fn equal(a: &[u8; 32], b: &[u8; 32]) -> bool {
        a.ct_eq(b).into()
    }
}

/// A P-256 key pair: the scalar alone, never zero once it is drawn. What is reckoned from it is reckoned when it is asked
/// for.
pub struct P256KeyPair(Scalar);

/// How often a scalar is drawn again before the source is called broken: one draw in 2^32 is unusable.
const DRAWS: usize = 8;

impl KeyPair for P256KeyPair {
    #[inline(never)]
    fn generate(random: &mut impl Random) -> Result<Self, RandomError> {
        let mut octets = Secret::<32>::zero();
        let mut pair = Self(Scalar::ZERO);
        for _ in 0..DRAWS {
            random.fill(octets.expose_mut())?;
            let mut scalar: Option<Scalar> = Scalar::from_repr((*octets.expose()).into()).into();
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

    fn is_public_key(octets: &PublicKey) -> bool {
        point(octets).is_ok()
    }
}

impl P256KeyPair {
    /// The point as often as the scalar says.
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

fn point(octets: &PublicKey) -> Result<AffinePoint, InvalidPublicKey> {
    let Some((4, coordinates)) = octets.split_first() else { return Err(InvalidPublicKey) };
    let ([x, y], []) = coordinates.as_chunks::<32>() else { return Err(InvalidPublicKey) };
    // Not by the function for any form of SEC 1: that has the compressed one too, which is 2.7 KB of square root. No
    // point that has coordinates is the identity.
    let point: Option<AffinePoint> = AffinePoint::from_coordinates(&(*x).into(), &(*y).into()).into();
    point.ok_or(InvalidPublicKey)
}

impl core::fmt::Debug for P256KeyPair {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("P256KeyPair(redacted)")
    }
}
