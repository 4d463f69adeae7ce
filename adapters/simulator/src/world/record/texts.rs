//! The words of the record: terms with their SNOMED CT concepts, tests with their ranges, sentences.
//!
//! Real enough to look right on a screen; not a source of clinical knowledge.

use super::item::{Observation, Range};
use crate::world::mix::Mix;

pub(super) const ALLERGIES: [(&str, i64); 5] = [
    ("Allergy to penicillin", 91_936_005),
    ("Allergy to peanut", 91_935_009),
    ("Allergy to bee venom", 424_213_003),
    ("Adverse reaction to latex", 300_916_003),
    ("Hay fever (café & garden)", 21_719_001),
];

pub(super) const IMMUNISATIONS: [(&str, i64); 6] = [
    ("Influenza vaccination", 86_198_006),
    ("Administration of tetanus vaccine", 127_786_006),
    ("Measles, mumps & rubella vaccination", 38_598_009),
    ("Pneumococcal vaccination", 12_866_006),
    ("Administration of SARS-CoV-2 vaccine", 840_534_001),
    ("Hepatitis B vaccination", 16_584_000),
];

pub(super) const PROBLEMS: [(&str, i64); 12] = [
    ("Asthma", 195_967_001),
    ("Type 2 diabetes mellitus", 44_054_006),
    ("Essential hypertension", 59_621_000),
    ("Ménière's disease", 13_445_001),
    ("Sjögren's syndrome", 83_901_003),
    ("Low back pain", 279_039_007),
    ("Baker's cyst of knee", 240_221_008),
    ("Upper respiratory tract infection", 54_150_009),
    ("Colles' fracture", 263_102_004),
    ("Anxiety with depression", 231_504_006),
    ("Eczema", 43_116_000),
    ("Raynaud's phenomenon", 266_261_006),
];

pub(super) const LETTERS: [(&str, i64); 5] = [
    ("Letter from specialist", 823_681_000_000_100),
    ("Hospital discharge summary", 823_701_000_000_103),
    ("Clinical report – X-ray & ultrasound", 823_691_000_000_103),
    ("Patient's consent form", 823_571_000_000_103),
    ("Insurer's medical report", 823_651_000_000_106),
];

pub(super) const HEADERS: [&str; 6] =
    ["History", "Examination", "Problem", "Comment", "Plan & follow-up", "Medication"];

pub(super) const NOTES: [&str; 10] = [
    "Feels better than last week; sleeps well.",
    "BP 128/76 mmHg, pulse regular.",
    "Temp < 37.5 °C & no rash.",
    "Patient says \"it comes & goes\".",
    "Advised to rest, drink plenty and take paracetamol.",
    "Won't take tablets: they don't agree with her stomach.",
    "Seen by Mr. Ó Dálaigh at St. James's.",
    "Naïve to opioids.\nReview in 2 weeks.",
    "Range of movement > 90°, no crepitus.",
    "Discussed with daughter (Zoë), who'll ring on Monday.",
];

/// Term, concept, units, least and most normal value in tenths, whether to show a fraction.
pub(super) type Measure = (&'static str, i64, &'static str, i32, i32, bool);

/// Term, concept, and the values in it: a panel of one is a plain result.
pub(super) type Panel = (&'static str, i64, &'static [Measure]);

pub(super) const PANELS: [Panel; 5] = [
    (
        "Full blood count",
        26_604_007,
        &[
            ("Haemoglobin", 1_022_431_000_000_105, "g/L", 1_150, 1_650, false),
            ("White cell count", 1_022_541_000_000_102, "10*9/L", 40, 110, true),
            ("Platelet count", 1_022_651_000_000_100, "10*9/L", 1_500, 4_000, false),
            ("Mean cell volume", 1_022_491_000_000_106, "fL", 800, 1_000, true),
        ],
    ),
    (
        "Urea & electrolytes",
        444_164_000,
        &[
            ("Sodium", 1_000_661_000_000_107, "mmol/L", 1_330, 1_460, false),
            ("Potassium", 1_000_651_000_000_109, "mmol/L", 35, 53, true),
            ("Creatinine", 1_000_731_000_000_107, "µmol/L", 590, 1_040, false),
        ],
    ),
    (
        "Haemoglobin A1c level",
        999_791_000_000_106,
        &[("HbA1c", 999_791_000_000_106, "mmol/mol", 200, 420, false)],
    ),
    ("Serum TSH level", 1_022_791_000_000_101, &[("Serum TSH", 1_022_791_000_000_101, "mU/L", 3, 42, true)]),
    (
        "Serum cholesterol",
        1_005_671_000_000_105,
        &[("Cholesterol", 1_005_671_000_000_105, "mmol/L", 20, 50, true)],
    ),
];

fn tenths(value: i32, fraction: bool) -> String {
    if fraction { format!("{}.{}", value / 10, value % 10) } else { format!("{}", value / 10) }
}

/// A value of a test, mostly within its range.
pub(super) fn measured(mix: &mut Mix, measure: &Measure) -> Observation {
    let (term, code, units, low, high, fraction) = *measure;
    let spread = (high - low) / 6;
    let value = mix.between((low - spread).max(1), high + spread);
    let too_little = mix.percent(4);
    let abnormal = !too_little && (value < low || value > high);
    let reason = if value < low { "Below range" } else { "Above range" };
    Observation {
        term: Some(term.to_owned()),
        code: Some(code),
        numeric_value: Some(tenths(if too_little { low } else { value }, fraction)),
        operator: too_little.then(|| "<".to_owned()),
        units: Some(units.to_owned()),
        text_value: mix.percent(5).then(|| "Sample slightly haemolysed – repeat if in doubt".to_owned()),
        range: Some(Range {
            minimum: (low > 10).then(|| tenths(low, fraction)),
            maximum: Some(tenths(high, fraction)),
            units: Some(units.to_owned()),
        }),
        abnormal: Some(abnormal),
        abnormal_reason: abnormal.then(|| reason.to_owned()),
        associated_text: Vec::new(),
    }
}
