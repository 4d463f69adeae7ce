//! The practice end of the visit, prepared: core's client makes the visit here, and its answers are stored for the
//! device, which sends the same bytes because its input is the same.
//!
//! Easy to get wrong: an answer's Body is text of the tables, but its SessionHash is the real one, so the device
//! verifies what it reads.

use core::cell::RefCell;

use emis_core::client::{Client, Parts};
use emis_core::crypto::{RustCrypto, Secret};
use emis_core::envelope::{self, Block};
use emis_core::handshake::{Application, RelationshipKey, ServerHandshake, Terms};
use emis_core::messages::OperationDescriptor;
use emis_core::profile::{Labels, OpenProfile, Profile, SessionKeys, SoftwareKeys, Version};
use emis_core::session::receive;
use emis_core::transport::{Action, DeliveryError, Reply, Transport};
use emis_core::types::{ApplicationId, PatientRelationshipKey};
use emis_visit::table::{self, PLAN};
use emis_visit::{
    APPLICATION, GIVEN, Given, Guessable, ITERATIONS, KEYS, NUMBER, OTHER_SEED, PAGES, RELATIONSHIP,
    Requests, Room, SEED, Stopped, Trouble, Witness, begin, decode, visit,
};

use crate::Done;
use crate::seeds::sample;

/// The answers to everything that the device asks, in order: of each its length in four bytes and a whole HTTP reply.
pub(super) fn answers() -> Done<Vec<u8>> {
    let by_types = answers_to(by_types)?;
    // Every answer's SessionHash depends on every byte of the requests before it.
    if answers_to(by_tables)? != by_types {
        return Err("the requests by the tables and by the types differ".into());
    }
    Ok(by_types)
}

fn answers_to(visit: fn(&mut Practice) -> Result<(), Trouble>) -> Done<Vec<u8>> {
    let mut practice = Practice::new()?;
    visit(&mut practice).map_err(|trouble| {
        let operation = &practice.last;
        format!("the visit ended at {operation} with {trouble:?}: {}", practice.why)
    })?;
    Ok(practice.answers)
}

fn by_tables(practice: &mut Practice) -> Result<(), Trouble> {
    let Room { request, reply, .. } = &mut Room::new();
    let mut client = client(practice, SEED, request, reply)?;
    table::visit(&mut client, &PLAN, &mut Nobody)?;
    client.transport().0.unusual = true;
    table::visit(&mut client, &PLAN, &mut Nobody)?;
    client.transport().0.unusual = false;
    drop(client);
    let mut session =
        table::begin(&mut self::client(practice, OTHER_SEED, request, reply)?, &PLAN, &mut Nobody)?;
    Ok(table::decode(&mut session, &mut Way(practice), &PLAN, (request, reply), &mut Nobody)?)
}

fn by_types(practice: &mut Practice) -> Result<(), Trouble> {
    let given = Given::new(GIVEN, NUMBER)?;
    let course_ids = given.course_ids();
    let requests = Requests::new(&given, &course_ids)?;
    let Room { request, reply, .. } = &mut Room::new();
    let mut client = client(practice, SEED, request, reply)?;
    visit(&mut client, &requests, &mut Nobody)?;
    client.transport().0.unusual = true;
    visit(&mut client, &requests, &mut Nobody)?;
    client.transport().0.unusual = false;
    drop(client);
    let mut session =
        begin(&mut self::client(practice, OTHER_SEED, request, reply)?, &requests, &mut Nobody)?;
    decode(&mut session, &mut Way(practice), &requests, (request, reply), &mut Nobody)
}

type Device<'b, 'p> = Client<'b, Way<'p>, Parts<Stopped, Guessable, SoftwareKeys>>;

fn client<'b, 'p>(
    practice: &'p mut Practice,
    seed: u64,
    request: &'b mut [u8],
    reply: &'b mut [u8],
) -> Result<Device<'b, 'p>, Trouble> {
    let keys = SoftwareKeys::from_validation_keys(Secret::new(KEYS[0]), Secret::new(KEYS[1]));
    let id = ApplicationId::parse(APPLICATION).map_err(|_| Trouble::Given)?;
    Ok(Client::new(
        Application { id, keys },
        Way(practice),
        Parts::new(Stopped, Guessable(seed)),
        request,
        reply,
    ))
}

struct Nobody;

impl Witness for Nobody {
    fn next(&mut self, _: &'static str) {}
}

/// The open profile with its session keys exposed, to hash the answers by hand.
#[derive(Debug)]
struct Open;

thread_local! {
    /// The keys that were derived last.
    static REQUEST_KEY_RESPONSE_KEY_HASH: RefCell<[[u8; 32]; 3]> = const { RefCell::new([[0; 32]; 3]) };
}

impl Profile for Open {
    type Crypto = RustCrypto;
    const LABELS: Labels = OpenProfile::LABELS;

    fn session_keys(stretched: &Secret<32>) -> SessionKeys {
        let keys = OpenProfile::session_keys(stretched);
        REQUEST_KEY_RESPONSE_KEY_HASH.set([
            *keys.request.expose(),
            *keys.response.expose(),
            *keys.hash.expose(),
        ]);
        keys
    }
}

struct Practice {
    application: Application<SoftwareKeys>,
    random: Guessable,
    answers: Vec<u8>,
    /// The session's keys, and where the chain stands.
    chain: Option<(Secret<32>, Secret<32>, [u8; 32])>,
    /// Whether tags are written in another way than ours.
    unusual: bool,
    /// How many pages of the record, or of free slots, have been asked for in this visit.
    pages: usize,
    last: String,
    why: String,
}

impl Practice {
    fn new() -> Done<Self> {
        let keys = SoftwareKeys::from_validation_keys(Secret::new(KEYS[0]), Secret::new(KEYS[1]));
        let id = ApplicationId::parse(APPLICATION).map_err(|error| error.to_string())?;
        Ok(Self {
            application: Application { id, keys },
            random: Guessable(SEED + 1),
            answers: Vec::new(),
            chain: None,
            unusual: false,
            pages: 0,
            last: String::new(),
            why: String::new(),
        })
    }

    fn answer(&mut self, operation: &str, message: &[u8]) -> Done<Vec<u8>> {
        if operation == "BeginSession" {
            return self.begin(message);
        }
        let body = self.body(operation)?;
        let request = envelope::read::<OpenProfile>(message)?;
        let Block::Session { session_id, sequence, session_hash } = request.block else {
            return Ok(wrap("", &body).into_bytes());
        };
        let (request_key, response_key, hash) = self.chain.as_mut().ok_or("no session")?;
        *hash = OpenProfile::link(hash, request_key, sequence, request.body.as_bytes());
        if *hash != session_hash {
            return Err("the request's SessionHash is not the next one".into());
        }
        *hash = OpenProfile::link(hash, response_key, sequence, body.as_bytes());
        let id = String::from_utf8(session_id.text().to_vec())?;
        let hash = crate::base64(hash);
        let header = format!(
            "<s:Header><Session xmlns=\"urn:emis-ps:1\"><SessionId>{id}</SessionId><Sequence>{sequence}</Sequence>\
             <SessionHash>{hash}</SessionHash></Session></s:Header>"
        );
        Ok(wrap(&header, &body).into_bytes())
    }

    fn begin(&mut self, message: &[u8]) -> Done<Vec<u8>> {
        let request = receive::<Open>(message)?;
        let refused = |code: emis_core::fault::FaultCode<'static>| code.reason();
        let handshake = ServerHandshake::<Open>::read(&request).map_err(refused)?;
        let verified = handshake.verify(&self.application.keys).map_err(refused)?;
        let terms = Terms {
            iterations: ITERATIONS,
            idle_timeout_seconds: 1200,
            first_call_seconds: 300,
            practice_version: Version::V2_1,
        };
        let mut out = vec![0; 2048];
        let (pending, length) = verified
            .accept(&terms, &self.application.keys, &mut self.random, &mut out)
            .map_err(|error| format!("{error:?}"))?;
        out.truncate(length);
        // The key of every relationship here is the one of the tables' samples, its reference resolved.
        let known = PatientRelationshipKey::parse(RELATIONSHIP.1).map_err(|error| error.to_string())?;
        let key = match pending.relationship() {
            Some(_) => RelationshipKey::Known(&known),
            None => RelationshipKey::Application,
        };
        let _ = pending.stretch(&key).map_err(|error| error.to_string())?;
        let [request, response, hash] = REQUEST_KEY_RESPONSE_KEY_HASH.take();
        self.chain = Some((Secret::new(request), Secret::new(response), hash));
        self.pages = 0;
        Ok(out)
    }

    /// The response of an operation.
    fn body(&mut self, operation: &str) -> Done<String> {
        let info = OperationDescriptor::find(operation).ok_or("no such operation")?;
        let body = match operation {
            "GetAvailableAppointments" => {
                self.pages += 1;
                // The first page is short; the second is longer than the device's buffer, and streamed.
                slots(if self.pages == 1 { 3 } else { 60 })
            }
            "GetPatientAppointments" => appointments(5),
            "GetMedicalRecordData" => {
                let page = self.pages;
                self.pages = (page + 1) % PAGES;
                sample::body_with_arm(info.response_name, info.response, page)
            }
            "GetMedicalRecordDocumentContent" => {
                let body = sample::body(info.response_name, info.response);
                let content = crate::base64(&[b'x'; 6000]);
                replace(&body, "<Content>", "</Content>", &content)?
            }
            "GetClinicalVersionInformation" => {
                let body = sample::body(info.response_name, info.response);
                replace(&body, "<SchemaVersion>", "</SchemaVersion>", "2.1")?
            }
            _ => sample::body(info.response_name, info.response),
        };
        Ok(if self.unusual { body.replace('>', " >") } else { body })
    }
}

/// Replaces the text between two others.
fn replace(text: &str, start: &str, end: &str, with: &str) -> Done<String> {
    let (before, rest) = text.split_once(start).ok_or("no such element")?;
    let (_, after) = rest.split_once(end).ok_or("no such element")?;
    Ok([before, start, with, end, after].concat())
}

fn wrap(header: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\">\
         {header}<s:Body>{body}</s:Body></s:Envelope>"
    )
}

fn tables() -> String {
    "<Sessions><Session><SessionId>20261123</SessionId><SessionName>Morning surgery</SessionName><SessionType>Timed\
     </SessionType><LocationId>1</LocationId><ClinicianIds><ClinicianId>7</ClinicianId></ClinicianIds></Session>\
     </Sessions><Clinicians><Clinician><ClinicianId>7</ClinicianId><DisplayName>Dr Joan Bell</DisplayName><JobRole>\
     General practitioner</JobRole><Sex>Female</Sex></Clinician></Clinicians><Locations><Location><LocationId>1\
     </LocationId><LocationName>Mill Lane Surgery</LocationName><Postcode>LS1 4AP</Postcode></Location></Locations>"
        .into()
}

fn slot(number: usize) -> String {
    let (hour, minute) = (8 + number / 6 % 10, number % 6 * 10);
    format!(
        "<SlotId>{}</SlotId><SessionId>20261123</SessionId><StartTime>2026-11-23T{hour:02}:{minute:02}:00</StartTime>\
         <EndTime>2026-11-23T{hour:02}:{minute:02}:59</EndTime><SlotTypeName>Routine</SlotTypeName>\
         <SlotType>Practice</SlotType>",
        4000 + number
    )
}

/// A page of free slots.
fn slots(count: usize) -> String {
    let slots: String = (0..count).map(|n| ["<Slot>", &slot(n), "</Slot>"].concat()).collect();
    response("GetAvailableAppointments", &format!("<Slots>{slots}</Slots>"))
}

/// The patient's appointments: five of them are a Body of 2 KB.
fn appointments(count: usize) -> String {
    let more =
        "<BookingReason>Follow-up of the last visit</BookingReason><BookedAt>2026-11-16T09:30:00</BookedAt>";
    let appointments: String =
        (0..count).map(|n| ["<Appointment>", &slot(n), more, "</Appointment>"].concat()).collect();
    response("GetPatientAppointments", &format!("<Appointments>{appointments}</Appointments>"))
}

fn response(operation: &str, list: &str) -> String {
    format!(
        "<{operation}Response xmlns=\"urn:emis-ps:1\">{list}{}<Next>page-2</Next></{operation}Response>",
        tables()
    )
}

/// A transport to the practice, which stores the replies.
struct Way<'p>(&'p mut Practice);

impl Transport for Way<'_> {
    type Error = ();
    type Reply<'t>
        = Answer
    where
        Self: 't;

    fn send(&mut self, action: Action, request: &[u8]) -> Result<Answer, DeliveryError<()>> {
        action.operation.clone_into(&mut self.0.last);
        let answer = self.0.answer(action.operation, request).map_err(|error| {
            self.0.why = error.to_string();
            DeliveryError::NotSent(())
        })?;
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/soap+xml; charset=utf-8\r\ncache-control: no-store\r\n\
             content-length: {}\r\ndate: Mon, 23 Nov 2026 08:00:00 GMT\r\n\r\n",
            answer.len()
        );
        let length = u32::try_from(head.len() + answer.len()).unwrap_or_default();
        self.0.answers.extend(length.to_be_bytes());
        self.0.answers.extend(head.into_bytes());
        self.0.answers.extend(&answer);
        Ok(Answer(answer))
    }
}

struct Answer(Vec<u8>);

impl Reply for Answer {
    type Error = ();

    fn read(&mut self, into: &mut [u8]) -> Result<usize, ()> {
        let length = into.len().min(self.0.len());
        for (place, byte) in into.iter_mut().zip(self.0.drain(..length)) {
            *place = byte;
        }
        Ok(length)
    }
}
