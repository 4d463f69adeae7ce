//! ResetAccountLinkageKey, which replaces the patient's key (protocol.md section 4.6).
//!
//! Both keys are stored before the reset is sent. If its reply is lost, or says InternalError, sessions are begun that
//! replace the doubtful one, with the old key and the new key in turn: the key with which a call is answered is the right
//! one. Only verified replies count (SH-28). A refusal of the wrong key is not authenticated, and comes also of a session
//! that the practice has dropped, so a key is removed only when the other has proved right.

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
    /// [`Patient::settle_reset`] tells later. If both keys have been refused, the pending key says that the patient may
    /// have to register again.
    pub effect: Option<Effect>,
    /// The new linkage key, for one further registration. It is only in the reply: a lost reply loses it. A patient who
    /// needs one can ask for another reset; it is not made by itself.
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
    /// [`Error`]: nothing was changed, and nothing is in doubt. [`Error::ResetUnsettled`] if the link has a pending key:
    /// it may be the right one, so [`Patient::settle_reset`] comes first.
    pub fn reset_linkage_key(
        &mut self,
        link: &Link,
        reason: Option<Text<255>>,
        store: &mut impl LinkStore,
    ) -> Result<Reset, Error> {
        if link.pending().is_some() {
            return Err(Error::ResetUnsettled);
        }
        let request = ResetAccountLinkageKey { reason };
        let step = self.line.engine.change(false);
        self.run_reset(step, Some(&request), link, store)
    }

    /// Settles a reset whose outcome was not known: the link has a pending key. If the practice refuses both keys, the
    /// answer is a [`Reset`] without an effect, whose link has both keys still.
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
            refused: Refused::default(),
        };
        let (end, error) = self.line.run(step, &mut task);
        let Resetting { with_new_key, link, linkage_key, settling, refused, .. } = task;
        let effect = match end {
            End::Answered if !settling => Effect::TookPlace,
            End::Unreadable if !settling => Effect::TookPlace,
            End::ReadBack | End::Answered if with_new_key => Effect::TookPlace,
            End::ReadBack => Effect::DidNotTakePlace,
            // The old key still works, and the reset may still come: its session is not known, so not replaced.
            End::Answered => Effect::CannotTell,
            _ if refused.old && refused.new => {
                observed.tell("in doubt", error.as_ref().map_or(0, |error| error.code().number()));
                let link = link.in_need_of_registration();
                let stored = save(store, &link);
                return Ok(Reset { effect: None, linkage_key: None, link, stored });
            }
            End::InDoubt { .. } if request.is_some() => {
                observed.tell("in doubt", error.as_ref().map_or(0, |error| error.code().number()));
                return Ok(Reset { effect: None, linkage_key: None, link, stored: Ok(()) });
            }
            end => {
                if request.is_some() {
                    // Nothing was sent, or the practice refused: the new key is of no use. If it cannot be removed now,
                    // it is settled as one that may be right.
                    let _ = save(store, &link.drop_pending());
                }
                return observed.end(Err(failure(end, error)));
            }
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
        let stored = save(store, &link);
        observed.tell(effect, 0);
        Ok(Reset { effect: Some(effect), linkage_key, link, stored })
    }
}

fn save<S: LinkStore>(store: &mut S, link: &Link) -> Result<(), Error> {
    store.save(link).map_err(|error| Error::Store(Arc::new(error)))
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
    refused: Refused,
}

/// Which keys the practice has refused a first call with.
#[derive(Default)]
struct Refused {
    old: bool,
    new: bool,
}

impl<T: Carrier, S: LinkStore> Task<T> for Resetting<'_, S> {
    fn call(&mut self, step: Step, wire: &mut Wire<T>, session: &mut Session) -> Result<bool, Error> {
        let (Step::Send, Some(request)) = (step, self.request) else {
            return match wire.call(session, &GetUserOptions {}, &mut |_| Ok(())) {
                // Every verified reply proves the key, also one that refuses or cannot be decoded.
                Ok(()) | Err(Error::Refused(_) | Error::Failed { .. } | Error::InvalidResponse { .. }) => {
                    Ok(false)
                }
                Err(error) => {
                    if matches!(error, Error::Unverified(_)) {
                        let refused = &mut self.refused;
                        *if self.with_new_key { &mut refused.new } else { &mut refused.old } = true;
                    }
                    Err(error)
                }
            };
        };
        self.with_new_key = false;
        let answer = wire.call(session, request, &mut |answer| Ok(answer.linkage_key));
        if let Err(error) = &answer {
            self.settling = error.outcome() == Outcome::Unknown;
            // The old key's turn comes first.
            self.with_new_key = self.settling;
        }
        self.linkage_key = Some(answer?);
        Ok(false)
    }

    // SH-28
    fn store(&mut self, session: &Session) -> Result<(), Error> {
        let key = session.next_relationship_key().ok_or(Error::Interrupted)?;
        let pending = PendingKey { key, session: Some(session.id()), needs_registration: false };
        self.new = Some(self.link.with_key(&pending));
        self.link = self.link.clone_secret().with_pending(pending);
        save(self.store, &self.link)
    }

    fn relationship<'r>(&'r mut self, own: Option<&'r Relationship>) -> Option<&'r Relationship> {
        self.with_new_key = self.settling && !self.with_new_key && self.new.is_some();
        if self.with_new_key { self.new.as_ref() } else { own }
    }
}
