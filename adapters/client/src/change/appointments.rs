//! Booking and cancelling: the patient has the slot afterwards, or has not.
//!
//! Past appointments are read too. A doubt may be settled long after the change, when the appointment has begun: it
//! would then be missing from the appointments to come although it was booked, or was not cancelled.

use core::ops::ControlFlow;

use emis_core::owned::PageSize;
use emis_core::owned::appointments::{
    BookAppointment, CancelAppointment, GetPatientAppointments, GetPatientAppointmentsResponse,
};

use super::{Change, Effect};

fn all_appointments() -> GetPatientAppointments {
    GetPatientAppointments {
        include_past: true,
        past_from: None,
        maximum_items: PageSize::new(super::PAGE).ok(),
        after: None,
    }
}

fn look(slot_id: i64, page: &GetPatientAppointmentsResponse, found: &mut bool) -> ControlFlow<()> {
    *found |= page.appointments.iter().any(|appointment| appointment.slot_id == slot_id);
    if *found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

impl Change for BookAppointment {
    type ReadBack = GetPatientAppointments;
    /// Whether the patient has the slot.
    type Seen = bool;

    fn read_back(&self) -> GetPatientAppointments {
        all_appointments()
    }

    fn look(&self, page: &GetPatientAppointmentsResponse, seen: &mut bool) -> ControlFlow<()> {
        look(self.slot_id, page, seen)
    }

    fn settle(&self, _: Option<&bool>, after: &bool) -> Effect {
        if *after { Effect::TookPlace } else { Effect::DidNotTakePlace }
    }
}

impl Change for CancelAppointment {
    type ReadBack = GetPatientAppointments;
    /// Whether the patient has the slot.
    type Seen = bool;

    fn read_back(&self) -> GetPatientAppointments {
        all_appointments()
    }

    fn look(&self, page: &GetPatientAppointmentsResponse, seen: &mut bool) -> ControlFlow<()> {
        look(self.slot_id, page, seen)
    }

    fn settle(&self, _: Option<&bool>, after: &bool) -> Effect {
        if *after { Effect::DidNotTakePlace } else { Effect::TookPlace }
    }
}
