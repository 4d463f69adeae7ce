//! What the medical record is made of: items, one arm each, and the observations in them.
//!
//! All of this is generated for an answer; nothing is stored. Numbers with a fraction are kept as their digits.

use jiff::civil::{Date, DateTime};

use crate::world::courses::PrescriptionType;

/// A section of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ItemType {
    /// Allergies.
    Allergies,
    /// Consultations.
    Consultations,
    /// Documents.
    Documents,
    /// Immunisations.
    Immunisations,
    /// Medication.
    Medication,
    /// Problems.
    Problems,
    /// Test results.
    TestResults,
}

/// How much of a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// Nothing: there is no value.
    Unknown,
    /// The year.
    Year,
    /// The month.
    YearMonth,
    /// The day.
    YearMonthDay,
    /// The time.
    YearMonthDayTime,
}

/// When something was so; what is not known of the value is the first of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EffectiveDate {
    /// How much is known.
    pub precision: Precision,
    /// The value.
    pub value: Option<DateTime>,
}

/// An item of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// A guid.
    pub event_id: String,
    /// What it is called.
    pub term: Option<String>,
    /// A SNOMED CT concept.
    pub code: Option<i64>,
    /// When.
    pub effective_date: EffectiveDate,
    /// The guid of a user.
    pub authorised_by: Option<String>,
    /// The guid of a user.
    pub entered_by: Option<String>,
    /// What it says.
    pub arm: Arm,
}

/// What an item says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arm {
    /// An allergy.
    Allergy(Observation),
    /// An immunisation.
    Immunisation(Observation),
    /// A problem.
    Problem(Problem),
    /// A test result.
    TestResult(TestResult),
    /// A medication.
    Medication(Medication),
    /// A consultation.
    Consultation(Consultation),
    /// A document.
    Document(DocumentEntry),
}

/// The bounds of what is normal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The least.
    pub minimum: Option<String>,
    /// The most.
    pub maximum: Option<String>,
    /// Of what.
    pub units: Option<String>,
}

/// Something observed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observation {
    /// What it is called.
    pub term: Option<String>,
    /// A SNOMED CT concept.
    pub code: Option<i64>,
    /// The digits of a number.
    pub numeric_value: Option<String>,
    /// `<` and the like.
    pub operator: Option<String>,
    /// Of what.
    pub units: Option<String>,
    /// A value in words.
    pub text_value: Option<String>,
    /// What would be normal.
    pub range: Option<Range>,
    /// Whether it is not.
    pub abnormal: Option<bool>,
    /// Why it is not.
    pub abnormal_reason: Option<String>,
    /// Free text; empty where the practice withholds it.
    pub associated_text: Vec<String>,
}

/// Whether a problem is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemStatus {
    /// It is not.
    Active,
    /// It is.
    Past,
}

/// Whether a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Significance {
    /// Much.
    Significant,
    /// Little.
    Minor,
}

/// A problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Whether it is over.
    pub status: ProblemStatus,
    /// Whether it matters.
    pub significance: Significance,
    /// When it was over.
    pub end_date: Option<Date>,
    /// More about it.
    pub observation: Option<Observation>,
}

/// A test result: one value, or a panel of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestResult {
    /// The test.
    pub observation: Observation,
    /// The values of a panel.
    pub children: Vec<Observation>,
}

/// Whether a medication goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrugStatus {
    /// It does.
    Active,
    /// It has come to its end.
    Ended,
    /// It was stopped.
    Cancelled,
}

/// A mixture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mixture {
    /// Its name.
    pub name: String,
    /// Name and strength of what is in it.
    pub constituents: Vec<(String, Option<String>)>,
}

/// A medication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Medication {
    /// Its name.
    pub drug_name: String,
    /// How to take it.
    pub dosage: Option<String>,
    /// The digits of how much.
    pub quantity: Option<String>,
    /// Of what.
    pub quantity_unit: Option<String>,
    /// How it is prescribed.
    pub prescription_type: PrescriptionType,
    /// Whether it goes on.
    pub drug_status: DrugStatus,
    /// When it was first issued.
    pub first_issued: Option<Date>,
    /// When it was last issued.
    pub last_issued: Option<Date>,
    /// What it is made of.
    pub mixture: Option<Mixture>,
}

/// A consultation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consultation {
    /// Where.
    pub location: Option<String>,
    /// With whom.
    pub clinician: Option<String>,
    /// Headers, each with what was noted under it.
    pub sections: Vec<(String, Vec<Observation>)>,
}

/// A document's entry; its content is asked for by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentEntry {
    /// Asks for the content.
    pub document_id: String,
    /// Without a dot.
    pub extension: String,
    /// In bytes, before encoding.
    pub size: Option<i64>,
    /// Whether the content is available.
    pub available: bool,
    /// More about it.
    pub observation: Option<Observation>,
}

/// Somebody who wrote in the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// A guid.
    pub user_id: String,
    /// Their name.
    pub display_name: String,
    /// What they are.
    pub role: Option<String>,
    /// For whom they work.
    pub organisation: Option<String>,
}
