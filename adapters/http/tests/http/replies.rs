//! What comes in: which replies are read, which are refused, and where a message ends.

use emis_core::transport::{Reply as _, Transport as _};
use emis_http::Error;

use crate::server::{ACTION, Outcome, REQUEST, Server, call, chunked, quick, reply};

const TYPE: &str = "Content-Type: application/soap+xml\r\n";

/// The outcome of one call to a server that answers so and then closes.
fn outcome(answer: impl Into<Vec<u8>>) -> Outcome {
    let server = Server::cutting(answer);
    let outcome = call(&mut server.client());
    assert_eq!((server.seen.connections(), server.seen.requests().len()), (1, 1), "{outcome:?}");
    outcome
}

fn whole(message: &str) -> Outcome {
    Outcome::Whole(message.as_bytes().to_vec())
}

// HTTP-5
#[test]
fn faults_are_read() {
    assert_eq!(outcome(reply("200 OK", "<reply/>")), whole("<reply/>"));
    assert_eq!(outcome(reply("400 Bad Request", "<sender/>")), whole("<sender/>"));
    assert_eq!(outcome(reply("500 Internal Server Error", "<receiver/>")), whole("<receiver/>"));
    assert_eq!(outcome(reply("200 OK", "")), whole(""));
}

// HTTP-5
#[test]
fn other_statuses_are_refused() {
    for status in [201, 202, 203, 204, 206, 300, 304, 401, 403, 404, 405, 413, 415, 429, 501, 502, 503, 504] {
        assert_eq!(outcome(reply(&format!("{status} X"), "<x/>")), Outcome::Unknown(Error::Status(status)));
    }
}

// HTTP-6
#[test]
fn redirects_are_not_followed() {
    let target = Server::answering(reply("200 OK", "<elsewhere/>"));
    for status in [301, 302, 303, 307, 308] {
        let head =
            format!("HTTP/1.1 {status} Moved\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", target.url());
        assert_eq!(outcome(head), Outcome::Unknown(Error::Status(status)));
    }
    assert_eq!(target.seen.connections(), 0);
}

#[test]
fn an_interim_reply_is_passed_over() {
    let answer = format!("HTTP/1.1 100 Continue\r\n\r\n{}", reply("200 OK", "<reply/>"));
    assert_eq!(outcome(answer), whole("<reply/>"));
}

#[test]
fn other_content_types_are_refused() {
    for field in [
        "",
        "Content-Type: text/html\r\n",
        "Content-Type: application/soap+xml; charset=utf-16\r\n",
        "Content-Type: application/soap+xml\r\nContent-Type: application/soap+xml\r\n",
    ] {
        let answer = format!("HTTP/1.1 200 OK\r\n{field}Content-Length: 2\r\n\r\nok");
        assert_eq!(outcome(answer), Outcome::Unknown(Error::ContentType), "{field}");
    }
}

// HTTP-7
#[test]
fn coded_replies_are_refused() {
    for coding in ["gzip", "deflate", "br", "zstd", "identity, gzip", "x"] {
        let answer =
            format!("HTTP/1.1 200 OK\r\n{TYPE}Content-Encoding: {coding}\r\nContent-Length: 2\r\n\r\nok");
        assert_eq!(outcome(answer), Outcome::Unknown(Error::Coded), "{coding}");
    }
    let answer =
        format!("HTTP/1.1 200 OK\r\n{TYPE}Transfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
    assert_eq!(outcome(answer), Outcome::Unknown(Error::Coded));
    let answer =
        format!("HTTP/1.1 200 OK\r\n{TYPE}Content-Encoding: identity\r\nContent-Length: 2\r\n\r\nok");
    assert_eq!(outcome(answer), whole("ok"));
}

#[test]
fn a_message_that_ends_with_its_connection_is_refused() {
    let answer = format!("HTTP/1.1 200 OK\r\n{TYPE}Connection: close\r\n\r\n<reply/>");
    assert_eq!(outcome(answer), Outcome::Unknown(Error::Unframed));
    let answer = format!("HTTP/1.0 200 OK\r\n{TYPE}\r\n<reply/>");
    assert_eq!(outcome(answer), Outcome::Unknown(Error::Unframed));
}

#[test]
fn two_lengths_are_refused() {
    let answer = format!("HTTP/1.1 200 OK\r\n{TYPE}Content-Length: 2\r\nContent-Length: 4\r\n\r\nokok");
    assert_eq!(outcome(answer), Outcome::Unknown(Error::NotHttp));
    let answer = format!(
        "HTTP/1.1 200 OK\r\n{TYPE}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"
    );
    assert_eq!(outcome(answer), Outcome::Unknown(Error::Unframed));
}

#[test]
fn what_is_no_http_is_refused() {
    for answer in ["SSH-2.0-x\r\n\r\n".to_owned(), "HTTP/2 200\r\n\r\n".to_owned()] {
        assert!(matches!(outcome(answer), Outcome::Unknown(Error::NotHttp | Error::Closed)));
    }
    let long = format!("HTTP/1.1 200 OK\r\n{TYPE}X: {}\r\n\r\n", "x".repeat(20_000));
    assert_eq!(outcome(long), Outcome::Unknown(Error::NotHttp));
}

#[test]
fn chunks_are_joined() {
    assert_eq!(outcome(chunked("3\r\n<re\r\n5;x=y\r\nply/>\r\n0\r\n\r\n")), whole("<reply/>"));
    assert_eq!(outcome(chunked("8\r\n<reply/>\r\n0\r\nTrailer: x\r\n\r\n")), whole("<reply/>"));
}

#[test]
fn chunks_that_do_not_end_are_an_error_wherever_they_are_cut() {
    let all = "3\r\n<re\r\n5\r\nply/>\r\n0\r\nTrailer: x\r\n\r\n";
    for cut in 0..all.len() {
        let outcome = outcome(chunked(&all[..cut]));
        assert!(matches!(outcome, Outcome::Cut(_, Error::Closed)), "cut at {cut}: {outcome:?}");
    }
}

#[test]
fn chunks_that_are_none_are_an_error() {
    for bad in ["x\r\n<reply/>\r\n", "-1\r\n\r\n", "3\r\n<reply/>\r\n0\r\n\r\n", "fffffffffffffffff\r\n"] {
        assert!(matches!(outcome(chunked(bad)), Outcome::Cut(_, Error::NotHttp)), "{bad}");
    }
}

#[test]
fn the_limit_is_held_to_the_byte() {
    let limited = |answer: String| {
        let server = Server::answering(answer);
        call(&mut quick().reply_limit(8).build(&server.url()).unwrap())
    };
    let too_long = Error::TooLong { limit: 8 };
    assert_eq!(limited(reply("200 OK", "<reply/>")), whole("<reply/>"));
    assert_eq!(limited(reply("200 OK", "<replys/>")), Outcome::Unknown(too_long.clone()));
    assert_eq!(limited(chunked("8\r\n<reply/>\r\n0\r\n\r\n")), whole("<reply/>"));
    let over = Outcome::Cut(b"<reply/>".to_vec(), too_long);
    assert_eq!(limited(chunked("9\r\n<reply/>!\r\n0\r\n\r\n")), over);
    assert_eq!(limited(chunked("8\r\n<reply/>\r\n1\r\n!\r\n0\r\n\r\n")), over);
}

#[test]
fn no_room_is_no_end() {
    let server = Server::answering(reply("200 OK", "<reply/>"));
    let mut client = server.client();
    let mut reply = client.send(ACTION, REQUEST).unwrap();
    assert_eq!(reply.read(&mut []), Err(Error::EmptyBuffer));
    let mut message = [0; 64];
    assert_eq!(reply.read(&mut message), Ok(8));
    assert_eq!(reply.read(&mut message), Ok(0));
}
