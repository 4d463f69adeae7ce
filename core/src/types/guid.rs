//! A UUID, kept as 16 bytes.

use core::fmt;

use crate::error::{InvalidValue, Rule};
use crate::xml::chars::hex_digit;

/// A UUID, written in lower case and read in either (operations.md).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guid([u8; 16]);

impl Guid {
    /// From its bytes, in the order in which they are written.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Its bytes, in the order in which they are written.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Reads the 36 characters.
    ///
    /// # Errors
    /// [`InvalidValue`] if they are not hexadecimal digits with hyphens after the 8th, 12th, 16th and 20th.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let mut guid = Self([0; 16]);
        if read_hex(text.as_bytes(), HYPHENS, &mut guid.0) {
            Ok(guid)
        } else {
            Err(InvalidValue::new(Rule::Guid))
        }
    }

    /// The 36 characters, in lower case.
    #[must_use]
    pub fn text(&self) -> [u8; 36] {
        let mut text = [b'-'; 36];
        write_hex(&self.0, HYPHENS, &mut text);
        text
    }
}

/// The bytes of a UUID that have a hyphen in front: a bit each.
const HYPHENS: u16 = 1 << 4 | 1 << 6 | 1 << 8 | 1 << 10;

/// Reads 16 bytes from hexadecimal digits of either case, with hyphens in front of those whose bit is set.
#[inline]
pub(crate) fn read_hex(text: &[u8], hyphens: u16, bytes: &mut [u8; 16]) -> bool {
    let mut rest = text;
    // All digits are read before they are validated, as in a time: one branch instead of thirty-two.
    let mut bad = false;
    for (i, place) in bytes.iter_mut().enumerate() {
        if hyphens >> i & 1 != 0 {
            let Some((hyphen, digits)) = rest.split_first() else { return false };
            bad |= *hyphen != b'-';
            rest = digits;
        }
        let Some(([high, low], after)) = rest.split_first_chunk::<2>() else { return false };
        let (high, low) = (hex_digit(*high), hex_digit(*low));
        bad |= high | low > 0xF;
        *place = high << 4 | low;
        rest = after;
    }
    !bad && rest.is_empty()
}

/// Writes 16 bytes in lower case, in the same form; the hyphens in `text` are not changed.
#[inline]
pub(crate) fn write_hex(bytes: &[u8; 16], hyphens: u16, text: &mut [u8]) {
    let digit = |digit| if digit < 10 { b'0' + digit } else { b'a' - 10 + digit };
    let mut at = 0;
    for (i, b) in bytes.iter().enumerate() {
        at += usize::from(hyphens >> i & 1);
        if let Some([high, low]) = text.get_mut(at..at + 2) {
            (*high, *low) = (digit(b >> 4), digit(b & 0xF));
        }
        at += 2;
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(core::str::from_utf8(&self.text()).unwrap_or_default())
    }
}

impl fmt::Debug for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_either_case_and_writes_lower() {
        let guid = Guid::parse("0123ABCD-4567-89ab-CDEF-0123456789aB").unwrap();
        assert_eq!(&guid.text(), b"0123abcd-4567-89ab-cdef-0123456789ab");
        for bad in [
            "",
            "0123abcd-4567-89ab-cdef-0123456789a",
            "0123abcd-4567-89ab-cdef-0123456789abc",
            "0123abcd04567-89ab-cdef-0123456789ab",
            "0123abcd-4567-89ab-cdef-0123456789ag",
            "{123abcd-4567-89ab-cdef-0123456789a}",
            "0123abcd-4567-89ab-cdef-012345678-ab",
        ] {
            assert!(Guid::parse(bad).is_err(), "{bad}");
        }
    }
}
