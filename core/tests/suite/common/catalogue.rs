//! Every operation's request and response, read as the other side reads it: from a Body, in a session of a version.
//!
//! A response's lists are read lazily, so [`Deep`] walks all of it.

use core::cell::RefCell;
use std::collections::HashMap;

use emis_core::messages::appointments::{
    AppointmentSession, BookAppointment, BookAppointmentResponse, CancelAppointment,
    CancelAppointmentResponse, GetAvailableAppointments, GetAvailableAppointmentsResponse,
    GetPatientAppointments, GetPatientAppointmentsResponse,
};
use emis_core::messages::messaging::{
    DeleteMessage, DeleteMessageResponse, GetMessage, GetMessageRecipients, GetMessageRecipientsResponse,
    GetMessageResponse, GetMessages, GetMessagesResponse, SendMessage, SendMessageResponse,
    SetMessageReadState, SetMessageReadStateResponse,
};
use emis_core::messages::practice::{
    GetClinicalVersionInformation, GetClinicalVersionInformationResponse, GetPracticeSettings,
    GetPracticeSettingsResponse, GetUserOptions, GetUserOptionsResponse,
};
use emis_core::messages::prescribing::{
    CancelPrescriptionRequest, CancelPrescriptionRequestResponse, Course, GetMedicationCourses,
    GetMedicationCoursesResponse, GetPrescriptionRequests, GetPrescriptionRequestsResponse,
    RequestPrescription, RequestPrescriptionResponse,
};
use emis_core::messages::record::{Arm, Item};
use emis_core::messages::record::{
    GetMedicalRecordData, GetMedicalRecordDataResponse, GetMedicalRecordDocumentContent,
    GetMedicalRecordDocumentContentResponse, ItemType, Observation, ResetAccountLinkageKey,
    ResetAccountLinkageKeyResponse,
};
use emis_core::messages::registration::{
    GetDemographics, GetDemographicsResponse, RegisterWithPatientDetails, RegisterWithPatientDetailsResponse,
    RegisterWithPinDocument, RegisterWithPinDocumentResponse,
};
use emis_core::messages::session::{EndSession, EndSessionResponse};
use emis_core::messages::{
    Allowed, BoundedList, DecodeError, List, Operation, OperationDescriptor, ProblemKind,
};
use emis_core::profile::Version;
use emis_core::session::{CallError, Outcome, SessionState};
use emis_core::types::{Date, DateTime, Guid, Text};

use super::kept::kept;
use super::schedule::element;
use super::{Begun, Null, begin, id_text, in_session, key_of, ods, patient, received, relationship, time};

thread_local! {
    /// Sessions of each version, a patient's or an application's.
    static BEGUN: RefCell<HashMap<(Version, bool), Begun<Null>>> = RefCell::default();
}

/// A session in which the operation may be called.
pub fn begun_for(info: &OperationDescriptor, version: Version) -> Begun<Null> {
    match info.allowed {
        Allowed::Application => begin::<Null>(version, None, 1),
        _ => patient::<Null>(version),
    }
}

/// What a server makes of a request.
pub type Read = Result<(), (ProblemKind, String)>;

pub struct Request {
    pub info: &'static OperationDescriptor,
    /// Reads a Body in a session of this version.
    pub read: fn(&str, Version) -> Read,
    /// Reads a good Body as a server does, and writes what was read as a client does.
    pub again: fn(&str, Version) -> String,
}

macro_rules! requests {
    ($($type:ty),* $(,)?) => {
        [$(Request {
            info: <$type as Operation>::DESCRIPTOR,
            read: |body, version| {
                // A handshake costs more than reading a message, so one serves for all.
                BEGUN.with_borrow_mut(|begun| {
                let begun = begun.entry((version, true)).or_insert_with(|| patient::<Null>(version));
                let message = in_session(&id_text(&begun.client), 1, body);
                let request = received::<Null>(message.as_bytes());
                let call = begun.pending.stretch(&key_of(Some(&relationship()))).unwrap().accept(&request).unwrap();
                let read = call.read::<$type>(&request);
                read.map(|_| ()).map_err(|problem| (problem.kind, problem.field().to_owned()))
                })
            },
            again: |body, version| {
                let mut begun = begun_for(<$type as Operation>::DESCRIPTOR, version);
                let message = in_session(&id_text(&begun.client), 1, body);
                let request = received::<Null>(message.as_bytes());
                let read = begun.server.accept(&request).unwrap().read::<$type>(&request).unwrap();
                let mut out = vec![0; 1_000_000];
                let call = begun.client.call(&read, &mut out, time(0)).unwrap();
                super::body(kept(call.bytes())).to_owned()
            },
        }),*]
    };
}

/// All but BeginSession, which is exact, in the order of operations.md.
pub fn requests() -> [Request; 24] {
    requests![
        GetClinicalVersionInformation,
        GetPracticeSettings,
        EndSession,
        RegisterWithPinDocument<'_>,
        RegisterWithPatientDetails<'_>,
        GetUserOptions,
        GetDemographics,
        GetAvailableAppointments<'_>,
        GetPatientAppointments<'_>,
        BookAppointment<'_>,
        CancelAppointment<'_>,
        GetMedicationCourses<'_>,
        RequestPrescription<'_>,
        GetPrescriptionRequests<'_>,
        CancelPrescriptionRequest<'_>,
        GetMedicalRecordData<'_>,
        GetMedicalRecordDocumentContent<'_>,
        ResetAccountLinkageKey<'_>,
        GetMessageRecipients,
        GetMessages<'_>,
        GetMessage,
        SendMessage<'_>,
        SetMessageReadState,
        DeleteMessage,
    ]
}

/// What the client knows after a call: how many items of lists could be read, or what was wrong.
pub type Verdict = Result<usize, (Option<DecodeError>, Outcome)>;

pub struct Response {
    pub info: &'static OperationDescriptor,
    /// Reads a Body in a session of this version, to the last item of the last list.
    pub read: fn(&str, Version) -> Verdict,
    /// Reads a good Body as a client does, and writes what was read as a server does.
    pub again: fn(&str, Version) -> String,
}

macro_rules! responses {
    ($($type:ty: $request:expr;)*) => {
        [$(Response {
            info: <$type as Operation>::DESCRIPTOR,
            read: |body, version| {
                let of_patient = <$type as Operation>::DESCRIPTOR.allowed != Allowed::Application;
                BEGUN.with_borrow_mut(|all| {
                let relationship = relationship();
                let of = Some(&relationship).filter(|_| of_patient);
                let live = all.get(&(version, of_patient)).is_some_and(|b| b.client.state() == SessionState::Live);
                if !live {
                    all.insert((version, of_patient), begin::<Null>(version, of, 1));
                }
                let begun = all.get_mut(&(version, of_patient)).unwrap();
                let mut out = [0; 4096];
                let call = begun.client.call(&$request, &mut out, time(0)).unwrap();
                let reply = in_session(element(core::str::from_utf8(call.bytes()).unwrap(), "SessionId"),
                    element(core::str::from_utf8(call.bytes()).unwrap(), "Sequence").parse().unwrap(), body);
                match call.read(reply.as_bytes()) {
                    Ok(response) => response.deep().map_err(|error| (Some(error), Outcome::CarriedOut)),
                    Err(error) => {
                        let outcome = error.outcome();
                        Err((match error { CallError::InvalidResponse(error) => Some(error), _ => None }, outcome))
                    }
                }
                })
            },
            again: |body, version| {
                let mut begun = begun_for(<$type as Operation>::DESCRIPTOR, version);
                let mut out = [0; 4096];
                let reply = in_session(&id_text(&begun.client), 1, body);
                let call = begun.client.call(&$request, &mut out, time(0)).unwrap();
                let carried = begun.server.accept(&received::<Null>(call.bytes())).unwrap();
                let read = call.read(reply.as_bytes()).unwrap();
                let mut out = vec![0; 1_000_000];
                let (length, _) = carried.respond::<$type>(&read, &mut out).unwrap();
                super::body(kept(&out[..length])).to_owned()
            },
        }),*]
    };
}

fn text<const N: usize>() -> Text<'static, N> {
    Text::new("1").unwrap()
}

fn day() -> Date {
    Date::new(2000, 1, 1).unwrap()
}

fn now() -> DateTime {
    DateTime::parse("2026-11-22T09:00:00").unwrap()
}

const GUID: Guid = Guid::from_bytes([1; 16]);

/// All but BeginSession's, which is exact, in the order of operations.md. They are read in a session that has them: of
/// the newest version, or of the operation's own first.
pub fn responses() -> [Response; 24] {
    responses! {
        GetClinicalVersionInformation: GetClinicalVersionInformation { ods_code: ods() };
        GetPracticeSettings: GetPracticeSettings { ods_code: ods() };
        EndSession: EndSession {};
        RegisterWithPinDocument<'_>: RegisterWithPinDocument {
            ods_code: ods(), account_id: text(), linkage_key: text(), surname: text(), date_of_birth: day(),
        };
        RegisterWithPatientDetails<'_>: RegisterWithPatientDetails {
            ods_code: ods(), title: None, forenames: text(), surname: text(), date_of_birth: day(), sex: None,
            postcode: text(), house_name_flat_number: None, nhs_number: None, email_address: None,
            mobile_number: None,
        };
        GetUserOptions: GetUserOptions {};
        GetDemographics: GetDemographics {};
        GetAvailableAppointments<'_>:
            GetAvailableAppointments { from: now(), to: now(), maximum_items: None, after: None };
        GetPatientAppointments<'_>:
            GetPatientAppointments { include_past: false, past_from: None, maximum_items: None, after: None };
        BookAppointment<'_>: BookAppointment { slot_id: 1, booking_reason: None, telephone: None };
        CancelAppointment<'_>: CancelAppointment { slot_id: 1, reason: None };
        GetMedicationCourses<'_>: GetMedicationCourses { maximum_items: None, after: None };
        RequestPrescription<'_>: RequestPrescription { course_ids: BoundedList::new(&[GUID]).unwrap(), comment: None };
        GetPrescriptionRequests<'_>:
            GetPrescriptionRequests { from: None, to: None, maximum_items: None, after: None };
        CancelPrescriptionRequest<'_>: CancelPrescriptionRequest { request_id: GUID, reason: None };
        GetMedicalRecordData<'_>: GetMedicalRecordData {
            item_type: ItemType::Problems, from: None, to: None, maximum_items: None, after: None,
        };
        GetMedicalRecordDocumentContent<'_>: GetMedicalRecordDocumentContent { document_id: text() };
        ResetAccountLinkageKey<'_>: ResetAccountLinkageKey { reason: None };
        GetMessageRecipients: GetMessageRecipients {};
        GetMessages<'_>: GetMessages { maximum_items: None, after: None };
        GetMessage: GetMessage { message_id: 1 };
        SendMessage<'_>: SendMessage { recipient_id: GUID, subject: text(), content: text() };
        SetMessageReadState: SetMessageReadState { message_id: 1, read: true };
        DeleteMessage: DeleteMessage { message_id: 1 };
    }
}

/// What was read of a response, to its last item.
pub trait Deep {
    /// How many items its lists have, or what is wrong with the first that cannot be read.
    fn deep(&self) -> Result<usize, DecodeError>;
}

/// The items of a list, and what is in each.
fn items<T>(
    list: impl IntoIterator<Item = Result<T, DecodeError>>,
    inside: impl Fn(T) -> Result<usize, DecodeError>,
) -> Result<usize, DecodeError> {
    list.into_iter().try_fold(0, |n, item| Ok(n + 1 + inside(item?)?))
}

#[allow(clippy::unnecessary_wraps)] // it stands where others may fail
fn plain<T>(_: T) -> Result<usize, DecodeError> {
    Ok(0)
}

macro_rules! deep {
    ($($type:ty),* $(,)?) => {
        $(impl Deep for $type {
            fn deep(&self) -> Result<usize, DecodeError> {
                Ok(0)
            }
        })*
    };
    ($($type:ty: |$of:ident| $count:expr;)*) => {
        $(impl Deep for $type {
            fn deep(&self) -> Result<usize, DecodeError> {
                let $of = self;
                $count
            }
        })*
    };
}

deep![
    GetPracticeSettingsResponse<'_>,
    EndSessionResponse,
    RegisterWithPinDocumentResponse<'_>,
    RegisterWithPatientDetailsResponse<'_>,
    GetUserOptionsResponse<'_>,
    GetDemographicsResponse<'_>,
    BookAppointmentResponse,
    CancelAppointmentResponse,
    RequestPrescriptionResponse,
    CancelPrescriptionRequestResponse,
    GetMedicalRecordDocumentContentResponse<'_>,
    ResetAccountLinkageKeyResponse<'_>,
    SendMessageResponse,
    SetMessageReadStateResponse,
    DeleteMessageResponse,
];

fn sessions<'a>(list: &List<'a, AppointmentSession<'a>>) -> Result<usize, DecodeError> {
    items(list, |session| items(session.clinician_ids, plain))
}

fn courses<'a>(list: &List<'a, Course<'a>>) -> Result<usize, DecodeError> {
    items(list, |course| items(course.constituents, plain))
}

fn observation(of: &Observation<'_>) -> Result<usize, DecodeError> {
    items(of.associated_text, plain)
}

fn optional(of: Option<&Observation<'_>>) -> Result<usize, DecodeError> {
    of.map_or(Ok(0), observation)
}

fn item(item: &Item<'_>) -> Result<usize, DecodeError> {
    match &item.arm {
        Arm::Allergy(of) | Arm::Immunisation(of) => observation(of),
        Arm::Problem(of) => optional(of.observation.as_ref()),
        Arm::TestResult(of) => {
            Ok(observation(&of.observation)? + items(of.children, |child| observation(&child))?)
        }
        Arm::Medication(of) => of.mixture.map_or(Ok(0), |mixture| items(mixture.constituents, plain)),
        Arm::Consultation(of) => {
            items(of.sections, |section| items(section.observations, |of| observation(&of)))
        }
        Arm::Document(of) => optional(of.observation.as_ref()),
        Arm::Unknown => Ok(0),
    }
}

deep! {
    GetClinicalVersionInformationResponse<'_>: |r| items(r.operations, plain);
    GetAvailableAppointmentsResponse<'_>: |r| {
        Ok(items(r.slots, plain)? + sessions(&r.sessions)? + items(r.clinicians, plain)?
            + items(r.locations, plain)?)
    };
    GetPatientAppointmentsResponse<'_>: |r| {
        Ok(items(r.appointments, plain)? + sessions(&r.sessions)? + items(r.clinicians, plain)?
            + items(r.locations, plain)?)
    };
    GetMedicationCoursesResponse<'_>: |r| courses(&r.courses);
    GetPrescriptionRequestsResponse<'_>: |r| {
        Ok(items(r.requests, |request| items(&request.courses, plain))? + courses(&r.courses)?)
    };
    GetMedicalRecordDataResponse<'_>: |r| Ok(items(r.items, |of| item(&of))? + items(r.users, plain)?);
    GetMessageRecipientsResponse<'_>: |r| items(r.recipients, plain);
    GetMessagesResponse<'_>: |r| items(r.messages, plain);
    GetMessageResponse<'_>: |r| items(r.replies, plain);
}
