//! A patient's past, generated on demand: about a hundred items over decades, the same each time.
//!
//! An item depends on the seed, the patient, its section and its number, and on the day on which the world began; not
//! on now. So a record does not grow as the clock moves, and a page asked for tomorrow continues today's.

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};

use super::item::{
    Arm, Consultation, DocumentEntry, DrugStatus, EffectiveDate, Item, ItemType, Medication, Mixture,
    Observation, Precision, Problem, ProblemStatus, Significance, TestResult, User,
};
use super::{documents, texts};
use crate::world::courses::{DRUGS, PrescriptionType};
use crate::world::mix::Mix;
use crate::world::practice::{PatientNumber, Practice};

/// How many items a section has, at least and at most.
const fn extent(section: ItemType) -> (i32, i32) {
    match section {
        ItemType::Allergies => (1, 4),
        ItemType::Consultations => (90, 160),
        ItemType::Documents => (12, 30),
        ItemType::Immunisations => (8, 20),
        ItemType::Medication => (25, 50),
        ItemType::Problems => (6, 18),
        ItemType::TestResults => (60, 120),
    }
}

fn path(patient: PatientNumber) -> u64 {
    u64::try_from(patient).unwrap_or(u64::MAX)
}

const fn section_path(section: ItemType) -> u64 {
    match section {
        ItemType::Allergies => 0,
        ItemType::Consultations => 1,
        ItemType::Documents => 2,
        ItemType::Immunisations => 3,
        ItemType::Medication => 4,
        ItemType::Problems => 5,
        ItemType::TestResults => 6,
    }
}

impl Practice {
    /// All items of a section, in no order.
    pub(super) fn items(&self, patient: PatientNumber, section: ItemType) -> Vec<Item> {
        let Some(born) = self.patients.get(patient).map(|p| p.demographics.date_of_birth) else {
            return Vec::new();
        };
        let steps = [20, path(patient), section_path(section)];
        let (least, most) = extent(section);
        let count = Mix::new(self.diary.seed, &steps).between(least, most);
        let users = self.users();
        let item = |number: u64| {
            let mut mix = Mix::new(self.diary.seed, &[steps[0], steps[1], steps[2], number]);
            let effective_date = effective_date(&mut mix, section, number, born, self.diary.first_day);
            let day = effective_date.value.map_or(self.diary.first_day, DateTime::date);
            let (term, code, arm) = match section {
                ItemType::Allergies => observed(&mut mix, &texts::ALLERGIES, Arm::Allergy),
                ItemType::Immunisations => observed(&mut mix, &texts::IMMUNISATIONS, Arm::Immunisation),
                ItemType::Problems => problem(&mut mix, day, self.diary.first_day),
                ItemType::TestResults => test_result(&mut mix),
                ItemType::Medication => medication(&mut mix, day, self.diary.first_day),
                ItemType::Consultations => consultation(&mut mix, self),
                ItemType::Documents => document(&mut mix, self, patient, number),
            };
            let by = mix.percent(95).then(|| users[mix.below(users.len())].user_id.clone());
            let entered_by =
                if mix.percent(80) { by.clone() } else { users.last().map(|u| u.user_id.clone()) };
            Item { event_id: mix.guid(), term, code, effective_date, authorised_by: by, entered_by, arm }
        };
        (0..u64::try_from(count).unwrap_or(0)).map(item).collect()
    }

    /// Everybody who wrote in a record: the clinicians, and a hospital.
    pub(super) fn users(&self) -> Vec<User> {
        let mut mix = Mix::new(self.diary.seed, &[21, 0]);
        let own = self.clinicians.iter().map(|clinician| User {
            user_id: mix.guid(),
            display_name: clinician.display_name.clone(),
            role: clinician.job_role.clone(),
            organisation: Some(self.name.clone()),
        });
        let mut users: Vec<_> = own.collect();
        users.push(User {
            user_id: mix.guid(),
            display_name: "St. Thomas' & Guy's Pathology".to_owned(),
            role: None,
            organisation: None,
        });
        users
    }
}

/// Somewhere in the last forty years of a life, mostly known to the day or the minute. Where a date may be unknown at
/// all, the section's second item has none, so that every record has such an item.
fn effective_date(mix: &mut Mix, section: ItemType, number: u64, born: Date, today: Date) -> EffectiveDate {
    let begin = born.max(today.saturating_sub(40.years()));
    let width = i32::try_from(today.duration_since(begin).as_hours() / 24).unwrap_or(0).max(1);
    let day = begin.saturating_add(mix.between(0, width - 1).days());
    let precise = matches!(section, ItemType::Consultations | ItemType::TestResults | ItemType::Documents);
    let precision = match mix.below(20) {
        _ if number == 1 && !precise => Precision::Unknown,
        0 if !precise => Precision::Year,
        1 | 2 if !precise => Precision::YearMonth,
        n if precise && n > 2 => Precision::YearMonthDayTime,
        _ => Precision::YearMonthDay,
    };
    let time = day.at(8, 0, 0, 0).saturating_add(mix.between(0, 36_000).seconds());
    let value = match precision {
        Precision::Unknown => None,
        Precision::Year => Some(day.first_of_year().at(0, 0, 0, 0)),
        Precision::YearMonth => Some(day.first_of_month().at(0, 0, 0, 0)),
        Precision::YearMonthDay => Some(day.at(0, 0, 0, 0)),
        Precision::YearMonthDayTime => Some(time),
    };
    EffectiveDate { precision, value }
}

type Parts = (Option<String>, Option<i64>, Arm);

fn observation(term: &str, code: i64) -> Observation {
    Observation { term: Some(term.to_owned()), code: Some(code), ..Observation::default() }
}

/// None to three notes, now and then a long one.
fn notes(mix: &mut Mix) -> Vec<String> {
    let length = if mix.percent(3) { 40 } else { 3 };
    (0..mix.below(4))
        .map(|_| {
            let sentences: Vec<_> = (0..=mix.below(length)).map(|_| mix.pick(&texts::NOTES)).collect();
            sentences.join(" ")
        })
        .collect()
}

fn observed(mix: &mut Mix, terms: &[(&str, i64)], arm: fn(Observation) -> Arm) -> Parts {
    let (term, code) = mix.pick(terms);
    let observation = Observation { associated_text: notes(mix), ..observation(term, code) };
    (Some(term.to_owned()), Some(code), arm(observation))
}

fn problem(mix: &mut Mix, day: Date, today: Date) -> Parts {
    let (term, code) = mix.pick(&texts::PROBLEMS);
    let past = mix.percent(60);
    let arm = Arm::Problem(Problem {
        status: if past { ProblemStatus::Past } else { ProblemStatus::Active },
        significance: if mix.percent(40) { Significance::Significant } else { Significance::Minor },
        end_date: past.then(|| day.saturating_add(mix.between(7, 900).days()).min(today)),
        observation: mix
            .percent(70)
            .then(|| Observation { associated_text: notes(mix), ..observation(term, code) }),
    });
    (Some(term.to_owned()), Some(code), arm)
}

fn test_result(mix: &mut Mix) -> Parts {
    let (term, code, members) = mix.pick(&texts::PANELS);
    let mut children: Vec<_> = members.iter().map(|member| texts::measured(mix, member)).collect();
    let mut result = match children.len() {
        1 => children.remove(0),
        _ => observation(term, code),
    };
    result.associated_text = notes(mix);
    (Some(term.to_owned()), Some(code), Arm::TestResult(TestResult { observation: result, children }))
}

fn medication(mix: &mut Mix, day: Date, today: Date) -> Parts {
    let (name, dosage, quantity, prescription_type, constituents) = mix.pick(&DRUGS);
    let (amount, unit) = quantity.and_then(|q| q.rsplit_once(' ')).unzip();
    let once = prescription_type == PrescriptionType::Acute;
    let last = day.saturating_add(mix.between(28, 700).days()).min(today);
    let parts = constituents.iter().map(|part| match part.rsplit_once(' ') {
        Some((name, strength)) => (name.to_owned(), Some(strength.to_owned())),
        None => ((*part).to_owned(), None),
    });
    let arm = Arm::Medication(Medication {
        drug_name: name.to_owned(),
        dosage: dosage.map(str::to_owned),
        quantity: amount.filter(|a| a.bytes().all(|b| b.is_ascii_digit())).map(str::to_owned),
        quantity_unit: unit.map(str::to_owned),
        prescription_type,
        drug_status: mix.pick(&[
            DrugStatus::Active,
            DrugStatus::Ended,
            DrugStatus::Ended,
            DrugStatus::Cancelled,
        ]),
        first_issued: Some(day),
        last_issued: (!once).then_some(last),
        mixture: (!constituents.is_empty())
            .then(|| Mixture { name: name.to_owned(), constituents: parts.collect() }),
    });
    (Some(name.to_owned()), None, arm)
}

fn consultation(mix: &mut Mix, practice: &Practice) -> Parts {
    let sections = texts::HEADERS.iter().filter(|_| mix.percent(60)).copied().collect::<Vec<_>>();
    let section = |header: &str, mix: &mut Mix| {
        let notes = (0..=mix.below(2)).map(|_| {
            let (term, code) = mix.pick(&texts::PROBLEMS);
            Observation { associated_text: notes(mix), ..observation(term, code) }
        });
        (header.to_owned(), notes.collect::<Vec<_>>())
    };
    let sections = sections.into_iter().map(|header| section(header, mix)).collect();
    let place = practice.locations.get(mix.below(practice.locations.len()));
    let who = practice.clinicians.get(mix.below(practice.clinicians.len()));
    let arm = Arm::Consultation(Consultation {
        location: place.filter(|_| mix.percent(90)).map(|place| place.name.clone()),
        clinician: who.filter(|_| mix.percent(90)).map(|who| who.display_name.clone()),
        sections,
    });
    (
        Some(mix.pick(&["GP surgery", "Telephone encounter", "Home visit", "Café drop-in"]).to_owned()),
        None,
        arm,
    )
}

fn document(mix: &mut Mix, practice: &Practice, patient: PatientNumber, number: u64) -> Parts {
    let (term, code) = mix.pick(&texts::LETTERS);
    let document = documents::Document::of(practice, patient, number);
    let arm = Arm::Document(DocumentEntry {
        document_id: documents::document_id(patient, number),
        extension: "html".to_owned(),
        size: document.available.then(|| i64::try_from(document.size).unwrap_or(0)),
        available: document.available,
        observation: mix
            .percent(60)
            .then(|| Observation { associated_text: notes(mix), ..observation(term, code) }),
    });
    (Some(term.to_owned()), Some(code), arm)
}
