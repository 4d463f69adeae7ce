//! A practice end in this process behind either binding, as the device sees it: bytes that come when they like, in
//! whatever form HTTP allows, spoilt by a test if it wants to.

use core::cell::Cell;
use std::rc::Rc;

use embedded_io::{ErrorKind, ErrorType, Read, Write};
use emis_core::client::Clock;
use emis_core::handshake::Application;
use emis_core::profile::SoftwareKeys;
use emis_core::time::Time;
use emis_core::types::OdsCode;
use emis_embedded_io::{AsyncConnection, Connection};
use emis_simulator::clock::ManualClock;
use emis_simulator::world::PinDocument;
use emis_simulator::{Builder, Server, Simulator};
use jiff::civil::date;

/// How a reply says where it ends.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    Length,
    /// In chunks of so many bytes.
    Chunks(usize),
    Close,
    /// `be32(length) || message`.
    Framed,
}

/// What a test does to the bytes of a reply.
pub(crate) type Spoil<'s> = &'s dyn Fn(&[u8]) -> Vec<u8>;

/// A connection to a server in this process.
pub(crate) struct Practice<'s> {
    pub(crate) server: &'s Server,
    pub(crate) form: Form,
    pub(crate) spoil: Spoil<'s>,
    /// At most so many bytes a read or a write.
    pub(crate) step: usize,
    /// How many bytes were answered and how many reads that took.
    pub(crate) count: Rc<Cell<(usize, usize)>>,
    open: bool,
    received: Vec<u8>,
    answer: Vec<u8>,
    at: usize,
}

pub(crate) fn unspoilt(bytes: &[u8]) -> Vec<u8> {
    bytes.to_vec()
}

impl<'s> Practice<'s> {
    pub(crate) fn new(server: &'s Server, form: Form, spoil: Spoil<'s>) -> Self {
        Self {
            server,
            form,
            spoil,
            step: usize::MAX,
            count: Rc::default(),
            open: false,
            received: vec![],
            answer: vec![],
            at: 0,
        }
    }

    /// The message of a request that is whole.
    fn request(&self) -> Option<&[u8]> {
        let received = self.received.as_slice();
        let (start, length): (usize, usize) = if let Form::Framed = self.form {
            (4, u32::from_be_bytes(received.get(..4)?.try_into().unwrap()).try_into().unwrap())
        } else {
            let start = received.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
            let head = str::from_utf8(&received[..start]).unwrap();
            let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: ")).unwrap();
            (start, length.parse().unwrap())
        };
        received.get(start..start + length)
    }

    fn do_open(&mut self) {
        assert!(!self.open, "opened while it is open");
        (self.open, self.at) = (true, 0);
        (self.received, self.answer) = (vec![], vec![]);
    }

    fn do_write(&mut self, bytes: &[u8]) -> usize {
        assert!(self.open, "written to while it is closed");
        assert_eq!(self.at, self.answer.len(), "the last reply was not read");
        let n = bytes.len().min(self.step);
        self.received.extend_from_slice(&bytes[..n]);
        if let Some(request) = self.request() {
            let reply = self.server.handle(request);
            let answer = written(self.form, reply.status, &reply.body);
            self.received.clear();
            (self.answer, self.at) = ((self.spoil)(&answer), 0);
        }
        n
    }

    fn do_read(&mut self, into: &mut [u8]) -> Result<usize, ErrorKind> {
        assert!(self.open && !into.is_empty());
        let (bytes, reads) = self.count.get();
        let rest = &self.answer[self.at..];
        let n = rest.len().min(into.len()).min(self.step);
        self.count.set((bytes + n, reads + 1));
        into[..n].copy_from_slice(&rest[..n]);
        self.at += n;
        match (n, self.form) {
            (0, Form::Close) => Ok(0),
            (0, _) => Err(ErrorKind::TimedOut),
            _ => Ok(n),
        }
    }
}

/// A reply's bytes.
fn written(form: Form, status: u16, message: &[u8]) -> Vec<u8> {
    let head = |fields: String| {
        format!(
            "HTTP/1.1 {status} X\r\ncontent-type: application/soap+xml; charset=utf-8\r\ncache-control: no-store\r\n\
             {fields}\r\n"
        )
        .into_bytes()
    };
    match form {
        Form::Length => [&head(format!("content-length: {}\r\n", message.len())), message].concat(),
        Form::Close => [&head("connection: close\r\n".to_owned()), message].concat(),
        Form::Framed => crate::framed::framed(message),
        Form::Chunks(size) => {
            let mut all = head("transfer-encoding: chunked\r\n".to_owned());
            for (number, chunk) in message.chunks(size).enumerate() {
                let extension = if number == 0 { ";x=y" } else { "" };
                all.extend_from_slice(format!("{:x}{extension}\r\n", chunk.len()).as_bytes());
                all.extend_from_slice(chunk);
                all.extend_from_slice(b"\r\n");
            }
            all.extend_from_slice(b"0\r\nTrailer: x\r\n\r\n");
            all
        }
    }
}

impl ErrorType for Practice<'_> {
    type Error = ErrorKind;
}

impl Read for Practice<'_> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, ErrorKind> {
        self.do_read(into)
    }
}

impl Write for Practice<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        Ok(self.do_write(bytes))
    }

    fn flush(&mut self) -> Result<(), ErrorKind> {
        Ok(())
    }
}

impl Connection for Practice<'_> {
    fn open(&mut self) -> Result<(), ErrorKind> {
        self.do_open();
        Ok(())
    }

    fn close(&mut self) {
        self.open = false;
    }
}

/// The same awaited.
pub(crate) struct Awaited<'s>(pub(crate) Practice<'s>);

impl ErrorType for Awaited<'_> {
    type Error = ErrorKind;
}

impl embedded_io_async::Read for Awaited<'_> {
    async fn read(&mut self, into: &mut [u8]) -> Result<usize, ErrorKind> {
        crate::awaited::later().await;
        self.0.do_read(into)
    }
}

impl embedded_io_async::Write for Awaited<'_> {
    async fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        crate::awaited::later().await;
        Ok(self.0.do_write(bytes))
    }

    async fn flush(&mut self) -> Result<(), ErrorKind> {
        Ok(())
    }
}

impl AsyncConnection for Awaited<'_> {
    async fn open(&mut self) -> Result<(), ErrorKind> {
        crate::awaited::later().await;
        self.0.do_open();
        Ok(())
    }

    fn close(&mut self) {
        self.0.open = false;
    }
}

/// A clock that stands still.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Still;

impl Clock for Still {
    fn now(&self) -> Time {
        Time::from_millis(0)
    }
}

pub(crate) fn builder() -> Builder {
    Simulator::builder().clock(ManualClock::new(date(2026, 3, 2).at(9, 5, 0, 0))).seed(2).iterations(1000)
}

pub(crate) fn application(server: &Server) -> Application<&SoftwareKeys> {
    let known = &server.applications()[0];
    Application { id: *known.id(), keys: known.keys() }
}

/// The practice of the highest version, and its letters.
pub(crate) fn practice(server: &Server) -> (OdsCode, Vec<PinDocument>) {
    let world = server.world();
    let practice = world.practices().filter(|practice| practice.live).max_by_key(|practice| practice.version);
    let ods_code = practice.unwrap().ods_code.clone();
    (OdsCode::parse(&ods_code).unwrap(), world.pin_documents(&ods_code))
}
