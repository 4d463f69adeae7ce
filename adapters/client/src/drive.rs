//! The blocking driver of the [`Engine`]: carries out its steps over a [`Wire`], and reports what happened.

use core::ops::ControlFlow;
use std::thread;

use emis_core::crypto::ValidationKeys;
use emis_core::handshake::{HandshakeError, SessionOptions};
use emis_core::messages::SessionKind;
use emis_core::messages::practice::{GetPracticeSettings, GetUserOptions};
use emis_core::messages::session::EndSession;
use emis_core::session::{Outcome, Session, SessionState};
use emis_core::types::{Relationship, SessionId};

use crate::decision::{End, Engine, Event, Step};
use crate::error::{Error, NoSession};
use crate::practice::Practice;
use crate::wire::{Carrier, Wire};

/// What is being done, to be shown on a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress {
    /// A session is begun.
    BeginsSession,
    /// A call without an effect is made, such as the next page of a list.
    Asks,
    /// A change is sent. It cannot be cancelled from here on.
    Sends,
    /// The reply to a change was lost. A session that replaces the doubtful one is begun next, to read back the effect.
    InDoubt,
    /// The effect of a change is read back.
    ReadsBack,
    /// The practice's books show that the change did not take place, and it is made again.
    ChangesAgain,
    /// It waits before a retry.
    Waits,
}

/// A callback for the progress, which cancels by [`ControlFlow::Break`].
pub(crate) type OnProgress<'p> = Box<dyn FnMut(Progress) -> ControlFlow<()> + Send + 'p>;

/// What the steps of one task do.
pub(crate) trait Task<T> {
    /// Makes the call of a step. Whether there is another page after it.
    fn call(&mut self, step: Step, wire: &mut Wire<T>, session: &mut Session) -> Result<bool, Error>;

    /// Stores that the change may be in doubt from now on.
    fn store(&mut self, session: &Session) -> Result<(), Error> {
        let _ = session;
        Ok(())
    }

    /// The relationship that a session is begun with.
    fn relationship<'r>(&'r mut self, own: Option<&'r Relationship>) -> Option<&'r Relationship> {
        own
    }
}

/// At most one session with a practice, of one patient or of the application.
pub(crate) struct Line<'p, T, K> {
    pub(crate) practice: &'p Practice<T, K>,
    pub(crate) relationship: Option<Relationship>,
    pub(crate) engine: Engine,
    pub(crate) session: Option<Session>,
    pub(crate) progress: Option<OnProgress<'p>>,
    /// The last error of the last task, even if the task succeeded after it.
    pub(crate) last_error: Option<Error>,
}

impl<'p, T: Carrier, K: ValidationKeys> Line<'p, T, K> {
    pub(crate) fn new(practice: &'p Practice<T, K>, relationship: Option<Relationship>) -> Self {
        let engine = Engine::new(practice.settings.limits);
        Self { practice, relationship, engine, session: None, progress: None, last_error: None }
    }

    /// Carries out the steps of a task to its end. Returns the end, and the last error if there was one.
    pub(crate) fn run(&mut self, first: Step, task: &mut dyn Task<T>) -> (End, Option<Error>) {
        let (mut step, mut error) = (first, None);
        loop {
            let done = match step {
                Step::Done(end) => {
                    self.last_error.clone_from(&error);
                    return (end, error);
                }
                step => self.carry_out(step, task),
            };
            let sent = step == Step::Send;
            let event = done.unwrap_or_else(|why| {
                let event = event(step, &why);
                error = Some(why);
                // A reset that failed ends its session in doubt, although its reply was verified.
                if event == Event::Failed && !self.is_live() { Event::Lost } else { event }
            });
            step = self.engine.handle(event);
            if sent && self.engine.unsettled().is_some() {
                // A cancellation takes effect at the next step.
                let _ = self.notify(Progress::InDoubt);
            }
            if self.session.as_ref().is_some_and(|session| session.state() == SessionState::Ended) {
                self.session = None;
                self.engine.session_ended();
            }
        }
    }

    fn is_live(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.state() == SessionState::Live)
    }

    fn carry_out(&mut self, step: Step, task: &mut dyn Task<T>) -> Result<Event, Error> {
        self.announce(step)?;
        match step {
            Step::Begin { replacing } => self.begin(replacing, task).map(Event::Begun),
            Step::Pause => {
                thread::sleep(self.practice.settings.pause);
                Ok(Event::Paused)
            }
            Step::Store { .. } => {
                let session = self.session.as_ref().ok_or(Error::Interrupted)?;
                task.store(session).map(|()| Event::Stored)
            }
            Step::Prove => self.prove(),
            step => {
                let session = self.session.as_mut().ok_or(Error::Interrupted)?;
                task.call(step, &mut self.practice.wire(), session).map(|more| Event::Answered { more })
            }
        }
    }

    fn begin(&mut self, replacing: Option<SessionId>, task: &mut dyn Task<T>) -> Result<SessionId, Error> {
        self.session = None;
        let practice = self.practice;
        let mut options = SessionOptions::negotiated(practice.ods_code, practice.version);
        if let Some(relationship) = task.relationship(self.relationship.as_ref()) {
            options = options.for_patient(relationship);
        }
        if let Some(session) = replacing {
            options = options.replacing(session);
        }
        let session = practice.wire().begin(&practice.application, options)?;
        let id = session.id();
        tracing::debug!(
            practice = practice.ods_code.as_str(),
            replaces = replacing.is_some(),
            "session begun"
        );
        self.session = Some(session);
        Ok(id)
    }

    /// Makes a call that changes nothing.
    fn prove(&mut self) -> Result<Event, Error> {
        let session = self.session.as_mut().ok_or(Error::Interrupted)?;
        let (mut wire, ods_code) = (self.practice.wire(), self.practice.ods_code);
        match session.kind() {
            SessionKind::Application => {
                wire.call(session, &GetPracticeSettings { ods_code }, &mut |_| Ok(()))
            }
            SessionKind::Patient => wire.call(session, &GetUserOptions {}, &mut |_| Ok(())),
        }?;
        Ok(Event::Answered { more: false })
    }

    fn announce(&mut self, step: Step) -> Result<(), Error> {
        let told = match step {
            Step::Begin { .. } => Progress::BeginsSession,
            Step::Prove | Step::Ask | Step::ReadBefore { .. } => Progress::Asks,
            Step::Send => Progress::Sends,
            Step::ReadAfter { .. } => Progress::ReadsBack,
            Step::Pause => Progress::Waits,
            Step::Store { .. } | Step::Done(_) => return Ok(()),
        };
        self.notify(told)
    }

    /// Tells the caller what is being done.
    pub(crate) fn notify(&mut self, told: Progress) -> Result<(), Error> {
        match self.progress.as_mut().map(|progress| progress(told)) {
            Some(ControlFlow::Break(())) => Err(Error::Cancelled),
            _ => Ok(()),
        }
    }

    /// Ends the session, if there is one. A lost reply is not reported as an error.
    pub(crate) fn end(&mut self) {
        if let Some(mut session) = self.session.take().filter(|session| session.state() == SessionState::Live)
        {
            let _ = self.practice.wire().call(&mut session, &EndSession {}, &mut |_| Ok(()));
        }
        self.engine.session_ended();
    }
}

/// What an error means to the engine.
fn event(step: Step, error: &Error) -> Event {
    match error {
        Error::Cancelled => Event::Cancelled,
        Error::Store(_) => Event::NotStored,
        Error::NoSession(
            NoSession::NotSent(_)
            | NoSession::NoReply(_)
            | NoSession::Handshake(HandshakeError::Refused(_) | HandshakeError::Envelope(_)),
        ) => Event::NotBegun,
        Error::Refused(_) => Event::Refused,
        Error::NotSent(_) => Event::NotSent,
        Error::NoReply(_) | Error::ReplyTooLong { .. } | Error::Unverified(_) => Event::Lost,
        Error::Failed { .. } => Event::Failed,
        Error::InvalidResponse { outcome: Outcome::CarriedOut, .. } => Event::Unreadable,
        Error::InvalidResponse { .. } => Event::Failed,
        closed if closed.is_closed_session() => Event::Closed,
        _ if step == Step::Pause => Event::Cancelled,
        _ => Event::Rejected,
    }
}
