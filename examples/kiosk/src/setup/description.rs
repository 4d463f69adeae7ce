//! The line of JSON with which a server says where it is, who may call it, and which letters it has sent out.
//!
//! Easy to get wrong: this reads the parsed tree and does not use serde's derives, whose errors show the offending
//! value. The line has keys in it, so an error shows only the member's name and position.

use base64ct::{Base64, Encoding as _};
use emis_core::error::InvalidValue;
use emis_core::profile::Version;
use emis_core::types::{Date, OdsCode};
use emis_simulator::world;
use emis_std::credentials::Secret;
use jiff::civil::DateTime;
use serde_json::Value;

/// What a server says of itself.
#[derive(Debug)]
pub(crate) struct Description {
    pub(crate) endpoint: String,
    /// UK local time when the line was printed.
    pub(crate) now: DateTime,
    pub(crate) application_id: String,
    pub(crate) client_pre_shared_key: Secret,
    pub(crate) server_pre_shared_key: Secret,
    pub(crate) practices: Vec<Practice>,
    pub(crate) pin_documents: Vec<PinDocument>,
}

/// A practice, as the server says that it is.
#[derive(Debug)]
pub(crate) struct Practice {
    pub(crate) ods_code: OdsCode,
    pub(crate) version: Version,
    pub(crate) live: bool,
}

/// A letter that the practice gave to a patient. Its `Debug` shows no patient data.
pub(crate) struct PinDocument {
    pub(crate) ods_code: String,
    pub(crate) account_id: String,
    pub(crate) linkage_key: String,
    pub(crate) surname: String,
    pub(crate) date_of_birth: Date,
}

impl PinDocument {
    /// A letter from the simulator's world.
    pub(super) fn of(letter: &world::PinDocument) -> Result<Self, InvalidValue> {
        Ok(Self {
            ods_code: letter.ods_code.clone(),
            account_id: letter.account_id.clone(),
            linkage_key: letter.linkage_key.clone(),
            surname: letter.surname.clone(),
            date_of_birth: Date::parse(&letter.date_of_birth.to_string())?,
        })
    }
}

impl core::fmt::Debug for PinDocument {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("PinDocument").field("ods_code", &self.ods_code).finish_non_exhaustive()
    }
}

impl Description {
    /// Reads the line. An error shows no value of it.
    pub(crate) fn parse(line: &str) -> Result<Self, String> {
        let tree: Value = serde_json::from_str(line)
            .map_err(|error| format!("it is not JSON (line {}, column {})", error.line(), error.column()))?;
        let root = Object { value: &tree, path: String::new() };
        Ok(Self {
            endpoint: root.text("endpoint")?.to_owned(),
            now: root.parsed("now", "a time like 2026-11-22T09:00:00", |text| text.parse().ok())?,
            application_id: root.text("applicationId")?.to_owned(),
            client_pre_shared_key: root.key("clientPreSharedKey")?,
            server_pre_shared_key: root.key("serverPreSharedKey")?,
            practices: root.list("practices", practice)?,
            pin_documents: root.list("pinDocuments", pin_document)?,
        })
    }
}

fn practice(object: &Object<'_>) -> Result<Practice, String> {
    let live = object.member("live").and_then(Value::as_bool);
    Ok(Practice {
        ods_code: object.parsed("odsCode", "an ODS code", |text| OdsCode::parse(text).ok())?,
        version: object.parsed("schemaVersion", "a version like 2.1", |text| Version::parse(text).ok())?,
        live: live.ok_or_else(|| object.wrong("live", "true or false"))?,
    })
}

fn pin_document(object: &Object<'_>) -> Result<PinDocument, String> {
    Ok(PinDocument {
        ods_code: object.text("odsCode")?.to_owned(),
        account_id: object.text("accountId")?.to_owned(),
        linkage_key: object.text("linkageKey")?.to_owned(),
        surname: object.text("surname")?.to_owned(),
        date_of_birth: object
            .parsed("dateOfBirth", "a date like 1954-07-30", |text| Date::parse(text).ok())?,
    })
}

/// A JSON object and its position. Unknown members are ignored: the line may grow.
struct Object<'v> {
    value: &'v Value,
    path: String,
}

impl<'v> Object<'v> {
    fn member(&self, name: &str) -> Option<&'v Value> {
        self.value.get(name)
    }

    fn wrong(&self, name: &str, wanted: &str) -> String {
        format!("its {}{name} is missing or is not {wanted}", self.path)
    }

    fn text(&self, name: &str) -> Result<&'v str, String> {
        self.member(name).and_then(Value::as_str).ok_or_else(|| self.wrong(name, "a text"))
    }

    fn parsed<T>(&self, name: &str, wanted: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, String> {
        self.text(name).ok().and_then(parse).ok_or_else(|| self.wrong(name, wanted))
    }

    fn key(&self, name: &str) -> Result<Secret, String> {
        self.parsed(name, "base64", |text| Base64::decode_vec(text).ok()).map(Secret::new)
    }

    fn list<T>(&self, name: &str, each: impl Fn(&Object<'_>) -> Result<T, String>) -> Result<Vec<T>, String> {
        let items = self.member(name).and_then(Value::as_array).ok_or_else(|| self.wrong(name, "a list"))?;
        let object = |(at, value)| Object { value, path: format!("{}{name}[{at}].", self.path) };
        items.iter().enumerate().map(|item| each(&object(item))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"endpoint":"http://127.0.0.1:1/x","now":"2026-11-22T09:00:00","applicationId":"a",
        "clientPreSharedKey":"aHVudGVyMmh1bnRlcjI=","serverPreSharedKey":"aHVudGVyMmh1bnRlcjI=","new":[1],
        "practices":[{"odsCode":"A99001","schemaVersion":"1.0","live":true}],
        "pinDocuments":[{"odsCode":"A99001","accountId":"1","linkageKey":"hunter2","surname":"Bront\u00eb",
        "dateOfBirth":"1954-07-30"}]}"#;

    #[test]
    fn a_line_is_read_with_its_escapes() {
        let read = Description::parse(LINE).unwrap();
        assert_eq!(read.client_pre_shared_key.as_bytes(), b"hunter2hunter2");
        assert_eq!(read.pin_documents[0].surname, "Brontë");
        assert_eq!(read.now.hour(), 9);
        assert!(!format!("{read:?}").contains("hunter2") && !format!("{read:?}").contains("Brontë"));
    }

    #[test]
    fn what_is_wrong_is_named_without_its_value() {
        for (right, wrong, said) in [
            ("\"live\":true", "\"live\":\"hunter2\"", "practices[0].live is missing or is not true or false"),
            ("\"odsCode\":\"A99001\",\"schema", "\"odsCode\":\"hunter2\",\"schema", "practices[0].odsCode"),
            ("\"accountId\":\"1\"", "\"account\":\"hunter2\"", "pinDocuments[0].accountId is missing"),
            ("1954-07-30", "1954-02-30", "pinDocuments[0].dateOfBirth"),
            ("2026-11-22T09:00:00", "hunter2", "its now is"),
            ("aHVudGVyMmh1bnRlcjI=", "hunter2!", "clientPreSharedKey is missing or is not base64"),
            ("\"practices\":[", "\"practices\":[hunter2", "it is not JSON (line 3, column "),
            ("}]}", "}]} hunter2", "it is not JSON (line "),
        ] {
            let line = LINE.replacen(right, wrong, 1);
            let error = Description::parse(&line).unwrap_err();
            assert!(error.contains(said) && !error.contains("hunter2"), "{error}");
        }
    }
}
