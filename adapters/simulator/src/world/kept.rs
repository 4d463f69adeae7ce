//! The world as rows for a store: each has a name and a text of JSON.
//!
//! A row's name is its path in the world's document, so a practice comes before its content. The row of a practice
//! itself holds what no call changes; of the rest each patient, booking, request … has a row of its own.

use core::fmt::Display;
use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::World;
use super::practice::Practice;
use super::rows::{List, Table};

/// A row's name and its content; none if it was removed.
pub(crate) type Row = (String, Option<String>);

/// A hundred years: what is added to a date has to stay within the calendar's arithmetic.
const MAXIMUM_DAYS: u32 = 36_525;

/// The rows do not form a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotAWorld;

impl From<serde_json::Error> for NotAWorld {
    /// The error's own text may hold a patient's data.
    fn from(_: serde_json::Error) -> Self {
        Self
    }
}

impl World {
    /// The rows that have changed since the last call.
    pub(crate) fn touched_rows(&mut self) -> Result<Vec<Row>, NotAWorld> {
        let mut rows = Vec::new();
        for practice in self.practices.values_mut().filter(|practice| practice.is_touched()) {
            practice.touched_rows(&mut rows)?;
        }
        let touched = self.relationships.take_touched();
        rows_of(&mut rows, "relationships", touched, |id| self.relationships.get(id))?;
        let touched = self.attempts.failures.take_touched();
        rows_of(&mut rows, "attempts", touched, |who| self.attempts.failures.get(who))?;
        Ok(rows)
    }

    /// All rows.
    pub(crate) fn all_rows(&self) -> Result<Vec<Row>, NotAWorld> {
        let mut rows = Vec::new();
        for practice in self.practices.values() {
            practice.all_rows(&mut rows)?;
        }
        rows_of(&mut rows, "relationships", self.relationships.keys().cloned(), |id| {
            self.relationships.get(id)
        })?;
        let failures = &self.attempts.failures;
        rows_of(&mut rows, "attempts", failures.keys().cloned(), |who| failures.get(who))?;
        Ok(rows)
    }

    /// Without a store there is nothing to write.
    pub(crate) fn forget_touched(&mut self) {
        for practice in self.practices.values_mut() {
            practice.patients.take_touched();
            practice.bookings.take_touched();
            practice.cancellations.take_touched();
            practice.requests.take_touched();
            practice.threads.take_touched();
        }
        self.relationships.take_touched();
        self.attempts.failures.take_touched();
    }

    /// The world of these rows, which come in the order of their names.
    pub(crate) fn from_rows<'r>(
        rows: impl IntoIterator<Item = (&'r str, &'r str)>,
    ) -> Result<Self, NotAWorld> {
        let mut world = Self {
            practices: BTreeMap::new(),
            relationships: Table::default(),
            attempts: super::attempts::Attempts::default(),
        };
        let mut lists: BTreeMap<String, Lists> = BTreeMap::new();
        for (name, text) in rows {
            let (kind, rest) = name.split_once('/').ok_or(NotAWorld)?;
            match kind {
                "relationships" => world.relationships.insert(rest.to_owned(), read(text)?),
                "attempts" => world.attempts.failures.insert(rest.to_owned(), read(text)?),
                "practices" => match rest.split_once('/') {
                    None => _ = world.practices.insert(rest.to_owned(), read(text)?),
                    Some((ods_code, rest)) => {
                        let practice = world.practices.get_mut(ods_code).ok_or(NotAWorld)?;
                        lists.entry(ods_code.to_owned()).or_default().take(practice, rest, text)?;
                    }
                },
                _ => return Err(NotAWorld),
            }
        }
        for (ods_code, lists) in lists {
            let practice = world.practices.get_mut(&ods_code).ok_or(NotAWorld)?;
            practice.patients = whole(lists.patients)?;
            practice.cancellations = whole(lists.cancellations)?;
            practice.requests = whole(lists.requests)?;
        }
        world.forget_touched();
        world.is_consistent().then_some(world).ok_or(NotAWorld)
    }

    /// Checks that each name of a practice, patient or course refers to one that exists, which an edited document may
    /// violate.
    pub(crate) fn is_consistent(&self) -> bool {
        let known = |ods_code: &str, patient: usize| {
            self.practices.get(ods_code).is_some_and(|practice| patient < practice.patients.len())
        };
        self.relationships.values().all(|relationship| known(&relationship.ods_code, relationship.patient))
            && self.practices.iter().all(|(ods_code, practice)| {
                let patients = practice.patients.len();
                *ods_code == practice.ods_code
                    && practice.settings.appointments.latest_booking_days <= MAXIMUM_DAYS
                    && practice.bookings.values().all(|booking| booking.patient < patients)
                    && practice.requests.iter().all(|request| request.patient < patients)
                    && practice.threads.values().all(|thread| thread.patient < patients)
                    && practice.threads.keys().all(|id| *id <= practice.last_message_id)
            })
    }
}

impl Practice {
    fn path(&self, part: &str) -> String {
        format!("practices/{}/{part}", self.ods_code)
    }

    fn is_touched(&self) -> bool {
        self.patients.is_touched()
            || self.bookings.is_touched()
            || self.cancellations.is_touched()
            || self.requests.is_touched()
            || self.threads.is_touched()
    }

    fn touched_rows(&mut self, rows: &mut Vec<Row>) -> Result<(), NotAWorld> {
        let touched = self.patients.take_touched();
        rows_of(rows, &self.path("patients"), touched, |n| self.patients.get(*n))?;
        let touched = self.bookings.take_touched();
        rows_of(rows, &self.path("bookings"), touched, |id| self.bookings.get(id))?;
        let touched = self.cancellations.take_touched();
        rows_of(rows, &self.path("cancellations"), touched, |n| self.cancellations.get(*n))?;
        let touched = self.requests.take_touched();
        rows_of(rows, &self.path("requests"), touched, |n| self.requests.get(*n))?;
        let touched = self.threads.take_touched();
        if !touched.is_empty() {
            rows.push((self.path("lastMessageId"), Some(self.last_message_id.to_string())));
        }
        rows_of(rows, &self.path("threads"), touched, |id| self.threads.get(id))
    }

    fn all_rows(&self, rows: &mut Vec<Row>) -> Result<(), NotAWorld> {
        let bare = Self {
            patients: List::default(),
            bookings: Table::default(),
            cancellations: List::default(),
            requests: List::default(),
            threads: Table::default(),
            ..self.clone()
        };
        rows.push((format!("practices/{}", self.ods_code), Some(serde_json::to_string(&bare)?)));
        rows_of(rows, &self.path("patients"), 0..self.patients.len(), |n| self.patients.get(*n))?;
        rows_of(rows, &self.path("bookings"), self.bookings.keys().copied(), |id| self.bookings.get(id))?;
        rows_of(rows, &self.path("cancellations"), 0..self.cancellations.len(), |n| {
            self.cancellations.get(*n)
        })?;
        rows_of(rows, &self.path("requests"), 0..self.requests.len(), |n| self.requests.get(*n))?;
        rows_of(rows, &self.path("threads"), self.threads.keys().copied(), |id| self.threads.get(id))
    }
}

/// The lists of a practice while its rows come in: by name, so 10 before 2.
#[derive(Default)]
struct Lists {
    patients: BTreeMap<usize, super::Patient>,
    cancellations: BTreeMap<usize, super::Cancellation>,
    requests: BTreeMap<usize, super::prescriptions::Request>,
}

impl Lists {
    fn take(&mut self, practice: &mut Practice, name: &str, text: &str) -> Result<(), NotAWorld> {
        fn key<K: core::str::FromStr>(text: &str) -> Result<K, NotAWorld> {
            text.parse().map_err(|_| NotAWorld)
        }
        match name.split_once('/').unwrap_or((name, "")) {
            ("patients", number) => _ = self.patients.insert(key(number)?, read(text)?),
            ("bookings", id) => practice.bookings.insert(key(id)?, read(text)?),
            ("cancellations", number) => _ = self.cancellations.insert(key(number)?, read(text)?),
            ("requests", number) => _ = self.requests.insert(key(number)?, read(text)?),
            ("threads", id) => practice.threads.insert(key(id)?, read(text)?),
            ("lastMessageId", "") => practice.last_message_id = key(text)?,
            _ => return Err(NotAWorld),
        }
        Ok(())
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, NotAWorld> {
    Ok(serde_json::from_str(text)?)
}

/// A list without gaps.
fn whole<T>(rows: BTreeMap<usize, T>) -> Result<List<T>, NotAWorld> {
    let complete = rows.keys().copied().eq(0..rows.len());
    complete.then(|| List::from(rows.into_values().collect::<Vec<_>>())).ok_or(NotAWorld)
}

fn rows_of<'w, K: Display, V: Serialize + 'w>(
    rows: &mut Vec<Row>,
    path: &str,
    keys: impl IntoIterator<Item = K>,
    row: impl Fn(&K) -> Option<&'w V>,
) -> Result<(), NotAWorld> {
    for key in keys {
        let text = row(&key).map(serde_json::to_string).transpose()?;
        rows.push((format!("{path}/{key}"), text));
    }
    Ok(())
}
