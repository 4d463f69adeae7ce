//! A patient's journey with the core's own client, over both bindings and every form of a reply, and awaited.

use core::cell::Cell;

use emis_core::client::{AsyncClient, Client, Parts};
use emis_core::handshake::{Application, SessionOptions};
use emis_core::messages::BoundedList;
use emis_core::messages::appointments::{
    AvailableAppointmentsPart, BookAppointment, CancelAppointment, GetAvailableAppointments,
    GetPatientAppointments,
};
use emis_core::messages::practice::{GetPracticeSettings, InputRequirement};
use emis_core::messages::prescribing::{GetMedicationCourses, RequestPrescription};
use emis_core::profile::SoftwareKeys;
use emis_core::session::SessionState;
use emis_core::transport::{AsyncTransport, Transport};
use emis_core::types::{DateTime, OdsCode, Relationship, Text};
use emis_embedded_io::Error;
use emis_embedded_io::framed::FramedTransport;
use emis_embedded_io::http::HttpTransport;
use emis_simulator::Server;
use emis_simulator::world::PinDocument;

use crate::awaited::block_on;
use crate::drive::Drive;
use crate::practice::{Awaited, Form, Practice, Still, application, builder, practice, unspoilt};
use crate::seeded::Seeded;
use crate::stream::endpoint;

pub(crate) fn search(after: Option<Text<'_, 64>>) -> GetAvailableAppointments<'_> {
    let at = |text| DateTime::parse(text).unwrap();
    GetAvailableAppointments {
        from: at("2026-03-05T00:00:00"),
        to: at("2026-03-12T00:00:00"),
        maximum_items: None,
        after,
    }
}

/// A journey with the blocking client.
pub(crate) fn journey(
    application: Application<&SoftwareKeys>,
    transport: impl Transport<Error = Error>,
    ods_code: OdsCode,
    pin: &PinDocument,
) {
    let (mut request, mut reply) = ([0; 2048], vec![0; 65_536]);
    let platform = Parts::new(Still, Seeded(7));
    block_on(steps(
        &mut Client::new(application, transport, platform, &mut request, &mut reply),
        ods_code,
        pin,
    ));
}

/// The same journey with the asynchronous client.
fn journey_awaited(
    application: Application<&SoftwareKeys>,
    transport: impl AsyncTransport<Error = Error>,
    ods_code: OdsCode,
    pin: &PinDocument,
) {
    let (mut request, mut reply) = ([0; 2048], vec![0; 65_536]);
    let platform = Parts::new(Still, Seeded(7));
    let mut client = AsyncClient::new(application, transport, platform, &mut request, &mut reply);
    block_on(steps(&mut client, ods_code, pin));
}

/// From the letter to the end of the session.
async fn steps(client: &mut impl Drive, ods_code: OdsCode, pin: &PinDocument) {
    let version = client.clinical_version_information(ods_code).await.unwrap().schema_version;
    let mut session = client.begin_session(SessionOptions::negotiated(ods_code, version)).await;
    let relationship = {
        let told = client.call(&mut session, &pin.to_request().unwrap()).await.unwrap();
        Relationship { id: told.patient_relationship_id, key: told.patient_relationship_key }
    };
    client.end_session(session).await;

    let begin = SessionOptions::negotiated(ods_code, version).for_patient(&relationship);
    let mut session = client.begin_session(begin).await;
    let settings = client.call(&mut session, &GetPracticeSettings { ods_code }).await.unwrap();
    let not_wanted = InputRequirement::NotRequested;
    let reason = (settings.input_requirements.appointment_booking_reason != not_wanted)
        .then(|| Text::new("A cough & <fever>").unwrap());
    let slot_id = {
        let found = client.call(&mut session, &search(None)).await.unwrap();
        assert!(found.slots.iter().count() > 10);
        found.slots.iter().nth(3).unwrap().unwrap().slot_id
    };
    let booking = BookAppointment { slot_id, booking_reason: reason, telephone: None };
    assert_eq!(client.call(&mut session, &booking).await.unwrap().slot_id, slot_id);
    // The same again is refused, with another status, and the session goes on.
    assert!(client.call(&mut session, &booking).await.is_err());
    assert_eq!(session.state(), SessionState::Live);
    let mine =
        GetPatientAppointments { include_past: false, past_from: None, maximum_items: None, after: None };
    assert!(
        client
            .call(&mut session, &mine)
            .await
            .unwrap()
            .appointments
            .iter()
            .any(|a| a.unwrap().slot_id == slot_id)
    );
    client.call(&mut session, &CancelAppointment { slot_id, reason: None }).await.unwrap();
    assert!(
        client
            .call(&mut session, &mine)
            .await
            .unwrap()
            .appointments
            .iter()
            .all(|a| a.unwrap().slot_id != slot_id)
    );
    let courses = GetMedicationCourses { maximum_items: None, after: None };
    let course = {
        let found = client.call(&mut session, &courses).await.unwrap();
        found.courses.iter().map(Result::unwrap).find(|course| course.can_be_requested).map(|c| c.course_id)
    };
    if let Some(course) = course {
        let course_ids = [course];
        let again = RequestPrescription { course_ids: BoundedList::new(&course_ids).unwrap(), comment: None };
        client.call(&mut session, &again).await.unwrap();
        assert!(client.call(&mut session, &again).await.is_err(), "it has been asked for already");
    }
    client.end_session(session).await;
}

#[test]
fn over_http_in_every_form() {
    let server = builder().server().unwrap();
    let (ods_code, pins) = practice(&server);
    let forms = [Form::Length, Form::Chunks(1), Form::Chunks(1000), Form::Close];
    for (form, pin) in forms.into_iter().zip(&pins) {
        for step in [1, 100] {
            let mut buffer = [0; 384];
            let mut line = Practice::new(&server, form, &unspoilt);
            line.step = step;
            let transport = HttpTransport::new(line, endpoint(), &mut buffer);
            if step == 100 {
                journey(application(&server), transport, ods_code, pin);
            } else {
                let (mut request, mut reply) = ([0; 2048], [0; 2048]);
                let mut client = Client::new(
                    application(&server),
                    transport,
                    Parts::new(Still, Seeded(7)),
                    &mut request,
                    &mut reply,
                );
                client.clinical_version_information(ods_code).map_err(|e| e.to_string()).unwrap();
            }
        }
    }
}

#[test]
fn over_a_framed_line() {
    let server = builder().server().unwrap();
    let (ods_code, pins) = practice(&server);
    let mut line = Practice::new(&server, Form::Framed, &unspoilt);
    line.step = 50;
    journey(application(&server), FramedTransport::new(line), ods_code, &pins[0]);
}

#[test]
fn awaited_over_both_bindings() {
    let server = builder().server().unwrap();
    let (ods_code, pins) = practice(&server);
    for (form, pin) in [Form::Length, Form::Chunks(300), Form::Close].into_iter().zip(&pins) {
        let mut buffer = [0; 384];
        let mut line = Practice::new(&server, form, &unspoilt);
        line.step = 100;
        let transport = HttpTransport::new(Awaited(line), endpoint(), &mut buffer);
        journey_awaited(application(&server), transport, ods_code, pin);
    }
    let mut line = Practice::new(&server, Form::Framed, &unspoilt);
    line.step = 50;
    journey_awaited(application(&server), FramedTransport::new(Awaited(line)), ods_code, &pins[3]);
}

/// The first page's slots, read in pieces by either client: how many bytes the practice sent, and which slots.
fn walk(by: By, server: &Server, form: Form, room: usize, of: &Relationship, seed: u64) -> (usize, Vec<i64>) {
    let (mut buffer, mut request, mut reply) = ([0; 384], [0; 1536], vec![0; room]);
    let mut line = Practice::new(server, form, &unspoilt);
    line.step = 100;
    let count = line.count.clone();
    let platform = Parts::new(Still, Seeded(seed));
    let known = application(server);
    match by {
        By::Blocking => {
            let transport = HttpTransport::new(line, endpoint(), &mut buffer);
            let mut client = Client::new(known, transport, platform, &mut request, &mut reply);
            block_on(walk_by(&mut client, server, of, &count))
        }
        By::Awaiting => {
            let transport = HttpTransport::new(Awaited(line), endpoint(), &mut buffer);
            let mut client = AsyncClient::new(known, transport, platform, &mut request, &mut reply);
            block_on(walk_by(&mut client, server, of, &count))
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum By {
    Blocking,
    Awaiting,
}

async fn walk_by(
    client: &mut impl Drive,
    server: &Server,
    of: &Relationship,
    count: &Cell<(usize, usize)>,
) -> (usize, Vec<i64>) {
    let (ods_code, _) = practice(server);
    let version = server.world().practice(ods_code.as_str()).unwrap().version;
    let mut session =
        client.begin_session(SessionOptions::negotiated(ods_code, version).for_patient(of)).await;
    count.set((0, 0));
    let mut slots = vec![];
    let confirmed = client
        .stream(&mut session, &search(None), |part| {
            if let AvailableAppointmentsPart::Slot(slot) = part.unwrap().unconfirmed() {
                slots.push(slot.slot_id);
            }
        })
        .await
        .unwrap();
    assert!(confirmed.next.is_some());
    let bytes = count.get().0;
    client.end_session(session).await;
    (bytes, slots)
}

#[test]
fn a_list_longer_than_the_reply_buffer_is_walked() {
    let server = builder().server().unwrap();
    let (ods_code, pins) = practice(&server);
    let version = server.world().practice(ods_code.as_str()).unwrap().version;
    let relationship = {
        let (mut request, mut reply) = ([0; 1536], [0; 4096]);
        let line = FramedTransport::new(Practice::new(&server, Form::Framed, &unspoilt));
        let mut client =
            Client::new(application(&server), line, Parts::new(Still, Seeded(1)), &mut request, &mut reply);
        let mut session = client.begin_session(SessionOptions::negotiated(ods_code, version)).unwrap();
        let told = client.call(&mut session, &pins[2].to_request().unwrap()).unwrap();
        Relationship { id: told.patient_relationship_id, key: told.patient_relationship_key }
    };
    let (bytes, whole) = walk(By::Blocking, &server, Form::Length, 65_536, &relationship, 2);
    assert!(bytes > 10_000 && whole.len() > 50, "{bytes} bytes, {} slots", whole.len());
    for (form, seed) in [(Form::Length, 3), (Form::Chunks(700), 4), (Form::Close, 5)] {
        for (by, more) in [(By::Blocking, 0), (By::Awaiting, 10)] {
            let walked = walk(by, &server, form, 2560, &relationship, seed + more);
            assert_eq!(walked.1, whole, "{by:?} {form:?}");
        }
    }
}
