//! A patient of a practice: what is asked, what is changed, and what is read back.

use core::fmt;
use core::ops::ControlFlow;

use emis_core::capabilities::Capabilities;
use emis_core::crypto::ValidationKeys;
use emis_core::fault::FaultCode;
use emis_core::messages::practice::{GetPracticeSettings, GetUserOptions};
use emis_core::messages::{DecodeError, Operation, Streamed};
use emis_core::owned::practice::GetPracticeSettingsResponse;
use emis_core::profile::SoftwareKeys;
use emis_core::session::{Outcome, Session};
use emis_core::types::{Relationship, SessionId};

use crate::change::{AnyDoubt, Change, Doubt, DoubtVisitor, Effect};
use crate::decision::{End, Step};
use crate::drive::{Line, Progress, Task};
use crate::error::{Error, Source};
use crate::observe::Observed;
use crate::pages::Pages;
use crate::practice::Practice;
use crate::request::{PagedRequest, Reading as _, Request};
use crate::wire::{Carrier, Wire};

/// What became of a change.
#[derive(Debug)]
#[must_use = "a change may be in doubt"]
pub enum Changed<C: Change> {
    /// The practice carried it out.
    Done(C::Answer),
    /// The reply was lost or cannot be decoded. This is what the practice's books show, and it is final.
    Settled(Effect),
    /// It is not known yet. Store the doubt, and settle it when the practice can be reached again.
    InDoubt(Doubt<C>),
}

/// A patient of a practice, or the application itself, with at most one session.
///
/// Call [`Patient::end`] when the patient leaves.
pub struct Patient<'p, T, K = SoftwareKeys> {
    pub(crate) line: Line<'p, T, K>,
    known: Option<Known>,
}

/// What the practice said of itself and of the patient.
struct Known {
    capabilities: Capabilities,
    settings: GetPracticeSettingsResponse,
}

impl<'p, T: Carrier, K: ValidationKeys> Patient<'p, T, K> {
    pub(crate) fn new(practice: &'p Practice<T, K>, relationship: Option<Relationship>) -> Self {
        Self { line: Line::new(practice, relationship), known: None }
    }

    pub(crate) fn of_application(practice: &'p Practice<T, K>) -> Self {
        Self::new(practice, None)
    }

    /// Sets a callback, which is called before each step. [`ControlFlow::Break`] cancels the call: it returns
    /// [`Error::Cancelled`] if no change has been sent, and [`Changed::InDoubt`] if one has.
    pub fn on_progress(&mut self, progress: impl FnMut(Progress) -> ControlFlow<()> + Send + 'p) {
        self.line.progress = Some(Box::new(progress));
    }

    /// Makes a call that changes nothing. If its reply is lost, it is retried in a new session, a bounded number of
    /// times. An operation that changes something does not compile here:
    ///
    /// ```compile_fail,E0080
    /// # use emis_client::{Carrier, Error, Patient};
    /// use emis_core::owned::appointments::BookAppointment;
    ///
    /// fn book_twice<T: Carrier>(patient: &mut Patient<'_, T>) -> Result<(), Error> {
    ///     let book = BookAppointment { slot_id: 7, booking_reason: None, telephone: None };
    ///     patient.ask(&book).map(drop)
    /// }
    /// # type Booked = fn(&mut Patient<'_, emis_http::HttpTransport>) -> Result<(), Error>;
    /// # fn main() { let _: Booked = std::hint::black_box(book_twice); }
    /// ```
    ///
    /// # Errors
    /// [`Error`].
    pub fn ask<R: Request>(&mut self, request: &R) -> Result<R::Answer, Error> {
        self.ask_with(request, Ok)
    }

    /// The same with a borrowed response: `take` takes what is needed of it.
    ///
    /// # Errors
    /// [`Error`].
    pub fn ask_with<O: Operation, A>(
        &mut self,
        request: &O,
        take: impl FnMut(O::Response<'_>) -> Result<A, DecodeError>,
    ) -> Result<A, Error> {
        const { changes_nothing::<O>() };
        let step = self.line.engine.ask();
        self.question(step, request, take)
    }

    /// Makes a call that changes something and may be made again: a registration.
    pub(crate) fn repeat<R: Request>(&mut self, request: &R) -> Result<R::Answer, Error> {
        let step = self.line.engine.repeat();
        self.question(step, request, Ok)
    }

    /// Makes the call for the next page of a list that was begun in the present session.
    pub(crate) fn page<R: Request>(&mut self, request: &R) -> Result<R::Answer, Error> {
        let step = self.line.engine.page();
        self.question(step, request, Ok)
    }

    fn question<O: Operation, A>(
        &mut self,
        step: Step,
        request: &O,
        mut take: impl FnMut(O::Response<'_>) -> Result<A, DecodeError>,
    ) -> Result<A, Error> {
        let observed = Observed::new(O::DESCRIPTOR.name, self.line.practice.ods_code);
        let mut asked = Asked { request, take: &mut take, answer: None };
        let (end, error) = self.line.run(step, &mut asked);
        let answer = asked.answer;
        observed.end(answer.ok_or_else(|| failure(end, error)))
    }

    /// The pages of a list, one after another. If the session ends in the middle of the list, [`Error::Interrupted`] is
    /// the last item: the pages before it may be out of date.
    pub fn pages<R: PagedRequest>(&mut self, request: R) -> Pages<'_, 'p, T, K, R> {
        Pages::new(self, request)
    }

    /// All pages of a list. It is read from its beginning again if the session ends in the middle of it.
    ///
    /// # Errors
    /// [`Error`].
    pub fn all_pages<R: PagedRequest>(&mut self, request: &R) -> Result<Vec<R::Answer>, Error> {
        let mut left = self.line.practice.settings.limits.asks;
        loop {
            left = left.saturating_sub(1);
            match self.pages(request.clone()).collect() {
                Err(Error::Interrupted) if left > 0 => {}
                pages => return pages,
            }
        }
    }

    /// Makes a call that changes nothing and whose reply may be of any length. For each try, `begin` creates the value
    /// that `each` adds the pieces to; it is returned only if the reply was verified.
    ///
    /// # Errors
    /// [`Error`].
    pub fn stream<O: Streamed, S>(
        &mut self,
        request: &O,
        begin: impl FnMut() -> S,
        each: impl for<'r> FnMut(&mut S, O::Part<'r>),
    ) -> Result<S, Error> {
        const { changes_nothing::<O>() };
        let observed = Observed::new(O::DESCRIPTOR.name, self.line.practice.ods_code);
        let step = self.line.engine.ask();
        let mut streamed = StreamedInto { request, begin, each, pieces: None };
        let (end, error) = self.line.run(step, &mut streamed);
        let pieces = streamed.pieces;
        observed.end(pieces.ok_or_else(|| failure(end, error)))
    }

    /// The capabilities of this patient here: read once, and cached.
    ///
    /// # Errors
    /// [`Error`].
    pub fn capabilities(&mut self) -> Result<Capabilities, Error> {
        match &self.known {
            Some(known) => Ok(known.capabilities),
            None => self.refresh_capabilities(),
        }
    }

    /// The practice's settings, such as its texts for patients: read together with the capabilities, and cached.
    ///
    /// # Errors
    /// [`Error`].
    pub fn practice_settings(&mut self) -> Result<&GetPracticeSettingsResponse, Error> {
        self.capabilities()?;
        self.known.as_ref().map(|known| &known.settings).ok_or(Error::Interrupted)
    }

    /// Reads the capabilities again.
    ///
    /// # Errors
    /// [`Error`].
    pub fn refresh_capabilities(&mut self) -> Result<Capabilities, Error> {
        let practice = self.line.practice;
        let request = GetPracticeSettings { ods_code: practice.ods_code };
        let (mut known, settings) = self.ask_with(&request, |settings| {
            Ok((practice.known.with_settings(&settings), GetPracticeSettingsResponse::try_from(settings)?))
        })?;
        if let Some(session) = &self.line.session {
            known = known.in_session(session);
        }
        if self.line.relationship.is_some() {
            known = self.ask_with(&GetUserOptions {}, |options| Ok(known.with_options(&options)))?;
        }
        self.known = Some(Known { capabilities: known, settings });
        Ok(known)
    }

    /// Makes a change. It is sent once: if its reply is lost, the session is replaced and the effect read back.
    ///
    /// # Errors
    /// [`Error`]: nothing was changed, and nothing is in doubt.
    pub fn change<C: Change>(&mut self, request: &C) -> Result<Changed<C>, Error> {
        self.change_with_journal(request, |_| Ok::<(), core::convert::Infallible>(()))
    }

    /// The same with a journal: `store` stores the doubt before the change is sent, so that it survives a loss of power
    /// before the reply. Once this has returned, only the doubt of [`Changed::InDoubt`] is still needed. `store` may be
    /// called more than once; the last doubt counts.
    ///
    /// # Errors
    /// [`Error`]: nothing was changed, and nothing is in doubt. [`Error::Store`] if `store` failed.
    pub fn change_with_journal<C: Change, E: core::error::Error + Send + Sync + 'static>(
        &mut self,
        request: &C,
        mut store: impl FnMut(&Doubt<C>) -> Result<(), E>,
    ) -> Result<Changed<C>, Error> {
        let observed = Observed::new(C::DESCRIPTOR.name, self.line.practice.ods_code);
        let step = self.line.engine.change(C::READS_BEFORE);
        let mut store =
            |doubt: &Doubt<C>| store(doubt).map_err(|error| -> Source { std::sync::Arc::new(error) });
        let mut made = Making::new(request, None, Some(&mut store));
        let (end, error) = self.line.run(step, &mut made);
        let code = error.as_ref().map_or(0, |error| error.code().number());
        match (end, made.answer.take()) {
            (End::Answered, Some(answer)) => {
                observed.tell(Outcome::CarriedOut, 0);
                Ok(Changed::Done(answer))
            }
            (End::Unreadable, _) => {
                observed.tell(Outcome::CarriedOut, code);
                Ok(Changed::Settled(Effect::TookPlace))
            }
            (End::ReadBack, _) => {
                let effect = made.effect();
                observed.tell(effect, code);
                Ok(Changed::Settled(effect))
            }
            (End::InDoubt { session }, _) => {
                observed.tell("in doubt", code);
                Ok(Changed::InDoubt(Doubt::new(session, request.clone(), made.before)))
            }
            (end, _) => observed.end(Err(failure(end, error))),
        }
    }

    /// Makes a change, and makes it again if the practice's books show that it did not take place, at most
    /// [`Settings::changes`](crate::Settings::changes) times in all. Each is settled before the next is sent, so at most
    /// one of them takes place.
    ///
    /// If the answer is [`Effect::DidNotTakePlace`], the last one did not take place either.
    ///
    /// # Errors
    /// [`Error`]: nothing was changed, and nothing is in doubt.
    pub fn change_with_retries<C: Change>(&mut self, request: &C) -> Result<Changed<C>, Error> {
        let mut left = self.line.practice.settings.changes;
        loop {
            left = left.saturating_sub(1);
            match self.change(request)? {
                Changed::Settled(Effect::DidNotTakePlace) if left > 0 => {
                    self.line.notify(Progress::ChangesAgain)?;
                }
                changed => return Ok(changed),
            }
        }
    }

    /// The last error of the last call, even if the call succeeded after it: why a change had to be settled, or why it
    /// is still in doubt.
    #[must_use]
    pub fn last_error(&self) -> Option<&Error> {
        self.line.last_error.as_ref()
    }

    /// Settles a doubt: reads back what became of the change, in a session that replaces the doubtful one. The answer
    /// is final.
    ///
    /// # Errors
    /// [`Error`]: it cannot be told yet. Keep the doubt.
    pub fn settle<C: Change>(&mut self, doubt: &Doubt<C>) -> Result<Effect, Error> {
        let observed = Observed::new(C::DESCRIPTOR.name, self.line.practice.ods_code);
        let step = self.line.engine.settle(doubt.session());
        let mut made = Making::new(doubt.request(), doubt.before().cloned(), None);
        match self.line.run(step, &mut made) {
            (End::ReadBack, _) => {
                let effect = made.effect();
                observed.tell(effect, 0);
                Ok(effect)
            }
            (end, error) => observed.end(Err(failure(end, error))),
        }
    }

    /// Settles a doubt about any operation.
    ///
    /// # Errors
    /// [`Error`]: it cannot be told yet. Keep the doubt.
    pub fn settle_any(&mut self, doubt: &AnyDoubt) -> Result<Effect, Error> {
        struct Settle<'s, 'p, T, K>(&'s mut Patient<'p, T, K>);
        impl<T: Carrier, K: ValidationKeys> DoubtVisitor for Settle<'_, '_, T, K> {
            type Output = Result<Effect, Error>;
            fn visit<C: Change>(self, doubt: &Doubt<C>) -> Self::Output {
                self.0.settle(doubt)
            }
        }
        doubt.visit(Settle(self))
    }

    /// Stops waiting for the change of this session to be settled, so that other changes may be sent. Its outcome stays
    /// unknown.
    pub fn leave_unsettled(&mut self, session: SessionId) {
        self.line.engine.leave_unsettled(session);
    }

    /// Ends the session, if there is one.
    pub fn end(mut self) {
        self.line.end();
    }
}

impl<T, K> fmt::Debug for Patient<'_, T, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Patient").field("practice", &self.line.practice).finish_non_exhaustive()
    }
}

/// Stops compilation for an operation that must not be asked twice.
const fn changes_nothing<O: Operation>() {
    assert!(
        matches!(O::DESCRIPTOR.effect, emis_core::messages::Effect::None),
        "this operation changes something: make it by `Patient::change`, which never sends it twice"
    );
}

/// The error of a task that failed.
pub(crate) fn failure(end: End, error: Option<Error>) -> Error {
    match (end, error) {
        (End::Interrupted, _) => Error::Interrupted,
        (End::Unsettled { session }, _) => Error::Unsettled { session },
        (_, Some(error)) => error,
        // Every other end comes with an error.
        (_, None) => Error::Interrupted,
    }
}

/// A call that changes nothing.
struct Asked<'a, O, F, A> {
    request: &'a O,
    take: &'a mut F,
    answer: Option<A>,
}

impl<T: Carrier, O: Operation, A, F> Task<T> for Asked<'_, O, F, A>
where
    F: FnMut(O::Response<'_>) -> Result<A, DecodeError>,
{
    fn call(&mut self, _: Step, wire: &mut Wire<T>, session: &mut Session) -> Result<bool, Error> {
        self.answer = Some(wire.call(session, self.request, self.take)?);
        Ok(false)
    }
}

/// A call that changes nothing, whose reply comes in pieces.
struct StreamedInto<'a, O, B, E, S> {
    request: &'a O,
    begin: B,
    each: E,
    pieces: Option<S>,
}

impl<T: Carrier, O: Streamed, B: FnMut() -> S, E, S> Task<T> for StreamedInto<'_, O, B, E, S>
where
    E: for<'r> FnMut(&mut S, O::Part<'r>),
{
    fn call(&mut self, _: Step, wire: &mut Wire<T>, session: &mut Session) -> Result<bool, Error> {
        let (mut pieces, mut unreadable) = ((self.begin)(), None);
        wire.stream(session, self.request, &mut |part| match part {
            Ok(part) => (self.each)(&mut pieces, part.unconfirmed()),
            Err(error) => unreadable = unreadable.or(Some(error)),
        })?;
        if let Some(error) = unreadable {
            return Err(Error::InvalidResponse { error, outcome: Outcome::CarriedOut });
        }
        self.pieces = Some(pieces);
        Ok(false)
    }
}

type StoreDoubt<'a, C> = &'a mut dyn FnMut(&Doubt<C>) -> Result<(), Source>;

/// A change, and the readings that show its effect.
struct Making<'a, C: Change> {
    request: &'a C,
    store: Option<StoreDoubt<'a, C>>,
    answer: Option<C::Answer>,
    before: Option<C::Seen>,
    after: C::Seen,
    next: Option<C::ReadBack>,
    refused: Option<Effect>,
}

impl<'a, C: Change> Making<'a, C> {
    fn new(request: &'a C, before: Option<C::Seen>, store: Option<StoreDoubt<'a, C>>) -> Self {
        Self { request, store, answer: None, before, after: C::Seen::default(), next: None, refused: None }
    }

    fn effect(&self) -> Effect {
        self.refused.unwrap_or_else(|| self.request.settle(self.before.as_ref(), &self.after))
    }

    fn read<T: Carrier>(
        &mut self,
        first: bool,
        before: bool,
        wire: &mut Wire<T>,
        session: &mut Session,
    ) -> Result<bool, Error> {
        if first {
            self.next = None;
            if before {
                self.before = Some(C::Seen::default());
            } else {
                self.after = C::Seen::default();
            }
        }
        let page = self.next.take().unwrap_or_else(|| self.request.read_back());
        let answer = match wire.call(session, &page, &mut |answer| Ok(answer)) {
            Err(Error::Refused(refusal)) if !before => {
                let code = refusal.code.unwrap_or(FaultCode::Unavailable);
                self.refused = self.request.settle_refused(code);
                return if self.refused.is_some() { Ok(false) } else { Err(Error::Refused(refusal)) };
            }
            answer => answer?,
        };
        let seen = match &mut self.before {
            Some(seen) if before => seen,
            _ => &mut self.after,
        };
        if self.request.look(&answer, seen).is_break() {
            return Ok(false);
        }
        self.next = page.page_after(&answer);
        Ok(self.next.is_some())
    }
}

impl<T: Carrier, C: Change> Task<T> for Making<'_, C> {
    fn call(&mut self, step: Step, wire: &mut Wire<T>, session: &mut Session) -> Result<bool, Error> {
        match step {
            Step::ReadBefore { first } => self.read(first, true, wire, session),
            Step::ReadAfter { first } => self.read(first, false, wire, session),
            _ => {
                self.answer = Some(wire.call(session, self.request, &mut |answer| Ok(answer))?);
                Ok(false)
            }
        }
    }

    fn store(&mut self, session: &Session) -> Result<(), Error> {
        let Some(store) = &mut self.store else { return Ok(()) };
        let doubt = Doubt::new(session.id(), self.request.clone(), self.before.clone());
        store(&doubt).map_err(Error::Store)
    }
}
