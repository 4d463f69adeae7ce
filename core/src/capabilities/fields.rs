//! Fields whose rules are the practice's own: the booking reason, the prescribing comment, the telephone. A request is
//! checked by them before it is sent, in the order in which a server checks.
//!
//! What is not known is not judged: a check that passes does not promise that the practice will take the request.

use core::fmt;

use super::{Capabilities, Capability, Reason, Unknown};
use crate::fault::FaultCode;
use crate::messages::appointments::{BookAppointment, SlotType};
use crate::messages::practice::{GetPracticeSettingsResponse, InputRequirement};
use crate::messages::prescribing::RequestPrescription;
use crate::messages::{Field, Kind, NotInVersion, Operation, OperationInfo};
use crate::profile::Version;
use crate::types::Text;

/// Whether a practice wants a text to be entered, and how long it may be, in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputRule {
    /// It is not accepted.
    NotRequested,
    /// It may be given.
    Optional {
        /// At most so many Unicode scalar values.
        maximum_length: u16,
    },
    /// It has to be given.
    Mandatory {
        /// At most so many Unicode scalar values.
        maximum_length: u16,
    },
}

impl InputRule {
    /// How many Unicode scalar values the text may have; none where it is not requested.
    #[must_use]
    pub const fn maximum_length(self) -> u16 {
        match self {
            Self::NotRequested => 0,
            Self::Optional { maximum_length } | Self::Mandatory { maximum_length } => maximum_length,
        }
    }

    /// `None` for a word that is not known here.
    fn new(requirement: InputRequirement<'_>, maximum_length: u16) -> Option<Self> {
        match requirement {
            InputRequirement::NotRequested => Some(Self::NotRequested),
            InputRequirement::RequestedOptional => Some(Self::Optional { maximum_length }),
            InputRequirement::RequestedMandatory => Some(Self::Mandatory { maximum_length }),
            InputRequirement::Unknown(_) => None,
        }
    }

    pub(super) fn booking_reason(settings: &GetPracticeSettingsResponse<'_>) -> Option<Self> {
        let requirement = settings.input_requirements.appointment_booking_reason;
        let type_s = limit(BookAppointment::INFO, BOOKING_REASON);
        let practice_s = settings.appointments.booking_reason_maximum_length.clamp(0, i64::from(type_s));
        Self::new(requirement, u16::try_from(practice_s).unwrap_or(type_s))
    }

    pub(super) fn prescribing_comment(settings: &GetPracticeSettingsResponse<'_>) -> Option<Self> {
        let maximum_length = limit(RequestPrescription::INFO, COMMENT);
        Self::new(settings.input_requirements.prescribing_comment, maximum_length)
    }

    /// Whether a text that has to be there is not.
    fn wants<const N: usize>(rule: Option<Self>, text: Option<&Text<'_, N>>) -> bool {
        matches!(rule, Some(Self::Mandatory { .. })) && text.is_none()
    }

    /// What is wrong with a text that is there.
    fn judge<const N: usize>(rule: Option<Self>, text: Option<&Text<'_, N>>) -> Option<FieldErrorKind> {
        let (text, rule) = (text?, rule?);
        if rule == Self::NotRequested {
            return Some(FieldErrorKind::NotRequested);
        }
        let maximum_length = rule.maximum_length();
        let too_long = text.chars().nth(usize::from(maximum_length)).is_some();
        too_long.then_some(FieldErrorKind::TooLong { maximum_length })
    }
}

/// A field of a request breaks a rule of the practice. Nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The element's name.
    pub field: &'static str,
    /// The rule.
    pub kind: FieldErrorKind,
}

/// The rule that a field breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldErrorKind {
    /// The session's version does not have it.
    Version(NotInVersion),
    /// It has to be given.
    Mandatory,
    /// A telephone slot is not booked without it.
    TelephoneSlot,
    /// The practice does not take it.
    NotRequested,
    /// It is longer than the practice takes.
    TooLong {
        /// At most so many Unicode scalar values.
        maximum_length: u16,
    },
    /// It stands there twice.
    Repeated,
    /// The practice has no telephone appointments.
    NoTelephoneAppointments,
    /// Only a telephone slot is booked with it.
    NoTelephoneSlot,
}

impl FieldError {
    /// The fault with which a practice refuses the request, if it is sent all the same.
    #[must_use]
    pub fn fault(&self) -> FaultCode<'static> {
        match self.kind {
            FieldErrorKind::Version(_) => FaultCode::VersionNotSupported,
            FieldErrorKind::Mandatory | FieldErrorKind::TelephoneSlot => FaultCode::FieldMissing,
            _ => FaultCode::FieldInvalid,
        }
    }

    /// The error's number, stable for programs in other languages.
    #[must_use]
    pub fn number(&self) -> u16 {
        match self.kind {
            FieldErrorKind::Version(_) => 111,
            FieldErrorKind::Mandatory => 112,
            FieldErrorKind::TelephoneSlot => 113,
            FieldErrorKind::NotRequested => 114,
            FieldErrorKind::TooLong { .. } => 115,
            FieldErrorKind::Repeated => 116,
            FieldErrorKind::NoTelephoneAppointments => 117,
            FieldErrorKind::NoTelephoneSlot => 118,
        }
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = self.field;
        match self.kind {
            FieldErrorKind::Version(error) => error.fmt(f),
            FieldErrorKind::Mandatory => write!(f, "{field} is missing: this practice wants it"),
            FieldErrorKind::TelephoneSlot => {
                write!(f, "{field} is missing: a telephone appointment needs a number to call")
            }
            FieldErrorKind::NotRequested => {
                write!(f, "{field} has to be left out: this practice does not take it")
            }
            FieldErrorKind::TooLong { maximum_length } => {
                write!(f, "{field} is too long: this practice takes at most {maximum_length} characters")
            }
            FieldErrorKind::Repeated => write!(f, "{field} has to be named once only"),
            FieldErrorKind::NoTelephoneAppointments => {
                write!(f, "{field} has to be left out: this practice has no telephone appointments")
            }
            FieldErrorKind::NoTelephoneSlot => {
                write!(f, "{field} has to be left out: the slot is none for a telephone appointment")
            }
        }
    }
}

impl core::error::Error for FieldError {}

const BOOKING_REASON: &str = "BookingReason";
const TELEPHONE: &str = "Telephone";
const COURSE_ID: &str = "CourseId";
const COMMENT: &str = "Comment";

/// How long a request's text may be by its type.
fn limit(info: &OperationInfo, name: &str) -> u16 {
    let field = info.request.iter().find(|field| field.name() == name);
    match field.map(Field::kind) {
        Some(Kind::Text(limit)) => u16::try_from(limit).unwrap_or(u16::MAX),
        _ => 0,
    }
}

/// The first version that has a request's field.
fn since(info: &OperationInfo, name: &str) -> Version {
    info.request.iter().find(|field| field.name() == name).map_or(info.since, |field| field.since)
}

impl Capabilities {
    /// The rule for a booking's reason; `None` if it is not known.
    #[must_use]
    pub fn booking_reason(&self) -> Option<InputRule> {
        self.settings?.booking_reason
    }

    /// The rule for a prescription request's comment; `None` if it is not known.
    #[must_use]
    pub fn prescribing_comment(&self) -> Option<InputRule> {
        self.settings?.prescribing_comment
    }

    /// Whether telephone slots may be booked: with a number to call, from version 1.1 on, where the practice has them.
    #[must_use]
    pub fn telephone_appointments(&self) -> Capability {
        self.of::<BookAppointment<'_>>().and(|| {
            let needed = since(BookAppointment::INFO, TELEPHONE);
            if needed > self.version {
                return Capability::Refused(self.too_early(needed));
            }
            match self.settings.map(|settings| settings.telephone_appointments) {
                None => Capability::Unknown(Unknown::PracticeSettings),
                Some(None) => Capability::Unknown(Unknown::NotSaid),
                Some(Some(true)) => Capability::Allowed,
                Some(Some(false)) => Capability::Refused(Reason::NoTelephoneAppointments),
            }
        })
    }

    /// Checks a booking's fields by the practice's rules. An empty reason counts as none, since it is not sent.
    ///
    /// `slot_type` is that of the slot, where it is known: then the telephone is checked against it too.
    ///
    /// # Errors
    /// [`FieldError`], for the field that a server would name.
    pub fn check_booking(
        &self,
        request: &BookAppointment<'_>,
        slot_type: Option<SlotType<'_>>,
    ) -> Result<(), FieldError> {
        let (telephone, needed) = (request.telephone.is_some(), since(BookAppointment::INFO, TELEPHONE));
        if telephone && needed > self.version {
            let refused = NotInVersion { name: TELEPHONE, needed, session: self.version };
            return refuse(TELEPHONE, FieldErrorKind::Version(refused));
        }
        let (rule, reason) = (self.booking_reason(), request.booking_reason.as_ref());
        let reason = reason.filter(|reason| !reason.is_empty());
        if InputRule::wants(rule, reason) {
            return refuse(BOOKING_REASON, FieldErrorKind::Mandatory);
        }
        if slot_type == Some(SlotType::Telephone) && !telephone {
            return refuse(TELEPHONE, FieldErrorKind::TelephoneSlot);
        }
        if let Some(kind) = InputRule::judge(rule, reason) {
            return refuse(BOOKING_REASON, kind);
        }
        if telephone && self.settings.is_some_and(|settings| settings.telephone_appointments == Some(false)) {
            return refuse(TELEPHONE, FieldErrorKind::NoTelephoneAppointments);
        }
        let another = matches!(slot_type, Some(SlotType::Practice | SlotType::Visit | SlotType::Video));
        if telephone && another {
            return refuse(TELEPHONE, FieldErrorKind::NoTelephoneSlot);
        }
        Ok(())
    }

    /// Checks a prescription request's fields by the practice's rules. An empty comment counts as none, since it is not
    /// sent.
    ///
    /// # Errors
    /// [`FieldError`], for the field that a server would name.
    pub fn check_prescription(&self, request: &RequestPrescription<'_>) -> Result<(), FieldError> {
        let (rule, comment) = (self.prescribing_comment(), request.comment.as_ref());
        let comment = comment.filter(|comment| !comment.is_empty());
        if InputRule::wants(rule, comment) {
            return refuse(COMMENT, FieldErrorKind::Mandatory);
        }
        let mut courses = request.course_ids.iter().flatten();
        while let Some(course) = courses.next() {
            if courses.clone().any(|other| other == course) {
                return refuse(COURSE_ID, FieldErrorKind::Repeated);
            }
        }
        match InputRule::judge(rule, comment) {
            Some(kind) => refuse(COMMENT, kind),
            None => Ok(()),
        }
    }
}

fn refuse(field: &'static str, kind: FieldErrorKind) -> Result<(), FieldError> {
    Err(FieldError { field, kind })
}
