//! The practice end, with a socket or without, and the core's way to it.

use core::ops::Deref;
use std::io::{self, Write as _};
use std::net::TcpStream;

use emis_core::transport::{Action, DeliveryError, Reply as Incoming, Transport};
use emis_http::{HttpReply, HttpTransport};
use emis_simulator::{Reply, Server, Simulator};

use super::direct::{Direct, Whole, read_response};

/// The practice end.
#[derive(Debug)]
pub enum End {
    /// In the test's own thread.
    Direct(Box<Server>),
    /// Over HTTP.
    Http(Simulator),
}

impl Deref for End {
    type Target = Server;

    fn deref(&self) -> &Server {
        match self {
            Self::Direct(server) => server,
            Self::Http(simulator) => simulator.server(),
        }
    }
}

impl End {
    /// `127.0.0.1:PORT`, where it listens.
    fn address(simulator: &Simulator) -> &str {
        let rest = simulator.endpoint().strip_prefix("http://").unwrap();
        rest.strip_suffix("/patient-services").unwrap()
    }

    /// One message of any bytes, and its reply.
    pub fn post(&self, message: &[u8]) -> Reply {
        let Self::Http(simulator) = self else { return self.handle(message) };
        let address = Self::address(simulator);
        let mut stream = TcpStream::connect(address).unwrap();
        write!(
            stream,
            "POST /patient-services HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/soap+xml\r\n\
             Content-Length: {}\r\n\r\n",
            message.len()
        )
        .unwrap();
        stream.write_all(message).unwrap();
        let response = read_response(&mut stream).unwrap();
        Reply { status: response.status, body: response.body }
    }

    /// The core's client gets there so.
    pub fn way(&self) -> Way<'_> {
        match self {
            Self::Direct(server) => Way::Direct(Direct(server)),
            Self::Http(simulator) => Way::Http(Box::new(HttpTransport::new(simulator.endpoint()).unwrap())),
        }
    }
}

/// A way to it.
pub enum Way<'s> {
    Direct(Direct<'s>),
    Http(Box<HttpTransport>),
}

/// What comes back on it.
pub enum Back<'t> {
    Direct(Whole),
    Http(HttpReply<'t>),
}

impl Incoming for Back<'_> {
    type Error = io::Error;

    fn read(&mut self, into: &mut [u8]) -> Result<usize, io::Error> {
        match self {
            Self::Direct(whole) => Incoming::read(whole, into),
            Self::Http(reply) => reply.read(into).map_err(io::Error::other),
        }
    }
}

impl Transport for Way<'_> {
    type Error = io::Error;
    type Reply<'t>
        = Back<'t>
    where
        Self: 't;

    fn send(&mut self, action: Action, request: &[u8]) -> Result<Back<'_>, DeliveryError<io::Error>> {
        match self {
            Self::Direct(direct) => direct.send(action, request).map(Back::Direct),
            Self::Http(transport) => {
                transport.send(action, request).map(Back::Http).map_err(|error| match error {
                    DeliveryError::NotSent(error) => DeliveryError::NotSent(io::Error::other(error)),
                    DeliveryError::Unknown(error) => DeliveryError::Unknown(io::Error::other(error)),
                })
            }
        }
    }
}
