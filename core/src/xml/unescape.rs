//! References and line ends in text: what the characters are once `&amp;` and its like are resolved.
//!
//! The reader has already judged every reference, so the iterator here can be simple; it still ends rather than
//! loops on text that was never judged.

use super::chars;

/// One reference at the start of `text` (which begins with `&`): its character and its length in octets.
///
/// `None` if it is none of the five predefined entities and no reference to a character that XML allows.
pub(crate) fn reference(text: &str) -> Option<(char, usize)> {
    // The longest is `&#x10FFFF;`, but leading zeros are allowed, so the search is bounded by the text alone;
    // a reader that meets no `;` stops with an error, so the octets are looked at once.
    let body = text.strip_prefix('&')?;
    let end = body.bytes().position(|b| !matches!(b, b'#' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z'))?;
    let (name, rest) = body.split_at_checked(end)?;
    if !rest.starts_with(';') {
        return None;
    }
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let (digits, radix) = match number.strip_prefix('x') {
                Some(hex) => (hex, 16),
                None => (number, 10),
            };
            if digits.is_empty() {
                return None;
            }
            let mut value: u32 = 0;
            for digit in digits.chars() {
                value = value.checked_mul(radix)?.checked_add(digit.to_digit(radix)?)?;
            }
            char::from_u32(value).filter(|c| chars::is_char(*c))?
        }
    };
    // `&`, the name, `;`
    Some((c, end.checked_add(2)?))
}

/// The characters of text as it stands in a message.
#[derive(Clone)]
pub(crate) struct Chars<'a> {
    rest: &'a str,
    escaped: bool,
}

impl<'a> Chars<'a> {
    /// `escaped` is false for text that stands for itself.
    pub(crate) fn new(raw: &'a str, escaped: bool) -> Self {
        Self { rest: raw, escaped }
    }
}

impl Iterator for Chars<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        let (c, length) = match c {
            '&' if self.escaped => reference(self.rest)?,
            '\r' if self.escaped => ('\n', if self.rest.starts_with("\r\n") { 2 } else { 1 }),
            _ => (c, c.len_utf8()),
        };
        self.rest = self.rest.get(length..)?;
        Some(c)
    }
}

/// Whether the text, unescaped, is `plain`.
pub(crate) fn equals(raw: &str, plain: &str) -> bool {
    raw == plain || (raw.contains('&') && Chars::new(raw, true).eq(plain.chars()))
}

/// The characters of an attribute's value: white space that stands there literally is a space (XML 1.0, 3.3.3).
fn attribute(raw: &str) -> impl Iterator<Item = char> {
    let mut chars = Chars::new(raw, true);
    core::iter::from_fn(move || {
        let literal = !chars.rest.starts_with('&');
        chars.next().map(|c| if literal && matches!(c, '\t' | '\n') { ' ' } else { c })
    })
}

/// Whether two values of attributes, as they stand in a message, are the same.
pub(crate) fn same_attribute(a: &str, b: &str) -> bool {
    a == b || attribute(a).eq(attribute(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_the_five_and_allowed_characters() {
        assert_eq!(reference("&amp;x"), Some(('&', 5)));
        assert_eq!(reference("&#13;"), Some(('\r', 5)));
        assert_eq!(reference("&#x0001F600;"), Some(('\u{1F600}', 12)));
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
        ] {
            assert_eq!(reference(bad), None, "{bad}");
        }
    }

    // XML-14
    #[test]
    fn line_ends_read_as_line_feeds() {
        assert!(Chars::new("a\r\nb\rc\nd&#13;", true).eq("a\nb\nc\nd\r".chars()));
        assert!(Chars::new("a\r\n&amp;", false).eq("a\r\n&amp;".chars()));
    }
}
