//! Where random bytes come from: a trait of one method, so that no version of another crate's trait is in our API.

use crate::error::ErrorCode;

/// A source of bytes that others cannot guess.
///
/// Every nonce and every ephemeral key is drawn from it; a source that repeats itself gives the session away.
pub trait Random {
    /// Fills the whole of `out`.
    ///
    /// # Errors
    /// [`RandomError`] when the source has none to give; `out` is then not used.
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomError>;
}

impl<R: Random + ?Sized> Random for &mut R {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomError> {
        (**self).fill(out)
    }
}

/// The source of randomness gave nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RandomError;

impl RandomError {
    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        ErrorCode::RandomUnavailable
    }
}

impl core::fmt::Display for RandomError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("the source of randomness gave nothing: check the device's random generator")
    }
}

impl core::error::Error for RandomError {}
