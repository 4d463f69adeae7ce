//! The journey of a patient, with the core's own client: registration, a booking, and its end.

use crate::common::direct::{Direct, Still, Tcp};
use crate::common::{C, Counter, D, Stage};
use emis_core::client::{Client, ClientError, Parts};
use emis_core::fault::FaultCode;
use emis_core::handshake::{Application, SessionOptions};
use emis_core::messages::appointments::{
    BookAppointment, CancelAppointment, GetAvailableAppointments, GetPatientAppointments,
};
use emis_core::messages::practice::{AccountStatus, GetPracticeSettings, GetUserOptions, InputRequirement};
use emis_core::profile::{SoftwareKeys, Version};
use emis_core::session::{CallError, Outcome};
use emis_core::transport::Transport;
use emis_core::types::{DateTime, OdsCode, Relationship, Text};
use emis_simulator::clock::ManualClock;
use emis_simulator::world::PinDocument;
use emis_simulator::{Application as Known, Simulator};
use jiff::civil::date;

fn application(known: &Known) -> Application<SoftwareKeys> {
    let keys = SoftwareKeys::derive(known.client_pre_shared_key(), known.server_pre_shared_key(), known.id())
        .unwrap();
    Application { id: *known.id(), keys }
}

/// Everything that a kiosk does.
fn journey(known: &Known, transport: impl Transport, ods: &str, pin: &PinDocument) {
    let (mut request, mut reply) = ([0; 4096], vec![0; 300_000]);
    let mut client = Client::new(
        application(known),
        transport,
        Parts::new(Still::default(), Counter),
        &mut request,
        &mut reply,
    );
    let ods_code = OdsCode::parse(ods).unwrap();
    let version = {
        let told = client.clinical_version_information(ods_code).map_err(drop).unwrap();
        assert!(told.live);
        told.schema_version
    };
    let mut session =
        client.begin_session(SessionOptions::negotiated(ods_code, version)).map_err(drop).unwrap();
    let relationship = {
        let told = client.call(&mut session, &pin.to_request().unwrap()).map_err(drop).unwrap();
        assert_eq!(told.account_status, AccountStatus::Full);
        Relationship { id: told.patient_relationship_id, key: told.patient_relationship_key }
    };
    client.end_session(session);

    let begin = SessionOptions::negotiated(ods_code, version).for_patient(&relationship);
    let mut session = client.begin_session(begin).map_err(drop).unwrap();
    let wanted = {
        let settings = client.call(&mut session, &GetPracticeSettings { ods_code }).map_err(drop).unwrap();
        assert!(settings.messages.welcome.unwrap().chars().count() > 10);
        assert_eq!(settings.medical_record.is_some(), version >= Version::V2_0);
        settings.input_requirements.appointment_booking_reason != InputRequirement::NotRequested
    };
    let options = client.call(&mut session, &GetUserOptions {}).map_err(drop).unwrap();
    assert!(options.effective_services.appointments);

    let at = |text| DateTime::parse(text).unwrap();
    let (from, to) = (at("2026-03-05T00:00:00Z"), at("2026-04-05T00:00:00"));
    let search = GetAvailableAppointments { from, to, maximum_items: None, after: None };
    let (slot_id, session_of_slot) = {
        let found = client.call(&mut session, &search).map_err(drop).unwrap();
        let slots: Vec<_> = found.slots.iter().map(Result::unwrap).collect();
        assert_eq!(slots.len(), 100);
        assert!(found.next.is_some());
        let slot = slots[3];
        assert!(found.sessions.iter().any(|s| s.unwrap().session_id == slot.session_id));
        assert!(!found.clinicians.is_empty() && !found.locations.is_empty());
        (slot.slot_id, slot.session_id)
    };
    let reason = wanted.then(|| Text::new("A cough & <fever>").unwrap());
    let booking = BookAppointment { slot_id, booking_reason: reason, telephone: None };
    assert_eq!(client.call(&mut session, &booking).map_err(drop).unwrap().slot_id, slot_id);
    let again = client.call(&mut session, &booking).unwrap_err();
    assert_eq!(again.outcome(), Outcome::NotCarriedOut);
    let ClientError::Call(CallError::Fault(fault)) = again else { unreachable!() };
    assert_eq!((fault.code, fault.supplier_code), (Some(FaultCode::SlotUnavailable), Some(-1151)));

    let mine =
        GetPatientAppointments { include_past: false, past_from: None, maximum_items: None, after: None };
    {
        let found = client.call(&mut session, &mine).map_err(drop).unwrap();
        let appointment =
            found.appointments.iter().map(Result::unwrap).find(|a| a.slot_id == slot_id).unwrap();
        assert_eq!(appointment.session_id, session_of_slot);
        assert_eq!(appointment.booking_reason.unwrap(), "A cough & <fever>");
        assert!(appointment.booked_at.is_some());
    }
    let cancel = CancelAppointment { slot_id, reason: None };
    assert_eq!(client.call(&mut session, &cancel).map_err(drop).unwrap().slot_id, slot_id);
    let found = client.call(&mut session, &mine).map_err(drop).unwrap();
    assert!(found.appointments.iter().all(|a| a.unwrap().slot_id != slot_id));
    client.end_session(session);
}

#[test]
fn a_patient_books_and_cancels() {
    let stage = Stage::with(|builder| builder.iterations(1000));
    for ods in [C, D] {
        let pin = stage.pin(ods, 0);
        journey(&stage.server.applications()[0], Direct(&stage.server), ods, &pin);
        journey(&stage.server.applications()[1], Direct(&stage.server), ods, &stage.pin(ods, 1));
    }
}

#[test]
fn a_patient_books_and_cancels_over_http() {
    let clock = ManualClock::new(date(2026, 3, 2).at(9, 5, 0, 0));
    let simulator = Simulator::builder().clock(clock).seed(2).iterations(1000).start().unwrap();
    let address = simulator.endpoint().strip_prefix("http://").unwrap();
    let address = address.strip_suffix("/patient-services").unwrap().to_owned();
    let pin = simulator.world().pin_documents(D)[0].clone();
    journey(&simulator.server().applications()[0], Tcp { address: address.clone() }, D, &pin);
    simulator.stop();
    let told = std::net::TcpStream::connect(address);
    assert!(told.is_err(), "a simulator that has stopped does not listen");
}
