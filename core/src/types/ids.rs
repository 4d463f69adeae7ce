//! Who is who in a session: the application, the relationship between it and a patient, and the session itself.

use core::fmt;

use super::guid::{Guid, read_hex, write_hex};
use super::name::{kept, short};
use crate::crypto::Secret;
use crate::error::{InvalidValue, Rule};
use crate::random::{Random, RandomError};

/// The third party's application: a UUID in lower-case text (protocol.md section 1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApplicationId([u8; 36]);

impl ApplicationId {
    /// Reads a UUID; upper case is made lower, as the protocol's text has it.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is no UUID of 36 characters.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        Ok(Self(Guid::parse(text)?.text()))
    }

    /// Reads it as it travels, where upper case is an error.
    pub(crate) fn parse_exact(text: &str) -> Result<Self, InvalidValue> {
        let mut id = Self::BLANK;
        if id.set_exact(text) { Ok(id) } else { Err(InvalidValue::new(Rule::ApplicationId)) }
    }

    /// None at all: what stands where none has been read yet.
    pub(crate) const BLANK: Self = Self([0; 36]);

    /// The same, into its place; whether it is such.
    pub(crate) fn set_exact(&mut self, text: &str) -> bool {
        let Ok(guid) = Guid::parse(text) else { return false };
        self.0 = guid.text();
        self.0 == text.as_bytes()
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
    octets: [u8; 64],
    length: u8,
}

impl PatientRelationshipId {
    /// None at all: what stands where none has been read yet.
    pub(crate) const BLANK: Self = Self { octets: [0; 64], length: 0 };

    /// Reads it.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not 1 to 64 characters of `A-Z a-z 0-9 -`.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let mut id = Self::BLANK;
        match short(text, 1, |b| b.is_ascii_alphanumeric() || b == b'-', &mut id.octets) {
            Some(length) => id.length = length,
            None => return Err(InvalidValue::new(Rule::RelationshipId)),
        }
        Ok(id)
    }

    /// The characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        kept(&self.octets, usize::from(self.length))
    }
}

impl fmt::Debug for PatientRelationshipId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It names a patient to whoever has the practice's list.
        f.write_str("PatientRelationshipId(redacted)")
    }
}

/// The secret that proves a relationship: 16 to 128 octets of 0x21 to 0x7E. It wipes itself.
pub struct PatientRelationshipKey {
    octets: Secret<128>,
    length: u8,
}

impl PatientRelationshipKey {
    /// None at all: what stands where none has been read yet.
    pub(crate) const BLANK: Self = Self { octets: Secret::zero(), length: 0 };

    /// Reads it.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not 16 to 128 octets of 0x21 to 0x7E.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        Self::of(text.chars())
    }

    pub(crate) fn of(text: impl Iterator<Item = char>) -> Result<Self, InvalidValue> {
        // Set in the place of the result: from a place of its own it would be moved, and stay behind there.
        let mut result = Ok(Self::BLANK);
        if let Ok(key) = &mut result
            && let Err(error) = key.set(text)
        {
            result = Err(error);
        }
        result
    }

    /// Reads it into its place: what is moved is left behind on the stack, where nothing wipes it. After an error it is
    /// not to be used.
    pub(crate) fn set(&mut self, text: impl Iterator<Item = char>) -> Result<(), InvalidValue> {
        let fail = InvalidValue::new(Rule::RelationshipKey);
        let octets = self.octets.expose_mut();
        octets.fill(0);
        let mut length = 0usize;
        for c in text {
            let place = octets.get_mut(length).ok_or(fail)?;
            *place = u8::try_from(c).ok().filter(u8::is_ascii_graphic).ok_or(fail)?;
            length += 1;
        }
        if length < 16 {
            return Err(fail);
        }
        self.length = u8::try_from(length).map_err(|_| fail)?;
        Ok(())
    }

    /// The octets, for whoever has to store them.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.octets.expose().get(..usize::from(self.length)).unwrap_or_default()
    }

    /// The same as text.
    #[must_use]
    pub fn expose_str(&self) -> &str {
        kept(self.octets.expose(), usize::from(self.length))
    }
}

impl PartialEq for PatientRelationshipKey {
    /// In constant time.
    fn eq(&self, other: &Self) -> bool {
        // What is not used of the octets is zero, and no octet of a key is, so this compares the lengths too.
        self.octets == other.octets
    }
}

impl Eq for PatientRelationshipKey {}

impl fmt::Debug for PatientRelationshipKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PatientRelationshipKey(redacted)")
    }
}

/// What a registration gives, and what a patient session is begun with.
#[derive(Debug)]
pub struct Relationship {
    /// Which relationship.
    pub id: PatientRelationshipId,
    /// Its secret.
    pub key: PatientRelationshipKey,
}

/// A session's name: 16 random octets, written as 32 lower-case hexadecimal digits.
///
/// Whoever knows it can end the session, so `Debug` shows the first eight digits only.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId([u8; 16]);

impl SessionId {
    /// Draws a new one.
    ///
    /// # Errors
    /// [`RandomError`] if the source has none to give.
    pub fn random(random: &mut impl Random) -> Result<Self, RandomError> {
        let mut octets = [0; 16];
        random.fill(&mut octets)?;
        Ok(Self(octets))
    }

    /// Reads the 32 digits.
    ///
    /// # Errors
    /// [`InvalidValue`] if they are not 32 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let mut id = Self::BLANK;
        if id.set(text) { Ok(id) } else { Err(InvalidValue::new(Rule::SessionId)) }
    }

    /// None at all: what stands where none has been read yet.
    pub(crate) const BLANK: Self = Self([0; 16]);

    /// Reads the 32 digits into its place; whether they are such.
    pub(crate) fn set(&mut self, text: &str) -> bool {
        text.len() == 32
            && !text.bytes().any(|b| b.is_ascii_uppercase())
            && read_hex(text.as_bytes(), 0, &mut self.0)
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
