//! Schema versions: which operations and fields a session speaks.

use core::fmt;
use core::str::FromStr;

use crate::error::{InvalidValue, Rule};

/// A schema version, `MAJOR.MINOR`. A later one has all that earlier ones had.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
// The major number above the minor one, so that two versions are compared at once.
pub struct Version(u16);

impl Version {
    /// The first version, in which everything outside a session is written.
    pub(crate) const OLDEST: Self = Self::V1_0;
    /// The first.
    pub const V1_0: Self = Self::new(1, 0);
    /// With telephone appointments.
    pub const V1_1: Self = Self::new(1, 1);
    /// With the medical record.
    pub const V2_0: Self = Self::new(2, 0);
    /// With messaging.
    pub const V2_1: Self = Self::new(2, 1);

    /// A version by its numbers.
    #[must_use]
    pub const fn new(major: u8, minor: u8) -> Self {
        Self(u16::from_be_bytes([major, minor]))
    }

    /// Its two numbers, the major one first.
    pub(crate) const fn to_bytes(self) -> [u8; 2] {
        self.0.to_be_bytes()
    }

    /// Reads `MAJOR.MINOR`, each 0 to 255 without leading zeros. It need not be one that is known.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is of another form.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        Self::read(text).ok_or(InvalidValue::new(Rule::Version))
    }

    fn read(text: &str) -> Option<Self> {
        let mut major = None;
        let mut number = None;
        for b in text.bytes() {
            number = match (b, number) {
                (b'.', Some(_)) if major.is_none() => {
                    major = number;
                    None
                }
                (b'0'..=b'9', None) => Some(b - b'0'),
                // No leading zeros.
                (b'0'..=b'9', Some(n @ 1..)) => Some(n.checked_mul(10)?.checked_add(b - b'0')?),
                _ => return None,
            };
        }
        Some(Self::new(major?, number?))
    }

    pub(crate) fn text(self, out: &mut [u8; 7]) -> &str {
        let mut start = out.len();
        let mut put = |b: u8| {
            start = start.saturating_sub(1);
            if let Some(place) = out.get_mut(start) {
                *place = b;
            }
        };
        // The last digit first.
        let [major, mut number] = self.0.to_be_bytes();
        let mut before = Some(major);
        loop {
            put(b'0' + number % 10);
            number /= 10;
            if number == 0 {
                let Some(major) = before.take() else { break };
                put(b'.');
                number = major;
            }
        }
        core::str::from_utf8(out.get(start..).unwrap_or_default()).unwrap_or_default()
    }
}

impl FromStr for Version {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        Self::parse(text)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text(&mut [0; 7]))
    }
}

impl fmt::Debug for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_exact() {
        for (text, version) in
            [("1.0", Version::V1_0), ("2.1", Version::V2_1), ("10.255", Version::new(10, 255))]
        {
            assert_eq!(Version::parse(text).unwrap(), version);
            assert_eq!(version.text(&mut [0; 7]), text);
        }
        for bad in ["", "1", "1.", ".1", "01.0", "1.00", "+1.0", "1.0.0", " 1.0", "1.256", "1,0", "\u{661}.0"]
        {
            assert!(Version::parse(bad).is_err(), "{bad}");
        }
        assert!(Version::V2_0 > Version::V1_1 && Version::new(1, 10) > Version::V1_1);
    }
}
