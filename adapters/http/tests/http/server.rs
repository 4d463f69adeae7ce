//! A server of plain sockets and threads, and the client's side that every test shares.

use core::net::SocketAddr;
use core::time::Duration;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use emis_core::transport::{Action, DeliveryError, Reply as _, Transport as _};
use emis_http::{Builder, Error, HttpTransport};

pub(crate) const ACTION: Action = Action { namespace: "urn:emis-ps:1", operation: "BookAppointment" };
pub(crate) const REQUEST: &[u8] = b"<request>slot 4711</request>";

/// What a server has been sent.
#[derive(Clone, Default)]
pub(crate) struct Seen(Arc<Mutex<(usize, Vec<Vec<u8>>)>>);

impl Seen {
    pub(crate) fn connections(&self) -> usize {
        self.0.lock().unwrap().0
    }

    /// The whole requests, head and body.
    pub(crate) fn requests(&self) -> Vec<Vec<u8>> {
        self.0.lock().unwrap().1.clone()
    }
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) seen: Seen,
}

impl Server {
    /// Runs `talk` on a thread for every connection, with the number of the connection, from 1.
    pub(crate) fn start(talk: impl Fn(&mut Peer, usize) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Seen::default();
        let (all, talk) = (seen.clone(), Arc::new(talk));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let number = {
                    let mut all = all.0.lock().unwrap();
                    all.0 += 1;
                    all.0
                };
                let mut peer = Peer { stream: stream.unwrap(), seen: all.clone() };
                let talk = Arc::clone(&talk);
                thread::spawn(move || talk(&mut peer, number));
            }
        });
        Self { address, seen }
    }

    /// Answers every request of every connection with these bytes and keeps the connection.
    pub(crate) fn answering(reply: impl Into<Vec<u8>>) -> Self {
        let reply = reply.into();
        Self::start(move |peer, _| {
            while peer.request() {
                peer.say(&reply);
            }
        })
    }

    /// Answers the first request of a connection with these bytes and closes it.
    pub(crate) fn cutting(reply: impl Into<Vec<u8>>) -> Self {
        let reply = reply.into();
        Self::start(move |peer, _| {
            peer.request();
            peer.say(&reply);
        })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/emis", self.address)
    }

    pub(crate) fn client(&self) -> HttpTransport {
        quick().build(&self.url()).unwrap()
    }
}

pub(crate) struct Peer {
    pub(crate) stream: TcpStream,
    seen: Seen,
}

impl Peer {
    /// Reads one whole request; false if the connection ended first.
    pub(crate) fn request(&mut self) -> bool {
        let Some(request) = read_request(&mut self.stream) else { return false };
        self.seen.0.lock().unwrap().1.push(request);
        true
    }

    pub(crate) fn say(&mut self, bytes: &[u8]) {
        // The client may have gone, which is for its test to notice.
        let _ = self.stream.write_all(bytes);
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

pub(crate) fn read_request(stream: &mut impl Read) -> Option<Vec<u8>> {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        request.push(byte[0]);
    }
    let head = String::from_utf8(request.clone()).unwrap().to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    let mut body = vec![0; length.parse().unwrap()];
    stream.read_exact(&mut body).ok()?;
    request.append(&mut body);
    Some(request)
}

/// Time-outs that no test but those of time-outs reaches.
pub(crate) fn quick() -> Builder {
    HttpTransport::builder()
        .connect_timeout(Duration::from_secs(5))
        .response_timeout(Duration::from_secs(5))
        .total_timeout(Duration::from_secs(10))
}

/// A reply with a Content-Length.
pub(crate) fn reply(status: &str, message: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/soap+xml; charset=utf-8\r\nCache-Control: no-store\r\n\
         Content-Length: {}\r\n\r\n{message}",
        message.len()
    )
}

/// A reply in chunks as they are given, ends and all.
pub(crate) fn chunked(chunks: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}"
    )
}

/// How a call ended: what came before the error, and the error.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Whole(Vec<u8>),
    NotSent(Error),
    Unknown(Error),
    Cut(Vec<u8>, Error),
}

/// One call, its reply read in pieces of seven bytes.
pub(crate) fn call(client: &mut HttpTransport) -> Outcome {
    call_with(client, REQUEST)
}

pub(crate) fn call_with(client: &mut HttpTransport, request: &[u8]) -> Outcome {
    let mut reply = match client.send(ACTION, request) {
        Ok(reply) => reply,
        Err(DeliveryError::NotSent(error)) => return Outcome::NotSent(error),
        Err(DeliveryError::Unknown(error)) => return Outcome::Unknown(error),
    };
    let (mut message, mut piece) = (Vec::new(), [0; 7]);
    loop {
        match reply.read(&mut piece) {
            Ok(0) => {
                assert_eq!(reply.read(&mut piece), Ok(0), "the end is the end");
                return Outcome::Whole(message);
            }
            Ok(n) => message.extend_from_slice(&piece[..n]),
            Err(error) => {
                assert_eq!(reply.read(&mut piece), Err(error.clone()), "an error stays");
                return Outcome::Cut(message, error);
            }
        }
    }
}

/// Waits a little for something that another thread does.
pub(crate) fn eventually(what: impl Fn() -> bool) -> bool {
    (0..200).any(|_| {
        thread::sleep(Duration::from_millis(5));
        what()
    })
}
