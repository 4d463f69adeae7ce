//! A slot or an appointment, joined with what the side tables say of it.
//!
//! Nothing promises that a table has what a slot refers to, and much of it is optional. What is missing is replaced by
//! words of the kiosk's own; a row is never left out.

use std::collections::HashMap;

use emis_core::owned::appointments::{
    Appointment, AppointmentSession, Clinician, Location, SessionType, Slot, SlotType,
};
use jiff::civil::{Date, DateTime};

use super::dates::{day_in_full, day_in_short, time_of_day, uk_local};

/// What a page's slots refer to.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    sessions: HashMap<i64, ClinicianSession>,
    clinicians: HashMap<i64, String>,
    locations: HashMap<i64, String>,
}

#[derive(Debug)]
struct ClinicianSession {
    name: Option<String>,
    untimed: bool,
    location: Option<i64>,
    clinicians: Vec<i64>,
}

impl Tables {
    /// The three tables of a page.
    pub(crate) fn new(
        sessions: &[AppointmentSession],
        clinicians: &[Clinician],
        locations: &[Location],
    ) -> Self {
        let session = |session: &AppointmentSession| ClinicianSession {
            name: session.session_name.as_ref().map(ToString::to_string),
            untimed: session.session_type == Some(SessionType::Untimed),
            location: session.location_id,
            clinicians: session.clinician_ids.clone(),
        };
        let clinician = |of: &Clinician| (of.clinician_id, of.display_name.to_string());
        let location = |of: &Location| (of.location_id, of.location_name.to_string());
        Self {
            sessions: sessions.iter().map(|of| (of.session_id, session(of))).collect(),
            clinicians: clinicians.iter().map(clinician).collect(),
            locations: locations.iter().map(location).collect(),
        }
    }
}

/// A time at the practice, free or the patient's, in words.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) slot_id: i64,
    pub(crate) start: DateTime,
    /// It needs a telephone number to be booked.
    pub(crate) by_telephone: bool,
    /// Patients come and wait.
    untimed: bool,
    with: String,
    place: String,
    kind: String,
    pub(crate) reason: Option<String>,
}

impl Entry {
    /// A free slot.
    pub(crate) fn of_slot(slot: Slot, tables: &Tables) -> Self {
        let session = tables.sessions.get(&slot.session_id);
        Self {
            slot_id: slot.slot_id,
            start: uk_local(&slot.start_time),
            by_telephone: slot.slot_type == SlotType::Telephone,
            untimed: session.is_some_and(|session| session.untimed),
            with: with(session, tables),
            place: place(&slot.slot_type, session, tables),
            kind: slot.slot_type_name.map_or_else(|| kind(&slot.slot_type).to_owned(), String::from),
            reason: None,
        }
    }

    /// An appointment of the patient's.
    pub(crate) fn of_appointment(appointment: Appointment, tables: &Tables) -> Self {
        let slot = Slot {
            slot_id: appointment.slot_id,
            session_id: appointment.session_id,
            start_time: appointment.start_time,
            end_time: appointment.end_time,
            slot_type_name: appointment.slot_type_name,
            slot_type: appointment.slot_type,
        };
        let mut entry = Self::of_slot(slot, tables);
        if let Some(telephone) = appointment.telephone {
            entry.place = format!("We ring you on {}", telephone.number);
        }
        entry.reason = appointment.booking_reason.map(String::from);
        entry
    }

    /// `Wednesday 25 November at 9:20am with Dr Siân Evans`.
    pub(crate) fn sentence(&self, today: Date) -> String {
        let day = day_in_full(self.start.date(), today);
        format!("{day} at {} with {}", time_of_day(self.start), self.with)
    }

    /// The row of a table.
    pub(super) fn cells(&self, today: Date, reasons: bool) -> Vec<String> {
        let time = time_of_day(self.start);
        let time = if self.untimed { format!("from {time}") } else { time };
        let mut cells = vec![
            day_in_short(self.start.date(), today),
            time,
            self.with.clone(),
            self.place.clone(),
            self.kind.clone(),
        ];
        cells.extend(reasons.then(|| self.reason.clone().unwrap_or_default()));
        cells
    }
}

/// The clinicians; where none is named, the session's name; where it has none, the practice.
fn with(session: Option<&ClinicianSession>, tables: &Tables) -> String {
    let names: Vec<&str> = session
        .into_iter()
        .flat_map(|session| &session.clinicians)
        .filter_map(|id| tables.clinicians.get(id).map(String::as_str))
        .collect();
    if !names.is_empty() {
        return names.join(" and ");
    }
    let name = session.and_then(|session| session.name.as_deref()).filter(|name| !name.is_empty());
    name.unwrap_or("the practice's team").to_owned()
}

fn place(slot_type: &SlotType, session: Option<&ClinicianSession>, tables: &Tables) -> String {
    match slot_type {
        SlotType::Telephone => "By telephone".to_owned(),
        SlotType::Video => "By video".to_owned(),
        SlotType::Visit => "At your home".to_owned(),
        _ => {
            let location = session.and_then(|session| tables.locations.get(&session.location?));
            location.cloned().unwrap_or_else(|| "At the practice".to_owned())
        }
    }
}

fn kind(slot_type: &SlotType) -> &'static str {
    match slot_type {
        SlotType::Telephone => "Telephone call",
        SlotType::Video => "Video call",
        SlotType::Visit => "Home visit",
        _ => "Appointment",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use emis_core::types;
    use jiff::civil::date;

    fn slot(slot_type: SlotType) -> Slot {
        let start_time = types::DateTime::parse("2026-11-25T09:20:00").unwrap();
        Slot { slot_id: 7, session_id: 1, start_time, end_time: start_time, slot_type_name: None, slot_type }
    }

    fn tables(clinician_ids: &[i64]) -> Tables {
        let session = AppointmentSession {
            session_id: 1,
            session_name: "Open surgery".parse().ok(),
            session_type: Some(SessionType::Untimed),
            location_id: Some(3),
            clinician_ids: clinician_ids.to_vec(),
        };
        let clinician = |clinician_id, name: &str| Clinician {
            clinician_id,
            display_name: name.parse().unwrap(),
            job_role: None,
            sex: None,
        };
        let clinicians = [clinician(4, "Dr Siân Evans"), clinician(5, "Nurse Żak")];
        let location = "Main\u{9B}site".parse().unwrap();
        let location = Location { location_id: 3, location_name: location, postcode: None };
        Tables::new(&[session], &clinicians, &[location])
    }

    #[test]
    fn the_side_tables_say_who_and_where() {
        let today = date(2026, 11, 24);
        let entry = Entry::of_slot(slot(SlotType::Practice), &tables(&[4, 5]));
        assert_eq!(
            entry.cells(today, false),
            ["Tomorrow", "from 9:20am", "Dr Siân Evans and Nurse Żak", "Main\u{9B}site", "Appointment"]
        );
        assert_eq!(entry.sentence(today), "Wednesday 25 November at 9:20am with Dr Siân Evans and Nurse Żak");
        let entry = Entry::of_slot(slot(SlotType::Video), &tables(&[]));
        assert_eq!(entry.cells(today, true)[2..], ["Open surgery", "By video", "Video call", ""]);
    }

    #[test]
    fn what_no_table_has_has_words_of_its_own() {
        let entry = Entry::of_slot(slot(SlotType::of("Novel").unwrap()), &Tables::default());
        let cells = entry.cells(date(2026, 11, 25), false);
        assert_eq!(cells, ["Today", "9:20am", "the practice's team", "At the practice", "Appointment"]);
    }
}
