//! The default cryptography: RustCrypto's p256 and sha2.

use p256::elliptic_curve::point::AffineCoordinates;
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::{AffinePoint, PublicKey as Point, SecretKey};
use subtle::ConstantTimeEq;

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

/// A P-256 key pair of the `p256` crate, which wipes its scalar when dropped.
pub struct P256KeyPair(SecretKey);

/// How often a scalar is drawn again before the source is called broken: one draw in 2^32 is unusable.
const DRAWS: usize = 8;

impl KeyPair for P256KeyPair {
    fn generate(random: &mut impl Random) -> Result<Self, RandomError> {
        let mut scalar = Secret::<32>::zero();
        for _ in 0..DRAWS {
            random.fill(scalar.expose_mut())?;
            if let Ok(key) = SecretKey::from_slice(scalar.expose()) {
                return Ok(Self(key));
            }
        }
        Err(RandomError)
    }

    fn public_key(&self) -> PublicKey {
        let point = self.0.public_key().to_sec1_point(false);
        let mut out = [0; 65];
        out.iter_mut().zip(point.as_bytes()).for_each(|(place, b)| *place = *b);
        out
    }

    fn agree(self, peer: &PublicKey) -> Result<Secret<32>, InvalidPublicKey> {
        let peer = point(peer)?;
        let shared = self.0.diffie_hellman(&peer);
        let mut secret = Secret::zero();
        secret.expose_mut().copy_from_slice(shared.raw_secret_bytes());
        Ok(secret)
    }

    fn is_public_key(octets: &PublicKey) -> bool {
        point(octets).is_ok()
    }
}

fn point(octets: &PublicKey) -> Result<Point, InvalidPublicKey> {
    let Some((4, coordinates)) = octets.split_first() else { return Err(InvalidPublicKey) };
    let ([x, y], []) = coordinates.as_chunks::<32>() else { return Err(InvalidPublicKey) };
    // Not by the function for any form of SEC 1: that has the compressed one too, which is 2.7 KB of square root.
    let point: Option<AffinePoint> = AffinePoint::from_coordinates(&(*x).into(), &(*y).into()).into();
    point.and_then(|point| Point::from_affine(point).ok()).ok_or(InvalidPublicKey)
}

impl core::fmt::Debug for P256KeyPair {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("P256KeyPair(redacted)")
    }
}
