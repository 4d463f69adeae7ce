//! RegisterWithPinDocument: a person with a letter from the practice lets an application in.
//!
//! The order of the checks is that of operations.md and can be observed: guessing an account reveals nothing about the
//! person until the linkage key is right.

use jiff::civil::Date;

use super::World;
use super::attempts::Attempt;
use super::folded::same_name;
use super::patient::PatientStatus;
use super::practice::{PatientNumber, Practice};
use super::refusal::{FaultCode, Refusal};
use super::relationship::{Registered, Relationship, Way};
use super::secret::{Bytes, Secret};
use crate::clock::Now;

/// The request of RegisterWithPinDocument, with the application that sends it.
#[derive(Clone, Copy, Debug)]
pub struct PinRegistration<'a> {
    /// Who asks.
    pub application_id: &'a str,
    /// `OdsCode`.
    pub ods_code: &'a str,
    /// `AccountId`.
    pub account_id: &'a str,
    /// `LinkageKey`.
    pub linkage_key: &'a str,
    /// `Surname`.
    pub surname: &'a str,
    /// `DateOfBirth`.
    pub date_of_birth: Date,
}

impl World {
    /// Registers with a PIN document; the relationship is provisional until [`World::confirm`].
    ///
    /// # Errors
    /// OrganisationUnknown, PracticeNotLive, TooManyAttempts, AccountNotFound, LinkageKeyMismatch,
    /// DemographicsMismatch, AccountArchived, PatientArchived, AlreadyLinked.
    pub fn register_with_pin_document(
        &mut self,
        request: &PinRegistration<'_>,
        random: Bytes<'_>,
        now: Now,
    ) -> Result<Registered, Refusal> {
        let practice = live(&self.practices, request.ods_code)?;
        let attempt = Attempt {
            application_id: request.application_id,
            ods_code: request.ods_code,
            account: &format!("pin\n{}", request.account_id),
        };
        let patient = self.attempts.guard(attempt, now, || pin_holder(practice, request))?;
        let account = practice.patient(patient)?.account.as_ref().ok_or(FaultCode::InternalError)?;
        let relationship = Relationship {
            application_id: request.application_id.to_owned(),
            ods_code: request.ods_code.to_owned(),
            patient,
            key: Secret::new(""),
            confirmed: false,
            way: Way::PinDocument,
            status: account.status,
        };
        Ok(self.relate(relationship, random))
    }
}

/// The practice, if it takes sessions.
pub(super) fn live<'w>(
    practices: &'w std::collections::BTreeMap<String, Practice>,
    ods_code: &str,
) -> Result<&'w Practice, FaultCode> {
    let practice = practices.get(ods_code).ok_or(FaultCode::OrganisationUnknown)?;
    if practice.live { Ok(practice) } else { Err(FaultCode::PracticeNotLive) }
}

fn pin_holder(practice: &Practice, request: &PinRegistration<'_>) -> Result<PatientNumber, FaultCode> {
    let of_account = practice.patients.iter().enumerate().find_map(|(number, patient)| {
        let account = patient.account.as_ref().filter(|a| a.account_id == request.account_id)?;
        Some((number, patient, account))
    });
    let (number, patient, account) = of_account.ok_or(FaultCode::AccountNotFound)?;
    if !account.linkage_key.as_ref().is_some_and(|key| key.is(request.linkage_key)) {
        return Err(FaultCode::LinkageKeyMismatch);
    }
    let who = &patient.demographics;
    if !same_name(&who.surname, request.surname) || who.date_of_birth != request.date_of_birth {
        return Err(FaultCode::DemographicsMismatch);
    }
    if account.archived {
        return Err(FaultCode::AccountArchived);
    }
    if patient.status != PatientStatus::Current {
        return Err(FaultCode::PatientArchived);
    }
    if account.linkage_key_spent {
        return Err(FaultCode::AlreadyLinked);
    }
    Ok(number)
}
