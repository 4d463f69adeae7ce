//! The blocking front over a transport that fails in each of its ways: what is said of the call, and where the session
//! stands afterwards.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on stops
#![allow(clippy::format_collect, clippy::items_after_statements, clippy::too_many_lines)] // tables

mod common;

use common::kept::kept;
use common::{Seeded, TERMS, application, relationship, time};
use core::cell::RefCell;
use emis_core::client::{BeginError, Client, ClientError, Clock};
use emis_core::crypto::SoftwareKeys;
use emis_core::handshake::{Begin, ServerHandshake};
use emis_core::messages::List;
use emis_core::messages::appointments::{CancelAppointment, CancelAppointmentResponse};
use emis_core::messages::dynamic::{Element, Given, OperationId};
use emis_core::messages::practice::{GetClinicalVersionInformation, GetClinicalVersionInformationResponse};
use emis_core::profile::{OpenProfile, Version};
use emis_core::session::{
    Outcome, ServerSession, Session, SessionState, receive, sessionless_request, sessionless_response,
};
use emis_core::time::Time;
use emis_core::transport::{Action, DeliveryError, Reply, Transport};
use emis_core::types::Text;

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
        } else if message.operation().is_some_and(|info| info.name == "GetClinicalVersionInformation") {
            let asked = sessionless_request::<GetClinicalVersionInformation>(&message).unwrap();
            let operations = [Text::new("BookAppointment").unwrap(), Text::new("<&>").unwrap()];
            let response = GetClinicalVersionInformationResponse {
                ods_code: asked.ods_code,
                practice_name: Text::new("The Surgery").unwrap(),
                schema_version: Version::V2_1,
                live: true,
                operations: List::new(&operations),
            };
            let reply = &mut self.reply;
            sessionless_response::<GetClinicalVersionInformation, OpenProfile>(&response, reply).unwrap()
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

/// The ways to make the same call.
#[derive(Clone, Copy, Debug)]
enum By {
    Types,
    Table,
    TableInPieces,
}

impl By {
    fn call<'c>(
        self,
        client: &'c mut Client<'_, Wire<'_>, Still, Seeded, SoftwareKeys>,
        session: &mut Session,
    ) -> Result<i64, ClientError<'c, &'static str>> {
        let slot = |response: Element<'_>| response.value("SlotId").unwrap().parse().unwrap();
        let given = [Given::value("SlotId", "7")];
        let cancel = OperationId::find("CancelAppointment").unwrap();
        match self {
            Self::Types => client.call(session, &CANCEL).map(|response| response.slot_id),
            Self::Table => client.call_dynamic(session, cancel, &given).map(slot),
            Self::TableInPieces => {
                client.stream_dynamic(session, cancel, &given, |_| panic!("it has no list")).map(slot)
            }
        }
    }
}

/// A session begun well, one call in this mode with a reply buffer of this length; then a second one, well.
fn call(mode: Mode, room: Option<usize>) -> (Result<i64, Outcome>, SessionState, bool, Vec<String>) {
    call_by(By::Types, mode, room)
}

fn call_by(
    by: By,
    mode: Mode,
    room: Option<usize>,
) -> (Result<i64, Outcome>, SessionState, bool, Vec<String>) {
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
    let known = by.call(&mut client, &mut session).map_err(|error| error.outcome());
    let state = session.state();
    *now.borrow_mut() = Mode::Good;
    let again = by.call(&mut client, &mut session).is_ok();
    (known, state, again, sent.into_inner())
}

#[test]
fn every_way_to_fail() {
    for by in [By::Types, By::Table, By::TableInPieces] {
        fails(by);
    }
}

fn fails(by: By) {
    let begin = "urn:emis-ps:1/BeginSession".to_owned();
    let cancel = "urn:emis-ps:1/CancelAppointment".to_owned();
    for mode in [Mode::Good, Mode::Pieces(1), Mode::Pieces(7)] {
        let (known, state, again, sent) = call_by(by, mode, None);
        assert_eq!((known, state, again), (Ok(7), SessionState::Live, true), "{mode:?}");
        assert_eq!(sent, [begin.clone(), cancel.clone(), cancel.clone()], "nothing is sent twice");
    }
    let (known, state, again, sent) = call_by(by, Mode::NotSent, None);
    assert_eq!((known, state, again), (Err(Outcome::NotSent), SessionState::Live, true));
    assert_eq!(sent.len(), 3);
    for mode in [Mode::Lost, Mode::BreaksOff, Mode::Empty, Mode::Lies] {
        let (known, state, again, sent) = call_by(by, mode, None);
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
    assert_eq!(call_by(By::Table, Mode::Pieces(3), Some(length)).0, Ok(7));
    let (known, state, again, _) = call_by(By::Table, Mode::Good, Some(length - 1));
    assert_eq!((known, state, again), (Err(Outcome::Unknown), SessionState::InDoubt, false));
}

/// What is no request of an operation, or not of a session, is refused before anything is sent.
#[test]
fn what_cannot_be_asked_for_is_not_sent() {
    let (now, server, sent) = (RefCell::new(Mode::Good), RefCell::new(None), RefCell::new(Vec::new()));
    let wire = Wire { mode: &now, server: &server, sent: &sent, reply: Vec::new() };
    let (mut request, mut reply) = ([0; 4096], [0; 4096]);
    let mut client =
        Client::new(application::<OpenProfile>(), wire, Still, Seeded(1), &mut request, &mut reply);
    let relationship = relationship();
    let begin = Begin::at_highest(common::ods(), Version::V2_1).for_patient(&relationship);
    let mut session = client.begin(begin).unwrap();
    let cancel = OperationId::find("CancelAppointment").unwrap();
    let version = OperationId::find("GetClinicalVersionInformation").unwrap();
    let error = client.call_dynamic(&mut session, cancel, &[]).unwrap_err();
    assert_eq!((error.number(), error.outcome()), (108, Outcome::NotSent));
    assert_eq!(error.to_string(), "the field SlotId is missing");
    let odd = [Given::value("SlotId", "seven")];
    let error = client.stream_dynamic(&mut session, cancel, &odd, |_| {}).unwrap_err();
    assert_eq!(error.number(), 108);
    assert_eq!(error.to_string(), "the field SlotId does not hold what its type allows");
    let error = client.sessionless_dynamic(cancel, &[Given::value("SlotId", "7")]).unwrap_err();
    assert_eq!((error.number(), error.outcome()), (109, Outcome::NotSent));
    assert_eq!(error.to_string(), "CancelAppointment can be called in a session only: begin one");
    let odd = [Given::value("OdsCode", "A81001"), Given::value("OdsCode", "A81001")];
    let error = client.sessionless_dynamic(version, &odd).unwrap_err();
    assert_eq!(error.number(), 108);
    assert_eq!(
        error.to_string(),
        "GetClinicalVersionInformation was given a field that it does not have, or one field twice"
    );
    assert_eq!(session.state(), SessionState::Live);
    assert_eq!(sent.borrow().len(), 1, "the handshake alone");
}

/// Outside a session, by the types and by the table.
#[test]
fn what_version_a_practice_runs() {
    let (now, server, sent) = (RefCell::new(Mode::Good), RefCell::new(None), RefCell::new(Vec::new()));
    let wire = Wire { mode: &now, server: &server, sent: &sent, reply: Vec::new() };
    let (mut request, mut reply) = ([0; 4096], [0; 4096]);
    let mut client =
        Client::new(application::<OpenProfile>(), wire, Still, Seeded(1), &mut request, &mut reply);
    let practice = client.version_information(common::ods()).unwrap();
    assert_eq!((practice.schema_version, practice.live), (Version::V2_1, true));
    let version = OperationId::find("GetClinicalVersionInformation").unwrap();
    let given = [Given::value("OdsCode", "A81001")];
    let practice = client.sessionless_dynamic(version, &given).unwrap();
    assert_eq!(practice.value("SchemaVersion").unwrap().parse(), Ok(Version::V2_1));
    assert_eq!(practice.value("Live").unwrap().parse(), Ok(true));
    assert_eq!(practice.value("PracticeName").unwrap().as_str(), Some("The Surgery"));
    let operations = practice.list("Operations").unwrap();
    let names: Vec<_> = operations.iter().map(|item| item.unwrap().as_value().unwrap().to_string()).collect();
    assert_eq!(names, ["BookAppointment", "<&>"]);
    for (mode, outcome) in [(Mode::NotSent, Outcome::NotSent), (Mode::Lost, Outcome::Unknown)] {
        *now.borrow_mut() = mode;
        assert_eq!(client.sessionless_dynamic(version, &given).unwrap_err().outcome(), outcome);
    }
    *now.borrow_mut() = Mode::Empty;
    let error = client.sessionless_dynamic(version, &given).unwrap_err();
    assert!(matches!(error, ClientError::Sessionless(_)), "{error}");
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
