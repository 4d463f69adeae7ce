//! Connections that wait for the next call, and those that the server gave up meanwhile.

use core::time::Duration;
use std::io::Read as _;
use std::thread::sleep;

use emis_core::transport::{Reply as _, Transport as _};

use crate::server::{ACTION, Outcome, REQUEST, Server, call, eventually, quick, reply};

fn whole() -> Outcome {
    Outcome::Whole(b"<ok/>".to_vec())
}

#[test]
fn calls_share_a_connection() {
    let server = Server::answering(reply("200 OK", "<ok/>"));
    let mut client = server.client();
    for _ in 0..3 {
        assert_eq!(call(&mut client), whole());
    }
    assert_eq!((server.seen.connections(), server.seen.requests().len()), (1, 3));
}

#[test]
fn keep_alive_of_zero_opens_one_a_call() {
    let server = Server::answering(reply("200 OK", "<ok/>"));
    let mut client = quick().keep_alive(Duration::ZERO).build(&server.url()).unwrap();
    for _ in 0..3 {
        assert_eq!(call(&mut client), whole());
    }
    assert_eq!((server.seen.connections(), server.seen.requests().len()), (3, 3));
}

#[test]
fn closed_between_calls_and_noticed() {
    let server = Server::cutting(reply("200 OK", "<ok/>"));
    let mut client = server.client();
    for _ in 0..3 {
        assert_eq!(call(&mut client), whole());
        // Time for the end to arrive, which is seen before the next request is written.
        sleep(Duration::from_millis(50));
    }
    assert_eq!((server.seen.connections(), server.seen.requests().len()), (3, 3));
}

// SH-14, SH-15, HTTP-6
#[test]
fn given_up_while_the_second_request_comes() {
    // The second request meets a connection that was open when it was looked at; after `taken` bytes the
    // server closes it with the rest unread, which resets it.
    for taken in [1, 40, 200] {
        let server = Server::start(move |peer, number| {
            peer.request();
            peer.say(reply("200 OK", "<ok/>").as_bytes());
            if number == 1 {
                let _ = peer.stream.read_exact(&mut vec![0; taken]);
            }
        });
        let mut client = server.client();
        assert_eq!(call(&mut client), whole());
        let outcome = call(&mut client);
        assert!(matches!(outcome, Outcome::Unknown(_)), "{outcome:?}");
        sleep(Duration::from_millis(50));
        assert_eq!((server.seen.connections(), server.seen.requests().len()), (1, 1), "{taken} taken");
    }
}

// SH-15, HTTP-6
#[test]
fn read_and_given_up() {
    let server = Server::start(|peer, number| {
        peer.request();
        peer.say(reply("200 OK", "<ok/>").as_bytes());
        if number == 1 {
            peer.request();
        }
    });
    let mut client = server.client();
    assert_eq!(call(&mut client), whole());
    assert!(matches!(call(&mut client), Outcome::Unknown(_)));
    sleep(Duration::from_millis(50));
    assert_eq!((server.seen.connections(), server.seen.requests().len()), (1, 2));
    // The caller's own next call is another matter.
    assert_eq!(call(&mut client), whole());
    assert_eq!((server.seen.connections(), server.seen.requests().len()), (2, 3));
}

#[test]
fn a_reply_that_was_not_read_to_its_end_closes_its_connection() {
    let server = Server::answering(reply("200 OK", "<ok/>"));
    let mut client = server.client();
    let mut reply = client.send(ACTION, REQUEST).unwrap();
    assert_eq!(reply.read(&mut [0; 2]), Ok(2));
    drop(reply);
    assert_eq!(call(&mut client), whole());
    assert_eq!(server.seen.connections(), 2);
}

#[test]
fn bytes_that_nobody_asked_for_close_their_connection() {
    let server = Server::start(|peer, _| {
        while peer.request() {
            peer.say(format!("{}{}", reply("200 OK", "<ok/>"), reply("200 OK", "<injected/>")).as_bytes());
        }
    });
    let mut client = server.client();
    for _ in 0..2 {
        assert_eq!(call(&mut client), whole());
    }
    assert!(eventually(|| server.seen.connections() == 2));
}
