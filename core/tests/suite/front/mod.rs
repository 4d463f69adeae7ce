//! Both clients, blocking and awaited, over a transport that fails in each of its ways: what is said of the call, and
//! where the session stands afterwards. What one driver does, the other does.

mod dropped;
mod exchanges;
mod wire;

use core::cell::RefCell;

use crate::common::driven::{By, DRIVERS, Driven};
use crate::common::{application, ods, relationship};
use emis_core::capabilities::{Capabilities, Capability, Reason};
use emis_core::client::{BeginError, ClientError};
use emis_core::dynamic::{Element, Field, OperationId};
use emis_core::handshake::SessionOptions;
use emis_core::messages::Service;
use emis_core::messages::appointments::{BookAppointment, CancelAppointment};
use emis_core::messages::messaging::SendMessage;
use emis_core::messages::record::GetMedicalRecordData;
use emis_core::profile::{OpenProfile, Version};
use emis_core::session::{Outcome, ServerSession, Session, SessionState};

use self::wire::{Mode, Wire};

const CANCEL: CancelAppointment<'_> = CancelAppointment { slot_id: 7, reason: None };

/// What stands on the other side of the clients of a test.
pub(crate) struct Practice {
    mode: RefCell<Mode>,
    server: RefCell<Option<ServerSession>>,
    sent: RefCell<Vec<String>>,
}

impl Practice {
    fn new(mode: Mode) -> Self {
        Self { mode: RefCell::new(mode), server: RefCell::new(None), sent: RefCell::new(Vec::new()) }
    }

    fn wire(&self) -> Wire<'_> {
        Wire { mode: &self.mode, server: &self.server, sent: &self.sent, reply: Vec::new() }
    }

    fn client<'c>(&'c self, by: By, request: &'c mut [u8], reply: &'c mut [u8]) -> Driven<'c, Wire<'c>> {
        Driven::new(by, application::<OpenProfile>(), self.wire(), request, reply)
    }

    fn set(&self, mode: Mode) {
        *self.mode.borrow_mut() = mode;
    }

    /// How many messages were sent.
    fn count(&self) -> usize {
        self.sent.borrow().len()
    }

    /// A patient's session, begun well.
    fn begun(&self) -> Session {
        let mode = self.mode.replace(Mode::Good);
        let (mut request, mut reply) = ([0; 4096], [0; 4096]);
        let begun = begin(&mut self.client(By::Blocking, &mut request, &mut reply)).unwrap();
        self.set(mode);
        begun
    }
}

fn begin(client: &mut Driven<'_, Wire<'_>>) -> Result<Session, BeginError<&'static str>> {
    let relationship = relationship();
    client.begin_session(SessionOptions::negotiated(ods(), Version::V2_1).for_patient(&relationship))
}

/// The ways to make the same call.
#[derive(Clone, Copy, Debug)]
enum Form {
    Types,
    Table,
    TableInPieces,
}

const FORMS: [Form; 3] = [Form::Types, Form::Table, Form::TableInPieces];

impl Form {
    fn call(
        self,
        client: &mut Driven<'_, Wire<'_>>,
        session: &mut Session,
    ) -> Result<i64, ClientError<&'static str>> {
        let slot = |response: Element<'_>| response.value("SlotId").unwrap().parse().unwrap();
        let given = [Field::value("SlotId", "7")];
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

/// What became of a call: its result, where the session stood, whether a second call was good, and all that was sent.
type Became = (Result<i64, Outcome>, SessionState, bool, Vec<String>);

/// A session begun well, one call in this mode with a reply buffer of this length; then a second one, well.
fn call(by: By, form: Form, mode: Mode, room: Option<usize>) -> Became {
    let practice = Practice::new(Mode::Good);
    let mut session = practice.begun();
    practice.set(mode);
    let (mut request, mut reply) = ([0; 4096], [0; 4096]);
    let room = room.unwrap_or(reply.len());
    let mut client = practice.client(by, &mut request, &mut reply[..room]);
    let known = form.call(&mut client, &mut session).map_err(|error| error.outcome());
    let state = session.state();
    practice.set(Mode::Good);
    let again = form.call(&mut client, &mut session).is_ok();
    let sent = practice.sent.borrow().clone();
    (known, state, again, sent)
}

#[test]
fn every_way_to_fail() {
    for by in DRIVERS {
        for form in FORMS {
            fails(by, form);
        }
    }
}

fn fails(by: By, form: Form) {
    let begin = "urn:emis-ps:1/BeginSession".to_owned();
    let cancel = "urn:emis-ps:1/CancelAppointment".to_owned();
    for mode in [Mode::Good, Mode::Pieces(1), Mode::Pieces(7)] {
        let (known, state, again, sent) = call(by, form, mode, None);
        assert_eq!((known, state, again), (Ok(7), SessionState::Live, true), "{by:?} {mode:?}");
        assert_eq!(sent, [begin.clone(), cancel.clone(), cancel.clone()], "nothing is sent twice");
    }
    let (known, state, again, sent) = call(by, form, Mode::NotSent, None);
    assert_eq!((known, state, again), (Err(Outcome::NotSent), SessionState::Live, true));
    assert_eq!(sent.len(), 3);
    for mode in [Mode::Lost, Mode::BreaksOff, Mode::Empty, Mode::Lies] {
        let (known, state, again, sent) = call(by, form, mode, None);
        let expected = (Err(Outcome::Unknown), SessionState::InDoubt, false);
        assert_eq!((known, state, again), expected, "{by:?} {mode:?}");
        assert_eq!(sent, [begin.clone(), cancel.clone()], "a session in doubt sends no more");
    }
}

#[test]
fn a_reply_that_just_fits_and_one_that_does_not() {
    let fits = |room: &usize| call(By::Blocking, Form::Types, Mode::Good, Some(*room)).0.is_ok();
    let length = (100..4096).find(fits).expect("some room is enough");
    for by in DRIVERS {
        for form in [Form::Types, Form::Table] {
            assert_eq!(call(by, form, Mode::Pieces(3), Some(length)).0, Ok(7));
            let (known, state, again, _) = call(by, form, Mode::Good, Some(length - 1));
            assert_eq!((known, state, again), (Err(Outcome::Unknown), SessionState::InDoubt, false));
        }
    }
}

/// What is no request of an operation, or not of a session, is refused before anything is sent.
#[test]
fn what_cannot_be_asked_for_is_not_sent() {
    for by in DRIVERS {
        let practice = Practice::new(Mode::Good);
        let (mut request, mut reply) = ([0; 4096], [0; 4096]);
        let mut client = practice.client(by, &mut request, &mut reply);
        let mut session = begin(&mut client).unwrap();
        let cancel = OperationId::find("CancelAppointment").unwrap();
        let version = OperationId::find("GetClinicalVersionInformation").unwrap();
        let error = client.call_dynamic(&mut session, cancel, &[]).unwrap_err();
        assert_eq!((error.code().number(), error.outcome()), (108, Outcome::NotSent));
        assert_eq!(error.to_string(), "the field SlotId is missing");
        let odd = [Field::value("SlotId", "seven")];
        let error = client.stream_dynamic(&mut session, cancel, &odd, |_| {}).unwrap_err();
        assert_eq!(error.code().number(), 108);
        assert_eq!(error.to_string(), "the field SlotId does not hold what its type allows");
        let error = client.sessionless_dynamic(cancel, &[Field::value("SlotId", "7")]).unwrap_err();
        assert_eq!((error.code().number(), error.outcome()), (109, Outcome::NotSent));
        assert_eq!(error.to_string(), "CancelAppointment can be called in a session only: begin one");
        let odd = [Field::value("OdsCode", "A81001"), Field::value("OdsCode", "A81001")];
        let error = client.sessionless_dynamic(version, &odd).unwrap_err();
        assert_eq!(error.code().number(), 108);
        assert_eq!(
            error.to_string(),
            "GetClinicalVersionInformation was given a field that it does not have, or one field twice"
        );
        assert_eq!(session.state(), SessionState::Live);
        assert_eq!(practice.count(), 1, "the handshake alone");
    }
}

/// Outside a session, by the types and by the table.
#[test]
fn what_version_a_practice_runs() {
    for by in DRIVERS {
        let practice = Practice::new(Mode::Good);
        let (mut request, mut reply) = ([0; 4096], [0; 4096]);
        let mut client = practice.client(by, &mut request, &mut reply);
        let told = client.clinical_version_information(ods()).unwrap();
        assert_eq!((told.schema_version, told.live), (Version::V2_1, true));
        let version = OperationId::find("GetClinicalVersionInformation").unwrap();
        let given = [Field::value("OdsCode", "A81001")];
        let told = client.sessionless_dynamic(version, &given).unwrap();
        assert_eq!(told.value("SchemaVersion").unwrap().parse(), Ok(Version::V2_1));
        assert_eq!(told.value("Live").unwrap().parse(), Ok(true));
        assert_eq!(told.value("PracticeName").unwrap().as_str(), Some("The Surgery"));
        let operations = told.list("Operations").unwrap();
        let names: Vec<_> =
            operations.iter().map(|item| item.unwrap().as_value().unwrap().to_string()).collect();
        assert_eq!(names, ["BookAppointment", "<&>"]);
        for (mode, outcome) in [(Mode::NotSent, Outcome::NotSent), (Mode::Lost, Outcome::Unknown)] {
            practice.set(mode);
            assert_eq!(client.sessionless_dynamic(version, &given).unwrap_err().outcome(), outcome);
            assert_eq!(client.clinical_version_information(ods()).unwrap_err().outcome(), outcome);
        }
        practice.set(Mode::Empty);
        let error = client.sessionless_dynamic(version, &given).unwrap_err();
        assert!(matches!(error, ClientError::Sessionless(_)), "{error}");
        let error = client.clinical_version_information(ods()).unwrap_err();
        assert!(matches!(error, ClientError::Sessionless(_)), "{error}");
    }
}

#[test]
fn a_session_that_cannot_be_begun() {
    let modes =
        [(Mode::NotSent, 0), (Mode::Lost, 1), (Mode::BreaksOff, 1), (Mode::Empty, 2), (Mode::Good, 3)];
    for by in DRIVERS {
        for (mode, number) in modes {
            let practice = Practice::new(mode);
            let (mut request, mut reply) = ([0; 4096], [0; 4096]);
            // A good reply, and no room for it.
            let room = if mode == Mode::Good { 100 } else { 4096 };
            let error = begin(&mut practice.client(by, &mut request, &mut reply[..room])).unwrap_err();
            let found = match error {
                BeginError::NotSent(_) => 0,
                BeginError::NoReply(_) => 1,
                BeginError::Handshake(_) => 2,
                BeginError::ReplyTooLong { limit: 100 } => 3,
                _ => 4,
            };
            assert_eq!(found, number, "{by:?} {mode:?}: {error}");
        }
    }
}

/// What the practice and the user were said to be is asked for once, and added to what is known.
#[test]
fn what_can_be_done_is_asked_for() {
    for by in DRIVERS {
        let practice = Practice::new(Mode::Good);
        let (mut request, mut reply) = ([0; 4096], [0; 4096]);
        let mut client = practice.client(by, &mut request, &mut reply);
        let mut session = begin(&mut client).unwrap();
        let known = Capabilities::of_session(&session);
        let known = client.capabilities(&mut session, known, ods()).unwrap();
        assert_eq!(
            practice.sent.borrow()[1..],
            ["urn:emis-ps:1/GetPracticeSettings", "urn:emis-ps:1/GetUserOptions"]
        );
        assert!(known.of::<BookAppointment<'_>>().is_allowed());
        let refused = |service| Capability::Refused(Reason::NotOffered(service));
        assert_eq!(known.of::<SendMessage<'_>>(), refused(Service::Messaging));
        let not_assigned = Capability::Refused(Reason::NotAssigned(Service::MedicalRecord));
        assert_eq!(known.of::<GetMedicalRecordData<'_>>(), not_assigned);

        // All is known: nothing is asked.
        assert_eq!(client.capabilities(&mut session, known, ods()), Ok(known));
        assert_eq!(practice.count(), 3);
        // The same practice in another session: the user may be another.
        let known = known.in_session(&session);
        client.capabilities(&mut session, known, ods()).unwrap();
        assert_eq!(practice.sent.borrow()[3..], ["urn:emis-ps:1/GetUserOptions"]);

        // A question that is not answered ends it, and leaves the session in doubt.
        practice.set(Mode::Lost);
        let known = Capabilities::of_session(&session);
        let error = client.capabilities(&mut session, known, ods()).unwrap_err();
        assert_eq!((error.outcome(), session.state()), (Outcome::Unknown, SessionState::InDoubt));
        assert_eq!(practice.count(), 5);
    }
}

/// A lost reply to EndSession is not an error, and a session that has ended sends nothing.
#[test]
fn a_session_is_ended_whatever_becomes_of_it() {
    for by in DRIVERS {
        for mode in [Mode::NotSent, Mode::Lost, Mode::BreaksOff] {
            let practice = Practice::new(mode);
            let session = practice.begun();
            let (mut request, mut reply) = ([0; 4096], [0; 4096]);
            practice.client(by, &mut request, &mut reply).end_session(session);
            assert_eq!(practice.sent.borrow()[1..], ["urn:emis-ps:1/EndSession"], "{by:?} {mode:?}");
        }
    }
}

// APP-4: what a registration's reply left there can be wiped.
#[test]
fn both_buffers_can_be_wiped() {
    for by in DRIVERS {
        let practice = Practice::new(Mode::Good);
        let (mut request, mut reply) = ([0; 4096], [0; 4096]);
        for wipes in [false, true] {
            let mut client = practice.client(by, &mut request, &mut reply);
            let mut session = begin(&mut client).unwrap();
            client.call(&mut session, &CANCEL).map(drop).map_err(drop).unwrap();
            if wipes {
                client.wipe();
            }
            drop(client);
            let clean = |buffer: &[u8]| buffer.iter().all(|byte| *byte == 0);
            assert_eq!((clean(&request), clean(&reply)), (wipes, wipes));
        }
    }
}
