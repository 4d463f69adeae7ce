//! The server's side of the handshake, one file a state, in the order of section 3: what is looked up in between is the
//! caller's.

mod pending;
mod received;
mod relationship_key;
mod verified;

pub use pending::PendingSession;
pub use received::ServerHandshake;
pub use relationship_key::{RelationshipKey, WrongRelationshipKey};
pub use verified::{Terms, VerifiedHandshake};
