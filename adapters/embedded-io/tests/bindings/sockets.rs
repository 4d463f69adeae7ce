//! The journey over real sockets: HTTP to the simulator, and the framed binding to the practice end of `emis-std`, so
//! that each binding meets a peer that this crate did not write.

use core::net::SocketAddr;
use core::time::Duration;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;

use embedded_io::{ErrorKind, ErrorType, Read, Write};
use emis_core::transport::Transport as _;
use emis_embedded_io::framed::{FramedServer, FramedTransport};
use emis_embedded_io::http::{Endpoint, HttpTransport};
use emis_embedded_io::{Connection, Error, Line};

use crate::journey::journey;
use crate::practice::{application, builder, practice};
use crate::stream::{ACTION, Outcome, call};

/// A socket as a device's TCP stack would have it.
struct Tcp {
    address: SocketAddr,
    stream: Option<TcpStream>,
    opened: usize,
}

impl Tcp {
    fn new(address: SocketAddr) -> Self {
        Self { address, stream: None, opened: 0 }
    }

    fn stream(&mut self) -> Result<&mut TcpStream, ErrorKind> {
        self.stream.as_mut().ok_or(ErrorKind::NotConnected)
    }
}

fn kind(error: &std::io::Error) -> ErrorKind {
    match error.kind() {
        std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut => ErrorKind::TimedOut,
        std::io::ErrorKind::ConnectionRefused => ErrorKind::ConnectionRefused,
        _ => ErrorKind::Other,
    }
}

impl ErrorType for Tcp {
    type Error = ErrorKind;
}

impl Read for Tcp {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, ErrorKind> {
        self.stream()?.read(into).map_err(|error| kind(&error))
    }
}

impl Write for Tcp {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        self.stream()?.write(bytes).map_err(|error| kind(&error))
    }

    fn flush(&mut self) -> Result<(), ErrorKind> {
        self.stream()?.flush().map_err(|error| kind(&error))
    }
}

impl Connection for Tcp {
    fn open(&mut self) -> Result<(), ErrorKind> {
        let stream = TcpStream::connect(self.address).map_err(|error| kind(&error))?;
        stream.set_nodelay(true).map_err(|error| kind(&error))?;
        stream.set_read_timeout(Some(Duration::from_secs(30))).map_err(|error| kind(&error))?;
        self.stream = Some(stream);
        self.opened += 1;
        Ok(())
    }

    fn close(&mut self) {
        self.stream = None;
    }
}

#[test]
fn http_to_the_simulator_on_one_connection() {
    let simulator = builder().start().unwrap();
    let (ods_code, pins) = practice(simulator.server());
    let address = simulator.endpoint().strip_prefix("http://").unwrap().split('/').next().unwrap().to_owned();
    let mut buffer = [0; 512];
    let endpoint = Endpoint::new(&address, "/patient-services").unwrap();
    let mut socket = Tcp::new(address.parse().unwrap());
    journey(
        application(simulator.server()),
        HttpTransport::new(&mut socket, endpoint, &mut buffer),
        ods_code,
        &pins[0],
    );
    assert_eq!(socket.opened, 1, "every call went over the connection of the first");

    // A path that is not there: the simulator says 404.
    let elsewhere = Endpoint::new(&address, "/elsewhere").unwrap();
    let mut transport = HttpTransport::new(&mut socket, elsewhere, &mut buffer);
    assert_eq!(call(&mut transport), Outcome::Unknown(Error::Status(404)));
    simulator.stop();
    let mut transport = HttpTransport::new(Tcp::new(address.parse().unwrap()), endpoint, &mut buffer);
    let refused = Error::Connect(ErrorKind::ConnectionRefused);
    assert_eq!(call(&mut transport), Outcome::NotSent(refused));
}

#[test]
fn framed_to_the_practice_end_of_std() {
    let server = builder().server().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (ods_code, pins) = practice(&server);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut end = emis_std::framed::FramedServer::new(listener.accept().unwrap().0);
            let mut message = vec![0; 65_536];
            while let Some(n) = end.receive(&mut message).unwrap() {
                end.reply(&server.handle(&message[..n]).body).unwrap();
            }
        });
        let mut socket = Tcp::new(address);
        journey(application(&server), FramedTransport::new(&mut socket), ods_code, &pins[0]);
        assert_eq!(socket.opened, 1);
        socket.close();
    });
}

#[test]
fn our_practice_end_to_the_client_of_std() {
    let server = builder().server().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut socket = Tcp::new(address);
            socket.stream = Some(listener.accept().unwrap().0);
            let mut end = FramedServer::new(socket);
            let mut message = vec![0; 65_536];
            while let Some(n) = end.receive(&mut message).unwrap() {
                end.reply(&server.handle(&message[..n]).body).unwrap();
            }
        });
        let mut transport = emis_std::framed::FramedTransport::new(TcpStream::connect(address).unwrap());
        for _ in 0..2 {
            let mut reply = transport.send(ACTION, b"nonsense").unwrap();
            let mut message = vec![0; 4096];
            let n = emis_core::transport::Reply::read(&mut reply, &mut message).unwrap();
            assert!(String::from_utf8_lossy(&message[..n]).contains("MalformedRequest"));
        }
    });
}

#[test]
fn a_line_over_a_socket_that_somebody_else_connected() {
    let simulator = builder().start().unwrap();
    let (ods_code, pins) = practice(simulator.server());
    let address = simulator.endpoint().strip_prefix("http://").unwrap().split('/').next().unwrap().to_owned();
    let mut socket = Tcp::new(address.parse().unwrap());
    socket.open().unwrap();
    let mut buffer = [0; 512];
    let endpoint = Endpoint::new(&address, "/patient-services").unwrap();
    let transport = HttpTransport::new(Line::new(socket), endpoint, &mut buffer);
    journey(application(simulator.server()), transport, ods_code, &pins[1]);
    simulator.stop();
}
