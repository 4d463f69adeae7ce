//! The code of a practice.

use core::fmt;

use crate::error::InvalidValue;

/// An ODS code: 3 to 10 characters of `A-Z 0-9` (protocol.md section 3).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OdsCode {
    octets: [u8; 10],
    length: u8,
}

impl OdsCode {
    /// No code at all: what stands where none has been read yet.
    pub(crate) const BLANK: Self = Self { octets: [0; 10], length: 0 };

    /// Reads an ODS code.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not 3 to 10 characters of `A-Z 0-9`.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let fail = InvalidValue { rule: "an ODS code of 3 to 10 characters of A-Z and 0-9" };
        let mut octets = [0; 10];
        if text.len() < 3 || !text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
            return Err(fail);
        }
        octets.get_mut(..text.len()).ok_or(fail)?.copy_from_slice(text.as_bytes());
        Ok(Self { octets, length: u8::try_from(text.len()).map_err(|_| fail)? })
    }

    /// The characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let text = self.octets.get(..usize::from(self.length)).unwrap_or_default();
        core::str::from_utf8(text).unwrap_or_default()
    }
}

impl fmt::Display for OdsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for OdsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_to_ten_capitals_and_digits() {
        for good in ["A81", "A81001", "ABCDEFGH12"] {
            assert_eq!(OdsCode::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", "A8", "ABCDEFGH123", "a81001", "A81 01", "A8100\u{C9}"] {
            assert!(OdsCode::parse(bad).is_err(), "{bad}");
        }
    }
}
