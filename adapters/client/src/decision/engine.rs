//! The engine: one task at a time, over at most one session.

use emis_core::types::SessionId;

use super::{End, Event, Limits, Step};

/// A live session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Live {
    id: SessionId,
    /// The session that it was begun to replace.
    replaced: Option<SessionId>,
    /// Whether a call of it has been verified.
    verified: bool,
}

/// A change whose outcome is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Doubt {
    session: SessionId,
    /// Whether no call of the session can take effect any more.
    fenced: bool,
}

/// The state of the task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Phase {
    Idle,
    Ask,
    /// A call that changes something, and may be made again.
    Repeat,
    /// A page of a list, which can only be read in the list's session.
    Page,
    Before,
    Store,
    Send,
    After {
        doubtful: SessionId,
    },
}

/// Decides what to do next. See the [module](super).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Engine {
    limits: Limits,
    live: Option<Live>,
    /// The oldest session that is in doubt and has not been replaced yet (SH-19).
    lost: Option<SessionId>,
    unsettled: Option<Doubt>,
    phase: Phase,
    /// The step that the driver carries out.
    step: Step,
    /// Whether a page of the present reading has been read in the present session.
    reading: bool,
    asks: u8,
    unsent: u8,
}

impl Engine {
    /// An engine without a session.
    #[must_use]
    pub const fn new(limits: Limits) -> Self {
        Self {
            limits,
            live: None,
            lost: None,
            unsettled: None,
            phase: Phase::Idle,
            step: Step::Done(End::Failed),
            reading: false,
            asks: 0,
            unsent: 0,
        }
    }

    /// The live session, if there is one.
    #[must_use]
    pub fn session(&self) -> Option<SessionId> {
        self.live.map(|live| live.id)
    }

    /// The session whose change is in doubt, if there is one.
    #[must_use]
    pub fn unsettled(&self) -> Option<SessionId> {
        self.unsettled.map(|doubt| doubt.session)
    }

    /// The session has ended as it should: EndSession, or an operation that ends it.
    pub fn session_ended(&mut self) {
        self.live = None;
    }

    /// Stops waiting for the change of this session to be settled: from now on other changes may be sent.
    pub fn leave_unsettled(&mut self, session: SessionId) {
        self.unsettled.take_if(|doubt| doubt.session == session);
    }

    /// Starts a call that changes nothing.
    pub fn ask(&mut self) -> Step {
        self.start(Phase::Ask)
    }

    /// Starts a call that changes something and may be made again, such as a registration.
    pub fn repeat(&mut self) -> Step {
        self.start(Phase::Repeat)
    }

    /// Starts a call for the next page of a list that was begun in the present session.
    pub fn page(&mut self) -> Step {
        self.start(Phase::Page)
    }

    /// Starts a change. With `reads_before`, the state before it is read first.
    pub fn change(&mut self, reads_before: bool) -> Step {
        if let Some(doubt) = self.unsettled {
            self.phase = Phase::Idle;
            return self.give(Step::Done(End::Unsettled { session: doubt.session }));
        }
        self.start(if reads_before { Phase::Before } else { Phase::Store })
    }

    /// Starts to settle a change that was sent in this session, perhaps by an earlier process.
    pub fn settle(&mut self, doubtful: SessionId) -> Step {
        // Only a session that was begun to replace the doubtful one shows what is final.
        self.live.take_if(|live| live.replaced != Some(doubtful));
        self.start(Phase::After { doubtful })
    }

    /// Takes an event, and returns the next step. An event that does not answer the step ends the task as a failure
    /// would; if the step was to send a change, the change counts as in doubt.
    pub fn handle(&mut self, event: Event) -> Step {
        let step = match (self.step, event) {
            (Step::Done(_), _) => self.step,
            (Step::Pause, Event::Paused) | (Step::Begin { .. }, Event::Begun(_)) => self.proceed(event),
            (Step::Begin { .. }, Event::NotBegun) => self.try_again(),
            (Step::Store { .. }, Event::Stored) => {
                self.phase = Phase::Send;
                self.next()
            }
            (Step::Send, event) => self.sent(event),
            (Step::Prove, event) => self.proved(event),
            (Step::Ask | Step::ReadBefore { .. } | Step::ReadAfter { .. }, event) => self.asked(event),
            _ => self.fail(),
        };
        self.give(step)
    }

    fn start(&mut self, phase: Phase) -> Step {
        self.enter(phase);
        let step = self.next();
        self.give(step)
    }

    fn give(&mut self, step: Step) -> Step {
        self.step = step;
        step
    }

    fn enter(&mut self, phase: Phase) {
        self.phase = phase;
        self.reading = false;
        self.asks = self.limits.asks;
        self.unsent = self.limits.unsent;
    }

    /// The step that the phase asks for.
    fn next(&self) -> Step {
        let Some(live) = self.live else {
            return match self.phase {
                Phase::Page => Step::Done(End::Interrupted),
                _ => Step::Begin { replacing: self.replacing() },
            };
        };
        match self.phase {
            Phase::Idle => Step::Done(End::Failed),
            // SH-34
            Phase::Repeat | Phase::Store | Phase::Send if live.replaced.is_some() && !live.verified => {
                Step::Prove
            }
            Phase::Ask | Phase::Repeat | Phase::Page => Step::Ask,
            Phase::Before => Step::ReadBefore { first: !self.reading },
            Phase::Store => Step::Store { doubtful: live.id },
            Phase::Send => Step::Send,
            Phase::After { .. } => Step::ReadAfter { first: !self.reading },
        }
    }

    /// The one session that the next one names. A change in doubt comes before a lost answer, which changed nothing.
    fn replacing(&self) -> Option<SessionId> {
        match (self.phase, self.unsettled) {
            (Phase::After { doubtful }, _) => Some(doubtful),
            (_, Some(Doubt { session, fenced: false })) => Some(session),
            _ => self.lost,
        }
    }

    fn proceed(&mut self, event: Event) -> Step {
        if let (Event::Begun(id), Step::Begin { replacing }) = (event, self.step) {
            self.live = Some(Live { id, replaced: replacing, verified: false });
            self.reading = false;
            // The journal names the session in which the change is sent.
            if self.phase == Phase::Send {
                self.phase = Phase::Store;
            }
        }
        self.next()
    }

    /// Handles the event of a call that only proves that the doubtful session is replaced.
    fn proved(&mut self, event: Event) -> Step {
        match event {
            Event::Answered { .. } | Event::Refused | Event::Unreadable | Event::Failed => {
                self.verified();
                self.next()
            }
            Event::Lost => {
                self.lose();
                self.ask_again()
            }
            _ => self.not_sent(event),
        }
    }

    /// Handles the event of a call that may be made again.
    fn asked(&mut self, event: Event) -> Step {
        match event {
            Event::Answered { more } => {
                self.verified();
                self.answered(more)
            }
            Event::Refused | Event::Unreadable => {
                self.verified();
                match (self.phase, event) {
                    (Phase::After { .. }, _) | (Phase::Before, Event::Unreadable) => self.fail(),
                    (_, Event::Refused) => Step::Done(End::Refused),
                    _ => Step::Done(End::Unreadable),
                }
            }
            Event::Failed => {
                self.verified();
                self.ask_again()
            }
            Event::Lost => {
                self.lose();
                self.ask_again()
            }
            _ => self.not_sent(event),
        }
    }

    fn answered(&mut self, more: bool) -> Step {
        match self.phase {
            Phase::Before | Phase::After { .. } if more => {
                self.reading = true;
                self.next()
            }
            Phase::Before => {
                self.enter(Phase::Store);
                self.next()
            }
            Phase::After { doubtful } => {
                self.unsettled.take_if(|doubt| doubt.session == doubtful);
                Step::Done(End::ReadBack)
            }
            _ => Step::Done(End::Answered),
        }
    }

    /// Handles the event of a change.
    fn sent(&mut self, event: Event) -> Step {
        match event {
            Event::Answered { .. } | Event::Refused | Event::Unreadable => {
                self.verified();
                Step::Done(match event {
                    Event::Refused => End::Refused,
                    Event::Unreadable => End::Unreadable,
                    _ => End::Answered,
                })
            }
            // The call is over, so the same session shows its outcome.
            Event::Failed => {
                self.verified();
                self.doubt(true);
                self.next()
            }
            Event::NotSent | Event::Closed | Event::Rejected | Event::Cancelled => self.not_sent(event),
            _ => {
                self.doubt(false);
                self.lose();
                Step::Pause
            }
        }
    }

    fn doubt(&mut self, fenced: bool) {
        if let Some(live) = self.live {
            self.unsettled = Some(Doubt { session: live.id, fenced });
            self.enter(Phase::After { doubtful: live.id });
        }
    }

    /// Nothing of the call has left.
    fn not_sent(&mut self, event: Event) -> Step {
        match event {
            Event::NotSent => self.try_again(),
            Event::Closed => {
                self.live = None;
                match self.try_again() {
                    Step::Pause => self.next(),
                    step => step,
                }
            }
            _ => self.fail(),
        }
    }

    fn try_again(&mut self) -> Step {
        match self.unsent.checked_sub(1) {
            Some(left) => {
                self.unsent = left;
                Step::Pause
            }
            None => self.fail(),
        }
    }

    fn ask_again(&mut self) -> Step {
        self.asks = self.asks.saturating_sub(1);
        self.reading = false;
        match self.next() {
            Step::Done(end) => Step::Done(end),
            _ if self.asks > 0 => Step::Pause,
            _ => self.fail(),
        }
    }

    fn fail(&mut self) -> Step {
        if let Phase::After { doubtful } = self.phase {
            self.unsettled.get_or_insert(Doubt { session: doubtful, fenced: false });
            return Step::Done(End::InDoubt { session: doubtful });
        }
        Step::Done(End::Failed)
    }

    /// A verified reply came, so the session that this one replaces is over.
    fn verified(&mut self) {
        let Some(live) = &mut self.live else { return };
        live.verified = true;
        let replaced = live.replaced;
        self.lost.take_if(|lost| Some(*lost) == replaced);
        if let Some(doubt) = &mut self.unsettled {
            doubt.fenced |= Some(doubt.session) == replaced;
        }
    }

    fn lose(&mut self) {
        if let Some(live) = self.live.take() {
            self.lost.get_or_insert(live.id);
        }
    }
}
