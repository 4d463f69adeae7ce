//! The one line of JSON with all that a client, in any language, needs to talk to a simulator.
//!
//! Its members are fixed; those of the admin interface and the byte-stream binding are there if these are on. It holds
//! the pre-shared keys of a made-up application, which no real practice would print.

use core::fmt::Write as _;

use base64ct::{Base64, Encoding as _};

use crate::server::Server;

/// The line, without its end.
pub(crate) fn line(endpoint: &str, admin: Option<&str>, framed: Option<&str>, server: &Server) -> String {
    let mut json = String::from("{");
    member(&mut json, "endpoint", endpoint);
    for (name, address) in [("admin", admin), ("framed", framed)] {
        if let Some(address) = address {
            member(&mut json, name, address);
        }
    }
    member(&mut json, "now", &server.clock().now().stamp().to_string());
    if let Some(application) = server.applications().first() {
        member(&mut json, "applicationId", application.id().as_str());
        member(&mut json, "clientPreSharedKey", &Base64::encode_string(application.client_pre_shared_key()));
        member(&mut json, "serverPreSharedKey", &Base64::encode_string(application.server_pre_shared_key()));
    }
    let world = server.world();
    list(&mut json, "practices", world.practices(), |json, practice| {
        member(json, "odsCode", &practice.ods_code);
        member(json, "schemaVersion", &practice.version.to_string());
        comma(json);
        let _ = write!(json, "\"live\":{}", practice.live);
    });
    let documents = world.practices().flat_map(|practice| world.pin_documents(&practice.ods_code));
    list(&mut json, "pinDocuments", documents, |json, document| {
        member(json, "odsCode", &document.ods_code);
        member(json, "accountId", &document.account_id);
        member(json, "linkageKey", &document.linkage_key);
        member(json, "surname", &document.surname);
        member(json, "dateOfBirth", &document.date_of_birth.to_string());
    });
    json.push('}');
    json
}

fn comma(json: &mut String) {
    if !json.ends_with(['{', '[']) {
        json.push(',');
    }
}

fn member(json: &mut String, name: &str, value: &str) {
    comma(json);
    string(json, name);
    json.push(':');
    string(json, value);
}

fn list<T>(json: &mut String, name: &str, items: impl Iterator<Item = T>, each: impl Fn(&mut String, T)) {
    comma(json);
    string(json, name);
    json.push_str(":[");
    for item in items {
        comma(json);
        json.push('{');
        each(json, item);
        json.push('}');
    }
    json.push(']');
}

/// A JSON string (RFC 8259 section 7).
fn string(json: &mut String, value: &str) {
    json.push('"');
    for c in value.chars() {
        match c {
            '"' | '\\' => json.extend(['\\', c]),
            '\0'..='\x1F' => {
                let _ = write!(json, "\\u{:04x}", u32::from(c));
            }
            _ => json.push(c),
        }
    }
    json.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_escaped() {
        let mut json = String::new();
        string(&mut json, "O\"Brien\\ \n\u{1F}é");
        assert_eq!(json, "\"O\\\"Brien\\\\ \\u000a\\u001fé\"");
    }

    #[test]
    fn members_and_lists_are_parted_by_commas() {
        let mut json = String::from("{");
        member(&mut json, "a", "1");
        list(&mut json, "b", [2, 3].into_iter(), |json, n| member(json, "n", &n.to_string()));
        list(&mut json, "c", core::iter::empty::<u8>(), |_, _| ());
        assert_eq!(json, r#"{"a":"1","b":[{"n":"2"},{"n":"3"}],"c":[]"#);
    }
}
