//! Base64 as protocol.md section 2 has it: the standard alphabet with padding, canonical.
//!
//! It is written here because it is a fiftieth of a device's flash where a crate has it. The tests hold it against one.

use super::name::kept;
use crate::error::InvalidValue;
use crate::xml::chars::{self, SPACE};

const EACH: u32 = 0x0101_0101;

/// The ranges of the alphabet, and what makes values of their characters.
static ALPHABET: [(u8, u8, i32); 5] =
    [(b'A', b'Z', -65), (b'a', b'z', -71), (b'0', b'9', 4), (b'+', b'+', 19), (b'/', b'/', 16)];

/// Behind these values, characters rise by more or less than values do.
static STEPS: [(u8, i32); 4] = [(25, 6), (51, -75), (61, -15), (62, 3)];

/// A 1 in each octet that is above `last`. All have to be below 0x80.
fn above(octets: u32, last: u8) -> u32 {
    octets.wrapping_add(EACH * (0x7F - u32::from(last))) >> 7 & EACH
}

/// Adds as much to each octet that is marked. That no octet ends below zero or above 255 is for the caller to see.
fn add(octets: u32, marked: u32, what: i32) -> u32 {
    octets.wrapping_add(marked.wrapping_mul(what.cast_unsigned()))
}

/// Decodes a group of four characters to the one to three octets that there is a place for. What it holds beyond them
/// has to be padding and zero. Whether it is such a group.
///
/// The four are looked at together, without a branch or a place in memory that depends on them: they may be a secret's.
fn decode_group(group: [u8; 4], place: &mut [u8]) -> bool {
    // The padding is exchanged for the character of value 0.
    let padding = match place.len() {
        3 => 0,
        2 => 0x7C,
        _ => 0x7C7C,
    };
    let characters = u32::from_be_bytes(group) ^ padding;
    let (mut values, mut known) = (characters, 0);
    for (first, last, what) in &ALPHABET {
        let within = above(characters, first - 1) & !above(characters, *last);
        values = add(values, within, *what);
        known |= within;
    }
    let bad = known ^ EACH | characters & 0x8080_8080;
    let pairs = values >> 2 & 0x0FC0_0FC0 | values & 0x003F_003F;
    let mut whole = pairs >> 4 & 0xFF_F000 | pairs & 0xFFF;
    for place in place {
        *place = whole.to_be_bytes()[1];
        whole <<= 8;
    }
    bad | whole << 8 == 0
}

/// The four characters of three octets.
fn encode_group(octets: [u8; 3]) -> [u8; 4] {
    let [a, b, c] = octets;
    let whole = u32::from_be_bytes([0, a, b, c]);
    let pairs = whole << 4 & 0x0FFF_0000 | whole & 0xFFF;
    let values = pairs << 2 & 0x3F00_3F00 | pairs & 0x003F_003F;
    let mut characters = add(values, EACH, i32::from(b'A'));
    for (last, what) in &STEPS {
        characters = add(characters, above(values, *last), *what);
    }
    characters.to_be_bytes()
}

/// How many octets the text stands for, as far as its length and padding say.
fn decoded_length(text: &[u8]) -> Option<usize> {
    let padding = match text {
        [.., b'=', b'='] => 2,
        [.., b'='] => 1,
        _ => 0,
    };
    if text.len().is_multiple_of(4) { Some(text.len() / 4 * 3 - padding) } else { None }
}

/// Decodes into `out`; gives how many octets it is. `None` if it is not canonical, or too much for `out`.
pub(crate) fn decode(text: &[u8], out: &mut [u8]) -> Option<usize> {
    let length = decoded_length(text)?;
    let places = out.get_mut(..length)?.chunks_mut(3);
    let mut good = true;
    for (group, place) in text.as_chunks::<4>().0.iter().zip(places) {
        good &= decode_group(*group, place);
    }
    good.then_some(length)
}

/// Decodes text that has to stand for exactly `N` octets.
pub(crate) fn decode_exact<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut out = [0; N];
    (decode(text.as_bytes(), &mut out) == Some(N)).then_some(out)
}

/// Decodes where it stands base64 without white space; gives how many octets it is.
pub(crate) fn decode_in_place(text: &mut [u8]) -> Option<usize> {
    let length = decoded_length(text)?;
    let mut good = true;
    for from in 0..text.len() / 4 {
        let group = *text.get(from * 4..)?.first_chunk::<4>()?;
        let end = length.min(from * 3 + 3);
        good &= decode_group(group, text.get_mut(from * 3..end)?);
    }
    good.then_some(length)
}

/// Encodes into `out`, which the caller has made long enough; the empty text if it is not.
pub(crate) fn encode<'o>(octets: &[u8], out: &'o mut [u8]) -> &'o str {
    let mut length = 0;
    for octets in octets.chunks(3) {
        let Some(group) = out.get_mut(length..).and_then(<[u8]>::first_chunk_mut::<4>) else { return "" };
        *group = encode_group(match *octets {
            [a, b, c] => [a, b, c],
            [a, b] => [a, b, 0],
            [a] => [a, 0, 0],
            _ => return "",
        });
        for padding in group.iter_mut().skip(octets.len() + 1) {
            *padding = b'=';
        }
        length += 4;
    }
    kept(out, length)
}

/// Base64 text of a message that may hold white space, for content too long to be decoded at once.
#[derive(Clone, Copy)]
pub struct Base64<'a> {
    pub(crate) raw: &'a str,
}

impl<'a> Base64<'a> {
    /// Base64 text for a message, written as it is.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not canonical base64 of at least one octet once white space is taken out.
    pub fn new(text: &'a str) -> Result<Self, InvalidValue> {
        let value = Self { raw: text };
        let mut any = false;
        let whole = Decoder::new().whole(text, &mut |octets| any |= !octets.is_empty());
        // OP-4
        if whole.is_none() || !any {
            return Err(InvalidValue { rule: "canonical base64 of the standard alphabet, not empty" });
        }
        Ok(value)
    }

    /// The text as it stands.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        self.raw
    }

    /// Decodes into `out`, and gives the part of it that was filled. Three octets for four characters are enough.
    ///
    /// # Errors
    /// [`InvalidValue`] if `out` is too short.
    pub fn decode<'o>(&self, out: &'o mut [u8]) -> Result<&'o [u8], InvalidValue> {
        let mut length = 0usize;
        let mut fits = true;
        let whole = Decoder::new().whole(self.raw, &mut |octets| {
            let end = length.saturating_add(octets.len());
            match out.get_mut(length..end) {
                Some(place) => place.copy_from_slice(octets),
                None => fits = false,
            }
            length = end;
        });
        if whole.is_none() || !fits {
            return Err(InvalidValue { rule: "base64 that fits into the buffer" });
        }
        Ok(out.get(..length).unwrap_or_default())
    }
}

impl core::fmt::Debug for Base64<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Base64({} characters)", self.raw.len())
    }
}

/// A decoder of text with white space anywhere.
struct Decoder {
    block: [u8; 64],
    filled: usize,
    ended: bool,
}

impl Decoder {
    fn new() -> Self {
        Self { block: [0; 64], filled: 0, ended: false }
    }

    /// Gives what is decoded to `sink`, a piece at a time; `None` if the text is no base64.
    fn whole(&mut self, text: &str, sink: &mut dyn FnMut(&[u8])) -> Option<()> {
        for b in text.bytes().filter(|b| !chars::is(*b, SPACE)) {
            if self.filled == self.block.len() {
                self.flush(sink)?;
            }
            *self.block.get_mut(self.filled)? = b;
            self.filled += 1;
        }
        self.flush(sink)
    }

    fn flush(&mut self, sink: &mut dyn FnMut(&[u8])) -> Option<()> {
        let mut out = [0; 48];
        let block = self.block.get(..self.filled)?;
        if block.is_empty() {
            return Some(());
        }
        // Padding ends the text: nothing may follow it.
        if self.ended {
            return None;
        }
        self.ended = block.last() == Some(&b'=');
        let length = decode(block, &mut out)?;
        sink(out.get(..length)?);
        self.filled = 0;
        Some(())
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use base64ct::{Base64 as Standard, Encoding};

    use super::*;

    /// All three ways of decoding against the crate's.
    fn check(text: &[u8]) {
        for room in [0, 1, 2, 3, 5, 6, 48, 66] {
            let (mut ours, mut theirs) = ([0; 66], [0; 66]);
            let theirs = Standard::decode(text, &mut theirs[..room]).ok();
            let length = decode(text, &mut ours[..room]);
            assert_eq!(length.map(|length| &ours[..length]), theirs, "{text:?} into {room}");
        }
        let mut theirs = [0; 66];
        let theirs = Standard::decode(text, &mut theirs).ok();
        let mut ours = [0; 88];
        ours[..text.len()].copy_from_slice(text);
        let length = decode_in_place(&mut ours[..text.len()]);
        assert_eq!(length.map(|length| &ours[..length]), theirs, "{text:?} in place");
    }

    #[test]
    fn equals_the_base64ct_crate() {
        let octets: [u8; 66] = core::array::from_fn(|i| u8::try_from(i * 89 % 256).unwrap());
        for length in 0..=octets.len() {
            let (mut ours, mut theirs) = ([0; 88], [0; 88]);
            let text = encode(&octets[..length], &mut ours);
            assert_eq!(Ok(text), Standard::encode(&octets[..length], &mut theirs));
            check(text.as_bytes());
            let taken = text.len();
            for end in 0..taken {
                check(&theirs[..end]);
            }
            // Every octet in every place of the last two groups.
            for place in taken.saturating_sub(8)..taken {
                for b in 0..=255 {
                    let mut text = theirs;
                    text[place] = b;
                    check(&text[..taken]);
                }
            }
            assert_eq!(encode(&octets[..length], &mut ours[..taken.saturating_sub(1)]), "");
        }
    }

    // MF-2
    #[test]
    fn exact_lengths_only() {
        assert_eq!(decode_exact::<3>("AAEC"), Some([0, 1, 2]));
        for bad in ["AAE=", "AAECAw==", "AAE C", "AAEC\n", "", "AAE", "A===", "AAF="] {
            assert_eq!(decode_exact::<3>(bad), None, "{bad}");
        }
        assert_eq!(decode_exact::<2>("AAE="), Some([0, 1]));
        assert_eq!(decode_exact::<2>("AAF="), None, "the spare bits have to be zero");
    }

    #[test]
    fn white_space_may_stand_anywhere_in_long_content() {
        let octets: [u8; 200] = core::array::from_fn(|i| u8::try_from(i).unwrap());
        let mut text = [0; 280];
        let text = encode(&octets, &mut text);
        let mut spaced = [b' '; 560];
        for (i, b) in text.bytes().enumerate() {
            spaced[2 * i] = b;
        }
        let spaced = core::str::from_utf8(&spaced).unwrap();
        let mut out = [0; 200];
        assert_eq!(Base64::new(spaced).unwrap().decode(&mut out).unwrap(), octets);
        assert!(Base64::new(text).unwrap().decode(&mut [0; 199]).is_err());
        // A form feed is white space of ASCII's, not of XML's: a message cannot carry it.
        for bad in ["", " ", "AAAA\u{C}AAAA", "AA==AAAA", "A", "AAE", "AA=A", "====", "AAF="] {
            assert!(Base64::new(bad).is_err(), "{bad}");
        }
    }
}
