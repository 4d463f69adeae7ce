//! Schema versions: which operations and fields a session speaks.

use core::fmt;

use crate::error::InvalidValue;
use crate::xml::scan;

/// A schema version, `MAJOR.MINOR`. A later one has all that earlier ones had.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    major: u8,
    minor: u8,
}

impl Version {
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
        Self { major, minor }
    }

    pub(crate) const fn major(self) -> u8 {
        self.major
    }

    pub(crate) const fn minor(self) -> u8 {
        self.minor
    }

    /// Reads `MAJOR.MINOR`, each 0 to 255 without leading zeros. It need not be one that is known.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is of another form.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let fail = InvalidValue { rule: "a version of the form MAJOR.MINOR" };
        let number = |text: &str| {
            let plain = text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
            if plain { text.parse().map_err(|_| fail) } else { Err(fail) }
        };
        let (major, minor) = scan::split(text, b'.').ok_or(fail)?;
        Ok(Self { major: number(major)?, minor: number(minor)? })
    }

    pub(crate) fn text(self, out: &mut [u8; 7]) -> &str {
        let mut length = 0;
        let mut put = |b: u8| {
            if let Some(place) = out.get_mut(length) {
                *place = b;
                length += 1;
            }
        };
        for (i, n) in [self.major, self.minor].into_iter().enumerate() {
            if i == 1 {
                put(b'.');
            }
            if n >= 100 {
                put(b'0' + n / 100);
            }
            if n >= 10 {
                put(b'0' + n / 10 % 10);
            }
            put(b'0' + n % 10);
        }
        core::str::from_utf8(out.get(..length).unwrap_or_default()).unwrap_or_default()
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
