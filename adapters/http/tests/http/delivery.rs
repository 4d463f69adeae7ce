//! `NotSent` or `Unknown`: what went wrong before the first byte of the request and after it.

use core::time::Duration;
use std::io::{ErrorKind, Read as _};
use std::net::TcpListener;
use std::thread::sleep;

use emis_http::{Error, HttpTransport, Stage};

use crate::server::{Outcome, Server, call, call_with, eventually, quick, reply};

/// The call is unknown, and its request went to the server once and on one connection.
fn sent_once(server: &Server, outcome: &Outcome) {
    assert!(matches!(outcome, Outcome::Unknown(_) | Outcome::Cut(..)), "{outcome:?}");
    sleep(Duration::from_millis(50));
    assert_eq!((server.seen.connections(), server.seen.requests().len()), (1, 1), "{outcome:?}");
}

// SH-14
#[test]
fn nobody_listens() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for scheme in ["http", "https"] {
        let mut client = quick().build(&format!("{scheme}://{address}/")).unwrap();
        assert_eq!(
            call(&mut client),
            Outcome::NotSent(Error::Connection(ErrorKind::ConnectionRefused.into()))
        );
    }
}

#[test]
fn no_such_name() {
    let mut client = quick().build("https://practice.invalid/").unwrap();
    let outcome = call(&mut client);
    assert!(
        matches!(outcome, Outcome::NotSent(Error::NameNotFound | Error::TimedOut(Stage::Connect))),
        "{outcome:?}"
    );
}

// HTTP-8, HTTP-9
#[test]
fn plain_http_to_another_machine_is_refused_before_anything() {
    assert_eq!(HttpTransport::new("http://192.0.2.1/").err(), Some(Error::NotHttps));
}

#[test]
fn a_call_without_time_is_not_sent() {
    let server = Server::answering(reply("200 OK", "<ok/>"));
    let mut client = quick().total_timeout(Duration::ZERO).build(&server.url()).unwrap();
    assert_eq!(call(&mut client), Outcome::NotSent(Error::TimedOut(Stage::Total)));
    assert_eq!(server.seen.requests().len(), 0);
}

// SH-14
#[test]
fn closed_after_the_request() {
    let server = Server::cutting("");
    let outcome = call(&mut server.client());
    assert_eq!(outcome, Outcome::Unknown(Error::Closed));
    sent_once(&server, &outcome);
}

#[test]
fn closed_before_the_request_was_read() {
    // The first byte is read and the rest is left: the kernel resets the connection.
    let server = Server::start(|peer, _| {
        let _ = peer.stream.read(&mut [0]);
    });
    let outcome = call_with(&mut server.client(), &vec![b'x'; 8 << 20]);
    assert!(matches!(outcome, Outcome::Unknown(Error::Connection(_) | Error::Closed)), "{outcome:?}");
    sleep(Duration::from_millis(50));
    assert_eq!(server.seen.connections(), 1);
}

#[test]
fn closed_within_the_head() {
    let whole = reply("200 OK", "<ok/>");
    let head = whole.find("<ok/>").unwrap();
    for cut in 1..head {
        let server = Server::cutting(&whole[..cut]);
        let outcome = call(&mut server.client());
        assert_eq!(outcome, Outcome::Unknown(Error::Closed), "cut at {cut}");
        assert_eq!(server.seen.requests().len(), 1);
    }
}

#[test]
fn closed_within_the_message() {
    let whole = reply("200 OK", "<message>of some length</message>");
    let head = whole.find("<message>").unwrap();
    for cut in head..whole.len() {
        let server = Server::cutting(&whole[..cut]);
        let outcome = call(&mut server.client());
        assert_eq!(outcome, Outcome::Cut(whole.as_bytes()[head..cut].to_vec(), Error::Closed));
        if cut == head {
            sent_once(&server, &outcome);
        }
    }
}

#[test]
fn no_answer_in_time() {
    let server = Server::start(|peer, _| {
        peer.request();
        peer.request();
    });
    let mut client = quick().response_timeout(Duration::from_millis(100)).build(&server.url()).unwrap();
    let outcome = call(&mut client);
    assert_eq!(outcome, Outcome::Unknown(Error::TimedOut(Stage::Response)));
    sent_once(&server, &outcome);
}

#[test]
fn an_answer_that_drips_past_the_total() {
    let whole = reply("200 OK", "<message/>");
    for dripped in [0, whole.len() - 10] {
        let whole = whole.clone();
        let server = Server::start(move |peer, _| {
            peer.request();
            peer.say(&whole.as_bytes()[..dripped]);
            for byte in whole.as_bytes()[dripped..].chunks(1) {
                sleep(Duration::from_millis(60));
                peer.say(byte);
            }
        });
        let mut client = quick().total_timeout(Duration::from_millis(200)).build(&server.url()).unwrap();
        let outcome = call(&mut client);
        let late = Error::TimedOut(Stage::Total);
        assert!(matches!(&outcome, Outcome::Unknown(e) | Outcome::Cut(_, e) if *e == late), "{outcome:?}");
        sent_once(&server, &outcome);
    }
}

#[test]
fn a_request_that_nobody_takes() {
    let server = Server::start(|peer, _| {
        sleep(Duration::from_secs(2));
        let _ = peer.stream.peek(&mut [0]);
    });
    let mut client = quick().total_timeout(Duration::from_millis(200)).build(&server.url()).unwrap();
    let outcome = call_with(&mut client, &vec![b'x'; 32 << 20]);
    assert_eq!(outcome, Outcome::Unknown(Error::TimedOut(Stage::Total)));
    assert!(eventually(|| server.seen.connections() == 1));
}
