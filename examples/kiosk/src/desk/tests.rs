//! What is tried again and what is not, counted at the transport.

use std::collections::VecDeque;
use std::io::ErrorKind;

use emis_core::messages::appointments::CancelAppointment;
use emis_core::messages::practice::GetPracticeSettings;
use emis_core::transport::{Action, DeliveryError, Reply};
use emis_simulator::{Server, Simulator};

use super::*;
use crate::trouble::Doubt;

const BROKEN: emis_http::Error = emis_http::Error::Connection(ErrorKind::ConnectionRefused);

/// What becomes of a message.
#[derive(Clone, Copy)]
enum Fate {
    Answered,
    NotSent,
    Lost,
}
use Fate::{Answered, Lost, NotSent};

/// Straight into a server, but for what is to happen to the next messages. Without a fate a message is answered.
struct Script {
    server: Server,
    fates: VecDeque<Fate>,
    tried: Vec<&'static str>,
}

struct Whole(VecDeque<u8>);

impl Reply for Whole {
    type Error = emis_http::Error;

    fn read(&mut self, into: &mut [u8]) -> Result<usize, emis_http::Error> {
        Ok(std::io::Read::read(&mut self.0, into).unwrap())
    }
}

impl Transport for Script {
    type Error = emis_http::Error;
    type Reply<'t> = Whole;

    fn send(&mut self, action: Action, request: &[u8]) -> Result<Whole, DeliveryError<emis_http::Error>> {
        self.tried.push(action.operation);
        match self.fates.pop_front().unwrap_or(Answered) {
            Answered => Ok(Whole(self.server.handle(request).body.into())),
            NotSent => Err(DeliveryError::NotSent(BROKEN)),
            Lost => Err(DeliveryError::Unknown(BROKEN)),
        }
    }
}

/// Runs `test` with a desk whose messages have these fates, and gives what was tried.
fn with(fates: &[Fate], test: impl FnOnce(&mut Desk<'_, Script>)) -> Vec<&'static str> {
    let server = Simulator::builder().server().unwrap();
    let known = &server.applications()[0];
    let keys = SoftwareKeys::derive(known.client_pre_shared_key(), known.server_pre_shared_key(), known.id());
    let application = Application { id: *known.id(), keys: keys.unwrap() };
    let transport = Script { server, fates: fates.iter().copied().collect(), tried: Vec::new() };
    let (mut request, mut reply) = (vec![0; REQUEST_BUFFER], vec![0; REPLY_BUFFER]);
    let ods_code = OdsCode::parse("A99001").unwrap();
    let mut desk = Desk::new(application, transport, ods_code, &mut request, &mut reply);
    test(&mut desk);
    desk.client.transport().tried.clone()
}

const SETTINGS: &str = "GetPracticeSettings";
const BEGIN: &str = "BeginSession";

fn settings(desk: &Desk<'_, Script>) -> GetPracticeSettings {
    GetPracticeSettings { ods_code: desk.ods_code }
}

#[test]
fn what_did_not_leave_is_tried_once_more_in_the_same_session() {
    let tried = with(&[NotSent, Answered, NotSent], |desk| {
        let request = settings(desk);
        desk.change(&request, |_| Ok(())).unwrap();
        assert_eq!(desk.sessions(), 1);
    });
    assert_eq!(tried, [BEGIN, BEGIN, SETTINGS, SETTINGS]);
}

#[test]
fn what_did_not_leave_twice_is_given_up() {
    let tried = with(&[Answered, NotSent, NotSent], |desk| {
        let request = settings(desk);
        assert!(matches!(desk.ask(&request, |_| Ok(())), Err(Trouble::NotSent(BROKEN))));
        // The session is as it was.
        desk.ask(&request, |_| Ok(())).unwrap();
        assert_eq!(desk.sessions(), 1);
    });
    assert_eq!(tried, [BEGIN, SETTINGS, SETTINGS, SETTINGS]);
    let tried = with(&[NotSent, NotSent], |desk| {
        assert!(matches!(desk.practice(), Err(Trouble::NotSent(BROKEN))));
    });
    assert_eq!(tried, ["GetClinicalVersionInformation"; 2]);
    let tried = with(&[NotSent, NotSent], |desk| {
        let request = settings(desk);
        assert!(matches!(desk.ask(&request, |_| Ok(())), Err(Trouble::NoSession(BeginError::NotSent(_)))));
    });
    assert_eq!(tried, [BEGIN; 2]);
}

// APP-1, SH-15, SH-19
#[test]
fn a_change_is_sent_once_and_its_doubt_is_settled_before_the_next() {
    let tried = with(&[Answered, Lost, Answered, Lost], |desk| {
        let request = settings(desk);
        assert!(matches!(desk.change(&request, |_| Ok(())), Err(Trouble::InDoubt(Doubt::NoReply(_)))));
        let doubtful = desk.session.as_ref().map(Session::id);
        assert_eq!(desk.unsettled, None);
        // The call that settles it is lost too, and made again; only then comes the change.
        desk.change(&request, |_| Ok(())).unwrap();
        assert!(doubtful.is_some() && desk.unsettled.is_none());
        assert_eq!(desk.sessions(), 3);
    });
    assert_eq!(tried, [BEGIN, SETTINGS, BEGIN, SETTINGS, BEGIN, SETTINGS, SETTINGS]);
}

#[test]
fn a_question_is_asked_three_times_and_no_more() {
    let tried = with(&[Answered, Lost, Answered, Lost, Answered, Lost], |desk| {
        let request = settings(desk);
        assert!(matches!(desk.ask(&request, |_| Ok(())), Err(Trouble::NoAnswer(_))));
    });
    assert_eq!(tried, [BEGIN, SETTINGS, BEGIN, SETTINGS, BEGIN, SETTINGS]);
}

// APP-5: the session that was begun is ended
#[test]
fn what_may_not_be_called_is_the_kiosk_s_fault() {
    let tried = with(&[], |desk| {
        let request = CancelAppointment { slot_id: 1, reason: None };
        // A patient's call in a session of the application's own; A99001 runs 1.0.
        let trouble = desk.change(&request, |_| Ok(())).unwrap_err();
        assert!(matches!(trouble, Trouble::NotCalled(NotCalled::NotAllowedInSession { .. })));
        assert!(trouble.to_string().contains("The kiosk is at fault"), "{trouble}");
        desk.end();
    });
    assert_eq!(tried, [BEGIN, "EndSession"]);
}
