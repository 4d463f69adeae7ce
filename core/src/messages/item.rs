//! An item of the record: fields that all have, and exactly one arm of seven.

use super::choice::choice;
use super::record::{Consultation, Document, EffectiveDate, Medication, Observation, Problem, TestResult};
use super::types::{Guid, Text};

choice! {
    /// An item of the record.
    Item<'a> {
        /// Which item.
        event_id: Guid = "EventId",
        /// What it is.
        term: Option<Text<'a, 255>> = "Term",
        /// Its SNOMED CT concept.
        code: Option<i64> = "Code",
        /// When it was so.
        effective_date: EffectiveDate<'a> = "EffectiveDate",
        /// Who authorised it.
        authorised_by: Option<Guid> = "AuthorisedBy",
        /// Who entered it.
        entered_by: Option<Guid> = "EnteredBy",
    }
    /// What kind of item it is.
    Arm<'a> {
        /// An allergy.
        Allergy(Observation<'a>),
        /// An immunisation.
        Immunisation(Observation<'a>),
        /// A problem.
        Problem(Problem<'a>),
        /// A test result.
        TestResult(TestResult<'a>),
        /// Medication.
        Medication(Medication<'a>),
        /// A consultation.
        Consultation(Consultation<'a>),
        /// A document.
        Document(Document<'a>),
    }
}
