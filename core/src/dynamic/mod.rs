//! Any operation by its name: fields are found by their names, and values are their characters.
//!
//! If operations are not known at compile time, call them by name: in an SDK of another language, a recorder, a device
//! whose flash has no room for a type of every operation. A request is a slice of [`Field`]s, a response a tree of
//! [`Node`]s that borrows from the message; operations.md says which fields there are, and so does
//! [`OperationId::descriptor`]. What is written and what is accepted is the same as with the types, field by field, and so
//! are the errors; but a whole response is always validated, so a list that is malformed makes the whole response
//! malformed, as with the types without the feature `fast-decode`.
//!
//! A value is checked against its type, in both directions, but it stays text. A slot with an invalid time is an error; what
//! the time is, [`Value::parse`] says.
//!
//! ```
//! use emis_core::dynamic::{Field, OperationId};
//! # use emis_core::{session::Session, time::Time};
//!
//! fn book(session: &mut Session, out: &mut [u8], now: Time, exchange: fn(&[u8]) -> Vec<u8>) -> Option<i64> {
//!     let book = OperationId::find("BookAppointment")?;
//!     let telephone = [Field::value("Number", "01632 960001"), Field::value("ContactType", "Mobile")];
//!     let fields = [Field::value("SlotId", "42"), Field::fields("Telephone", &telephone)];
//!     let call = session.call_dynamic(book, &fields, out, now).ok()?;
//!     let reply = exchange(call.bytes());
//!     let response = call.read(&reply).ok()?;
//!     response.value("SlotId")?.parse().ok()
//! }
//! ```

mod list;
mod node;
mod part;
mod request;
mod value;

use core::fmt;
use core::hash::{Hash, Hasher};

pub use crate::codec::{FieldsErrorKind, FromValue};
pub use list::{List, ListItems};
pub use node::{Element, Entries, Entry, Node};
pub use part::Part;
pub use request::{Field, FieldValue, FieldsError};
pub use value::{Key, Value};

pub(crate) use node::decode_response;
pub(crate) use request::DynamicRequest;

use crate::codec::OperationDescriptor;
use crate::messages::OPERATIONS;
use crate::messages::session::BEGIN_SESSION;

/// An operation that can be called by its name.
#[derive(Clone, Copy)]
pub struct OperationId(&'static OperationDescriptor);

impl OperationId {
    /// Every operation in the order of operations.md, except BeginSession, which is the handshake's.
    pub fn all() -> impl Iterator<Item = Self> {
        OPERATIONS
            .iter()
            .filter(|operation| operation.name != BEGIN_SESSION.name)
            .map(|operation| Self(operation))
    }

    /// The operation of this name: its request's element.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::all().find(|operation| operation.name() == name)
    }

    /// The name of its request's element.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// What is known of it, its fields included.
    #[must_use]
    pub fn descriptor(self) -> &'static OperationDescriptor {
        self.0
    }
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
