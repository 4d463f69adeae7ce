//! A client's handshake that borrows nothing while the server's reply is on its way.

use core::fmt;

use super::super::{Application, SessionOptions};
use super::waiting::{Handshake, hello};
use crate::crypto::{Crypto, PublicKey, Secret};
use crate::profile::{OpenProfile, Profile};
use crate::session::ResumeError;
use crate::time::Time;

/// A handshake in flight without its application and options: what [`Handshake::resume`] needs to read the reply.
///
/// Between [`Handshake::detach`] and there it borrows nothing, so the two halves can be two function calls. It can be
/// neither cloned nor copied. A value that is dropped has no effect: the server forgets a session that is not called.
#[must_use = "a handshake that is dropped cannot read its reply"]
pub struct DetachedHandshake<P: Profile = OpenProfile> {
    nonce: [u8; 32],
    public_key: PublicKey,
    hello_hash: [u8; 32],
    validation: Secret<32>,
    key_pair: Option<<P::Crypto as Crypto>::KeyPair>,
    began: Time,
}

impl<'a, K, P: Profile> Handshake<'a, K, P> {
    /// Lets go of the application and the options until the reply is here.
    pub fn detach(self) -> DetachedHandshake<P> {
        let Self { nonce, public_key, hello_hash, validation, key_pair, began, .. } = self;
        DetachedHandshake { nonce, public_key, hello_hash, validation, key_pair, began }
    }

    /// Takes a detached handshake back, to write its request again or to read the reply.
    ///
    /// # Errors
    /// [`ResumeError::Handshake`] if the handshake was started for another application, or with options that say
    /// something else. The handshake is lost with it; start a new one.
    pub fn resume(
        detached: DetachedHandshake<P>,
        application: &'a Application<K>,
        options: SessionOptions<'a>,
    ) -> Result<Self, ResumeError> {
        let DetachedHandshake { nonce, public_key, hello_hash, validation, key_pair, began } = detached;
        if hello(application, &options, &nonce, &public_key).hash::<P>() != hello_hash {
            return Err(ResumeError::Handshake);
        }
        Ok(Self { application, begin: options, nonce, public_key, hello_hash, validation, key_pair, began })
    }
}

impl<P: Profile> fmt::Debug for DetachedHandshake<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DetachedHandshake").finish_non_exhaustive()
    }
}
