//! Owned requests with owned answers: what [`Patient::ask`](crate::Patient::ask) and the other calls take.

use alloc::vec::Vec;

use emis_core::messages::Operation;
use emis_core::owned::types::Text;
use emis_core::owned::{appointments, messaging, practice, prescribing, record, registration};

/// An owned request, whose response owns what it says. Implemented for every request of [`emis_core::owned`].
pub trait Request: for<'r> Operation<Response<'r> = <Self as Request>::Answer> {
    /// The response.
    type Answer: 'static;
}

/// A request whose response is one page of a list.
pub trait PagedRequest: Request + Clone {
    /// What the list is of.
    type Item;

    /// The request for the page that begins at `after`; for the first page without it.
    #[must_use]
    fn starting_after(&self, after: Option<Text<64>>) -> Self;

    /// Whether this is the request for the page that begins there.
    fn is_after(&self, after: &Text<64>) -> bool;

    /// Where the page after this one begins; `None` for the last page.
    fn next(answer: &Self::Answer) -> Option<&Text<64>>;

    /// The items of a page, without the tables that they may refer to.
    fn items(answer: Self::Answer) -> Vec<Self::Item>;
}

/// A request by which the effect of a change is read back.
pub trait Reading: Request {
    /// The request for the page after this answer; `None` if it was the last.
    fn page_after(&self, answer: &Self::Answer) -> Option<Self>
    where
        Self: Sized;
}

macro_rules! requests {
    ($($room:ident: $($request:ident => $answer:ident),+;)+) => {$($(
        impl Request for $room::$request {
            type Answer = $room::$answer;
        }
    )+)+};
}

requests! {
    practice: GetPracticeSettings => GetPracticeSettingsResponse, GetUserOptions => GetUserOptionsResponse;
    registration: RegisterWithPinDocument => RegisterWithPinDocumentResponse,
        RegisterWithPatientDetails => RegisterWithPatientDetailsResponse,
        GetDemographics => GetDemographicsResponse;
    appointments: GetAvailableAppointments => GetAvailableAppointmentsResponse,
        GetPatientAppointments => GetPatientAppointmentsResponse,
        BookAppointment => BookAppointmentResponse,
        CancelAppointment => CancelAppointmentResponse;
    prescribing: GetMedicationCourses => GetMedicationCoursesResponse,
        RequestPrescription => RequestPrescriptionResponse,
        GetPrescriptionRequests => GetPrescriptionRequestsResponse,
        CancelPrescriptionRequest => CancelPrescriptionRequestResponse;
    record: GetMedicalRecordData => GetMedicalRecordDataResponse,
        GetMedicalRecordDocumentContent => GetMedicalRecordDocumentContentResponse,
        ResetAccountLinkageKey => ResetAccountLinkageKeyResponse;
    messaging: GetMessageRecipients => GetMessageRecipientsResponse,
        GetMessages => GetMessagesResponse,
        GetMessage => GetMessageResponse,
        SendMessage => SendMessageResponse,
        SetMessageReadState => SetMessageReadStateResponse,
        DeleteMessage => DeleteMessageResponse;
}

macro_rules! paged {
    ($($request:ty, $items:ident: $item:ty;)+) => {$(
        impl PagedRequest for $request {
            type Item = $item;

            fn starting_after(&self, after: Option<Text<64>>) -> Self {
                Self { after, ..self.clone() }
            }

            fn is_after(&self, after: &Text<64>) -> bool {
                self.after.as_ref() == Some(after)
            }

            fn next(answer: &Self::Answer) -> Option<&Text<64>> {
                answer.next.as_ref().filter(|next| !next.is_empty())
            }

            fn items(answer: Self::Answer) -> Vec<Self::Item> {
                answer.$items
            }
        }

        impl Reading for $request {
            fn page_after(&self, answer: &Self::Answer) -> Option<Self> {
                Self::next(answer).map(|next| self.starting_after(Some(next.clone())))
            }
        }
    )+};
}

paged! {
    appointments::GetAvailableAppointments, slots: appointments::Slot;
    appointments::GetPatientAppointments, appointments: appointments::Appointment;
    prescribing::GetMedicationCourses, courses: prescribing::Course;
    prescribing::GetPrescriptionRequests, requests: prescribing::PrescriptionRequest;
    record::GetMedicalRecordData, items: emis_core::owned::record::Item;
    messaging::GetMessages, messages: messaging::MessageSummary;
}

impl Reading for messaging::GetMessage {
    fn page_after(&self, _: &Self::Answer) -> Option<Self> {
        None
    }
}
