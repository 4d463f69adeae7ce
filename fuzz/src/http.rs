//! The HTTP codec for devices: any bytes as a reply, in any pieces.
//!
//! Input: the size of the pieces (a byte), the reply; after it the connection ends.
//!
//! Claims: no more reads than bytes; the outcome does not depend on the pieces; the message is within its limit, and a
//! plain reading of the same bytes, which allocates and trusts, finds the same; what was read and is sent again with its
//! length is read again.

use emis_core::transport::Action;
use emis_embedded_io::Error;
use emis_embedded_io::http::{Codec, Endpoint};

const LIMIT: u32 = 4096;
const ROOM: usize = 512;

/// The target.
pub fn run(data: &[u8]) {
    let [choice, reply @ ..] = data else { return };
    let whole = read(reply, usize::MAX);
    let pieces = read(reply, 1 + usize::from(choice % 32));
    assert_eq!(whole.ended, pieces.ended, "at once and in pieces");
    assert_eq!(whole.message, pieces.message, "at once and in pieces");
    assert!(whole.message.len() <= LIMIT as usize);
    if whole.ended == Ok(()) {
        assert_eq!(plainly(reply).as_deref(), Some(&whole.message[..]), "the plain reading");
        let mut again = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\nContent-Length: {}\r\n\r\n",
            whole.message.len()
        )
        .into_bytes();
        again.extend_from_slice(&whole.message);
        let again = read(&again, 1 + usize::from(choice >> 5));
        assert_eq!((again.ended, again.message, again.reusable), (Ok(()), whole.message, true));
    }
}

struct Read {
    ended: Result<(), Error>,
    message: Vec<u8>,
    reusable: bool,
}

fn read(mut reply: &[u8], step: usize) -> Read {
    let mut buffer = [0; ROOM];
    let mut codec = Codec::new(&mut buffer, LIMIT);
    let endpoint = Endpoint::new("practice.example", "/").expect("an endpoint");
    let action = Action { namespace: "urn:x", operation: "X" };
    codec.request(&endpoint, action, 1).expect("a head");
    let (mut message, mut piece, most) = (vec![], [0; 13], reply.len() + 1);
    let mut reads = 0;
    let ended = loop {
        match codec.message(&mut piece) {
            Ok(Some(0)) => break Ok(()),
            Ok(Some(n)) => message.extend_from_slice(&piece[..n]),
            Ok(None) => {
                reads += 1;
                assert!(reads <= most, "more reads than bytes");
                let room = codec.room();
                assert!(!room.is_empty());
                let n = reply.len().min(room.len()).min(step);
                room[..n].copy_from_slice(&reply[..n]);
                reply = &reply[n..];
                // An error is kept and said by the next call.
                let _ = codec.filled(Ok(n));
            }
            Err(error) => {
                assert_eq!(codec.message(&mut piece), Err(error), "an error stays");
                assert!(codec.is_over() && !codec.is_reusable());
                let _ = (error.code(), format!("{error}"));
                break Err(error);
            }
        }
    };
    assert_eq!(codec.is_whole(), ended.is_ok());
    let reusable = codec.is_reusable();
    drop(codec);
    assert!(ended.is_ok() || buffer == [0; ROOM], "a failed reply stays in the buffer");
    Read { ended, message, reusable }
}

/// The message of a reply that is known to be good.
fn plainly(mut reply: &[u8]) -> Option<Vec<u8>> {
    loop {
        let crlf = reply.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4);
        let mixed = reply.windows(3).position(|three| three == b"\n\r\n").map(|at| at + 3);
        let lf = reply.windows(2).position(|two| two == b"\n\n").map(|at| at + 2);
        let end = [crlf, mixed, lf].into_iter().flatten().min()?;
        let (head, rest) = reply.split_at(end);
        let head = String::from_utf8_lossy(head).to_ascii_lowercase();
        if head.as_bytes().get(9) == Some(&b'1') {
            reply = rest;
            continue;
        }
        let field =
            |name: &str| head.lines().find_map(|line| Some(line.strip_prefix(name)?.trim().to_owned()));
        if let Some(length) = field("content-length:") {
            return Some(rest[..length.parse().ok()?].to_vec());
        }
        return if field("transfer-encoding:").is_some() { chunks(rest) } else { Some(rest.to_vec()) };
    }
}

fn chunks(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut all = vec![];
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n")?;
        let line = String::from_utf8_lossy(&rest[..end]).into_owned();
        let digits = line.split([';', ' ', '\t']).next()?;
        let size = usize::from_str_radix(digits, 16).ok()?;
        rest = &rest[end + 2..];
        if size == 0 {
            return Some(all);
        }
        all.extend_from_slice(&rest[..size]);
        rest = &rest[size + 2..];
    }
}
