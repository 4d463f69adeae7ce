//! Registration: asked again when its reply is lost, stored before it is confirmed, found by its label.

use core::fmt;
use core::sync::atomic::{AtomicUsize, Ordering};
use std::path::PathBuf;

use emis_client::{Error, Link, LinkStore};
use emis_core::owned::practice::GetUserOptions;
use emis_core::session::Outcome;
use emis_core::types::OdsCode;
use emis_std::credentials::{Credentials, CredentialsFile, Keys, Secret};

use crate::common::Fate::{LostBack, LostThere};
use crate::common::{World, practice_code};

const REGISTER: &str = "RegisterWithPinDocument";

/// A file of the test's own, removed at its end.
struct Place(PathBuf);

impl Place {
    fn new() -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        Self(std::env::temp_dir().join(format!("emis-client-{}-{number}.toml", std::process::id())))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn file(place: &Place) -> CredentialsFile {
    let keys = Keys::pre_shared(Secret::new(vec![7; 32]), Secret::new(vec![8; 32])).unwrap();
    let id = "3f1c7a54-0d4e-4b7c-9a55-6a2f2a1b9c01";
    CredentialsFile::create(&place.0, Credentials::new(id, "https://x.example/", keys).unwrap()).unwrap()
}

#[test]
fn a_registration_whose_reply_is_lost_is_asked_again() {
    let world = World::new();
    let practice = world.connect();
    for (at, fate) in [LostThere, LostBack].into_iter().enumerate() {
        world.fates(&[(REGISTER, fate)]);
        let registered = practice.register(&world.letters()[at], "a", &mut Vec::new()).unwrap();
        assert!(registered.proof.is_ok());
        assert_eq!(world.tried().iter().filter(|operation| **operation == REGISTER).count(), 2);
        assert!(practice.patient(&registered.link).ask(&GetUserOptions {}).is_ok());
    }
}

// SH-31
#[test]
fn each_patient_of_a_practice_is_found_by_the_label() {
    let world = World::new();
    let practice = world.connect();
    let place = Place::new();
    let mut store = file(&place);
    let letters = world.letters();
    for (letter, label) in letters.iter().zip(["slot 1", "slot 2"]) {
        assert!(practice.register(letter, label, &mut store).unwrap().proof.is_ok());
    }
    // After a restart.
    let store = CredentialsFile::open(&place.0).unwrap();
    let load = |label| LinkStore::load(&store, practice_code(), label).unwrap();
    for label in ["slot 1", "slot 2"] {
        let link = load(label).unwrap();
        assert_eq!(link.label(), label);
        assert!(practice.patient(&link).ask(&GetUserOptions {}).is_ok());
    }
    let (one, two) = (load("slot 1").unwrap(), load("slot 2").unwrap());
    assert_ne!(one.relationship().id, two.relationship().id);
    assert!(load("slot 3").is_none());
    assert!(LinkStore::load(&store, OdsCode::parse("A99001").unwrap(), "slot 1").unwrap().is_none());
}

#[derive(Debug)]
struct Full;

impl fmt::Display for Full {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the disk is full")
    }
}

impl core::error::Error for Full {}

/// A store that is full, for so many links.
struct Broken(usize, Vec<Link>);

impl LinkStore for Broken {
    type Error = Full;

    fn save(&mut self, link: &Link) -> Result<(), Full> {
        match self.0.checked_sub(1) {
            Some(left) => {
                self.0 = left;
                Err(Full)
            }
            None => {
                self.1.save(link).unwrap();
                Ok(())
            }
        }
    }

    fn load(&self, ods_code: OdsCode, label: &str) -> Result<Option<Link>, Full> {
        Ok(self.1.load(ods_code, label).unwrap())
    }
}

// SH-29
#[test]
fn a_pair_that_cannot_be_stored_is_not_confirmed_and_the_letter_serves_again() {
    let world = World::new();
    let practice = world.connect();
    let letter = &world.letters()[0];
    let mut store = Broken(1, Vec::new());
    world.fates(&[]);
    let error = practice.register(letter, "a", &mut store).unwrap_err();
    assert!(matches!(error, Error::Store(_)) && error.to_string().contains("the disk is full"), "{error}");
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert_eq!(world.tried(), ["BeginSession", REGISTER, "EndSession"]);
    let registered = practice.register(letter, "a", &mut store).unwrap();
    assert!(registered.proof.is_ok());
    assert!(store.load(practice_code(), "a").unwrap().is_some());
    // Now it is confirmed.
    assert!(matches!(practice.register(letter, "b", &mut store), Err(Error::Refused(_))));
}

#[test]
fn a_link_that_could_not_be_proved_is_stored_and_proved_later() {
    let world = World::new();
    let practice = world.connect();
    let mut store = Vec::new();
    world.fates(&[("GetUserOptions", LostThere); 3]);
    let registered = practice.register(&world.letters()[0], "a", &mut store).unwrap();
    assert!(matches!(registered.proof, Err(Error::NoReply(_))));
    let link = store.load(practice_code(), "a").unwrap().unwrap();
    assert!(practice.patient(&link).ask(&GetUserOptions {}).is_ok());
}

// APP-5
#[test]
fn a_patient_who_stays_goes_on_in_the_session_that_proved_the_link() {
    let world = World::new();
    let practice = world.connect();
    let mut store = Vec::new();
    world.fates(&[]);
    let (registered, mut patient) = practice.register_and_open(&world.letters()[0], "a", &mut store).unwrap();
    assert!(registered.proof.is_ok() && store.load(practice_code(), "a").unwrap().is_some());
    patient.ask(&GetUserOptions {}).unwrap();
    patient.end();
    let (begin, end, options) = ("BeginSession", "EndSession", "GetUserOptions");
    assert_eq!(world.tried(), [begin, REGISTER, end, begin, options, options, end]);
}
