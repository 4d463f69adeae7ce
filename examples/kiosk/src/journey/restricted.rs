//! A patient whose account is restricted: what is closed until the practice has checked who it is, and why.

use std::io::Write;

use emis_client::request::Request;
use emis_core::capabilities::{Capabilities, Capability, Reason};
use emis_core::owned::messaging::GetMessageRecipients;
use emis_core::owned::record::ItemType;
use emis_core::owned::registration::GetDemographics;

use super::{Journey, record};
use crate::trouble::Trouble;
use crate::words;

impl<W: Write + Send> Journey<'_, W> {
    /// The message to a patient with a restricted account.
    pub(super) fn restricted(&mut self) -> Result<(), Trouble> {
        let known = self.patient.capabilities()?;
        self.show_abilities(&known)?;

        let mut closed = Vec::new();
        self.try_closed(&known, "Your details", &GetDemographics {}, &mut closed)?;
        self.try_closed(&known, "Your record", &record::request(ItemType::Problems), &mut closed)?;
        self.try_closed(&known, "Messages to the practice", &GetMessageRecipients {}, &mut closed)?;
        self.screen.heading("What is closed to you, and why")?;
        if closed.is_empty() {
            self.screen
                .say("Of what this practice's system has, nothing is closed because of your account.")?;
        } else {
            self.screen.say(&words::closed(Reason::AccountRestricted))?;
            self.screen.say("Asked all the same, the practice answers:")?;
            self.screen.rows(&["Asked for", "The practice's answer"], &closed)?;
        }
        Ok(())
    }

    /// Adds a row with what the practice answers, if this is refused because the account is restricted.
    fn try_closed<R: Request>(
        &mut self,
        known: &Capabilities,
        name: &str,
        request: &R,
        rows: &mut Vec<Vec<String>>,
    ) -> Result<(), Trouble> {
        if known.of::<R>() == Capability::Refused(Reason::AccountRestricted) {
            rows.push(vec![name.to_owned(), self.refusal(request)?.to_owned()]);
        }
        Ok(())
    }
}
