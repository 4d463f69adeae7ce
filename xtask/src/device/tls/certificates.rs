//! The certificates of practice ends, good ones and others, and the root that a device believes.

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair,
    date_time_ymd,
};
use rustls::crypto::ring::sign::any_ecdsa_type;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;

use crate::Done;

/// The name of the practice end.
pub(in crate::device) const NAME: &str = "practice.example";
const OTHER: &str = "other.example";

/// Somebody whose key signs certificates, whether it may or not.
pub(in crate::device) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    /// A root of its own.
    pub(in crate::device) fn root() -> Done<Self> {
        let mut root = params(None, [2026, 2036])?;
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        root.distinguished_name.push(DnType::CommonName, "A root for a test");
        Ok(Self(CertifiedIssuer::self_signed(root, KeyPair::generate()?)?))
    }

    /// The certificate, in DER.
    pub(in crate::device) fn der(&self) -> &CertificateDer<'static> {
        self.0.der()
    }

    fn certificate(&self, name: &str, years: [i32; 2], key: &KeyPair) -> Done<CertificateDer<'static>> {
        Ok(params(Some(name), years)?.signed_by(key, &self.0)?.der().clone())
    }
}

/// What a practice end shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::device) enum Shows {
    /// What it has to.
    Good,
    /// A certificate for another name.
    OtherName,
    /// One that was good last year, or will be next year.
    Old,
    Early,
    /// One whose key it does not have.
    OtherKey,
    /// One that is signed by the owner of another name, whose own certificate is good.
    Neighbour,
}

/// A certificate of a practice end, and a key.
pub(super) fn shown(shows: Shows, root: &Authority) -> Done<CertifiedKey> {
    let key = KeyPair::generate()?;
    let (name, years) = match shows {
        Shows::OtherName => (OTHER, [2026, 2027]),
        Shows::Old => (NAME, [2025, 2026]),
        Shows::Early => (NAME, [2027, 2028]),
        _ => (NAME, [2026, 2027]),
    };
    let chain = if shows == Shows::Neighbour {
        let neighbour =
            CertifiedIssuer::signed_by(params(Some(OTHER), years)?, KeyPair::generate()?, &root.0)?;
        let neighbour = Authority(neighbour);
        vec![neighbour.certificate(name, years, &key)?, neighbour.der().clone()]
    } else {
        vec![root.certificate(name, years, &key)?]
    };
    let key = if shows == Shows::OtherKey { KeyPair::generate()? } else { key };
    let key = any_ecdsa_type(&PrivateKeyDer::Pkcs8(key.serialize_der().into()))?;
    Ok(CertifiedKey::new(chain, key))
}

/// From the one year's beginning to the other's.
fn params(name: Option<&str>, [from, to]: [i32; 2]) -> Done<CertificateParams> {
    let mut params = CertificateParams::new(name.map(str::to_owned).into_iter().collect::<Vec<_>>())?;
    params.distinguished_name = DistinguishedName::new();
    params.not_before = date_time_ymd(from, 1, 1);
    params.not_after = date_time_ymd(to, 1, 1);
    Ok(params)
}
