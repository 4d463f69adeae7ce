//! The way to the practice end: a TCP socket that can be opened anew.
//!
//! Nothing here encrypts. As it is, it is for a gateway in the device's own enclosure that speaks TLS to the practice; a
//! device that speaks to the practice itself puts TLS between this and the client, and finishes the TLS handshake before
//! [`open`](AsyncConnection::open) returns.

use core::fmt;

use embassy_net::tcp::{ConnectError, TcpSocket};
use embassy_net::{IpEndpoint, Stack};
use embassy_time::Duration;
use emis_embedded_io::AsyncConnection;
use emis_embedded_io::embedded_io::ErrorKind;
use emis_embedded_io::embedded_io_async::{ErrorType, Read, Write};

/// How long the peer may say nothing, while connecting too.
const SILENCE: Duration = Duration::from_secs(20);

/// A TCP socket, and where it leads.
pub struct Socket<'s> {
    socket: TcpSocket<'s>,
    gateway: IpEndpoint,
}

impl<'s> Socket<'s> {
    /// A socket that is not open yet.
    pub fn new(stack: Stack<'s>, gateway: IpEndpoint, rx: &'s mut [u8], tx: &'s mut [u8]) -> Self {
        let mut socket = TcpSocket::new(stack, rx, tx);
        socket.set_timeout(Some(SILENCE));
        Self { socket, gateway }
    }
}

impl AsyncConnection for Socket<'_> {
    async fn open(&mut self) -> Result<(), ErrorKind> {
        // What is left of a connection before this one would refuse to be opened.
        self.socket.abort();
        self.socket.connect(self.gateway).await.map_err(|error| match error {
            ConnectError::ConnectionReset => ErrorKind::ConnectionRefused,
            ConnectError::TimedOut => ErrorKind::TimedOut,
            ConnectError::NoRoute => ErrorKind::AddrNotAvailable,
            ConnectError::InvalidState => ErrorKind::Other,
        })
    }

    fn close(&mut self) {
        self.socket.abort();
    }
}

impl ErrorType for Socket<'_> {
    type Error = embassy_net::tcp::Error;
}

impl Read for Socket<'_> {
    async fn read(&mut self, into: &mut [u8]) -> Result<usize, Self::Error> {
        self.socket.read(into).await
    }
}

impl Write for Socket<'_> {
    async fn write(&mut self, bytes: &[u8]) -> Result<usize, Self::Error> {
        self.socket.write(bytes).await
    }

    async fn flush(&mut self) -> Result<(), Self::Error> {
        self.socket.flush().await
    }
}

impl fmt::Debug for Socket<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Socket").field("gateway", &self.gateway).finish_non_exhaustive()
    }
}
