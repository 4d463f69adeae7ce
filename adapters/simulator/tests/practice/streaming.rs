//! Replies longer than the client's buffer: what comes through a short one is what comes whole through a long one.

use crate::common::kiosk::{Kiosk, Room};
use crate::common::{D, Stage};
use emis_core::messages::PageSize;
use emis_core::messages::record::Arm;
use emis_core::messages::record::{
    GetMedicalRecordData, GetMedicalRecordDocumentContent, ItemType, MedicalRecordDataPart,
    MedicalRecordDocumentContentPart,
};
use emis_core::session::{CallError, SessionState};
use emis_core::types::Text;
use emis_simulator::world::MAXIMUM_DOCUMENT;

fn section(item_type: ItemType<'static>) -> GetMedicalRecordData<'static> {
    let maximum_items = PageSize::new(1000).ok();
    GetMedicalRecordData { item_type, from: None, to: None, maximum_items, after: None }
}

#[test]
fn the_largest_document_comes_through_four_kibibytes() {
    let stage = Stage::new();
    let (mut long, mut short) = (Room::new(), Room::short(4096));
    let rel = stage.relationship(D, 0);
    let mut whole = Kiosk::patient(&stage, &mut long, &rel);
    let id = whole
        .call(&section(ItemType::Documents))
        .items
        .iter()
        .find_map(|item| match item.unwrap().arm {
            Arm::Document(of) if of.size == i64::try_from(MAXIMUM_DOCUMENT).ok() => {
                Some(of.document_id.to_string())
            }
            _ => None,
        })
        .unwrap();
    let ask = GetMedicalRecordDocumentContent { document_id: Text::new(&id).unwrap() };
    let mut expected = vec![0; MAXIMUM_DOCUMENT + 2];
    let expected = whole.call(&ask).content.decode(&mut expected).unwrap().to_vec();

    let mut kiosk = Kiosk::patient(&stage, &mut short, &rel);
    let mut came = Vec::new();
    let confirmed = kiosk
        .front
        .stream(&mut kiosk.session, &ask, |part| match part.unwrap().unconfirmed() {
            MedicalRecordDocumentContentPart::Content(bytes) => came.extend_from_slice(bytes),
            _ => unreachable!(),
        })
        .map_err(drop)
        .unwrap();
    assert!(confirmed.document_id == *id && confirmed.content_type == "text/html");
    assert!(came == expected);
    assert_eq!(kiosk.session.state(), SessionState::Live);
    // A refusal comes through it too, and the session goes on.
    let gone = GetMedicalRecordDocumentContent { document_id: Text::new("DOC-999-0").unwrap() };
    let refused = kiosk.front.stream(&mut kiosk.session, &gone, |_| unreachable!()).unwrap_err();
    assert!(matches!(refused, emis_core::client::ClientError::Call(CallError::Fault(_))));
    assert_eq!(kiosk.session.state(), SessionState::Live);
}

#[test]
fn a_section_comes_item_by_item() {
    let stage = Stage::new();
    let (mut long, mut short) = (Room::new(), Room::short(16_384));
    let rel = stage.relationship(D, 0);
    let mut whole = Kiosk::patient(&stage, &mut long, &rel);
    let mut kiosk = Kiosk::patient(&stage, &mut short, &rel);
    for item_type in
        [ItemType::Consultations, ItemType::Problems, ItemType::TestResults, ItemType::Medication]
    {
        let ask = section(item_type);
        let expected = whole.call(&ask);
        let items: Vec<_> = expected.items.iter().map(|item| item.unwrap().event_id).collect();
        let users: Vec<_> = expected.users.iter().map(|user| user.unwrap().user_id).collect();
        assert!(!items.is_empty() && !users.is_empty());
        let mut came = (Vec::new(), Vec::new());
        let confirmed = kiosk
            .front
            .stream(&mut kiosk.session, &ask, |part| match part.unwrap().unconfirmed() {
                MedicalRecordDataPart::Item(item) => came.0.push(item.event_id),
                MedicalRecordDataPart::User(user) => came.1.push(user.user_id),
                _ => unreachable!(),
            })
            .map_err(drop)
            .unwrap();
        assert_eq!(came, (items, users));
        assert!(confirmed.items.is_empty() && confirmed.item_type == item_type);
    }
}
