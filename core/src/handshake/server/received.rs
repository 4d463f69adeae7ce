//! A BeginSession as it came.

use core::fmt;
use core::marker::PhantomData;

use super::super::message::{BeginSession, Refused};
use super::verified::VerifiedHandshake;
use crate::crypto::{Crypto, KeyPair, KeyUnavailable, ValidationKeys};
use crate::envelope::Block;
use crate::fault::FaultCode;
use crate::profile::schedule::{Role, labels, validation_mac};
use crate::profile::{OpenProfile, Profile};
use crate::session::Request;
use crate::types::ApplicationId;

/// A BeginSession whose form is right and whose sender has not proved anything yet.
pub struct ServerHandshake<P: Profile = OpenProfile> {
    hello: BeginSession,
    validation: [u8; 32],
    profile: PhantomData<fn() -> P>,
}

impl<P: Profile> ServerHandshake<P> {
    /// Reads a BeginSession.
    ///
    /// # Errors
    /// The fault to answer: ProfileNotSupported or MalformedRequest.
    pub fn read(request: &Request<'_>) -> Result<Self, FaultCode<'static>> {
        let (hello, validation) =
            BeginSession::read::<P>(request.body()).map_err(|refused| match refused {
                Refused::Profile => FaultCode::ProfileNotSupported,
                Refused::Form => FaultCode::MalformedRequest,
            })?;
        match request.block() {
            Block::Application(id) if id == hello.application_id => {
                Ok(Self { hello, validation, profile: PhantomData })
            }
            _ => Err(FaultCode::MalformedRequest),
        }
    }

    /// Which application it says it is: the caller looks its keys up, and takes
    /// [`DummyKeys`](crate::profile::DummyKeys) where there are none, so that the work is the same.
    #[must_use]
    pub fn application_id(&self) -> &ApplicationId {
        &self.hello.application_id
    }

    /// Checks ClientValidation in constant time, and the client's public key.
    ///
    /// # Errors
    /// The fault to answer: ValidationFailed, or InternalError where the keys cannot be used.
    pub fn verify(self, keys: &impl ValidationKeys) -> Result<VerifiedHandshake<P>, FaultCode<'static>> {
        let hello_hash = self.hello.hash::<P>();
        let expected = validation_mac(keys, Role::Client, labels::<P>().client_hello, &hello_hash)
            .map_err(|KeyUnavailable| FaultCode::InternalError)?;
        // HS-6
        let valid = P::Crypto::equal(expected.expose(), &self.validation);
        let on_curve = <P::Crypto as Crypto>::KeyPair::is_public_key(&self.hello.public_key);
        if !(valid && on_curve) {
            return Err(FaultCode::ValidationFailed);
        }
        Ok(VerifiedHandshake {
            hello: self.hello,
            hello_hash,
            validation: self.validation,
            profile: PhantomData,
        })
    }
}

impl<P: Profile> fmt::Debug for ServerHandshake<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerHandshake")
            .field("application_id", &self.hello.application_id)
            .finish_non_exhaustive()
    }
}
