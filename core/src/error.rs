//! The errors that more than one room speaks of. Errors of one room stand in it.

use core::fmt;

/// The caller's buffer cannot hold the message. Nothing has changed: the same call with a buffer of `needed` octets
/// succeeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BufferTooSmall {
    /// The exact length of the message, in octets.
    pub needed: usize,
}

impl fmt::Display for BufferTooSmall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the buffer is too small: the message takes {} octets", self.needed)
    }
}

impl core::error::Error for BufferTooSmall {}

/// A value is not of the form that its type has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidValue {
    /// The rule that it breaks, in words.
    pub rule: &'static str,
}

impl fmt::Display for InvalidValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a valid value: {}", self.rule)
    }
}

impl core::error::Error for InvalidValue {}
