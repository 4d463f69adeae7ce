//! An item of the record: fields that all have, and exactly one arm of seven.
//!
//! It is the one element that is a choice, so its reader is written by hand: the arms share one place, which keeps an
//! item as small as its largest arm.

use super::Fields;
use super::field::{
    Context, Field, Kind, Occurs, Out, Problem as FieldProblem, ProblemKind, Side, Walk, bare,
};
use super::record::{Consultation, Document, EffectiveDate, Medication, Observation, Problem, TestResult};
use super::value::{Member, Value};
use crate::profile::Version;
use crate::types::{Guid, Text};
use crate::xml::{Cursor, Writer};

/// An item of the record.
#[derive(Clone, Copy)]
pub struct Item<'a> {
    /// Which item.
    pub event_id: Guid,
    /// What it is.
    pub term: Option<Text<'a, 255>>,
    /// Its SNOMED CT concept.
    pub code: Option<i64>,
    /// When it was so.
    pub effective_date: EffectiveDate<'a>,
    /// Who authorised it.
    pub authorised_by: Option<Guid>,
    /// Who entered it.
    pub entered_by: Option<Guid>,
    /// What kind of item it is.
    pub arm: Arm<'a>,
}

/// What kind of item it is.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::large_enum_variant)] // There is no heap to put the large ones.
pub enum Arm<'a> {
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
    /// One that is not known here; the common fields are.
    Unknown,
}

/// A field of an item.
const fn field(tag: &'static str, occurs: Occurs, kind: Kind) -> Field {
    Field { tag, item: None, since: Version::V1_0, occurs, kind }
}

/// How many fields come before the arms.
const COMMON: usize = 6;

impl<'a> Fields<'a> for Item<'a> {
    const FIELDS: &'static [Field] = &[
        field("<EventId>", Occurs::Once, Kind::Guid),
        field("<Term>", Occurs::Optional, Kind::Text(255)),
        field("<Code>", Occurs::Optional, Kind::Int),
        field("<EffectiveDate>", Occurs::Once, EffectiveDate::KIND),
        field("<AuthorisedBy>", Occurs::Optional, Kind::Guid),
        field("<EnteredBy>", Occurs::Optional, Kind::Guid),
        field("<Allergy>", Occurs::Arm, Observation::KIND),
        field("<Immunisation>", Occurs::Arm, Observation::KIND),
        field("<Problem>", Occurs::Arm, Problem::KIND),
        field("<TestResult>", Occurs::Arm, TestResult::KIND),
        field("<Medication>", Occurs::Arm, Medication::KIND),
        field("<Consultation>", Occurs::Arm, Consultation::KIND),
        field("<Document>", Occurs::Arm, Document::KIND),
    ];

    fn read_fields(
        cursor: &mut Cursor<'a>,
        own: &'static str,
        context: Context,
    ) -> Result<Self, FieldProblem<'a>> {
        let (mut event_id, mut term, mut code) = (None, None, None);
        let (mut effective_date, mut authorised_by, mut entered_by) = (None, None, None);
        let mut arm: Option<Arm<'a>> = None;
        let mut walk = Walk::new(own, Self::FIELDS, context);
        while let Some(found) = walk.next(cursor) {
            let Some(field) = Self::FIELDS.get(found) else { break };
            let read = match found {
                0 => Guid::read_into(cursor, field, context, &mut event_id),
                1 => Option::read_into(cursor, field, context, &mut term),
                2 => Option::read_into(cursor, field, context, &mut code),
                3 => EffectiveDate::read_into(cursor, field, context, &mut effective_date),
                4 => Option::read_into(cursor, field, context, &mut authorised_by),
                5 => Option::read_into(cursor, field, context, &mut entered_by),
                _ => Arm::read(cursor, found - COMMON, field.tag, context).and_then(|read| {
                    // Two known arms contradict each other.
                    if arm.replace(read).is_some() { Err(FieldProblem::invalid(field.tag)) } else { Ok(()) }
                }),
            };
            walk.keep(found, read);
        }
        walk.settle(0, &mut event_id, None);
        walk.settle(3, &mut effective_date, None);
        walk.done()?;
        let arm = match (arm, context.side) {
            (Some(arm), _) => arm,
            (None, Side::Response) => Arm::Unknown,
            (None, Side::Request) => return Err(FieldProblem::new(ProblemKind::Missing, own)),
        };
        match (event_id, effective_date) {
            (Some(event_id), Some(effective_date)) => Ok(Self {
                event_id,
                term: term.flatten(),
                code: code.flatten(),
                effective_date,
                authorised_by: authorised_by.flatten(),
                entered_by: entered_by.flatten(),
                arm,
            }),
            _ => Err(FieldProblem::new(ProblemKind::Invalid, own)),
        }
    }

    fn write_fields(&self, writer: &mut Writer<'_>, out: &mut Out) {
        let mut table = Self::FIELDS.iter();
        let mut next = || table.next();
        let members: [(Option<&'static Field>, &dyn Put); COMMON] = [
            (next(), &self.event_id),
            (next(), &self.term),
            (next(), &self.code),
            (next(), &self.effective_date),
            (next(), &self.authorised_by),
            (next(), &self.entered_by),
        ];
        for (field, member) in members {
            if let Some(field) = field {
                member.put_field(writer, field, out);
            }
        }
        let (place, arm): (usize, &dyn Put) = match &self.arm {
            Arm::Allergy(arm) => (0, arm),
            Arm::Immunisation(arm) => (1, arm),
            Arm::Problem(arm) => (2, arm),
            Arm::TestResult(arm) => (3, arm),
            Arm::Medication(arm) => (4, arm),
            Arm::Consultation(arm) => (5, arm),
            Arm::Document(arm) => (6, arm),
            Arm::Unknown => return,
        };
        if let Some(field) = Self::FIELDS.get(COMMON + place) {
            arm.put_field(writer, field, out);
        }
    }
}

/// [`Member::put`] as an object, so that one loop writes all.
trait Put {
    fn put_field(&self, writer: &mut Writer<'_>, field: &'static Field, out: &mut Out);
}

impl<'a, T: Member<'a>> Put for T {
    fn put_field(&self, writer: &mut Writer<'_>, field: &'static Field, out: &mut Out) {
        self.put(writer, field, out);
    }
}

impl<'a> Arm<'a> {
    fn read(
        cursor: &mut Cursor<'a>,
        place: usize,
        tag: &'static str,
        context: Context,
    ) -> Result<Self, FieldProblem<'a>> {
        match place {
            0 => Observation::read(cursor, tag, context).map(Self::Allergy),
            1 => Observation::read(cursor, tag, context).map(Self::Immunisation),
            2 => Problem::read(cursor, tag, context).map(Self::Problem),
            3 => TestResult::read(cursor, tag, context).map(Self::TestResult),
            4 => Medication::read(cursor, tag, context).map(Self::Medication),
            5 => Consultation::read(cursor, tag, context).map(Self::Consultation),
            _ => Document::read(cursor, tag, context).map(Self::Document),
        }
    }
}

impl<'a> Value<'a> for Item<'a> {
    const KIND: Kind = Kind::Struct(<Self as Fields<'a>>::FIELDS);

    fn read(cursor: &mut Cursor<'a>, tag: &'static str, context: Context) -> Result<Self, FieldProblem<'a>> {
        Self::read_fields(cursor, bare(tag), context)
    }

    fn write(&self, writer: &mut Writer<'_>, out: &mut Out) {
        self.write_fields(writer, out);
    }
}

impl core::fmt::Debug for Item<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Item(redacted)")
    }
}
