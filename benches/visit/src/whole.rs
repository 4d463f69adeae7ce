//! Looking at every field of a response, items of lists included.
//!
//! A value that is looked at as a whole has to be in memory as a whole: the compiler cannot leave out the reading of a
//! field because nobody asks for it.

use core::hint::black_box;

use emis_core::messages::appointments::{
    Appointment, AppointmentSession, BookAppointmentResponse, CancelAppointmentResponse, Clinician,
    GetAvailableAppointmentsResponse, GetPatientAppointmentsResponse, Location, Slot,
};
use emis_core::messages::begin::EndSessionResponse;
use emis_core::messages::item::{Arm, Item};
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
use emis_core::messages::record::{
    Consultation, Document, GetMedicalRecordDataResponse, GetMedicalRecordDocumentContentResponse,
    Medication, Mixture, MixtureConstituent, Observation, Problem, ResetAccountLinkageKeyResponse, Section,
    TestResult, User,
};
use emis_core::messages::registration::{
    GetDemographicsResponse, RegisterWithPatientDetailsResponse, RegisterWithPinDocumentResponse,
};
use emis_core::messages::{DecodeError, List, Many};
use emis_core::types::{Base64, Text};

use crate::Trouble;

/// Something that can be looked at as a whole.
pub trait Whole {
    /// Looks at it.
    ///
    /// # Errors
    /// [`Trouble::Reply`] if an item of it cannot be read.
    fn whole(&self) -> Result<(), Trouble>;
}

macro_rules! whole {
    ($($name:ident $(<$lt:lifetime>)? $({ $($part:ident),+ })?;)+) => {$(
        impl $(<$lt>)? Whole for $name $(<$lt>)? {
            fn whole(&self) -> Result<(), Trouble> {
                black_box(self);
                $($(self.$part.whole()?;)+)?
                Ok(())
            }
        }
    )+};
}

// Structs, and of each those fields that are lists or have lists in them.
whole! {
    GetClinicalVersionInformationResponse<'a> { operations };
    GetPracticeSettingsResponse<'a>;
    EndSessionResponse;
    RegisterWithPinDocumentResponse<'a>;
    RegisterWithPatientDetailsResponse<'a>;
    GetUserOptionsResponse<'a>;
    GetDemographicsResponse<'a>;
    GetAvailableAppointmentsResponse<'a> { slots, sessions, clinicians, locations };
    Slot<'a>;
    AppointmentSession<'a> { clinician_ids };
    Clinician<'a>;
    Location<'a>;
    GetPatientAppointmentsResponse<'a> { appointments, sessions, clinicians, locations };
    Appointment<'a>;
    BookAppointmentResponse;
    CancelAppointmentResponse;
    GetMedicationCoursesResponse<'a> { courses };
    Course<'a> { constituents };
    RequestPrescriptionResponse;
    GetPrescriptionRequestsResponse<'a> { requests, courses };
    PrescriptionRequest<'a> { courses };
    RequestedCourse<'a>;
    CancelPrescriptionRequestResponse;
    GetMedicalRecordDataResponse<'a> { items, users };
    Item<'a> { arm };
    Observation<'a> { associated_text };
    Problem<'a> { observation };
    TestResult<'a> { observation, children };
    Medication<'a> { mixture };
    Mixture<'a> { constituents };
    MixtureConstituent<'a>;
    Consultation<'a> { sections };
    Section<'a> { observations };
    Document<'a> { observation };
    User<'a>;
    GetMedicalRecordDocumentContentResponse<'a> { content };
    ResetAccountLinkageKeyResponse<'a>;
    GetMessageRecipientsResponse<'a> { recipients };
    Recipient<'a>;
    GetMessagesResponse<'a> { messages };
    MessageSummary<'a>;
    GetMessageResponse<'a> { replies };
    MessageReply<'a>;
    SendMessageResponse;
    SetMessageReadStateResponse;
    DeleteMessageResponse;
}

impl Whole for Arm<'_> {
    fn whole(&self) -> Result<(), Trouble> {
        match self {
            Self::Allergy(arm) | Self::Immunisation(arm) => arm.whole(),
            Self::Problem(arm) => arm.whole(),
            Self::TestResult(arm) => arm.whole(),
            Self::Medication(arm) => arm.whole(),
            Self::Consultation(arm) => arm.whole(),
            Self::Document(arm) => arm.whole(),
            Self::Unknown => Ok(()),
        }
    }
}

impl Whole for i64 {
    fn whole(&self) -> Result<(), Trouble> {
        black_box(self);
        Ok(())
    }
}

impl<const N: usize> Whole for Text<'_, N> {
    fn whole(&self) -> Result<(), Trouble> {
        black_box(self);
        Ok(())
    }
}

impl Whole for Base64<'_> {
    fn whole(&self) -> Result<(), Trouble> {
        // Decoded as an application would that has no room for all of it.
        black_box(self.decode(&mut [0; 64]).is_ok());
        Ok(())
    }
}

impl<T: Whole> Whole for Option<T> {
    fn whole(&self) -> Result<(), Trouble> {
        self.as_ref().map_or(Ok(()), T::whole)
    }
}

fn items<T: Whole>(items: impl IntoIterator<Item = Result<T, DecodeError>>) -> Result<(), Trouble> {
    for item in items {
        match &item {
            Ok(item) => item.whole()?,
            Err(_) => return Err(Trouble::Reply),
        }
    }
    Ok(())
}

impl<T: Whole> Whole for List<'_, T>
where
    for<'l> &'l Self: IntoIterator<Item = Result<T, DecodeError>>,
{
    fn whole(&self) -> Result<(), Trouble> {
        items(self)
    }
}

impl<T: Whole, const MAX: usize> Whole for Many<'_, T, MAX>
where
    for<'l> &'l Self: IntoIterator<Item = Result<T, DecodeError>>,
{
    fn whole(&self) -> Result<(), Trouble> {
        items(self)
    }
}
