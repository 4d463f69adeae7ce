//! The client's table of outcomes (section 4), row by row, and the times and numbers of a session.

use crate::common::kept::kept;
use crate::common::{
    Begun, NULL_HASH, Null, begin, begin_with, envelope, id_text, in_session, ods, patient, received,
    relationship, time,
};
use emis_core::fault::{Fault, FaultCode};
use emis_core::messages::SessionKind;
use emis_core::messages::appointments::{
    BookAppointment, BookAppointmentResponse, CancelAppointment, CancelAppointmentResponse,
};
use emis_core::messages::practice::{GetPracticeSettings, GetUserOptions};
use emis_core::messages::record::{ResetAccountLinkageKey, ResetAccountLinkageKeyResponse};
use emis_core::messages::session::{EndSession, EndSessionResponse};
use emis_core::profile::{Labels, OpenProfile, Profile, Version};
use emis_core::session::{CallError, Outcome, RequestError, SessionState, UnverifiedReply};
use emis_core::types::{Guid, Text};

const CANCEL: CancelAppointment<'_> = CancelAppointment { slot_id: 7, reason: None };

fn fault(code: FaultCode<'static>) -> Fault<'static> {
    Fault::new(code, Guid::from_bytes([1; 16]))
}

/// One call whose reply the server makes with `answer`, altered by `alter`; then what the client knows, and its state.
fn called(alter: impl FnOnce(String) -> String) -> (Result<i64, (Outcome, u16)>, Begun<OpenProfile>) {
    let mut begun = patient::<OpenProfile>(Version::V2_1);
    let mut out = [0; 2048];
    let mut reply = [0; 2048];
    let call = begun.client.call(&CANCEL, &mut out, time(0)).unwrap();
    let carried = begun.server.accept(&received::<OpenProfile>(kept(call.bytes()))).unwrap();
    let (n, replied) = carried
        .respond::<CancelAppointment<'_>>(&CancelAppointmentResponse { slot_id: 7 }, &mut reply)
        .unwrap();
    begun.server.complete(replied);
    let reply = alter(String::from_utf8(kept(&reply[..n]).to_vec()).unwrap());
    let known = call.read(reply.as_bytes()).map(|r| r.slot_id).map_err(|e| (e.outcome(), e.code().number()));
    (known, begun)
}

/// Whether a further call goes through.
fn goes_on(begun: &mut Begun<OpenProfile>, sequence: u32) {
    let mut out = [0; 2048];
    let call = begun.client.call(&GetUserOptions {}, &mut out, time(0)).unwrap();
    let carried = begun.server.accept(&received::<OpenProfile>(kept(call.bytes()))).unwrap();
    assert_eq!(carried.sequence(), sequence);
    call.not_sent();
}

fn is_over(begun: &mut Begun<OpenProfile>, state: SessionState) {
    assert_eq!(begun.client.state(), state);
    let refused = begun
        .client
        .call(&GetUserOptions {}, &mut [0; 2048], time(0))
        .map(emis_core::session::Call::not_sent);
    assert_eq!(refused.unwrap_err(), RequestError::SessionClosed(state));
    assert_eq!(begun.client.next_relationship_key().map(|_| ()), None, "its keys are wiped");
}

#[test]
fn a_verified_response_goes_on() {
    let (known, mut begun) = called(|reply| reply);
    assert_eq!(known, Ok(7));
    goes_on(&mut begun, 2);
    // What stands outside the Body has no effect on it.
    for alter in [
        |r: String| r.replace("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "\u{FEFF}"),
        |r: String| r.replace("<s:Header>", "<s:Header><x xmlns='urn:x'/>\n"),
        |r: String| {
            r.replace("<s:Body>", "<s:Body xmlns='urn:q' a='b' >")
                .replace("</s:Envelope>", "\n</s:Envelope>\n")
        },
        |r: String| r.replace("<s:", "<t:").replace("</s:", "</t:").replace("xmlns:s", "xmlns:t"),
    ] {
        let (known, mut begun) = called(alter);
        assert_eq!(known, Ok(7));
        goes_on(&mut begun, 2);
    }
}

// ERR-1
#[test]
fn a_verified_fault_goes_on_and_says_what_is_known() {
    for (code, outcome) in [
        (FaultCode::SlotUnavailable, Outcome::NotCarriedOut),
        (FaultCode::Unavailable, Outcome::NotCarriedOut),
        (FaultCode::of("SomethingNew"), Outcome::NotCarriedOut),
        (FaultCode::InternalError, Outcome::Unknown),
    ] {
        let mut begun = patient::<OpenProfile>(Version::V2_1);
        let (mut out, mut reply) = ([0; 2048], [0; 2048]);
        let call = begun.client.call(&CANCEL, &mut out, time(0)).unwrap();
        let carried = begun.server.accept(&received::<OpenProfile>(kept(call.bytes()))).unwrap();
        let (n, replied) = carried.refuse(&fault(code), &mut reply).unwrap();
        begun.server.complete(replied);
        let error = call.read(&reply[..n]).unwrap_err();
        assert_eq!(error.outcome(), outcome, "{code}");
        let CallError::Fault(read) = error else { panic!() };
        assert_eq!((read.word(), read.correlation_id), (code.as_str(), Guid::from_bytes([1; 16])));
        assert_eq!(begun.client.state(), SessionState::Live);
        goes_on(&mut begun, 2);
    }
}

// XML-21, XML-22
#[test]
fn a_verified_fault_without_faultdetail_is_an_internal_error() {
    let head = format!("<s:Fault xmlns:s='{}' xmlns='urn:emis-ps:1'>", crate::common::SOAP);
    let good = "<Code>SlotNotFound</Code><CorrelationId>00000000-0000-4000-8000-000000000001</CorrelationId>";
    for (inside, outcome) in [
        (String::new(), Outcome::Unknown),
        ("<s:Code><s:Value>s:Sender</s:Value></s:Code>".into(), Outcome::Unknown),
        ("<s:Detail/>".into(), Outcome::Unknown),
        ("<s:Detail><Other/></s:Detail>".into(), Outcome::Unknown),
        ("<s:Detail><FaultDetail/></s:Detail>".into(), Outcome::Unknown),
        (
            "<s:Detail><FaultDetail><Code>SlotNotFound</Code></FaultDetail></s:Detail>".into(),
            Outcome::Unknown,
        ),
        (format!("<s:Detail><FaultDetail xmlns='urn:f'>{good}</FaultDetail></s:Detail>"), Outcome::Unknown),
        (format!("<Detail><FaultDetail>{good}</FaultDetail></Detail>"), Outcome::Unknown),
        (format!("<FaultDetail>{good}</FaultDetail>"), Outcome::Unknown),
        (format!("<s:Detail><x><FaultDetail>{good}</FaultDetail></x></s:Detail>"), Outcome::Unknown),
        (
            format!("<s:Detail><FaultDetail>{good}<f:x xmlns:f='urn:f'/></FaultDetail></s:Detail>"),
            Outcome::Unknown,
        ),
        (format!("<s:Detail><FaultDetail>{good}</FaultDetail></s:Detail>"), Outcome::NotCarriedOut),
        // SOAP's own words decide nothing, and what is not known is skipped.
        (
            format!(
                "<s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>InternalError</s:Value></s:Subcode></s:Code><s:Detail><f:x xmlns:f='urn:f'/><FaultDetail>{good}<New/></FaultDetail></s:Detail>"
            ),
            Outcome::NotCarriedOut,
        ),
    ] {
        let mut begun = patient::<Null>(Version::V2_1);
        let reply = in_session(&id_text(&begun.client), 1, &format!("{head}{inside}</s:Fault>"));
        let mut out = [0; 2048];
        let call = begun.client.call(&CANCEL, &mut out, time(0)).unwrap();
        let error = call.read(reply.as_bytes()).unwrap_err();
        assert_eq!(error.outcome(), outcome, "{inside}");
        assert_eq!(matches!(error, CallError::InvalidFault), outcome == Outcome::Unknown);
        assert_eq!(begun.client.state(), SessionState::Live, "the reply is verified");
    }
}

// SH-14
#[test]
fn nothing_was_sent() {
    let mut begun = patient::<OpenProfile>(Version::V2_1);
    let mut out = [0; 2048];
    let deadline = begun.client.deadline();
    for _ in 0..3 {
        let call = begun.client.call(&CANCEL, &mut out, time(100)).unwrap();
        call.not_sent();
        assert_eq!((begun.client.state(), begun.client.deadline()), (SessionState::Live, deadline));
    }
    // Another body has the same number, and the server takes it.
    let call = begun
        .client
        .call(&BookAppointment { slot_id: 9, booking_reason: None, telephone: None }, &mut out, time(200))
        .unwrap();
    let request = received::<OpenProfile>(kept(call.bytes()));
    let carried = begun.server.accept(&request).unwrap();
    assert_eq!(carried.sequence(), 1);
    assert_eq!(carried.read::<BookAppointment<'_>>(&request).unwrap().slot_id, 9);
    let mut reply = [0; 2048];
    let (n, _) =
        carried.respond::<BookAppointment<'_>>(&BookAppointmentResponse { slot_id: 9 }, &mut reply).unwrap();
    assert_eq!(call.read(kept(&reply[..n])).unwrap().slot_id, 9);
}

// SH-16, SH-17
#[test]
fn anything_else_ends_in_doubt() {
    let hash = |r: &str| r.split("<SessionHash>").nth(1).unwrap()[..44].to_owned();
    let unknown = Err((Outcome::Unknown, 304));
    let alterations: [&dyn Fn(String) -> String; 14] = [
        &|_| String::new(),
        &|r| r[..r.len() - 1].to_owned(),
        &|r| envelope("", crate::common::body(r.as_bytes())),
        &|r| {
            envelope(
                &format!(
                    "<s:Header><Application xmlns='urn:emis-ps:1'><ApplicationId>{}</ApplicationId></Application></s:Header>",
                    crate::common::APPLICATION
                ),
                crate::common::body(r.as_bytes()),
            )
        },
        &|r| r.replace("<Sequence>1<", "<Sequence>2<"),
        &|r| r.replace(&hash(&r), NULL_HASH),
        &|r| {
            let id = &r.split("<SessionId>").nth(1).unwrap()[..32];
            let other = if id.starts_with('0') { "1" } else { "0" }.to_owned() + &id[1..];
            r.replace(id, &other)
        },
        &|r| r.replace("<SlotId>7<", "<SlotId>8<"),
        &|r| r.replace("<SlotId>", "<SlotId >"),
        &|r| r.replace("<s:Body>", "<s:Body>\n"),
        &|r| r.replace("CancelAppointmentResponse", "BookAppointmentResponse"),
        &|r| r.replace("</s:Body>", "</s:Body><!-- -->"),
        &|_| "HTTP/1.1 502 Bad Gateway".into(),
        &|_| {
            envelope(
                "",
                &format!(
                    "<s:Fault xmlns:s='{}' xmlns='urn:emis-ps:1'><s:Detail><FaultDetail><Code>SlotNotFound</Code><CorrelationId>00000000-0000-4000-8000-000000000001</CorrelationId></FaultDetail></s:Detail></s:Fault>",
                    crate::common::SOAP
                ),
            )
        },
    ];
    for alter in alterations {
        let (known, mut begun) = called(alter);
        assert_eq!(known, unknown);
        is_over(&mut begun, SessionState::InDoubt);
    }
    // An unauthenticated fault is a hint and no more.
    let mut begun = patient::<OpenProfile>(Version::V2_1);
    let mut out = [0; 2048];
    let call = begun.client.call(&CANCEL, &mut out, time(0)).unwrap();
    let mut reply = [0; 2048];
    let n = emis_core::session::fault_reply::<OpenProfile>(&fault(FaultCode::SessionExpired), &mut reply)
        .unwrap();
    let error = call.read(kept(&reply[..n])).unwrap_err();
    assert!(matches!(
        error,
        CallError::Unverified(UnverifiedReply::NotAuthenticated(Some(FaultCode::SessionExpired)))
    ));
    is_over(&mut begun, SessionState::InDoubt);
    // The request sent back, and the reply to another call.
    let mut begun = patient::<OpenProfile>(Version::V2_1);
    let call = begun.client.call(&CANCEL, &mut out, time(0)).unwrap();
    let back = call.bytes().to_vec();
    assert!(matches!(call.read(&back), Err(CallError::Unverified(UnverifiedReply::SessionHash))));
    is_over(&mut begun, SessionState::InDoubt);
}

// SH-18
#[test]
fn a_call_that_is_dropped_or_forgotten_leaves_the_session_in_doubt() {
    let mut begun = patient::<OpenProfile>(Version::V2_1);
    let mut out = [0; 2048];
    drop(begun.client.call(&CANCEL, &mut out, time(0)).unwrap());
    is_over(&mut begun, SessionState::InDoubt);
    let mut begun = patient::<OpenProfile>(Version::V2_1);
    core::mem::forget(begun.client.call(&CANCEL, &mut out, time(0)).unwrap());
    is_over(&mut begun, SessionState::InDoubt);
}

// SH-27
#[test]
fn a_reset_ends_its_session_unless_it_was_refused() {
    let reset = ResetAccountLinkageKey { reason: None };
    for (said, state, outcome) in [
        (None, SessionState::Ended, Outcome::CarriedOut),
        (Some(FaultCode::InternalError), SessionState::InDoubt, Outcome::Unknown),
        (Some(FaultCode::Unavailable), SessionState::Live, Outcome::NotCarriedOut),
    ] {
        let mut begun = patient::<OpenProfile>(Version::V2_1);
        let (mut out, mut reply) = ([0; 2048], [0; 2048]);
        let call = begun.client.call(&reset, &mut out, time(0)).unwrap();
        let carried = begun.server.accept(&received::<OpenProfile>(kept(call.bytes()))).unwrap();
        let response = ResetAccountLinkageKeyResponse { linkage_key: Text::new("key").unwrap() };
        let (n, replied) = match said {
            None => carried.respond::<ResetAccountLinkageKey<'_>>(&response, &mut reply).unwrap(),
            Some(code) => carried.refuse(&fault(code), &mut reply).unwrap(),
        };
        begun.server.complete(replied);
        let known =
            call.read(kept(&reply[..n])).map_or_else(|error| error.outcome(), |_| Outcome::CarriedOut);
        assert_eq!(known, outcome);
        if state == SessionState::Live {
            goes_on(&mut begun, 2);
        } else {
            is_over(&mut begun, state);
        }
    }
}

// SH-34
#[test]
fn a_session_that_replaces_another_changes_nothing_before_a_call_is_verified() {
    let replaced = patient::<OpenProfile>(Version::V2_1).client.id();
    let mut begun = begin_with::<OpenProfile>(Version::V2_1, Some(&relationship()), Some(replaced), 5);
    let (mut out, mut reply) = ([0; 2048], [0; 2048]);
    let early = begun.client.call(&CANCEL, &mut out, time(0)).map(emis_core::session::Call::not_sent);
    assert_eq!(early.unwrap_err(), RequestError::NotReplacedYet { operation: "CancelAppointment" });
    // A call that was not sent proves nothing. EndSession may be the first.
    begun.client.call(&GetUserOptions {}, &mut out, time(0)).unwrap().not_sent();
    begun.client.call(&EndSession {}, &mut out, time(0)).unwrap().not_sent();
    assert!(begun.client.call(&CANCEL, &mut out, time(0)).is_err());
    // A verified refusal proves as much as a response.
    let call = begun.client.call(&GetUserOptions {}, &mut out, time(0)).unwrap();
    let carried = begun.server.accept(&received::<OpenProfile>(kept(call.bytes()))).unwrap();
    let (n, replied) = carried.refuse(&fault(FaultCode::Unavailable), &mut reply).unwrap();
    begun.server.complete(replied);
    call.read(kept(&reply[..n])).unwrap_err();
    begun.client.call(&CANCEL, &mut out, time(0)).unwrap().not_sent();
}

// SH-26
#[test]
fn end_session_ends_whatever_comes() {
    for what in 0..5 {
        let mut begun = patient::<OpenProfile>(Version::V2_1);
        let (mut out, mut reply) = ([0; 2048], [0; 2048]);
        let call = begun.client.call(&EndSession {}, &mut out, time(0)).unwrap();
        let carried = begun.server.accept(&received::<OpenProfile>(kept(call.bytes()))).unwrap();
        let n = match what {
            0 => carried.respond::<EndSession>(&EndSessionResponse {}, &mut reply).unwrap().0,
            1 => carried.refuse(&fault(FaultCode::InternalError), &mut reply).unwrap().0,
            2 => {
                emis_core::session::fault_reply::<OpenProfile>(&fault(FaultCode::SessionNotFound), &mut reply)
                    .unwrap()
            }
            _ => 0,
        };
        match what {
            0 => assert!(call.read(kept(&reply[..n])).is_ok()),
            4 => drop(call),
            _ => assert!(call.read(&reply[..n]).is_err()),
        }
        is_over(&mut begun, SessionState::Ended);
    }
    // Not sent, it has not ended: the next call is the same number, as for any other.
    let mut begun = patient::<OpenProfile>(Version::V2_1);
    begun.client.call(&EndSession {}, &mut [0; 2048], time(0)).unwrap().not_sent();
    goes_on(&mut begun, 1);
}

/// A call at this time that is answered, or the state in which it found the session.
fn at(begun: &mut Begun<OpenProfile>, millis: u64) -> Result<(), SessionState> {
    let (mut out, mut reply) = ([0; 2048], [0; 2048]);
    let call = match begun.client.call(&CANCEL, &mut out, time(millis)) {
        Ok(call) => call,
        Err(RequestError::SessionClosed(state)) => return Err(state),
        Err(other) => panic!("{other}"),
    };
    let carried = begun.server.accept(&received::<OpenProfile>(kept(call.bytes()))).unwrap();
    let (n, replied) = carried
        .respond::<CancelAppointment<'_>>(&CancelAppointmentResponse { slot_id: 7 }, &mut reply)
        .unwrap();
    begun.server.complete(replied);
    call.read(kept(&reply[..n])).unwrap();
    Ok(())
}

// SH-24, SH-25
#[test]
fn the_first_call_has_its_own_deadline_and_then_the_idle_time_rolls() {
    let fresh = || patient::<OpenProfile>(Version::V2_1);
    assert_eq!(fresh().client.deadline(), time(300_000));
    assert_eq!(at(&mut fresh(), 299_999), Ok(()));
    assert_eq!(at(&mut fresh(), 300_000), Err(SessionState::Expired));
    let mut begun = fresh();
    assert_eq!(at(&mut begun, 299_000), Ok(()));
    // From when it began to write that request.
    assert_eq!(begun.client.deadline(), time(299_000 + 1_200_000));
    assert_eq!(at(&mut begun, 299_000 + 1_199_999), Ok(()));
    assert_eq!(at(&mut begun, 299_000 + 1_199_999 + 1_200_000), Err(SessionState::Expired));
    is_over(&mut begun, SessionState::Expired);
    // A call that was not sent, or refused here, renews nothing.
    let mut begun = fresh();
    begun.client.call(&CANCEL, &mut [0; 2048], time(200_000)).unwrap().not_sent();
    let _ = begun.client.call(&CANCEL, &mut [0; 10], time(200_000)).map(drop);
    assert_eq!(begun.client.deadline(), time(300_000));
    // A clock that stands still or goes back does no harm.
    let mut begun = fresh();
    assert_eq!(at(&mut begun, 1000), Ok(()));
    assert_eq!(at(&mut begun, 0), Ok(()));
    assert_eq!(begun.client.deadline(), time(1_200_000));
}

// HS-11
#[test]
fn a_session_lives_a_day_at_most() {
    let mut begun = patient::<OpenProfile>(Version::V2_1);
    let day = 86_400_000;
    let mut now = 0;
    while now + 1_000_000 < day {
        assert_eq!(at(&mut begun, now), Ok(()));
        now += 1_000_000 - u64::from(now == 0) * 800_000;
    }
    assert_eq!(begun.client.deadline(), time(day));
    assert_eq!(at(&mut begun, day - 1), Ok(()));
    assert_eq!(begun.client.deadline(), time(day), "the last call does not prolong it");
    assert_eq!(at(&mut begun, day), Err(SessionState::Expired));
}

/// Three calls, and then a new session.
#[derive(Debug)]
struct Short;

impl Profile for Short {
    type Crypto = <OpenProfile as Profile>::Crypto;
    const LABELS: Labels = OpenProfile::LABELS;
    const SEQUENCE_LIMIT: u32 = 3;
}

// SH-4
#[test]
fn the_last_number_is_used_and_no_more() {
    let relationship = relationship();
    let mut begun = begin::<Short>(Version::V2_1, Some(&relationship), 1);
    for k in 1..=3 {
        let (mut out, mut reply) = ([0; 2048], [0; 2048]);
        let call = begun.client.call(&CANCEL, &mut out, time(0)).unwrap();
        let carried = begun.server.accept(&received::<Short>(call.bytes())).unwrap();
        assert_eq!(carried.sequence(), k);
        let (n, replied) = carried
            .respond::<CancelAppointment<'_>>(&CancelAppointmentResponse { slot_id: 7 }, &mut reply)
            .unwrap();
        begun.server.complete(replied);
        call.read(kept(&reply[..n])).unwrap();
    }
    for _ in 0..2 {
        let refused =
            begun.client.call(&CANCEL, &mut [0; 2048], time(0)).map(emis_core::session::Call::not_sent);
        assert_eq!(refused.unwrap_err(), RequestError::SequenceExhausted);
        assert_eq!(begun.client.state(), SessionState::Live, "nothing is in doubt");
    }
}

#[test]
fn what_does_not_belong_into_the_session_is_refused_here() {
    let mut in_application = begin::<OpenProfile>(Version::V2_1, None, 1);
    assert_eq!(in_application.client.kind(), SessionKind::Application);
    let refused = in_application.client.call(&CANCEL, &mut [0; 2048], time(0)).map(drop).unwrap_err();
    assert_eq!(
        refused,
        RequestError::NotAllowedInSession {
            operation: "CancelAppointment",
            session: SessionKind::Application
        }
    );
    assert!(
        in_application.client.call(&GetPracticeSettings { ods_code: ods() }, &mut [0; 2048], time(0)).is_ok()
    );
    assert_eq!(in_application.client.next_relationship_key().map(|_| ()), None);
}

#[test]
fn a_ready_session_is_small() {
    assert!(size_of::<emis_core::session::Session>() <= 256, "{}", size_of::<emis_core::session::Session>());
}
