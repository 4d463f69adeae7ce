//! The three answers and their texts.

use core::fmt;

use crate::error::ErrorCode;
use crate::fault::FaultCode;
use crate::messages::{Service, SessionKind};
use crate::profile::Version;

/// Whether something may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capability {
    /// It may, in a session of the right kind.
    Allowed,
    /// It may not: the call would be refused, here or by the practice.
    Refused(Reason),
    /// Not enough is known yet.
    Unknown(Unknown),
}

/// Why something may not be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The practice takes no sessions.
    PracticeNotLive,
    /// The session's version does not have it.
    Version {
        /// The first version that has it.
        needed: Version,
        /// The session's version.
        session: Version,
        /// The highest that the practice runs. If it is not below `needed`, a session at that version has the
        /// operation.
        practice: Version,
    },
    /// It cannot be called in a session of this kind.
    NotAllowedInSession(SessionKind),
    /// The practice does not offer the service.
    NotOffered(Service),
    /// The practice offers the service, and has not assigned it to this person.
    NotAssigned(Service),
    /// The account is restricted until the practice has verified the person.
    AccountRestricted,
    /// The practice does not show this section of the record.
    SectionNotEnabled,
    /// The practice has no telephone appointments.
    NoTelephoneAppointments,
}

impl Reason {
    /// The fault with which a practice refuses the call, if it is made all the same.
    #[must_use]
    pub fn fault(&self) -> FaultCode<'static> {
        match self {
            Self::PracticeNotLive => FaultCode::PracticeNotLive,
            Self::Version { .. } => FaultCode::VersionNotSupported,
            Self::NotAllowedInSession(_) => FaultCode::NotAllowedInSession,
            Self::NotOffered(_) | Self::NotAssigned(_) => FaultCode::ServiceNotEnabled,
            Self::AccountRestricted => FaultCode::AccountRestricted,
            Self::SectionNotEnabled => FaultCode::SectionNotEnabled,
            Self::NoTelephoneAppointments => FaultCode::FieldInvalid,
        }
    }

    /// The reason's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::PracticeNotLive => ErrorCode::PracticeNotLive,
            Self::Version { .. } => ErrorCode::OperationNotInVersion,
            Self::NotAllowedInSession(_) => ErrorCode::OperationNotInSession,
            Self::NotOffered(_) => ErrorCode::ServiceNotOffered,
            Self::NotAssigned(_) => ErrorCode::ServiceNotAssigned,
            Self::AccountRestricted => ErrorCode::AccountRestricted,
            Self::SectionNotEnabled => ErrorCode::SectionNotEnabled,
            Self::NoTelephoneAppointments => ErrorCode::NoTelephoneService,
        }
    }
}

/// Why it is not known yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unknown {
    /// GetPracticeSettings says it.
    PracticeSettings,
    /// GetUserOptions says it.
    UserOptions,
    /// The practice was asked and did not say it, or used an unknown word.
    NotSaid,
}

impl Capability {
    /// Whether it is known that it may be called.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        *self == Self::Allowed
    }

    /// Why it may not be called, if that is known.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        match self {
            Self::Refused(reason) => Some(*reason),
            _ => None,
        }
    }

    /// Combines two: a refusal outweighs what is not known, and the first of two is kept.
    pub(super) fn and(self, then: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Allowed => then(),
            Self::Refused(_) => self,
            Self::Unknown(_) => match then() {
                refused @ Self::Refused(_) => refused,
                _ => self,
            },
        }
    }
}

impl fmt::Display for Capability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Allowed => f.write_str("allowed"),
            Self::Refused(reason) => reason.fmt(f),
            Self::Unknown(unknown) => unknown.fmt(f),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PracticeNotLive => f.write_str("the practice is not live: it takes no sessions yet"),
            Self::Version { needed, session, practice } if needed > practice => write!(
                f,
                "it needs schema version {needed}, and the practice runs {practice}: the practice has to upgrade \
                 (this session speaks {session})"
            ),
            Self::Version { needed, session, .. } => write!(
                f,
                "it needs schema version {needed}, and this session speaks {session}: begin one at a higher version"
            ),
            Self::NotAllowedInSession(kind) => write!(
                f,
                "it cannot be called in {}: begin a session of the other kind",
                match kind {
                    SessionKind::Application => "an application session",
                    SessionKind::Patient => "a patient session",
                }
            ),
            Self::NotOffered(service) => write!(f, "the practice does not offer {service}"),
            Self::NotAssigned(service) => {
                write!(
                    f,
                    "the practice has not assigned {service} to this person: ask the practice to turn it on"
                )
            }
            Self::AccountRestricted => {
                f.write_str("the account is restricted until the practice has verified the person")
            }
            Self::SectionNotEnabled => f.write_str("the practice does not show this section of the record"),
            Self::NoTelephoneAppointments => f.write_str("the practice has no telephone appointments"),
        }
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PracticeSettings => "not known before the practice has been asked for its settings",
            Self::UserOptions => "not known before the practice has been asked for the user's options",
            Self::NotSaid => "the practice did not say it in words that are known here",
        })
    }
}
