//! What a practice is and offers: GetClinicalVersionInformation, GetPracticeSettings, GetUserOptions.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use core::fmt;

use super::Operation;
use crate::codec::{
    Allowed, Decode, Effect, ElementReader, ElementWriter, Encode, EndsSession, FieldDescriptor, FieldType,
    FieldsReader, Invalid, List, OperationDescriptor, Requirement, WordRead, find_word, required,
};
use crate::profile::Version;
use crate::types::{Date, OdsCode, Text, Word};

/// Whether a practice requests a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputRequirement<'a> {
    /// The text is not accepted.
    NotRequested,
    /// The text may be given.
    RequestedOptional,
    /// The text has to be given.
    RequestedMandatory,
    /// A word that is none of the others.
    Unknown(Word<'a>),
}

impl<'a> InputRequirement<'a> {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = &["NotRequested", "RequestedOptional", "RequestedMandatory"];

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        match self {
            Self::NotRequested => "NotRequested",
            Self::RequestedOptional => "RequestedOptional",
            Self::RequestedMandatory => "RequestedMandatory",
            Self::Unknown(word) => word.as_str(),
        }
    }

    /// The arm for a word, compared without regard to ASCII case.
    #[must_use]
    pub fn of(word: &'a str) -> Self {
        find_word(Self::WORDS, word).map_or(Self::Unknown(Word::plain(word)), Self::at)
    }

    /// The arm of a word's place.
    fn at(place: usize) -> Self {
        match place {
            0 => Self::NotRequested,
            1 => Self::RequestedOptional,
            2 => Self::RequestedMandatory,
            _ => Self::Unknown(Word::plain("Unknown")),
        }
    }
}

impl fmt::Display for InputRequirement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<'a> Decode<'a> for InputRequirement<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        Ok(match reader.word(Self::WORDS)? {
            WordRead::Known(place) => Self::at(place),
            WordRead::Other(word) => Self::Unknown(Word::raw(word)),
        })
    }
}

impl Encode for InputRequirement<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        match self {
            Self::Unknown(word) => word.encode(writer),
            known => writer.raw(known.as_str()),
        }
    }
}

/// How much a person's account allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountStatus<'a> {
    /// Everything that the practice offers.
    Full,
    /// No demographics, record, linkage key reset or messaging until the practice has verified the person.
    Restricted,
    /// A word that is none of the others.
    Unknown(Word<'a>),
}

impl<'a> AccountStatus<'a> {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = &["Full", "Restricted"];

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        match self {
            Self::Full => "Full",
            Self::Restricted => "Restricted",
            Self::Unknown(word) => word.as_str(),
        }
    }

    /// The arm for a word, compared without regard to ASCII case.
    #[must_use]
    pub fn of(word: &'a str) -> Self {
        find_word(Self::WORDS, word).map_or(Self::Unknown(Word::plain(word)), Self::at)
    }

    /// The arm of a word's place.
    fn at(place: usize) -> Self {
        match place {
            0 => Self::Full,
            1 => Self::Restricted,
            _ => Self::Unknown(Word::plain("Unknown")),
        }
    }
}

impl fmt::Display for AccountStatus<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<'a> Decode<'a> for AccountStatus<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        Ok(match reader.word(Self::WORDS)? {
            WordRead::Known(place) => Self::at(place),
            WordRead::Other(word) => Self::Unknown(Word::raw(word)),
        })
    }
}

impl Encode for AccountStatus<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        match self {
            Self::Unknown(word) => word.encode(writer),
            known => writer.raw(known.as_str()),
        }
    }
}

/// A person's sex, as the practice records it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex<'a> {
    /// Male.
    Male,
    /// Female.
    Female,
    /// Not known.
    NotKnown,
    /// Not specified.
    NotSpecified,
    /// A word that is none of the others.
    Unknown(Word<'a>),
}

impl<'a> Sex<'a> {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = &["Male", "Female", "NotKnown", "NotSpecified"];

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        match self {
            Self::Male => "Male",
            Self::Female => "Female",
            Self::NotKnown => "NotKnown",
            Self::NotSpecified => "NotSpecified",
            Self::Unknown(word) => word.as_str(),
        }
    }

    /// The arm for a word, compared without regard to ASCII case.
    #[must_use]
    pub fn of(word: &'a str) -> Self {
        find_word(Self::WORDS, word).map_or(Self::Unknown(Word::plain(word)), Self::at)
    }

    /// The arm of a word's place.
    fn at(place: usize) -> Self {
        match place {
            0 => Self::Male,
            1 => Self::Female,
            2 => Self::NotKnown,
            3 => Self::NotSpecified,
            _ => Self::Unknown(Word::plain("Unknown")),
        }
    }
}

impl fmt::Display for Sex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<'a> Decode<'a> for Sex<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        Ok(match reader.word(Self::WORDS)? {
            WordRead::Known(place) => Self::at(place),
            WordRead::Other(word) => Self::Unknown(Word::raw(word)),
        })
    }
}

impl Encode for Sex<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        match self {
            Self::Unknown(word) => word.encode(writer),
            known => writer.raw(known.as_str()),
        }
    }
}

/// See `VersionLowered` in [`handshake`](crate::handshake).
///
/// Its own faults: `OrganisationUnknown`.
#[derive(Clone, Copy)]
pub struct GetClinicalVersionInformation {
    /// The practice, which need not be the session's own.
    pub ods_code: OdsCode,
}

impl GetClinicalVersionInformation {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[FieldDescriptor::once("OdsCode", FieldType::OdsCode)];
}

impl Decode<'_> for GetClinicalVersionInformation {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        let mut ods_code = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => ods_code = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { ods_code: required(ods_code)? })
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
#[derive(Clone, Copy)]
pub struct GetClinicalVersionInformationResponse<'a> {
    /// The practice.
    pub ods_code: OdsCode,
    /// The name of the practice.
    pub practice_name: Text<'a, 100>,
    /// The highest version that it runs.
    pub schema_version: Version,
    /// Whether the practice is live: sessions can be begun with it.
    pub live: bool,
    /// The names of the operations that its version has.
    pub operations: List<'a, Text<'a, 64>>,
}

impl GetClinicalVersionInformationResponse<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("OdsCode", FieldType::OdsCode),
        FieldDescriptor::once("PracticeName", FieldType::Text(100)),
        FieldDescriptor::once("SchemaVersion", FieldType::Version),
        FieldDescriptor::once("Live", FieldType::Boolean),
        FieldDescriptor::list("Operations", "Operation", FieldType::Text(64)),
    ];
}

impl<'a> Decode<'a> for GetClinicalVersionInformationResponse<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut ods_code = None;
        let mut practice_name = None;
        let mut schema_version = None;
        let mut live = None;
        let mut operations = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => ods_code = fields.value(),
                1 => practice_name = fields.value(),
                2 => schema_version = fields.value(),
                3 => live = fields.value(),
                4 => operations = fields.list(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            ods_code: required(ods_code)?,
            practice_name: required(practice_name)?,
            schema_version: required(schema_version)?,
            live: required(live)?,
            operations: operations.unwrap_or_default(),
        })
    }
}

impl Encode for GetClinicalVersionInformationResponse<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.ods_code)
            .value(&self.practice_name)
            .value(&self.schema_version)
            .value(&self.live)
            .list(&self.operations);
    }
}

impl fmt::Debug for GetClinicalVersionInformationResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetClinicalVersionInformationResponse(redacted)")
    }
}

impl Operation for GetClinicalVersionInformation {
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "GetClinicalVersionInformation",
        response_name: "GetClinicalVersionInformationResponse",
        since: Version::V1_0,
        allowed: Allowed::Anywhere,
        requirement: Requirement::Nothing,
        effect: Effect::None,
        paged: false,
        ends: EndsSession::No,
        request: Self::FIELDS,
        response: GetClinicalVersionInformationResponse::FIELDS,
    };

    type Response<'r> = GetClinicalVersionInformationResponse<'r>;
}

/// Asks what the practice offers and requires.
#[derive(Clone, Copy)]
pub struct GetPracticeSettings {
    /// The session's own practice.
    pub ods_code: OdsCode,
}

impl GetPracticeSettings {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[FieldDescriptor::once("OdsCode", FieldType::OdsCode)];
}

impl Decode<'_> for GetPracticeSettings {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        let mut ods_code = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => ods_code = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { ods_code: required(ods_code)? })
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
#[derive(Clone, Copy, PartialEq, Eq)]
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
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("Appointments", FieldType::Boolean),
        FieldDescriptor::once("Prescribing", FieldType::Boolean),
        FieldDescriptor::once("MedicalRecord", FieldType::Boolean),
        FieldDescriptor::once("Messaging", FieldType::Boolean),
        FieldDescriptor::once("OnlineRegistration", FieldType::Boolean),
        FieldDescriptor::once("DemographicsUpdate", FieldType::Boolean),
        FieldDescriptor::once("Eps", FieldType::Boolean),
    ];
}

impl Decode<'_> for PracticeServices {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        let mut appointments = None;
        let mut prescribing = None;
        let mut medical_record = None;
        let mut messaging = None;
        let mut online_registration = None;
        let mut demographics_update = None;
        let mut eps = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => appointments = fields.value(),
                1 => prescribing = fields.value(),
                2 => medical_record = fields.value(),
                3 => messaging = fields.value(),
                4 => online_registration = fields.value(),
                5 => demographics_update = fields.value(),
                6 => eps = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            appointments: required(appointments)?,
            prescribing: required(prescribing)?,
            medical_record: required(medical_record)?,
            messaging: required(messaging)?,
            online_registration: required(online_registration)?,
            demographics_update: required(demographics_update)?,
            eps: required(eps)?,
        })
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
#[derive(Clone, Copy)]
pub struct InputRequirements<'a> {
    /// A reason for a booking.
    pub appointment_booking_reason: InputRequirement<'a>,
    /// A comment for a prescription request.
    pub prescribing_comment: InputRequirement<'a>,
}

impl InputRequirements<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("AppointmentBookingReason", FieldType::Word(InputRequirement::WORDS)),
        FieldDescriptor::once("PrescribingComment", FieldType::Word(InputRequirement::WORDS)),
    ];
}

impl<'a> Decode<'a> for InputRequirements<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut appointment_booking_reason = None;
        let mut prescribing_comment = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => appointment_booking_reason = fields.value(),
                1 => prescribing_comment = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            appointment_booking_reason: required(appointment_booking_reason)?,
            prescribing_comment: required(prescribing_comment)?,
        })
    }
}

impl Encode for InputRequirements<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.appointment_booking_reason).value(&self.prescribing_comment);
    }
}

impl fmt::Debug for InputRequirements<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("InputRequirements(redacted)")
    }
}

/// The rules of booking.
#[derive(Clone, Copy, PartialEq, Eq)]
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
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("MaximumBookings", FieldType::Integer),
        FieldDescriptor::once("EarliestBookingMinutes", FieldType::Integer),
        FieldDescriptor::once("LatestBookingDays", FieldType::Integer),
        FieldDescriptor::once("BookingReasonMaximumLength", FieldType::Integer),
        FieldDescriptor::optional("TelephoneAppointments", FieldType::Boolean).from_version(Version::V1_1),
    ];
}

impl Decode<'_> for AppointmentSettings {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        let mut maximum_bookings = None;
        let mut earliest_booking_minutes = None;
        let mut latest_booking_days = None;
        let mut booking_reason_maximum_length = None;
        let mut telephone_appointments = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => maximum_bookings = fields.value(),
                1 => earliest_booking_minutes = fields.value(),
                2 => latest_booking_days = fields.value(),
                3 => booking_reason_maximum_length = fields.value(),
                4 => telephone_appointments = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            maximum_bookings: required(maximum_bookings)?,
            earliest_booking_minutes: required(earliest_booking_minutes)?,
            latest_booking_days: required(latest_booking_days)?,
            booking_reason_maximum_length: required(booking_reason_maximum_length)?,
            telephone_appointments,
        })
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
#[derive(Clone, Copy, PartialEq, Eq)]
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
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("AllergiesEnabled", FieldType::Boolean),
        FieldDescriptor::once("ConsultationsEnabled", FieldType::Boolean),
        FieldDescriptor::once("DocumentsEnabled", FieldType::Boolean),
        FieldDescriptor::once("ImmunisationsEnabled", FieldType::Boolean),
        FieldDescriptor::once("MedicationEnabled", FieldType::Boolean),
        FieldDescriptor::once("ProblemsEnabled", FieldType::Boolean),
        FieldDescriptor::once("TestResultsEnabled", FieldType::Boolean),
        FieldDescriptor::optional("FreeTextFrom", FieldType::Date),
    ];
}

impl Decode<'_> for MedicalRecordSettings {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        let mut allergies_enabled = None;
        let mut consultations_enabled = None;
        let mut documents_enabled = None;
        let mut immunisations_enabled = None;
        let mut medication_enabled = None;
        let mut problems_enabled = None;
        let mut test_results_enabled = None;
        let mut free_text_from = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => allergies_enabled = fields.value(),
                1 => consultations_enabled = fields.value(),
                2 => documents_enabled = fields.value(),
                3 => immunisations_enabled = fields.value(),
                4 => medication_enabled = fields.value(),
                5 => problems_enabled = fields.value(),
                6 => test_results_enabled = fields.value(),
                7 => free_text_from = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            allergies_enabled: required(allergies_enabled)?,
            consultations_enabled: required(consultations_enabled)?,
            documents_enabled: required(documents_enabled)?,
            immunisations_enabled: required(immunisations_enabled)?,
            medication_enabled: required(medication_enabled)?,
            problems_enabled: required(problems_enabled)?,
            test_results_enabled: required(test_results_enabled)?,
            free_text_from,
        })
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
#[derive(Clone, Copy)]
pub struct PracticeMessages<'a> {
    /// The text for the first screen.
    pub welcome: Option<Text<'a, 2000>>,
    /// The text for booking.
    pub appointments: Option<Text<'a, 2000>>,
    /// The text for prescriptions.
    pub prescribing: Option<Text<'a, 2000>>,
}

impl PracticeMessages<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::optional("Welcome", FieldType::Text(2000)),
        FieldDescriptor::optional("Appointments", FieldType::Text(2000)),
        FieldDescriptor::optional("Prescribing", FieldType::Text(2000)),
    ];
}

impl<'a> Decode<'a> for PracticeMessages<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut welcome = None;
        let mut appointments = None;
        let mut prescribing = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => welcome = fields.value(),
                1 => appointments = fields.value(),
                2 => prescribing = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { welcome, appointments, prescribing })
    }
}

impl Encode for PracticeMessages<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .optional(&self.welcome)
            .optional(&self.appointments)
            .optional(&self.prescribing);
    }
}

impl fmt::Debug for PracticeMessages<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("PracticeMessages(redacted)")
    }
}

/// What the practice offers and requires.
#[derive(Clone, Copy)]
pub struct GetPracticeSettingsResponse<'a> {
    /// The services that it offers.
    pub services: PracticeServices,
    /// The texts that the practice requests.
    pub input_requirements: InputRequirements<'a>,
    /// The rules of booking.
    pub appointments: AppointmentSettings,
    /// The sections of the record that it shows.
    pub medical_record: Option<MedicalRecordSettings>,
    /// Texts to its patients.
    pub messages: PracticeMessages<'a>,
}

impl GetPracticeSettingsResponse<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("Services", FieldType::Element(PracticeServices::FIELDS)),
        FieldDescriptor::once("InputRequirements", FieldType::Element(InputRequirements::FIELDS)),
        FieldDescriptor::once("Appointments", FieldType::Element(AppointmentSettings::FIELDS)),
        FieldDescriptor::optional("MedicalRecord", FieldType::Element(MedicalRecordSettings::FIELDS))
            .from_version(Version::V2_0),
        FieldDescriptor::once("Messages", FieldType::Element(PracticeMessages::FIELDS)),
    ];
}

impl<'a> Decode<'a> for GetPracticeSettingsResponse<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut services = None;
        let mut input_requirements = None;
        let mut appointments = None;
        let mut medical_record = None;
        let mut messages = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => services = fields.value(),
                1 => input_requirements = fields.value(),
                2 => appointments = fields.value(),
                3 => medical_record = fields.value(),
                4 => messages = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            services: required(services)?,
            input_requirements: required(input_requirements)?,
            appointments: required(appointments)?,
            medical_record,
            messages: required(messages)?,
        })
    }
}

impl Encode for GetPracticeSettingsResponse<'_> {
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

impl fmt::Debug for GetPracticeSettingsResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetPracticeSettingsResponse(redacted)")
    }
}

impl Operation for GetPracticeSettings {
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "GetPracticeSettings",
        response_name: "GetPracticeSettingsResponse",
        since: Version::V1_0,
        allowed: Allowed::AnySession,
        requirement: Requirement::Nothing,
        effect: Effect::None,
        paged: false,
        ends: EndsSession::No,
        request: Self::FIELDS,
        response: GetPracticeSettingsResponse::FIELDS,
    };

    type Response<'r> = GetPracticeSettingsResponse<'r>;
}

/// Asks which services this patient has.
#[derive(Clone, Copy, Default)]
pub struct GetUserOptions {}

impl GetUserOptions {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[];
}

impl Decode<'_> for GetUserOptions {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while fields.next_field().is_some() {
            fields.skip();
        }
        fields.finish()?;
        Ok(Self {})
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
#[derive(Clone, Copy, PartialEq, Eq)]
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
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("Appointments", FieldType::Boolean),
        FieldDescriptor::once("Prescribing", FieldType::Boolean),
        FieldDescriptor::once("MedicalRecord", FieldType::Boolean),
        FieldDescriptor::once("Messaging", FieldType::Boolean),
    ];
}

impl Decode<'_> for UserServices {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        let mut appointments = None;
        let mut prescribing = None;
        let mut medical_record = None;
        let mut messaging = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => appointments = fields.value(),
                1 => prescribing = fields.value(),
                2 => medical_record = fields.value(),
                3 => messaging = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            appointments: required(appointments)?,
            prescribing: required(prescribing)?,
            medical_record: required(medical_record)?,
            messaging: required(messaging)?,
        })
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
#[derive(Clone, Copy)]
pub struct GetUserOptionsResponse<'a> {
    /// How much the account allows.
    pub account_status: AccountStatus<'a>,
    /// The services that the practice gave the person.
    pub assigned_services: UserServices,
    /// The services that work now: the practice offers them, the person was given them, and the account's status
    /// allows them.
    pub effective_services: UserServices,
}

impl GetUserOptionsResponse<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("AccountStatus", FieldType::Word(AccountStatus::WORDS)),
        FieldDescriptor::once("AssignedServices", FieldType::Element(UserServices::FIELDS)),
        FieldDescriptor::once("EffectiveServices", FieldType::Element(UserServices::FIELDS)),
    ];
}

impl<'a> Decode<'a> for GetUserOptionsResponse<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut account_status = None;
        let mut assigned_services = None;
        let mut effective_services = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => account_status = fields.value(),
                1 => assigned_services = fields.value(),
                2 => effective_services = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            account_status: required(account_status)?,
            assigned_services: required(assigned_services)?,
            effective_services: required(effective_services)?,
        })
    }
}

impl Encode for GetUserOptionsResponse<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.account_status)
            .value(&self.assigned_services)
            .value(&self.effective_services);
    }
}

impl fmt::Debug for GetUserOptionsResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetUserOptionsResponse(redacted)")
    }
}

impl Operation for GetUserOptions {
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "GetUserOptions",
        response_name: "GetUserOptionsResponse",
        since: Version::V1_0,
        allowed: Allowed::Patient,
        requirement: Requirement::Nothing,
        effect: Effect::None,
        paged: false,
        ends: EndsSession::No,
        request: Self::FIELDS,
        response: GetUserOptionsResponse::FIELDS,
    };

    type Response<'r> = GetUserOptionsResponse<'r>;
}
