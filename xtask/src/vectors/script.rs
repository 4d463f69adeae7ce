//! What is said in the sessions of the vectors: one example of each operation.

use emis_core::fault::{Fault, FaultCode};
use emis_core::messages::appointments::{
    Appointment, AppointmentSession, BookAppointment, BookAppointmentResponse, CancelAppointment,
    CancelAppointmentResponse, Clinician, ContactType, GetAvailableAppointments,
    GetAvailableAppointmentsResponse, GetPatientAppointments, GetPatientAppointmentsResponse, Location,
    SessionType, Slot, SlotType, Telephone,
};
use emis_core::messages::practice::{
    AccountStatus, AppointmentSettings, GetClinicalVersionInformation, GetClinicalVersionInformationResponse,
    GetPracticeSettings, GetPracticeSettingsResponse, GetUserOptions, GetUserOptionsResponse,
    InputRequirement, InputRequirements, MedicalRecordSettings, PracticeMessages, PracticeServices, Sex,
    UserServices,
};
use emis_core::messages::registration::{RegisterWithPinDocument, RegisterWithPinDocumentResponse};
use emis_core::messages::session::{EndSession, EndSessionResponse};
use emis_core::messages::{List, PageSize};
use emis_core::profile::Version;
use emis_core::types::{Date, DateTime, Guid, OdsCode, PatientRelationshipId, PatientRelationshipKey, Text};

use super::drive::Driven;
use crate::Done;

const PRACTICE: &str = "A81001";

pub(super) fn end(driven: &mut Driven) -> Done {
    driven.call(&EndSession {}, &EndSessionResponse {})
}

pub(super) fn version_information(driven: &mut Driven) -> Done {
    let ods_code = OdsCode::parse(PRACTICE)?;
    let operations = [Text::new("GetClinicalVersionInformation")?, Text::new("BeginSession")?];
    driven.call(
        &GetClinicalVersionInformation { ods_code },
        &GetClinicalVersionInformationResponse {
            ods_code,
            practice_name: Text::new("St Mary's & Elm Road Surgery")?,
            schema_version: Version::V2_1,
            live: true,
            operations: List::new(&operations),
        },
    )
}

pub(super) fn settings(driven: &mut Driven) -> Done {
    driven.call(
        &GetPracticeSettings { ods_code: OdsCode::parse(PRACTICE)? },
        &GetPracticeSettingsResponse {
            services: PracticeServices {
                appointments: true,
                prescribing: true,
                medical_record: true,
                messaging: false,
                online_registration: true,
                demographics_update: false,
                eps: true,
            },
            input_requirements: InputRequirements {
                appointment_booking_reason: InputRequirement::RequestedOptional,
                prescribing_comment: InputRequirement::NotRequested,
            },
            appointments: AppointmentSettings {
                maximum_bookings: 3,
                earliest_booking_minutes: 60,
                latest_booking_days: 42,
                booking_reason_maximum_length: 150,
                telephone_appointments: Some(true),
            },
            medical_record: Some(MedicalRecordSettings {
                allergies_enabled: true,
                consultations_enabled: false,
                documents_enabled: true,
                immunisations_enabled: true,
                medication_enabled: true,
                problems_enabled: true,
                test_results_enabled: true,
                free_text_from: Some(Date::parse("2019-04-01")?),
            }),
            messages: PracticeMessages {
                welcome: Some(Text::new(
                    "Croeso!\nOpen 8–18 <not on Sundays>\r\n\tand \"never\" at ½ past & so on: ]]> \u{1F3E5}",
                )?),
                appointments: None,
                prescribing: Some(Text::new("Allow 2 days.")?),
            },
        },
    )
}

pub(super) fn register(driven: &mut Driven) -> Done {
    let request = RegisterWithPinDocument {
        ods_code: OdsCode::parse(PRACTICE)?,
        account_id: Text::new("4051178293")?,
        linkage_key: Text::new("GtZ4wB8q2LxPn")?,
        surname: Text::new("O'Neill-Ò")?,
        date_of_birth: Date::parse("1984-02-29")?,
    };
    driven.call(
        &request,
        &RegisterWithPinDocumentResponse {
            patient_relationship_id: PatientRelationshipId::parse("9a7f3c-relationship-1")?,
            patient_relationship_key: PatientRelationshipKey::parse("K5v!nq0&Jw8<bT2>sLrY\"zX'")?,
            account_status: AccountStatus::Full,
        },
    )
}

pub(super) fn options(driven: &mut Driven) -> Done {
    let services =
        UserServices { appointments: true, prescribing: true, medical_record: false, messaging: true };
    driven.call(
        &GetUserOptions {},
        &GetUserOptionsResponse {
            account_status: AccountStatus::Full,
            assigned_services: services,
            effective_services: UserServices { messaging: false, ..services },
        },
    )
}

fn slot(slot_id: i64, start: &str, end: &str) -> Done<Slot<'static>> {
    Ok(Slot {
        slot_id,
        session_id: 12,
        start_time: DateTime::parse(start)?,
        end_time: DateTime::parse(end)?,
        slot_type_name: Some(Text::new("Routine")?),
        slot_type: SlotType::Practice,
    })
}

pub(super) fn available(driven: &mut Driven) -> Done {
    let request = GetAvailableAppointments {
        from: DateTime::parse("2026-11-23T00:00:00")?,
        to: DateTime::parse("2026-11-30T00:00:00")?,
        maximum_items: Some(PageSize::new(2)?),
        after: None,
    };
    let slots = [
        slot(4711, "2026-11-23T09:00:00", "2026-11-23T09:10:00")?,
        Slot {
            slot_type_name: None,
            slot_type: SlotType::Telephone,
            ..slot(4712, "2026-11-23T09:10:00", "2026-11-23T09:20:00")?
        },
    ];
    let clinician_ids = [3, -7];
    let sessions = [AppointmentSession {
        session_id: 12,
        session_name: Some(Text::new("Monday <morning> & more")?),
        session_type: Some(SessionType::Timed),
        location_id: Some(1),
        clinician_ids: List::new(&clinician_ids),
    }];
    let clinicians = [Clinician {
        clinician_id: 3,
        display_name: Text::new("Dr Zoë Ångström")?,
        job_role: None,
        sex: Some(Sex::Female),
    }];
    let locations = [Location {
        location_id: 1,
        location_name: Text::new("Elm Road")?,
        postcode: Some(Text::new("AB1 2CD")?),
    }];
    driven.call(
        &request,
        &GetAvailableAppointmentsResponse {
            slots: List::new(&slots),
            sessions: List::new(&sessions),
            clinicians: List::new(&clinicians),
            locations: List::new(&locations),
            next: Some(Text::new("p2")?),
        },
    )
}

/// A booking that succeeds. Only sessions of 1.1 or later know of telephones.
pub(super) fn book(driven: &mut Driven, slot_id: i64, telephone: bool) -> Done {
    let number = Telephone { number: Text::new("+44 20 7946 0018")?, contact_type: ContactType::Mobile };
    driven.call(
        &BookAppointment {
            slot_id,
            booking_reason: Some(Text::new("Knee < hip & >1 week")?),
            telephone: telephone.then_some(number),
        },
        &BookAppointmentResponse { slot_id },
    )
}

/// A booking that is refused.
pub(super) fn book_in_vain(driven: &mut Driven, slot_id: i64, code: FaultCode<'_>) -> Done {
    let fault = Fault::new(code, Guid::from_bytes(*b"correlation nr 1"));
    driven.refuse(&BookAppointment { slot_id, booking_reason: None, telephone: None }, &fault)
}

pub(super) fn mine(driven: &mut Driven, slot_id: i64) -> Done {
    let request = GetPatientAppointments {
        include_past: true,
        past_from: Some(Date::parse("2026-01-01")?),
        maximum_items: None,
        after: Some(Text::new("a&b")?),
    };
    let appointments = [Appointment {
        slot_id,
        session_id: 12,
        start_time: DateTime::parse("2026-11-23T09:10:00")?,
        end_time: DateTime::parse("2026-11-23T09:20:00")?,
        slot_type_name: None,
        slot_type: SlotType::Telephone,
        booking_reason: Some(Text::new("Knee < hip & >1 week")?),
        booked_at: Some(DateTime::parse("2026-11-22T09:00:00")?),
        telephone: Some(Telephone {
            number: Text::new("+44 20 7946 0018")?,
            contact_type: ContactType::Mobile,
        }),
    }];
    driven.call(
        &request,
        &GetPatientAppointmentsResponse {
            appointments: List::new(&appointments),
            sessions: List::EMPTY,
            clinicians: List::EMPTY,
            locations: List::EMPTY,
            next: None,
        },
    )
}

pub(super) fn cancel(driven: &mut Driven, slot_id: i64) -> Done {
    driven.call(
        &CancelAppointment { slot_id, reason: Some(Text::new("Better — thank you")?) },
        &CancelAppointmentResponse { slot_id },
    )
}

/// A call that is not allowed, refused with the first version that has it.
pub(super) fn book_above_version(driven: &mut Driven, slot_id: i64) -> Done {
    let fault = Fault {
        field: Some(Text::new("Telephone")?),
        required_version: Some(Version::V1_1),
        practice_version: Some(Version::V2_0),
        ..Fault::new(FaultCode::VersionNotSupported, Guid::from_bytes(*b"correlation nr 2"))
    };
    driven.refuse(&BookAppointment { slot_id, booking_reason: None, telephone: None }, &fault)
}
