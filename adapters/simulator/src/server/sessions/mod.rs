//! The table of sessions: which live, for how long, and which call of each is in progress (protocol.md, sections 3
//! and 4).
//!
//! Finding a session, comparing its SessionHash and advancing the chain are one step under the table's lock. Only the
//! stretching of a first call's keys is done without it. Other calls of that session wait, so that two racing first
//! calls are validated one after the other.

mod entry;
mod info;
mod kept;
mod running;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use emis_core::fault::FaultCode;
use emis_core::handshake::PendingSession;
use emis_core::messages::EndsSession;
use emis_core::session::{Request, ServerSession};
use emis_core::types::{ApplicationId, PatientRelationshipId, SessionId};

pub(crate) use entry::Facts;
use entry::{Entry, Stage};
pub use info::SessionInfo;
pub(crate) use running::Running;

/// How many sessions an application may have, and how long they live.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) unconfirmed: usize,
    pub(crate) confirmed: usize,
    pub(crate) idle_timeout_seconds: u32,
    pub(crate) first_call_seconds: u32,
}

/// The table. See the module.
#[derive(Debug)]
pub(crate) struct Sessions {
    state: Mutex<State>,
    /// Notified when a stretching, a call in progress or a session ends.
    changed: Condvar,
    limits: Limits,
}

#[derive(Debug)]
struct State {
    entries: HashMap<SessionId, Entry>,
    begun: u64,
    /// Removed sessions that are kept for their roots alone, the oldest first.
    kept: Vec<SessionId>,
    /// How many of them an application may have.
    kept_limit: usize,
}

impl State {
    fn of<'s>(&'s self, application: &'s ApplicationId) -> impl Iterator<Item = &'s Entry> {
        self.entries.values().filter(move |entry| entry.facts.application == *application)
    }

    // HS-10
    /// The sessions of the application that share a bound: those of patients, or those without one.
    fn sharing<'s>(
        &'s self,
        application: &'s ApplicationId,
        of_patient: bool,
    ) -> impl Iterator<Item = &'s Entry> {
        self.of(application).filter(move |entry| entry.facts.relationship.is_some() == of_patient)
    }

    fn has_nonce(&self, application: &ApplicationId, nonce: &[u8; 32]) -> bool {
        self.of(application).any(|entry| !matches!(entry.stage, Stage::Over) && entry.facts.nonce == *nonce)
    }

    fn end_all(&mut self, which: impl Fn(&Entry) -> bool) {
        let chosen: Vec<SessionId> =
            self.entries.values().filter(|e| which(e)).map(|entry| entry.facts.id).collect();
        for id in chosen {
            self.end(id);
        }
    }

    /// Step 2: the session is known and live.
    fn find(
        &mut self,
        id: SessionId,
        limits: &Limits,
        now_ms: u64,
    ) -> Result<&mut Entry, FaultCode<'static>> {
        if self.entries.get(&id).is_some_and(|entry| entry.is_expired(limits, now_ms)) {
            self.end(id);
            return Err(FaultCode::SessionExpired);
        }
        self.entries
            .get_mut(&id)
            .filter(|entry| !matches!(entry.stage, Stage::Over))
            .ok_or(FaultCode::SessionNotFound)
    }
}

impl Sessions {
    pub(crate) fn new(limits: Limits) -> Self {
        let state =
            State { entries: HashMap::new(), begun: 0, kept: Vec::new(), kept_limit: limits.unconfirmed };
        Self { state: Mutex::new(state), changed: Condvar::new(), limits }
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// A panic elsewhere has not damaged the table: each change is made in one step.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'s>(&self, state: MutexGuard<'s, State>) -> MutexGuard<'s, State> {
        self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a live session of the application was begun with that ClientNonce.
    pub(crate) fn nonce_in_use(&self, application: &ApplicationId, nonce: &[u8; 32], now_ms: u64) -> bool {
        let mut state = self.lock();
        state.end_all(|entry| entry.is_expired(&self.limits, now_ms));
        self.changed.notify_all();
        state.has_nonce(application, nonce)
    }

    /// Whether the application may have another confirmed session, of a patient or without one.
    pub(crate) fn has_room(&self, application: &ApplicationId, of_patient: bool) -> bool {
        let state = self.lock();
        state.sharing(application, of_patient).filter(|entry| entry.is_confirmed()).count()
            < self.limits.confirmed
    }

    /// Keeps a session that waits for its first call. At the bound the application's oldest such session goes.
    ///
    /// # Errors
    /// ValidationFailed, if another session with its nonce was faster.
    pub(crate) fn insert(
        &self,
        facts: Facts,
        pending: PendingSession,
        now_ms: u64,
    ) -> Result<(), FaultCode<'static>> {
        let mut state = self.lock();
        if state.has_nonce(&facts.application, &facts.nonce) {
            return Err(FaultCode::ValidationFailed);
        }
        loop {
            let of_patient = facts.relationship.is_some();
            let sharing = || state.sharing(&facts.application, of_patient);
            let unconfirmed = || sharing().filter(|entry| entry.is_unconfirmed());
            if unconfirmed().count() < self.limits.unconfirmed {
                break;
            }
            let oldest = unconfirmed().min_by_key(|entry| entry.order).map(|entry| entry.facts.id);
            let Some(oldest) = oldest else { break };
            state.end(oldest);
        }
        state.begun += 1;
        // SH-35
        let root = facts.replaces.map(|named| state.root_of(named).unwrap_or(named));
        let entry = Entry {
            root,
            stage: Stage::Pending(Box::new(pending)),
            born_ms: now_ms,
            replied_ms: now_ms,
            order: state.begun,
            running: false,
            cut: false,
            spent: false,
            facts: Arc::new(facts),
        };
        state.entries.insert(entry.facts.id, entry);
        self.changed.notify_all();
        Ok(())
    }

    /// Steps 2 to 4: the session lives, the request is its next one, and the chain advances. `stretch` looks up the
    /// relationship's key and derives the keys, only at the first call and without the table's lock.
    ///
    /// # Errors
    /// The fault to answer without a Session header: SessionNotFound, SessionExpired, SessionInvalidated, or what
    /// `stretch` answers. After the last two the session is gone.
    pub(crate) fn accept(
        &self,
        request: &Request<'_>,
        id: SessionId,
        now_ms: u64,
        stretch: impl FnOnce(&Facts, &PendingSession) -> Result<ServerSession, FaultCode<'static>>,
    ) -> Result<Running<'_>, FaultCode<'static>> {
        let mut stretch = Some(stretch);
        let mut state = self.lock();
        loop {
            let entry = state.find(id, &self.limits, now_ms)?;
            match core::mem::replace(&mut entry.stage, Stage::Stretching) {
                Stage::Live(mut session) => {
                    let accepted = session.accept(request);
                    // The session may be destroyed while its call goes on, so a reset takes its key with it.
                    let resets = request.operation().is_some_and(|info| info.ends == EndsSession::WithReply);
                    let next_key = if resets { session.next_relationship_key() } else { None };
                    entry.stage = Stage::Live(session);
                    let Ok(call) = accepted else {
                        state.end(id);
                        self.changed.notify_all();
                        return Err(FaultCode::SessionInvalidated);
                    };
                    entry.running = true;
                    return Ok(Running::new(self, Arc::clone(&entry.facts), call, next_key));
                }
                Stage::Pending(pending) => {
                    let Some(stretch) = stretch.take() else { return Err(FaultCode::SessionNotFound) };
                    let facts = Arc::clone(&entry.facts);
                    drop(state);
                    let undone = Undone { sessions: self, id };
                    let session = stretch(&facts, &pending)?;
                    core::mem::forget(undone);
                    state = self.lock();
                    self.changed.notify_all();
                    // Meanwhile it may have been ended, and then stays so.
                    let entry = state.entries.get_mut(&id).ok_or(FaultCode::SessionNotFound)?;
                    entry.stage = Stage::Live(Box::new(session));
                }
                Stage::Stretching => state = self.wait(state),
                Stage::Over => return Err(FaultCode::SessionNotFound),
            }
        }
    }

    /// Ends every session. A call that is past the table and has yet to be carried out is refused.
    pub(crate) fn end_every(&self) {
        let mut state = self.lock();
        state.entries.values_mut().for_each(|entry| entry.cut = true);
        state.end_all(|_| true);
        self.changed.notify_all();
    }

    /// Ends every session of these relationships, that of the call in progress excepted.
    pub(crate) fn end_relationships(
        &self,
        relationships: &[PatientRelationshipId],
        except: Option<SessionId>,
    ) {
        let mut state = self.lock();
        let meant = |facts: &Facts| {
            Some(facts.id) != except && facts.relationship.is_some_and(|id| relationships.contains(&id))
        };
        state.entries.values_mut().filter(|entry| meant(&entry.facts)).for_each(|entry| entry.cut = true);
        state.end_all(|entry| meant(&entry.facts));
        self.changed.notify_all();
    }
}

/// Takes a session out of the table if the stretching of its keys panics, so that no call waits for it.
struct Undone<'t> {
    sessions: &'t Sessions,
    id: SessionId,
}

impl Drop for Undone<'_> {
    fn drop(&mut self) {
        self.sessions.lock().end(self.id);
        self.sessions.changed.notify_all();
    }
}
