//! Looking at eight octets at a time. The loops over octets that XML needs are short and end unpredictably, so on a
//! processor with branch prediction it is their number of turns that costs, not the octets.
//!
//! Every function here has the plain loop as its meaning, and goes back to it where eight octets are not there. Where a
//! processor has no such prediction, the plain loop is all that there is.

/// Whether it pays to look at many octets at a time.
pub(crate) const WIDE: bool = cfg!(any(target_arch = "x86_64", target_arch = "aarch64"));

const EACH: u64 = 0x0101_0101_0101_0101;

#[inline]
fn eight(octets: &[u8], at: usize) -> Option<u64> {
    let chunk: [u8; 8] = octets.get(at..at.checked_add(8)?)?.try_into().ok()?;
    Some(u64::from_le_bytes(chunk))
}

/// The first place from `at` on that may hold something else than ASCII text standing for itself: a control, `<`, `&`,
/// `]` or no ASCII. It may stop early, never late.
#[inline]
pub(crate) fn plain(octets: &[u8], mut at: usize) -> usize {
    const HIGH: u64 = EACH * 0x80;
    // The high bit of each octet that is `b`; octets above the first such one may be wrong.
    let equal = |octets: u64, b: u8| {
        let x = octets ^ (EACH * u64::from(b));
        x.wrapping_sub(EACH) & !x & HIGH
    };
    while WIDE && let Some(x) = eight(octets, at) {
        let controls = x.wrapping_sub(EACH * 0x20) & !x & HIGH;
        let special = controls | equal(x, b'<') | equal(x, b'&') | equal(x, b']') | (x & HIGH);
        if special != 0 {
            return at + (special.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    at
}

/// Whether `octets` has `what` at this place.
#[inline]
pub(crate) fn has(octets: &[u8], at: usize, what: &[u8]) -> bool {
    let Some(here) = octets.get(at..at.saturating_add(what.len())) else { return false };
    if !WIDE {
        return here == what;
    }
    if let (Some(a), Some(b)) = (eight(here, 0), eight(what, 0)) {
        let last = what.len() - 8;
        // Two looks of eight cover up to sixteen octets; longer ones are rare.
        return a == b && eight(here, last) == eight(what, last) && (last <= 8 || here == what);
    }
    if let (Some(a), Some(b)) = (four(here, 0), four(what, 0)) {
        let last = what.len() - 4;
        return a == b && four(here, last) == four(what, last);
    }
    here.len() == what.len() && here.iter().zip(what).all(|(a, b)| a == b)
}

/// Where this octet stands first.
#[inline]
pub(crate) fn octet(octets: &[u8], b: u8) -> Option<usize> {
    if WIDE { memchr::memchr(b, octets) } else { octet_plainly(octets, b) }
}

#[cfg_attr(any(target_arch = "x86_64", target_arch = "aarch64"), allow(dead_code))]
fn octet_plainly(octets: &[u8], b: u8) -> Option<usize> {
    octets.iter().position(|octet| *octet == b)
}

/// Where `what` stands first. A general search is worth its length only where it has vectors to look with.
pub(crate) fn find(octets: &[u8], what: &[u8]) -> Option<usize> {
    if WIDE { memchr::memmem::find(octets, what) } else { find_plainly(octets, what) }
}

#[cfg_attr(any(target_arch = "x86_64", target_arch = "aarch64"), allow(dead_code))]
fn find_plainly(octets: &[u8], what: &[u8]) -> Option<usize> {
    let Some(first) = what.first() else { return Some(0) };
    let mut from = 0;
    loop {
        from += octet(octets.get(from..)?, *first)?;
        if has(octets, from, what) {
            return Some(from);
        }
        from += 1;
    }
}

/// What stands before and behind the first such octet, which is ASCII.
pub(crate) fn split(text: &str, at: u8) -> Option<(&str, &str)> {
    let place = octet(text.as_bytes(), at)?;
    Some((text.get(..place)?, text.get(place + 1..)?))
}

#[inline]
fn four(octets: &[u8], at: usize) -> Option<u32> {
    let chunk: [u8; 4] = octets.get(at..at.checked_add(4)?)?.try_into().ok()?;
    Some(u32::from_le_bytes(chunk))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every octet at every place of a chunk, among others that do not stop the scan.
    fn check(scan: fn(&[u8], usize) -> usize, stops: fn(u8) -> bool, filler: u8) {
        for place in 0..24 {
            for b in 0..=255 {
                let mut octets = [filler; 24];
                octets[place] = b;
                for at in 0..=place {
                    let found = scan(&octets, at);
                    if stops(b) {
                        assert!(found <= place, "{b} at {place} from {at} was passed over");
                    }
                    // What is passed over is nothing to stop at, and where eight octets are left it does stop there.
                    assert!(octets[at..found].iter().all(|b| !stops(*b)));
                    if !stops(b) && 24 - at >= 8 {
                        assert!(24 - found < 8, "{b} at {place} from {at} stopped at {found}");
                    }
                }
            }
        }
    }

    #[test]
    fn scans_stop_where_they_have_to() {
        check(plain, |b| !(0x20..0x80).contains(&b) || matches!(b, b'<' | b'&' | b']'), b'x');
    }

    #[test]
    fn both_ways_find_the_first() {
        let octets = b"<<<Slot><SlotId></SlotId></Slot></Slots>";
        for length in 0..8 {
            for start in 0..=octets.len() - length {
                let what = &octets[start..start + length];
                for end in 0..=octets.len() {
                    let expected = (0..=end).find(|at| octets[..end].get(*at..at + length) == Some(what));
                    assert_eq!(find_plainly(&octets[..end], what), expected);
                    assert_eq!(find(&octets[..end], what), expected);
                }
            }
        }
    }

    #[test]
    fn has_is_equality() {
        let octets = b"<AppointmentBookingReason>text</AppointmentBookingReason>";
        for length in 0..octets.len() {
            for start in 0..=octets.len() - length {
                let what = &octets[start..start + length];
                for at in 0..=octets.len() {
                    assert_eq!(has(octets, at, what), octets.get(at..at + length) == Some(what));
                }
            }
        }
    }
}
