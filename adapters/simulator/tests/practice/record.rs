//! The medical record through the core's client: every section, its pages, and documents.

use emis_core::messages::PageSize;
use emis_core::messages::record::Arm;
use emis_core::messages::record::{GetMedicalRecordData, GetMedicalRecordDocumentContent, ItemType};
use emis_core::types::{Date, Guid, Text};
use emis_simulator::world::{Letter, MAXIMUM_DOCUMENT};

use crate::common::kiosk::{Kiosk, Room, naming, plain};
use crate::common::{C, D, Stage};

const SECTIONS: [ItemType<'static>; 7] = [
    ItemType::Allergies,
    ItemType::Consultations,
    ItemType::Documents,
    ItemType::Immunisations,
    ItemType::Medication,
    ItemType::Problems,
    ItemType::TestResults,
];

fn section(item_type: ItemType<'_>) -> GetMedicalRecordData<'_> {
    let maximum_items = Some(PageSize::new(1000).unwrap());
    GetMedicalRecordData { item_type, from: None, to: None, maximum_items, after: None }
}

fn of_section(arm: &Arm<'_>, section: ItemType<'_>) -> bool {
    match arm {
        Arm::Allergy(_) => section == ItemType::Allergies,
        Arm::Immunisation(_) => section == ItemType::Immunisations,
        Arm::Problem(_) => section == ItemType::Problems,
        Arm::TestResult(result) => {
            section == ItemType::TestResults && result.children.iter().all(|child| child.is_ok())
        }
        Arm::Medication(drug) => {
            section == ItemType::Medication && drug.mixture.is_none_or(|m| m.constituents.iter().count() > 0)
        }
        Arm::Consultation(consultation) => {
            let mut noted = consultation.sections.iter().flat_map(|part| part.unwrap().observations.iter());
            section == ItemType::Consultations && noted.all(|observation| observation.is_ok())
        }
        Arm::Document(_) => section == ItemType::Documents,
        Arm::Unknown => false,
    }
}

// PG-3, REC-2
#[test]
fn every_section_has_its_arm_and_its_users() {
    let (stage, mut room) = (Stage::new(), Room::new());
    let rel = stage.relationship(D, 0);
    let mut kiosk = Kiosk::patient(&stage, &mut room, &rel);
    for item_type in SECTIONS {
        let found = kiosk.call(&section(item_type));
        assert_eq!(found.item_type, item_type);
        let users: Vec<_> = found.users.iter().map(|user| user.unwrap().user_id).collect();
        let items: Vec<_> = found.items.iter().map(Result::unwrap).collect();
        assert!(!items.is_empty() && found.next.is_none());
        for item in items {
            assert!(of_section(&item.arm, item_type));
            assert!(item.authorised_by.iter().chain(&item.entered_by).all(|id| users.contains(id)));
        }
    }
}

#[test]
fn a_section_comes_in_pages() {
    let (stage, mut room) = (Stage::new(), Room::new());
    let mut kiosk = Kiosk::patient(&stage, &mut room, &stage.relationship(D, 0));
    let whole: Vec<Guid> =
        kiosk.call(&section(ItemType::TestResults)).items.iter().map(|i| i.unwrap().event_id).collect();
    let (mut paged, mut next) = (Vec::new(), None::<String>);
    loop {
        let after = next.as_deref().map(|next| Text::new(next).unwrap());
        let maximum_items = Some(PageSize::new(7).unwrap());
        let page =
            kiosk.call(&GetMedicalRecordData { maximum_items, after, ..section(ItemType::TestResults) });
        paged.extend(page.items.iter().map(|item| item.unwrap().event_id));
        next = page.next.map(|next| next.to_string());
        if next.is_none() {
            break;
        }
    }
    assert!(paged == whole && whole.len() > 14);
}

#[test]
fn documents_come_whole() {
    let (stage, mut room) = (Stage::new(), Room::new());
    let mut kiosk = Kiosk::patient(&stage, &mut room, &stage.relationship(D, 0));
    let documents: Vec<(String, usize, bool)> = kiosk
        .call(&section(ItemType::Documents))
        .items
        .iter()
        .map(|item| match item.unwrap().arm {
            Arm::Document(of) => {
                (of.document_id.to_string(), of.size.map_or(0, |size| size.try_into().unwrap()), of.available)
            }
            _ => unreachable!(),
        })
        .collect();
    let ask = |id| GetMedicalRecordDocumentContent { document_id: Text::new(id).unwrap() };
    let largest = documents.iter().find(|(_, size, _)| *size == MAXIMUM_DOCUMENT).unwrap();
    let small = documents.iter().find(|(_, size, there)| *size < 40_000 && *there).unwrap();
    for (id, size, _) in [largest, small] {
        let mut out = vec![0; size + 2];
        let content = kiosk.call(&ask(id));
        assert!(content.document_id == **id && content.content_type == "text/html");
        let html = content.content.decode(&mut out).unwrap();
        assert_eq!(html.len(), *size);
        assert!(html.starts_with(b"<!DOCTYPE html>") && html.ends_with(b"</html>\n"));
    }
    let (gone, ..) = documents.iter().find(|(_, _, there)| !there).unwrap();
    assert_eq!(kiosk.fault(&ask(gone)), plain("DocumentUnavailable"));
    assert_eq!(kiosk.fault(&ask("DOC-999-0")), plain("DocumentNotFound"));
}

// OP-9, REG-2, REG-3
#[test]
fn what_is_not_shown_is_refused() {
    let (stage, mut room) = (Stage::new(), Room::new());
    let mut kiosk = Kiosk::patient(&stage, &mut room, &stage.relationship(C, 0));
    let filter = kiosk.call(&section(ItemType::Consultations)).filter;
    assert!(filter.from.is_some() && filter.free_text_from.is_some() && filter.to.is_none());
    assert_eq!(kiosk.fault(&section(ItemType::TestResults)), plain("SectionNotEnabled"));
    let document = GetMedicalRecordDocumentContent { document_id: Text::new("DOC-0-0").unwrap() };
    assert_eq!(kiosk.fault(&document), plain("SectionNotEnabled"));
    let (from, to) = (Date::new(2020, 3, 3).ok(), Date::new(2020, 3, 2).ok());
    let backwards = GetMedicalRecordData { from, to, ..section(ItemType::Problems) };
    assert_eq!(kiosk.fault(&backwards), naming("FieldInvalid", "From"));
    for (letter, code) in
        [(Letter::Restricted, "AccountRestricted"), (Letter::WithoutMedicalRecord, "ServiceNotEnabled")]
    {
        let (rel, mut room) = (stage.special(D, letter), Room::new());
        let mut kiosk = Kiosk::patient(&stage, &mut room, &rel);
        assert_eq!(kiosk.fault(&section(ItemType::Problems)), plain(code));
        assert_eq!(kiosk.fault(&document), plain(code));
    }
}
