//! Checks the head of a reply before its body is read (protocol.md section 6).
//!
//! Easy to get wrong: a body that ends with the connection is refused, although HTTP/1.1 allows it. A cut connection
//! would look like the end of a shorter message.

use ureq::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use ureq::http::{HeaderMap, Version, response};

use crate::Error;

/// Checks status, content type, coding and framing, in this order.
pub(crate) fn check(head: &response::Parts) -> Result<(), Error> {
    match head.status.as_u16() {
        200 | 400 | 500 => {}
        other => return Err(Error::Status(other)),
    }
    let mut types = head.headers.get_all(CONTENT_TYPE).iter();
    let content_type = types.next().and_then(|value| value.to_str().ok()).ok_or(Error::ContentType)?;
    if types.next().is_some() || !is_soap(content_type) {
        return Err(Error::ContentType);
    }
    if head.headers.get_all(CONTENT_ENCODING).iter().any(|v| !v.as_bytes().eq_ignore_ascii_case(b"identity"))
    {
        return Err(Error::Coded);
    }
    framing(&head.headers, head.version)
}

/// One Content-Length (the parser takes repeated equal ones), or chunks and nothing else.
fn framing(headers: &HeaderMap, version: Version) -> Result<(), Error> {
    let mut transfer = headers.get_all(TRANSFER_ENCODING).iter();
    match (transfer.next(), transfer.next(), headers.contains_key(CONTENT_LENGTH)) {
        (None, _, true) => Ok(()),
        (Some(coding), None, false) if version == Version::HTTP_11 => {
            if coding.as_bytes().trim_ascii().eq_ignore_ascii_case(b"chunked") {
                Ok(())
            } else {
                Err(Error::Coded)
            }
        }
        _ => Err(Error::Unframed),
    }
}

/// `application/soap+xml`; a charset, if there is one, is UTF-8 and given once.
fn is_soap(value: &str) -> bool {
    let mut pieces = Pieces(Some(value));
    if !pieces.next().is_some_and(|media| media.trim().eq_ignore_ascii_case("application/soap+xml")) {
        return false;
    }
    let mut charsets = 0;
    for piece in pieces {
        let Some((name, value)) = piece.split_once('=') else {
            // RFC 9110 allows `; ;`, and nothing else without a `=`.
            if piece.trim().is_empty() {
                continue;
            }
            return false;
        };
        if name.trim().eq_ignore_ascii_case("charset") {
            let value = value.trim();
            let bare = value.strip_prefix('"').and_then(|v| v.strip_suffix('"')).unwrap_or(value);
            charsets += 1;
            if charsets > 1 || !bare.eq_ignore_ascii_case("utf-8") {
                return false;
            }
        }
    }
    true
}

/// The parts of a header value between semicolons that are not in a quoted string.
struct Pieces<'a>(Option<&'a str>);

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.0?;
        let (mut quoted, mut escaped) = (false, false);
        for (at, byte) in rest.bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                b';' if !quoted => {
                    self.0 = rest.get(at + 1..);
                    return rest.get(..at);
                }
                _ => {}
            }
        }
        self.0 = None;
        Some(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ureq::http::HeaderValue;

    #[test]
    fn soap_in_utf8() {
        for good in [
            "application/soap+xml",
            "Application/SOAP+XML; charset=UTF-8",
            "application/soap+xml;charset=\"utf-8\"",
            "application/soap+xml; action=\"urn:a;charset=latin1\"; charset=utf-8",
            "application/soap+xml; action=\"a\\\";charset=latin1\"",
            "application/soap+xml;",
        ] {
            assert!(is_soap(good), "{good}");
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
            assert!(!is_soap(bad), "{bad}");
        }
    }

    #[test]
    fn framing_is_one_of_two() {
        let frame = |fields: &[(&'static str, &'static str)], version| {
            let mut headers = HeaderMap::new();
            for (name, value) in fields {
                headers.append(*name, HeaderValue::from_static(value));
            }
            framing(&headers, version)
        };
        let (http10, http11) = (Version::HTTP_10, Version::HTTP_11);
        assert_eq!(frame(&[("content-length", "5")], http11), Ok(()));
        assert_eq!(frame(&[("content-length", "5")], http10), Ok(()));
        assert_eq!(frame(&[("transfer-encoding", "Chunked")], http11), Ok(()));
        assert_eq!(frame(&[("transfer-encoding", "chunked")], http10), Err(Error::Unframed));
        assert_eq!(frame(&[], http11), Err(Error::Unframed));
        assert_eq!(frame(&[("transfer-encoding", "gzip, chunked")], http11), Err(Error::Coded));
        let both = [("content-length", "5"), ("transfer-encoding", "chunked")];
        assert_eq!(frame(&both, http11), Err(Error::Unframed));
        let twice = [("transfer-encoding", "gzip"), ("transfer-encoding", "chunked")];
        assert_eq!(frame(&twice, http11), Err(Error::Unframed));
    }
}
