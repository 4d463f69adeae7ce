//! A call in progress: past step 4, and not yet answered.
//!
//! It does not keep its session alive. The session may be destroyed meanwhile by a message out of order; the call is
//! finished and answered all the same, and only then do the calls go on that waited for it.

use std::sync::Arc;

use emis_core::fault::FaultCode;
use emis_core::session::{Replied, ServerCall};
use emis_core::types::PatientRelationshipKey;

use super::{Facts, Sessions, Stage};

/// A call in progress. Dropped without [`Running::finish`], it ends its session.
#[derive(Debug)]
pub(crate) struct Running<'t> {
    sessions: &'t Sessions,
    facts: Arc<Facts>,
    call: ServerCall,
    next_key: Option<PatientRelationshipKey>,
    finished: bool,
}

impl<'t> Running<'t> {
    pub(super) fn new(
        sessions: &'t Sessions,
        facts: Arc<Facts>,
        call: ServerCall,
        next_key: Option<PatientRelationshipKey>,
    ) -> Self {
        Self { sessions, facts, call, next_key, finished: false }
    }

    pub(crate) fn facts(&self) -> &Facts {
        &self.facts
    }

    pub(crate) fn call(&self) -> &ServerCall {
        &self.call
    }

    /// What a reset makes the relationship's key; only a reset has it.
    pub(crate) fn next_key(&self) -> Option<&PatientRelationshipKey> {
        self.next_key.as_ref()
    }

    /// Whether its session was ended from outside meanwhile.
    pub(crate) fn was_cut(&self) -> bool {
        self.sessions.lock().entries.get(&self.facts.id).is_none_or(|entry| entry.cut)
    }

    /// Whether it is the session's first.
    pub(crate) fn is_first(&self) -> bool {
        self.call.sequence() == 1
    }

    // SH-20, SH-21
    /// At the first call, before it is carried out: ends the session that ReplacesSessionId names and the root, each if
    /// it fits, and waits for their calls in progress (section 4, In doubt). Two sessions never wait for each other,
    /// since each names one that began before it.
    ///
    /// # Errors
    /// SessionInvalidated, if the call that was waited for has ended this session: a reset.
    pub(crate) fn replace(&self) -> Result<(), FaultCode<'static>> {
        let Some(named) = self.facts.replaces.filter(|_| self.is_first()) else { return Ok(()) };
        let mut state = self.sessions.lock();
        let mut meant = vec![named];
        meant.extend(state.root_of(self.facts.id).filter(|root| *root != named));
        meant.retain(|id| state.entries.get(id).is_some_and(|entry| entry.facts.fits(&self.facts)));
        // The root first: then nothing is kept for it.
        meant.iter().rev().for_each(|id| state.end(*id));
        self.sessions.changed.notify_all();
        while meant.iter().any(|id| state.entries.get(id).is_some_and(|entry| entry.running)) {
            state = self.sessions.wait(state);
        }
        match state.entries.get_mut(&self.facts.id) {
            Some(own) if !own.cut => {
                own.root = None;
                Ok(())
            }
            _ => Err(FaultCode::SessionInvalidated),
        }
    }

    /// The reply has been written: the chain goes on from it, and idle time counts from now. `ends`: the operation
    /// ends the session.
    pub(crate) fn finish(mut self, replied: Replied, ends: bool, now_ms: u64) {
        self.finished = true;
        let mut state = self.sessions.lock();
        if let Some(entry) = state.entries.get_mut(&self.facts.id) {
            entry.running = false;
            match &mut entry.stage {
                Stage::Live(session) if !ends => {
                    session.complete(replied);
                    entry.replied_ms = now_ms;
                }
                _ => state.end(self.facts.id),
            }
        }
        self.sessions.changed.notify_all();
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if self.finished {
            return;
        }
        let mut state = self.sessions.lock();
        if let Some(entry) = state.entries.get_mut(&self.facts.id) {
            entry.running = false;
        }
        state.end(self.facts.id);
        self.sessions.changed.notify_all();
    }
}
