//! The value of a field: words, numbers, options and parameters (RFC 9110 section 5.6).
//!
//! Easy to get wrong: the words to look for are in lower case, and a space in one of them matches any white space, or
//! none.

/// Whether it is that word, in letters of either case.
pub(super) fn is(bytes: &[u8], word: &[u8]) -> bool {
    after(bytes, word).is_some_and(<[u8]>::is_empty)
}

/// What comes after that word, in letters of either case. A space in it is white space or none.
#[inline(never)]
fn after<'v>(bytes: &'v [u8], word: &[u8]) -> Option<&'v [u8]> {
    let mut rest = bytes.iter();
    for expected in word {
        if *expected == b' ' {
            while let [b' ' | b'\t', ..] = rest.as_slice() {
                rest.next();
            }
        } else if rest.next()?.to_ascii_lowercase() != *expected {
            return None;
        }
    }
    Some(rest.as_slice())
}

/// A number of digits only. One that is too long counts as above every limit.
#[inline(never)]
pub(super) fn number(digits: &[u8]) -> Option<u32> {
    let mut number = 0u32;
    for byte in digits {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = u32::try_from(u64::from(number) * 10 + u64::from(byte & 0xF)).unwrap_or(u32::MAX);
    }
    (!digits.is_empty()).then_some(number)
}

/// Whether one of the options between commas is that the connection is not kept.
#[inline(never)]
pub(super) fn closes(mut options: &[u8]) -> bool {
    loop {
        if let Some([] | [b',', ..]) = after(options, b" close ") {
            return true;
        }
        loop {
            let [byte, rest @ ..] = options else { return false };
            options = rest;
            if *byte == b',' {
                break;
            }
        }
    }
}

/// Whether it is `application/soap+xml`; a charset, if there is one, is UTF-8 and given once.
pub(super) fn is_soap(value: &[u8]) -> bool {
    soap(value).is_some()
}

fn soap(value: &[u8]) -> Option<()> {
    let mut rest = after(value, b"application/soap+xml ")?;
    let mut charset = false;
    while !rest.is_empty() {
        let parameter = after(rest, b"; ")?;
        rest = match after(parameter, b"charset = ") {
            Some(_) if charset => return None,
            Some(value) => {
                charset = true;
                after(value, b"utf-8 ").or_else(|| after(value, b"\"utf-8\" "))?
            }
            None => after_parameter(parameter)?,
        };
    }
    Some(())
}

/// What comes after a parameter of any kind, which ends before a semicolon that is not in a quoted string.
fn after_parameter(bytes: &[u8]) -> Option<&[u8]> {
    let (mut quoted, mut escaped, mut equals) = (false, false, false);
    let end = bytes.iter().position(|byte| {
        equals |= *byte == b'=';
        quoted ^= *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && quoted && !escaped;
        *byte == b';' && !quoted
    });
    let end = end.unwrap_or(bytes.len());
    // RFC 9110 allows `; ;`, and nothing else without a `=`.
    bytes.get(end..).filter(|_| equals || end == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

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
            "application/soap+xml; \"\\=;\"; charset=utf-8\t",
            "application/soap+xml; charset x=latin1; charset=utf-8",
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
            "application/soap+xml; x; charset=utf-8",
            "application/soap+xml; charset=\"utf-8",
            "application/soap+xml, text/xml",
        ] {
            assert!(!is_soap(bad.as_bytes()), "{bad}");
        }
    }
}
