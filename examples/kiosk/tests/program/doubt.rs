//! Replies that are lost: what the person is told is what the practice has done.

use crate::common::{Directory, Run, kiosk, simulator};
use crate::proxy::Fate::{self, Arrives, LostOnTheWayBack, LostOnTheWayThere};
use crate::proxy::Proxy;
use emis_simulator::Simulator;

const ASKED: &str = "The practice didn't answer. One moment: we ask it what it has done.\n";

struct Stage {
    simulator: Simulator,
    proxy: Proxy,
    run: Run,
}

impl Stage {
    /// A journey on which these messages are lost.
    fn losing(losses: &[(&'static str, Fate)]) -> Self {
        let (simulator, directory) = (simulator(), Directory::new());
        let proxy = Proxy::before(simulator.endpoint(), losses);
        let server = directory.with("server.json", &proxy.line(&simulator.description()));
        let run = kiosk(&["--server", &server, "--practice", "B99002"]);
        Self { simulator, proxy, run }
    }

    /// How many bookings the practice has taken back.
    fn cancelled(&self) -> usize {
        let world = self.simulator.world();
        let practice = world.practices().find(|practice| practice.ods_code == "B99002").unwrap();
        practice.cancellations().len()
    }
}

/// What is between the tags of this name, if it is there.
fn member<'m>(message: &'m str, name: &str) -> Option<&'m str> {
    Some(message.split_once(&format!("<{name}>"))?.1.split_once('<')?.0)
}

#[test]
fn a_booking_whose_answer_is_lost_is_found() {
    let stage = Stage::losing(&[("BookAppointment", LostOnTheWayBack)]);
    stage.run.worked(&["\nBooking ", ASKED, "It is booked.\n", "Please choose another time.\n"]);
    stage.run.worked(&["It is cancelled.\n", "You have none.\n", "Goodbye.\n"]);
    assert!(!stage.run.screen.contains("It was not booked"));
    // Once for the booking, once for the refusal: the lost one was not sent again.
    let bookings = stage.proxy.seen("BookAppointment");
    assert_eq!(bookings.len(), 2);
    assert_eq!(stage.cancelled(), 1);
    // The next session replaces the doubtful one.
    let begun = stage.proxy.seen("BeginSession");
    assert_eq!(begun.len(), 3);
    assert_eq!(member(&begun[2], "ReplacesSessionId"), member(&bookings[0], "SessionId"));
    assert!(begun[..2].iter().all(|begun| member(begun, "ReplacesSessionId").is_none()));
}

#[test]
fn a_booking_that_never_came_is_made_after_all() {
    let stage = Stage::losing(&[("BookAppointment", LostOnTheWayThere)]);
    stage.run.worked(&[ASKED, "It was not booked. We book it now.\n", "It is booked.\n", "Goodbye.\n"]);
    assert_eq!(stage.proxy.seen("BookAppointment").len(), 3);
    assert_eq!(stage.cancelled(), 1);
}

#[test]
fn what_is_in_doubt_stays_so_until_it_has_been_read_back() {
    // The first call of each session that replaces the doubtful one is lost too, so nobody knows whether it has.
    let read = |fate| ("GetPatientAppointments", fate);
    let lost = [read(Arrives), read(LostOnTheWayThere), read(LostOnTheWayBack)];
    let stage = Stage::losing(&[&[("BookAppointment", LostOnTheWayBack)], &lost[..]].concat());
    stage.run.worked(&[ASKED, "It is booked.\n", "Goodbye.\n"]);
    let doubtful = stage.proxy.seen("BookAppointment");
    let doubtful = member(&doubtful[0], "SessionId");
    let begun = stage.proxy.seen("BeginSession");
    assert_eq!(begun.len(), 5);
    assert!(begun[2..].iter().all(|begun| member(begun, "ReplacesSessionId") == doubtful));
}

#[test]
fn a_doubt_that_cannot_be_settled_is_told_as_one() {
    let read = |fate| ("GetPatientAppointments", fate);
    let lost = [read(Arrives), read(LostOnTheWayThere), read(LostOnTheWayThere), read(LostOnTheWayThere)];
    let stage = Stage::losing(&[&[("BookAppointment", LostOnTheWayBack)], &lost[..]].concat());
    stage.run.failed(&[
        "it is not known whether the practice did",
        "no reply came",
        "Read the appointments before",
    ]);
    let (_, after) = stage.run.screen.split_once(ASKED).unwrap();
    assert!(
        after.contains("\nSorry, we can't go on just now. Please ask at reception.\nYour appointment on ")
    );
    assert!(after.ends_with("may still be booked.\n") && !after.contains("It is"), "{after}");
}

#[test]
fn a_cancellation_whose_answer_is_lost_is_found() {
    for (fate, said) in
        [(LostOnTheWayBack, ""), (LostOnTheWayThere, "It was not cancelled. We cancel it now.\n")]
    {
        let stage = Stage::losing(&[("CancelAppointment", fate)]);
        stage.run.worked(&["Cancelling\n", ASKED, said, "It is cancelled.\n", "You have none.\n"]);
        assert_eq!(stage.cancelled(), 1);
        assert_eq!(stage.run.screen.matches(ASKED).count(), 1);
    }
}

#[test]
fn a_refusal_whose_answer_is_lost_is_asked_for_again() {
    let stage = Stage::losing(&[("BookAppointment", Arrives), ("BookAppointment", LostOnTheWayBack)]);
    stage.run.worked(&[
        "It is booked.\n",
        "a second time\n",
        ASKED,
        "Please choose another time.\n",
        "Goodbye.\n",
    ]);
    assert_eq!(stage.cancelled(), 1);
}

#[test]
fn what_changes_nothing_is_asked_anew_and_nobody_notices() {
    let stage = Stage::losing(&[
        ("GetClinicalVersionInformation", LostOnTheWayBack),
        ("GetPracticeSettings", LostOnTheWayBack),
        ("GetAvailableAppointments", Arrives),
        ("GetAvailableAppointments", Arrives),
        ("GetAvailableAppointments", LostOnTheWayThere),
        ("EndSession", LostOnTheWayBack),
    ]);
    stage.run.worked(&["It is booked.\n", "Please choose another time.\n", "Goodbye.\n"]);
    assert!(!stage.run.screen.contains(ASKED));
    // A place in a list is not taken from one session to the next: the third page was asked for, then the first.
    let pages = stage.proxy.seen("GetAvailableAppointments");
    let places: Vec<_> = pages.iter().take(4).map(|page| member(page, "After").is_some()).collect();
    assert_eq!(places[..3], [false, true, true]);
    let anew = pages.iter().skip(3).position(|page| member(page, "After").is_none());
    assert!(anew.is_some_and(|at| at <= 1), "{anew:?}");
}

#[test]
fn a_registration_may_be_asked_again() {
    for fate in [LostOnTheWayBack, LostOnTheWayThere] {
        let stage = Stage::losing(&[("RegisterWithPinDocument", fate), ("BeginSession", fate)]);
        stage.run.worked(&["You are registered", "It is booked.\n", "Goodbye.\n"]);
        let asked = stage.proxy.seen("RegisterWithPinDocument");
        assert_eq!(asked.len(), 2);
        assert_eq!(member(&asked[0], "AccountId"), member(&asked[1], "AccountId"));
    }
}

#[test]
fn what_is_lost_twice_is_given_up_and_known_not_to_have_happened() {
    let stage = Stage::losing(&[("BookAppointment", LostOnTheWayThere); 2]);
    stage.run.failed(&["the practice did not answer, although it was asked again", "no reply came"]);
    assert!(stage.run.screen.ends_with("\nSorry, we can't go on just now. Please ask at reception.\n"));
    assert!(!stage.run.screen.contains("It is booked"));
    assert_eq!(stage.proxy.seen("BookAppointment").len(), 2);
    assert_eq!(stage.cancelled(), 0);
}
