//! Futures that are dropped before they are ready: whatever may have been sent is in doubt, and nothing is sent twice.

use core::future::Future;

use crate::common::driven::{Awaited, Platform, Still, block_on, poll_and_drop};
use crate::common::{Seeded, application, ods, relationship};
use emis_core::capabilities::Capabilities;
use emis_core::client::{AsyncClient, Parts};
use emis_core::error::ErrorCode;
use emis_core::handshake::SessionOptions;
use emis_core::messages::appointments::GetAvailableAppointments;
use emis_core::messages::practice::GetUserOptions;
use emis_core::messages::prescribing::GetMedicationCourses;
use emis_core::profile::{OpenProfile, Version};
use emis_core::session::{Session, SessionState};
use emis_core::transport::{Action, AsyncReply, AsyncTransport, DeliveryError};
use emis_core::types::DateTime;

use super::wire::{Mode, Wire};
use super::{CANCEL, Practice};

fn client<'c>(
    practice: &'c Practice,
    request: &'c mut [u8],
    reply: &'c mut [u8],
) -> AsyncClient<'c, Awaited<Wire<'c>>, Platform> {
    let platform = Parts::new(Still, Seeded(1));
    AsyncClient::new(application::<OpenProfile>(), Awaited(practice.wire()), platform, request, reply)
}

/// Drops a call after so many polls, and says whether it was ready before.
async fn call(
    client: &mut AsyncClient<'_, Awaited<Wire<'_>>, Platform>,
    session: &mut Session,
    form: u8,
) -> bool {
    let at = |text| DateTime::parse(text).unwrap();
    match form {
        0 => client.call(session, &CANCEL).await.is_ok(),
        1 => {
            let (from, to) = (at("2026-11-23T08:00:00"), at("2026-11-30T18:00:00"));
            let search = GetAvailableAppointments { from, to, maximum_items: None, after: None };
            // The practice answers with something else, which is verified all the same.
            client.stream(session, &search, |_| ()).await.is_ok()
        }
        _ => {
            let known = Capabilities::of_session(session);
            client.capabilities(session, known, ods()).await.is_ok()
        }
    }
}

// SH-18, SH-26
#[test]
fn a_call_that_is_dropped_leaves_its_session_in_doubt() {
    for form in 0..3 {
        let mut in_doubt = 0;
        for polls in 0.. {
            let practice = Practice::new(Mode::Pieces(200));
            let mut session = practice.begun();
            let (mut request, mut reply) = ([0; 4096], [0; 4096]);
            let mut client = client(&practice, &mut request, &mut reply);
            let before = practice.count();
            let ready = poll_and_drop(call(&mut client, &mut session, form), polls);
            let sent = practice.count() - before;
            if ready.is_some() {
                assert_eq!(session.state(), SessionState::Live);
                break;
            }
            if polls == 0 {
                // A future that was never polled has done nothing.
                assert_eq!((session.state(), sent), (SessionState::Live, 0));
                continue;
            }
            assert_eq!(session.state(), SessionState::InDoubt, "form {form}, after {polls} polls");
            in_doubt += 1;
            assert!(sent <= 2, "nothing is sent twice");
            // The session sends no more, and the client can begin the one that replaces it.
            assert!(block_on(client.call(&mut session, &CANCEL)).is_err());
            assert_eq!(practice.count() - before, sent);
            let relationship = relationship();
            let options = SessionOptions::negotiated(ods(), Version::V2_1).for_patient(&relationship);
            let mut next = block_on(client.begin_session(options.replacing(session.id()))).unwrap();
            // SH-34
            let early = block_on(client.call(&mut next, &CANCEL)).map(drop).unwrap_err();
            assert_eq!(early.code(), ErrorCode::NotReplacedYet);
            assert!(block_on(client.call(&mut next, &GetUserOptions {})).is_ok());
            assert!(block_on(client.call(&mut next, &CANCEL)).is_ok());
        }
        assert!(in_doubt > 3, "form {form}: it was dropped in {in_doubt} places");
    }
}

#[test]
fn a_page_that_is_dropped_is_the_last() {
    let practice = Practice::new(Mode::Good);
    let mut session = practice.begun();
    let (mut request, mut reply) = ([0; 4096], [0; 4096]);
    let mut client = client(&practice, &mut request, &mut reply);
    let mut pages = client.pages(&mut session, GetMedicationCourses { maximum_items: None, after: None });
    assert!(poll_and_drop(pages.next(), 2).is_none());
    assert!(block_on(pages.next()).is_none());
    assert_eq!(session.state(), SessionState::InDoubt);
}

#[test]
fn a_handshake_that_is_dropped_leaves_no_session() {
    for polls in 0..4 {
        let practice = Practice::new(Mode::Good);
        let (mut request, mut reply) = ([0; 4096], [0; 4096]);
        let mut client = client(&practice, &mut request, &mut reply);
        let options = || SessionOptions::negotiated(ods(), Version::V2_1);
        assert!(poll_and_drop(client.begin_session(options()), polls).is_none());
        // Its relationship is wrong, so the practice's keys are not ours: what counts is that a handshake comes about.
        assert!(block_on(client.begin_session(options())).is_ok());
    }
}

/// A transport for threads.
struct Nowhere;

impl AsyncTransport for Nowhere {
    type Error = ();
    type Reply<'t> = Self;

    async fn send(&mut self, _: Action, _: &[u8]) -> Result<Self, DeliveryError<()>> {
        Err(DeliveryError::NotSent(()))
    }
}

impl AsyncReply for Nowhere {
    type Error = ();

    async fn read(&mut self, _: &mut [u8]) -> Result<usize, ()> {
        Err(())
    }
}

/// Executors of more than one thread move futures between them.
#[test]
fn futures_can_be_sent_to_other_threads() {
    fn run<F: Future + Send>(future: F) -> F::Output {
        block_on(future)
    }
    let practice = Practice::new(Mode::Good);
    let mut session = practice.begun();
    let (mut request, mut reply) = ([0; 4096], [0; 4096]);
    let platform = Platform::new(Still, Seeded(1));
    let mut client =
        AsyncClient::new(application::<OpenProfile>(), Nowhere, platform, &mut request, &mut reply);
    assert!(run(client.clinical_version_information(ods())).is_err());
    assert!(run(client.begin_session(SessionOptions::negotiated(ods(), Version::V2_1))).is_err());
    assert!(run(client.call(&mut session, &CANCEL)).is_err());
    let known = Capabilities::of_session(&session);
    assert!(run(client.capabilities(&mut session, known, ods())).is_err());
    let courses = GetMedicationCourses { maximum_items: None, after: None };
    let mut count = 0;
    assert!(run(client.stream(&mut session, &courses, |_| count += 1)).is_err());
    assert!(run(client.pages(&mut session, courses).next()).unwrap().is_err());
    run(client.end_session(session));
    assert_eq!(count, 0);
}
