//! An item of the record as a row: when, what, and more about it.
//!
//! Nearly everything of an item is optional, and an item of an unknown kind is an item all the same: a row is never left
//! out.

use emis_core::owned::record::{
    Arm, Consultation, Document, DrugStatus, Item, Medication, Observation, Problem, ProblemStatus, Range,
    Significance, TestResult,
};

use super::dates::{day_of, day_with_year, when};

/// How much of a free text is shown, in characters.
const BEGINNING: usize = 90;

/// The row of an item.
pub(crate) fn item(item: &Item) -> Vec<String> {
    let (name, details) = match &item.arm {
        Arm::Allergy(observation) | Arm::Immunisation(observation) => {
            (term(Some(observation)), observed(observation))
        }
        Arm::Problem(of) => (term(of.observation.as_ref()), problem(of)),
        Arm::TestResult(of) => (term(Some(&of.observation)), result(of)),
        Arm::Medication(of) => (Some(of.drug_name.to_string()), medication(of)),
        Arm::Consultation(of) => (None, consultation(of)),
        Arm::Document(of) => (term(of.observation.as_ref()), document(of)),
        Arm::Unknown => (None, vec!["of a kind that can't be shown here".to_owned()]),
    };
    let what = item.term.as_ref().map(ToString::to_string).or(name);
    let what = what.unwrap_or_else(|| "(without a name)".to_owned());
    vec![when(&item.effective_date), what, details.join("; ")]
}

fn term(observation: Option<&Observation>) -> Option<String> {
    observation?.term.as_ref().map(ToString::to_string)
}

/// Its value, whether it is abnormal, and its first note.
fn observed(of: &Observation) -> Vec<String> {
    let mut details: Vec<String> = value(of).into_iter().collect();
    if of.abnormal == Some(true) {
        details.push("not as it should be".to_owned());
    }
    details.extend(of.abnormal_reason.as_ref().map(ToString::to_string));
    details.extend(of.text_value.as_ref().map(|text| beginning(text)));
    details.extend(of.associated_text.first().map(|text| beginning(text)));
    details
}

/// `< 5.4 mmol/L (3.5 to 5.0)`.
fn value(of: &Observation) -> Option<String> {
    let range = match &of.range {
        Some(Range { minimum: Some(least), maximum: Some(most), .. }) => Some(format!("({least} to {most})")),
        Some(Range { minimum: Some(least), .. }) => Some(format!("(at least {least})")),
        Some(Range { maximum: Some(most), .. }) => Some(format!("(at most {most})")),
        _ => None,
    };
    let parts = [
        of.operator.as_ref().map(ToString::to_string),
        Some(of.numeric_value.as_ref()?.to_string()),
        of.units.as_ref().map(ToString::to_string),
        range,
    ];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

fn problem(of: &Problem) -> Vec<String> {
    let status = match (&of.status, of.end_date) {
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
        details.extend(observed(observation));
    }
    details
}

/// Shows a single value, or the names of several.
fn result(of: &TestResult) -> Vec<String> {
    let mut details = observed(&of.observation);
    let mut parts = Vec::new();
    for child in &of.children {
        let name = term(Some(child)).unwrap_or_else(|| "(without a name)".to_owned());
        parts.push(value(child).map_or_else(|| name.clone(), |value| format!("{name} {value}")));
    }
    if !parts.is_empty() {
        details.insert(0, parts.join(", "));
    }
    details
}

fn medication(of: &Medication) -> Vec<String> {
    let status = match of.drug_status {
        DrugStatus::Ended => "ended",
        DrugStatus::Cancelled => "stopped",
        _ => "current",
    };
    let mut details = vec![status.to_owned()];
    details.extend(of.dosage.as_ref().map(ToString::to_string));
    details.extend(of.last_issued.map(|day| format!("last issued {}", day_with_year(day_of(day)))));
    details
}

fn consultation(of: &Consultation) -> Vec<String> {
    let mut details: Vec<String> = of.clinician.iter().map(|clinician| format!("with {clinician}")).collect();
    for section in &of.sections {
        let terms: Vec<_> = section.observations.iter().filter_map(|of| term(Some(of))).collect();
        let header = section.header.to_string();
        details.push(if terms.is_empty() { header } else { format!("{header}: {}", terms.join(", ")) });
    }
    details
}

fn document(of: &Document) -> Vec<String> {
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
fn beginning(text: &str) -> String {
    let mut text = text.chars();
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
    use emis_core::owned::record::{EffectiveDate, Precision};
    use emis_core::owned::types::Decimal;
    use emis_core::types::{self, Guid};

    const PLAIN: Observation = Observation {
        term: None,
        code: None,
        numeric_value: None,
        operator: None,
        units: None,
        text_value: None,
        range: None,
        abnormal: None,
        abnormal_reason: None,
        associated_text: Vec::new(),
    };

    fn shown(term: Option<&str>, arm: Arm) -> Vec<String> {
        let value = types::DateTime::parse("2020-11-22T00:00:00").ok();
        let id = Guid::from_bytes([0; 16]);
        item(&Item {
            event_id: id,
            term: term.map(|term| term.parse().unwrap()),
            code: None,
            effective_date: EffectiveDate { precision: Precision::YearMonthDay, value },
            authorised_by: None,
            entered_by: None,
            arm,
        })
    }

    #[test]
    fn a_value_is_shown_with_what_it_should_be() {
        let number = |text| Decimal::parse(text).ok();
        let notes = ["x".repeat(BEGINNING + 1), "second".to_owned()];
        let observation = Observation {
            numeric_value: number("5.40"),
            operator: "<".parse().ok(),
            units: "mmol/L".parse().ok(),
            range: Some(Range { minimum: number("3.5"), maximum: number("5.0"), units: None }),
            abnormal: Some(true),
            associated_text: notes.iter().map(|note| note.parse().unwrap()).collect(),
            ..PLAIN
        };
        let rest = format!("not as it should be; {}…", "x".repeat(BEGINNING));
        let row = shown(Some("Potassium"), Arm::Allergy(observation.clone()));
        let expected = ["22 Nov 2020", "Potassium", &format!("< 5.40 mmol/L (3.5 to 5.0); {rest}")];
        assert_eq!(row, expected);
        let children = vec![Observation { term: "Sodium".parse().ok(), ..observation }, PLAIN];
        let row = shown(None, Arm::TestResult(TestResult { observation: PLAIN, children }));
        assert_eq!(row[1..], ["(without a name)", "Sodium < 5.40 mmol/L (3.5 to 5.0), (without a name)"]);
    }

    #[test]
    fn a_long_text_is_cut_between_words() {
        assert_eq!(beginning("short"), "short");
        let long = format!("{} word {}", "é".repeat(70), "x".repeat(50));
        assert_eq!(beginning(&long), format!("{} word…", "é".repeat(70)));
        assert_eq!(beginning(&format!(" {}", "x".repeat(200))).chars().count(), BEGINNING + 1);
    }

    #[test]
    fn what_is_not_there_leaves_no_gap() {
        assert_eq!(shown(None, Arm::Immunisation(PLAIN)), ["22 Nov 2020", "(without a name)", ""]);
        let row = shown(Some("Asthma"), Arm::Unknown);
        assert_eq!(row[1..], ["Asthma", "of a kind that can't be shown here"]);
        let bare = Consultation { location: None, clinician: None, sections: Vec::new() };
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
            document_id: "1".parse().unwrap(),
            extension: "pdf".parse().unwrap(),
            size: Some(1001),
            available: false,
            observation: None,
        };
        assert_eq!(shown(None, Arm::Document(document))[2], "pdf, 2 kB; not to be had just now");
    }
}
