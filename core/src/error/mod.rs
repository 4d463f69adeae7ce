//! The stable numbers of all errors, and the errors that more than one room uses. Errors of one room are defined there.
//!
//! Every public error of this crate and of its adapters is `'static`, `Send`, `Sync` and `Clone`, implements
//! [`core::error::Error`], and has a method `code()` that returns an [`ErrorCode`]. Those of a call also have `outcome()`,
//! which says what is known of the call's effect.
//!
//! An error's text ends where another error begins that it returns from
//! [`source`](core::error::Error::source): a report of the whole chain repeats nothing.

mod code;
mod outcome;
mod value;

use core::fmt;

pub use code::ErrorCode;
pub use outcome::Outcome;
pub use value::InvalidValue;
pub(crate) use value::Rule;

/// The caller's buffer cannot hold the message. Nothing has changed: the same call with a buffer of `needed` bytes
/// succeeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BufferTooSmall {
    /// The exact length of the message, in bytes.
    pub needed: usize,
}

impl BufferTooSmall {
    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        ErrorCode::BufferTooSmall
    }
}

impl fmt::Display for BufferTooSmall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the buffer is too small: the message takes {} bytes", self.needed)
    }
}

impl core::error::Error for BufferTooSmall {}
