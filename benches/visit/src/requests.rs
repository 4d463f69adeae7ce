//! The request of every operation, made beforehand, so that what a measured program makes of its user's wishes does not
//! count as the client's.

use emis_core::messages::BoundedList;
use emis_core::messages::appointments::{
    BookAppointment, CancelAppointment, ContactType, GetAvailableAppointments, GetPatientAppointments,
    Telephone,
};
use emis_core::messages::messaging::{
    DeleteMessage, GetMessage, GetMessages, SendMessage, SetMessageReadState,
};
use emis_core::messages::practice::{GetPracticeSettings, Sex};
use emis_core::messages::prescribing::{
    CancelPrescriptionRequest, GetMedicationCourses, GetPrescriptionRequests, RequestPrescription,
};
use emis_core::messages::record::{
    GetMedicalRecordData, GetMedicalRecordDocumentContent, ItemType, ResetAccountLinkageKey,
};
use emis_core::messages::registration::{RegisterWithPatientDetails, RegisterWithPinDocument};
use emis_core::types::{Guid, OdsCode};

use crate::{Given, Trouble};

macro_rules! requests {
    ($($(#[$meta:meta])* $field:ident: $type:ident $(<$lt:lifetime>)?,)+) => {
        /// What is asked for.
        #[derive(Clone, Copy, Debug)]
        pub struct Requests<'a> {
            pub(crate) ods_code: OdsCode,
            $($(#[$meta])* pub(crate) $field: $type $(<$lt>)?,)+
        }
    };
}

requests! {
    settings: GetPracticeSettings,
    details: RegisterWithPatientDetails<'a>,
    letter: RegisterWithPinDocument<'a>,
    search: GetAvailableAppointments<'a>,
    booking: BookAppointment<'a>,
    mine: GetPatientAppointments<'a>,
    cancelling: CancelAppointment<'a>,
    courses: GetMedicationCourses<'a>,
    prescription: RequestPrescription<'a>,
    prescriptions: GetPrescriptionRequests<'a>,
    withdrawal: CancelPrescriptionRequest<'a>,
    message: SendMessage<'a>,
    messages: GetMessages<'a>,
    one_message: GetMessage,
    read_state: SetMessageReadState,
    deletion: DeleteMessage,
    record: GetMedicalRecordData<'a>,
    document: GetMedicalRecordDocumentContent<'a>,
    reset: ResetAccountLinkageKey<'a>,
}

impl<'a> Requests<'a> {
    /// The requests with the values given in every field.
    ///
    /// # Errors
    /// [`Trouble::Given`] if a value does not fit a field.
    #[inline(never)]
    pub fn new(given: &Given<'a>, course_ids: &'a [Guid]) -> Result<Self, Trouble> {
        let page = given.some(given.page);
        Ok(Self {
            ods_code: given.ods_code,
            settings: GetPracticeSettings { ods_code: given.ods_code },
            details: RegisterWithPatientDetails {
                ods_code: given.ods_code,
                title: given.some_text()?,
                forenames: given.text()?,
                surname: given.text()?,
                date_of_birth: given.date,
                sex: given.some(Sex::NotKnown),
                postcode: given.text()?,
                house_name_flat_number: given.some_text()?,
                nhs_number: given.some(given.nhs_number),
                email_address: given.some_text()?,
                mobile_number: given.some_text()?,
            },
            letter: RegisterWithPinDocument {
                ods_code: given.ods_code,
                account_id: given.text()?,
                linkage_key: given.text()?,
                surname: given.text()?,
                date_of_birth: given.date,
            },
            search: GetAvailableAppointments {
                from: given.time,
                to: given.time,
                maximum_items: page,
                after: given.some_text()?,
            },
            booking: BookAppointment {
                slot_id: given.number,
                booking_reason: given.some_text()?,
                telephone: given.some(Telephone { number: given.text()?, contact_type: ContactType::Mobile }),
            },
            mine: GetPatientAppointments {
                include_past: given.flag,
                past_from: given.some(given.date),
                maximum_items: page,
                after: given.some_text()?,
            },
            cancelling: CancelAppointment { slot_id: given.number, reason: given.some_text()? },
            courses: GetMedicationCourses { maximum_items: page, after: given.some_text()? },
            prescription: RequestPrescription {
                course_ids: BoundedList::new(course_ids).map_err(|_| Trouble::Given)?,
                comment: given.some_text()?,
            },
            prescriptions: GetPrescriptionRequests {
                from: given.some(given.date),
                to: given.some(given.date),
                maximum_items: page,
                after: given.some_text()?,
            },
            withdrawal: CancelPrescriptionRequest { request_id: given.guid, reason: given.some_text()? },
            message: SendMessage { recipient_id: given.guid, subject: given.text()?, content: given.text()? },
            messages: GetMessages { maximum_items: page, after: given.some_text()? },
            one_message: GetMessage { message_id: given.number },
            read_state: SetMessageReadState { message_id: given.number, read: given.flag },
            deletion: DeleteMessage { message_id: given.number },
            record: GetMedicalRecordData {
                item_type: ItemType::Consultations,
                from: given.some(given.date),
                to: given.some(given.date),
                maximum_items: page,
                after: given.some_text()?,
            },
            document: GetMedicalRecordDocumentContent { document_id: given.text()? },
            reset: ResetAccountLinkageKey { reason: given.some_text()? },
        })
    }
}
