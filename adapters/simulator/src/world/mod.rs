//! The world behind the practice end: practices, patients, and every rule of the operations page, without a protocol.
//!
//! A [`World`] is plain owned data: clone it to take a snapshot. Each method takes the time and does all of its work or
//! none. The caller checks authentication, versions and the form of fields before.

mod access;
mod appointments;
mod attempts;
mod booking;
mod courses;
mod decisions;
mod details;
mod diary;
mod folded;
mod generate;
mod kept;
mod linkage;
mod messages;
mod mix;
mod page;
mod patient;
mod practice;
mod prescriptions;
mod record;
mod refusal;
mod registration;
mod relationship;
mod rows;
mod secret;
mod slot;
#[cfg(test)]
mod tests;
mod time;
mod written;

use std::collections::BTreeMap;

pub use access::{Caller, Requirement, UserOptions};
pub use appointments::{Appointment, AvailableAppointments, MAXIMUM_SPAN, PatientAppointments, SideTables};
pub use attempts::MAXIMUM_FAILURES;
pub use courses::{Course, PrescriptionType, RequestStatus};
pub use decisions::{Decision, HeldRequest};
pub use details::{DetailsRegistration, MINIMUM_AGE};
pub use generate::GOOD_PIN_DOCUMENTS;
pub(crate) use kept::{NotAWorld, Row};
pub use linkage::LinkageReset;
pub use messages::{Message, MessageSummary, Messages, Recipient, Reply};
pub(crate) use mix::Mix;
pub use page::{DEFAULT_PAGE, PageRequest};
pub use patient::{
    Account, AccountStatus, Address, Demographics, Letter, Patient, PatientStatus, PinDocument, Sex,
    UserServices,
};
pub use practice::{
    AppointmentSettings, InputRequirement, PatientNumber, Practice, PracticeServices, RecordSettings,
    Settings, WelcomeMessages,
};
pub use prescriptions::{MedicationCourses, PrescriptionRequest, PrescriptionRequests, RequestedCourse};
pub use record::{
    Arm, Consultation, DocumentContent, DocumentEntry, DrugStatus, EffectiveDate, Filter, Item, ItemType,
    MAXIMUM_DOCUMENT, MedicalRecordData, Medication, Mixture, Observation, Precision, Problem, ProblemStatus,
    Range, Significance, TestResult, User,
};
pub use refusal::{FaultCode, Refusal};
pub use registration::PinRegistration;
pub use relationship::{Registered, Relationship, Way};
pub use secret::{Bytes, Secret};
pub use slot::{
    Booking, Cancellation, Clinician, ContactType, Location, Session, SessionType, Slot, SlotId, SlotType,
    Telephone,
};

pub(crate) use written::digits;

pub use emis_core::profile::Version;
use serde::{Deserialize, Serialize};

use crate::clock::Now;
use rows::Table;

/// All practices and relationships.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct World {
    practices: BTreeMap<String, Practice>,
    relationships: Table<String, Relationship>,
    attempts: attempts::Attempts,
}

impl World {
    /// Generates a world: the same seed gives the same people and keys on every day, and the same diary relative to it.
    #[must_use]
    pub fn generate(seed: u64, now: Now) -> Self {
        let mut world = Self {
            practices: generate::practices(seed, now.local.date()),
            relationships: Table::default(),
            attempts: attempts::Attempts::default(),
        };
        world.forget_touched();
        world
    }

    /// All practices, by ODS code, live or not.
    pub fn practices(&self) -> impl Iterator<Item = &Practice> {
        self.practices.values()
    }

    /// The practice of that ODS code, live or not: what GetClinicalVersionInformation tells.
    ///
    /// # Errors
    /// OrganisationUnknown.
    pub fn practice(&self, ods_code: &str) -> Result<&Practice, Refusal> {
        self.practices.get(ods_code).ok_or_else(|| FaultCode::OrganisationUnknown.into())
    }

    /// The PIN documents of a practice that work, until they are used.
    #[must_use]
    pub fn pin_documents(&self, ods_code: &str) -> Vec<PinDocument> {
        self.letters(ods_code, true)
    }

    /// The PIN documents of a practice that each reach a refusal, or an account with fewer rights.
    #[must_use]
    pub fn special_pin_documents(&self, ods_code: &str) -> Vec<PinDocument> {
        self.letters(ods_code, false)
    }

    fn letters(&self, ods_code: &str, good: bool) -> Vec<PinDocument> {
        let patients = self.practices.get(ods_code).map_or(&[][..], |practice| &practice.patients);
        let all = patients.iter().filter_map(|patient| patient.pin_document(ods_code));
        all.filter(|document| (document.letter == Letter::Good) == good).collect()
    }
}
