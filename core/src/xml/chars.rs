//! Which characters may stand where in XML 1.0 (fifth edition): one table for ASCII, ranges for the rest.

use super::scan;

/// The byte may begin a name. Bytes from 0x80 have no class: they are looked at as characters.
pub(crate) const NAME_START: u8 = 1;
/// The byte may go on a name.
pub(crate) const NAME: u8 = 2;
/// In text the byte stands for itself and begins nothing that has to be looked at.
pub(crate) const PLAIN: u8 = 4;
/// White space.
pub(crate) const SPACE: u8 = 8;

const fn class_of(b: u8) -> u8 {
    let mut class = 0;
    if b.is_ascii_alphabetic() || b == b'_' {
        class |= NAME_START | NAME;
    }
    if b.is_ascii_digit() || b == b'-' || b == b'.' {
        class |= NAME;
    }
    if matches!(b, b' ' | b'\t' | b'\r' | b'\n') {
        class |= SPACE;
    }
    // 0xEF begins U+FFFE and U+FFFF, the two characters beyond the controls that XML does not allow.
    if (b >= 0x20 || b == b'\t' || b == b'\n') && !matches!(b, b'<' | b'&' | b']' | 0xEF) {
        class |= PLAIN;
    }
    class
}

static CLASSES: [u8; 256] = {
    let mut table = [0; 256];
    let mut i = 0;
    while i < 256 {
        #[allow(clippy::cast_possible_truncation)] // i < 256
        {
            table[i] = class_of(i as u8);
        }
        i += 1;
    }
    table
};

/// The same of ASCII, two bytes in one: a quarter of the room, where that counts for more than the time.
static PAIRS: [u8; 64] = {
    let mut table = [0; 64];
    let mut i = 0;
    while i < 128 {
        table[i / 2] |= CLASSES[i] << (i % 2 * 4);
        i += 1;
    }
    table
};

/// Whether the byte is of one of the classes.
#[inline]
pub(crate) fn is(b: u8, class: u8) -> bool {
    if scan::WIDE {
        // A u8 is always below 256, so the default is never taken and the check is compiled away.
        CLASSES[b as usize] & class != 0
    } else {
        is_by_pairs(b, class)
    }
}

fn is_by_pairs(b: u8, class: u8) -> bool {
    let own = match PAIRS.get(usize::from(b / 2)) {
        Some(pair) => pair >> (b % 2 * 4),
        None if b == 0xEF => 0,
        None => PLAIN,
    };
    own & class != 0
}

/// The first place from this one on whose byte is not of the class.
#[cfg_attr(any(target_arch = "x86_64", target_arch = "aarch64"), inline)]
pub(crate) fn behind(bytes: &[u8], mut at: usize, class: u8) -> usize {
    while bytes.get(at).is_some_and(|b| is(*b, class)) {
        at += 1;
    }
    at
}

/// XML 1.0's production Char.
pub(crate) fn is_char(c: char) -> bool {
    // Surrogates are no `char`; U+FFFE and U+FFFF are what is left.
    (c >= ' ' || matches!(c, '\t' | '\n' | '\r')) && u32::from(c) | 1 != 0xFFFF
}

/// What is no ASCII and may stand in a name: first what may only go it on, then what may also begin it.
static WIDE: [(u16, u16); 14] = [
    (0xB7, 0xB7),
    (0x300, 0x36F),
    (0x203F, 0x2040),
    (0xC0, 0xD6),
    (0xD8, 0xF6),
    (0xF8, 0x2FF),
    (0x370, 0x37D),
    (0x37F, 0x1FFF),
    (0x200C, 0x200D),
    (0x2070, 0x218F),
    (0x2C00, 0x2FEF),
    (0x3001, 0xD7FF),
    (0xF900, 0xFDCF),
    (0xFDF0, 0xFFFD),
];

/// XML 1.0's productions NameStartChar (for what begins a name) and NameChar, of characters that are no ASCII.
pub(crate) fn is_wide_name(c: char, begins: bool) -> bool {
    let Ok(number) = u16::try_from(u32::from(c)) else { return c <= '\u{EFFFF}' };
    let within = |(first, last): &(u16, u16)| (*first..=*last).contains(&number);
    WIDE.iter().skip(if begins { 3 } else { 0 }).any(within)
}

/// Whether the text is white space only (also when empty).
pub(crate) fn is_space(text: &str) -> bool {
    are_space(text.as_bytes())
}

/// The same of bytes.
pub(crate) fn are_space(bytes: &[u8]) -> bool {
    behind(bytes, 0, SPACE) == bytes.len()
}

/// The text without the white space at its beginning.
pub(crate) fn behind_space(text: &str) -> &str {
    text.get(behind(text.as_bytes(), 0, SPACE)..).unwrap_or_default()
}

/// The text without the white space at its end.
pub(crate) fn before_space(text: &str) -> &str {
    let mut bytes = text.as_bytes();
    while let [before @ .., last] = bytes
        && is(*last, SPACE)
    {
        bytes = before;
    }
    text.get(..bytes.len()).unwrap_or_default()
}

/// A hexadecimal digit's value, or a larger number.
pub(crate) fn hex_digit(b: u8) -> u8 {
    let digit = b.wrapping_sub(b'0');
    let letter = (b | 0x20).wrapping_sub(b'a');
    if digit < 10 {
        digit
    } else if letter < 6 {
        letter + 10
    } else {
        u8::MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tables_say_the_same() {
        for b in 0..=u8::MAX {
            for class in [NAME_START, NAME, PLAIN, SPACE] {
                assert_eq!(is_by_pairs(b, class), CLASSES[usize::from(b)] & class != 0, "{b}");
            }
        }
    }
}
