//! Replies that are lost: the messages to the patient agree with the practice's books.

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
        Self::losing_at("B99002", losses)
    }

    fn losing_at(practice: &str, losses: &[(&'static str, Fate)]) -> Self {
        let (simulator, directory) = (simulator(), Directory::new());
        let proxy = Proxy::before(simulator.endpoint(), losses);
        let server = directory.with("server.json", &proxy.line(&simulator.description()));
        let run = kiosk(&["--server", &server, "--practice", practice]);
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

// SH-19, APP-1
#[test]
fn a_booking_whose_answer_is_lost_is_found() {
    let stage = Stage::losing(&[("BookAppointment", LostOnTheWayBack)]);
    stage.run.worked(&["\nBooking ", ASKED, "It is booked.\n", "Please choose another time.\n"]);
    stage.run.worked(&["It is cancelled.\n", "Your appointments after that\n", "Goodbye.\n"]);
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
    // The first call of each session that replaces the doubtful one is lost too, so the outcome stays unknown.
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
        "Read back what the practice has before",
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
        stage.run.worked(&["Cancelling\n", ASKED, said, "It is cancelled.\n", "after that\n"]);
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

// APP-1
#[test]
fn what_is_lost_twice_is_given_up_and_known_not_to_have_happened() {
    let stage = Stage::losing(&[("BookAppointment", LostOnTheWayThere); 2]);
    stage.run.failed(&["the practice did not answer, although it was asked again", "no reply came"]);
    assert!(stage.run.screen.ends_with("\nSorry, we can't go on just now. Please ask at reception.\n"));
    assert!(!stage.run.screen.contains("It is booked"));
    assert_eq!(stage.proxy.seen("BookAppointment").len(), 2);
    assert_eq!(stage.cancelled(), 0);
}

#[test]
fn a_prescription_request_whose_answer_is_lost_is_found() {
    let stage = Stage::losing(&[("RequestPrescription", LostOnTheWayBack)]);
    stage.run.worked(&["\nAsking for ", ASKED, "It is asked for.\n", "with the practice\n"]);
    stage.run.worked(&["Taking the request back\n", "It is taken back.\n", "taken back\n", "Goodbye.\n"]);
    // It was not sent again, and what is taken back is what was found.
    assert_eq!(stage.proxy.seen("RequestPrescription").len(), 1);
    assert_eq!(stage.proxy.seen("CancelPrescriptionRequest").len(), 1);
    assert_eq!(stage.run.screen.matches("with the practice\n").count(), 1);
}

#[test]
fn a_prescription_request_that_never_came_is_made_after_all() {
    let stage = Stage::losing(&[("RequestPrescription", LostOnTheWayThere)]);
    stage.run.worked(&[
        ASKED,
        "It was not asked for. We ask for it now.\n",
        "It is asked for.\n",
        "Goodbye.\n",
    ]);
    assert_eq!(stage.proxy.seen("RequestPrescription").len(), 2);
}

#[test]
fn a_request_taken_back_without_an_answer_is_found() {
    for (fate, said) in
        [(LostOnTheWayBack, ""), (LostOnTheWayThere, "It was not taken back. We take it back now.\n")]
    {
        let stage = Stage::losing(&[("CancelPrescriptionRequest", fate)]);
        stage.run.worked(&["Taking the request back\n", ASKED, said, "It is taken back.\n", "Goodbye.\n"]);
        assert_eq!(stage.run.screen.matches(ASKED).count(), 1);
    }
}

#[test]
fn a_prescription_request_that_stays_in_doubt_is_told_as_one() {
    let read = |fate| ("GetPrescriptionRequests", fate);
    let lost = [read(Arrives), read(LostOnTheWayThere), read(LostOnTheWayBack), read(LostOnTheWayThere)];
    let stage = Stage::losing(&[&[("RequestPrescription", LostOnTheWayBack)], &lost[..]].concat());
    stage.run.failed(&["it is not known whether the practice did", "no reply came"]);
    let (_, after) = stage.run.screen.split_once(ASKED).unwrap();
    assert!(after.contains("\nThe practice may still have your request for "), "{after}");
    assert!(!after.contains("It is"), "{after}");
}

#[test]
fn a_message_is_sent_once_whichever_answer_is_lost() {
    for (fate, said) in [(LostOnTheWayBack, ""), (LostOnTheWayThere, "It was not sent. We send it now.\n")] {
        let stage = Stage::losing_at("D99004", &[("SendMessage", fate)]);
        stage.run.worked(&["Writing to your practice\n", ASKED, said, "It is sent.\n", "Goodbye.\n"]);
        let (_, written) = stage.run.screen.split_once("What you have written\n").unwrap();
        assert_eq!(written.matches("Change of telephone number").count(), 1, "{written}");
    }
    let read = |fate| ("GetMessages", fate);
    let lost = [read(Arrives), read(LostOnTheWayThere), read(LostOnTheWayThere), read(LostOnTheWayThere)];
    let stage = Stage::losing_at("D99004", &[&[("SendMessage", LostOnTheWayThere)], &lost[..]].concat());
    stage.run.failed(&["it is not known whether the practice did"]);
    assert!(stage.run.screen.ends_with("Your message may have been sent.\n"), "{}", stage.run.screen);
}

#[test]
fn a_long_list_is_read_anew_where_it_broke_off() {
    let read = |fate| ("GetMedicalRecordData", fate);
    let lost = [read(Arrives), read(Arrives), read(Arrives), read(LostOnTheWayThere)];
    let undisturbed = Stage::losing_at("D99004", &[]);
    let stage = Stage::losing_at("D99004", &lost);
    stage.run.worked(&["Your record: test results\n", "Goodbye.\n"]);
    let record = |run: &Run| {
        let (_, record) = run.screen.split_once("\nYour record\n").unwrap();
        record.split_once("\nWriting to your practice\n").unwrap().0.to_owned()
    };
    assert_eq!(record(&stage.run), record(&undisturbed.run));
    assert!(!stage.run.screen.contains(ASKED));
}
