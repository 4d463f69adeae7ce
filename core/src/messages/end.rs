//! EndSession and its response, which are empty.

use super::macros::{message, operation};

message! {
    /// Ends the session; both sides forget the keys. A lost reply is no error.
    EndSession [Clone, Copy, Default] {}
}

message! {
    /// The session has ended.
    EndSessionResponse [Clone, Copy, Default] {}
}

operation! { EndSession => EndSessionResponse, since V1_0, AnySession, ends Always }
