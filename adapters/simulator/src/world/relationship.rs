//! Relationships: one application's access to one patient's account at one practice.
//!
//! A relationship is provisional until its first valid call. Only a confirmed one uses up a linkage key, so a lost
//! reply does not cost the patient their PIN document.

use serde::{Deserialize, Serialize};

use super::World;
use super::patient::{Account, AccountStatus, Patient, UserServices};
use super::practice::PatientNumber;
use super::refusal::{FaultCode, Refusal};
use super::secret::{Bytes, Secret, fresh_id, fresh_key};

/// How a relationship came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// With a PIN document.
    PinDocument,
    /// With the patient's details.
    PatientDetails,
}

/// An application's access to an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Relationship {
    /// The one application that it serves.
    pub application_id: String,
    /// The one practice that it is for.
    pub ods_code: String,
    /// The patient there.
    pub patient: PatientNumber,
    /// The PatientRelationshipKey.
    pub key: Secret,
    /// Whether a call has been made with it.
    pub confirmed: bool,
    /// How it came to be.
    pub way: Way,
    /// What it may do.
    pub status: AccountStatus,
}

/// The answer to a registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// `PatientRelationshipId`: a guid.
    pub relationship_id: String,
    /// `PatientRelationshipKey`: 43 characters.
    pub key: Secret,
    /// What the account may do.
    pub status: AccountStatus,
}

impl World {
    /// The relationship of that id, provisional or confirmed.
    #[must_use]
    pub fn relationship(&self, relationship_id: &str) -> Option<&Relationship> {
        self.relationships.get(relationship_id)
    }

    /// All relationships of a patient's account.
    #[must_use]
    pub fn relationships_of(&self, ods_code: &str, patient: PatientNumber) -> Vec<String> {
        let own = self.relationships.iter().filter(|(_, r)| r.ods_code == ods_code && r.patient == patient);
        own.map(|(id, _)| id.clone()).collect()
    }

    /// Notes the first valid call of a relationship; further ones change nothing.
    ///
    /// Other provisional relationships of the same account that could no longer register are removed: other
    /// applications' use of the same linkage key, and registrations with details.
    ///
    /// # Errors
    /// SessionInvalidated when the relationship is no longer there.
    pub fn confirm(&mut self, relationship_id: &str) -> Result<(), Refusal> {
        let known = self.relationships.get(relationship_id).ok_or(FaultCode::SessionInvalidated)?;
        if known.confirmed {
            return Ok(());
        }
        let id = relationship_id.to_owned();
        let relationship = self.relationships.change(&id).ok_or(FaultCode::SessionInvalidated)?;
        relationship.confirmed = true;
        let (ods_code, patient, way) =
            (relationship.ods_code.clone(), relationship.patient, relationship.way);
        self.relationships.retain(|_, other| {
            let same_account = other.ods_code == ods_code && other.patient == patient;
            other.confirmed || !same_account || (way == Way::PatientDetails && other.way == Way::PinDocument)
        });
        if let Some(patient) = self.practices.get_mut(&ods_code).and_then(|p| p.patients.change(patient)) {
            settle(patient, way);
        }
        Ok(())
    }

    /// Removes a relationship, as a practice may.
    ///
    /// Returns whether there was one. The caller ends its sessions.
    pub fn remove_relationship(&mut self, relationship_id: &str) -> bool {
        self.relationships.remove(&relationship_id.to_owned())
    }

    /// The practice verifies the person: the account and its relationships become full.
    ///
    /// Returns whether there is such an account.
    pub fn verify(&mut self, ods_code: &str, patient: PatientNumber) -> bool {
        let found = self.practices.get_mut(ods_code).and_then(|practice| practice.patients.change(patient));
        let Some(account) = found.and_then(|patient| patient.account.as_mut()) else { return false };
        account.status = AccountStatus::Full;
        for id in self.relationships_of(ods_code, patient) {
            if let Some(relationship) = self.relationships.change(&id) {
                relationship.status = AccountStatus::Full;
            }
        }
        true
    }

    // SH-29
    /// Adds a provisional relationship; it replaces an earlier provisional one of the same application.
    pub(super) fn relate(&mut self, mut relationship: Relationship, random: Bytes<'_>) -> Registered {
        self.relationships.retain(|_, old| {
            old.confirmed
                || old.application_id != relationship.application_id
                || old.ods_code != relationship.ods_code
                || old.patient != relationship.patient
                || old.way != relationship.way
        });
        let mut relationship_id = fresh_id(random);
        while self.relationships.contains_key(&relationship_id) {
            relationship_id = fresh_id(random);
        }
        relationship.key = fresh_key(random);
        let registered =
            Registered { relationship_id, key: relationship.key.clone(), status: relationship.status };
        self.relationships.insert(registered.relationship_id.clone(), relationship);
        registered
    }
}

/// What a confirmed registration does to the account.
fn settle(patient: &mut Patient, way: Way) {
    match (way, patient.account.as_mut()) {
        (Way::PinDocument, Some(account)) => account.linkage_key_spent = true,
        (Way::PatientDetails, None) => {
            patient.account = Some(Account {
                account_id: format!("N{}", patient.demographics.nhs_number.as_deref().unwrap_or("0")),
                linkage_key: None,
                linkage_key_spent: true,
                status: AccountStatus::Restricted,
                archived: false,
                services: UserServices::ALL,
                letter: None,
            });
        }
        _ => {}
    }
}
