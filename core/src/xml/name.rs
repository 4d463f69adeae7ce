//! The names of elements.

use super::chars;

/// The local name in a tag.
pub(crate) fn local_name(tag: &[u8]) -> &[u8] {
    let mut start = 1;
    let mut end = 1;
    while let Some(b) = tag.get(end) {
        match b {
            b':' => start = end + 1,
            b'/' | b'>' => break,
            b if chars::is(*b, chars::SPACE) => break,
            _ => {}
        }
        end += 1;
    }
    tag.get(start..end).unwrap_or_default()
}
