//! The typed blocking front: one call a call, over any [`Transport`], in buffers that the caller lends.
//!
//! It adds nothing to what [`crate::session`] does and retries nothing: every error says what is known of the
//! call's effect, and what to do next is the caller's to decide.

mod dynamic;
mod pages;

use core::fmt;
use core::marker::PhantomData;

use zeroize::Zeroize;

use crate::crypto::ValidationKeys;
use crate::error::BufferTooSmall;
use crate::handshake::{Application, Begin, Handshake, HandshakeError, StartError, Stretching};
use crate::messages::practice::{GetClinicalVersionInformation, GetClinicalVersionInformationResponse};
use crate::messages::{
    Called, Content, DecodeError, Fields, Operation, Record, Row, Streamed, Struct, begin, read_in_place,
};
use crate::profile::{OpenProfile, Profile};
use crate::random::Random;
use crate::session::{
    self, CallError, Flight, NotCalled, Outcome, Provisional, Session, SessionlessError, Streaming,
};
use crate::time::Time;
use crate::transport::{Action, DeliveryError, Reply, Transport};
use crate::types::OdsCode;

pub use pages::ClientPages;

/// A clock that never goes back and runs on while the device sleeps.
pub trait Clock {
    /// Now.
    fn now(&self) -> Time;
}

impl<C: Clock + ?Sized> Clock for &C {
    fn now(&self) -> Time {
        (**self).now()
    }
}

/// The front. See the module.
///
/// A request buffer of 4 KiB holds every request but the longest message to a practice; the reply buffer bounds what a
/// practice may answer, and with [`PageSize`](crate::messages::PageSize) the answers can be kept to it.
pub struct Client<'b, T, C, R, K, P: Profile = OpenProfile> {
    application: Application<K>,
    transport: T,
    clock: C,
    random: R,
    request: &'b mut [u8],
    reply: &'b mut [u8],
    profile: PhantomData<fn() -> P>,
}

impl<'b, T: Transport, C: Clock, R: Random, K: ValidationKeys> Client<'b, T, C, R, K> {
    /// A client of the open profile, working in the two buffers.
    pub fn new(
        application: Application<K>,
        transport: T,
        clock: C,
        random: R,
        request: &'b mut [u8],
        reply: &'b mut [u8],
    ) -> Self {
        Self::with_profile(application, transport, clock, random, request, reply)
    }
}

impl<'b, T: Transport, C: Clock, R: Random, K: ValidationKeys, P: Profile> Client<'b, T, C, R, K, P> {
    /// A client of any profile.
    pub fn with_profile(
        application: Application<K>,
        transport: T,
        clock: C,
        random: R,
        request: &'b mut [u8],
        reply: &'b mut [u8],
    ) -> Self {
        Self { application, transport, clock, random, request, reply, profile: PhantomData }
    }

    /// Wipes both buffers, which hold the last request and reply: a registration's reply has a key in it.
    pub fn wipe(&mut self) {
        self.request.zeroize();
        self.reply.zeroize();
    }

    /// The transport.
    pub fn transport(&mut self) -> &mut T {
        &mut self.transport
    }

    /// Asks which version a practice runs. The answer is not authenticated; a session that is begun with it
    /// ([`Begin::at_highest`]) finds out if it was lowered.
    ///
    /// # Errors
    /// [`ClientError`].
    pub fn version_information(
        &mut self,
        ods_code: OdsCode,
    ) -> Result<GetClinicalVersionInformationResponse<'_>, ClientError<'_, T::Error>> {
        let request = GetClinicalVersionInformation { ods_code };
        let length = session::sessionless_call::<_, P>(&self.application.id, &request, self.request)
            .map_err(|error| ClientError::NotCalled(NotCalled::Buffer(error)))?;
        let action = Action { namespace: P::NAMESPACE, operation: GetClinicalVersionInformation::INFO.name };
        let message = self.request.get(..length).unwrap_or_default();
        let length = exchange(&mut self.transport, action, message, self.reply).map_err(ClientError::from)?;
        session::sessionless_reply::<GetClinicalVersionInformation, P>(
            self.reply.get(..length).unwrap_or_default(),
        )
        .map_err(ClientError::Sessionless)
    }

    /// Begins a session, and does all of the key stretching at once.
    ///
    /// # Errors
    /// [`BeginError`]. There is no session; after a lost reply the server may keep one that nobody uses, which it
    /// forgets by itself.
    pub fn begin(&mut self, begin: Begin<'_>) -> Result<Session<P>, BeginError<T::Error>> {
        self.begin_stepwise(begin).map(Stretching::finish)
    }

    /// Begins a session, and leaves the stretching of its keys to the caller's steps.
    ///
    /// # Errors
    /// [`BeginError`], as for [`Client::begin`].
    pub fn begin_stepwise(&mut self, begin: Begin<'_>) -> Result<Stretching<P>, BeginError<T::Error>> {
        let now = self.clock.now();
        // It stays where it is returned: moved, it would stand under the agreement twice.
        let started = &mut Handshake::<K, P>::start(&self.application, begin, &mut self.random, now);
        let handshake = match started {
            Ok(handshake) => handshake,
            Err(error) => return Err(BeginError::Start(*error)),
        };
        let length = handshake.write(self.request).map_err(BeginError::Buffer)?;
        let message = self.request.get(..length).unwrap_or_default();
        let action = Action { namespace: P::NAMESPACE, operation: begin::BEGIN_SESSION.name };
        let length =
            exchange(&mut self.transport, action, message, self.reply).map_err(|failure| match failure {
                Failure::NotSent(error) => BeginError::NotSent(error),
                Failure::Lost(error) => BeginError::NoReply(error),
                Failure::TooLong(limit) => BeginError::ReplyTooLong { limit },
            })?;
        let reply = self.reply.get(..length).unwrap_or_default();
        handshake.read_in_place(reply).map_err(BeginError::Handshake)
    }

    /// Makes one call in a session.
    ///
    /// # Errors
    /// [`ClientError`], whose [`outcome`](ClientError::outcome) says what is known of the call's effect.
    pub fn call<'c, O: Operation>(
        &'c mut self,
        session: &mut Session<P>,
        request: &O,
    ) -> Result<O::Response<'c>, ClientError<'c, T::Error>> {
        read_in_place(|response| self.call_any(session, O::CALLED, &Struct::request(request), response))
    }

    /// Makes a call of any operation.
    #[inline(never)]
    fn call_any<'c>(
        &'c mut self,
        session: &mut Session<P>,
        info: &'static Called,
        request: &dyn Content,
        response: &mut (dyn Record<'c> + '_),
    ) -> Result<(), ClientError<'c, T::Error>> {
        let mut call = Flight::new(session, info, self.clock.now());
        if let Err(error) = call.write(request, self.request) {
            return Err(not_called(&error));
        }
        match exchange(&mut self.transport, call.action(), call.octets, self.reply) {
            Ok(length) => {
                let reply = self.reply.get(..length).unwrap_or_default();
                called(&call.read(reply, response))
            }
            Err(failure) => {
                // Otherwise dropping the call leaves the session in doubt.
                if let Failure::NotSent(_) = failure {
                    call.not_sent();
                }
                Err(failure.into())
            }
        }
    }

    /// Makes one call whose reply may be longer than the reply buffer: its pieces are given to `sink` as they come, and
    /// do not count before this has returned the response, whose lists and content are then empty. See
    /// [`StreamingReply`](crate::session::StreamingReply).
    ///
    /// # Errors
    /// [`ClientError`], as for [`Client::call`]. An item that cannot be read is told to `sink`.
    pub fn stream<'c, O: Streamed>(
        &'c mut self,
        session: &mut Session<P>,
        request: &O,
        mut sink: impl for<'p> FnMut(Result<Provisional<O::Part<'p>>, DecodeError>),
    ) -> Result<O::Response<'c>, ClientError<'c, T::Error>> {
        let mut drain = |reply: &mut Streaming<'_, '_, '_, P>| {
            while let Some(part) = reply.next() {
                sink(part);
            }
        };
        let request = &Struct::request(request);
        let info = (O::CALLED, <O::Response<'_> as Fields<'_>>::ROWS);
        read_in_place(|response| self.stream_any(session, info, request, response, &mut drain))
    }

    /// Makes a call of any operation whose reply is streamed; `drain` takes what has come whole.
    #[inline(never)]
    fn stream_any<'c>(
        &'c mut self,
        session: &mut Session<P>,
        (info, fields): (&'static Called, &'static [Row]),
        request: &dyn Content,
        response: &mut (dyn Record<'c> + '_),
        drain: &mut dyn FnMut(&mut Streaming<'_, '_, '_, P>),
    ) -> Result<(), ClientError<'c, T::Error>> {
        // It is put together where it stays: it is large.
        let mut reply = Streaming::new(Flight::new(session, info, self.clock.now()), fields, self.reply);
        let call = &mut reply.flight;
        if let Err(error) = call.write(request, self.request) {
            return Err(not_called(&error));
        }
        let mut incoming = match self.transport.send(call.action(), call.octets) {
            Ok(incoming) => incoming,
            Err(DeliveryError::NotSent(error)) => {
                call.not_sent();
                return Err(ClientError::NotSent(error));
            }
            Err(DeliveryError::Unknown(error)) => return Err(ClientError::NoReply(error)),
        };
        loop {
            drain(&mut reply);
            let space = reply.space();
            // Nothing can be proved any more, so there is nothing to wait for.
            if space.is_empty() {
                break;
            }
            match incoming.read(space) {
                Ok(0) => break,
                Ok(read) => reply.filled(read),
                Err(error) => return Err(ClientError::NoReply(error)),
            }
        }
        called(&reply.finish(response))
    }

    /// Ends a session. Whatever comes of it, its keys are wiped: a lost reply is no error, so none is told.
    pub fn end(&mut self, mut session: Session<P>) {
        let _ = self.call(&mut session, &begin::EndSession {});
    }
}

impl<T, C, R, K, P: Profile> fmt::Debug for Client<'_, T, C, R, K, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("application", &self.application.id).finish_non_exhaustive()
    }
}

/// The error of a call that was refused here.
#[cold]
#[inline(never)]
fn not_called<'r, E>(why: &NotCalled) -> ClientError<'r, E> {
    ClientError::NotCalled(*why)
}

/// What a reply came to.
#[inline(never)]
fn called<'r, E>(read: &Result<(), CallError<'r>>) -> Result<(), ClientError<'r, E>> {
    read.map_err(ClientError::Call)
}

enum Failure<E> {
    NotSent(E),
    Lost(E),
    TooLong(usize),
}

/// Sends a message and reads its whole reply into the buffer.
fn exchange<T: Transport>(
    transport: &mut T,
    action: Action,
    message: &[u8],
    reply: &mut [u8],
) -> Result<usize, Failure<T::Error>> {
    let mut incoming = transport.send(action, message).map_err(|error| match error {
        DeliveryError::NotSent(error) => Failure::NotSent(error),
        DeliveryError::Unknown(error) => Failure::Lost(error),
    })?;
    let mut length = 0usize;
    loop {
        let room = reply.get_mut(length..).unwrap_or_default();
        if room.is_empty() {
            // A reply that fits exactly has its end here; one octet more is one too many.
            return match incoming.read(&mut [0]) {
                Ok(0) => Ok(length),
                Ok(_) => Err(Failure::TooLong(length)),
                Err(error) => Err(Failure::Lost(error)),
            };
        }
        match incoming.read(room).map_err(Failure::Lost)? {
            0 => return Ok(length),
            read => length = length.saturating_add(read),
        }
    }
}

/// A call through the [`Client`] did not end with its response.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum ClientError<'r, E> {
    /// It was refused here. Nothing was sent.
    NotCalled(NotCalled),
    /// Nothing left: the same call may be made again in the same session.
    NotSent(E),
    /// It may have left, and no reply came. The session is over and in doubt.
    NoReply(E),
    /// The reply is longer than the buffer. The session is over and in doubt.
    ReplyTooLong {
        /// The buffer's length, in octets.
        limit: usize,
    },
    /// The practice's answer was no response.
    Call(CallError<'r>),
    /// Outside a session: the answer was no response.
    Sessionless(SessionlessError),
}

impl<E> ClientError<'_, E> {
    /// What is known of the call's effect.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::NotCalled(_) | Self::NotSent(_) => Outcome::NotSent,
            Self::NoReply(_) | Self::ReplyTooLong { .. } => Outcome::Unknown,
            Self::Call(error) => error.outcome(),
            // Nothing that is called outside a session has an effect.
            Self::Sessionless(_) => Outcome::NotCarriedOut,
        }
    }

    /// The error's number, stable for programs in other languages.
    #[must_use]
    pub fn number(&self) -> u16 {
        match self {
            Self::NotCalled(error) => error.number(),
            Self::NotSent(_) => 501,
            Self::NoReply(_) => 502,
            Self::ReplyTooLong { .. } => 503,
            Self::Call(error) => error.number(),
            Self::Sessionless(error) => error.number(),
        }
    }
}

impl<E> From<Failure<E>> for ClientError<'_, E> {
    fn from(failure: Failure<E>) -> Self {
        match failure {
            Failure::NotSent(error) => Self::NotSent(error),
            Failure::Lost(error) => Self::NoReply(error),
            Failure::TooLong(limit) => Self::ReplyTooLong { limit },
        }
    }
}

impl<E: fmt::Display> fmt::Display for ClientError<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotCalled(error) => error.fmt(f),
            Self::NotSent(error) => write!(f, "nothing was sent, so it may be tried again: {error}"),
            Self::NoReply(error) => {
                write!(f, "no reply came, so it is unknown whether the call was carried out: {error}")
            }
            Self::ReplyTooLong { limit } => {
                write!(f, "the reply is longer than the buffer of {limit} octets: ask for smaller pages")
            }
            Self::Call(error) => error.fmt(f),
            Self::Sessionless(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug + fmt::Display> core::error::Error for ClientError<'_, E> {}

/// A session could not be begun.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum BeginError<E> {
    /// It could not even be asked for.
    Start(StartError),
    /// The request buffer is too short.
    Buffer(BufferTooSmall),
    /// Nothing left.
    NotSent(E),
    /// No reply came.
    NoReply(E),
    /// The reply is longer than the buffer.
    ReplyTooLong {
        /// The buffer's length, in octets.
        limit: usize,
    },
    /// The server's answer was not good.
    Handshake(HandshakeError),
}

impl<E: fmt::Display> fmt::Display for BeginError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start(error) => error.fmt(f),
            Self::Buffer(error) => error.fmt(f),
            Self::NotSent(error) => write!(f, "nothing was sent, so it may be tried again: {error}"),
            Self::NoReply(error) => write!(f, "no reply came to BeginSession: {error}"),
            Self::ReplyTooLong { limit } => {
                write!(f, "the reply is longer than the buffer of {limit} octets")
            }
            Self::Handshake(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug + fmt::Display> core::error::Error for BeginError<E> {}
