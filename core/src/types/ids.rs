//! The identifiers of a session: the application, its relationship with a patient, and the session itself.

use core::fmt;

use super::guid::{Guid, read_hex, write_hex};
use super::inline::{kept, short};
use crate::crypto::Secret;
use crate::error::{InvalidValue, Rule};
use crate::random::{Random, RandomError};

/// The third party's application: a UUID in lower-case text (protocol.md section 1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApplicationId([u8; 36]);

impl ApplicationId {
    /// Reads a UUID; upper case is converted to lower case, which the protocol uses.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not a UUID of 36 characters.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        Ok(Self(Guid::parse(text)?.text()))
    }

    /// Reads it from a message, where upper case is an error.
    pub(crate) fn parse_exact(text: &str) -> Result<Self, InvalidValue> {
        match Self::parse(text) {
            Ok(id) if id.as_str() == text => Ok(id),
            _ => Err(InvalidValue::new(Rule::ApplicationId)),
        }
    }

    /// The 36 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        kept(&self.0, self.0.len())
    }
}

impl fmt::Display for ApplicationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for ApplicationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The link between one patient, one application and one practice: 1 to 64 characters of `A-Z a-z 0-9 -`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PatientRelationshipId {
    bytes: [u8; 64],
    length: u8,
}

impl PatientRelationshipId {
    /// Reads it.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not 1 to 64 characters of `A-Z a-z 0-9 -`.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let mut id = Self { bytes: [0; 64], length: 0 };
        match short(text, 1, |b| b.is_ascii_alphanumeric() || b == b'-', &mut id.bytes) {
            Some(length) => id.length = length,
            None => return Err(InvalidValue::new(Rule::RelationshipId)),
        }
        Ok(id)
    }

    /// The characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        kept(&self.bytes, usize::from(self.length))
    }
}

impl fmt::Debug for PatientRelationshipId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It identifies a patient for a reader with the practice's list.
        f.write_str("PatientRelationshipId(redacted)")
    }
}

/// The secret that proves a relationship: 16 to 128 bytes of 0x21 to 0x7E. It wipes itself.
pub struct PatientRelationshipKey {
    bytes: Secret<128>,
    length: u8,
}

impl PatientRelationshipKey {
    /// Reads it.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not 16 to 128 bytes of 0x21 to 0x7E.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        Self::of(text.chars())
    }

    pub(crate) fn of(text: impl Iterator<Item = char>) -> Result<Self, InvalidValue> {
        // Set in the place of the result: a moved value would stay behind on the stack.
        let mut result = Ok(Self { bytes: Secret::zero(), length: 0 });
        if let Ok(key) = &mut result
            && let Err(error) = key.set(text)
        {
            result = Err(error);
        }
        result
    }

    /// Reads it in place, because a moved value stays behind on the stack, where nothing wipes it. Do not use it after
    /// an error.
    fn set(&mut self, text: impl Iterator<Item = char>) -> Result<(), InvalidValue> {
        let fail = InvalidValue::new(Rule::RelationshipKey);
        let bytes = self.bytes.expose_mut();
        bytes.fill(0);
        let mut length = 0usize;
        for c in text {
            let place = bytes.get_mut(length).ok_or(fail)?;
            *place = u8::try_from(c).ok().filter(u8::is_ascii_graphic).ok_or(fail)?;
            length += 1;
        }
        if length < 16 {
            return Err(fail);
        }
        self.length = u8::try_from(length).map_err(|_| fail)?;
        Ok(())
    }

    /// Explicitly clones the key.
    #[must_use]
    pub fn clone_secret(&self) -> Self {
        Self { bytes: self.bytes.clone_secret(), length: self.length }
    }

    /// The bytes, to be stored.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.bytes.expose().get(..usize::from(self.length)).unwrap_or_default()
    }

    /// The same as text.
    #[must_use]
    pub fn expose_str(&self) -> &str {
        kept(self.bytes.expose(), usize::from(self.length))
    }
}

impl PartialEq for PatientRelationshipKey {
    /// In constant time.
    fn eq(&self, other: &Self) -> bool {
        // Unused bytes are zero, and no byte of a key is zero, so this compares the lengths too.
        self.bytes == other.bytes
    }
}

impl Eq for PatientRelationshipKey {}

impl fmt::Debug for PatientRelationshipKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PatientRelationshipKey(redacted)")
    }
}

/// The result of a registration, and what a patient session needs.
#[derive(Debug)]
pub struct Relationship {
    /// Which relationship.
    pub id: PatientRelationshipId,
    /// Its secret.
    pub key: PatientRelationshipKey,
}

/// A session's name: 16 random bytes, written as 32 lower-case hexadecimal digits.
///
/// With it a session can be ended, so `Debug` shows only the first eight digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId([u8; 16]);

impl SessionId {
    /// Draws a new one.
    ///
    /// # Errors
    /// [`RandomError`] if the source has none.
    pub fn random(random: &mut impl Random) -> Result<Self, RandomError> {
        let mut bytes = [0; 16];
        random.fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    pub(crate) const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Reads the 32 digits.
    ///
    /// # Errors
    /// [`InvalidValue`] if they are not 32 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let mut id = Self([0; 16]);
        let valid = text.len() == 32
            && !text.bytes().any(|b| b.is_ascii_uppercase())
            && read_hex(text.as_bytes(), 0, &mut id.0);
        if valid { Ok(id) } else { Err(InvalidValue::new(Rule::SessionId)) }
    }

    /// The 32 digits.
    #[must_use]
    pub fn text(&self) -> [u8; 32] {
        let mut text = [0; 32];
        write_hex(&self.0, 0, &mut text);
        text
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.text();
        let shown = text.get(..8).and_then(|t| core::str::from_utf8(t).ok()).unwrap_or_default();
        write!(f, "{shown}…")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn session_ids_are_32_lower_case_digits() {
        let text = "00112233445566778899aabbccddeeff";
        assert_eq!(&SessionId::parse(text).unwrap().text(), text.as_bytes());
        for bad in [
            "",
            "00112233445566778899aabbccddeef",
            "00112233445566778899AABBCCDDEEFF",
            "00112233445566778899aabbccddeeff0",
            "00112233445566778899aabbccddeefg",
        ] {
            assert!(SessionId::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn relationship_keys_are_bounded_and_graphic() {
        let long = [b'~'; 129];
        let long = core::str::from_utf8(&long).unwrap();
        assert_eq!(PatientRelationshipKey::parse(&long[..128]).unwrap().expose().len(), 128);
        assert_eq!(PatientRelationshipKey::parse("0123456789abcde!").unwrap().expose(), b"0123456789abcde!");
        for bad in [
            "",
            "0123456789abcde",
            "0123456789abcde ",
            "0123456789abcde\u{E9}",
            "0123456789abcde\u{7F}",
            long,
        ] {
            assert!(PatientRelationshipKey::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn application_ids_travel_in_lower_case() {
        let upper = "0123ABCD-4567-89AB-CDEF-0123456789AB";
        assert_eq!(ApplicationId::parse(upper).unwrap().as_str(), "0123abcd-4567-89ab-cdef-0123456789ab");
        assert!(ApplicationId::parse_exact(upper).is_err());
    }
}
