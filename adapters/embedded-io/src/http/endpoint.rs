//! The endpoint of requests, and their head.
//!
//! Easy to get wrong: everything in the head is checked to be visible ASCII, because a line end in a host, a path or an
//! action would allow header injection.

use core::slice;

use emis_core::transport::Action;

use crate::Error;

/// The practice end's host and path, as written in a request (protocol.md section 6, HTTP-1).
///
/// It opens no connection: the [`Connection`](crate::Connection) knows the host's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint<'e> {
    host: &'e str,
    path: &'e str,
}

impl<'e> Endpoint<'e> {
    /// An endpoint of a host, with its port if that is not the scheme's own (`practice.example:8443`), and an absolute
    /// path (`/patient-services`).
    ///
    /// # Errors
    /// [`Error::BadEndpoint`] if either is empty or has characters other than visible ASCII, the host has a `/` or a
    /// user name, or the path does not begin with `/` or has a fragment.
    pub const fn new(host: &'e str, path: &'e str) -> Result<Self, Error> {
        if host.is_empty()
            || !is_plain(host, b"/@?#")
            || !matches!(path.as_bytes(), [b'/', ..])
            || !is_plain(path, b"#")
        {
            return Err(Error::BadEndpoint);
        }
        Ok(Self { host, path })
    }

    /// Writes the head of a request whose message has `length` bytes, and returns the head's length.
    pub(super) fn write_head(&self, action: Action, length: usize, into: &mut [u8]) -> Result<usize, Error> {
        // The action goes into a quoted string, which it must not end early.
        const ENDS: &[u8] = b"\"\\";
        if !is_plain(action.namespace, ENDS) || !is_plain(action.operation, ENDS) {
            return Err(Error::BadAction);
        }
        let mut digits = [0; 10];
        let digits = decimal(u32::try_from(length).map_err(|_| Error::OwnHead)?, &mut digits);
        let texts = [
            self.path.as_bytes(),
            self.host.as_bytes(),
            action.namespace.as_bytes(),
            action.operation.as_bytes(),
            digits,
        ];
        fill(into, texts).ok_or(Error::OwnHead)
    }
}

/// Whether it is visible ASCII, and has none of those characters.
#[inline(never)]
const fn is_plain(text: &str, without: &[u8]) -> bool {
    let mut bytes = text.as_bytes();
    while let [byte, rest @ ..] = bytes {
        bytes = rest;
        let mut others = without;
        while let [other, rest @ ..] = others {
            others = rest;
            if *byte == *other {
                return false;
            }
        }
        if !byte.is_ascii_graphic() {
            return false;
        }
    }
    true
}

/// Writes the head with its varying texts, and returns its length.
fn fill(into: &mut [u8], texts: [&[u8]; 5]) -> Option<usize> {
    let length = into.len();
    let mut room = into;
    for byte in HEAD {
        let text = texts.get(usize::from(*byte)).copied().unwrap_or(slice::from_ref(byte));
        let (here, rest) = room.split_at_mut_checked(text.len())?;
        here.copy_from_slice(text);
        room = rest;
    }
    Some(length.wrapping_sub(room.len()))
}

/// The head of a request, with numbers where its varying pieces go.
const HEAD: &[u8] = b"POST \0 HTTP/1.1\r\nHost: \x01\r\nContent-Type: application/soap+xml; charset=utf-8; \
    action=\"\x02/\x03\"\r\nAccept: application/soap+xml\r\nAccept-Encoding: identity\r\nCache-Control: no-store\r\n\
    Content-Length: \x04\r\n\r\n";

/// A number's digits.
fn decimal(mut number: u32, digits: &mut [u8; 10]) -> &[u8] {
    let mut before = digits.as_mut_slice();
    while let [rest @ .., digit] = before {
        *digit = b'0' | (number % 10).to_le_bytes()[0];
        before = rest;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    let first = before.len();
    digits.get(first..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::*;
    use std::string::ToString as _;
    use std::vec;

    const ACTION: Action = Action { namespace: "urn:emis-ps:1", operation: "BookAppointment" };

    #[test]
    fn numbers_have_their_digits() {
        for number in [0, 7, 10, 99, 4_294_967_295, 1_000_000_000] {
            assert_eq!(decimal(number, &mut [0; 10]), number.to_string().as_bytes());
        }
    }

    // HTTP-1, HTTP-2
    #[test]
    fn the_head_is_that_of_section_6() {
        let expected = "POST /patient-services HTTP/1.1\r\nHost: practice.example:8443\r\nContent-Type: \
                        application/soap+xml; charset=utf-8; action=\"urn:emis-ps:1/BookAppointment\"\r\nAccept: \
                        application/soap+xml\r\nAccept-Encoding: identity\r\nCache-Control: no-store\r\n\
                        Content-Length: 1234\r\n\r\n";
        let endpoint = Endpoint::new("practice.example:8443", "/patient-services").unwrap();
        for room in 0..=expected.len() + 1 {
            let mut into = vec![0; room];
            let written = endpoint.write_head(ACTION, 1234, &mut into);
            if room < expected.len() {
                assert_eq!(written, Err(Error::OwnHead));
            } else {
                assert_eq!(&into[..written.unwrap()], expected.as_bytes());
            }
        }
    }

    #[test]
    fn nothing_ends_a_line() {
        for (host, path) in [
            ("", "/"),
            ("a", ""),
            ("a", "b"),
            ("a b", "/"),
            ("a\r\nX: y", "/"),
            ("a", "/\r\n"),
            ("a/b", "/"),
            ("user@a", "/"),
            ("é", "/"),
            ("a", "/#x"),
        ] {
            assert_eq!(Endpoint::new(host, path), Err(Error::BadEndpoint), "{host:?} {path:?}");
        }
        let endpoint = Endpoint::new("[::1]:80", "/a?b").unwrap();
        for operation in ["\"", "\\", "\r\n", " ", "é"] {
            let action = Action { namespace: "urn:x", operation };
            assert_eq!(endpoint.write_head(action, 1, &mut [0; 512]), Err(Error::BadAction));
            let action = Action { namespace: operation, operation: "X" };
            assert_eq!(endpoint.write_head(action, 1, &mut [0; 512]), Err(Error::BadAction));
        }
    }
}
