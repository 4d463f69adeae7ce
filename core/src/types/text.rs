//! Text of bounded length, and decimal numbers kept as their digits.

use core::fmt;

use super::base64::Base64;
use crate::error::{InvalidValue, Rule};
use crate::xml::cursor::RawText;
use crate::xml::unescape::Chars;
use crate::xml::{chars, scan};

/// Text of at most `N` Unicode scalar values (operations.md, `text(n)`).
///
/// Text from a message is a slice of that message: it is never copied. If it has references to be resolved,
/// [`Text::as_str`] returns `None`; use [`Text::unescape`] or [`Text::chars`].
///
/// It may be patient data, so `Debug` shows only its length. `Display` shows it.
#[derive(Clone, Copy)]
pub struct Text<'a, const N: usize>(RawText<'a>);

impl<'a, const N: usize> Text<'a, N> {
    /// Text for a message.
    ///
    /// # Errors
    /// [`InvalidValue`] if it has more than `N` Unicode scalar values, or one that XML cannot carry (controls other
    /// than tab, line feed and carriage return).
    pub fn new(text: &'a str) -> Result<Self, InvalidValue> {
        Self::checked(text, false)
    }

    /// Text from a validated message, which is not too long.
    pub(crate) fn validated(text: RawText<'a>) -> Self {
        Self(text)
    }

    fn checked(raw: &'a str, escaped: bool) -> Result<Self, InvalidValue> {
        let text = RawText { raw, escaped };
        if !text.fits(N) {
            return Err(InvalidValue::new(Rule::TextLength));
        }
        let text = Self::validated(text);
        if !text.chars().all(chars::is_char) {
            return Err(InvalidValue::new(Rule::TextCharacters));
        }
        Ok(text)
    }

    /// The text, if it needs no unescaping: nearly always.
    #[must_use]
    pub fn as_str(&self) -> Option<&'a str> {
        (!self.0.escaped).then_some(self.0.raw)
    }

    /// Its characters.
    pub fn chars(&self) -> impl Iterator<Item = char> + Clone + use<'a, N> {
        Chars::new(self.0.raw, self.0.escaped)
    }

    /// Whether it has no character at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.raw.is_empty()
    }

    /// The text, unescaped into `buffer` if necessary. A buffer of the text's length in the message is enough.
    ///
    /// # Errors
    /// [`InvalidValue`] if `buffer` is too short.
    pub fn unescape<'o>(&self, buffer: &'o mut [u8]) -> Result<&'o str, InvalidValue>
    where
        'a: 'o,
    {
        if let Some(text) = self.as_str() {
            return Ok(text);
        }
        let fail = InvalidValue::new(Rule::TextBuffer);
        let mut length = 0usize;
        for c in self.chars() {
            let end = length + c.len_utf8();
            c.encode_utf8(buffer.get_mut(length..end).ok_or(fail)?);
            length = end;
        }
        core::str::from_utf8(buffer.get(..length).unwrap_or_default()).map_err(|_| fail)
    }

    pub(crate) fn raw(&self) -> (&'a str, bool) {
        (self.0.raw, self.0.escaped)
    }
}

impl<const N: usize> PartialEq<str> for Text<'_, N> {
    fn eq(&self, other: &str) -> bool {
        self.chars().eq(other.chars())
    }
}

impl<const N: usize> PartialEq<&str> for Text<'_, N> {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

impl<const N: usize, const M: usize> PartialEq<Text<'_, M>> for Text<'_, N> {
    fn eq(&self, other: &Text<'_, M>) -> bool {
        self.chars().eq(other.chars())
    }
}

impl<const N: usize> Eq for Text<'_, N> {}

impl<const N: usize> fmt::Display for Text<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_str() {
            Some(text) => f.pad(text),
            None => self.chars().try_for_each(|c| fmt::Write::write_char(f, c)),
        }
    }
}

impl<const N: usize> fmt::Debug for Text<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes)", self.0.raw.len())
    }
}

impl<'a, const N: usize> TryFrom<&'a str> for Text<'a, N> {
    type Error = InvalidValue;

    fn try_from(text: &'a str) -> Result<Self, InvalidValue> {
        Self::new(text)
    }
}

/// A decimal number, kept as its digits: `-?[0-9]{1,18}(\.[0-9]{1,18})?`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Decimal<'a>(&'a str);

impl<'a> Decimal<'a> {
    /// Reads it.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not of that form.
    pub fn parse(text: &'a str) -> Result<Self, InvalidValue> {
        let digits = |part: &str| matches!(part.len(), 1..=18) && part.bytes().all(|b| b.is_ascii_digit());
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let valid = match scan::split(unsigned, b'.') {
            Some((whole, fraction)) => digits(whole) && digits(fraction),
            None => digits(unsigned),
        };
        if !valid {
            return Err(InvalidValue::new(Rule::Decimal));
        }
        Ok(Self(text))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        self.0
    }
}

impl fmt::Display for Decimal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

impl fmt::Debug for Decimal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Decimal(redacted)")
    }
}

impl<'a> From<Base64<'a>> for &'a str {
    fn from(value: Base64<'a>) -> Self {
        value.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn validated(raw: &str) -> RawText<'_> {
        RawText { raw, escaped: true }
    }

    #[test]
    fn length_is_counted_in_scalar_values_after_unescaping() {
        assert!(Text::<3>::new("äöü").is_ok());
        assert!(Text::<3>::new("äöüx").is_err());
        assert!(validated("&amp;&#x1F600;x").fits(3));
        assert!(!validated("&amp;&#x1F600;x").fits(2));
        assert!(Text::<9>::new("a\u{B}").is_err());
        assert!(Text::<9>::new("a\u{FFFF}").is_err());
    }

    #[test]
    fn unescaping_needs_no_more_room_than_the_message_took() {
        let text = Text::<9>::validated(validated("a&lt;\r\nb"));
        let mut buffer = [0; 4];
        assert_eq!(text.unescape(&mut buffer).unwrap(), "a<\nb");
        assert!(text.unescape(&mut buffer[..3]).is_err());
        assert_eq!(text, "a<\nb");
    }

    #[test]
    fn decimals_keep_their_digits() {
        for good in ["0", "-0", "007", "1.50", "-123456789012345678.123456789012345678"] {
            assert_eq!(Decimal::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", "-", ".5", "5.", "+5", "1e3", "1,5", "--1", "1.2.3", "1234567890123456789"] {
            assert!(Decimal::parse(bad).is_err(), "{bad}");
        }
    }
}
