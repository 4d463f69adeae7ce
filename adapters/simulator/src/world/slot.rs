//! What an appointment is made of: slots, the sessions they stand in, places, people, and bookings.
//!
//! A `Session` here is a clinician's morning or afternoon, never a session of the protocol.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::patient::Sex;
use super::practice::PatientNumber;

/// Identifies a slot within its practice, and so a booking.
pub type SlotId = i64;

/// How patient and clinician meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotType {
    /// Not said.
    Unknown,
    /// At the practice.
    Practice,
    /// By telephone; never shown to a session of 1.0.
    Telephone,
    /// At the patient's home.
    Visit,
    /// By video.
    Video,
}

/// A slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its number.
    pub slot_id: SlotId,
    /// The session it stands in.
    pub session_id: i64,
    /// UK local time.
    pub start: DateTime,
    /// UK local time.
    pub end: DateTime,
    /// The practice's name for the kind.
    pub type_name: Option<&'static str>,
    /// The kind.
    pub slot_type: SlotType,
    /// Booked at the desk by a person outside this world: never free.
    pub taken: bool,
}

/// Whether the slots of a session have times of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionType {
    /// One after another.
    Timed,
    /// All alike: come and wait.
    Untimed,
}

/// A clinician's morning, afternoon or clinic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its number.
    pub session_id: i64,
    /// Its name.
    pub name: Option<String>,
    /// Its kind.
    pub session_type: Option<SessionType>,
    /// Where.
    pub location_id: Option<i64>,
    /// Who.
    pub clinician_ids: Vec<i64>,
}

/// A clinician.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Clinician {
    /// Their number.
    pub clinician_id: i64,
    /// Their name as patients see it.
    pub display_name: String,
    /// What they are.
    pub job_role: Option<String>,
    /// Their sex.
    pub sex: Option<Sex>,
}

/// A place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    /// Its number.
    pub location_id: i64,
    /// Its name.
    pub name: String,
    /// Its postcode.
    pub postcode: Option<String>,
}

/// Whose telephone a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContactType {
    /// At home.
    Home,
    /// A mobile.
    Mobile,
    /// Another.
    Other,
}

/// Where to ring for a telephone appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Telephone {
    /// The number.
    pub number: String,
    /// Whose it is.
    pub contact_type: ContactType,
}

/// A slot held by a patient of this world.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Booking {
    /// Who holds it.
    pub patient: PatientNumber,
    /// Why.
    pub reason: Option<String>,
    /// When it was made.
    pub booked_at: Option<DateTime>,
    /// Where to ring.
    pub telephone: Option<Telephone>,
}

/// A booking taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cancellation {
    /// The slot.
    pub slot_id: SlotId,
    /// Who held it.
    pub patient: PatientNumber,
    /// When it was taken back.
    pub at: DateTime,
    /// Why.
    pub reason: Option<String>,
}
