//! HKDF-SHA-256 (RFC 5869), of which the protocol needs a block of 32 octets: each of its two halves is then one HMAC.
//!
//! The `hkdf` crate brings an HMAC of its own; on ours it is less than what that takes. It is held against that crate in
//! the tests.

use super::hmac::HmacKey;
use super::{MacKey, Secret};

pub(super) fn extract(salt: &[u8; 32], ikm: &[&[u8]]) -> Secret<32> {
    mac(salt, ikm)
}

pub(super) fn expand(prk: &Secret<32>, info: &[u8]) -> Secret<32> {
    mac(prk.expose(), &[info, &[1]])
}

#[inline(never)]
fn mac(key: &[u8; 32], parts: &[&[u8]]) -> Secret<32> {
    Secret::new(HmacKey::new(key).mac(parts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::hkdf::Hkdf;
    use sha2::Sha256;

    #[test]
    fn equals_the_hkdf_crate_for_every_length() {
        let octets: [u8; 200] = core::array::from_fn(|i| u8::try_from(i).unwrap().wrapping_mul(37));
        let salt = octets.first_chunk().unwrap();
        for length in 0..octets.len() {
            let (a, b) = octets[..length].split_at(length / 3);
            let (prk, hkdf) = Hkdf::<Sha256>::extract(Some(salt), &octets[..length]);
            let extracted = extract(salt, &[a, b]);
            assert_eq!(extracted.expose().as_slice(), prk.as_slice());
            let mut expected = [0; 32];
            hkdf.expand(&octets[..length], &mut expected).unwrap();
            assert_eq!(expand(&extracted, &octets[..length]).expose(), &expected);
        }
    }
}
