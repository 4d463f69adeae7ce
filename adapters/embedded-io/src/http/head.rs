//! Checks the head of a reply before its message is read (protocol.md section 6).
//!
//! Easy to get wrong: what HTTP/1.1 lets a recipient repair is refused here, because two readers must not see the end
//! of a reply at different places.

use httparse::{EMPTY_HEADER, Error as ParseError, Header, Status, parse_headers};

use super::reply::Reply;
use super::value::{closes, is, is_soap, number};
use crate::Error;

/// How many fields a head may have.
pub const FIELDS: usize = 32;

/// Where the message of a reply ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framing {
    /// After so many bytes.
    Sized(u32),
    Chunked,
    /// With the connection.
    UntilClose,
}

/// The beginning of every reply.
const BEGINNING: &[u8] = b"HTTP/1.";

/// Whether a reply can begin like this.
pub(super) fn can_begin(bytes: &[u8]) -> bool {
    bytes.iter().zip(BEGINNING).all(|(byte, expected)| byte == expected)
}

/// Reads a whole head, including its empty line.
#[inline(never)]
pub(super) fn read(bytes: &[u8], reply: &mut Reply) {
    let Some((minor, status, lines)) = status_line(bytes) else { return reply.fail(Error::NotHttp) };
    let mut fields = [EMPTY_HEADER; FIELDS];
    let fields = match parse_headers(lines, &mut fields) {
        Ok(Status::Complete((length, fields))) if length == lines.len() => fields,
        Err(ParseError::TooManyHeaders) => return reply.fail(Error::HeadTooLong),
        _ => return reply.fail(Error::NotHttp),
    };
    match status {
        200 | 400 | 500 => validate(fields, minor == b'1', reply),
        // A switch of protocols was never requested.
        100 | 102..=199 => reply.again(),
        other => reply.fail(Error::Status(other)),
    }
}

/// The fields that describe the message.
static NAMES: [&[u8]; 5] =
    [b"content-type", b"content-encoding", b"content-length", b"transfer-encoding", b"connection"];

/// Reads them.
#[inline(never)]
fn validate(fields: &[Header<'_>], is_new: bool, reply: &mut Reply) {
    let (mut framing, mut framings) = (Framing::UntilClose, 0u32);
    let (mut types, mut coded, mut transfer_coded, mut keep_alive) = (0u32, false, false, is_new);
    for Header { name, value } in fields {
        match NAMES.iter().position(|known| is(name.as_bytes(), known)) {
            Some(0) => types = types.wrapping_add(if is_soap(value) { 1 } else { 2 }),
            Some(1) => coded |= !is(value, b"identity"),
            Some(2) => {
                let length = number(value);
                framing = Framing::Sized(length.unwrap_or_default());
                framings = framings.wrapping_add(if length.is_some() { 1 } else { 2 });
            }
            Some(3) => {
                framing = Framing::Chunked;
                transfer_coded = !is(value, b"chunked");
                framings = framings.wrapping_add(if is_new { 1 } else { 2 });
            }
            Some(_) => keep_alive &= !closes(value),
            None => {}
        }
    }
    if types != 1 {
        reply.fail(Error::ContentType);
    } else if coded {
        reply.fail(Error::Coded);
    } else if framings > 1 {
        reply.fail(Error::Unframed);
    } else if transfer_coded {
        reply.fail(Error::Coded);
    } else {
        reply.message(framing, keep_alive);
    }
}

/// The minor version's digit, the status, and the lines after the first. The fields are the greater part of a head, and
/// are left to `httparse`.
fn status_line(bytes: &[u8]) -> Option<(u8, u16, &[u8])> {
    let (beginning, rest) = bytes.split_at_checked(12)?;
    let [.., minor @ b'0'..=b'1', b' ', _, _, _] = beginning else { return None };
    let [low, high, ..] = number(beginning.get(9..)?)?.to_le_bytes();
    let end = rest.iter().position(|byte| !is_text(*byte))?;
    let (reason, rest) = rest.split_at_checked(end)?;
    if !matches!(reason, [] | [b' ', ..]) {
        return None;
    }
    let lines = rest.strip_prefix(b"\r").unwrap_or(rest).strip_prefix(b"\n")?;
    Some((*minor, u16::from_le_bytes([low, high]), lines))
}

/// Whether it is allowed in a line.
pub(super) fn is_text(byte: u8) -> bool {
    matches!(byte, b'\t' | b' '..=b'~' | 0x80..)
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::super::reply::Place;
    use super::*;
    use std::format;

    #[derive(Debug, PartialEq)]
    enum Head {
        Interim,
        Final { framing: Framing, keep_alive: bool },
    }

    /// As the codec does.
    fn read(bytes: &[u8]) -> Result<Head, Error> {
        if !can_begin(bytes) {
            return Err(Error::NotHttp);
        }
        let mut reply = Reply::new(u32::MAX);
        reply.begin();
        super::read(bytes, &mut reply);
        let framing = match reply.place() {
            Place::Failed => return Err(reply.unless_failed(()).unwrap_err()),
            Place::Head => return Ok(Head::Interim),
            Place::Sized => Framing::Sized(reply.left()),
            Place::Size => Framing::Chunked,
            _ => {
                reply.end();
                Framing::UntilClose
            }
        };
        Ok(Head::Final { framing, keep_alive: reply.keep_alive() })
    }

    const TYPE: &str = "Content-Type: application/soap+xml\r\n";

    fn of(lines: &str) -> Result<Head, Error> {
        read(format!("HTTP/1.1 200 OK\r\n{TYPE}{lines}\r\n").as_bytes())
    }

    #[expect(clippy::unnecessary_wraps, reason = "what it is compared with")]
    const fn whole(framing: Framing, keep_alive: bool) -> Result<Head, Error> {
        Ok(Head::Final { framing, keep_alive })
    }

    #[test]
    fn the_end_is_said_once() {
        assert_eq!(of("Content-Length: 5\r\n"), whole(Framing::Sized(5), true));
        assert_eq!(of("content-length:\t005 \r\n"), whole(Framing::Sized(5), true));
        assert_eq!(of("Content-Length: 99999999999999999999\r\n"), whole(Framing::Sized(u32::MAX), true));
        assert_eq!(of("Transfer-Encoding: Chunked\r\n"), whole(Framing::Chunked, true));
        assert_eq!(of(""), whole(Framing::UntilClose, false));
        for bad in [
            "Content-Length: 5\r\nContent-Length: 5\r\n",
            "Content-Length: 5\r\nContent-Length: 6\r\n",
            "Content-Length: 5, 5\r\n",
            "Content-Length: +5\r\n",
            "Content-Length: -5\r\n",
            "Content-Length: 0x5\r\n",
            "Content-Length:\r\n",
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        ] {
            assert_eq!(of(bad), Err(Error::Unframed), "{bad}");
        }
        for coded in ["gzip, chunked", "chunked, chunked", "identity", "gzip", "chunked;x=y", ""] {
            assert_eq!(of(&format!("Transfer-Encoding: {coded}\r\n")), Err(Error::Coded), "{coded}");
        }
    }

    #[test]
    fn a_connection_is_kept_only_if_nothing_speaks_against_it() {
        for (fields, keep) in [
            ("", true),
            ("Connection: keep-alive\r\n", true),
            ("Connection: close\r\n", false),
            ("Connection: Keep-Alive, CLOSE\r\n", false),
            ("Connection: x\r\nConnection: close\r\n", false),
            ("Connection: closed\r\n", true),
        ] {
            assert_eq!(
                of(&format!("Content-Length: 5\r\n{fields}")),
                whole(Framing::Sized(5), keep),
                "{fields}"
            );
        }
        let old = |lines: &str| read(format!("HTTP/1.0 200 OK\r\n{TYPE}{lines}\r\n").as_bytes());
        assert_eq!(old("Content-Length: 5\r\nConnection: keep-alive\r\n"), whole(Framing::Sized(5), false));
        assert_eq!(old(""), whole(Framing::UntilClose, false));
        assert_eq!(old("Transfer-Encoding: chunked\r\n"), Err(Error::Unframed));
    }

    #[test]
    fn codings_are_refused() {
        assert_eq!(of("Content-Encoding: identity\r\nContent-Length: 5\r\n"), whole(Framing::Sized(5), true));
        for coding in ["gzip", "identity, gzip", "br", ""] {
            let fields = format!("Content-Encoding: {coding}\r\nContent-Length: 5\r\n");
            assert_eq!(of(&fields), Err(Error::Coded), "{coding}");
        }
        let twice = "Content-Encoding: identity\r\nContent-Encoding: gzip\r\n";
        assert_eq!(of(twice), Err(Error::Coded));
    }

    #[test]
    fn three_statuses_have_a_message() {
        for status in 100..1000 {
            let head = format!("HTTP/1.1 {status} X\r\n{TYPE}Content-Length: 5\r\n\r\n");
            let expected = match status {
                200 | 400 | 500 => whole(Framing::Sized(5), true),
                101 => Err(Error::Status(101)),
                100..200 => Ok(Head::Interim),
                other => Err(Error::Status(other)),
            };
            assert_eq!(read(head.as_bytes()), expected, "{status}");
        }
    }

    #[test]
    fn content_types_are_one() {
        for fields in
            ["", "Content-Type: text/html\r\n", "Content-Type: application/soap+xml; charset=utf-16\r\n"]
        {
            let head = format!("HTTP/1.1 200 OK\r\n{fields}Content-Length: 5\r\n\r\n");
            assert_eq!(read(head.as_bytes()), Err(Error::ContentType), "{fields}");
        }
        assert_eq!(of(TYPE), Err(Error::ContentType));
    }

    #[test]
    fn what_is_no_head_is_refused() {
        for bad in [
            "HTTP/2.0 200 OK\r\n\r\n",
            "HTTP/1.2 200 OK\r\n\r\n",
            "HTTP/1.1 20 OK\r\n\r\n",
            "HTTP/1.1  200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX : y\r\n\r\n",
            "HTTP/1.1 200 OK\r\n X: y\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX: y\r\n z\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX: y\r\n\tz\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX: \0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX: y\rz\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\n\r\n",
            "HTTP/1.1 200 OK\r\n",
            "",
        ] {
            assert_eq!(read(bad.as_bytes()), Err(Error::NotHttp), "{bad:?}");
        }
        let many = "X: y\r\n".repeat(FIELDS - 1);
        assert_eq!(of(&many), whole(Framing::UntilClose, false));
        let many = "X: y\r\n".repeat(FIELDS);
        assert_eq!(of(&many), Err(Error::HeadTooLong));
    }
}
