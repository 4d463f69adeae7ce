//! Whole numbers as text: `0|-?[1-9][0-9]{0,18}` in 64 bits.

/// Parses a whole number.
pub(crate) fn parse_integer(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    // Nineteen digits cannot overflow 64 bits without a sign.
    if !matches!(digits.len(), 1..=19) || (digits.first() == Some(&b'0') && text.len() > 1) {
        return None;
    }
    let mut value = 0u64;
    let mut bad = false;
    for b in digits {
        let digit = b.wrapping_sub(b'0');
        bad |= digit > 9;
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
    }
    if bad || value > i64::MAX.unsigned_abs() + u64::from(negative) {
        return None;
    }
    let value = value.cast_signed();
    Some(if negative { value.wrapping_neg() } else { value })
}

/// The decimal digits of a whole number.
pub(crate) fn format_integer(value: i64, out: &mut [u8; 20]) -> &str {
    let mut rest = value.unsigned_abs();
    let mut start = out.len();
    let mut put = |byte: u8| {
        start = start.saturating_sub(1);
        if let Some(place) = out.get_mut(start) {
            *place = byte;
        }
    };
    loop {
        put(b'0' + (rest % 10).to_le_bytes()[0]);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if value < 0 {
        put(b'-');
    }
    core::str::from_utf8(out.get(start..).unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_exact() {
        for (text, value) in [
            ("0", 0),
            ("-1", -1),
            ("1000", 1000),
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775808", i64::MIN),
        ] {
            assert_eq!(parse_integer(text), Some(value));
            assert_eq!(format_integer(value, &mut [0; 20]), text);
        }
        for bad in [
            "",
            "-",
            "-0",
            "00",
            "01",
            "+1",
            " 1",
            "1 ",
            "1.0",
            "9223372036854775808",
            "-9223372036854775809",
            "99999999999999999999",
            "\u{661}",
            "0x1",
        ] {
            assert_eq!(parse_integer(bad), None, "{bad}");
        }
    }
}
