//! Replies that are lost: what the person is told is what the practice has done.

use crate::common::{Directory, Run, kiosk, simulator};
use crate::proxy::Fate::{self, LostOnTheWayBack, LostOnTheWayThere};
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
    // The first call of the session that replaces the doubtful one is lost too, so nobody knows whether it has.
    let lost = ("GetPatientAppointments", LostOnTheWayThere);
    let stage = Stage::losing(&[("BookAppointment", LostOnTheWayBack)]);
    let before = stage.proxy.seen("GetPatientAppointments").len();
    drop(stage);
    assert!(before >= 3);
    let stage = Stage::losing(&[("BookAppointment", LostOnTheWayBack), lost, lost]);
    stage.run.worked(&[ASKED, "It is booked.\n", "Goodbye.\n"]);
    let begun = stage.proxy.seen("BeginSession");
    let bookings = stage.proxy.seen("BookAppointment");
    assert!(begun.len() >= 4, "{}", begun.len());
    assert_eq!(member(begun.last().unwrap(), "ReplacesSessionId"), member(&bookings[0], "SessionId"));
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
    // The first booking is answered; the second one, of the same appointment, is not.
    let stage = Stage::losing(&[("GetPracticeSettings", LostOnTheWayBack), ("EndSession", LostOnTheWayBack)]);
    stage.run.worked(&["It is booked.\n", "Please choose another time.\n", "Goodbye.\n"]);
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
fn who_loses_everything_is_told_so() {
    let lost = [("BookAppointment", LostOnTheWayThere); 2];
    let stage = Stage::losing(&lost);
    stage.run.failed(&[
        "it is not known whether the practice did",
        "no reply came",
        "The network or the practice end",
    ]);
    assert!(stage.run.screen.ends_with("\nSorry, we can't go on just now. Please ask at reception.\n"));
    assert!(!stage.run.screen.contains("It is booked"));
    assert_eq!(stage.proxy.seen("BookAppointment").len(), 2);
    assert_eq!(stage.cancelled(), 0);
}
