//! The end of a session, and what is kept of one that has ended (SH-36): its entry while a call of it is in progress, and
//! its root's name while the root is there.

use emis_core::types::SessionId;

use super::{Stage, State};

impl State {
    /// The session at the beginning of the row of replaced sessions that this one belongs to.
    pub(super) fn root_of(&self, id: SessionId) -> Option<SessionId> {
        self.entries.get(&id).and_then(|entry| entry.root)
    }

    /// Ends a session: its keys are wiped, and no further call of it is valid. A call in progress is still finished.
    pub(super) fn end(&mut self, id: SessionId) {
        let Some(entry) = self.entries.get_mut(&id) else { return };
        entry.stage = Stage::Over;
        if entry.running {
            return;
        }
        if entry.root.is_some_and(|root| self.entries.contains_key(&root)) {
            self.keep(id);
        } else {
            self.remove(id);
        }
    }

    /// Keeps a session that is over for the sake of its root.
    fn keep(&mut self, id: SessionId) {
        if self.kept.contains(&id) {
            return;
        }
        self.kept.push(id);
        let Some(facts) = self.entries.get(&id).map(|entry| entry.facts.clone()) else { return };
        let of_application = |id: &&SessionId| {
            self.entries.get(id).is_some_and(|entry| entry.facts.application == facts.application)
        };
        if self.kept.iter().filter(of_application).count() <= self.kept_limit {
            return;
        }
        // The oldest goes, and its root before it. A root whose call is in progress cannot go yet.
        let can_go = |id: &&SessionId| {
            let root = self.root_of(**id).and_then(|root| self.entries.get(&root));
            of_application(id) && root.is_none_or(|root| !root.running)
        };
        if let Some(oldest) = self.kept.iter().find(can_go).copied() {
            match self.root_of(oldest).filter(|root| self.entries.contains_key(root)) {
                Some(root) => self.end(root),
                None => self.remove(oldest),
            }
        }
    }

    /// Forgets a session, and those that were kept for its sake.
    fn remove(&mut self, id: SessionId) {
        self.entries.remove(&id);
        self.kept.retain(|kept| *kept != id);
        let freed: Vec<SessionId> =
            self.kept.iter().copied().filter(|kept| self.root_of(*kept) == Some(id)).collect();
        for kept in freed {
            self.remove(kept);
        }
    }
}
