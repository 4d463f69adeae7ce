//! References and line ends in text: what the characters are once `&amp;` and its like are resolved.
//!
//! The reader has already validated every reference, so the iterator here can be simple; it still ends rather than
//! loops on text that was never validated.

use super::chars::hex_digit;
use super::{chars, scan};

/// One reference at the start of `text` (which begins with `&`): its character and its length in bytes.
///
/// `None` if it is none of the five predefined entities and no reference to a character that XML allows.
pub(crate) fn reference(text: &[u8]) -> Option<(char, usize)> {
    const AMP: u32 = u32::from_be_bytes(*b"\0amp");
    const LT: u32 = u32::from_be_bytes(*b"\0\0lt");
    const GT: u32 = u32::from_be_bytes(*b"\0\0gt");
    const QUOT: u32 = u32::from_be_bytes(*b"quot");
    const APOS: u32 = u32::from_be_bytes(*b"apos");
    // A reader that meets no `;` stops with an error, so the bytes are looked at once.
    let body = text.get(1..)?;
    let end = scan::byte(body, b';')?;
    let c = match body.get(..end)? {
        [b'#', b'x', digits @ ..] => numbered(digits, 16)?,
        [b'#', digits @ ..] => numbered(digits, 10)?,
        // A word of up to four bytes is compared as a number, to which no zero in front of it may be lost.
        word if end <= 4 && word.first() != Some(&0) => {
            match word.iter().fold(0, |word, b| word << 8 | u32::from(*b)) {
                AMP => '&',
                LT => '<',
                GT => '>',
                QUOT => '"',
                APOS => '\'',
                _ => return None,
            }
        }
        _ => return None,
    };
    // `&`, the name, `;`
    Some((c, end.checked_add(2)?))
}

/// How many digits a reference may have. Seven are enough; leading zeros are allowed, but not so many that one character
/// takes long to be read each time that it is compared with another (XML-20).
const DIGITS: usize = 16;

/// The character of this number, if XML allows it. Without digits it is none: there is no character 0.
fn numbered(digits: &[u8], radix: u32) -> Option<char> {
    if digits.len() > DIGITS {
        return None;
    }
    let mut value = 0;
    for b in digits {
        let digit = u32::from(hex_digit(*b));
        if digit >= radix {
            return None;
        }
        value = value * radix + digit;
        if value > u32::from(char::MAX) {
            return None;
        }
    }
    char::from_u32(value).filter(|c| chars::is_char(*c))
}

/// Whether text has anything to be resolved.
pub(crate) fn is_escaped(raw: &str) -> bool {
    raw.bytes().any(|b| matches!(b, b'&' | b'\r'))
}

/// The characters of text as it stands in a message.
#[derive(Clone)]
pub(crate) struct Chars<'a> {
    rest: core::str::Chars<'a>,
    escaped: bool,
}

impl<'a> Chars<'a> {
    /// `escaped` is false for text that stands for itself.
    pub(crate) fn new(raw: &'a str, escaped: bool) -> Self {
        Self { rest: raw.chars(), escaped }
    }
}

impl Iterator for Chars<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let here = self.rest.as_str();
        let c = self.rest.next()?;
        if !self.escaped {
            return Some(c);
        }
        let (c, length) = match c {
            '&' => reference(here.as_bytes())?,
            '\r' => ('\n', if here.as_bytes().get(1) == Some(&b'\n') { 2 } else { 1 }),
            _ => return Some(c),
        };
        self.rest = here.get(length..)?.chars();
        Some(c)
    }
}

/// The next character of an attribute's value: white space that stands there literally is a space (XML 1.0, 3.3.3).
fn attribute(chars: &mut Chars<'_>) -> Option<char> {
    let literal = chars.rest.as_str().as_bytes().first() != Some(&b'&');
    chars.next().map(|c| if literal && matches!(c, '\t' | '\n') { ' ' } else { c })
}

/// Whether two values of attributes, as they stand in a message, are the same.
pub(crate) fn same_attribute(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (mut a, mut b) = (Chars::new(a, true), Chars::new(b, true));
    loop {
        let next = attribute(&mut a);
        if next != attribute(&mut b) {
            return false;
        }
        if next.is_none() {
            return true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_the_five_and_allowed_characters() {
        assert_eq!(reference(b"&amp;x"), Some(('&', 5)));
        assert_eq!(reference(b"&#13;"), Some(('\r', 5)));
        assert_eq!(reference(b"&#x0001F600;"), Some(('\u{1F600}', 12)));
        for bad in [
            "&",
            "&;",
            "&amp",
            "&nbsp;",
            "&#0;",
            "&#x1F;",
            "&#xD800;",
            "&#xFFFE;",
            "&#x110000;",
            "&#;",
            "&#x;",
            "&#X41;",
            "&#-1;",
            "&#99999999999;",
            "& amp;",
            "&AMP;",
            "&\0lt;",
            "&\0\0gt;",
            "&xquot;",
        ] {
            assert_eq!(reference(bad.as_bytes()), None, "{bad}");
        }
    }

    // XML-14
    #[test]
    fn line_ends_read_as_line_feeds() {
        assert!(Chars::new("a\r\nb\rc\nd&#13;", true).eq("a\nb\nc\nd\r".chars()));
        assert!(Chars::new("a\r\n&amp;", false).eq("a\r\n&amp;".chars()));
    }
}
