//! Messages between patient and practice.
//!
//! Generated from `spec/catalogue` by `cargo xtask generate`.

use alloc::vec::Vec;
use core::fmt;

use super::own::InField as _;
use super::own::{Own, decode_owned};
use super::types::{DateTime, Guid, Text};
use crate::codec::{
    Decode, DecodeError, ElementReader, ElementWriter, Encode, FieldDescriptor, Invalid, OperationDescriptor,
};
use crate::messages::messaging as borrowed;
// What streams is given out as it comes, and so is borrowed.
use crate::messages::{Operation, Streamed};
use crate::types::PageSize;
#[doc(no_inline)]
pub use borrowed::{MessagePart, MessageRecipientsPart, MessagesPart};

/// Asks for the recipients to whom messages can be sent.
#[derive(Clone, Default, PartialEq)]
pub struct GetMessageRecipients {}

impl GetMessageRecipients {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetMessageRecipients::FIELDS;
}

impl Own for borrowed::GetMessageRecipients {
    type Owned = GetMessageRecipients;

    fn own(self) -> Result<GetMessageRecipients, DecodeError> {
        Ok(GetMessageRecipients {})
    }
}

impl TryFrom<borrowed::GetMessageRecipients> for GetMessageRecipients {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetMessageRecipients) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl Decode<'_> for GetMessageRecipients {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetMessageRecipients>(reader)
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
#[derive(Clone, PartialEq)]
pub struct Recipient {
    /// Identifies the recipient.
    pub recipient_id: Guid,
    /// The name.
    pub name: Text<255>,
}

impl Recipient {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::Recipient::FIELDS;
}

impl Own for borrowed::Recipient<'_> {
    type Owned = Recipient;

    fn own(self) -> Result<Recipient, DecodeError> {
        Ok(Recipient {
            recipient_id: self.recipient_id.own().in_field("RecipientId")?,
            name: self.name.own().in_field("Name")?,
        })
    }
}

impl TryFrom<borrowed::Recipient<'_>> for Recipient {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::Recipient<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for Recipient {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::Recipient<'a>>(reader)
    }
}

impl Encode for Recipient {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.recipient_id).value(&self.name);
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("Recipient(redacted)")
    }
}

/// The recipients to whom messages can be sent.
#[derive(Clone, PartialEq)]
pub struct GetMessageRecipientsResponse {
    /// The recipients.
    pub recipients: Vec<Recipient>,
}

impl GetMessageRecipientsResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetMessageRecipientsResponse::FIELDS;
}

impl Own for borrowed::GetMessageRecipientsResponse<'_> {
    type Owned = GetMessageRecipientsResponse;

    fn own(self) -> Result<GetMessageRecipientsResponse, DecodeError> {
        Ok(GetMessageRecipientsResponse { recipients: self.recipients.own().in_field("Recipients")? })
    }
}

impl TryFrom<borrowed::GetMessageRecipientsResponse<'_>> for GetMessageRecipientsResponse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetMessageRecipientsResponse<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for GetMessageRecipientsResponse {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetMessageRecipientsResponse<'a>>(reader)
    }
}

impl Encode for GetMessageRecipientsResponse {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).items(&self.recipients);
    }
}

impl fmt::Debug for GetMessageRecipientsResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetMessageRecipientsResponse(redacted)")
    }
}

impl Operation for GetMessageRecipients {
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::GetMessageRecipients::DESCRIPTOR;

    type Response<'r> = GetMessageRecipientsResponse;
}

impl Streamed for GetMessageRecipients {
    type Part<'p> = MessageRecipientsPart<'p>;
}

/// Asks for the patient's messages.
#[derive(Clone, PartialEq)]
pub struct GetMessages {
    /// The most messages of a page.
    pub maximum_items: Option<PageSize>,
    /// The `Next` of the page before.
    pub after: Option<Text<64>>,
}

impl GetMessages {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetMessages::FIELDS;
}

impl Own for borrowed::GetMessages<'_> {
    type Owned = GetMessages;

    fn own(self) -> Result<GetMessages, DecodeError> {
        Ok(GetMessages {
            maximum_items: self.maximum_items.own().in_field("MaximumItems")?,
            after: self.after.own().in_field("After")?,
        })
    }
}

impl TryFrom<borrowed::GetMessages<'_>> for GetMessages {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetMessages<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for GetMessages {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetMessages<'a>>(reader)
    }
}

impl Encode for GetMessages {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).optional(&self.maximum_items).optional(&self.after);
    }
}

impl fmt::Debug for GetMessages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetMessages(redacted)")
    }
}

/// A message, as the list of messages has it.
#[derive(Clone, PartialEq)]
pub struct MessageSummary {
    /// Identifies the message.
    pub message_id: i64,
    /// The subject.
    pub subject: Text<255>,
    /// When it was sent.
    pub sent_at: DateTime,
    /// The recipient's name.
    pub recipient_name: Text<255>,
    /// The number of replies.
    pub reply_count: i64,
    /// Whether a reply is unread.
    pub unread_replies: bool,
    /// When the last reply came.
    pub last_reply_at: Option<DateTime>,
}

impl MessageSummary {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::MessageSummary::FIELDS;
}

impl Own for borrowed::MessageSummary<'_> {
    type Owned = MessageSummary;

    fn own(self) -> Result<MessageSummary, DecodeError> {
        Ok(MessageSummary {
            message_id: self.message_id.own().in_field("MessageId")?,
            subject: self.subject.own().in_field("Subject")?,
            sent_at: self.sent_at.own().in_field("SentAt")?,
            recipient_name: self.recipient_name.own().in_field("RecipientName")?,
            reply_count: self.reply_count.own().in_field("ReplyCount")?,
            unread_replies: self.unread_replies.own().in_field("UnreadReplies")?,
            last_reply_at: self.last_reply_at.own().in_field("LastReplyAt")?,
        })
    }
}

impl TryFrom<borrowed::MessageSummary<'_>> for MessageSummary {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::MessageSummary<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for MessageSummary {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::MessageSummary<'a>>(reader)
    }
}

impl Encode for MessageSummary {
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

impl fmt::Debug for MessageSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("MessageSummary(redacted)")
    }
}

/// A page of messages, newest first.
#[derive(Clone, PartialEq)]
pub struct GetMessagesResponse {
    /// The messages.
    pub messages: Vec<MessageSummary>,
    /// To be sent as `After` for the next page; absent on the last page.
    pub next: Option<Text<64>>,
}

impl GetMessagesResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetMessagesResponse::FIELDS;
}

impl Own for borrowed::GetMessagesResponse<'_> {
    type Owned = GetMessagesResponse;

    fn own(self) -> Result<GetMessagesResponse, DecodeError> {
        Ok(GetMessagesResponse {
            messages: self.messages.own().in_field("Messages")?,
            next: self.next.own().in_field("Next")?,
        })
    }
}

impl TryFrom<borrowed::GetMessagesResponse<'_>> for GetMessagesResponse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetMessagesResponse<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for GetMessagesResponse {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetMessagesResponse<'a>>(reader)
    }
}

impl Encode for GetMessagesResponse {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).items(&self.messages).optional(&self.next);
    }
}

impl fmt::Debug for GetMessagesResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetMessagesResponse(redacted)")
    }
}

impl Operation for GetMessages {
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::GetMessages::DESCRIPTOR;

    type Response<'r> = GetMessagesResponse;
}

impl Streamed for GetMessages {
    type Part<'p> = MessagesPart<'p>;
}

/// Asks for one message. The read state of its replies does not change.
#[derive(Clone, PartialEq)]
pub struct GetMessage {
    /// Identifies the message.
    pub message_id: i64,
}

impl GetMessage {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetMessage::FIELDS;
}

impl Own for borrowed::GetMessage {
    type Owned = GetMessage;

    fn own(self) -> Result<GetMessage, DecodeError> {
        Ok(GetMessage { message_id: self.message_id.own().in_field("MessageId")? })
    }
}

impl TryFrom<borrowed::GetMessage> for GetMessage {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetMessage) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl Decode<'_> for GetMessage {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetMessage>(reader)
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
#[derive(Clone, PartialEq)]
pub struct MessageReply {
    /// Who sent it.
    pub sender: Text<255>,
    /// When it was sent.
    pub sent_at: DateTime,
    /// The text.
    pub content: Text<4000>,
    /// Whether it is unread.
    pub unread: bool,
}

impl MessageReply {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::MessageReply::FIELDS;
}

impl Own for borrowed::MessageReply<'_> {
    type Owned = MessageReply;

    fn own(self) -> Result<MessageReply, DecodeError> {
        Ok(MessageReply {
            sender: self.sender.own().in_field("Sender")?,
            sent_at: self.sent_at.own().in_field("SentAt")?,
            content: self.content.own().in_field("Content")?,
            unread: self.unread.own().in_field("Unread")?,
        })
    }
}

impl TryFrom<borrowed::MessageReply<'_>> for MessageReply {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::MessageReply<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for MessageReply {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::MessageReply<'a>>(reader)
    }
}

impl Encode for MessageReply {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.sender)
            .value(&self.sent_at)
            .value(&self.content)
            .value(&self.unread);
    }
}

impl fmt::Debug for MessageReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("MessageReply(redacted)")
    }
}

/// A message and its replies.
#[derive(Clone, PartialEq)]
pub struct GetMessageResponse {
    /// Identifies the message.
    pub message_id: i64,
    /// The subject.
    pub subject: Text<255>,
    /// The text.
    pub content: Text<4000>,
    /// When it was sent.
    pub sent_at: DateTime,
    /// The recipient's name.
    pub recipient_name: Text<255>,
    /// The replies.
    pub replies: Vec<MessageReply>,
}

impl GetMessageResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::GetMessageResponse::FIELDS;
}

impl Own for borrowed::GetMessageResponse<'_> {
    type Owned = GetMessageResponse;

    fn own(self) -> Result<GetMessageResponse, DecodeError> {
        Ok(GetMessageResponse {
            message_id: self.message_id.own().in_field("MessageId")?,
            subject: self.subject.own().in_field("Subject")?,
            content: self.content.own().in_field("Content")?,
            sent_at: self.sent_at.own().in_field("SentAt")?,
            recipient_name: self.recipient_name.own().in_field("RecipientName")?,
            replies: self.replies.own().in_field("Replies")?,
        })
    }
}

impl TryFrom<borrowed::GetMessageResponse<'_>> for GetMessageResponse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::GetMessageResponse<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for GetMessageResponse {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::GetMessageResponse<'a>>(reader)
    }
}

impl Encode for GetMessageResponse {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer
            .fields(Self::FIELDS)
            .value(&self.message_id)
            .value(&self.subject)
            .value(&self.content)
            .value(&self.sent_at)
            .value(&self.recipient_name)
            .items(&self.replies);
    }
}

impl fmt::Debug for GetMessageResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("GetMessageResponse(redacted)")
    }
}

impl Operation for GetMessage {
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::GetMessage::DESCRIPTOR;

    type Response<'r> = GetMessageResponse;
}

impl Streamed for GetMessage {
    type Part<'p> = MessagePart<'p>;
}

/// Sends a message.
#[derive(Clone, PartialEq)]
pub struct SendMessage {
    /// The recipient.
    pub recipient_id: Guid,
    /// The subject.
    pub subject: Text<255>,
    /// The text.
    pub content: Text<4000>,
}

impl SendMessage {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::SendMessage::FIELDS;
}

impl Own for borrowed::SendMessage<'_> {
    type Owned = SendMessage;

    fn own(self) -> Result<SendMessage, DecodeError> {
        Ok(SendMessage {
            recipient_id: self.recipient_id.own().in_field("RecipientId")?,
            subject: self.subject.own().in_field("Subject")?,
            content: self.content.own().in_field("Content")?,
        })
    }
}

impl TryFrom<borrowed::SendMessage<'_>> for SendMessage {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::SendMessage<'_>) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl<'a> Decode<'a> for SendMessage {
    fn decode(reader: &mut ElementReader<'a>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::SendMessage<'a>>(reader)
    }
}

impl Encode for SendMessage {
    fn encode(&self, writer: &mut ElementWriter<'_, '_>) {
        writer.fields(Self::FIELDS).value(&self.recipient_id).value(&self.subject).value(&self.content);
    }
}

impl fmt::Debug for SendMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It may hold patient data.
        f.write_str("SendMessage(redacted)")
    }
}

/// The message is sent.
#[derive(Clone, PartialEq)]
pub struct SendMessageResponse {
    /// Identifies the message.
    pub message_id: i64,
}

impl SendMessageResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::SendMessageResponse::FIELDS;
}

impl Own for borrowed::SendMessageResponse {
    type Owned = SendMessageResponse;

    fn own(self) -> Result<SendMessageResponse, DecodeError> {
        Ok(SendMessageResponse { message_id: self.message_id.own().in_field("MessageId")? })
    }
}

impl TryFrom<borrowed::SendMessageResponse> for SendMessageResponse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::SendMessageResponse) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl Decode<'_> for SendMessageResponse {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::SendMessageResponse>(reader)
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

impl Operation for SendMessage {
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::SendMessage::DESCRIPTOR;

    type Response<'r> = SendMessageResponse;
}

/// Marks all replies to a message as read or unread.
#[derive(Clone, PartialEq)]
pub struct SetMessageReadState {
    /// Identifies the message.
    pub message_id: i64,
    /// Whether they are read.
    pub read: bool,
}

impl SetMessageReadState {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::SetMessageReadState::FIELDS;
}

impl Own for borrowed::SetMessageReadState {
    type Owned = SetMessageReadState;

    fn own(self) -> Result<SetMessageReadState, DecodeError> {
        Ok(SetMessageReadState {
            message_id: self.message_id.own().in_field("MessageId")?,
            read: self.read.own().in_field("Read")?,
        })
    }
}

impl TryFrom<borrowed::SetMessageReadState> for SetMessageReadState {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::SetMessageReadState) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl Decode<'_> for SetMessageReadState {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::SetMessageReadState>(reader)
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
#[derive(Clone, PartialEq)]
pub struct SetMessageReadStateResponse {
    /// Identifies the message.
    pub message_id: i64,
}

impl SetMessageReadStateResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::SetMessageReadStateResponse::FIELDS;
}

impl Own for borrowed::SetMessageReadStateResponse {
    type Owned = SetMessageReadStateResponse;

    fn own(self) -> Result<SetMessageReadStateResponse, DecodeError> {
        Ok(SetMessageReadStateResponse { message_id: self.message_id.own().in_field("MessageId")? })
    }
}

impl TryFrom<borrowed::SetMessageReadStateResponse> for SetMessageReadStateResponse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::SetMessageReadStateResponse) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl Decode<'_> for SetMessageReadStateResponse {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::SetMessageReadStateResponse>(reader)
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
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::SetMessageReadState::DESCRIPTOR;

    type Response<'r> = SetMessageReadStateResponse;
}

/// Deletes a message and its replies.
#[derive(Clone, PartialEq)]
pub struct DeleteMessage {
    /// Identifies the message.
    pub message_id: i64,
}

impl DeleteMessage {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::DeleteMessage::FIELDS;
}

impl Own for borrowed::DeleteMessage {
    type Owned = DeleteMessage;

    fn own(self) -> Result<DeleteMessage, DecodeError> {
        Ok(DeleteMessage { message_id: self.message_id.own().in_field("MessageId")? })
    }
}

impl TryFrom<borrowed::DeleteMessage> for DeleteMessage {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::DeleteMessage) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl Decode<'_> for DeleteMessage {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::DeleteMessage>(reader)
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
#[derive(Clone, PartialEq)]
pub struct DeleteMessageResponse {
    /// Identifies the message.
    pub message_id: i64,
}

impl DeleteMessageResponse {
    /// Its fields, in the order in which they are written.
    pub const FIELDS: &'static [FieldDescriptor] = borrowed::DeleteMessageResponse::FIELDS;
}

impl Own for borrowed::DeleteMessageResponse {
    type Owned = DeleteMessageResponse;

    fn own(self) -> Result<DeleteMessageResponse, DecodeError> {
        Ok(DeleteMessageResponse { message_id: self.message_id.own().in_field("MessageId")? })
    }
}

impl TryFrom<borrowed::DeleteMessageResponse> for DeleteMessageResponse {
    type Error = DecodeError;

    /// # Errors
    /// That of the first item of a list that cannot be read, or of a word with white space around it.
    fn try_from(read: borrowed::DeleteMessageResponse) -> Result<Self, DecodeError> {
        read.own()
    }
}

impl Decode<'_> for DeleteMessageResponse {
    fn decode(reader: &mut ElementReader<'_>) -> Result<Self, Invalid> {
        decode_owned::<borrowed::DeleteMessageResponse>(reader)
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
    const DESCRIPTOR: &'static OperationDescriptor = borrowed::DeleteMessage::DESCRIPTOR;

    type Response<'r> = DeleteMessageResponse;
}
