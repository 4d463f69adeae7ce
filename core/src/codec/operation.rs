//! What is known of an operation beside its messages: where it may be called, what it needs, and what it changes.

use core::fmt;

use super::descriptor::FieldDescriptor;
use crate::error::ErrorCode;
use crate::profile::Version;

/// The description of an operation, as the catalogue has it.
#[derive(Debug)]
pub struct OperationDescriptor {
    /// The local name of the request's element.
    pub name: &'static str,
    /// The local name of the response's element.
    pub response_name: &'static str,
    /// The first schema version that has it.
    pub since: Version,
    /// Where it may be called.
    pub allowed: Allowed,
    /// What it needs of the practice and the account.
    pub requirement: Requirement,
    /// Whether it changes anything at the practice.
    pub effect: Effect,
    /// Whether its response is one page of a list: see [`Paged`](crate::messages::Paged).
    pub paged: bool,
    /// Whether it ends its session.
    pub ends: EndsSession,
    /// The request's fields.
    pub request: &'static [FieldDescriptor],
    /// The response's fields.
    pub response: &'static [FieldDescriptor],
}

/// Whether a call changes anything at the practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It changes nothing: a call whose reply was lost may be made again.
    None,
    /// It changes something. A call whose reply was lost must not be made again before it is known what became of it.
    Changes {
        /// The name of the operation that shows whether the change took place; `None` if no operation shows it.
        read_back: Option<&'static str>,
    },
}

/// Where an operation may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// Outside a session only.
    Outside,
    /// Outside a session, and in any session.
    Anywhere,
    /// In a session of either kind.
    AnySession,
    /// In an application session.
    Application,
    /// In a patient session.
    Patient,
}

impl Allowed {
    /// Whether it may be called in a session of this kind.
    #[must_use]
    pub fn in_session(self, kind: SessionKind) -> bool {
        match self {
            Self::Outside => false,
            Self::Anywhere | Self::AnySession => true,
            Self::Application => kind == SessionKind::Application,
            Self::Patient => kind == SessionKind::Patient,
        }
    }
}

/// The two kinds of session (protocol.md section 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionKind {
    /// Without a patient: registration, practice settings.
    Application,
    /// Bound to one relationship.
    Patient,
}

/// Whether an operation ends its session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndsSession {
    /// It does not.
    No,
    /// With its verified response.
    WithReply,
    /// Always, whatever its outcome.
    Always,
}

/// A service that a practice may offer and an account may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// Booking appointments.
    Appointments,
    /// Repeat prescriptions.
    Prescribing,
    /// The medical record.
    MedicalRecord,
    /// Messages to the practice.
    Messaging,
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Appointments => "appointments",
            Self::Prescribing => "prescribing",
            Self::MedicalRecord => "the medical record",
            Self::Messaging => "messaging",
        })
    }
}

/// What an operation needs of the practice and of the person's account (operations.md, REG-2 and REG-3).
///
/// The reset of the linkage key stands beside the record in operations.md and is not part of that service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// Nothing.
    Nothing,
    /// The appointments service.
    Appointments,
    /// The prescribing service.
    Prescribing,
    /// The medical record service, and a full account.
    MedicalRecord,
    /// The messaging service, and a full account.
    Messaging,
    /// A full account, without a service.
    FullAccount,
}

impl Requirement {
    /// The service. Where it is not enabled, the fault is ServiceNotEnabled.
    #[must_use]
    pub const fn service(self) -> Option<Service> {
        match self {
            Self::Nothing | Self::FullAccount => None,
            Self::Appointments => Some(Service::Appointments),
            Self::Prescribing => Some(Service::Prescribing),
            Self::MedicalRecord => Some(Service::MedicalRecord),
            Self::Messaging => Some(Service::Messaging),
        }
    }

    /// Whether a restricted account is refused. The fault is AccountRestricted, after ServiceNotEnabled.
    #[must_use]
    pub const fn full_account(self) -> bool {
        matches!(self, Self::MedicalRecord | Self::Messaging | Self::FullAccount)
    }
}

/// A request has something of a later version than the session's. Nothing was sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct NotInVersion {
    /// The operation or the field.
    pub name: &'static str,
    /// The first version that has it.
    pub needed: Version,
    /// The version of the session.
    pub session: Version,
}

impl NotInVersion {
    /// The error's stable number and what to do about it.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        ErrorCode::NotInVersion
    }
}

impl fmt::Display for NotInVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} needs schema version {}, and this session uses {}: the practice has to upgrade, or the session has to \
             be begun at a higher version",
            self.name, self.needed, self.session
        )
    }
}

impl fmt::Debug for NotInVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for NotInVersion {}
