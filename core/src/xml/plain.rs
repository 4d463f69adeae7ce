//! Content as our own senders write it: elements whose tags are a name and nothing else, each with text or with elements,
//! and nothing between two tags.
//!
//! What is passed here is well-formed and within the limits, and all of it belongs to the namespace of the element around
//! it, because nothing in it declares another. Anything else is not wrong: it is for the reader to judge.
//!
//! Two passes over the bytes are faster than one that looks at each byte's class on its way: the first goes from tag to
//! tag, the second looks at the characters in chunks.

use heapless::Vec;

use super::chars::{self, NAME, NAME_START};
use super::{DEPTH_LIMIT, NAME_LIMIT, scan, unescape};

/// Where the content that begins at `start` ends, at the end tag of the element of this name, which is the `depth`th that
/// is open. `None` if it is not plain.
pub(super) fn checked_end(bytes: &[u8], start: usize, name: &[u8], depth: usize) -> Option<usize> {
    let end = matched_end(bytes, start, name, depth)?;
    are_characters(bytes, start, end).then_some(end)
}

/// The same as far as the tags are concerned.
fn matched_end(bytes: &[u8], start: usize, list: &[u8], depth: usize) -> Option<usize> {
    let room = DEPTH_LIMIT.checked_sub(depth)?;
    // Where the names begin.
    let mut open: Vec<usize, DEPTH_LIMIT> = Vec::new();
    if bytes.get(start) != Some(&b'<') {
        return None;
    }
    let mut tags = Tags::new(bytes, start + 1);
    let mut at = start;
    loop {
        let is_end = bytes.get(at + 1) == Some(&b'/');
        if is_end && open.is_empty() {
            let ends = scan::has(bytes, at + 2, list) && bytes.get(at + 2 + list.len()) == Some(&b'>');
            return ends.then_some(at);
        }
        let next = tags.next()?;
        if is_end {
            // Nothing stands behind an end tag, which so shows how long the name is.
            let name = open.pop()?;
            let length = next.checked_sub(at + 3)?;
            if bytes.get(name + length) != Some(&b'>') || !is_end_tag(bytes, at, name, length) {
                return None;
            }
        } else {
            let name = at + 1;
            if open.len() >= room {
                return None;
            }
            open.push(name).ok()?;
            // Nothing stands between the start tags of an element and of one inside it.
            if bytes.get(next + 1) != Some(&b'/')
                && (bytes.get(next - 1) != Some(&b'>') || !is_name(bytes, name, next.checked_sub(name + 1)?))
            {
                return None;
            }
        }
        at = next;
    }
}

/// The places of `<`, found for a chunk at a time: how far it is from one to the next is nothing that a processor could
/// foresee.
struct Tags<'b> {
    bytes: &'b [u8],
    /// Where the chunk begins that comes next.
    next: usize,
    /// Those places of the chunk before that are left, a bit each.
    left: u64,
}

impl<'b> Tags<'b> {
    fn new(bytes: &'b [u8], start: usize) -> Self {
        Self { bytes, next: start, left: 0 }
    }

    #[inline]
    fn next(&mut self) -> Option<usize> {
        if self.left == 0 {
            self.fill()?;
        }
        let place = self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        Some(self.next - 64 + place)
    }

    /// Goes on to the next chunk that has a place.
    fn fill(&mut self) -> Option<()> {
        while self.left == 0 {
            let rest = self.bytes.get(self.next..)?;
            let is_tag = |b| b == b'<';
            self.left = match rest.first_chunk() {
                Some(chunk) => scan::places(chunk, is_tag),
                None if rest.is_empty() => return None,
                None => {
                    let mut chunk = [0; 64];
                    chunk.iter_mut().zip(rest).for_each(|(place, b)| *place = *b);
                    scan::places(&chunk, is_tag)
                }
            };
            self.next += 64;
        }
        Some(())
    }
}

/// Where the next `<` stands, from this place on.
#[inline]
fn next_tag(bytes: &[u8], from: usize) -> Option<usize> {
    Some(from + scan::byte(bytes.get(from..)?, b'<')?)
}

/// Whether the end tag at this place has the name that stands at `start`, and that is one.
#[inline]
fn is_end_tag(bytes: &[u8], at: usize, start: usize, length: usize) -> bool {
    if bytes.get(at + 2 + length) != Some(&b'>') {
        return false;
    }
    // All of a short name at once: the processor cannot foresee lengths, so a loop over bytes would cost more.
    if scan::WIDE
        && let (Some(mask), Some(a), Some(b)) =
            (scan::first_bytes(length), scan::sixteen(bytes, start), scan::sixteen(bytes, at + 2))
        && scan::not_letters(a) & mask == 0
    {
        return (a ^ b) & mask == 0;
    }
    let name = bytes.get(start..start + length).unwrap_or_default();
    scan::has(bytes, at + 2, name) && is_name_slowly(name)
}

/// Whether a name of this length stands there.
#[inline]
fn is_name(bytes: &[u8], start: usize, length: usize) -> bool {
    if scan::WIDE
        && let (Some(mask), Some(name)) = (scan::first_bytes(length), scan::sixteen(bytes, start))
        && scan::not_letters(name) & mask == 0
    {
        return true;
    }
    is_name_slowly(bytes.get(start..start + length).unwrap_or_default())
}

/// Whether it is an ASCII name without a prefix.
fn is_name_slowly(name: &[u8]) -> bool {
    name.first().is_some_and(|b| *b < 0x80 && chars::is(*b, NAME_START))
        && name.len() <= NAME_LIMIT
        && chars::behind(name, 0, NAME) == name.len()
}

/// Whether the text in the bytes, of which the tags are good, has only characters and references that XML allows.
fn are_characters(bytes: &[u8], start: usize, end: usize) -> bool {
    // What does not simply stand for itself.
    #[allow(clippy::needless_bitwise_bool)] // without a branch the compiler looks at many bytes at once
    let special = |b: u8| (b < 0x20) | (b == b'&') | (b == b']') | (b == 0xEF);
    let (chunks, rest) = bytes.get(start..end).unwrap_or_default().as_chunks::<64>();
    let mut at = start;
    for chunk in chunks {
        if chunk.iter().fold(false, |any, b| any | special(*b)) {
            let mut places = scan::places(chunk, special);
            while places != 0 {
                if !is_character(bytes, at + places.trailing_zeros() as usize) {
                    return false;
                }
                places &= places - 1;
            }
        }
        at += chunk.len();
    }
    rest.iter().zip(at..).all(|(b, at)| !special(*b) || is_character(bytes, at))
}

/// The same of a character that does not simply stand for itself.
fn is_character(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at..).unwrap_or_default() {
        rest @ [b'&', ..] => unescape::reference(rest).is_some(),
        // The last two are U+FFFE and U+FFFF.
        [b']', b']', b'>', ..] | [0xEF, 0xBF, 0xBE | 0xBF, ..] => false,
        [b, ..] => *b >= 0x20 || matches!(b, b'\t' | b'\n' | b'\r'),
        [] => false,
    }
}

/// Where content ends that is known to be plain.
pub(super) fn known_end(bytes: &[u8], start: usize) -> usize {
    let mut depth = 0usize;
    let mut at = start;
    while let Some(tag) = next_tag(bytes, at) {
        if bytes.get(tag + 1) != Some(&b'/') {
            depth += 1;
        } else if depth == 0 {
            return tag;
        } else {
            depth -= 1;
        }
        at = tag + 2;
    }
    bytes.len()
}

#[cfg(all(test, feature = "fast-decode"))]
mod tests {
    extern crate std;

    use super::super::{Cursor, Namespaces, Validated};
    use super::*;
    use std::borrow::ToOwned as _;
    use std::format;
    use std::string::String;

    static NAMES: Namespaces = Namespaces { ours: "o", soap: "s" };

    /// What the two ways say of content inside a list; none if the full reader refuses it.
    fn both(content: &str) -> (Option<usize>, Option<usize>) {
        let head = "<R xmlns=\"o\"><L>";
        let text = format!("{head}{content}</L></R>");
        let end = checked_end(text.as_bytes(), head.len(), b"L", 4);
        // What stands behind the end is another's.
        let text = end.map_or(text.clone(), |end| format!("{}</L></R>", &text[..end]));
        let validated = Validated::of_text(&text, &NAMES).ok().map(|body| {
            let mut cursor = body.cursor();
            cursor.node();
            cursor.node();
            head.len() + cursor.content(b"").len()
        });
        if let Some(end) = end {
            assert_eq!(known_end(text.as_bytes(), head.len()), end, "{text}");
            assert!(Cursor::items(&text[head.len()..end], true).passes_plain());
        }
        (end, validated)
    }

    #[test]
    fn what_is_plain_is_well_formed_and_ends_where_it_does() {
        let pieces = [
            "<a>", "</a>", "<L>", "</L>", "<B1>", "</B1>", "<1>", "</1>", "<a:b>", "</a:b>", "<a b>", "<a/>",
            "x", "é", "&lt;", "&x;", "]]>", ">", " ", "<", "/", "<!--", "\u{FFFE}", "\u{1}", "\t",
        ];
        let (mut plain, mut other, mut malformed) = (0, 0, 0);
        for number in 0..pieces.len().pow(4) {
            let mut rest = number;
            let mut content = String::new();
            for _ in 0..4 {
                content += pieces[rest % pieces.len()];
                rest /= pieces.len();
            }
            match both(&content) {
                (Some(end), validated) => {
                    assert_eq!(validated, Some(end), "{content}");
                    plain += 1;
                }
                (None, Some(_)) => other += 1,
                (None, None) => malformed += 1,
            }
        }
        assert!(plain > 300 && other > 1000 && malformed > 100_000, "{plain} {other} {malformed}");
    }

    #[test]
    fn what_our_senders_write_is_plain() {
        for content in [
            String::new(),
            "<Slot></Slot>".repeat(1000),
            "<Slot><SlotId>1</SlotId><Text>a &amp; b, é, \t&#x1F600;</Text><Items><Item>x</Item></Items></Slot>".repeat(100),
            format!("<{0}>x</{0}>", "n".repeat(NAME_LIMIT)),
            // Every length of a name, at every distance from the chunk's end.
            (1..80)
                .flat_map(|length| {
                    let name = "Name".repeat(20).split_at(length).0.to_owned();
                    ["<".to_owned(), name.clone(), ">".to_owned(), "x".repeat(length), "</".to_owned(), name, ">".to_owned()]
                })
                .collect(),
        ] {
            let (end, validated) = both(&content);
            assert!(end.is_some(), "{content}");
            assert_eq!(end, validated);
        }
    }

    #[test]
    fn the_limits_are_the_readers() {
        // The list is the fourth element that is open.
        for (depth, good) in [(27, true), (28, true), (29, false)] {
            let content = "<x>".repeat(depth) + &"</x>".repeat(depth);
            let (end, validated) = both(&content);
            assert_eq!((end.is_some(), validated.is_some()), (good, good), "{depth}");
        }
        let name = "n".repeat(NAME_LIMIT + 1);
        assert_eq!(both(&format!("<{name}>x</{name}>")), (None, None));
    }
}
