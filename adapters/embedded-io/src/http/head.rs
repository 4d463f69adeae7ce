//! What the head of a reply must say before its message is read (protocol.md section 6).
//!
//! The one thing that a reader would get wrong: whatever HTTP/1.1 lets a recipient repair is refused here. A reply whose
//! end two readers would see at different places is no reply.

use httparse::{EMPTY_HEADER, Error as ParseError, Header, Response, Status};

use crate::Error;

/// How many fields a head may have.
pub const FIELDS: usize = 32;

/// Where the message of a reply ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framing {
    /// After so many octets.
    Sized(u32),
    Chunked,
    /// With the connection.
    UntilClose,
}

/// A reply's head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// An interim one, of a status 1xx: another follows.
    Interim,
    /// One whose message is to be read.
    Final {
        framing: Framing,
        /// Whether the connection can carry the next request.
        keep_alive: bool,
    },
}

/// Whether a reply can begin so.
pub(super) fn can_begin(octets: &[u8]) -> bool {
    octets.iter().zip(b"HTTP/1.").all(|(octet, expected)| octet == expected)
}

/// Reads a head that is whole, its empty line included.
pub(super) fn read(octets: &[u8]) -> Result<Head, Error> {
    let mut fields = [EMPTY_HEADER; FIELDS];
    let mut response = Response::new(&mut fields);
    match response.parse(octets) {
        Ok(Status::Complete(length)) if length == octets.len() => {}
        Err(ParseError::TooManyHeaders) => return Err(Error::HeadTooLong),
        _ => return Err(Error::NotHttp),
    }
    let (Some(minor), Some(status)) = (response.version, response.code) else { return Err(Error::NotHttp) };
    match status {
        200 | 400 | 500 => {}
        // A switch of protocols was never asked for.
        100 | 102..=199 => return Ok(Head::Interim),
        other => return Err(Error::Status(other)),
    }
    let fields = &*response.headers;
    content_type(fields)?;
    if values(fields, "Content-Encoding").any(|value| !value.eq_ignore_ascii_case(b"identity")) {
        return Err(Error::Coded);
    }
    let framing = framing(fields, minor)?;
    let closing = values(fields, "Connection")
        .flat_map(|value| value.split(|octet| *octet == b','))
        .any(|option| option.trim_ascii().eq_ignore_ascii_case(b"close"));
    Ok(Head::Final { framing, keep_alive: minor == 1 && framing != Framing::UntilClose && !closing })
}

/// The values of a field, without the white space around them.
fn values<'h>(fields: &'h [Header<'h>], name: &str) -> impl Iterator<Item = &'h [u8]> {
    fields
        .iter()
        .filter(move |field| field.name.eq_ignore_ascii_case(name))
        .map(|field| field.value.trim_ascii())
}

/// One Content-Length, or chunks alone, or neither.
fn framing(fields: &[Header<'_>], minor: u8) -> Result<Framing, Error> {
    let mut lengths = values(fields, "Content-Length");
    let mut transfers = values(fields, "Transfer-Encoding");
    match (lengths.next(), lengths.next(), transfers.next(), transfers.next()) {
        (None, None, None, None) => Ok(Framing::UntilClose),
        (Some(length), None, None, None) => number(length).map(Framing::Sized),
        (None, None, Some(coding), None) if minor == 1 => {
            if coding.eq_ignore_ascii_case(b"chunked") {
                Ok(Framing::Chunked)
            } else {
                Err(Error::Coded)
            }
        }
        _ => Err(Error::Unframed),
    }
}

/// A length in digits alone. One that is too long for a number is longer than every limit.
fn number(digits: &[u8]) -> Result<u32, Error> {
    if digits.is_empty() {
        return Err(Error::Unframed);
    }
    let mut number = 0u32;
    for octet in digits {
        if !octet.is_ascii_digit() {
            return Err(Error::Unframed);
        }
        number = number.saturating_mul(10).saturating_add(u32::from(octet & 0xF));
    }
    Ok(number)
}

/// `application/soap+xml`, said once, and if there is a charset then it is UTF-8 and said once.
fn content_type(fields: &[Header<'_>]) -> Result<(), Error> {
    let mut types = values(fields, "Content-Type");
    match (types.next(), types.next()) {
        (Some(value), None) if is_soap(value) => Ok(()),
        _ => Err(Error::ContentType),
    }
}

fn is_soap(value: &[u8]) -> bool {
    let mut parts = Parts(Some(value));
    if !parts.next().is_some_and(|media| media.trim_ascii().eq_ignore_ascii_case(b"application/soap+xml")) {
        return false;
    }
    let mut charsets = 0u32;
    for part in parts {
        let Some(equals) = part.iter().position(|octet| *octet == b'=') else {
            // RFC 9110 allows `; ;`, and nothing else without a `=`.
            if part.trim_ascii().is_empty() {
                continue;
            }
            return false;
        };
        let name = part.get(..equals).unwrap_or_default().trim_ascii();
        if name.eq_ignore_ascii_case(b"charset") {
            let value = part.get(equals.saturating_add(1)..).unwrap_or_default().trim_ascii();
            let bare = value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\"")).unwrap_or(value);
            charsets = charsets.saturating_add(1);
            if charsets > 1 || !bare.eq_ignore_ascii_case(b"utf-8") {
                return false;
            }
        }
    }
    true
}

/// The parts of a value between semicolons that are not in a quoted string.
struct Parts<'v>(Option<&'v [u8]>);

impl<'v> Iterator for Parts<'v> {
    type Item = &'v [u8];

    fn next(&mut self) -> Option<&'v [u8]> {
        let rest = self.0?;
        let (mut quoted, mut escaped) = (false, false);
        let end = rest.iter().position(|octet| {
            let was_escaped = core::mem::take(&mut escaped);
            match octet {
                _ if was_escaped => {}
                b'\\' => escaped = quoted,
                b'"' => quoted = !quoted,
                b';' => return !quoted,
                _ => {}
            }
            false
        });
        self.0 = end.and_then(|at| rest.get(at.saturating_add(1)..));
        Some(end.and_then(|at| rest.get(..at)).unwrap_or(rest))
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::*;
    use std::format;

    const TYPE: &str = "Content-Type: application/soap+xml\r\n";

    fn of(lines: &str) -> Result<Head, Error> {
        read(format!("HTTP/1.1 200 OK\r\n{TYPE}{lines}\r\n").as_bytes())
    }

    #[expect(clippy::unnecessary_wraps, reason = "what it is compared with")]
    const fn whole(framing: Framing, keep_alive: bool) -> Result<Head, Error> {
        Ok(Head::Final { framing, keep_alive })
    }

    #[test]
    fn soap_in_utf8() {
        for good in [
            "application/soap+xml",
            "Application/SOAP+XML; charset=UTF-8",
            "application/soap+xml;charset=\"utf-8\"",
            "application/soap+xml; action=\"urn:a;charset=latin1\"; charset=utf-8",
            "application/soap+xml; action=\"a\\\";charset=latin1\"",
            "application/soap+xml;",
            "application/soap+xml; ; charset = utf-8",
        ] {
            assert!(is_soap(good.as_bytes()), "{good}");
        }
        for bad in [
            "",
            "text/xml",
            "application/soap+xmlx",
            "application/xml; charset=utf-8",
            "application/soap+xml; charset=iso-8859-1",
            "application/soap+xml; charset=utf-8; charset=utf-8",
            "application/soap+xml; charset=",
            "application/soap+xml; charset",
            "application/soap+xml, text/xml",
        ] {
            assert!(!is_soap(bad.as_bytes()), "{bad}");
        }
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
