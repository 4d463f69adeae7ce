//! What is said of a call that did not go through, and what becomes of its connection. `NotSent` is said only if no
//! byte reached a connection (protocol.md section 4).

use embedded_io::ErrorKind;
use emis_core::transport::{Action, DeliveryError, Reply as _, Transport as _};
use emis_embedded_io::http::HttpTransport;
use emis_embedded_io::{Error, Line};

use crate::stream::{
    ACTION, Full, Outcome, REQUEST, Script, call, calls, chunked, endpoint, giving, outcome, reply, request,
    whole,
};

#[test]
fn a_connection_that_cannot_be_opened_is_not_sent() {
    let good = giving(reply("200 OK", "<reply/>"));
    let (outcomes, seen) =
        calls(vec![Err(ErrorKind::ConnectionRefused), Err(ErrorKind::TimedOut), Ok(good)], 3);
    let refused = |kind| Outcome::NotSent(Error::Connect(kind));
    assert_eq!(
        outcomes,
        [refused(ErrorKind::ConnectionRefused), refused(ErrorKind::TimedOut), whole("<reply/>")]
    );
    assert_eq!((seen.refused, seen.written.len()), (2, 1));
}

#[test]
fn what_cannot_be_written_is_not_sent() {
    let mut buffer = [0; 512];
    let script = Script::once(giving(reply("200 OK", "<reply/>")));
    let seen = script.seen.clone();
    let mut transport = HttpTransport::new(script, endpoint(), &mut buffer);
    let bad = Action { namespace: "urn:x", operation: "a\r\nb" };
    assert!(matches!(transport.send(bad, REQUEST), Err(DeliveryError::NotSent(Error::BadAction))));
    assert_eq!(seen.borrow().written.len(), 0);
    assert_eq!(call(&mut transport), whole("<reply/>"));

    let mut short = [0; 64];
    let script = Script::once(giving(""));
    let seen = script.seen.clone();
    let mut transport = HttpTransport::new(script, endpoint(), &mut short);
    assert_eq!(call(&mut transport), Outcome::NotSent(Error::OwnHead));
    assert_eq!(seen.borrow().written.len(), 0);
}

// SH-14
#[test]
fn a_write_that_fails_is_unknown_even_at_its_first_byte() {
    for room in 0..request().len() {
        for (when_full, error) in [
            (Full::Fails(ErrorKind::ConnectionReset), Error::Connection(ErrorKind::ConnectionReset)),
            (Full::Fails(ErrorKind::TimedOut), Error::TimedOut),
            (Full::Zero, Error::Connection(ErrorKind::WriteZero)),
            (Full::Lies, Error::Connection(ErrorKind::WriteZero)),
        ] {
            let mut opening = giving(reply("200 OK", "<reply/>"));
            (opening.room, opening.when_full) = (room, when_full);
            let (outcomes, seen) = calls(vec![Ok(opening), Ok(giving(reply("200 OK", "<next/>")))], 2);
            assert_eq!(outcomes, [Outcome::Unknown(error), whole("<next/>")], "{room}");
            // What may have left was not written again: the second opening has the second call alone.
            assert_eq!((seen.written[0].len(), &seen.written[1]), (room, &request()));
            assert_eq!(seen.closed, 1);
        }
    }
    let mut opening = giving(reply("200 OK", "<reply/>"));
    opening.flushes = false;
    assert_eq!(outcome(opening), Outcome::Unknown(Error::Connection(ErrorKind::Other)));
}

#[test]
fn every_break_before_the_message_is_unknown() {
    let whole = reply("200 OK", "<reply/>");
    let head = whole.find("<reply/>").unwrap();
    for cut in 0..head {
        for (at_end, error) in [
            (None, Error::Closed),
            (Some(ErrorKind::TimedOut), Error::TimedOut),
            (Some(ErrorKind::Interrupted), Error::Connection(ErrorKind::Interrupted)),
        ] {
            let mut opening = giving(&whole.as_bytes()[..cut]);
            opening.at_end = at_end;
            let (outcomes, seen) = calls(vec![Ok(opening)], 1);
            assert_eq!(outcomes, [Outcome::Unknown(error)], "cut at {cut}");
            assert_eq!((seen.closed, seen.written.len()), (1, 1));
        }
    }
}

#[test]
fn a_break_in_the_message_is_kept_and_closes() {
    let whole = reply("200 OK", "<reply/>");
    let head = whole.find("<reply/>").unwrap();
    for cut in head..whole.len() {
        let (outcomes, seen) = calls(vec![Ok(giving(&whole.as_bytes()[..cut]))], 2);
        let before = whole.as_bytes()[head..cut].to_vec();
        assert_eq!(outcomes[0], Outcome::Cut(before, Error::Closed));
        assert_eq!(outcomes[1], Outcome::NotSent(Error::Connect(ErrorKind::ConnectionRefused)));
        assert_eq!(seen.closed, 1);
    }
}

#[test]
fn a_stream_that_lies_is_refused() {
    let mut buffer = [0; 512];
    let mut script = Script::once(giving(reply("200 OK", "<reply/>")));
    script.lies = true;
    let mut transport = HttpTransport::new(script, endpoint(), &mut buffer);
    assert_eq!(call(&mut transport), Outcome::Unknown(Error::Connection(ErrorKind::InvalidData)));
}

#[test]
fn a_connection_is_kept_for_the_next_call() {
    let two = reply("200 OK", "<first/>") + &chunked("8\r\n<secon/>\r\n0\r\n\r\n");
    // One byte a read, so that no read takes bytes of the next reply, which a peer would not have written yet.
    let mut opening = giving(two);
    opening.step = 1;
    let (outcomes, seen) = calls(vec![Ok(opening)], 2);
    assert_eq!(outcomes, [whole("<first/>"), whole("<secon/>")]);
    assert_eq!((seen.written.len(), seen.closed), (1, 0));
    assert_eq!(seen.written[0], [request(), request()].concat());
}

#[test]
fn what_follows_a_reply_poisons_its_connection() {
    for first in [reply("200 OK", "<first/>"), chunked("8\r\n<first/>\r\n0\r\n\r\n")] {
        let over = first + &reply("200 OK", "<forged/>");
        let (outcomes, seen) = calls(vec![Ok(giving(over)), Ok(giving(reply("200 OK", "<second/>")))], 2);
        assert_eq!(outcomes, [whole("<first/>"), whole("<second/>")]);
        assert_eq!((seen.written.len(), seen.closed), (2, 1));
    }
}

#[test]
fn a_connection_that_will_close_is_not_kept() {
    for field in ["Connection: close\r\n", "Connection: x, Close\r\n"] {
        let first = reply("200 OK", "<first/>").replacen("\r\n", &format!("\r\n{field}"), 1);
        let (outcomes, seen) = calls(vec![Ok(giving(first)), Ok(giving(reply("200 OK", "<second/>")))], 2);
        assert_eq!(outcomes, [whole("<first/>"), whole("<second/>")]);
        assert_eq!(seen.closed, 1);
    }
    let first = reply("200 OK", "<first/>").replacen("1.1", "1.0", 1);
    let (outcomes, seen) = calls(vec![Ok(giving(first)), Ok(giving(reply("200 OK", "<second/>")))], 2);
    assert_eq!((outcomes[1].clone(), seen.closed), (whole("<second/>"), 1));
}

#[test]
fn a_reply_dropped_before_its_end_costs_its_connection() {
    for read in 0..=8 {
        let mut opening = giving(reply("200 OK", "<first/>") + &reply("200 OK", "<stale/>"));
        opening.step = 1;
        let script = Script::of(vec![Ok(opening), Ok(giving(reply("200 OK", "<second/>")))]);
        let seen = script.seen.clone();
        let mut buffer = [0; 512];
        let mut transport = HttpTransport::new(script, endpoint(), &mut buffer);
        {
            let mut reply = transport.send(ACTION, REQUEST).unwrap();
            for _ in 0..read {
                assert_eq!(reply.read(&mut [0]), Ok(1));
            }
        }
        // All that was announced has come: the connection is good.
        let expected = if read == 8 { "<stale/>" } else { "<second/>" };
        assert_eq!(call(&mut transport), whole(expected), "{read}");
        assert_eq!(seen.borrow().closed, usize::from(read < 8));
    }
}

#[test]
fn chunks_are_read_to_their_last_line() {
    // The message is there, its end is not: the connection cannot be kept.
    let mut opening = giving(chunked("8\r\n<first/>\r\n0\r\n\r\n"));
    opening.step = 1;
    let script = Script::of(vec![Ok(opening), Ok(giving(reply("200 OK", "<second/>")))]);
    let mut buffer = [0; 512];
    let mut transport = HttpTransport::new(script, endpoint(), &mut buffer);
    let mut reply = transport.send(ACTION, REQUEST).unwrap();
    for _ in 0..8 {
        assert_eq!(reply.read(&mut [0]), Ok(1));
    }
    drop(reply);
    assert_eq!(call(&mut transport), whole("<second/>"));
}

#[test]
fn a_connection_given_up_is_opened_anew() {
    let one = || Ok(giving(reply("200 OK", "<reply/>")));
    let script = Script::of(vec![one(), one()]);
    let seen = script.seen.clone();
    let mut buffer = [0; 512];
    let mut transport = HttpTransport::new(script, endpoint(), &mut buffer);
    transport.close();
    assert_eq!(seen.borrow().closed, 0, "nothing was open");
    assert_eq!(call(&mut transport), whole("<reply/>"));
    transport.close();
    transport.close();
    assert_eq!(seen.borrow().closed, 1);
    assert_eq!(call(&mut transport), whole("<reply/>"));
}

#[test]
fn a_line_serves_until_its_first_failure() {
    let mut opening = giving([reply("200 OK", "<a/>"), reply("200 OK", "<b/>")].concat());
    (opening.step, opening.at_end) = (1, Some(ErrorKind::TimedOut));
    let mut script = Script::once(opening);
    emis_embedded_io::Connection::open(&mut script).unwrap();
    let mut buffer = [0; 512];
    let mut transport = HttpTransport::new(Line::new(script), endpoint(), &mut buffer);
    assert_eq!(call(&mut transport), whole("<a/>"));
    assert_eq!(call(&mut transport), whole("<b/>"));
    assert_eq!(call(&mut transport), Outcome::Unknown(Error::TimedOut));
    let ended = Outcome::NotSent(Error::Connect(ErrorKind::NotConnected));
    assert_eq!([call(&mut transport), call(&mut transport)], [ended.clone(), ended]);
    let written = transport.into_connection().into_inner().seen.borrow().written.concat();
    assert_eq!(written, [request(), request(), request()].concat(), "nothing after the failure");
}
