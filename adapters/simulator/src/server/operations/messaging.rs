//! Messages between the patient and the practice.

use emis_core::messages::List;
use emis_core::messages::messaging::{
    DeleteMessage, DeleteMessageResponse, GetMessage, GetMessageRecipients, GetMessageRecipientsResponse,
    GetMessageResponse, GetMessages, GetMessagesResponse, MessageReply, MessageSummary, Recipient,
    SendMessage, SendMessageResponse, SetMessageReadState, SetMessageReadStateResponse,
};

use super::convert::{date_time, each, guid, int, optional, optional_text, owned, page, text};
use super::{Answer, Perform, Scene, Seat, Written};
use crate::world::{self, Refusal};

impl Perform for GetMessageRecipients {
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        let found = scene.world.message_recipients(Seat::of(scene.facts()?).caller()?)?;
        let recipients =
            each(found, |of| Ok(Recipient { recipient_id: guid(&of.recipient_id)?, name: text(&of.name)? }))?;
        Ok(answer.give::<Self>(&GetMessageRecipientsResponse { recipients: List::new(&recipients) }))
    }
}

fn summary(of: &world::MessageSummary) -> Result<MessageSummary<'_>, Refusal> {
    Ok(MessageSummary {
        message_id: of.message_id,
        subject: text(&of.subject)?,
        sent_at: date_time(of.sent_at)?,
        recipient_name: text(&of.recipient_name)?,
        reply_count: int(of.reply_count)?,
        unread_replies: of.unread_replies,
        last_reply_at: of.last_reply_at.map(date_time).transpose()?,
    })
}

impl Perform for GetMessages<'_> {
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        let seat = Seat::of(scene.facts()?);
        let after = optional(self.after.as_ref());
        let page = page(self.maximum_items, after.as_deref());
        let found = scene.world.messages(seat.caller()?, page, scene.now)?;
        let messages = each(&found.messages, summary)?;
        Ok(answer.give::<Self>(&GetMessagesResponse {
            messages: List::new(&messages),
            next: optional_text(found.next.as_deref())?,
        }))
    }
}

fn reply(of: &world::Reply) -> Result<MessageReply<'_>, Refusal> {
    Ok(MessageReply {
        sender: text(&of.sender)?,
        sent_at: date_time(of.sent_at)?,
        content: text(&of.content)?,
        unread: of.unread,
    })
}

impl Perform for GetMessage {
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        let seat = Seat::of(scene.facts()?);
        let found = scene.world.message(seat.caller()?, self.message_id, scene.now)?;
        let replies = each(&found.replies, reply)?;
        Ok(answer.give::<Self>(&GetMessageResponse {
            message_id: found.message_id,
            subject: text(&found.subject)?,
            content: text(&found.content)?,
            sent_at: date_time(found.sent_at)?,
            recipient_name: text(&found.recipient_name)?,
            replies: List::new(&replies),
        }))
    }
}

impl Perform for SendMessage<'_> {
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        let seat = Seat::of(scene.facts()?);
        let message_id = scene.world.send_message(
            seat.caller()?,
            &self.recipient_id.to_string(),
            &owned(&self.subject),
            &owned(&self.content),
            scene.now,
        )?;
        Ok(answer.give::<Self>(&SendMessageResponse { message_id }))
    }
}

impl Perform for SetMessageReadState {
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        let seat = Seat::of(scene.facts()?);
        let message_id =
            scene.world.set_message_read_state(seat.caller()?, self.message_id, self.read, scene.now)?;
        Ok(answer.give::<Self>(&SetMessageReadStateResponse { message_id }))
    }
}

impl Perform for DeleteMessage {
    fn perform(&self, scene: Scene<'_>, answer: Answer<'_>) -> Result<Written, Refusal> {
        let seat = Seat::of(scene.facts()?);
        let message_id = scene.world.delete_message(seat.caller()?, self.message_id, scene.now)?;
        Ok(answer.give::<Self>(&DeleteMessageResponse { message_id }))
    }
}
