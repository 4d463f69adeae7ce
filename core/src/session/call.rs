//! A call in flight, until its reply is read.
//!
//! A [`Flight`] knows its operation by its table and reads into whatever it is lent, so it is compiled once for all
//! operations; [`Call`] is the same with its operation's types.

use core::fmt;
use core::marker::PhantomData;

use super::client::{Session, SessionState};
use super::error::{CallError, NotCalled, UnverifiedReply};
use super::sessionless::hint;
use super::stream::{Streaming, StreamingReply};
use crate::crypto::{Crypto, MacKey, Secret};
use crate::envelope::{self, Block, Envelope};
use crate::fault::Fault;
use crate::messages::{
    self, Called, Content, Context, DecodeError, Ends, Fields, Operation, Record, Side, Streamed,
    read_in_place,
};
use crate::profile::{OpenProfile, Profile, namespaces};
use crate::time::Time;
use crate::transport::Action;
use crate::xml::Judged;

/// A call in flight. It borrows its session until it is read, or said not to have been sent; a call that is dropped
/// leaves the session in doubt.
#[must_use = "a call that is dropped leaves its session in doubt"]
pub struct Call<'s, 'b, O: Operation, P: Profile = OpenProfile> {
    flight: Flight<'s, 'b, P>,
    operation: PhantomData<fn() -> O>,
}

impl<'s, 'b, O: Operation, P: Profile> Call<'s, 'b, O, P> {
    pub(super) fn of(flight: Flight<'s, 'b, P>) -> Self {
        Self { flight, operation: PhantomData }
    }

    /// The message to be carried to the practice.
    #[must_use]
    pub fn bytes(&self) -> &'b [u8] {
        self.flight.octets
    }

    /// Its SOAP action.
    #[must_use]
    pub fn action(&self) -> Action {
        self.flight.action()
    }

    /// Nothing left the client: the next call has the same number, whatever it is.
    ///
    /// To be said only if **no octet** of the message reached a connection; a failed write on an open connection is not
    /// that (section 4).
    pub fn not_sent(mut self) {
        self.flight.not_sent();
    }

    /// Reads the reply: first its SessionHash, then what it says.
    ///
    /// # Errors
    /// [`CallError`], which says what is known of the call's effect. After [`CallError::Unverified`] the session is
    /// over and in doubt, else it goes on.
    pub fn read(mut self, reply: &[u8]) -> Result<O::Response<'_>, CallError<'_>> {
        read_in_place(|response| self.flight.read(reply, response))
    }

    /// Reads the reply while it comes in, through a window that may be shorter than it.
    pub fn stream<'w>(self, window: &'w mut [u8]) -> StreamingReply<'s, 'b, 'w, O, P>
    where
        O: Streamed,
    {
        StreamingReply::of(Streaming::new(self.flight, <O::Response<'_> as Fields<'_>>::ROWS, window))
    }
}

impl<O: Operation, P: Profile> fmt::Debug for Call<'_, '_, O, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &O::INFO.name)
            .field("sequence", &self.flight.sequence)
            .finish_non_exhaustive()
    }
}

/// A call in flight, of any operation. See the module.
///
/// What is asked for most stands first, since a small processor reaches it by shorter instructions.
#[repr(C)]
pub(crate) struct Flight<'s, 'b, P: Profile> {
    hash: Secret<32>,
    sequence: u32,
    settled: bool,
    session: &'s mut Session<P>,
    pub(super) info: &'static Called,
    pub(crate) octets: &'b [u8],
    began: Time,
}

impl<'s, 'b, P: Profile> Flight<'s, 'b, P> {
    /// The session's next call, which is not written yet; `began` is when it begins to be.
    pub(crate) fn new(session: &'s mut Session<P>, info: &'static Called, began: Time) -> Self {
        Self { session, info, octets: &[], hash: Secret::zero(), sequence: 0, began, settled: true }
    }

    /// Writes the request into `out`.
    #[inline(never)]
    pub(crate) fn write(&mut self, request: &dyn Content, out: &'b mut [u8]) -> Result<(), NotCalled> {
        let (session, info) = (&mut *self.session, self.info);
        session.check(info, self.began)?;
        let sequence = session.sequence + 1;
        let mut refused = None;
        let written = envelope::session_message::<P>(
            out,
            &session.id,
            sequence,
            |writer| refused = messages::write_request::<P>(writer, info, request, session.version),
            self.hash.expose_mut(),
            |body| P::link(session.hash.expose(), &session.request_key, sequence, body),
        );
        if let Some(refused) = &refused {
            return Err(NotCalled::field(refused, session.version));
        }
        let length = written.map_err(NotCalled::Buffer)?;
        // From here on the session is in doubt unless a verified reply or NotSent says otherwise, even if the call is
        // forgotten without being dropped.
        session.state = SessionState::InDoubt;
        self.settled = false;
        self.sequence = sequence;
        self.octets = out.get(..length).unwrap_or_default();
        Ok(())
    }

    pub(crate) fn action(&self) -> Action {
        Action { namespace: P::NAMESPACE, operation: self.info.name() }
    }

    pub(crate) fn not_sent(&mut self) {
        self.settled = true;
        self.session.state = SessionState::Live;
    }

    /// Reads the reply into the response: verifies it, whereby the chain advances, and reads its Body.
    #[inline(never)]
    pub(crate) fn read<'r>(
        &mut self,
        reply: &'r [u8],
        response: &mut (dyn Record<'r> + '_),
    ) -> Result<(), CallError<'r>> {
        // Nothing of it is moved: it is large.
        let mut envelope = Envelope::none();
        if let Err(error) = envelope::read_to::<P>(reply, &mut envelope) {
            return Err(unverified(&UnverifiedReply::Envelope(error)));
        }
        let Envelope { block, body } = &envelope;
        let Block::Session { session_hash, .. } = block else {
            return Err(unverified(&UnverifiedReply::NotAuthenticated(hint::<P>(body))));
        };
        if let Err(why) = self.expect(block) {
            return Err(unverified(why));
        }
        let expected =
            P::link(self.hash.expose(), &self.session.response_key, self.sequence, body.as_bytes());
        if !self.conclude(Secret::new(expected), session_hash) {
            return Err(unverified(&UnverifiedReply::SessionHash));
        }
        self.outcome(body, response, false)
    }

    /// What reading its response depends on.
    pub(super) fn context(&self, streamed: bool) -> Context {
        Context { version: self.session.version, side: Side::Response, names: namespaces::<P>(), streamed }
    }

    /// What a verified Body says.
    pub(super) fn outcome<'r>(
        &mut self,
        body: &'r str,
        response: &mut (dyn Record<'r> + '_),
        streamed: bool,
    ) -> Result<(), CallError<'r>> {
        let context = self.context(streamed);
        if Fault::is_likely(body) {
            let Ok(judged) = &Judged::of_text(body, context.names) else {
                return Err(unreadable(&DecodeError::MALFORMED));
            };
            match &Fault::read(judged, context.version, context.names) {
                Some(Some(fault)) => return Err(CallError::Fault(*fault)),
                // XML-22
                Some(None) => return Err(CallError::UnreadableFault),
                None => {}
            }
        }
        if self.info.ends == Ends::WithReply {
            self.session.end(SessionState::Ended);
        }
        messages::read_response(body, self.info, response, context).map_err(|error| unreadable(&error))
    }

    /// Whether the reply is about this call.
    pub(super) fn expect(&self, block: &Block) -> Result<(), &'static UnverifiedReply> {
        match block {
            Block::Session { session_id, .. } if *session_id != self.session.id => {
                Err(&UnverifiedReply::SessionId)
            }
            Block::Session { sequence, .. } if *sequence != self.sequence => Err(&UnverifiedReply::Sequence),
            Block::Session { .. } => Ok(()),
            _ => Err(&UnverifiedReply::NotAuthenticated(None)),
        }
    }

    /// The MAC that the octets of a reply's Body are to be fed to.
    pub(super) fn link_start(&self) -> <<P::Crypto as Crypto>::MacKey as MacKey>::Running {
        P::link_start(&self.session.response_key, self.sequence)
    }

    /// The SessionHash that the Body's MAC leads to.
    pub(super) fn link_finish(&self, mac: &[u8; 32]) -> Secret<32> {
        Secret::new(P::link_finish(self.hash.expose(), mac))
    }

    /// Compares the SessionHash that is expected with the one that came; if it is the same, the chain advances.
    pub(super) fn conclude(&mut self, expected: Secret<32>, claimed: &[u8; 32]) -> bool {
        // SH-16
        if !P::Crypto::equal(expected.expose(), claimed) {
            return false;
        }
        let session = &mut *self.session;
        session.hash = expected;
        session.sequence = self.sequence;
        // SH-24
        session.deadline = self.began.plus_seconds(session.idle_timeout_seconds);
        session.state = SessionState::Live;
        self.settled = true;
        if self.info.ends == Ends::Always {
            session.end(SessionState::Ended);
        }
        true
    }
}

/// The error of a reply that proves nothing.
#[cold]
#[inline(never)]
pub(super) fn unverified<'r>(why: &UnverifiedReply) -> CallError<'r> {
    CallError::Unverified(*why)
}

/// The error of a verified reply that cannot be read.
#[cold]
#[inline(never)]
pub(super) fn unreadable<'r>(why: &DecodeError) -> CallError<'r> {
    CallError::Unreadable(*why)
}

impl<P: Profile> Drop for Flight<'_, '_, P> {
    fn drop(&mut self) {
        if !self.settled {
            // A lost reply to EndSession is no error: there is nothing that could be in doubt.
            // SH-26
            let ended = self.info.ends == Ends::Always;
            self.session.end(if ended { SessionState::Ended } else { SessionState::InDoubt });
        }
    }
}
