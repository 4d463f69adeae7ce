//! Reading appointments and free slots, page by page. A page's slots refer to that page's tables.

use std::io::Write;

use emis_core::error::InvalidValue;
use emis_core::owned::PageSize;
use emis_core::owned::appointments::{GetAvailableAppointments, GetPatientAppointments};
use emis_core::types;
use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};

use super::Journey;
use super::abilities::Welcome;
use crate::screens::{Entry, Tables, day_in_full};
use crate::trouble::Trouble;

/// How many items a page may have.
const PAGE: u16 = 50;
/// How many days are searched at a time.
const DAYS: i64 = 7;
/// How many free appointments are shown.
const SHOWN: usize = 8;

impl<W: Write + Send> Journey<'_, W> {
    /// The patient's appointments from today on.
    pub(super) fn appointments(&mut self) -> Result<Vec<Entry>, Trouble> {
        let past_from = Some(date(self.today()).map_err(clock)?);
        let maximum_items = PageSize::new(PAGE).ok();
        let request = GetPatientAppointments { include_past: true, past_from, maximum_items, after: None };
        let mut entries = Vec::new();
        for page in self.patient.all_pages(&request)? {
            let tables = Tables::new(&page.sessions, &page.clinicians, &page.locations);
            entries.extend(page.appointments.into_iter().map(|item| Entry::of_appointment(item, &tables)));
        }
        Ok(entries)
    }

    pub(super) fn show_appointments(&mut self) -> Result<Vec<Entry>, Trouble> {
        let entries = self.appointments()?;
        if entries.is_empty() {
            self.screen.say("You have none.")?;
        } else {
            self.screen.table(&entries, self.now.date())?;
        }
        Ok(entries)
    }

    /// Shows the appointments, which have to include this one, or must not.
    pub(super) fn show_held(&mut self, entry: &Entry, held: bool) -> Result<(), Trouble> {
        let shown = self.show_appointments()?;
        match (shown.iter().any(|shown| shown.slot_id == entry.slot_id), held) {
            (true, false) => Err(Trouble::Practice("it shows an appointment that it has cancelled")),
            (false, true) => Err(Trouble::Practice("it does not show an appointment that it has booked")),
            _ => Ok(()),
        }
    }

    /// The free slots of the first week that has some which can be booked here. What begins within the hour
    /// is not offered: the patient has to get there, and may want to cancel.
    pub(super) fn search(&mut self, welcome: &Welcome) -> Result<Vec<Entry>, Trouble> {
        let mut from = self.now.saturating_add(1.hour());
        let last = self.now.saturating_add(welcome.days_ahead.clamp(1, 1_000).days());
        while from < last {
            let to = last.min(from.saturating_add(DAYS.days()));
            let (found, pages) = self.free(from, to)?;
            // A telephone slot needs a number, and this kiosk has no keypad.
            let (bookable, by_telephone): (Vec<_>, Vec<_>) =
                found.into_iter().partition(|entry| !entry.by_telephone);
            if !bookable.is_empty() {
                self.tell(&bookable, by_telephone.len(), to, pages)?;
                return Ok(bookable);
            }
            from = to;
        }
        Err(Trouble::Setup(
            "the practice has no free appointment that can be booked here: try later, or give another --practice."
                .to_owned(),
        ))
    }

    fn tell(
        &mut self,
        found: &[Entry],
        by_telephone: usize,
        to: DateTime,
        pages: usize,
    ) -> Result<(), Trouble> {
        let until = day_in_full(to.date(), self.today());
        let pages = if pages == 1 { "one page".to_owned() } else { format!("{pages} pages") };
        self.screen.say(&format!("There are {} until {until} (read in {pages}). The first:", found.len()))?;
        let first = found.get(..SHOWN.min(found.len())).unwrap_or_default();
        self.screen.table(first, self.now.date())?;
        if by_telephone > 0 {
            self.screen.say(&format!(
                "There are {by_telephone} by telephone too. Please ask at reception for those."
            ))?;
        }
        Ok(())
    }

    fn free(&mut self, from: DateTime, to: DateTime) -> Result<(Vec<Entry>, usize), Trouble> {
        let (from, to) = (time(from).map_err(clock)?, time(to).map_err(clock)?);
        let maximum_items = PageSize::new(PAGE).ok();
        let request = GetAvailableAppointments { from, to, maximum_items, after: None };
        let pages = self.patient.all_pages(&request)?;
        let (mut entries, count) = (Vec::new(), pages.len());
        for page in pages {
            let tables = Tables::new(&page.sessions, &page.clinicians, &page.locations);
            entries.extend(page.slots.into_iter().map(|slot| Entry::of_slot(slot, &tables)));
        }
        Ok((entries, count))
    }
}

fn date(day: Date) -> Result<types::Date, InvalidValue> {
    let part = |n: i8| u8::try_from(n).unwrap_or(0);
    types::Date::new(u16::try_from(day.year()).unwrap_or(0), part(day.month()), part(day.day()))
}

fn time(time: DateTime) -> Result<types::DateTime, InvalidValue> {
    let part = |n: i8| u8::try_from(n).unwrap_or(0);
    types::DateTime::new(date(time.date())?, part(time.hour()), part(time.minute()), part(time.second()))
}

fn clock(_: InvalidValue) -> Trouble {
    Trouble::Setup(
        "the server's time is in a year that messages cannot express: start a server with another time."
            .to_owned(),
    )
}
