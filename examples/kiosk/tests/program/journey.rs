//! The whole journey, at each practice and more than once.

use crate::common::{Directory, Run, kiosk, kiosk_in, simulator};
use emis_core::profile::Version;
use emis_simulator::Simulator;
use emis_simulator::clock::{Clock as _, Now, SystemClock};
use emis_simulator::world::{Caller, ItemType, Letter, PageRequest, PinDocument, RequestStatus};
use emis_std::credentials::{Credentials, Keys};
use jiff::civil::date;

const TAKEN: &str = "Sorry, this appointment has already been taken. Please choose another time.";

/// What every journey says, in its order.
const MAIN: &[&str] = &[
    "You are registered with the letter from your practice.\n",
    "\nYour appointments, today and to come\n",
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
    "\nYour session has ended. Goodbye.\n",
    "\nThe next patient, whose account is restricted\n",
];

/// What is said of what a practice's system does not have.
const OLDER: &str = "This practice's computer system doesn't have this yet.";
/// What is said of what a practice does not want to offer.
const NOT_OFFERED: &str = "This practice doesn't offer this online.\n";
/// The practice's own answer to a restricted account, in the patient's words.
const CHECK: &str = "The practice has to check who you are";

/// What stands below a heading.
fn below<'r>(run: &'r Run, heading: &str) -> &'r str {
    let (_, rest) = run.screen.split_once(&format!("\n{heading}\n")).unwrap();
    let (_, rest) = rest.split_once('\n').unwrap();
    rest.split_once("\n\n").unwrap().0
}

/// The patient has what was there before the journey, and after it nothing else.
fn is_left_as_it_was(run: &Run, had_one: bool) {
    let before = below(run, "Your appointments, today and to come");
    assert_eq!(before.contains("You have none."), !had_one, "{before}");
    assert_eq!(below(run, "Your appointments after that"), before);
    assert_ne!(below(run, "Your appointments now"), before);
}

/// No protocol word, number or side table's id got onto the screen.
fn is_for_people(run: &Run) {
    for word in ["SlotUnavailable", "1151", "Fault", "SlotId", "urn:emis", "Restricted", "NotEnabled", "Next"]
    {
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
    is_left_as_it_was(&run, true);
    is_for_people(&run);
    assert_eq!(std::fs::read_dir(temporary.file("")).unwrap().count(), 0);
}

#[test]
fn a_document_longer_than_the_buffer_is_saved() {
    let folder = Directory::new();
    let named = folder.file("").display().to_string();
    let run = kiosk(&["--documents", &named]);
    run.worked(&["\nA document of your record, saved\n", "It has 4000000 bytes and is saved as "]);
    let html = std::fs::read(folder.file("document-1.html")).unwrap();
    assert_eq!(html.len(), 4_000_000);
    assert!(html.starts_with(b"<!DOCTYPE html>") && html.ends_with(b"</html>\n"));
    assert_eq!(std::fs::read_dir(folder.file("")).unwrap().count(), 1);
    kiosk(&["--documents", "/nonexistent"]).failed(&["/nonexistent is not a folder"]);
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
        assert!(
            run.screen.ends_with("This server names no letter for such an account, so no patient comes.\n")
        );
        let world = simulator.world();
        let site = world.practices().find(|site| site.ods_code.eq_ignore_ascii_case(practice)).unwrap();
        assert_eq!(site.cancellations().len(), 1, "{practice}");
    }
}

// SH-31, PS-3, APP-2
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
        is_left_as_it_was(&run, runs == 1);
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

#[test]
fn what_a_practice_does_not_have_is_said() {
    let (simulator, directory) = (simulator(), Directory::new());
    let server = directory.with("server.json", &simulator.description());
    let visit = |practice: &str, lines: &[&str]| {
        let run = kiosk(&["--server", &server, "--practice", practice]);
        run.worked(lines);
        run.screen
    };
    let screen = visit(
        "A99001",
        &[
            "What you can do here\n",
            "Your details              no           The practice's system is at version 1.0; this comes with 1.1.\n",
            "Repeat prescriptions      no           This practice doesn't offer it online.\n",
            "Your medicines\n──────────────\n",
            NOT_OFFERED,
            "Your details\n────────────\n",
            OLDER,
            "Your record\n───────────\n",
            OLDER,
            "Writing to your practice\n────────────────────────\n",
            OLDER,
        ],
    );
    assert!(!screen.contains("asked for.") && !screen.contains("entries"));
    let screen = visit(
        "B99002",
        &[
            "Repeat prescriptions      yes\n",
            "Asking for ",
            "It is asked for.\n",
            "Taking the request back\n",
            "It is taken back.\n",
            "Your details\n────────────\n",
            "NHS number  999 ",
            "Your record\n───────────\n",
            OLDER,
            "Writing to your practice\n────────────────────────\n",
            OLDER,
        ],
    );
    assert!(!screen.contains("Your comment"), "this practice takes none");
    visit(
        "C99003",
        &[
            "Your record               yes          But not test results and documents.\n",
            "│ Allow 48 hours",
            "Your comment: I'm going on holiday",
            "It is asked for.\n",
            "It is taken back.\n",
            "Your record\n───────────\n",
            "The practice shows no entries from before 22 Nov 1996.\n",
            "Of entries from before 22 Nov 2020 the practice withholds what was written in free text.\n",
            "The practice doesn't show test results and documents.\n",
            "Your record: problems\n",
            "entries. The newest:\n",
            "Your record: consultations\n",
            "Writing to your practice\n────────────────────────\n",
            OLDER,
        ],
    );
    let screen = visit(
        "D99004",
        &[
            "Messages to the practice  yes\n",
            "│ Ask a week before you run out.\n",
            "Your comment: I'm going on holiday",
            "Your record: test results\n",
            "Your record: documents\n",
            "To: Reception\n",
            "About: Change of telephone number\n",
            "│ my new number is 01632 960123.",
            "It is sent.\n",
            "What you have written\n",
            "22 Nov 2026  Reception",
        ],
    );
    assert!(!screen.contains("withholds") && !screen.contains(OLDER) && !screen.contains("doesn't show"));
}

#[test]
fn what_the_screen_says_is_what_the_practice_has() {
    let (simulator, directory) = (simulator(), Directory::new());
    let server = directory.with("server.json", &simulator.description());
    let file = directory.file("credentials.toml");
    let run = kiosk(&["--server", &server, "--practice", "D99004", "--credentials", file.to_str().unwrap()]);
    run.worked(MAIN);
    let kept = Credentials::load(&file).unwrap();
    let relationship_id = kept.relationships()[0].patient_relationship_id();
    let caller = Caller { relationship_id, version: Version::V2_1, session: b"" };
    let now = Now { local: date(2026, 11, 23).at(9, 0, 0, 0), ..SystemClock::new().now() };
    let page = PageRequest { maximum_items: Some(1000), after: None };
    let world = simulator.world();
    // Every section was read to its end.
    for (section, name) in [
        (ItemType::Problems, "problems"),
        (ItemType::Medication, "medication"),
        (ItemType::TestResults, "test results"),
        (ItemType::Consultations, "consultations"),
        (ItemType::Documents, "documents"),
    ] {
        let data = world.medical_record_data(caller, section, None, None, page).unwrap();
        let (_, shown) = run.screen.split_once(&format!("\nYour record: {name}\n")).unwrap();
        let count = data.items.len();
        assert!(shown.lines().nth(1).unwrap().starts_with(&format!("There are {count} entries")), "{name}");
    }
    let requests = world.prescription_requests(caller, None, None, page, now).unwrap().requests;
    assert!(requests[0].courses.iter().all(|course| course.status == RequestStatus::Cancelled));
    assert_eq!(requests[0].comment.as_deref().map(|comment| comment.contains("holiday")), Some(true));
    let messages = world.messages(caller, page, now).unwrap().messages;
    let sent = messages.iter().filter(|message| message.subject == "Change of telephone number");
    assert_eq!(sent.count(), 1);
}

#[test]
fn a_restricted_account_is_told_what_is_closed_and_why() {
    let checked = "Not before the practice has checked who you are.\n";
    for (practice, closed) in [
        ("A99001", &[][..]),
        ("B99002", &["Your details"]),
        ("C99003", &["Your details", "Your record"]),
        ("D99004", &["Your details", "Your record", "Messages to the practice"]),
    ] {
        let run = kiosk(&["--practice", practice]);
        run.worked(MAIN);
        is_for_people(&run);
        let (_, visit) = run.screen.split_once("The next patient, whose account is restricted\n").unwrap();
        let (before, after) = visit.split_once("\nWhat is closed to you, and why\n").unwrap();
        assert!(before.contains("Until the practice has checked who you are, some things can't be used.\n"));
        assert!(before.contains("Appointments              yes\n"));
        // It is said before, and then the practice says it for each.
        assert_eq!(before.matches(checked).count(), closed.len(), "{practice}: {before}");
        assert_eq!(after.matches(CHECK).count(), closed.len(), "{practice}: {after}");
        for name in closed {
            assert!(after.contains(&format!("\n{name}  ")), "{practice}: {after}");
        }
        let nothing = "nothing is closed because of your account.\n";
        assert_eq!(after.contains(nothing), closed.is_empty(), "{practice}: {after}");
        assert!(after.ends_with("\nYour session has ended. Goodbye.\n"));
    }
}

/// The server's line with this letter as the only one.
fn line_with(simulator: &Simulator, letter: Letter) -> String {
    let line = simulator.description();
    let (head, _) = line.split_once("\"pinDocuments\":[").unwrap();
    let letters = simulator.world().special_pin_documents("D99004");
    let PinDocument { account_id, linkage_key, surname, date_of_birth, .. } =
        letters.iter().find(|one| one.letter == letter).unwrap();
    format!(
        "{head}\"pinDocuments\":[{{\"odsCode\":\"D99004\",\"accountId\":\"{account_id}\",\"linkageKey\":\
         \"{linkage_key}\",\"surname\":\"{surname}\",\"dateOfBirth\":\"{date_of_birth}\"}}]}}"
    )
}

#[test]
fn a_letter_of_any_account_gets_as_far_as_the_account_goes() {
    let (simulator, directory) = (simulator(), Directory::new());
    let visit = |letter| {
        let server = directory.with("server.json", &line_with(&simulator, letter));
        kiosk(&["--server", &server])
    };
    let asked = "Asked all the same, the practice answers:\n";
    let run = visit(Letter::Restricted);
    run.worked(MAIN);
    run.worked(&["It is asked for.\n", "Your details\n", asked, CHECK, "Your record\n", asked, CHECK]);
    run.worked(&["Writing to your practice\n", "Your account is restricted", asked, CHECK, "Goodbye.\n"]);
    assert!(!run.screen.contains("It is sent."));
    let turned_on = "The practice hasn't turned this on for you. Please ask at reception.\n";
    let run = visit(Letter::WithoutPrescribing);
    run.worked(&["It is booked.\n", "Your medicines\n", turned_on, "Your details\n", "It is sent.\n"]);
    let run = visit(Letter::WithoutMedicalRecord);
    run.worked(&["It is asked for.\n", "Your record\n", turned_on, "It is sent.\n"]);
    assert!(!run.screen.contains("entries"));
    visit(Letter::WithoutAppointments)
        .failed(&["this patient cannot book appointments here", "another letter"]);
}
