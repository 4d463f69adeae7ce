//! Which servers the transport trusts, and how it identifies itself.
//!
//! Everything is read and checked when the transport is built. Easy to get wrong: ureq itself skips roots that it
//! cannot read and panics on a key that is not its certificate's, at the first connection; neither can happen after
//! this module's checks. Verification cannot be turned off.

use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use ureq::tls::{Certificate, ClientCert, PrivateKey, RootCerts, TlsConfig, TlsProvider};

use crate::Error;

/// Which certificate authorities are trusted.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum Roots {
    /// Mozilla's list, as it was when this was compiled.
    #[default]
    Web,
    /// What the operating system trusts, now and with its own rules.
    #[cfg(feature = "platform-verifier")]
    Platform,
    /// Only the certificates in this PEM text: for a closed network with its own authority.
    Pem(Vec<u8>),
}

/// A client certificate's chain and its private key, both as PEM.
#[derive(Clone)]
pub(crate) struct Identity {
    pub(crate) chain: Vec<u8>,
    pub(crate) key: Vec<u8>,
}

/// TLS 1.2 or 1.3 by ring's ciphers, regardless of the provider that the process has installed.
pub(crate) fn config(roots: &Roots, identity: Option<&Identity>) -> Result<TlsConfig, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .unversioned_rustls_crypto_provider(Arc::clone(&provider))
        .root_certs(match roots {
            Roots::Web => RootCerts::WebPki,
            #[cfg(feature = "platform-verifier")]
            Roots::Platform => RootCerts::PlatformVerifier,
            Roots::Pem(pem) => read_roots(pem)?,
        });
    let Some(identity) = identity else { return Ok(builder.build()) };

    let chain = certificates(&identity.chain)?;
    let key = PrivateKeyDer::from_pem_slice(&identity.key).map_err(|_| Error::BadCertificate)?;
    rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| Error::Unexpected)?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_client_auth_cert(chain.clone(), key)
        .map_err(|_| Error::BadCertificate)?;
    let chain: Vec<_> = chain.iter().map(|der| Certificate::from_der(der).to_owned()).collect();
    let key = PrivateKey::from_pem(&identity.key).map_err(|_| Error::BadCertificate)?;
    Ok(builder.client_cert(Some(ClientCert::new_with_certs(&chain, key))).build())
}

fn read_roots(pem: &[u8]) -> Result<RootCerts, Error> {
    let roots = certificates(pem)?;
    let mut store = rustls::RootCertStore::empty();
    for root in &roots {
        store.add(root.clone()).map_err(|_| Error::BadCertificate)?;
    }
    Ok(RootCerts::from(roots.iter().map(|der| Certificate::from_der(der).to_owned())))
}

/// All certificates of a PEM text; a text without any is an error.
fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, Error> {
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    all.ok().filter(|all| !all.is_empty()).ok_or(Error::BadCertificate)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made() -> (Vec<u8>, Vec<u8>) {
        let made = rcgen::generate_simple_self_signed(vec!["device".to_owned()]).unwrap();
        (made.cert.pem().into_bytes(), made.signing_key.serialize_pem().into_bytes())
    }

    #[test]
    fn what_can_be_used_is_taken() {
        let (chain, key) = made();
        assert!(config(&Roots::Web, None).is_ok());
        let config = config(&Roots::Pem(chain.clone()), Some(&Identity { chain, key })).unwrap();
        assert!(!config.disable_verification());
        assert!(config.client_cert().is_some());
    }

    #[test]
    fn what_cannot_be_used_is_refused_at_once() {
        let (chain, key) = made();
        let (_, other_key) = made();
        let bad_root = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_vec();
        for roots in [Roots::Pem(vec![]), Roots::Pem(key.clone()), Roots::Pem(bad_root)] {
            assert_eq!(config(&roots, None).err(), Some(Error::BadCertificate));
        }
        for (chain, key) in [(chain.clone(), other_key), (chain.clone(), chain.clone()), (key.clone(), key)] {
            let identity = Identity { chain, key };
            assert_eq!(config(&Roots::Web, Some(&identity)).err(), Some(Error::BadCertificate));
        }
    }
}
