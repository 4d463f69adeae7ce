//! From one page to the next: what is asked for, where the walk ends, and what becomes of the session.

use core::cell::RefCell;
use std::collections::VecDeque;

use crate::common::driven::{By, DRIVERS, Driven};
use crate::common::{Quick, application, patient};
use emis_core::client::ClientError;
use emis_core::fault::{Fault, FaultCode};
use emis_core::messages::prescribing::{GetPrescriptionRequests, GetPrescriptionRequestsResponse};
use emis_core::messages::{DecodeErrorKind, List, OPERATIONS, PageSize, Pages};
use emis_core::profile::Version;
use emis_core::session::{CallError, Outcome, RequestError, ServerSession, Session, SessionState, receive};
use emis_core::transport::{Action, DeliveryError, Reply, Transport};
use emis_core::types::{Date, Guid, Text};

/// What becomes of a page.
#[derive(Clone, Copy)]
enum Fate {
    /// It comes, with this `Next`.
    Next(Option<&'static str>),
    Refused,
    Garbled,
    NotSent,
    Lost,
}
use Fate::{Garbled, Lost, Next, NotSent, Refused};

/// A practice that keeps to a script and writes down each `After`.
struct Script {
    server: ServerSession<Quick>,
    fates: VecDeque<Fate>,
    asked: Vec<Option<String>>,
}

struct Wire<'s>(&'s RefCell<Script>);

struct Whole(VecDeque<u8>);

impl Reply for Whole {
    type Error = &'static str;

    fn read(&mut self, into: &mut [u8]) -> Result<usize, &'static str> {
        Ok(std::io::Read::read(&mut self.0, into).unwrap())
    }
}

impl Transport for Wire<'_> {
    type Error = &'static str;
    type Reply<'t>
        = Whole
    where
        Self: 't;

    fn send(&mut self, _: Action, request: &[u8]) -> Result<Whole, DeliveryError<&'static str>> {
        let mut script = self.0.borrow_mut();
        let fate = script.fates.pop_front().expect("no more is asked than the script has");
        if let NotSent = fate {
            return Err(DeliveryError::NotSent("no route"));
        }
        let message = receive::<Quick>(request).unwrap();
        let call = script.server.accept(&message).unwrap();
        let asked = call.read::<GetPrescriptionRequests<'_>>(&message).unwrap();
        // All but After stays as it was.
        assert_eq!((asked.from, asked.to, asked.maximum_items), (day(1), day(2), PageSize::new(7).ok()));
        script.asked.push(asked.after.map(|after| after.to_string()));
        let mut out = vec![0; 4096];
        let (length, replied) = match fate {
            Lost => return Err(DeliveryError::Unknown("reset")),
            Refused => {
                let fault = Fault::new(FaultCode::Unavailable, Guid::from_bytes([1; 16]));
                call.refuse(&fault, &mut out).unwrap()
            }
            Next(next) => {
                let response = GetPrescriptionRequestsResponse {
                    requests: List::EMPTY,
                    courses: List::EMPTY,
                    next: next.map(|next| Text::new(next).unwrap()),
                };
                call.respond::<GetPrescriptionRequests<'_>>(&response, &mut out).unwrap()
            }
            Garbled | NotSent => return Ok(Whole(b"<a/>".to_vec().into())),
        };
        script.server.complete(replied);
        out.truncate(length);
        Ok(Whole(out.into()))
    }
}

fn day(day: u8) -> Option<Date> {
    Date::new(2026, 11, day).ok()
}

fn first_page(after: Option<&str>) -> GetPrescriptionRequests<'_> {
    let after = after.map(|after| Text::new(after).unwrap());
    GetPrescriptionRequests { from: day(1), to: day(2), maximum_items: PageSize::new(7).ok(), after }
}

type Front<'c> = Driven<'c, Wire<'c>, Quick>;

/// Walks with these fates by either driver, and gives each `After` that the practice was asked for.
fn with(fates: &[Fate], test: impl Fn(&mut Front<'_>, &mut Session<Quick>)) -> Vec<Option<String>> {
    let [blocking, awaiting] = DRIVERS.map(|by| with_by(by, fates, &test));
    assert_eq!(blocking, awaiting);
    blocking
}

fn with_by(
    by: By,
    fates: &[Fate],
    test: impl Fn(&mut Front<'_>, &mut Session<Quick>),
) -> Vec<Option<String>> {
    let mut begun = patient::<Quick>(Version::V1_0);
    let script = RefCell::new(Script {
        server: begun.server,
        fates: fates.iter().copied().collect(),
        asked: Vec::new(),
    });
    let (mut request, mut reply) = ([0; 4096], [0; 4096]);
    let mut client = Driven::new(by, application::<Quick>(), Wire(&script), &mut request, &mut reply);
    test(&mut client, &mut begun.client);
    drop(client);
    let script = script.into_inner();
    assert!(script.fates.is_empty(), "all of the script was played");
    script.asked
}

fn afters(texts: &[Option<&str>]) -> Vec<Option<String>> {
    texts.iter().map(|text| text.map(str::to_owned)).collect()
}

/// As many characters as there may be, with those among them that are escaped on the wire.
const AWKWARD: &str = "😀😀&<\r\n\t \"'>😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀";

// PG-1
#[test]
fn next_is_sent_as_after_until_there_is_none() {
    assert_eq!(AWKWARD.chars().count(), 64);
    let widest: &'static str = "\u{10FFFF}".repeat(64).leak();
    let asked =
        with(&[Next(Some("1")), Next(Some(AWKWARD)), Next(Some(widest)), Next(None)], |client, session| {
            let mut pages = client.pages(session, first_page(None));
            let mut count = 0;
            while let Some(page) = pages.next() {
                assert!(page.unwrap().requests.is_empty());
                count += 1;
            }
            assert_eq!(count, 4);
            assert!(pages.next().is_none(), "it stays at its end");
        });
    assert_eq!(asked, afters(&[None, Some("1"), Some(AWKWARD), Some(widest)]));
}

#[test]
fn a_walk_may_begin_in_the_middle_and_an_empty_next_is_none() {
    let asked = with(&[Next(Some("c")), Next(Some(""))], |client, session| {
        let mut pages = client.pages(session, first_page(Some("b & b")));
        assert!(pages.next().unwrap().is_ok() && pages.next().unwrap().is_ok());
        assert!(pages.next().is_none());
    });
    assert_eq!(asked, afters(&[Some("b & b"), Some("c")]));
    // An empty After is none.
    let asked = with(&[Next(None)], |client, session| {
        assert!(client.pages(session, first_page(Some(""))).next().unwrap().is_ok());
    });
    assert_eq!(asked, [None]);
}

#[test]
fn a_next_that_leads_to_itself_is_refused() {
    let of_the_start = with(&[Next(Some("a"))], |client, session| {
        refused_for_ever(client, session, Some("a"), 0);
    });
    assert_eq!(of_the_start, afters(&[Some("a")]));
    let later = with(&[Next(Some("a")), Next(Some(AWKWARD)), Next(Some(AWKWARD))], |client, session| {
        refused_for_ever(client, session, None, 2);
    });
    assert_eq!(later, afters(&[None, Some("a"), Some(AWKWARD)]));
}

fn refused_for_ever(client: &mut Front<'_>, session: &mut Session<Quick>, after: Option<&str>, good: usize) {
    let mut pages = client.pages(session, first_page(after));
    for _ in 0..good {
        assert!(pages.next().unwrap().is_ok());
    }
    let error = pages.next().unwrap().err().unwrap();
    let ClientError::Call(CallError::InvalidResponse(found)) = error else { panic!("{error}") };
    assert_eq!((found.kind, found.field), (DecodeErrorKind::Invalid, Some("Next")));
    // The call was carried out and verified: the session is as it was.
    assert_eq!(error.outcome(), Outcome::CarriedOut);
    pages.again();
    assert!(pages.next().is_none());
    assert_eq!(session.state(), SessionState::Live);
}

#[test]
fn it_stops_after_an_error_which_is_that_of_the_call() {
    for (fate, outcome, state) in [
        (Refused, Outcome::NotCarriedOut, SessionState::Live),
        (Garbled, Outcome::Unknown, SessionState::InDoubt),
        (Lost, Outcome::Unknown, SessionState::InDoubt),
        (NotSent, Outcome::NotSent, SessionState::Live),
    ] {
        with(&[Next(Some("a")), fate], |client, session| {
            let mut pages = client.pages(session, first_page(None));
            assert!(pages.next().unwrap().is_ok());
            assert_eq!(pages.next().unwrap().err().unwrap().outcome(), outcome);
            assert!(pages.next().is_none() && pages.next().is_none());
            assert_eq!(session.state(), state);
        });
    }
}

#[test]
fn what_was_not_sent_may_be_asked_for_again() {
    let asked = with(&[NotSent, Next(Some("a")), NotSent, NotSent, Next(None)], |client, session| {
        let mut pages = client.pages(session, first_page(None));
        // Before anything has been asked there is nothing to be asked for again.
        pages.again();
        let mut good = 0;
        while let Some(page) = pages.next() {
            match page.map(|_| ()) {
                Ok(()) => good += 1,
                Err(ClientError::NotSent(_)) => pages.again(),
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!(good, 2);
    });
    assert_eq!(asked, afters(&[None, Some("a")]));
}

#[test]
fn a_session_that_is_over_gives_no_page() {
    let asked = with(&[Next(Some("a")), Lost], |client, session| {
        let mut pages = client.pages(session, first_page(None));
        assert!(pages.next().unwrap().is_ok());
        assert!(pages.next().unwrap().is_err());
        pages.again();
        let error = pages.next().unwrap().err().unwrap();
        assert!(
            matches!(error, ClientError::RequestError(RequestError::SessionClosed(SessionState::InDoubt))),
            "{error}"
        );
    });
    assert_eq!(asked.len(), 2);
}

#[test]
fn without_io_a_page_whose_response_was_not_read_is_the_last() {
    let mut pages = Pages::new(first_page(None));
    assert_eq!(pages.request().map(|request| request.after), Some(None));
    assert!(pages.request().is_none());
    pages.again();
    assert!(pages.request().is_some());
    let response =
        |next| GetPrescriptionRequestsResponse { requests: List::EMPTY, courses: List::EMPTY, next };
    let a = Text::new("a").ok();
    pages.read(&response(a)).unwrap();
    assert_eq!(pages.clone().request().and_then(|request| request.after), a);
    assert_eq!(
        pages.request().map(|request| (request.from, request.maximum_items)),
        Some((day(1), PageSize::new(7).ok()))
    );
    assert!(pages.read(&response(a)).is_err() && pages.request().is_none());
    assert_eq!(format!("{pages:?}"), "Pages { state: Over, .. }");
}

#[test]
fn what_is_paged_has_the_fields_of_a_page() {
    for info in OPERATIONS {
        let last = |fields: &'static [emis_core::messages::FieldDescriptor], n: usize| {
            fields.iter().rev().take(n).map(emis_core::messages::FieldDescriptor::name).collect::<Vec<_>>()
        };
        assert_eq!(info.paged, last(info.request, 2) == ["After", "MaximumItems"], "{}", info.name);
        assert_eq!(info.paged, last(info.response, 1) == ["Next"], "{}", info.name);
    }
    assert_eq!(OPERATIONS.iter().filter(|info| info.paged).count(), 6);
}

#[test]
fn a_walk_keeps_no_more_than_its_request_and_a_next() {
    let room = size_of::<Pages<GetPrescriptionRequests<'_>>>() - size_of::<GetPrescriptionRequests<'_>>();
    assert!(room <= 256 + 16, "{room}");
}
