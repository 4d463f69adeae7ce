//! A message to the practice.

use std::io::Write;

use emis_core::capabilities::Capabilities;
use emis_core::messages;
use emis_core::owned::PageSize;
use emis_core::owned::messaging::{GetMessageRecipients, GetMessages, MessageSummary, SendMessage};

use super::Journey;
use super::change::Said;
use super::entered::{CONTENT, SUBJECT, owned, text};
use crate::screens::{day_with_year, uk_local};
use crate::trouble::Trouble;

/// How many items a page may have.
const PAGE: u16 = 50;
/// How many messages are shown.
const SHOWN: usize = 5;

const SENDING: Said = Said { done: "It is sent.", not_done: "It was not sent. We send it now." };

impl<W: Write + Send> Journey<'_, W> {
    /// Writes to the practice, and shows what has been written.
    pub(super) fn messages(&mut self, known: &Capabilities) -> Result<(), Trouble> {
        self.screen.heading("Writing to your practice")?;
        if !self.is_open(known.of::<SendMessage>(), &GetMessageRecipients {})? {
            return Ok(());
        }
        let recipients = self.patient.ask(&GetMessageRecipients {})?.recipients;
        let Some(recipient) = recipients.into_iter().next() else {
            return Ok(self.screen.say("There is nobody you can write to just now.")?);
        };
        self.screen.say(&format!("To: {}", recipient.name))?;
        self.screen.say(&format!("About: {SUBJECT}"))?;
        self.screen.quote(CONTENT)?;
        let (subject, content) = (text(SUBJECT)?, text(CONTENT)?);
        let recipient_id = recipient.recipient_id;
        let request = messages::messaging::SendMessage { recipient_id, subject, content };
        self.change::<SendMessage>(
            &owned(request)?,
            &SENDING,
            "Your message may have been sent.".to_owned(),
        )?;
        *self.left = None;

        self.screen.heading("What you have written")?;
        let written = self.written()?;
        let shown = written.get(..SHOWN.min(written.len())).unwrap_or_default();
        self.screen.rows(&["Sent on", "To", "About", "Replies"], shown)?;
        let more = written.len().saturating_sub(SHOWN);
        if more > 0 {
            self.screen.say(&format!("And {more} from before that."))?;
        }
        Ok(())
    }

    /// What the patient has written, newest first, in rows.
    fn written(&mut self) -> Result<Vec<Vec<String>>, Trouble> {
        let request = GetMessages { maximum_items: PageSize::new(PAGE).ok(), after: None };
        let pages = self.patient.all_pages(&request)?;
        Ok(pages.into_iter().flat_map(|page| page.messages).map(row).collect())
    }
}

fn row(message: MessageSummary) -> Vec<String> {
    let replies = match (message.reply_count, message.unread_replies) {
        (0, _) => "none yet".to_owned(),
        (1, true) => "1, not read yet".to_owned(),
        (count, true) => format!("{count}, not all read"),
        (count, false) => count.to_string(),
    };
    let sent_on = day_with_year(uk_local(&message.sent_at).date());
    vec![sent_on, message.recipient_name.into(), message.subject.into(), replies]
}
