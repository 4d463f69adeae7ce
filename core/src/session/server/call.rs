//! A call that a server carries out, until its reply is written.

use core::fmt;
use core::marker::PhantomData;

use super::request::Request;
use crate::codec::{Decode, Problem, Side, encode_message};
use crate::crypto::Secret;
use crate::envelope;
use crate::error::BufferTooSmall;
use crate::fault::Fault;
use crate::messages::Operation;
use crate::profile::{OpenProfile, Profile, Version};
use crate::types::SessionId;

/// A reply's link of the chain, for [`ServerSession::complete`](super::ServerSession::complete).
#[derive(Debug)]
pub struct Replied {
    pub(super) hash: Secret<32>,
}

/// A call past step 4. It does not borrow its session, so that the session may meanwhile be destroyed; the call is
/// finished all the same.
pub struct ServerCall<P: Profile = OpenProfile> {
    pub(super) response_key: Secret<32>,
    pub(super) hash: Secret<32>,
    pub(super) id: SessionId,
    pub(super) sequence: u32,
    pub(super) version: Version,
    pub(super) profile: PhantomData<fn() -> P>,
}

impl<P: Profile> ServerCall<P> {
    /// The number of the call.
    #[must_use]
    pub fn sequence(&self) -> u32 {
        self.sequence
    }

    /// The version that the session speaks.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// Step 5: reads what the request says.
    ///
    /// # Errors
    /// [`Problem`]: the fault to answer.
    pub fn read<'a, O: Operation + Decode<'a>>(&self, request: &Request<'a>) -> Result<O, Problem<'a>> {
        request.read(self.version)
    }

    /// Writes the response, and gives its length and its link of the chain.
    ///
    /// # Errors
    /// [`BufferTooSmall`]; nothing has changed.
    pub fn respond<O: Operation>(
        &self,
        response: &O::Response<'_>,
        out: &mut [u8],
    ) -> Result<(usize, Replied), BufferTooSmall> {
        self.reply(out, |writer| {
            let context = (self.version, Side::Response);
            encode_message(writer, P::NAMESPACE, O::DESCRIPTOR.response_name, response, context);
        })
    }

    /// Writes an authenticated fault, and gives its length and its link of the chain.
    ///
    /// # Errors
    /// [`BufferTooSmall`]; nothing has changed.
    pub fn refuse(&self, fault: &Fault<'_>, out: &mut [u8]) -> Result<(usize, Replied), BufferTooSmall> {
        self.reply(out, |writer| fault.write::<P>(writer, self.version))
    }

    fn reply(
        &self,
        out: &mut [u8],
        write: impl FnOnce(&mut crate::xml::Writer<'_>),
    ) -> Result<(usize, Replied), BufferTooSmall> {
        let mut hash = Secret::zero();
        let link = |body: &[u8]| P::link(self.hash.expose(), &self.response_key, self.sequence, body);
        let place = hash.expose_mut();
        let length = envelope::session_message::<P>(out, &self.id, self.sequence, write, place, link)?;
        Ok((length, Replied { hash }))
    }
}

impl<P: Profile> fmt::Debug for ServerCall<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerCall")
            .field("id", &self.id)
            .field("sequence", &self.sequence)
            .finish_non_exhaustive()
    }
}
