//! The byte-stream binding of protocol.md section 7, on a TCP port: `be32(length) || message` each way.
//!
//! Each connection has a thread, because there are few and they mostly wait. Easy to get wrong: a connection may be
//! idle between two messages far longer than within one. So the timeouts are per message and not per read, and a client
//! cannot hold a connection by sending a byte now and then.

use core::cell::Cell;
use core::time::Duration;
use std::collections::HashMap;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use emis_std::framed::FramedServer;
use tokio::net::TcpListener;

use crate::server::{REQUEST_LIMIT, Server};

/// The most connections; another one is closed at once.
const CONNECTIONS: usize = 64;
/// How long a connection may be idle between two messages. A session's default idle time is shorter.
const REST: Duration = Duration::from_mins(30);
/// How long a message may take from its first byte to its last.
const MESSAGE: Duration = Duration::from_secs(30);
/// The longest reply, in bytes: the largest document, in base64, and its envelope.
const REPLY_LIMIT: u32 = 8 << 20;

/// The open connections.
#[derive(Debug, Default)]
pub(crate) struct Connections {
    open: Mutex<HashMap<u64, TcpStream>>,
    changed: Condvar,
}

impl Connections {
    fn open(&self) -> MutexGuard<'_, HashMap<u64, TcpStream>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Accepts connections until it is dropped.
    pub(crate) async fn accept(self: Arc<Self>, listener: TcpListener, server: Arc<Server>) {
        for number in 0.. {
            match listener.accept().await {
                // A failed connection must not stop the next.
                Ok((stream, _)) => _ = Arc::clone(&self).begin(number, stream, Arc::clone(&server)),
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    fn begin(
        self: Arc<Self>,
        number: u64,
        stream: tokio::net::TcpStream,
        server: Arc<Server>,
    ) -> io::Result<()> {
        let stream = stream.into_std()?;
        stream.set_nonblocking(false)?;
        // A reply is one write, and the next request waits for it: nothing is gained by holding it back.
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(MESSAGE))?;
        let mut open = self.open();
        if open.len() >= CONNECTIONS {
            return Ok(());
        }
        open.insert(number, stream.try_clone()?);
        drop(open);
        let place = Place { connections: self, number };
        thread::Builder::new().name("emis-simulator-framed".to_owned()).spawn(move || {
            serve(&server, stream);
            // The caller may open the same store next.
            drop(server);
            drop(place);
        })?;
        Ok(())
    }

    /// Ends all connections: a message in progress is answered, if that takes no longer than `grace`.
    pub(crate) fn end(&self, grace: Duration) {
        let mut open = self.open();
        for stream in open.values() {
            let _ = stream.shutdown(Shutdown::Read);
        }
        let until = Instant::now() + grace;
        while !open.is_empty() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            open = self.changed.wait_timeout(open, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        for stream in open.values() {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

/// A connection's place among the open ones, released when its thread ends for any reason.
struct Place {
    connections: Arc<Connections>,
    number: u64,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.connections.open().remove(&self.number);
        self.connections.changed.notify_all();
    }
}

fn serve(server: &Server, stream: TcpStream) {
    let mut framed = FramedServer::with_limit(Paced { stream, begun: Cell::new(None) }, REPLY_LIMIT);
    let mut request = vec![0; REQUEST_LIMIT];
    // An error ends the connection (FR-2), which tells the client.
    while let Ok(Some(length)) = framed.receive(&mut request) {
        let reply = server.handle(request.get(..length).unwrap_or_default());
        if framed.reply(&reply.body).is_err() {
            break;
        }
        framed.get_ref().begun.set(None);
    }
}

/// A stream with a time limit per message.
struct Paced {
    stream: TcpStream,
    /// When the first byte of the message came.
    begun: Cell<Option<Instant>>,
}

impl Read for Paced {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = self.begun.get().map_or(REST, |begun| MESSAGE.saturating_sub(begun.elapsed()));
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        let read = self.stream.read(into)?;
        if self.begun.get().is_none() {
            self.begun.set(Some(Instant::now()));
        }
        Ok(read)
    }
}

impl Write for Paced {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.write(bytes)
    }

    fn write_vectored(&mut self, pieces: &[io::IoSlice<'_>]) -> io::Result<usize> {
        self.stream.write_vectored(pieces)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn a_message_has_its_time_and_a_rest_another() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let stream = listener.accept().unwrap().0;
        let mut paced = Paced { stream, begun: Cell::new(None) };
        client.write_all(&[1, 2, 3]).unwrap();
        let mut byte = [0];
        assert_eq!(paced.read(&mut byte).unwrap(), 1);
        // From the first byte on it has half a minute.
        let begun = paced.begun.get().unwrap();
        assert!(paced.stream.read_timeout().unwrap().unwrap() > MESSAGE);
        assert_eq!(paced.read(&mut byte).unwrap(), 1);
        assert_eq!(paced.begun.get(), Some(begun));
        assert!(paced.stream.read_timeout().unwrap().unwrap() <= MESSAGE);
        paced.begun.set(begun.checked_sub(MESSAGE));
        assert_eq!(paced.read(&mut byte).unwrap_err().kind(), ErrorKind::TimedOut);
        paced.begun.set(None);
        assert_eq!(paced.read(&mut byte).unwrap(), 1);
    }
}
