//! What a practice is and offers: GetClinicalVersionInformation, GetPracticeSettings, GetUserOptions.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use super::own::InField as _;
use super::own::{Own, decode_owned, invalid};
use super::types::{Date, OdsCode, Text, Word};
use crate::codec::{
    Decode, DecodeError, ElementReader, ElementWriter, Encode, FieldDescriptor, Invalid, OperationDescriptor,
    find_word,
};
use crate::error::InvalidValue;
use crate::messages::Operation;
use crate::messages::practice as borrowed;
use crate::profile::Version;

/// Whether a practice requests a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputRequirement {
    /// The text is not accepted.
    NotRequested,
    /// The text may be given.
    RequestedOptional,
    /// The text has to be given.
    RequestedMandatory,
    /// A word that is none of the others.
    Unknown(Word),
}

impl InputRequirement {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = borrowed::InputRequirement::WORDS;

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::NotRequested => "NotRequested",
            Self::RequestedOptional => "RequestedOptional",
            Self::RequestedMandatory => "RequestedMandatory",
            Self::Unknown(word) => word.as_str(),
        }
    }

    /// The arm for a word, compared without regard to ASCII case.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not known and a message cannot carry it: it is empty, has white space around it, or
    /// characters that XML does not have.
    pub fn of(word: &str) -> Result<Self, InvalidValue> {
        match find_word(Self::WORDS, word) {
            Some(0) => Ok(Self::NotRequested),
            Some(1) => Ok(Self::RequestedOptional),
            Some(2) => Ok(Self::RequestedMandatory),
            _ => Word::new(word).map(Self::Unknown),
        }
    }
}

impl fmt::Display for InputRequirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for InputRequirement {
    type Err = InvalidValue;

    fn from_str(word: &str) -> Result<Self, InvalidValue> {
        Self::of(word)
    }
}

impl Own for borrowed::InputRequirement<'_> {
    type Owned = InputRequirement;

    fn own(self) -> Result<InputRequirement, DecodeError> {
        match self {
            Self::NotRequested => Ok(InputRequirement::NotRequested),
            Self::RequestedOptional => Ok(InputRequirement::RequestedOptional),
            Self::RequestedMandatory => Ok(InputRequirement::RequestedMandatory),
            Self::Unknown(word) => {
                let word: String = word.chars().collect();
                InputRequirement::of(&word).map_err(invalid)
            }
        }
    }
}

impl TryFrom<borrowed::InputRequirement<'_>> for InputRequirement {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::InputRequirement<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for InputRequirement {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::InputRequirement<'a>>(reader)
    }
}

impl Encode for InputRequirement {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.text(self.as_str());
    }
}

/// How much a person's account allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountStatus {
    /// Everything that the practice offers.
    Full,
    /// No demographics, record, linkage key reset or messaging until the practice has verified the person.
    Restricted,
    /// A word that is none of the others.
    Unknown(Word),
}

impl AccountStatus {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = borrowed::AccountStatus::WORDS;

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Full => "Full",
            Self::Restricted => "Restricted",
            Self::Unknown(word) => word.as_str(),
        }
    }

    /// The arm for a word, compared without regard to ASCII case.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not known and a message cannot carry it: it is empty, has white space around it, or
    /// characters that XML does not have.
    pub fn of(word: &str) -> Result<Self, InvalidValue> {
        match find_word(Self::WORDS, word) {
            Some(0) => Ok(Self::Full),
            Some(1) => Ok(Self::Restricted),
            _ => Word::new(word).map(Self::Unknown),
        }
    }
}

impl fmt::Display for AccountStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for AccountStatus {
    type Err = InvalidValue;

    fn from_str(word: &str) -> Result<Self, InvalidValue> {
        Self::of(word)
    }
}

impl Own for borrowed::AccountStatus<'_> {
    type Owned = AccountStatus;

    fn own(self) -> Result<AccountStatus, DecodeError> {
        match self {
            Self::Full => Ok(AccountStatus::Full),
            Self::Restricted => Ok(AccountStatus::Restricted),
            Self::Unknown(word) => {
                let word: String = word.chars().collect();
                AccountStatus::of(&word).map_err(invalid)
            }
        }
    }
}

impl TryFrom<borrowed::AccountStatus<'_>> for AccountStatus {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::AccountStatus<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for AccountStatus {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::AccountStatus<'a>>(reader)
    }
}

impl Encode for AccountStatus {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.text(self.as_str());
    }
}

/// A person's sex, as the practice records it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sex {
    /// Male.
    Male,
    /// Female.
    Female,
    /// Not known.
    NotKnown,
    /// Not specified.
    NotSpecified,
    /// A word that is none of the others.
    Unknown(Word),
}

impl Sex {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = borrowed::Sex::WORDS;

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Male => "Male",
            Self::Female => "Female",
            Self::NotKnown => "NotKnown",
            Self::NotSpecified => "NotSpecified",
            Self::Unknown(word) => word.as_str(),
        }
    }

    /// The arm for a word, compared without regard to ASCII case.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not known and a message cannot carry it: it is empty, has white space around it, or
    /// characters that XML does not have.
    pub fn of(word: &str) -> Result<Self, InvalidValue> {
        match find_word(Self::WORDS, word) {
            Some(0) => Ok(Self::Male),
            Some(1) => Ok(Self::Female),
            Some(2) => Ok(Self::NotKnown),
            Some(3) => Ok(Self::NotSpecified),
            _ => Word::new(word).map(Self::Unknown),
        }
    }
}

impl fmt::Display for Sex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Sex {
    type Err = InvalidValue;

    fn from_str(word: &str) -> Result<Self, InvalidValue> {
        Self::of(word)
    }
}

impl Own for borrowed::Sex<'_> {
    type Owned = Sex;

    fn own(self) -> Result<Sex, DecodeError> {
        match self {
            Self::Male => Ok(Sex::Male),
            Self::Female => Ok(Sex::Female),
            Self::NotKnown => Ok(Sex::NotKnown),
            Self::NotSpecified => Ok(Sex::NotSpecified),
            Self::Unknown(word) => {
                let word: String = word.chars().collect();
                Sex::of(&word).map_err(invalid)
            }
        }
    }
}

impl TryFrom<borrowed::Sex<'_>> for Sex {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::Sex<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for Sex {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::Sex<'a>>(reader)
    }
}

impl Encode for Sex {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.text(self.as_str());
    }
}

/// See `VersionLowered` in [`handshake`](crate::handshake).
#[derive(Clone, PartialEq)]
pub struct GetClinicalVersionInformation {
    /// The practice, which need not be the session's own.
    pub ods_code: OdsCode,
}

impl GetClinicalVersionInformation {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetClinicalVersionInformation::FIELDS;
}

impl Own for borrowed::GetClinicalVersionInformation {
    type Owned = GetClinicalVersionInformation;

    fn own(self) -> Result<GetClinicalVersionInformation, DecodeError> {
        Ok(GetClinicalVersionInformation { ods_code: self.ods_code.own().in_field("OdsCode")? })
    }
}

impl TryFrom<borrowed::GetClinicalVersionInformation> for GetClinicalVersionInformation {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetClinicalVersionInformation) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl Decode<'_> for GetClinicalVersionInformation {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetClinicalVersionInformation>(reader)
    }
}

impl Encode for GetClinicalVersionInformation {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.ods_code);
    }
}

impl fmt::Debug for GetClinicalVersionInformation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetClinicalVersionInformation(redacted)")
    }
}

/// What a practice runs.
#[derive(Clone, PartialEq)]
pub struct GetClinicalVersionInformationResponse {
    /// The practice.
    pub ods_code: OdsCode,
    /// The name of the practice.
    pub practice_name: Text<100>,
    /// The highest version that it runs.
    pub schema_version: Version,
    /// Whether the practice is live: sessions can be begun with it.
    pub live: bool,
    /// The names of the operations that its version has.
    pub operations: Vec<Text<64>>,
}

impl GetClinicalVersionInformationResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetClinicalVersionInformationResponse::FIELDS;
}

impl Own for borrowed::GetClinicalVersionInformationResponse<'_> {
    type Owned = GetClinicalVersionInformationResponse;

    fn own(self) -> Result<GetClinicalVersionInformationResponse, DecodeError> {
        Ok(GetClinicalVersionInformationResponse {
            ods_code: self.ods_code.own().in_field("OdsCode")?,
            practice_name: self.practice_name.own().in_field("PracticeName")?,
            schema_version: self.schema_version.own().in_field("SchemaVersion")?,
            live: self.live.own().in_field("Live")?,
            operations: self.operations.own().in_field("Operations")?,
        })
    }
}

impl TryFrom<borrowed::GetClinicalVersionInformationResponse<'_>> for GetClinicalVersionInformationResponse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetClinicalVersionInformationResponse<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for GetClinicalVersionInformationResponse {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetClinicalVersionInformationResponse<'a>>(reader)
    }
}

impl Encode for GetClinicalVersionInformationResponse {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.ods_code)
            .value(&self.practice_name)
            .value(&self.schema_version)
            .value(&self.live)
            .items(&self.operations);
    }
}

impl fmt::Debug for GetClinicalVersionInformationResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetClinicalVersionInformationResponse(redacted)")
    }
}

impl Operation for GetClinicalVersionInformation {
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::GetClinicalVersionInformation::DESCRIPTOR;

    type Response<'r> = GetClinicalVersionInformationResponse;
}

/// Asks what the practice offers and requires.
#[derive(Clone, PartialEq)]
pub struct GetPracticeSettings {
    /// The session's own practice.
    pub ods_code: OdsCode,
}

impl GetPracticeSettings {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetPracticeSettings::FIELDS;
}

impl Own for borrowed::GetPracticeSettings {
    type Owned = GetPracticeSettings;

    fn own(self) -> Result<GetPracticeSettings, DecodeError> {
        Ok(GetPracticeSettings { ods_code: self.ods_code.own().in_field("OdsCode")? })
    }
}

impl TryFrom<borrowed::GetPracticeSettings> for GetPracticeSettings {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetPracticeSettings) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl Decode<'_> for GetPracticeSettings {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetPracticeSettings>(reader)
    }
}

impl Encode for GetPracticeSettings {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.ods_code);
    }
}

impl fmt::Debug for GetPracticeSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetPracticeSettings(redacted)")
    }
}

/// The services that the practice offers.
#[derive(Clone, PartialEq)]
#[allow(clippy::struct_excessive_bools)] // As the profile has them.
pub struct PracticeServices {
    /// Booking appointments.
    pub appointments: bool,
    /// Repeat prescriptions.
    pub prescribing: bool,
    /// The medical record.
    pub medical_record: bool,
    /// Messages to the practice.
    pub messaging: bool,
    /// Registration without a PIN document.
    pub online_registration: bool,
    /// Changing one's address and the like.
    pub demographics_update: bool,
    /// The electronic prescription service.
    pub eps: bool,
}

impl PracticeServices {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::PracticeServices::FIELDS;
}

impl Own for borrowed::PracticeServices {
    type Owned = PracticeServices;

    fn own(self) -> Result<PracticeServices, DecodeError> {
        Ok(PracticeServices {
            appointments: self.appointments.own().in_field("Appointments")?,
            prescribing: self.prescribing.own().in_field("Prescribing")?,
            medical_record: self.medical_record.own().in_field("MedicalRecord")?,
            messaging: self.messaging.own().in_field("Messaging")?,
            online_registration: self.online_registration.own().in_field("OnlineRegistration")?,
            demographics_update: self.demographics_update.own().in_field("DemographicsUpdate")?,
            eps: self.eps.own().in_field("Eps")?,
        })
    }
}

impl TryFrom<borrowed::PracticeServices> for PracticeServices {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::PracticeServices) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl Decode<'_> for PracticeServices {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::PracticeServices>(reader)
    }
}

impl Encode for PracticeServices {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.appointments)
            .value(&self.prescribing)
            .value(&self.medical_record)
            .value(&self.messaging)
            .value(&self.online_registration)
            .value(&self.demographics_update)
            .value(&self.eps);
    }
}

impl fmt::Debug for PracticeServices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("PracticeServices(redacted)")
    }
}

/// The texts that the practice requests.
#[derive(Clone, PartialEq)]
pub struct InputRequirements {
    /// A reason for a booking.
    pub appointment_booking_reason: InputRequirement,
    /// A comment for a prescription request.
    pub prescribing_comment: InputRequirement,
}

impl InputRequirements {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::InputRequirements::FIELDS;
}

impl Own for borrowed::InputRequirements<'_> {
    type Owned = InputRequirements;

    fn own(self) -> Result<InputRequirements, DecodeError> {
        Ok(InputRequirements {
            appointment_booking_reason: self
                .appointment_booking_reason
                .own()
                .in_field("AppointmentBookingReason")?,
            prescribing_comment: self.prescribing_comment.own().in_field("PrescribingComment")?,
        })
    }
}

impl TryFrom<borrowed::InputRequirements<'_>> for InputRequirements {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::InputRequirements<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for InputRequirements {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::InputRequirements<'a>>(reader)
    }
}

impl Encode for InputRequirements {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.appointment_booking_reason).value(&self.prescribing_comment);
    }
}

impl fmt::Debug for InputRequirements {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("InputRequirements(redacted)")
    }
}

/// The rules of booking.
#[derive(Clone, PartialEq)]
pub struct AppointmentSettings {
    /// The most bookings that are not yet past, of one patient.
    pub maximum_bookings: i64,
    /// How many minutes before its start a slot can be booked at the latest.
    pub earliest_booking_minutes: i64,
    /// How many days of 24 hours before its start a slot can be booked at the earliest.
    pub latest_booking_days: i64,
    /// The most Unicode scalar values of a booking reason.
    pub booking_reason_maximum_length: i64,
    /// Whether there are telephone appointments.
    pub telephone_appointments: Option<bool>,
}

impl AppointmentSettings {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::AppointmentSettings::FIELDS;
}

impl Own for borrowed::AppointmentSettings {
    type Owned = AppointmentSettings;

    fn own(self) -> Result<AppointmentSettings, DecodeError> {
        Ok(AppointmentSettings {
            maximum_bookings: self.maximum_bookings.own().in_field("MaximumBookings")?,
            earliest_booking_minutes: self
                .earliest_booking_minutes
                .own()
                .in_field("EarliestBookingMinutes")?,
            latest_booking_days: self.latest_booking_days.own().in_field("LatestBookingDays")?,
            booking_reason_maximum_length: self
                .booking_reason_maximum_length
                .own()
                .in_field("BookingReasonMaximumLength")?,
            telephone_appointments: self.telephone_appointments.own().in_field("TelephoneAppointments")?,
        })
    }
}

impl TryFrom<borrowed::AppointmentSettings> for AppointmentSettings {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::AppointmentSettings) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl Decode<'_> for AppointmentSettings {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::AppointmentSettings>(reader)
    }
}

impl Encode for AppointmentSettings {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.maximum_bookings)
            .value(&self.earliest_booking_minutes)
            .value(&self.latest_booking_days)
            .value(&self.booking_reason_maximum_length)
            .optional(&self.telephone_appointments);
    }
}

impl fmt::Debug for AppointmentSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("AppointmentSettings(redacted)")
    }
}

/// The sections of the record that the practice shows.
#[derive(Clone, PartialEq)]
#[allow(clippy::struct_excessive_bools)] // As the profile has them.
pub struct MedicalRecordSettings {
    /// Allergies.
    pub allergies_enabled: bool,
    /// Consultations.
    pub consultations_enabled: bool,
    /// Documents.
    pub documents_enabled: bool,
    /// Immunisations.
    pub immunisations_enabled: bool,
    /// Medication.
    pub medication_enabled: bool,
    /// Problems.
    pub problems_enabled: bool,
    /// Test results.
    pub test_results_enabled: bool,
    /// The first day whose free text is shown.
    pub free_text_from: Option<Date>,
}

impl MedicalRecordSettings {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::MedicalRecordSettings::FIELDS;
}

impl Own for borrowed::MedicalRecordSettings {
    type Owned = MedicalRecordSettings;

    fn own(self) -> Result<MedicalRecordSettings, DecodeError> {
        Ok(MedicalRecordSettings {
            allergies_enabled: self.allergies_enabled.own().in_field("AllergiesEnabled")?,
            consultations_enabled: self.consultations_enabled.own().in_field("ConsultationsEnabled")?,
            documents_enabled: self.documents_enabled.own().in_field("DocumentsEnabled")?,
            immunisations_enabled: self.immunisations_enabled.own().in_field("ImmunisationsEnabled")?,
            medication_enabled: self.medication_enabled.own().in_field("MedicationEnabled")?,
            problems_enabled: self.problems_enabled.own().in_field("ProblemsEnabled")?,
            test_results_enabled: self.test_results_enabled.own().in_field("TestResultsEnabled")?,
            free_text_from: self.free_text_from.own().in_field("FreeTextFrom")?,
        })
    }
}

impl TryFrom<borrowed::MedicalRecordSettings> for MedicalRecordSettings {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::MedicalRecordSettings) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl Decode<'_> for MedicalRecordSettings {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::MedicalRecordSettings>(reader)
    }
}

impl Encode for MedicalRecordSettings {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.allergies_enabled)
            .value(&self.consultations_enabled)
            .value(&self.documents_enabled)
            .value(&self.immunisations_enabled)
            .value(&self.medication_enabled)
            .value(&self.problems_enabled)
            .value(&self.test_results_enabled)
            .optional(&self.free_text_from);
    }
}

impl fmt::Debug for MedicalRecordSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("MedicalRecordSettings(redacted)")
    }
}

/// Texts from the practice to its patients.
#[derive(Clone, PartialEq)]
pub struct PracticeMessages {
    /// The text for the first screen.
    pub welcome: Option<Text<2000>>,
    /// The text for booking.
    pub appointments: Option<Text<2000>>,
    /// The text for prescriptions.
    pub prescribing: Option<Text<2000>>,
}

impl PracticeMessages {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::PracticeMessages::FIELDS;
}

impl Own for borrowed::PracticeMessages<'_> {
    type Owned = PracticeMessages;

    fn own(self) -> Result<PracticeMessages, DecodeError> {
        Ok(PracticeMessages {
            welcome: self.welcome.own().in_field("Welcome")?,
            appointments: self.appointments.own().in_field("Appointments")?,
            prescribing: self.prescribing.own().in_field("Prescribing")?,
        })
    }
}

impl TryFrom<borrowed::PracticeMessages<'_>> for PracticeMessages {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::PracticeMessages<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for PracticeMessages {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::PracticeMessages<'a>>(reader)
    }
}

impl Encode for PracticeMessages {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .optional(&self.welcome)
            .optional(&self.appointments)
            .optional(&self.prescribing);
    }
}

impl fmt::Debug for PracticeMessages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("PracticeMessages(redacted)")
    }
}

/// What the practice offers and requires.
#[derive(Clone, PartialEq)]
pub struct GetPracticeSettingsResponse {
    /// The services that it offers.
    pub services: PracticeServices,
    /// The texts that the practice requests.
    pub input_requirements: InputRequirements,
    /// The rules of booking.
    pub appointments: AppointmentSettings,
    /// The sections of the record that it shows.
    pub medical_record: Option<MedicalRecordSettings>,
    /// Texts to its patients.
    pub messages: PracticeMessages,
}

impl GetPracticeSettingsResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetPracticeSettingsResponse::FIELDS;
}

impl Own for borrowed::GetPracticeSettingsResponse<'_> {
    type Owned = GetPracticeSettingsResponse;

    fn own(self) -> Result<GetPracticeSettingsResponse, DecodeError> {
        Ok(GetPracticeSettingsResponse {
            services: self.services.own().in_field("Services")?,
            input_requirements: self.input_requirements.own().in_field("InputRequirements")?,
            appointments: self.appointments.own().in_field("Appointments")?,
            medical_record: self.medical_record.own().in_field("MedicalRecord")?,
            messages: self.messages.own().in_field("Messages")?,
        })
    }
}

impl TryFrom<borrowed::GetPracticeSettingsResponse<'_>> for GetPracticeSettingsResponse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetPracticeSettingsResponse<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for GetPracticeSettingsResponse {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetPracticeSettingsResponse<'a>>(reader)
    }
}

impl Encode for GetPracticeSettingsResponse {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.services)
            .value(&self.input_requirements)
            .value(&self.appointments)
            .optional(&self.medical_record)
            .value(&self.messages);
    }
}

impl fmt::Debug for GetPracticeSettingsResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetPracticeSettingsResponse(redacted)")
    }
}

impl Operation for GetPracticeSettings {
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::GetPracticeSettings::DESCRIPTOR;

    type Response<'r> = GetPracticeSettingsResponse;
}

/// Asks which services this patient has.
#[derive(Clone, Default, PartialEq)]
pub struct GetUserOptions {}

impl GetUserOptions {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetUserOptions::FIELDS;
}

impl Own for borrowed::GetUserOptions {
    type Owned = GetUserOptions;

    fn own(self) -> Result<GetUserOptions, DecodeError> {
        Ok(GetUserOptions {})
    }
}

impl TryFrom<borrowed::GetUserOptions> for GetUserOptions {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetUserOptions) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl Decode<'_> for GetUserOptions {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetUserOptions>(reader)
    }
}

impl Encode for GetUserOptions {
    fn encode(&self, _: &mut ElementWriter<'_, '_>) {}
}

impl fmt::Debug for GetUserOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetUserOptions(redacted)")
    }
}

/// The services of one person.
#[derive(Clone, PartialEq)]
#[allow(clippy::struct_excessive_bools)] // As the profile has them.
pub struct UserServices {
    /// Booking appointments.
    pub appointments: bool,
    /// Repeat prescriptions.
    pub prescribing: bool,
    /// The medical record.
    pub medical_record: bool,
    /// Messages to the practice.
    pub messaging: bool,
}

impl UserServices {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::UserServices::FIELDS;
}

impl Own for borrowed::UserServices {
    type Owned = UserServices;

    fn own(self) -> Result<UserServices, DecodeError> {
        Ok(UserServices {
            appointments: self.appointments.own().in_field("Appointments")?,
            prescribing: self.prescribing.own().in_field("Prescribing")?,
            medical_record: self.medical_record.own().in_field("MedicalRecord")?,
            messaging: self.messaging.own().in_field("Messaging")?,
        })
    }
}

impl TryFrom<borrowed::UserServices> for UserServices {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::UserServices) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl Decode<'_> for UserServices {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::UserServices>(reader)
    }
}

impl Encode for UserServices {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.appointments)
            .value(&self.prescribing)
            .value(&self.medical_record)
            .value(&self.messaging);
    }
}

impl fmt::Debug for UserServices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("UserServices(redacted)")
    }
}

/// The services that this patient has.
#[derive(Clone, PartialEq)]
pub struct GetUserOptionsResponse {
    /// How much the account allows.
    pub account_status: AccountStatus,
    /// The services that the practice gave the person.
    pub assigned_services: UserServices,
    /// The services that work now: the practice offers them, the person was given them, and the account's status
    /// allows them.
    pub effective_services: UserServices,
}

impl GetUserOptionsResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetUserOptionsResponse::FIELDS;
}

impl Own for borrowed::GetUserOptionsResponse<'_> {
    type Owned = GetUserOptionsResponse;

    fn own(self) -> Result<GetUserOptionsResponse, DecodeError> {
        Ok(GetUserOptionsResponse {
            account_status: self.account_status.own().in_field("AccountStatus")?,
            assigned_services: self.assigned_services.own().in_field("AssignedServices")?,
            effective_services: self.effective_services.own().in_field("EffectiveServices")?,
        })
    }
}

impl TryFrom<borrowed::GetUserOptionsResponse<'_>> for GetUserOptionsResponse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetUserOptionsResponse<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for GetUserOptionsResponse {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetUserOptionsResponse<'a>>(reader)
    }
}

impl Encode for GetUserOptionsResponse {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.account_status)
            .value(&self.assigned_services)
            .value(&self.effective_services);
    }
}

impl fmt::Debug for GetUserOptionsResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetUserOptionsResponse(redacted)")
    }
}

impl Operation for GetUserOptions {
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::GetUserOptions::DESCRIPTOR;

    type Response<'r> = GetUserOptionsResponse;
}
