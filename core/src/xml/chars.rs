//! Which characters may stand where in XML 1.0 (fifth edition): one table for ASCII, ranges for the rest.

/// The octet may begin a name. Octets from 0x80 have no class: they are looked at as characters.
pub(crate) const NAME_START: u8 = 1;
/// The octet may go on a name.
pub(crate) const NAME: u8 = 2;
/// In text the octet stands for itself and begins nothing that has to be looked at.
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

/// Whether the octet is of one of the classes.
#[inline]
pub(crate) fn is(b: u8, class: u8) -> bool {
    // A u8 is always below 256, so the default is never taken and the check is compiled away.
    CLASSES[b as usize] & class != 0
}

/// XML 1.0's production Char.
pub(crate) fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// XML 1.0's production NameStartChar, without the colon.
pub(crate) fn is_name_start(c: char) -> bool {
    match c {
        '\0'..='\x7F' => is(c as u8, NAME_START),
        '\u{C0}'..='\u{D6}'
        | '\u{D8}'..='\u{F6}'
        | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}'
        | '\u{37F}'..='\u{1FFF}'
        | '\u{200C}'..='\u{200D}'
        | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}'
        | '\u{3001}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FDCF}'
        | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}' => true,
        _ => false,
    }
}

/// XML 1.0's production NameChar, without the colon.
pub(crate) fn is_name(c: char) -> bool {
    match c {
        '\0'..='\x7F' => is(c as u8, NAME),
        '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}' => true,
        _ => is_name_start(c),
    }
}

/// Whether the text is white space only (also when empty).
pub(crate) fn is_space(text: &str) -> bool {
    text.bytes().all(|b| is(b, SPACE))
}
