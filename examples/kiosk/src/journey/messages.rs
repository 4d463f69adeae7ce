//! A message to the practice.

use std::io::Write;

use emis_core::capabilities::Capabilities;
use emis_core::messages::PageSize;
use emis_core::messages::messaging::{GetMessageRecipients, GetMessages, SendMessage};

use super::Journey;
use super::change::Said;
use super::entered::{CONTENT, SUBJECT, text};
use crate::desk::walk;
use crate::screens::{day_with_year, uk_local};
use crate::trouble::Trouble;

/// How many items a page may have.
const PAGE: u16 = 50;
/// How many messages are shown.
const SHOWN: usize = 5;

const SENDING: Said = Said { done: "It is sent.", not_done: "It was not sent. We send it now." };

/// A message of the patient's.
struct Message {
    id: i64,
    subject: String,
    cells: Vec<String>,
}

impl<W: Write> Journey<'_, '_, W> {
    /// Writes to the practice, and shows what has been written.
    pub(super) fn messages(&mut self, known: &Capabilities) -> Result<(), Trouble> {
        self.screen.heading("Writing to your practice")?;
        if !self.is_open(known.of::<SendMessage<'_>>(), &GetMessageRecipients {})? {
            return Ok(());
        }
        let recipient = self.desk.ask(&GetMessageRecipients {}, |response| {
            let first = response.recipients.iter().next().transpose()?;
            Ok(first.map(|first| (first.recipient_id, first.name.to_string())))
        })?;
        let Some((recipient_id, name)) = recipient else {
            return Ok(self.screen.say("There is nobody just now to whom you could write.")?);
        };
        self.screen.say(&format!("To: {name}"))?;
        self.screen.say(&format!("About: {SUBJECT}"))?;
        self.screen.quote(CONTENT)?;
        let before: Vec<i64> = self.written()?.iter().map(|message| message.id).collect();
        // A message that was not there before, about this.
        let look = |journey: &mut Self| {
            let sent = |message: &Message| !before.contains(&message.id) && message.subject == SUBJECT;
            Ok(journey.written()?.iter().any(sent).then_some(()))
        };
        let request = SendMessage { recipient_id, subject: text(SUBJECT)?, content: text(CONTENT)? };
        self.left = Some("Your message may have been sent.".to_owned());
        let sent = self.change(&request, |_| Ok(()), look, &SENDING);
        self.left.take_if(|_| {
            sent.as_ref().is_ok() || sent.as_ref().is_err_and(|trouble| !trouble.leaves_doubt())
        });
        sent?;

        self.screen.heading("What you have written")?;
        let written = self.written()?;
        let rows: Vec<_> = written.iter().take(SHOWN).map(|message| message.cells.clone()).collect();
        self.screen.rows(&["Sent on", "To", "About", "Replies"], &rows)?;
        let more = written.len().saturating_sub(rows.len());
        if more > 0 {
            self.screen.say(&format!("And {more} from before that."))?;
        }
        Ok(())
    }

    /// What the patient has written, newest first.
    fn written(&mut self) -> Result<Vec<Message>, Trouble> {
        let request = GetMessages { maximum_items: PageSize::new(PAGE).ok(), after: None };
        let (messages, _) = walk(&mut self.desk, &request, |page| {
            let mut messages = Vec::new();
            for message in page.messages {
                let message = message?;
                let replies = match (message.reply_count, message.unread_replies) {
                    (0, _) => "none yet".to_owned(),
                    (1, true) => "1, not read yet".to_owned(),
                    (count, true) => format!("{count}, not all read"),
                    (count, false) => count.to_string(),
                };
                let subject = message.subject.to_string();
                let cells = vec![
                    day_with_year(uk_local(&message.sent_at).date()),
                    message.recipient_name.to_string(),
                    subject.clone(),
                    replies,
                ];
                messages.push(Message { id: message.message_id, subject, cells });
            }
            Ok(messages)
        })?;
        Ok(messages)
    }
}
