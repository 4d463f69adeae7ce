//! VER-1 to VER-4: the core's client, which speaks 2.1, at a practice of each version.
//!
//! What the practice's version lacks is refused here before anything is sent, and by the practice when it is sent all
//! the same.

use emis_core::client::ClientError;
use emis_core::messages::appointments::{BookAppointment, ContactType, Telephone};
use emis_core::messages::messaging::{
    DeleteMessage, GetMessage, GetMessageRecipients, GetMessages, SendMessage, SetMessageReadState,
};
use emis_core::messages::prescribing::CancelPrescriptionRequest;
use emis_core::messages::record::{
    GetMedicalRecordData, GetMedicalRecordDocumentContent, ItemType, ResetAccountLinkageKey,
};
use emis_core::messages::registration::GetDemographics;
use emis_core::messages::{Allowed, FieldDescriptor, FieldType, NotInVersion, OPERATIONS, Operation};
use emis_core::profile::Version;
use emis_core::session::{Outcome, RequestError};
use emis_core::types::{Guid, Text};
use emis_simulator::world::{Patient, SlotType};

use crate::common::kiosk::{Kiosk, Room};
use crate::common::{A, B, C, D, Hello, Raw, Stage, body, book};
use crate::people::{by_details, without_accounts};

const PRACTICES: [(&str, Version); 4] =
    [(A, Version::V1_0), (B, Version::V1_1), (C, Version::V2_0), (D, Version::V2_1)];

/// Whether a call was refused here, and what for; anything else that became of it is none of this test's business.
fn locally<O: Operation>(kiosk: &mut Kiosk<'_>, request: &O) -> Option<NotInVersion> {
    let before = (kiosk.session.state(), format!("{:?}", kiosk.session));
    let refused = match kiosk.front.call(&mut kiosk.session, request) {
        Err(error @ ClientError::RequestError(RequestError::Version(refused))) => {
            assert_eq!(error.outcome(), Outcome::NotSent);
            Some(refused)
        }
        _ => None,
    };
    if refused.is_some() {
        assert_eq!(
            (kiosk.session.state(), format!("{:?}", kiosk.session)),
            before,
            "the session is as it was"
        );
    }
    refused
}

type Try = fn(&mut Kiosk<'_>, &Patient) -> Option<NotInVersion>;

fn text<const N: usize>(value: &str) -> Text<'_, N> {
    Text::new(value).unwrap()
}

/// Every operation that 1.0 lacks, in the order of the page.
const LATER: &[(&str, Try)] = &[
    ("RegisterWithPatientDetails", |kiosk, person| locally(kiosk, &by_details(B, person))),
    ("GetDemographics", |kiosk, _| locally(kiosk, &GetDemographics {})),
    ("CancelPrescriptionRequest", |kiosk, _| {
        locally(kiosk, &CancelPrescriptionRequest { request_id: Guid::from_bytes([1; 16]), reason: None })
    }),
    ("GetMedicalRecordData", |kiosk, _| {
        let item_type = ItemType::Problems;
        let section =
            GetMedicalRecordData { item_type, from: None, to: None, maximum_items: None, after: None };
        locally(kiosk, &section)
    }),
    ("GetMedicalRecordDocumentContent", |kiosk, _| {
        locally(kiosk, &GetMedicalRecordDocumentContent { document_id: text("1") })
    }),
    ("ResetAccountLinkageKey", |kiosk, _| locally(kiosk, &ResetAccountLinkageKey { reason: None })),
    ("GetMessageRecipients", |kiosk, _| locally(kiosk, &GetMessageRecipients {})),
    ("GetMessages", |kiosk, _| locally(kiosk, &GetMessages { maximum_items: None, after: None })),
    ("GetMessage", |kiosk, _| locally(kiosk, &GetMessage { message_id: 1 })),
    ("SendMessage", |kiosk, _| {
        let recipient_id = Guid::from_bytes([1; 16]);
        locally(kiosk, &SendMessage { recipient_id, subject: text("x"), content: text("x") })
    }),
    ("SetMessageReadState", |kiosk, _| locally(kiosk, &SetMessageReadState { message_id: 1, read: true })),
    ("DeleteMessage", |kiosk, _| locally(kiosk, &DeleteMessage { message_id: 1 })),
];

#[test]
fn every_later_operation_is_here() {
    let here: Vec<&str> = LATER.iter().map(|(name, _)| *name).collect();
    let page = OPERATIONS.iter().filter(|info| info.since > Version::V1_0).map(|info| info.name);
    assert_eq!(here, page.collect::<Vec<_>>());
}

// VER-3
#[test]
fn what_a_practice_lacks_is_refused_here() {
    let stage = Stage::listening(|builder| builder);
    let person = without_accounts(&stage, B).remove(0);
    for (ods, version) in PRACTICES {
        // A patient for each, since the reset locks others out.
        for (patient, (name, attempt)) in LATER.iter().enumerate() {
            let rel = stage.relationship(ods, patient);
            let info = OPERATIONS.iter().find(|info| info.name == *name).unwrap();
            let mut room = Room::new();
            let mut kiosk = match info.allowed {
                Allowed::Application => Kiosk::application(&stage, &mut room, ods),
                _ => Kiosk::patient(&stage, &mut room, &rel),
            };
            let needed = (info.since > version).then_some(NotInVersion {
                name: info.name,
                needed: info.since,
                session: version,
            });
            let before = stage.server.world().clone();
            assert_eq!(attempt(&mut kiosk, &person), needed, "{name} at {ods}");
            assert!(needed.is_none() || *stage.server.world() == before);
        }
    }
}

// VER-3
#[test]
fn the_telephone_of_a_booking_is_refused_here_at_a_practice_of_1_0() {
    let stage = Stage::listening(|builder| builder);
    let telephone = Some(Telephone { number: text("1"), contact_type: ContactType::Home });
    for (ods, version) in PRACTICES {
        let (rel, mut room) = (stage.relationship(ods, 0), Room::new());
        let mut kiosk = Kiosk::patient(&stage, &mut room, &rel);
        let book = BookAppointment { slot_id: 1, booking_reason: None, telephone };
        let needed = (version < Version::V1_1).then_some(NotInVersion {
            name: "Telephone",
            needed: Version::V1_1,
            session: version,
        });
        assert_eq!(locally(&mut kiosk, &book), needed, "{ods}");
        assert_eq!(locally(&mut kiosk, &BookAppointment { telephone: None, ..book }), None);
    }
}

/// The two kinds of session at a practice, each of the practice's own version.
fn sessions(stage: &Stage, ods: &str) -> [Raw; 2] {
    [stage.patient_session(&stage.relationship(ods, 0)), stage.application_session(ods)]
}

// VER-4, OP-12
#[test]
fn asked_anyway_the_practice_refuses_the_operation_and_does_nothing() {
    let stage = Stage::listening(|builder| builder);
    for (ods, version) in PRACTICES {
        let [mut patient, mut application] = sessions(&stage, ods);
        let before = stage.server.world().clone();
        for info in OPERATIONS.iter().filter(|info| info.since > version) {
            // In either kind of session, with fields or without: the version comes first.
            for session in [&mut patient, &mut application] {
                for fields in ["", "<MessageId>1</MessageId>", "<Colour/>"] {
                    let answer = session.call(&stage, &body(info.name, fields));
                    answer.fault("VersionNotSupported", None);
                    assert_eq!(
                        answer.value("RequiredVersion"),
                        Some(&*info.since.to_string()),
                        "{}",
                        info.name
                    );
                    assert_eq!(answer.value("PracticeVersion"), Some(&*version.to_string()));
                }
            }
        }
        assert!(*stage.server.world() == before, "nothing has come of it");
        patient.alive(&stage);
        application.alive(&stage);
    }
}

/// The fields that a table has from a later version on, with the elements around them: `Outer/Inner`.
fn later_fields(
    fields: &'static [FieldDescriptor],
    version: Version,
    path: &str,
    found: &mut Vec<(String, &'static FieldDescriptor)>,
) {
    for field in fields {
        let item = field.item_name().map(|item| format!("/{item}")).unwrap_or_default();
        let path = format!("{path}{}{item}", field.name());
        if field.since() > version {
            found.push((path, field));
        } else if let FieldType::Element(inner) = field.holds() {
            later_fields(inner, version, &format!("{path}/"), found);
        }
    }
}

// VER-4, OP-12, XML-18
#[test]
fn asked_anyway_the_practice_refuses_the_field_and_does_nothing() {
    let stage = Stage::listening(|builder| builder);
    let mut tried = Vec::new();
    for (ods, version) in PRACTICES {
        let [mut patient, mut application] = sessions(&stage, ods);
        for info in OPERATIONS.iter().filter(|info| info.since <= version) {
            let mut later = Vec::new();
            later_fields(info.request, version, "", &mut later);
            for (path, field) in later {
                tried.push(format!("{} of {} at {version}", field.name(), info.name));
                let elements: Vec<&str> = path.split('/').collect();
                let open: String = elements.iter().map(|name| format!("<{name}>")).collect();
                let close: String = elements.iter().rev().map(|name| format!("</{name}>")).collect();
                let before = stage.server.world().clone();
                for session in [&mut patient, &mut application] {
                    // Good otherwise, or wrong in every other way too.
                    for before in [String::new(), "<Colour/>".to_owned(), "<SlotId>1</SlotId>".to_owned()] {
                        let answer =
                            session.call(&stage, &body(info.name, &format!("{before}{open}{close}")));
                        answer.fault("VersionNotSupported", Some(field.name()));
                        assert_eq!(answer.value("RequiredVersion"), Some(&*field.since().to_string()));
                        assert_eq!(answer.value("PracticeVersion"), Some(&*version.to_string()));
                    }
                }
                assert!(*stage.server.world() == before, "nothing has come of it");
            }
        }
    }
    assert_eq!(
        tried,
        ["Telephone of BookAppointment at 1.0"],
        "the page has no other field of a later version"
    );
}

#[test]
fn a_booking_that_is_good_but_for_its_version_is_not_made() {
    let stage = Stage::listening(|builder| builder);
    let rel = stage.relationship(B, 0);
    let slot = stage.slot(B, SlotType::Telephone, 0);
    let telephone = "<Telephone><Number>1</Number><ContactType>Home</ContactType></Telephone>";
    let whole = body("BookAppointment", &format!("<SlotId>{slot}</SlotId>{telephone}"));
    let mut old = Hello::new(&stage, B).of(&rel).version("1.0").begin(&stage);
    let answer = old.call(&stage, &whole);
    answer.fault("VersionNotSupported", Some("Telephone"));
    assert_eq!(
        (answer.value("RequiredVersion"), answer.value("PracticeVersion")),
        (Some("1.1"), Some("1.1"))
    );
    // Without what 1.0 lacks it is no slot of 1.0.
    old.call(&stage, &book(slot)).fault("SlotNotFound", None);
    assert_eq!(stage.holder(B, slot), None);
    Hello::new(&stage, B).of(&rel).begin(&stage).call(&stage, &whole).done();
    assert!(stage.holder(B, slot).is_some());
}

// VER-1, VER-2
#[test]
fn a_practice_does_not_send_what_the_session_does_not_speak() {
    let stage = Stage::listening(|builder| builder);
    let rel = stage.relationship(D, 0);
    let slot = stage.slot(D, SlotType::Telephone, 0);
    let telephone = "<Telephone><Number>1</Number><ContactType>Home</ContactType></Telephone>";
    let whole = body("BookAppointment", &format!("<SlotId>{slot}</SlotId>{telephone}"));
    Hello::new(&stage, D).of(&rel).begin(&stage).call(&stage, &whole).done();
    let mine = body("GetPatientAppointments", "<IncludePast>true</IncludePast>");
    let mut seen = Vec::new();
    for version in ["1.0", "1.1", "2.0", "2.1"] {
        let mut session = Hello::new(&stage, D).of(&rel).version(version).begin(&stage);
        let settings = session.settings();
        for (name, request) in [("GetPracticeSettings", settings), ("GetPatientAppointments", mine.clone())] {
            let info = OPERATIONS.iter().find(|info| info.name == name).unwrap();
            let answer = session.call(&stage, &request);
            let mut all = Vec::new();
            later_fields(info.response, Version::V1_0, "", &mut all);
            for (path, field) in all {
                // The record's settings share a name with a service; only they have fields inside.
                let there = match field.holds() {
                    FieldType::Element(inner) => {
                        answer.done().body.contains(&format!("<{}><{}>", field.name(), inner[0].name()))
                    }
                    _ => answer.done().body.contains(&format!("<{}>", field.name())),
                };
                assert_eq!(there, *field.since().to_string() <= *version, "{path} in {version}");
                seen.push(path);
            }
        }
    }
    seen.sort();
    seen.dedup();
    assert_eq!(
        seen,
        ["Appointments/Appointment/Telephone", "Appointments/TelephoneAppointments", "MedicalRecord"]
    );
}
