//! The code of a practice.

use core::fmt;

use crate::error::{InvalidValue, Rule};

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
        let mut code = Self::BLANK;
        match short(text, 3, |b| b.is_ascii_uppercase() || b.is_ascii_digit(), &mut code.octets) {
            Some(length) => code.length = length,
            None => return Err(InvalidValue::new(Rule::OdsCode)),
        }
        Ok(code)
    }

    /// The characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        kept(&self.octets, usize::from(self.length))
    }
}

/// The text that is kept in the first so many octets.
pub(crate) fn kept(octets: &[u8], length: usize) -> &str {
    core::str::from_utf8(octets.get(..length).unwrap_or_default()).unwrap_or_default()
}

/// Reads text that is kept where it is read to: of at least so many characters, which are all of some ASCII. Gives its
/// length.
pub(super) fn short(text: &str, least: usize, allowed: fn(u8) -> bool, octets: &mut [u8]) -> Option<u8> {
    let place = octets.get_mut(..text.len())?;
    for (place, b) in place.iter_mut().zip(text.bytes()) {
        *place = b;
        if !allowed(b) {
            return None;
        }
    }
    u8::try_from(text.len()).ok().filter(|length| usize::from(*length) >= least)
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
