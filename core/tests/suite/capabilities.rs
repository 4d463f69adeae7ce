//! What is said to be possible, from every bit of knowledge and from less.

use crate::common::Quick;
use emis_core::capabilities::{
    Capabilities, Capability, FieldError, FieldErrorKind, InputRule, Reason, Unknown,
};
use emis_core::fault::FaultCode;
use emis_core::messages::appointments::{BookAppointment, ContactType, SlotType, Telephone};
use emis_core::messages::practice::{
    AccountStatus, AppointmentSettings, GetClinicalVersionInformationResponse, GetPracticeSettingsResponse,
    GetUserOptionsResponse, InputRequirement, InputRequirements, MedicalRecordSettings, PracticeMessages,
    PracticeServices, UserServices,
};
use emis_core::messages::prescribing::RequestPrescription;
use emis_core::messages::record::{
    GetMedicalRecordData, GetMedicalRecordDocumentContent, ItemType, ResetAccountLinkageKey,
};
use emis_core::messages::registration::GetDemographics;
use emis_core::messages::{Allowed, BoundedList, List, OPERATIONS, Requirement, Service, SessionKind};
use emis_core::profile::Version;
use emis_core::types::{Guid, Text};

const VERSIONS: [Version; 4] = [Version::V1_0, Version::V1_1, Version::V2_0, Version::V2_1];

fn information(version: Version, live: bool) -> Capabilities {
    Capabilities::of_practice(&GetClinicalVersionInformationResponse {
        ods_code: crate::common::ods(),
        practice_name: Text::new("P & Q").unwrap(),
        schema_version: version,
        live,
        operations: List::EMPTY,
    })
}

fn patient(version: Version) -> Capabilities {
    Capabilities::of_session(&crate::common::patient::<Quick>(version).client)
}

/// Services by a bit each.
fn services(bits: u8) -> UserServices {
    UserServices {
        appointments: bits & 1 != 0,
        prescribing: bits & 2 != 0,
        medical_record: bits & 4 != 0,
        messaging: bits & 8 != 0,
    }
}

pub(crate) fn settings(bits: u8) -> GetPracticeSettingsResponse<'static> {
    let UserServices { appointments, prescribing, medical_record, messaging } = services(bits);
    GetPracticeSettingsResponse {
        services: PracticeServices {
            appointments,
            prescribing,
            medical_record,
            messaging,
            online_registration: false,
            demographics_update: false,
            eps: false,
        },
        input_requirements: InputRequirements {
            appointment_booking_reason: InputRequirement::RequestedOptional,
            prescribing_comment: InputRequirement::RequestedOptional,
        },
        appointments: AppointmentSettings {
            maximum_bookings: 1,
            earliest_booking_minutes: 0,
            latest_booking_days: 1,
            booking_reason_maximum_length: 10,
            telephone_appointments: Some(true),
        },
        medical_record: Some(MedicalRecordSettings {
            allergies_enabled: true,
            consultations_enabled: true,
            documents_enabled: true,
            immunisations_enabled: true,
            medication_enabled: true,
            problems_enabled: true,
            test_results_enabled: true,
            free_text_from: None,
        }),
        messages: PracticeMessages { welcome: None, appointments: None, prescribing: None },
    }
}

pub(crate) fn options(status: AccountStatus<'_>, assigned: u8, effective: u8) -> GetUserOptionsResponse<'_> {
    GetUserOptionsResponse {
        account_status: status,
        assigned_services: services(assigned),
        effective_services: services(effective),
    }
}

/// What a practice answers by REG-2 and REG-3, written down once more.
fn refusal(need: Requirement, offered: u8, assigned: u8, status: AccountStatus<'_>) -> Option<&'static str> {
    let (bit, full) = match need {
        Requirement::Nothing => return None,
        Requirement::Appointments => (1, false),
        Requirement::Prescribing => (2, false),
        Requirement::MedicalRecord => (4, true),
        Requirement::Messaging => (8, true),
        Requirement::FullAccount => (0, true),
    };
    if bit != 0 && offered & assigned & bit == 0 {
        return Some("ServiceNotEnabled");
    }
    (full && status == AccountStatus::Restricted).then_some("AccountRestricted")
}

#[test]
fn every_mixture_of_settings_and_options() {
    let session = patient(Version::V2_1);
    let full = |status| status == AccountStatus::Full;
    for offered in 0..16 {
        for assigned in 0..16 {
            for status in [AccountStatus::Full, AccountStatus::Restricted] {
                let allowed = if full(status) { 15 } else { 3 };
                let options = options(status, assigned, offered & assigned & allowed);
                let of_practice = session.with_settings(&settings(offered));
                let of_user = session.with_options(&options);
                let of_both = of_practice.with_options(&options);
                for info in OPERATIONS.iter().filter(|info| info.allowed == Allowed::Patient) {
                    let expected = refusal(info.requirement, offered, assigned, status);
                    let found = |known: Capabilities| {
                        let answer = known.operation(info);
                        answer.reason().map(|reason| reason.fault().as_str().to_owned()).ok_or(answer)
                    };
                    let name = info.name;
                    assert_eq!(
                        found(of_both),
                        expected.map(str::to_owned).ok_or(Capability::Allowed),
                        "{name} {offered} {assigned} {status}"
                    );
                    // The user's options alone say whether, if not always why. Whether documents are shown they do not.
                    match (found(of_user), expected) {
                        (Ok(_), Some(_)) | (Err(Capability::Allowed), None) => {}
                        (Err(Capability::Unknown(Unknown::PracticeSettings)), None) => {
                            assert_eq!(name, "GetMedicalRecordDocumentContent");
                        }
                        other => panic!("{name} {offered} {assigned} {status}: {other:?}"),
                    }
                    // The practice's settings alone can only speak against it.
                    match found(of_practice) {
                        Ok(fault) => {
                            assert_eq!((&*fault, expected), ("ServiceNotEnabled", Some(&*fault)), "{name}");
                        }
                        Err(Capability::Unknown(Unknown::UserOptions)) => {
                            assert_ne!(info.requirement, Requirement::Nothing);
                        }
                        Err(Capability::Allowed) => assert_eq!(info.requirement, Requirement::Nothing),
                        Err(other) => panic!("{name} {offered}: {other:?}"),
                    }
                }
            }
        }
    }
}

#[test]
fn who_withholds_a_service_is_told_apart() {
    let session = patient(Version::V2_1);
    let record = |known: Capabilities| known.of::<GetMedicalRecordData<'_>>();
    let refused = Capability::Refused;
    for (known, expected) in [
        (session.with_settings(&settings(11)), refused(Reason::NotOffered(Service::MedicalRecord))),
        (
            session.with_settings(&settings(15)).with_options(&options(AccountStatus::Full, 11, 11)),
            refused(Reason::NotAssigned(Service::MedicalRecord)),
        ),
        (
            session.with_options(&options(AccountStatus::Full, 15, 11)),
            refused(Reason::NotOffered(Service::MedicalRecord)),
        ),
        (
            session.with_options(&options(AccountStatus::Restricted, 15, 3)),
            refused(Reason::AccountRestricted),
        ),
        // A status that is not known here: what is effective decides, and the practice's settings show who it is.
        (session.with_options(&options(AccountStatus::of("Paused"), 15, 15)), Capability::Allowed),
        (
            session.with_settings(&settings(15)).with_options(&options(AccountStatus::of("Paused"), 15, 0)),
            refused(Reason::AccountRestricted),
        ),
    ] {
        assert_eq!(record(known), expected);
    }
    let paused = session.with_options(&options(AccountStatus::of("Paused"), 15, 15));
    assert_eq!(paused.of::<GetDemographics>(), Capability::Unknown(Unknown::NotSaid));
    // Nothing that is known may speak against it: newer options do not undo what the settings say.
    let stale = session.with_settings(&settings(11)).with_options(&options(AccountStatus::Full, 15, 15));
    assert!(!record(stale).is_allowed());
}

#[test]
fn a_version_alone_says_what_is_not_there() {
    for (version, missing) in [
        (Version::V1_0, 12),
        (Version::V1_1, 9),
        (Version::V2_0, 6),
        (Version::V2_1, 0),
        (Version::new(3, 0), 0),
    ] {
        let known = information(version, true);
        let mut refused = 0;
        for info in OPERATIONS {
            match known.operation(info) {
                Capability::Refused(reason) => {
                    let (session, practice) = (version, version);
                    assert_eq!(
                        reason,
                        Reason::Version { needed: info.since, session, practice },
                        "{}",
                        info.name
                    );
                    assert!(info.since > version);
                    refused += 1;
                }
                Capability::Unknown(unknown) => {
                    assert_eq!(unknown, Unknown::UserOptions, "{}", info.name);
                    assert_ne!(info.requirement, Requirement::Nothing);
                }
                Capability::Allowed => assert_eq!(info.requirement, Requirement::Nothing, "{}", info.name),
            }
        }
        assert_eq!(refused, missing, "{version}");
    }
}

#[test]
fn a_practice_that_is_not_live_can_only_be_asked_for_its_version() {
    let known = information(Version::V2_1, false);
    for info in OPERATIONS {
        let expected = match info.name {
            "GetClinicalVersionInformation" => Capability::Allowed,
            _ => Capability::Refused(Reason::PracticeNotLive),
        };
        assert_eq!(known.operation(info), expected, "{}", info.name);
    }
}

#[test]
fn a_session_s_kind_and_version_decide() {
    for version in VERSIONS {
        let patient = crate::common::patient::<Quick>(version).client;
        let application = crate::common::begin::<Quick>(version, None, 1).client;
        for (session, kind) in [(patient, SessionKind::Patient), (application, SessionKind::Application)] {
            let known = Capabilities::of_session(&session).with_settings(&settings(15));
            let known = known.with_options(&options(AccountStatus::Full, 15, 15));
            for info in OPERATIONS {
                let expected = if info.since > version {
                    // The practice of these tests runs 2.1.
                    Capability::Refused(Reason::Version {
                        needed: info.since,
                        session: version,
                        practice: Version::V2_1,
                    })
                } else if info.allowed.in_session(kind) {
                    Capability::Allowed
                } else {
                    Capability::Refused(Reason::NotAllowedInSession(kind))
                };
                assert_eq!(known.operation(info), expected, "{} {version} {kind:?}", info.name);
            }
        }
    }
}

#[test]
fn the_next_person_s_options_are_not_the_last_one_s() {
    let session = crate::common::patient::<Quick>(Version::V2_1).client;
    let first = Capabilities::of_session(&session).with_settings(&settings(7));
    let first = first.with_options(&options(AccountStatus::Full, 15, 7));
    assert!(first.of::<GetMedicalRecordData<'_>>().is_allowed());
    let second = first.in_session(&session);
    assert_eq!(second.of::<GetMedicalRecordData<'_>>(), Capability::Unknown(Unknown::UserOptions));
    assert_eq!(second.booking_reason(), first.booking_reason());
    assert!(second == Capabilities::of_session(&session).with_settings(&settings(7)));
}

const SECTIONS: [ItemType<'static>; 7] = [
    ItemType::Allergies,
    ItemType::Consultations,
    ItemType::Documents,
    ItemType::Immunisations,
    ItemType::Medication,
    ItemType::Problems,
    ItemType::TestResults,
];

#[test]
fn sections_are_asked_for_one_by_one() {
    let session = patient(Version::V2_0).with_options(&options(AccountStatus::Full, 7, 7));
    for (number, closed) in SECTIONS.iter().enumerate() {
        let mut told = settings(7);
        let at = |n| n != number;
        told.medical_record = Some(MedicalRecordSettings {
            allergies_enabled: at(0),
            consultations_enabled: at(1),
            documents_enabled: at(2),
            immunisations_enabled: at(3),
            medication_enabled: at(4),
            problems_enabled: at(5),
            test_results_enabled: at(6),
            free_text_from: None,
        });
        let known = session.with_settings(&told);
        for section in SECTIONS {
            let expected = if section == *closed {
                Capability::Refused(Reason::SectionNotEnabled)
            } else {
                Capability::Allowed
            };
            assert_eq!(known.section(section), expected, "{section} without {closed}");
        }
        assert_eq!(known.of::<GetMedicalRecordData<'_>>(), Capability::Allowed);
        let documents = known.of::<GetMedicalRecordDocumentContent<'_>>();
        assert_eq!(documents, known.section(ItemType::Documents));
        assert_eq!(known.section(ItemType::of("Letters")), Capability::Unknown(Unknown::NotSaid));
    }
    assert_eq!(session.section(ItemType::Problems), Capability::Unknown(Unknown::PracticeSettings));
    let untold = GetPracticeSettingsResponse { medical_record: None, ..settings(7) };
    let known = session.with_settings(&untold);
    assert_eq!(known.section(ItemType::Problems), Capability::Unknown(Unknown::NotSaid));
    // The account and the service come first; the reset is no part of the service.
    let restricted = patient(Version::V2_0).with_options(&options(AccountStatus::Restricted, 7, 3));
    let restricted = restricted.with_settings(&settings(7));
    assert_eq!(restricted.section(ItemType::Problems), Capability::Refused(Reason::AccountRestricted));
    let without = session.with_settings(&settings(3));
    let not_offered = Capability::Refused(Reason::NotOffered(Service::MedicalRecord));
    assert_eq!(without.section(ItemType::Problems), not_offered);
    assert_eq!(without.of::<ResetAccountLinkageKey<'_>>(), Capability::Allowed);
}

#[test]
fn what_is_against_it_outweighs_what_is_not_known() {
    let mut told = settings(15);
    told.medical_record =
        told.medical_record.map(|shown| MedicalRecordSettings { problems_enabled: false, ..shown });
    let known = patient(Version::V2_0).with_settings(&told);
    assert_eq!(known.section(ItemType::Problems), Capability::Refused(Reason::SectionNotEnabled));
    assert_eq!(known.section(ItemType::Allergies), Capability::Unknown(Unknown::UserOptions));
}

#[test]
fn telephone_appointments() {
    let of = |version, told: Option<Option<bool>>| {
        let known = patient(version).with_options(&options(AccountStatus::Full, 15, 15));
        let known = told.map_or(known, |told| {
            let mut settings = settings(15);
            settings.appointments.telephone_appointments = told;
            known.with_settings(&settings)
        });
        known.telephone_appointments()
    };
    let early = Reason::Version { needed: Version::V1_1, session: Version::V1_0, practice: Version::V2_1 };
    assert_eq!(of(Version::V1_0, Some(Some(true))), Capability::Refused(early));
    assert_eq!(of(Version::V1_1, Some(Some(true))), Capability::Allowed);
    assert_eq!(of(Version::V1_1, Some(Some(false))), Capability::Refused(Reason::NoTelephoneAppointments));
    assert_eq!(of(Version::V2_1, Some(None)), Capability::Unknown(Unknown::NotSaid));
    assert_eq!(of(Version::V2_1, None), Capability::Unknown(Unknown::PracticeSettings));
    let closed = patient(Version::V2_1).with_settings(&settings(14));
    let reason = Reason::NotOffered(Service::Appointments);
    assert_eq!(closed.telephone_appointments(), Capability::Refused(reason));
}

fn with_rules(reason: InputRequirement<'static>, length: i64, telephone: Option<bool>) -> Capabilities {
    let mut told = settings(15);
    told.input_requirements =
        InputRequirements { appointment_booking_reason: reason, prescribing_comment: reason };
    told.appointments.booking_reason_maximum_length = length;
    told.appointments.telephone_appointments = telephone;
    patient(Version::V2_1).with_settings(&told)
}

use InputRequirement::{NotRequested, RequestedMandatory, RequestedOptional};

#[test]
fn rules_for_texts() {
    let rule = |requirement, length| with_rules(requirement, length, None).booking_reason();
    assert_eq!(rule(NotRequested, 100), Some(InputRule::NotRequested));
    assert_eq!(rule(RequestedOptional, 100), Some(InputRule::Optional { maximum_length: 100 }));
    // The field's own type allows 500.
    for (told, length) in [(0, 0), (-1, 0), (i64::MIN, 0), (500, 500), (501, 500), (i64::MAX, 500)] {
        let expected = InputRule::Mandatory { maximum_length: length };
        assert_eq!(rule(RequestedMandatory, told), Some(expected));
        assert_eq!(expected.maximum_length(), length);
    }
    assert_eq!(rule(InputRequirement::of("Maybe"), 100), None);
    let comment = with_rules(RequestedOptional, 1, None).prescribing_comment();
    assert_eq!(comment, Some(InputRule::Optional { maximum_length: 1000 }));
    assert_eq!(patient(Version::V2_1).booking_reason(), None);
    assert_eq!(InputRule::NotRequested.maximum_length(), 0);
}

fn booking(reason: Option<&str>, telephone: bool) -> BookAppointment<'_> {
    let number = || Telephone { number: Text::new("01632 1").unwrap(), contact_type: ContactType::Home };
    BookAppointment {
        slot_id: 1,
        booking_reason: reason.map(|reason| Text::new(reason).unwrap()),
        telephone: telephone.then(number),
    }
}

/// The field and the kind of what is wrong.
fn wrong(result: Result<(), FieldError>) -> Option<(&'static str, FieldErrorKind)> {
    result.err().map(|error| (error.field, error.kind))
}

#[test]
fn bookings_are_checked_in_the_order_of_the_page() {
    use FieldErrorKind::{
        Mandatory, NoTelephoneAppointments, NoTelephoneSlot, NotRequested as NotTaken, TelephoneSlot, TooLong,
    };
    let check = |known: &Capabilities, reason, telephone, slot| {
        wrong(known.check_booking(&booking(reason, telephone), slot))
    };
    let mandatory = with_rules(RequestedMandatory, 3, Some(true));
    let (practice, by_telephone) = (Some(SlotType::Practice), Some(SlotType::Telephone));
    assert_eq!(check(&mandatory, None, false, practice), Some(("BookingReason", Mandatory)));
    assert_eq!(check(&mandatory, Some(""), false, practice), Some(("BookingReason", Mandatory)));
    assert_eq!(check(&mandatory, Some("äöü"), false, practice), None);
    let too_long = Some(("BookingReason", TooLong { maximum_length: 3 }));
    assert_eq!(check(&mandatory, Some("äöü!"), false, practice), too_long);
    assert_eq!(check(&mandatory, Some("   "), false, practice), None, "white space is the value's");
    // What is missing comes before what is wrong, and the reason before the telephone.
    assert_eq!(check(&mandatory, None, false, by_telephone), Some(("BookingReason", Mandatory)));
    assert_eq!(check(&mandatory, Some("long"), false, by_telephone), Some(("Telephone", TelephoneSlot)));
    assert_eq!(check(&mandatory, Some("long"), true, practice), too_long);
    assert_eq!(check(&mandatory, Some("abc"), true, by_telephone), None);
    for slot in [SlotType::Practice, SlotType::Visit, SlotType::Video] {
        assert_eq!(check(&mandatory, Some("abc"), true, Some(slot)), Some(("Telephone", NoTelephoneSlot)));
    }
    // A slot whose type is not known is not validated.
    for slot in [None, Some(SlotType::of("Hologram"))] {
        assert_eq!(check(&mandatory, Some("abc"), true, slot), None);
        assert_eq!(check(&mandatory, Some("abc"), false, slot), None);
    }
    let none = with_rules(NotRequested, 3, Some(false));
    assert_eq!(check(&none, Some("a"), false, None), Some(("BookingReason", NotTaken)));
    assert_eq!(check(&none, Some(""), false, None), None);
    assert_eq!(check(&none, None, true, None), Some(("Telephone", NoTelephoneAppointments)));
    let zero = with_rules(RequestedOptional, 0, None);
    assert_eq!(check(&zero, Some("a"), false, None), Some(("BookingReason", TooLong { maximum_length: 0 })));
    // Without the settings only the version is known.
    let early = patient(Version::V1_0);
    assert_eq!(check(&early, None, false, None), None);
    let Some(("Telephone", FieldErrorKind::Version(refused))) = check(&early, None, true, None) else {
        panic!()
    };
    assert_eq!((refused.name, refused.needed, refused.session), ("Telephone", Version::V1_1, Version::V1_0));
    assert_eq!(check(&patient(Version::V1_1), Some("anything"), true, None), None);
}

#[test]
fn prescription_requests_are_checked_in_the_order_of_the_page() {
    let ids = [1, 2, 3, 2].map(|n| Guid::from_bytes([n; 16]));
    let check = |requirement, courses, comment: Option<&str>| {
        let request = RequestPrescription {
            course_ids: BoundedList::new(courses).unwrap(),
            comment: comment.map(|comment| Text::new(comment).unwrap()),
        };
        wrong(with_rules(requirement, 0, None).check_prescription(&request))
    };
    let (once, twice) = (&ids[..3], &ids[..]);
    let long = "é".repeat(1000);
    assert_eq!(check(RequestedMandatory, twice, None), Some(("Comment", FieldErrorKind::Mandatory)));
    assert_eq!(check(RequestedMandatory, once, Some("")), Some(("Comment", FieldErrorKind::Mandatory)));
    assert_eq!(check(RequestedMandatory, twice, Some("a")), Some(("CourseId", FieldErrorKind::Repeated)));
    assert_eq!(check(NotRequested, twice, Some("a")), Some(("CourseId", FieldErrorKind::Repeated)));
    assert_eq!(check(NotRequested, once, Some("a")), Some(("Comment", FieldErrorKind::NotRequested)));
    assert_eq!(check(NotRequested, once, Some("")), None);
    assert_eq!(check(RequestedOptional, once, Some(&long)), None);
    assert_eq!(check(InputRequirement::of("Maybe"), once, Some("a")), None);
}

#[test]
fn it_is_small_and_shows_nothing_of_the_person() {
    let known = patient(Version::V2_1).with_options(&options(AccountStatus::Restricted, 1, 1));
    assert_eq!(format!("{known:?}"), "Capabilities(redacted)");
    assert!(size_of::<Capabilities>() <= 40, "{}", size_of::<Capabilities>());
}

#[test]
fn each_reason_has_a_number_a_fault_and_a_sentence() {
    let version = |needed| Reason::Version { needed, session: Version::V1_0, practice: Version::V1_1 };
    let reasons = [
        Reason::PracticeNotLive,
        version(Version::V2_0),
        Reason::NotAllowedInSession(SessionKind::Patient),
        Reason::NotOffered(Service::Messaging),
        Reason::NotAssigned(Service::Prescribing),
        Reason::AccountRestricted,
        Reason::SectionNotEnabled,
        Reason::NoTelephoneAppointments,
    ];
    let numbers: Vec<u16> = reasons.iter().map(|reason| reason.code().number()).collect();
    assert_eq!(numbers, (121..129).collect::<Vec<_>>());
    assert!(reasons.iter().all(|reason| reason.fault().known().is_some()));
    assert!(
        version(Version::V2_0).to_string().contains("needs schema version 2.0, and the practice runs 1.1")
    );
    assert!(version(Version::V1_1).to_string().contains("begin one at a higher version"));
    let kinds = [
        FieldErrorKind::Mandatory,
        FieldErrorKind::TelephoneSlot,
        FieldErrorKind::NotRequested,
        FieldErrorKind::TooLong { maximum_length: 7 },
        FieldErrorKind::Repeated,
        FieldErrorKind::NoTelephoneAppointments,
        FieldErrorKind::NoTelephoneSlot,
    ];
    for (kind, number) in kinds.into_iter().zip(112..) {
        let error = FieldError { field: "BookingReason", kind };
        assert_eq!(error.code().number(), number);
        assert!(error.to_string().starts_with("BookingReason "), "{error}");
        assert!(matches!(error.fault(), FaultCode::FieldMissing | FaultCode::FieldInvalid));
    }
}
