//! The client's side of a session.

use core::fmt;
use core::marker::PhantomData;

use super::error::{CallError, NotCalled, UnverifiedReply};
use super::stream::StreamingReply;
use crate::crypto::{Crypto, MacKey, RunningMac, Secret};
use crate::envelope::{self, Block};
use crate::fault::{Fault, FaultCode};
use crate::messages::field::Out;
use crate::messages::{self, Ends, NotInVersion, OLDEST, Operation, SessionKind, Side, Streamed};
use crate::profile::{OpenProfile, Profile, SessionKeys, Version, namespaces};
use crate::time::Time;
use crate::transport::Action;
use crate::types::{PatientRelationshipKey, SessionId};
use crate::xml::{Judged, Writer};

/// How long a session lives.
#[derive(Clone, Copy, Debug)]
pub struct Lifetime {
    pub(crate) began: Time,
    pub(crate) idle_timeout_seconds: u32,
    pub(crate) first_call_seconds: u32,
}

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SessionState {
    /// It can be called.
    Live,
    /// A call of it got no verified reply: name it in the next session's [`Begin::replacing`].
    ///
    /// [`Begin::replacing`]: crate::handshake::Begin::replacing
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
    request_key: <P::Crypto as Crypto>::MacKey,
    response_key: <P::Crypto as Crypto>::MacKey,
    next_relationship_key: Secret<32>,
    hash: Secret<32>,
    id: SessionId,
    deadline: Time,
    end_of_life: Time,
    idle_timeout_seconds: u32,
    /// The number of the last verified call.
    sequence: u32,
    kind: SessionKind,
    state: SessionState,
    version: Version,
    practice_version: Version,
    profile: PhantomData<fn() -> P>,
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
            request_key: MacKey::new(keys.request.expose()),
            response_key: MacKey::new(keys.response.expose()),
            next_relationship_key: keys.next_relationship,
            hash: keys.hash,
            id,
            deadline: lifetime.began.plus_seconds(lifetime.first_call_seconds),
            end_of_life: lifetime.began.plus_seconds(P::LIFETIME_SECONDS),
            idle_timeout_seconds: lifetime.idle_timeout_seconds,
            sequence: 0,
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
    fn check(&mut self, info: &'static messages::OperationInfo, now: Time) -> Result<(), NotCalled> {
        // SH-25
        if self.state == SessionState::Live && now >= self.deadline() {
            self.end(SessionState::Expired);
        }
        if self.state != SessionState::Live {
            return Err(NotCalled::Over(self.state));
        }
        // VER-3
        if info.since > self.version {
            let refused = NotInVersion { name: info.name, needed: info.since, session: self.version };
            return Err(NotCalled::Version(refused));
        }
        if !info.allowed.in_session(self.kind) {
            return Err(NotCalled::NotAllowedInSession { operation: info.name, session: self.kind });
        }
        // SH-4
        if self.sequence >= P::SEQUENCE_LIMIT {
            return Err(NotCalled::SequenceExhausted);
        }
        Ok(())
    }

    /// Writes a request into `out`. The call that is given has to be carried to the practice and its reply read; `now`
    /// is when it begins to be written.
    ///
    /// While a call is in flight no other of the session can start (SH-18): this does not compile.
    ///
    /// ```compile_fail,E0499
    /// # use emis_core::{messages::{begin::EndSession, practice::GetUserOptions}, session::Session, time::Time};
    /// fn two_at_once(session: &mut Session, one: &mut [u8], other: &mut [u8], now: Time) {
    ///     let first = session.call(&GetUserOptions {}, one, now).unwrap();
    ///     let second = session.call(&EndSession {}, other, now).unwrap();
    ///     first.not_sent();
    ///     second.not_sent();
    /// }
    /// ```
    ///
    /// # Errors
    /// [`NotCalled`]; nothing has changed, except that a session past its deadline is over.
    pub fn call<'s, 'b, O: Operation>(
        &'s mut self,
        request: &O,
        out: &'b mut [u8],
        now: Time,
    ) -> Result<Call<'s, 'b, O, P>, NotCalled> {
        self.check(O::INFO, now)?;
        let sequence = self.sequence + 1;
        let mut state = Out { version: self.version, side: Side::Request, refused: None };
        let written = envelope::session_message::<P>(
            out,
            self.id,
            sequence,
            |writer| {
                messages::write_element(writer, P::NAMESPACE, O::INFO.name, "", |writer| {
                    request.write_request(writer, &mut state);
                });
            },
            |body| P::link(self.hash.expose(), &self.request_key, sequence, body),
        );
        if let Some(field) = state.refused {
            let refused = NotInVersion { name: field.name(), needed: field.since, session: self.version };
            return Err(NotCalled::Version(refused));
        }
        let (length, hash) = written.map_err(NotCalled::Buffer)?;
        // From here on the session is in doubt unless a verified reply or NotSent says otherwise, even if the call is
        // forgotten without being dropped.
        self.state = SessionState::InDoubt;
        let out: &'b [u8] = out;
        Ok(Call {
            session: self,
            octets: out.get(..length).unwrap_or_default(),
            hash: Secret::new(hash),
            sequence,
            began: now,
            settled: false,
            operation: PhantomData,
        })
    }

    /// The session is over: its keys are wiped (KS-3, SH-26).
    fn end(&mut self, state: SessionState) {
        self.state = state;
        self.request_key = MacKey::new(&[]);
        self.response_key = MacKey::new(&[]);
        self.next_relationship_key = Secret::zero();
        self.hash = Secret::zero();
    }
}

/// Writes the Body octets of a request alone, as [`Session::call`] puts them into a message, and gives their length: for
/// tools that look at what clients write, such as recorders.
///
/// # Errors
/// [`NotCalled::Version`] if `version` lacks the operation or a field, [`NotCalled::Buffer`] if `out` is too short.
pub fn request_body<O: Operation, P: Profile>(
    request: &O,
    version: Version,
    out: &mut [u8],
) -> Result<usize, NotCalled> {
    let refused = |name, needed| NotCalled::Version(NotInVersion { name, needed, session: version });
    if O::INFO.since > version {
        return Err(refused(O::INFO.name, O::INFO.since));
    }
    let mut state = Out { version, side: Side::Request, refused: None };
    let mut writer = Writer::new(out);
    messages::write_element(&mut writer, P::NAMESPACE, O::INFO.name, "", |writer| {
        request.write_request(writer, &mut state);
    });
    match state.refused {
        Some(field) => Err(refused(field.name(), field.since)),
        None => writer.finish().map_err(NotCalled::Buffer),
    }
}

// SH-27
/// `K_n` as the 64 lower-case hexadecimal digits that make it a relationship's key.
pub(super) fn relationship_key(key: &Secret<32>) -> Option<PatientRelationshipKey> {
    let digits = key.expose().iter().flat_map(|b| [b >> 4, b & 0xF]);
    PatientRelationshipKey::of(digits.map(|d| char::from(if d < 10 { b'0' + d } else { b'a' - 10 + d }))).ok()
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

/// A call in flight. It borrows its session until it is read, or said not to have been sent; a call that is dropped
/// leaves the session in doubt.
#[must_use = "a call that is dropped leaves its session in doubt"]
pub struct Call<'s, 'b, O: Operation, P: Profile = OpenProfile> {
    session: &'s mut Session<P>,
    octets: &'b [u8],
    hash: Secret<32>,
    sequence: u32,
    began: Time,
    settled: bool,
    operation: PhantomData<fn() -> O>,
}

impl<'s, 'b, O: Operation, P: Profile> Call<'s, 'b, O, P> {
    /// The message to be carried to the practice.
    #[must_use]
    pub fn bytes(&self) -> &'b [u8] {
        self.octets
    }

    /// Its SOAP action.
    #[must_use]
    pub fn action(&self) -> Action {
        Action { namespace: P::NAMESPACE, operation: O::INFO.name }
    }

    /// Nothing left the client: the next call has the same number, whatever it is.
    ///
    /// To be said only if **no octet** of the message reached a connection; a failed write on an open connection is not
    /// that (section 4).
    pub fn not_sent(mut self) {
        self.settled = true;
        self.session.state = SessionState::Live;
    }

    /// Reads the reply: first its SessionHash, then what it says.
    ///
    /// # Errors
    /// [`CallError`], which says what is known of the call's effect. After [`CallError::Unverified`] the session is
    /// over and in doubt, else it goes on.
    pub fn read(mut self, reply: &[u8]) -> Result<O::Response<'_>, CallError<'_>> {
        let (body, version) = self.verify(reply).map_err(CallError::Unverified)?;
        self.outcome(body, version)
    }

    /// Reads the reply while it comes in, through a window that may be shorter than it.
    pub fn stream<'w>(self, window: &'w mut [u8]) -> StreamingReply<'s, 'b, 'w, O, P>
    where
        O: Streamed,
    {
        let version = self.session.version;
        StreamingReply::new(self, window, version)
    }

    /// What a verified Body says.
    pub(super) fn outcome(self, body: &str, version: Version) -> Result<O::Response<'_>, CallError<'_>> {
        if Fault::is_likely(body) {
            let judged = Judged::of_text(body, namespaces::<P>())
                .map_err(|_| CallError::Unreadable(messages::DecodeError::MALFORMED))?;
            match Fault::read(&judged, version, namespaces::<P>()) {
                Some(Some(fault)) => return Err(CallError::Fault(fault)),
                // XML-22
                Some(None) => return Err(CallError::UnreadableFault),
                None => {}
            }
        }
        if O::INFO.ends == Ends::WithReply {
            self.session.end(SessionState::Ended);
        }
        messages::read_response::<O, P>(body, version).map_err(CallError::Unreadable)
    }

    /// Verifies the reply; the chain advances. Gives the Body and the session's version.
    fn verify<'r>(&mut self, reply: &'r [u8]) -> Result<(&'r str, Version), UnverifiedReply> {
        let envelope = envelope::read::<P>(reply).map_err(UnverifiedReply::Envelope)?;
        let Block::Session { session_hash, .. } = envelope.block else {
            return Err(UnverifiedReply::NotAuthenticated(Self::hint(envelope.body)));
        };
        let mut mac = self.expect(&envelope.block)?;
        mac.update(envelope.body.as_bytes());
        self.conclude(&mac.finish(), &session_hash)?;
        Ok((envelope.body, self.session.version))
    }

    /// What an unauthenticated Body says, if it is a fault.
    pub(super) fn hint(body: &str) -> Option<FaultCode<'static>> {
        let body = Judged::of_text(body, namespaces::<P>()).ok()?;
        Fault::read(&body, OLDEST, namespaces::<P>()).flatten().and_then(|fault| fault.code.known())
    }

    /// Whether the reply is about this call; if so, the MAC that its Body's octets are to be fed to.
    pub(super) fn expect(
        &self,
        block: &Block,
    ) -> Result<<<P::Crypto as Crypto>::MacKey as MacKey>::Running, UnverifiedReply> {
        match block {
            Block::Session { session_id, .. } if *session_id != self.session.id => {
                Err(UnverifiedReply::SessionId)
            }
            Block::Session { sequence, .. } if *sequence == self.sequence => {
                Ok(P::link_start(&self.session.response_key, self.sequence))
            }
            Block::Session { .. } => Err(UnverifiedReply::Sequence),
            _ => Err(UnverifiedReply::NotAuthenticated(None)),
        }
    }

    /// Compares the SessionHash that the Body's MAC leads to with the one that came; if it is the same, the chain
    /// advances.
    pub(super) fn conclude(&mut self, mac: &[u8; 32], claimed: &[u8; 32]) -> Result<(), UnverifiedReply> {
        // SH-16
        let expected = Secret::new(P::link_finish(self.hash.expose(), mac));
        if !P::Crypto::equal(expected.expose(), claimed) {
            return Err(UnverifiedReply::SessionHash);
        }
        let session = &mut *self.session;
        session.hash = expected;
        session.sequence = self.sequence;
        // SH-24
        session.deadline = self.began.plus_seconds(session.idle_timeout_seconds);
        session.state = SessionState::Live;
        self.settled = true;
        if O::INFO.ends == Ends::Always {
            session.end(SessionState::Ended);
        }
        Ok(())
    }
}

impl<O: Operation, P: Profile> Drop for Call<'_, '_, O, P> {
    fn drop(&mut self) {
        if !self.settled {
            // A lost reply to EndSession is no error: there is nothing that could be in doubt.
            // SH-26
            let ended = O::INFO.ends == Ends::Always;
            self.session.end(if ended { SessionState::Ended } else { SessionState::InDoubt });
        }
    }
}

impl<O: Operation, P: Profile> fmt::Debug for Call<'_, '_, O, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &O::INFO.name)
            .field("sequence", &self.sequence)
            .finish_non_exhaustive()
    }
}
