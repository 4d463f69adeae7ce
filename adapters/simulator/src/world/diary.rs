//! The practice's diary: which sessions and slots a day has, as a pure function of the seed and the day.
//!
//! Nothing here is stored: the same day is generated each time, also after the clock has moved a year. A SlotId
//! contains its day, so the slot is found by its number; clients must not rely on that.

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime, time};
use serde::{Deserialize, Serialize};

use super::mix::Mix;
use super::slot::{Session, SessionType, Slot, SlotId, SlotType};

/// How many days before the world's first the diary reaches back.
pub(crate) const DAYS_BACK: i64 = 60;

const SLOTS_A_DAY: i64 = 1000;
const SESSIONS_A_DAY: i64 = 100;

/// Makes days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Diary {
    #[serde(with = "super::written::digits")]
    pub(crate) seed: u64,
    pub(crate) first_day: Date,
    pub(crate) telephone: bool,
    /// The surname-and-title by which sessions name their clinician; number `n` is ClinicianId `n + 1`.
    pub(crate) clinician_names: Vec<String>,
    pub(crate) locations: usize,
}

/// One day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Day {
    pub(crate) sessions: Vec<Session>,
    pub(crate) slots: Vec<Slot>,
}

/// A session as the diary plans it.
struct Plan {
    name: Option<String>,
    session_type: Option<SessionType>,
    clinicians: Vec<usize>,
    location: Option<usize>,
    slot_type: SlotType,
    type_name: Option<&'static str>,
    /// Minutes after midnight.
    start: i64,
    /// Minutes that a slot takes.
    length: i64,
    count: i64,
    taken_percent: usize,
}

impl Diary {
    /// Days from the diary's first, `None` before it.
    fn index(&self, day: Date) -> Option<i64> {
        let index = day.duration_since(self.first_day).as_hours() / 24 + DAYS_BACK;
        (index >= 0).then_some(index)
    }

    /// The slot of that number, if its day is not after `last`, and its session.
    pub(crate) fn slot(&self, slot_id: SlotId, last: Date) -> Option<(Slot, Session)> {
        let index = slot_id.checked_sub(SLOTS_A_DAY)?.checked_div_euclid(SLOTS_A_DAY)?;
        if index < 0 || index > self.index(last)? {
            return None;
        }
        let date = self.first_day.checked_add((index - DAYS_BACK).days()).ok()?;
        let day = self.day(date);
        let slot = day.slots.into_iter().find(|slot| slot.slot_id == slot_id)?;
        let session = day.sessions.into_iter().find(|session| session.session_id == slot.session_id)?;
        Some((slot, session))
    }

    /// All of a day, its slots by start, then number.
    pub(crate) fn day(&self, date: Date) -> Day {
        let Some(index) = self.index(date) else { return Day::default() };
        let mut mix = Mix::new(self.seed, &[u64::try_from(index).unwrap_or(0)]);
        let mut day = Day::default();
        for (plan, number) in self.plans(&mut mix).into_iter().zip(0..SESSIONS_A_DAY) {
            let session_id = (index + 1) * SESSIONS_A_DAY + number;
            for place in 0..plan.count {
                let step = if plan.session_type == Some(SessionType::Untimed) { 0 } else { place };
                let start = at_minute(date, plan.start + step * plan.length);
                day.slots.push(Slot {
                    slot_id: (index + 1) * SLOTS_A_DAY + i64::try_from(day.slots.len()).unwrap_or(0),
                    session_id,
                    start,
                    end: start.saturating_add(plan.length.minutes()),
                    type_name: plan.type_name,
                    slot_type: plan.slot_type,
                    taken: mix.percent(plan.taken_percent),
                });
            }
            day.sessions.push(Session {
                session_id,
                name: plan.name,
                session_type: plan.session_type,
                location_id: plan.location.and_then(|n| i64::try_from(n + 1).ok()),
                clinician_ids: plan.clinicians.iter().filter_map(|n| i64::try_from(n + 1).ok()).collect(),
            });
        }
        day.slots.sort_by_key(|slot| (slot.start, slot.slot_id));
        day
    }

    /// The practice is open every day, so that a world made on a Friday offers as much as one made on a Monday.
    fn plans(&self, mix: &mut Mix) -> Vec<Plan> {
        let staff = self.clinician_names.len();
        let first = mix.below(staff);
        let on_duty = |n: usize| (first + n) % staff.max(1);
        let name = |n: usize| self.clinician_names.get(on_duty(n)).map_or("", String::as_str);
        let place = mix.below(self.locations);
        let session = |n: usize, name: String, start, length, count| Plan {
            name: Some(name),
            session_type: Some(SessionType::Timed),
            clinicians: vec![on_duty(n)],
            location: Some(place),
            slot_type: SlotType::Practice,
            type_name: Some("Routine appointment"),
            start,
            length,
            count,
            taken_percent: 35,
        };
        let mut plans = Vec::new();
        for n in 0..3 {
            plans.push(session(n, format!("{} – morning surgery", name(n)), 8 * 60 + 30, 10, 18));
            plans.push(session(n, format!("{}'s afternoon", name(n)), 14 * 60, 15, 10));
        }
        plans.push(Plan {
            session_type: Some(SessionType::Untimed),
            clinicians: Vec::new(),
            type_name: Some("Sit & wait"),
            ..session(0, "Duty doctor: open surgery".to_owned(), 11 * 60, 60, 6)
        });
        plans.push(Plan {
            slot_type: SlotType::Video,
            type_name: Some("Video consultation"),
            location: None,
            ..session(3, "Vidéo & e-consultations".to_owned(), 17 * 60, 15, 6)
        });
        plans.push(Plan {
            slot_type: SlotType::Visit,
            type_name: Some("Home visit"),
            ..session(1, "Visits".to_owned(), 12 * 60 + 30, 30, 3)
        });
        plans.push(Plan {
            name: None,
            session_type: None,
            slot_type: SlotType::Unknown,
            type_name: None,
            clinicians: vec![on_duty(3), on_duty(4)],
            ..session(3, String::new(), 9 * 60, 20, 4)
        });
        if self.telephone {
            plans.push(Plan {
                slot_type: SlotType::Telephone,
                type_name: Some("Telephone call"),
                taken_percent: 20,
                ..session(2, "Telephone triage".to_owned(), 16 * 60, 5, 12)
            });
        }
        plans
    }
}

fn at_minute(date: Date, minute: i64) -> DateTime {
    date.to_datetime(time(0, 0, 0, 0)).saturating_add(minute.minutes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn diary() -> Diary {
        Diary {
            seed: 1,
            first_day: date(2026, 3, 2),
            telephone: true,
            clinician_names: (0..6).map(|n| format!("Dr {n}")).collect(),
            locations: 2,
        }
    }

    #[test]
    fn every_slot_is_found_again_by_its_number() {
        let diary = diary();
        for offset in [-60, -1, 0, 1, 400] {
            let date = diary.first_day.saturating_add(offset.days());
            let day = diary.day(date);
            assert!(day.slots.is_sorted_by_key(|slot| (slot.start, slot.slot_id)));
            for slot in &day.slots {
                let (found, session) = diary.slot(slot.slot_id, date).unwrap();
                assert_eq!((&found, session.session_id), (slot, slot.session_id));
                assert!(diary.slot(slot.slot_id, date.saturating_add((-1).days())).is_none());
            }
        }
    }

    #[test]
    fn numbers_out_of_the_diary_are_nothing() {
        let diary = diary();
        for id in [i64::MIN, -1, 0, 1, 999, 1999, i64::MAX] {
            assert!(diary.slot(id, Date::MAX).is_none(), "{id}");
        }
        assert_eq!(diary.day(diary.first_day.saturating_add((-61).days())), Day::default());
        assert_eq!(diary.day(Date::MIN), Day::default());
        let _ = diary.day(Date::MAX);
    }

    #[test]
    fn a_world_made_on_another_day_has_the_same_diary_moved() {
        let early = diary();
        let late = Diary { first_day: date(2026, 3, 9), ..early.clone() };
        let numbers = |day: Day| day.slots.into_iter().map(|s| (s.slot_id, s.taken)).collect::<Vec<_>>();
        assert_eq!(numbers(early.day(date(2026, 3, 3))), numbers(late.day(date(2026, 3, 10))));
    }
}
