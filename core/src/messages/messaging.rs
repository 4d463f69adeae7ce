//! Messages between patient and practice.

use super::macros::{message, operation};
use super::types::{DateTime, Guid, Text};
use super::{List, PageSize};

message! {
    /// Asks to whom messages can be sent.
    GetMessageRecipients [Clone, Copy, Default] {}
}

message! {
    /// Someone to whom messages can be sent.
    Recipient<'a> [Clone, Copy] {
        /// Which recipient.
        recipient_id: Guid = "RecipientId",
        /// The name.
        name: Text<'a, 255> = "Name",
    }
}

message! {
    /// To whom messages can be sent.
    GetMessageRecipientsResponse<'a> [Clone, Copy] parts MessageRecipientsPart {
        /// The recipients.
        recipients: List<'a, Recipient<'a>> = "Recipients" / Recipient,
    }
}

operation! {
    GetMessageRecipients => GetMessageRecipientsResponse<'a>, since V2_1, Patient, needs Messaging,
    parts MessageRecipientsPart
}

message! {
    /// Asks for the patient's messages.
    GetMessages<'a> [Clone, Copy] {
        /// How many messages a page may have.
        maximum_items: Option<PageSize> = "MaximumItems",
        /// `Next` of the page before.
        after: Option<Text<'a, 64>> = "After",
    }
}

message! {
    /// A message, in a list of messages.
    MessageSummary<'a> [Clone, Copy] {
        /// Which message.
        message_id: i64 = "MessageId",
        /// Its subject.
        subject: Text<'a, 255> = "Subject",
        /// When it was sent.
        sent_at: DateTime = "SentAt",
        /// To whom.
        recipient_name: Text<'a, 255> = "RecipientName",
        /// How many replies there are.
        reply_count: i64 = "ReplyCount",
        /// Whether one of them is not read.
        unread_replies: bool = "UnreadReplies",
        /// When the last one came.
        last_reply_at: Option<DateTime> = "LastReplyAt",
    }
}

message! {
    /// A page of messages, newest first.
    GetMessagesResponse<'a> [Clone, Copy] parts MessagesPart {
        /// The messages.
        messages: List<'a, MessageSummary<'a>> = "Messages" / Message,
        /// To be sent as `After` for the next page; absent on the last.
        next: Option<Text<'a, 64>> = "Next",
    }
}

operation! {
    GetMessages<'a> => GetMessagesResponse<'a>, since V2_1, Patient, needs Messaging,
    parts MessagesPart, paged messages: MessageSummary
}

message! {
    /// Asks for one message. It changes nothing, the read state neither.
    GetMessage [Clone, Copy] {
        /// Which message.
        message_id: i64 = "MessageId",
    }
}

message! {
    /// A reply to a message.
    MessageReply<'a> [Clone, Copy] {
        /// Who sent it.
        sender: Text<'a, 255> = "Sender",
        /// When.
        sent_at: DateTime = "SentAt",
        /// What it says.
        content: Text<'a, 4000> = "Content",
        /// Whether it is not read.
        unread: bool = "Unread",
    }
}

message! {
    /// A message and its replies.
    GetMessageResponse<'a> [Clone, Copy] parts MessagePart {
        /// Which message.
        message_id: i64 = "MessageId",
        /// Its subject.
        subject: Text<'a, 255> = "Subject",
        /// What it says.
        content: Text<'a, 4000> = "Content",
        /// When it was sent.
        sent_at: DateTime = "SentAt",
        /// To whom.
        recipient_name: Text<'a, 255> = "RecipientName",
        /// The replies.
        replies: List<'a, MessageReply<'a>> = "Replies" / Reply,
    }
}

operation! { GetMessage => GetMessageResponse<'a>, since V2_1, Patient, needs Messaging, parts MessagePart }

message! {
    /// Sends a message.
    SendMessage<'a> [Clone, Copy] {
        /// To whom.
        recipient_id: Guid = "RecipientId",
        /// Its subject.
        subject: Text<'a, 255> = "Subject",
        /// What it says.
        content: Text<'a, 4000> = "Content",
    }
}

message! {
    /// The message is sent.
    SendMessageResponse [Clone, Copy] {
        /// Which message.
        message_id: i64 = "MessageId",
    }
}

operation! { SendMessage<'a> => SendMessageResponse, since V2_1, Patient, needs Messaging }

message! {
    /// Says of all replies to a message whether they are read.
    SetMessageReadState [Clone, Copy] {
        /// Which message.
        message_id: i64 = "MessageId",
        /// Whether they are.
        read: bool = "Read",
    }
}

message! {
    /// It is noted.
    SetMessageReadStateResponse [Clone, Copy] {
        /// Which message.
        message_id: i64 = "MessageId",
    }
}

operation! { SetMessageReadState => SetMessageReadStateResponse, since V2_1, Patient, needs Messaging }

message! {
    /// Deletes a message and its replies.
    DeleteMessage [Clone, Copy] {
        /// Which message.
        message_id: i64 = "MessageId",
    }
}

message! {
    /// The message is deleted.
    DeleteMessageResponse [Clone, Copy] {
        /// Which message.
        message_id: i64 = "MessageId",
    }
}

operation! { DeleteMessage => DeleteMessageResponse, since V2_1, Patient, needs Messaging }
