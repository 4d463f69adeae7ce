//! The file with a device's practice, patient and keys: `visit.txt`, read by semihosting.
//!
//! Easy to get wrong: the keys in it are the validation keys. The pre-shared keys, which the simulator names, stay on
//! the host.

use core::fmt::Write as _;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use base64ct::{Base64, Encoding as _};
use emis_core::profile::{OpenProfile, SoftwareKeys};
use emis_core::types::ApplicationId;
use serde_json::Value;

use crate::Done;

/// The time at the practices, and the days in which an appointment is searched.
pub(super) const NOW: &str = "2026-03-02T09:05:00";
/// The same time in seconds since 1970, for the device's clock.
const NOW_IN_SECONDS: u32 = 1_772_442_300;
const FROM: &str = "2026-03-05T00:00:00";
const TO: &str = "2026-03-20T00:00:00";

/// What differs from one device to another.
#[derive(Clone, Copy, Default)]
pub(super) struct Given {
    /// Which of the practice's letters it has.
    pub(super) letter: usize,
    /// For the program `fed`: how many calls it makes.
    pub(super) calls: Option<usize>,
    /// The practice end's name, if it is not its address.
    pub(super) host: Option<&'static str>,
}

/// Writes it for the practice of the highest version; returns the server's port.
pub(super) fn write(server: &Value, given: Given, file: &Path) -> Done<u16> {
    let (address, path) = text(server, "endpoint")?
        .strip_prefix("http://")
        .and_then(|rest| rest.find('/').map(|at| rest.split_at(at)))
        .ok_or("the simulator's endpoint is not plain HTTP")?;
    let practices = server["practices"].as_array().ok_or("no practices")?;
    let live = practices.iter().filter(|practice| practice["live"] == true);
    let practice = live.max_by_key(|practice| practice["schemaVersion"].as_str());
    let ods_code = text(practice.ok_or("no practice is live")?, "odsCode")?;
    let letters = server["pinDocuments"].as_array().ok_or("no letters")?;
    let letter = letters.iter().filter(|letter| letter["odsCode"] == ods_code).nth(given.letter);
    let letter = letter.ok_or("the practice has too few letters")?;

    let application_id = text(server, "applicationId")?;
    let keys = SoftwareKeys::<OpenProfile>::derive(
        &secret(server, "clientPreSharedKey")?,
        &secret(server, "serverPreSharedKey")?,
        &ApplicationId::parse(application_id)?,
    )?;
    let mut seed = [0; 32];
    File::open("/dev/urandom")?.read_exact(&mut seed)?;
    let lines = [
        ("host", given.host.unwrap_or(address).to_owned()),
        ("path", path.to_owned()),
        ("application_id", application_id.to_owned()),
        ("client_key", hexadecimal(keys.client_validation_key().expose())),
        ("server_key", hexadecimal(keys.server_validation_key().expose())),
        ("ods_code", ods_code.to_owned()),
        ("account_id", text(letter, "accountId")?.to_owned()),
        ("linkage_key", text(letter, "linkageKey")?.to_owned()),
        ("surname", text(letter, "surname")?.to_owned()),
        ("date_of_birth", text(letter, "dateOfBirth")?.to_owned()),
        ("from", FROM.to_owned()),
        ("to", TO.to_owned()),
        ("seed", hexadecimal(&seed)),
        ("now", NOW_IN_SECONDS.to_string()),
    ];
    let mut text = lines.map(|(name, value)| format!("{name}={value}\n")).concat();
    if let Some(calls) = given.calls {
        writeln!(text, "calls={calls}")?;
    }
    fs::write(file, text)?;
    Ok(address.rsplit(':').next().unwrap_or_default().parse()?)
}

fn text<'v>(of: &'v Value, name: &str) -> Done<&'v str> {
    of[name].as_str().ok_or_else(|| format!("the simulator does not say its {name}").into())
}

fn secret(of: &Value, name: &str) -> Done<Vec<u8>> {
    let text = text(of, name)?;
    let mut bytes = vec![0; text.len()];
    let length = Base64::decode(text, &mut bytes).map_err(|_| format!("{name} is not base64"))?.len();
    bytes.truncate(length);
    Ok(bytes)
}

fn hexadecimal(bytes: &[u8; 32]) -> String {
    bytes.iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}
