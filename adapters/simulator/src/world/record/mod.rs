//! The medical record, read-only: which sections and how far back the practice shows them, and the pages of each.
//!
//! There are two kinds of withholding: items before the practice's first day are left out, and items before
//! FreeTextFrom are shown without their free text.

mod documents;
mod item;
mod past;
mod texts;

use jiff::civil::{Date, DateTime};

pub use documents::{DocumentContent, MAXIMUM_DOCUMENT};
pub use item::{
    Arm, Consultation, DocumentEntry, DrugStatus, EffectiveDate, Item, ItemType, Medication, Mixture,
    Observation, Precision, Problem, ProblemStatus, Range, Significance, TestResult, User,
};

use super::World;
use super::access::{Caller, Requirement, Seat};
use super::page::{PageRequest, Pager, Position};
use super::practice::RecordSettings;
use super::refusal::{FaultCode, Refusal};
use super::time::{newest_first, span};

/// What the practice lets this patient see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// The first day with free text.
    pub free_text_from: Option<Date>,
}

/// A page of GetMedicalRecordData.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MedicalRecordData {
    /// The section.
    pub item_type: ItemType,
    /// What the practice lets this patient see.
    pub filter: Filter,
    /// Items, newest first; those without a date come last.
    pub items: Vec<Item>,
    /// Who wrote them.
    pub users: Vec<User>,
    /// Present if there is another page.
    pub next: Option<String>,
}

/// A section that the caller may see.
pub(super) struct Section<'w> {
    seat: Seat<'w>,
    settings: &'w RecordSettings,
}

impl RecordSettings {
    /// Whether the practice shows that section.
    #[must_use]
    pub const fn enables(&self, section: ItemType) -> bool {
        match section {
            ItemType::Allergies => self.allergies,
            ItemType::Consultations => self.consultations,
            ItemType::Documents => self.documents,
            ItemType::Immunisations => self.immunisations,
            ItemType::Medication => self.medication,
            ItemType::Problems => self.problems,
            ItemType::TestResults => self.test_results,
        }
    }
}

impl World {
    /// GetMedicalRecordData: items of a section from `from` to `to`, both days included, newest first by
    /// EffectiveDate. An item without a date is there only when neither is given.
    ///
    /// # Errors
    /// ServiceNotEnabled, AccountRestricted; FieldInvalid naming From, MaximumItems or After; SectionNotEnabled.
    pub fn medical_record_data(
        &self,
        caller: Caller<'_>,
        item_type: ItemType,
        from: Option<Date>,
        to: Option<Date>,
        page: PageRequest<'_>,
    ) -> Result<MedicalRecordData, Refusal> {
        self.seat(caller, Requirement::MedicalRecord)?;
        let days = span(from, to)?;
        let pager =
            Pager::new(caller.session, &format!("GetMedicalRecordData {item_type:?} {from:?} {to:?}"), page)?;
        let Section { seat, settings } = self.section(caller, item_type)?;
        let wanted = |item: &Item| match date(item) {
            Some(date) => days.contains(&date),
            None => from.is_none() && to.is_none(),
        };
        let items = seat.practice.items(seat.number, item_type).into_iter().zip(0i64..);
        let mut items: Vec<(Item, i64)> = items
            .filter(|(item, _)| shown(item, settings) && wanted(item))
            .filter(|item| pager.after.is_none_or(|after| position(item) > after))
            .collect();
        items.sort_by_key(position);
        let (items, next) = pager.take(items.into_iter(), position);
        let items: Vec<_> =
            items.into_iter().map(|(item, _)| withheld(item, settings.free_text_from)).collect();
        let mut users = seat.practice.users();
        users.retain(|user| {
            let names = |id: &Option<String>| id.as_ref() == Some(&user.user_id);
            items.iter().any(|item| names(&item.authorised_by) || names(&item.entered_by))
        });
        let free_text_from = settings.free_text_from;
        let filter = Filter { from: settings.visible_from, to: None, free_text_from };
        Ok(MedicalRecordData { item_type, filter, items, users, next })
    }

    fn section(&self, caller: Caller<'_>, section: ItemType) -> Result<Section<'_>, Refusal> {
        let seat = self.seat(caller, Requirement::MedicalRecord)?;
        let settings = seat.practice.settings.record.as_ref().filter(|record| record.enables(section));
        Ok(Section { seat, settings: settings.ok_or(FaultCode::SectionNotEnabled)? })
    }
}

fn date(item: &Item) -> Option<Date> {
    item.effective_date.value.map(DateTime::date)
}

fn position((item, number): &(Item, i64)) -> Position {
    newest_first(item.effective_date.value.unwrap_or(DateTime::MIN), *number)
}

/// Whether the practice shows the item at all; one without a date is shown.
fn shown(item: &Item, settings: &RecordSettings) -> bool {
    settings.visible_from.is_none_or(|from| date(item).is_none_or(|date| date >= from))
}

/// The item without its free text, where the practice withholds that; of an item without a date it does.
fn withheld(mut item: Item, free_text_from: Option<Date>) -> Item {
    let free = free_text_from.is_none_or(|from| date(&item).is_some_and(|date| date >= from));
    if !free {
        for observation in observations(&mut item.arm) {
            observation.associated_text.clear();
        }
    }
    item
}

fn observations(arm: &mut Arm) -> Vec<&mut Observation> {
    match arm {
        Arm::Allergy(observation) | Arm::Immunisation(observation) => vec![observation],
        Arm::Problem(problem) => problem.observation.iter_mut().collect(),
        Arm::TestResult(result) => {
            core::iter::once(&mut result.observation).chain(&mut result.children).collect()
        }
        Arm::Medication(_) => Vec::new(),
        Arm::Consultation(consultation) => {
            consultation.sections.iter_mut().flat_map(|(_, noted)| noted).collect()
        }
        Arm::Document(document) => document.observation.iter_mut().collect(),
    }
}
