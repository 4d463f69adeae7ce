//! Writing into a slice that may be too short: it goes on counting, so that the caller learns the exact length.

use crate::error::BufferTooSmall;

/// A writer into a caller's buffer. See the module.
pub(crate) struct Writer<'b> {
    out: &'b mut [u8],
    length: usize,
}

impl<'b> Writer<'b> {
    pub(crate) fn new(out: &'b mut [u8]) -> Self {
        Self { out, length: 0 }
    }

    /// How many bytes there are so far, whether or not they fit.
    pub(crate) fn length(&self) -> usize {
        self.length
    }

    /// Bytes that need no escaping.
    #[inline]
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        let end = self.length.saturating_add(bytes.len());
        if let Some(place) = self.out.get_mut(self.length..end) {
            place.copy_from_slice(bytes);
        }
        self.length = end;
    }

    /// A place of so many bytes that are written later.
    pub(crate) fn leave(&mut self, count: usize) {
        self.length = self.length.saturating_add(count);
    }

    /// Text that needs no escaping.
    #[inline]
    pub(crate) fn raw(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// Text, escaped.
    pub(crate) fn text(&mut self, text: &str) {
        let mut rest = text.as_bytes();
        while let Some(at) = rest.iter().position(|b| matches!(b, b'&' | b'<' | b'>' | b'\r')) {
            let (before, from) = rest.split_at_checked(at).unwrap_or_default();
            self.bytes(before);
            let Some((b, after)) = from.split_first() else { return };
            self.raw(match b {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                _ => "&#13;",
            });
            rest = after;
        }
        self.bytes(rest);
    }

    /// The start tag of an element of this name.
    pub(crate) fn open(&mut self, name: &str) {
        self.tag("<", name);
    }

    /// The end tag of an element of this name.
    pub(crate) fn close(&mut self, name: &str) {
        self.tag("</", name);
    }

    fn tag(&mut self, start: &str, name: &str) {
        self.raw(start);
        self.raw(name);
        self.raw(">");
    }

    /// What was written between two places that fit.
    pub(crate) fn written(&mut self, from: usize, to: usize) -> Option<&mut [u8]> {
        self.out.get_mut(from..to)
    }

    /// The length of the whole.
    pub(crate) fn finish(self) -> Result<usize, BufferTooSmall> {
        if self.length > self.out.len() {
            return Err(BufferTooSmall { needed: self.length });
        }
        Ok(self.length)
    }
}

impl core::fmt::Debug for Writer<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Writer(redacted)")
    }
}
