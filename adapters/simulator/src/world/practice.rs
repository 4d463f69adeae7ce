//! A practice: who it is, what it offers, and the people, diary and bookings in it.
//!
//! Only `bookings` changes as appointments come and go; the slots themselves are never stored, because the diary
//! generates each day from its seed.

use std::collections::BTreeMap;

use emis_core::profile::Version;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::diary::Diary;
use super::messages::{Recipient, Thread};
use super::patient::Patient;
use super::prescriptions::Request;
use super::refusal::FaultCode;
use super::rows::{List, Table};
use super::slot::{Booking, Cancellation, Clinician, Location, SlotId};

/// Whether a text is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InputRequirement {
    /// Sending one is an error.
    NotRequested,
    /// It may be sent.
    RequestedOptional,
    /// It must be sent.
    RequestedMandatory,
}

/// What a practice offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "the page's own list of switches")]
pub struct PracticeServices {
    /// Appointments.
    pub appointments: bool,
    /// Prescribing.
    pub prescribing: bool,
    /// The medical record.
    pub medical_record: bool,
    /// Messages to and from the practice.
    pub messaging: bool,
    /// Registration with a patient's details.
    pub online_registration: bool,
    /// Changes of address and the like.
    pub demographics_update: bool,
    /// The electronic prescription service.
    pub eps: bool,
}

/// The practice's rules for appointments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppointmentSettings {
    /// How many bookings not yet past a patient may hold.
    pub maximum_bookings: usize,
    /// How near a slot may be.
    pub earliest_booking_minutes: u32,
    /// How far a slot may be, in days of 24 hours.
    pub latest_booking_days: u32,
    /// In Unicode scalar values.
    pub booking_reason_maximum_length: usize,
    /// Whether telephone slots are offered; told from version 1.1 on.
    pub telephone_appointments: bool,
}

/// What of the medical record the practice shows (2.0).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "the page's own list of switches")]
pub struct RecordSettings {
    /// Allergies.
    pub allergies: bool,
    /// Consultations.
    pub consultations: bool,
    /// Documents.
    pub documents: bool,
    /// Immunisations.
    pub immunisations: bool,
    /// Medication.
    pub medication: bool,
    /// Problems.
    pub problems: bool,
    /// Test results.
    pub test_results: bool,
    /// Free text of items dated before this is withheld.
    pub free_text_from: Option<Date>,
    /// Items dated before this are not shown at all; told in the record's own replies, not in the settings.
    pub visible_from: Option<Date>,
}

/// The practice's texts for its patients.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WelcomeMessages {
    /// On arriving.
    pub welcome: Option<String>,
    /// Above the appointments.
    pub appointments: Option<String>,
    /// Above the prescriptions.
    pub prescribing: Option<String>,
}

/// The content of GetPracticeSettings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// What is offered.
    pub services: PracticeServices,
    /// Whether a booking needs a reason.
    pub appointment_booking_reason: InputRequirement,
    /// Whether a prescription request needs a comment.
    pub prescribing_comment: InputRequirement,
    /// Rules for appointments.
    pub appointments: AppointmentSettings,
    /// What of the record is shown; absent below version 2.0.
    pub record: Option<RecordSettings>,
    /// Texts.
    pub messages: WelcomeMessages,
}

/// The number of a patient within the practice.
pub type PatientNumber = usize;

/// A practice and everything in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Practice {
    /// Its ODS code.
    pub ods_code: String,
    /// Its name.
    pub name: String,
    /// The highest version that it runs.
    #[serde(with = "super::written::version")]
    pub version: Version,
    /// Whether it takes sessions.
    pub live: bool,
    /// Its settings.
    pub settings: Settings,
    /// Its clinicians, by number.
    pub clinicians: Vec<Clinician>,
    /// Its places.
    pub locations: Vec<Location>,
    pub(crate) patients: List<Patient>,
    pub(crate) diary: Diary,
    pub(crate) bookings: Table<SlotId, Booking>,
    pub(crate) cancellations: List<Cancellation>,
    pub(super) requests: List<Request>,
    pub(super) recipients: Vec<Recipient>,
    pub(super) threads: Table<i64, Thread>,
    pub(super) last_message_id: i64,
}

impl Practice {
    /// Its patients; a [`PatientNumber`] is the place in this list.
    #[must_use]
    pub fn patients(&self) -> &[Patient] {
        &self.patients
    }

    /// Bookings made through the world, by slot.
    #[must_use]
    pub fn bookings(&self) -> &BTreeMap<SlotId, Booking> {
        &self.bookings
    }

    /// Bookings that patients took back, in the order in which they did.
    #[must_use]
    pub fn cancellations(&self) -> &[Cancellation] {
        &self.cancellations
    }

    pub(crate) fn patient(&self, number: PatientNumber) -> Result<&Patient, FaultCode> {
        self.patients.get(number).ok_or(FaultCode::InternalError)
    }
}
