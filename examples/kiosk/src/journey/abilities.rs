//! What is open to a patient, told before anything is tried; and what the practice says where something is not.
//!
//! The one thing that a reader would get wrong: the kiosk only repeats what the practice said when the patient came. So
//! that it can be seen that the practice itself refuses, what it would not let a restricted account do is asked once.

use std::io::Write;

use emis_core::capabilities::{Capabilities, Capability, Reason};
use emis_core::messages::Operation;
use emis_core::messages::appointments::BookAppointment;
use emis_core::messages::messaging::SendMessage;
use emis_core::messages::practice::{GetPracticeSettings, GetUserOptions};
use emis_core::messages::prescribing::{CancelPrescriptionRequest, RequestPrescription};
use emis_core::messages::record::GetMedicalRecordData;
use emis_core::messages::registration::GetDemographics;
use emis_core::types::OdsCode;

use super::{Journey, record};
use crate::trouble::Trouble;
use crate::words;

/// What the practice says when a patient comes.
pub(super) struct Welcome {
    pub(super) known: Capabilities,
    /// How many days ahead appointments can be booked.
    pub(super) days_ahead: i64,
    /// The practice's words to those who ask for prescriptions.
    pub(super) prescribing: Option<String>,
}

impl<W: Write> Journey<'_, '_, W> {
    /// The practice's own words, and what is open to this patient.
    pub(super) fn welcome(&mut self, practice: OdsCode) -> Result<Welcome, Trouble> {
        let session = self.desk.with_session(Capabilities::of_session)?;
        let request = GetPracticeSettings { ods_code: practice };
        let (known, days_ahead, texts) = self.desk.ask(&request, |settings| {
            let texts = settings.messages;
            let texts = [texts.welcome, texts.appointments, texts.prescribing];
            let texts = texts.map(|text| text.map(|text| text.to_string()));
            Ok((session.with_settings(&settings), settings.appointments.latest_booking_days, texts))
        })?;
        let [welcome, appointments, prescribing] = texts;
        for text in [welcome, appointments].into_iter().flatten() {
            self.screen.pause()?;
            self.screen.quote(&text)?;
        }
        let known = self.desk.ask(&GetUserOptions {}, |options| Ok(known.with_options(&options)))?;
        self.show_abilities(&known)?;
        Ok(Welcome { known, days_ahead, prescribing })
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

    /// Whether something is open to the patient. If it is not, it is said why; and a restricted account is shown what
    /// the practice answers to `request`, which changes nothing.
    pub(super) fn is_open<O: Operation>(&mut self, open: Capability, request: &O) -> Result<bool, Trouble> {
        let Capability::Refused(reason) = open else { return Ok(true) };
        self.screen.say(&words::closed(reason))?;
        if reason == Reason::AccountRestricted {
            let answer = self.refusal(request)?;
            self.screen.say("Asked all the same, the practice answers:")?;
            self.screen.quote(answer)?;
        }
        Ok(false)
    }

    /// What the practice answers to what it has to refuse, in the patient's words.
    pub(super) fn refusal<O: Operation>(&mut self, request: &O) -> Result<&'static str, Trouble> {
        match self.desk.ask(request, |_| Ok(())) {
            Err(Trouble::Refused(refusal)) => Ok(words::refusal(refusal.code)),
            Ok(()) => Err(Trouble::Practice("it lets a restricted account do what it may not")),
            Err(trouble) => Err(trouble),
        }
    }
}

/// In a session of the first version a request for a prescription cannot be taken back.
fn cannot_take_back(known: &Capabilities) -> Option<String> {
    let open = known.of::<CancelPrescriptionRequest<'_>>();
    matches!(open, Capability::Refused(_)).then(|| "to take a request back".to_owned())
}
