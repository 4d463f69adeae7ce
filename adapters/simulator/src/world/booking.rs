//! BookAppointment and CancelAppointment: the two that change the diary.
//!
//! A booking is an entry under its slot's number, so two patients cannot hold one slot. The order of the checks is that
//! of operations.md: the slot first, then the patient's limit, then what they wrote.

use emis_core::profile::Version;

use super::World;
use super::access::{Caller, Requirement, Seat};
use super::appointments::Window;
use super::practice::InputRequirement;
use super::refusal::{FaultCode, Refusal};
use super::slot::{Booking, Cancellation, Slot, SlotId, SlotType, Telephone};
use crate::clock::Now;

impl World {
    /// BookAppointment. An empty reason is none.
    ///
    /// # Errors
    /// ServiceNotEnabled, SlotNotFound, SlotInPast, SlotTooSoon, SlotTooLate, SlotUnavailable, BookingLimitReached,
    /// FieldMissing, FieldInvalid.
    pub fn book_appointment(
        &mut self,
        caller: Caller<'_>,
        slot_id: SlotId,
        reason: Option<&str>,
        telephone: Option<Telephone>,
        now: Now,
    ) -> Result<SlotId, Refusal> {
        let seat = self.seat(caller, Requirement::Appointments)?;
        let reason = reason.filter(|text| !text.is_empty());
        let window = Window::of(seat.practice, now);
        let (slot, _) = seat.practice.diary.slot(slot_id, window.horizon()).ok_or(FaultCode::SlotNotFound)?;
        bookable(&seat, &slot, caller.version, window, now)?;
        well_filled(&seat, &slot, reason, telephone.as_ref())?;
        let booking = Booking {
            patient: seat.number,
            reason: reason.map(str::to_owned),
            booked_at: Some(now.stamp()),
            telephone,
        };
        let ods_code = seat.practice.ods_code.clone();
        self.practice_mut(&ods_code)?.bookings.insert(slot_id, booking);
        Ok(slot_id)
    }

    /// CancelAppointment: the slot is free again at once.
    ///
    /// # Errors
    /// ServiceNotEnabled, AppointmentNotFound, AppointmentNotCancellable.
    pub fn cancel_appointment(
        &mut self,
        caller: Caller<'_>,
        slot_id: SlotId,
        reason: Option<&str>,
        now: Now,
    ) -> Result<SlotId, Refusal> {
        let seat = self.seat(caller, Requirement::Appointments)?;
        let patient = seat.number;
        let own = seat.practice.bookings.get(&slot_id).is_some_and(|booking| booking.patient == patient);
        let slot = seat.practice.slot(slot_id).filter(|_| own).ok_or(FaultCode::AppointmentNotFound)?;
        if slot.start <= now.local {
            return Err(FaultCode::AppointmentNotCancellable.into());
        }
        let ods_code = seat.practice.ods_code.clone();
        let practice = self.practice_mut(&ods_code)?;
        practice.bookings.remove(&slot_id);
        let reason = reason.map(str::to_owned);
        practice.cancellations.push(Cancellation { slot_id, patient, at: now.stamp(), reason });
        Ok(slot_id)
    }
}

/// The checks on the slot and the patient's limit.
fn bookable(
    seat: &Seat<'_>,
    slot: &Slot,
    version: Version,
    window: Window,
    now: Now,
) -> Result<(), FaultCode> {
    if slot.slot_type == SlotType::Telephone && version < Version::V1_1 {
        return Err(FaultCode::SlotNotFound);
    }
    if slot.start <= now.local {
        return Err(FaultCode::SlotInPast);
    }
    if slot.start < window.earliest {
        return Err(FaultCode::SlotTooSoon);
    }
    if slot.start > window.latest {
        return Err(FaultCode::SlotTooLate);
    }
    if !seat.practice.is_free(slot) {
        return Err(FaultCode::SlotUnavailable);
    }
    let practice = seat.practice;
    let own = practice.bookings.iter().filter(|(_, booking)| booking.patient == seat.number);
    let ahead = own.filter_map(|(id, _)| practice.slot(*id)).filter(|held| held.start > now.local).count();
    if ahead >= practice.settings.appointments.maximum_bookings {
        return Err(FaultCode::BookingLimitReached);
    }
    Ok(())
}

/// The checks on what the patient wrote: what is missing before what is wrong.
fn well_filled(
    seat: &Seat<'_>,
    slot: &Slot,
    reason: Option<&str>,
    telephone: Option<&Telephone>,
) -> Result<(), Refusal> {
    let settings = &seat.practice.settings;
    let wanted = settings.appointment_booking_reason;
    let by_telephone = slot.slot_type == SlotType::Telephone;
    if wanted == InputRequirement::RequestedMandatory && reason.is_none() {
        return Err(Refusal::missing("BookingReason"));
    }
    if by_telephone && telephone.is_none() {
        return Err(Refusal::missing("Telephone"));
    }
    let maximum = settings.appointments.booking_reason_maximum_length;
    let too_long = reason.is_some_and(|text| text.chars().count() > maximum);
    if too_long || wanted == InputRequirement::NotRequested && reason.is_some() {
        return Err(Refusal::invalid("BookingReason"));
    }
    if !by_telephone && telephone.is_some() {
        return Err(Refusal::invalid("Telephone"));
    }
    Ok(())
}
