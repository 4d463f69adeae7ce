//! The medical record: sections of items, and documents. It is read-only.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use core::fmt;

use super::prescribing::PrescriptionType;
use super::{Operation, Paged, Parts, Streamed};
use crate::codec::{
    Allowed, Decode, Effect, ElementReader, ElementWriter, Encode, EndsSession, FieldDescriptor, FieldType,
    FieldsReader, Invalid, List, OperationDescriptor, Requirement, WordRead, find_word, required,
};
use crate::profile::Version;
use crate::types::{Base64, Date, DateTime, Decimal, Guid, PageSize, Text, Word};

/// A section of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemType<'a> {
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
    /// A word that is none of the others.
    Unknown(Word<'a>),
}

impl<'a> ItemType<'a> {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = &[
        "Allergies",
        "Consultations",
        "Documents",
        "Immunisations",
        "Medication",
        "Problems",
        "TestResults",
    ];

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        match self {
            Self::Allergies => "Allergies",
            Self::Consultations => "Consultations",
            Self::Documents => "Documents",
            Self::Immunisations => "Immunisations",
            Self::Medication => "Medication",
            Self::Problems => "Problems",
            Self::TestResults => "TestResults",
            Self::Unknown(word) => word.as_str(),
        }
    }

    /// The arm for a word, compared without regard to ASCII case.
    #[must_use]
    pub fn of(word: &'a str) -> Self {
        find_word(Self::WORDS, word).map_or(Self::Unknown(Word::plain(word)), Self::at)
    }

    /// The arm of a word's place.
    fn at(place: usize) -> Self {
        match place {
            0 => Self::Allergies,
            1 => Self::Consultations,
            2 => Self::Documents,
            3 => Self::Immunisations,
            4 => Self::Medication,
            5 => Self::Problems,
            6 => Self::TestResults,
            _ => Self::Unknown(Word::plain("Unknown")),
        }
    }
}

impl fmt::Display for ItemType<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<'a> Decode<'a> for ItemType<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        Ok(match reader.word(Self::WORDS)? {
            WordRead::Known(place) => Self::at(place),
            WordRead::Other(word) => Self::Unknown(Word::raw(word)),
        })
    }
}

impl Encode for ItemType<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        match self {
            Self::Unknown(word) => word.encode(writer),
            known => writer.raw(known.as_str()),
        }
    }
}

/// How precisely a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision<'a> {
    /// Only the year is known.
    Year,
    /// The year and the month are known.
    YearMonth,
    /// The day is known.
    YearMonthDay,
    /// The day and the time are known.
    YearMonthDayTime,
    /// A word that is none of the others.
    Unknown(Word<'a>),
}

impl<'a> Precision<'a> {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] =
        &["Year", "YearMonth", "YearMonthDay", "YearMonthDayTime", "Unknown"];

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        match self {
            Self::Year => "Year",
            Self::YearMonth => "YearMonth",
            Self::YearMonthDay => "YearMonthDay",
            Self::YearMonthDayTime => "YearMonthDayTime",
            Self::Unknown(word) => word.as_str(),
        }
    }

    /// The arm for a word, compared without regard to ASCII case.
    #[must_use]
    pub fn of(word: &'a str) -> Self {
        find_word(Self::WORDS, word).map_or(Self::Unknown(Word::plain(word)), Self::at)
    }

    /// The arm of a word's place.
    fn at(place: usize) -> Self {
        match place {
            0 => Self::Year,
            1 => Self::YearMonth,
            2 => Self::YearMonthDay,
            3 => Self::YearMonthDayTime,
            // The word "Unknown" itself.
            _ => Self::Unknown(Word::plain("Unknown")),
        }
    }
}

impl fmt::Display for Precision<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<'a> Decode<'a> for Precision<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        Ok(match reader.word(Self::WORDS)? {
            WordRead::Known(place) => Self::at(place),
            WordRead::Other(word) => Self::Unknown(Word::raw(word)),
        })
    }
}

impl Encode for Precision<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        match self {
            Self::Unknown(word) => word.encode(writer),
            known => writer.raw(known.as_str()),
        }
    }
}

/// Whether a problem is active.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemStatus<'a> {
    /// It is now.
    Active,
    /// It is no longer.
    Past,
    /// A word that is none of the others.
    Unknown(Word<'a>),
}

impl<'a> ProblemStatus<'a> {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = &["Active", "Past"];

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        match self {
            Self::Active => "Active",
            Self::Past => "Past",
            Self::Unknown(word) => word.as_str(),
        }
    }

    /// The arm for a word, compared without regard to ASCII case.
    #[must_use]
    pub fn of(word: &'a str) -> Self {
        find_word(Self::WORDS, word).map_or(Self::Unknown(Word::plain(word)), Self::at)
    }

    /// The arm of a word's place.
    fn at(place: usize) -> Self {
        match place {
            0 => Self::Active,
            1 => Self::Past,
            _ => Self::Unknown(Word::plain("Unknown")),
        }
    }
}

impl fmt::Display for ProblemStatus<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<'a> Decode<'a> for ProblemStatus<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        Ok(match reader.word(Self::WORDS)? {
            WordRead::Known(place) => Self::at(place),
            WordRead::Other(word) => Self::Unknown(Word::raw(word)),
        })
    }
}

impl Encode for ProblemStatus<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        match self {
            Self::Unknown(word) => word.encode(writer),
            known => writer.raw(known.as_str()),
        }
    }
}

/// How significant a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Significance<'a> {
    /// A significant problem.
    Significant,
    /// A minor problem.
    Minor,
    /// A word that is none of the others.
    Unknown(Word<'a>),
}

impl<'a> Significance<'a> {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = &["Significant", "Minor"];

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        match self {
            Self::Significant => "Significant",
            Self::Minor => "Minor",
            Self::Unknown(word) => word.as_str(),
        }
    }

    /// The arm for a word, compared without regard to ASCII case.
    #[must_use]
    pub fn of(word: &'a str) -> Self {
        find_word(Self::WORDS, word).map_or(Self::Unknown(Word::plain(word)), Self::at)
    }

    /// The arm of a word's place.
    fn at(place: usize) -> Self {
        match place {
            0 => Self::Significant,
            1 => Self::Minor,
            _ => Self::Unknown(Word::plain("Unknown")),
        }
    }
}

impl fmt::Display for Significance<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<'a> Decode<'a> for Significance<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        Ok(match reader.word(Self::WORDS)? {
            WordRead::Known(place) => Self::at(place),
            WordRead::Other(word) => Self::Unknown(Word::raw(word)),
        })
    }
}

impl Encode for Significance<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        match self {
            Self::Unknown(word) => word.encode(writer),
            known => writer.raw(known.as_str()),
        }
    }
}

/// Whether a drug is still taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrugStatus<'a> {
    /// It is now.
    Active,
    /// It is no longer.
    Ended,
    /// It was cancelled.
    Cancelled,
    /// A word that is none of the others.
    Unknown(Word<'a>),
}

impl<'a> DrugStatus<'a> {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = &["Active", "Ended", "Cancelled"];

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        match self {
            Self::Active => "Active",
            Self::Ended => "Ended",
            Self::Cancelled => "Cancelled",
            Self::Unknown(word) => word.as_str(),
        }
    }

    /// The arm for a word, compared without regard to ASCII case.
    #[must_use]
    pub fn of(word: &'a str) -> Self {
        find_word(Self::WORDS, word).map_or(Self::Unknown(Word::plain(word)), Self::at)
    }

    /// The arm of a word's place.
    fn at(place: usize) -> Self {
        match place {
            0 => Self::Active,
            1 => Self::Ended,
            2 => Self::Cancelled,
            _ => Self::Unknown(Word::plain("Unknown")),
        }
    }
}

impl fmt::Display for DrugStatus<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<'a> Decode<'a> for DrugStatus<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        Ok(match reader.word(Self::WORDS)? {
            WordRead::Known(place) => Self::at(place),
            WordRead::Other(word) => Self::Unknown(Word::raw(word)),
        })
    }
}

impl Encode for DrugStatus<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        match self {
            Self::Unknown(word) => word.encode(writer),
            known => writer.raw(known.as_str()),
        }
    }
}

/// Asks for one section of the record.
///
/// Its own faults: `SectionNotEnabled`.
#[derive(Clone, Copy)]
pub struct GetMedicalRecordData<'a> {
    /// The section.
    pub item_type: ItemType<'a>,
    /// The first day.
    pub from: Option<Date>,
    /// The last day, included.
    pub to: Option<Date>,
    /// The most items of a page.
    pub maximum_items: Option<PageSize>,
    /// The `Next` of the page before.
    pub after: Option<Text<'a, 64>>,
}

impl GetMedicalRecordData<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("ItemType", FieldType::Word(ItemType::WORDS)),
        FieldDescriptor::optional("From", FieldType::Date),
        FieldDescriptor::optional("To", FieldType::Date),
        FieldDescriptor::optional("MaximumItems", FieldType::PageSize),
        FieldDescriptor::optional("After", FieldType::Text(64)),
    ];
}

impl<'a> Decode<'a> for GetMedicalRecordData<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut item_type = None;
        let mut from = None;
        let mut to = None;
        let mut maximum_items = None;
        let mut after = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => item_type = fields.value(),
                1 => from = fields.value(),
                2 => to = fields.value(),
                3 => maximum_items = fields.value(),
                4 => after = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { item_type: required(item_type)?, from, to, maximum_items, after })
    }
}

impl Encode for GetMedicalRecordData<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.item_type)
            .optional(&self.from)
            .optional(&self.to)
            .optional(&self.maximum_items)
            .optional(&self.after);
    }
}

impl fmt::Debug for GetMedicalRecordData<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetMedicalRecordData(redacted)")
    }
}

/// What the practice lets this patient see of the section.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Filter {
    /// The first day whose items are shown.
    pub from: Option<Date>,
    /// The last day whose items are shown.
    pub to: Option<Date>,
    /// The first day whose free text is shown.
    pub free_text_from: Option<Date>,
}

impl Filter {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::optional("From", FieldType::Date),
        FieldDescriptor::optional("To", FieldType::Date),
        FieldDescriptor::optional("FreeTextFrom", FieldType::Date),
    ];
}

impl Decode<'_> for Filter {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        let mut from = None;
        let mut to = None;
        let mut free_text_from = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => from = fields.value(),
                1 => to = fields.value(),
                2 => free_text_from = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { from, to, free_text_from })
    }
}

impl Encode for Filter {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).optional(&self.from).optional(&self.to).optional(&self.free_text_from);
    }
}

impl fmt::Debug for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Filter(redacted)")
    }
}

/// When an item of the record applied.
#[derive(Clone, Copy)]
pub struct EffectiveDate<'a> {
    /// How precisely the date is known.
    pub precision: Precision<'a>,
    /// The date and time, of which only what the precision says is meant.
    pub value: Option<DateTime>,
}

impl EffectiveDate<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("Precision", FieldType::Word(Precision::WORDS)),
        FieldDescriptor::optional("Value", FieldType::DateTime),
    ];
}

impl<'a> Decode<'a> for EffectiveDate<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut precision = None;
        let mut value = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => precision = fields.value(),
                1 => value = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { precision: required(precision)?, value })
    }
}

impl Encode for EffectiveDate<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.precision).optional(&self.value);
    }
}

impl fmt::Debug for EffectiveDate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("EffectiveDate(redacted)")
    }
}

/// The range in which a value is expected.
#[derive(Clone, Copy)]
pub struct Range<'a> {
    /// The lowest value.
    pub minimum: Option<Decimal<'a>>,
    /// The highest value.
    pub maximum: Option<Decimal<'a>>,
    /// The units of both.
    pub units: Option<Text<'a, 64>>,
}

impl Range<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::optional("Minimum", FieldType::Decimal),
        FieldDescriptor::optional("Maximum", FieldType::Decimal),
        FieldDescriptor::optional("Units", FieldType::Text(64)),
    ];
}

impl<'a> Decode<'a> for Range<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut minimum = None;
        let mut maximum = None;
        let mut units = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => minimum = fields.value(),
                1 => maximum = fields.value(),
                2 => units = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { minimum, maximum, units })
    }
}

impl Encode for Range<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).optional(&self.minimum).optional(&self.maximum).optional(&self.units);
    }
}

impl fmt::Debug for Range<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Range(redacted)")
    }
}

/// An observation.
#[derive(Clone, Copy)]
pub struct Observation<'a> {
    /// The name.
    pub term: Option<Text<'a, 255>>,
    /// The SNOMED CT concept.
    pub code: Option<i64>,
    /// The observed number.
    pub numeric_value: Option<Decimal<'a>>,
    /// How the number is to be read, such as `<`.
    pub operator: Option<Text<'a, 4>>,
    /// The units of the number.
    pub units: Option<Text<'a, 64>>,
    /// The observed text.
    pub text_value: Option<Text<'a, 100_000>>,
    /// The range in which the number is expected.
    pub range: Option<Range<'a>>,
    /// Whether the value is abnormal.
    pub abnormal: Option<bool>,
    /// The reason.
    pub abnormal_reason: Option<Text<'a, 255>>,
    /// Free text, absent where the practice withholds it.
    pub associated_text: List<'a, Text<'a, 100_000>>,
}

impl Observation<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::optional("Term", FieldType::Text(255)),
        FieldDescriptor::optional("Code", FieldType::Integer),
        FieldDescriptor::optional("NumericValue", FieldType::Decimal),
        FieldDescriptor::optional("Operator", FieldType::Text(4)),
        FieldDescriptor::optional("Units", FieldType::Text(64)),
        FieldDescriptor::optional("TextValue", FieldType::Text(100_000)),
        FieldDescriptor::optional("Range", FieldType::Element(Range::FIELDS)),
        FieldDescriptor::optional("Abnormal", FieldType::Boolean),
        FieldDescriptor::optional("AbnormalReason", FieldType::Text(255)),
        FieldDescriptor::list("AssociatedText", "Text", FieldType::Text(100_000)),
    ];
}

impl<'a> Decode<'a> for Observation<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut term = None;
        let mut code = None;
        let mut numeric_value = None;
        let mut operator = None;
        let mut units = None;
        let mut text_value = None;
        let mut range = None;
        let mut abnormal = None;
        let mut abnormal_reason = None;
        let mut associated_text = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => term = fields.value(),
                1 => code = fields.value(),
                2 => numeric_value = fields.value(),
                3 => operator = fields.value(),
                4 => units = fields.value(),
                5 => text_value = fields.value(),
                6 => range = fields.value(),
                7 => abnormal = fields.value(),
                8 => abnormal_reason = fields.value(),
                9 => associated_text = fields.list(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            term,
            code,
            numeric_value,
            operator,
            units,
            text_value,
            range,
            abnormal,
            abnormal_reason,
            associated_text: associated_text.unwrap_or_default(),
        })
    }
}

impl Encode for Observation<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .optional(&self.term)
            .optional(&self.code)
            .optional(&self.numeric_value)
            .optional(&self.operator)
            .optional(&self.units)
            .optional(&self.text_value)
            .optional(&self.range)
            .optional(&self.abnormal)
            .optional(&self.abnormal_reason)
            .list(&self.associated_text);
    }
}

impl fmt::Debug for Observation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Observation(redacted)")
    }
}

/// A problem.
#[derive(Clone, Copy)]
pub struct Problem<'a> {
    /// Whether it is active.
    pub status: ProblemStatus<'a>,
    /// How significant it is.
    pub significance: Significance<'a>,
    /// When it ended.
    pub end_date: Option<Date>,
    /// The observation.
    pub observation: Option<Observation<'a>>,
}

impl Problem<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("Status", FieldType::Word(ProblemStatus::WORDS)),
        FieldDescriptor::once("Significance", FieldType::Word(Significance::WORDS)),
        FieldDescriptor::optional("EndDate", FieldType::Date),
        FieldDescriptor::optional("Observation", FieldType::Element(Observation::FIELDS)),
    ];
}

impl<'a> Decode<'a> for Problem<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut status = None;
        let mut significance = None;
        let mut end_date = None;
        let mut observation = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => status = fields.value(),
                1 => significance = fields.value(),
                2 => end_date = fields.value(),
                3 => observation = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { status: required(status)?, significance: required(significance)?, end_date, observation })
    }
}

impl Encode for Problem<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.status)
            .value(&self.significance)
            .optional(&self.end_date)
            .optional(&self.observation);
    }
}

impl fmt::Debug for Problem<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Problem(redacted)")
    }
}

/// A test and its parts.
#[derive(Clone, Copy)]
pub struct TestResult<'a> {
    /// The test.
    pub observation: Observation<'a>,
    /// The parts.
    pub children: List<'a, Observation<'a>>,
}

impl TestResult<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("Observation", FieldType::Element(Observation::FIELDS)),
        FieldDescriptor::list("Children", "Observation", FieldType::Element(Observation::FIELDS)),
    ];
}

impl<'a> Decode<'a> for TestResult<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut observation = None;
        let mut children = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => observation = fields.value(),
                1 => children = fields.list(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { observation: required(observation)?, children: children.unwrap_or_default() })
    }
}

impl Encode for TestResult<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.observation).list(&self.children);
    }
}

impl fmt::Debug for TestResult<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("TestResult(redacted)")
    }
}

/// A part of a mixture.
#[derive(Clone, Copy)]
pub struct MixtureConstituent<'a> {
    /// The name.
    pub name: Text<'a, 255>,
    /// The strength.
    pub strength: Option<Text<'a, 64>>,
}

impl MixtureConstituent<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("Name", FieldType::Text(255)),
        FieldDescriptor::optional("Strength", FieldType::Text(64)),
    ];
}

impl<'a> Decode<'a> for MixtureConstituent<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut name = None;
        let mut strength = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => name = fields.value(),
                1 => strength = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { name: required(name)?, strength })
    }
}

impl Encode for MixtureConstituent<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.name).optional(&self.strength);
    }
}

impl fmt::Debug for MixtureConstituent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("MixtureConstituent(redacted)")
    }
}

/// A mixture.
#[derive(Clone, Copy)]
pub struct Mixture<'a> {
    /// The name.
    pub name: Text<'a, 255>,
    /// The parts.
    pub constituents: List<'a, MixtureConstituent<'a>>,
}

impl Mixture<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("Name", FieldType::Text(255)),
        FieldDescriptor::list("Constituents", "Constituent", FieldType::Element(MixtureConstituent::FIELDS)),
    ];
}

impl<'a> Decode<'a> for Mixture<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut name = None;
        let mut constituents = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => name = fields.value(),
                1 => constituents = fields.list(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { name: required(name)?, constituents: constituents.unwrap_or_default() })
    }
}

impl Encode for Mixture<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.name).list(&self.constituents);
    }
}

impl fmt::Debug for Mixture<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Mixture(redacted)")
    }
}

/// A drug.
#[derive(Clone, Copy)]
pub struct Medication<'a> {
    /// The name.
    pub drug_name: Text<'a, 255>,
    /// The dosage.
    pub dosage: Option<Text<'a, 1000>>,
    /// The quantity.
    pub quantity: Option<Decimal<'a>>,
    /// The unit of the quantity.
    pub quantity_unit: Option<Text<'a, 64>>,
    /// How it is prescribed.
    pub prescription_type: PrescriptionType<'a>,
    /// Whether it is still taken.
    pub drug_status: DrugStatus<'a>,
    /// When it was first issued.
    pub first_issued: Option<Date>,
    /// When it was last issued.
    pub last_issued: Option<Date>,
    /// The mixture, if it is one.
    pub mixture: Option<Mixture<'a>>,
}

impl Medication<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("DrugName", FieldType::Text(255)),
        FieldDescriptor::optional("Dosage", FieldType::Text(1000)),
        FieldDescriptor::optional("Quantity", FieldType::Decimal),
        FieldDescriptor::optional("QuantityUnit", FieldType::Text(64)),
        FieldDescriptor::once("PrescriptionType", FieldType::Word(PrescriptionType::WORDS)),
        FieldDescriptor::once("DrugStatus", FieldType::Word(DrugStatus::WORDS)),
        FieldDescriptor::optional("FirstIssued", FieldType::Date),
        FieldDescriptor::optional("LastIssued", FieldType::Date),
        FieldDescriptor::optional("Mixture", FieldType::Element(Mixture::FIELDS)),
    ];
}

impl<'a> Decode<'a> for Medication<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut drug_name = None;
        let mut dosage = None;
        let mut quantity = None;
        let mut quantity_unit = None;
        let mut prescription_type = None;
        let mut drug_status = None;
        let mut first_issued = None;
        let mut last_issued = None;
        let mut mixture = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => drug_name = fields.value(),
                1 => dosage = fields.value(),
                2 => quantity = fields.value(),
                3 => quantity_unit = fields.value(),
                4 => prescription_type = fields.value(),
                5 => drug_status = fields.value(),
                6 => first_issued = fields.value(),
                7 => last_issued = fields.value(),
                8 => mixture = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            drug_name: required(drug_name)?,
            dosage,
            quantity,
            quantity_unit,
            prescription_type: required(prescription_type)?,
            drug_status: required(drug_status)?,
            first_issued,
            last_issued,
            mixture,
        })
    }
}

impl Encode for Medication<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.drug_name)
            .optional(&self.dosage)
            .optional(&self.quantity)
            .optional(&self.quantity_unit)
            .value(&self.prescription_type)
            .value(&self.drug_status)
            .optional(&self.first_issued)
            .optional(&self.last_issued)
            .optional(&self.mixture);
    }
}

impl fmt::Debug for Medication<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Medication(redacted)")
    }
}

/// A part of a consultation.
#[derive(Clone, Copy)]
pub struct Section<'a> {
    /// The heading.
    pub header: Text<'a, 255>,
    /// The observation.
    pub observations: List<'a, Observation<'a>>,
}

impl Section<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("Header", FieldType::Text(255)),
        FieldDescriptor::list("Observations", "Observation", FieldType::Element(Observation::FIELDS)),
    ];
}

impl<'a> Decode<'a> for Section<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut header = None;
        let mut observations = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => header = fields.value(),
                1 => observations = fields.list(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { header: required(header)?, observations: observations.unwrap_or_default() })
    }
}

impl Encode for Section<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.header).list(&self.observations);
    }
}

impl fmt::Debug for Section<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Section(redacted)")
    }
}

/// A consultation.
#[derive(Clone, Copy)]
pub struct Consultation<'a> {
    /// The place.
    pub location: Option<Text<'a, 255>>,
    /// The clinician.
    pub clinician: Option<Text<'a, 255>>,
    /// The parts.
    pub sections: List<'a, Section<'a>>,
}

impl Consultation<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::optional("Location", FieldType::Text(255)),
        FieldDescriptor::optional("Clinician", FieldType::Text(255)),
        FieldDescriptor::list("Sections", "Section", FieldType::Element(Section::FIELDS)),
    ];
}

impl<'a> Decode<'a> for Consultation<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut location = None;
        let mut clinician = None;
        let mut sections = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => location = fields.value(),
                1 => clinician = fields.value(),
                2 => sections = fields.list(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { location, clinician, sections: sections.unwrap_or_default() })
    }
}

impl Encode for Consultation<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).optional(&self.location).optional(&self.clinician).list(&self.sections);
    }
}

impl fmt::Debug for Consultation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Consultation(redacted)")
    }
}

/// A document, whose content is given by GetMedicalRecordDocumentContent.
#[derive(Clone, Copy)]
pub struct Document<'a> {
    /// Identifies the document.
    pub document_id: Text<'a, 64>,
    /// The file extension of the original.
    pub extension: Text<'a, 8>,
    /// The size of the original in bytes.
    pub size: Option<i64>,
    /// Whether the content is available.
    pub available: bool,
    /// The observation.
    pub observation: Option<Observation<'a>>,
}

impl Document<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("DocumentId", FieldType::Text(64)),
        FieldDescriptor::once("Extension", FieldType::Text(8)),
        FieldDescriptor::optional("Size", FieldType::Integer),
        FieldDescriptor::once("Available", FieldType::Boolean),
        FieldDescriptor::optional("Observation", FieldType::Element(Observation::FIELDS)),
    ];
}

impl<'a> Decode<'a> for Document<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut document_id = None;
        let mut extension = None;
        let mut size = None;
        let mut available = None;
        let mut observation = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => document_id = fields.value(),
                1 => extension = fields.value(),
                2 => size = fields.value(),
                3 => available = fields.value(),
                4 => observation = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            document_id: required(document_id)?,
            extension: required(extension)?,
            size,
            available: required(available)?,
            observation,
        })
    }
}

impl Encode for Document<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.document_id)
            .value(&self.extension)
            .optional(&self.size)
            .value(&self.available)
            .optional(&self.observation);
    }
}

impl fmt::Debug for Document<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Document(redacted)")
    }
}

/// A user of the practice's system, to whom items refer.
#[derive(Clone, Copy)]
pub struct User<'a> {
    /// Identifies the user.
    pub user_id: Guid,
    /// The name.
    pub display_name: Text<'a, 255>,
    /// The user's role.
    pub role: Option<Text<'a, 255>>,
    /// The user's organisation.
    pub organisation: Option<Text<'a, 255>>,
}

impl User<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("UserId", FieldType::Guid),
        FieldDescriptor::once("DisplayName", FieldType::Text(255)),
        FieldDescriptor::optional("Role", FieldType::Text(255)),
        FieldDescriptor::optional("Organisation", FieldType::Text(255)),
    ];
}

impl<'a> Decode<'a> for User<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut user_id = None;
        let mut display_name = None;
        let mut role = None;
        let mut organisation = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => user_id = fields.value(),
                1 => display_name = fields.value(),
                2 => role = fields.value(),
                3 => organisation = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { user_id: required(user_id)?, display_name: required(display_name)?, role, organisation })
    }
}

impl Encode for User<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.user_id)
            .value(&self.display_name)
            .optional(&self.role)
            .optional(&self.organisation);
    }
}

impl fmt::Debug for User<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("User(redacted)")
    }
}

/// A page of a section, newest first, with the users that it refers to.
#[derive(Clone, Copy)]
pub struct GetMedicalRecordDataResponse<'a> {
    /// The section.
    pub item_type: ItemType<'a>,
    /// What the practice lets this patient see of the section.
    pub filter: Filter,
    /// The items.
    pub items: List<'a, Item<'a>>,
    /// The users.
    pub users: List<'a, User<'a>>,
    /// To be sent as `After` for the next page; absent on the last page.
    pub next: Option<Text<'a, 64>>,
}

impl GetMedicalRecordDataResponse<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("ItemType", FieldType::Word(ItemType::WORDS)),
        FieldDescriptor::once("Filter", FieldType::Element(Filter::FIELDS)),
        FieldDescriptor::list("Items", "Item", FieldType::Element(Item::FIELDS)),
        FieldDescriptor::list("Users", "User", FieldType::Element(User::FIELDS)),
        FieldDescriptor::optional("Next", FieldType::Text(64)),
    ];
}

impl<'a> Decode<'a> for GetMedicalRecordDataResponse<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut item_type = None;
        let mut filter = None;
        let mut items = None;
        let mut users = None;
        let mut next = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => item_type = fields.value(),
                1 => filter = fields.value(),
                2 => items = fields.list(),
                3 => users = fields.list(),
                4 => next = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            item_type: required(item_type)?,
            filter: required(filter)?,
            items: items.unwrap_or_default(),
            users: users.unwrap_or_default(),
            next,
        })
    }
}

impl Encode for GetMedicalRecordDataResponse<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.item_type)
            .value(&self.filter)
            .list(&self.items)
            .list(&self.users)
            .optional(&self.next);
    }
}

impl fmt::Debug for GetMedicalRecordDataResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetMedicalRecordDataResponse(redacted)")
    }
}

/// What a streaming reply gives out of a [`GetMedicalRecordDataResponse`].
#[derive(Clone, Copy)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant)] // There is no heap to put the large ones.
pub enum MedicalRecordDataPart<'a> {
    /// One of the `Items`.
    Item(Item<'a>),
    /// One of the `Users`.
    User(User<'a>),
}

impl<'a> Parts<'a> for MedicalRecordDataPart<'a> {
    fn item(
        place: usize,
        _: &'static FieldDescriptor,
        reader: &mut ElementReader<'a>,
    ) -> Option<Result<Self, Invalid>> {
        match place {
            2 => Some(Item::decode(reader).map(Self::Item)),
            3 => Some(User::decode(reader).map(Self::User)),
            _ => None,
        }
    }
}

impl fmt::Debug for MedicalRecordDataPart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("MedicalRecordDataPart(redacted)")
    }
}

impl Operation for GetMedicalRecordData<'_> {
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "GetMedicalRecordData",
        response_name: "GetMedicalRecordDataResponse",
        since: Version::V2_0,
        allowed: Allowed::Patient,
        requirement: Requirement::MedicalRecord,
        effect: Effect::None,
        paged: true,
        ends: EndsSession::No,
        request: Self::FIELDS,
        response: GetMedicalRecordDataResponse::FIELDS,
    };

    type Response<'r> = GetMedicalRecordDataResponse<'r>;
}

impl Streamed for GetMedicalRecordData<'_> {
    type Part<'p> = MedicalRecordDataPart<'p>;
}

impl Paged for GetMedicalRecordData<'_> {
    type With<'n>
        = GetMedicalRecordData<'n>
    where
        Self: 'n;
    type Item<'r> = Item<'r>;

    fn after(&self) -> Option<Text<'_, 64>> {
        self.after
    }

    fn with_after<'n>(&'n self, after: Option<Text<'n, 64>>) -> GetMedicalRecordData<'n> {
        GetMedicalRecordData { after, ..*self }
    }

    fn next<'r>(response: &Self::Response<'r>) -> Option<Text<'r, 64>> {
        response.next
    }

    fn items<'r>(response: &Self::Response<'r>) -> List<'r, Item<'r>> {
        response.items
    }
}

/// Asks for the content of a document.
///
/// Its own faults: `SectionNotEnabled`, `DocumentNotFound`, `DocumentUnavailable`.
#[derive(Clone, Copy)]
pub struct GetMedicalRecordDocumentContent<'a> {
    /// Identifies the document.
    pub document_id: Text<'a, 64>,
}

impl GetMedicalRecordDocumentContent<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] =
        &[FieldDescriptor::once("DocumentId", FieldType::Text(64))];
}

impl<'a> Decode<'a> for GetMedicalRecordDocumentContent<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut document_id = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => document_id = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { document_id: required(document_id)? })
    }
}

impl Encode for GetMedicalRecordDocumentContent<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.document_id);
    }
}

impl fmt::Debug for GetMedicalRecordDocumentContent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetMedicalRecordDocumentContent(redacted)")
    }
}

/// The content of a document: up to 4,000,000 bytes before encoding.
#[derive(Clone, Copy)]
pub struct GetMedicalRecordDocumentContentResponse<'a> {
    /// Identifies the document.
    pub document_id: Text<'a, 64>,
    /// The media type of the content: `text/html`.
    pub content_type: Text<'a, 64>,
    /// The content.
    pub content: Base64<'a>,
}

impl GetMedicalRecordDocumentContentResponse<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("DocumentId", FieldType::Text(64)),
        FieldDescriptor::once("ContentType", FieldType::Text(64)),
        FieldDescriptor::once("Content", FieldType::Base64),
    ];
}

impl<'a> Decode<'a> for GetMedicalRecordDocumentContentResponse<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut document_id = None;
        let mut content_type = None;
        let mut content = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => document_id = fields.value(),
                1 => content_type = fields.value(),
                2 => content = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            document_id: required(document_id)?,
            content_type: required(content_type)?,
            content: required(content)?,
        })
    }
}

impl Encode for GetMedicalRecordDocumentContentResponse<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.document_id).value(&self.content_type).value(&self.content);
    }
}

impl fmt::Debug for GetMedicalRecordDocumentContentResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetMedicalRecordDocumentContentResponse(redacted)")
    }
}

/// What a streaming reply gives out of a [`GetMedicalRecordDocumentContentResponse`].
#[derive(Clone, Copy)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant)] // There is no heap to put the large ones.
pub enum MedicalRecordDocumentContentPart<'a> {
    /// The next bytes of the content, decoded from base64.
    Content(&'a [u8]),
}

impl<'a> Parts<'a> for MedicalRecordDocumentContentPart<'a> {
    fn item(
        _: usize,
        _: &'static FieldDescriptor,
        _: &mut ElementReader<'a>,
    ) -> Option<Result<Self, Invalid>> {
        None
    }

    fn content(bytes: &'a [u8]) -> Option<Self> {
        Some(Self::Content(bytes))
    }
}

impl fmt::Debug for MedicalRecordDocumentContentPart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("MedicalRecordDocumentContentPart(redacted)")
    }
}

impl Operation for GetMedicalRecordDocumentContent<'_> {
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "GetMedicalRecordDocumentContent",
        response_name: "GetMedicalRecordDocumentContentResponse",
        since: Version::V2_0,
        allowed: Allowed::Patient,
        requirement: Requirement::MedicalRecord,
        effect: Effect::None,
        paged: false,
        ends: EndsSession::No,
        request: Self::FIELDS,
        response: GetMedicalRecordDocumentContentResponse::FIELDS,
    };

    type Response<'r> = GetMedicalRecordDocumentContentResponse<'r>;
}

impl Streamed for GetMedicalRecordDocumentContent<'_> {
    type Part<'p> = MedicalRecordDocumentContentPart<'p>;
}

/// Store [`Session::next_relationship_key`](crate::session::Session::next_relationship_key) beside the old
/// key, durably, before the call.
///
/// If its reply is lost, the relationship's keys show whether it took place: The first call of a session that
/// was begun with the new PatientRelationshipKey is verified (SH-28). The new LinkageKey is lost; another
/// reset gives one. It did not: The first call of a session that was begun with the old key, and names the
/// doubtful session, is verified.
#[derive(Clone, Copy)]
pub struct ResetAccountLinkageKey<'a> {
    /// The reason.
    pub reason: Option<Text<'a, 255>>,
}

impl ResetAccountLinkageKey<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] =
        &[FieldDescriptor::optional("Reason", FieldType::Text(255))];
}

impl<'a> Decode<'a> for ResetAccountLinkageKey<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut reason = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => reason = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { reason })
    }
}

impl Encode for ResetAccountLinkageKey<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).optional(&self.reason);
    }
}

impl fmt::Debug for ResetAccountLinkageKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("ResetAccountLinkageKey(redacted)")
    }
}

/// The new linkage key. The session has ended.
#[derive(Clone, Copy)]
pub struct ResetAccountLinkageKeyResponse<'a> {
    /// The linkage key, for one further registration.
    pub linkage_key: Text<'a, 64>,
}

impl ResetAccountLinkageKeyResponse<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] =
        &[FieldDescriptor::once("LinkageKey", FieldType::Text(64))];
}

impl<'a> Decode<'a> for ResetAccountLinkageKeyResponse<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut linkage_key = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => linkage_key = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { linkage_key: required(linkage_key)? })
    }
}

impl Encode for ResetAccountLinkageKeyResponse<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.linkage_key);
    }
}

impl fmt::Debug for ResetAccountLinkageKeyResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("ResetAccountLinkageKeyResponse(redacted)")
    }
}

impl Operation for ResetAccountLinkageKey<'_> {
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "ResetAccountLinkageKey",
        response_name: "ResetAccountLinkageKeyResponse",
        since: Version::V2_0,
        allowed: Allowed::Patient,
        requirement: Requirement::FullAccount,
        effect: Effect::Changes { read_back: None },
        paged: false,
        ends: EndsSession::WithReply,
        request: Self::FIELDS,
        response: ResetAccountLinkageKeyResponse::FIELDS,
    };

    type Response<'r> = ResetAccountLinkageKeyResponse<'r>;
}

/// An item of the record.
#[derive(Clone, Copy)]
pub struct Item<'a> {
    /// Identifies the item.
    pub event_id: Guid,
    /// The name.
    pub term: Option<Text<'a, 255>>,
    /// The SNOMED CT concept.
    pub code: Option<i64>,
    /// When it applied.
    pub effective_date: EffectiveDate<'a>,
    /// The user who authorised it.
    pub authorised_by: Option<Guid>,
    /// The user who entered it.
    pub entered_by: Option<Guid>,
    /// Its one arm.
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

impl Item<'_> {
    /// Its fields and then its arms, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("EventId", FieldType::Guid),
        FieldDescriptor::optional("Term", FieldType::Text(255)),
        FieldDescriptor::optional("Code", FieldType::Integer),
        FieldDescriptor::once("EffectiveDate", FieldType::Element(EffectiveDate::FIELDS)),
        FieldDescriptor::optional("AuthorisedBy", FieldType::Guid),
        FieldDescriptor::optional("EnteredBy", FieldType::Guid),
        FieldDescriptor::arm("Allergy", FieldType::Element(Observation::FIELDS)),
        FieldDescriptor::arm("Immunisation", FieldType::Element(Observation::FIELDS)),
        FieldDescriptor::arm("Problem", FieldType::Element(Problem::FIELDS)),
        FieldDescriptor::arm("TestResult", FieldType::Element(TestResult::FIELDS)),
        FieldDescriptor::arm("Medication", FieldType::Element(Medication::FIELDS)),
        FieldDescriptor::arm("Consultation", FieldType::Element(Consultation::FIELDS)),
        FieldDescriptor::arm("Document", FieldType::Element(Document::FIELDS)),
    ];
}

impl<'a> Decode<'a> for Item<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut event_id = None;
        let mut term = None;
        let mut code = None;
        let mut effective_date = None;
        let mut authorised_by = None;
        let mut entered_by = None;
        let mut arm = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => event_id = fields.value(),
                1 => term = fields.value(),
                2 => code = fields.value(),
                3 => effective_date = fields.value(),
                4 => authorised_by = fields.value(),
                5 => entered_by = fields.value(),
                6 => arm = fields.value().map(Arm::Allergy),
                7 => arm = fields.value().map(Arm::Immunisation),
                8 => arm = fields.value().map(Arm::Problem),
                9 => arm = fields.value().map(Arm::TestResult),
                10 => arm = fields.value().map(Arm::Medication),
                11 => arm = fields.value().map(Arm::Consultation),
                12 => arm = fields.value().map(Arm::Document),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            event_id: required(event_id)?,
            term,
            code,
            effective_date: required(effective_date)?,
            authorised_by,
            entered_by,
            arm: arm.unwrap_or(Arm::Unknown),
        })
    }
}

impl Encode for Item<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        let mut fields = writer.fields(Self::FIELDS);
        fields
            .value(&self.event_id)
            .optional(&self.term)
            .optional(&self.code)
            .value(&self.effective_date)
            .optional(&self.authorised_by)
            .optional(&self.entered_by);
        match &self.arm {
            Arm::Allergy(arm) => {
                fields.arm(0, arm);
            }
            Arm::Immunisation(arm) => {
                fields.arm(1, arm);
            }
            Arm::Problem(arm) => {
                fields.arm(2, arm);
            }
            Arm::TestResult(arm) => {
                fields.arm(3, arm);
            }
            Arm::Medication(arm) => {
                fields.arm(4, arm);
            }
            Arm::Consultation(arm) => {
                fields.arm(5, arm);
            }
            Arm::Document(arm) => {
                fields.arm(6, arm);
            }
            Arm::Unknown => {}
        }
    }
}

impl fmt::Debug for Item<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Item(redacted)")
    }
}
