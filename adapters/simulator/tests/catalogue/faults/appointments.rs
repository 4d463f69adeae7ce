//! Faults of booking and cancelling.

use emis_core::messages::appointments::{BookAppointment, CancelAppointment};
use emis_core::types::Text;
use emis_simulator::clock::Clock as _;
use emis_simulator::world::{Practice, Slot, SlotType};
use jiff::ToSpan as _;
use jiff::civil::DateTime;

use super::stage;
use crate::common::kiosk::{Kiosk, Room};
use crate::common::{C, D, Stage};
use crate::told::Told;

fn book(slot_id: i64) -> BookAppointment<'static> {
    BookAppointment { slot_id, booking_reason: Text::new("cough").ok(), telephone: None }
}

fn cancel(slot_id: i64) -> CancelAppointment<'static> {
    CancelAppointment { slot_id, reason: None }
}

/// A free slot of the diary from a week back to twenty weeks ahead.
fn slot(stage: &Stage, ods: &str, wanted: impl Fn(&Slot, DateTime) -> bool) -> i64 {
    let now = stage.clock.now().local;
    let world = stage.server.world();
    let practice: &Practice = world.practice(ods).unwrap();
    let days = now.date().saturating_sub(7.days()).series(1.day()).take(150);
    let mut slots = days.flat_map(|day| practice.slots_on(day)).filter(|slot| practice.is_free(slot));
    slots.find(|slot| slot.slot_type != SlotType::Telephone && wanted(slot, now)).unwrap().slot_id
}

/// The fault of booking a slot of this kind.
fn booking(ods: &str, wanted: impl Fn(&Slot, DateTime) -> bool) -> Told {
    let (stage, mut room) = (stage(), Room::new());
    let slot_id = slot(&stage, ods, wanted);
    let rel = stage.relationship(ods, 0);
    Told::by(&mut Kiosk::patient(&stage, &mut room, &rel), &book(slot_id))
}

pub fn slot_not_found() -> Told {
    let (stage, mut room) = (stage(), Room::new());
    let rel = stage.relationship(D, 0);
    Told::by(&mut Kiosk::patient(&stage, &mut room, &rel), &book(i64::MAX))
}

pub fn slot_unavailable() -> Told {
    let (stage, mut room) = (stage(), Room::new());
    let slot_id = stage.slot(D, SlotType::Practice, 0);
    let (rel, other) = (stage.relationship(D, 0), stage.relationship(D, 1));
    Kiosk::patient(&stage, &mut room, &rel).call(&book(slot_id));
    let mut room = Room::new();
    Told::by(&mut Kiosk::patient(&stage, &mut room, &other), &book(slot_id))
}

pub fn slot_in_past() -> Told {
    booking(D, |slot, now| slot.start <= now)
}

pub fn slot_too_soon() -> Told {
    // C wants a day's notice.
    booking(C, |slot, now| slot.start > now && slot.start < now.saturating_add(24.hours()))
}

pub fn slot_too_late() -> Told {
    // C gives eight weeks.
    booking(C, |slot, now| slot.start > now.saturating_add((56 * 24).hours()))
}

pub fn booking_limit_reached() -> Told {
    let (stage, mut room) = (stage(), Room::new());
    // The first patient has an appointment to come already.
    let rel = stage.relationship(C, 1);
    let slots = [0, 1, 2].map(|n| stage.slot(C, SlotType::Practice, n));
    let mut kiosk = Kiosk::patient(&stage, &mut room, &rel);
    for slot_id in &slots[..2] {
        kiosk.call(&book(*slot_id));
    }
    Told::by(&mut kiosk, &book(slots[2]))
}

pub fn appointment_not_found() -> Told {
    let (stage, mut room) = (stage(), Room::new());
    let slot_id = stage.slot(D, SlotType::Practice, 0);
    let (rel, other) = (stage.relationship(D, 0), stage.relationship(D, 1));
    Kiosk::patient(&stage, &mut room, &rel).call(&book(slot_id));
    let mut room = Room::new();
    Told::by(&mut Kiosk::patient(&stage, &mut room, &other), &cancel(slot_id))
}

pub fn appointment_not_cancellable() -> Told {
    let (stage, mut room) = (Stage::listening(|builder| builder.idle_timeout_seconds(86_400)), Room::new());
    let rel = stage.relationship(D, 0);
    let today = |slot: &Slot, now: DateTime| {
        slot.start > now.saturating_add(1.hour()) && slot.start.date() == now.date()
    };
    let slot_id = slot(&stage, D, today);
    let mut kiosk = Kiosk::patient(&stage, &mut room, &rel);
    kiosk.call(&book(slot_id));
    stage.wait_ms(14 * 3_600_000);
    Told::by(&mut kiosk, &cancel(slot_id))
}
