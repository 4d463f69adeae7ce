//! Messages between patient and practice.

use emis_core::messages::messaging::{
    DeleteMessage, DeleteMessageResponse, GetMessage, GetMessageRecipients, GetMessageRecipientsResponse,
    GetMessageResponse, GetMessages, GetMessagesResponse, MessageReply, MessageSummary, Recipient,
    SendMessage, SendMessageResponse, SetMessageReadState, SetMessageReadStateResponse,
};
use emis_core::messages::{List, PageSize};

use super::{G1, G2, guid, request, response, some, text, when};

#[test]
fn get_message_recipients() {
    request(&GetMessageRecipients {}, "");
    let none = GetMessageRecipientsResponse { recipients: List::EMPTY };
    response(&GetMessageRecipients {}, &none, "<Recipients></Recipients>");
    let recipients = [
        Recipient { recipient_id: guid(1), name: text("Reception") },
        Recipient { recipient_id: guid(2), name: text("") },
    ];
    let answer = GetMessageRecipientsResponse { recipients: List::new(&recipients) };
    let expected = format!(
        "<Recipients><Recipient><RecipientId>{G1}</RecipientId><Name>Reception</Name></Recipient>\
         <Recipient><RecipientId>{G2}</RecipientId><Name></Name></Recipient></Recipients>"
    );
    response(&GetMessageRecipients {}, &answer, &expected);
}

#[test]
fn get_messages() {
    let all = GetMessages { maximum_items: None, after: None };
    request(&all, "");
    let page = GetMessages { maximum_items: PageSize::new(7).ok(), after: some("n") };
    request(&page, "<MaximumItems>7</MaximumItems><After>n</After>");
    response(&all, &GetMessagesResponse { messages: List::EMPTY, next: None }, "<Messages></Messages>");
    let least = MessageSummary {
        message_id: -9_223_372_036_854_775_808,
        subject: text("Hay fever & co"),
        sent_at: when("2026-01-02T03:04:05"),
        recipient_name: text("Reception"),
        reply_count: 0,
        unread_replies: false,
        last_reply_at: None,
    };
    let whole = MessageSummary {
        message_id: 9_223_372_036_854_775_807,
        reply_count: 2,
        unread_replies: true,
        last_reply_at: Some(when("2026-01-03T00:00:00")),
        ..least
    };
    let messages = [least, whole];
    let answer = GetMessagesResponse { messages: List::new(&messages), next: some("n") };
    let head = "<Subject>Hay fever &amp; co</Subject><SentAt>2026-01-02T03:04:05</SentAt>\
                <RecipientName>Reception</RecipientName>";
    let expected = format!(
        "<Messages><Message><MessageId>-9223372036854775808</MessageId>{head}<ReplyCount>0</ReplyCount>\
         <UnreadReplies>false</UnreadReplies></Message><Message><MessageId>9223372036854775807</MessageId>{head}\
         <ReplyCount>2</ReplyCount><UnreadReplies>true</UnreadReplies>\
         <LastReplyAt>2026-01-03T00:00:00</LastReplyAt></Message></Messages><Next>n</Next>"
    );
    response(&all, &answer, &expected);
}

#[test]
fn get_message() {
    let asked = GetMessage { message_id: 1 };
    request(&asked, "<MessageId>1</MessageId>");
    let least = GetMessageResponse {
        message_id: 1,
        subject: text("s"),
        content: text("a\n<b>"),
        sent_at: when("2026-01-02T03:04:05"),
        recipient_name: text("Reception"),
        replies: List::EMPTY,
    };
    let head = "<MessageId>1</MessageId><Subject>s</Subject><Content>a\n&lt;b&gt;</Content>\
                <SentAt>2026-01-02T03:04:05</SentAt><RecipientName>Reception</RecipientName>";
    response(&asked, &least, &format!("{head}<Replies></Replies>"));
    let replies = [MessageReply {
        sender: text("Dr A"),
        sent_at: when("2026-01-03T03:04:05"),
        content: text("c"),
        unread: true,
    }; 2];
    let reply = "<Reply><Sender>Dr A</Sender><SentAt>2026-01-03T03:04:05</SentAt><Content>c</Content>\
                 <Unread>true</Unread></Reply>";
    let whole = GetMessageResponse { replies: List::new(&replies), ..least };
    response(&asked, &whole, &format!("{head}<Replies>{reply}{reply}</Replies>"));
}

#[test]
fn send_set_and_delete() {
    let send = SendMessage { recipient_id: guid(1), subject: text("s"), content: text("c & d") };
    let expected = format!("<RecipientId>{G1}</RecipientId><Subject>s</Subject><Content>c &amp; d</Content>");
    request(&send, &expected);
    response(&send, &SendMessageResponse { message_id: 2 }, "<MessageId>2</MessageId>");
    let set = SetMessageReadState { message_id: 1, read: true };
    request(&set, "<MessageId>1</MessageId><Read>true</Read>");
    request(&SetMessageReadState { read: false, ..set }, "<MessageId>1</MessageId><Read>false</Read>");
    response(&set, &SetMessageReadStateResponse { message_id: 2 }, "<MessageId>2</MessageId>");
    let delete = DeleteMessage { message_id: 1 };
    request(&delete, "<MessageId>1</MessageId>");
    response(&delete, &DeleteMessageResponse { message_id: 2 }, "<MessageId>2</MessageId>");
}
