//! Appointments: what is free, what the patient has, booking and cancelling.

use emis_core::messages::List;
use emis_core::messages::appointments::{
    Appointment, AppointmentSession, BookAppointment, BookAppointmentResponse, CancelAppointment,
    CancelAppointmentResponse, Clinician, ContactType, GetAvailableAppointments,
    GetAvailableAppointmentsResponse, GetPatientAppointments, GetPatientAppointmentsResponse, Location,
    SessionType, Slot, SlotType, Telephone,
};

use super::convert::{civil_date, date_time, local, optional, optional_text, owned, page, sex, text};
use super::{Answer, Perform, Scene, Seat, Written};
use crate::world::{self, Refusal};

fn slot_type(of: world::SlotType) -> SlotType<'static> {
    match of {
        // A word of its own on the wire, which readers treat as unknown.
        world::SlotType::Unknown => SlotType::of("Unknown"),
        world::SlotType::Practice => SlotType::Practice,
        world::SlotType::Telephone => SlotType::Telephone,
        world::SlotType::Visit => SlotType::Visit,
        world::SlotType::Video => SlotType::Video,
    }
}

fn slot(of: &world::Slot) -> Result<Slot<'_>, Refusal> {
    Ok(Slot {
        slot_id: of.slot_id,
        session_id: of.session_id,
        start_time: date_time(of.start)?,
        end_time: date_time(of.end)?,
        slot_type_name: optional_text(of.type_name)?,
        slot_type: slot_type(of.slot_type),
    })
}

fn appointment(of: &world::Appointment) -> Result<Appointment<'_>, Refusal> {
    let Slot { slot_id, session_id, start_time, end_time, slot_type_name, slot_type } = slot(&of.slot)?;
    let telephone = of.telephone.as_ref().map(|telephone| {
        let contact_type = match telephone.contact_type {
            world::ContactType::Home => ContactType::Home,
            world::ContactType::Mobile => ContactType::Mobile,
            world::ContactType::Other => ContactType::Other,
        };
        Ok::<_, Refusal>(Telephone { number: text(&telephone.number)?, contact_type })
    });
    Ok(Appointment {
        slot_id,
        session_id,
        start_time,
        end_time,
        slot_type_name,
        slot_type,
        booking_reason: optional_text(of.reason.as_deref())?,
        booked_at: of.booked_at.map(date_time).transpose()?,
        telephone: telephone.transpose()?,
    })
}

/// The three tables that slots and appointments refer to.
struct Tables<'w> {
    sessions: Vec<AppointmentSession<'w>>,
    clinicians: Vec<Clinician<'w>>,
    locations: Vec<Location<'w>>,
}

fn tables(of: &world::SideTables) -> Result<Tables<'_>, Refusal> {
    let session = |session: &'_ world::Session| {
        session.session_type.map(|of| match of {
            world::SessionType::Timed => SessionType::Timed,
            world::SessionType::Untimed => SessionType::Untimed,
        })
    };
    Ok(Tables {
        sessions: of
            .sessions
            .iter()
            .map(|of| {
                Ok(AppointmentSession {
                    session_id: of.session_id,
                    session_name: optional_text(of.name.as_deref())?,
                    session_type: session(of),
                    location_id: of.location_id,
                    clinician_ids: List::new(&of.clinician_ids),
                })
            })
            .collect::<Result<_, Refusal>>()?,
        clinicians: of
            .clinicians
            .iter()
            .map(|of| {
                Ok(Clinician {
                    clinician_id: of.clinician_id,
                    display_name: text(&of.display_name)?,
                    job_role: optional_text(of.job_role.as_deref())?,
                    sex: of.sex.map(sex),
                })
            })
            .collect::<Result<_, Refusal>>()?,
        locations: of
            .locations
            .iter()
            .map(|of| {
                Ok(Location {
                    location_id: of.location_id,
                    location_name: text(&of.name)?,
                    postcode: optional_text(of.postcode.as_deref())?,
                })
            })
            .collect::<Result<_, Refusal>>()?,
    })
}

impl Perform for GetAvailableAppointments<'_> {
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        let seat = Seat::of(scene.facts()?);
        let (from, to) = (local(self.from, "From")?, local(self.to, "To")?);
        let after = optional(self.after.as_ref());
        let page = page(self.maximum_items, after.as_deref());
        let found = scene.world.available_appointments(seat.caller()?, from, to, page, scene.now)?;
        let slots = found.slots.iter().map(slot).collect::<Result<Vec<_>, _>>()?;
        let Tables { sessions, clinicians, locations } = &tables(&found.tables)?;
        Ok(answer.give::<Self>(&GetAvailableAppointmentsResponse {
            slots: List::new(&slots),
            sessions: List::new(sessions),
            clinicians: List::new(clinicians),
            locations: List::new(locations),
            next: optional_text(found.next.as_deref())?,
        }))
    }
}

impl Perform for GetPatientAppointments<'_> {
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        let seat = Seat::of(scene.facts()?);
        let past_from = self.past_from.map(civil_date).transpose()?;
        let after = optional(self.after.as_ref());
        let page = page(self.maximum_items, after.as_deref());
        let found = scene.world.patient_appointments(
            seat.caller()?,
            self.include_past,
            past_from,
            page,
            scene.now,
        )?;
        let appointments = found.appointments.iter().map(appointment).collect::<Result<Vec<_>, _>>()?;
        let Tables { sessions, clinicians, locations } = &tables(&found.tables)?;
        Ok(answer.give::<Self>(&GetPatientAppointmentsResponse {
            appointments: List::new(&appointments),
            sessions: List::new(sessions),
            clinicians: List::new(clinicians),
            locations: List::new(locations),
            next: optional_text(found.next.as_deref())?,
        }))
    }
}

impl Perform for BookAppointment<'_> {
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        let seat = Seat::of(scene.facts()?);
        let reason = optional(self.booking_reason.as_ref());
        let telephone = self.telephone.as_ref().map(|telephone| {
            let contact_type = match telephone.contact_type {
                ContactType::Home => world::ContactType::Home,
                ContactType::Mobile => world::ContactType::Mobile,
                ContactType::Other => world::ContactType::Other,
                ContactType::Unknown(_) => return Err(Refusal::invalid("ContactType")),
            };
            Ok(world::Telephone { number: owned(&telephone.number), contact_type })
        });
        let slot_id = scene.world.book_appointment(
            seat.caller()?,
            self.slot_id,
            reason.as_deref(),
            telephone.transpose()?,
            scene.now,
        )?;
        Ok(answer.give::<Self>(&BookAppointmentResponse { slot_id }))
    }
}

impl Perform for CancelAppointment<'_> {
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        let seat = Seat::of(scene.facts()?);
        let reason = optional(self.reason.as_ref());
        let slot_id =
            scene.world.cancel_appointment(seat.caller()?, self.slot_id, reason.as_deref(), scene.now)?;
        Ok(answer.give::<Self>(&CancelAppointmentResponse { slot_id }))
    }
}
