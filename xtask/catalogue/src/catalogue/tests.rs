//! What is wrong in the catalogue is named, with its file and element.

use std::collections::BTreeMap;
use std::path::Path;

use super::*;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

#[test]
fn the_catalogue_of_the_repository_is_good() {
    let catalogue = load(root()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(catalogue.operations().count(), catalogue.order.len());
}

/// The files of the repository, of which a test spoils one.
fn files() -> BTreeMap<String, String> {
    let names = ["catalogue", "faults", "session", "practice", "registration", "appointments", "prescribing"];
    let read =
        |name: &str| std::fs::read_to_string(root().join(format!("spec/catalogue/{name}.toml"))).unwrap();
    names.into_iter().chain(["record", "messaging"]).map(|name| (name.to_owned(), read(name))).collect()
}

/// What is said of the catalogue in which `good`, which stands in that file, is replaced.
fn spoilt(file: &str, good: &str, bad: &str) -> String {
    let mut files = files();
    let text = files.get_mut(file).unwrap();
    if !text.contains(good) {
        return format!("{file} does not have {good}");
    }
    *text = text.replacen(good, bad, 1);
    let read = |name: &str| files.get(name).cloned().ok_or_else(|| "there is no such file".to_owned());
    load_from(read).map_or_else(|error| error.to_string(), |_| "it was taken".to_owned())
}

/// Each of these spoils a file, and the error says so and where.
fn are_refused(cases: &[(&str, &str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (file, good, bad, said) in cases {
        let error = spoilt(file, good, bad);
        if !error.contains(said) {
            wrong.push(format!("{bad} in {file}: {error}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn files_of_another_form_are_refused() {
    are_refused(&[
        ("appointments", "[[enumeration]]", "[[enumerations]]", "enumerations"),
        ("appointments", r#"effect = "none""#, r#"effect = "perhaps""#, "unknown variant `perhaps`"),
        ("catalogue", r#""messaging"]"#, r#""messages"]"#, "messages.toml: there is no such file"),
        ("catalogue", r#""messaging"]"#, r#""messaging", "session"]"#, "session is named twice"),
    ]);
}

#[test]
fn fields_that_contradict_themselves_are_refused() {
    let location = r#"{ name = "LocationId", type = "Integer", doc"#;
    are_refused(&[
        (
            "appointments",
            location,
            r#"{ name = "LocationId", type = "Intger", doc"#,
            "appointments.toml: element Location, field LocationId: the type Intger is not known",
        ),
        (
            "appointments",
            location,
            r#"{ name = "LocationId", type = "Integer", limit = 3, doc"#,
            "limit is for Text",
        ),
        ("appointments", location, r#"{ name = "LocationId", type = "Text", doc"#, "a Text needs a limit"),
        (
            "appointments",
            location,
            r#"{ name = "LocationId", type = "Integer", most = 3, doc"#,
            "most is for a list",
        ),
        (
            "appointments",
            location,
            r#"{ name = "LocationId", type = "Integer", since = "3.0", doc"#,
            "version 3.0",
        ),
        (
            "appointments",
            location,
            r#"{ name = "LocationId", type = "Integer", item = "X", doc"#,
            "a list has the name",
        ),
        ("appointments", location, r#"{ name = "locationId", type = "Integer", doc"#, "not in PascalCase"),
        ("appointments", "\"Identifies the location.\"", "\"identifies it\"", "no sentence"),
        (
            "appointments",
            r#"occurs = "any", doc = "The slots."#,
            r#"doc = "The slots."#,
            "a list has the name",
        ),
        ("prescribing", "most = 32", "most = 255", "most has to be 1 to 254"),
    ]);
}

#[test]
fn elements_that_cannot_be_are_refused() {
    are_refused(&[
        (
            "appointments",
            r#"name = "LocationName""#,
            r#"name = "LocationId""#,
            "field LocationId: it is there twice",
        ),
        ("appointments", r#"name = "Untimed""#, r#"name = "TIMED""#, "there twice without regard to case"),
        ("appointments", r#"unknown = "Unknown""#, r#"unknown = "Other""#, "enumeration SlotType"),
        ("session", r#"name = "Session""#, r#"name = "Application""#, "another type of this name"),
        ("registration", "copy = false\n", "", "copy has to be false"),
        ("record", r#"parts = "MedicalRecordDataPart""#, "", "it streams if its response has parts"),
        (
            "registration",
            "name = \"Address\"\n",
            "name = \"Address\"\nparts = \"P\"\n",
            "neither a list nor base64",
        ),
        ("record", r#"type = "Problem", doc"#, r#"type = "Precision", doc"#, "Precision is no element"),
        ("record", r#"type = "Observation", occurs"#, r#"type = "Problem", occurs"#, "holds itself"),
    ]);
}

#[test]
fn operations_without_what_they_need_are_refused() {
    are_refused(&[
        ("appointments", r#"since = "1.0""#, r#"since = "0.9""#, "version 0.9 is not known"),
        ("appointments", r#"effect = "none""#, r#"effect = "changes""#, "it needs a read_back"),
        ("messaging", r#"effect = "changes""#, r#"effect = "none""#, "it has no read_back"),
        ("appointments", r#""SlotTooSoon","#, r#""SlotTooSun","#, "the fault SlotTooSun is not known"),
        ("appointments", r#""SlotTooSoon","#, r#""SlotInPast","#, "named twice"),
        ("appointments", r#"pages = "Slots""#, r#"pages = "Slot""#, "Slot is no list of its response"),
        ("appointments", "pages = \"Slots\"\n", "", "one with pages has MaximumItems"),
        (
            "messaging",
            r#"name = "GetMessageRecipients""#,
            r#"name = "GetRecipients""#,
            "GetMessageRecipients",
        ),
        (
            "prescribing",
            r#"occurs = "some", most = 32"#,
            r#"occurs = "any""#,
            "a request's lists have to occur as some",
        ),
    ]);
}

#[test]
fn readers_that_cannot_read_an_effect_back_are_refused() {
    are_refused(&[
        (
            "appointments",
            r#"operation = "GetPatientAppointments""#,
            r#"operation = "GetAppointments""#,
            "no operation GetAppointments",
        ),
        (
            "appointments",
            r#"operation = "GetPatientAppointments""#,
            r#"operation = "CancelAppointment""#,
            "CancelAppointment changes something",
        ),
        (
            "appointments",
            r#"operation = "GetPatientAppointments""#,
            r#"operation = "GetPrescriptionRequests""#,
            "GetPrescriptionRequests changes something, or cannot be called wherever this is",
        ),
        ("appointments", "request = { IncludePast", "request = { IncludeAll", "has no IncludeAll"),
        ("appointments", r#"means = "operation""#, r#"means = "guessing""#, "guessing"),
    ]);
}

#[test]
fn faults_and_lists_that_contradict_are_refused() {
    are_refused(&[
        ("faults", "supplier = -1001", "supplier = -1002", "another fault has it"),
        ("faults", "supplier = -1001", "supplier = 1001", "not below zero"),
        ("faults", r#"group = "any""#, r#"group = "practice""#, "its group is in two pieces"),
        ("catalogue", r#""2.0", "2.1""#, r#""2.1", "2.0""#, "each higher than the one before"),
        (
            "catalogue",
            "    \"GetMessage\",\n",
            "",
            "operation GetMessage: it is there twice, or not in the list",
        ),
        ("catalogue", "    \"GetMessage\",\n", "    \"GetMail\",\n", "GetMail is named twice, or in no file"),
    ]);
}

#[test]
fn a_type_of_no_operation_is_refused() {
    let alone =
        "[[enumeration]]\nname = \"Alone\"\ndoc = \"It.\"\nvalues = [{ name = \"A\", doc = \"It.\" }]\n\n";
    let error = spoilt("messaging", "[[element]]", &format!("{alone}[[element]]"));
    assert_eq!(error, "spec/catalogue/messaging.toml: Alone: it belongs to no operation");
}
