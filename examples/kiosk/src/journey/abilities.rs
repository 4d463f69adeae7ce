//! What a patient can use, said before anything is tried; and what the practice says about the rest.
//!
//! The kiosk repeats what the practice said when the patient came. To show that the practice itself refuses, it also
//! asks once for what a restricted account may not do.

use std::io::Write;

use emis_client::Error;
use emis_client::request::Request;
use emis_core::capabilities::{Capabilities, Capability, Reason};
use emis_core::messages::appointments::BookAppointment;
use emis_core::messages::messaging::SendMessage;
use emis_core::messages::prescribing::{CancelPrescriptionRequest, RequestPrescription};
use emis_core::messages::record::GetMedicalRecordData;
use emis_core::messages::registration::GetDemographics;

use super::{Journey, record};
use crate::trouble::Trouble;
use crate::words;

/// What the practice says when a patient comes.
pub(super) struct Welcome {
    pub(super) known: Capabilities,
    /// How many days ahead appointments can be booked.
    pub(super) days_ahead: i64,
    /// The practice's words to patients who ask for prescriptions.
    pub(super) prescribing: Option<String>,
}

impl<W: Write + Send> Journey<'_, W> {
    /// The practice's own words, and what is open to this patient.
    pub(super) fn welcome(&mut self) -> Result<Welcome, Trouble> {
        let known = self.patient.capabilities()?;
        let settings = self.patient.practice_settings()?;
        let (texts, days_ahead) = (settings.messages.clone(), settings.appointments.latest_booking_days);
        for text in [texts.welcome, texts.appointments].into_iter().flatten() {
            self.screen.pause()?;
            self.screen.quote(&text)?;
        }
        self.show_abilities(&known)?;
        Ok(Welcome { known, days_ahead, prescribing: texts.prescribing.map(String::from) })
    }

    /// What is open to this patient, as a table.
    pub(super) fn show_abilities(&mut self, known: &Capabilities) -> Result<(), Trouble> {
        let services = [
            ("Appointments", known.of::<BookAppointment<'_>>(), None),
            ("Your details", known.of::<GetDemographics>(), None),
            ("Repeat prescriptions", known.of::<RequestPrescription<'_>>(), cannot_take_back(known)),
            ("Your record", known.of::<GetMedicalRecordData<'_>>(), record::hidden(known)),
            ("Messages to the practice", known.of::<SendMessage<'_>>(), None),
        ];
        let rows = services.map(|(name, open, but)| {
            let (open, why) = match (open, but) {
                (Capability::Allowed, None) => ("yes", String::new()),
                (Capability::Allowed, Some(but)) => ("yes", format!("But not {but}.")),
                (Capability::Refused(reason), _) => ("no", words::closed_briefly(reason)),
                (Capability::Unknown(_), _) => ("not known", "The practice doesn't say.".to_owned()),
            };
            vec![name.to_owned(), open.to_owned(), why]
        });
        self.screen.heading("What you can do here")?;
        Ok(self.screen.rows(&["Service", "Open to you", "Note"], &rows)?)
    }

    /// Whether something is open to the patient. If it is not, says why, and shows a restricted account what the practice
    /// answers to `request`, which changes nothing.
    pub(super) fn is_open<R: Request>(&mut self, open: Capability, request: &R) -> Result<bool, Trouble> {
        let Capability::Refused(reason) = open else { return Ok(true) };
        self.screen.say(&words::closed(reason))?;
        if reason == Reason::AccountRestricted {
            let answer = self.refusal(request)?;
            self.screen.say("Asked all the same, the practice answers:")?;
            self.screen.quote(answer)?;
        }
        Ok(false)
    }

    /// The practice's answer to a request that it has to refuse, in words for patients.
    pub(super) fn refusal<R: Request>(&mut self, request: &R) -> Result<&'static str, Trouble> {
        match self.patient.ask(request) {
            Err(Error::Refused(refusal)) => Ok(words::refusal(refusal.code)),
            Ok(_) => Err(Trouble::Practice("it lets a restricted account do what it may not")),
            Err(error) => Err(error.into()),
        }
    }
}

/// In a session of the first version a request for a prescription cannot be taken back.
fn cannot_take_back(known: &Capabilities) -> Option<String> {
    let open = known.of::<CancelPrescriptionRequest<'_>>();
    matches!(open, Capability::Refused(_)).then(|| "to take a request back".to_owned())
}
