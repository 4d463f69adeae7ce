//! Serde's traits for the messages of one group.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use serde_core::de::MapAccess;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use super::{FieldMap, FieldsSerializer, FromFields, is_there, read_fields, required};
use crate::owned::messaging::{
    DeleteMessage, DeleteMessageResponse, GetMessage, GetMessageRecipients, GetMessageRecipientsResponse,
    GetMessageResponse, GetMessages, GetMessagesResponse, MessageReply, MessageSummary, Recipient,
    SendMessage, SendMessageResponse, SetMessageReadState, SetMessageReadStateResponse,
};

impl Serialize for GetMessageRecipients {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = FieldsSerializer::new(serializer, "GetMessageRecipients", 0)?;

        fields.end()
    }
}

impl FromFields for GetMessageRecipients {
    const NAME: &'static str = "GetMessageRecipients";
    const FIELDS: &'static [&'static str] = &[];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        while fields.next_field()?.is_some() {}
        Ok(Self {})
    }
}

impl<'de> Deserialize<'de> for GetMessageRecipients {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for Recipient {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "Recipient", 2)?;
        fields.value("RecipientId", &self.recipient_id)?;
        fields.value("Name", &self.name)?;

        fields.end()
    }
}

impl FromFields for Recipient {
    const NAME: &'static str = "Recipient";
    const FIELDS: &'static [&'static str] = &["RecipientId", "Name"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut recipient_id = None;
        let mut name = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => recipient_id = Some(fields.value()?),
                1 => name = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self { recipient_id: required(recipient_id, "RecipientId")?, name: required(name, "Name")? })
    }
}

impl<'de> Deserialize<'de> for Recipient {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for GetMessageRecipientsResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "GetMessageRecipientsResponse", 1)?;
        fields.list("Recipients", "Recipient", &self.recipients)?;

        fields.end()
    }
}

impl FromFields for GetMessageRecipientsResponse {
    const NAME: &'static str = "GetMessageRecipientsResponse";
    const FIELDS: &'static [&'static str] = &["Recipients"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut recipients = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => recipients = Some(fields.list(&["Recipient"])?),
                _ => fields.skip()?,
            }
        }
        Ok(Self { recipients: recipients.unwrap_or_default() })
    }
}

impl<'de> Deserialize<'de> for GetMessageRecipientsResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for GetMessages {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(
            serializer,
            "GetMessages",
            is_there(&self.maximum_items) + is_there(&self.after),
        )?;
        fields.optional("MaximumItems", &self.maximum_items)?;
        fields.optional("After", &self.after)?;

        fields.end()
    }
}

impl FromFields for GetMessages {
    const NAME: &'static str = "GetMessages";
    const FIELDS: &'static [&'static str] = &["MaximumItems", "After"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut maximum_items = None;
        let mut after = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => maximum_items = fields.optional()?,
                1 => after = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self { maximum_items, after })
    }
}

impl<'de> Deserialize<'de> for GetMessages {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for MessageSummary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields =
            FieldsSerializer::new(serializer, "MessageSummary", 6 + is_there(&self.last_reply_at))?;
        fields.value("MessageId", &self.message_id)?;
        fields.value("Subject", &self.subject)?;
        fields.value("SentAt", &self.sent_at)?;
        fields.value("RecipientName", &self.recipient_name)?;
        fields.value("ReplyCount", &self.reply_count)?;
        fields.value("UnreadReplies", &self.unread_replies)?;
        fields.optional("LastReplyAt", &self.last_reply_at)?;

        fields.end()
    }
}

impl FromFields for MessageSummary {
    const NAME: &'static str = "MessageSummary";
    const FIELDS: &'static [&'static str] =
        &["MessageId", "Subject", "SentAt", "RecipientName", "ReplyCount", "UnreadReplies", "LastReplyAt"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut message_id = None;
        let mut subject = None;
        let mut sent_at = None;
        let mut recipient_name = None;
        let mut reply_count = None;
        let mut unread_replies = None;
        let mut last_reply_at = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => message_id = Some(fields.value()?),
                1 => subject = Some(fields.value()?),
                2 => sent_at = Some(fields.value()?),
                3 => recipient_name = Some(fields.value()?),
                4 => reply_count = Some(fields.value()?),
                5 => unread_replies = Some(fields.value()?),
                6 => last_reply_at = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            message_id: required(message_id, "MessageId")?,
            subject: required(subject, "Subject")?,
            sent_at: required(sent_at, "SentAt")?,
            recipient_name: required(recipient_name, "RecipientName")?,
            reply_count: required(reply_count, "ReplyCount")?,
            unread_replies: required(unread_replies, "UnreadReplies")?,
            last_reply_at,
        })
    }
}

impl<'de> Deserialize<'de> for MessageSummary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for GetMessagesResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "GetMessagesResponse", 1 + is_there(&self.next))?;
        fields.list("Messages", "Message", &self.messages)?;
        fields.optional("Next", &self.next)?;

        fields.end()
    }
}

impl FromFields for GetMessagesResponse {
    const NAME: &'static str = "GetMessagesResponse";
    const FIELDS: &'static [&'static str] = &["Messages", "Next"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut messages = None;
        let mut next = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => messages = Some(fields.list(&["Message"])?),
                1 => next = fields.optional()?,
                _ => fields.skip()?,
            }
        }
        Ok(Self { messages: messages.unwrap_or_default(), next })
    }
}

impl<'de> Deserialize<'de> for GetMessagesResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for GetMessage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "GetMessage", 1)?;
        fields.value("MessageId", &self.message_id)?;

        fields.end()
    }
}

impl FromFields for GetMessage {
    const NAME: &'static str = "GetMessage";
    const FIELDS: &'static [&'static str] = &["MessageId"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut message_id = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => message_id = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self { message_id: required(message_id, "MessageId")? })
    }
}

impl<'de> Deserialize<'de> for GetMessage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for MessageReply {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "MessageReply", 4)?;
        fields.value("Sender", &self.sender)?;
        fields.value("SentAt", &self.sent_at)?;
        fields.value("Content", &self.content)?;
        fields.value("Unread", &self.unread)?;

        fields.end()
    }
}

impl FromFields for MessageReply {
    const NAME: &'static str = "MessageReply";
    const FIELDS: &'static [&'static str] = &["Sender", "SentAt", "Content", "Unread"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut sender = None;
        let mut sent_at = None;
        let mut content = None;
        let mut unread = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => sender = Some(fields.value()?),
                1 => sent_at = Some(fields.value()?),
                2 => content = Some(fields.value()?),
                3 => unread = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            sender: required(sender, "Sender")?,
            sent_at: required(sent_at, "SentAt")?,
            content: required(content, "Content")?,
            unread: required(unread, "Unread")?,
        })
    }
}

impl<'de> Deserialize<'de> for MessageReply {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for GetMessageResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "GetMessageResponse", 6)?;
        fields.value("MessageId", &self.message_id)?;
        fields.value("Subject", &self.subject)?;
        fields.value("Content", &self.content)?;
        fields.value("SentAt", &self.sent_at)?;
        fields.value("RecipientName", &self.recipient_name)?;
        fields.list("Replies", "Reply", &self.replies)?;

        fields.end()
    }
}

impl FromFields for GetMessageResponse {
    const NAME: &'static str = "GetMessageResponse";
    const FIELDS: &'static [&'static str] =
        &["MessageId", "Subject", "Content", "SentAt", "RecipientName", "Replies"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut message_id = None;
        let mut subject = None;
        let mut content = None;
        let mut sent_at = None;
        let mut recipient_name = None;
        let mut replies = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => message_id = Some(fields.value()?),
                1 => subject = Some(fields.value()?),
                2 => content = Some(fields.value()?),
                3 => sent_at = Some(fields.value()?),
                4 => recipient_name = Some(fields.value()?),
                5 => replies = Some(fields.list(&["Reply"])?),
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            message_id: required(message_id, "MessageId")?,
            subject: required(subject, "Subject")?,
            content: required(content, "Content")?,
            sent_at: required(sent_at, "SentAt")?,
            recipient_name: required(recipient_name, "RecipientName")?,
            replies: replies.unwrap_or_default(),
        })
    }
}

impl<'de> Deserialize<'de> for GetMessageResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for SendMessage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "SendMessage", 3)?;
        fields.value("RecipientId", &self.recipient_id)?;
        fields.value("Subject", &self.subject)?;
        fields.value("Content", &self.content)?;

        fields.end()
    }
}

impl FromFields for SendMessage {
    const NAME: &'static str = "SendMessage";
    const FIELDS: &'static [&'static str] = &["RecipientId", "Subject", "Content"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut recipient_id = None;
        let mut subject = None;
        let mut content = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => recipient_id = Some(fields.value()?),
                1 => subject = Some(fields.value()?),
                2 => content = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self {
            recipient_id: required(recipient_id, "RecipientId")?,
            subject: required(subject, "Subject")?,
            content: required(content, "Content")?,
        })
    }
}

impl<'de> Deserialize<'de> for SendMessage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for SendMessageResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "SendMessageResponse", 1)?;
        fields.value("MessageId", &self.message_id)?;

        fields.end()
    }
}

impl FromFields for SendMessageResponse {
    const NAME: &'static str = "SendMessageResponse";
    const FIELDS: &'static [&'static str] = &["MessageId"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut message_id = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => message_id = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self { message_id: required(message_id, "MessageId")? })
    }
}

impl<'de> Deserialize<'de> for SendMessageResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for SetMessageReadState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "SetMessageReadState", 2)?;
        fields.value("MessageId", &self.message_id)?;
        fields.value("Read", &self.read)?;

        fields.end()
    }
}

impl FromFields for SetMessageReadState {
    const NAME: &'static str = "SetMessageReadState";
    const FIELDS: &'static [&'static str] = &["MessageId", "Read"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut message_id = None;
        let mut read = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => message_id = Some(fields.value()?),
                1 => read = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self { message_id: required(message_id, "MessageId")?, read: required(read, "Read")? })
    }
}

impl<'de> Deserialize<'de> for SetMessageReadState {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for SetMessageReadStateResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "SetMessageReadStateResponse", 1)?;
        fields.value("MessageId", &self.message_id)?;

        fields.end()
    }
}

impl FromFields for SetMessageReadStateResponse {
    const NAME: &'static str = "SetMessageReadStateResponse";
    const FIELDS: &'static [&'static str] = &["MessageId"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut message_id = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => message_id = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self { message_id: required(message_id, "MessageId")? })
    }
}

impl<'de> Deserialize<'de> for SetMessageReadStateResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for DeleteMessage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "DeleteMessage", 1)?;
        fields.value("MessageId", &self.message_id)?;

        fields.end()
    }
}

impl FromFields for DeleteMessage {
    const NAME: &'static str = "DeleteMessage";
    const FIELDS: &'static [&'static str] = &["MessageId"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut message_id = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => message_id = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self { message_id: required(message_id, "MessageId")? })
    }
}

impl<'de> Deserialize<'de> for DeleteMessage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}

impl Serialize for DeleteMessageResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = FieldsSerializer::new(serializer, "DeleteMessageResponse", 1)?;
        fields.value("MessageId", &self.message_id)?;

        fields.end()
    }
}

impl FromFields for DeleteMessageResponse {
    const NAME: &'static str = "DeleteMessageResponse";
    const FIELDS: &'static [&'static str] = &["MessageId"];

    fn from_fields<'de, A: MapAccess<'de>>(fields: &mut FieldMap<A>) -> Result<Self, A::Error> {
        let mut message_id = None;

        while let Some(place) = fields.next_field()? {
            match place {
                0 => message_id = Some(fields.value()?),
                _ => fields.skip()?,
            }
        }
        Ok(Self { message_id: required(message_id, "MessageId")? })
    }
}

impl<'de> Deserialize<'de> for DeleteMessageResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_fields(deserializer)
    }
}
