//! Each word of operations.md's table of faults, provoked over HTTP by a request that means it.
//!
//! What the core's own client would never send is sent by a raw one; everything else by the core's.

mod appointments;
mod registering;
mod services;
mod sessions;

use emis_core::fault::FaultCode;

use crate::common::Stage;
use crate::told::Told;

/// How a word is reached.
type Provoke = fn() -> Told;

/// In the order of the page.
const ALL: &[(&str, Provoke)] = &[
    ("MalformedRequest", sessions::malformed_request),
    ("ProfileNotSupported", sessions::profile_not_supported),
    ("ValidationFailed", sessions::validation_failed),
    ("TooManySessions", sessions::too_many_sessions),
    ("SessionNotFound", sessions::session_not_found),
    ("SessionExpired", sessions::session_expired),
    ("SessionInvalidated", sessions::session_invalidated),
    ("OperationUnknown", sessions::operation_unknown),
    ("VersionNotSupported", sessions::version_not_supported),
    ("NotAllowedInSession", sessions::not_allowed_in_session),
    ("ServiceNotEnabled", services::service_not_enabled),
    ("AccountRestricted", services::account_restricted),
    ("FieldMissing", services::field_missing),
    ("FieldInvalid", services::field_invalid),
    ("InternalError", services::internal_error),
    ("Unavailable", services::unavailable),
    ("OrganisationUnknown", sessions::organisation_unknown),
    ("PracticeNotLive", sessions::practice_not_live),
    ("TooManyAttempts", registering::too_many_attempts),
    ("AccountNotFound", registering::account_not_found),
    ("LinkageKeyMismatch", registering::linkage_key_mismatch),
    ("DemographicsMismatch", registering::demographics_mismatch),
    ("AccountArchived", registering::account_archived),
    ("AlreadyLinked", registering::already_linked),
    ("AccountExists", registering::account_exists),
    ("PatientNotRegistered", registering::patient_not_registered),
    ("PatientArchived", registering::patient_archived),
    ("UnderMinimumAge", registering::under_minimum_age),
    ("PatientStatusInvalid", registering::patient_status_invalid),
    ("PatientNotUnique", registering::patient_not_unique),
    ("SlotNotFound", appointments::slot_not_found),
    ("SlotUnavailable", appointments::slot_unavailable),
    ("SlotInPast", appointments::slot_in_past),
    ("SlotTooSoon", appointments::slot_too_soon),
    ("SlotTooLate", appointments::slot_too_late),
    ("BookingLimitReached", appointments::booking_limit_reached),
    ("AppointmentNotFound", appointments::appointment_not_found),
    ("AppointmentNotCancellable", appointments::appointment_not_cancellable),
    ("CourseNotFound", services::course_not_found),
    ("CourseNotRequestable", services::course_not_requestable),
    ("RequestPending", services::request_pending),
    ("RequestNotFound", services::request_not_found),
    ("RequestAlreadyIssued", services::request_already_issued),
    ("SectionNotEnabled", services::section_not_enabled),
    ("DocumentNotFound", services::document_not_found),
    ("DocumentUnavailable", services::document_unavailable),
    ("RecipientUnknown", services::recipient_unknown),
    ("MessageNotFound", services::message_not_found),
];

/// The supplier's numbers, copied out of the page by hand.
const SUPPLIER: &[(&str, i64)] = &[
    ("ServiceNotEnabled", -1030),
    ("FieldMissing", -1014),
    ("InternalError", -1002),
    ("OrganisationUnknown", -1001),
    ("PracticeNotLive", -1401),
    ("AccountNotFound", -1104),
    ("LinkageKeyMismatch", -1105),
    ("DemographicsMismatch", -1106),
    ("AccountArchived", -1107),
    ("AlreadyLinked", -1108),
    ("AccountExists", -1110),
    ("PatientNotRegistered", -1551),
    ("PatientArchived", -1552),
    ("UnderMinimumAge", -1553),
    ("PatientStatusInvalid", -1554),
    ("PatientNotUnique", -1555),
    ("SlotUnavailable", -1151),
    ("SlotInPast", -1152),
    ("SlotTooSoon", -1153),
    ("SlotTooLate", -1154),
    ("BookingLimitReached", -1156),
    ("RequestPending", -1455),
];

/// What is never authenticated: the page's first group. PracticeNotLive is reached in a handshake.
const NEVER_VERIFIED: &[&str] = &[
    "MalformedRequest",
    "ProfileNotSupported",
    "ValidationFailed",
    "TooManySessions",
    "SessionNotFound",
    "SessionExpired",
    "SessionInvalidated",
    "PracticeNotLive",
];

fn stage() -> Stage {
    Stage::listening(|builder| builder)
}

#[test]
fn every_word_has_its_request() {
    let here: Vec<&str> = ALL.iter().map(|(word, _)| *word).collect();
    assert_eq!(here, FaultCode::WORDS, "a fault of the page without a request that reaches it");
}

// FT-1, SH-13
#[test]
fn every_fault_is_reached_over_http_and_tells_what_the_page_says() {
    for (word, provoke) in ALL {
        let told = provoke();
        assert_eq!(told.code, *word);
        let supplier = SUPPLIER.iter().find(|(with, _)| with == word).map(|(_, number)| *number);
        assert_eq!(told.supplier, supplier, "{word}");
        assert_eq!(told.verified, !NEVER_VERIFIED.contains(word), "{word}");
        assert_eq!(told.field.is_some(), matches!(*word, "FieldMissing" | "FieldInvalid"), "{word}");
        let version = *word == "VersionNotSupported";
        assert_eq!((told.required.is_some(), told.practice.is_some()), (version, version), "{word}");
        assert!(told.status.is_none_or(|status| status == 400), "{word}: the client's fault");
    }
}
