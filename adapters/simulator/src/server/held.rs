//! The world under its lock: a change is stored before it becomes visible.
//!
//! The lock is held while the store writes. So nothing can be read that might still be lost, and the store gets the
//! changes in their order.

use core::fmt;
use core::ops::{Deref, DerefMut};
use std::sync::MutexGuard;

use emis_core::fault::FaultCode;

use super::{Server, Store};
use crate::store::{Moment, StoreError};
use crate::world::World;

/// The world, while no call is carried out. Changes are stored when it is dropped.
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

    /// Writes the changes to the disk.
    ///
    /// # Errors
    /// [`StoreError`]: it is then unknown what was written.
    pub(crate) fn keep(&mut self) -> Result<(), StoreError> {
        let Some(store) = &self.server.store else {
            self.world.forget_touched();
            return Ok(());
        };
        let rows = self.world.touched_rows();
        if rows.as_ref().is_ok_and(Vec::is_empty) { Ok(()) } else { store.write(rows, self.server.moment()) }
    }

    /// Writes the time and the changes to the disk.
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

    /// Replaces the world, and ends every session: what they knew is no longer valid.
    ///
    /// # Errors
    /// As [`HeldWorld::keep`].
    pub(crate) fn replace(&mut self, world: World) -> Result<(), StoreError> {
        *self.world = world;
        self.server.sessions.end_every();
        self.keep_all()
    }

    /// Writes the whole world to the disk.
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
        // A failure makes every later call fail.
        let _ = self.keep();
    }
}

impl fmt::Debug for HeldWorld<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HeldWorld(..)")
    }
}
