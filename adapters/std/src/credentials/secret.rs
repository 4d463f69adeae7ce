//! Octets that wipe themselves.
//!
//! The one thing that a reader would get wrong: only the octets that the value owns when it goes are wiped. A copy
//! made from [`Secret::as_bytes`] is its maker's to wipe.

use core::fmt;

use zeroize::Zeroizing;

/// A key: wiped when dropped, never shown, never compared here.
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Takes these octets over without a copy.
    #[must_use]
    pub fn new(octets: Vec<u8>) -> Self {
        Self(Zeroizing::new(octets))
    }

    /// The octets.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl From<&[u8]> for Secret {
    fn from(octets: &[u8]) -> Self {
        Self::new(octets.to_vec())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}
