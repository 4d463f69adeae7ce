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
        let mut guid = Self::BLANK;
        if read_hex(text.as_bytes(), HYPHENS, &mut guid.0) {
            Ok(guid)
        } else {
            Err(InvalidValue { rule: "a UUID of 36 characters" })
        }
    }

    /// The 36 characters, in lower case.
    #[must_use]
    pub fn text(&self) -> [u8; 36] {
        let mut text = [0; 36];
        write_hex(&self.0, HYPHENS, &mut text);
        text
    }
}

/// In front of which octets a UUID has a hyphen: a bit each.
const HYPHENS: u16 = 1 << 4 | 1 << 6 | 1 << 8 | 1 << 10;

/// Reads 16 octets from hexadecimal digits of either case, with hyphens in front of those whose bit is set.
pub(crate) fn read_hex(text: &[u8], hyphens: u16, octets: &mut [u8; 16]) -> bool {
    let mut rest = text.iter();
    let mut bad = false;
    for (i, place) in octets.iter_mut().enumerate() {
        if hyphens >> i & 1 != 0 {
            bad |= rest.next() != Some(&b'-');
        }
        for _ in 0..2 {
            let digit = rest.next().and_then(|b| char::from(*b).to_digit(16));
            bad |= digit.is_none();
            *place = *place << 4 | digit.unwrap_or(0).to_le_bytes()[0];
        }
    }
    !bad && rest.len() == 0
}

/// Writes 16 octets in lower case, in the same form.
pub(crate) fn write_hex(octets: &[u8; 16], hyphens: u16, text: &mut [u8]) {
    let mut places = text.iter_mut();
    let mut put = |b| {
        if let Some(place) = places.next() {
            *place = b;
        }
    };
    for (i, b) in octets.iter().enumerate() {
        if hyphens >> i & 1 != 0 {
            put(b'-');
        }
        for digit in [b >> 4, b & 0xF] {
            put(if digit < 10 { b'0' + digit } else { b'a' - 10 + digit });
        }
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
