//! Bytes that wipe themselves.
//!
//! Easy to get wrong: only the bytes that the value owns when it is dropped are wiped. Wipe a copy made from
//! [`Secret::as_bytes`] yourself.

use core::fmt;

use zeroize::Zeroizing;

/// A key: wiped when dropped, never shown, never compared here.
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Takes ownership of these bytes without a copy.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl From<&[u8]> for Secret {
    fn from(bytes: &[u8]) -> Self {
        Self::new(bytes.to_vec())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}
