//! The medical record: sections of items, and documents. It is read-only.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use super::own::InField as _;
use super::own::{Own, decode_owned, invalid};
use super::prescribing::PrescriptionType;
use super::types::{Base64, Date, DateTime, Decimal, Guid, Text, Word};
use crate::codec::{
    Decode, DecodeError, ElementReader, ElementWriter, Encode, FieldDescriptor, Invalid, OperationDescriptor,
    find_word,
};
use crate::error::InvalidValue;
use crate::messages::record as borrowed;
// What streams is given out as it comes, and so is borrowed.
use crate::messages::{Operation, Streamed};
use crate::types::PageSize;
#[doc(no_inline)]
pub use borrowed::{MedicalRecordDataPart, MedicalRecordDocumentContentPart};

/// A section of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// A word that is none of the others.
    Unknown(Word),
}

impl ItemType {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = borrowed::ItemType::WORDS;

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
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
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not known and a message cannot carry it: it is empty, has white space around it, or
    /// characters that XML does not have.
    pub fn of(word: &str) -> Result<Self, InvalidValue> {
        match find_word(Self::WORDS, word) {
            Some(0) => Ok(Self::Allergies),
            Some(1) => Ok(Self::Consultations),
            Some(2) => Ok(Self::Documents),
            Some(3) => Ok(Self::Immunisations),
            Some(4) => Ok(Self::Medication),
            Some(5) => Ok(Self::Problems),
            Some(6) => Ok(Self::TestResults),
            _ => Word::new(word).map(Self::Unknown),
        }
    }
}

impl fmt::Display for ItemType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for ItemType {
    type Err = InvalidValue;

    fn from_str(word: &str) -> Result<Self, InvalidValue> {
        Self::of(word)
    }
}

impl Own for borrowed::ItemType<'_> {
    type Owned = ItemType;

    fn own(self) -> Result<ItemType, DecodeError> {
        match self {
            Self::Allergies => Ok(ItemType::Allergies),
            Self::Consultations => Ok(ItemType::Consultations),
            Self::Documents => Ok(ItemType::Documents),
            Self::Immunisations => Ok(ItemType::Immunisations),
            Self::Medication => Ok(ItemType::Medication),
            Self::Problems => Ok(ItemType::Problems),
            Self::TestResults => Ok(ItemType::TestResults),
            Self::Unknown(word) => {
                let word: String = word.chars().collect();
                ItemType::of(&word).map_err(invalid)
            }
        }
    }
}

impl TryFrom<borrowed::ItemType<'_>> for ItemType {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::ItemType<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for ItemType {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::ItemType<'a>>(reader)
    }
}

impl Encode for ItemType {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.text(self.as_str());
    }
}

/// How precisely a date is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Precision {
    /// Only the year is known.
    Year,
    /// The year and the month are known.
    YearMonth,
    /// The day is known.
    YearMonthDay,
    /// The day and the time are known.
    YearMonthDayTime,
    /// A word that is none of the others.
    Unknown(Word),
}

impl Precision {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = borrowed::Precision::WORDS;

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Year => "Year",
            Self::YearMonth => "YearMonth",
            Self::YearMonthDay => "YearMonthDay",
            Self::YearMonthDayTime => "YearMonthDayTime",
            Self::Unknown(word) => word.as_str(),
        }
    }

    /// The arm for a word, compared without regard to ASCII case.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not known and a message cannot carry it: it is empty, has white space around it, or
    /// characters that XML does not have.
    pub fn of(word: &str) -> Result<Self, InvalidValue> {
        match find_word(Self::WORDS, word) {
            Some(0) => Ok(Self::Year),
            Some(1) => Ok(Self::YearMonth),
            Some(2) => Ok(Self::YearMonthDay),
            Some(3) => Ok(Self::YearMonthDayTime),
            Some(4) => Word::new("Unknown").map(Self::Unknown),
            _ => Word::new(word).map(Self::Unknown),
        }
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Precision {
    type Err = InvalidValue;

    fn from_str(word: &str) -> Result<Self, InvalidValue> {
        Self::of(word)
    }
}

impl Own for borrowed::Precision<'_> {
    type Owned = Precision;

    fn own(self) -> Result<Precision, DecodeError> {
        match self {
            Self::Year => Ok(Precision::Year),
            Self::YearMonth => Ok(Precision::YearMonth),
            Self::YearMonthDay => Ok(Precision::YearMonthDay),
            Self::YearMonthDayTime => Ok(Precision::YearMonthDayTime),
            Self::Unknown(word) => {
                let word: String = word.chars().collect();
                Precision::of(&word).map_err(invalid)
            }
        }
    }
}

impl TryFrom<borrowed::Precision<'_>> for Precision {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::Precision<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for Precision {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::Precision<'a>>(reader)
    }
}

impl Encode for Precision {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.text(self.as_str());
    }
}

/// Whether a problem is active.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemStatus {
    /// It is now.
    Active,
    /// It is no longer.
    Past,
    /// A word that is none of the others.
    Unknown(Word),
}

impl ProblemStatus {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = borrowed::ProblemStatus::WORDS;

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Active => "Active",
            Self::Past => "Past",
            Self::Unknown(word) => word.as_str(),
        }
    }

    /// The arm for a word, compared without regard to ASCII case.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not known and a message cannot carry it: it is empty, has white space around it, or
    /// characters that XML does not have.
    pub fn of(word: &str) -> Result<Self, InvalidValue> {
        match find_word(Self::WORDS, word) {
            Some(0) => Ok(Self::Active),
            Some(1) => Ok(Self::Past),
            _ => Word::new(word).map(Self::Unknown),
        }
    }
}

impl fmt::Display for ProblemStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for ProblemStatus {
    type Err = InvalidValue;

    fn from_str(word: &str) -> Result<Self, InvalidValue> {
        Self::of(word)
    }
}

impl Own for borrowed::ProblemStatus<'_> {
    type Owned = ProblemStatus;

    fn own(self) -> Result<ProblemStatus, DecodeError> {
        match self {
            Self::Active => Ok(ProblemStatus::Active),
            Self::Past => Ok(ProblemStatus::Past),
            Self::Unknown(word) => {
                let word: String = word.chars().collect();
                ProblemStatus::of(&word).map_err(invalid)
            }
        }
    }
}

impl TryFrom<borrowed::ProblemStatus<'_>> for ProblemStatus {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::ProblemStatus<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for ProblemStatus {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::ProblemStatus<'a>>(reader)
    }
}

impl Encode for ProblemStatus {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.text(self.as_str());
    }
}

/// How significant a problem is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Significance {
    /// A significant problem.
    Significant,
    /// A minor problem.
    Minor,
    /// A word that is none of the others.
    Unknown(Word),
}

impl Significance {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = borrowed::Significance::WORDS;

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Significant => "Significant",
            Self::Minor => "Minor",
            Self::Unknown(word) => word.as_str(),
        }
    }

    /// The arm for a word, compared without regard to ASCII case.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not known and a message cannot carry it: it is empty, has white space around it, or
    /// characters that XML does not have.
    pub fn of(word: &str) -> Result<Self, InvalidValue> {
        match find_word(Self::WORDS, word) {
            Some(0) => Ok(Self::Significant),
            Some(1) => Ok(Self::Minor),
            _ => Word::new(word).map(Self::Unknown),
        }
    }
}

impl fmt::Display for Significance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Significance {
    type Err = InvalidValue;

    fn from_str(word: &str) -> Result<Self, InvalidValue> {
        Self::of(word)
    }
}

impl Own for borrowed::Significance<'_> {
    type Owned = Significance;

    fn own(self) -> Result<Significance, DecodeError> {
        match self {
            Self::Significant => Ok(Significance::Significant),
            Self::Minor => Ok(Significance::Minor),
            Self::Unknown(word) => {
                let word: String = word.chars().collect();
                Significance::of(&word).map_err(invalid)
            }
        }
    }
}

impl TryFrom<borrowed::Significance<'_>> for Significance {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::Significance<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for Significance {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::Significance<'a>>(reader)
    }
}

impl Encode for Significance {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.text(self.as_str());
    }
}

/// Whether a drug is still taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DrugStatus {
    /// It is now.
    Active,
    /// It is no longer.
    Ended,
    /// It was cancelled.
    Cancelled,
    /// A word that is none of the others.
    Unknown(Word),
}

impl DrugStatus {
    /// The words that are known.
    pub const WORDS: &'static [&'static str] = borrowed::DrugStatus::WORDS;

    /// The word as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Active => "Active",
            Self::Ended => "Ended",
            Self::Cancelled => "Cancelled",
            Self::Unknown(word) => word.as_str(),
        }
    }

    /// The arm for a word, compared without regard to ASCII case.
    ///
    /// # Errors
    /// [`InvalidValue`] if it is not known and a message cannot carry it: it is empty, has white space around it, or
    /// characters that XML does not have.
    pub fn of(word: &str) -> Result<Self, InvalidValue> {
        match find_word(Self::WORDS, word) {
            Some(0) => Ok(Self::Active),
            Some(1) => Ok(Self::Ended),
            Some(2) => Ok(Self::Cancelled),
            _ => Word::new(word).map(Self::Unknown),
        }
    }
}

impl fmt::Display for DrugStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for DrugStatus {
    type Err = InvalidValue;

    fn from_str(word: &str) -> Result<Self, InvalidValue> {
        Self::of(word)
    }
}

impl Own for borrowed::DrugStatus<'_> {
    type Owned = DrugStatus;

    fn own(self) -> Result<DrugStatus, DecodeError> {
        match self {
            Self::Active => Ok(DrugStatus::Active),
            Self::Ended => Ok(DrugStatus::Ended),
            Self::Cancelled => Ok(DrugStatus::Cancelled),
            Self::Unknown(word) => {
                let word: String = word.chars().collect();
                DrugStatus::of(&word).map_err(invalid)
            }
        }
    }
}

impl TryFrom<borrowed::DrugStatus<'_>> for DrugStatus {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::DrugStatus<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for DrugStatus {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::DrugStatus<'a>>(reader)
    }
}

impl Encode for DrugStatus {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.text(self.as_str());
    }
}

/// Asks for one section of the record.
#[derive(Clone, PartialEq)]
pub struct GetMedicalRecordData {
    /// The section.
    pub item_type: ItemType,
    /// The first day.
    pub from: Option<Date>,
    /// The last day, included.
    pub to: Option<Date>,
    /// The most items of a page.
    pub maximum_items: Option<PageSize>,
    /// The `Next` of the page before.
    pub after: Option<Text<64>>,
}

impl GetMedicalRecordData {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetMedicalRecordData::FIELDS;
}

impl Own for borrowed::GetMedicalRecordData<'_> {
    type Owned = GetMedicalRecordData;

    fn own(self) -> Result<GetMedicalRecordData, DecodeError> {
        Ok(GetMedicalRecordData {
            item_type: self.item_type.own().in_field("ItemType")?,
            from: self.from.own().in_field("From")?,
            to: self.to.own().in_field("To")?,
            maximum_items: self.maximum_items.own().in_field("MaximumItems")?,
            after: self.after.own().in_field("After")?,
        })
    }
}

impl TryFrom<borrowed::GetMedicalRecordData<'_>> for GetMedicalRecordData {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetMedicalRecordData<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for GetMedicalRecordData {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetMedicalRecordData<'a>>(reader)
    }
}

impl Encode for GetMedicalRecordData {
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

impl fmt::Debug for GetMedicalRecordData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetMedicalRecordData(redacted)")
    }
}

/// What the practice lets this patient see of the section.
#[derive(Clone, PartialEq)]
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
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::Filter::FIELDS;
}

impl Own for borrowed::Filter {
    type Owned = Filter;

    fn own(self) -> Result<Filter, DecodeError> {
        Ok(Filter {
            from: self.from.own().in_field("From")?,
            to: self.to.own().in_field("To")?,
            free_text_from: self.free_text_from.own().in_field("FreeTextFrom")?,
        })
    }
}

impl TryFrom<borrowed::Filter> for Filter {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::Filter) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl Decode<'_> for Filter {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::Filter>(reader)
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
#[derive(Clone, PartialEq)]
pub struct EffectiveDate {
    /// How precisely the date is known.
    pub precision: Precision,
    /// The date and time, of which only what the precision says is meant.
    pub value: Option<DateTime>,
}

impl EffectiveDate {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::EffectiveDate::FIELDS;
}

impl Own for borrowed::EffectiveDate<'_> {
    type Owned = EffectiveDate;

    fn own(self) -> Result<EffectiveDate, DecodeError> {
        Ok(EffectiveDate {
            precision: self.precision.own().in_field("Precision")?,
            value: self.value.own().in_field("Value")?,
        })
    }
}

impl TryFrom<borrowed::EffectiveDate<'_>> for EffectiveDate {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::EffectiveDate<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for EffectiveDate {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::EffectiveDate<'a>>(reader)
    }
}

impl Encode for EffectiveDate {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.precision).optional(&self.value);
    }
}

impl fmt::Debug for EffectiveDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("EffectiveDate(redacted)")
    }
}

/// The range in which a value is expected.
#[derive(Clone, PartialEq)]
pub struct Range {
    /// The lowest value.
    pub minimum: Option<Decimal>,
    /// The highest value.
    pub maximum: Option<Decimal>,
    /// The units of both.
    pub units: Option<Text<64>>,
}

impl Range {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::Range::FIELDS;
}

impl Own for borrowed::Range<'_> {
    type Owned = Range;

    fn own(self) -> Result<Range, DecodeError> {
        Ok(Range {
            minimum: self.minimum.own().in_field("Minimum")?,
            maximum: self.maximum.own().in_field("Maximum")?,
            units: self.units.own().in_field("Units")?,
        })
    }
}

impl TryFrom<borrowed::Range<'_>> for Range {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::Range<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for Range {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::Range<'a>>(reader)
    }
}

impl Encode for Range {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).optional(&self.minimum).optional(&self.maximum).optional(&self.units);
    }
}

impl fmt::Debug for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Range(redacted)")
    }
}

/// An observation.
#[derive(Clone, PartialEq)]
pub struct Observation {
    /// The name.
    pub term: Option<Text<255>>,
    /// The SNOMED CT concept.
    pub code: Option<i64>,
    /// The observed number.
    pub numeric_value: Option<Decimal>,
    /// How the number is to be read, such as `<`.
    pub operator: Option<Text<4>>,
    /// The units of the number.
    pub units: Option<Text<64>>,
    /// The observed text.
    pub text_value: Option<Text<100_000>>,
    /// The range in which the number is expected.
    pub range: Option<Range>,
    /// Whether the value is abnormal.
    pub abnormal: Option<bool>,
    /// The reason.
    pub abnormal_reason: Option<Text<255>>,
    /// Free text, absent where the practice withholds it.
    pub associated_text: Vec<Text<100_000>>,
}

impl Observation {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::Observation::FIELDS;
}

impl Own for borrowed::Observation<'_> {
    type Owned = Observation;

    fn own(self) -> Result<Observation, DecodeError> {
        Ok(Observation {
            term: self.term.own().in_field("Term")?,
            code: self.code.own().in_field("Code")?,
            numeric_value: self.numeric_value.own().in_field("NumericValue")?,
            operator: self.operator.own().in_field("Operator")?,
            units: self.units.own().in_field("Units")?,
            text_value: self.text_value.own().in_field("TextValue")?,
            range: self.range.own().in_field("Range")?,
            abnormal: self.abnormal.own().in_field("Abnormal")?,
            abnormal_reason: self.abnormal_reason.own().in_field("AbnormalReason")?,
            associated_text: self.associated_text.own().in_field("AssociatedText")?,
        })
    }
}

impl TryFrom<borrowed::Observation<'_>> for Observation {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::Observation<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for Observation {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::Observation<'a>>(reader)
    }
}

impl Encode for Observation {
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
            .items(&self.associated_text);
    }
}

impl fmt::Debug for Observation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Observation(redacted)")
    }
}

/// A problem.
#[derive(Clone, PartialEq)]
pub struct Problem {
    /// Whether it is active.
    pub status: ProblemStatus,
    /// How significant it is.
    pub significance: Significance,
    /// When it ended.
    pub end_date: Option<Date>,
    /// The observation.
    pub observation: Option<Observation>,
}

impl Problem {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::Problem::FIELDS;
}

impl Own for borrowed::Problem<'_> {
    type Owned = Problem;

    fn own(self) -> Result<Problem, DecodeError> {
        Ok(Problem {
            status: self.status.own().in_field("Status")?,
            significance: self.significance.own().in_field("Significance")?,
            end_date: self.end_date.own().in_field("EndDate")?,
            observation: self.observation.own().in_field("Observation")?,
        })
    }
}

impl TryFrom<borrowed::Problem<'_>> for Problem {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::Problem<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for Problem {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::Problem<'a>>(reader)
    }
}

impl Encode for Problem {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.status)
            .value(&self.significance)
            .optional(&self.end_date)
            .optional(&self.observation);
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Problem(redacted)")
    }
}

/// A test and its parts.
#[derive(Clone, PartialEq)]
pub struct TestResult {
    /// The test.
    pub observation: Observation,
    /// The parts.
    pub children: Vec<Observation>,
}

impl TestResult {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::TestResult::FIELDS;
}

impl Own for borrowed::TestResult<'_> {
    type Owned = TestResult;

    fn own(self) -> Result<TestResult, DecodeError> {
        Ok(TestResult {
            observation: self.observation.own().in_field("Observation")?,
            children: self.children.own().in_field("Children")?,
        })
    }
}

impl TryFrom<borrowed::TestResult<'_>> for TestResult {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::TestResult<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for TestResult {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::TestResult<'a>>(reader)
    }
}

impl Encode for TestResult {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.observation).items(&self.children);
    }
}

impl fmt::Debug for TestResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("TestResult(redacted)")
    }
}

/// A part of a mixture.
#[derive(Clone, PartialEq)]
pub struct MixtureConstituent {
    /// The name.
    pub name: Text<255>,
    /// The strength.
    pub strength: Option<Text<64>>,
}

impl MixtureConstituent {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::MixtureConstituent::FIELDS;
}

impl Own for borrowed::MixtureConstituent<'_> {
    type Owned = MixtureConstituent;

    fn own(self) -> Result<MixtureConstituent, DecodeError> {
        Ok(MixtureConstituent {
            name: self.name.own().in_field("Name")?,
            strength: self.strength.own().in_field("Strength")?,
        })
    }
}

impl TryFrom<borrowed::MixtureConstituent<'_>> for MixtureConstituent {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::MixtureConstituent<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for MixtureConstituent {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::MixtureConstituent<'a>>(reader)
    }
}

impl Encode for MixtureConstituent {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.name).optional(&self.strength);
    }
}

impl fmt::Debug for MixtureConstituent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("MixtureConstituent(redacted)")
    }
}

/// A mixture.
#[derive(Clone, PartialEq)]
pub struct Mixture {
    /// The name.
    pub name: Text<255>,
    /// The parts.
    pub constituents: Vec<MixtureConstituent>,
}

impl Mixture {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::Mixture::FIELDS;
}

impl Own for borrowed::Mixture<'_> {
    type Owned = Mixture;

    fn own(self) -> Result<Mixture, DecodeError> {
        Ok(Mixture {
            name: self.name.own().in_field("Name")?,
            constituents: self.constituents.own().in_field("Constituents")?,
        })
    }
}

impl TryFrom<borrowed::Mixture<'_>> for Mixture {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::Mixture<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for Mixture {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::Mixture<'a>>(reader)
    }
}

impl Encode for Mixture {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.name).items(&self.constituents);
    }
}

impl fmt::Debug for Mixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Mixture(redacted)")
    }
}

/// A drug.
#[derive(Clone, PartialEq)]
pub struct Medication {
    /// The name.
    pub drug_name: Text<255>,
    /// The dosage.
    pub dosage: Option<Text<1000>>,
    /// The quantity.
    pub quantity: Option<Decimal>,
    /// The unit of the quantity.
    pub quantity_unit: Option<Text<64>>,
    /// How it is prescribed.
    pub prescription_type: PrescriptionType,
    /// Whether it is still taken.
    pub drug_status: DrugStatus,
    /// When it was first issued.
    pub first_issued: Option<Date>,
    /// When it was last issued.
    pub last_issued: Option<Date>,
    /// The mixture, if it is one.
    pub mixture: Option<Mixture>,
}

impl Medication {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::Medication::FIELDS;
}

impl Own for borrowed::Medication<'_> {
    type Owned = Medication;

    fn own(self) -> Result<Medication, DecodeError> {
        Ok(Medication {
            drug_name: self.drug_name.own().in_field("DrugName")?,
            dosage: self.dosage.own().in_field("Dosage")?,
            quantity: self.quantity.own().in_field("Quantity")?,
            quantity_unit: self.quantity_unit.own().in_field("QuantityUnit")?,
            prescription_type: self.prescription_type.own().in_field("PrescriptionType")?,
            drug_status: self.drug_status.own().in_field("DrugStatus")?,
            first_issued: self.first_issued.own().in_field("FirstIssued")?,
            last_issued: self.last_issued.own().in_field("LastIssued")?,
            mixture: self.mixture.own().in_field("Mixture")?,
        })
    }
}

impl TryFrom<borrowed::Medication<'_>> for Medication {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::Medication<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for Medication {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::Medication<'a>>(reader)
    }
}

impl Encode for Medication {
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

impl fmt::Debug for Medication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Medication(redacted)")
    }
}

/// A part of a consultation.
#[derive(Clone, PartialEq)]
pub struct Section {
    /// The heading.
    pub header: Text<255>,
    /// The observation.
    pub observations: Vec<Observation>,
}

impl Section {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::Section::FIELDS;
}

impl Own for borrowed::Section<'_> {
    type Owned = Section;

    fn own(self) -> Result<Section, DecodeError> {
        Ok(Section {
            header: self.header.own().in_field("Header")?,
            observations: self.observations.own().in_field("Observations")?,
        })
    }
}

impl TryFrom<borrowed::Section<'_>> for Section {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::Section<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for Section {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::Section<'a>>(reader)
    }
}

impl Encode for Section {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.header).items(&self.observations);
    }
}

impl fmt::Debug for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Section(redacted)")
    }
}

/// A consultation.
#[derive(Clone, PartialEq)]
pub struct Consultation {
    /// The place.
    pub location: Option<Text<255>>,
    /// The clinician.
    pub clinician: Option<Text<255>>,
    /// The parts.
    pub sections: Vec<Section>,
}

impl Consultation {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::Consultation::FIELDS;
}

impl Own for borrowed::Consultation<'_> {
    type Owned = Consultation;

    fn own(self) -> Result<Consultation, DecodeError> {
        Ok(Consultation {
            location: self.location.own().in_field("Location")?,
            clinician: self.clinician.own().in_field("Clinician")?,
            sections: self.sections.own().in_field("Sections")?,
        })
    }
}

impl TryFrom<borrowed::Consultation<'_>> for Consultation {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::Consultation<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for Consultation {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::Consultation<'a>>(reader)
    }
}

impl Encode for Consultation {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).optional(&self.location).optional(&self.clinician).items(&self.sections);
    }
}

impl fmt::Debug for Consultation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Consultation(redacted)")
    }
}

/// A document, whose content is given by GetMedicalRecordDocumentContent.
#[derive(Clone, PartialEq)]
pub struct Document {
    /// Identifies the document.
    pub document_id: Text<64>,
    /// The file extension of the original.
    pub extension: Text<8>,
    /// The size of the original in bytes.
    pub size: Option<i64>,
    /// Whether the content is available.
    pub available: bool,
    /// The observation.
    pub observation: Option<Observation>,
}

impl Document {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::Document::FIELDS;
}

impl Own for borrowed::Document<'_> {
    type Owned = Document;

    fn own(self) -> Result<Document, DecodeError> {
        Ok(Document {
            document_id: self.document_id.own().in_field("DocumentId")?,
            extension: self.extension.own().in_field("Extension")?,
            size: self.size.own().in_field("Size")?,
            available: self.available.own().in_field("Available")?,
            observation: self.observation.own().in_field("Observation")?,
        })
    }
}

impl TryFrom<borrowed::Document<'_>> for Document {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::Document<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for Document {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::Document<'a>>(reader)
    }
}

impl Encode for Document {
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

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Document(redacted)")
    }
}

/// A user of the practice's system, to whom items refer.
#[derive(Clone, PartialEq)]
pub struct User {
    /// Identifies the user.
    pub user_id: Guid,
    /// The name.
    pub display_name: Text<255>,
    /// The user's role.
    pub role: Option<Text<255>>,
    /// The user's organisation.
    pub organisation: Option<Text<255>>,
}

impl User {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::User::FIELDS;
}

impl Own for borrowed::User<'_> {
    type Owned = User;

    fn own(self) -> Result<User, DecodeError> {
        Ok(User {
            user_id: self.user_id.own().in_field("UserId")?,
            display_name: self.display_name.own().in_field("DisplayName")?,
            role: self.role.own().in_field("Role")?,
            organisation: self.organisation.own().in_field("Organisation")?,
        })
    }
}

impl TryFrom<borrowed::User<'_>> for User {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::User<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for User {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::User<'a>>(reader)
    }
}

impl Encode for User {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.user_id)
            .value(&self.display_name)
            .optional(&self.role)
            .optional(&self.organisation);
    }
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("User(redacted)")
    }
}

/// A page of a section, newest first, with the users that it refers to.
#[derive(Clone, PartialEq)]
pub struct GetMedicalRecordDataResponse {
    /// The section.
    pub item_type: ItemType,
    /// What the practice lets this patient see of the section.
    pub filter: Filter,
    /// The items.
    pub items: Vec<Item>,
    /// The users.
    pub users: Vec<User>,
    /// To be sent as `After` for the next page; absent on the last page.
    pub next: Option<Text<64>>,
}

impl GetMedicalRecordDataResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetMedicalRecordDataResponse::FIELDS;
}

impl Own for borrowed::GetMedicalRecordDataResponse<'_> {
    type Owned = GetMedicalRecordDataResponse;

    fn own(self) -> Result<GetMedicalRecordDataResponse, DecodeError> {
        Ok(GetMedicalRecordDataResponse {
            item_type: self.item_type.own().in_field("ItemType")?,
            filter: self.filter.own().in_field("Filter")?,
            items: self.items.own().in_field("Items")?,
            users: self.users.own().in_field("Users")?,
            next: self.next.own().in_field("Next")?,
        })
    }
}

impl TryFrom<borrowed::GetMedicalRecordDataResponse<'_>> for GetMedicalRecordDataResponse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetMedicalRecordDataResponse<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for GetMedicalRecordDataResponse {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetMedicalRecordDataResponse<'a>>(reader)
    }
}

impl Encode for GetMedicalRecordDataResponse {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.item_type)
            .value(&self.filter)
            .items(&self.items)
            .items(&self.users)
            .optional(&self.next);
    }
}

impl fmt::Debug for GetMedicalRecordDataResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetMedicalRecordDataResponse(redacted)")
    }
}

impl Operation for GetMedicalRecordData {
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::GetMedicalRecordData::DESCRIPTOR;

    type Response<'r> = GetMedicalRecordDataResponse;
}

impl Streamed for GetMedicalRecordData {
    type Part<'p> = MedicalRecordDataPart<'p>;
}

/// Asks for the content of a document.
#[derive(Clone, PartialEq)]
pub struct GetMedicalRecordDocumentContent {
    /// Identifies the document.
    pub document_id: Text<64>,
}

impl GetMedicalRecordDocumentContent {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetMedicalRecordDocumentContent::FIELDS;
}

impl Own for borrowed::GetMedicalRecordDocumentContent<'_> {
    type Owned = GetMedicalRecordDocumentContent;

    fn own(self) -> Result<GetMedicalRecordDocumentContent, DecodeError> {
        Ok(GetMedicalRecordDocumentContent { document_id: self.document_id.own().in_field("DocumentId")? })
    }
}

impl TryFrom<borrowed::GetMedicalRecordDocumentContent<'_>> for GetMedicalRecordDocumentContent {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetMedicalRecordDocumentContent<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for GetMedicalRecordDocumentContent {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetMedicalRecordDocumentContent<'a>>(reader)
    }
}

impl Encode for GetMedicalRecordDocumentContent {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.document_id);
    }
}

impl fmt::Debug for GetMedicalRecordDocumentContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetMedicalRecordDocumentContent(redacted)")
    }
}

/// The content of a document: up to 4,000,000 bytes before encoding.
#[derive(Clone, PartialEq)]
pub struct GetMedicalRecordDocumentContentResponse {
    /// Identifies the document.
    pub document_id: Text<64>,
    /// The media type of the content: `text/html`.
    pub content_type: Text<64>,
    /// The content.
    pub content: Base64,
}

impl GetMedicalRecordDocumentContentResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetMedicalRecordDocumentContentResponse::FIELDS;
}

impl Own for borrowed::GetMedicalRecordDocumentContentResponse<'_> {
    type Owned = GetMedicalRecordDocumentContentResponse;

    fn own(self) -> Result<GetMedicalRecordDocumentContentResponse, DecodeError> {
        Ok(GetMedicalRecordDocumentContentResponse {
            document_id: self.document_id.own().in_field("DocumentId")?,
            content_type: self.content_type.own().in_field("ContentType")?,
            content: self.content.own().in_field("Content")?,
        })
    }
}

impl TryFrom<borrowed::GetMedicalRecordDocumentContentResponse<'_>>
    for GetMedicalRecordDocumentContentResponse
{
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetMedicalRecordDocumentContentResponse<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for GetMedicalRecordDocumentContentResponse {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetMedicalRecordDocumentContentResponse<'a>>(reader)
    }
}

impl Encode for GetMedicalRecordDocumentContentResponse {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.document_id).value(&self.content_type).value(&self.content);
    }
}

impl fmt::Debug for GetMedicalRecordDocumentContentResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetMedicalRecordDocumentContentResponse(redacted)")
    }
}

impl Operation for GetMedicalRecordDocumentContent {
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::GetMedicalRecordDocumentContent::DESCRIPTOR;

    type Response<'r> = GetMedicalRecordDocumentContentResponse;
}

impl Streamed for GetMedicalRecordDocumentContent {
    type Part<'p> = MedicalRecordDocumentContentPart<'p>;
}

/// Store [`Session::next_relationship_key`](crate::session::Session::next_relationship_key) beside the old
/// key, durably, before the call.
#[derive(Clone, PartialEq)]
pub struct ResetAccountLinkageKey {
    /// The reason.
    pub reason: Option<Text<255>>,
}

impl ResetAccountLinkageKey {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::ResetAccountLinkageKey::FIELDS;
}

impl Own for borrowed::ResetAccountLinkageKey<'_> {
    type Owned = ResetAccountLinkageKey;

    fn own(self) -> Result<ResetAccountLinkageKey, DecodeError> {
        Ok(ResetAccountLinkageKey { reason: self.reason.own().in_field("Reason")? })
    }
}

impl TryFrom<borrowed::ResetAccountLinkageKey<'_>> for ResetAccountLinkageKey {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::ResetAccountLinkageKey<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for ResetAccountLinkageKey {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::ResetAccountLinkageKey<'a>>(reader)
    }
}

impl Encode for ResetAccountLinkageKey {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).optional(&self.reason);
    }
}

impl fmt::Debug for ResetAccountLinkageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("ResetAccountLinkageKey(redacted)")
    }
}

/// The new linkage key. The session has ended.
#[derive(Clone, PartialEq)]
pub struct ResetAccountLinkageKeyResponse {
    /// The linkage key, for one further registration.
    pub linkage_key: Text<64>,
}

impl ResetAccountLinkageKeyResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::ResetAccountLinkageKeyResponse::FIELDS;
}

impl Own for borrowed::ResetAccountLinkageKeyResponse<'_> {
    type Owned = ResetAccountLinkageKeyResponse;

    fn own(self) -> Result<ResetAccountLinkageKeyResponse, DecodeError> {
        Ok(ResetAccountLinkageKeyResponse { linkage_key: self.linkage_key.own().in_field("LinkageKey")? })
    }
}

impl TryFrom<borrowed::ResetAccountLinkageKeyResponse<'_>> for ResetAccountLinkageKeyResponse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::ResetAccountLinkageKeyResponse<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for ResetAccountLinkageKeyResponse {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::ResetAccountLinkageKeyResponse<'a>>(reader)
    }
}

impl Encode for ResetAccountLinkageKeyResponse {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.linkage_key);
    }
}

impl fmt::Debug for ResetAccountLinkageKeyResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("ResetAccountLinkageKeyResponse(redacted)")
    }
}

impl Operation for ResetAccountLinkageKey {
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::ResetAccountLinkageKey::DESCRIPTOR;

    type Response<'r> = ResetAccountLinkageKeyResponse;
}

/// An item of the record.
#[derive(Clone, PartialEq)]
pub struct Item {
    /// Identifies the item.
    pub event_id: Guid,
    /// The name.
    pub term: Option<Text<255>>,
    /// The SNOMED CT concept.
    pub code: Option<i64>,
    /// When it applied.
    pub effective_date: EffectiveDate,
    /// The user who authorised it.
    pub authorised_by: Option<Guid>,
    /// The user who entered it.
    pub entered_by: Option<Guid>,
    /// Its one arm.
    pub arm: Arm,
}

/// What kind of item it is.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant)] // As the borrowed one: who reads one reads the other.
pub enum Arm {
    /// An allergy.
    Allergy(Observation),
    /// An immunisation.
    Immunisation(Observation),
    /// A problem.
    Problem(Problem),
    /// A test result.
    TestResult(TestResult),
    /// Medication.
    Medication(Medication),
    /// A consultation.
    Consultation(Consultation),
    /// A document.
    Document(Document),
    /// One that is not known here; the common fields are.
    Unknown,
}

impl Item {
    /// Its fields and then its arms, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::Item::FIELDS;
}

impl Own for borrowed::Arm<'_> {
    type Owned = Arm;

    fn own(self) -> Result<Arm, DecodeError> {
        Ok(match self {
            Self::Allergy(arm) => Arm::Allergy(arm.own()?),
            Self::Immunisation(arm) => Arm::Immunisation(arm.own()?),
            Self::Problem(arm) => Arm::Problem(arm.own()?),
            Self::TestResult(arm) => Arm::TestResult(arm.own()?),
            Self::Medication(arm) => Arm::Medication(arm.own()?),
            Self::Consultation(arm) => Arm::Consultation(arm.own()?),
            Self::Document(arm) => Arm::Document(arm.own()?),
            Self::Unknown => Arm::Unknown,
        })
    }
}

impl Own for borrowed::Item<'_> {
    type Owned = Item;

    fn own(self) -> Result<Item, DecodeError> {
        Ok(Item {
            event_id: self.event_id.own().in_field("EventId")?,
            term: self.term.own().in_field("Term")?,
            code: self.code.own().in_field("Code")?,
            effective_date: self.effective_date.own().in_field("EffectiveDate")?,
            authorised_by: self.authorised_by.own().in_field("AuthorisedBy")?,
            entered_by: self.entered_by.own().in_field("EnteredBy")?,
            arm: self.arm.own()?,
        })
    }
}

impl TryFrom<borrowed::Item<'_>> for Item {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::Item<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for Item {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::Item<'a>>(reader)
    }
}

impl Encode for Item {
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

impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Item(redacted)")
    }
}
