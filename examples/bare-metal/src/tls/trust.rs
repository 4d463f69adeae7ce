//! Whether the practice end is who it has to be: a certificate for its name by the device's root, and a signature over
//! this very handshake by that certificate's key.
//!
//! Easy to get wrong: embedded-tls looks at a certificate and at a signature if they come, and is content if they do
//! not; and in a chain it takes any certificate for an authority's. So this counts what has come, and takes one
//! certificate, signed by the root itself.

use core::sync::atomic::{AtomicU32, Ordering};

use embedded_tls::blocking::{
    Aes128GcmSha256, Certificate, CertificateRef, CertificateVerifyRef, CryptoProvider, TlsCipherSuite,
    TlsClock, TlsVerifier,
};
use embedded_tls::pki::CertVerifier;
use embedded_tls::{CryptoRngCore, TlsError};
use emis_core::random::Random as _;
use rand_core::{CryptoRng, RngCore};

use crate::random::HostSeeded;
use crate::ticks;

/// The longest certificate of a practice end, in bytes, with the lengths around it.
const CERTIFICATE: usize = 1024;

type Hash = <Aes128GcmSha256 as TlsCipherSuite>::Hash;

/// How far the practice end has come with showing who it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Nothing,
    Certificate,
    Everything,
}

/// The device's root, and what the practice end has shown.
pub(super) struct Trust<'t> {
    randomness: Randomness,
    verifier: Witness<'t>,
}

impl<'t> Trust<'t> {
    pub(super) fn new(root: &'t [u8], random: HostSeeded) -> Self {
        let by_root = CertVerifier::new(Certificate::X509(root));
        Self { randomness: Randomness(random), verifier: Witness { by_root, shown: Shown::Nothing } }
    }

    /// Whether a certificate and a signature were asked for and held.
    pub(super) fn is_satisfied(&self) -> bool {
        self.verifier.shown == Shown::Everything
    }

    /// What has not been shown.
    pub(super) fn missing(&self) -> &'static str {
        match self.verifier.shown {
            Shown::Nothing => "a certificate for this name by this root",
            Shown::Certificate => "a signature by the certificate's key",
            Shown::Everything => "an end to it",
        }
    }
}

impl CryptoProvider for Trust<'_> {
    type CipherSuite = Aes128GcmSha256;
    /// The device shows no certificate of its own: it is known by its keys, within the practice's protocol.
    type Signature = [u8; 0];

    fn rng(&mut self) -> impl CryptoRngCore {
        &mut self.randomness
    }

    fn verifier(&mut self) -> Result<&mut impl TlsVerifier<Aes128GcmSha256>, TlsError> {
        Ok(&mut self.verifier)
    }
}

/// Lets embedded-tls verify, and writes down what it has verified.
struct Witness<'t> {
    by_root: CertVerifier<'t, Aes128GcmSha256, Clock, CERTIFICATE>,
    shown: Shown,
}

impl TlsVerifier<Aes128GcmSha256> for Witness<'_> {
    fn set_hostname_verification(&mut self, name: &str) -> Result<(), TlsError> {
        TlsVerifier::<Aes128GcmSha256>::set_hostname_verification(&mut self.by_root, name)
    }

    /// Takes one certificate, once: signed by the root, for the name, at its time.
    fn verify_certificate(&mut self, transcript: &Hash, certificate: CertificateRef) -> Result<(), TlsError> {
        if self.shown != Shown::Nothing || certificate.entries.len() != 1 {
            return Err(TlsError::InvalidCertificate);
        }
        self.by_root.verify_certificate(transcript, certificate)?;
        self.shown = Shown::Certificate;
        Ok(())
    }

    /// Takes one signature, once, after the certificate.
    fn verify_signature(&mut self, signature: CertificateVerifyRef) -> Result<(), TlsError> {
        if self.shown != Shown::Certificate {
            return Err(TlsError::InvalidSignature);
        }
        TlsVerifier::<Aes128GcmSha256>::verify_signature(&mut self.by_root, signature)?;
        self.shown = Shown::Everything;
        Ok(())
    }
}

/// The time of day when the program began, in seconds since 1970.
static BEGAN: AtomicU32 = AtomicU32::new(0);

/// Sets the time of day.
pub fn set_clock(now: u32) {
    BEGAN.store(now.saturating_sub(ticks::millis() / 1000), Ordering::Relaxed);
}

/// The time of day. Unless it was set it is 1970, at which no certificate is good: without a time embedded-tls would take
/// them all.
struct Clock;

impl TlsClock for Clock {
    fn now() -> Option<u64> {
        Some(u64::from(BEGAN.load(Ordering::Relaxed)) + u64::from(ticks::millis() / 1000))
    }
}

/// The program's randomness, as embedded-tls asks for it.
struct Randomness(HostSeeded);

impl RngCore for Randomness {
    fn next_u32(&mut self) -> u32 {
        rand_core::impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        rand_core::impls::next_u64_via_fill(self)
    }

    /// There is no way to say that it has failed, and going on without randomness would be worse than stopping.
    fn fill_bytes(&mut self, into: &mut [u8]) {
        self.0.fill(into).expect("randomness for TLS");
    }

    fn try_fill_bytes(&mut self, into: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(into);
        Ok(())
    }
}

impl CryptoRng for Randomness {}
