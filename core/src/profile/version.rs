//! Schema versions: which operations and fields a session speaks.

use core::fmt;

use crate::error::InvalidValue;
use crate::xml::{Writer, scan};

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

    /// Reads `MAJOR.MINOR`, each 0 to 255 without leading zeros. It need not be one that is known.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is of another form.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let fail = InvalidValue { rule: "a version of the form MAJOR.MINOR" };
        let (major, minor) = scan::split(text, b'.').ok_or(fail)?;
        Ok(Self { major: number(major).ok_or(fail)?, minor: number(minor).ok_or(fail)? })
    }

    pub(crate) fn text(self, out: &mut [u8; 7]) -> &str {
        let mut writer = Writer::new(out);
        write_number(&mut writer, self.major);
        writer.raw(".");
        write_number(&mut writer, self.minor);
        let length = writer.length();
        core::str::from_utf8(out.get(..length).unwrap_or_default()).unwrap_or_default()
    }
}

fn number(text: &str) -> Option<u8> {
    let mut value = None;
    for b in text.bytes() {
        // No zero stands in front of another digit.
        if value == Some(0) {
            return None;
        }
        let digit = char::from(b).to_digit(10)?;
        value = Some(value.unwrap_or(0) * 10 + digit).filter(|value| *value <= 255);
        value?;
    }
    u8::try_from(value?).ok()
}

fn write_number(writer: &mut Writer<'_>, n: u8) {
    let mut scale = 100;
    while scale > 0 {
        if n >= scale || scale == 1 {
            writer.octets(&[b'0' + n / scale % 10]);
        }
        scale /= 10;
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
