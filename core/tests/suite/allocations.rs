//! The core allocates nothing: a whole conversation, on both sides, under a counting allocator.

use crate::common::{Quick, Seeded, TERMS, application, ods, patient, relationship, time};
use emis_core::client::{Client, Clock, Parts};
use emis_core::fault::{Fault, FaultCode};
use emis_core::handshake::{Handshake, RelationshipKey, ServerHandshake, SessionOptions};
use emis_core::messages::List;
use emis_core::messages::appointments::{
    BookAppointment, BookAppointmentResponse, GetAvailableAppointments, GetAvailableAppointmentsResponse,
    Slot, SlotType,
};
use emis_core::messages::practice::{GetClinicalVersionInformation, GetClinicalVersionInformationResponse};
use emis_core::messages::prescribing::{
    Course, GetMedicationCourses, GetMedicationCoursesResponse, PrescriptionType,
};
use emis_core::messages::record::Arm;
use emis_core::messages::record::{GetMedicalRecordData, ItemType, MedicalRecordDataPart};
use emis_core::messages::session::{EndSession, EndSessionResponse};
use emis_core::profile::{OpenProfile, Version};
use emis_core::session::{
    ServerSession, SessionState, receive, sessionless_call, sessionless_reply, sessionless_request,
    sessionless_response,
};
use emis_core::time::Time;
use emis_core::transport::{Action, DeliveryError, Reply, Transport};
use emis_core::types::{DateTime, Guid, Text};

#[test]
fn the_counter_counts() {
    let info = allocation_counter::measure(|| drop(core::hint::black_box(Vec::<u8>::with_capacity(10))));
    assert_eq!(info.count_total, 1);
}

#[test]
fn a_whole_conversation_allocates_nothing() {
    let mut went_through = false;
    let info = allocation_counter::measure(|| went_through = conversation());
    assert!(went_through);
    assert_eq!((info.count_total, info.bytes_total), (0, 0));
}

/// What stands around a Body of the null profile's first call.
fn null_reply(session: &str, body: &str) -> Vec<u8> {
    crate::common::in_session(session, 1, body).into_bytes()
}

#[test]
fn a_record_of_five_megabytes_is_read_without_allocation() {
    let item = "<Item><EventId>00000000-0000-4000-8000-000000000001</EventId><Term>Blood &amp; pressure</Term>\
                <EffectiveDate><Precision>YearMonthDay</Precision><Value>2020-03-04T00:00:00</Value></EffectiveDate>\
                <TestResult><Observation><Term>Systolic</Term><NumericValue>120.5</NumericValue><Units>mmHg</Units>\
                <AssociatedText><Text>said &lt;well&gt;</Text></AssociatedText></Observation><Children></Children>\
                </TestResult></Item>";
    let items = 5_000_000 / item.len() + 1;
    let body = format!(
        "<GetMedicalRecordDataResponse xmlns=\"urn:emis-ps:1\"><ItemType>TestResults</ItemType><Filter></Filter>\
         <Items>{}</Items><Users></Users></GetMedicalRecordDataResponse>",
        item.repeat(items)
    );
    let ask = GetMedicalRecordData {
        item_type: ItemType::TestResults,
        from: None,
        to: None,
        maximum_items: None,
        after: None,
    };
    let mut begun = crate::common::patient::<crate::common::Null>(Version::V2_1);
    let reply = null_reply(&crate::common::id_text(&begun.client), &body);
    assert!(reply.len() > 5_000_000);
    let mut read = 0;
    let info = allocation_counter::measure(|| {
        let mut out = [0; 2048];
        let response = begun.client.call(&ask, &mut out, time(0)).unwrap().read(&reply).unwrap();
        for item in response.items {
            let Arm::TestResult(result) = item.unwrap().arm else { panic!() };
            read += result.observation.associated_text.iter().flatten().count();
        }
    });
    assert_eq!((read, info.count_total, info.bytes_total), (items, 0, 0));

    // The same through 4 KiB: the window, and no more.
    let mut begun = crate::common::patient::<crate::common::Null>(Version::V2_1);
    let (mut read, mut size, mut window, mut rest) = (0, 0, [0; 4096], &reply[..]);
    let info = allocation_counter::measure(|| {
        let mut out = [0; 2048];
        let mut stream = begun.client.call(&ask, &mut out, time(0)).unwrap().stream(&mut window);
        size = size_of_val(&stream);
        loop {
            while let Some(part) = stream.next() {
                let MedicalRecordDataPart::Item(item) = part.unwrap().unconfirmed() else { panic!() };
                read += usize::from(matches!(item.arm, Arm::TestResult(_)));
            }
            let space = stream.space();
            let length = space.len().min(rest.len()).min(1460);
            if length == 0 {
                break;
            }
            space[..length].copy_from_slice(&rest[..length]);
            rest = &rest[length..];
            stream.filled(length);
        }
        assert!(stream.finish().unwrap().items.is_empty());
    });
    assert_eq!((read, info.count_total, info.bytes_max), (items, 0, 0));
    println!("peak memory of a streaming reply: {size} bytes beside its window");
    assert!(size <= 1536, "{size}");
}

#[test]
fn a_walk_through_pages_allocates_nothing() {
    let begun = patient::<Quick>(Version::V1_0);
    let mut session = begun.client;
    let (mut request, mut reply) = ([0; 4096], [0; 8192]);
    let wire = Wire { server: begun.server, pages: 0, reply: [0; 8192] };
    let mut client = Client::new(
        application::<Quick>(),
        wire,
        Parts::with_profile(Still, Seeded(1)),
        &mut request,
        &mut reply,
    );
    let mut courses = 0;
    let info = allocation_counter::measure(|| {
        let mut pages = client.pages(&mut session, GetMedicationCourses { maximum_items: None, after: None });
        while let Some(page) = pages.next() {
            courses += page.unwrap().courses.iter().flatten().count();
        }
    });
    assert_eq!(courses, 3000);
    assert_eq!((info.count_total, info.bytes_total), (0, 0));
}

/// A practice with a thousand pages, in this thread.
struct Wire {
    server: ServerSession<Quick>,
    pages: u64,
    reply: [u8; 8192],
}

struct Incoming<'t>(&'t [u8]);

impl Reply for Incoming<'_> {
    type Error = ();

    fn read(&mut self, into: &mut [u8]) -> Result<usize, ()> {
        Ok(std::io::Read::read(&mut self.0, into).unwrap())
    }
}

impl Transport for Wire {
    type Error = ();
    type Reply<'t> = Incoming<'t>;

    fn send(&mut self, _: Action, request: &[u8]) -> Result<Incoming<'_>, DeliveryError<()>> {
        let message = receive::<Quick>(request).unwrap();
        let call = self.server.accept(&message).unwrap();
        let asked = call.read::<GetMedicationCourses<'_>>(&message).unwrap();
        assert_eq!(asked.after.is_some(), self.pages > 0);
        self.pages += 1;
        let courses = [Course {
            course_id: Guid::from_bytes([7; 16]),
            name: Text::new("A & B").unwrap(),
            dosage: None,
            quantity: None,
            prescription_type: PrescriptionType::Repeat,
            can_be_requested: true,
            constituents: List::EMPTY,
            last_issued: None,
            next_issue: None,
            review_date: None,
        }; 3];
        // Sixteen digits of 64, and something to escape.
        let digits: [u8; 17] = core::array::from_fn(|n| match n {
            16 => b'&',
            n => b'a' + u8::try_from(self.pages >> (4 * n) & 15).unwrap(),
        });
        let next = Text::new(core::str::from_utf8(&digits).unwrap()).ok();
        let response = GetMedicationCoursesResponse {
            courses: List::new(&courses),
            next: next.filter(|_| self.pages < 1000),
        };
        let (n, replied) = call.respond::<GetMedicationCourses<'_>>(&response, &mut self.reply).unwrap();
        self.server.complete(replied);
        Ok(Incoming(&self.reply[..n]))
    }
}

struct Still;

impl Clock for Still {
    fn now(&self) -> Time {
        time(0)
    }
}

/// Everything from the version to the end of the session, with what goes wrong in between.
fn conversation() -> bool {
    let (mut out, mut reply) = ([0; 4096], [0; 8192]);
    let (application, relationship) = (application::<OpenProfile>(), relationship());

    // Outside a session.
    let ask = GetClinicalVersionInformation { ods_code: ods() };
    let n = sessionless_call::<_, OpenProfile>(&application.id, &ask, &mut out).unwrap();
    let request = receive::<OpenProfile>(&out[..n]).unwrap();
    let asked = sessionless_request::<GetClinicalVersionInformation>(&request).unwrap();
    let operations = [Text::new("BookAppointment").unwrap()];
    let information = GetClinicalVersionInformationResponse {
        ods_code: asked.ods_code,
        practice_name: Text::new("P & Q").unwrap(),
        schema_version: Version::V2_1,
        live: true,
        operations: List::new(&operations),
    };
    let n =
        sessionless_response::<GetClinicalVersionInformation, OpenProfile>(&information, &mut reply).unwrap();
    let told = sessionless_reply::<GetClinicalVersionInformation, OpenProfile>(&reply[..n]).unwrap();
    assert_eq!(told.operations.iter().count(), 1);

    // The handshake.
    let begin = SessionOptions::negotiated(ods(), told.schema_version).for_patient(&relationship);
    let handshake: Handshake<'_, _> = Handshake::start(&application, begin, &mut Seeded(1), time(0)).unwrap();
    let n = handshake.write(&mut out).unwrap();
    let request = receive::<OpenProfile>(&out[..n]).unwrap();
    let verified = ServerHandshake::<OpenProfile>::read(&request).unwrap().verify(&application.keys).unwrap();
    let (pending, n) = verified.accept(&TERMS, &application.keys, &mut Seeded(2), &mut reply).unwrap();
    let mut session = handshake.read(&reply[..n]).unwrap().finish();
    let mut server = pending.stretch(&RelationshipKey::Known(&relationship.key)).unwrap();

    // A list, read lazily, with a text that has to be unescaped.
    let from = DateTime::parse("2026-11-22T09:00:00").unwrap();
    let search = GetAvailableAppointments { from, to: from, maximum_items: None, after: None };
    let call = session.call(&search, &mut out, time(0)).unwrap();
    let request = receive::<OpenProfile>(call.bytes()).unwrap();
    let carried = server.accept(&request).unwrap();
    assert!(carried.read::<GetAvailableAppointments<'_>>(&request).unwrap().from == from);
    let slots = [Slot {
        slot_id: 7,
        session_id: 1,
        start_time: from,
        end_time: from,
        slot_type_name: Some(Text::new("A & B").unwrap()),
        slot_type: SlotType::Practice,
    }; 20];
    let response = GetAvailableAppointmentsResponse {
        slots: List::new(&slots),
        sessions: List::EMPTY,
        clinicians: List::EMPTY,
        locations: List::EMPTY,
        next: None,
    };
    let (n, replied) = carried.respond::<GetAvailableAppointments<'_>>(&response, &mut reply).unwrap();
    server.complete(replied);
    let response = call.read(&reply[..n]).unwrap();
    let mut buffer = [0; 64];
    for slot in response.slots {
        assert_eq!(slot.unwrap().slot_type_name.unwrap().unescape(&mut buffer).unwrap(), "A & B");
    }

    // A buffer too short, a call that is not sent, a refusal, a response with prefixes.
    let book =
        BookAppointment { slot_id: 7, booking_reason: Some(Text::new("<reason>").unwrap()), telephone: None };
    assert!(session.call(&book, &mut [0; 100], time(0)).map(emis_core::session::Call::not_sent).is_err());
    session.call(&book, &mut out, time(0)).unwrap().not_sent();
    for refuse in [true, false] {
        let call = session.call(&book, &mut out, time(0)).unwrap();
        let request = receive::<OpenProfile>(call.bytes()).unwrap();
        let carried = server.accept(&request).unwrap();
        assert!(carried.read::<BookAppointment<'_>>(&request).unwrap().booking_reason.unwrap() == "<reason>");
        let (n, replied) = if refuse {
            carried
                .refuse(&Fault::new(FaultCode::SlotUnavailable, Guid::from_bytes([1; 16])), &mut reply)
                .unwrap()
        } else {
            carried
                .respond::<BookAppointment<'_>>(&BookAppointmentResponse { slot_id: 7 }, &mut reply)
                .unwrap()
        };
        server.complete(replied);
        assert_eq!(call.read(&reply[..n]).is_err(), refuse);
    }

    let call = session.call(&EndSession {}, &mut out, time(0)).unwrap();
    let carried = server.accept(&receive::<OpenProfile>(call.bytes()).unwrap()).unwrap();
    let (n, _) = carried.respond::<EndSession>(&EndSessionResponse {}, &mut reply).unwrap();
    call.read(&reply[..n]).unwrap();

    // What is not ours, or nonsense.
    for message in [&b"nonsense"[..], b"<a/>", &reply[..n / 2]] {
        assert!(receive::<OpenProfile>(message).is_err());
    }
    session.state() == SessionState::Ended
}
