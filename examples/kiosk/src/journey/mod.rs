//! What happens at the kiosk, from the letter with the PIN to the end of the session. Read it from [`run`] down.
//!
//! The one thing that a reader would get wrong: the screen says that something was done only when the practice has said
//! so in a verified reply, or when it has been read back after one was lost (see [`change`]).

mod appointments;
mod change;
mod register;

use std::io::{self, Write};

use emis_core::messages::practice::{GetPracticeSettings, GetUserOptions, InputRequirement};
use emis_core::profile::{OpenProfile, Profile as _};
use jiff::civil::{Date, DateTime};
use zeroize::Zeroizing;

use crate::desk::{Desk, REPLY_BUFFER, REQUEST_BUFFER};
use crate::screens::{Entry, Screen, day_in_full};
use crate::setup::{Place, Setup, common_version};
use crate::trouble::Trouble;
use crate::words;

/// A patient at the kiosk.
struct Journey<'j, 'b, W> {
    desk: Desk<'b>,
    screen: &'j mut Screen<W>,
    now: DateTime,
    /// What the patient holds because of this journey, for the last words if it ends early.
    booked: Option<Entry>,
}

/// What the practice wants of those who book.
struct Rules {
    reason: Option<usize>,
    days_ahead: i64,
}

/// Why the patient comes, as it was entered.
const REASON: &str = "A sore throat since Thursday & a temperature; it doesn't get better.";

/// The whole of it.
pub(crate) fn run<W: Write>(setup: Setup, screen: &mut Screen<W>) -> Result<(), Trouble> {
    let Setup { transport, mut place, simulator: _simulator } = setup;
    // A letter goes through the one, the patient's new key through the other: both are wiped at the end.
    let (mut request, mut reply) =
        (Zeroizing::new(vec![0; REQUEST_BUFFER]), Zeroizing::new(vec![0; REPLY_BUFFER]));
    let application = place.keyring.application()?;
    let desk = Desk::new(application, transport, place.practice, &mut request, &mut reply);
    let mut journey = Journey { desk, screen, now: place.now, booked: None };
    let outcome = journey.walk(&mut place);
    journey.desk.end();
    match &outcome {
        Ok(()) => {
            journey.screen.pause()?;
            journey.screen.say("Your session has ended. Goodbye.")?;
        }
        // Why it ended says more than a screen that is gone.
        Err(trouble) => _ = journey.apologise(trouble),
    }
    outcome
}

impl<W: Write> Journey<'_, '_, W> {
    fn walk(&mut self, place: &mut Place) -> Result<(), Trouble> {
        self.arrive(place)?;
        let relationship = register::register(&mut self.desk, place, self.screen)?;
        self.desk.serve(relationship);
        let rules = self.welcome(place)?;

        self.screen.heading("Your appointments, today and to come")?;
        self.show_appointments()?;

        self.screen.heading("Free appointments")?;
        let free = self.search(rules.days_ahead)?;
        let entry = self.book(&free, rules.reason)?;
        self.screen.heading("Your appointments now")?;
        self.show_held(&entry, true)?;

        self.screen.heading("The same appointment, booked a second time")?;
        self.book_again(&entry, rules.reason)?;

        self.screen.heading("Cancelling")?;
        self.cancel(&entry)?;
        self.screen.heading("Your appointments after that")?;
        self.show_held(&entry, false)
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

    /// The practice's own words, and its rules.
    fn welcome(&mut self, place: &Place) -> Result<Rules, Trouble> {
        let request = GetPracticeSettings { ods_code: place.practice };
        let (rules, texts) = self.desk.ask(&request, |settings| {
            let wanted = match settings.input_requirements.appointment_booking_reason {
                InputRequirement::RequestedOptional | InputRequirement::RequestedMandatory => {
                    usize::try_from(settings.appointments.booking_reason_maximum_length).ok()
                }
                // Of a word that is not known, nothing says that a reason would be taken.
                _ => None,
            };
            let rules = Rules { reason: wanted, days_ahead: settings.appointments.latest_booking_days };
            let messages = [settings.messages.welcome, settings.messages.appointments];
            Ok((rules, messages.map(|text| text.map(|text| text.to_string()))))
        })?;
        for text in texts.into_iter().flatten() {
            self.screen.pause()?;
            self.screen.quote(&text)?;
        }
        let may_book =
            self.desk.ask(&GetUserOptions {}, |options| Ok(options.effective_services.appointments))?;
        if may_book {
            return Ok(rules);
        }
        Err(Trouble::Setup(
            "the practice has not given this patient the booking of appointments: start again with another letter, \
             or ask the practice to turn it on."
                .to_owned(),
        ))
    }

    /// What the patient is told when it ends early.
    fn apologise(&mut self, trouble: &Trouble) -> io::Result<()> {
        let sentence = match trouble {
            Trouble::Refused(refusal) => words::refusal(refusal.code),
            _ => words::SORRY,
        };
        self.screen.pause()?;
        self.screen.say(sentence)?;
        if let Some(entry) = &self.booked {
            let booked = entry.sentence(self.today());
            self.screen.say(&format!("Your appointment on {booked} may still be booked."))?;
        }
        Ok(())
    }
}
