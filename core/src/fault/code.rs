//! What is known of each fault: the supplier's number, whose fault it is, and a sentence.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use super::FaultCode;
use crate::codec::find_word;

impl FaultCode<'_> {
    /// The code without what a message lent it; `None` for a word that is not known.
    #[must_use]
    pub fn known(&self) -> Option<FaultCode<'static>> {
        match self {
            Self::Unknown(_) => None,
            known => find_word(Self::WORDS, known.as_str()).map(FaultCode::at),
        }
    }

    /// The supplier's number, where one is publicly known.
    #[must_use]
    pub fn supplier_code(&self) -> Option<i64> {
        Some(match self {
            Self::ServiceNotEnabled => -1030,
            Self::FieldMissing => -1014,
            Self::InternalError => -1002,
            Self::OrganisationUnknown => -1001,
            Self::PracticeNotLive => -1401,
            Self::AccountNotFound => -1104,
            Self::LinkageKeyMismatch => -1105,
            Self::DemographicsMismatch => -1106,
            Self::AccountArchived => -1107,
            Self::AlreadyLinked => -1108,
            Self::AccountExists => -1110,
            Self::PatientNotRegistered => -1551,
            Self::PatientArchived => -1552,
            Self::UnderMinimumAge => -1553,
            Self::PatientStatusInvalid => -1554,
            Self::PatientNotUnique => -1555,
            Self::SlotUnavailable => -1151,
            Self::SlotInPast => -1152,
            Self::SlotTooSoon => -1153,
            Self::SlotTooLate => -1154,
            Self::BookingLimitReached => -1156,
            Self::RequestPending => -1455,
            _ => return None,
        })
    }

    /// Whether it is the server's fault and not the request's.
    #[must_use]
    pub fn is_receiver(&self) -> bool {
        matches!(self, Self::InternalError | Self::Unavailable)
    }

    /// A sentence for engineers and logs. Screens for patients have their own words.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        match self {
            Self::MalformedRequest => "the request is not of the profile's form",
            Self::ProfileNotSupported => "this server speaks another profile",
            Self::ValidationFailed => "the application could not be validated: check its identifier and keys",
            Self::TooManySessions => "the application has too many sessions: end some",
            Self::SessionNotFound => "there is no such session: begin a new one",
            Self::SessionExpired => "the session has expired: begin a new one",
            Self::SessionInvalidated => "the session has been invalidated: begin a new one",
            Self::OperationUnknown => "there is no such operation",
            Self::VersionNotSupported => "the schema version does not have this",
            Self::NotAllowedInSession => "the operation may not be called in this kind of session",
            Self::ServiceNotEnabled => "the practice has not enabled this service for this patient",
            Self::AccountRestricted => {
                "the account is restricted until the practice has verified the patient"
            }
            Self::FieldMissing => "a field is missing",
            Self::FieldInvalid => "a field is not valid",
            Self::InternalError => "the server failed",
            Self::Unavailable => "the server cannot do this now: try later",
            Self::OrganisationUnknown => "there is no practice with this code",
            Self::PracticeNotLive => "the practice is not live",
            Self::TooManyAttempts => "too many failed attempts: try again in an hour",
            Self::AccountNotFound => "there is no such account",
            Self::LinkageKeyMismatch => "the linkage key does not belong to the account",
            Self::DemographicsMismatch => "the personal details do not fit the account",
            Self::AccountArchived => "the account is archived",
            Self::AlreadyLinked => "the linkage key has been used",
            Self::AccountExists => "the patient already has an account",
            Self::PatientNotRegistered => "no patient of the practice has these details",
            Self::PatientArchived => "the patient is no longer with the practice",
            Self::UnderMinimumAge => "the patient is too young for an account",
            Self::PatientStatusInvalid => "the patient's registration does not allow an account",
            Self::PatientNotUnique => "more than one patient has these details",
            Self::SlotNotFound => "there is no such slot",
            Self::SlotUnavailable => "the slot is no longer free",
            Self::SlotInPast => "the slot is in the past",
            Self::SlotTooSoon => "the slot begins too soon to be booked",
            Self::SlotTooLate => "the slot is too far ahead to be booked",
            Self::BookingLimitReached => "the patient has as many bookings as the practice allows",
            Self::AppointmentNotFound => "the patient has no such appointment",
            Self::AppointmentNotCancellable => "the appointment can no longer be cancelled",
            Self::CourseNotFound => "there is no such course of medication",
            Self::CourseNotRequestable => "the course of medication cannot be requested",
            Self::RequestPending => "the course of medication has already been requested",
            Self::RequestNotFound => "there is no such prescription request",
            Self::RequestAlreadyIssued => "nothing of the prescription request is left to cancel",
            Self::SectionNotEnabled => "the practice does not show this section of the record",
            Self::DocumentNotFound => "there is no such document",
            Self::DocumentUnavailable => "the document is not available",
            Self::RecipientUnknown => "there is no such recipient",
            Self::MessageNotFound => "there is no such message",
            Self::Unknown(_) => "the server refused for a reason that this version does not know",
        }
    }
}
