//! What a practice's staff does, and what a test needs beside that: verify a patient, decide a request, move the clock,
//! expire a session, reset, take a snapshot and restore it.
//!
//! Easy to get wrong: a reset and a restore end every session, because the client's knowledge of the world is no longer
//! valid. Moving the clock does not end sessions; those that have expired by it are found at their next call.
//!
//! [`http`] is the same over HTTP, with JSON.

mod http;
mod route;
mod snapshot;
mod view;

use core::fmt;
use core::time::Duration;

use emis_core::types::SessionId;
use jiff::civil::{DateTime, date};

use crate::clock::{Now, next_uk_instant, uk_instant};
use crate::server::{HeldWorld, Server, SessionInfo};
use crate::store::StoreError;
use crate::world::{Decision, FaultCode, PatientNumber, Refusal, World};
pub(crate) use http::router;

/// The clock is not moved to this or later, in UK local time.
pub const LATEST: DateTime = date(3000, 1, 1).at(0, 0, 0, 0);

/// The admin interface of a practice end. See the module; [`Simulator::admin`](crate::Simulator::admin) and
/// [`Server::admin`] give one.
///
/// Every change is in the store, if there is one, when its method returns.
#[derive(Clone, Copy, Debug)]
pub struct Admin<'s> {
    server: &'s Server,
}

impl Server {
    /// The admin interface.
    #[must_use]
    pub fn admin(&self) -> Admin<'_> {
        Admin { server: self }
    }
}

impl Admin<'_> {
    /// The practice has verified the person: a restricted account becomes full, with all its relationships.
    ///
    /// # Errors
    /// [`AdminError::PracticeUnknown`], [`AdminError::PatientUnknown`]; [`AdminError::NoAccount`], if the patient has
    /// none, as before the first call after a registration with details; [`AdminError::Store`].
    pub fn verify(&self, ods_code: &str, patient: PatientNumber) -> Result<(), AdminError> {
        let mut world = self.server.world();
        known(&world, ods_code, patient)?;
        if !world.verify(ods_code, patient) {
            return Err(AdminError::NoAccount);
        }
        Ok(world.keep()?)
    }

    /// Forwards, issues or rejects courses of a request for prescriptions: those named, or, if none is named, all that
    /// can still be decided so. All or none.
    ///
    /// # Errors
    /// [`AdminError::PracticeUnknown`], [`AdminError::RequestUnknown`], [`AdminError::CourseUnknown`];
    /// [`AdminError::AlreadyDecided`], if a named course can no longer be decided so, or none is left;
    /// [`AdminError::Store`].
    pub fn decide(
        &self,
        ods_code: &str,
        request_id: &str,
        course_ids: &[&str],
        decision: Decision,
    ) -> Result<(), AdminError> {
        let mut world = self.server.world();
        world.decide(ods_code, request_id, course_ids, decision, self.server.now())?;
        Ok(world.keep()?)
    }

    /// Moves the clock forward by `by`. Returns the new time.
    ///
    /// # Errors
    /// [`AdminError::TooLate`], [`AdminError::Store`].
    pub fn advance(&self, by: Duration) -> Result<Now, AdminError> {
        self.pass(&mut self.server.world(), by)
    }

    /// Moves the clock forward until UK clocks next show `local`. Returns the new time.
    ///
    /// # Errors
    /// [`AdminError::Past`], [`AdminError::TooLate`], [`AdminError::Store`].
    pub fn advance_to(&self, local: DateTime) -> Result<Now, AdminError> {
        let mut world = self.server.world();
        let now = self.server.now();
        let instant = next_uk_instant(local, now.instant).ok_or(AdminError::Past)?;
        let by = Duration::try_from(instant.duration_since(now.instant)).map_err(|_| AdminError::Past)?;
        self.pass(&mut world, by)
    }

    fn pass(&self, world: &mut HeldWorld<'_>, by: Duration) -> Result<Now, AdminError> {
        let room = uk_instant(LATEST).duration_since(self.server.now().instant);
        if !Duration::try_from(room).is_ok_and(|room| by < room) {
            return Err(AdminError::TooLate);
        }
        self.server.clock.advance(by);
        world.keep_time()?;
        Ok(self.server.now())
    }

    /// The sessions that live, the oldest first.
    #[must_use]
    pub fn sessions(&self) -> Vec<SessionInfo> {
        self.server.sessions.list(self.server.now().monotonic_ms)
    }

    /// Expires a session: its next call is answered SessionExpired. A call in progress is finished.
    ///
    /// # Errors
    /// [`AdminError::SessionUnknown`].
    pub fn expire(&self, session_id: SessionId) -> Result<(), AdminError> {
        let expired = self.server.sessions.expire(|facts| facts.id == session_id);
        if expired == 0 { Err(AdminError::SessionUnknown) } else { Ok(()) }
    }

    /// Expires all sessions of a patient. Returns how many there were.
    ///
    /// # Errors
    /// [`AdminError::PracticeUnknown`], [`AdminError::PatientUnknown`].
    pub fn expire_patient(&self, ods_code: &str, patient: PatientNumber) -> Result<usize, AdminError> {
        let world = self.server.world();
        known(&world, ods_code, patient)?;
        let own = world.relationships_of(ods_code, patient);
        Ok(self
            .server
            .sessions
            .expire(|facts| facts.relationship.is_some_and(|id| own.iter().any(|own| own == id.as_str()))))
    }

    /// Generates the world again from its seed and from today, and undoes every move of the clock. Ends every session.
    ///
    /// # Errors
    /// [`AdminError::Store`].
    pub fn reset(&self) -> Result<(), AdminError> {
        let mut world = self.server.world();
        self.server.clock.undo();
        Ok(world.replace(World::generate(self.server.seed, self.server.now()))?)
    }

    /// The whole world and its time, as a JSON document. It holds patients' keys. Sessions are not in it.
    ///
    /// # Errors
    /// [`AdminError::NotASnapshot`], which does not happen: a world can always be written down.
    pub fn snapshot(&self) -> Result<String, AdminError> {
        let world = self.server.world();
        snapshot::write(&world, self.server.seed, self.server.now())
    }

    /// Restores the world and its time from a snapshot. Ends every session.
    ///
    /// # Errors
    /// [`AdminError::NotASnapshot`], [`AdminError::SnapshotOfSeed`], [`AdminError::Store`].
    pub fn restore(&self, document: &str) -> Result<(), AdminError> {
        let (restored, instant) = snapshot::read(document, self.server.seed)?;
        let mut world = self.server.world();
        self.server.clock.set(instant);
        Ok(world.replace(restored)?)
    }
}

/// The patient is there.
fn known(world: &World, ods_code: &str, patient: PatientNumber) -> Result<(), AdminError> {
    let practice = world.practice(ods_code)?;
    practice.patients().get(patient).map(drop).ok_or(AdminError::PatientUnknown)
}

/// Why an admin call failed. Nothing has been changed, except after [`AdminError::Store`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AdminError {
    /// No practice has that ODS code.
    PracticeUnknown,
    /// The practice has no patient of that number.
    PatientUnknown,
    /// The patient has no account.
    NoAccount,
    /// The practice has no request of that guid.
    RequestUnknown,
    /// The request has no course of that guid.
    CourseUnknown,
    /// It has been decided already.
    AlreadyDecided,
    /// The time is past.
    Past,
    /// The time is [`LATEST`] or later.
    TooLate,
    /// There is no such live session.
    SessionUnknown,
    /// The document is not a snapshot of this version.
    NotASnapshot,
    /// The snapshot is of a world of another seed, whose applications have other keys.
    SnapshotOfSeed {
        /// The snapshot's.
        its: u64,
        /// This simulator's.
        own: u64,
    },
    /// The change was made, and could not be written. The practices answer Unavailable from now on.
    Store(StoreError),
}

impl fmt::Display for AdminError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PracticeUnknown => f.write_str("no practice has that ODS code: see the list of practices"),
            Self::PatientUnknown => {
                f.write_str("the practice has no patient of that number: see the list of its patients")
            }
            Self::NoAccount => f.write_str(
                "the patient has no account yet: let the patient register, and make a first call in a session",
            ),
            Self::RequestUnknown => {
                f.write_str("the practice has no request of that guid: see the list of its requests")
            }
            Self::CourseUnknown => f.write_str("the request has no course of that guid: see the request"),
            Self::AlreadyDecided => f.write_str(
                "it has been decided, or forwarded, already: see the status of the request's courses",
            ),
            Self::Past => f.write_str("the clock only moves forwards: name a later time, or reset or restore"),
            Self::TooLate => write!(f, "the clock is not moved beyond {LATEST}: name an earlier time"),
            Self::SessionUnknown => f.write_str("there is no such live session: see the list of sessions"),
            Self::NotASnapshot => {
                f.write_str("the document is not a snapshot of this version: send one as the simulator gave it")
            }
            Self::SnapshotOfSeed { its, own } => write!(
                f,
                "the snapshot is of seed {its}, and this simulator of seed {own}: start one with seed {its}"
            ),
            Self::Store(error) => write!(f, "{error}; restart the simulator"),
        }
    }
}

impl core::error::Error for AdminError {}

impl From<StoreError> for AdminError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Refusal> for AdminError {
    /// The world's own refusals of admin calls.
    fn from(refusal: Refusal) -> Self {
        match refusal.code {
            FaultCode::OrganisationUnknown => Self::PracticeUnknown,
            FaultCode::RequestNotFound => Self::RequestUnknown,
            FaultCode::CourseNotFound => Self::CourseUnknown,
            _ => Self::AlreadyDecided,
        }
    }
}
