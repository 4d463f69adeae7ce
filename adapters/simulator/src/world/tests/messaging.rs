//! Messages: sending, replies that come with time, read state, and whose they are.

use super::*;
use emis_core::fault::FaultCode::*;

fn send(stage: &mut Stage, id: &str) -> i64 {
    let now = stage.now();
    let who = caller(id, Version::V2_1);
    let recipient = stage.world.message_recipients(who).unwrap()[0].recipient_id.to_ascii_uppercase();
    stage.world.send_message(who, &recipient, "Hay fever & co", "Is it <normal>?", now).unwrap()
}

fn list(stage: &Stage, id: &str) -> Vec<MessageSummary> {
    stage.world.messages(caller(id, Version::V2_1), ALL, stage.now()).unwrap().messages
}

#[test]
fn replies_come_with_time_and_stay_unread_until_marked() {
    let mut stage = Stage::new();
    let id = stage.patient(D, 0);
    let who = caller(&id, Version::V2_1);
    let number = send(&mut stage, &id);
    let first = list(&stage, &id).remove(0);
    assert_eq!((first.message_id, first.reply_count, first.unread_replies), (number, 0, false));
    assert_eq!((first.sent_at, first.last_reply_at), (stage.now().local, None));
    stage.wait(days(1) + Duration::from_hours(9));
    let message = stage.world.message(who, number, stage.now()).unwrap();
    assert_eq!((message.subject.as_str(), message.content.as_str()), ("Hay fever & co", "Is it <normal>?"));
    assert_eq!(message.replies.len(), 1);
    assert!(message.replies[0].unread && message.replies[0].sent_at > message.sent_at);
    let summary = list(&stage, &id).remove(0);
    assert!(summary.unread_replies, "reading changes nothing");
    assert_eq!(summary.last_reply_at, Some(message.replies[0].sent_at));
    for read in [true, false, true] {
        let now = stage.now();
        assert_eq!(stage.world.set_message_read_state(who, number, read, now), Ok(number));
        assert_eq!(list(&stage, &id)[0].unread_replies, !read);
    }
    stage.wait(days(9));
    let later = list(&stage, &id).remove(0);
    assert!((1..=3).contains(&later.reply_count));
    assert_eq!(later.unread_replies, later.reply_count > 1, "what came later is unread");
}

#[test]
fn messages_are_newest_first_and_deleted_for_good() {
    let mut stage = Stage::new();
    let id = stage.patient(D, 3);
    let numbers: Vec<_> = (0..4).map(|_| send(&mut stage, &id)).collect();
    let whole = list(&stage, &id);
    assert!(whole.len() >= 4);
    let shown: Vec<_> = whole.iter().take(4).map(|message| message.message_id).collect();
    assert_eq!(shown, numbers.iter().rev().copied().collect::<Vec<_>>());
    let who = caller(&id, Version::V2_1);
    let page = PageRequest { maximum_items: Some(2), after: None };
    let first = stage.world.messages(who, page, stage.now()).unwrap();
    let page = PageRequest { after: first.next.as_deref(), ..page };
    assert_eq!(stage.world.messages(who, page, stage.now()).unwrap().messages, whole[2..4]);
    let now = stage.now();
    assert_eq!(stage.world.delete_message(who, numbers[3], now), Ok(numbers[3]));
    assert_eq!(list(&stage, &id)[0].message_id, numbers[2]);
    assert!(send(&mut stage, &id) > numbers[3], "numbers are not used twice");
}

#[test]
fn nobody_reaches_anothers_messages() {
    let mut stage = Stage::new();
    let (id, other) = (stage.patient(D, 0), stage.patient(D, 1));
    let number = send(&mut stage, &id);
    let (who, now, before) = (caller(&other, Version::V2_1), stage.now(), stage.world.clone());
    for number in [number, 0, -1, i64::MAX] {
        assert_eq!(refused(stage.world.message(who, number, now)), MessageNotFound);
        assert_eq!(refused(stage.world.set_message_read_state(who, number, true, now)), MessageNotFound);
        assert_eq!(refused(stage.world.delete_message(who, number, now)), MessageNotFound);
    }
    assert_eq!(refused(stage.world.send_message(who, "nobody", "s", "c", now)), RecipientUnknown);
    assert_eq!(stage.world, before);
}

#[test]
fn messages_are_for_full_accounts_where_offered() {
    let mut stage = Stage::new();
    let restricted = stage.special(D, Letter::Restricted);
    assert_eq!(
        refused(stage.world.message_recipients(caller(&restricted, Version::V2_1))),
        AccountRestricted
    );
    let elsewhere = stage.patient(C, 0);
    assert_eq!(refused(stage.world.message_recipients(caller(&elsewhere, Version::V2_1))), ServiceNotEnabled);
}

#[test]
fn some_have_written_before() {
    let mut stage = Stage::new();
    let id = stage.patient(D, 0);
    let past = list(&stage, &id);
    assert!(!past.is_empty() && past.iter().all(|message| message.reply_count > 0));
}
