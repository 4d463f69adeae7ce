//! RegisterWithPatientDetails: a person without a letter is found by their details. GetDemographics returns them.
//!
//! Such a registration is restricted until the practice verifies the person, even if they also have an unused PIN
//! document: knowing somebody's details does not prove identity.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::World;
use super::access::{Caller, Requirement};
use super::attempts::Attempt;
use super::folded::{folded, same_name};
use super::patient::{AccountStatus, Demographics, Patient, PatientStatus, Sex};
use super::practice::{PatientNumber, Practice};
use super::refusal::{FaultCode, Refusal};
use super::registration::live;
use super::relationship::{Registered, Relationship, Way};
use super::secret::{Bytes, Secret};
use crate::clock::Now;

/// The age in years from which people may register by themselves.
pub const MINIMUM_AGE: i32 = 16;

/// The request of RegisterWithPatientDetails, with the application that sends it.
///
/// `Title`, `EmailAddress` and `MobileNumber` are ignored: people change them.
#[derive(Clone, Copy, Debug)]
pub struct DetailsRegistration<'a> {
    /// Who asks.
    pub application_id: &'a str,
    /// `OdsCode`.
    pub ods_code: &'a str,
    /// `Forenames`.
    pub forenames: &'a str,
    /// `Surname`.
    pub surname: &'a str,
    /// `DateOfBirth`.
    pub date_of_birth: Date,
    /// `Sex`.
    pub sex: Option<Sex>,
    /// `Postcode`; white space and ASCII case do not matter.
    pub postcode: &'a str,
    /// `HouseNameFlatNumber`.
    pub house_name_flat_number: Option<&'a str>,
    /// `NhsNumber`.
    pub nhs_number: Option<&'a str>,
}

impl World {
    /// Registers with a patient's details; the relationship is provisional until [`World::confirm`].
    ///
    /// # Errors
    /// OrganisationUnknown, PracticeNotLive, TooManyAttempts, PatientNotRegistered, PatientNotUnique,
    /// UnderMinimumAge, AccountExists, AccountArchived, PatientArchived, PatientStatusInvalid.
    pub fn register_with_patient_details(
        &mut self,
        request: &DetailsRegistration<'_>,
        random: Bytes<'_>,
        now: Now,
    ) -> Result<Registered, Refusal> {
        let practice = live(&self.practices, request.ods_code)?;
        let surname = folded(request.surname);
        let attempt = Attempt {
            application_id: request.application_id,
            ods_code: request.ods_code,
            account: &format!("details\n{surname}\n{}", request.date_of_birth),
        };
        let relationships = &self.relationships;
        let linked = |patient: PatientNumber| {
            let mut confirmed = relationships.values().filter(|r| r.confirmed);
            confirmed.any(|r| r.ods_code == request.ods_code && r.patient == patient)
        };
        let patient = self.attempts.guard(attempt, now, || {
            let number = found(practice, request)?;
            let patient = practice.patient(number)?;
            may_register(patient, linked(number), now.local.date()).map(|()| number)
        })?;
        let relationship = Relationship {
            application_id: request.application_id.to_owned(),
            ods_code: request.ods_code.to_owned(),
            patient,
            key: Secret::new(""),
            confirmed: false,
            way: Way::PatientDetails,
            status: AccountStatus::Restricted,
        };
        Ok(self.relate(relationship, random))
    }

    /// GetDemographics.
    ///
    /// # Errors
    /// AccountRestricted.
    pub fn demographics(&self, caller: Caller<'_>) -> Result<&Demographics, Refusal> {
        Ok(&self.seat(caller, Requirement::FullAccount)?.patient.demographics)
    }

    /// The patients of a practice without an account, among them children, an archived patient, a temporary resident
    /// and, last, two people whom only their NHS numbers tell apart.
    #[must_use]
    pub fn people_without_accounts(&self, ods_code: &str) -> Vec<&Patient> {
        let patients = self.practices.get(ods_code).map_or(&[][..], |practice| &practice.patients);
        patients.iter().filter(|patient| patient.account.is_none()).collect()
    }
}

fn found(practice: &Practice, request: &DetailsRegistration<'_>) -> Result<PatientNumber, FaultCode> {
    let mut alike = practice.patients.iter().enumerate().filter(|(_, p)| is_meant(&p.demographics, request));
    match (alike.next(), alike.next()) {
        (None, _) => Err(FaultCode::PatientNotRegistered),
        (Some((number, _)), None) => Ok(number),
        _ => Err(FaultCode::PatientNotUnique),
    }
}

/// Whether the request's details are this person's. A detail that the practice has not recorded does not contradict,
/// except for the NHS number.
fn is_meant(who: &Demographics, request: &DetailsRegistration<'_>) -> bool {
    let known = |sex| matches!(sex, Sex::Male | Sex::Female);
    let address = who.address.as_ref();
    let postcode = address.and_then(|a| a.postcode.as_deref());
    let house = address.and_then(|a| a.house_name_flat_number.as_deref());
    same_name(&who.surname, request.surname)
        && same_name(&who.forenames, request.forenames)
        && who.date_of_birth == request.date_of_birth
        && postcode.is_some_and(|postcode| plain(postcode) == plain(request.postcode))
        && request.sex.is_none_or(|sex| !known(sex) || !known(who.sex) || sex == who.sex)
        && request
            .house_name_flat_number
            .is_none_or(|given| house.is_none_or(|house| same_name(house, given)))
        && request.nhs_number.is_none_or(|given| who.nhs_number.as_deref() == Some(given))
}

fn plain(postcode: &str) -> String {
    postcode.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect()
}

fn may_register(patient: &Patient, linked: bool, today: Date) -> Result<(), FaultCode> {
    if patient.demographics.date_of_birth.saturating_add(MINIMUM_AGE.years()) > today {
        return Err(FaultCode::UnderMinimumAge);
    }
    if linked {
        return Err(FaultCode::AccountExists);
    }
    if patient.account.as_ref().is_some_and(|account| account.archived) {
        return Err(FaultCode::AccountArchived);
    }
    match patient.status {
        PatientStatus::Current => Ok(()),
        PatientStatus::Archived => Err(FaultCode::PatientArchived),
        PatientStatus::Temporary => Err(FaultCode::PatientStatusInvalid),
    }
}
