//! Every sequence of events, against a practice that keeps to the protocol and a network that does its worst.
//!
//! The exploration visits each reachable pair of engine and world once, so it is complete for the limits that it is
//! given. The world knows what the engine cannot: whether a lost change has been made, will be made late, or never.

use std::collections::HashSet;

use super::*;

fn id(number: u8) -> SessionId {
    SessionId::parse(&std::format!("{number:032x}")).unwrap()
}

/// The practice, the network, and what the driver has seen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct World {
    /// How many sessions have been begun.
    begun: u8,
    /// The driver's session, and the one that it names as replaced until its first call arrives.
    session: Option<(SessionId, Option<SessionId>)>,
    /// Sessions that the practice has ended.
    ended: Vec<SessionId>,
    /// How often the change has been made.
    made: u8,
    /// A change that is still on its way, in this session.
    late: Option<SessionId>,
    /// How often bytes of the change may have left.
    sent: u8,
    /// The session that was named when the doubt was last stored.
    stored: Option<SessionId>,
    /// What the last whole reading showed.
    read: Option<u8>,
    /// What the first page of the present reading showed, and the session in which it was read.
    page: Option<(u8, SessionId)>,
    /// Whether the task is a change; otherwise it may not send one.
    changes: bool,
}

impl World {
    fn new(changes: bool) -> Self {
        Self {
            begun: 0,
            session: None,
            ended: Vec::new(),
            made: 0,
            late: None,
            sent: 0,
            stored: None,
            read: None,
            page: None,
            changes,
        }
    }

    /// A call of the driver's session arrives at the practice.
    fn arrive(&mut self) {
        let (_, replaced) = self.session.as_mut().unwrap();
        if let Some(replaced) = replaced.take() {
            // SH-20
            self.ended.push(replaced);
            self.late.take_if(|late| *late == replaced);
        }
    }

    /// What is on its way may arrive at any time, as long as its session lives.
    fn with_late_arrival(&self) -> Vec<Self> {
        let mut worlds = std::vec![self.clone()];
        if let Some(session) = self.late
            && !self.ended.contains(&session)
        {
            let mut arrived = self.clone();
            arrived.late = None;
            arrived.made += 1;
            worlds.push(arrived);
        }
        worlds
    }

    /// All that can happen at a step.
    fn outcomes(&self, step: Step) -> Vec<(Event, Self)> {
        let mut all = Vec::new();
        let mut add = |event, change: &dyn Fn(&mut Self)| {
            let mut world = self.clone();
            change(&mut world);
            all.push((event, world));
        };
        let lose = |world: &mut Self| world.session = None;
        match step {
            Step::Begin { replacing } => {
                let begun = id(self.begun + 1);
                add(Event::Begun(begun), &|world| {
                    world.begun += 1;
                    world.session = Some((begun, replacing));
                });
                add(Event::NotBegun, &lose);
                add(Event::Rejected, &lose);
                add(Event::Cancelled, &lose);
            }
            Step::Pause => {
                add(Event::Paused, &|_| ());
                add(Event::Cancelled, &|_| ());
            }
            Step::Store { doubtful } => {
                add(Event::Stored, &|world| world.stored = Some(doubtful));
                add(Event::NotStored, &|_| ());
            }
            Step::Prove => {
                for event in
                    [Event::Answered { more: false }, Event::Refused, Event::Unreadable, Event::Failed]
                {
                    add(event, &Self::arrive);
                }
                for event in [Event::NotSent, Event::Rejected, Event::Cancelled] {
                    add(event, &|_| ());
                }
                add(Event::Closed, &lose);
                add(Event::Lost, &lose);
                add(Event::Lost, &|world| {
                    world.arrive();
                    world.session = None;
                });
            }
            Step::Ask | Step::ReadBefore { .. } | Step::ReadAfter { .. } => {
                for more in [false, true] {
                    add(Event::Answered { more }, &|world| world.read(step, more));
                }
                for event in [Event::Refused, Event::Unreadable, Event::Failed] {
                    add(event, &Self::arrive);
                }
                add(Event::NotSent, &|_| ());
                add(Event::Rejected, &|_| ());
                add(Event::Cancelled, &|_| ());
                add(Event::Closed, &lose);
                add(Event::Lost, &lose);
                add(Event::Lost, &|world| {
                    world.arrive();
                    world.session = None;
                });
            }
            Step::Send => {
                let arrives = |world: &mut Self, made: u8| {
                    world.arrive();
                    world.sent += 1;
                    world.made += made;
                };
                for event in [Event::Answered { more: false }, Event::Unreadable, Event::Failed] {
                    add(event, &|world| arrives(world, 1));
                }
                for event in [Event::Refused, Event::Failed] {
                    add(event, &|world| arrives(world, 0));
                }
                for event in [Event::NotSent, Event::Rejected, Event::Cancelled] {
                    add(event, &|_| ());
                }
                add(Event::Closed, &lose);
                for made in [0, 1] {
                    add(Event::Lost, &|world| {
                        arrives(world, made);
                        world.session = None;
                    });
                }
                add(Event::Lost, &|world| {
                    world.sent += 1;
                    world.late = world.session.take().map(|(session, _)| session);
                });
            }
            Step::Done(_) => {}
        }
        all
    }

    /// A page is read; what a reading says is what its first page showed.
    fn read(&mut self, step: Step, more: bool) {
        self.arrive();
        let session = self.session.unwrap().0;
        let (Step::ReadBefore { first } | Step::ReadAfter { first }) = step else { return };
        if first {
            self.page = Some((self.made, session));
        }
        let (shown, of) = self.page.unwrap();
        assert_eq!(of, session, "a reading is of one session");
        if !more {
            self.page = None;
            self.read = Some(shown);
        }
    }

    /// Holds at every step.
    fn check(&self, step: Step) {
        assert!(self.sent <= 1, "a change is sent once");
        assert!(self.made <= 1);
        match step {
            Step::Send => {
                assert!(self.changes);
                assert_eq!(self.stored, self.session.map(|(session, _)| session), "stored before it is sent");
                // SH-34
                assert_eq!(
                    self.session.and_then(|(_, replaced)| replaced),
                    None,
                    "verified before it is sent"
                );
            }
            Step::Begin { replacing } if self.sent == 1 => {
                // What may still be made is never left running.
                if let Some(late) = self.late {
                    assert_eq!(replacing, Some(late));
                }
            }
            _ => {}
        }
    }

    /// Holds at the end of a task, however late anything arrives.
    fn check_end(&self, end: End, settling: bool) {
        for world in self.with_late_arrival() {
            match end {
                End::Answered | End::Unreadable if self.changes && !settling => assert_eq!(world.made, 1),
                End::Refused | End::Failed if !settling => assert_eq!(world.made, 0),
                End::ReadBack => assert_eq!(Some(world.made), world.read, "what was read is final"),
                End::InDoubt { .. } => assert!(settling || world.sent == 1),
                End::Unsettled { .. } => panic!("nothing was in doubt"),
                _ => {}
            }
        }
    }
}

type Start = fn(&mut Engine) -> Step;

/// Visits all that can become of a task, and calls `ended` with each end.
fn explore(
    mut engine: Engine,
    world: World,
    start: Start,
    ended: &mut dyn FnMut(Engine, &World, End),
) -> usize {
    let step = start(&mut engine);
    let mut open = std::vec![(engine, world, step, 0u32)];
    let mut seen = HashSet::new();
    while let Some((engine, world, step, depth)) = open.pop() {
        assert!(depth < 60, "a task ends");
        world.check(step);
        if let Step::Done(end) = step {
            ended(engine, &world, end);
            continue;
        }
        for world in world.with_late_arrival() {
            for (event, world) in world.outcomes(step) {
                // A page after a page leads nowhere new: one is enough.
                let again =
                    matches!(step, Step::ReadBefore { first: false } | Step::ReadAfter { first: false });
                if again && event == (Event::Answered { more: true }) {
                    continue;
                }
                let mut engine = engine;
                let next = engine.handle(event);
                if seen.insert((engine, world.clone(), next)) {
                    open.push((engine, world, next, depth + 1));
                }
            }
        }
    }
    seen.len()
}

const LIMITS: [Limits; 3] =
    [Limits { asks: 1, unsent: 0 }, Limits { asks: 2, unsent: 1 }, Limits { asks: 3, unsent: 1 }];

/// A change after a question whose reply was lost in session 1.
fn change_after_a_lost_reply(engine: &mut Engine) -> Step {
    let first = engine.ask();
    run(engine, first, &[Event::Begun(id(1)), Event::Lost]);
    engine.change(false)
}

// SH-15, SH-19, SH-20, SH-34, APP-1
#[test]
fn a_change_is_sent_once_and_what_is_told_of_it_is_true() {
    for limits in LIMITS {
        let starts: [(Start, u8); 3] = [
            (|engine| engine.change(false), 0),
            (|engine| engine.change(true), 0),
            (change_after_a_lost_reply, 1),
        ];
        for (start, begun) in starts {
            let mut ends = HashSet::new();
            let visited = explore(
                Engine::new(limits),
                World { begun, ..World::new(true) },
                start,
                &mut |_, world, end| {
                    world.check_end(end, false);
                    ends.insert(core::mem::discriminant(&end));
                },
            );
            assert!(visited > 50, "{visited}");
            // Answered, Refused, Unreadable, ReadBack, Failed, InDoubt: each can be reached.
            assert_eq!(ends.len(), 6);
        }
    }
}

#[test]
fn a_doubt_is_settled_later_by_the_same_engine_or_another() {
    let limits = Limits { asks: 2, unsent: 1 };
    let mut doubts = HashSet::new();
    explore(
        Engine::new(limits),
        World::new(true),
        |engine| engine.change(true),
        &mut |engine, world, end| {
            if let End::InDoubt { session } = end {
                assert_eq!(engine.unsettled(), Some(session));
                // No other change before that, whatever else is asked.
                let mut other = engine;
                assert_eq!(other.change(false), Step::Done(End::Unsettled { session }));
                doubts.insert((engine, world.clone()));
            }
        },
    );
    assert!(doubts.len() > 10);
    let mut settled = 0;
    for (engine, world) in doubts {
        let session = engine.unsettled().unwrap();
        let restarted = {
            // A process that has the stored id alone.
            let mut world = world.clone();
            world.session = None;
            (Engine::new(limits), world)
        };
        for (mut engine, mut world) in [(engine, world), restarted] {
            let mut step = engine.settle(session);
            if matches!(step, Step::Begin { .. }) {
                world.session = None;
            }
            world.check(step);
            // The plain way through: no trouble any more.
            while !matches!(step, Step::Done(_)) {
                let mut outcomes = world.with_late_arrival().pop().unwrap().outcomes(step);
                let (event, after) = outcomes.swap_remove(0);
                world = after;
                step = engine.handle(event);
                world.check(step);
            }
            assert_eq!(step, Step::Done(End::ReadBack));
            world.check_end(End::ReadBack, true);
            assert_eq!(engine.unsettled(), None);
            settled += 1;
        }
    }
    assert!(settled > 20);
}

#[test]
fn settling_is_true_whatever_happens_meanwhile() {
    // The change of session 1 was made, was not made, or is on its way.
    for (made, late) in [(0, None), (1, None), (0, Some(id(1)))] {
        let world = World { begun: 1, made, late, sent: 1, ..World::new(true) };
        let start = |engine: &mut Engine| engine.settle(id(1));
        let visited =
            explore(Engine::new(Limits { asks: 3, unsent: 1 }), world, start, &mut |engine, world, end| {
                assert!(matches!(end, End::ReadBack | End::InDoubt { .. }), "{end:?}");
                world.check_end(end, true);
                assert_eq!(engine.unsettled().is_some(), end == End::InDoubt { session: id(1) });
            });
        assert!(visited > 20, "{visited}");
    }
}

#[test]
fn what_is_asked_changes_nothing_and_ends() {
    for limits in LIMITS {
        explore(Engine::new(limits), World::new(false), Engine::ask, &mut |_, world, end| {
            world.check_end(end, false);
            assert_eq!((world.sent, world.made), (0, 0));
            assert!(world.begun <= limits.asks + limits.unsent);
        });
    }
}

/// Runs the events, and gives the steps.
fn run(engine: &mut Engine, first: Step, events: &[Event]) -> Vec<Step> {
    let mut steps = std::vec![first];
    for event in events {
        steps.push(engine.handle(*event));
    }
    steps
}

#[test]
fn a_question_is_asked_as_often_as_the_limit_says() {
    let mut engine = Engine::new(Limits::default());
    let mut step = engine.ask();
    let (mut asked, mut begun, mut named) = (0, 0, Vec::new());
    loop {
        step = match step {
            Step::Begin { replacing } => {
                named.push(replacing);
                begun += 1;
                engine.handle(Event::Begun(id(begun)))
            }
            Step::Ask => {
                asked += 1;
                engine.handle(Event::Lost)
            }
            Step::Pause => engine.handle(Event::Paused),
            Step::Done(end) => {
                assert_eq!(end, End::Failed);
                break;
            }
            other => panic!("{other:?}"),
        };
    }
    assert_eq!(asked, 3);
    // SH-19: the oldest.
    assert_eq!(named, [None, Some(id(1)), Some(id(1))]);
}

// SH-34
#[test]
fn nothing_is_changed_before_the_doubtful_session_is_replaced() {
    for start in [|engine: &mut Engine| engine.change(false), Engine::repeat] {
        let mut engine = Engine::new(Limits { asks: 1, unsent: 0 });
        let first = engine.ask();
        run(&mut engine, first, &[Event::Begun(id(1)), Event::Lost]);
        assert_eq!(start(&mut engine), Step::Begin { replacing: Some(id(1)) });
        assert_eq!(engine.handle(Event::Begun(id(2))), Step::Prove);
        let mut lost = engine;
        assert_eq!(lost.handle(Event::Lost), Step::Done(End::Failed), "nothing was sent");
        assert_eq!(lost.ask(), Step::Begin { replacing: Some(id(1)) });
        let step = engine.handle(Event::Answered { more: false });
        assert!(matches!(step, Step::Store { .. } | Step::Ask), "{step:?}");
    }
}

#[test]
fn a_page_is_had_in_its_list_s_session_alone() {
    for (event, end) in [
        (Event::Lost, End::Interrupted),
        (Event::Closed, End::Interrupted),
        (Event::Refused, End::Refused),
        (Event::Answered { more: true }, End::Answered),
    ] {
        let mut engine = Engine::new(Limits::default());
        let first = engine.ask();
        run(&mut engine, first, &[Event::Begun(id(1)), Event::Answered { more: true }]);
        assert_eq!(engine.page(), Step::Ask);
        assert_eq!(engine.handle(event), Step::Done(end), "{event:?}");
    }
    assert_eq!(Engine::new(Limits::default()).page(), Step::Done(End::Interrupted));
}

#[test]
fn while_a_change_is_in_doubt_other_lost_answers_do_not_take_its_place() {
    let mut engine = Engine::new(Limits { asks: 1, unsent: 0 });
    let first = engine.change(false);
    run(
        &mut engine,
        first,
        &[Event::Begun(id(1)), Event::Stored, Event::Lost, Event::Paused, Event::NotBegun],
    );
    assert_eq!(engine.unsettled(), Some(id(1)));
    let first = engine.ask();
    assert_eq!(first, Step::Begin { replacing: Some(id(1)) });
    assert_eq!(run(&mut engine, first, &[Event::Begun(id(2)), Event::Lost])[2], Step::Done(End::Failed));
    // It is not known whether session 2 has replaced session 1.
    assert_eq!(engine.ask(), Step::Begin { replacing: Some(id(1)) });
    assert_eq!(engine.handle(Event::Begun(id(3))), Step::Ask);
    engine.handle(Event::Answered { more: false });
    // Session 3 shows what is final, and no other need be begun.
    assert_eq!(engine.settle(id(1)), Step::ReadAfter { first: true });
    engine.handle(Event::Answered { more: false });
    assert_eq!(engine.unsettled(), None);
    assert_eq!(engine.change(false), Step::Store { doubtful: id(3) });
}

#[test]
fn what_the_caller_leaves_unsettled_does_not_stand_in_the_way() {
    let mut engine = Engine::new(Limits { asks: 1, unsent: 0 });
    let first = engine.change(false);
    run(
        &mut engine,
        first,
        &[Event::Begun(id(1)), Event::Stored, Event::Lost, Event::Paused, Event::NotBegun],
    );
    engine.leave_unsettled(id(9));
    assert_eq!(engine.change(false), Step::Done(End::Unsettled { session: id(1) }));
    engine.leave_unsettled(id(1));
    assert_eq!(engine.change(false), Step::Begin { replacing: Some(id(1)) });
}

#[test]
fn an_event_that_answers_no_step_never_sends_a_change_again() {
    for wrong in [Event::Begun(id(7)), Event::Stored, Event::NotBegun, Event::Paused, Event::NotStored] {
        let mut engine = Engine::new(Limits::default());
        let first = engine.change(false);
        run(&mut engine, first, &[Event::Begun(id(1)), Event::Stored]);
        assert_eq!(engine.handle(wrong), Step::Pause);
        assert_eq!(engine.unsettled(), Some(id(1)));
        assert_eq!(engine.handle(Event::Paused), Step::Begin { replacing: Some(id(1)) });
    }
}

// SH-20: a session that does not replace the doubtful one shows nothing that is final.
#[test]
fn a_doubt_is_never_settled_in_a_session_that_does_not_replace_its_own() {
    let mut engine = Engine::new(Limits::default());
    let first = engine.ask();
    run(&mut engine, first, &[Event::Begun(id(1)), Event::Answered { more: false }]);
    for doubtful in [id(1), id(9)] {
        assert_eq!(engine.session(), Some(id(1)));
        let mut engine = engine;
        assert_eq!(engine.settle(doubtful), Step::Begin { replacing: Some(doubtful) });
    }
}
