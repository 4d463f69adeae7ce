//! Every operation by its name, for code that is generic over them, with the shortest request of each.

use std::collections::BTreeMap;
use std::sync::Mutex;

use emis_core::codec::{Decode, Encode};
use emis_core::dynamic::{Field, FieldValue};
use emis_core::messages::{OPERATIONS, Operation, OperationDescriptor};
use serde_core::Serialize;
use serde_core::de::DeserializeOwned;

/// Something to be done with an operation, whose requests may borrow from a message.
pub(crate) trait Visit<'m> {
    /// Does it. `least` has the fields of the shortest request.
    fn visit<O: Operation + Decode<'m>>(self, least: &'static str);
}

/// What every owned message can do.
pub(crate) trait Message:
    PartialEq + Serialize + DeserializeOwned + for<'r> Decode<'r> + Encode
{
}

impl<T: PartialEq + Serialize + DeserializeOwned + for<'r> Decode<'r> + Encode> Message for T {}

/// Something to be done with an operation's borrowed and owned forms.
pub(crate) trait VisitOwned<'m> {
    /// Does it. `B` is the borrowed request, `O` the owned one, `R` the owned response.
    fn visit<B, O, R>(self, least: &'static str)
    where
        B: Operation + Decode<'m>,
        O: for<'r> Operation<Response<'r> = R> + Message + TryFrom<B>,
        R: Message + TryFrom<B::Response<'m>>;
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

        /// The fields of the shortest request.
        pub(crate) fn least_of(name: &str) -> &'static str {
            match name {
                $(stringify!($name) => $least,)+
                other => panic!("the fuzz targets do not know {other}: add it to operations.rs"),
            }
        }

        /// Visits both forms of the operation.
        pub(crate) fn visit_owned<'m>(name: &str, visitor: impl VisitOwned<'m>) {
            use emis_core::{messages, owned};
            match name {
                $(stringify!($name) => visitor.visit::<
                    messages::$module::$name $(<$lt>)?,
                    owned::$module::$name,
                    <owned::$module::$name as Operation>::Response<'static>,
                >($least),)+
                _ => {}
            }
        }
    };
}

operations! {
    practice::GetClinicalVersionInformation = "<OdsCode>A81001</OdsCode>";
    practice::GetPracticeSettings = "<OdsCode>A81001</OdsCode>";
    session::EndSession = "";
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

/// The operation that a byte picks: its place in core's table.
pub(crate) fn picked(byte: u8) -> &'static OperationDescriptor {
    OPERATIONS[usize::from(byte) % OPERATIONS.len()]
}

/// The fields of the shortest request, as they are given to its table. Only a list's items stand inside a field. They are
/// kept for ever.
pub(crate) fn given(least: &'static str) -> &'static [Field<'static>] {
    static KEPT: Mutex<BTreeMap<&'static str, &'static [Field<'static>]>> = Mutex::new(BTreeMap::new());
    let make = || -> &'static [Field<'static>] {
        let fields = elements(least).map(|(name, content)| {
            let items: Vec<_> = elements(content).map(|(_, item)| FieldValue::Value(item)).collect();
            let holds =
                if items.is_empty() { FieldValue::Value(content) } else { FieldValue::Items(items.leak()) };
            Field { name, value: holds }
        });
        fields.collect::<Vec<_>>().leak()
    };
    KEPT.lock().expect("one thread").entry(least).or_insert_with(make)
}

/// The elements that stand one behind the other, by name and content.
fn elements(mut text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    core::iter::from_fn(move || {
        let (name, rest) = text.strip_prefix('<')?.split_once('>')?;
        let (content, rest) = rest.split_once(&format!("</{name}>"))?;
        text = rest;
        Some((name, content))
    })
}
