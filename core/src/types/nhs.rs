//! A patient's NHS number, with its check digit.

use core::fmt;

use super::inline::kept;
use crate::error::{InvalidValue, Rule};

/// An NHS number: 10 digits of which the last is a modulus 11 check digit (operations.md).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct NhsNumber([u8; 10]);

impl NhsNumber {
    /// Reads the 10 digits of a message, without spaces.
    ///
    /// # Errors
    /// [`InvalidValue`] if they are not 10 digits or the check digit is wrong.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let fail = InvalidValue::new(Rule::NhsNumber);
        let digits: [u8; 10] = text.as_bytes().try_into().map_err(|_| fail)?;
        let mut sum = 0;
        let mut weight = 10;
        for b in &digits {
            let digit = u32::from(b.wrapping_sub(b'0'));
            if digit > 9 {
                return Err(fail);
            }
            // The check digit has the weight 1: with it, the sum is a multiple of 11 exactly if it is right,
            // and a check value of 10 can never be one digit.
            sum += weight * digit;
            weight -= 1;
        }
        if !sum.is_multiple_of(11) {
            return Err(fail);
        }
        Ok(Self(digits))
    }

    /// Reads what a person typed, ignoring spaces.
    ///
    /// # Errors
    /// [`InvalidValue`] as for [`NhsNumber::parse`].
    pub fn from_person(text: &str) -> Result<Self, InvalidValue> {
        let fail = InvalidValue::new(Rule::NhsNumber);
        let mut digits = [0; 10];
        let mut typed = text.bytes().filter(|b| *b != b' ');
        for place in &mut digits {
            *place = typed.next().ok_or(fail)?;
        }
        if typed.next().is_some() {
            return Err(fail);
        }
        Self::parse(core::str::from_utf8(&digits).map_err(|_| fail)?)
    }

    /// The 10 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        kept(&self.0, self.0.len())
    }
}

impl fmt::Display for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NhsNumber(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_decides() {
        assert!(NhsNumber::parse("9434765919").is_ok());
        assert!(NhsNumber::parse("9434765918").is_err());
        assert_eq!(NhsNumber::from_person("943 476 5919").unwrap().as_str(), "9434765919");
        for bad in ["943 476 5919", "943476591", "94347659190", "943476591X", ""] {
            assert!(NhsNumber::parse(bad).is_err(), "{bad}");
        }
        assert!(NhsNumber::from_person("943 476 591").is_err());
    }

    #[test]
    fn a_check_value_of_ten_is_no_number() {
        // For each nine digits there is one check digit, or none where the check value is 10.
        let mut none = 0;
        for n in 943_476_500u32..943_476_600 {
            let mut text = *b"0000000000";
            let mut rest = n;
            for place in text[..9].iter_mut().rev() {
                *place = b'0' + u8::try_from(rest % 10).unwrap();
                rest /= 10;
            }
            let good = (b'0'..=b'9')
                .filter(|d| {
                    text[9] = *d;
                    NhsNumber::parse(core::str::from_utf8(&text).unwrap()).is_ok()
                })
                .count();
            assert!(good <= 1);
            none += usize::from(good == 0);
        }
        assert!(none > 0, "one in eleven has none");
    }

    #[test]
    fn debug_shows_no_digit() {
        struct Text([u8; 64], usize);
        impl fmt::Write for Text {
            fn write_str(&mut self, s: &str) -> fmt::Result {
                self.0[self.1..self.1 + s.len()].copy_from_slice(s.as_bytes());
                self.1 += s.len();
                Ok(())
            }
        }
        let mut text = Text([0; 64], 0);
        fmt::write(&mut text, format_args!("{:?}", NhsNumber::parse("9434765919").unwrap())).unwrap();
        assert!(!text.0.iter().any(u8::is_ascii_digit));
    }
}
