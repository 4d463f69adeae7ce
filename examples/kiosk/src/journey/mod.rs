//! What happens at the kiosk, from the letter with the PIN to the end of the session. Read it from [`run`] down.
//!
//! Nothing of a patient stays when the visit ends: the session is ended, `emis-client` wipes its buffers and keys, and
//! the files of a visit are removed unless the options name a place for them.

mod abilities;
mod appointments;
mod booking;
mod change;
mod details;
mod document;
mod entered;
mod messages;
mod prescriptions;
mod record;
mod register;
mod restricted;

use std::io::{self, Write};

use emis_client::{Error, Patient, Practice, Settings};
use emis_core::capabilities::{Capabilities, Capability};
use emis_core::messages::appointments::BookAppointment;
use emis_http::HttpTransport;
use jiff::civil::{Date, DateTime};

use crate::screens::{Screen, day_in_full};
use crate::setup::{Folder, PinDocument, Place, Setup};
use crate::trouble::Trouble;
use crate::words;

/// A patient at the kiosk.
struct Journey<'j, W> {
    patient: Patient<'j, HttpTransport>,
    screen: &'j Screen<W>,
    now: DateTime,
    /// What the practice has, or may have, because of this journey: the last sentence if it ends early.
    left: &'j mut Option<String>,
}

/// All visits, one after another.
pub(crate) fn run<W: Write + Send>(setup: Setup, screen: &Screen<W>) -> Result<(), Trouble> {
    let Setup { transport, place, simulator: _simulator } = setup;
    let mut left = None;
    let outcome = visits(transport, &place, screen, &mut left);
    if let Err(trouble) = &outcome {
        // Why it ended says more than a screen that is gone.
        let _ = apologise(screen, trouble, left.as_deref());
    }
    outcome
}

fn visits<W: Write + Send>(
    transport: HttpTransport,
    place: &Place,
    screen: &Screen<W>,
    left: &mut Option<String>,
) -> Result<(), Trouble> {
    let practice = arrive(transport, place, screen)?;
    visit(&practice, place, &place.pin_documents, screen, left, Journey::whole)?;

    screen.heading("The next patient, whose account is restricted")?;
    if place.restricted.is_empty() {
        return Ok(screen.say("This server names no letter for such an account, so no patient comes.")?);
    }
    visit(&practice, place, &place.restricted, screen, left, |journey, _| journey.restricted())
}

/// Asks the practice what it is, before anyone enters anything.
fn arrive<W: Write>(
    transport: HttpTransport,
    place: &Place,
    screen: &Screen<W>,
) -> Result<Practice<HttpTransport>, Trouble> {
    let settings = Settings { pause: place.pause, ..Settings::default() };
    let practice = Practice::connect_with(transport, place.keyring.application()?, place.practice, settings)?;
    let information = practice.information();
    screen.heading(&information.practice_name)?;
    let day = day_in_full(place.now.date(), Date::ZERO);
    screen.say(&format!(
        "{day}. Practice {}, schema version {}.",
        place.practice, information.schema_version
    ))?;
    if !information.live {
        return Err(Trouble::Setup(format!(
            "practice {} is not live: give another --practice, or wait until the practice has opened its online \
             services.",
            place.practice
        )));
    }
    Ok(practice)
}

/// A patient's visit, from the letter to the end of the session.
fn visit<'j, W: Write + Send>(
    practice: &'j Practice<HttpTransport>,
    place: &Place,
    letters: &[PinDocument],
    screen: &'j Screen<W>,
    left: &'j mut Option<String>,
    walk: impl FnOnce(&mut Journey<'j, W>, &Folder) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    // What is kept for the visit alone is removed when these go, however the visit ends.
    let (mut kept, folder) = (place.keyring.open()?, Folder::new(place.documents.as_deref())?);
    let patient = register::register(practice, &mut kept, letters, screen)?;
    let mut journey = Journey { patient, screen, now: place.now, left };
    let outcome = walk(&mut journey, &folder);
    // APP-5
    journey.patient.end();
    outcome?;
    screen.pause()?;
    Ok(screen.say("Your session has ended. Goodbye.")?)
}

/// The message when the visit ends early.
fn apologise<W: Write>(screen: &Screen<W>, trouble: &Trouble, left: Option<&str>) -> io::Result<()> {
    let sentence = match trouble {
        Trouble::Call(Error::Refused(refusal)) => words::refusal(refusal.code),
        _ => words::SORRY,
    };
    screen.pause()?;
    screen.say(sentence)?;
    left.map_or(Ok(()), |left| screen.say(left))
}

impl<W: Write + Send> Journey<'_, W> {
    /// Everything that a patient with a full account can do.
    fn whole(&mut self, folder: &Folder) -> Result<(), Trouble> {
        let welcome = self.welcome()?;
        let known = &welcome.known;
        may_book(known)?;

        self.screen.heading("Your appointments, today and to come")?;
        self.show_appointments()?;

        self.screen.heading("Free appointments")?;
        let free = self.search(&welcome)?;
        let entry = self.book(&free, known)?;
        self.screen.heading("Your appointments now")?;
        self.show_held(&entry, true)?;

        self.screen.heading("The same appointment, booked a second time")?;
        self.book_again(&entry, known)?;

        self.screen.heading("Cancelling")?;
        self.cancel(&entry)?;
        self.screen.heading("Your appointments after that")?;
        self.show_held(&entry, false)?;

        self.prescriptions(&welcome)?;
        self.details(known)?;
        self.record(known)?;
        self.document(known, folder)?;
        self.messages(known)
    }

    fn today(&self) -> Date {
        self.now.date()
    }
}

/// Without appointments this kiosk has nothing to offer.
fn may_book(known: &Capabilities) -> Result<(), Trouble> {
    match known.of::<BookAppointment<'_>>() {
        Capability::Refused(reason) => Err(Trouble::Setup(format!(
            "this patient cannot book appointments here: {reason}. Start again with another letter, or another \
             --practice."
        ))),
        _ => Ok(()),
    }
}
