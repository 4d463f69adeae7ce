//! Short texts that a value keeps in an array of its own.

/// The text in the first `length` bytes.
pub(super) fn kept(bytes: &[u8], length: usize) -> &str {
    core::str::from_utf8(bytes.get(..length).unwrap_or_default()).unwrap_or_default()
}

/// Copies a text of at least `least` characters, all of them `allowed` ASCII, into `bytes`, and gives its length.
pub(super) fn short(text: &str, least: usize, allowed: fn(u8) -> bool, bytes: &mut [u8]) -> Option<u8> {
    let place = bytes.get_mut(..text.len())?;
    if text.len() < least || !text.bytes().all(allowed) {
        return None;
    }
    place.copy_from_slice(text.as_bytes());
    u8::try_from(text.len()).ok()
}
