//! Three readers of one document: core's, serde-xml-rs and `roxmltree`. They take it, and read the same.

use emis_core::messages::{OPERATIONS, Operation, OperationDescriptor, Side};
use emis_core::owned;
use emis_core::profile::{OpenProfile, Version};
use emis_serde_xml::{read_request, read_response, write_request, write_response};

use crate::ends::{self, accepted, both_ends, message};
use crate::made::Maker;
use crate::tree;

const NEWEST: Version = Version::V2_1;

struct Check {
    info: &'static OperationDescriptor,
    /// A request's Body and a response's.
    agree: fn(&str, &str),
}

macro_rules! operations {
    ($($module:ident::$name:ident;)+) => {
        const CHECKS: &[Check] = &[$(Check {
            info: <owned::$module::$name as Operation>::DESCRIPTOR,
            agree: |request, response| {
                type Asked = owned::$module::$name;
                let info = <Asked as Operation>::DESCRIPTOR;
                let mut ends = both_ends(info, NEWEST);
                let document = message(&ends, request);
                let (call, received) = accepted(&mut ends, &document);

                let core: Asked = call.read(&received).unwrap();
                let theirs: Asked = read_request::<Asked, OpenProfile>(request)
                    .unwrap_or_else(|error| panic!("{error}: {request}"));
                assert!(core == theirs, "{request}");
                let json = tree::message(request, info.name, info.request);
                assert_eq!(Some(serde_json::to_value(&theirs).unwrap()), json, "{request}");
                let text = write_request::<Asked, OpenProfile>(&theirs).unwrap();
                assert_eq!(text, ends::write_request(&mut ends, &core).unwrap());

                let document = message(&ends, response);
                let core = ends::read_response(&mut ends, &theirs, &document).unwrap();
                let theirs = read_response::<Asked, OpenProfile>(response)
                    .unwrap_or_else(|error| panic!("{error}: {response}"));
                assert!(core == theirs, "{response}");
                let json = tree::message(response, info.response_name, info.response);
                assert_eq!(Some(serde_json::to_value(&theirs).unwrap()), json, "{response}");
                let text = write_response::<Asked, OpenProfile>(&theirs).unwrap();
                assert_eq!(text, ends::write_response::<Asked>(&call, &core));
            },
        }),+];
    };
}

operations! {
    practice::GetClinicalVersionInformation;
    practice::GetPracticeSettings;
    session::EndSession;
    registration::RegisterWithPinDocument;
    registration::RegisterWithPatientDetails;
    practice::GetUserOptions;
    registration::GetDemographics;
    appointments::GetAvailableAppointments;
    appointments::GetPatientAppointments;
    appointments::BookAppointment;
    appointments::CancelAppointment;
    prescribing::GetMedicationCourses;
    prescribing::RequestPrescription;
    prescribing::GetPrescriptionRequests;
    prescribing::CancelPrescriptionRequest;
    record::GetMedicalRecordData;
    record::GetMedicalRecordDocumentContent;
    record::ResetAccountLinkageKey;
    messaging::GetMessageRecipients;
    messaging::GetMessages;
    messaging::GetMessage;
    messaging::SendMessage;
    messaging::SetMessageReadState;
    messaging::DeleteMessage;
}

fn agree(seeds: core::ops::Range<u64>, wild: bool) {
    for Check { info, agree } in CHECKS {
        for seed in seeds.clone() {
            let request = Maker::new(seed, Side::Request, wild).body(info.name, info.request);
            let response = Maker::new(seed, Side::Response, wild).body(info.response_name, info.response);
            agree(&request, &response);
        }
    }
}

#[test]
fn no_operation_is_left_out() {
    let names: Vec<_> = CHECKS.iter().map(|check| check.info.name).collect();
    let all = OPERATIONS.iter().map(|info| info.name).filter(|name| *name != "BeginSession");
    assert_eq!(names, all.collect::<Vec<_>>());
}

#[test]
fn valid_messages_say_the_same_to_all_three() {
    agree(1000..1030, false);
}

#[test]
fn messages_in_any_lawful_form_say_the_same_to_all_three() {
    agree(2000..2060, true);
}
