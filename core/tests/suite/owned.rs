//! Owned messages are read as the borrowed ones are, say what these say, and are written as these are written. What
//! `roxmltree` finds in a document is the witness.

use crate::common::ends::{accepted, both_ends, message, read_response, write_request, write_response};
use crate::common::made::Maker;
use emis_core::messages::{FieldDescriptor, OPERATIONS, Operation, OperationDescriptor, Side};
use emis_core::owned;
use emis_core::profile::Version;
use serde_core::Serialize;
use serde_core::de::DeserializeOwned;
use serde_json::{Value, json};

const NEWEST: Version = Version::V2_1;

/// Everything that is claimed of one operation, for one document each way.
struct Check {
    info: &'static OperationDescriptor,
    tables: fn(),
    documents: fn(&str, &str, bool),
}

macro_rules! operations {
    ($($module:ident::$name:ident $(<$lt:lifetime>)?;)+) => {
        const CHECKS: &[Check] = &[$(Check {
            info: <emis_core::messages::$module::$name as Operation>::DESCRIPTOR,
            tables: || {
                type Owned = owned::$module::$name;
                let info = <emis_core::messages::$module::$name as Operation>::DESCRIPTOR;
                let request = Owned::FIELDS;
                let response = <Owned as Operation>::DESCRIPTOR.response;
                assert_eq!(format!("{:?}", info.request), format!("{request:?}"));
                assert_eq!(format!("{:?}", info.response), format!("{response:?}"));
            },
            documents: |request, response, wild| {
                type Borrowed<'m> = emis_core::messages::$module::$name $(<$lt>)?;
                type Owned = owned::$module::$name;
                let info = <Owned as Operation>::DESCRIPTOR;

                let mut ends = both_ends(info, NEWEST);
                let document = message(&ends, request);
                let (call, received) = accepted(&mut ends, &document);
                let borrowed: Borrowed<'_> = call.read(&received).unwrap();
                let asked: Owned = call.read(&received).unwrap();
                let text = write_request(&mut ends, &borrowed).unwrap();
                let own = write_request(&mut ends, &asked).unwrap();
                // A borrowed message is written with the references with which it was read.
                assert!(wild || own == text);
                said(&asked, request, &text, info.name, info.request);
                said(&asked, request, &own, info.name, info.request);

                let document = message(&ends, response);
                let read = read_response(&mut ends, &borrowed, &document);
                let borrowed_read = read.unwrap_or_else(|error| panic!("{error}: {response}"));
                let text = write_response::<Borrowed<'_>>(&call, &borrowed_read);
                let read = read_response(&mut both_ends(info, NEWEST), &asked, &document).unwrap();
                let own = write_response::<Owned>(&call, &read);
                assert!(wild || own == text);
                said(&read, response, &text, info.response_name, info.response);
                said(&read, response, &own, info.response_name, info.response);

                assert!(asked == Owned::try_from(borrowed).unwrap());
                assert!(read == <Owned as Operation>::Response::<'_>::try_from(borrowed_read).unwrap());
            },
        }),+];
    };
}

operations! {
    practice::GetClinicalVersionInformation;
    practice::GetPracticeSettings;
    session::EndSession;
    registration::RegisterWithPinDocument<'m>;
    registration::RegisterWithPatientDetails<'m>;
    practice::GetUserOptions;
    registration::GetDemographics;
    appointments::GetAvailableAppointments<'m>;
    appointments::GetPatientAppointments<'m>;
    appointments::BookAppointment<'m>;
    appointments::CancelAppointment<'m>;
    prescribing::GetMedicationCourses<'m>;
    prescribing::RequestPrescription<'m>;
    prescribing::GetPrescriptionRequests<'m>;
    prescribing::CancelPrescriptionRequest<'m>;
    record::GetMedicalRecordData<'m>;
    record::GetMedicalRecordDocumentContent<'m>;
    record::ResetAccountLinkageKey<'m>;
    messaging::GetMessageRecipients;
    messaging::GetMessages<'m>;
    messaging::GetMessage;
    messaging::SendMessage<'m>;
    messaging::SetMessageReadState;
    messaging::DeleteMessage;
}

/// Without what says nothing. An optional element whose fields are all absent is written empty, and so reads as absent.
fn without_empty(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let fields = map.into_iter().map(|(name, value)| (name, without_empty(value)));
            Value::Object(fields.filter(|(_, value)| *value != json!({})).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_empty).collect()),
        value => value,
    }
}

/// The message says what `roxmltree` finds in its document, in JSON and in what is written of it.
fn said<T: Serialize + DeserializeOwned + PartialEq>(
    read: &T,
    document: &str,
    written: &str,
    name: &str,
    fields: &'static [FieldDescriptor],
) {
    let json = serde_json::to_value(read).unwrap();
    assert_eq!(Some(&json), crate::common::tree::message(document, name, fields).as_ref(), "{document}");
    let again = crate::common::tree::message(written, name, fields).unwrap();
    assert_eq!(without_empty(json.clone()), without_empty(again), "{written}");
    let text = json.to_string();
    assert!(serde_json::from_str::<T>(&text).unwrap() == *read, "{text}");
}

#[test]
fn every_operation_has_an_owned_form_of_the_same_table() {
    let names: Vec<_> = CHECKS.iter().map(|check| check.info.name).collect();
    let all = OPERATIONS.iter().map(|info| info.name).filter(|name| *name != "BeginSession");
    assert_eq!(names, all.collect::<Vec<_>>());
    CHECKS.iter().for_each(|check| (check.tables)());
}

fn documents(seeds: core::ops::Range<u64>, wild: bool) {
    for check in CHECKS {
        for seed in seeds.clone() {
            let request = Maker::new(seed, Side::Request, wild).body(check.info.name, check.info.request);
            let response =
                Maker::new(seed, Side::Response, wild).body(check.info.response_name, check.info.response);
            (check.documents)(&request, &response, wild);
        }
    }
}

#[test]
fn valid_documents_are_read_and_written_alike() {
    documents(0..25, false);
}

#[test]
fn documents_in_any_lawful_form_are_read_and_written_alike() {
    documents(0..50, true);
}
