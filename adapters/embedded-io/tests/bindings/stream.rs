//! A connection in memory that does what a test says, blocking and awaited alike, and the outcome of a call over it.

use core::cell::RefCell;
use std::rc::Rc;

use embedded_io::{ErrorKind, ErrorType, Read, Write};
use emis_core::transport::{Action, DeliveryError, Reply, Transport};
use emis_embedded_io::http::{Endpoint, HttpTransport};
use emis_embedded_io::{AsyncConnection, Connection, Error};

pub(crate) const ACTION: Action = Action { namespace: "urn:emis-ps:1", operation: "BookAppointment" };
pub(crate) const REQUEST: &[u8] = b"<request>slot 4711</request>";

pub(crate) fn endpoint() -> Endpoint<'static> {
    Endpoint::new("practice.example", "/emis").unwrap()
}

/// What one opening of the connection gives.
#[derive(Clone, Debug)]
pub(crate) struct Opening {
    /// What can be read.
    pub(crate) input: Vec<u8>,
    /// What a read says after that; the stream's end if nothing.
    pub(crate) at_end: Option<ErrorKind>,
    /// How many bytes can be written before writing fails so.
    pub(crate) room: usize,
    pub(crate) when_full: Full,
    pub(crate) flushes: bool,
    /// How many bytes a read or a write takes at most.
    pub(crate) step: usize,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Full {
    Fails(ErrorKind),
    /// Says that nothing was written, for ever.
    Zero,
    /// Says that more was written than there was.
    Lies,
}

pub(crate) fn giving(input: impl Into<Vec<u8>>) -> Opening {
    Opening {
        input: input.into(),
        at_end: None,
        room: usize::MAX,
        when_full: Full::Fails(ErrorKind::BrokenPipe),
        flushes: true,
        step: usize::MAX,
    }
}

/// What was seen of a connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// What was written, for each opening.
    pub(crate) written: Vec<Vec<u8>>,
    pub(crate) refused: usize,
    pub(crate) closed: usize,
    pub(crate) reads: usize,
}

/// A connection that can be opened as often as it has openings; `Err` for one that fails.
pub(crate) struct Script {
    openings: std::vec::IntoIter<Result<Opening, ErrorKind>>,
    now: Option<Opening>,
    at: usize,
    pub(crate) seen: Rc<RefCell<Seen>>,
    pub(crate) lies: bool,
}

impl Script {
    pub(crate) fn of(openings: Vec<Result<Opening, ErrorKind>>) -> Self {
        Self { openings: openings.into_iter(), now: None, at: 0, seen: Rc::default(), lies: false }
    }

    pub(crate) fn once(opening: Opening) -> Self {
        Self::of(vec![Ok(opening)])
    }

    pub(crate) fn is_open(&self) -> bool {
        self.now.is_some()
    }

    fn do_open(&mut self) -> Result<(), ErrorKind> {
        assert!(self.now.is_none(), "opened while it is open");
        match self.openings.next().unwrap_or(Err(ErrorKind::ConnectionRefused)) {
            Ok(opening) => {
                self.seen.borrow_mut().written.push(vec![]);
                (self.now, self.at) = (Some(opening), 0);
                Ok(())
            }
            Err(kind) => {
                self.seen.borrow_mut().refused += 1;
                Err(kind)
            }
        }
    }

    fn do_close(&mut self) {
        assert!(self.now.take().is_some(), "closed while it is closed");
        self.seen.borrow_mut().closed += 1;
    }

    fn do_read(&mut self, into: &mut [u8]) -> Result<usize, ErrorKind> {
        self.seen.borrow_mut().reads += 1;
        assert!(!into.is_empty(), "a read into no room");
        let now = self.now.as_ref().expect("a read from a closed connection");
        let rest = &now.input[self.at..];
        if rest.is_empty() {
            return now.at_end.map_or(Ok(0), Err);
        }
        let n = rest.len().min(into.len()).min(now.step);
        into[..n].copy_from_slice(&rest[..n]);
        self.at += n;
        Ok(if self.lies { into.len() + 1 } else { n })
    }

    fn do_write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        let now = self.now.as_ref().expect("a write to a closed connection");
        let mut seen = self.seen.borrow_mut();
        let written = seen.written.last_mut().unwrap();
        let n = bytes.len().min(now.step).min(now.room.saturating_sub(written.len()));
        written.extend_from_slice(&bytes[..n]);
        match now.when_full {
            _ if n > 0 => Ok(n),
            Full::Fails(kind) => Err(kind),
            Full::Zero => Ok(0),
            Full::Lies => Ok(bytes.len() + 1),
        }
    }

    fn do_flush(&self) -> Result<(), ErrorKind> {
        if self.now.as_ref().is_some_and(|now| now.flushes) { Ok(()) } else { Err(ErrorKind::Other) }
    }
}

impl ErrorType for Script {
    type Error = ErrorKind;
}

impl Read for Script {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, ErrorKind> {
        self.do_read(into)
    }
}

impl Write for Script {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        self.do_write(bytes)
    }

    fn flush(&mut self) -> Result<(), ErrorKind> {
        self.do_flush()
    }
}

impl Connection for Script {
    fn open(&mut self) -> Result<(), ErrorKind> {
        self.do_open()
    }

    fn close(&mut self) {
        self.do_close();
    }
}

/// The same awaited: each step is ready at its second poll.
pub(crate) struct Slow(pub(crate) Script);

impl ErrorType for Slow {
    type Error = ErrorKind;
}

impl embedded_io_async::Read for Slow {
    async fn read(&mut self, into: &mut [u8]) -> Result<usize, ErrorKind> {
        crate::awaited::later().await;
        self.0.do_read(into)
    }
}

impl embedded_io_async::Write for Slow {
    async fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        crate::awaited::later().await;
        self.0.do_write(bytes)
    }

    async fn flush(&mut self) -> Result<(), ErrorKind> {
        crate::awaited::later().await;
        self.0.do_flush()
    }
}

impl AsyncConnection for Slow {
    async fn open(&mut self) -> Result<(), ErrorKind> {
        crate::awaited::later().await;
        self.0.do_open()
    }

    fn close(&mut self) {
        self.0.do_close();
    }
}

/// How a call ended: what came before the error, and the error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Whole(Vec<u8>),
    NotSent(Error),
    Unknown(Error),
    Cut(Vec<u8>, Error),
}

pub(crate) fn whole(message: &str) -> Outcome {
    Outcome::Whole(message.as_bytes().to_vec())
}

/// One call, its reply read in pieces of seven bytes.
pub(crate) fn call(transport: &mut impl Transport<Error = Error>) -> Outcome {
    let mut reply = match transport.send(ACTION, REQUEST) {
        Ok(reply) => reply,
        Err(DeliveryError::NotSent(error)) => return Outcome::NotSent(error),
        Err(DeliveryError::Unknown(error)) => return Outcome::Unknown(error),
    };
    let (mut message, mut piece) = (vec![], [0; 7]);
    loop {
        match reply.read(&mut piece) {
            Ok(0) => {
                assert_eq!(reply.read(&mut piece), Ok(0), "the end is the end");
                return Outcome::Whole(message);
            }
            Ok(n) => message.extend_from_slice(&piece[..n]),
            Err(error) => {
                assert_eq!(reply.read(&mut piece), Err(error), "an error stays");
                return Outcome::Cut(message, error);
            }
        }
    }
}

/// The outcomes of so many calls over HTTP with a buffer of 512 bytes, and what was seen.
pub(crate) fn calls(openings: Vec<Result<Opening, ErrorKind>>, number: usize) -> (Vec<Outcome>, Seen) {
    let mut buffer = [0; 512];
    let script = Script::of(openings);
    let seen = Rc::clone(&script.seen);
    let mut transport = HttpTransport::new(script, endpoint(), &mut buffer);
    let outcomes = (0..number).map(|_| call(&mut transport)).collect();
    drop(transport);
    let seen = seen.borrow().clone();
    (outcomes, seen)
}

/// The outcome of one call.
pub(crate) fn outcome(opening: Opening) -> Outcome {
    calls(vec![Ok(opening)], 1).0.remove(0)
}

/// The whole of a request as it is written.
pub(crate) fn request() -> Vec<u8> {
    let (_, seen) = calls(vec![Ok(giving(""))], 1);
    seen.written[0].clone()
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
