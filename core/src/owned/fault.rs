//! A fault that can be kept when its reply is gone.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use super::own::InField as _;
use super::own::{Own, decode_owned, invalid};
use super::types::{Guid, Text, Word};
use crate::codec::{
    Decode, DecodeError, ElementReader, ElementWriter, Encode, FieldDescriptor, Invalid, find_word,
};
use crate::error::InvalidValue;
use crate::fault as borrowed;
use crate::profile::Version;

/// What a fault is (operations.md, Faults). A word that is not known is kept as a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultCode {
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
    Unknown(Word),
}

impl FaultCode {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = borrowed::FaultCode::WORDS;

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
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
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not known and a message cannot carry it: it is empty, has white space around it, or
    /// characters that XML does not have.
    pub fn of(word: &str) -> Result<Self, InvalidValue> {
        match find_word(Self::WORDS, word) {
            Some(0) => Ok(Self::MalformedRequest),
            Some(1) => Ok(Self::ProfileNotSupported),
            Some(2) => Ok(Self::ValidationFailed),
            Some(3) => Ok(Self::TooManySessions),
            Some(4) => Ok(Self::SessionNotFound),
            Some(5) => Ok(Self::SessionExpired),
            Some(6) => Ok(Self::SessionInvalidated),
            Some(7) => Ok(Self::OperationUnknown),
            Some(8) => Ok(Self::VersionNotSupported),
            Some(9) => Ok(Self::NotAllowedInSession),
            Some(10) => Ok(Self::ServiceNotEnabled),
            Some(11) => Ok(Self::AccountRestricted),
            Some(12) => Ok(Self::FieldMissing),
            Some(13) => Ok(Self::FieldInvalid),
            Some(14) => Ok(Self::InternalError),
            Some(15) => Ok(Self::Unavailable),
            Some(16) => Ok(Self::OrganisationUnknown),
            Some(17) => Ok(Self::PracticeNotLive),
            Some(18) => Ok(Self::TooManyAttempts),
            Some(19) => Ok(Self::AccountNotFound),
            Some(20) => Ok(Self::LinkageKeyMismatch),
            Some(21) => Ok(Self::DemographicsMismatch),
            Some(22) => Ok(Self::AccountArchived),
            Some(23) => Ok(Self::AlreadyLinked),
            Some(24) => Ok(Self::AccountExists),
            Some(25) => Ok(Self::PatientNotRegistered),
            Some(26) => Ok(Self::PatientArchived),
            Some(27) => Ok(Self::UnderMinimumAge),
            Some(28) => Ok(Self::PatientStatusInvalid),
            Some(29) => Ok(Self::PatientNotUnique),
            Some(30) => Ok(Self::SlotNotFound),
            Some(31) => Ok(Self::SlotUnavailable),
            Some(32) => Ok(Self::SlotInPast),
            Some(33) => Ok(Self::SlotTooSoon),
            Some(34) => Ok(Self::SlotTooLate),
            Some(35) => Ok(Self::BookingLimitReached),
            Some(36) => Ok(Self::AppointmentNotFound),
            Some(37) => Ok(Self::AppointmentNotCancellable),
            Some(38) => Ok(Self::CourseNotFound),
            Some(39) => Ok(Self::CourseNotRequestable),
            Some(40) => Ok(Self::RequestPending),
            Some(41) => Ok(Self::RequestNotFound),
            Some(42) => Ok(Self::RequestAlreadyIssued),
            Some(43) => Ok(Self::SectionNotEnabled),
            Some(44) => Ok(Self::DocumentNotFound),
            Some(45) => Ok(Self::DocumentUnavailable),
            Some(46) => Ok(Self::RecipientUnknown),
            Some(47) => Ok(Self::MessageNotFound),
            _ => Word::new(word).map(Self::Unknown),
        }
    }
}

impl fmt::Display for FaultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for FaultCode {
    type Err = InvalidValue;

    fn from_str(word: &str) -> Result<Self, InvalidValue> {
        Self::of(word)
    }
}

impl Own for borrowed::FaultCode<'_> {
    type Owned = FaultCode;

    fn own(self) -> Result<FaultCode, DecodeError> {
        match self {
            Self::MalformedRequest => Ok(FaultCode::MalformedRequest),
            Self::ProfileNotSupported => Ok(FaultCode::ProfileNotSupported),
            Self::ValidationFailed => Ok(FaultCode::ValidationFailed),
            Self::TooManySessions => Ok(FaultCode::TooManySessions),
            Self::SessionNotFound => Ok(FaultCode::SessionNotFound),
            Self::SessionExpired => Ok(FaultCode::SessionExpired),
            Self::SessionInvalidated => Ok(FaultCode::SessionInvalidated),
            Self::OperationUnknown => Ok(FaultCode::OperationUnknown),
            Self::VersionNotSupported => Ok(FaultCode::VersionNotSupported),
            Self::NotAllowedInSession => Ok(FaultCode::NotAllowedInSession),
            Self::ServiceNotEnabled => Ok(FaultCode::ServiceNotEnabled),
            Self::AccountRestricted => Ok(FaultCode::AccountRestricted),
            Self::FieldMissing => Ok(FaultCode::FieldMissing),
            Self::FieldInvalid => Ok(FaultCode::FieldInvalid),
            Self::InternalError => Ok(FaultCode::InternalError),
            Self::Unavailable => Ok(FaultCode::Unavailable),
            Self::OrganisationUnknown => Ok(FaultCode::OrganisationUnknown),
            Self::PracticeNotLive => Ok(FaultCode::PracticeNotLive),
            Self::TooManyAttempts => Ok(FaultCode::TooManyAttempts),
            Self::AccountNotFound => Ok(FaultCode::AccountNotFound),
            Self::LinkageKeyMismatch => Ok(FaultCode::LinkageKeyMismatch),
            Self::DemographicsMismatch => Ok(FaultCode::DemographicsMismatch),
            Self::AccountArchived => Ok(FaultCode::AccountArchived),
            Self::AlreadyLinked => Ok(FaultCode::AlreadyLinked),
            Self::AccountExists => Ok(FaultCode::AccountExists),
            Self::PatientNotRegistered => Ok(FaultCode::PatientNotRegistered),
            Self::PatientArchived => Ok(FaultCode::PatientArchived),
            Self::UnderMinimumAge => Ok(FaultCode::UnderMinimumAge),
            Self::PatientStatusInvalid => Ok(FaultCode::PatientStatusInvalid),
            Self::PatientNotUnique => Ok(FaultCode::PatientNotUnique),
            Self::SlotNotFound => Ok(FaultCode::SlotNotFound),
            Self::SlotUnavailable => Ok(FaultCode::SlotUnavailable),
            Self::SlotInPast => Ok(FaultCode::SlotInPast),
            Self::SlotTooSoon => Ok(FaultCode::SlotTooSoon),
            Self::SlotTooLate => Ok(FaultCode::SlotTooLate),
            Self::BookingLimitReached => Ok(FaultCode::BookingLimitReached),
            Self::AppointmentNotFound => Ok(FaultCode::AppointmentNotFound),
            Self::AppointmentNotCancellable => Ok(FaultCode::AppointmentNotCancellable),
            Self::CourseNotFound => Ok(FaultCode::CourseNotFound),
            Self::CourseNotRequestable => Ok(FaultCode::CourseNotRequestable),
            Self::RequestPending => Ok(FaultCode::RequestPending),
            Self::RequestNotFound => Ok(FaultCode::RequestNotFound),
            Self::RequestAlreadyIssued => Ok(FaultCode::RequestAlreadyIssued),
            Self::SectionNotEnabled => Ok(FaultCode::SectionNotEnabled),
            Self::DocumentNotFound => Ok(FaultCode::DocumentNotFound),
            Self::DocumentUnavailable => Ok(FaultCode::DocumentUnavailable),
            Self::RecipientUnknown => Ok(FaultCode::RecipientUnknown),
            Self::MessageNotFound => Ok(FaultCode::MessageNotFound),
            Self::Unknown(word) => {
                let word: String = word.chars().collect();
                FaultCode::of(&word).map_err(invalid)
            }
        }
    }
}

impl TryFrom<borrowed::FaultCode<'_>> for FaultCode {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::FaultCode<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for FaultCode {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::FaultCode<'a>>(reader)
    }
}

impl Encode for FaultCode {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.text(self.as_str());
    }
}

/// The FaultDetail of a fault (operations.md, Faults).
#[derive(Clone, PartialEq)]
pub struct Fault {
    /// The fault's word.
    pub code: FaultCode,
    /// The supplier's number, where one is publicly known.
    pub supplier_code: Option<i64>,
    /// Identifies the fault in the server's log.
    pub correlation_id: Guid,
    /// The local name of the element that is wrong.
    pub field: Option<Text<64>>,
    /// The first version of the operation or field.
    pub required_version: Option<Version>,
    /// The version that the practice runs.
    pub practice_version: Option<Version>,
}

impl Fault {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::Fault::FIELDS;
}

impl Own for borrowed::Fault<'_> {
    type Owned = Fault;

    fn own(self) -> Result<Fault, DecodeError> {
        Ok(Fault {
            code: self.code.own().in_field("Code")?,
            supplier_code: self.supplier_code.own().in_field("SupplierCode")?,
            correlation_id: self.correlation_id.own().in_field("CorrelationId")?,
            field: self.field.own().in_field("Field")?,
            required_version: self.required_version.own().in_field("RequiredVersion")?,
            practice_version: self.practice_version.own().in_field("PracticeVersion")?,
        })
    }
}

impl TryFrom<borrowed::Fault<'_>> for Fault {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::Fault<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for Fault {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::Fault<'a>>(reader)
    }
}

impl Encode for Fault {
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

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Fault(redacted)")
    }
}
