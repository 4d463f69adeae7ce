//! Fields with rules of the practice's own: the booking reason, the prescribing comment, the telephone. A request is
//! checked before it is sent, in the order in which a server checks.
//!
//! What is not known is not checked: the practice may refuse a request that passes.

use core::fmt;

use super::{Capabilities, Capability, Reason, Unknown};
use crate::error::ErrorCode;
use crate::fault::FaultCode;
use crate::messages::appointments::{BookAppointment, SlotType};
use crate::messages::practice::{GetPracticeSettingsResponse, InputRequirement};
use crate::messages::prescribing::RequestPrescription;
use crate::messages::{FieldDescriptor, FieldType, NotInVersion, Operation, OperationDescriptor};
use crate::profile::Version;
use crate::types::Text;

/// Whether a practice accepts or requires a text, and its longest length in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputRule {
    /// It is not accepted.
    NotRequested,
    /// It may be given.
    Optional {
        /// The longest length, in Unicode scalar values.
        maximum_length: u16,
    },
    /// It is required.
    Mandatory {
        /// The longest length, in Unicode scalar values.
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

    /// `None` for an unknown word.
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
        let type_s = limit(BookAppointment::DESCRIPTOR, BOOKING_REASON);
        let practice_s = settings.appointments.booking_reason_maximum_length.clamp(0, i64::from(type_s));
        Self::new(requirement, u16::try_from(practice_s).unwrap_or(type_s))
    }

    pub(super) fn prescribing_comment(settings: &GetPracticeSettingsResponse<'_>) -> Option<Self> {
        let maximum_length = limit(RequestPrescription::DESCRIPTOR, COMMENT);
        Self::new(settings.input_requirements.prescribing_comment, maximum_length)
    }

    /// Whether a required text is missing.
    fn wants<const N: usize>(rule: Option<Self>, text: Option<&Text<'_, N>>) -> bool {
        matches!(rule, Some(Self::Mandatory { .. })) && text.is_none()
    }

    /// What is wrong with a given text.
    fn validate<const N: usize>(rule: Option<Self>, text: Option<&Text<'_, N>>) -> Option<FieldErrorKind> {
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
    /// It is required.
    Mandatory,
    /// A telephone slot requires it.
    TelephoneSlot,
    /// The practice does not accept it.
    NotRequested,
    /// It is longer than the practice accepts.
    TooLong {
        /// The longest length, in Unicode scalar values.
        maximum_length: u16,
    },
    /// It is there twice.
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

    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self.kind {
            FieldErrorKind::Version(_) => ErrorCode::FieldNotInVersion,
            FieldErrorKind::Mandatory => ErrorCode::FieldMandatory,
            FieldErrorKind::TelephoneSlot => ErrorCode::TelephoneMissing,
            FieldErrorKind::NotRequested => ErrorCode::FieldNotRequested,
            FieldErrorKind::TooLong { .. } => ErrorCode::FieldTooLong,
            FieldErrorKind::Repeated => ErrorCode::FieldRepeated,
            FieldErrorKind::NoTelephoneAppointments => ErrorCode::NoTelephoneAppointments,
            FieldErrorKind::NoTelephoneSlot => ErrorCode::NotATelephoneSlot,
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

/// The longest length of a request's text by its type.
fn limit(info: &OperationDescriptor, name: &str) -> u16 {
    let field = info.request.iter().find(|field| field.name() == name);
    match field.map(FieldDescriptor::holds) {
        Some(FieldType::Text(limit)) => u16::try_from(limit).unwrap_or(u16::MAX),
        _ => 0,
    }
}

/// The first version that has a request's field.
fn since(info: &OperationDescriptor, name: &str) -> Version {
    info.request.iter().find(|field| field.name() == name).map_or(info.since, FieldDescriptor::since)
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

    /// Whether telephone slots may be booked: with a number to call, from version 1.1 on, if the practice has them.
    #[must_use]
    pub fn telephone_appointments(&self) -> Capability {
        self.of::<BookAppointment<'_>>().and(|| {
            let needed = since(BookAppointment::DESCRIPTOR, TELEPHONE);
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

    /// Checks a booking's fields by the practice's rules. An empty reason counts as none, because it is not sent.
    ///
    /// If the slot's type is known, give it as `slot_type`: then the telephone is checked against it too.
    ///
    /// # Errors
    /// [`FieldError`], for the field that a server would name.
    pub fn check_booking(
        &self,
        request: &BookAppointment<'_>,
        slot_type: Option<SlotType<'_>>,
    ) -> Result<(), FieldError> {
        let (telephone, needed) =
            (request.telephone.is_some(), since(BookAppointment::DESCRIPTOR, TELEPHONE));
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
        if let Some(kind) = InputRule::validate(rule, reason) {
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

    /// Checks a prescription request's fields by the practice's rules. An empty comment counts as none, because it is
    /// not sent.
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
        match InputRule::validate(rule, comment) {
            Some(kind) => refuse(COMMENT, kind),
            None => Ok(()),
        }
    }
}

fn refuse(field: &'static str, kind: FieldErrorKind) -> Result<(), FieldError> {
    Err(FieldError { field, kind })
}
