//! What a board with room does beside booking: it looks at what the patient has, gives the slot back, and asks for a
//! repeat prescription.

use emis_core::messages::BoundedList;
use emis_core::messages::appointments::{CancelAppointment, GetPatientAppointments};
use emis_core::messages::prescribing::{GetMedicationCourses, RequestPrescription};
use emis_core::session::Session;

use crate::Trouble;
use crate::host::say;
use crate::journey::{Front, Way, call};

pub(crate) fn run(
    client: &mut Front<'_, impl Way>,
    session: &mut Session,
    slot_id: i64,
) -> Result<(), Trouble> {
    if !holds(client, session, slot_id)? {
        return Err(Trouble::at("the practice does not show the booking"));
    }
    call(client, session, &CancelAppointment { slot_id, reason: None }, "cancelling")?;
    if holds(client, session, slot_id)? {
        return Err(Trouble::at("the practice still shows the booking"));
    }
    say(&["cancelled it"]);
    prescription(client, session)
}

/// Whether the patient has that slot.
fn holds(client: &mut Front<'_, impl Way>, session: &mut Session, slot_id: i64) -> Result<bool, Trouble> {
    let mine =
        GetPatientAppointments { include_past: false, past_from: None, maximum_items: None, after: None };
    let found = call(client, session, &mine, "the patient's appointments")?;
    Ok(found.appointments.iter().flatten().any(|appointment| appointment.slot_id == slot_id))
}

fn prescription(client: &mut Front<'_, impl Way>, session: &mut Session) -> Result<(), Trouble> {
    let courses = GetMedicationCourses { maximum_items: None, after: None };
    let course = {
        let found = call(client, session, &courses, "courses")?;
        let mut courses = found.courses.iter().flatten();
        courses.find(|course| course.can_be_requested).map(|course| course.course_id)
    };
    let course_ids = [course.ok_or(Trouble::at("no course that may be asked for again"))?];
    let course_ids = BoundedList::new(&course_ids).map_err(|_| Trouble::at("course"))?;
    call(client, session, &RequestPrescription { course_ids, comment: None }, "repeat prescription")?;
    say(&["asked for a repeat prescription"]);
    Ok(())
}
