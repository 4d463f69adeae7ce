//! What a fault says.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use core::fmt;

use crate::codec::{
    Decode, ElementReader, ElementWriter, Encode, FieldDescriptor, FieldType, FieldsReader, Invalid,
    WordRead, find_word, required,
};
use crate::profile::Version;
use crate::types::{Guid, Text, Word};

/// What a fault is (operations.md, Faults). A word that is not known is kept as a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultCode<'a> {
    /// The message is not well-formed, not within limits, or not of the exact form.
    MalformedRequest,
    /// BeginSession names another profile.
    ProfileNotSupported,
    /// ClientValidation, the public key or the nonce is refused, or the application is not known.
    ValidationFailed,
    /// The application has as many confirmed sessions as it may have.
    TooManySessions,
    /// No such session; it may have ended or been replaced.
    SessionNotFound,
    /// The session was idle for too long.
    SessionExpired,
    /// The sequence or the SessionHash was not the next one: the session is destroyed.
    SessionInvalidated,
    /// No such operation.
    OperationUnknown,
    /// The operation, field or version is above what the session or the practice speaks.
    VersionNotSupported,
    /// The operation may not be called there.
    NotAllowedInSession,
    /// The practice does not offer the service, or the person was not given it.
    ServiceNotEnabled,
    /// The account is restricted until the practice has verified the person.
    AccountRestricted,
    /// A field is missing.
    FieldMissing,
    /// A field is not valid.
    FieldInvalid,
    /// The server failed; what became of the call is unknown.
    InternalError,
    /// The server cannot do it now.
    Unavailable,
    /// No such practice.
    OrganisationUnknown,
    /// The practice cannot be called.
    PracticeNotLive,
    /// Too many failed registrations; the next hour's are refused.
    TooManyAttempts,
    /// No such account.
    AccountNotFound,
    /// The linkage key is not the account's.
    LinkageKeyMismatch,
    /// The surname or date of birth is not the patient's.
    DemographicsMismatch,
    /// The account is archived.
    AccountArchived,
    /// The linkage key has served a confirmed registration.
    AlreadyLinked,
    /// The patient has an account.
    AccountExists,
    /// No such patient.
    PatientNotRegistered,
    /// The patient is archived.
    PatientArchived,
    /// The patient is too young.
    UnderMinimumAge,
    /// The patient's status does not allow it.
    PatientStatusInvalid,
    /// More than one patient fits.
    PatientNotUnique,
    /// No such slot.
    SlotNotFound,
    /// The slot is taken.
    SlotUnavailable,
    /// The slot has begun.
    SlotInPast,
    /// The slot begins too soon to be booked.
    SlotTooSoon,
    /// The slot is too far ahead to be booked.
    SlotTooLate,
    /// The patient has as many bookings as the practice allows.
    BookingLimitReached,
    /// The patient has no such appointment.
    AppointmentNotFound,
    /// The appointment is past.
    AppointmentNotCancellable,
    /// No such course.
    CourseNotFound,
    /// The course cannot be requested.
    CourseNotRequestable,
    /// The course has been requested already.
    RequestPending,
    /// No such request.
    RequestNotFound,
    /// Nothing of the request is left to cancel.
    RequestAlreadyIssued,
    /// The practice does not show this section.
    SectionNotEnabled,
    /// No such document.
    DocumentNotFound,
    /// The document cannot be had now.
    DocumentUnavailable,
    /// No such recipient.
    RecipientUnknown,
    /// No such message.
    MessageNotFound,
    /// A word that is none of the others.
    Unknown(Word<'a>),
}

impl<'a> FaultCode<'a> {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = &[
        "MalformedRequest",
        "ProfileNotSupported",
        "ValidationFailed",
        "TooManySessions",
        "SessionNotFound",
        "SessionExpired",
        "SessionInvalidated",
        "OperationUnknown",
        "VersionNotSupported",
        "NotAllowedInSession",
        "ServiceNotEnabled",
        "AccountRestricted",
        "FieldMissing",
        "FieldInvalid",
        "InternalError",
        "Unavailable",
        "OrganisationUnknown",
        "PracticeNotLive",
        "TooManyAttempts",
        "AccountNotFound",
        "LinkageKeyMismatch",
        "DemographicsMismatch",
        "AccountArchived",
        "AlreadyLinked",
        "AccountExists",
        "PatientNotRegistered",
        "PatientArchived",
        "UnderMinimumAge",
        "PatientStatusInvalid",
        "PatientNotUnique",
        "SlotNotFound",
        "SlotUnavailable",
        "SlotInPast",
        "SlotTooSoon",
        "SlotTooLate",
        "BookingLimitReached",
        "AppointmentNotFound",
        "AppointmentNotCancellable",
        "CourseNotFound",
        "CourseNotRequestable",
        "RequestPending",
        "RequestNotFound",
        "RequestAlreadyIssued",
        "SectionNotEnabled",
        "DocumentNotFound",
        "DocumentUnavailable",
        "RecipientUnknown",
        "MessageNotFound",
    ];

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        match self {
            Self::MalformedRequest => "MalformedRequest",
            Self::ProfileNotSupported => "ProfileNotSupported",
            Self::ValidationFailed => "ValidationFailed",
            Self::TooManySessions => "TooManySessions",
            Self::SessionNotFound => "SessionNotFound",
            Self::SessionExpired => "SessionExpired",
            Self::SessionInvalidated => "SessionInvalidated",
            Self::OperationUnknown => "OperationUnknown",
            Self::VersionNotSupported => "VersionNotSupported",
            Self::NotAllowedInSession => "NotAllowedInSession",
            Self::ServiceNotEnabled => "ServiceNotEnabled",
            Self::AccountRestricted => "AccountRestricted",
            Self::FieldMissing => "FieldMissing",
            Self::FieldInvalid => "FieldInvalid",
            Self::InternalError => "InternalError",
            Self::Unavailable => "Unavailable",
            Self::OrganisationUnknown => "OrganisationUnknown",
            Self::PracticeNotLive => "PracticeNotLive",
            Self::TooManyAttempts => "TooManyAttempts",
            Self::AccountNotFound => "AccountNotFound",
            Self::LinkageKeyMismatch => "LinkageKeyMismatch",
            Self::DemographicsMismatch => "DemographicsMismatch",
            Self::AccountArchived => "AccountArchived",
            Self::AlreadyLinked => "AlreadyLinked",
            Self::AccountExists => "AccountExists",
            Self::PatientNotRegistered => "PatientNotRegistered",
            Self::PatientArchived => "PatientArchived",
            Self::UnderMinimumAge => "UnderMinimumAge",
            Self::PatientStatusInvalid => "PatientStatusInvalid",
            Self::PatientNotUnique => "PatientNotUnique",
            Self::SlotNotFound => "SlotNotFound",
            Self::SlotUnavailable => "SlotUnavailable",
            Self::SlotInPast => "SlotInPast",
            Self::SlotTooSoon => "SlotTooSoon",
            Self::SlotTooLate => "SlotTooLate",
            Self::BookingLimitReached => "BookingLimitReached",
            Self::AppointmentNotFound => "AppointmentNotFound",
            Self::AppointmentNotCancellable => "AppointmentNotCancellable",
            Self::CourseNotFound => "CourseNotFound",
            Self::CourseNotRequestable => "CourseNotRequestable",
            Self::RequestPending => "RequestPending",
            Self::RequestNotFound => "RequestNotFound",
            Self::RequestAlreadyIssued => "RequestAlreadyIssued",
            Self::SectionNotEnabled => "SectionNotEnabled",
            Self::DocumentNotFound => "DocumentNotFound",
            Self::DocumentUnavailable => "DocumentUnavailable",
            Self::RecipientUnknown => "RecipientUnknown",
            Self::MessageNotFound => "MessageNotFound",
            Self::Unknown(word) => word.as_str(),
        }
    }

    /// The arm for a word, compared without regard to ASCII case.
    #[must_use]
    pub fn of(word: &'a str) -> Self {
        find_word(Self::WORDS, word).map_or(Self::Unknown(Word::plain(word)), Self::at)
    }

    /// The arm of a word's place.
    pub(super) fn at(place: usize) -> Self {
        match place {
            0 => Self::MalformedRequest,
            1 => Self::ProfileNotSupported,
            2 => Self::ValidationFailed,
            3 => Self::TooManySessions,
            4 => Self::SessionNotFound,
            5 => Self::SessionExpired,
            6 => Self::SessionInvalidated,
            7 => Self::OperationUnknown,
            8 => Self::VersionNotSupported,
            9 => Self::NotAllowedInSession,
            10 => Self::ServiceNotEnabled,
            11 => Self::AccountRestricted,
            12 => Self::FieldMissing,
            13 => Self::FieldInvalid,
            14 => Self::InternalError,
            15 => Self::Unavailable,
            16 => Self::OrganisationUnknown,
            17 => Self::PracticeNotLive,
            18 => Self::TooManyAttempts,
            19 => Self::AccountNotFound,
            20 => Self::LinkageKeyMismatch,
            21 => Self::DemographicsMismatch,
            22 => Self::AccountArchived,
            23 => Self::AlreadyLinked,
            24 => Self::AccountExists,
            25 => Self::PatientNotRegistered,
            26 => Self::PatientArchived,
            27 => Self::UnderMinimumAge,
            28 => Self::PatientStatusInvalid,
            29 => Self::PatientNotUnique,
            30 => Self::SlotNotFound,
            31 => Self::SlotUnavailable,
            32 => Self::SlotInPast,
            33 => Self::SlotTooSoon,
            34 => Self::SlotTooLate,
            35 => Self::BookingLimitReached,
            36 => Self::AppointmentNotFound,
            37 => Self::AppointmentNotCancellable,
            38 => Self::CourseNotFound,
            39 => Self::CourseNotRequestable,
            40 => Self::RequestPending,
            41 => Self::RequestNotFound,
            42 => Self::RequestAlreadyIssued,
            43 => Self::SectionNotEnabled,
            44 => Self::DocumentNotFound,
            45 => Self::DocumentUnavailable,
            46 => Self::RecipientUnknown,
            47 => Self::MessageNotFound,
            _ => Self::Unknown(Word::plain("Unknown")),
        }
    }
}

impl fmt::Display for FaultCode<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<'a> Decode<'a> for FaultCode<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        Ok(match reader.word(Self::WORDS)? {
            WordRead::Known(place) => Self::at(place),
            WordRead::Other(word) => Self::Unknown(Word::raw(word)),
        })
    }
}

impl Encode for FaultCode<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        match self {
            Self::Unknown(word) => word.encode(writer),
            known => writer.raw(known.as_str()),
        }
    }
}

/// The FaultDetail of a fault (operations.md, Faults).
#[derive(Clone, Copy)]
pub struct Fault<'a> {
    /// The fault's word.
    pub code: FaultCode<'a>,
    /// The supplier's number, where one is publicly known.
    pub supplier_code: Option<i64>,
    /// Identifies the fault in the server's log.
    pub correlation_id: Guid,
    /// The local name of the element that is wrong.
    pub field: Option<Text<'a, 64>>,
    /// The first version of the operation or field.
    pub required_version: Option<Version>,
    /// The version that the practice runs.
    pub practice_version: Option<Version>,
}

impl Fault<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("Code", FieldType::Word(FaultCode::WORDS)),
        FieldDescriptor::optional("SupplierCode", FieldType::Integer),
        FieldDescriptor::once("CorrelationId", FieldType::Guid),
        FieldDescriptor::optional("Field", FieldType::Text(64)),
        FieldDescriptor::optional("RequiredVersion", FieldType::Version),
        FieldDescriptor::optional("PracticeVersion", FieldType::Version),
    ];
}

impl<'a> Decode<'a> for Fault<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut code = None;
        let mut supplier_code = None;
        let mut correlation_id = None;
        let mut field = None;
        let mut required_version = None;
        let mut practice_version = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => code = fields.value(),
                1 => supplier_code = fields.value(),
                2 => correlation_id = fields.value(),
                3 => field = fields.value(),
                4 => required_version = fields.value(),
                5 => practice_version = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            code: required(code)?,
            supplier_code,
            correlation_id: required(correlation_id)?,
            field,
            required_version,
            practice_version,
        })
    }
}

impl Encode for Fault<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.code)
            .optional(&self.supplier_code)
            .value(&self.correlation_id)
            .optional(&self.field)
            .optional(&self.required_version)
            .optional(&self.practice_version);
    }
}

impl fmt::Debug for Fault<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Fault(redacted)")
    }
}
