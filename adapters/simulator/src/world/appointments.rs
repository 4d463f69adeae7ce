//! The two lists of appointments: what may be booked, and what the patient has.
//!
//! Both refer to sessions, clinicians and places by number; the side tables hold exactly those that the page names.

use emis_core::profile::Version;
use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, ToSpan as _};

use super::World;
use super::access::{Caller, Requirement};
use super::diary::Day;
use super::page::{PageRequest, Pager, Position};
use super::practice::Practice;
use super::refusal::Refusal;
use super::slot::{Booking, Clinician, Location, Session, Slot, SlotId, SlotType, Telephone};
use super::time::seconds;
use crate::clock::Now;

/// How long a span GetAvailableAppointments answers for.
pub const MAXIMUM_SPAN: SignedDuration = SignedDuration::from_hours(120 * 24);

/// What a page of slots or appointments refers to, each by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SideTables {
    /// Sessions.
    pub sessions: Vec<Session>,
    /// Clinicians.
    pub clinicians: Vec<Clinician>,
    /// Places.
    pub locations: Vec<Location>,
}

/// A page of GetAvailableAppointments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AvailableAppointments {
    /// Free slots.
    pub slots: Vec<Slot>,
    /// What they refer to.
    pub tables: SideTables,
    /// Present if there is another page.
    pub next: Option<String>,
}

/// A booking of the patient's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// The slot.
    pub slot: Slot,
    /// Why.
    pub reason: Option<String>,
    /// When it was made.
    pub booked_at: Option<DateTime>,
    /// Where to ring; never in a session of 1.0.
    pub telephone: Option<Telephone>,
}

/// A page of GetPatientAppointments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatientAppointments {
    /// Bookings.
    pub appointments: Vec<Appointment>,
    /// What they refer to.
    pub tables: SideTables,
    /// Present if there is another page.
    pub next: Option<String>,
}

/// The starts that a patient may book now, both ends included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    pub(super) earliest: DateTime,
    pub(super) latest: DateTime,
}

impl Window {
    pub(super) fn of(practice: &Practice, now: Now) -> Self {
        let rules = practice.settings.appointments;
        Self {
            earliest: now.local.saturating_add(i64::from(rules.earliest_booking_minutes).minutes()),
            latest: now.local.saturating_add((i64::from(rules.latest_booking_days) * 24).hours()),
        }
    }

    /// The last day that the practice has opened: a week after the last that may be booked.
    pub(super) fn horizon(self) -> Date {
        self.latest.date().saturating_add(7.days())
    }
}

fn position(slot: &Slot) -> Position {
    (seconds(slot.start), slot.slot_id)
}

impl World {
    /// GetAvailableAppointments: free slots with `from` ≤ start < `to` that this patient may book, by start, then
    /// number. Telephone slots are there only in sessions of 1.1 or later.
    ///
    /// # Errors
    /// ServiceNotEnabled; FieldInvalid naming From, To, MaximumItems or After.
    pub fn available_appointments(
        &self,
        caller: Caller<'_>,
        from: DateTime,
        to: DateTime,
        page: PageRequest<'_>,
        now: Now,
    ) -> Result<AvailableAppointments, Refusal> {
        let practice = self.seat(caller, Requirement::Appointments)?.practice;
        if from > to {
            return Err(Refusal::invalid("From"));
        }
        if to.duration_since(from) > MAXIMUM_SPAN {
            return Err(Refusal::invalid("To"));
        }
        let pager = Pager::new(caller.session, &format!("GetAvailableAppointments {from} {to}"), page)?;
        let window = Window::of(practice, now);
        let earliest = from.max(window.earliest);
        let first_day = pager.after.map_or(earliest, |(start, _)| {
            earliest.max(DateTime::ZERO.saturating_add(SignedDuration::from_secs(start)))
        });
        let last_day = window.latest.min(to).date();
        let free = first_day
            .date()
            .series(1.day())
            .take_while(|day| *day <= last_day)
            .flat_map(|day| practice.diary.day(day).slots)
            .filter(|slot| (earliest..to).contains(&slot.start) && slot.start <= window.latest)
            .filter(|slot| pager.after.is_none_or(|after| position(slot) > after))
            .filter(|slot| caller.version >= Version::V1_1 || slot.slot_type != SlotType::Telephone)
            .filter(|slot| practice.is_free(slot));
        let (slots, next) = pager.take(free, position);
        let tables = practice.side_tables(slots.iter());
        Ok(AvailableAppointments { slots, tables, next })
    }

    /// GetPatientAppointments: by start. Past bookings only with `include_past`, and then from `past_from` on.
    ///
    /// # Errors
    /// ServiceNotEnabled; FieldInvalid naming MaximumItems or After.
    pub fn patient_appointments(
        &self,
        caller: Caller<'_>,
        include_past: bool,
        past_from: Option<Date>,
        page: PageRequest<'_>,
        now: Now,
    ) -> Result<PatientAppointments, Refusal> {
        let seat = self.seat(caller, Requirement::Appointments)?;
        let query = format!("GetPatientAppointments {include_past} {past_from:?}");
        let pager = Pager::new(caller.session, &query, page)?;
        let shown = |slot: &Slot| {
            slot.start > now.local || include_past && past_from.is_none_or(|from| slot.start.date() >= from)
        };
        let mut own: Vec<(Slot, &Booking)> = seat
            .practice
            .bookings
            .iter()
            .filter(|(_, booking)| booking.patient == seat.number)
            .filter_map(|(slot_id, booking)| Some((seat.practice.slot(*slot_id)?, booking)))
            .filter(|(slot, _)| shown(slot))
            .filter(|(slot, _)| pager.after.is_none_or(|after| position(slot) > after))
            .collect();
        own.sort_by_key(|(slot, _)| position(slot));
        let (own, next) = pager.take(own.into_iter(), |(slot, _)| position(slot));
        let tables = seat.practice.side_tables(own.iter().map(|(slot, _)| slot));
        let tell = |(slot, booking): (Slot, &Booking)| Appointment {
            slot,
            reason: booking.reason.clone(),
            booked_at: booking.booked_at,
            telephone: booking.telephone.clone().filter(|_| caller.version >= Version::V1_1),
        };
        Ok(PatientAppointments { appointments: own.into_iter().map(tell).collect(), tables, next })
    }
}

impl Practice {
    /// Whether the slot is free.
    #[must_use]
    pub fn is_free(&self, slot: &Slot) -> bool {
        !slot.taken && !self.bookings.contains_key(&slot.slot_id)
    }

    /// All slots of a day, free or not, by start, then number.
    #[must_use]
    pub fn slots_on(&self, day: Date) -> Vec<Slot> {
        self.diary.day(day).slots
    }

    pub(super) fn slot(&self, slot_id: SlotId) -> Option<Slot> {
        self.diary.slot(slot_id, Date::MAX).map(|(slot, _)| slot)
    }

    /// What these slots refer to. They come in order of time, so the sessions of one day are looked up together.
    fn side_tables<'s>(&self, slots: impl Iterator<Item = &'s Slot>) -> SideTables {
        let mut tables = SideTables::default();
        let mut day = (Date::MIN, Day::default());
        for slot in slots {
            if day.0 != slot.start.date() {
                day = (slot.start.date(), self.diary.day(slot.start.date()));
            }
            let session = day.1.sessions.iter().find(|session| session.session_id == slot.session_id);
            if let Some(session) = session.filter(|s| !tables.sessions.contains(s)) {
                tables.sessions.push(session.clone());
            }
        }
        tables.sessions.sort_by_key(|session| session.session_id);
        let sessions = &tables.sessions;
        let seen = |id| sessions.iter().any(|session| session.clinician_ids.contains(&id));
        tables.clinicians = self.clinicians.iter().filter(|c| seen(c.clinician_id)).cloned().collect();
        let used = |id| sessions.iter().any(|session| session.location_id == Some(id));
        tables.locations = self.locations.iter().filter(|l| used(l.location_id)).cloned().collect();
        tables
    }
}
