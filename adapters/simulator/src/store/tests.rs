//! What is written is what is read, for every kind of row; and a file that does not fit is refused.

use std::path::PathBuf;

use jiff::ToSpan as _;
use jiff::civil::date;

use super::*;
use crate::clock::{Clock as _, ManualClock};
use crate::world::{Caller, Decision, Mix, PageRequest, PinDocument, PinRegistration, SlotType, Version};

const D: &str = "D99004";

/// A file of the test's own.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("emis-store-{}-{name}", std::process::id()));
        let _ = std::fs::remove_file(&path);
        Self(path)
    }

    fn open(&self, seed: u64) -> Result<(Store, Option<Kept>), StoreError> {
        Store::open(&self.0, seed)
    }

    /// The world that is read back.
    fn world(&self) -> World {
        self.open(1).unwrap().1.unwrap().world
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn clock() -> ManualClock {
    ManualClock::new(date(2026, 3, 2).at(9, 5, 0, 0))
}

fn moment() -> Moment {
    Moment { ahead: SignedDuration::from_millis(1_500), latest: clock().now().instant }
}

fn made(place: &Place) -> World {
    let world = World::generate(1, clock().now());
    let (store, kept) = place.open(1).unwrap();
    assert!(kept.is_none());
    store.replace(&world, 1, moment()).unwrap();
    world
}

#[test]
fn a_whole_world_comes_back() {
    let place = Place::new("whole");
    let world = made(&place);
    let kept = place.open(1).unwrap().1.unwrap();
    assert_eq!(kept.world, world);
    assert_eq!(kept.moment, moment());
    assert!(std::fs::metadata(&place.0).unwrap().len() < 2 << 20);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&place.0).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

/// Each step changes a world in another way; after each what was touched is written, and all is read back.
#[test]
fn every_change_comes_back() {
    let place = Place::new("changes");
    let mut world = made(&place);
    let (clock, mut dice) = (clock(), Mix::new(7, &[]));
    let mut fill = |out: &mut [u8]| out.fill_with(|| dice.number().to_be_bytes()[0]);
    let keep = |world: &mut World, rows: usize, what: &str| {
        let touched = world.touched_rows().unwrap();
        assert_eq!(touched.len(), rows, "{what}");
        place.open(1).unwrap().0.write(Ok(touched), moment()).unwrap();
        assert_eq!(place.world(), *world, "{what}");
    };
    let now = clock.now();
    let pin: PinDocument = world.pin_documents(D).remove(0);
    let register = |world: &mut World, surname: &str, fill: &mut dyn FnMut(&mut [u8])| {
        let request = PinRegistration {
            application_id: "an application",
            ods_code: D,
            account_id: &pin.account_id,
            linkage_key: &pin.linkage_key,
            surname,
            date_of_birth: pin.date_of_birth,
        };
        world.register_with_pin_document(&request, fill, now)
    };
    register(&mut world, "Nobody", &mut fill).unwrap_err();
    keep(&mut world, 2, "an attempt is counted for the account and for the practice");
    register(&mut world, &pin.surname, &mut fill).unwrap();
    keep(&mut world, 2, "a registration clears the attempts");
    let id = register(&mut world, &pin.surname, &mut fill).unwrap().relationship_id;
    keep(&mut world, 2, "a provisional one goes, another comes");
    world.confirm(&id).unwrap();
    keep(&mut world, 2, "the relationship is confirmed, and the linkage key spent");
    world.confirm(&id).unwrap();
    keep(&mut world, 0, "nothing");
    let who = Caller { relationship_id: &id, version: Version::V2_1, session: b"" };
    let practice = world.practice(D).unwrap();
    let days = (1..9).map(|n| now.local.date().saturating_add(n.days()));
    let slots: Vec<_> = days
        .flat_map(|day| practice.slots_on(day))
        .filter(|slot| practice.is_free(slot) && slot.slot_type == SlotType::Practice)
        .collect();
    world.book_appointment(who, slots[0].slot_id, Some("Ça va & <co>"), None, now).unwrap();
    keep(&mut world, 1, "a booking");
    world.book_appointment(who, slots[0].slot_id, None, None, now).unwrap_err();
    keep(&mut world, 0, "a refusal");
    world.cancel_appointment(who, slots[0].slot_id, Some("better"), now).unwrap();
    keep(&mut world, 2, "a booking gone, a cancellation noted");
    let courses = world.medication_courses(who, PageRequest::default(), now).unwrap().courses;
    let wanted = courses.iter().find(|course| course.can_be_requested).unwrap().course_id.clone();
    let request = world.request_prescription(who, &[&wanted], None, &mut fill, now).unwrap();
    keep(&mut world, 1, "a request");
    world.decide(D, &request, &[], Decision::Forward, now).unwrap();
    keep(&mut world, 1, "a decision");
    world.cancel_prescription_request(who, &request, now).unwrap();
    keep(&mut world, 1, "a request taken back");
    let recipient = world.message_recipients(who).unwrap()[0].recipient_id.clone();
    let message = world.send_message(who, &recipient, "Hello", "\u{1F3E5}\r\n", now).unwrap();
    keep(&mut world, 2, "a message, and the number that is used up");
    world.set_message_read_state(who, message, true, now).unwrap();
    keep(&mut world, 2, "a message read");
    world.delete_message(who, message, now).unwrap();
    keep(&mut world, 2, "a message gone");
    assert_eq!(world.send_message(who, &recipient, "Again", "", now).unwrap(), message + 1);
    keep(&mut world, 2, "another number");
    world.reset_account_linkage_key(who, "another key", &mut fill).unwrap();
    keep(&mut world, 2, "a reset: the account, the relationship");
    assert!(world.verify(D, 0));
    keep(&mut world, 2, "a patient verified");
    assert!(world.remove_relationship(&id));
    keep(&mut world, 1, "a relationship gone");
}

#[test]
fn ten_comes_after_two() {
    let place = Place::new("order");
    let mut world = made(&place);
    let before = world.practice(D).unwrap().patients().to_vec();
    assert!(before.len() > 11 && world.verify(D, 11));
    let touched = world.touched_rows().unwrap();
    place.open(1).unwrap().0.write(Ok(touched), moment()).unwrap();
    assert_eq!(place.world().practice(D).unwrap().patients(), before);
}

#[test]
fn a_store_of_something_else_is_refused() {
    let place = Place::new("refused");
    made(&place);
    assert_eq!(place.open(2).unwrap_err(), StoreError::Seed { kept: 1, asked: 2 });
    let (store, _) = place.open(1).unwrap();
    assert_eq!(place.open(1).unwrap_err(), StoreError::InUse);
    let spoil = |name: &str, text: Option<&str>| {
        let row = (name.to_owned(), text.map(str::to_owned));
        store.write(Ok(vec![row]), moment()).unwrap();
        read(&store.database, 1).err()
    };
    let (_, patient) = World::generate(1, clock().now()).all_rows().unwrap().swap_remove(1);
    assert_eq!(spoil("practices/A99001/patients/900", patient.as_deref()), Some(StoreError::Damaged));
    assert_eq!(spoil("practices/A99001/patients/900", None), None);
    for (name, text) in [
        ("nothing", "1"),
        ("practices/Z99/patients/0", "{}"),
        ("practices/A99001/nothing", "1"),
        ("practices/A99001/bookings/7", r#"{"patient":900,"reason":null,"bookedAt":null,"telephone":null}"#),
        ("attempts/x", "[\"x\"]"),
    ] {
        assert_eq!(spoil(name, Some(text)), Some(StoreError::Damaged), "{name}");
        assert_eq!(spoil(name, None), None, "{name}");
    }
    store
        .transact(|transaction| {
            transaction.open_table(ABOUT)?.insert("format", "emis-simulator store 0")?;
            Ok(())
        })
        .unwrap();
    assert_eq!(read(&store.database, 1).unwrap_err(), StoreError::Format);
    drop(store);
    std::fs::write(&place.0, "something that somebody has written").unwrap();
    assert!(matches!(place.open(1), Err(StoreError::Failed(_))));
}

#[test]
fn after_a_failure_nothing_is_promised() {
    let place = Place::new("failed");
    made(&place);
    let (store, _) = place.open(1).unwrap();
    let no = || Err(StoreError::Failed("no".to_owned()));
    assert_eq!(store.transact(|_| no()), no());
    assert!(store.has_failed());
    assert!(store.write(Ok(vec![]), moment()).is_err());
}
