//! The record: every arm in its shortest form and its fullest, documents, the reset.

use emis_core::messages::List;
use emis_core::messages::PageSize;
use emis_core::messages::prescribing::PrescriptionType;
use emis_core::messages::record::{Arm, Item};
use emis_core::messages::record::{
    Consultation, Document, DrugStatus, EffectiveDate, Filter, GetMedicalRecordData,
    GetMedicalRecordDataResponse, GetMedicalRecordDocumentContent, GetMedicalRecordDocumentContentResponse,
    ItemType, Medication, Mixture, MixtureConstituent, Observation, Precision, Problem, ProblemStatus, Range,
    ResetAccountLinkageKey, ResetAccountLinkageKeyResponse, Section, Significance, TestResult, User,
};
use emis_core::types::{Base64, Decimal};

use super::{G1, G2, day, guid, request, response, some, text, when};

const ASKED: GetMedicalRecordData<'_> = GetMedicalRecordData {
    item_type: ItemType::TestResults,
    from: None,
    to: None,
    maximum_items: None,
    after: None,
};

const NO_FILTER: Filter = Filter { from: None, to: None, free_text_from: None };

fn number(text: &str) -> Option<Decimal<'_>> {
    Decimal::parse(text).ok()
}

const NOTHING: Observation<'_> = Observation {
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

/// An observation with nothing in it has its list all the same.
const BARE: &str = "<AssociatedText></AssociatedText>";

const FULL: &str = "<Term>Serum sodium</Term><Code>1000661000000107</Code><NumericValue>-0.50</NumericValue>\
                    <Operator>&lt;=</Operator><Units>mmol/L</Units><TextValue>low</TextValue>\
                    <Range><Minimum>133</Minimum><Maximum>146</Maximum><Units>mmol/L</Units></Range>\
                    <Abnormal>true</Abnormal><AbnormalReason>below</AbnormalReason>\
                    <AssociatedText><Text>one</Text><Text>&amp; two</Text></AssociatedText>";

/// Runs a test with an observation that has everything.
fn with_full(test: impl FnOnce(Observation<'_>)) {
    let texts = [text("one"), text("& two")];
    test(Observation {
        term: some("Serum sodium"),
        code: Some(1_000_661_000_000_107),
        numeric_value: number("-0.50"),
        operator: some("<="),
        units: some("mmol/L"),
        text_value: some("low"),
        range: Some(Range { minimum: number("133"), maximum: number("146"), units: some("mmol/L") }),
        abnormal: Some(true),
        abnormal_reason: some("below"),
        associated_text: List::new(&texts),
    });
}

fn item<'a>(arm: &Arm<'a>) -> Item<'a> {
    Item {
        event_id: guid(1),
        term: None,
        code: None,
        effective_date: EffectiveDate { precision: Precision::Unknown(emis_word()), value: None },
        authorised_by: None,
        entered_by: None,
        arm: *arm,
    }
}

/// The page's own word `Unknown` is no arm of ours.
fn emis_word() -> emis_core::types::Word<'static> {
    match Precision::of("Unknown") {
        Precision::Unknown(word) => word,
        _ => unreachable!(),
    }
}

/// One item, and around it the shortest response.
#[track_caller]
fn one(arm: &Arm<'_>, expected: &str) {
    let items = [item(arm)];
    let answer = GetMedicalRecordDataResponse {
        item_type: ItemType::TestResults,
        filter: NO_FILTER,
        items: List::new(&items),
        users: List::EMPTY,
        next: None,
    };
    let expected = format!(
        "<ItemType>TestResults</ItemType><Filter></Filter><Items><Item><EventId>{G1}</EventId>\
         <EffectiveDate><Precision>Unknown</Precision></EffectiveDate>{expected}</Item></Items><Users></Users>"
    );
    response(&ASKED, &answer, &expected);
}

#[test]
fn what_is_around_the_items() {
    request(&ASKED, "<ItemType>TestResults</ItemType>");
    let whole = GetMedicalRecordData {
        item_type: ItemType::Allergies,
        from: Some(day("2000-02-29")),
        to: Some(day("9999-12-31")),
        maximum_items: PageSize::new(100).ok(),
        after: some("n"),
    };
    let expected = "<ItemType>Allergies</ItemType><From>2000-02-29</From><To>9999-12-31</To>\
                    <MaximumItems>100</MaximumItems><After>n</After>";
    request(&whole, expected);
    let none = GetMedicalRecordDataResponse {
        item_type: ItemType::Medication,
        filter: NO_FILTER,
        items: List::EMPTY,
        users: List::EMPTY,
        next: None,
    };
    let expected = "<ItemType>Medication</ItemType><Filter></Filter><Items></Items><Users></Users>";
    response(&ASKED, &none, expected);
    let user = User { user_id: guid(1), display_name: text("Dr A"), role: None, organisation: None };
    let users = [User { user_id: guid(2), role: some("GP"), organisation: some("A & B"), ..user }, user];
    let whole_item = Item {
        term: some("Hay fever"),
        code: Some(-1),
        effective_date: EffectiveDate {
            precision: Precision::YearMonthDayTime,
            value: Some(when("1999-12-31T23:59:59")),
        },
        authorised_by: Some(guid(1)),
        entered_by: Some(guid(2)),
        ..item(&Arm::Allergy(NOTHING))
    };
    let items = [whole_item];
    let whole = GetMedicalRecordDataResponse {
        item_type: ItemType::Allergies,
        filter: Filter {
            from: Some(day("1990-01-01")),
            to: Some(day("2026-01-01")),
            free_text_from: Some(day("2015-01-01")),
        },
        items: List::new(&items),
        users: List::new(&users),
        next: some("n"),
    };
    let expected = format!(
        "<ItemType>Allergies</ItemType><Filter><From>1990-01-01</From><To>2026-01-01</To>\
         <FreeTextFrom>2015-01-01</FreeTextFrom></Filter><Items><Item><EventId>{G1}</EventId><Term>Hay fever</Term>\
         <Code>-1</Code><EffectiveDate><Precision>YearMonthDayTime</Precision><Value>1999-12-31T23:59:59</Value>\
         </EffectiveDate><AuthorisedBy>{G1}</AuthorisedBy><EnteredBy>{G2}</EnteredBy><Allergy>{BARE}</Allergy></Item>\
         </Items><Users><User><UserId>{G2}</UserId><DisplayName>Dr A</DisplayName><Role>GP</Role>\
         <Organisation>A &amp; B</Organisation></User><User><UserId>{G1}</UserId><DisplayName>Dr A</DisplayName>\
         </User></Users><Next>n</Next>"
    );
    response(&ASKED, &whole, &expected);
}

#[test]
fn observations() {
    one(&Arm::Allergy(NOTHING), &format!("<Allergy>{BARE}</Allergy>"));
    one(&Arm::Immunisation(NOTHING), &format!("<Immunisation>{BARE}</Immunisation>"));
    with_full(|full| {
        one(&Arm::Allergy(full), &format!("<Allergy>{FULL}</Allergy>"));
        one(&Arm::Immunisation(full), &format!("<Immunisation>{FULL}</Immunisation>"));
        let least = TestResult { observation: NOTHING, children: List::EMPTY };
        let expected =
            format!("<TestResult><Observation>{BARE}</Observation><Children></Children></TestResult>");
        one(&Arm::TestResult(least), &expected);
        let children = [full, NOTHING];
        let whole = TestResult { observation: full, children: List::new(&children) };
        let expected = format!(
            "<TestResult><Observation>{FULL}</Observation><Children><Observation>{FULL}</Observation>\
             <Observation>{BARE}</Observation></Children></TestResult>"
        );
        one(&Arm::TestResult(whole), &expected);
    });
}

#[test]
fn problems() {
    let least = Problem {
        status: ProblemStatus::Active,
        significance: Significance::Significant,
        end_date: None,
        observation: None,
    };
    one(
        &Arm::Problem(least),
        "<Problem><Status>Active</Status><Significance>Significant</Significance></Problem>",
    );
    with_full(|full| {
        let whole = Problem {
            status: ProblemStatus::Past,
            significance: Significance::Minor,
            end_date: Some(day("2020-01-01")),
            observation: Some(full),
        };
        let expected = format!(
            "<Problem><Status>Past</Status><Significance>Minor</Significance><EndDate>2020-01-01</EndDate>\
             <Observation>{FULL}</Observation></Problem>"
        );
        one(&Arm::Problem(whole), &expected);
    });
}

#[test]
fn medication() {
    let least = Medication {
        drug_name: text("Amlodipine"),
        dosage: None,
        quantity: None,
        quantity_unit: None,
        prescription_type: PrescriptionType::Automatic,
        drug_status: DrugStatus::Ended,
        first_issued: None,
        last_issued: None,
        mixture: None,
    };
    let expected = "<Medication><DrugName>Amlodipine</DrugName><PrescriptionType>Automatic</PrescriptionType>\
                    <DrugStatus>Ended</DrugStatus></Medication>";
    one(&Arm::Medication(least), expected);
    let constituents = [
        MixtureConstituent { name: text("a"), strength: None },
        MixtureConstituent { name: text("b"), strength: some("5 %") },
    ];
    let whole = Medication {
        dosage: some("1 a day"),
        quantity: number("28.0"),
        quantity_unit: some("tablet"),
        first_issued: Some(day("2020-01-01")),
        last_issued: Some(day("2026-01-01")),
        mixture: Some(Mixture { name: text("m"), constituents: List::new(&constituents) }),
        ..least
    };
    let expected = "<Medication><DrugName>Amlodipine</DrugName><Dosage>1 a day</Dosage><Quantity>28.0</Quantity>\
                    <QuantityUnit>tablet</QuantityUnit><PrescriptionType>Automatic</PrescriptionType>\
                    <DrugStatus>Ended</DrugStatus><FirstIssued>2020-01-01</FirstIssued>\
                    <LastIssued>2026-01-01</LastIssued><Mixture><Name>m</Name><Constituents>\
                    <Constituent><Name>a</Name></Constituent>\
                    <Constituent><Name>b</Name><Strength>5 %</Strength></Constituent></Constituents></Mixture>\
                    </Medication>";
    one(&Arm::Medication(whole), expected);
}

#[test]
fn consultations() {
    let least = Consultation { location: None, clinician: None, sections: List::EMPTY };
    one(&Arm::Consultation(least), "<Consultation><Sections></Sections></Consultation>");
    with_full(|full| {
        let noted = [NOTHING, full];
        let sections = [
            Section { header: text("History"), observations: List::EMPTY },
            Section { header: text("Plan"), observations: List::new(&noted) },
        ];
        let whole = Consultation {
            location: some("Surgery"),
            clinician: some("Dr A"),
            sections: List::new(&sections),
        };
        let expected = format!(
            "<Consultation><Location>Surgery</Location><Clinician>Dr A</Clinician><Sections>\
             <Section><Header>History</Header><Observations></Observations></Section>\
             <Section><Header>Plan</Header><Observations><Observation>{BARE}</Observation>\
             <Observation>{FULL}</Observation></Observations></Section></Sections></Consultation>"
        );
        one(&Arm::Consultation(whole), &expected);
    });
}

#[test]
fn documents() {
    let least = Document {
        document_id: text("D-1"),
        extension: text("html"),
        size: None,
        available: false,
        observation: None,
    };
    let expected = "<Document><DocumentId>D-1</DocumentId><Extension>html</Extension>\
                    <Available>false</Available></Document>";
    one(&Arm::Document(least), expected);
    with_full(|full| {
        let whole = Document { size: Some(4_000_000), available: true, observation: Some(full), ..least };
        let expected = format!(
            "<Document><DocumentId>D-1</DocumentId><Extension>html</Extension><Size>4000000</Size>\
             <Available>true</Available><Observation>{FULL}</Observation></Document>"
        );
        one(&Arm::Document(whole), &expected);
    });
    let asked = GetMedicalRecordDocumentContent { document_id: text("D & 1") };
    request(&asked, "<DocumentId>D &amp; 1</DocumentId>");
    let answer = GetMedicalRecordDocumentContentResponse {
        document_id: text("D & 1"),
        content_type: text("text/html"),
        content: Base64::new("PCFET0NUWVBFIGh0bWw+").unwrap(),
    };
    let expected = "<DocumentId>D &amp; 1</DocumentId><ContentType>text/html</ContentType>\
                    <Content>PCFET0NUWVBFIGh0bWw+</Content>";
    response(&asked, &answer, expected);
}

#[test]
fn reset_account_linkage_key() {
    let least = ResetAccountLinkageKey { reason: None };
    request(&least, "");
    request(&ResetAccountLinkageKey { reason: some("lost <it>") }, "<Reason>lost &lt;it&gt;</Reason>");
    let answer = ResetAccountLinkageKeyResponse { linkage_key: text("A&B") };
    response(&least, &answer, "<LinkageKey>A&amp;B</LinkageKey>");
}
