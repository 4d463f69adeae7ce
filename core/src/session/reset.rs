//! The key that a linkage key reset gives a relationship: both ends of a session have it beforehand.

use crate::crypto::Secret;
use crate::types::PatientRelationshipKey;

// SH-27
/// `K_n` as the 64 lower-case hexadecimal digits that make it a relationship's key.
pub(super) fn relationship_key(key: &Secret<32>) -> Option<PatientRelationshipKey> {
    let bytes = key.expose();
    let digits = (0..2 * bytes.len()).map(|place| {
        let byte = bytes.get(place / 2).copied().unwrap_or(0);
        let digit = if place % 2 == 0 { byte >> 4 } else { byte & 0xF };
        char::from(if digit < 10 { b'0' + digit } else { b'a' - 10 + digit })
    });
    PatientRelationshipKey::of(digits).ok()
}
