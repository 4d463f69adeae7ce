//! The server's side of a session: the six steps of section 4.
//!
//! [`receive`] is step 1. Finding the session (step 2) is the caller's, and has to be one atomic step with
//! [`ServerSession::accept`] (steps 3 and 4). Only then is the request read ([`ServerCall::read`], step 5), and its
//! effect is durable before [`ServerCall::respond`] or [`ServerCall::refuse`] writes the reply (step 6).

use core::fmt;
use core::marker::PhantomData;

use crate::crypto::{Crypto, MacKey, Secret};
use crate::envelope::{self, Block, Envelope, EnvelopeError};
use crate::error::BufferTooSmall;
use crate::fault::Fault;
use crate::messages::{
    self, Context, Fields, Input, Operation, OperationInfo, Problem, ProblemKind, SessionKind, Side,
};
use crate::profile::{OpenProfile, Profile, SessionKeys, Version, namespaces};
use crate::types::{PatientRelationshipKey, SessionId};
use crate::xml::{Judged, Namespaces};

/// A request that is well-formed as a whole. Nothing that it says is to be believed yet.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    envelope: Envelope<'a>,
    body: Judged<'a>,
    names: &'static Namespaces,
}

/// Step 1: the whole message is well-formed and within limits.
///
/// # Errors
/// [`EnvelopeError`]: to be answered with MalformedRequest without a Session header; no session is touched.
#[inline(never)] // so that an image that has the server's side shows it by name
pub fn receive<P: Profile>(message: &[u8]) -> Result<Request<'_>, EnvelopeError> {
    let envelope = envelope::read::<P>(message)?;
    let names = namespaces::<P>();
    let body = Judged::of_text(envelope.body, names)?;
    Ok(Request { envelope, body, names })
}

impl<'a> Request<'a> {
    /// The Header's block of ours.
    #[must_use]
    pub fn block(&self) -> Block {
        self.envelope.block
    }

    /// The operation that is asked for, if it is known.
    #[must_use]
    pub fn operation(&self) -> Option<&'static OperationInfo> {
        messages::enter(&self.body).and_then(|(local, _)| OperationInfo::find(local))
    }

    /// The Body octets (protocol.md section 4.1), as they travelled.
    #[must_use]
    pub fn body_octets(&self) -> &'a str {
        self.envelope.body
    }

    pub(crate) fn body(&self) -> &Judged<'a> {
        &self.body
    }

    pub(super) fn read<O: Operation + Fields<'a>>(&self, version: Version) -> Result<O, Problem<'a>> {
        let other = Problem::theirs(ProblemKind::Unknown, "");
        let (local, cursor) = messages::enter(&self.body).ok_or(other)?;
        if local != O::INFO.name {
            return Err(other);
        }
        let context = Context { version, side: Side::Request, names: self.names, streamed: false };
        let mut request = O::blank();
        let mut input = Input::new(cursor, context, O::ELEMENT);
        request.read(&mut input).map_err(|_| input.problem())?;
        Ok(request)
    }
}

/// The sequence or the SessionHash was not the next one: the session has to be destroyed, now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalidated;

/// A session whose keys are there. It wipes them when dropped.
pub struct ServerSession<P: Profile = OpenProfile> {
    request_key: <P::Crypto as Crypto>::MacKey,
    response_key: <P::Crypto as Crypto>::MacKey,
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
            request_key: MacKey::new(keys.request.expose()),
            response_key: MacKey::new(keys.response.expose()),
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
    #[inline(never)] // so that an image that has the server's side shows it by name
    pub fn accept(&mut self, request: &Request<'_>) -> Result<ServerCall<P>, Invalidated> {
        let Block::Session { session_id, sequence, session_hash } = request.envelope.block else {
            return Err(Invalidated);
        };
        if session_id != self.id {
            return Err(Invalidated);
        }
        let next = self.sequence.checked_add(1).filter(|next| *next <= P::SEQUENCE_LIMIT);
        let number = next.unwrap_or(self.sequence);
        let body = request.envelope.body.as_bytes();
        // SH-2
        let expected = Secret::new(P::link(self.hash.expose(), &self.request_key, number, body));
        let valid = P::Crypto::equal(expected.expose(), &session_hash);
        // SH-7, SH-8
        let Some(next) = next.filter(|next| valid && *next == sequence && !self.busy && !self.over) else {
            self.invalidate();
            return Err(Invalidated);
        };
        self.sequence = next;
        self.hash = expected.duplicate();
        self.busy = true;
        Ok(ServerCall {
            response_key: self.response_key.duplicate(),
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
        self.request_key = MacKey::new(&[]);
        self.response_key = MacKey::new(&[]);
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
        super::client::relationship_key(&self.next_relationship_key)
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

/// A reply's link of the chain, for [`ServerSession::complete`].
#[derive(Debug)]
pub struct Replied {
    hash: Secret<32>,
}

/// A call past step 4. It does not borrow its session, so that the session may meanwhile be destroyed; the call is
/// finished all the same.
pub struct ServerCall<P: Profile = OpenProfile> {
    response_key: <P::Crypto as Crypto>::MacKey,
    hash: Secret<32>,
    id: SessionId,
    sequence: u32,
    version: Version,
    profile: PhantomData<fn() -> P>,
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
    pub fn read<'a, O: Operation + Fields<'a>>(&self, request: &Request<'a>) -> Result<O, Problem<'a>> {
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
        self.reply(out, |writer| messages::write_response::<O, P>(writer, response, self.version))
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
        let reckon = |body: &[u8]| P::link(self.hash.expose(), &self.response_key, self.sequence, body);
        let place = hash.expose_mut();
        let length = envelope::session_message::<P>(out, &self.id, self.sequence, write, place, reckon)?;
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
