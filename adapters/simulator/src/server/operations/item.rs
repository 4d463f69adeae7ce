//! An item of the record, from the world's to the message's: one arm each, and observations in most.

use emis_core::messages::List;
use emis_core::messages::record::{Arm, Item};
use emis_core::messages::record::{
    Consultation, Document, DrugStatus, EffectiveDate, Medication, Mixture, MixtureConstituent, Observation,
    Precision, Problem, ProblemStatus, Range, Section, Significance, TestResult,
};
use emis_core::types::{Decimal, Text};

use super::convert::{date, date_time, each, guid, internal, optional_text, text};
use super::prescribing::prescription_type;
use super::shelf::Shelf;
use crate::world::{self, Refusal};

/// Where the lists within items are kept.
#[derive(Debug, Default)]
pub(super) struct Shelves<'a> {
    texts: Shelf<Text<'a, 100_000>>,
    observations: Shelf<Observation<'a>>,
    sections: Shelf<Section<'a>>,
    constituents: Shelf<MixtureConstituent<'a>>,
}

fn decimal(of: Option<&str>) -> Result<Option<Decimal<'_>>, Refusal> {
    internal(of.map(Decimal::parse).transpose())
}

fn precision(of: world::Precision) -> Precision<'static> {
    match of {
        // A word of its own on the wire, which readers treat as unknown.
        world::Precision::Unknown => Precision::of("Unknown"),
        world::Precision::Year => Precision::Year,
        world::Precision::YearMonth => Precision::YearMonth,
        world::Precision::YearMonthDay => Precision::YearMonthDay,
        world::Precision::YearMonthDayTime => Precision::YearMonthDayTime,
    }
}

fn range(of: &world::Range) -> Result<Range<'_>, Refusal> {
    Ok(Range {
        minimum: decimal(of.minimum.as_deref())?,
        maximum: decimal(of.maximum.as_deref())?,
        units: optional_text(of.units.as_deref())?,
    })
}

fn problem<'a>(of: &'a world::Problem, shelves: &'a Shelves<'a>) -> Result<Problem<'a>, Refusal> {
    Ok(Problem {
        status: match of.status {
            world::ProblemStatus::Active => ProblemStatus::Active,
            world::ProblemStatus::Past => ProblemStatus::Past,
        },
        significance: match of.significance {
            world::Significance::Significant => Significance::Significant,
            world::Significance::Minor => Significance::Minor,
        },
        end_date: of.end_date.map(date).transpose()?,
        observation: shelves.observed(of.observation.as_ref())?,
    })
}

fn medication<'a>(of: &'a world::Medication, shelves: &'a Shelves<'a>) -> Result<Medication<'a>, Refusal> {
    Ok(Medication {
        drug_name: text(&of.drug_name)?,
        dosage: optional_text(of.dosage.as_deref())?,
        quantity: decimal(of.quantity.as_deref())?,
        quantity_unit: optional_text(of.quantity_unit.as_deref())?,
        prescription_type: prescription_type(of.prescription_type),
        drug_status: match of.drug_status {
            world::DrugStatus::Active => DrugStatus::Active,
            world::DrugStatus::Ended => DrugStatus::Ended,
            world::DrugStatus::Cancelled => DrugStatus::Cancelled,
        },
        first_issued: of.first_issued.map(date).transpose()?,
        last_issued: of.last_issued.map(date).transpose()?,
        mixture: of.mixture.as_ref().map(|of| mixture(of, shelves)).transpose()?,
    })
}

fn mixture<'a>(of: &'a world::Mixture, shelves: &'a Shelves<'a>) -> Result<Mixture<'a>, Refusal> {
    let constituents = each(&of.constituents, |(name, strength)| {
        Ok(MixtureConstituent { name: text(name)?, strength: optional_text(strength.as_deref())? })
    })?;
    Ok(Mixture { name: text(&of.name)?, constituents: List::new(shelves.constituents.put(constituents)) })
}

fn document<'a>(of: &'a world::DocumentEntry, shelves: &'a Shelves<'a>) -> Result<Document<'a>, Refusal> {
    Ok(Document {
        document_id: text(&of.document_id)?,
        extension: text(&of.extension)?,
        size: of.size,
        available: of.available,
        observation: shelves.observed(of.observation.as_ref())?,
    })
}

impl<'a> Shelves<'a> {
    fn observation(&'a self, of: &'a world::Observation) -> Result<Observation<'a>, Refusal> {
        let free = each(&of.associated_text, |free| text(free))?;
        Ok(Observation {
            term: optional_text(of.term.as_deref())?,
            code: of.code,
            numeric_value: decimal(of.numeric_value.as_deref())?,
            operator: optional_text(of.operator.as_deref())?,
            units: optional_text(of.units.as_deref())?,
            text_value: optional_text(of.text_value.as_deref())?,
            range: of.range.as_ref().map(range).transpose()?,
            abnormal: of.abnormal,
            abnormal_reason: optional_text(of.abnormal_reason.as_deref())?,
            associated_text: List::new(self.texts.put(free)),
        })
    }

    fn observed(&'a self, of: Option<&'a world::Observation>) -> Result<Option<Observation<'a>>, Refusal> {
        of.map(|of| self.observation(of)).transpose()
    }

    fn all(&'a self, of: &'a [world::Observation]) -> Result<List<'a, Observation<'a>>, Refusal> {
        Ok(List::new(self.observations.put(each(of, |of| self.observation(of))?)))
    }

    fn consultation(&'a self, of: &'a world::Consultation) -> Result<Consultation<'a>, Refusal> {
        let sections = each(&of.sections, |(header, noted)| {
            Ok(Section { header: text(header)?, observations: self.all(noted)? })
        })?;
        Ok(Consultation {
            location: optional_text(of.location.as_deref())?,
            clinician: optional_text(of.clinician.as_deref())?,
            sections: List::new(self.sections.put(sections)),
        })
    }

    fn arm(&'a self, of: &'a world::Arm) -> Result<Arm<'a>, Refusal> {
        Ok(match of {
            world::Arm::Allergy(of) => Arm::Allergy(self.observation(of)?),
            world::Arm::Immunisation(of) => Arm::Immunisation(self.observation(of)?),
            world::Arm::Problem(of) => Arm::Problem(problem(of, self)?),
            world::Arm::TestResult(of) => Arm::TestResult(TestResult {
                observation: self.observation(&of.observation)?,
                children: self.all(&of.children)?,
            }),
            world::Arm::Medication(of) => Arm::Medication(medication(of, self)?),
            world::Arm::Consultation(of) => Arm::Consultation(self.consultation(of)?),
            world::Arm::Document(of) => Arm::Document(document(of, self)?),
        })
    }

    /// An item for a response.
    pub(super) fn item(&'a self, of: &'a world::Item) -> Result<Item<'a>, Refusal> {
        Ok(Item {
            event_id: guid(&of.event_id)?,
            term: optional_text(of.term.as_deref())?,
            code: of.code,
            effective_date: EffectiveDate {
                precision: precision(of.effective_date.precision),
                value: of.effective_date.value.map(date_time).transpose()?,
            },
            authorised_by: of.authorised_by.as_deref().map(guid).transpose()?,
            entered_by: of.entered_by.as_deref().map(guid).transpose()?,
            arm: self.arm(&of.arm)?,
        })
    }
}
