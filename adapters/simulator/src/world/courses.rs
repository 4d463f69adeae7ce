//! The medication a patient is on, as a pure function of the practice's seed, and when a requested course moves on.
//!
//! There is no timer: the state of a request is computed from the time when it was made. The practice looks at requests
//! at ten in the morning and signs at four in the afternoon of the next day, so the repeated hour of an October night
//! never takes a status back.

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};
use serde::Serialize;

use super::mix::Mix;
use super::practice::{PatientNumber, Practice};

/// How a course is prescribed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrescriptionType {
    /// Not said.
    Unknown,
    /// Once.
    Acute,
    /// On request.
    Repeat,
    /// Issued in batches by the pharmacy.
    RepeatDispensing,
    /// Issued by itself.
    Automatic,
}

/// The status of a requested course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum RequestStatus {
    /// Not said.
    Unknown,
    /// Asked for.
    Requested,
    /// With a prescriber.
    ForwardedForSigning,
    /// Signed.
    Issued,
    /// Refused by the practice: its review was overdue.
    Rejected,
    /// Taken back by the patient.
    Cancelled,
}

impl RequestStatus {
    /// Whether the practice has yet to decide.
    #[must_use]
    pub const fn is_pending(self) -> bool {
        matches!(self, Self::Unknown | Self::Requested | Self::ForwardedForSigning)
    }
}

/// A course of medication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// A guid.
    pub course_id: String,
    /// Its name.
    pub name: String,
    /// How to take it.
    pub dosage: Option<String>,
    /// How much.
    pub quantity: Option<String>,
    /// How it is prescribed.
    pub prescription_type: PrescriptionType,
    /// Whether it may be asked for now.
    pub can_be_requested: bool,
    /// What a mixture is made of.
    pub constituents: Vec<String>,
    /// When it was last issued.
    pub last_issued: Option<Date>,
    /// When it is next due.
    pub next_issue: Option<Date>,
    /// When a clinician looks at it again.
    pub review_date: Option<Date>,
}

/// Name, dosage, quantity, how it is prescribed, constituents.
pub(super) type Drug =
    (&'static str, Option<&'static str>, Option<&'static str>, PrescriptionType, &'static [&'static str]);

pub(super) const DRUGS: [Drug; 14] = [
    (
        "Amlodipine 5mg tablets",
        Some("One to be taken each day"),
        Some("28 tablet"),
        PrescriptionType::Repeat,
        &[],
    ),
    (
        "Salbutamol 100micrograms/dose inhaler CFC free",
        Some("One or two puffs, up to 4 times a day"),
        Some("1 × 200 dose"),
        PrescriptionType::Repeat,
        &[],
    ),
    (
        "Amoxicillin 500mg capsules",
        Some("One to be taken three times a day for 5 days"),
        Some("15 capsule"),
        PrescriptionType::Acute,
        &[],
    ),
    (
        "Atorvastatin 20mg tablets",
        Some("One to be taken at night"),
        Some("28 tablet"),
        PrescriptionType::Repeat,
        &[],
    ),
    (
        "Levothyroxine sodium 50microgram tablets",
        Some("One to be taken each morning, ½ hour before food"),
        Some("56 tablet"),
        PrescriptionType::RepeatDispensing,
        &[],
    ),
    (
        "Omeprazole 20mg gastro-resistant capsules",
        Some("One to be taken each day"),
        Some("28 capsule"),
        PrescriptionType::Repeat,
        &[],
    ),
    (
        "Metformin 500mg modified-release tablets",
        Some("Two with the evening meal; don't crush"),
        Some("56 tablet"),
        PrescriptionType::Repeat,
        &[],
    ),
    (
        "Coal tar & salicylic acid ointment",
        Some("Apply thinly"),
        None,
        PrescriptionType::Repeat,
        &["Coal tar solution 6%", "Salicylic acid 2%", "Emulsifying ointment to 100%"],
    ),
    ("Influenza vaccine (split virion)", None, None, PrescriptionType::Automatic, &[]),
    (
        "Ramipril 10mg capsules",
        Some("One to be taken each day"),
        Some("28 capsule"),
        PrescriptionType::Repeat,
        &[],
    ),
    (
        "Paracetamol 500mg tablets",
        Some("Two, when needed, no more than 8 in 24 hours (< 4 g/day)"),
        Some("100 tablet"),
        PrescriptionType::Repeat,
        &[],
    ),
    ("Blood glucose test strips", None, Some("50 strip"), PrescriptionType::Unknown, &[]),
    (
        "Sertraline 50mg tablets",
        Some("One to be taken each day"),
        Some("28 tablet"),
        PrescriptionType::Repeat,
        &[],
    ),
    (
        "Fluticasone 50micrograms/dose nasal spray",
        Some("Two sprays into each nostril"),
        Some("150 dose"),
        PrescriptionType::Repeat,
        &[],
    ),
];

/// When the practice has looked at a request made at `requested_at`, and when it has decided.
pub(super) fn milestones(requested_at: DateTime) -> (DateTime, DateTime) {
    let ten = requested_at.date().at(10, 0, 0, 0);
    let forwarded = if requested_at < ten { ten } else { ten.saturating_add(1.day()) };
    (forwarded, forwarded.saturating_add(30.hours()))
}

impl Practice {
    /// The patient's courses by name, then guid, before anything has been asked for in this world.
    pub(super) fn prescribed(&self, patient: PatientNumber) -> Vec<Course> {
        let path = u64::try_from(patient).unwrap_or(0);
        let mut mix = Mix::new(self.diary.seed, &[10, path]);
        let today = self.diary.first_day;
        // Every patient has the first three: a repeat to ask for, another beside it, and one that cannot be asked for.
        let chosen = DRUGS.iter().enumerate().filter(|(n, _)| *n < 3 || n % 2 == patient % 2);
        let mut courses: Vec<_> = chosen.map(|(n, drug)| course(&mut mix, n, drug, today)).collect();
        courses.sort_by(|a, b| (&a.name, &a.course_id).cmp(&(&b.name, &b.course_id)));
        courses
    }
}

fn course(mix: &mut Mix, number: usize, drug: &Drug, today: Date) -> Course {
    let (name, dosage, quantity, prescription_type, constituents) = *drug;
    let last_issued = today.saturating_sub(mix.between(1, 40).days());
    // The review of every patient's paracetamol or nasal spray, and of few others, is overdue.
    let overdue = matches!(number, 10 | 13);
    let review = if overdue { mix.between(-60, -1) } else { mix.between(200, 2_000) };
    Course {
        course_id: mix.guid(),
        name: name.to_owned(),
        dosage: dosage.map(str::to_owned),
        quantity: quantity.map(str::to_owned),
        prescription_type,
        can_be_requested: prescription_type == PrescriptionType::Repeat,
        constituents: constituents.iter().map(|&text| text.to_owned()).collect(),
        last_issued: (prescription_type != PrescriptionType::Unknown).then_some(last_issued),
        next_issue: next_issue(prescription_type, last_issued),
        review_date: (prescription_type != PrescriptionType::Acute)
            .then(|| today.saturating_add(review.days())),
    }
}

/// Repeats are due four weeks after they were last issued.
pub(super) fn next_issue(prescription_type: PrescriptionType, last_issued: Date) -> Option<Date> {
    matches!(prescription_type, PrescriptionType::Repeat | PrescriptionType::RepeatDispensing)
        .then(|| last_issued.saturating_add(28.days()))
}
