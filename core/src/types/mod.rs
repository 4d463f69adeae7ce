//! The values that messages carry: parsed once, valid ever after.
//!
//! Every type here can hold only what operations.md and protocol.md section 1 allow, so that whoever has one need not
//! check it again. Those that hold patient data print redacted with `Debug`; what is meant to be shown to a person is
//! shown with `Display`.

mod base64;
mod date;
mod guid;
mod ids;
mod name;
mod nhs;
mod text;
mod word;

pub use base64::Base64;
pub use date::{Date, DateTime};
pub use guid::Guid;
pub use ids::{ApplicationId, PatientRelationshipId, PatientRelationshipKey, Relationship, SessionId};
pub use name::OdsCode;
pub use nhs::NhsNumber;
pub use text::{Decimal, Text};
pub use word::Word;

pub(crate) use base64::{decode_exact, decode_in_place, decode_to, encode as encode_base64};
pub(crate) use guid::hex_digit;
pub(crate) use word::{word_at, word_index, words};
