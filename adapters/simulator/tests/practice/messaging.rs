//! Messaging through the core's client.

use emis_core::messages::PageSize;
use emis_core::messages::messaging::{
    DeleteMessage, GetMessage, GetMessageRecipients, GetMessages, SendMessage, SetMessageReadState,
};
use emis_core::types::{Guid, Text};
use emis_simulator::world::Letter;

use crate::common::kiosk::{Kiosk, Room, naming, plain};
use crate::common::{D, Stage};

const ALL: GetMessages<'_> = GetMessages { maximum_items: None, after: None };

fn letter(recipient_id: Guid) -> SendMessage<'static> {
    let (subject, content) = ("Hay fever & co", "Is it <normal>?\nYours");
    SendMessage { recipient_id, subject: Text::new(subject).unwrap(), content: Text::new(content).unwrap() }
}

#[test]
fn a_message_is_sent_answered_read_and_deleted() {
    let (stage, mut room) = (Stage::new(), Room::new());
    let rel = stage.relationship(D, 0);
    let mut kiosk = Kiosk::patient(&stage, &mut room, &rel);
    let (to, name) = {
        let first = kiosk.call(&GetMessageRecipients {}).recipients.iter().next().unwrap().unwrap();
        (first.recipient_id, first.name.to_string())
    };
    let message_id = kiosk.call(&letter(to)).message_id;
    stage.wait_ms(33 * 3_600_000);
    let mut room = Room::new();
    let mut kiosk = Kiosk::patient(&stage, &mut room, &rel);
    {
        let first = kiosk.call(&ALL).messages.iter().next().unwrap().unwrap();
        assert_eq!((first.message_id, first.reply_count, first.unread_replies), (message_id, 1, true));
        assert!(first.recipient_name == *name && first.last_reply_at.is_some());
    }
    {
        let message = kiosk.call(&GetMessage { message_id });
        assert!(message.subject == "Hay fever & co" && message.content == "Is it <normal>?\nYours");
        let reply = message.replies.iter().next().unwrap().unwrap();
        assert!(reply.unread && !reply.content.to_string().is_empty());
    }
    for read in [true, false] {
        assert_eq!(kiosk.call(&SetMessageReadState { message_id, read }).message_id, message_id);
        assert_eq!(kiosk.call(&ALL).messages.iter().next().unwrap().unwrap().unread_replies, !read);
    }
    assert_eq!(kiosk.call(&DeleteMessage { message_id }).message_id, message_id);
    assert!(kiosk.call(&ALL).messages.iter().all(|message| message.unwrap().message_id != message_id));
    assert_eq!(kiosk.fault(&GetMessage { message_id }), plain("MessageNotFound"));
    assert_eq!(kiosk.fault(&SetMessageReadState { message_id, read: true }), plain("MessageNotFound"));
    assert_eq!(kiosk.fault(&DeleteMessage { message_id }), plain("MessageNotFound"));
    assert_eq!(kiosk.fault(&letter(Guid::from_bytes([7; 16]))), plain("RecipientUnknown"));
    let empty = SendMessage { content: Text::new("").unwrap(), ..letter(to) };
    assert_eq!(kiosk.fault(&empty), naming("FieldMissing", "Content"));
}

#[test]
fn messages_come_in_pages() {
    let (stage, mut room) = (Stage::new(), Room::new());
    let mut kiosk = Kiosk::patient(&stage, &mut room, &stage.relationship(D, 0));
    let to = kiosk.call(&GetMessageRecipients {}).recipients.iter().next().unwrap().unwrap().recipient_id;
    for _ in 0..5 {
        kiosk.call(&letter(to));
    }
    let whole: Vec<_> = kiosk.call(&ALL).messages.iter().map(|m| m.unwrap().message_id).collect();
    let (mut paged, mut next) = (Vec::new(), None::<String>);
    loop {
        let after = next.as_deref().map(|next| Text::new(next).unwrap());
        let page = kiosk.call(&GetMessages { maximum_items: Some(PageSize::new(2).unwrap()), after });
        paged.extend(page.messages.iter().map(|m| m.unwrap().message_id));
        next = page.next.map(|next| next.to_string());
        if next.is_none() {
            break;
        }
    }
    assert!(paged == whole && whole.len() > 5);
}

#[test]
fn messages_are_for_those_who_were_given_them() {
    let stage = Stage::new();
    for (which, code) in
        [(Letter::Restricted, "AccountRestricted"), (Letter::WithoutMessaging, "ServiceNotEnabled")]
    {
        let (rel, mut room) = (stage.special(D, which), Room::new());
        let mut kiosk = Kiosk::patient(&stage, &mut room, &rel);
        assert_eq!(kiosk.fault(&GetMessageRecipients {}), plain(code));
        assert_eq!(kiosk.fault(&DeleteMessage { message_id: 1 }), plain(code));
    }
}
