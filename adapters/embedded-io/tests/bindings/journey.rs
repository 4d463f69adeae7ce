//! A patient's journey with the core's own client, over both bindings and every form of a reply, and awaited.

use emis_core::client::Client;
use emis_core::crypto::SoftwareKeys;
use emis_core::handshake::{Application, Begin, Handshake};
use emis_core::messages::Many;
use emis_core::messages::Operation;
use emis_core::messages::appointments::{
    AvailableAppointmentsPart, BookAppointment, CancelAppointment, GetAvailableAppointments,
    GetPatientAppointments,
};
use emis_core::messages::begin::EndSession;
use emis_core::messages::practice::{GetPracticeSettings, InputRequirement};
use emis_core::messages::prescribing::{GetMedicationCourses, RequestPrescription};
use emis_core::profile::{OpenProfile, Profile as _};
use emis_core::session::{Session, SessionState};
use emis_core::time::Time;
use emis_core::transport::{Action, Transport};
use emis_core::types::{DateTime, OdsCode, Relationship, Text};
use emis_embedded_io::Error;
use emis_embedded_io::framed::FramedTransport;
use emis_embedded_io::http::HttpTransport;
use emis_simulator::Server;
use emis_simulator::world::PinDocument;

use crate::awaited::block_on;
use crate::practice::{
    Awaited, Form, Practice, Still, application, builder, practice, registration, unspoilt,
};
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

/// From the letter to the end of the session.
pub(crate) fn journey(
    application: Application<&SoftwareKeys>,
    transport: impl Transport<Error = Error>,
    ods_code: OdsCode,
    pin: &PinDocument,
) {
    let (mut request, mut reply) = ([0; 2048], vec![0; 65_536]);
    let mut client = Client::new(application, transport, Still, Seeded(7), &mut request, &mut reply);
    let version = client.version_information(ods_code).map_err(|e| e.to_string()).unwrap().schema_version;
    let mut session = client.begin(Begin::at_highest(ods_code, version)).unwrap();
    let relationship = {
        let told = client.call(&mut session, &registration(ods_code, pin)).unwrap();
        Relationship { id: told.patient_relationship_id, key: told.patient_relationship_key }
    };
    client.end(session);

    let begin = Begin::at_highest(ods_code, version).for_patient(&relationship);
    let mut session = client.begin(begin).unwrap();
    let settings = client.call(&mut session, &GetPracticeSettings { ods_code }).unwrap();
    let not_wanted = InputRequirement::NotRequested;
    let reason = (settings.input_requirements.appointment_booking_reason != not_wanted)
        .then(|| Text::new("A cough & <fever>").unwrap());
    let slot_id = {
        let found = client.call(&mut session, &search(None)).unwrap();
        assert!(found.slots.iter().count() > 10);
        found.slots.iter().nth(3).unwrap().unwrap().slot_id
    };
    let booking = BookAppointment { slot_id, booking_reason: reason, telephone: None };
    assert_eq!(client.call(&mut session, &booking).unwrap().slot_id, slot_id);
    // The same again is refused, with another status, and the session goes on.
    assert!(client.call(&mut session, &booking).is_err());
    assert_eq!(session.state(), SessionState::Live);
    let mine =
        GetPatientAppointments { include_past: false, past_from: None, maximum_items: None, after: None };
    assert!(
        client.call(&mut session, &mine).unwrap().appointments.iter().any(|a| a.unwrap().slot_id == slot_id)
    );
    client.call(&mut session, &CancelAppointment { slot_id, reason: None }).unwrap();
    assert!(
        client.call(&mut session, &mine).unwrap().appointments.iter().all(|a| a.unwrap().slot_id != slot_id)
    );
    let courses = GetMedicationCourses { maximum_items: None, after: None };
    let course = {
        let found = client.call(&mut session, &courses).unwrap();
        found.courses.iter().map(Result::unwrap).find(|course| course.can_be_requested).map(|c| c.course_id)
    };
    if let Some(course) = course {
        let course_ids = [course];
        let again = RequestPrescription { course_ids: Many::new(&course_ids).unwrap(), comment: None };
        client.call(&mut session, &again).unwrap();
        assert!(client.call(&mut session, &again).is_err(), "it has been asked for already");
    }
    client.end(session);
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
                let mut client =
                    Client::new(application(&server), transport, Still, Seeded(7), &mut request, &mut reply);
                client.version_information(ods_code).map_err(|e| e.to_string()).unwrap();
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

/// A session's call, awaited: what a device without threads does.
async fn call<O: Operation>(
    session: &mut Session,
    request: &O,
    transport: &mut HttpTransport<'_, Awaited<'_>>,
    reply: &mut [u8],
    check: impl FnOnce(O::Response<'_>),
) {
    let mut out = [0; 2048];
    let call = session.call(request, &mut out, Time::from_millis(0)).unwrap();
    let length = transport.exchange_async(call.action(), call.bytes(), reply).await.unwrap();
    check(call.read(&reply[..length]).unwrap());
}

#[test]
fn awaited() {
    let server = builder().server().unwrap();
    let (ods_code, pins) = practice(&server);
    let application = application(&server);
    let version = server.world().practice(ods_code.as_str()).unwrap().version;
    let mut buffer = [0; 384];
    let mut line = Practice::new(&server, Form::Chunks(300), &unspoilt);
    line.step = 100;
    let mut transport = HttpTransport::new(Awaited(line), endpoint(), &mut buffer);
    let (mut out, mut reply) = ([0; 2048], vec![0; 65_536]);
    let begin_session = Action { namespace: OpenProfile::NAMESPACE, operation: "BeginSession" };
    block_on(async {
        let begin = Begin::at_highest(ods_code, version);
        let handshake =
            Handshake::<_, OpenProfile>::start(&application, begin, &mut Seeded(1), Time::from_millis(0))
                .unwrap();
        let n = handshake.write(&mut out).unwrap();
        let n = transport.exchange_async(begin_session, &out[..n], &mut reply).await.unwrap();
        let mut session = handshake.read(&reply[..n]).unwrap().finish();
        let mut relationship = None;
        call(&mut session, &registration(ods_code, &pins[0]), &mut transport, &mut reply, |told| {
            relationship =
                Some(Relationship { id: told.patient_relationship_id, key: told.patient_relationship_key });
        })
        .await;
        call(&mut session, &EndSession {}, &mut transport, &mut reply, |_| ()).await;

        let relationship = relationship.unwrap();
        let begin = Begin::at_highest(ods_code, version).for_patient(&relationship);
        let handshake =
            Handshake::<_, OpenProfile>::start(&application, begin, &mut Seeded(2), Time::from_millis(0))
                .unwrap();
        let n = handshake.write(&mut out).unwrap();
        let n = transport.exchange_async(begin_session, &out[..n], &mut reply).await.unwrap();
        let mut session = handshake.read(&reply[..n]).unwrap().finish();
        let mut slots = 0;
        call(&mut session, &search(None), &mut transport, &mut reply, |found| {
            slots = found.slots.iter().count();
        })
        .await;
        assert!(slots > 10);
        call(&mut session, &EndSession {}, &mut transport, &mut reply, |_| ()).await;
        assert_eq!(session.state(), SessionState::Ended);
    });
}

/// The first page's slots, read in pieces: how many octets the practice sent, and which slots.
fn walk(server: &Server, form: Form, room: usize, of: &Relationship, seed: u64) -> (usize, Vec<i64>) {
    let (ods_code, _) = practice(server);
    let version = server.world().practice(ods_code.as_str()).unwrap().version;
    let (mut buffer, mut request, mut reply) = ([0; 384], [0; 1536], vec![0; room]);
    let mut line = Practice::new(server, form, &unspoilt);
    line.step = 100;
    let count = line.count.clone();
    let transport = HttpTransport::new(line, endpoint(), &mut buffer);
    let mut client =
        Client::new(application(server), transport, Still, Seeded(seed), &mut request, &mut reply);
    let mut session = client.begin(Begin::at_highest(ods_code, version).for_patient(of)).unwrap();
    count.set((0, 0));
    let mut slots = vec![];
    let confirmed = client
        .stream(&mut session, &search(None), |part| {
            if let AvailableAppointmentsPart::Slot(slot) = part.unwrap().unconfirmed() {
                slots.push(slot.slot_id);
            }
        })
        .unwrap();
    assert!(confirmed.next.is_some());
    let octets = count.get().0;
    client.end(session);
    (octets, slots)
}

#[test]
fn a_list_longer_than_the_reply_buffer_is_walked() {
    let server = builder().server().unwrap();
    let (ods_code, pins) = practice(&server);
    let version = server.world().practice(ods_code.as_str()).unwrap().version;
    let relationship = {
        let (mut request, mut reply) = ([0; 1536], [0; 4096]);
        let line = FramedTransport::new(Practice::new(&server, Form::Framed, &unspoilt));
        let mut client = Client::new(application(&server), line, Still, Seeded(1), &mut request, &mut reply);
        let mut session = client.begin(Begin::at_highest(ods_code, version)).unwrap();
        let told = client.call(&mut session, &registration(ods_code, &pins[2])).unwrap();
        Relationship { id: told.patient_relationship_id, key: told.patient_relationship_key }
    };
    let (octets, whole) = walk(&server, Form::Length, 65_536, &relationship, 2);
    assert!(octets > 10_000 && whole.len() > 50, "{octets} octets, {} slots", whole.len());
    for (form, seed) in [(Form::Length, 3), (Form::Chunks(700), 4), (Form::Close, 5)] {
        assert_eq!(walk(&server, form, 2560, &relationship, seed).1, whole, "{form:?}");
    }
}
