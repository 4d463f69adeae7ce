//! What an operation needs beside its session: a service, a full account, or nothing (operations.md, REG-2 and REG-3).
//!
//! Each operation says it once, in its `operation!` line, and both sides go by that: a client that wants to know
//! beforehand, and a server's check. The reset of the linkage key stands beside the record in operations.md and is no
//! part of that service.

use core::fmt;

/// A service that a practice offers or not, and a person is given or not.
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

/// What an operation needs of the practice and of the person's account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Nothing.
    Nothing,
    /// The service of appointments.
    Appointments,
    /// The service of prescribing.
    Prescribing,
    /// The service of the medical record, and a full account.
    MedicalRecord,
    /// The service of messaging, and a full account.
    Messaging,
    /// No service, but a full account.
    FullAccount,
}

impl Need {
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
