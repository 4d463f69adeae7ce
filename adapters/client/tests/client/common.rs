//! A practice in the same process, and a way to it that loses what a test wants to be lost.

use core::fmt;
use core::time::Duration;
use std::collections::VecDeque;
use std::io::{self, Read as _};
use std::sync::{Arc, Mutex};

use emis_client::decision::Limits;
use emis_client::{Link, Patient, Practice, Settings};
use emis_core::handshake::Application;
use emis_core::owned::registration::RegisterWithPinDocument;
use emis_core::profile::SoftwareKeys;
use emis_core::transport::{Action, DeliveryError, Reply, Transport};
use emis_core::types::{DateTime, OdsCode};
use emis_simulator::clock::ManualClock;
use emis_simulator::{Server, Simulator, Trouble};

/// What becomes of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It arrives, and so does its reply.
    Answered,
    /// No byte of it leaves.
    NotSent,
    /// It never arrives.
    LostThere,
    /// It arrives, and its reply is lost.
    LostBack,
    /// It arrives, and the practice's system fails after its work.
    Failing,
    /// All sessions expire before it arrives.
    Expired,
    /// It arrives late, just before the next message; its own reply is lost.
    Late,
}

/// What the network does to the next messages of an operation, and what was tried.
#[derive(Default)]
struct Network {
    fates: VecDeque<(&'static str, Fate)>,
    late: Vec<Vec<u8>>,
    tried: Vec<&'static str>,
}

/// A server, and the network before it.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) server: Arc<Server>,
    network: Arc<Mutex<Network>>,
    /// How many bookings there were at the beginning.
    before: usize,
}

pub(crate) struct Whole(io::Cursor<Vec<u8>>);

impl Reply for Whole {
    type Error = io::Error;

    fn read(&mut self, into: &mut [u8]) -> Result<usize, io::Error> {
        self.0.read(into)
    }
}

impl Transport for World {
    type Error = io::Error;
    type Reply<'t> = Whole;

    fn send(&mut self, action: Action, request: &[u8]) -> Result<Whole, DeliveryError<io::Error>> {
        let broken = || io::Error::from(io::ErrorKind::ConnectionReset);
        let (fate, late) = {
            let mut network = self.network.lock().unwrap();
            network.tried.push(action.operation);
            let next = network.fates.iter().position(|(operation, _)| *operation == action.operation);
            let fate = next.and_then(|at| network.fates.remove(at)).map_or(Fate::Answered, |(_, fate)| fate);
            (fate, core::mem::take(&mut network.late))
        };
        for message in late {
            let _ = self.server.handle(&message);
        }
        match fate {
            Fate::Answered => Ok(Whole(io::Cursor::new(self.server.handle(request).body))),
            Fate::Failing => {
                self.server.set_trouble(PRACTICE, Some(Trouble::Failing));
                let reply = self.server.handle(request).body;
                self.server.set_trouble(PRACTICE, None);
                Ok(Whole(io::Cursor::new(reply)))
            }
            Fate::Expired => {
                let admin = self.server.admin();
                admin.sessions().iter().for_each(|session| admin.expire(session.id).unwrap());
                Ok(Whole(io::Cursor::new(self.server.handle(request).body)))
            }
            Fate::NotSent => Err(DeliveryError::NotSent(broken())),
            Fate::LostThere => Err(DeliveryError::Unknown(broken())),
            Fate::LostBack => {
                let _ = self.server.handle(request);
                Err(DeliveryError::Unknown(broken()))
            }
            Fate::Late => {
                self.network.lock().unwrap().late.push(request.to_vec());
                Err(DeliveryError::Unknown(broken()))
            }
        }
    }
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("World")
    }
}

/// The newest practice.
pub(crate) const PRACTICE: &str = "D99004";

pub(crate) fn practice_code() -> OdsCode {
    OdsCode::parse(PRACTICE).unwrap()
}

pub(crate) fn settings() -> Settings {
    Settings { limits: Limits::default(), pause: Duration::ZERO, ..Settings::default() }
}

impl World {
    pub(crate) fn new() -> Self {
        let clock = ManualClock::new("2026-11-23T09:00:00".parse().unwrap());
        let server = Simulator::builder().iterations(1000).clock(clock).server().unwrap();
        let mut world = Self { server: Arc::new(server), network: Arc::default(), before: 0 };
        world.before = world.bookings();
        world
    }

    /// From now on, the next messages of these operations have these fates.
    pub(crate) fn fates(&self, fates: &[(&'static str, Fate)]) {
        let mut network = self.network.lock().unwrap();
        network.fates = fates.iter().copied().collect();
        network.tried.clear();
    }

    /// What was tried since then. Every fate was met.
    pub(crate) fn tried(&self) -> Vec<&'static str> {
        let network = self.network.lock().unwrap();
        assert_eq!(network.fates, []);
        network.tried.clone()
    }

    pub(crate) fn application(&self) -> Application<SoftwareKeys> {
        let known = &self.server.applications()[0];
        let keys =
            SoftwareKeys::derive(known.client_pre_shared_key(), known.server_pre_shared_key(), known.id());
        Application { id: *known.id(), keys: keys.unwrap() }
    }

    pub(crate) fn connect(&self) -> Practice<Self> {
        self.connect_with(settings())
    }

    pub(crate) fn connect_with(&self, settings: Settings) -> Practice<Self> {
        Practice::connect_with(self.clone(), self.application(), practice_code(), settings).unwrap()
    }

    /// The practice's letters.
    pub(crate) fn letters(&self) -> Vec<RegisterWithPinDocument> {
        let documents = self.server.world().pin_documents(PRACTICE);
        documents.iter().map(|letter| letter.to_request().unwrap().try_into().unwrap()).collect()
    }

    /// How many bookings have been made.
    pub(crate) fn bookings(&self) -> usize {
        let world = self.server.world();
        world.practices().find(|practice| practice.ods_code == PRACTICE).unwrap().bookings().len()
            - self.before
    }

    pub(crate) fn is_booked(&self, slot: i64) -> bool {
        let world = self.server.world();
        let practice = world.practices().find(|practice| practice.ods_code == PRACTICE).unwrap();
        practice.bookings().keys().any(|id| *id == slot)
    }
}

/// A registered patient's link.
pub(crate) fn register(practice: &Practice<World>, world: &World) -> Link {
    let mut store = Vec::new();
    let registered = practice.register(&world.letters()[0], "a-label", &mut store).unwrap();
    registered.proof.unwrap();
    registered.link
}

/// The free slots of the coming days.
pub(crate) fn free_slots(patient: &mut Patient<'_, World>) -> Vec<i64> {
    use emis_core::owned::appointments::{GetAvailableAppointments, SlotType};
    let request = GetAvailableAppointments {
        from: DateTime::parse("2026-11-23T00:00:00").unwrap(),
        to: DateTime::parse("2026-12-23T00:00:00").unwrap(),
        maximum_items: None,
        after: None,
    };
    let pages = patient.all_pages(&request).unwrap();
    let slots = pages.into_iter().flat_map(|page| page.slots);
    slots.filter(|slot| slot.slot_type == SlotType::Practice).map(|slot| slot.slot_id).collect()
}
