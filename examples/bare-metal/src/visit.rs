//! What the device has been given: its keys, its practice, a patient's letter, and where to look for appointments.
//!
//! Easy to get wrong: the keys are the validation keys, which the host has derived. The pre-shared keys are not on the
//! device.

use emis_core::crypto::Secret;
use emis_core::handshake::Application;
use emis_core::messages::registration::RegisterWithPinDocument;
use emis_core::profile::SoftwareKeys;
use emis_core::types::{ApplicationId, Date, DateTime, OdsCode, Text};

/// The longest file, in bytes.
pub const LONGEST: usize = 704;

/// A file of lines `name=value`, each once.
pub struct Visit<'v> {
    pub host: &'v str,
    pub path: &'v str,
    pub letter: RegisterWithPinDocument<'v>,
    /// The days to look for an appointment in.
    pub from: DateTime,
    pub to: DateTime,
    pub seed: [u8; 32],
    /// For the program `fed`: how many calls it makes.
    pub calls: Option<u32>,
    text: &'v str,
}

impl<'v> Visit<'v> {
    /// Reads the lines; if one is not right, its name.
    pub fn read(text: &'v str) -> Result<Self, &'static str> {
        let short = |name| Text::<64>::new(field(text, name)?).map_err(|_| name);
        Ok(Self {
            host: field(text, "host")?,
            path: field(text, "path")?,
            letter: RegisterWithPinDocument {
                ods_code: OdsCode::parse(field(text, "ods_code")?).map_err(|_| "ods_code")?,
                account_id: short("account_id")?,
                linkage_key: short("linkage_key")?,
                surname: Text::new(field(text, "surname")?).map_err(|_| "surname")?,
                date_of_birth: Date::parse(field(text, "date_of_birth")?).map_err(|_| "date_of_birth")?,
            },
            from: DateTime::parse(field(text, "from")?).map_err(|_| "from")?,
            to: DateTime::parse(field(text, "to")?).map_err(|_| "to")?,
            seed: bytes(text, "seed")?,
            calls: field(text, "calls").ok().map(|digits| digits.parse().map_err(|_| "calls")).transpose()?,
            text,
        })
    }

    /// What time it was when the file was written, in seconds since 1970: the device has no clock of its own that knows.
    pub fn now(&self) -> Result<u32, &'static str> {
        field(self.text, "now")?.parse().map_err(|_| "now")
    }

    /// The application, with its keys.
    pub fn application(&self) -> Result<Application<SoftwareKeys>, &'static str> {
        let key = |name| bytes(self.text, name).map(Secret::new);
        let id = ApplicationId::parse(field(self.text, "application_id")?).map_err(|_| "application_id")?;
        let keys = SoftwareKeys::from_validation_keys(key("client_key")?, key("server_key")?);
        Ok(Application { id, keys })
    }
}

fn field<'v>(text: &'v str, name: &'static str) -> Result<&'v str, &'static str> {
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('=')).ok_or(name)
}

/// 32 bytes in hexadecimal digits.
fn bytes(text: &str, name: &'static str) -> Result<[u8; 32], &'static str> {
    let digits = field(text, name)?.as_bytes();
    let mut bytes = [0; 32];
    let (pairs, rest) = digits.as_chunks::<2>();
    if pairs.len() != bytes.len() || !rest.is_empty() {
        return Err(name);
    }
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        let digit = |digit: u8| char::from(digit).to_digit(16).ok_or(name);
        *byte = (digit(*high)? << 4 | digit(*low)?).to_le_bytes()[0];
    }
    Ok(bytes)
}
