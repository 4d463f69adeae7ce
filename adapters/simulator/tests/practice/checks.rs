//! The order of the checks: step 5 of section 4, and section 5's outside a session.

use emis_core::messages::{Allowed, EndsSession, OPERATIONS, Occurs};
use emis_simulator::world::{Letter, SlotType};

use crate::common::raw::{application_block, envelope};
use crate::common::{A, B, C, D, E, Hello, Stage, body, book};

// XML-7, XML-8, XML-3
#[test]
fn outside_a_session() {
    let stage = Stage::new();
    let block = application_block(stage.server.applications()[0].id().as_str());
    let unknown = application_block("00000000-0000-4000-8000-000000000000");
    let information = |fields: &str| body("GetClinicalVersionInformation", fields);
    // Operation, then place, then header, then application, then fields.
    stage.post(envelope("", &body("NoSuchOperation", ""))).refused("OperationUnknown");
    stage.post(envelope(&block, "<BeginSession/>")).refused("OperationUnknown");
    stage.post(envelope("", &body("EndSession", ""))).refused("NotAllowedInSession");
    stage.post(envelope(&block, &book(1))).refused("NotAllowedInSession");
    stage.post(envelope("", &information(""))).refused("MalformedRequest");
    stage.post(envelope(&unknown, &information(""))).refused("ValidationFailed");
    let answer = stage.post(envelope(&block, &information("")));
    answer.refused("FieldMissing");
    assert_eq!((answer.value("Field"), answer.value("SupplierCode")), (Some("OdsCode"), Some("-1014")));
    stage.post(envelope(&block, &information("<OdsCode>ZZ9</OdsCode>"))).refused("OrganisationUnknown");
    let answer = stage.post(envelope(&block, &information(&format!("<OdsCode>{E}</OdsCode>"))));
    assert_eq!((answer.done().value("Live"), answer.value("SchemaVersion")), (Some("false"), Some("2.0")));
    assert!(answer.text.contains("<Operation>BeginSession</Operation>"));
}

// SH-10, XML-7, OP-8
#[test]
fn in_a_session_of_either_kind() {
    let stage = Stage::new();
    let rel = stage.relationship(D, 0);
    let (mut patient, mut application) = (stage.patient_session(&rel), stage.application_session(D));
    application.call(&stage, &book(1)).fault("NotAllowedInSession", None);
    // The kind of session comes before what the fields hold.
    application.call(&stage, &body("GetUserOptions", "<Colour/>")).fault("NotAllowedInSession", None);
    patient.call(&stage, &body("RegisterWithPinDocument", "")).fault("NotAllowedInSession", None);
    for session in [&mut patient, &mut application] {
        session.call(&stage, &body("BeginSession", "")).fault("NotAllowedInSession", None);
        let information = body("GetClinicalVersionInformation", &format!("<OdsCode>{A}</OdsCode>"));
        session.call(&stage, &information).done();
        let settings = |ods: &str| body("GetPracticeSettings", &format!("<OdsCode>{ods}</OdsCode>"));
        session.call(&stage, &settings(A)).fault("FieldInvalid", Some("OdsCode"));
        session.call(&stage, &settings("a")).fault("FieldInvalid", Some("OdsCode"));
    }
    let registration = format!(
        "<OdsCode>{A}</OdsCode><AccountId>a</AccountId><LinkageKey>k</LinkageKey><Surname>s</Surname>\
         <DateOfBirth>1980-01-01</DateOfBirth>"
    );
    application
        .call(&stage, &body("RegisterWithPinDocument", &registration))
        .fault("FieldInvalid", Some("OdsCode"));
}

#[test]
fn every_operation_of_the_catalogue_is_carried_out_somewhere() {
    let stage = Stage::new();
    let rel = stage.relationship(D, 0);
    let mut all: Vec<_> = OPERATIONS.iter().filter(|info| info.allowed != Allowed::Outside).collect();
    // After a reset the relationship's old key is good for nothing.
    all.sort_by_key(|info| info.ends == EndsSession::WithReply);
    for info in all {
        let mut session = match info.allowed {
            Allowed::Patient => stage.patient_session(&rel),
            _ => stage.application_session(D),
        };
        let answer = session.call(&stage, &body(info.name, ""));
        let expected = if info
            .request
            .iter()
            .any(|field| matches!(field.occurs(), Occurs::Once | Occurs::BoundedList(_)))
        {
            Some("FieldMissing")
        } else {
            None
        };
        assert_eq!(answer.code(), expected, "{}", info.name);
    }
}

// SH-10, XML-18
#[test]
fn the_version_comes_before_the_kind_and_the_fields() {
    let stage = Stage::new();
    let rel = stage.relationship(D, 0);
    let telephone = "<Telephone><Number>1</Number><ContactType>Home</ContactType></Telephone>";
    let mut patient = Hello::new(&stage, D).of(&rel).version("1.0").begin(&stage);
    let mut application = Hello::new(&stage, D).version("1.0").begin(&stage);
    for session in [&mut patient, &mut application] {
        let answer = session.call(&stage, &body("BookAppointment", &format!("<Colour/>{telephone}")));
        answer.fault("VersionNotSupported", Some("Telephone"));
        assert_eq!(answer.value("RequiredVersion"), Some("1.1"));
        assert_eq!(answer.value("PracticeVersion"), Some("2.1"));
    }
    let settings = patient.call(&stage, &patient.settings());
    assert!(!settings.done().text.contains("TelephoneAppointments"));
    assert!(!settings.text.contains("MedicalRecord>\u{3c}Allergies"));
    let slot = stage.slot(D, SlotType::Telephone, 0);
    patient.call(&stage, &book(slot)).fault("SlotNotFound", None);
}

// SH-10
#[test]
fn the_service_comes_before_the_fields() {
    let stage = Stage::new();
    let mut session = stage.patient_session(&stage.special(D, Letter::WithoutAppointments));
    let answer = session.call(&stage, &body("BookAppointment", ""));
    answer.fault("ServiceNotEnabled", None);
    assert_eq!(answer.value("SupplierCode"), Some("-1030"));
    let options = session.call(&stage, &body("GetUserOptions", ""));
    assert!(options.done().text.contains("<EffectiveServices><Appointments>false</Appointments>"));
    let mut session = stage.patient_session(&stage.special(D, Letter::Restricted));
    session.call(&stage, &body("BookAppointment", "")).fault("FieldMissing", Some("SlotId"));
    let options = session.call(&stage, &body("GetUserOptions", ""));
    assert_eq!(options.done().value("AccountStatus"), Some("Restricted"));
}

// OP-11
#[test]
fn bookings_are_refused_by_the_rules_of_the_practice() {
    let stage = Stage::new();
    let (rel, other) = (stage.relationship(C, 1), stage.relationship(C, 2));
    let (mut session, mut second) = (stage.patient_session(&rel), stage.patient_session(&other));
    let slot = |n| stage.slot(C, SlotType::Practice, n);
    let with = |slot: i64, rest: &str| body("BookAppointment", &format!("<SlotId>{slot}</SlotId>{rest}"));
    let reason = "<BookingReason>x &amp; y</BookingReason>";
    let wanted = slot(0);
    session.call(&stage, &with(wanted, "")).fault("FieldMissing", Some("BookingReason"));
    let long = format!("<BookingReason>{}</BookingReason>", "é".repeat(151));
    session.call(&stage, &with(wanted, &long)).fault("FieldInvalid", Some("BookingReason"));
    session.call(&stage, &with(i64::MAX, "")).fault("SlotNotFound", None);
    session.call(&stage, &with(wanted, reason)).done();
    let taken = second.call(&stage, &with(wanted, reason));
    taken.fault("SlotUnavailable", None);
    assert_eq!(taken.value("SupplierCode"), Some("-1151"));
    session.call(&stage, &with(slot(1), reason)).done();
    session.call(&stage, &with(slot(2), reason)).fault("BookingLimitReached", None);
    let cancel = body("CancelAppointment", &format!("<SlotId>{wanted}</SlotId><Reason>better</Reason>"));
    second.call(&stage, &cancel).fault("AppointmentNotFound", None);
    session.call(&stage, &cancel).done();
    second.call(&stage, &with(wanted, reason)).done();
    let mine = body("GetPatientAppointments", "<IncludePast>false</IncludePast>");
    let shown = second.call(&stage, &mine);
    assert_eq!(shown.done().value("BookingReason"), Some("x &amp; y"));
}

#[test]
fn telephone_slots_want_a_number() {
    let stage = Stage::new();
    let rel = stage.relationship(B, 0);
    let mut session = stage.patient_session(&rel);
    let (call, visit) = (stage.slot(B, SlotType::Telephone, 0), stage.slot(B, SlotType::Practice, 0));
    let with = |slot: i64, kind: &str| {
        let telephone =
            format!("<Telephone><Number>01632 1</Number><ContactType>{kind}</ContactType></Telephone>");
        body("BookAppointment", &format!("<SlotId>{slot}</SlotId>{telephone}"))
    };
    session.call(&stage, &book(call)).fault("FieldMissing", Some("Telephone"));
    session.call(&stage, &with(call, "Pigeon")).fault("FieldInvalid", Some("ContactType"));
    session.call(&stage, &with(visit, "Home")).fault("FieldInvalid", Some("Telephone"));
    session.call(&stage, &with(call, "mobile")).done();
    let mine = body("GetPatientAppointments", "<IncludePast>1</IncludePast>");
    let shown = session.call(&stage, &mine);
    assert_eq!((shown.done().value("Number"), shown.value("ContactType")), (Some("01632 1"), Some("Mobile")));
    let mut old = Hello::new(&stage, B).of(&rel).version("1.0").begin(&stage);
    assert!(!old.call(&stage, &mine).done().text.contains("Telephone>"));
}

// TY-1
#[test]
fn times_with_a_zone_are_the_practices_own() {
    // Summer time: 09:00Z is 10:00 at the practice.
    let stage = Stage::new();
    stage.wait_ms(60 * 86_400_000);
    let mut session = stage.patient_session(&stage.relationship(D, 0));
    let mut first = |from: &str, to: &str| {
        let fields = format!("<From>{from}</From><To>{to}</To><MaximumItems>1</MaximumItems>");
        session
            .call(&stage, &body("GetAvailableAppointments", &fields))
            .done()
            .value("Slots")
            .map(str::to_owned)
    };
    let local = first("2026-05-12T10:00:00", "2026-05-20T00:00:00");
    assert!(local.as_ref().unwrap().contains("<Slot>"));
    assert_eq!(first("2026-05-12T09:00:00Z", "2026-05-19T23:00:00.000Z"), local);
    assert_eq!(first("2026-05-12T12:30:00+03:30", "2026-05-19T09:00:00-14:00"), local);
    let fields = "<From>0001-01-01T00:00:00+14:00</From><To>0001-01-01T00:00:00</To>";
    session.call(&stage, &body("GetAvailableAppointments", fields)).done();
}

// PG-1, HS-10
#[test]
fn pages_are_bound_to_their_session() {
    let stage = Stage::new();
    let rel = stage.relationship(D, 0);
    let (mut one, mut two) = (stage.patient_session(&rel), stage.patient_session(&rel));
    let query = |after: &str| {
        let fields =
            "<From>2026-03-04T00:00:00</From><To>2026-03-20T00:00:00</To><MaximumItems>2</MaximumItems>";
        body("GetAvailableAppointments", &format!("{fields}{after}"))
    };
    let next = one.call(&stage, &query("")).done().value("Next").unwrap().to_owned();
    let after = query(&format!("<After>{next}</After>"));
    two.call(&stage, &after).fault("FieldInvalid", Some("After"));
    let second = one.call(&stage, &after);
    assert_eq!(second.done().text.matches("<Slot>").count(), 2);
    assert_eq!(one.call(&stage, &after).body, second.body);
}

// FT-1
#[test]
fn correlation_ids_are_fresh_guids() {
    let stage = Stage::new();
    let ids = [0; 20].map(|_| stage.post("").value("CorrelationId").unwrap().to_owned());
    let mut sorted = ids.to_vec();
    sorted.sort();
    sorted.dedup();
    assert_eq!(sorted.len(), 20);
    assert!(ids.iter().all(|id| emis_core::types::Guid::parse(id).is_ok() && id.as_bytes()[14] == b'4'));
}
