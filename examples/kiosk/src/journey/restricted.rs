//! A patient whose account is restricted: what is closed until the practice has checked who it is, and why.

use std::io::Write;

use emis_core::capabilities::{Capabilities, Capability, Reason};
use emis_core::messages::Operation;
use emis_core::messages::messaging::GetMessageRecipients;
use emis_core::messages::practice::GetUserOptions;
use emis_core::messages::record::ItemType;
use emis_core::messages::registration::GetDemographics;

use super::register::register;
use super::{Journey, record};
use crate::setup::Place;
use crate::trouble::Trouble;
use crate::words;

impl<W: Write> Journey<'_, '_, W> {
    /// The next patient, of whom the same practice knows less. `known` is what it said to the one before.
    pub(super) fn restricted(&mut self, place: &mut Place, known: &Capabilities) -> Result<(), Trouble> {
        self.screen.heading("The next patient, whose account is restricted")?;
        let Place { keyring, practice, restricted, .. } = place;
        if restricted.is_empty() {
            return Ok(self
                .screen
                .say("This server names no letter for such an account, so nobody comes.")?);
        }
        let relationship = register(&mut self.desk, keyring, *practice, restricted, self.screen)?;
        self.desk.serve(relationship);
        // The practice's settings are the same; the options of the patient before are forgotten.
        let known = self.desk.with_session(|session| known.in_session(session))?;
        let known = self.desk.ask(&GetUserOptions {}, |options| Ok(known.with_options(&options)))?;
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
        self.goodbye()
    }

    /// If this would be refused to a restricted account and to nobody else: a row with what the practice answers.
    fn try_closed<O: Operation>(
        &mut self,
        known: &Capabilities,
        name: &str,
        request: &O,
        rows: &mut Vec<Vec<String>>,
    ) -> Result<(), Trouble> {
        if known.of::<O>() == Capability::Refused(Reason::AccountRestricted) {
            rows.push(vec![name.to_owned(), self.refusal(request)?.to_owned()]);
        }
        Ok(())
    }
}
