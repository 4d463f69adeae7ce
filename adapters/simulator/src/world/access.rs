//! The caller of a patient session, and whether a service is open to it: GetUserOptions and the gate before the
//! operations.
//!
//! The gate comes before the fields are read, so a caller asks [`World::admit`] as soon as it knows the operation; each
//! operation checks again.

/// What an operation needs: the core's own type.
pub use emis_core::messages::Requirement;
use emis_core::messages::Service;
use emis_core::profile::Version;

use super::World;
use super::patient::{AccountStatus, Patient, UserServices};
use super::practice::{PatientNumber, Practice, Settings};
use super::refusal::{FaultCode, Refusal};
use super::registration::live;
use super::relationship::Relationship;

/// The patient session in which a call is made.
#[derive(Clone, Copy, Debug)]
pub struct Caller<'a> {
    /// Its relationship.
    pub relationship_id: &'a str,
    /// The schema version that it speaks.
    pub version: Version,
    /// Bytes that only this session has: its pages are bound to them.
    pub session: &'a [u8],
}

/// The answer of GetUserOptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UserOptions {
    /// What the account may do.
    pub status: AccountStatus,
    /// The services assigned to the user.
    pub assigned: UserServices,
    /// The services that work now.
    pub effective: UserServices,
}

/// A caller, looked up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seat<'w> {
    pub(super) relationship: &'w Relationship,
    pub(super) practice: &'w Practice,
    pub(super) number: PatientNumber,
    pub(super) patient: &'w Patient,
}

impl Seat<'_> {
    /// Registered, without an account yet: the first call creates it.
    fn assigned(&self) -> UserServices {
        self.patient.account.as_ref().map_or(UserServices::ALL, |account| account.services)
    }

    fn offered_and_assigned(&self) -> UserServices {
        let (offered, assigned) = (self.practice.settings.services, self.assigned());
        UserServices {
            appointments: offered.appointments && assigned.appointments,
            prescribing: offered.prescribing && assigned.prescribing,
            medical_record: offered.medical_record && assigned.medical_record,
            messaging: offered.messaging && assigned.messaging,
        }
    }
}

impl World {
    /// The content of GetPracticeSettings.
    ///
    /// `TelephoneAppointments` is for sessions of 1.1 and `MedicalRecord` for those of 2.0 only: leave them out of an
    /// earlier session's reply.
    ///
    /// # Errors
    /// OrganisationUnknown, PracticeNotLive.
    pub fn practice_settings(&self, ods_code: &str) -> Result<&Settings, Refusal> {
        Ok(&live(&self.practices, ods_code)?.settings)
    }

    /// Whether the caller may use what needs `need`.
    ///
    /// # Errors
    /// ServiceNotEnabled, AccountRestricted; SessionInvalidated when the relationship is no longer there.
    pub fn admit(&self, caller: Caller<'_>, need: Requirement) -> Result<(), Refusal> {
        self.seat(caller, need).map(|_| ())
    }

    /// GetUserOptions.
    ///
    /// # Errors
    /// SessionInvalidated when the relationship is no longer there.
    pub fn user_options(&self, caller: Caller<'_>) -> Result<UserOptions, Refusal> {
        let seat = self.seat(caller, Requirement::Nothing)?;
        let status = seat.relationship.status;
        let mut effective = seat.offered_and_assigned();
        if status == AccountStatus::Restricted {
            effective = UserServices { medical_record: false, messaging: false, ..effective };
        }
        Ok(UserOptions { status, assigned: seat.assigned(), effective })
    }

    pub(super) fn seat(&self, caller: Caller<'_>, need: Requirement) -> Result<Seat<'_>, Refusal> {
        let relationship =
            self.relationships.get(caller.relationship_id).ok_or(FaultCode::SessionInvalidated)?;
        let practice = self.practices.get(&relationship.ods_code).ok_or(FaultCode::InternalError)?;
        let number = relationship.patient;
        let seat = Seat { relationship, practice, number, patient: practice.patient(number)? };
        let open = seat.offered_and_assigned();
        let enabled = need.service().is_none_or(|service| match service {
            Service::Appointments => open.appointments,
            Service::Prescribing => open.prescribing,
            Service::MedicalRecord => open.medical_record,
            Service::Messaging => open.messaging,
        });
        if !enabled {
            return Err(FaultCode::ServiceNotEnabled.into());
        }
        if need.full_account() && relationship.status == AccountStatus::Restricted {
            return Err(FaultCode::AccountRestricted.into());
        }
        Ok(seat)
    }

    /// The practice of a seat that was just looked up, to be changed.
    pub(super) fn practice_mut(&mut self, ods_code: &str) -> Result<&mut Practice, Refusal> {
        self.practices.get_mut(ods_code).ok_or_else(|| FaultCode::InternalError.into())
    }
}
