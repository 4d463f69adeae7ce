//! What core says is possible, beside what the practice really answers: every operation, in every kind of session, at
//! every version of each practice, for every kind of account.

use emis_core::capabilities::{Capabilities, Capability, FieldErrorKind, Unknown};
use emis_core::messages::appointments::{
    BookAppointment, CancelAppointment, ContactType, SlotType, Telephone,
};
use emis_core::messages::practice::{AccountStatus, GetPracticeSettings, GetUserOptions};
use emis_core::messages::prescribing::{
    CancelPrescriptionRequest, GetMedicationCourses, RequestPrescription,
};
use emis_core::messages::record::ItemType;
use emis_core::messages::{Allowed, BoundedList, EndsSession, OPERATIONS, OperationDescriptor};
use emis_core::profile::Version;
use emis_core::types::{Guid, OdsCode, Text};
use emis_simulator::world::{self, DetailsRegistration, Letter};

use crate::common::kiosk::{Kiosk, Room};
use crate::common::{A, Answer, B, C, D, E, Hello, Rel, Stage, body};

const VERSIONS: [Version; 4] = [Version::V1_0, Version::V1_1, Version::V2_0, Version::V2_1];

/// The kinds of account that a practice has.
const LETTERS: [Letter; 6] = [
    Letter::Good,
    Letter::Restricted,
    Letter::WithoutAppointments,
    Letter::WithoutPrescribing,
    Letter::WithoutMedicalRecord,
    Letter::WithoutMessaging,
];

/// The relationship of a letter, and of somebody who registered without one.
fn accounts(stage: &Stage, ods: &str) -> Vec<Rel> {
    let letter = |letter| match letter {
        Letter::Good => stage.relationship(ods, 0),
        other => stage.special(ods, other),
    };
    let mut accounts: Vec<Rel> = LETTERS.map(letter).into();
    accounts.push(stage.details(ods));
    accounts
}

impl Stage {
    /// Somebody without a letter: a restricted account.
    fn details(&self, ods: &str) -> Rel {
        let mut world = self.server.world();
        let person = world.people_without_accounts(ods)[0].demographics.clone();
        let postcode = person.address.as_ref().and_then(|address| address.postcode.clone()).unwrap();
        let request = DetailsRegistration {
            application_id: self.server.applications()[0].id().as_str(),
            ods_code: ods,
            forenames: &person.forenames,
            surname: &person.surname,
            date_of_birth: person.date_of_birth,
            sex: None,
            postcode: &postcode,
            house_name_flat_number: None,
            nhs_number: person.nhs_number.as_deref(),
        };
        let mut fill = |out: &mut [u8]| out.copy_from_slice(&crate::common::draw::<64>()[..out.len()]);
        let now = emis_simulator::clock::Clock::now(&*self.clock);
        let registered = world.register_with_patient_details(&request, &mut fill, now).unwrap();
        let key = registered.key.reveal().as_bytes().to_vec();
        Rel { ods: ods.to_owned(), id: registered.relationship_id, key }
    }
}

/// The shortest good request of an operation: what is named in it is not there, so that it changes nothing.
fn least(info: &OperationDescriptor, ods: &str) -> String {
    let guid = "00000000-0000-0000-0000-000000000000";
    let fields = match info.name {
        "GetClinicalVersionInformation" | "GetPracticeSettings" => format!("<OdsCode>{ods}</OdsCode>"),
        "RegisterWithPinDocument" => format!(
            "<OdsCode>{ods}</OdsCode><AccountId>1</AccountId><LinkageKey>1</LinkageKey><Surname>1</Surname>\
             <DateOfBirth>2000-01-01</DateOfBirth>"
        ),
        "RegisterWithPatientDetails" => format!(
            "<OdsCode>{ods}</OdsCode><Forenames>1</Forenames><Surname>1</Surname>\
             <DateOfBirth>2000-01-01</DateOfBirth><Postcode>1</Postcode>"
        ),
        "GetAvailableAppointments" => {
            "<From>2026-03-04T00:00:00</From><To>2026-03-05T00:00:00</To>".to_owned()
        }
        "GetPatientAppointments" => "<IncludePast>false</IncludePast>".to_owned(),
        "BookAppointment" | "CancelAppointment" => "<SlotId>1</SlotId>".to_owned(),
        "RequestPrescription" => format!("<CourseIds><CourseId>{guid}</CourseId></CourseIds>"),
        "CancelPrescriptionRequest" => format!("<RequestId>{guid}</RequestId>"),
        "GetMedicalRecordData" => "<ItemType>Allergies</ItemType>".to_owned(),
        "GetMedicalRecordDocumentContent" => "<DocumentId>1</DocumentId>".to_owned(),
        "GetMessage" | "DeleteMessage" => "<MessageId>1</MessageId>".to_owned(),
        "SetMessageReadState" => "<MessageId>1</MessageId><Read>true</Read>".to_owned(),
        "SendMessage" => {
            format!("<RecipientId>{guid}</RecipientId><Subject>1</Subject><Content>1</Content>")
        }
        _ => String::new(),
    };
    body(info.name, &fields)
}

/// Where the practice let the call through and it was not carried out: what it names is not there.
const NOT_THERE: [&str; 9] = [
    "AccountNotFound",
    "PatientNotRegistered",
    "SlotNotFound",
    "AppointmentNotFound",
    "CourseNotFound",
    "RequestNotFound",
    "DocumentNotFound",
    "RecipientUnknown",
    "MessageNotFound",
];

#[track_caller]
fn compare(answer: Capability, code: Option<&str>, what: &str) {
    match answer {
        Capability::Allowed => {
            assert!(code.is_none_or(|code| NOT_THERE.contains(&code)), "{what}: {code:?}");
        }
        Capability::Refused(reason) => assert_eq!(code, Some(reason.fault().as_str()), "{what}: {reason}"),
        Capability::Unknown(unknown) => panic!("{what}: {unknown}"),
    }
}

/// The fault's code, if it is a fault: the record has codes of its own.
fn fault(answer: &Answer) -> Option<&str> {
    answer.code().filter(|_| answer.body.starts_with("<s:Fault"))
}

fn known_of(kiosk: &mut Kiosk<'_>, ods: &str, patient: bool) -> Capabilities {
    let settings = GetPracticeSettings { ods_code: OdsCode::parse(ods).unwrap() };
    let known = Capabilities::of_session(&kiosk.session).with_settings(&kiosk.call(&settings));
    if patient { known.with_options(&kiosk.call(&GetUserOptions {})) } else { known }
}

#[test]
fn every_operation_for_every_account_at_every_practice() {
    let mut compared = 0;
    for (ods, runs) in [(A, Version::V1_0), (B, Version::V1_1), (C, Version::V2_0), (D, Version::V2_1)] {
        for version in VERSIONS.into_iter().filter(|version| *version <= runs) {
            // Afresh for each version: after a reset the old keys are good for nothing.
            let stage = Stage::new();
            let relationships = accounts(&stage, ods).into_iter().map(Some);
            for rel in relationships.chain([None]) {
                let mut room = Room::new();
                let mut kiosk = Kiosk::at(&stage, &mut room, ods, version, rel.as_ref());
                let known = known_of(&mut kiosk, ods, rel.is_some());
                let begin = || {
                    let hello = Hello::new(&stage, ods).version(&version.to_string());
                    rel.iter().fold(hello, Hello::of).begin(&stage)
                };
                let mut raw = begin();
                // What ends the session comes last, and in a session of its own.
                let (ending, going_on): (Vec<&OperationDescriptor>, Vec<_>) =
                    OPERATIONS.iter().copied().partition(|info| info.ends != EndsSession::No);
                for info in going_on.into_iter().chain(ending) {
                    if info.ends != EndsSession::No {
                        raw = begin();
                    }
                    let answer = raw.call(&stage, &least(info, ods));
                    let account = rel.as_ref().map(|rel| &rel.id);
                    let what = format!("{} at {ods} {version} as {account:?}", info.name);
                    compare(known.operation(info), fault(&answer), &what);
                    compared += 1;
                }
            }
        }
    }
    // Ten versions at four practices, seven accounts and none.
    assert_eq!(compared, 10 * 8 * OPERATIONS.len());
}

#[test]
fn every_section_for_every_account_at_every_practice() {
    for (ods, runs) in [(A, Version::V1_0), (B, Version::V1_1), (C, Version::V2_0), (D, Version::V2_1)] {
        let stage = Stage::new();
        let accounts = accounts(&stage, ods);
        for version in VERSIONS.into_iter().filter(|version| *version <= runs) {
            for rel in &accounts {
                let mut room = Room::new();
                let known = known_of(&mut Kiosk::at(&stage, &mut room, ods, version, Some(rel)), ods, true);
                let mut raw = Hello::new(&stage, ods).version(&version.to_string()).of(rel).begin(&stage);
                for word in ItemType::WORDS {
                    let item_type = format!("<ItemType>{word}</ItemType>");
                    let answer = raw.call(&stage, &body("GetMedicalRecordData", &item_type));
                    let what = format!("{word} at {ods} {version} as {}", rel.id);
                    compare(known.section(ItemType::of(word)), fault(&answer), &what);
                }
            }
        }
    }
}

#[test]
fn before_there_is_a_session() {
    let stage = Stage::new();
    for (ods, live) in [(A, true), (B, true), (C, true), (D, true), (E, false)] {
        let mut room = Room::new();
        let mut front = Kiosk::front(&stage, &mut room);
        let information = front.clinical_version_information(OdsCode::parse(ods).unwrap()).unwrap();
        let known = Capabilities::of_practice(&information);
        let begun = Hello::new(&stage, ods).post(&stage);
        let begin = OperationDescriptor::find("BeginSession").unwrap();
        assert_eq!(
            known.operation(begin).reason().map(|reason| reason.fault().to_string()).as_deref(),
            begun.code()
        );
        assert_eq!(begun.code().is_none(), live);
        // What the practice tells of its operations is what is not refused for its version.
        for told in information.operations {
            let info = OperationDescriptor::find(&told.unwrap().to_string()).unwrap();
            let answer = known.operation(info);
            if live || info.allowed == Allowed::Anywhere {
                assert!(matches!(answer, Capability::Allowed | Capability::Unknown(Unknown::UserOptions)));
            }
        }
    }
}

/// What the practice says of a request: nothing, or the fault and the field that it names.
type Said = Option<(String, Option<String>)>;

#[test]
fn every_rule_for_a_booking_s_fields() {
    let long = "é".repeat(500);
    let mut tried = 0;
    for (ods, version, most) in [
        (A, Version::V1_0, 0),
        (B, Version::V1_0, 100),
        (B, Version::V1_1, 100),
        (C, Version::V2_0, 150),
        (D, Version::V2_1, 500),
    ] {
        let (stage, mut room) = (Stage::new(), Room::new());
        let rel = stage.relationship(ods, 1);
        let mut kiosk = Kiosk::at(&stage, &mut room, ods, version, Some(&rel));
        let known = known_of(&mut kiosk, ods, true);
        let cut = |n: usize| long.chars().take(n).collect::<String>();
        let reasons = [None, Some(cut(0)), Some(cut(1)), Some(cut(most)), Some(cut(most + 1))];
        let slots = [
            (world::SlotType::Practice, SlotType::Practice),
            (world::SlotType::Telephone, SlotType::Telephone),
        ];
        let by_telephone = known.telephone_appointments().is_allowed();
        for (of, slot_type) in slots.into_iter().take(if by_telephone { 2 } else { 1 }) {
            let slot_id = stage.slot(ods, of, 0);
            for reason in &reasons {
                for number in [None, Some("01632 1")] {
                    let telephone = number.map(|number| Telephone {
                        number: Text::new(number).unwrap(),
                        contact_type: ContactType::Home,
                    });
                    let booking_reason = reason.as_deref().map(|reason| Text::new(reason).unwrap());
                    let request = BookAppointment { slot_id, booking_reason, telephone };
                    let expected = known.check_booking(&request, Some(slot_type));
                    if let Err(error) = expected
                        && let FieldErrorKind::Version(refused) = error.kind
                    {
                        // Core's session refuses it too, in the same words.
                        let found = kiosk.front.call(&mut kiosk.session, &request).err().unwrap().to_string();
                        assert_eq!(found, refused.to_string());
                        tried += 1;
                        continue;
                    }
                    let said: Said =
                        expected.err().map(|e| (e.fault().to_string(), Some(e.field.to_owned())));
                    let found = kiosk.attempt(&request);
                    assert_eq!(found, said, "{ods} {version} {slot_type} {reason:?} {number:?}");
                    if found.is_none() {
                        kiosk.call(&CancelAppointment { slot_id, reason: None });
                    }
                    tried += 1;
                }
            }
        }
    }
    assert_eq!(tried, 10 + 10 + 20 + 10 + 20);
}

#[test]
fn every_rule_for_a_prescription_request_s_fields() {
    let long = "é".repeat(1000);
    for ods in [B, C, D] {
        let (stage, mut room) = (Stage::new(), Room::new());
        let mut kiosk = Kiosk::patient(&stage, &mut room, &stage.relationship(ods, 1));
        let known = known_of(&mut kiosk, ods, true);
        let mut courses: Vec<Guid> = Vec::new();
        for course in kiosk.call(&GetMedicationCourses { maximum_items: None, after: None }).courses {
            let course = course.unwrap();
            courses.extend(course.can_be_requested.then_some(course.course_id));
        }
        let twice = [courses[0], courses[0]];
        for ids in [&courses[..1], &twice] {
            for comment in [None, Some(""), Some("Running low"), Some(&*long)] {
                let request = RequestPrescription {
                    course_ids: BoundedList::new(ids).unwrap(),
                    comment: comment.map(|comment| Text::new(comment).unwrap()),
                };
                let expected = known.check_prescription(&request);
                let said: Said = expected.err().map(|e| (e.fault().to_string(), Some(e.field.to_owned())));
                if expected.is_ok() {
                    let request_id = kiosk.call(&request).request_id;
                    kiosk.call(&CancelPrescriptionRequest { request_id, reason: None });
                } else {
                    assert_eq!(kiosk.attempt(&request), said, "{ods} {comment:?}");
                }
            }
        }
    }
}

#[test]
fn accounts_are_what_the_letters_say() {
    // The comparisons above mean something only if these accounts differ.
    let (stage, mut full) = (Stage::new(), 0);
    for rel in accounts(&stage, D) {
        let mut room = Room::new();
        let mut kiosk = Kiosk::patient(&stage, &mut room, &rel);
        let options = kiosk.call(&GetUserOptions {});
        full += u32::from(options.account_status == AccountStatus::Full);
    }
    assert_eq!(full, 5);
}
