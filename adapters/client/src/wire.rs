//! Exchanges messages: the only file that uses core's sessions.
//!
//! The buffers grow up to a limit and are wiped after each exchange, because replies have patient data in them, and a
//! registration's reply has a key.

use std::sync::Arc;

use emis_core::crypto::ValidationKeys;
use emis_core::handshake::{Application, Handshake, SessionOptions};
use emis_core::messages::practice::{GetClinicalVersionInformation, GetClinicalVersionInformationResponse};
use emis_core::messages::{DecodeError, Operation, Streamed};
use emis_core::profile::{OpenProfile, Profile as _};
use emis_core::session::{Outcome, Provisional, RequestError, Session, sessionless_call, sessionless_reply};
use emis_core::transport::{Action, DeliveryError, Reply, Transport};
use emis_core::types::{ApplicationId, OdsCode};
use emis_std::{MonotonicClock, OsRandom};
use zeroize::{Zeroize as _, Zeroizing};

use crate::error::{Error, NoSession, Source};

/// The first size of the buffers: enough for a request or an ordinary page.
const FIRST_LENGTH: usize = 16 * 1024;
/// The buffer of a streamed reply: an item of the record has to fit.
const WINDOW: usize = 512 * 1024;

/// A transport whose errors can be kept.
pub trait Carrier: Transport<Error: core::error::Error + Send + Sync + 'static> {}

impl<T: Transport<Error: core::error::Error + Send + Sync + 'static>> Carrier for T {}

/// A buffer that wipes itself.
struct Buffer(Zeroizing<Vec<u8>>);

impl Buffer {
    fn grow(&mut self, length: usize) {
        // Copied by hand into a new buffer, so that the old one is wiped.
        let mut longer = Zeroizing::new(vec![0; length.max(self.0.len())]);
        for (to, from) in longer.iter_mut().zip(self.0.iter()) {
            *to = *from;
        }
        self.0 = longer;
    }

    fn part(&self, length: usize) -> &[u8] {
        self.0.get(..length).unwrap_or_default()
    }
}

/// The transport to a practice, with its buffers.
pub(crate) struct Wire<T> {
    transport: T,
    request: Buffer,
    reply: Buffer,
    reply_limit: usize,
    clock: MonotonicClock,
    random: OsRandom,
}

impl<T: Carrier> Wire<T> {
    pub(crate) fn new(transport: T, reply_limit: usize) -> Self {
        let buffer = || Buffer(Zeroizing::new(vec![0; FIRST_LENGTH]));
        Self {
            transport,
            request: buffer(),
            reply: buffer(),
            reply_limit: reply_limit.max(1),
            clock: MonotonicClock::new(),
            random: OsRandom,
        }
    }

    fn wipe(&mut self) {
        self.request.0.as_mut_slice().zeroize();
        self.reply.0.as_mut_slice().zeroize();
    }

    /// Asks for the practice's version. The answer is not authenticated.
    pub(crate) fn information<A>(
        &mut self,
        application: &ApplicationId,
        ods_code: OdsCode,
        take: impl FnOnce(GetClinicalVersionInformationResponse<'_>) -> Result<A, DecodeError>,
    ) -> Result<A, Error> {
        type Asked = GetClinicalVersionInformation;
        let out = self.request.0.as_mut_slice();
        let written = sessionless_call::<_, OpenProfile>(application, &Asked { ods_code }, out);
        let length = written.map_err(|error| Error::Request(RequestError::Buffer(error)))?;
        let length = exchange(
            &mut self.transport,
            Action { namespace: OpenProfile::NAMESPACE, operation: Asked::DESCRIPTOR.name },
            self.request.part(length),
            &mut self.reply,
            self.reply_limit,
        )
        .map_err(Error::from)?;
        let answer = sessionless_reply::<Asked, OpenProfile>(self.reply.part(length));
        take(answer.map_err(Error::Sessionless)?).map_err(unreadable)
    }

    /// Begins a session.
    pub(crate) fn begin<K: ValidationKeys>(
        &mut self,
        application: &Application<K>,
        options: SessionOptions<'_>,
    ) -> Result<Session, Error> {
        let begun = self.try_begin(application, options).map_err(Error::NoSession);
        self.wipe();
        begun
    }

    fn try_begin<K: ValidationKeys>(
        &mut self,
        application: &Application<K>,
        options: SessionOptions<'_>,
    ) -> Result<Session, NoSession> {
        let now = self.clock.now();
        let handshake = Handshake::start(application, options, &mut self.random, now);
        let handshake = handshake.map_err(NoSession::Start)?;
        let length = handshake.write(self.request.0.as_mut_slice()).map_err(NoSession::Buffer)?;
        let length = exchange(
            &mut self.transport,
            Action { namespace: OpenProfile::NAMESPACE, operation: "BeginSession" },
            self.request.part(length),
            &mut self.reply,
            self.reply_limit,
        )
        .map_err(NoSession::from)?;
        let stretching = handshake.read(self.reply.part(length)).map_err(NoSession::Handshake)?;
        Ok(stretching.finish())
    }

    /// Makes a call.
    pub(crate) fn call<O: Operation, A>(
        &mut self,
        session: &mut Session,
        request: &O,
        take: &mut impl FnMut(O::Response<'_>) -> Result<A, DecodeError>,
    ) -> Result<A, Error> {
        let mut called = self.try_call(session, request, take);
        // Nothing was sent, and the session is as it was.
        if let Err(Error::Request(RequestError::Buffer(error))) = called {
            self.request.grow(error.needed);
            called = self.try_call(session, request, take);
        }
        self.wipe();
        called
    }

    fn try_call<O: Operation, A>(
        &mut self,
        session: &mut Session,
        request: &O,
        take: &mut impl FnMut(O::Response<'_>) -> Result<A, DecodeError>,
    ) -> Result<A, Error> {
        let out = self.request.0.as_mut_slice();
        let call = session.call(request, out, self.clock.now()).map_err(Error::Request)?;
        let (action, bytes) = (call.action(), call.bytes());
        match exchange(&mut self.transport, action, bytes, &mut self.reply, self.reply_limit) {
            Ok(length) => {
                let answer = call.read(self.reply.part(length)).map_err(|error| Error::of_call(&error))?;
                take(answer).map_err(unreadable)
            }
            Err(Failure::NotSent(error)) => {
                call.not_sent();
                Err(Error::NotSent(error))
            }
            // Dropping the call leaves the session in doubt.
            Err(failure) => Err(failure.into()),
        }
    }

    /// Makes a call whose reply may be of any length.
    pub(crate) fn stream<O: Streamed>(
        &mut self,
        session: &mut Session,
        request: &O,
        sink: &mut impl for<'p> FnMut(Result<Provisional<O::Part<'p>>, DecodeError>),
    ) -> Result<(), Error> {
        self.reply.grow(WINDOW);
        let streamed = self.try_stream(session, request, sink);
        self.wipe();
        streamed
    }

    fn try_stream<O: Streamed>(
        &mut self,
        session: &mut Session,
        request: &O,
        sink: &mut impl for<'p> FnMut(Result<Provisional<O::Part<'p>>, DecodeError>),
    ) -> Result<(), Error> {
        let out = self.request.0.as_mut_slice();
        let call = session.call(request, out, self.clock.now()).map_err(Error::Request)?;
        let mut incoming = match self.transport.send(call.action(), call.bytes()) {
            Ok(incoming) => incoming,
            Err(DeliveryError::NotSent(error)) => {
                call.not_sent();
                return Err(Error::NotSent(Arc::new(error)));
            }
            Err(DeliveryError::Unknown(error)) => return Err(Error::NoReply(Arc::new(error))),
        };
        let mut reply = call.stream(self.reply.0.as_mut_slice());
        loop {
            while let Some(part) = reply.next() {
                sink(part);
            }
            let space = reply.space();
            if space.is_empty() {
                break;
            }
            match incoming.read(space) {
                Ok(0) => break,
                Ok(read) => reply.filled(read),
                Err(error) => return Err(Error::NoReply(Arc::new(error))),
            }
        }
        reply.finish().map(drop).map_err(|error| Error::of_call(&error))
    }
}

/// The error of a call that was carried out, and whose response cannot be decoded.
fn unreadable(error: DecodeError) -> Error {
    Error::InvalidResponse { error, outcome: Outcome::CarriedOut }
}

enum Failure {
    NotSent(Source),
    NoReply(Source),
    TooLong(usize),
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::NotSent(error) => Self::NotSent(error),
            Failure::NoReply(error) => Self::NoReply(error),
            Failure::TooLong(limit) => Self::ReplyTooLong { limit },
        }
    }
}

impl From<Failure> for NoSession {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::NotSent(error) => Self::NotSent(error),
            Failure::NoReply(error) => Self::NoReply(error),
            Failure::TooLong(limit) => Self::ReplyTooLong { limit },
        }
    }
}

/// Sends a message, and reads its whole reply.
fn exchange<T: Carrier>(
    transport: &mut T,
    action: Action,
    message: &[u8],
    reply: &mut Buffer,
    limit: usize,
) -> Result<usize, Failure> {
    let mut incoming = transport.send(action, message).map_err(|error| match error {
        DeliveryError::NotSent(error) => Failure::NotSent(Arc::new(error)),
        DeliveryError::Unknown(error) => Failure::NoReply(Arc::new(error)),
    })?;
    let mut length = 0usize;
    loop {
        if length >= reply.0.len() || length > limit {
            if length > limit {
                return Err(Failure::TooLong(limit));
            }
            reply.grow(length.saturating_mul(2).min(limit.saturating_add(1)));
        }
        let room = reply.0.get_mut(length..).unwrap_or_default();
        match incoming.read(room).map_err(|error| Failure::NoReply(Arc::new(error)))? {
            0 if length > limit => return Err(Failure::TooLong(limit)),
            0 => return Ok(length),
            read => length = length.saturating_add(read),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read as _};

    use emis_core::profile::SoftwareKeys;
    use emis_core::profile::Version;

    use super::*;

    /// Answers every message with so many letters.
    struct Letters(usize);

    struct Answer(io::Take<io::Repeat>);

    impl Reply for Answer {
        type Error = io::Error;

        fn read(&mut self, into: &mut [u8]) -> Result<usize, io::Error> {
            self.0.read(into)
        }
    }

    impl Transport for Letters {
        type Error = io::Error;
        type Reply<'t> = Answer;

        fn send(&mut self, _: Action, _: &[u8]) -> Result<Answer, DeliveryError<io::Error>> {
            Ok(Answer(io::repeat(b'x').take(self.0 as u64)))
        }
    }

    // APP-4
    #[test]
    fn nothing_of_an_exchange_stays_in_the_buffers() {
        let id = ApplicationId::parse("3f1c7a54-0d4e-4b7c-9a55-6a2f2a1b9c01").unwrap();
        let keys: SoftwareKeys = SoftwareKeys::derive(&[7; 32], &[8; 32], &id).unwrap();
        let application = Application { id, keys };
        let ods_code = OdsCode::parse("A99001").unwrap();
        for length in [10, 100_000] {
            let mut wire = Wire::new(Letters(length), 1 << 20);
            let begun = wire.begin(&application, SessionOptions::negotiated(ods_code, Version::V1_0));
            assert!(matches!(begun, Err(Error::NoSession(NoSession::Handshake(_)))));
            assert!(wire.reply.0.len() >= length);
            for buffer in [&wire.request, &wire.reply] {
                assert!(buffer.0.iter().all(|byte| *byte == 0), "{length}");
            }
        }
    }
}
