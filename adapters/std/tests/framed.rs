//! The byte-stream binding, byte by byte: a stream in memory that can break anywhere, and a real socket pair.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

use core::time::Duration;
use std::io::{self, Cursor, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use emis_core::transport::{Action, DeliveryError, Reply as _, Transport as _};
use emis_std::framed::{DEFAULT_LIMIT, FramedError, FramedServer, FramedTransport};

const ACTION: Action = Action { namespace: "urn:emis-ps:1", operation: "EndSession" };

/// Gives `input` and then its end (or `at_end`), takes `room` bytes and then fails; at most `step` bytes a call.
struct Line {
    input: Cursor<Vec<u8>>,
    at_end: Option<ErrorKind>,
    output: Vec<u8>,
    room: usize,
    step: usize,
    interrupt: bool,
}

impl Line {
    fn giving(input: &[u8]) -> Self {
        Self {
            input: Cursor::new(input.to_vec()),
            at_end: None,
            output: vec![],
            room: usize::MAX,
            step: usize::MAX,
            interrupt: false,
        }
    }
}

impl Read for Line {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.interrupt = !self.interrupt;
        if self.interrupt {
            return Err(ErrorKind::Interrupted.into());
        }
        let step = into.len().min(self.step);
        match (self.input.read(&mut into[..step])?, self.at_end) {
            (0, Some(kind)) => Err(kind.into()),
            (n, _) => Ok(n),
        }
    }
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = bytes.len().min(self.step).min(self.room - self.output.len());
        if n == 0 {
            return Err(ErrorKind::BrokenPipe.into());
        }
        self.output.extend_from_slice(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn framed(message: &[u8]) -> Vec<u8> {
    let mut all = u32::try_from(message.len()).unwrap().to_be_bytes().to_vec();
    all.extend_from_slice(message);
    all
}

type Called = Result<Vec<u8>, DeliveryError<FramedError>>;

/// One call; an error while reading counts as unknown.
fn call<S: Read + Write>(transport: &mut FramedTransport<S>, request: &[u8]) -> Called {
    let mut reply = transport.send(ACTION, request)?;
    let (mut message, mut piece) = (vec![], [0; 3]);
    loop {
        match reply.read(&mut piece) {
            Ok(0) => return Ok(message),
            Ok(n) => message.extend_from_slice(&piece[..n]),
            Err(error) => {
                assert_eq!(reply.read(&mut piece), Err(error.clone()), "an error stays");
                return Err(DeliveryError::Unknown(error));
            }
        }
    }
}

const ENDED: Called = Err(DeliveryError::NotSent(FramedError::Ended));

// FR-1
#[test]
fn length_and_message_each_way() {
    for step in [1, 2, 3, 5, usize::MAX] {
        let mut line = Line::giving(&[framed(b"one"), framed(b"fourteen")].concat());
        line.step = step;
        let mut transport = FramedTransport::new(line);
        assert_eq!(call(&mut transport, b"first"), Ok(b"one".to_vec()));
        assert_eq!(call(&mut transport, b"2"), Ok(b"fourteen".to_vec()));
        assert!(!transport.is_ended());
        assert_eq!(transport.into_inner().output, b"\0\0\0\x05first\0\0\0\x012");
    }
}

#[test]
fn a_message_of_no_length_or_above_the_limit_is_not_sent() {
    let mut transport = FramedTransport::with_limit(Line::giving(&framed(b"ok")), 5);
    let refused: Called = Err(DeliveryError::NotSent(FramedError::OwnLength { limit: 5 }));
    assert_eq!(call(&mut transport, b""), refused);
    assert_eq!(call(&mut transport, b"sixsix"), refused);
    // Nothing was written, so the connection is as good as before.
    assert_eq!(call(&mut transport, b"fives"), Ok(b"ok".to_vec()));
    assert_eq!(transport.into_inner().output, framed(b"fives"));
}

// FR-2
#[test]
fn a_reply_of_no_length_or_above_the_limit_ends_the_connection() {
    let limit = DEFAULT_LIMIT;
    for length in [0, limit + 1, u32::MAX] {
        let mut transport = FramedTransport::new(Line::giving(&length.to_be_bytes()));
        assert_eq!(
            call(&mut transport, b"x"),
            Err(DeliveryError::Unknown(FramedError::PeerLength { limit })),
            "{length}"
        );
        assert_eq!(call(&mut transport, b"y"), ENDED);
        assert_eq!(transport.into_inner().output, framed(b"x"));
    }
    let longest = vec![b'x'; 65_536];
    let mut transport = FramedTransport::new(Line::giving(&framed(&longest)));
    assert_eq!(call(&mut transport, b"x"), Ok(longest));
}

#[test]
fn a_reply_that_is_cut_ends_the_connection() {
    let whole = framed(b"message");
    for cut in 0..whole.len() {
        for (at_end, error) in [
            (None, FramedError::Closed),
            (Some(ErrorKind::WouldBlock), FramedError::TimedOut),
            (Some(ErrorKind::ConnectionReset), FramedError::Io(ErrorKind::ConnectionReset.into())),
        ] {
            let mut line = Line::giving(&whole[..cut]);
            line.at_end = at_end;
            let mut transport = FramedTransport::new(line);
            assert_eq!(call(&mut transport, b"x"), Err(DeliveryError::Unknown(error)), "cut at {cut}");
            assert!(transport.is_ended());
            assert_eq!(call(&mut transport, b"y"), ENDED);
            assert_eq!(transport.into_inner().output, framed(b"x"));
        }
    }
}

#[test]
fn a_write_that_fails_is_unknown_even_at_its_first_byte() {
    for room in 0..framed(b"request").len() {
        let mut line = Line::giving(&framed(b"reply"));
        line.room = room;
        let mut transport = FramedTransport::new(line);
        let broken = FramedError::Io(ErrorKind::BrokenPipe.into());
        assert_eq!(call(&mut transport, b"request"), Err(DeliveryError::Unknown(broken)));
        assert_eq!(call(&mut transport, b"request"), ENDED);
        assert_eq!(transport.into_inner().output.len(), room);
    }
}

#[test]
fn a_reply_dropped_before_its_end_ends_the_connection() {
    for read in 0..=5 {
        let mut transport = FramedTransport::new(Line::giving(&[framed(b"reply"), framed(b"next")].concat()));
        {
            let mut reply = transport.send(ACTION, b"x").unwrap();
            for _ in 0..read {
                assert_eq!(reply.read(&mut [0]), Ok(1));
            }
        }
        let next = call(&mut transport, b"y");
        assert_eq!(next, if read == 5 { Ok(b"next".to_vec()) } else { ENDED }, "{read}");
    }
}

#[test]
fn no_room_is_no_end() {
    let mut transport = FramedTransport::new(Line::giving(&framed(b"reply")));
    let mut reply = transport.send(ACTION, b"x").unwrap();
    assert_eq!(reply.read(&mut []), Err(FramedError::EmptyBuffer));
    assert_eq!(reply.read(&mut [0; 8]), Ok(5));
    assert_eq!(reply.read(&mut [0; 8]), Ok(0));
}

// FR-1
#[test]
fn server_takes_turns() {
    let mut server = FramedServer::new(Line::giving(&[framed(b"one"), framed(b"two")].concat()));
    let mut into = [0; 16];
    assert_eq!(server.reply(b"early"), Err(FramedError::OutOfTurn));
    assert_eq!(server.receive(&mut into), Ok(Some(3)));
    assert_eq!(&into[..3], b"one");
    assert_eq!(server.reply(b""), Err(FramedError::OwnLength { limit: DEFAULT_LIMIT }));
    assert_eq!(server.reply(b"first"), Ok(()));
    assert_eq!(server.reply(b"again"), Err(FramedError::OutOfTurn));
    assert_eq!(server.receive(&mut into), Ok(Some(3)));
    assert_eq!(server.receive(&mut into), Err(FramedError::OutOfTurn));
    assert_eq!(server.receive(&mut into), Err(FramedError::Ended));
    assert_eq!(server.reply(b"late"), Err(FramedError::Ended));
    assert_eq!(server.get_ref().output, framed(b"first"));
}

// FR-2
#[test]
fn server_ends_at_a_bad_length_a_cut_and_a_time_out() {
    let whole = framed(b"request");
    for cut in 0..whole.len() {
        let mut server = FramedServer::new(Line::giving(&whole[..cut]));
        let expected = if cut == 0 { Ok(None) } else { Err(FramedError::Closed) };
        assert_eq!(server.receive(&mut [0; 16]), expected, "cut at {cut}");
        assert_eq!(server.receive(&mut [0; 16]), Err(FramedError::Ended));
    }
    for (bytes, limit, room, error) in [
        (framed(b""), 9, 9, FramedError::PeerLength { limit: 9 }),
        (framed(b"request"), 6, 9, FramedError::PeerLength { limit: 6 }),
        (framed(b"request"), 9, 6, FramedError::PeerLength { limit: 6 }),
    ] {
        let mut server = FramedServer::with_limit(Line::giving(&bytes), limit);
        assert_eq!(server.receive(&mut vec![0; room]), Err(error));
        assert_eq!(server.receive(&mut vec![0; room]), Err(FramedError::Ended));
    }
    let mut line = Line::giving(b"");
    line.at_end = Some(ErrorKind::WouldBlock);
    let mut server = FramedServer::new(line);
    assert_eq!(server.receive(&mut [0; 16]), Err(FramedError::TimedOut));
    assert_eq!(server.receive(&mut [0; 16]), Err(FramedError::Ended));
}

#[test]
fn both_ends_over_a_socket() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let practice = thread::spawn(move || {
        let mut server = FramedServer::new(listener.accept().unwrap().0);
        let mut into = vec![0; 65_536];
        while let Some(n) = server.receive(&mut into).unwrap() {
            if into[..n] == *b"silence" {
                thread::sleep(Duration::from_millis(300));
            }
            into[..n].reverse();
            server.reply(&into[..n]).unwrap();
        }
    });
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    let mut transport = FramedTransport::new(stream);
    let long: Vec<u8> = (0..65_536_u32).map(|i| i.to_le_bytes()[1]).collect();
    let back: Vec<u8> = long.iter().rev().copied().collect();
    assert_eq!(call(&mut transport, b"abc"), Ok(b"cba".to_vec()));
    assert_eq!(call(&mut transport, &long), Ok(back));
    assert_eq!(call(&mut transport, b"silence"), Err(DeliveryError::Unknown(FramedError::TimedOut)));
    assert_eq!(call(&mut transport, b"abc"), ENDED);
    // The late reply is not read; the server goes on until the client closes.
    let stream = transport.into_inner();
    stream.set_read_timeout(None).unwrap();
    let mut late = [0; 11];
    (&stream).read_exact(&mut late).unwrap();
    assert_eq!(&late[4..], b"ecnelis");
    drop(stream);
    practice.join().unwrap();
}
