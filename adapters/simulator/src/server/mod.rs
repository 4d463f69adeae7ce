//! The practice end without a transport: one message in, one reply out.
//!
//! Any number of threads may call [`Server::handle`] at once. There are two locks: the table of sessions ([`sessions`])
//! and the world. A thread that holds the world may lock the table, never the other way round.

mod begin;
mod bodies;
mod call;
mod held;
mod operations;
mod outside;
mod random;
mod refusal;
mod sessions;
mod trouble;

use std::io::{self, Write as _};
use std::sync::{Mutex, PoisonError};

use emis_core::envelope::Block;
use emis_core::error::BufferTooSmall;
use emis_core::fault::{Fault, FaultCode};
use emis_core::messages::OperationDescriptor;
use emis_core::profile::OpenProfile;
use emis_core::session;
use emis_core::types::{ApplicationId, PatientRelationshipId};

use crate::applications::Application;
use crate::clock::{Clock, MovableClock, Now};
use crate::store::Store;
use crate::world::World;
pub(crate) use bodies::Bodies;
pub use held::HeldWorld;
use refusal::Refused;
pub(crate) use sessions::Limits;
pub use sessions::SessionInfo;
use sessions::Sessions;
pub use trouble::Trouble;
use trouble::Troubles;

/// The longest request, in bytes (protocol.md section 5).
pub const REQUEST_LIMIT: usize = 65_536;

/// The answer to a request.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status of section 6: 200, 400 for the client's fault, 500 for the server's.
    pub status: u16,
    /// The message.
    pub body: Vec<u8>,
}

impl core::fmt::Debug for Reply {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        // The body may hold patient data, or a key.
        f.debug_struct("Reply").field("status", &self.status).finish_non_exhaustive()
    }
}

/// The practice end. See the module; [`Builder::server`](crate::Builder::server) makes one.
pub struct Server {
    applications: Vec<Application>,
    pub(crate) clock: MovableClock,
    iterations: u32,
    pub(crate) sessions: Sessions,
    pub(crate) seed: u64,
    world: Mutex<World>,
    store: Option<Store>,
    troubles: Troubles,
    bodies: Option<Bodies>,
    logs: bool,
}

/// The parts of a server.
pub(crate) struct Parts {
    pub(crate) applications: Vec<Application>,
    pub(crate) clock: MovableClock,
    pub(crate) iterations: u32,
    pub(crate) limits: Limits,
    pub(crate) seed: u64,
    pub(crate) world: World,
    pub(crate) store: Option<Store>,
    pub(crate) bodies: Option<Bodies>,
    pub(crate) logs: bool,
}

impl Server {
    pub(crate) fn new(parts: Parts) -> Self {
        let Parts { applications, clock, iterations, limits, seed, world, store, bodies, logs } = parts;
        let (sessions, world) = (Sessions::new(limits), Mutex::new(world));
        let troubles = Troubles::default();
        Self { applications, clock, iterations, sessions, seed, world, store, troubles, bodies, logs }
    }

    /// Answers one message.
    #[must_use]
    pub fn handle(&self, message: &[u8]) -> Reply {
        let reply = self.answer(message);
        if let Some(bodies) = &self.bodies {
            bodies.reply(&reply);
        }
        reply
    }

    fn answer(&self, message: &[u8]) -> Reply {
        if message.len() > REQUEST_LIMIT {
            return self.malformed();
        }
        let Ok(request) = session::receive::<OpenProfile>(message) else { return self.malformed() };
        match request.block() {
            Block::Session { session_id, .. } => self.call(&request, session_id),
            Block::None | Block::Application(_) => self.outside(&request),
        }
    }

    /// The answer to bytes that are not a message.
    pub(crate) fn malformed(&self) -> Reply {
        self.refuse(None, &FaultCode::MalformedRequest.into())
    }

    /// The world, under its lock: no call is carried out while it is held. Changes are stored, if there is a store,
    /// when it is dropped.
    pub fn world(&self) -> HeldWorld<'_> {
        // Every method of the world does all of its work or none, so a panic elsewhere has not damaged it.
        HeldWorld::new(self, self.world.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Its applications.
    #[must_use]
    pub fn applications(&self) -> &[Application] {
        &self.applications
    }

    /// The time at the practices.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        &self.clock
    }

    pub(crate) fn now(&self) -> Now {
        self.clock.now()
    }

    /// Removes a relationship, as a practice may, and ends its sessions.
    ///
    /// Returns whether there was one.
    pub fn remove_relationship(&self, id: &PatientRelationshipId) -> bool {
        let mut world = self.world();
        let removed = world.remove_relationship(id.as_str());
        self.sessions.end_relationships(&[*id], None);
        removed
    }

    fn application(&self, id: &ApplicationId) -> Option<&Application> {
        self.applications.iter().find(|application| application.id() == id)
    }

    /// Answers with a fault that is not authenticated.
    fn refuse(&self, operation: Option<&'static OperationDescriptor>, refused: &Refused<'_>) -> Reply {
        let fault = refused.fault();
        self.log(operation, &fault);
        let (body, ()) =
            written(|out| session::fault_reply::<OpenProfile>(&fault, out).map(|length| (length, ())));
        Reply { status: status(&fault), body }
    }

    /// One line per fault. Of the request it shows only the name of a known operation.
    fn log(&self, operation: Option<&'static OperationDescriptor>, fault: &Fault<'_>) {
        if self.logs {
            let operation = operation.map_or("-", |info| info.name);
            let now = self.now().stamp();
            // Standard error may be closed, which must not stop the server.
            let _ = writeln!(io::stderr(), "{now} {} {operation} {}", fault.correlation_id, fault.code);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.store.is_some() {
            // A clock that stands still or was started at a time goes on from here.
            let _ = self.world().keep_time();
        }
    }
}

impl core::fmt::Debug for Server {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Server").field("applications", &self.applications).finish_non_exhaustive()
    }
}

/// The HTTP status of a fault.
fn status(fault: &Fault<'_>) -> u16 {
    if fault.code.is_receiver() { 500 } else { 400 }
}

/// Room for most replies.
const REPLY_ROOM: usize = 8192;

/// Writes a message into a buffer that is long enough.
fn written<T>(mut write: impl FnMut(&mut [u8]) -> Result<(usize, T), BufferTooSmall>) -> (Vec<u8>, T) {
    let mut room = REPLY_ROOM;
    loop {
        let mut body = vec![0; room];
        match write(&mut body) {
            Ok((length, rest)) => {
                body.truncate(length);
                return (body, rest);
            }
            Err(BufferTooSmall { needed }) => room = needed,
        }
    }
}
