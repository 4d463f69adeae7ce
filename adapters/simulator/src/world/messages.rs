//! Messages between a patient and the practice (2.1), and the practice's replies.
//!
//! A reply is not stored: it appears at a time that is computed from the message's number. What is stored is how many
//! replies have been read, so a later reply is unread.

use jiff::ToSpan as _;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::World;
use super::access::{Caller, Requirement};
use super::mix::Mix;
use super::page::{PageRequest, Pager, Position};
use super::practice::{PatientNumber, Practice};
use super::refusal::{FaultCode, Refusal};
use super::time::newest_first;
use crate::clock::Now;

/// A member of the practice who reads messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Recipient {
    /// A guid.
    pub recipient_id: String,
    /// Their name.
    pub name: String,
}

/// A message as the practice keeps it, under its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Thread {
    pub(super) patient: PatientNumber,
    pub(super) recipient_name: String,
    pub(super) subject: String,
    pub(super) content: String,
    pub(super) sent_at: DateTime,
    pub(super) replies_read: usize,
}

/// A message in the list of GetMessages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageSummary {
    /// Its number.
    pub message_id: i64,
    /// Its subject.
    pub subject: String,
    /// When it was sent.
    pub sent_at: DateTime,
    /// To whom.
    pub recipient_name: String,
    /// How many replies there are.
    pub reply_count: usize,
    /// Whether one of them is unread.
    pub unread_replies: bool,
    /// When the last of them came.
    pub last_reply_at: Option<DateTime>,
}

/// A page of GetMessages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Messages {
    /// Messages, newest first.
    pub messages: Vec<MessageSummary>,
    /// Present if there is another page.
    pub next: Option<String>,
}

/// The practice's answer to a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Who wrote it.
    pub sender: String,
    /// When.
    pub sent_at: DateTime,
    /// What.
    pub content: String,
    /// Whether it has been marked as read.
    pub unread: bool,
}

/// The answer of GetMessage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its number.
    pub message_id: i64,
    /// Its subject.
    pub subject: String,
    /// What the patient wrote.
    pub content: String,
    /// When it was sent.
    pub sent_at: DateTime,
    /// To whom.
    pub recipient_name: String,
    /// Replies, oldest first.
    pub replies: Vec<Reply>,
}

const ANSWERS: [&str; 4] = [
    "Thank you for your message. We've passed it to the doctor & will be in touch.",
    "The doctor has looked at this. There's nothing to worry about:\n- drink plenty,\n- rest,\n- ring us if it's > 38.5 °C.",
    "Please book a routine appointment, or pop in to see Siân at the desk.",
    "It's ready to collect from the chemist's on St. Mary's Road.",
];

impl World {
    /// GetMessageRecipients.
    ///
    /// # Errors
    /// ServiceNotEnabled, AccountRestricted.
    pub fn message_recipients(&self, caller: Caller<'_>) -> Result<&[Recipient], Refusal> {
        Ok(&self.seat(caller, Requirement::Messaging)?.practice.recipients)
    }

    /// GetMessages: newest first.
    ///
    /// # Errors
    /// ServiceNotEnabled, AccountRestricted; FieldInvalid naming MaximumItems or After.
    pub fn messages(&self, caller: Caller<'_>, page: PageRequest<'_>, now: Now) -> Result<Messages, Refusal> {
        let seat = self.seat(caller, Requirement::Messaging)?;
        let pager = Pager::new(caller.session, "GetMessages", page)?;
        let position = |message: &MessageSummary| newest_first(message.sent_at, message.message_id);
        let own = seat.practice.threads.iter().filter(|(_, thread)| thread.patient == seat.number);
        let mut own: Vec<_> = own
            .map(|(message_id, thread)| summary(seat.practice, *message_id, thread, now))
            .filter(|message| pager.after.is_none_or(|after: Position| position(message) > after))
            .collect();
        own.sort_by_key(position);
        let (messages, next) = pager.take(own.into_iter(), position);
        Ok(Messages { messages, next })
    }

    /// GetMessage: reading it marks nothing as read.
    ///
    /// # Errors
    /// ServiceNotEnabled, AccountRestricted, MessageNotFound.
    pub fn message(&self, caller: Caller<'_>, message_id: i64, now: Now) -> Result<Message, Refusal> {
        let seat = self.seat(caller, Requirement::Messaging)?;
        let thread = seat.practice.threads.get(&message_id).filter(|thread| thread.patient == seat.number);
        let thread = thread.ok_or(FaultCode::MessageNotFound)?;
        Ok(Message {
            message_id,
            subject: thread.subject.clone(),
            content: thread.content.clone(),
            sent_at: thread.sent_at,
            recipient_name: thread.recipient_name.clone(),
            replies: seat.practice.replies(message_id, thread, now),
        })
    }

    /// SendMessage: returns the message's number. The caller checks that subject and content are there.
    ///
    /// # Errors
    /// ServiceNotEnabled, AccountRestricted, RecipientUnknown.
    pub fn send_message(
        &mut self,
        caller: Caller<'_>,
        recipient_id: &str,
        subject: &str,
        content: &str,
        now: Now,
    ) -> Result<i64, Refusal> {
        let seat = self.seat(caller, Requirement::Messaging)?;
        let mut recipients = seat.practice.recipients.iter();
        let recipient = recipients
            .find(|recipient| recipient.recipient_id.eq_ignore_ascii_case(recipient_id))
            .ok_or(FaultCode::RecipientUnknown)?;
        let thread = Thread {
            patient: seat.number,
            recipient_name: recipient.name.clone(),
            subject: subject.to_owned(),
            content: content.to_owned(),
            sent_at: now.stamp(),
            replies_read: 0,
        };
        let ods_code = seat.practice.ods_code.clone();
        Ok(self.practice_mut(&ods_code)?.keep(thread))
    }

    /// SetMessageReadState: of all replies that are there now. Returns the message's number.
    ///
    /// # Errors
    /// ServiceNotEnabled, AccountRestricted, MessageNotFound.
    pub fn set_message_read_state(
        &mut self,
        caller: Caller<'_>,
        message_id: i64,
        read: bool,
        now: Now,
    ) -> Result<i64, Refusal> {
        let replies = self.message(caller, message_id, now)?.replies.len();
        let ods_code = self.seat(caller, Requirement::Messaging)?.practice.ods_code.clone();
        let thread = self.practice_mut(&ods_code)?.threads.change(&message_id);
        thread.ok_or(FaultCode::MessageNotFound)?.replies_read = if read { replies } else { 0 };
        Ok(message_id)
    }

    /// DeleteMessage: with its replies. Returns the message's number.
    ///
    /// # Errors
    /// ServiceNotEnabled, AccountRestricted, MessageNotFound.
    pub fn delete_message(&mut self, caller: Caller<'_>, message_id: i64, now: Now) -> Result<i64, Refusal> {
        self.message(caller, message_id, now)?;
        let ods_code = self.seat(caller, Requirement::Messaging)?.practice.ods_code.clone();
        self.practice_mut(&ods_code)?.threads.remove(&message_id);
        Ok(message_id)
    }
}

fn summary(practice: &Practice, message_id: i64, thread: &Thread, now: Now) -> MessageSummary {
    let replies = practice.replies(message_id, thread, now);
    MessageSummary {
        message_id,
        subject: thread.subject.clone(),
        sent_at: thread.sent_at,
        recipient_name: thread.recipient_name.clone(),
        reply_count: replies.len(),
        unread_replies: replies.iter().any(|reply| reply.unread),
        last_reply_at: replies.last().map(|reply| reply.sent_at),
    }
}

impl Practice {
    /// Keeps a message under the next number; numbers are not used twice.
    pub(super) fn keep(&mut self, thread: Thread) -> i64 {
        self.last_message_id += 1;
        self.threads.insert(self.last_message_id, thread);
        self.last_message_id
    }

    /// The replies that have come by now: one to three, on the days after, within office hours.
    fn replies(&self, message_id: i64, thread: &Thread, now: Now) -> Vec<Reply> {
        let mut mix = Mix::new(self.diary.seed, &[11, message_id.unsigned_abs()]);
        let count = 1 + mix.below(3);
        let all = (0..count).map(|number| {
            let day = thread.sent_at.date().saturating_add((i64::try_from(number).unwrap_or(0) + 1).days());
            let sent_at = day.at(9, 0, 0, 0).saturating_add(mix.between(0, 8 * 3600).seconds());
            let sender = mix.pick(&["Reception", ""]);
            let sender = if sender.is_empty() { thread.recipient_name.clone() } else { sender.to_owned() };
            let content = mix.pick(&ANSWERS).to_owned();
            Reply { sender, sent_at, content, unread: number >= thread.replies_read }
        });
        all.filter(|reply| reply.sent_at <= now.local).collect()
    }
}
