//! What a session does not speak: the practice says which version has it, and which it runs.

use emis_core::messages::{Allowed, OPERATIONS};
use emis_core::profile::Version;

use crate::common::raw::{application_block, envelope};
use crate::common::{A, B, C, D, Hello, Stage, body};

// VER-4
#[test]
fn a_later_operation_is_not_carried_out_in_an_earlier_session() {
    let stage = Stage::new();
    let rel = stage.relationship(D, 0);
    for version in ["1.0", "1.1", "2.0"] {
        let mut patient = Hello::new(&stage, D).of(&rel).version(version).begin(&stage);
        let mut application = Hello::new(&stage, D).version(version).begin(&stage);
        patient.alive(&stage);
        let before = stage.server.world().clone();
        for info in OPERATIONS.iter().filter(|info| *info.since.to_string() > *version) {
            let session = if info.allowed == Allowed::Patient { &mut patient } else { &mut application };
            let answer = session.call(&stage, &body(info.name, "<Colour/>"));
            answer.fault("VersionNotSupported", None);
            assert_eq!(answer.value("RequiredVersion"), Some(&*info.since.to_string()), "{}", info.name);
            assert_eq!(answer.value("PracticeVersion"), Some("2.1"));
        }
        assert!(*stage.server.world() == before, "nothing has come of it");
    }
}

// VER-1
#[test]
fn the_practice_tells_all_operations_of_its_version() {
    let stage = Stage::new();
    let block = application_block(stage.server.applications()[0].id().as_str());
    for (ods, version) in [(A, Version::V1_0), (B, Version::V1_1), (C, Version::V2_0), (D, Version::V2_1)] {
        let request = body("GetClinicalVersionInformation", &format!("<OdsCode>{ods}</OdsCode>"));
        let answer = stage.post(envelope(&block, &request));
        for info in OPERATIONS {
            let told = answer.done().text.contains(&format!("<Operation>{}</Operation>", info.name));
            assert_eq!(told, info.since <= version, "{} of {ods}", info.name);
        }
    }
}
