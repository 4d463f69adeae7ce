//! Messages by their tables: fields are found by their names, and values are their characters.
//!
//! It is for whoever does not know at compile time what is asked for: an SDK of another language, a recorder, a device
//! whose flash has no room for a type of every operation. A request is a slice of [`Given`] fields, a response a tree of
//! [`Node`]s that lends the message; operations.md says which fields there are, and so does [`OperationId::info`]. What is
//! written and what is accepted is the same as with the types, field by
//! field, and so are the errors; but a whole response is always judged, so that what is malformed inside a list is told of
//! the whole, as it is by the types without the feature `strict-walk`.
//!
//! The one thing that a reader would get wrong: a value is checked here against its type, in both ways, but it stays
//! text, in a response the text that stands there. A slot with a bad time is an error, as ever; that a time is past is for
//! the caller to find, by [`Value::parse`].
//!
//! ```
//! use emis_core::messages::dynamic::{Given, Holds, OperationId};
//! # use emis_core::{session::Session, time::Time};
//!
//! fn book(session: &mut Session, out: &mut [u8], now: Time, exchange: fn(&[u8]) -> Vec<u8>) -> Option<i64> {
//!     let book = OperationId::find("BookAppointment")?;
//!     let telephone = [Given::value("Number", "01632 960001"), Given::value("ContactType", "Mobile")];
//!     let given = [Given::value("SlotId", "42"), Given::fields("Telephone", &telephone)];
//!     let call = session.call_dynamic(book, &given, out, now).ok()?;
//!     let reply = exchange(call.bytes());
//!     let response = call.read(&reply).ok()?;
//!     response.value("SlotId")?.parse().ok()
//! }
//! ```

mod given;
mod list;
mod node;
mod part;
mod tables;
mod value;

use core::fmt;
use core::hash::{Hash, Hasher};

pub use super::problem::GivenErrorKind;
pub use given::{Given, GivenError, Holds};
pub use list::{List, ListItems};
pub use node::{Element, Entries, Entry, Node};
pub use part::Part;
pub use value::{FromValue, Key, Value};

pub(crate) use given::Asked;

use super::{Called, OperationInfo, Row};

/// An operation that can be called by its table.
#[derive(Clone, Copy)]
pub struct OperationId(&'static Called);

impl OperationId {
    /// Every operation but BeginSession, which is the handshake's, in the order of operations.md.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        tables::CALLED.iter().map(Self)
    }

    /// The operation of this name: its request's element.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::all().find(|operation| operation.name() == name)
    }

    /// The name of its request's element.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// What is known of it, its fields among that. A device that does not ask for it does without it.
    #[must_use]
    pub fn info(self) -> Option<&'static OperationInfo> {
        OperationInfo::find(self.name())
    }

    pub(crate) fn called(self) -> &'static Called {
        self.0
    }

    /// The request's fields.
    fn request(self) -> &'static [Row] {
        tables::fields(self.0.request).unwrap_or_default()
    }
}

/// The fields of the response to what is called by its table.
pub(crate) fn response_fields(called: &Called) -> &'static [Row] {
    tables::fields(called.response.kind()).unwrap_or_default()
}

impl PartialEq for OperationId {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for OperationId {}

impl Hash for OperationId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl fmt::Debug for OperationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests;
