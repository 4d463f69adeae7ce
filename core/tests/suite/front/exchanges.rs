//! The front without any driver: what an exchange says and takes, in order and out of it.

use crate::common::driven::{Platform, Still};
use crate::common::{Seeded, application, ods};
use emis_core::client::{BeginError, ClientError, Exchange, Front, Parts};
use emis_core::handshake::SessionOptions;
use emis_core::messages::appointments::{AvailableAppointmentsPart, GetAvailableAppointments};
use emis_core::profile::{OpenProfile, Version};
use emis_core::session::{CallError, Outcome, RequestError, SessionState};
use emis_core::transport::{DeliveryError, Reply as _, Transport as _};
use emis_core::types::DateTime;

use super::wire::Mode;
use super::{CANCEL, Practice};

fn front<'b>(request: &'b mut [u8], reply: &'b mut [u8]) -> Front<'b, Platform> {
    Front::new(application::<OpenProfile>(), Parts::new(Still, Seeded(1)), request, reply)
}

/// The practice's reply to the message of an exchange.
fn answer(practice: &Practice, exchange: &dyn Exchange) -> Vec<u8> {
    let mut wire = practice.wire();
    let mut reply = wire.send(exchange.action(), exchange.message()).unwrap();
    let mut whole = vec![0; 4096];
    let length = reply.read(&mut whole).unwrap();
    whole.truncate(length);
    whole
}

/// Puts these bytes into an exchange's room, at most so many at a time, while it wants any.
fn feed(exchange: &mut dyn Exchange, mut bytes: &[u8], most: usize) {
    while !bytes.is_empty() {
        let Some(room) = exchange.room() else { return };
        let count = room.len().min(bytes.len()).min(most);
        let (now, rest) = bytes.split_at(count);
        room[..count].copy_from_slice(now);
        exchange.came(count);
        bytes = rest;
    }
}

/// Makes a call whose reply is carried in some way, and says what became of it and of the session.
fn call(
    room: usize,
    carry: impl FnOnce(&mut dyn Exchange, &[u8]) -> Result<(), DeliveryError<()>>,
) -> (Result<i64, ClientError<()>>, SessionState) {
    let practice = Practice::new(Mode::Good);
    let mut session = practice.begun();
    let (mut request, mut reply) = ([0; 4096], vec![0; room]);
    let mut front = front(&mut request, &mut reply);
    let mut exchange = front.call(&mut session, &CANCEL).unwrap();
    assert_eq!(exchange.action().to_string(), "urn:emis-ps:1/CancelAppointment");
    let answered = answer(&practice, &exchange);
    let delivered = carry(&mut exchange, &answered);
    let became = exchange.conclude(delivered).map(|response| response.slot_id);
    (became, session.state())
}

#[test]
fn a_reply_may_come_in_pieces_of_any_size() {
    for most in [1, 2, 50, 4096] {
        let became = call(4096, |exchange, reply| {
            feed(exchange, reply, most);
            assert!(exchange.room().is_some(), "the end has not been said");
            exchange.came(0);
            assert!(exchange.room().is_none());
            // What is said after the end changes nothing.
            exchange.came(1);
            exchange.came(0);
            assert!(exchange.room().is_none());
            Ok(())
        });
        assert_eq!(became, (Ok(7), SessionState::Live));
    }
}

#[test]
fn what_was_not_delivered() {
    let not_sent = call(4096, |_, _| Err(DeliveryError::NotSent(())));
    assert_eq!(not_sent, (Err(ClientError::NotSent(())), SessionState::Live));
    // A whole reply is there, but the caller says otherwise.
    let lost = call(4096, |exchange, reply| {
        feed(exchange, reply, 100);
        Err(DeliveryError::Unknown(()))
    });
    assert_eq!(lost, (Err(ClientError::NoReply(())), SessionState::InDoubt));
}

#[test]
fn one_byte_too_many_and_more_than_there_is_room_for() {
    let mut length = 0;
    let fits = call(4096, |exchange, reply| {
        length = reply.len();
        feed(exchange, reply, 4096);
        exchange.came(0);
        Ok(())
    });
    assert_eq!(fits.0, Ok(7));
    for (room, expected) in
        [(length, Ok(7)), (length - 1, Err(ClientError::ReplyTooLong { limit: length - 1 }))]
    {
        let became = call(room, |exchange, reply| {
            feed(exchange, reply, 4096);
            if exchange.room().is_some() {
                exchange.came(0);
            }
            Ok(())
        });
        assert_eq!(became.0, expected);
    }
    let none_at_all = call(0, |exchange, reply| {
        feed(exchange, reply, 1);
        assert!(exchange.room().is_none());
        Ok(())
    });
    assert_eq!(none_at_all, (Err(ClientError::ReplyTooLong { limit: 0 }), SessionState::InDoubt));
    for lie in [4097, usize::MAX] {
        let (became, state) = call(4096, |exchange, _| {
            exchange.came(lie);
            assert!(exchange.room().is_none(), "nothing that comes now means anything");
            Ok(())
        });
        assert!(matches!(became, Err(ClientError::Call(CallError::Unverified(_)))));
        assert_eq!(state, SessionState::InDoubt);
    }
}

/// Every prefix of a reply, said to be whole, is no reply.
#[test]
fn concluded_too_early() {
    let mut length = usize::MAX;
    let mut cut = 0;
    while cut < length {
        let (became, state) = call(4096, |exchange, reply| {
            length = reply.len();
            feed(exchange, &reply[..cut], 4096);
            exchange.came(0);
            Ok(())
        });
        assert_eq!(became.unwrap_err().outcome(), Outcome::Unknown, "cut at {cut}");
        assert_eq!(state, SessionState::InDoubt);
        cut += 29;
    }
}

// SH-18
#[test]
fn an_exchange_that_is_dropped_leaves_its_session_in_doubt() {
    let practice = Practice::new(Mode::Good);
    let (mut request, mut reply) = ([0; 4096], [0; 4096]);
    let mut front = front(&mut request, &mut reply);
    let mut session = practice.begun();
    drop(front.call(&mut session, &CANCEL).unwrap());
    assert_eq!(session.state(), SessionState::InDoubt);
    let error = front.call(&mut session, &CANCEL).unwrap_err();
    assert_eq!(error, RequestError::SessionClosed(SessionState::InDoubt));
    let mut session = practice.begun();
    drop(front.stream(&mut session, &search(), |_| ()).unwrap());
    assert_eq!(session.state(), SessionState::InDoubt);
}

fn search() -> GetAvailableAppointments<'static> {
    let at = |text| DateTime::parse(text).unwrap();
    let (from, to) = (at("2026-11-23T08:00:00"), at("2026-11-30T18:00:00"));
    GetAvailableAppointments { from, to, maximum_items: None, after: None }
}

/// A stream that was not sent leaves its session as it was, and gives out nothing.
#[test]
fn a_stream_that_was_not_sent() {
    let practice = Practice::new(Mode::Good);
    let (mut request, mut reply) = ([0; 4096], [0; 4096]);
    let mut front = front(&mut request, &mut reply);
    let mut session = practice.begun();
    let mut slots = 0;
    let exchange = front
        .stream(&mut session, &search(), |part| {
            slots += i32::from(matches!(part.unwrap().unconfirmed(), AvailableAppointmentsPart::Slot(_)));
        })
        .unwrap();
    let became = exchange.conclude(Err(DeliveryError::NotSent(())));
    assert!(matches!(became, Err(ClientError::NotSent(()))));
    assert_eq!((slots, session.state()), (0, SessionState::Live));
}

/// A reply of which nothing can be proved any more is not waited for.
#[test]
fn a_stream_stops_when_nothing_can_be_proved() {
    let practice = Practice::new(Mode::Good);
    let (mut request, mut reply) = ([0; 4096], [0; 4096]);
    let mut front = front(&mut request, &mut reply);
    let mut session = practice.begun();
    let mut exchange = front.stream(&mut session, &search(), |_| ()).unwrap();
    feed(&mut exchange, b"<a/><b/><c/>", 4096);
    assert!(exchange.room().is_none());
    let became = exchange.conclude(Ok::<(), DeliveryError<()>>(()));
    assert!(matches!(became, Err(ClientError::Call(CallError::Unverified(_)))));
    assert_eq!(session.state(), SessionState::InDoubt);
}

#[test]
fn a_session_is_begun() {
    let practice = Practice::new(Mode::Good);
    let (mut request, mut reply) = ([0; 4096], [0; 4096]);
    let mut front = front(&mut request, &mut reply);
    let options = SessionOptions::negotiated(ods(), Version::V2_1);
    let mut exchange = front.begin_session::<()>(options.clone()).unwrap();
    let answered = answer(&practice, &exchange);
    feed(&mut exchange, &answered, 10);
    exchange.came(0);
    assert!(exchange.conclude::<()>(Ok(())).is_ok());
    // Before anything is sent: the buffer is too short.
    let (mut short, mut reply) = ([0; 10], [0; 10]);
    let mut front = Front::<Platform>::new(
        application::<OpenProfile>(),
        Parts::new(Still, Seeded(1)),
        &mut short,
        &mut reply,
    );
    assert!(matches!(front.begin_session::<()>(options), Err(BeginError::Buffer(_))));
    let error = front.clinical_version_information(ods()).unwrap_err();
    assert!(matches!(error, RequestError::Buffer(_)));
}
