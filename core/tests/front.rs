//! The blocking front over a transport that fails in each of its ways: what is said of the call, and where the session
//! stands afterwards.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on stops
#![allow(clippy::format_collect, clippy::items_after_statements, clippy::too_many_lines)] // tables

mod common;

use common::kept::kept;
use common::{Seeded, TERMS, application, relationship, time};
use core::cell::RefCell;
use emis_core::client::{BeginError, Client, ClientError, Clock};
use emis_core::handshake::{Begin, ServerHandshake};
use emis_core::messages::appointments::{CancelAppointment, CancelAppointmentResponse};
use emis_core::profile::{OpenProfile, Version};
use emis_core::session::{Outcome, ServerSession, SessionState, receive};
use emis_core::time::Time;
use emis_core::transport::{Action, DeliveryError, Reply, Transport};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Mode {
    Good,
    /// In pieces of this many octets.
    Pieces(usize),
    NotSent,
    Lost,
    BreaksOff,
    Empty,
    /// Says that it read more than there was room for.
    Lies,
}

struct Wire<'a> {
    mode: &'a RefCell<Mode>,
    server: &'a RefCell<Option<ServerSession>>,
    sent: &'a RefCell<Vec<String>>,
    reply: Vec<u8>,
}

struct Incoming<'t> {
    rest: &'t [u8],
    mode: Mode,
}

impl Reply for Incoming<'_> {
    type Error = &'static str;

    fn read(&mut self, into: &mut [u8]) -> Result<usize, &'static str> {
        let most = if let Mode::Pieces(most) = self.mode { most } else { usize::MAX };
        let n = self.rest.len().min(into.len()).min(most);
        if self.mode == Mode::BreaksOff && self.rest.len() < 100 {
            return Err("broke off");
        }
        let n = if self.mode == Mode::BreaksOff { n.min(50) } else { n };
        if self.mode == Mode::Lies {
            return Ok(if self.rest.is_empty() {
                0
            } else {
                self.rest = &[];
                usize::MAX
            });
        }
        let (now, rest) = self.rest.split_at(n);
        into[..n].copy_from_slice(now);
        self.rest = rest;
        Ok(n)
    }
}

impl Transport for Wire<'_> {
    type Error = &'static str;
    type Reply<'t>
        = Incoming<'t>
    where
        Self: 't;

    fn send<'t>(
        &'t mut self,
        action: Action,
        request: &[u8],
    ) -> Result<Incoming<'t>, DeliveryError<&'static str>> {
        let mode = *self.mode.borrow();
        self.sent.borrow_mut().push(action.to_string());
        match mode {
            Mode::NotSent => return Err(DeliveryError::NotSent("no route")),
            Mode::Lost => return Err(DeliveryError::Unknown("reset")),
            _ => {}
        }
        self.reply = vec![0; 4096];
        let message = receive::<OpenProfile>(kept(request)).unwrap();
        let n = if message.is_handshake() {
            let keys = common::keys::<OpenProfile>();
            let verified = ServerHandshake::<OpenProfile>::read(&message).unwrap().verify(&keys).unwrap();
            let (pending, n) = verified.accept(&TERMS, &keys, &mut Seeded(4), &mut self.reply).unwrap();
            *self.server.borrow_mut() = Some(pending.stretch(relationship().key.expose()));
            n
        } else {
            let mut server = self.server.borrow_mut();
            let server = server.as_mut().unwrap();
            let call = server.accept(&message).unwrap();
            let response = CancelAppointmentResponse { slot_id: 7 };
            let (n, replied) = call.respond::<CancelAppointment<'_>>(&response, &mut self.reply).unwrap();
            server.complete(replied);
            n
        };
        kept(&self.reply[..n]);
        self.reply.truncate(if mode == Mode::Empty { 0 } else { n });
        Ok(Incoming { rest: &self.reply, mode })
    }
}

trait IsHandshake {
    fn is_handshake(&self) -> bool;
}

impl IsHandshake for emis_core::session::Request<'_> {
    fn is_handshake(&self) -> bool {
        self.operation().is_some_and(|info| info.name == "BeginSession")
    }
}

struct Still;

impl Clock for Still {
    fn now(&self) -> Time {
        time(0)
    }
}

const CANCEL: CancelAppointment<'_> = CancelAppointment { slot_id: 7, reason: None };

/// A session begun well, one call in this mode with a reply buffer of this length; then a second one, well.
fn call(mode: Mode, room: Option<usize>) -> (Result<i64, Outcome>, SessionState, bool, Vec<String>) {
    let (now, server, sent) = (RefCell::new(Mode::Good), RefCell::new(None), RefCell::new(Vec::new()));
    let wire = || Wire { mode: &now, server: &server, sent: &sent, reply: Vec::new() };
    let relationship = relationship();
    let (mut request, mut reply) = ([0; 4096], [0; 4096]);
    let mut session = {
        let mut client =
            Client::new(application::<OpenProfile>(), wire(), Still, Seeded(1), &mut request, &mut reply);
        client.begin(Begin::at_highest(common::ods(), Version::V2_1).for_patient(&relationship)).unwrap()
    };
    *now.borrow_mut() = mode;
    let room = room.unwrap_or(reply.len());
    let mut client =
        Client::new(application::<OpenProfile>(), wire(), Still, Seeded(1), &mut request, &mut reply[..room]);
    let known =
        client.call(&mut session, &CANCEL).map(|r| r.slot_id).map_err(|e: ClientError<'_, _>| e.outcome());
    let state = session.state();
    *now.borrow_mut() = Mode::Good;
    let again = client.call(&mut session, &CANCEL).is_ok();
    (known, state, again, sent.into_inner())
}

#[test]
fn every_way_to_fail() {
    let begin = "urn:emis-ps:1/BeginSession".to_owned();
    let cancel = "urn:emis-ps:1/CancelAppointment".to_owned();
    for mode in [Mode::Good, Mode::Pieces(1), Mode::Pieces(7)] {
        let (known, state, again, sent) = call(mode, None);
        assert_eq!((known, state, again), (Ok(7), SessionState::Live, true), "{mode:?}");
        assert_eq!(sent, [begin.clone(), cancel.clone(), cancel.clone()], "nothing is sent twice");
    }
    let (known, state, again, sent) = call(Mode::NotSent, None);
    assert_eq!((known, state, again), (Err(Outcome::NotSent), SessionState::Live, true));
    assert_eq!(sent.len(), 3);
    for mode in [Mode::Lost, Mode::BreaksOff, Mode::Empty, Mode::Lies] {
        let (known, state, again, sent) = call(mode, None);
        assert_eq!((known, state, again), (Err(Outcome::Unknown), SessionState::InDoubt, false), "{mode:?}");
        assert_eq!(sent, [begin.clone(), cancel.clone()], "a session in doubt sends no more");
    }
}

#[test]
fn a_reply_that_just_fits_and_one_that_does_not() {
    let length =
        (100..4096).find(|room| call(Mode::Good, Some(*room)).0.is_ok()).expect("some room is enough");
    assert_eq!(call(Mode::Pieces(3), Some(length)).0, Ok(7));
    let (known, state, again, _) = call(Mode::Good, Some(length - 1));
    assert_eq!((known, state, again), (Err(Outcome::Unknown), SessionState::InDoubt, false));
}

#[test]
fn a_session_that_cannot_be_begun() {
    for (mode, number) in [(Mode::NotSent, 0), (Mode::Lost, 1), (Mode::BreaksOff, 1), (Mode::Empty, 2)] {
        let (now, server, sent) = (RefCell::new(mode), RefCell::new(None), RefCell::new(Vec::new()));
        let wire = Wire { mode: &now, server: &server, sent: &sent, reply: Vec::new() };
        let (mut request, mut reply) = ([0; 4096], [0; 4096]);
        let mut client =
            Client::new(application::<OpenProfile>(), wire, Still, Seeded(1), &mut request, &mut reply);
        let relationship = relationship();
        let begin = Begin::at_highest(common::ods(), Version::V2_1).for_patient(&relationship);
        let error = client.begin(begin).map(|_| ()).unwrap_err();
        let found = match error {
            BeginError::NotSent(_) => 0,
            BeginError::NoReply(_) => 1,
            BeginError::Handshake(_) => 2,
            _ => 3,
        };
        assert_eq!(found, number, "{mode:?}: {error}");
    }
}

// APP-4: what a registration's reply left there can be wiped.
#[test]
fn both_buffers_can_be_wiped() {
    let (now, server, sent) = (RefCell::new(Mode::Good), RefCell::new(None), RefCell::new(Vec::new()));
    let wire = Wire { mode: &now, server: &server, sent: &sent, reply: Vec::new() };
    let relationship = relationship();
    let (mut request, mut reply) = ([0; 4096], [0; 4096]);
    for wipes in [false, true] {
        let wire = Wire { mode: wire.mode, server: wire.server, sent: wire.sent, reply: Vec::new() };
        let mut client =
            Client::new(application::<OpenProfile>(), wire, Still, Seeded(1), &mut request, &mut reply);
        let begin = Begin::at_highest(common::ods(), Version::V2_1).for_patient(&relationship);
        let mut session = client.begin(begin).unwrap();
        client.call(&mut session, &CANCEL).map(drop).map_err(drop).unwrap();
        if wipes {
            client.wipe();
        }
        drop(client);
        let clean = |buffer: &[u8]| buffer.iter().all(|octet| *octet == 0);
        assert_eq!((clean(&request), clean(&reply)), (wipes, wipes));
    }
}
