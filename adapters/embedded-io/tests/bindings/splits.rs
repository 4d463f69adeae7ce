//! Recorded replies at every split, in pieces of every size, and cut at every byte: what a reply is does not depend on
//! how it arrives, and a reply that is not whole is an error within as many reads as it has bytes.

use std::rc::Rc;

use embedded_io::ErrorKind;
use emis_embedded_io::Error;
use emis_embedded_io::http::HttpTransport;

use crate::stream::{Outcome, Script, call, chunked, endpoint, giving, reply};

/// The message of every recorded reply.
const MESSAGE: &str = "<s:Envelope><s:Body>0123456789</s:Body></s:Envelope>";

/// As servers write them: the simulator's, one in chunks with all that may stand around them, one after interim replies,
/// and one that ends with its connection.
fn recorded() -> Vec<(&'static str, Vec<u8>, bool)> {
    let (first, second) = MESSAGE.split_at(11);
    let simulator = format!(
        "HTTP/1.1 200 OK\r\ncache-control: no-store\r\ncontent-type: application/soap+xml; charset=utf-8\r\n\
         content-length: {}\r\ndate: Sun, 22 Nov 2026 09:00:00 GMT\r\n\r\n{MESSAGE}",
        MESSAGE.len()
    );
    let chunks = chunked(&format!(
        "{:x};name=value\r\n{first}\r\n{:X} \r\n{second}\r\n0\r\nServer-Timing: x\r\n\r\n",
        first.len(),
        second.len()
    ));
    let interim = format!(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n{}",
        reply("500 Internal Server Error", MESSAGE)
    );
    let closing = format!(
        "HTTP/1.1 400 Bad Request\r\nContent-Type: application/soap+xml\r\nConnection: close\r\n\r\n{MESSAGE}"
    );
    let bare =
        format!("HTTP/1.0 200 OK\nContent-Type: application/soap+xml\nContent-Length: 52\n\n{MESSAGE}");
    vec![
        ("length", simulator.into(), false),
        ("chunks", chunks.into(), false),
        ("interim", interim.into(), false),
        ("closing", closing.into(), true),
        ("old", bare.into(), false),
    ]
}

fn whole() -> Outcome {
    crate::stream::whole(MESSAGE)
}

/// The outcome of a reply that comes in pieces of these lengths, the last one again and again, and how many reads it took.
fn pieces(bytes: &[u8], at_end: Option<ErrorKind>, step: usize, room: usize) -> (Outcome, usize) {
    let mut opening = giving(bytes);
    (opening.at_end, opening.step) = (at_end, step);
    let script = Script::once(opening);
    let seen = Rc::clone(&script.seen);
    let mut buffer = vec![0; room];
    let outcome = call(&mut HttpTransport::new(script, endpoint(), &mut buffer));
    let reads = seen.borrow().reads;
    (outcome, reads)
}

#[test]
fn in_pieces_of_every_size() {
    for (name, bytes, _) in recorded() {
        for step in 1..=bytes.len() {
            for room in [300, 512, 4096] {
                let (outcome, reads) = pieces(&bytes, None, step, room);
                assert_eq!(outcome, whole(), "{name} in pieces of {step}, room {room}");
                assert!(reads <= bytes.len() + 1, "{name} in pieces of {step}: {reads} reads");
            }
        }
    }
}

#[test]
fn split_in_two_at_every_byte() {
    for (name, bytes, _) in recorded() {
        for at in 1..bytes.len() {
            let halves = Halves { bytes: bytes.clone(), at, given: 0 };
            let mut buffer = [0; 512];
            let line = emis_embedded_io::Line::new(halves);
            let outcome = call(&mut HttpTransport::new(line, endpoint(), &mut buffer));
            assert_eq!(outcome, whole(), "{name} split at {at}");
        }
    }
}

/// Two reads: up to a split, and from there.
struct Halves {
    bytes: Vec<u8>,
    at: usize,
    given: usize,
}

impl embedded_io::ErrorType for Halves {
    type Error = ErrorKind;
}

impl embedded_io::Read for Halves {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, ErrorKind> {
        let end = if self.given < self.at { self.at } else { self.bytes.len() };
        let piece = &self.bytes[self.given..end];
        let n = piece.len().min(into.len());
        into[..n].copy_from_slice(&piece[..n]);
        self.given += n;
        Ok(n)
    }
}

impl embedded_io::Write for Halves {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<(), ErrorKind> {
        Ok(())
    }
}

#[test]
fn every_prefix_is_an_error() {
    for (name, bytes, until_close) in recorded() {
        let message = bytes.len() - MESSAGE.len();
        for cut in 0..bytes.len() {
            for (at_end, error) in [(None, Error::Closed), (Some(ErrorKind::TimedOut), Error::TimedOut)] {
                let (outcome, reads) = pieces(&bytes[..cut], at_end, 1, 512);
                match outcome {
                    Outcome::Unknown(e) => assert_eq!(e, error),
                    Outcome::Cut(before, e) => {
                        assert_eq!(e, error);
                        assert!(MESSAGE.as_bytes().starts_with(&before));
                    }
                    // What a closed connection ends cannot be told from what it cuts: the SessionHash tells it.
                    Outcome::Whole(before) if until_close && at_end.is_none() && cut >= message => {
                        assert_eq!(before, bytes[message..cut]);
                    }
                    other => panic!("{name} cut at {cut}: {other:?}"),
                }
                assert!(reads <= cut + 1, "{name} cut at {cut}: {reads} reads");
            }
        }
    }
}
