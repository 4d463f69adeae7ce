//! The ODS code of a practice.

use core::fmt;

use super::inline::{kept, short};
use crate::error::{InvalidValue, Rule};

/// An ODS code: 3 to 10 characters of `A-Z 0-9` (protocol.md section 3).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OdsCode {
    bytes: [u8; 10],
    length: u8,
}

impl OdsCode {
    /// Reads an ODS code.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not 3 to 10 characters of `A-Z 0-9`.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let mut code = Self { bytes: [0; 10], length: 0 };
        match short(text, 3, |b| b.is_ascii_uppercase() || b.is_ascii_digit(), &mut code.bytes) {
            Some(length) => code.length = length,
            None => return Err(InvalidValue::new(Rule::OdsCode)),
        }
        Ok(code)
    }

    /// The characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        kept(&self.bytes, usize::from(self.length))
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
