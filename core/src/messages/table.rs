//! The list of all operations.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use super::{Operation as _, appointments, messaging, practice, prescribing, record, registration, session};
use crate::codec::OperationDescriptor;

/// Every operation, in the order of operations.md.
pub static OPERATIONS: &[&OperationDescriptor] = &[
    practice::GetClinicalVersionInformation::DESCRIPTOR,
    session::BEGIN_SESSION,
    practice::GetPracticeSettings::DESCRIPTOR,
    session::EndSession::DESCRIPTOR,
    registration::RegisterWithPinDocument::DESCRIPTOR,
    registration::RegisterWithPatientDetails::DESCRIPTOR,
    practice::GetUserOptions::DESCRIPTOR,
    registration::GetDemographics::DESCRIPTOR,
    appointments::GetAvailableAppointments::DESCRIPTOR,
    appointments::GetPatientAppointments::DESCRIPTOR,
    appointments::BookAppointment::DESCRIPTOR,
    appointments::CancelAppointment::DESCRIPTOR,
    prescribing::GetMedicationCourses::DESCRIPTOR,
    prescribing::RequestPrescription::DESCRIPTOR,
    prescribing::GetPrescriptionRequests::DESCRIPTOR,
    prescribing::CancelPrescriptionRequest::DESCRIPTOR,
    record::GetMedicalRecordData::DESCRIPTOR,
    record::GetMedicalRecordDocumentContent::DESCRIPTOR,
    record::ResetAccountLinkageKey::DESCRIPTOR,
    messaging::GetMessageRecipients::DESCRIPTOR,
    messaging::GetMessages::DESCRIPTOR,
    messaging::GetMessage::DESCRIPTOR,
    messaging::SendMessage::DESCRIPTOR,
    messaging::SetMessageReadState::DESCRIPTOR,
    messaging::DeleteMessage::DESCRIPTOR,
];
