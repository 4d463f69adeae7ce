//! Every operation by its name, for code that is generic over them, with the shortest request of each.

use emis_core::messages::{Fields, OPERATIONS, Operation, OperationInfo};

/// Something to be done with an operation, whose requests may borrow from a message.
pub(crate) trait Visit<'m> {
    /// Does it. `least` has the fields of the shortest request.
    fn visit<O: Operation + Fields<'m>>(self, least: &'static str);
}

macro_rules! operations {
    ($($module:ident::$name:ident $(<$lt:lifetime>)? = $least:literal;)+) => {
        /// Visits the operation. BeginSession is none in this sense.
        pub(crate) fn visit<'m>(name: &str, visitor: impl Visit<'m>) {
            $(use emis_core::messages::$module::$name;)+
            match name {
                $(stringify!($name) => visitor.visit::<$name $(<$lt>)?>($least),)+
                "BeginSession" => {}
                other => panic!("the fuzz targets do not know {other}: add it to operations.rs"),
            }
        }
    };
}

operations! {
    practice::GetClinicalVersionInformation = "<OdsCode>A81001</OdsCode>";
    practice::GetPracticeSettings = "<OdsCode>A81001</OdsCode>";
    begin::EndSession = "";
    registration::RegisterWithPinDocument<'m> = "<OdsCode>A81001</OdsCode><AccountId>1</AccountId><LinkageKey>1</LinkageKey><Surname>1</Surname><DateOfBirth>2000-01-01</DateOfBirth>";
    registration::RegisterWithPatientDetails<'m> = "<OdsCode>A81001</OdsCode><Forenames>1</Forenames><Surname>1</Surname><DateOfBirth>2000-01-01</DateOfBirth><Postcode>1</Postcode>";
    practice::GetUserOptions = "";
    registration::GetDemographics = "";
    appointments::GetAvailableAppointments<'m> = "<From>2000-01-01T00:00:00</From><To>2000-01-01T00:00:00</To>";
    appointments::GetPatientAppointments<'m> = "<IncludePast>false</IncludePast>";
    appointments::BookAppointment<'m> = "<SlotId>1</SlotId>";
    appointments::CancelAppointment<'m> = "<SlotId>1</SlotId>";
    prescribing::GetMedicationCourses<'m> = "";
    prescribing::RequestPrescription<'m> = "<CourseIds><CourseId>00000000-0000-0000-0000-000000000000</CourseId></CourseIds>";
    prescribing::GetPrescriptionRequests<'m> = "";
    prescribing::CancelPrescriptionRequest<'m> = "<RequestId>00000000-0000-0000-0000-000000000000</RequestId>";
    record::GetMedicalRecordData<'m> = "<ItemType>Allergies</ItemType>";
    record::GetMedicalRecordDocumentContent<'m> = "<DocumentId>1</DocumentId>";
    record::ResetAccountLinkageKey<'m> = "";
    messaging::GetMessageRecipients = "";
    messaging::GetMessages<'m> = "";
    messaging::GetMessage = "<MessageId>1</MessageId>";
    messaging::SendMessage<'m> = "<RecipientId>00000000-0000-0000-0000-000000000000</RecipientId><Subject>1</Subject><Content>1</Content>";
    messaging::SetMessageReadState = "<MessageId>1</MessageId><Read>true</Read>";
    messaging::DeleteMessage = "<MessageId>1</MessageId>";
}

/// The operation that an octet picks: its place in core's table.
pub(crate) fn picked(octet: u8) -> &'static OperationInfo {
    OPERATIONS[usize::from(octet) % OPERATIONS.len()]
}
