//! The default cryptography: RustCrypto's p256 and sha2.

use p256::ecdh::diffie_hellman;
use p256::elliptic_curve::point::AffineCoordinates;
use p256::{AffinePoint, NonZeroScalar, PublicKey as Point};
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

/// A P-256 key pair: the scalar's octets alone. What is reckoned from them is reckoned when it is asked for.
pub struct P256KeyPair(Secret<32>);

/// How often a scalar is drawn again before the source is called broken: one draw in 2^32 is unusable.
const DRAWS: usize = 8;

impl KeyPair for P256KeyPair {
    fn generate(random: &mut impl Random) -> Result<Self, RandomError> {
        let mut pair = Self(Secret::zero());
        for _ in 0..DRAWS {
            random.fill(pair.0.expose_mut())?;
            if let Some(mut scalar) = pair.scalar() {
                scalar.zeroize();
                return Ok(pair);
            }
        }
        Err(RandomError)
    }

    #[inline(never)]
    fn public_key(&self) -> PublicKey {
        let mut out = [4; 65];
        // It has been one since it was drawn.
        if let Some(mut scalar) = self.scalar() {
            let point = Point::from_secret_scalar(&scalar);
            scalar.zeroize();
            let (x, y) = (point.as_affine().x(), point.as_affine().y());
            out.iter_mut().skip(1).zip(x.iter().chain(&y)).for_each(|(place, b)| *place = *b);
        }
        out
    }

    // So that its frame, and that of the next, stands on the stack only while it is asked for.
    #[inline(never)]
    fn agree(self, peer: &PublicKey) -> Result<Secret<32>, InvalidPublicKey> {
        let peer = point(peer)?;
        let mut scalar = self.scalar().ok_or(InvalidPublicKey)?;
        #[allow(clippy::needless_borrows_for_generic_args)] // given away, it would be copied
        let shared = diffie_hellman(&scalar, &peer);
        scalar.zeroize();
        let mut secret = Secret::zero();
        secret.expose_mut().copy_from_slice(shared.raw_secret_bytes());
        Ok(secret)
    }

    fn is_public_key(octets: &PublicKey) -> bool {
        point(octets).is_ok()
    }
}

impl P256KeyPair {
    #[inline(never)]
    fn scalar(&self) -> Option<NonZeroScalar> {
        NonZeroScalar::from_repr((*self.0.expose()).into()).into()
    }
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
