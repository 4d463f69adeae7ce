//! The world under its lock, and what becomes of a change: it is in the store before anybody hears of it.
//!
//! The lock is held while the store writes. So nobody reads what might still be lost, and the store has the changes in
//! the order in which they were made.

use core::fmt;
use core::ops::{Deref, DerefMut};
use std::sync::MutexGuard;

use emis_core::fault::FaultCode;

use super::{Server, Store};
use crate::store::{Moment, StoreError};
use crate::world::World;

/// The world, while no call is carried out. What was changed is in the store when it is dropped.
pub struct HeldWorld<'s> {
    server: &'s Server,
    world: MutexGuard<'s, World>,
}

impl<'s> HeldWorld<'s> {
    pub(super) fn new(server: &'s Server, world: MutexGuard<'s, World>) -> Self {
        Self { server, world }
    }

    /// Whether effects can be promised.
    ///
    /// # Errors
    /// Unavailable, after a write that failed.
    pub(super) fn ready(&self) -> Result<(), FaultCode<'static>> {
        let failed = self.server.store.as_ref().is_some_and(Store::has_failed);
        if failed { Err(FaultCode::Unavailable) } else { Ok(()) }
    }

    /// Brings what has been changed to the disk.
    ///
    /// # Errors
    /// [`StoreError`]: then nobody knows what of it is there.
    pub(crate) fn keep(&mut self) -> Result<(), StoreError> {
        let Some(store) = &self.server.store else {
            self.world.forget_touched();
            return Ok(());
        };
        let rows = self.world.touched_rows();
        if rows.as_ref().is_ok_and(Vec::is_empty) { Ok(()) } else { store.write(rows, self.server.moment()) }
    }

    /// Brings the time to the disk, with what has been changed.
    ///
    /// # Errors
    /// As [`HeldWorld::keep`].
    pub(crate) fn keep_time(&mut self) -> Result<(), StoreError> {
        let rows = self.world.touched_rows();
        match &self.server.store {
            Some(store) => store.write(rows, self.server.moment()),
            None => Ok(()),
        }
    }

    /// Puts another world in this one's place, and ends every session: what they knew is no longer so.
    ///
    /// # Errors
    /// As [`HeldWorld::keep`].
    pub(crate) fn replace(&mut self, world: World) -> Result<(), StoreError> {
        *self.world = world;
        self.server.sessions.end_every();
        self.keep_all()
    }

    /// Brings the whole of it to the disk.
    ///
    /// # Errors
    /// As [`HeldWorld::keep`].
    pub(crate) fn keep_all(&self) -> Result<(), StoreError> {
        match &self.server.store {
            Some(store) => store.replace(&self.world, self.server.seed, self.server.moment()),
            None => Ok(()),
        }
    }
}

impl Server {
    /// The practices' time, as a store keeps it.
    pub(super) fn moment(&self) -> Moment {
        Moment { ahead: self.clock.ahead(), latest: self.now().instant }
    }
}

impl Deref for HeldWorld<'_> {
    type Target = World;

    fn deref(&self) -> &World {
        &self.world
    }
}

impl DerefMut for HeldWorld<'_> {
    fn deref_mut(&mut self) -> &mut World {
        &mut self.world
    }
}

impl Drop for HeldWorld<'_> {
    fn drop(&mut self) {
        // A failure shows in every call from now on.
        let _ = self.keep();
    }
}

impl fmt::Debug for HeldWorld<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HeldWorld(..)")
    }
}
