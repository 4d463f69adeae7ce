//! The words of faults.

use super::types::words;

words! {
    /// What a fault is (operations.md, Faults). A word that is not known is kept as a word.
    FaultCode {
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
    }
}
