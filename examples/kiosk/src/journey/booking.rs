//! Booking an appointment, seeing it refused a second time, and giving it back.

use std::io::Write;

use emis_core::capabilities::Capabilities;
use emis_core::fault::FaultCode;
use emis_core::messages::appointments::{BookAppointment, CancelAppointment};

use super::Journey;
use super::change::Said;
use super::entered::{REASON, text, wanted};
use crate::screens::Entry;
use crate::trouble::Trouble;
use crate::words;

/// How many slots are tried if others take them meanwhile.
const CHOICES: usize = 5;

const BOOKING: Said = Said { done: "It is booked.", not_done: "It was not booked. We book it now." };

const CANCELLING: Said =
    Said { done: "It is cancelled.", not_done: "It was not cancelled. We cancel it now." };

impl<W: Write> Journey<'_, '_, W> {
    /// Books the first of these that nobody else takes meanwhile.
    pub(super) fn book(&mut self, free: &[Entry], known: &Capabilities) -> Result<Entry, Trouble> {
        let mut refused = None;
        for entry in free.iter().take(CHOICES) {
            let sentence = entry.sentence(self.today());
            self.screen.heading(&format!("Booking {sentence}"))?;
            if let Some(reason) = wanted(known.booking_reason(), REASON) {
                self.screen.say(&format!("Your reason: {reason}"))?;
            }
            self.left = Some(format!("Your appointment on {sentence} may still be booked."));
            let request = booking(entry, known)?;
            let look = |journey: &mut Self| Ok(journey.holds(entry)?.then_some(()));
            match self.change(&request, |_| Ok(()), look, &BOOKING) {
                Ok(()) => return Ok(entry.clone()),
                Err(Trouble::Refused(refusal)) if is_gone(refusal.code) => {
                    self.left = None;
                    self.screen.say(words::refusal(refusal.code))?;
                    refused = Some(Trouble::Refused(refusal));
                }
                Err(trouble) => {
                    self.left.take_if(|_| !trouble.leaves_doubt());
                    return Err(trouble);
                }
            }
        }
        Err(refused.unwrap_or(Trouble::Practice("it offers no appointment that can be booked")))
    }

    /// Books what is booked already, so that the refusal can be seen.
    pub(super) fn book_again(&mut self, entry: &Entry, known: &Capabilities) -> Result<(), Trouble> {
        for _ in 0..2 {
            match self.desk.change(&booking(entry, known)?, |_| Ok(())) {
                Err(Trouble::Refused(refusal)) if refusal.code == Some(FaultCode::SlotUnavailable) => {
                    return Ok(self.screen.say(words::refusal(refusal.code))?);
                }
                // Whatever became of it, the patient has the appointment: to ask again can change nothing.
                Err(Trouble::InDoubt(doubt)) => _ = self.settle(doubt, |journey| journey.holds(entry))?,
                Err(trouble) => return Err(trouble),
                Ok(()) => return Err(Trouble::Practice("it books one appointment twice")),
            }
        }
        Err(Trouble::Practice("it does not answer a booking of what is booked"))
    }

    /// Cancels an appointment.
    pub(super) fn cancel(&mut self, entry: &Entry) -> Result<(), Trouble> {
        let request = CancelAppointment { slot_id: entry.slot_id, reason: None };
        let look = |journey: &mut Self| Ok((!journey.holds(entry)?).then_some(()));
        self.change(&request, |_| Ok(()), look, &CANCELLING)?;
        self.left = None;
        Ok(())
    }

    /// Whether the patient has the appointment.
    fn holds(&mut self, entry: &Entry) -> Result<bool, Trouble> {
        Ok(self.appointments()?.iter().any(|held| held.slot_id == entry.slot_id))
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
fn booking(entry: &Entry, known: &Capabilities) -> Result<BookAppointment<'static>, Trouble> {
    let booking_reason = wanted(known.booking_reason(), REASON).map(text).transpose()?;
    let request = BookAppointment { slot_id: entry.slot_id, booking_reason, telephone: None };
    known.check_booking(&request, None)?;
    Ok(request)
}
