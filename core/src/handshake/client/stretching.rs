//! A client's handshake whose server has proved itself: the session's keys are being stretched.

use core::fmt;
use core::marker::PhantomData;

use crate::crypto::{Crypto, Pbkdf2};
use crate::messages::SessionKind;
use crate::profile::{OpenProfile, Profile, Version};
use crate::session::{Lifetime, Session};
use crate::types::SessionId;

/// The server has proved itself; the session's keys are being stretched.
///
/// [`Stretching::step`] does a part of the work at a time; [`Stretching::finish`] does what is left.
pub struct Stretching<P: Profile = OpenProfile> {
    pub(super) run: <P::Crypto as Crypto>::Pbkdf2,
    pub(super) session_id: SessionId,
    pub(super) kind: SessionKind,
    pub(super) version: Version,
    pub(super) practice_version: Version,
    pub(super) lifetime: Lifetime,
    pub(super) left: u32,
    pub(super) profile: PhantomData<fn() -> P>,
}

impl<P: Profile> Stretching<P> {
    /// Does at most `budget` iterations, at least one, and gives how many are left. On a small processor an iteration
    /// takes some 10,000 instructions.
    pub fn step(&mut self, budget: u32) -> u32 {
        self.left = self.run.step(budget);
        self.left
    }

    /// How many iterations are left.
    #[must_use]
    pub fn left(&self) -> u32 {
        self.left
    }

    /// Does what is left. The session is ready for its first call.
    #[must_use]
    pub fn finish(self) -> Session<P> {
        let keys = P::session_keys(&self.run.finish());
        Session::new(self.session_id, self.kind, self.version, self.practice_version, self.lifetime, keys)
    }
}

impl<P: Profile> fmt::Debug for Stretching<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stretching").field("left", &self.left).finish_non_exhaustive()
    }
}
