//! An item of the record as a row: when, what, and what else there is to say of it.
//!
//! The one thing that a reader would get wrong: nearly everything of an item is optional, and a kind of item that this
//! software does not know is an item all the same. A row is never left out.

use emis_core::messages::DecodeError;
use emis_core::messages::item::{Arm, Item};
use emis_core::messages::record::{
    Consultation, Document, DrugStatus, Medication, Observation, Problem, ProblemStatus, Range, Significance,
    TestResult,
};

use super::dates::{day_of, day_with_year, when};

/// How much of a free text is shown, in characters.
const BEGINNING: usize = 90;

/// The row of an item.
pub(crate) fn item(item: &Item<'_>) -> Result<Vec<String>, DecodeError> {
    let (name, details) = match &item.arm {
        Arm::Allergy(observation) | Arm::Immunisation(observation) => {
            (term(Some(observation)), observed(observation)?)
        }
        Arm::Problem(of) => (term(of.observation.as_ref()), problem(of)?),
        Arm::TestResult(of) => (term(Some(&of.observation)), result(of)?),
        Arm::Medication(of) => (Some(of.drug_name.to_string()), medication(of)),
        Arm::Consultation(of) => (None, consultation(of)?),
        Arm::Document(of) => (term(of.observation.as_ref()), document(of)),
        Arm::Unknown => (None, vec!["of a kind that can't be shown here".to_owned()]),
    };
    let what = item.term.map(|term| term.to_string()).or(name);
    let what = what.unwrap_or_else(|| "(without a name)".to_owned());
    Ok(vec![when(&item.effective_date), what, details.join("; ")])
}

fn term(observation: Option<&Observation<'_>>) -> Option<String> {
    observation?.term.map(|term| term.to_string())
}

/// Its value, whether it is out of order, and the first of its notes.
fn observed(of: &Observation<'_>) -> Result<Vec<String>, DecodeError> {
    let mut details: Vec<String> = value(of).into_iter().collect();
    if of.abnormal == Some(true) {
        details.push("not as it should be".to_owned());
    }
    details.extend(of.abnormal_reason.map(|reason| reason.to_string()));
    details.extend(of.text_value.map(|text| beginning(text.chars())));
    details.extend(of.associated_text.iter().next().transpose()?.map(|text| beginning(text.chars())));
    Ok(details)
}

/// `< 5.4 mmol/L (3.5 to 5.0)`.
fn value(of: &Observation<'_>) -> Option<String> {
    let range = match of.range {
        Some(Range { minimum: Some(least), maximum: Some(most), .. }) => Some(format!("({least} to {most})")),
        Some(Range { minimum: Some(least), .. }) => Some(format!("(at least {least})")),
        Some(Range { maximum: Some(most), .. }) => Some(format!("(at most {most})")),
        _ => None,
    };
    let parts = [
        of.operator.map(|operator| operator.to_string()),
        Some(of.numeric_value?.to_string()),
        of.units.map(|units| units.to_string()),
        range,
    ];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

fn problem(of: &Problem<'_>) -> Result<Vec<String>, DecodeError> {
    let status = match (of.status, of.end_date) {
        (ProblemStatus::Past, Some(end)) => format!("until {}", day_with_year(day_of(end))),
        (ProblemStatus::Past, None) => "past".to_owned(),
        _ => "active".to_owned(),
    };
    let status = match of.significance {
        Significance::Significant => format!("{status}, significant"),
        _ => status,
    };
    let mut details = vec![status];
    if let Some(observation) = &of.observation {
        details.extend(observed(observation)?);
    }
    Ok(details)
}

/// A single value is given; of several, which they are.
fn result(of: &TestResult<'_>) -> Result<Vec<String>, DecodeError> {
    let mut details = observed(&of.observation)?;
    let mut parts = Vec::new();
    for child in of.children {
        let child = child?;
        let name = term(Some(&child)).unwrap_or_else(|| "(without a name)".to_owned());
        parts.push(value(&child).map_or_else(|| name.clone(), |value| format!("{name} {value}")));
    }
    if !parts.is_empty() {
        details.insert(0, parts.join(", "));
    }
    Ok(details)
}

fn medication(of: &Medication<'_>) -> Vec<String> {
    let status = match of.drug_status {
        DrugStatus::Ended => "ended",
        DrugStatus::Cancelled => "stopped",
        _ => "current",
    };
    let mut details = vec![status.to_owned()];
    details.extend(of.dosage.map(|dosage| dosage.to_string()));
    details.extend(of.last_issued.map(|day| format!("last issued {}", day_with_year(day_of(day)))));
    details
}

fn consultation(of: &Consultation<'_>) -> Result<Vec<String>, DecodeError> {
    let mut details: Vec<String> =
        of.clinician.map(|clinician| format!("with {clinician}")).into_iter().collect();
    for section in of.sections {
        let section = section?;
        let mut terms = Vec::new();
        for observation in section.observations {
            terms.extend(term(Some(&observation?)));
        }
        let header = section.header.to_string();
        details.push(if terms.is_empty() { header } else { format!("{header}: {}", terms.join(", ")) });
    }
    Ok(details)
}

fn document(of: &Document<'_>) -> Vec<String> {
    let kind = match of.size {
        Some(size) => format!("{}, {} kB", of.extension, (size.max(0) + 999) / 1000),
        None => of.extension.to_string(),
    };
    let mut details = vec![kind];
    if !of.available {
        details.push("not to be had just now".to_owned());
    }
    details
}

/// The beginning of a text, to the end of a word where there is one.
fn beginning(mut text: impl Iterator<Item = char>) -> String {
    let mut shown: String = text.by_ref().take(BEGINNING).collect();
    if text.next().is_some() {
        let end = shown.rfind(char::is_whitespace).filter(|end| *end > 0);
        shown.truncate(end.unwrap_or(shown.len()));
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use emis_core::messages::List;
    use emis_core::messages::record::{EffectiveDate, Precision};
    use emis_core::types::{self, Decimal, Guid, Text};

    const PLAIN: Observation<'static> = Observation {
        term: None,
        code: None,
        numeric_value: None,
        operator: None,
        units: None,
        text_value: None,
        range: None,
        abnormal: None,
        abnormal_reason: None,
        associated_text: List::EMPTY,
    };

    #[allow(clippy::large_types_passed_by_value)] // an arm each, made on the spot
    fn shown(term: Option<&str>, arm: Arm<'_>) -> Vec<String> {
        let value = types::DateTime::parse("2020-11-22T00:00:00").ok();
        let id = Guid::from_octets([0; 16]);
        item(&Item {
            event_id: id,
            term: term.map(|term| Text::new(term).unwrap()),
            code: None,
            effective_date: EffectiveDate { precision: Precision::YearMonthDay, value },
            authorised_by: None,
            entered_by: None,
            arm,
        })
        .unwrap()
    }

    #[test]
    fn a_value_is_shown_with_what_it_should_be() {
        let number = |text| Decimal::parse(text).ok();
        let notes = ["x".repeat(BEGINNING + 1)];
        let notes = [Text::new(&notes[0]).unwrap(), Text::new("second").unwrap()];
        let observation = Observation {
            numeric_value: number("5.40"),
            operator: Text::new("<").ok(),
            units: Text::new("mmol/L").ok(),
            range: Some(Range { minimum: number("3.5"), maximum: number("5.0"), units: None }),
            abnormal: Some(true),
            associated_text: List::new(&notes),
            ..PLAIN
        };
        let rest = format!("not as it should be; {}…", "x".repeat(BEGINNING));
        let row = shown(Some("Potassium"), Arm::Allergy(observation));
        let expected = ["22 Nov 2020", "Potassium", &format!("< 5.40 mmol/L (3.5 to 5.0); {rest}")];
        assert_eq!(row, expected);
        let children = [Observation { term: Text::new("Sodium").ok(), ..observation }, PLAIN];
        let row =
            shown(None, Arm::TestResult(TestResult { observation: PLAIN, children: List::new(&children) }));
        assert_eq!(row[1..], ["(without a name)", "Sodium < 5.40 mmol/L (3.5 to 5.0), (without a name)"]);
    }

    #[test]
    fn a_long_text_is_cut_between_words() {
        assert_eq!(beginning("short".chars()), "short");
        let long = format!("{} word {}", "é".repeat(70), "x".repeat(50));
        assert_eq!(beginning(long.chars()), format!("{} word…", "é".repeat(70)));
        assert_eq!(beginning(" ".chars().chain("x".repeat(200).chars())).chars().count(), BEGINNING + 1);
    }

    #[test]
    fn what_is_not_there_leaves_no_gap() {
        assert_eq!(shown(None, Arm::Immunisation(PLAIN)), ["22 Nov 2020", "(without a name)", ""]);
        let row = shown(Some("Asthma"), Arm::Unknown);
        assert_eq!(row[1..], ["Asthma", "of a kind that can't be shown here"]);
        let bare = Consultation { location: None, clinician: None, sections: List::EMPTY };
        assert_eq!(shown(Some("GP surgery"), Arm::Consultation(bare))[2], "");
        let end_date = types::Date::parse("2021-01-02").ok();
        let problem = Problem {
            status: ProblemStatus::Past,
            significance: Significance::Significant,
            end_date,
            observation: None,
        };
        assert_eq!(shown(None, Arm::Problem(problem))[2], "until 2 Jan 2021, significant");
        let document = Document {
            document_id: Text::new("1").unwrap(),
            extension: Text::new("pdf").unwrap(),
            size: Some(1001),
            available: false,
            observation: None,
        };
        assert_eq!(shown(None, Arm::Document(document))[2], "pdf, 2 kB; not to be had just now");
    }
}
