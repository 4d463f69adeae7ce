//! The values that messages carry: parsed once, then always valid.
//!
//! Every type here can hold only what operations.md and protocol.md section 1 allow, so a value need not be checked
//! again. `Debug` of those that hold patient data is redacted; `Display` is for showing them to people.

mod base64;
mod date;
mod from_str;
mod guid;
mod ids;
mod inline;
mod integer;
mod nhs;
mod ods_code;
mod page_size;
mod text;
mod word;

pub use base64::Base64;
pub use date::{Date, DateTime};
pub use guid::Guid;
pub use ids::{ApplicationId, PatientRelationshipId, PatientRelationshipKey, Relationship, SessionId};
pub use nhs::NhsNumber;
pub use ods_code::OdsCode;
pub use page_size::PageSize;
pub use text::{Decimal, Text};
pub use word::Word;

pub(crate) use base64::{decode_exact, decode_in_place, decode_to, encode as encode_base64};
pub(crate) use integer::{format_integer, parse_integer};
