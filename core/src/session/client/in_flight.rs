//! A call in flight, until its reply is read.
//!
//! An [`InFlightCall`] knows its operation by its descriptor and reads into whatever it is lent, so it is compiled once
//! for all operations; [`Call`](super::Call) is the same with its operation's types.

use super::super::error::{CallError, RequestError, UnverifiedReply};
use super::super::sessionless::hint;
use super::live::{Session, SessionState};
use crate::codec::{
    Context, Decode, DecodeError, Encode, EndsSession, FieldDescriptor, OperationDescriptor, Side,
    decode_response, encode_message,
};
use crate::crypto::{Crypto, Secret};
use crate::dynamic::{self, Element};
use crate::envelope::{self, Block, Envelope};
use crate::error::Outcome;
use crate::fault::{Fault, PracticeFault};
use crate::profile::{Profile, namespaces};
use crate::time::Time;
use crate::transport::Action;
use crate::xml::Validated;

/// A call in flight, of any operation. See the module.
pub(crate) struct InFlightCall<'s, 'b, P: Profile> {
    pub(super) hash: Secret<32>,
    pub(super) sequence: u32,
    pub(super) settled: bool,
    pub(super) session: &'s mut Session<P>,
    pub(in crate::session) operation: &'static OperationDescriptor,
    pub(crate) bytes: &'b [u8],
    /// When the session expires once the reply is verified, if it is not called before.
    pub(super) deadline: Time,
}

impl<'s, 'b, P: Profile> InFlightCall<'s, 'b, P> {
    /// Writes the session's next request into `out`; `now` is when it begins to be written.
    pub(crate) fn begin(
        session: &'s mut Session<P>,
        operation: &'static OperationDescriptor,
        request: &dyn Encode,
        out: &'b mut [u8],
        now: Time,
    ) -> Result<Self, RequestError> {
        session.check(operation, now)?;
        let sequence = session.sequence + 1;
        let mut hash = Secret::zero();
        let mut refused = None;
        let written = envelope::session_message::<P>(
            out,
            &session.id,
            sequence,
            |writer| {
                let context = (session.version, Side::Request);
                refused = encode_message(writer, P::NAMESPACE, operation.name, request, context);
            },
            hash.expose_mut(),
            |body| P::link(session.hash.expose(), &session.request_key, sequence, body),
        );
        if let Some(refused) = &refused {
            return Err(RequestError::field(refused, session.version));
        }
        let length = written.map_err(RequestError::Buffer)?;
        // From here on the session is in doubt unless a verified reply or NotSent says otherwise, even if the call is
        // forgotten without being dropped.
        session.state = SessionState::InDoubt;
        // SH-24
        let deadline = now.plus_seconds(session.idle_timeout_seconds);
        let bytes = out.get(..length).unwrap_or_default();
        Ok(Self { session, operation, bytes, hash, sequence, deadline, settled: false })
    }

    pub(crate) fn action(&self) -> Action {
        Action { namespace: P::NAMESPACE, operation: self.operation.name }
    }

    pub(crate) fn not_sent(&mut self) {
        self.settled = true;
        self.session.state = SessionState::Live;
    }

    /// Reads the reply: verifies it, whereby the chain advances, and gives the response's Body.
    pub(crate) fn read<'r>(&mut self, reply: &'r [u8]) -> Result<VerifiedBody<'r>, CallError> {
        let unverified = |why| Err(CallError::Unverified(why));
        let Envelope { block, body } = match envelope::read::<P>(reply) {
            Ok(envelope) => envelope,
            Err(error) => return unverified(UnverifiedReply::Envelope(error)),
        };
        let Block::Session { session_hash, .. } = &block else {
            return unverified(UnverifiedReply::NotAuthenticated(hint::<P>(body)));
        };
        if let Err(why) = self.expect(&block) {
            return unverified(*why);
        }
        let expected =
            P::link(self.hash.expose(), &self.session.response_key, self.sequence, body.as_bytes());
        if !self.conclude(Secret::new(expected), session_hash) {
            return unverified(UnverifiedReply::SessionHash);
        }
        self.outcome(body, false)
    }

    /// What reading its response depends on.
    pub(in crate::session) fn context(&self, streamed: bool) -> Context {
        Context { version: self.session.version, side: Side::Response, names: namespaces::<P>(), streamed }
    }

    /// What a verified Body says: a fault, or a response to be decoded. A reset ends its session with either of the two
    /// after which the new key may be the right one.
    pub(in crate::session) fn outcome<'r>(
        &mut self,
        body: &'r str,
        streamed: bool,
    ) -> Result<VerifiedBody<'r>, CallError> {
        let said = self.said(body, streamed);
        // SH-27
        if self.operation.ends == EndsSession::WithReply {
            match &said {
                Ok(_) => self.session.end(SessionState::Ended),
                Err(error) if error.outcome() == Outcome::Unknown => self.session.end(SessionState::InDoubt),
                Err(_) => {}
            }
        }
        said
    }

    fn said<'r>(&self, body: &'r str, streamed: bool) -> Result<VerifiedBody<'r>, CallError> {
        let context = self.context(streamed);
        if Fault::is_likely(body) {
            let validated = Validated::of_text(body, context.names)
                .map_err(|_| CallError::InvalidResponse(DecodeError::MALFORMED))?;
            match Fault::read(&validated, context.version, context.names) {
                Some(Some(fault)) => return Err(self.refused(&fault)),
                // XML-22
                Some(None) => return Err(CallError::InvalidFault),
                None => {}
            }
        }
        Ok(VerifiedBody { body, context, operation: self.operation })
    }

    /// The practice's refusal, which names no element but those of the request.
    fn refused(&self, fault: &Fault<'_>) -> CallError {
        let request = self.operation.request;
        CallError::Fault(PracticeFault::of(fault, |name| own_name(request, name)))
    }

    /// Whether the reply is about this call.
    pub(in crate::session) fn expect(&self, block: &Block) -> Result<(), &'static UnverifiedReply> {
        match block {
            Block::Session { session_id, .. } if *session_id != self.session.id => {
                Err(&UnverifiedReply::SessionId)
            }
            Block::Session { sequence, .. } if *sequence != self.sequence => Err(&UnverifiedReply::Sequence),
            Block::Session { .. } => Ok(()),
            _ => Err(&UnverifiedReply::NotAuthenticated(None)),
        }
    }

    /// The MAC that the bytes of a reply's Body are to be fed to.
    pub(in crate::session) fn link_start(&self) -> <P::Crypto as Crypto>::Mac {
        P::link_start(&self.session.response_key, self.sequence)
    }

    /// The SessionHash that the Body's MAC leads to.
    pub(in crate::session) fn link_finish(&self, mac: &[u8; 32]) -> Secret<32> {
        Secret::new(P::link_finish(self.hash.expose(), mac))
    }

    /// Compares the SessionHash that is expected with the one that came; if it is the same, the chain advances.
    pub(in crate::session) fn conclude(&mut self, expected: Secret<32>, claimed: &[u8; 32]) -> bool {
        // SH-16
        if !P::Crypto::equal(expected.expose(), claimed) {
            return false;
        }
        let session = &mut *self.session;
        session.hash = expected;
        session.sequence = self.sequence;
        session.replacing = false;
        session.deadline = self.deadline;
        session.state = SessionState::Live;
        self.settled = true;
        if self.operation.ends == EndsSession::Always {
            session.end(SessionState::Ended);
        }
        true
    }
}

/// The catalogue's own text for the name of an element that may be in a request.
fn own_name(fields: &'static [FieldDescriptor], name: &str) -> Option<&'static str> {
    fields.iter().find_map(|field| {
        let own = [Some(field.name()), field.item_name()].into_iter().flatten().find(|own| *own == name);
        own.or_else(|| own_name(field.holds().fields()?, name))
    })
}

/// The Body of a verified response, which is not decoded yet.
pub(crate) struct VerifiedBody<'r> {
    body: &'r str,
    context: Context,
    operation: &'static OperationDescriptor,
}

impl<'r> VerifiedBody<'r> {
    /// The response, or the caller's own error, so that a response is not copied only to change the error beside it.
    pub(crate) fn decode<R: Decode<'r>, E: From<CallError>>(&self) -> Result<R, E> {
        decode_response(self.body, self.operation.response_name, self.context)
            .map_err(|error| CallError::InvalidResponse(error).into())
    }

    /// The response of any operation.
    pub(crate) fn decode_dynamic<E: From<CallError>>(&self) -> Result<Element<'r>, E> {
        dynamic::decode_response(self.body, self.operation, self.context)
            .map_err(|error| CallError::InvalidResponse(error).into())
    }
}

impl<P: Profile> Drop for InFlightCall<'_, '_, P> {
    fn drop(&mut self) {
        if !self.settled {
            // A lost reply to EndSession is no error: there is nothing that could be in doubt.
            // SH-26
            let ended = self.operation.ends == EndsSession::Always;
            self.session.end(if ended { SessionState::Ended } else { SessionState::InDoubt });
        }
    }
}
