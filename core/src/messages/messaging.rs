//! Messages between patient and practice.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use core::fmt;

use super::{Operation, Paged, Parts, Streamed};
use crate::codec::{
    Allowed, Decode, Effect, ElementReader, ElementWriter, Encode, EndsSession, FieldDescriptor, FieldType,
    FieldsReader, Invalid, List, OperationDescriptor, Requirement, required,
};
use crate::profile::Version;
use crate::types::{DateTime, Guid, PageSize, Text};

/// Asks for the recipients to whom messages can be sent.
#[derive(Clone, Copy, Default)]
pub struct GetMessageRecipients {}

impl GetMessageRecipients {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[];
}

impl Decode<'_> for GetMessageRecipients {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while fields.next_field().is_some() {
            fields.skip();
        }
        fields.finish()?;
        Ok(Self {})
    }
}

impl Encode for GetMessageRecipients {
    fn encode(&self, _: &mut ElementWriter<'_, '_>) {}
}

impl fmt::Debug for GetMessageRecipients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetMessageRecipients(redacted)")
    }
}

/// A recipient to whom messages can be sent.
#[derive(Clone, Copy)]
pub struct Recipient<'a> {
    /// Identifies the recipient.
    pub recipient_id: Guid,
    /// The name.
    pub name: Text<'a, 255>,
}

impl Recipient<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("RecipientId", FieldType::Guid),
        FieldDescriptor::once("Name", FieldType::Text(255)),
    ];
}

impl<'a> Decode<'a> for Recipient<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut recipient_id = None;
        let mut name = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => recipient_id = fields.value(),
                1 => name = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { recipient_id: required(recipient_id)?, name: required(name)? })
    }
}

impl Encode for Recipient<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.recipient_id).value(&self.name);
    }
}

impl fmt::Debug for Recipient<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Recipient(redacted)")
    }
}

/// The recipients to whom messages can be sent.
#[derive(Clone, Copy)]
pub struct GetMessageRecipientsResponse<'a> {
    /// The recipients.
    pub recipients: List<'a, Recipient<'a>>,
}

impl GetMessageRecipientsResponse<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] =
        &[FieldDescriptor::list("Recipients", "Recipient", FieldType::Element(Recipient::FIELDS))];
}

impl<'a> Decode<'a> for GetMessageRecipientsResponse<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut recipients = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => recipients = fields.list(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { recipients: recipients.unwrap_or_default() })
    }
}

impl Encode for GetMessageRecipientsResponse<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).list(&self.recipients);
    }
}

impl fmt::Debug for GetMessageRecipientsResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetMessageRecipientsResponse(redacted)")
    }
}

/// What a streaming reply gives out of a [`GetMessageRecipientsResponse`].
#[derive(Clone, Copy)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant)] // There is no heap to put the large ones.
pub enum MessageRecipientsPart<'a> {
    /// One of the `Recipients`.
    Recipient(Recipient<'a>),
}

impl<'a> Parts<'a> for MessageRecipientsPart<'a> {
    fn item(
        place: usize,
        _: &'static FieldDescriptor,
        reader: &mut ElementReader<'a>,
    ) -> Option<Result<Self, Invalid>> {
        match place {
            0 => Some(Recipient::decode(reader).map(Self::Recipient)),
            _ => None,
        }
    }
}

impl fmt::Debug for MessageRecipientsPart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("MessageRecipientsPart(redacted)")
    }
}

impl Operation for GetMessageRecipients {
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "GetMessageRecipients",
        response_name: "GetMessageRecipientsResponse",
        since: Version::V2_1,
        allowed: Allowed::Patient,
        requirement: Requirement::Messaging,
        effect: Effect::None,
        paged: false,
        ends: EndsSession::No,
        request: Self::FIELDS,
        response: GetMessageRecipientsResponse::FIELDS,
    };

    type Response<'r> = GetMessageRecipientsResponse<'r>;
}

impl Streamed for GetMessageRecipients {
    type Part<'p> = MessageRecipientsPart<'p>;
}

/// Asks for the patient's messages.
#[derive(Clone, Copy)]
pub struct GetMessages<'a> {
    /// The most messages of a page.
    pub maximum_items: Option<PageSize>,
    /// The `Next` of the page before.
    pub after: Option<Text<'a, 64>>,
}

impl GetMessages<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::optional("MaximumItems", FieldType::PageSize),
        FieldDescriptor::optional("After", FieldType::Text(64)),
    ];
}

impl<'a> Decode<'a> for GetMessages<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut maximum_items = None;
        let mut after = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => maximum_items = fields.value(),
                1 => after = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { maximum_items, after })
    }
}

impl Encode for GetMessages<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).optional(&self.maximum_items).optional(&self.after);
    }
}

impl fmt::Debug for GetMessages<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetMessages(redacted)")
    }
}

/// A message, as the list of messages has it.
#[derive(Clone, Copy)]
pub struct MessageSummary<'a> {
    /// Identifies the message.
    pub message_id: i64,
    /// The subject.
    pub subject: Text<'a, 255>,
    /// When it was sent.
    pub sent_at: DateTime,
    /// The recipient's name.
    pub recipient_name: Text<'a, 255>,
    /// The number of replies.
    pub reply_count: i64,
    /// Whether a reply is unread.
    pub unread_replies: bool,
    /// When the last reply came.
    pub last_reply_at: Option<DateTime>,
}

impl MessageSummary<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("MessageId", FieldType::Integer),
        FieldDescriptor::once("Subject", FieldType::Text(255)),
        FieldDescriptor::once("SentAt", FieldType::DateTime),
        FieldDescriptor::once("RecipientName", FieldType::Text(255)),
        FieldDescriptor::once("ReplyCount", FieldType::Integer),
        FieldDescriptor::once("UnreadReplies", FieldType::Boolean),
        FieldDescriptor::optional("LastReplyAt", FieldType::DateTime),
    ];
}

impl<'a> Decode<'a> for MessageSummary<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut message_id = None;
        let mut subject = None;
        let mut sent_at = None;
        let mut recipient_name = None;
        let mut reply_count = None;
        let mut unread_replies = None;
        let mut last_reply_at = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => message_id = fields.value(),
                1 => subject = fields.value(),
                2 => sent_at = fields.value(),
                3 => recipient_name = fields.value(),
                4 => reply_count = fields.value(),
                5 => unread_replies = fields.value(),
                6 => last_reply_at = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            message_id: required(message_id)?,
            subject: required(subject)?,
            sent_at: required(sent_at)?,
            recipient_name: required(recipient_name)?,
            reply_count: required(reply_count)?,
            unread_replies: required(unread_replies)?,
            last_reply_at,
        })
    }
}

impl Encode for MessageSummary<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.message_id)
            .value(&self.subject)
            .value(&self.sent_at)
            .value(&self.recipient_name)
            .value(&self.reply_count)
            .value(&self.unread_replies)
            .optional(&self.last_reply_at);
    }
}

impl fmt::Debug for MessageSummary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("MessageSummary(redacted)")
    }
}

/// A page of messages, newest first.
#[derive(Clone, Copy)]
pub struct GetMessagesResponse<'a> {
    /// The messages.
    pub messages: List<'a, MessageSummary<'a>>,
    /// To be sent as `After` for the next page; absent on the last page.
    pub next: Option<Text<'a, 64>>,
}

impl GetMessagesResponse<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::list("Messages", "Message", FieldType::Element(MessageSummary::FIELDS)),
        FieldDescriptor::optional("Next", FieldType::Text(64)),
    ];
}

impl<'a> Decode<'a> for GetMessagesResponse<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut messages = None;
        let mut next = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => messages = fields.list(),
                1 => next = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { messages: messages.unwrap_or_default(), next })
    }
}

impl Encode for GetMessagesResponse<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).list(&self.messages).optional(&self.next);
    }
}

impl fmt::Debug for GetMessagesResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetMessagesResponse(redacted)")
    }
}

/// What a streaming reply gives out of a [`GetMessagesResponse`].
#[derive(Clone, Copy)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant)] // There is no heap to put the large ones.
pub enum MessagesPart<'a> {
    /// One of the `Messages`.
    Message(MessageSummary<'a>),
}

impl<'a> Parts<'a> for MessagesPart<'a> {
    fn item(
        place: usize,
        _: &'static FieldDescriptor,
        reader: &mut ElementReader<'a>,
    ) -> Option<Result<Self, Invalid>> {
        match place {
            0 => Some(MessageSummary::decode(reader).map(Self::Message)),
            _ => None,
        }
    }
}

impl fmt::Debug for MessagesPart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("MessagesPart(redacted)")
    }
}

impl Operation for GetMessages<'_> {
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "GetMessages",
        response_name: "GetMessagesResponse",
        since: Version::V2_1,
        allowed: Allowed::Patient,
        requirement: Requirement::Messaging,
        effect: Effect::None,
        paged: true,
        ends: EndsSession::No,
        request: Self::FIELDS,
        response: GetMessagesResponse::FIELDS,
    };

    type Response<'r> = GetMessagesResponse<'r>;
}

impl Streamed for GetMessages<'_> {
    type Part<'p> = MessagesPart<'p>;
}

impl Paged for GetMessages<'_> {
    type With<'n>
        = GetMessages<'n>
    where
        Self: 'n;
    type Item<'r> = MessageSummary<'r>;

    fn after(&self) -> Option<Text<'_, 64>> {
        self.after
    }

    fn with_after<'n>(&'n self, after: Option<Text<'n, 64>>) -> GetMessages<'n> {
        GetMessages { after, ..*self }
    }

    fn next<'r>(response: &Self::Response<'r>) -> Option<Text<'r, 64>> {
        response.next
    }

    fn items<'r>(response: &Self::Response<'r>) -> List<'r, MessageSummary<'r>> {
        response.messages
    }
}

/// Asks for one message. The read state of its replies does not change.
///
/// Its own faults: `MessageNotFound`.
#[derive(Clone, Copy)]
pub struct GetMessage {
    /// Identifies the message.
    pub message_id: i64,
}

impl GetMessage {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[FieldDescriptor::once("MessageId", FieldType::Integer)];
}

impl Decode<'_> for GetMessage {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        let mut message_id = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => message_id = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { message_id: required(message_id)? })
    }
}

impl Encode for GetMessage {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.message_id);
    }
}

impl fmt::Debug for GetMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetMessage(redacted)")
    }
}

/// A reply to a message.
#[derive(Clone, Copy)]
pub struct MessageReply<'a> {
    /// Who sent it.
    pub sender: Text<'a, 255>,
    /// When it was sent.
    pub sent_at: DateTime,
    /// The text.
    pub content: Text<'a, 4000>,
    /// Whether it is unread.
    pub unread: bool,
}

impl MessageReply<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("Sender", FieldType::Text(255)),
        FieldDescriptor::once("SentAt", FieldType::DateTime),
        FieldDescriptor::once("Content", FieldType::Text(4000)),
        FieldDescriptor::once("Unread", FieldType::Boolean),
    ];
}

impl<'a> Decode<'a> for MessageReply<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut sender = None;
        let mut sent_at = None;
        let mut content = None;
        let mut unread = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => sender = fields.value(),
                1 => sent_at = fields.value(),
                2 => content = fields.value(),
                3 => unread = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            sender: required(sender)?,
            sent_at: required(sent_at)?,
            content: required(content)?,
            unread: required(unread)?,
        })
    }
}

impl Encode for MessageReply<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.sender)
            .value(&self.sent_at)
            .value(&self.content)
            .value(&self.unread);
    }
}

impl fmt::Debug for MessageReply<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("MessageReply(redacted)")
    }
}

/// A message and its replies.
#[derive(Clone, Copy)]
pub struct GetMessageResponse<'a> {
    /// Identifies the message.
    pub message_id: i64,
    /// The subject.
    pub subject: Text<'a, 255>,
    /// The text.
    pub content: Text<'a, 4000>,
    /// When it was sent.
    pub sent_at: DateTime,
    /// The recipient's name.
    pub recipient_name: Text<'a, 255>,
    /// The replies.
    pub replies: List<'a, MessageReply<'a>>,
}

impl GetMessageResponse<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("MessageId", FieldType::Integer),
        FieldDescriptor::once("Subject", FieldType::Text(255)),
        FieldDescriptor::once("Content", FieldType::Text(4000)),
        FieldDescriptor::once("SentAt", FieldType::DateTime),
        FieldDescriptor::once("RecipientName", FieldType::Text(255)),
        FieldDescriptor::list("Replies", "Reply", FieldType::Element(MessageReply::FIELDS)),
    ];
}

impl<'a> Decode<'a> for GetMessageResponse<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut message_id = None;
        let mut subject = None;
        let mut content = None;
        let mut sent_at = None;
        let mut recipient_name = None;
        let mut replies = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => message_id = fields.value(),
                1 => subject = fields.value(),
                2 => content = fields.value(),
                3 => sent_at = fields.value(),
                4 => recipient_name = fields.value(),
                5 => replies = fields.list(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            message_id: required(message_id)?,
            subject: required(subject)?,
            content: required(content)?,
            sent_at: required(sent_at)?,
            recipient_name: required(recipient_name)?,
            replies: replies.unwrap_or_default(),
        })
    }
}

impl Encode for GetMessageResponse<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.message_id)
            .value(&self.subject)
            .value(&self.content)
            .value(&self.sent_at)
            .value(&self.recipient_name)
            .list(&self.replies);
    }
}

impl fmt::Debug for GetMessageResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetMessageResponse(redacted)")
    }
}

/// What a streaming reply gives out of a [`GetMessageResponse`].
#[derive(Clone, Copy)]
#[non_exhaustive]
#[allow(clippy::large_enum_variant)] // There is no heap to put the large ones.
pub enum MessagePart<'a> {
    /// One of the `Replies`.
    Reply(MessageReply<'a>),
}

impl<'a> Parts<'a> for MessagePart<'a> {
    fn item(
        place: usize,
        _: &'static FieldDescriptor,
        reader: &mut ElementReader<'a>,
    ) -> Option<Result<Self, Invalid>> {
        match place {
            5 => Some(MessageReply::decode(reader).map(Self::Reply)),
            _ => None,
        }
    }
}

impl fmt::Debug for MessagePart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("MessagePart(redacted)")
    }
}

impl Operation for GetMessage {
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "GetMessage",
        response_name: "GetMessageResponse",
        since: Version::V2_1,
        allowed: Allowed::Patient,
        requirement: Requirement::Messaging,
        effect: Effect::None,
        paged: false,
        ends: EndsSession::No,
        request: Self::FIELDS,
        response: GetMessageResponse::FIELDS,
    };

    type Response<'r> = GetMessageResponse<'r>;
}

impl Streamed for GetMessage {
    type Part<'p> = MessagePart<'p>;
}

/// Sends a message.
///
/// Its own faults: `RecipientUnknown`.
///
/// If its reply is lost, `GetMessages` shows whether it took place: A Message is listed whose MessageId was
/// not listed before and whose Subject is the request's, and GetMessage gives the request's Content for it.
/// It did not: None is. It cannot be told: The state before is not known, and such a Message is listed: it
/// may be an older one.
#[derive(Clone, Copy)]
pub struct SendMessage<'a> {
    /// The recipient.
    pub recipient_id: Guid,
    /// The subject.
    pub subject: Text<'a, 255>,
    /// The text.
    pub content: Text<'a, 4000>,
}

impl SendMessage<'_> {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("RecipientId", FieldType::Guid),
        FieldDescriptor::once("Subject", FieldType::Text(255)),
        FieldDescriptor::once("Content", FieldType::Text(4000)),
    ];
}

impl<'a> Decode<'a> for SendMessage<'a> {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        let mut recipient_id = None;
        let mut subject = None;
        let mut content = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => recipient_id = fields.value(),
                1 => subject = fields.value(),
                2 => content = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self {
            recipient_id: required(recipient_id)?,
            subject: required(subject)?,
            content: required(content)?,
        })
    }
}

impl Encode for SendMessage<'_> {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.recipient_id).value(&self.subject).value(&self.content);
    }
}

impl fmt::Debug for SendMessage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("SendMessage(redacted)")
    }
}

/// The message is sent.
#[derive(Clone, Copy)]
pub struct SendMessageResponse {
    /// Identifies the message.
    pub message_id: i64,
}

impl SendMessageResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[FieldDescriptor::once("MessageId", FieldType::Integer)];
}

impl Decode<'_> for SendMessageResponse {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        let mut message_id = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => message_id = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { message_id: required(message_id)? })
    }
}

impl Encode for SendMessageResponse {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.message_id);
    }
}

impl fmt::Debug for SendMessageResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("SendMessageResponse(redacted)")
    }
}

impl Operation for SendMessage<'_> {
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "SendMessage",
        response_name: "SendMessageResponse",
        since: Version::V2_1,
        allowed: Allowed::Patient,
        requirement: Requirement::Messaging,
        effect: Effect::Changes { read_back: Some("GetMessages") },
        paged: false,
        ends: EndsSession::No,
        request: Self::FIELDS,
        response: SendMessageResponse::FIELDS,
    };

    type Response<'r> = SendMessageResponse;
}

/// Marks all replies to a message as read or unread.
///
/// Its own faults: `MessageNotFound`.
///
/// If its reply is lost, `GetMessage` shows whether it took place: Of every Reply that was there before,
/// Unread is the opposite of the request's Read. It did not: Of one of them it is not, or the answer is
/// MessageNotFound. It cannot be told: The state before is not known, and Unread is not the same of all
/// Replies: one may have come since.
#[derive(Clone, Copy)]
pub struct SetMessageReadState {
    /// Identifies the message.
    pub message_id: i64,
    /// Whether they are read.
    pub read: bool,
}

impl SetMessageReadState {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[
        FieldDescriptor::once("MessageId", FieldType::Integer),
        FieldDescriptor::once("Read", FieldType::Boolean),
    ];
}

impl Decode<'_> for SetMessageReadState {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        let mut message_id = None;
        let mut read = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => message_id = fields.value(),
                1 => read = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { message_id: required(message_id)?, read: required(read)? })
    }
}

impl Encode for SetMessageReadState {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.message_id).value(&self.read);
    }
}

impl fmt::Debug for SetMessageReadState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("SetMessageReadState(redacted)")
    }
}

/// The replies are marked.
#[derive(Clone, Copy)]
pub struct SetMessageReadStateResponse {
    /// Identifies the message.
    pub message_id: i64,
}

impl SetMessageReadStateResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[FieldDescriptor::once("MessageId", FieldType::Integer)];
}

impl Decode<'_> for SetMessageReadStateResponse {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        let mut message_id = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => message_id = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { message_id: required(message_id)? })
    }
}

impl Encode for SetMessageReadStateResponse {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.message_id);
    }
}

impl fmt::Debug for SetMessageReadStateResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("SetMessageReadStateResponse(redacted)")
    }
}

impl Operation for SetMessageReadState {
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "SetMessageReadState",
        response_name: "SetMessageReadStateResponse",
        since: Version::V2_1,
        allowed: Allowed::Patient,
        requirement: Requirement::Messaging,
        effect: Effect::Changes { read_back: Some("GetMessage") },
        paged: false,
        ends: EndsSession::No,
        request: Self::FIELDS,
        response: SetMessageReadStateResponse::FIELDS,
    };

    type Response<'r> = SetMessageReadStateResponse;
}

/// Deletes a message and its replies.
///
/// Its own faults: `MessageNotFound`.
///
/// If its reply is lost, `GetMessage` shows whether it took place: The answer is MessageNotFound. It did not:
/// The message is given.
#[derive(Clone, Copy)]
pub struct DeleteMessage {
    /// Identifies the message.
    pub message_id: i64,
}

impl DeleteMessage {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[FieldDescriptor::once("MessageId", FieldType::Integer)];
}

impl Decode<'_> for DeleteMessage {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        let mut message_id = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => message_id = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { message_id: required(message_id)? })
    }
}

impl Encode for DeleteMessage {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.message_id);
    }
}

impl fmt::Debug for DeleteMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("DeleteMessage(redacted)")
    }
}

/// The message is deleted.
#[derive(Clone, Copy)]
pub struct DeleteMessageResponse {
    /// Identifies the message.
    pub message_id: i64,
}

impl DeleteMessageResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = &[FieldDescriptor::once("MessageId", FieldType::Integer)];
}

impl Decode<'_> for DeleteMessageResponse {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        let mut message_id = None;
        let mut fields = FieldsReader::new(reader, Self::FIELDS);
        while let Some(place) = fields.next_field() {
            match place {
                0 => message_id = fields.value(),
                _ => fields.skip(),
            }
        }
        fields.finish()?;
        Ok(Self { message_id: required(message_id)? })
    }
}

impl Encode for DeleteMessageResponse {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.message_id);
    }
}

impl fmt::Debug for DeleteMessageResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("DeleteMessageResponse(redacted)")
    }
}

impl Operation for DeleteMessage {
    const DESCRIPTOR: &'static OperationDescriptor = &OperationDescriptor {
        name: "DeleteMessage",
        response_name: "DeleteMessageResponse",
        since: Version::V2_1,
        allowed: Allowed::Patient,
        requirement: Requirement::Messaging,
        effect: Effect::Changes { read_back: Some("GetMessage") },
        paged: false,
        ends: EndsSession::No,
        request: Self::FIELDS,
        response: DeleteMessageResponse::FIELDS,
    };

    type Response<'r> = DeleteMessageResponse;
}
