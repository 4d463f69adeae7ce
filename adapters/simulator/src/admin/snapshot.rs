//! A world and its time as one document.
//!
//! It is for a simulator of the same seed, because the applications' keys come from that, and of the same version,
//! because it does not contain what is generated from the seed on demand (diary, courses, record).

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::AdminError;
use crate::clock::Now;
use crate::world::World;

const FORMAT: &str = "emis-simulator snapshot 1";

#[derive(Serialize)]
struct Written<'w> {
    format: &'w str,
    #[serde(with = "crate::world::digits")]
    seed: u64,
    /// For people; the moment decides.
    now: DateTime,
    instant: Timestamp,
    world: &'w World,
}

/// What decides whether the rest can be read.
#[derive(Deserialize)]
struct Head {
    format: String,
    #[serde(with = "crate::world::digits")]
    seed: u64,
}

#[derive(Deserialize)]
struct Read {
    instant: Timestamp,
    world: World,
}

pub(super) fn write(world: &World, seed: u64, now: Now) -> Result<String, AdminError> {
    let document = Written { format: FORMAT, seed, now: now.stamp(), instant: now.instant, world };
    serde_json::to_string(&document).map_err(|_| AdminError::NotASnapshot)
}

/// The world, and the moment at which it was. The reason is not reported, because it may quote a key.
pub(super) fn read(document: &str, own: u64) -> Result<(World, Timestamp), AdminError> {
    let head: Head = serde_json::from_str(document).map_err(|_| AdminError::NotASnapshot)?;
    if head.format != FORMAT {
        return Err(AdminError::NotASnapshot);
    }
    if head.seed != own {
        return Err(AdminError::SnapshotOfSeed { its: head.seed, own });
    }
    let Read { instant, world } = serde_json::from_str(document).map_err(|_| AdminError::NotASnapshot)?;
    if world.is_consistent() { Ok((world, instant)) } else { Err(AdminError::NotASnapshot) }
}
