//! The framed binding: both ends, byte by byte.

use embedded_io::ErrorKind;
use emis_core::transport::{DeliveryError, Reply as _, Transport as _};
use emis_embedded_io::framed::{DEFAULT_LIMIT, FramedServer, FramedTransport};
use emis_embedded_io::{Connection as _, Error};

use crate::stream::{ACTION, Full, Opening, Outcome, REQUEST, Script, Seen, call, giving, whole};

pub(crate) fn framed(message: &[u8]) -> Vec<u8> {
    [&u32::try_from(message.len()).unwrap().to_be_bytes()[..], message].concat()
}

fn calls(openings: Vec<Result<Opening, ErrorKind>>, number: usize) -> (Vec<Outcome>, Seen) {
    let script = Script::of(openings);
    let seen = script.seen.clone();
    let mut transport = FramedTransport::new(script);
    let outcomes = (0..number).map(|_| call(&mut transport)).collect();
    drop(transport);
    let seen = seen.borrow().clone();
    (outcomes, seen)
}

// FR-1
#[test]
fn length_and_message_each_way() {
    for step in [1, 2, 3, 5, usize::MAX] {
        let mut opening = giving([framed(b"one"), framed(b"fourteen")].concat());
        opening.step = step;
        let (outcomes, seen) = calls(vec![Ok(opening)], 2);
        assert_eq!(outcomes, [whole("one"), whole("fourteen")]);
        assert_eq!(seen.written, [[framed(REQUEST), framed(REQUEST)].concat()]);
        assert_eq!(seen.closed, 0);
    }
}

#[test]
fn a_message_of_no_length_or_above_the_limit_is_not_sent() {
    let script = Script::once(giving(framed(b"ok")));
    let seen = script.seen.clone();
    let mut transport = FramedTransport::with_limit(script, 5);
    let limit = DeliveryError::NotSent(Error::OwnLength { limit: 5 });
    for message in [&b""[..], b"sixsix"] {
        assert_eq!(transport.send(ACTION, message).err(), Some(limit));
    }
    assert_eq!(seen.borrow().written.len(), 0);
    assert!(transport.send(ACTION, b"fives").is_ok());
    assert_eq!(seen.borrow().written, [framed(b"fives")]);
}

// FR-2
#[test]
fn a_reply_of_no_length_or_above_the_limit_ends_the_connection() {
    let limit = DEFAULT_LIMIT;
    for length in [0, limit + 1, u32::MAX] {
        let (outcomes, seen) = calls(vec![Ok(giving(length.to_be_bytes())), Ok(giving(framed(b"next")))], 2);
        assert_eq!(outcomes, [Outcome::Unknown(Error::PeerLength { limit }), whole("next")]);
        assert_eq!((seen.closed, seen.written.len()), (1, 2));
    }
    let longest = "x".repeat(65_536);
    assert_eq!(calls(vec![Ok(giving(framed(longest.as_bytes())))], 1).0, [whole(&longest)]);
}

#[test]
fn a_reply_that_is_cut_ends_the_connection() {
    let message = framed(b"message");
    for cut in 0..message.len() {
        for (at_end, error) in [
            (None, Error::Closed),
            (Some(ErrorKind::TimedOut), Error::TimedOut),
            (Some(ErrorKind::ConnectionReset), Error::Connection(ErrorKind::ConnectionReset)),
        ] {
            let mut opening = giving(&message[..cut]);
            (opening.at_end, opening.step) = (at_end, 1);
            let (outcomes, seen) = calls(vec![Ok(opening), Err(ErrorKind::NotFound)], 2);
            let expected = match cut {
                0..4 => Outcome::Unknown(error),
                _ => Outcome::Cut(message[4..cut].to_vec(), error),
            };
            assert_eq!(outcomes, [expected, Outcome::NotSent(Error::Connect(ErrorKind::NotFound))]);
            assert_eq!((seen.closed, seen.reads), (1, cut + 1));
            assert_eq!(seen.written, [framed(REQUEST)]);
        }
    }
}

#[test]
fn a_write_that_fails_is_unknown_even_at_its_first_byte() {
    for room in 0..framed(REQUEST).len() {
        let mut opening = giving(framed(b"reply"));
        (opening.room, opening.when_full) = (room, Full::Fails(ErrorKind::BrokenPipe));
        let (outcomes, seen) = calls(vec![Ok(opening)], 1);
        assert_eq!(outcomes, [Outcome::Unknown(Error::Connection(ErrorKind::BrokenPipe))]);
        assert_eq!((seen.written[0].len(), seen.closed), (room, 1));
    }
    let mut opening = giving(framed(b"reply"));
    opening.flushes = false;
    assert_eq!(calls(vec![Ok(opening)], 1).0, [Outcome::Unknown(Error::Connection(ErrorKind::Other))]);
}

#[test]
fn a_reply_dropped_before_its_end_costs_its_connection() {
    for read in 0..=5 {
        let script = Script::of(vec![
            Ok(giving([framed(b"first"), framed(b"stale")].concat())),
            Ok(giving(framed(b"second"))),
        ]);
        let mut transport = FramedTransport::new(script);
        {
            let mut reply = transport.send(ACTION, REQUEST).unwrap();
            for _ in 0..read {
                assert_eq!(reply.read(&mut [0]), Ok(1));
            }
        }
        assert_eq!(call(&mut transport), whole(if read == 5 { "stale" } else { "second" }), "{read}");
    }
}

#[test]
fn no_room_is_no_end() {
    let mut transport = FramedTransport::new(Script::once(giving(framed(b"reply"))));
    let mut reply = transport.send(ACTION, REQUEST).unwrap();
    assert_eq!(reply.read(&mut []), Err(Error::EmptyBuffer));
    assert_eq!(reply.read(&mut [0; 8]), Ok(5));
    assert_eq!(reply.read(&mut [0; 8]), Ok(0));
}

#[test]
fn a_stream_that_lies_is_refused() {
    let mut script = Script::once(giving(framed(b"reply")));
    script.lies = true;
    let lie = Outcome::Unknown(Error::Connection(ErrorKind::InvalidData));
    assert_eq!(call(&mut FramedTransport::new(script)), lie);
}

fn server(opening: Opening, limit: u32) -> FramedServer<Script> {
    let mut script = Script::once(opening);
    script.open().unwrap();
    FramedServer::with_limit(script, limit)
}

#[test]
fn server_takes_turns() {
    let mut server = server(giving([framed(b"one"), framed(b"two")].concat()), 64);
    let mut into = [0; 16];
    assert_eq!(server.reply(b"early"), Err(Error::OutOfTurn));
    assert_eq!(server.receive(&mut into), Ok(Some(3)));
    assert_eq!(&into[..3], b"one");
    assert_eq!(server.reply(b""), Err(Error::OwnLength { limit: 64 }));
    assert_eq!(server.reply(&[b'x'; 65]), Err(Error::OwnLength { limit: 64 }));
    assert_eq!(server.reply(b"first"), Ok(()));
    assert_eq!(server.reply(b"again"), Err(Error::OutOfTurn));
    assert_eq!(server.receive(&mut into), Ok(Some(3)));
    assert_eq!(server.receive(&mut into), Err(Error::OutOfTurn));
    assert_eq!(server.receive(&mut into), Err(Error::Ended));
    assert_eq!(server.reply(b"late"), Err(Error::Ended));
    assert_eq!(server.into_inner().seen.borrow().written.concat(), framed(b"first"));
}

#[test]
fn server_ends_at_a_bad_length_a_cut_and_a_time_out() {
    let message = framed(b"request");
    for cut in 0..message.len() {
        let mut server = server(giving(&message[..cut]), 64);
        let expected = if cut == 0 { Ok(None) } else { Err(Error::Closed) };
        assert_eq!(server.receive(&mut [0; 16]), expected, "cut at {cut}");
        assert_eq!(server.receive(&mut [0; 16]), Err(Error::Ended));
    }
    for (bytes, limit, room, error) in [
        (framed(b""), 9, 9, Error::PeerLength { limit: 9 }),
        (framed(b"request"), 6, 9, Error::PeerLength { limit: 6 }),
        (framed(b"request"), 9, 6, Error::PeerLength { limit: 6 }),
        (framed(b"request"), 9, 0, Error::PeerLength { limit: 0 }),
    ] {
        let mut server = server(giving(bytes), limit);
        assert_eq!(server.receive(&mut vec![0; room]), Err(error));
        assert_eq!(server.receive(&mut vec![0; room]), Err(Error::Ended));
    }
    let mut silent = giving("");
    silent.at_end = Some(ErrorKind::TimedOut);
    let mut server = server(silent, 64);
    assert_eq!(server.receive(&mut [0; 16]), Err(Error::TimedOut));
    assert_eq!(server.receive(&mut [0; 16]), Err(Error::Ended));
}

#[test]
fn a_servers_failed_write_ends_it() {
    for room in 0..framed(b"reply").len() {
        let mut opening = giving([framed(b"one"), framed(b"two")].concat());
        opening.room = room;
        let mut server = server(opening, 64);
        assert_eq!(server.receive(&mut [0; 16]), Ok(Some(3)));
        assert_eq!(server.reply(b"reply"), Err(Error::Connection(ErrorKind::BrokenPipe)));
        assert_eq!(server.receive(&mut [0; 16]), Err(Error::Ended));
    }
}
