//! Booking and cancelling: the calls that change something, and what is done when their reply does not come.
//!
//! The one thing that a reader would get wrong: after a lost reply the call is not made again to see what happens. The
//! appointments are read in the session that replaces the doubtful one, in which no late call can still take effect;
//! only then is it said what is true, and only what is known not to have happened is done again, once.

use std::io::Write;

use emis_core::fault::FaultCode;
use emis_core::messages::Operation;
use emis_core::messages::appointments::{BookAppointment, CancelAppointment};
use emis_core::types::Text;

use super::{Journey, REASON};
use crate::screens::Entry;
use crate::trouble::{Doubt, Trouble};
use crate::words;

/// How many slots are tried if others take them meanwhile.
const CHOICES: usize = 5;
/// The longest reason that a message can carry.
const LONGEST_REASON: usize = 500;

/// The sentences of a change, and what is true when it has been made.
struct Change {
    /// Whether the patient has the appointment then.
    held: bool,
    done: &'static str,
    not_done: &'static str,
}

const BOOKING: Change =
    Change { held: true, done: "It is booked.", not_done: "It was not booked. We book it now." };

const CANCELLING: Change =
    Change { held: false, done: "It is cancelled.", not_done: "It was not cancelled. We cancel it now." };

impl<W: Write> Journey<'_, '_, W> {
    /// Books the first of these that nobody else takes meanwhile.
    pub(super) fn book(&mut self, free: &[Entry], reason: Option<usize>) -> Result<Entry, Trouble> {
        let mut refused = None;
        for entry in free.iter().take(CHOICES) {
            self.screen.heading(&format!("Booking {}", entry.sentence(self.today())))?;
            let reason = reason.map(|length| shortened(REASON, length)).filter(|reason| !reason.is_empty());
            if let Some(reason) = reason {
                self.screen.say(&format!("Your reason: {reason}"))?;
            }
            match self.change(&booking(entry, reason)?, entry, &BOOKING) {
                Err(Trouble::Refused(refusal)) if is_gone(refusal.code) => {
                    self.screen.say(words::refusal(refusal.code))?;
                    refused = Some(Trouble::Refused(refusal));
                }
                outcome => {
                    outcome?;
                    self.booked = Some(entry.clone());
                    return Ok(entry.clone());
                }
            }
        }
        Err(refused.unwrap_or(Trouble::Practice("it offers no appointment that can be booked")))
    }

    /// Books what is booked already, so that the refusal can be seen.
    pub(super) fn book_again(&mut self, entry: &Entry, reason: Option<usize>) -> Result<(), Trouble> {
        let reason = reason.map(|length| shortened(REASON, length)).filter(|reason| !reason.is_empty());
        for _ in 0..2 {
            match self.desk.change(&booking(entry, reason)?, |_| Ok(())) {
                Err(Trouble::Refused(refusal)) if refusal.code == Some(FaultCode::SlotUnavailable) => {
                    return Ok(self.screen.say(words::refusal(refusal.code))?);
                }
                // Whatever became of it, the patient has the appointment: to ask again can change nothing.
                Err(Trouble::InDoubt(doubt)) => _ = self.settle(doubt, entry)?,
                Err(trouble) => return Err(trouble),
                Ok(()) => return Err(Trouble::Practice("it books one appointment twice")),
            }
        }
        Err(Trouble::Practice("it does not answer a booking of what is booked"))
    }

    /// Cancels an appointment.
    pub(super) fn cancel(&mut self, entry: &Entry) -> Result<(), Trouble> {
        let request = CancelAppointment { slot_id: entry.slot_id, reason: None };
        self.change(&request, entry, &CANCELLING)?;
        self.booked = None;
        Ok(())
    }

    /// Makes a change, and says when it has been made.
    fn change<O: Operation>(&mut self, request: &O, entry: &Entry, change: &Change) -> Result<(), Trouble> {
        let mut again = true;
        loop {
            match self.desk.change(request, |_| Ok(())) {
                // An answer that cannot be read says that it was carried out.
                Ok(()) | Err(Trouble::Unreadable(_)) => return Ok(self.screen.say(change.done)?),
                Err(Trouble::InDoubt(doubt)) => {
                    let (held, doubt) = self.settle(doubt, entry)?;
                    if held == change.held {
                        return Ok(self.screen.say(change.done)?);
                    }
                    if !again {
                        return Err(Trouble::NoAnswer(doubt));
                    }
                    self.screen.say(change.not_done)?;
                }
                Err(trouble) => return Err(trouble),
            }
            again = false;
        }
    }

    /// No answer came: asks the practice whether the patient has the appointment. Where it does not answer that either,
    /// the doubt stays.
    fn settle(&mut self, doubt: Doubt, entry: &Entry) -> Result<(bool, Doubt), Trouble> {
        self.booked = Some(entry.clone());
        self.screen.say("The practice didn't answer. One moment: we ask it what it has done.")?;
        match self.appointments() {
            Ok(held) => {
                let held = held.iter().any(|held| held.slot_id == entry.slot_id);
                self.booked = held.then(|| entry.clone());
                Ok((held, doubt))
            }
            Err(Trouble::NoAnswer(_) | Trouble::NotSent(_) | Trouble::NoSession(_)) => {
                Err(Trouble::InDoubt(doubt))
            }
            Err(trouble) => Err(trouble),
        }
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

fn booking<'r>(entry: &Entry, reason: Option<&'r str>) -> Result<BookAppointment<'r>, Trouble> {
    let booking_reason = reason
        .map(Text::new)
        .transpose()
        .map_err(|_| Trouble::Setup("the reason has a character that no message can carry.".to_owned()))?;
    Ok(BookAppointment { slot_id: entry.slot_id, booking_reason, telephone: None })
}

/// The beginning of a text, at most so many characters.
fn shortened(text: &str, length: usize) -> &str {
    let end = text.char_indices().nth(length.min(LONGEST_REASON)).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default().trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_counted_in_characters() {
        assert_eq!(shortened("äöü xyz", 4), "äöü");
        assert_eq!(shortened("äöü", 100), "äöü");
        assert_eq!(shortened("äöü", 0), "");
        assert_eq!(shortened(&"é".repeat(600), 1000).chars().count(), LONGEST_REASON);
    }
}
