//! Booking an appointment, seeing it refused a second time, and cancelling it.

use std::io::Write;

use emis_client::change::Effect;
use emis_client::{Changed, Error};
use emis_core::capabilities::Capabilities;
use emis_core::fault::FaultCode;
use emis_core::messages;
use emis_core::owned::appointments::{BookAppointment, CancelAppointment};

use super::Journey;
use super::change::Said;
use super::entered::{REASON, owned, text, wanted};
use crate::screens::Entry;
use crate::trouble::Trouble;
use crate::words;

/// How many slots are tried if other patients take them meanwhile.
const CHOICES: usize = 5;

const BOOKING: Said = Said { done: "It is booked.", not_done: "It was not booked. We book it now." };

const CANCELLING: Said =
    Said { done: "It is cancelled.", not_done: "It was not cancelled. We cancel it now." };

impl<W: Write + Send> Journey<'_, W> {
    /// Books the first of these that no other patient takes meanwhile.
    pub(super) fn book(&mut self, free: &[Entry], known: &Capabilities) -> Result<Entry, Trouble> {
        let mut refused = None;
        for entry in free.iter().take(CHOICES) {
            let sentence = entry.sentence(self.today());
            self.screen.heading(&format!("Booking {sentence}"))?;
            if let Some(reason) = wanted(known.booking_reason(), REASON) {
                self.screen.say(&format!("Your reason: {reason}"))?;
            }
            let left = format!("Your appointment on {sentence} may still be booked.");
            match self.change(&booking(entry, known)?, &BOOKING, left) {
                Err(Trouble::Call(Error::Refused(refusal))) if is_gone(refusal.code) => {
                    self.screen.say(words::refusal(refusal.code))?;
                    refused = Some(Error::Refused(refusal));
                }
                booked => return booked.map(|_| entry.clone()),
            }
        }
        Err(refused.map_or(Trouble::Practice("it offers no appointment that can be booked"), Trouble::Call))
    }

    /// Books an appointment a second time, to show the refusal.
    pub(super) fn book_again(&mut self, entry: &Entry, known: &Capabilities) -> Result<(), Trouble> {
        self.tell_progress(BOOKING.not_done);
        for _ in 0..2 {
            match self.patient.change(&booking(entry, known)?) {
                Err(Error::Refused(refusal)) if refusal.code == Some(FaultCode::SlotUnavailable) => {
                    return Ok(self.screen.say(words::refusal(refusal.code))?);
                }
                Err(error) => return Err(error.into()),
                // The reply was lost. The patient has the appointment, so the next answer is a refusal too.
                Ok(Changed::Settled(Effect::TookPlace)) => {}
                Ok(Changed::Done(_)) => return Err(Trouble::Practice("it books one appointment twice")),
                Ok(Changed::Settled(_)) => {
                    return Err(Trouble::Practice("it does not show an appointment that it has booked"));
                }
                Ok(Changed::InDoubt(_)) => {
                    return Err(Trouble::InDoubt(self.patient.last_error().cloned()));
                }
            }
        }
        Err(Trouble::Practice("it does not answer a second booking of an appointment"))
    }

    /// Cancels an appointment.
    pub(super) fn cancel(&mut self, entry: &Entry) -> Result<(), Trouble> {
        let request = CancelAppointment { slot_id: entry.slot_id, reason: None };
        let left = format!("Your appointment on {} may still be booked.", entry.sentence(self.today()));
        self.change(&request, &CANCELLING, left)?;
        *self.left = None;
        Ok(())
    }
}

/// Another time may still be free.
fn is_gone(code: Option<FaultCode<'_>>) -> bool {
    matches!(
        code,
        Some(
            FaultCode::SlotUnavailable
                | FaultCode::SlotNotFound
                | FaultCode::SlotInPast
                | FaultCode::SlotTooSoon
                | FaultCode::SlotTooLate
        )
    )
}

/// The request, which keeps to the practice's rules.
fn booking(entry: &Entry, known: &Capabilities) -> Result<BookAppointment, Trouble> {
    let booking_reason = wanted(known.booking_reason(), REASON).map(text).transpose()?;
    let request =
        messages::appointments::BookAppointment { slot_id: entry.slot_id, booking_reason, telephone: None };
    known.check_booking(&request, None)?;
    owned(request)
}
