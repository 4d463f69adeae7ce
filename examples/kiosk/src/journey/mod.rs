//! What happens at the kiosk, from the letter with the PIN to the end of the session. Read it from [`run`] down.
//!
//! The one thing that a reader would get wrong: the screen says that something was done only when the practice has said
//! so in a verified reply, or when it has been read back after one was lost (see [`change`]).

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

use emis_core::capabilities::{Capabilities, Capability};
use emis_core::messages::appointments::BookAppointment;
use emis_core::profile::{OpenProfile, Profile as _};
use jiff::civil::{Date, DateTime};
use zeroize::Zeroizing;

use crate::desk::{Desk, REPLY_BUFFER, REQUEST_BUFFER};
use crate::screens::{Screen, day_in_full};
use crate::setup::{Place, Setup, common_version};
use crate::trouble::Trouble;
use crate::words;

/// A patient at the kiosk.
struct Journey<'j, 'b, W> {
    desk: Desk<'b>,
    screen: &'j mut Screen<W>,
    now: DateTime,
    /// What the practice has, or may have, because of this journey: for the last words if it ends early.
    left: Option<String>,
}

/// The whole of it.
pub(crate) fn run<W: Write>(setup: Setup, screen: &mut Screen<W>) -> Result<(), Trouble> {
    let Setup { transport, mut place, simulator: _simulator } = setup;
    // A letter goes through the one, the patient's new key through the other: both are wiped at the end.
    let (mut request, mut reply) =
        (Zeroizing::new(vec![0; REQUEST_BUFFER]), Zeroizing::new(vec![0; REPLY_BUFFER]));
    let application = place.keyring.application()?;
    let desk = Desk::new(application, transport, place.practice, &mut request, &mut reply);
    let mut journey = Journey { desk, screen, now: place.now, left: None };
    let outcome = journey.walk(&mut place);
    if let Err(trouble) = &outcome {
        journey.desk.end();
        // Why it ended says more than a screen that is gone.
        let _ = journey.apologise(trouble);
    }
    outcome
}

impl<W: Write> Journey<'_, '_, W> {
    fn walk(&mut self, place: &mut Place) -> Result<(), Trouble> {
        self.arrive(place)?;
        let known = self.visit(place)?;
        self.restricted(place, &known)
    }

    /// A patient's visit. What the practice said of itself meanwhile is known to the next one too.
    fn visit(&mut self, place: &mut Place) -> Result<Capabilities, Trouble> {
        let Place { keyring, folder, practice, pin_documents, .. } = place;
        let relationship =
            register::register(&mut self.desk, keyring, *practice, pin_documents, self.screen)?;
        self.desk.serve(relationship);
        let welcome = self.welcome(*practice)?;
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
        self.messages(known)?;
        self.goodbye()?;
        Ok(welcome.known)
    }

    /// The end of a visit.
    fn goodbye(&mut self) -> Result<(), Trouble> {
        self.desk.end();
        self.screen.pause()?;
        Ok(self.screen.say("Your session has ended. Goodbye.")?)
    }

    fn today(&self) -> Date {
        self.now.date()
    }

    /// Asks the practice what it is, before anybody enters anything.
    fn arrive(&mut self, place: &Place) -> Result<(), Trouble> {
        let practice = self.desk.practice()?;
        self.screen.heading(&practice.name)?;
        let day = day_in_full(self.today(), Date::ZERO);
        self.screen
            .say(&format!("{day}. Practice {}, schema version {}.", place.practice, practice.version))?;
        if !practice.live {
            return Err(Trouble::Setup(format!(
                "practice {} is not live: give another --practice, or wait until the practice has opened its online \
                 services.",
                place.practice
            )));
        }
        self.desk.speak(common_version(practice.version, OpenProfile::VERSIONS)?);
        Ok(())
    }

    /// What the patient is told when it ends early.
    fn apologise(&mut self, trouble: &Trouble) -> io::Result<()> {
        let sentence = match trouble {
            Trouble::Refused(refusal) => words::refusal(refusal.code),
            _ => words::SORRY,
        };
        self.screen.pause()?;
        self.screen.say(sentence)?;
        self.left.as_ref().map_or(Ok(()), |left| self.screen.say(left))
    }
}

/// Without appointments there is nothing that this kiosk is for.
fn may_book(known: &Capabilities) -> Result<(), Trouble> {
    match known.of::<BookAppointment<'_>>() {
        Capability::Refused(reason) => Err(Trouble::Setup(format!(
            "this patient cannot book appointments here: {reason}. Start again with another letter, or another \
             --practice."
        ))),
        _ => Ok(()),
    }
}
