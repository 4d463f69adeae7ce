//! Through a proxy: a failure to reach it or to pass it is not a failure of the request.

use emis_http::{Error, TlsFault};

use crate::server::{Outcome, Server, call, quick};

/// A proxy that reads a CONNECT, answers with `first`, reads on and answers with `second`.
fn proxy(first: &'static str, second: &'static str) -> Server {
    Server::start(move |peer, _| {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            if std::io::Read::read(&mut peer.stream, &mut byte).unwrap_or(0) == 0 {
                return;
            }
            head.push(byte[0]);
        }
        assert!(head.starts_with(b"CONNECT practice.example:443 HTTP/1.1\r\n"));
        peer.say(first.as_bytes());
        let _ = std::io::Read::read(&mut peer.stream, &mut [0; 4096]);
        peer.say(second.as_bytes());
    })
}

fn through(proxy: &Server) -> Outcome {
    let builder = quick().proxy(&format!("http://user:hunter2@{}", proxy.address));
    call(&mut builder.build("https://practice.example/").unwrap())
}

#[test]
fn a_proxy_that_refuses() {
    let proxy = proxy("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "");
    assert_eq!(through(&proxy), Outcome::NotSent(Error::Proxy));
    assert_eq!(proxy.seen.connections(), 1);
}

#[test]
fn a_proxy_behind_which_there_is_no_tls() {
    let proxy = proxy("HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n");
    assert_eq!(through(&proxy), Outcome::NotSent(Error::Tls(TlsFault::NotTls)));
    assert_eq!(proxy.seen.connections(), 1);
}
