//! Looking at eight bytes at a time. The loops over bytes that XML needs are short and end unpredictably, so on a
//! processor with branch prediction it is their number of turns that costs, not the bytes.
//!
//! Every function here has the plain loop as its meaning, and goes back to it where eight bytes are not there. Where a
//! processor has no such prediction, the plain loop is all that there is.

/// Whether it pays to look at many bytes at a time.
pub(crate) const WIDE: bool = cfg!(any(target_arch = "x86_64", target_arch = "aarch64"));

const EACH: u64 = 0x0101_0101_0101_0101;

#[inline]
fn eight(bytes: &[u8], at: usize) -> Option<u64> {
    let chunk: [u8; 8] = bytes.get(at..at.checked_add(8)?)?.try_into().ok()?;
    Some(u64::from_le_bytes(chunk))
}

/// The first place from `at` on that may hold something else than text standing for itself: a control, `<`, `&`,
/// `]` or the byte 0xEF, which begins U+FFFE. It may stop early, never late.
#[inline]
pub(crate) fn plain(bytes: &[u8], mut at: usize) -> usize {
    const HIGH: u64 = EACH * 0x80;
    // The high bit of each byte that is `b`; bytes above the first such one may be wrong.
    let equal = |bytes: u64, b: u8| {
        let x = bytes ^ (EACH * u64::from(b));
        x.wrapping_sub(EACH) & !x & HIGH
    };
    while WIDE && let Some(x) = eight(bytes, at) {
        let controls = x.wrapping_sub(EACH * 0x20) & !x & HIGH;
        let special = controls | equal(x, b'<') | equal(x, b'&') | equal(x, b']') | equal(x, 0xEF);
        if special != 0 {
            return at + (special.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    at
}

/// The first place from `at` on of a `<`, `&` or carriage return, or the end.
#[inline]
pub(crate) fn unescaped(bytes: &[u8], mut at: usize) -> usize {
    const HIGH: u64 = EACH * 0x80;
    let equal = |bytes: u64, b: u8| {
        let x = bytes ^ (EACH * u64::from(b));
        x.wrapping_sub(EACH) & !x & HIGH
    };
    while WIDE && let Some(x) = eight(bytes, at) {
        let special = equal(x, b'<') | equal(x, b'&') | equal(x, b'\r');
        if special != 0 {
            return at + (special.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(|b| !matches!(b, b'<' | b'&' | b'\r')) {
        at += 1;
    }
    at
}

/// The places of certain bytes in a chunk, a bit each.
#[inline]
pub(crate) fn places(chunk: &[u8; 64], is: impl Fn(u8) -> bool) -> u64 {
    let mut bits = [0u8; 64];
    for (i, (bit, byte)) in bits.iter_mut().zip(chunk).enumerate() {
        *bit = if is(*byte) { 1 << (i % 8) } else { 0 };
    }
    let mut places = 0;
    for (i, eight) in bits.as_chunks::<8>().0.iter().enumerate() {
        // The bits of the eight bytes are different ones, so that their sum, which is in the last byte, has them all.
        places |= u64::from_le_bytes(*eight).wrapping_mul(EACH) >> 56 << (i * 8);
    }
    places
}

/// Sixteen bytes as a number, the first one lowest.
#[inline]
pub(crate) fn sixteen(bytes: &[u8], at: usize) -> Option<u128> {
    let chunk: [u8; 16] = bytes.get(at..at.checked_add(16)?)?.try_into().ok()?;
    Some(u128::from_le_bytes(chunk))
}

/// A mask of the first so many of sixteen bytes; `None` if there are none or more.
#[inline]
pub(crate) fn first_bytes(count: usize) -> Option<u128> {
    const MASKS: [u128; 16] = {
        let mut masks = [u128::MAX; 16];
        let mut i = 0;
        while i < 15 {
            masks[i] >>= (15 - i) * 8;
            i += 1;
        }
        masks
    };
    MASKS.get(count.wrapping_sub(1)).copied()
}

/// The high bit of each byte that is no ASCII letter; bytes above the first such one may be wrong.
#[inline]
pub(crate) fn not_letters(x: u128) -> u128 {
    const EACH: u128 = u128::MAX / 0xFF;
    const HIGH: u128 = EACH * 0x80;
    let lower = x | (EACH * 0x20);
    // The high bit of a byte is set by the first sum from `a` (0x61) on, by the second behind `z` (0x7A). What a sum carries goes to
    // bytes above one that is no ASCII.
    let from_a = lower.wrapping_add(EACH * (0x80 - 0x61));
    let behind_z = lower.wrapping_add(EACH * (0x7F - 0x7A));
    (!from_a | behind_z | x) & HIGH
}

/// Whether `bytes` has `what` at this place.
#[inline]
pub(crate) fn has(bytes: &[u8], at: usize, what: &[u8]) -> bool {
    let Some(here) = bytes.get(at..at.saturating_add(what.len())) else { return false };
    if !WIDE {
        return here == what;
    }
    if let (Some(a), Some(b)) = (eight(here, 0), eight(what, 0)) {
        let last = what.len() - 8;
        // Two looks of eight cover up to sixteen bytes; longer ones are rare.
        return a == b && eight(here, last) == eight(what, last) && (last <= 8 || here == what);
    }
    if let (Some(a), Some(b)) = (four(here, 0), four(what, 0)) {
        let last = what.len() - 4;
        return a == b && four(here, last) == four(what, last);
    }
    here.len() == what.len() && here.iter().zip(what).all(|(a, b)| a == b)
}

/// Where this byte stands first.
#[inline]
pub(crate) fn byte(bytes: &[u8], b: u8) -> Option<usize> {
    if WIDE { memchr::memchr(b, bytes) } else { byte_plainly(bytes, b) }
}

#[cfg_attr(any(target_arch = "x86_64", target_arch = "aarch64"), allow(dead_code))]
fn byte_plainly(bytes: &[u8], b: u8) -> Option<usize> {
    bytes.iter().position(|byte| *byte == b)
}

/// Where `what` stands first. A general search is worth its length only where it has vectors to look with.
pub(crate) fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    if WIDE { memchr::memmem::find(bytes, what) } else { find_plainly(bytes, what) }
}

#[cfg_attr(any(target_arch = "x86_64", target_arch = "aarch64"), allow(dead_code))]
fn find_plainly(bytes: &[u8], what: &[u8]) -> Option<usize> {
    let Some(first) = what.first() else { return Some(0) };
    let mut from = 0;
    loop {
        from += byte(bytes.get(from..)?, *first)?;
        if has(bytes, from, what) {
            return Some(from);
        }
        from += 1;
    }
}

/// What stands before and behind the first such byte, which is ASCII.
pub(crate) fn split(text: &str, at: u8) -> Option<(&str, &str)> {
    let place = byte(text.as_bytes(), at)?;
    Some((text.get(..place)?, text.get(place + 1..)?))
}

#[inline]
fn four(bytes: &[u8], at: usize) -> Option<u32> {
    let chunk: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    Some(u32::from_le_bytes(chunk))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every byte at every place of a chunk, among others that do not stop the scan.
    fn check(scan: fn(&[u8], usize) -> usize, stops: fn(u8) -> bool, filler: u8) {
        for place in 0..24 {
            for b in 0..=255 {
                let mut bytes = [filler; 24];
                bytes[place] = b;
                for at in 0..=place {
                    let found = scan(&bytes, at);
                    if stops(b) {
                        assert!(found <= place, "{b} at {place} from {at} was passed over");
                    }
                    // What is passed over is nothing to stop at, and where eight bytes are left it does stop there.
                    assert!(bytes[at..found].iter().all(|b| !stops(*b)));
                    if !stops(b) && 24 - at >= 8 {
                        assert!(24 - found < 8, "{b} at {place} from {at} stopped at {found}");
                    }
                }
            }
        }
    }

    #[test]
    fn scans_stop_where_they_have_to() {
        check(plain, |b| b < 0x20 || matches!(b, b'<' | b'&' | b']' | 0xEF), b'x');
        check(unescaped, |b| matches!(b, b'<' | b'&' | b'\r'), b'x');
        check(unescaped, |b| matches!(b, b'<' | b'&' | b'\r'), 0xC3);
    }

    #[test]
    fn every_place_is_found() {
        for b in [0, b'<', b'=', 0xBC, 0xFF] {
            for place in 0..64 {
                let mut chunk = [b'x'; 64];
                chunk[place] = b;
                chunk[63] = b;
                assert_eq!(places(&chunk, |byte| byte == b), 1 << place | 1 << 63);
            }
            assert_eq!(places(&[b; 64], |byte| byte == b), u64::MAX);
        }
    }

    #[test]
    fn letters_are_letters() {
        for place in 0..16 {
            let before = first_bytes(place).unwrap_or(0);
            let until = first_bytes(place + 1).unwrap();
            assert_eq!(
                until,
                u128::from_le_bytes(core::array::from_fn(|i| if i <= place { 0xFF } else { 0 }))
            );
            for b in 0..=u8::MAX {
                for filler in [b'a', b'z', b'A', b'Z'] {
                    let mut bytes = [filler; 16];
                    bytes[place] = b;
                    let found = not_letters(sixteen(&bytes, 0).unwrap());
                    assert_eq!(found & before, 0, "{b} at {place}");
                    assert_eq!(found & until == 0, b.is_ascii_alphabetic(), "{b} at {place}");
                }
            }
        }
        assert_eq!(first_bytes(0), None);
        assert_eq!(first_bytes(17), None);
        assert_eq!(sixteen(&[0; 16], 1), None);
    }

    #[test]
    fn both_ways_find_the_first() {
        let bytes = b"<<<Slot><SlotId></SlotId></Slot></Slots>";
        for length in 0..8 {
            for start in 0..=bytes.len() - length {
                let what = &bytes[start..start + length];
                for end in 0..=bytes.len() {
                    let expected = (0..=end).find(|at| bytes[..end].get(*at..at + length) == Some(what));
                    assert_eq!(find_plainly(&bytes[..end], what), expected);
                    assert_eq!(find(&bytes[..end], what), expected);
                }
            }
        }
    }

    #[test]
    fn has_is_equality() {
        let bytes = b"<AppointmentBookingReason>text</AppointmentBookingReason>";
        for length in 0..bytes.len() {
            for start in 0..=bytes.len() - length {
                let what = &bytes[start..start + length];
                for at in 0..=bytes.len() {
                    assert_eq!(has(bytes, at, what), bytes.get(at..at + length) == Some(what));
                }
            }
        }
    }
}
