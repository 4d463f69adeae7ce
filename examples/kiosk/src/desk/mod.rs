//! What an application needs around the typed client: sessions begun when they are needed, and the rules of what is
//! tried again.
//!
//! The rules, of which the last is the one that a reader would get wrong:
//! - what provably did not leave ([`Trouble::NotSent`]) is tried once more, by this module and nowhere else;
//! - what changes nothing may be asked anew in a new session, a few times ([`Desk::ask`]);
//! - what changes something is never sent a second time. Its caller learns that it is in doubt, and reads back in the
//!   session that replaces the doubtful one ([`Desk::change`]).

mod pages;
#[cfg(test)]
mod tests;

use core::time::Duration;
use std::thread;

use emis_core::client::{BeginError, Client};
use emis_core::crypto::SoftwareKeys;
use emis_core::handshake::{Application, Begin};
use emis_core::messages::practice::GetPracticeSettings;
use emis_core::messages::{DecodeError, Operation, Streamed};
use emis_core::profile::Version;
use emis_core::session::{NotCalled, Session, SessionState};
use emis_core::transport::Transport;
use emis_core::types::{OdsCode, Relationship, SessionId};
use emis_http::HttpTransport;
use emis_std::{MonotonicClock, OsRandom};

pub(crate) use pages::walk;

use crate::trouble::Trouble;

/// How often something that changes nothing is asked.
const TIMES: u32 = 3;
/// What a network needs to come back, if it is one that comes back.
const PAUSE: Duration = Duration::from_millis(500);

/// The longest request is a registration with the longest names.
pub(crate) const REQUEST_BUFFER: usize = 4 * 1024;
/// A page of appointments, and everything short.
pub(crate) const REPLY_BUFFER: usize = 256 * 1024;

/// What a practice says of itself before there is a session.
#[derive(Debug)]
pub(crate) struct Practice {
    pub(crate) name: String,
    pub(crate) version: Version,
    pub(crate) live: bool,
}

type Front<'b, T> = Client<'b, T, MonotonicClock, OsRandom, SoftwareKeys>;

/// One practice, and at most one session with it. The transport is HTTP but in the tests of this module.
#[derive(Debug)]
pub(crate) struct Desk<'b, T = HttpTransport> {
    client: Front<'b, T>,
    ods_code: OdsCode,
    version: Version,
    /// The patient; without one, sessions are the application's own.
    relationship: Option<Relationship>,
    session: Option<Session>,
    /// The session in doubt that the next ones have to replace, until one of them has been answered.
    ///
    /// It stays the first one even if a session that should have replaced it is in doubt too: whether that session's
    /// first call ever came is not known, and what has to be settled is what the first one was asked to change. So
    /// nothing else is changed before it is settled.
    unsettled: Option<SessionId>,
    /// How many sessions there have been.
    begun: u32,
}

impl<'b, T: Transport<Error = emis_http::Error>> Desk<'b, T> {
    pub(crate) fn new(
        application: Application<SoftwareKeys>,
        transport: T,
        ods_code: OdsCode,
        request: &'b mut [u8],
        reply: &'b mut [u8],
    ) -> Self {
        let client = Client::new(application, transport, MonotonicClock::new(), OsRandom, request, reply);
        let version = Version::V1_0;
        Self { client, ods_code, version, relationship: None, session: None, unsettled: None, begun: 0 }
    }

    /// What the practice says of itself. Nothing of it is proved before a session has been begun with it.
    pub(crate) fn practice(&mut self) -> Result<Practice, Trouble> {
        let mut again = true;
        loop {
            let told = self.client.version_information(self.ods_code).map(|told| Practice {
                name: told.practice_name.to_string(),
                version: told.schema_version,
                live: told.live,
            });
            match told.map_err(Trouble::from) {
                Err(Trouble::NotSent(_) | Trouble::InDoubt(_)) if again => thread::sleep(PAUSE),
                Err(Trouble::InDoubt(doubt)) => return Err(Trouble::NoAnswer(doubt)),
                told => return told,
            }
            again = false;
        }
    }

    /// From now on, sessions are begun at this version.
    pub(crate) fn speak(&mut self, version: Version) {
        self.version = version;
    }

    /// From now on, sessions are this patient's. The one before is ended.
    pub(crate) fn serve(&mut self, relationship: Relationship) {
        self.end();
        self.relationship = Some(relationship);
    }

    /// Makes a call that changes nothing: in a new session, if its reply does not come.
    pub(crate) fn ask<O: Operation, A>(
        &mut self,
        request: &O,
        take: impl Fn(O::Response<'_>) -> Result<A, DecodeError>,
    ) -> Result<A, Trouble> {
        let mut left = TIMES;
        loop {
            left -= 1;
            match self.call(request, &take) {
                Err(Trouble::InDoubt(_)) if left > 0 => thread::sleep(PAUSE),
                Err(Trouble::InDoubt(doubt)) => return Err(Trouble::NoAnswer(doubt)),
                other => return other,
            }
        }
    }

    /// Makes a call that may change something, once. After [`Trouble::InDoubt`] the next call is made in a session in
    /// which its outcome is final.
    pub(crate) fn change<O: Operation, A>(
        &mut self,
        request: &O,
        take: impl Fn(O::Response<'_>) -> Result<A, DecodeError>,
    ) -> Result<A, Trouble> {
        self.session = self.live_or_doubtful();
        if self.unsettled.is_some() {
            // Only one session can be named as replaced, so the doubt about it has to end before there can be another.
            self.ask(&GetPracticeSettings { ods_code: self.ods_code }, |_| Ok(()))?;
        }
        self.call(request, take)
    }

    /// Makes a call that changes nothing and whose reply may be longer than the buffer. Each time that it is asked,
    /// `begin` makes what `each` puts the pieces into; it counts only when it is given back.
    pub(crate) fn stream<O: Streamed, S>(
        &mut self,
        request: &O,
        begin: impl Fn() -> S,
        each: impl for<'p> Fn(&mut S, O::Part<'p>),
    ) -> Result<S, Trouble> {
        let mut left = TIMES;
        loop {
            left -= 1;
            let answer = self.attempt(|client, session| {
                let (mut pieces, mut unreadable) = (begin(), None);
                let confirmed = client.stream(session, request, |part| match part {
                    Ok(part) => each(&mut pieces, part.unconfirmed()),
                    Err(error) => unreadable = unreadable.or(Some(error)),
                });
                confirmed.map(|_| unreadable.map_or(Ok(pieces), Err)).map_err(Trouble::from)
            });
            match answer {
                Err(Trouble::InDoubt(_)) if left > 0 => thread::sleep(PAUSE),
                Err(Trouble::InDoubt(doubt)) => return Err(Trouble::NoAnswer(doubt)),
                other => return other,
            }
        }
    }

    fn call<O: Operation, A>(
        &mut self,
        request: &O,
        take: impl Fn(O::Response<'_>) -> Result<A, DecodeError>,
    ) -> Result<A, Trouble> {
        self.attempt(|client, session| client.call(session, request).map(&take).map_err(Trouble::from))
    }

    /// Makes a call in the session, or in a new one where it has to be; what did not leave is tried once more.
    fn attempt<A>(
        &mut self,
        mut call: impl FnMut(&mut Front<'b, T>, &mut Session) -> Result<Result<A, DecodeError>, Trouble>,
    ) -> Result<A, Trouble> {
        let mut again = true;
        loop {
            let mut session = self.live_session()?;
            let answer = call(&mut self.client, &mut session);
            self.session = Some(session);
            match answer {
                Err(Trouble::NotSent(_)) if again => thread::sleep(PAUSE),
                // It was idle for too long, and nothing was sent.
                Err(Trouble::NotCalled(NotCalled::Over(SessionState::Expired))) if again => {}
                Err(trouble) => {
                    if trouble.is_verified() {
                        self.unsettled = None;
                    }
                    return Err(trouble);
                }
                Ok(taken) => {
                    self.unsettled = None;
                    return taken.map_err(Trouble::Unreadable);
                }
            }
            again = false;
        }
    }

    /// The session, begun if there is none.
    pub(crate) fn with_session<A>(&mut self, take: impl FnOnce(&Session) -> A) -> Result<A, Trouble> {
        let session = self.live_session()?;
        let taken = take(&session);
        self.session = Some(session);
        Ok(taken)
    }

    /// Ends the session, if there is one, and wipes what it left in the buffers. From now on, sessions are the
    /// application's own: the next patient is another.
    pub(crate) fn end(&mut self) {
        if let Some(session) = self.session.take().filter(|session| session.state() == SessionState::Live) {
            self.client.end(session);
        }
        // APP-4
        self.client.wipe();
        self.relationship = None;
        // A session of another relationship, or of none, cannot replace it (section 4): nothing is left to settle.
        self.unsettled = None;
    }

    /// How many sessions have been begun: a place in a list is good only in the session that gave it.
    pub(crate) fn sessions(&self) -> u32 {
        self.begun
    }

    /// The session if it is live. One that is in doubt is remembered for the next one to replace.
    fn live_or_doubtful(&mut self) -> Option<Session> {
        let session = self.session.take()?;
        match session.state() {
            SessionState::Live => return Some(session),
            SessionState::InDoubt => _ = self.unsettled.get_or_insert(session.id()),
            _ => {}
        }
        None
    }

    /// The session, or a new one that replaces it if it is in doubt.
    fn live_session(&mut self) -> Result<Session, Trouble> {
        if let Some(session) = self.live_or_doubtful() {
            return Ok(session);
        }
        let mut again = true;
        loop {
            let mut begin = Begin::at_highest(self.ods_code, self.version);
            if let Some(relationship) = &self.relationship {
                begin = begin.for_patient(relationship);
            }
            if let Some(session) = self.unsettled {
                begin = begin.replacing(session);
            }
            match self.client.begin(begin) {
                Ok(session) => {
                    self.begun += 1;
                    return Ok(session);
                }
                // A session that nobody knows of has no effect, so this one is begun anew even if it may have left.
                Err(BeginError::NotSent(_) | BeginError::NoReply(_)) if again => thread::sleep(PAUSE),
                Err(error) => return Err(Trouble::NoSession(error)),
            }
            again = false;
        }
    }
}
