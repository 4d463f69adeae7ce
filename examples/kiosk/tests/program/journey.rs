//! The whole journey, at each practice and more than once.

use crate::common::{Directory, Run, kiosk, kiosk_in, simulator};
use emis_std::credentials::{Credentials, Keys};

const TAKEN: &str = "Sorry, this appointment has already been taken. Please choose another time.";

/// What every journey says, in its order.
const MAIN: &[&str] = &[
    "You are registered with the letter from your practice.\n",
    "\nYour appointments, today and to come\n",
    "\nYou have none.\n",
    "\nFree appointments\n",
    "\nDay ",
    "\nBooking ",
    "\nIt is booked.\n",
    "\nYour appointments now\n",
    "\nDay ",
    "\nThe same appointment, booked a second time\n",
    TAKEN,
    "\nCancelling\n",
    "\nIt is cancelled.\n",
    "\nYour appointments after that\n",
    "\nYou have none.\n",
    "\nYour session has ended. Goodbye.\n",
];

/// No protocol word, number or side table's id got onto the screen.
fn is_for_people(run: &Run) {
    for word in ["SlotUnavailable", "1151", "Fault", "SlotId", "urn:emis"] {
        assert!(!run.screen.contains(word), "{word}");
    }
    assert!(run.screen.lines().all(|line| line.chars().count() <= 100), "{}", run.screen);
}

#[test]
fn alone_it_brings_its_own_practice_and_leaves_nothing_behind() {
    let temporary = Directory::new();
    let run = kiosk_in(&temporary.file(""), &[]);
    run.worked(&["The Docks Café Surgery\n", "│ Hello! You can now send us messages.\n"]);
    run.worked(MAIN);
    is_for_people(&run);
    assert_eq!(std::fs::read_dir(temporary.file("")).unwrap().count(), 0);
}

#[test]
fn every_practice_is_served_as_it_wishes() {
    let (simulator, directory) = (simulator(), Directory::new());
    let server = directory.with("server.json", &format!("{}\n", simulator.description()));
    for (practice, version, said, reason) in [
        ("A99001", "1.0", "Ashgrove Surgery", None),
        ("b99002", "1.1", "│ Please cancel what you can't keep", Some("Your reason: A sore throat")),
        ("C99003", "2.0", "│ We're open <every> day.", Some("Your reason: A sore throat")),
        ("D99004", "2.1", "│ Video calls open 5 minutes early.", Some("Your reason: A sore throat")),
    ] {
        let run = kiosk(&["--server", &server, "--practice", practice]);
        run.worked(MAIN);
        run.worked(&[&format!("Sunday 22 November 2026. Practice {}, ", practice.to_uppercase())]);
        run.worked(&[&format!("schema version {version}.\n")]);
        run.worked(&[said]);
        is_for_people(&run);
        assert_eq!(run.screen.contains("Your reason"), reason.is_some(), "{practice}");
        assert!(reason.is_none_or(|reason| run.screen.contains(reason)), "{practice}");
        let world = simulator.world();
        let site = world.practices().find(|site| site.ods_code.eq_ignore_ascii_case(practice)).unwrap();
        assert_eq!(site.cancellations().len(), 1, "{practice}");
    }
}

#[test]
fn the_patient_s_key_is_kept_and_nothing_secret_is_said() {
    let (simulator, directory) = (simulator(), Directory::new());
    let server = directory.with("server.json", &simulator.description());
    let file = directory.file("credentials.toml");
    let path = file.to_str().unwrap();
    for runs in 1..=3 {
        // Each run passes over the letters of those before it.
        let run = kiosk(&["--server", &server, "--practice", "C99003", "--credentials", path]);
        run.worked(MAIN);
        let kept = Credentials::load(&file).unwrap();
        assert!(matches!(kept.keys(), Keys::Validation(_)), "the pre-shared keys are not on the device");
        assert_eq!(kept.relationships().len(), runs);
        let said = format!("{}{}", run.screen, run.log);
        for relationship in kept.relationships() {
            let key = core::str::from_utf8(relationship.patient_relationship_key()).unwrap();
            assert!(!said.contains(key) && !said.contains(relationship.patient_relationship_id()));
        }
        for letter in simulator.world().pin_documents("C99003") {
            assert!(!said.contains(&letter.linkage_key) && !said.contains(&letter.account_id));
        }
    }
}
