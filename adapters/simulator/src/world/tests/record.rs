//! The medical record and its documents: what is shown, in which order, and what is withheld.

use super::*;
use emis_core::fault::FaultCode::*;

const SECTIONS: [ItemType; 7] = [
    ItemType::Allergies,
    ItemType::Consultations,
    ItemType::Documents,
    ItemType::Immunisations,
    ItemType::Medication,
    ItemType::Problems,
    ItemType::TestResults,
];

fn read(stage: &Stage, id: &str, section: ItemType) -> Vec<Item> {
    let mut items = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page = PageRequest { maximum_items: Some(40), after: after.as_deref() };
        let answer =
            stage.world.medical_record_data(caller(id, Version::V2_0), section, None, None, page).unwrap();
        for item in &answer.items {
            let known =
                |id: &Option<String>| id.iter().all(|id| answer.users.iter().any(|user| user.user_id == *id));
            assert!(known(&item.authorised_by) && known(&item.entered_by));
        }
        items.extend(answer.items);
        after = answer.next;
        if after.is_none() {
            return items;
        }
    }
}

#[test]
fn a_record_has_some_hundred_items_over_decades_newest_first() {
    let mut stage = Stage::new();
    let id = stage.patient(D, 0);
    let whole: Vec<_> = SECTIONS.iter().map(|section| read(&stage, &id, *section)).collect();
    for items in &whole {
        assert!(!items.is_empty());
        assert!(items.is_sorted_by(|a, b| a.effective_date.value >= b.effective_date.value));
        let ids: std::collections::BTreeSet<_> = items.iter().map(|item| &item.event_id).collect();
        assert_eq!(ids.len(), items.len());
    }
    let all: Vec<_> = whole.concat();
    assert!((200..500).contains(&all.len()));
    let years: Vec<_> = all.iter().filter_map(|item| item.effective_date.value).map(DateTime::year).collect();
    assert!(years.iter().max().unwrap() - years.iter().min().unwrap() >= 30);
    for precision in [
        Precision::Unknown,
        Precision::Year,
        Precision::YearMonth,
        Precision::YearMonthDay,
        Precision::YearMonthDayTime,
    ] {
        assert!(all.iter().any(|item| item.effective_date.precision == precision), "{precision:?}");
    }
    stage.wait(days(40));
    assert_eq!(read(&stage, &id, ItemType::TestResults), whole[6], "the past stays as it was");
}

#[test]
fn days_are_included_and_undated_items_only_without_them() {
    let mut stage = Stage::new();
    let id = stage.patient(D, 0);
    let whole = read(&stage, &id, ItemType::Problems);
    assert!(whole.iter().any(|item| item.effective_date.value.is_none()));
    let day = whole[2].effective_date.value.unwrap().date();
    let list = |from, to| {
        let who = caller(&id, Version::V2_0);
        stage.world.medical_record_data(who, ItemType::Problems, from, to, ALL).map(|answer| answer.items)
    };
    let on = |wanted: &dyn Fn(jiff::civil::Date) -> bool| {
        let dated =
            whole.iter().filter(|item| item.effective_date.value.is_some_and(|value| wanted(value.date())));
        dated.cloned().collect::<Vec<_>>()
    };
    assert_eq!(list(Some(day), Some(day)).unwrap(), on(&|date| date == day));
    assert_eq!(list(None, Some(day)).unwrap(), on(&|date| date <= day));
    assert_eq!(list(Some(day), None).unwrap(), on(&|date| date >= day));
    assert_eq!(list(Some(day.saturating_add(1.day())), Some(day)), Err(Refusal::invalid("From")));
}

#[test]
fn sections_and_free_text_are_the_practices_choice() {
    let mut stage = Stage::new();
    let id = stage.patient(C, 0);
    let who = caller(&id, Version::V2_0);
    let record = stage.world.practice_settings(C).unwrap().record.unwrap();
    for section in SECTIONS {
        let answer = stage.world.medical_record_data(who, section, None, None, ALL);
        assert_eq!(answer.is_ok(), record.enables(section));
        if let Err(refusal) = answer {
            assert_eq!(refusal.code, SectionNotEnabled);
        }
    }
    let answer = stage.world.medical_record_data(who, ItemType::Consultations, None, None, ALL).unwrap();
    let Filter { from, to, free_text_from } = answer.filter;
    assert_eq!((from, to, free_text_from), (record.visible_from, None, record.free_text_from));
    assert!(from.is_some() && free_text_from.is_some());
    let has_text = |item: &Item| match &item.arm {
        Arm::Consultation(c) => {
            c.sections.iter().flat_map(|(_, noted)| noted).any(|o| !o.associated_text.is_empty())
        }
        _ => false,
    };
    let day = |item: &Item| item.effective_date.value.map(DateTime::date);
    assert!(answer.items.iter().all(|item| day(item) >= from));
    let (new, old): (Vec<_>, Vec<_>) = answer.items.iter().partition(|item| day(item) >= free_text_from);
    assert!(!old.is_empty() && !old.into_iter().any(has_text));
    assert!(new.into_iter().any(has_text));
}

#[test]
fn documents_are_made_in_full_on_request() {
    let mut stage = Stage::new();
    let id = stage.patient(D, 0);
    let who = caller(&id, Version::V2_0);
    let mut sizes = Vec::new();
    for item in read(&stage, &id, ItemType::Documents) {
        let Arm::Document(document) = item.arm else { panic!("another arm") };
        let content = stage.world.document_content(who, &document.document_id);
        match content {
            Ok(content) => {
                assert_eq!(Some(i64::try_from(content.html.len()).unwrap()), document.size);
                assert_eq!((content.document_id, content.content_type), (document.document_id, "text/html"));
                sizes.push(content.html.len());
            }
            Err(refusal) => assert_eq!((refusal.code, document.available), (DocumentUnavailable, false)),
        }
    }
    assert!(sizes.contains(&MAXIMUM_DOCUMENT) && sizes.iter().any(|size| *size < 50_000));
    for wrong in ["", "DOC-1-0", "DOC-0-999", "DOC-0-00", "DOC-0-+2"] {
        assert_eq!(refused(stage.world.document_content(who, wrong)), DocumentNotFound);
    }
    let elsewhere = stage.patient(C, 0);
    let answer = stage.world.document_content(caller(&elsewhere, Version::V2_0), "DOC-0-0");
    assert_eq!(refused(answer), SectionNotEnabled);
}

#[test]
fn records_are_for_full_accounts_where_offered() {
    let mut stage = Stage::new();
    for (ods_code, letter, code) in [
        (D, Letter::Restricted, AccountRestricted),
        (D, Letter::WithoutMedicalRecord, ServiceNotEnabled),
        (B, Letter::Restricted, ServiceNotEnabled),
    ] {
        let id = stage.special(ods_code, letter);
        let who = caller(&id, Version::V2_0);
        let answer = stage.world.medical_record_data(who, ItemType::Allergies, None, None, ALL);
        assert_eq!(refused(answer), code);
        assert_eq!(refused(stage.world.document_content(who, "DOC-0-0")), code);
    }
}
