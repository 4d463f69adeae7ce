//! The messages once more, in a form that owns what it says (feature `alloc`): to be kept after the reply's buffer is
//! gone, sent to another thread, or made by [serde](https://serde.rs) (feature `serde`).
//!
//! The names are those of [`messages`](crate::messages), and both are made from the same catalogue.
//!
//! An owned message is a message: a request is called like a borrowed one and answered with an owned response, and a
//! server reads owned requests and writes owned responses. ([`Pages`](crate::messages::Pages) alone walks by borrowed
//! requests; with owned ones, a response's `next` is the next request's `after`.) What came borrowed becomes owned by
//! `TryFrom`. Either way
//! every item of every list is read at once, and the first that cannot be read is the error; a borrowed message reads
//! its lists when asked, and the items before it could still be had.
//!
//! The values are valid as long as they live, as those of [`types`](crate::types) are: a [`types::Text`] longer than its
//! limit cannot be made, so none can be written.
//!
//! # With serde
//!
//! A message is a map from element names, as operations.md has them, to values. A list is a map of its own, from the
//! items' name to the items; an absent field is left out; of an item of the record, its one arm stands among the fields.
//! Numbers and truth values are such, all else is text: base64 and a registration's key too, which is then as secret as
//! the key. The format has to tell the fields' names, as XML and JSON do. As the profile has it, an optional text that is
//! empty reads as absent, a list that is absent as empty, and a field that is not known is passed over; what breaks a
//! limit is an error.
//!
//! # What has none
//!
//! BeginSession and its response have no owned form. They are exact, belong to the handshake, and are not kept.
//!
//! # Example
//!
//! ```
//! use emis_core::owned::messaging::GetMessageResponse;
//! use emis_core::{messages, owned};
//!
//! /// What can be kept of a message that a reply holds.
//! fn keep(read: messages::messaging::GetMessageResponse<'_>) -> Result<GetMessageResponse, messages::DecodeError> {
//!     read.try_into()
//! }
//!
//! let subject = owned::types::Text::<255>::try_from("x".repeat(256));
//! assert!(subject.is_err());
//! ```

pub mod appointments;

pub mod fault;
mod list;
pub mod messaging;
pub(crate) mod own;
pub mod practice;
pub mod prescribing;
pub mod record;
pub mod registration;
#[cfg(feature = "serde")]
mod serialised;
pub mod session;
pub mod types;

pub use crate::types::PageSize;
pub use list::{BoundedList, List};
