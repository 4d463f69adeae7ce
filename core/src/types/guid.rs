//! A UUID: 36 characters of text, 16 octets here.

use core::fmt;

use crate::error::InvalidValue;

/// A UUID, written in lower case and read in either (operations.md).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guid([u8; 16]);

impl Guid {
    /// What stands where none has been read yet.
    pub(crate) const BLANK: Self = Self([0; 16]);

    /// From its octets, in the order in which they are written.
    #[must_use]
    pub const fn from_octets(octets: [u8; 16]) -> Self {
        Self(octets)
    }

    /// Its octets, in the order in which they are written.
    #[must_use]
    pub const fn octets(&self) -> &[u8; 16] {
        &self.0
    }

    /// Reads the 36 characters.
    ///
    /// # Errors
    /// [`InvalidValue`] if they are not hexadecimal digits with hyphens after the 8th, 12th, 16th and 20th.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let fail = InvalidValue { rule: "a UUID of 36 characters" };
        if text.len() != 36 {
            return Err(fail);
        }
        let mut octets = [0; 16];
        let mut digits = 0usize;
        for (i, b) in text.bytes().enumerate() {
            if matches!(i, 8 | 13 | 18 | 23) {
                if b != b'-' {
                    return Err(fail);
                }
                continue;
            }
            let place = octets.get_mut(digits / 2).ok_or(fail)?;
            *place = *place << 4 | hex_digit(b).ok_or(fail)?;
            digits += 1;
        }
        Ok(Self(octets))
    }

    /// The 36 characters, in lower case.
    #[must_use]
    pub fn text(&self) -> [u8; 36] {
        let mut text = [b'-'; 36];
        let mut digits = self
            .0
            .iter()
            .flat_map(|b| [b >> 4, b & 0xF])
            .map(|d| if d < 10 { b'0' + d } else { b'a' - 10 + d });
        for (i, place) in text.iter_mut().enumerate() {
            if !matches!(i, 8 | 13 | 18 | 23) {
                *place = digits.next().unwrap_or(b'0');
            }
        }
        text
    }
}

/// A hexadecimal digit's value, of either case.
pub(crate) fn hex_digit(b: u8) -> Option<u8> {
    match b {
        b'0'..=b'9' => Some(b - b'0'),
        b'a'..=b'f' => Some(b - b'a' + 10),
        b'A'..=b'F' => Some(b - b'A' + 10),
        _ => None,
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
