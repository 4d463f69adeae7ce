//! A patient of a practice, and their account.
//!
//! The account is the person's at the practice; a relationship (relationship.rs) is one application's access to it.
//! Easy to confuse: archiving is of the account or the patient, confirmation of the relationship.

use emis_core::error::InvalidValue;
use emis_core::messages::registration::RegisterWithPinDocument;
use emis_core::types::{self, OdsCode, Text};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::secret::Secret;

/// Sex, as recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sex {
    /// Male.
    Male,
    /// Female.
    Female,
    /// Not known.
    NotKnown,
    /// Not specified.
    NotSpecified,
}

/// A postal address; every line may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Address {
    /// House name or flat number.
    pub house_name_flat_number: Option<String>,
    /// Number and street.
    pub number_and_street: Option<String>,
    /// Village.
    pub village: Option<String>,
    /// Town.
    pub town: Option<String>,
    /// County.
    pub county: Option<String>,
    /// Postcode.
    pub postcode: Option<String>,
}

/// Who a patient is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Demographics {
    /// Title.
    pub title: Option<String>,
    /// Forenames.
    pub forenames: String,
    /// Surname.
    pub surname: String,
    /// Date of birth.
    pub date_of_birth: Date,
    /// Sex.
    pub sex: Sex,
    /// Ten digits.
    pub nhs_number: Option<String>,
    /// Address.
    pub address: Option<Address>,
    /// E-mail address.
    pub email_address: Option<String>,
    /// Mobile number.
    pub mobile_number: Option<String>,
    /// Telephone number at home.
    pub telephone_number: Option<String>,
}

/// Whether the practice has verified the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountStatus {
    /// Everything that the practice offers.
    Full,
    /// Not yet verified by the practice.
    Restricted,
}

/// The services that a session can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "the page's own list of switches")]
pub struct UserServices {
    /// Appointments.
    pub appointments: bool,
    /// Prescribing.
    pub prescribing: bool,
    /// The medical record.
    pub medical_record: bool,
    /// Messaging.
    pub messaging: bool,
}

impl UserServices {
    pub(crate) const ALL: Self =
        Self { appointments: true, prescribing: true, medical_record: true, messaging: true };
}

/// What happens with the patient's PIN document; each but [`Letter::Good`] reaches a special answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Letter {
    /// Registers, with a full account and every service of the practice.
    Good,
    /// Registers, with a restricted account.
    Restricted,
    /// AccountArchived.
    ArchivedAccount,
    /// PatientArchived.
    ArchivedPatient,
    /// Registers, but the user is not assigned appointments.
    WithoutAppointments,
    /// Registers, but the user is not assigned prescribing.
    WithoutPrescribing,
    /// Registers, but the user is not assigned the medical record.
    WithoutMedicalRecord,
    /// Registers, but the user is not assigned messaging.
    WithoutMessaging,
}

/// A patient's account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// What the PIN document calls it.
    pub account_id: String,
    /// The key for a registration, until it is used; none without a PIN document.
    pub linkage_key: Option<Secret>,
    /// Whether the linkage key has been used for its one confirmed registration.
    pub linkage_key_spent: bool,
    /// What a registration with the linkage key gives.
    pub status: AccountStatus,
    /// Whether the practice closed it.
    pub archived: bool,
    /// The services assigned to the user.
    pub services: UserServices,
    /// What happens with its PIN document.
    pub letter: Option<Letter>,
}

/// The patient's status at the practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PatientStatus {
    /// Registered.
    Current,
    /// Left or deceased.
    Archived,
    /// Registered in a way that has no online access: a temporary resident.
    Temporary,
}

/// A patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Patient {
    /// Who.
    pub demographics: Demographics,
    /// Where they stand.
    pub status: PatientStatus,
    /// Their account, once they have one.
    pub account: Option<Account>,
}

/// A letter with a PIN, which the practice prints for a patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinDocument {
    /// The practice.
    pub ods_code: String,
    /// `AccountId`.
    pub account_id: String,
    /// `LinkageKey`.
    pub linkage_key: String,
    /// Surname.
    pub surname: String,
    /// Date of birth.
    pub date_of_birth: Date,
    /// What happens with it.
    pub letter: Letter,
}

impl PinDocument {
    /// The request that registers with it.
    ///
    /// # Errors
    /// [`InvalidValue`] if a text of it, from a world that was read in, breaks the protocol's limits.
    pub fn to_request(&self) -> Result<RegisterWithPinDocument<'_>, InvalidValue> {
        Ok(RegisterWithPinDocument {
            ods_code: OdsCode::parse(&self.ods_code)?,
            account_id: Text::new(&self.account_id)?,
            linkage_key: Text::new(&self.linkage_key)?,
            surname: Text::new(&self.surname)?,
            date_of_birth: types::Date::parse(&self.date_of_birth.to_string())?,
        })
    }
}

impl Patient {
    pub(crate) fn pin_document(&self, ods_code: &str) -> Option<PinDocument> {
        let account = self.account.as_ref()?;
        Some(PinDocument {
            ods_code: ods_code.to_owned(),
            account_id: account.account_id.clone(),
            linkage_key: account.linkage_key.as_ref()?.reveal().to_owned(),
            surname: self.demographics.surname.clone(),
            date_of_birth: self.demographics.date_of_birth,
            letter: account.letter?,
        })
    }
}
