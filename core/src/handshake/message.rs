//! BeginSession and BeginSessionResponse as bytes: their exact forms, read and written.

use crate::codec::{self, EXACT_LIMIT, Exact, exact_number};
use crate::crypto::PublicKey;
use crate::messages::session::BEGIN_SESSION;
use crate::profile::{ClientHello, Profile, ServerHello, Version};
use crate::types::{ApplicationId, OdsCode, PatientRelationshipId, SessionId, encode_base64, format_integer};
use crate::xml::{Cursor, Validated, Writer};

/// The elements, in their order.
macro_rules! elements {
    ($($element:ident = $name:literal;)*) => {
        mod names {
            $(pub(super) const $element: &str = $name;)*
        }
    };
}

elements! {
    PROFILE = "Profile";
    APPLICATION_ID = "ApplicationId";
    ODS_CODE = "OdsCode";
    SCHEMA_VERSION = "SchemaVersion";
    PATIENT_RELATIONSHIP_ID = "PatientRelationshipId";
    REPLACES_SESSION_ID = "ReplacesSessionId";
    CLIENT_NONCE = "ClientNonce";
    CLIENT_PUBLIC_KEY = "ClientPublicKey";
    CLIENT_VALIDATION = "ClientValidation";
    SESSION_ID = "SessionId";
    SERVER_NONCE = "ServerNonce";
    SERVER_PUBLIC_KEY = "ServerPublicKey";
    ITERATIONS = "Iterations";
    IDLE_TIMEOUT_SECONDS = "IdleTimeoutSeconds";
    FIRST_CALL_SECONDS = "FirstCallSeconds";
    PRACTICE_VERSION = "PracticeVersion";
    SERVER_VALIDATION = "ServerValidation";
}

/// What BeginSession says, where it stands.
pub(super) struct Hello<'a> {
    pub(super) application_id: &'a ApplicationId,
    pub(super) ods_code: &'a OdsCode,
    pub(super) schema_version: Version,
    pub(super) relationship: Option<&'a PatientRelationshipId>,
    pub(super) replaces: Option<&'a SessionId>,
    pub(super) nonce: &'a [u8; 32],
    pub(super) public_key: &'a PublicKey,
}

impl Hello<'_> {
    /// `H_c`.
    pub(super) fn hash<P: Profile>(&self) -> [u8; 32] {
        let mut digits = [0; 32];
        let replaces = self.replaces.map(|id| {
            digits = id.text();
            &digits
        });
        P::client_hello_hash(&ClientHello {
            application_id: self.application_id.as_str(),
            ods_code: self.ods_code.as_str(),
            schema_version: self.schema_version.text(&mut [0; 7]),
            patient_relationship_id: self.relationship.map_or("", |id| id.as_str()),
            replaces_session_id: text(replaces),
            client_nonce: self.nonce,
            client_public_key: self.public_key,
        })
    }

    pub(super) fn write<P: Profile>(&self, writer: &mut Writer<'_>, validation: &[u8; 32]) {
        codec::write_element(writer, P::NAMESPACE, BEGIN_SESSION.name, |w| {
            element(w, names::PROFILE, P::NAME);
            element(w, names::APPLICATION_ID, self.application_id.as_str());
            element(w, names::ODS_CODE, self.ods_code.as_str());
            element(w, names::SCHEMA_VERSION, self.schema_version.text(&mut [0; 7]));
            if let Some(id) = self.relationship {
                element(w, names::PATIENT_RELATIONSHIP_ID, id.as_str());
            }
            if let Some(id) = self.replaces {
                element(w, names::REPLACES_SESSION_ID, text(Some(&id.text())));
            }
            binary(w, names::CLIENT_NONCE, self.nonce);
            binary(w, names::CLIENT_PUBLIC_KEY, self.public_key);
            binary(w, names::CLIENT_VALIDATION, validation);
        });
    }
}

/// What BeginSession says, as the server keeps it.
#[derive(Clone)]
pub(super) struct BeginSession {
    pub(super) application_id: ApplicationId,
    pub(super) ods_code: OdsCode,
    pub(super) schema_version: Version,
    pub(super) relationship: Option<PatientRelationshipId>,
    pub(super) replaces: Option<SessionId>,
    pub(super) nonce: [u8; 32],
    pub(super) public_key: PublicKey,
}

/// Why a BeginSession is refused before its validation is looked at.
pub(super) enum Refused {
    Profile,
    Form,
}

impl BeginSession {
    /// `H_c`.
    pub(super) fn hash<P: Profile>(&self) -> [u8; 32] {
        let hello = Hello {
            application_id: &self.application_id,
            ods_code: &self.ods_code,
            schema_version: self.schema_version,
            relationship: self.relationship.as_ref(),
            replaces: self.replaces.as_ref(),
            nonce: &self.nonce,
            public_key: &self.public_key,
        };
        hello.hash::<P>()
    }

    /// Reads it, and ClientValidation.
    pub(super) fn read<P: Profile>(body: &Validated<'_>) -> Result<(Self, [u8; 32]), Refused> {
        let mut exact = Exact::new(open(body, "BeginSession").ok_or(Refused::Form)?);
        // The profile comes first, because only it says what the rest means.
        let known = exact.value(names::PROFILE, |t| Some(t == P::NAME)).ok_or(Refused::Form)?;
        if !known {
            return Err(Refused::Profile);
        }
        Self::read_rest(exact).ok_or(Refused::Form)
    }

    fn read_rest(mut exact: Exact<'_>) -> Option<(Self, [u8; 32])> {
        let mut hello = Self {
            application_id: exact.value(names::APPLICATION_ID, |t| ApplicationId::parse_exact(t).ok())?,
            ods_code: exact.value(names::ODS_CODE, |t| OdsCode::parse(t).ok())?,
            schema_version: exact.value(names::SCHEMA_VERSION, |t| Version::parse(t).ok())?,
            relationship: exact
                .optional(names::PATIENT_RELATIONSHIP_ID, |t| PatientRelationshipId::parse(t).ok())?,
            replaces: exact.optional(names::REPLACES_SESSION_ID, |t| SessionId::parse(t).ok())?,
            nonce: [0; 32],
            public_key: [0; 65],
        };
        exact.bytes(names::CLIENT_NONCE, &mut hello.nonce)?;
        public_key(&mut exact, names::CLIENT_PUBLIC_KEY, &mut hello.public_key)?;
        let mut validation = [0; 32];
        exact.bytes(names::CLIENT_VALIDATION, &mut validation)?;
        exact.end()?;
        Some((hello, validation))
    }
}

/// What BeginSessionResponse says.
#[derive(Clone)]
pub(super) struct BeginSessionResponse {
    pub(super) session_id: SessionId,
    pub(super) nonce: [u8; 32],
    pub(super) public_key: PublicKey,
    pub(super) iterations: u32,
    pub(super) idle_timeout_seconds: u32,
    pub(super) first_call_seconds: u32,
    pub(super) practice_version: Version,
}

impl BeginSessionResponse {
    /// `H_s`.
    pub(super) fn hash<P: Profile>(
        &self,
        client_hello_hash: &[u8; 32],
        client_validation: &[u8; 32],
    ) -> [u8; 32] {
        P::server_hello_hash(&ServerHello {
            client_hello_hash,
            client_validation,
            session_id: self.session_id,
            server_nonce: &self.nonce,
            server_public_key: &self.public_key,
            iterations: self.iterations,
            idle_timeout_seconds: self.idle_timeout_seconds,
            first_call_seconds: self.first_call_seconds,
            practice_version: self.practice_version.text(&mut [0; 7]),
        })
    }

    pub(super) fn write<P: Profile>(&self, writer: &mut Writer<'_>, validation: &[u8; 32]) {
        codec::write_element(writer, P::NAMESPACE, BEGIN_SESSION.response_name, |w| {
            element(w, names::SESSION_ID, text(Some(&self.session_id.text())));
            binary(w, names::SERVER_NONCE, &self.nonce);
            binary(w, names::SERVER_PUBLIC_KEY, &self.public_key);
            for (tag, value) in [
                (names::ITERATIONS, self.iterations),
                (names::IDLE_TIMEOUT_SECONDS, self.idle_timeout_seconds),
                (names::FIRST_CALL_SECONDS, self.first_call_seconds),
            ] {
                element(w, tag, format_integer(value.into(), &mut [0; 20]));
            }
            element(w, names::PRACTICE_VERSION, self.practice_version.text(&mut [0; 7]));
            binary(w, names::SERVER_VALIDATION, validation);
        });
    }

    /// Reads it, and ServerValidation.
    pub(super) fn read<P: Profile>(body: &Validated<'_>) -> Option<(Self, [u8; 32])> {
        let mut exact = Exact::new(open(body, "BeginSessionResponse")?);
        let session_id = exact.value(names::SESSION_ID, |t| SessionId::parse(t).ok())?;
        let (mut nonce, mut public_key_bytes, mut validation) = ([0; 32], [0; 65], [0; 32]);
        exact.bytes(names::SERVER_NONCE, &mut nonce)?;
        public_key(&mut exact, names::SERVER_PUBLIC_KEY, &mut public_key_bytes)?;
        let iterations = within(&mut exact, names::ITERATIONS, P::ITERATIONS)?;
        let idle_timeout_seconds = within(&mut exact, names::IDLE_TIMEOUT_SECONDS, P::IDLE_TIMEOUT_SECONDS)?;
        let first_call_seconds = within(&mut exact, names::FIRST_CALL_SECONDS, P::FIRST_CALL_SECONDS)?;
        let practice_version = exact.value(names::PRACTICE_VERSION, |t| Version::parse(t).ok())?;
        exact.bytes(names::SERVER_VALIDATION, &mut validation)?;
        exact.end()?;
        let response = Self {
            session_id,
            nonce,
            public_key: public_key_bytes,
            iterations,
            idle_timeout_seconds,
            first_call_seconds,
            practice_version,
        };
        Some((response, validation))
    }
}

fn within(exact: &mut Exact<'_>, name: &str, bounds: core::ops::RangeInclusive<u32>) -> Option<u32> {
    exact.value(name, |t| exact_number(t).filter(|n| bounds.contains(n)))
}

/// Enters the one element, if it is of this name. What is in it and not ours is found when its turn comes, so that
/// another profile is recognised first, whatever it puts behind its name.
fn open<'a>(body: &Validated<'a>, name: &str) -> Option<Cursor<'a>> {
    let (local, cursor) = codec::enter(body)?;
    (local == name).then_some(cursor)
}

fn public_key(exact: &mut Exact<'_>, name: &str, out: &mut PublicKey) -> Option<()> {
    exact.bytes(name, out)?;
    (out.first() == Some(&4)).then_some(())
}

fn text(bytes: Option<&[u8; 32]>) -> &str {
    bytes.and_then(|bytes| core::str::from_utf8(bytes).ok()).unwrap_or_default()
}

fn element(writer: &mut Writer<'_>, name: &str, value: &str) {
    writer.open(name);
    writer.raw(value);
    writer.close(name);
}

fn binary(writer: &mut Writer<'_>, name: &str, bytes: &[u8]) {
    let mut buffer = [0; EXACT_LIMIT];
    element(writer, name, encode_base64(bytes, &mut buffer));
}
