//! The sentences for patients when the practice refuses.
//!
//! Each sentence says what happened and what the person can do, in words that patients know. Easy to get wrong: a
//! refusal is shown only if it came in a verified reply; everything else is [`SORRY`], because its text may come from
//! anyone.

use emis_core::capabilities::Reason;
use emis_core::fault::FaultCode;

/// When the kiosk cannot go on.
pub(crate) const SORRY: &str = "Sorry, we can't go on just now. Please ask at reception.";

/// The sentence for a refusal; `None` is a reason that this software does not know.
pub(crate) fn refusal(code: Option<FaultCode<'_>>) -> &'static str {
    match code {
        Some(FaultCode::SlotUnavailable) => {
            "Sorry, this appointment has already been taken. Please choose another time."
        }
        Some(FaultCode::SlotNotFound) => {
            "Sorry, the practice no longer offers this appointment. Please choose another time."
        }
        Some(FaultCode::SlotInPast) => {
            "Sorry, this appointment has already begun. Please choose a later one."
        }
        Some(FaultCode::SlotTooSoon) => {
            "Sorry, it is too late to book this appointment. Please choose a later one."
        }
        Some(FaultCode::SlotTooLate) => {
            "Sorry, this appointment is too far ahead to be booked yet. Please choose an earlier one."
        }
        Some(FaultCode::BookingLimitReached) => {
            "Sorry, you have as many appointments as the practice lets you book. Please cancel one first."
        }
        Some(FaultCode::AppointmentNotFound) => "You don't have this appointment any more.",
        Some(FaultCode::AppointmentNotCancellable) => {
            "This appointment has begun, so it can't be cancelled here. Please ask at reception."
        }
        Some(FaultCode::ServiceNotEnabled) => {
            "The practice hasn't turned this on for you. Please ask at reception."
        }
        Some(FaultCode::AccountRestricted) => {
            "The practice has to check who you are before you can do this. Please go to reception with a photo ID."
        }
        Some(FaultCode::FieldMissing) => {
            "Something is missing. Please fill in everything that the practice asks for."
        }
        Some(FaultCode::FieldInvalid) => {
            "The practice can't take what was entered. Please check it and try again."
        }
        Some(FaultCode::Unavailable) => {
            "The practice's system is not available just now. Please try again in a few minutes."
        }
        Some(FaultCode::PracticeNotLive) => {
            "This practice doesn't offer online services yet. Please ask at reception."
        }
        Some(FaultCode::TooManyAttempts) => {
            "There have been too many tries with this letter. Please try again in an hour, or ask at reception."
        }
        Some(
            FaultCode::AccountNotFound | FaultCode::LinkageKeyMismatch | FaultCode::DemographicsMismatch,
        ) => "The details don't match your letter. Please check them, or ask at reception for a new letter.",
        Some(FaultCode::AlreadyLinked | FaultCode::AccountExists) => {
            "This letter has been used already. Please ask at reception for a new one."
        }
        Some(FaultCode::AccountArchived | FaultCode::PatientArchived) => {
            "You are no longer registered for online services here. Please ask at reception."
        }
        Some(FaultCode::CourseNotFound) => "Sorry, you don't have this medicine on your list any more.",
        Some(FaultCode::CourseNotRequestable) => {
            "Sorry, this medicine can't be asked for here. Please ask at reception."
        }
        Some(FaultCode::RequestPending) => {
            "You have asked for this medicine already. The practice is looking at it."
        }
        Some(FaultCode::RequestNotFound) => "The practice doesn't have this request any more.",
        Some(FaultCode::RequestAlreadyIssued) => {
            "The practice has dealt with this request already, so it can't be taken back."
        }
        Some(FaultCode::SectionNotEnabled) => "The practice doesn't show this part of your record.",
        Some(FaultCode::DocumentNotFound | FaultCode::DocumentUnavailable) => {
            "Sorry, this document can't be shown. Please ask at reception."
        }
        Some(FaultCode::RecipientUnknown) => {
            "Sorry, messages can't be sent to this person any more. Please choose another."
        }
        Some(FaultCode::MessageNotFound) => "You don't have this message any more.",
        _ => SORRY,
    }
}

/// The sentence for what is not open to a person, before it is asked for.
pub(crate) fn closed(reason: Reason) -> String {
    match reason {
        Reason::Version { needed, practice, .. } => format!(
            "This practice's computer system doesn't have this yet. (It runs version {practice}; version {needed} is \
             needed.)"
        ),
        Reason::NotOffered(_) => "This practice doesn't offer this online.".to_owned(),
        Reason::NotAssigned(_) => refusal(Some(FaultCode::ServiceNotEnabled)).to_owned(),
        Reason::AccountRestricted => {
            "Your account is restricted: it opens fully when the practice has checked who you are.".to_owned()
        }
        Reason::SectionNotEnabled => "This practice doesn't show this part of the record.".to_owned(),
        Reason::NoTelephoneAppointments => "This practice doesn't offer telephone appointments.".to_owned(),
        other => refusal(Some(other.fault())).to_owned(),
    }
}

/// The same in few words, for a table.
pub(crate) fn closed_briefly(reason: Reason) -> String {
    match reason {
        Reason::Version { needed, practice, .. } => {
            format!("The practice's system is at version {practice}; this comes with {needed}.")
        }
        Reason::NotOffered(_) => "This practice doesn't offer it online.".to_owned(),
        Reason::NotAssigned(_) => "The practice hasn't turned it on for you.".to_owned(),
        Reason::AccountRestricted => "Not before the practice has checked who you are.".to_owned(),
        other => closed(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // APP-6
    #[test]
    fn no_sentence_is_a_code() {
        for word in FaultCode::WORDS {
            let sentence = refusal(Some(FaultCode::of(word)));
            assert!(!sentence.contains(word), "{word}");
            assert!(!sentence.contains(['-', '_', '[']), "{word}: {sentence}");
            assert!(sentence.ends_with('.') && sentence.contains(' '), "{word}: {sentence}");
        }
        assert_eq!(refusal(None), SORRY);
        assert_eq!(refusal(Some(FaultCode::of("NewWord"))), SORRY);
    }

    #[test]
    fn what_is_closed_says_why() {
        use emis_core::messages::{Service, SessionKind};
        use emis_core::profile::Version;
        let (needed, session, practice) = (Version::V2_0, Version::V1_0, Version::V1_1);
        for (reason, said) in [
            (Reason::PracticeNotLive, "doesn't offer online services yet"),
            (Reason::Version { needed, session, practice }, "(It runs version 1.1; version 2.0 is needed.)"),
            (Reason::NotAllowedInSession(SessionKind::Patient), SORRY),
            (Reason::NotOffered(Service::Prescribing), "doesn't offer this online"),
            (Reason::NotAssigned(Service::Prescribing), "hasn't turned this on for you"),
            (Reason::AccountRestricted, "when the practice has checked who you are"),
            (Reason::SectionNotEnabled, "doesn't show this part"),
            (Reason::NoTelephoneAppointments, "doesn't offer telephone appointments"),
        ] {
            assert!(closed(reason).contains(said), "{reason:?}: {}", closed(reason));
        }
    }

    #[test]
    fn a_taken_slot_says_what_to_do() {
        assert!(refusal(Some(FaultCode::SlotUnavailable)).contains("choose another time"));
    }
}
