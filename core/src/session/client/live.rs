//! A session between its calls.

use core::fmt;
use core::marker::PhantomData;

use super::super::error::RequestError;
use super::super::reset::relationship_key;
use super::call::Call;
use super::in_flight::InFlightCall;
use crate::codec::{
    Effect, EndsSession, NotInVersion, OperationDescriptor, Refused, SessionKind, Side, encode_message,
};
use crate::crypto::Secret;
use crate::messages::Operation;
use crate::profile::{OpenProfile, Profile, SessionKeys, Version};
use crate::time::Time;
use crate::types::{PatientRelationshipKey, SessionId};
use crate::xml::Writer;

/// How a session begins: how long it lives, and whether it replaces another.
#[derive(Clone, Copy, Debug)]
pub struct Lifetime {
    pub(crate) began: Time,
    pub(crate) idle_timeout_seconds: u32,
    pub(crate) first_call_seconds: u32,
    pub(crate) replaces: bool,
}

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SessionState {
    /// It can be called.
    Live,
    /// A call of it got no verified reply: name it in the next session's [`SessionOptions::replacing`].
    ///
    /// [`SessionOptions::replacing`]: crate::handshake::SessionOptions::replacing
    InDoubt,
    /// It was idle for too long, or has lived for a day.
    Expired,
    /// It has ended as it should.
    Ended,
}

/// A secure session with a practice: the keys, the chain of hashes, and the number of the next call.
///
/// It wipes its keys as soon as it is over.
pub struct Session<P: Profile = OpenProfile> {
    pub(in crate::session) request_key: Secret<32>,
    pub(in crate::session) response_key: Secret<32>,
    pub(super) next_relationship_key: Secret<32>,
    pub(in crate::session) hash: Secret<32>,
    pub(in crate::session) id: SessionId,
    pub(in crate::session) deadline: Time,
    pub(super) end_of_life: Time,
    pub(in crate::session) idle_timeout_seconds: u32,
    /// The number of the last verified call.
    pub(in crate::session) sequence: u32,
    /// Whether the call after it is in flight without borrowing the session.
    pub(in crate::session) detached: bool,
    /// Whether it was begun to replace another session and none of its calls has been verified.
    pub(in crate::session) replacing: bool,
    pub(super) kind: SessionKind,
    pub(in crate::session) state: SessionState,
    pub(in crate::session) version: Version,
    pub(super) practice_version: Version,
    pub(super) profile: PhantomData<fn() -> P>,
}

impl<P: Profile> Session<P> {
    pub(crate) fn new(
        id: SessionId,
        kind: SessionKind,
        version: Version,
        practice_version: Version,
        lifetime: Lifetime,
        keys: SessionKeys,
    ) -> Self {
        Self {
            request_key: keys.request,
            response_key: keys.response,
            next_relationship_key: keys.next_relationship,
            hash: keys.hash,
            id,
            deadline: lifetime.began.plus_seconds(lifetime.first_call_seconds),
            end_of_life: lifetime.began.plus_seconds(P::LIFETIME_SECONDS),
            idle_timeout_seconds: lifetime.idle_timeout_seconds,
            sequence: 0,
            detached: false,
            replacing: lifetime.replaces,
            kind,
            state: SessionState::Live,
            version,
            practice_version,
            profile: PhantomData,
        }
    }

    /// Which session it is.
    #[must_use]
    pub fn id(&self) -> SessionId {
        self.id
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

    /// The highest version that the practice runs, authenticated.
    #[must_use]
    pub fn practice_version(&self) -> Version {
        self.practice_version
    }

    /// Where it stands. Time passes without it: a live session may turn out to be expired at the next call.
    #[must_use]
    pub fn state(&self) -> SessionState {
        self.state
    }

    /// When it expires if it is not called before.
    #[must_use]
    pub fn deadline(&self) -> Time {
        self.deadline.min(self.end_of_life)
    }

    /// The key that a linkage key reset makes the relationship's: the 64 lower-case hexadecimal digits of `K_n`
    /// (section 4, Reset). Keep it beside the old key, durably, before the reset is called.
    ///
    /// `None` once the session is over, or if it is no patient's.
    #[must_use]
    pub fn next_relationship_key(&self) -> Option<PatientRelationshipKey> {
        if self.state != SessionState::Live || self.kind != SessionKind::Patient {
            return None;
        }
        relationship_key(&self.next_relationship_key)
    }

    /// Refuses here what cannot or may not be called.
    pub(in crate::session) fn check(
        &mut self,
        operation: &'static OperationDescriptor,
        now: Time,
    ) -> Result<(), RequestError> {
        // SH-25
        if self.state == SessionState::Live && now >= self.deadline() {
            self.end(SessionState::Expired);
        }
        if self.state != SessionState::Live {
            return Err(RequestError::SessionClosed(self.state));
        }
        // VER-3
        if operation.since > self.version {
            let refused =
                NotInVersion { name: operation.name, needed: operation.since, session: self.version };
            return Err(RequestError::Version(refused));
        }
        if !operation.allowed.in_session(self.kind) {
            return Err(RequestError::NotAllowedInSession { operation: operation.name, session: self.kind });
        }
        // SH-34
        if self.replacing && operation.effect != Effect::None && operation.ends != EndsSession::Always {
            return Err(RequestError::NotReplacedYet { operation: operation.name });
        }
        // SH-4
        if self.sequence >= P::SEQUENCE_LIMIT {
            return Err(RequestError::SequenceExhausted);
        }
        Ok(())
    }

    /// Writes a request into `out`. The call that is given has to be carried to the practice and its reply read; `now`
    /// is when it begins to be written.
    ///
    /// While a call is in flight no other of the session can start (SH-18): this does not compile.
    ///
    /// ```compile_fail,E0499
    /// # use emis_core::{messages::{session::EndSession, practice::GetUserOptions}, session::Session, time::Time};
    /// fn two_at_once(session: &mut Session, one: &mut [u8], other: &mut [u8], now: Time) {
    ///     let first = session.call(&GetUserOptions {}, one, now).unwrap();
    ///     let second = session.call(&EndSession {}, other, now).unwrap();
    ///     first.not_sent();
    ///     second.not_sent();
    /// }
    /// ```
    ///
    /// # Errors
    /// [`RequestError`]; nothing has changed, except that a session past its deadline is over.
    pub fn call<'s, 'b, O: Operation>(
        &'s mut self,
        request: &O,
        out: &'b mut [u8],
        now: Time,
    ) -> Result<Call<'s, 'b, O, P>, RequestError> {
        Ok(Call::of(InFlightCall::begin(self, O::DESCRIPTOR, request, out, now)?))
    }

    /// The session is over: its keys are wiped (KS-3, SH-26).
    pub(in crate::session) fn end(&mut self, state: SessionState) {
        self.state = state;
        self.request_key = Secret::zero();
        self.response_key = Secret::zero();
        self.next_relationship_key = Secret::zero();
        self.hash = Secret::zero();
    }
}

/// Writes the Body bytes of a request alone, as [`Session::call`] puts them into a message, and gives their length: for
/// tools that look at what clients write, such as recorders.
///
/// # Errors
/// [`RequestError::Version`] if `version` lacks the operation or a field, [`RequestError::Buffer`] if `out` is too short.
pub fn request_body<O: Operation, P: Profile>(
    request: &O,
    version: Version,
    out: &mut [u8],
) -> Result<usize, RequestError> {
    let OperationDescriptor { name, since, .. } = *O::DESCRIPTOR;
    if since > version {
        return Err(RequestError::field(&Refused { name, why: Ok(since) }, version));
    }
    let mut writer = Writer::new(out);
    match encode_message(&mut writer, P::NAMESPACE, name, request, (version, Side::Request)) {
        Some(refused) => Err(RequestError::field(&refused, version)),
        None => writer.finish().map_err(RequestError::Buffer),
    }
}

impl<P: Profile> fmt::Debug for Session<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("id", &self.id)
            .field("state", &self.state)
            .field("version", &self.version)
            .field("sequence", &self.sequence)
            .finish_non_exhaustive()
    }
}
