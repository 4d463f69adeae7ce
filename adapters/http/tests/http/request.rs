//! What goes out.

use std::process::Command;

use emis_core::transport::{Action, DeliveryError, Transport as _};
use emis_http::Error;

use crate::server::{ACTION, Outcome, REQUEST, Server, call, call_with, reply};

// HTTP-1, HTTP-2
#[test]
fn headers_are_exactly_these() {
    let server = Server::answering(reply("200 OK", "<ok/>"));
    assert_eq!(call(&mut server.client()), Outcome::Whole(b"<ok/>".to_vec()));

    let request = String::from_utf8(server.seen.requests().remove(0)).unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert_eq!(body.as_bytes(), REQUEST);
    let mut lines = head.split("\r\n");
    assert_eq!(lines.next(), Some("POST /emis HTTP/1.1"));
    let mut fields: Vec<_> = lines
        .map(|line| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_ascii_lowercase(), value.to_owned())
        })
        .collect();
    fields.sort();
    let expected = [
        ("accept", "application/soap+xml"),
        ("accept-encoding", "identity"),
        ("cache-control", "no-store"),
        ("content-length", &REQUEST.len().to_string()),
        ("content-type", "application/soap+xml; charset=utf-8; action=\"urn:emis-ps:1/BookAppointment\""),
        ("host", &server.address.to_string()),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(fields, expected);
}

#[test]
fn a_long_request_goes_out_whole() {
    let server = Server::answering(reply("200 OK", "<ok/>"));
    let request: Vec<u8> = (0..100_000_u32).flat_map(u32::to_le_bytes).collect();
    assert_eq!(call_with(&mut server.client(), &request), Outcome::Whole(b"<ok/>".to_vec()));
    assert!(server.seen.requests()[0].ends_with(&request));
}

#[test]
fn localhost_may_be_plain() {
    let server = Server::answering(reply("200 OK", "<ok/>"));
    let url = format!("http://localhost:{}/", server.address.port());
    assert_eq!(call(&mut crate::server::quick().build(&url).unwrap()), Outcome::Whole(b"<ok/>".to_vec()));
}

#[test]
fn an_action_cannot_leave_its_quotes() {
    let server = Server::answering(reply("200 OK", "<ok/>"));
    let mut client = server.client();
    // What an earlier call sent says nothing about the next one.
    assert_eq!(call(&mut client), Outcome::Whole(b"<ok/>".to_vec()));
    for operation in ["A\"; x=\"", "A\\", "A\r\nX: y", "A b"] {
        let action = Action { operation, ..ACTION };
        let error = client.send(action, REQUEST).map(|_| ()).unwrap_err();
        assert_eq!(error, DeliveryError::NotSent(Error::BadAction));
    }
    assert_eq!(server.seen.requests().len(), 1);
}

/// Runs another test of this program where the environment names proxies at closed ports.
#[test]
fn proxies_of_the_environment_are_ignored() {
    let mut child = Command::new(std::env::current_exe().unwrap());
    for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "all_proxy", "https_proxy", "http_proxy"] {
        child.env(name, "http://127.0.0.1:1");
    }
    let child =
        child.env("NO_PROXY", "").args(["--exact", "request::headers_are_exactly_these"]).output().unwrap();
    let said = String::from_utf8_lossy(&child.stdout);
    assert!(child.status.success() && said.contains("1 passed"), "{said}");
}
