//! ResetAccountLinkageKey, which replaces the patient's key (protocol.md section 4.6).
//!
//! Both keys are stored before the reset is sent. If its reply is lost, sessions are begun that replace the doubtful
//! one, with the old key and the new key in turn: the key with which a call is answered is the right one. Only verified
//! replies count, because a refusal of the wrong key is not authenticated.

use std::sync::Arc;

use emis_core::crypto::ValidationKeys;
use emis_core::messages::Operation as _;
use emis_core::messages::practice::GetUserOptions;
use emis_core::owned::record::ResetAccountLinkageKey;
use emis_core::owned::types::Text;
use emis_core::session::{Outcome, Session};
use emis_core::types::Relationship;

use crate::change::Effect;
use crate::decision::{End, Step};
use crate::drive::Task;
use crate::error::Error;
use crate::link::{Link, LinkStore, PendingKey};
use crate::observe::Observed;
use crate::patient::{Patient, failure};
use crate::wire::{Carrier, Wire};

/// What became of a reset.
#[derive(Debug)]
#[must_use = "a reset may be in doubt"]
pub struct Reset {
    /// Whether it took place; `None` if it is not known yet. The link then has a pending key, and
    /// [`Patient::settle_reset`] tells later.
    pub effect: Option<Effect>,
    /// The new linkage key, for one further registration. It is only in the reply: a lost reply loses it.
    pub linkage_key: Option<Text<64>>,
    /// The link as it is now.
    pub link: Link,
    /// Whether the link has been stored as it is now. If not, the stored one still has both keys.
    pub stored: Result<(), Error>,
}

impl<T: Carrier, K: ValidationKeys> Patient<'_, T, K> {
    /// Resets the account's linkage key, and with it the key of this patient's link. Both keys are stored first.
    ///
    /// # Errors
    /// [`Error`]: nothing was changed, and nothing is in doubt. The stored link may have a useless pending key; a later
    /// reset replaces it.
    pub fn reset_linkage_key(
        &mut self,
        link: &Link,
        reason: Option<Text<255>>,
        store: &mut impl LinkStore,
    ) -> Result<Reset, Error> {
        let request = ResetAccountLinkageKey { reason };
        let step = self.line.engine.change(false);
        self.run_reset(step, Some(&request), link, store)
    }

    /// Settles a reset whose outcome was not known: the link has a pending key.
    ///
    /// # Errors
    /// [`Error`]: it cannot be told yet, or there is nothing to settle ([`Error::Interrupted`]).
    pub fn settle_reset(&mut self, link: &Link, store: &mut impl LinkStore) -> Result<Reset, Error> {
        let Some(pending) = link.pending() else { return Err(Error::Interrupted) };
        let step = match pending.session {
            Some(session) => self.line.engine.settle(session),
            None => self.line.engine.ask(),
        };
        self.run_reset(step, None, link, store)
    }

    fn run_reset(
        &mut self,
        step: Step,
        request: Option<&ResetAccountLinkageKey>,
        link: &Link,
        store: &mut impl LinkStore,
    ) -> Result<Reset, Error> {
        let observed = Observed::new(ResetAccountLinkageKey::DESCRIPTOR.name, self.line.practice.ods_code);
        let new = link.pending().map(|pending| link.with_key(pending));
        let mut task = Resetting {
            request,
            settling: request.is_none(),
            with_new_key: true,
            link: link.clone_secret(),
            new,
            store: &mut *store,
            linkage_key: None,
        };
        let (end, error) = self.line.run(step, &mut task);
        let Resetting { with_new_key, link, linkage_key, settling, .. } = task;
        let effect = match end {
            End::Answered if !settling => Effect::TookPlace,
            End::Unreadable if !settling => Effect::TookPlace,
            End::ReadBack | End::Answered if with_new_key => Effect::TookPlace,
            End::ReadBack => Effect::DidNotTakePlace,
            // The old key still works, and the reset may still come: its session is not known, so not replaced.
            End::Answered => Effect::CannotTell,
            End::InDoubt { .. } if request.is_some() => {
                observed.tell("in doubt", error.as_ref().map_or(0, |error| error.code().number()));
                return Ok(Reset { effect: None, linkage_key: None, link, stored: Ok(()) });
            }
            end => return observed.end(Err(failure(end, error))),
        };
        let link = match effect {
            Effect::TookPlace => link.accept_pending(),
            Effect::DidNotTakePlace => link.drop_pending(),
            Effect::CannotTell => link,
        };
        if effect == Effect::TookPlace && !with_new_key {
            // The session was begun with the old key.
            self.line.session = None;
            self.line.engine.session_ended();
        }
        self.line.relationship = Some(crate::link::clone_relationship(link.relationship()));
        let stored = store.save(&link).map_err(|error| Error::Store(Arc::new(error)));
        observed.tell(effect, 0);
        Ok(Reset { effect: Some(effect), linkage_key, link, stored })
    }
}

/// A reset, or the settling of one.
struct Resetting<'a, S> {
    request: Option<&'a ResetAccountLinkageKey>,
    /// Whether the reset has been sent and its outcome is not known.
    settling: bool,
    /// Whether the present session was begun with the new key. Before the first one it stands so that the old key's turn
    /// comes first.
    with_new_key: bool,
    link: Link,
    new: Option<Relationship>,
    store: &'a mut S,
    linkage_key: Option<Text<64>>,
}

impl<T: Carrier, S: LinkStore> Task<T> for Resetting<'_, S> {
    fn call(&mut self, step: Step, wire: &mut Wire<T>, session: &mut Session) -> Result<bool, Error> {
        let (Step::Send, Some(request)) = (step, self.request) else {
            return match wire.call(session, &GetUserOptions {}, &mut |_| Ok(())) {
                // A verified refusal proves the key as well as an answer does.
                Ok(()) | Err(Error::Refused(_)) => Ok(false),
                Err(error) => Err(error),
            };
        };
        self.with_new_key = false;
        let answer = wire.call(session, request, &mut |answer| Ok(answer.linkage_key));
        if let Err(error) = &answer {
            self.settling = error.outcome() == Outcome::Unknown;
        }
        self.linkage_key = Some(answer?);
        Ok(false)
    }

    // SH-28
    fn store(&mut self, session: &Session) -> Result<(), Error> {
        let key = session.next_relationship_key().ok_or(Error::Interrupted)?;
        let pending = PendingKey { key, session: Some(session.id()) };
        self.new = Some(self.link.with_key(&pending));
        self.link = self.link.clone_secret().with_pending(pending);
        self.store.save(&self.link).map_err(|error| Error::Store(Arc::new(error)))
    }

    fn relationship<'r>(&'r mut self, own: Option<&'r Relationship>) -> Option<&'r Relationship> {
        self.with_new_key = self.settling && !self.with_new_key && self.new.is_some();
        if self.with_new_key { self.new.as_ref() } else { own }
    }
}
