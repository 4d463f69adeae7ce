//! A server's session between its calls: it accepts the next request, and no other.

use core::fmt;
use core::marker::PhantomData;

use super::super::reset::relationship_key;
use super::call::{Replied, ServerCall};
use super::request::Request;
use crate::crypto::{Crypto, Secret};
use crate::envelope::Block;
use crate::error::ErrorCode;
use crate::messages::SessionKind;
use crate::profile::{OpenProfile, Profile, SessionKeys, Version};
use crate::types::{PatientRelationshipKey, SessionId};

/// The sequence or the SessionHash was not the next one: the session has to be destroyed, now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalidated;

impl Invalidated {
    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        ErrorCode::SessionInvalidated
    }
}

impl fmt::Display for Invalidated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request is not the next one of the session, which has to be destroyed")
    }
}

impl core::error::Error for Invalidated {}

/// A session whose keys are there. It wipes them when dropped.
pub struct ServerSession<P: Profile = OpenProfile> {
    request_key: Secret<32>,
    response_key: Secret<32>,
    next_relationship_key: Secret<32>,
    hash: Secret<32>,
    id: SessionId,
    sequence: u32,
    /// A call is being carried out.
    busy: bool,
    /// It was invalidated: no message is the next one any more.
    over: bool,
    kind: SessionKind,
    version: Version,
    profile: PhantomData<fn() -> P>,
}

impl<P: Profile> ServerSession<P> {
    pub(crate) fn new(id: SessionId, kind: SessionKind, version: Version, keys: SessionKeys) -> Self {
        Self {
            request_key: keys.request,
            response_key: keys.response,
            next_relationship_key: keys.next_relationship,
            hash: keys.hash,
            id,
            sequence: 0,
            busy: false,
            over: false,
            kind,
            version,
            profile: PhantomData,
        }
    }

    /// Whether it is a patient's.
    #[must_use]
    pub fn kind(&self) -> SessionKind {
        self.kind
    }

    /// The version that it speaks.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// Whether a call of it is being carried out.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.busy
    }

    /// Steps 3 and 4: the request is the next one and its SessionHash equal; the chain advances. No other message is
    /// accepted until [`ServerSession::complete`].
    ///
    /// # Errors
    /// [`Invalidated`]: the session has to be destroyed and SessionInvalidated answered. Its keys are wiped and it accepts
    /// nothing any more, but for a message that was not for it, which leaves it as it was.
    pub fn accept(&mut self, request: &Request<'_>) -> Result<ServerCall<P>, Invalidated> {
        let Block::Session { session_id, sequence, session_hash } = request.block() else {
            return Err(Invalidated);
        };
        if session_id != self.id {
            return Err(Invalidated);
        }
        let next = self.sequence.checked_add(1).filter(|next| *next <= P::SEQUENCE_LIMIT);
        let number = next.unwrap_or(self.sequence);
        let body = request.body_bytes().as_bytes();
        // SH-2
        let expected = Secret::new(P::link(self.hash.expose(), &self.request_key, number, body));
        let valid = P::Crypto::equal(expected.expose(), &session_hash);
        // SH-7, SH-8
        let Some(next) = next.filter(|next| valid && *next == sequence && !self.busy && !self.over) else {
            self.invalidate();
            return Err(Invalidated);
        };
        self.sequence = next;
        self.hash = expected.clone_secret();
        self.busy = true;
        Ok(ServerCall {
            response_key: self.response_key.clone_secret(),
            hash: expected,
            id: self.id,
            sequence: next,
            version: self.version,
            profile: PhantomData,
        })
    }

    /// A second message must not find what the first one did not destroy, even where the caller keeps it. `K_n` stays
    /// until the session is dropped, since a call in progress is still finished and may be the reset.
    fn invalidate(&mut self) {
        self.over = true;
        self.request_key = Secret::zero();
        self.response_key = Secret::zero();
        self.hash = Secret::zero();
    }

    /// The reply has been written: the chain goes on from it.
    pub fn complete(&mut self, reply: Replied) {
        if !self.over {
            self.hash = reply.hash;
        }
        self.busy = false;
    }

    /// What a linkage key reset in this session makes the relationship's key.
    #[must_use]
    pub fn next_relationship_key(&self) -> Option<PatientRelationshipKey> {
        relationship_key(&self.next_relationship_key)
    }
}

impl<P: Profile> fmt::Debug for ServerSession<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerSession")
            .field("id", &self.id)
            .field("sequence", &self.sequence)
            .field("busy", &self.busy)
            .finish_non_exhaustive()
    }
}
