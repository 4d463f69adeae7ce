//! The rules of operations.md, one file per chapter, tested through the public methods only.
//!
//! Every test starts from the same seed and day; the times are UK local.

mod available;
mod booking;
mod decisions;
mod details;
mod generated;
mod invariants;
mod linkage;
mod messaging;
mod mine;
mod prescribing;
mod record;
mod registration;

use core::time::Duration;

use jiff::ToSpan as _;
use jiff::civil::{DateTime, date};

use super::mix::Mix;
use super::*;
use crate::clock::{Clock as _, ManualClock, uk_instant};

pub(super) const SEED: u64 = 20_26;
pub(super) const APP: &str = "3f2b8c1e-0000-4000-8000-00000000000a";
pub(super) const OTHER_APP: &str = "3f2b8c1e-0000-4000-8000-00000000000b";
/// 1.0: no reason, no telephone, no prescribing, no notice needed.
pub(super) const A: &str = "A99001";
/// 1.1: optional reason, telephone.
pub(super) const B: &str = "B99002";
/// 2.0: mandatory reason and comment, a day's notice.
pub(super) const C: &str = "C99003";
/// 2.1: everything.
pub(super) const D: &str = "D99004";
/// Not live.
pub(super) const E: &str = "E99005";
pub(super) const LIVE: [&str; 4] = [A, B, C, D];

/// A world, its clock, and random bytes that repeat from run to run.
pub(super) struct Stage {
    pub(super) world: World,
    pub(super) clock: ManualClock,
    dice: Mix,
}

impl Stage {
    pub(super) fn new() -> Self {
        let clock = ManualClock::new(date(2026, 3, 2).at(9, 5, 0, 0));
        Self { world: World::generate(SEED, clock.now()), clock, dice: Mix::new(1, &[]) }
    }

    pub(super) fn now(&self) -> Now {
        self.clock.now()
    }

    pub(super) fn wait(&self, duration: Duration) {
        self.clock.advance(duration);
    }

    pub(super) fn pin(&mut self, app: &str, document: &PinDocument) -> Result<Registered, Refusal> {
        let request = PinRegistration {
            application_id: app,
            ods_code: &document.ods_code,
            account_id: &document.account_id,
            linkage_key: &document.linkage_key,
            surname: &document.surname,
            date_of_birth: document.date_of_birth,
        };
        let (now, dice) = (self.clock.now(), &mut self.dice);
        self.world.register_with_pin_document(&request, &mut |out| fill(dice, out), now)
    }

    pub(super) fn details(&mut self, request: &DetailsRegistration<'_>) -> Result<Registered, Refusal> {
        let (now, dice) = (self.clock.now(), &mut self.dice);
        self.world.register_with_patient_details(request, &mut |out| fill(dice, out), now)
    }

    pub(super) fn reset(&mut self, id: &str, new_key: &str) -> Result<LinkageReset, Refusal> {
        let dice = &mut self.dice;
        let who = caller(id, Version::V2_1);
        self.world.reset_account_linkage_key(who, new_key, &mut |out| fill(dice, out))
    }

    pub(super) fn request_prescription(
        &mut self,
        id: &str,
        courses: &[&str],
        comment: Option<&str>,
    ) -> Result<String, Refusal> {
        let (now, dice) = (self.clock.now(), &mut self.dice);
        let who = caller(id, Version::V1_0);
        self.world.request_prescription(who, courses, comment, &mut |out| fill(dice, out), now)
    }

    /// A confirmed relationship of the practice's `n`th good PIN document.
    pub(super) fn patient(&mut self, ods_code: &str, n: usize) -> String {
        let document = self.world.pin_documents(ods_code)[n].clone();
        self.confirmed(&document)
    }

    pub(super) fn special(&mut self, ods_code: &str, letter: Letter) -> String {
        let document = self.letter(ods_code, letter);
        self.confirmed(&document)
    }

    pub(super) fn letter(&self, ods_code: &str, letter: Letter) -> PinDocument {
        let mut special = self.world.special_pin_documents(ods_code).into_iter();
        special.find(|document| document.letter == letter).unwrap()
    }

    fn confirmed(&mut self, document: &PinDocument) -> String {
        let id = self.pin(APP, document).unwrap().relationship_id;
        self.world.confirm(&id).unwrap();
        id
    }

    /// The first slot of the practice after now that `wanted` accepts.
    pub(super) fn slot(&self, ods_code: &str, wanted: impl Fn(&Practice, &Slot) -> bool) -> Slot {
        let practice = self.world.practice(ods_code).unwrap();
        let days = self.now().local.date().series(1.day()).take(200);
        days.flat_map(|day| practice.slots_on(day)).find(|slot| wanted(practice, slot)).unwrap()
    }

    /// A free slot of that kind, some days ahead.
    pub(super) fn free(&self, ods_code: &str, slot_type: SlotType) -> Slot {
        let soon = self.now().local.saturating_add(3.days());
        self.slot(ods_code, |p, slot| p.is_free(slot) && slot.slot_type == slot_type && slot.start > soon)
    }

    /// The clock stands at `time`, a later one.
    pub(super) fn wait_until(&self, time: DateTime) {
        self.wait(uk_instant(time).duration_since(uk_instant(self.now().local)).try_into().unwrap());
    }
}

fn fill(dice: &mut Mix, out: &mut [u8]) {
    for byte in out {
        *byte = dice.number().to_be_bytes()[0];
    }
}

pub(super) fn caller(relationship_id: &str, version: Version) -> Caller<'_> {
    Caller { relationship_id, version, session: b"one session" }
}

pub(super) fn refused<T: core::fmt::Debug>(outcome: Result<T, Refusal>) -> FaultCode {
    outcome.unwrap_err().code
}

pub(super) const ALL: PageRequest<'_> = PageRequest { maximum_items: Some(1000), after: None };

pub(super) fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

pub(super) fn days(n: u64) -> Duration {
    Duration::from_secs(n * 86_400)
}
