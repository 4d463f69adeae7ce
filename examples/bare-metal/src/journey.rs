//! A patient's visit, from the letter to the end of the session. Read it from [`visit`] down.
//!
//! Easy to get wrong: the free slots are walked while they come in, since their list is longer than the reply buffer.
//! What was seen on the way counts only once the whole reply has been verified.

use emis_core::client::{BeginError, Client, ClientError, Platform};
use emis_core::handshake::SessionOptions;
use emis_core::messages::Operation;
use emis_core::messages::appointments::{
    AvailableAppointmentsPart, BookAppointment, GetAvailableAppointments, SlotType,
};
use emis_core::messages::practice::{GetPracticeSettings, InputRequirement};
use emis_core::profile::{OpenProfile, SoftwareKeys, Version};
use emis_core::session::{Provisional, Session};
use emis_core::types::{OdsCode, Relationship, Text};
use emis_embedded_io::http::{Endpoint, HttpTransport};
use emis_embedded_io::{Connection, Error, Line, TickClock};

use crate::board::{self, Uart};
use crate::host::{Digits, say, say_figure};
use crate::random::HostSeeded;
use crate::ticks;
use crate::visit::Visit;
use crate::{Messages, Trouble};

/// How many iterations the main loop gives the stretching of the keys before it looks after everything else.
const BUDGET: u32 = 100;
const VERSIONS: [(Version, &str); 4] =
    [(Version::V1_0, "1.0"), (Version::V1_1, "1.1"), (Version::V2_0, "2.0"), (Version::V2_1, "2.1")];

/// A way to the practice: the serial line as it is, or with TLS around it.
pub trait Way: Connection {
    /// How many nanoseconds were spent waiting for the line.
    fn waited(&mut self) -> u64;

    /// Says goodbye, after a visit that went well.
    fn end(&mut self) {}
}

impl Way for Line<Uart> {
    fn waited(&mut self) -> u64 {
        self.stream().waited()
    }
}

/// What this board brings to the client.
pub struct Board {
    clock: TickClock<fn() -> u32>,
    random: HostSeeded,
}

impl Platform for Board {
    type Clock = TickClock<fn() -> u32>;
    type Random = HostSeeded;
    type Keys = SoftwareKeys;
    type Profile = OpenProfile;

    fn clock(&self) -> &Self::Clock {
        &self.clock
    }

    fn random(&mut self) -> &mut HostSeeded {
        &mut self.random
    }
}

pub type Front<'b, W> = Client<'b, HttpTransport<'b, W>, Board>;

/// The visit, along a way on which nothing has been said yet.
pub fn visit(
    way: impl Way,
    visit: &Visit<'_>,
    random: HostSeeded,
    messages: &mut Messages,
) -> Result<(), Trouble> {
    let application = visit.application().map_err(Trouble::at)?;
    let endpoint = Endpoint::new(visit.host, visit.path).map_err(|_| Trouble::at("host or path"))?;
    let transport = HttpTransport::new(way, endpoint, &mut messages.head);
    let clock = TickClock::new(ticks::millis as fn() -> u32);
    let mut client = Client::new(
        application,
        transport,
        Board { clock, random },
        &mut messages.request,
        &mut messages.reply,
    );
    let done = run(&mut client, visit);
    client.wipe();
    if done.is_ok() {
        client.transport().connection().end();
    }
    done
}

/// Each step of it has a frame of its own on the stack, which is gone before the next.
fn run(client: &mut Front<'_, impl Way>, visit: &Visit<'_>) -> Result<(), Trouble> {
    let version = arrive(client, visit.letter.ods_code)?;
    let relationship = enrol(client, visit, version)?;
    // The registration's reply had the relationship's key in it.
    client.wipe();
    attend(client, visit, version, &relationship)
}

/// What a device does once.
#[inline(never)]
fn enrol(
    client: &mut Front<'_, impl Way>,
    visit: &Visit<'_>,
    version: Version,
) -> Result<Relationship, Trouble> {
    let mut session = begin(client, SessionOptions::negotiated(visit.letter.ods_code, version))?;
    let relationship = register(client, &mut session, visit)?;
    client.end_session(session);
    Ok(relationship)
}

/// What it does whenever the patient comes.
#[inline(never)]
fn attend(
    client: &mut Front<'_, impl Way>,
    visit: &Visit<'_>,
    version: Version,
    relationship: &Relationship,
) -> Result<(), Trouble> {
    let ods_code = visit.letter.ods_code;
    let begun = SessionOptions::negotiated(ods_code, version).for_patient(relationship);
    let mut session = timed(client, "handshake_instructions", |client| begin(client, begun))?;
    let reason = reason(client, &mut session, ods_code)?;
    let slot_id = timed(client, "list_instructions", |client| find(client, &mut session, visit))?;
    timed(client, "call_instructions", |client| book(client, &mut session, slot_id, reason))?;
    #[cfg(board = "mps2")]
    crate::more::run(client, &mut session, slot_id)?;
    client.end_session(session);
    say(&["the session has ended"]);
    Ok(())
}

/// Asks the practice what it is.
#[inline(never)]
fn arrive(client: &mut Front<'_, impl Way>, ods_code: OdsCode) -> Result<Version, Trouble> {
    let told = client.clinical_version_information(ods_code).map_err(|error| failed("version", &error))?;
    let spoken = VERSIONS.iter().find(|(version, _)| *version == told.schema_version);
    say(&["the practice runs version ", spoken.map_or("that is not known here", |(_, name)| name)]);
    if told.live { Ok(told.schema_version) } else { Err(Trouble::at("the practice is not live")) }
}

#[inline(never)]
fn register(
    client: &mut Front<'_, impl Way>,
    session: &mut Session,
    visit: &Visit<'_>,
) -> Result<Relationship, Trouble> {
    let told = call(client, session, &visit.letter, "registration")?;
    say(&["registered with the letter"]);
    Ok(Relationship { id: told.patient_relationship_id, key: told.patient_relationship_key })
}

/// Begins a session. While a patient's keys are stretched the main loop goes round and the lamp blinks.
#[inline(never)]
fn begin(client: &mut Front<'_, impl Way>, begin: SessionOptions<'_>) -> Result<Session, Trouble> {
    let mut stretching =
        client.begin_session_stepwise(begin).map_err(|error| not_begun("session", &error))?;
    let iterations = stretching.left() + 1;
    let mut rounds = 0;
    while stretching.step(BUDGET) > 0 {
        rounds += 1;
        board::show(rounds);
    }
    say(&[
        "a session, its keys stretched by ",
        Digits::of(iterations.into()).as_str(),
        " iterations while the lamp changed ",
        Digits::of(rounds.into()).as_str(),
        " times",
    ]);
    Ok(stretching.finish())
}

/// What to say at booking, if the practice asks for it.
#[inline(never)]
fn reason(
    client: &mut Front<'_, impl Way>,
    session: &mut Session,
    ods_code: OdsCode,
) -> Result<Option<Text<'static, 500>>, Trouble> {
    let settings = call(client, session, &GetPracticeSettings { ods_code }, "practice settings")?;
    match settings.input_requirements.appointment_booking_reason {
        InputRequirement::RequestedOptional | InputRequirement::RequestedMandatory => {
            Text::new("A sore throat").map(Some).map_err(|_| Trouble::at("reason"))
        }
        _ => Ok(None),
    }
}

/// The first free slot at the practice, out of a list that is longer than the reply buffer.
#[inline(never)]
fn find(client: &mut Front<'_, impl Way>, session: &mut Session, visit: &Visit<'_>) -> Result<i64, Trouble> {
    let search =
        GetAvailableAppointments { from: visit.from, to: visit.to, maximum_items: None, after: None };
    let (mut first, mut count) = (None, 0u32);
    let walked = client.stream(session, &search, |part| {
        let Ok(AvailableAppointmentsPart::Slot(slot)) = part.map(Provisional::unconfirmed) else { return };
        count += 1;
        if slot.slot_type == SlotType::Practice {
            first = first.or(Some(slot.slot_id));
        }
    });
    // Only now what was seen counts.
    walked.map_err(|error| failed("available appointments", &error))?;
    say(&["walked a list of ", Digits::of(count.into()).as_str(), " free slots"]);
    first.ok_or(Trouble::at("no free slot at the practice"))
}

#[inline(never)]
fn book(
    client: &mut Front<'_, impl Way>,
    session: &mut Session,
    slot_id: i64,
    booking_reason: Option<Text<'_, 500>>,
) -> Result<(), Trouble> {
    let booking = BookAppointment { slot_id, booking_reason, telephone: None };
    call(client, session, &booking, "booking")?;
    say(&["booked slot ", Digits::of(slot_id.unsigned_abs()).as_str()]);
    Ok(())
}

pub fn call<'c, O: Operation>(
    client: &'c mut Front<'_, impl Way>,
    session: &mut Session,
    request: &O,
    step: &'static str,
) -> Result<O::Response<'c>, Trouble> {
    client.call(session, request).map_err(|error| failed(step, &error))
}

/// Says how many instructions something took, those spent waiting for the line left out.
fn timed<'b, W: Way, T>(
    client: &mut Front<'b, W>,
    name: &'static str,
    what: impl FnOnce(&mut Front<'b, W>) -> Result<T, Trouble>,
) -> Result<T, Trouble> {
    let waited = |client: &mut Front<'b, W>| client.transport().connection().waited();
    let (before, begun) = (waited(client), ticks::nanos());
    let done = what(client)?;
    let took = ticks::nanos() - begun;
    let waiting = waited(client) - before;
    say_figure(name, took - waiting);
    Ok(done)
}

fn failed(step: &'static str, error: &ClientError<Error>) -> Trouble {
    Trouble { step, number: error.code().number() }
}

fn not_begun(step: &'static str, error: &BeginError<Error>) -> Trouble {
    // What the transport says is more than that nothing came.
    let code = match error {
        BeginError::NotSent(error) | BeginError::NoReply(error) => error.code(),
        error => error.code(),
    };
    Trouble { step, number: code.number() }
}
