//! The job: book the first free slot, and tell the patient what is true.
//!
//! The one thing that a reader would get wrong: a call that took too long is not a call that did not happen. Its future is
//! dropped, which leaves the session in doubt, and the booking is read back in a session that replaces it; it is never
//! sent a second time.

use embassy_futures::yield_now;
use embassy_net::{IpEndpoint, Stack};
use embassy_time::{Duration, with_timeout};
use emis_core::client::{AsyncClient, BeginError, ClientError};
use emis_core::handshake::{Application, SessionOptions};
use emis_core::messages::Operation;
use emis_core::messages::appointments::{
    AvailableAppointmentsPart, BookAppointment, GetAvailableAppointments, GetPatientAppointments, SlotType,
};
use emis_core::profile::SoftwareKeys;
use emis_core::profile::Version;
use emis_core::random::Random;
use emis_core::session::{Outcome, Provisional, Session};
use emis_core::types::{DateTime, OdsCode, Relationship};
use emis_embedded_io::http::{Endpoint, HttpTransport};

use crate::board::Board;
use crate::socket::Socket;

/// How long a call may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How many iterations of the key stretching are done before other tasks have their turn.
const BUDGET: u32 = 100;

/// What messages and packets are in. The reply buffer is shorter than most lists, which are read as they come.
#[derive(Debug)]
pub struct Buffers {
    head: [u8; 1024],
    request: [u8; 2048],
    reply: [u8; 4096],
    rx: [u8; 2048],
    tx: [u8; 2048],
}

impl Buffers {
    /// Empty ones: a firmware has them in a `static`.
    pub const fn new() -> Self {
        Self { head: [0; 1024], request: [0; 2048], reply: [0; 4096], rx: [0; 2048], tx: [0; 2048] }
    }
}

impl Default for Buffers {
    fn default() -> Self {
        Self::new()
    }
}

/// Who books, and when.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'w> {
    pub ods_code: OdsCode,
    pub patient: &'w Relationship,
    pub from: DateTime,
    pub to: DateTime,
}

/// The answer to the patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// This slot is the patient's.
    Booked(i64),
    /// There is no free slot, or the one that was wanted is not the patient's.
    NotBooked,
    /// The practice cannot be reached any more: the patient asks it.
    CannotTell,
}

/// The step that did not work, and the number of its error, or zero if it took too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub step: &'static str,
    pub number: u16,
}

type Client<'b, R> = AsyncClient<'b, HttpTransport<'b, Socket<'b>>, Board<R>>;

/// Books the first free slot at the practice.
pub async fn book<R: Random>(
    stack: Stack<'_>,
    gateway: IpEndpoint,
    endpoint: Endpoint<'_>,
    application: Application<SoftwareKeys>,
    generator: R,
    wish: &Wish<'_>,
    buffers: &mut Buffers,
) -> Result<Told, Trouble> {
    let socket = Socket::new(stack, gateway, &mut buffers.rx, &mut buffers.tx);
    let transport = HttpTransport::new(socket, endpoint, &mut buffers.head);
    let board = Board::new(generator);
    let mut client =
        AsyncClient::new(application, transport, board, &mut buffers.request, &mut buffers.reply);
    let told = visit(&mut client, wish).await;
    client.wipe();
    told
}

async fn visit<R: Random>(client: &mut Client<'_, R>, wish: &Wish<'_>) -> Result<Told, Trouble> {
    let version = version(client, wish.ods_code).await?;
    let options = SessionOptions::negotiated(wish.ods_code, version).for_patient(wish.patient);
    let mut session = begin(client, options.clone()).await?;
    let Some(slot_id) = first_slot(client, &mut session, wish).await? else {
        client.end_session(session).await;
        return Ok(Told::NotBooked);
    };
    let booking = BookAppointment { slot_id, booking_reason: None, telephone: None };
    match outcome(client, &mut session, &booking).await {
        Outcome::CarriedOut => {
            client.end_session(session).await;
            Ok(Told::Booked(slot_id))
        }
        Outcome::NotCarriedOut | Outcome::NotSent => {
            client.end_session(session).await;
            Ok(Told::NotBooked)
        }
        _ => Ok(settle(client, options.replacing(session.id()), slot_id).await.unwrap_or(Told::CannotTell)),
    }
}

/// Finds out whether a booking took place whose reply was lost.
///
/// It is not sent again, and its effect is not guessed: from the first answer in a session that replaces the doubtful one
/// on, no call of that one takes effect any more, so what is read back then is final.
async fn settle<R: Random>(
    client: &mut Client<'_, R>,
    replacing: SessionOptions<'_>,
    slot_id: i64,
) -> Result<Told, Trouble> {
    let mut session = begin(client, replacing).await?;
    let mine = is_mine(client, &mut session, slot_id).await?;
    client.end_session(session).await;
    Ok(if mine { Told::Booked(slot_id) } else { Told::NotBooked })
}

async fn version<R: Random>(client: &mut Client<'_, R>, ods_code: OdsCode) -> Result<Version, Trouble> {
    let step = "version";
    let told = with_timeout(PATIENCE, client.clinical_version_information(ods_code)).await;
    let told = told.map_err(|_| Trouble { step, number: 0 })?.map_err(|error| failed(step, &error))?;
    Ok(told.schema_version)
}

/// Begins a session. Other tasks have their turn while its keys are stretched.
async fn begin<R: Random>(
    client: &mut Client<'_, R>,
    options: SessionOptions<'_>,
) -> Result<Session, Trouble> {
    let step = "session";
    let begun = with_timeout(PATIENCE, client.begin_session_stepwise(options)).await;
    let begun = begun.map_err(|_| Trouble { step, number: 0 })?;
    let mut stretching =
        begun.map_err(|error: BeginError<_>| Trouble { step, number: error.code().number() })?;
    while stretching.step(BUDGET) > 0 {
        yield_now().await;
    }
    Ok(stretching.finish())
}

/// The first free slot at the practice, out of a list that is read while it comes in.
async fn first_slot<R: Random>(
    client: &mut Client<'_, R>,
    session: &mut Session,
    wish: &Wish<'_>,
) -> Result<Option<i64>, Trouble> {
    let step = "free slots";
    let search = GetAvailableAppointments { from: wish.from, to: wish.to, maximum_items: None, after: None };
    let mut first = None;
    let walk = client.stream(session, &search, |part| {
        let Ok(AvailableAppointmentsPart::Slot(slot)) = part.map(Provisional::unconfirmed) else { return };
        if slot.slot_type == SlotType::Practice {
            first = first.or(Some(slot.slot_id));
        }
    });
    let walked = with_timeout(PATIENCE, walk).await.map_err(|_| Trouble { step, number: 0 })?;
    // Only now what was seen counts.
    walked.map_err(|error| failed(step, &error))?;
    Ok(first)
}

/// What is known of a call's effect.
async fn outcome<R: Random>(
    client: &mut Client<'_, R>,
    session: &mut Session,
    request: &impl Operation,
) -> Outcome {
    match with_timeout(PATIENCE, client.call(session, request)).await {
        Ok(Ok(_)) => Outcome::CarriedOut,
        Ok(Err(error)) => error.outcome(),
        Err(_) => Outcome::Unknown,
    }
}

/// Whether the slot is among the patient's appointments.
async fn is_mine<R: Random>(
    client: &mut Client<'_, R>,
    session: &mut Session,
    slot_id: i64,
) -> Result<bool, Trouble> {
    let step = "appointments";
    let mine =
        GetPatientAppointments { include_past: false, past_from: None, maximum_items: None, after: None };
    let mut pages = client.pages(session, mine);
    while let Some(page) =
        with_timeout(PATIENCE, pages.next()).await.map_err(|_| Trouble { step, number: 0 })?
    {
        for appointment in page.map_err(|error| failed(step, &error))?.appointments {
            // An item that cannot be read might be the one.
            let appointment = appointment.map_err(|error| Trouble { step, number: error.code().number() })?;
            if appointment.slot_id == slot_id {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn failed<E>(step: &'static str, error: &ClientError<E>) -> Trouble {
    Trouble { step, number: error.code().number() }
}
