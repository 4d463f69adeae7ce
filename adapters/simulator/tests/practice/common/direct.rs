//! The core's own client: over the server without a socket, and over the smallest HTTP client there is.

use core::cell::Cell;
use std::io::{self, Read, Write};
use std::net::TcpStream;

use emis_core::client::Clock;
use emis_core::time::Time;
use emis_core::transport::{Action, DeliveryError, Reply, Transport};
use emis_simulator::Server;

/// A clock that stands still.
#[derive(Debug, Default)]
pub struct Still(Cell<u64>);

impl Clock for Still {
    fn now(&self) -> Time {
        Time::from_millis(self.0.get())
    }
}

/// A reply that is all there.
#[derive(Debug)]
pub struct Whole(io::Cursor<Vec<u8>>);

impl Reply for Whole {
    type Error = io::Error;

    fn read(&mut self, into: &mut [u8]) -> Result<usize, io::Error> {
        Read::read(&mut self.0, into)
    }
}

/// Straight into the server.
pub struct Direct<'s>(pub &'s Server);

impl Transport for Direct<'_> {
    type Error = io::Error;
    type Reply<'t>
        = Whole
    where
        Self: 't;

    fn send(&mut self, _: Action, request: &[u8]) -> Result<Whole, DeliveryError<io::Error>> {
        Ok(Whole(io::Cursor::new(self.0.handle(request).body)))
    }
}

/// What came over HTTP.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    /// The status line and the headers, in lower case.
    pub head: String,
    pub body: Vec<u8>,
}

/// Reads one response of known length.
pub fn read_response(stream: &mut TcpStream) -> io::Result<Response> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        head.extend(byte);
    }
    let head = String::from_utf8(head).map_err(io::Error::other)?.to_ascii_lowercase();
    let field = |name: &str| head.split("\r\n").find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
    let mut body = vec![0; field("content-length:").unwrap_or(0)];
    stream.read_exact(&mut body)?;
    let status = head.get(9..12).and_then(|status| status.parse().ok()).unwrap_or(0);
    Ok(Response { status, head, body })
}

/// HTTP on one connection a call.
pub struct Tcp {
    /// `127.0.0.1:PORT`.
    pub address: String,
}

impl Transport for Tcp {
    type Error = io::Error;
    type Reply<'t>
        = Whole
    where
        Self: 't;

    fn send(&mut self, action: Action, request: &[u8]) -> Result<Whole, DeliveryError<io::Error>> {
        let mut stream = TcpStream::connect(&self.address).map_err(DeliveryError::NotSent)?;
        let head = format!(
            "POST /patient-services HTTP/1.1\r\nHost: {}\r\nContent-Type: application/soap+xml; charset=utf-8; \
             action=\"{action}\"\r\nContent-Length: {}\r\n\r\n",
            self.address,
            request.len()
        );
        stream.write_all(head.as_bytes()).map_err(DeliveryError::Unknown)?;
        stream.write_all(request).map_err(DeliveryError::Unknown)?;
        let response = read_response(&mut stream).map_err(DeliveryError::Unknown)?;
        Ok(Whole(io::Cursor::new(response.body)))
    }
}
