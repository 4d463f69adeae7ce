//! Base64 as protocol.md section 2 has it: the standard alphabet with padding, canonical.

use base64ct::{Base64 as Standard, Base64Unpadded, Encoding};

use crate::error::{InvalidValue, Rule};
use crate::xml::chars::{self, SPACE};
use crate::xml::scan;

/// Decodes into `out`; returns the number of bytes. `None` if it is not canonical, or too long for `out`.
pub(crate) fn decode(text: &[u8], out: &mut [u8]) -> Option<usize> {
    if scan::WIDE { Some(Standard::decode(text, out).ok()?.len()) } else { decode_by_groups(text, out) }
}

#[cfg_attr(any(target_arch = "x86_64", target_arch = "aarch64"), allow(dead_code))]
fn decode_by_groups(text: &[u8], out: &mut [u8]) -> Option<usize> {
    let (groups, []) = text.as_chunks::<4>() else { return None };
    let mut length = 0usize;
    for group in groups {
        // Padding ends the text: nothing may follow it.
        if !length.is_multiple_of(3) {
            return None;
        }
        let mut group = *group;
        let mut end = 3;
        // The bits that padding leaves over have to be zero, or the text is not canonical.
        while end > 1 && group.get(end) == Some(&b'=') {
            *group.get_mut(end)? = b'A';
            end -= 1;
        }
        let bytes = decode_group(group)?;
        let (bytes, over) = bytes.split_at_checked(end)?;
        if over.iter().any(|byte| *byte != 0) {
            return None;
        }
        out.get_mut(length..)?.get_mut(..end)?.copy_from_slice(bytes);
        length += end;
    }
    Some(length)
}

/// Four characters of the alphabet as three bytes. They are always as many, so that no more than this is compiled of the
/// crate's function, which takes any text: that is 700 bytes of flash, and so is the other.
fn decode_group(mut text: [u8; 4]) -> Option<[u8; 3]> {
    Base64Unpadded::decode_in_place(&mut text).ok()?.try_into().ok()
}

/// Three bytes as four characters of the alphabet.
fn encode_group(bytes: [u8; 3]) -> [u8; 4] {
    let mut text = [b'='; 4];
    // There is room for it.
    let _ = Base64Unpadded::encode(&bytes, &mut text);
    text
}

/// Decodes text of exactly `N` bytes.
pub(crate) fn decode_exact<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut out = [0; N];
    decode_to(text, &mut out)?;
    Some(out)
}

/// The same for the length of `out`.
pub(crate) fn decode_to(text: &str, out: &mut [u8]) -> Option<()> {
    (decode(text.as_bytes(), out)? == out.len()).then_some(())
}

/// Decodes base64 without white space in place; returns the number of bytes.
pub(crate) fn decode_in_place(text: &mut [u8]) -> Option<usize> {
    let (mut from, mut length) = (0, 0);
    // Piece by piece, because the decoded bytes go to an earlier place.
    while from < text.len() {
        // Padding ends the text: nothing may follow it.
        if length % 3 != 0 {
            return None;
        }
        let end = text.len().min(from + 64);
        let mut out = [0; 48];
        let decoded = decode(text.get(from..end)?, &mut out)?;
        text.get_mut(length..length + decoded)?.copy_from_slice(out.get(..decoded)?);
        length += decoded;
        from = end;
    }
    Some(length)
}

/// Encodes into `out`, which has to be long enough; otherwise the result is empty.
pub(crate) fn encode<'o>(bytes: &[u8], out: &'o mut [u8]) -> &'o str {
    if scan::WIDE { Standard::encode(bytes, out).unwrap_or_default() } else { encode_by_groups(bytes, out) }
}

#[cfg_attr(any(target_arch = "x86_64", target_arch = "aarch64"), allow(dead_code))]
fn encode_by_groups<'o>(bytes: &[u8], out: &'o mut [u8]) -> &'o str {
    let mut length = 0;
    for bytes in bytes.chunks(3) {
        let mut group = [0; 3];
        group.iter_mut().zip(bytes).for_each(|(place, byte)| *place = *byte);
        let text = encode_group(group);
        for (i, character) in text.into_iter().enumerate() {
            let Some(place) = out.get_mut(length) else { return "" };
            *place = if i > bytes.len() { b'=' } else { character };
            length += 1;
        }
    }
    core::str::from_utf8(out.get(..length).unwrap_or_default()).unwrap_or_default()
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
    /// [`InvalidValue`] if it is not canonical base64 of at least one byte once white space is taken out.
    pub fn new(text: &'a str) -> Result<Self, InvalidValue> {
        let value = Self { raw: text };
        let mut any = false;
        let whole = Decoder::new().whole(text, &mut |bytes| any |= !bytes.is_empty());
        // OP-4
        if whole.is_none() || !any {
            return Err(InvalidValue::new(Rule::Base64));
        }
        Ok(value)
    }

    /// The text, with its white space.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        self.raw
    }

    /// Decodes into `out`, and returns the part that was filled. Three bytes per four characters are enough.
    ///
    /// # Errors
    /// [`InvalidValue`] if `out` is too short.
    pub fn decode<'o>(&self, out: &'o mut [u8]) -> Result<&'o [u8], InvalidValue> {
        let mut length = 0usize;
        let mut fits = true;
        let whole = Decoder::new().whole(self.raw, &mut |bytes| {
            let end = length.saturating_add(bytes.len());
            match out.get_mut(length..end) {
                Some(place) => place.copy_from_slice(bytes),
                None => fits = false,
            }
            length = end;
        });
        if whole.is_none() || !fits {
            return Err(InvalidValue::new(Rule::Base64Buffer));
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

    /// Passes the decoded bytes to `sink`, piece by piece; `None` if the text is not base64.
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
    use super::*;

    /// All ways of decoding a text without white space against the crate's.
    fn check(text: &[u8]) {
        for room in [0, 1, 2, 3, 5, 6, 48, 66] {
            let (mut ours, mut theirs) = ([0; 66], [0; 66]);
            let theirs = Standard::decode(text, &mut theirs[..room]).ok();
            for decode in [decode, decode_by_groups] {
                let length = decode(text, &mut ours[..room]);
                assert_eq!(length.map(|length| &ours[..length]), theirs, "{text:?} into {room}");
            }
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
        let bytes: [u8; 66] = core::array::from_fn(|i| u8::try_from(i * 89 % 256).unwrap());
        for length in 0..=bytes.len() {
            let (mut ours, mut theirs) = ([0; 88], [0; 88]);
            let text = encode_by_groups(&bytes[..length], &mut ours);
            assert_eq!(Ok(text), Standard::encode(&bytes[..length], &mut theirs));
            check(text.as_bytes());
            let taken = text.len();
            for end in 0..taken {
                check(&theirs[..end]);
            }
            // Every byte in every place of the last two groups.
            for place in taken.saturating_sub(8)..taken {
                for b in 0..=255 {
                    let mut text = theirs;
                    text[place] = b;
                    check(&text[..taken]);
                }
            }
            for encode in [encode, encode_by_groups] {
                assert_eq!(encode(&bytes[..length], &mut ours[..taken.saturating_sub(1)]), "");
            }
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
        let bytes: [u8; 200] = core::array::from_fn(|i| u8::try_from(i).unwrap());
        let mut text = [0; 280];
        let text = encode(&bytes, &mut text);
        let mut spaced = [b' '; 560];
        for (i, b) in text.bytes().enumerate() {
            spaced[2 * i] = b;
        }
        let spaced = core::str::from_utf8(&spaced).unwrap();
        let mut out = [0; 200];
        assert_eq!(Base64::new(spaced).unwrap().decode(&mut out).unwrap(), bytes);
        assert!(Base64::new(text).unwrap().decode(&mut [0; 199]).is_err());
        // A form feed is white space in ASCII, not in XML: a message cannot contain it.
        for bad in ["", " ", "AAAA\u{C}AAAA", "AA==AAAA", "A", "AAE", "AA=A", "====", "AAF="] {
            assert!(Base64::new(bad).is_err(), "{bad}");
        }
    }
}
