//! The line of JSON with which a server says where it is, who may call it, and which letters it has sent out.

use base64ct::{Base64, Encoding as _};
use emis_core::handshake::Application;
use emis_core::owned::registration::RegisterWithPinDocument;
use emis_core::profile::SoftwareKeys;
use emis_core::types::{ApplicationId, Date, DateTime, OdsCode};
use serde::Deserialize;

use crate::Problem;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Description {
    pub(crate) endpoint: String,
    now: String,
    application_id: String,
    client_pre_shared_key: String,
    server_pre_shared_key: String,
    practices: Vec<Practice>,
    pin_documents: Vec<PinDocument>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Practice {
    ods_code: String,
    schema_version: String,
    live: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PinDocument {
    ods_code: String,
    account_id: String,
    linkage_key: String,
    surname: String,
    date_of_birth: String,
}

impl Description {
    pub(crate) fn application(&self) -> Result<Application<SoftwareKeys>, Problem> {
        let id = ApplicationId::parse(&self.application_id)?;
        let key = |text| Base64::decode_vec(text).map_err(|_| "a key of the server's line is not base64");
        let keys = SoftwareKeys::derive(
            &key(&self.client_pre_shared_key)?,
            &key(&self.server_pre_shared_key)?,
            &id,
        )?;
        Ok(Application { id, keys })
    }

    /// The live practice of the highest version.
    pub(crate) fn best_practice(&self) -> Result<OdsCode, Problem> {
        let live = self.practices.iter().filter(|practice| practice.live);
        let best = live.max_by_key(|practice| &practice.schema_version).ok_or("no practice is live")?;
        Ok(OdsCode::parse(&best.ods_code)?)
    }

    /// The letters of a practice, as requests.
    pub(crate) fn letters(&self, practice: OdsCode) -> Result<Vec<RegisterWithPinDocument>, Problem> {
        let letters = self.pin_documents.iter().filter(|letter| letter.ods_code == practice.as_str());
        letters
            .map(|letter| {
                Ok(RegisterWithPinDocument {
                    ods_code: practice,
                    account_id: letter.account_id.parse()?,
                    linkage_key: letter.linkage_key.parse()?,
                    surname: letter.surname.parse()?,
                    date_of_birth: Date::parse(&letter.date_of_birth)?,
                })
            })
            .collect()
    }

    /// From now to the beginning of the month after next.
    pub(crate) fn coming_weeks(&self) -> Result<(DateTime, DateTime), Problem> {
        let from = DateTime::parse(&self.now)?;
        let (year, month) = (from.date().year(), from.date().month());
        let (year, month) = if month > 10 { (year + 1, month - 10) } else { (year, month + 2) };
        Ok((from, DateTime::new(Date::new(year, month, 1)?, 0, 0, 0)?))
    }
}
