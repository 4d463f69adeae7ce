//! What is known of a call's effect.

use core::fmt;

/// What is known of a call's effect (section 4, the client's table).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The practice did it.
    CarriedOut,
    /// The practice did not do it.
    NotCarriedOut,
    /// Nothing left the client; the same call may be made again in the same session.
    NotSent,
    /// It cannot be known yet: begin a session that replaces this one, and read back.
    Unknown,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::CarriedOut => "carried out",
            Self::NotCarriedOut => "not carried out",
            Self::NotSent => "not sent",
            Self::Unknown => "unknown",
        })
    }
}
