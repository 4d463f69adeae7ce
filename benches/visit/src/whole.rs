//! Looking at every field of a response, items of lists included.
//!
//! A value that is looked at as a whole has to be in memory as a whole: the compiler cannot leave out the reading of a
//! field because it is not asked for.

use core::hint::black_box;

use emis_core::messages::appointments::{
    Appointment, AppointmentSession, BookAppointmentResponse, CancelAppointmentResponse, Clinician,
    GetAvailableAppointmentsResponse, GetPatientAppointmentsResponse, Location, Slot,
};
use emis_core::messages::messaging::{
    DeleteMessageResponse, GetMessageRecipientsResponse, GetMessageResponse, GetMessagesResponse,
    MessageReply, MessageSummary, Recipient, SendMessageResponse, SetMessageReadStateResponse,
};
use emis_core::messages::practice::{
    GetClinicalVersionInformationResponse, GetPracticeSettingsResponse, GetUserOptionsResponse,
};
use emis_core::messages::prescribing::{
    CancelPrescriptionRequestResponse, Course, GetMedicationCoursesResponse, GetPrescriptionRequestsResponse,
    PrescriptionRequest, RequestPrescriptionResponse, RequestedCourse,
};
use emis_core::messages::record::{Arm, Item};
use emis_core::messages::record::{
    Consultation, Document, GetMedicalRecordDataResponse, GetMedicalRecordDocumentContentResponse,
    Medication, Mixture, MixtureConstituent, Observation, Problem, ResetAccountLinkageKeyResponse, Section,
    TestResult, User,
};
use emis_core::messages::registration::{
    GetDemographicsResponse, RegisterWithPatientDetailsResponse, RegisterWithPinDocumentResponse,
};
use emis_core::messages::session::EndSessionResponse;
use emis_core::types::{Base64, Text};

/// Something that can be looked at as a whole.
pub trait Whole {
    /// Looks at it: whether every item of its lists could be read.
    fn whole(&self) -> bool;
}

macro_rules! whole {
    ($($name:ident $(<$lt:lifetime>)? $({ $($part:ident),+ })? $([ $($list:ident),+ ])?;)+) => {$(
        impl $(<$lt>)? Whole for $name $(<$lt>)? {
            #[inline(never)]
            #[allow(unused_mut)] // where there is nothing else in it
            fn whole(&self) -> bool {
                black_box(self);
                let mut all = true;
                $($(all &= self.$part.whole();)+)?
                $($(
                    for item in &self.$list {
                        all &= matches!(&item, Ok(item) if item.whole());
                    }
                )+)?
                all
            }
        }
    )+};
}

// Structs, and of each those fields that have lists in them, and those that are lists.
whole! {
    GetClinicalVersionInformationResponse<'a> [operations];
    GetPracticeSettingsResponse<'a>;
    EndSessionResponse;
    RegisterWithPinDocumentResponse<'a>;
    RegisterWithPatientDetailsResponse<'a>;
    GetUserOptionsResponse<'a>;
    GetDemographicsResponse<'a>;
    GetAvailableAppointmentsResponse<'a> [slots, sessions, clinicians, locations];
    Slot<'a>;
    AppointmentSession<'a> [clinician_ids];
    Clinician<'a>;
    Location<'a>;
    GetPatientAppointmentsResponse<'a> [appointments, sessions, clinicians, locations];
    Appointment<'a>;
    BookAppointmentResponse;
    CancelAppointmentResponse;
    GetMedicationCoursesResponse<'a> [courses];
    Course<'a> [constituents];
    RequestPrescriptionResponse;
    GetPrescriptionRequestsResponse<'a> [requests, courses];
    PrescriptionRequest<'a> [courses];
    RequestedCourse<'a>;
    CancelPrescriptionRequestResponse;
    GetMedicalRecordDataResponse<'a> [items, users];
    Item<'a> { arm };
    Observation<'a> [associated_text];
    Problem<'a> { observation };
    TestResult<'a> { observation } [children];
    Medication<'a> { mixture };
    Mixture<'a> [constituents];
    MixtureConstituent<'a>;
    Consultation<'a> [sections];
    Section<'a> [observations];
    Document<'a> { observation };
    User<'a>;
    GetMedicalRecordDocumentContentResponse<'a> { content };
    ResetAccountLinkageKeyResponse<'a>;
    GetMessageRecipientsResponse<'a> [recipients];
    Recipient<'a>;
    GetMessagesResponse<'a> [messages];
    MessageSummary<'a>;
    GetMessageResponse<'a> [replies];
    MessageReply<'a>;
    SendMessageResponse;
    SetMessageReadStateResponse;
    DeleteMessageResponse;
}

impl Whole for Arm<'_> {
    fn whole(&self) -> bool {
        match self {
            Self::Allergy(arm) | Self::Immunisation(arm) => arm.whole(),
            Self::Problem(arm) => arm.whole(),
            Self::TestResult(arm) => arm.whole(),
            Self::Medication(arm) => arm.whole(),
            Self::Consultation(arm) => arm.whole(),
            Self::Document(arm) => arm.whole(),
            Self::Unknown => true,
        }
    }
}

impl Whole for i64 {
    fn whole(&self) -> bool {
        black_box(self);
        true
    }
}

impl<const N: usize> Whole for Text<'_, N> {
    fn whole(&self) -> bool {
        black_box(self);
        true
    }
}

impl Whole for Base64<'_> {
    fn whole(&self) -> bool {
        // Decoded as an application would that has no room for all of it.
        black_box(self.decode(&mut [0; 64]).is_ok());
        true
    }
}

impl<T: Whole> Whole for Option<T> {
    fn whole(&self) -> bool {
        self.as_ref().is_none_or(T::whole)
    }
}
