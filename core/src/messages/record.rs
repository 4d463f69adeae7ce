//! The medical record: sections of items, and documents. It is read-only.

pub use super::content::MedicalRecordDocumentContentPart;
use super::macros::{message, operation};
use super::types::{Base64, Date, DateTime, Decimal, Guid, Text, words};
use super::{List, PageSize, item::Item};

use super::prescribing::PrescriptionType;

words! {
    /// A section of the record.
    ItemType {
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
    }
}

words! {
    /// How exactly a date is known.
    Precision {
        /// The year.
        Year,
        /// The month.
        YearMonth,
        /// The day.
        YearMonthDay,
        /// The time.
        YearMonthDayTime,
    } unknown "Unknown"
}

words! {
    /// Whether a problem is still one.
    ProblemStatus {
        /// It is.
        Active,
        /// It was.
        Past,
    }
}

words! {
    /// How much a problem matters.
    Significance {
        /// Much.
        Significant,
        /// Little.
        Minor,
    }
}

words! {
    /// Whether a drug is still taken.
    DrugStatus {
        /// It is.
        Active,
        /// It was.
        Ended,
        /// It was stopped.
        Cancelled,
    }
}

message! {
    /// Asks for one section of the record.
    GetMedicalRecordData<'a> [Clone, Copy] {
        /// Which section.
        item_type: ItemType<'a> = "ItemType",
        /// The first day.
        from: Option<Date> = "From",
        /// The last day, included.
        to: Option<Date> = "To",
        /// How many items a page may have.
        maximum_items: Option<PageSize> = "MaximumItems",
        /// `Next` of the page before.
        after: Option<Text<'a, 64>> = "After",
    }
}

message! {
    /// What the practice lets this patient see.
    Filter [Clone, Copy, PartialEq, Eq] {
        /// Items from this day on.
        from: Option<Date> = "From",
        /// Items up to this day.
        to: Option<Date> = "To",
        /// Free text of items from this day on.
        free_text_from: Option<Date> = "FreeTextFrom",
    }
}

message! {
    /// When something was so.
    EffectiveDate<'a> [Clone, Copy] {
        /// How exactly that is known.
        precision: Precision<'a> = "Precision",
        /// When; only so much of it counts as the precision says.
        value: Option<DateTime> = "Value",
    }
}

message! {
    /// Between what a value should be.
    Range<'a> [Clone, Copy] {
        /// At least.
        minimum: Option<Decimal<'a>> = "Minimum",
        /// At most.
        maximum: Option<Decimal<'a>> = "Maximum",
        /// In these units.
        units: Option<Text<'a, 64>> = "Units",
    }
}

message! {
    /// Something observed.
    Observation<'a> [Clone, Copy] {
        /// What.
        term: Option<Text<'a, 255>> = "Term",
        /// Its SNOMED CT concept.
        code: Option<i64> = "Code",
        /// A number.
        numeric_value: Option<Decimal<'a>> = "NumericValue",
        /// How the number is meant, such as `<`.
        operator: Option<Text<'a, 4>> = "Operator",
        /// The number's units.
        units: Option<Text<'a, 64>> = "Units",
        /// A text.
        text_value: Option<Text<'a, 100_000>> = "TextValue",
        /// What the number should be.
        range: Option<Range<'a>> = "Range",
        /// Whether it is out of order.
        abnormal: Option<bool> = "Abnormal",
        /// Why.
        abnormal_reason: Option<Text<'a, 255>> = "AbnormalReason",
        /// Free text, absent where the practice withholds it.
        associated_text: List<'a, Text<'a, 100_000>> = "AssociatedText" / Text,
    }
}

message! {
    /// A problem.
    Problem<'a> [Clone, Copy] {
        /// Whether it is still one.
        status: ProblemStatus<'a> = "Status",
        /// How much it matters.
        significance: Significance<'a> = "Significance",
        /// When it ended.
        end_date: Option<Date> = "EndDate",
        /// What was observed.
        observation: Option<Observation<'a>> = "Observation",
    }
}

message! {
    /// A test and its parts.
    TestResult<'a> [Clone, Copy] {
        /// The test.
        observation: Observation<'a> = "Observation",
        /// Its parts.
        children: List<'a, Observation<'a>> = "Children" / Observation,
    }
}

message! {
    /// A part of a mixture.
    MixtureConstituent<'a> [Clone, Copy] {
        /// What.
        name: Text<'a, 255> = "Name",
        /// How strong.
        strength: Option<Text<'a, 64>> = "Strength",
    }
}

message! {
    /// A mixture.
    Mixture<'a> [Clone, Copy] {
        /// Its name.
        name: Text<'a, 255> = "Name",
        /// Its parts.
        constituents: List<'a, MixtureConstituent<'a>> = "Constituents" / Constituent,
    }
}

message! {
    /// A drug.
    Medication<'a> [Clone, Copy] {
        /// Its name.
        drug_name: Text<'a, 255> = "DrugName",
        /// How it is taken.
        dosage: Option<Text<'a, 1000>> = "Dosage",
        /// How much.
        quantity: Option<Decimal<'a>> = "Quantity",
        /// Of what.
        quantity_unit: Option<Text<'a, 64>> = "QuantityUnit",
        /// How it is prescribed.
        prescription_type: PrescriptionType<'a> = "PrescriptionType",
        /// Whether it is still taken.
        drug_status: DrugStatus<'a> = "DrugStatus",
        /// When it was first issued.
        first_issued: Option<Date> = "FirstIssued",
        /// When it was last issued.
        last_issued: Option<Date> = "LastIssued",
        /// Of what it is mixed.
        mixture: Option<Mixture<'a>> = "Mixture",
    }
}

message! {
    /// A part of a consultation.
    Section<'a> [Clone, Copy] {
        /// Its heading.
        header: Text<'a, 255> = "Header",
        /// What was observed.
        observations: List<'a, Observation<'a>> = "Observations" / Observation,
    }
}

message! {
    /// A consultation.
    Consultation<'a> [Clone, Copy] {
        /// Where.
        location: Option<Text<'a, 255>> = "Location",
        /// With whom.
        clinician: Option<Text<'a, 255>> = "Clinician",
        /// Its parts.
        sections: List<'a, Section<'a>> = "Sections" / Section,
    }
}

message! {
    /// A document; its content is asked for by itself.
    Document<'a> [Clone, Copy] {
        /// Which document.
        document_id: Text<'a, 64> = "DocumentId",
        /// Of what kind it was.
        extension: Text<'a, 8> = "Extension",
        /// How large it was, in octets.
        size: Option<i64> = "Size",
        /// Whether its content can be had.
        available: bool = "Available",
        /// What was observed.
        observation: Option<Observation<'a>> = "Observation",
    }
}

message! {
    /// A user of the practice's system, to whom items refer.
    User<'a> [Clone, Copy] {
        /// Which user.
        user_id: Guid = "UserId",
        /// The name.
        display_name: Text<'a, 255> = "DisplayName",
        /// What the user is.
        role: Option<Text<'a, 255>> = "Role",
        /// Of which organisation.
        organisation: Option<Text<'a, 255>> = "Organisation",
    }
}

message! {
    /// A page of a section, newest first, and the users that it refers to.
    GetMedicalRecordDataResponse<'a> [Clone, Copy] parts MedicalRecordDataPart {
        /// Which section.
        item_type: ItemType<'a> = "ItemType",
        /// What the practice lets this patient see.
        filter: Filter = "Filter",
        /// The items.
        items: List<'a, Item<'a>> = "Items" / Item,
        /// The users.
        users: List<'a, User<'a>> = "Users" / User,
        /// To be sent as `After` for the next page; absent on the last.
        next: Option<Text<'a, 64>> = "Next",
    }
}

operation! {
    GetMedicalRecordData<'a> => GetMedicalRecordDataResponse<'a>, since V2_0, Patient, needs MedicalRecord,
    parts MedicalRecordDataPart, paged items: Item
}

message! {
    /// Asks for a document's content.
    GetMedicalRecordDocumentContent<'a> [Clone, Copy] {
        /// Which document.
        document_id: Text<'a, 64> = "DocumentId",
    }
}

message! {
    /// A document's content: up to 4,000,000 octets before encoding.
    GetMedicalRecordDocumentContentResponse<'a> [Clone, Copy] {
        /// Which document.
        document_id: Text<'a, 64> = "DocumentId",
        /// Of what kind the content is: `text/html`.
        content_type: Text<'a, 64> = "ContentType",
        /// The content.
        content: Base64<'a> = "Content",
    }
}

operation! {
    GetMedicalRecordDocumentContent<'a> => GetMedicalRecordDocumentContentResponse<'a>, since V2_0, Patient,
    needs MedicalRecord, parts MedicalRecordDocumentContentPart
}

message! {
    /// Asks for a new linkage key, and with it a new key of this relationship, which never travels (protocol.md section
    /// 4, Reset). Keep [`Session::next_relationship_key`](crate::session::Session::next_relationship_key) beside the
    /// old key, durably, before this is called.
    ResetAccountLinkageKey<'a> [Clone, Copy] {
        /// Why.
        reason: Option<Text<'a, 255>> = "Reason",
    }
}

message! {
    /// The new linkage key. The session has ended.
    ResetAccountLinkageKeyResponse<'a> [Clone, Copy] {
        /// For one further registration.
        linkage_key: Text<'a, 64> = "LinkageKey",
    }
}

operation! {
    ResetAccountLinkageKey<'a> => ResetAccountLinkageKeyResponse<'a>, since V2_0, Patient, needs FullAccount,
    ends WithReply
}
