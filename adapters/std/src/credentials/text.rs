//! The TOML of a credentials file, read and written.
//!
//! Easy to get wrong: this reads the parsed table and does not use serde. serde's errors show the offending value, and
//! its intermediate strings are not wiped; the parsed table borrows from the file's own bytes, which are.

use std::collections::HashSet;

use base64ct::{Base64, Encoding as _};
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use zeroize::Zeroizing;

use super::{Credentials, Invalid, KeyPair, Keys, Problem, Relationship, Secret};

/// The longest key, in bytes, and its base64.
const LONGEST_KEY: usize = 128;
const LONGEST_BASE64: usize = LONGEST_KEY.div_ceil(3) * 4;

pub(super) fn parse(text: &str) -> Result<Credentials, Problem> {
    let root = DeTable::parse(text).map_err(|e| {
        let at = e.span().map_or(0, |span| span.start);
        Problem::NotToml { line: line_of(text, at) }
    })?;
    let mut root = Table { text, at: 0, members: root.into_inner() };
    let application_id = root.string("application_id")?;
    let endpoint = root.string("endpoint")?;
    let pre_shared = root.table("pre_shared_keys")?;
    let validation = root.table("validation_keys")?;
    let relationships = root.tables("relationship")?;
    root.end()?;

    let keys = match (pre_shared, validation) {
        (Some(table), None) => {
            keys(table, "pre_shared_keys.client", "pre_shared_keys.server", Keys::pre_shared)?
        }
        (None, Some(table)) => {
            keys(table, "validation_keys.client", "validation_keys.server", Keys::validation)?
        }
        _ => return Err(Problem::KeysNotOnce),
    };
    let mut credentials = Credentials::new(&application_id, &endpoint, keys).map_err(root.invalid())?;
    let mut known = HashSet::new();
    for table in relationships {
        let (at, relationship) = (table.at, relationship(table)?);
        if let Some(label) = relationship.label()
            && credentials.find(relationship.ods_code(), label).is_some()
        {
            return Err(Problem::Repeated { line: line_of(text, at) });
        }
        if !known
            .insert((relationship.ods_code().to_owned(), relationship.patient_relationship_id().to_owned()))
        {
            return Err(Problem::Repeated { line: line_of(text, at) });
        }
        credentials.relationships.push(relationship);
    }
    Ok(credentials)
}

fn keys(
    mut table: Table<'_>,
    client: &'static str,
    server: &'static str,
    make: fn(Secret, Secret) -> Result<Keys, Invalid>,
) -> Result<Keys, Problem> {
    let (client, server) = (table.base64(client)?, table.base64(server)?);
    table.end()?;
    make(client, server).map_err(table.invalid())
}

fn relationship(mut table: Table<'_>) -> Result<Relationship, Problem> {
    let ods_code = table.string("ods_code")?;
    let id = table.string("patient_relationship_id")?;
    let key = table.string("patient_relationship_key")?;
    let pending = table.optional_string("pending_key")?;
    let session = table.optional_string("pending_session")?;
    let needs_registration = table.optional_bool("needs_registration")?;
    let label = table.optional_string("label")?;
    table.end()?;
    let mut relationship =
        Relationship::new(&ods_code, &id, Secret::from(key.as_bytes())).map_err(table.invalid())?;
    if let Some(pending) = pending {
        relationship.set_pending_key(Secret::from(pending.as_bytes())).map_err(table.invalid())?;
    }
    if let Some(session) = session {
        relationship.set_pending_session(&session).map_err(table.invalid())?;
    }
    if needs_registration == Some(true) {
        relationship.set_needs_registration();
    }
    if let Some(label) = label {
        relationship = relationship.with_label(&label).map_err(table.invalid())?;
    }
    Ok(relationship)
}

/// A table whose members are taken out one by one; any that are left are unknown.
///
/// Positions are offsets; lines are counted only for an error, because counting them for each member would be
/// quadratic.
struct Table<'t> {
    text: &'t str,
    at: usize,
    members: DeTable<'t>,
}

impl<'t> Table<'t> {
    /// Takes the member of this full name; the file has its last part.
    fn take(&mut self, member: &'static str) -> Option<Spanned<DeValue<'t>>> {
        self.members.remove(member.rsplit('.').next().unwrap_or(member))
    }

    fn optional_string(&mut self, member: &'static str) -> Result<Option<Zeroizing<String>>, Problem> {
        let Some(value) = self.take(member) else { return Ok(None) };
        let at = value.span().start;
        match value.into_inner() {
            DeValue::String(value) => Ok(Some(Zeroizing::new(value.into_owned()))),
            _ => Err(self.wrong_type(at, member)),
        }
    }

    fn optional_bool(&mut self, member: &'static str) -> Result<Option<bool>, Problem> {
        let Some(value) = self.take(member) else { return Ok(None) };
        let at = value.span().start;
        match value.into_inner() {
            DeValue::Boolean(value) => Ok(Some(value)),
            _ => Err(self.wrong_type(at, member)),
        }
    }

    fn string(&mut self, member: &'static str) -> Result<Zeroizing<String>, Problem> {
        let value = self.optional_string(member)?;
        value.ok_or_else(|| Problem::Absent { line: line_of(self.text, self.at), member })
    }

    fn base64(&mut self, member: &'static str) -> Result<Secret, Problem> {
        let text = self.string(member)?;
        let mut bytes = Zeroizing::new([0; LONGEST_KEY]);
        match Base64::decode(text.as_bytes(), &mut bytes[..]) {
            Ok(key) => Ok(Secret::from(key)),
            Err(_) => Err(self.invalid()(Invalid::new(member, "base64 of not more than 128 bytes"))),
        }
    }

    fn table(&mut self, member: &'static str) -> Result<Option<Self>, Problem> {
        let Some(value) = self.take(member) else { return Ok(None) };
        self.open(value, member).map(Some)
    }

    fn tables(&mut self, member: &'static str) -> Result<Vec<Self>, Problem> {
        let Some(value) = self.take(member) else { return Ok(Vec::new()) };
        let at = value.span().start;
        let DeValue::Array(items) = value.into_inner() else { return Err(self.wrong_type(at, member)) };
        items.into_iter().map(|item| self.open(item, member)).collect()
    }

    fn open(&self, value: Spanned<DeValue<'t>>, member: &'static str) -> Result<Self, Problem> {
        let at = value.span().start;
        match value.into_inner() {
            DeValue::Table(members) => Ok(Self { text: self.text, at, members }),
            _ => Err(self.wrong_type(at, member)),
        }
    }

    fn wrong_type(&self, at: usize, member: &'static str) -> Problem {
        Problem::WrongType { line: line_of(self.text, at), member }
    }

    /// The problem of a member of this table that breaks its rule.
    fn invalid(&self) -> impl Fn(Invalid) -> Problem {
        |invalid| Problem::Invalid { line: line_of(self.text, self.at), invalid }
    }

    /// Fails if a member is left.
    fn end(&self) -> Result<(), Problem> {
        match self.members.iter().map(|(name, _)| name.span().start).min() {
            None => Ok(()),
            Some(at) => Err(Problem::Unknown { line: line_of(self.text, at) }),
        }
    }
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}

/// The whole file. The text never grows past its first allocation, which would leave a copy behind.
pub(super) fn render(credentials: &Credentials) -> Zeroizing<String> {
    // A relationship's keys may double by escapes; names, quotes and the rest take less than 256 bytes.
    let room = |relationship: &Relationship| {
        let keys =
            relationship.patient_relationship_key().len() + relationship.pending_key().map_or(0, <[u8]>::len);
        let label = relationship.label().map_or(0, str::len);
        2 * (keys + label)
            + relationship.ods_code().len()
            + relationship.patient_relationship_id().len()
            + 256
    };
    let relationships: usize = credentials.relationships.iter().map(room).sum();
    let room = 2 * credentials.endpoint.len() + 2 * LONGEST_BASE64 + relationships + 512;
    let mut out = Zeroizing::new(String::with_capacity(room));
    line(&mut out, "application_id", credentials.application_id.as_bytes());
    line(&mut out, "endpoint", credentials.endpoint.as_bytes());
    let (name, pair) = match &credentials.keys {
        Keys::PreShared(pair) => ("pre_shared_keys", pair),
        Keys::Validation(pair) => ("validation_keys", pair),
    };
    out.extend(["\n[", name, "]\n"]);
    key_lines(&mut out, pair);
    for relationship in &credentials.relationships {
        out.push_str("\n[[relationship]]\n");
        if let Some(label) = relationship.label() {
            line(&mut out, "label", label.as_bytes());
        }
        line(&mut out, "ods_code", relationship.ods_code().as_bytes());
        line(&mut out, "patient_relationship_id", relationship.patient_relationship_id().as_bytes());
        line(&mut out, "patient_relationship_key", relationship.patient_relationship_key());
        if let Some(pending) = relationship.pending_key() {
            line(&mut out, "pending_key", pending);
        }
        if let Some(session) = relationship.pending_session() {
            line(&mut out, "pending_session", session.as_bytes());
        }
        if relationship.needs_registration() {
            out.push_str("needs_registration = true\n");
        }
    }
    debug_assert!(out.len() <= room, "the text is longer than its capacity");
    out
}

fn key_lines(out: &mut String, pair: &KeyPair) {
    let mut base64 = Zeroizing::new([0; LONGEST_BASE64]);
    for (name, key) in [("client", pair.client()), ("server", pair.server())] {
        // It fits: no key is longer than LONGEST_KEY.
        line(out, name, Base64::encode(key, &mut base64[..]).unwrap_or_default().as_bytes());
    }
}

/// `name = "value"`; every value is printable ASCII by its rule.
fn line(out: &mut String, name: &str, value: &[u8]) {
    out.extend([name, " = \""]);
    for byte in value {
        if matches!(byte, b'"' | b'\\') {
            out.push('\\');
        }
        out.push(char::from(*byte));
    }
    out.push_str("\"\n");
}
